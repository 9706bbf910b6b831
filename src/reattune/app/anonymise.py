"""A report without names: speakers, their nicknames, handles, phones, e-mails, links and long numbers are replaced.

Each thing gets the same stand-in throughout one export, made with a key that is forgotten afterwards, so that two exports
of one chat cannot be matched by their stand-ins. It does not cover what people tell about themselves: other people's names,
places, employers, dates of life. The output says so.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from dataclasses import replace

from reattune.core.episode import Attempt, Episode
from reattune.core.finding import Finding, Report
from reattune.core.message import Conversation, Message

NOT_COVERED = "what people tell about themselves in their own words: names of other people, places, employers, dates of life"
SHORTEST_NAME = 2
# short and pet forms that do not begin like the name they stand for
SHORT_FORMS = (
    {"william", "bill", "billy", "will", "liam"},
    {"robert", "bob", "bobby", "rob"},
    {"richard", "dick", "rick", "richie"},
    {"margaret", "peggy", "meg", "maggie"},
    {"elizabeth", "liz", "lizzie", "beth", "betty", "eliza", "libby"},
    {"james", "jim", "jimmy", "jamie"},
    {"john", "jack", "johnny"},
    {"edward", "ed", "ted", "ned", "eddie"},
    {"katherine", "catherine", "kate", "katie", "kathy", "cathy", "kit"},
    {"henry", "harry", "hal", "hank"},
    {"charles", "charlie", "chuck", "chas"},
    {"anthony", "tony"},
    {"alexander", "alexandra", "alex", "sandy", "sasha", "xander", "lexi"},
    {"michael", "mike", "mick", "mickey"},
    {"dorothy", "dot", "dottie", "dolly"},
    {"mary", "molly", "polly", "mae"},
    {"sarah", "sally", "sadie"},
    {"thomas", "tom", "tommy"},
    {"theodore", "theodora", "theo", "teddy"},
    {"antonio", "toni", "toño"},
    {"francisco", "paco", "pancho"},
    {"josé", "pepe"},
    {"giuseppe", "beppe", "peppe"},
    {"aleksandr", "sasha", "sanya"},
    {"maria", "masha", "mia"},
    {"susan", "sue", "suzie"},
)
PET_ENDING = re.compile(r"[a-z]?(?:y|ie|o|a|s|kins|boy|girl|bear|bug|bo|ster|cakes|pie|ita|ito|chka|ka|chen|lein|ji|bhai|san|chan)")
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("link", re.compile(r"\b(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|co\.uk|io|de|fr|ie|au|in)/\S+", re.IGNORECASE)),
    ("e-mail", re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")),
    ("handle", re.compile(r"(?<![\w@])@[\w.]*\w")),
    ("phone", re.compile(r"(?<![\w+])(?:\+|00|0|\()\(?\d[\d()\s./-]{5,}\d(?!\w)")),
    ("number", re.compile(r"(?<!\w)\d(?:[ -]?\d){5,}(?!\w)")),
)


class Anonymiser:
    """Stand-ins for one report."""

    def __init__(self, report: Report, key: bytes | None = None) -> None:
        """Learn the speakers of `report`; `key` is drawn afresh unless handed in."""
        self._source = report
        self._key = key or secrets.token_bytes(16)
        names = [name for name, _ in report.conversation.speakers()]
        self._people = {name: f"Person {_letters(number)}" for number, name in enumerate(names)}
        self._names = _finder(self._people)

    def report(self, keep_words: bool = False) -> Report:
        """The report with everything replaced; without the words of messages unless they are to be kept."""
        source = self._source
        conversation = self.conversation(keep_words)
        return replace(
            source,
            conversation=conversation,
            me=self._person(source.me) if source.me else None,
            episodes=tuple(self._episode(episode) for episode in source.episodes),
            findings=tuple(self._finding(finding) for finding in source.findings),
        )

    def conversation(self, keep_words: bool) -> Conversation:
        """The conversation with stand-ins; notices carry names and are left out of their words."""
        source = self._source.conversation
        return replace(
            source,
            messages=tuple(self._message(message, keep_words) for message in source.messages),
            notices=tuple(replace(notice, text="") for notice in source.notices),
            owner=self._person(source.owner) if source.owner else None,
        )

    def text(self, text: str) -> str:
        """A text with everything replaced."""
        for kind, pattern in PATTERNS:
            text = pattern.sub(lambda found, kind=kind: self._stand_in(kind, found[0]), text)  # type: ignore[misc]
        return self._names(text)

    def _stand_in(self, kind: str, value: str) -> str:
        plain = re.sub(r"[\s().-]", "", value).casefold()
        return f"[{kind} {hmac.new(self._key, plain.encode(), hashlib.sha256).hexdigest()[:4]}]"

    def _person(self, name: str) -> str:
        return self._people.get(name, name and f"Person {self._stand_in('name', name)[6:-1]}")

    def _message(self, message: Message, keep_words: bool) -> Message:
        reactions = tuple((self._person(who), what) for who, what in message.reactions)
        thread = self._stand_in("chat", message.thread) if message.thread else ""
        return replace(
            message,
            speaker=self._person(message.speaker),
            text=self.text(message.text) if keep_words else "",
            reactions=reactions,
            thread=thread,
        )

    def _episode(self, episode: Episode) -> Episode:
        return replace(
            episode,
            rupturing=tuple(map(self._person, episode.rupturing)),
            ruptured=tuple(map(self._person, episode.ruptured)),
            reached_first=self._person(episode.reached_first) if episode.reached_first else None,
            stance=tuple((self._person(name), stance) for name, stance in episode.stance),
            attempts=tuple(self._attempt(attempt) for attempt in episode.attempts),
            thread=self._stand_in("chat", episode.thread) if episode.thread else "",
        )

    def _attempt(self, attempt: Attempt) -> Attempt:
        return replace(attempt, by=self._person(attempt.by))

    def _finding(self, finding: Finding) -> Finding:
        if finding.by is None or finding.by.person is None:
            return finding
        return replace(finding, by=replace(finding.by, person=self._person(finding.by.person)))


def _finder(people: dict[str, str]) -> Callable[[str], str]:
    """What replaces a speaker's name, its parts and its short forms, wherever they stand as words."""
    forms: dict[str, str] = {}
    for name, stand_in in people.items():
        for form in _forms(name):
            forms.setdefault(form, stand_in)
    if not forms:
        return lambda text: text
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    known = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)", re.IGNORECASE)
    stems = {form: stand_in for form, stand_in in forms.items() if len(form) >= 3 and form.isalpha()}

    def replaced(text: str) -> str:
        text = known.sub(lambda found: forms[found[0].casefold()], text)
        return re.sub(r"(?<!\w)[^\W\d_]{4,12}(?!\w)", lambda found: _nicknamed(found[0], stems), text)

    return replaced


def _forms(name: str) -> set[str]:
    parts = {part.casefold() for part in re.findall(r"[^\W\d_]+", name) if len(part) >= SHORTEST_NAME}
    related = {form for group in SHORT_FORMS for form in group if parts & group}
    return {form for form in {name.casefold().strip(), *parts, *related} if form}


def _nicknamed(word: str, stems: dict[str, str]) -> str:
    """The stand-in for a capitalised word that grew out of a name (Tommy, Mayabug); the word itself otherwise."""
    if not word[0].isupper() or word.isupper():
        return word
    plain = word.casefold()
    grown = (stem for stem in stems if plain.startswith(stem) and PET_ENDING.fullmatch(plain[len(stem) :]))
    short = (stem for stem in stems if len(stem) >= 5 and (stem.startswith(plain) or (plain[-1] in "yio" and stem.startswith(plain[:-1]))))
    found = next(grown, None) or next(short, None)
    return stems[found] if found else word


def _letters(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
