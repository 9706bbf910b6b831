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
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache

from reattune.core.episode import Attempt, Episode
from reattune.core.finding import Finding, Report
from reattune.core.message import Conversation, Issue, Message

NOT_COVERED = (
    "what people tell about themselves in their own words: names of other people, places, employers, dates of life; "
    "and names that are common words too (will, may, hope), where they are written small"
)
SHORTEST_NAME = 2


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# --- words that a name may hold or look like; all of them folded (see `_fold`) ---------------------------------------------
# what stands in the place of a name, or in one, and names nobody
NO_NAME = _listed(
    "me you unknown user deleted account member group person anonymous mr mrs ms miss dr prof sir and the of from at to in on my our "
    "de del della der den des di do dos da das du la le las los el al bin bint ibn van von und zu y e new old work home office mobile "
    "cell phone number xx xxx xo xoxo"
)

# so common as words that even a speaker's own name is taken for one unless it has a capital
FREQUENT = _listed(
    "will may hope an am as at be by do go ha he hi hm if is it lo ma mi no oh ok or pa so um un up us we ye can had has her him his how "
    "its let long min not now one out own say see she son song sun then this too two was who why yes"
)

# short forms of a name that are words too, and are taken for one unless they have a capital
WORDS = FREQUENT | _listed(
    "abby alley allie ally art ash barb bart bell belle bill billy bob buddy chip chuck cliff con dale dawn dean dick dolly don dot drew "
    "faith fran frank gabe gene grace hal hank harry iris ivy jack jerry jess josh joy june kit lance lily mac mark mat matt max mick "
    "miles nan nell nick olive pat peg penny pete pearl polly ray rich rick rob rose ruby sally sandy sky stew sue teddy ted theo toni vic "
    "victor wade walt wally win wren"
)

# words that only look as if they had grown out of a name, or had been cut from one
NO_PET = _listed(
    "angel anti barn beat belly berry brand candy carry cart char chase chases christ clay coop corn court curt debris deep deny "
    "domino early fish france funny glory good gran grants gray grey hand handy happy haze hazy heat holy hunt hunters hurry jeans "
    "july just lens logo lolly many marin marks marry mart martini mega merry mild mill minas mono nano natal norm park port rand "
    "robe rosary sand sash sing sorry stay step sunny theory there they this thus tiny tray trio turn vane very victory virgin "
    "walk wins worry"
)

# short and pet forms that do not begin like the name they stand for, or are shorter than what is cut from any name
SHORT_FORMS: tuple[frozenset[str], ...] = tuple(
    _listed(line)
    for line in (
        "abigail abby gail",
        "albert alfred al bert bertie alf alfie",
        "aleksandr alexander alexandra alex sandy sasha sanya xander lexi sascha",
        "andrew andy drew",
        "ann anne anna annie anni",
        "anthony tony",
        "antonio toni tono",
        "benjamin ben benny",
        "charles charlie chuck chas",
        "christopher christine christina christian chris kit chrissy tina",
        "daniel daniela danielle dan danny dani",
        "david dave davy",
        "donald don donnie",
        "dorothy dot dottie dolly",
        "edward edwin ed ted ned eddie",
        "eleanor helen nell nellie ellie nora",
        "elizabeth liz lizzie beth betty eliza libby",
        "francisco paco pancho",
        "frances francis fran frank frankie",
        "gabriel gabriela gabrielle gabe gabi",
        "geoffrey jeffrey jeff geoff",
        "giuseppe beppe peppe",
        "gregory greg",
        "harriet hattie",
        "henry harry hal hank",
        "jacob jake",
        "james jim jimmy jamie",
        "jennifer jen jenny",
        "jessica jess jessie",
        "john jack johnny",
        "jonathan jon jonny",
        "jose pepe",
        "joseph joe joey",
        "joshua josh",
        "katherine catherine kathryn kate katie kathy cathy kit kat",
        "kenneth ken kenny",
        "kimberly kim kimmy",
        "leonard leonardo leo len lenny",
        "margaret peggy meg maggie",
        "maria masha mia",
        "mary molly polly mae",
        "matthew matt matty",
        "maximilian maxwell max",
        "michael mike mick mickey",
        "nathan nathaniel nate nat",
        "natalie natasha nat",
        "nicholas nicole nick nicky nico",
        "oliver olivia ollie liv",
        "patrick patricia pat patty paddy tricia",
        "peter pete",
        "philip phil",
        "raymond ray",
        "rebecca becky becca becks",
        "richard dick rick richie rich",
        "robert bob bobby rob robbie bert",
        "ronald ron ronnie",
        "samuel samantha sam sammy",
        "sarah sara sally sadie",
        "stephen steven steve",
        "stephanie steph steffi",
        "susan suzanne sue suzie susie",
        "theodore theodora theo teddy ted",
        "thomas tom tommy",
        "timothy tim timmy",
        "valerie valentina val",
        "victoria vicky vicki tori",
        "vincent vince vinny",
        "walter walt wally",
        "william bill billy will liam willie willy",
        "zachary zach zack",
    )
)
# what a name grows by: with a capital (Tommy is both), written small, and in the place of its last vowel (Anna, Annie)
PET = "kins|boy|girl|bear|bug|boo|bo|bean|bee|bunny|ster|cakes|pie|poo|love|babe|baby|ita|ito|chka|chen|lein|ji|bhai|san|chan|kun|cim|jan"
PET_WITH_CAPITAL = re.compile(f"(?:[es]?y|s?ie|i|o|a|s|ka|{PET})s?")
PET_SMALL = re.compile(f"(?:y|ie|s|{PET})s?")
VOWEL_GONE_WITH_CAPITAL = re.compile("(?:y|ie|i|ita|ito|chka)s?")
VOWEL_GONE_SMALL = re.compile("(?:ie|ita|ito|chka)s?")
# --- letters ------------------------------------------------------------------------------------------------------------
# `re` has no class for marks: accents written apart, the signs of Hebrew, Arabic and Indian scripts, and what is not seen
MARKS = (
    "\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4"
    "\u06e7\u06e8\u06ea-\u06ed"
    + "".join(
        f"{chr(at)}-{chr(at + 3)}{chr(at + 0x3A)}-{chr(at + 0x57)}{chr(at + 0x62)}{chr(at + 0x63)}" for at in range(0x900, 0xE00, 0x80)
    )
    + "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u0f71-\u0f84\u102b-\u103e\u17b4-\u17d3\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u200b-\u200d"
    "\u2060\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f\ufeff"
)
REST_OF_WORD = f"[^\\W\\d_]*(?:[{MARKS}]+[^\\W\\d_]*)*"
WORD = re.compile(f"[^\\W\\d_]{REST_OF_WORD}")
STARTS = f"(?<![^\\W\\d_])(?<![{MARKS}])"
ENDS = "(?![^\\W\\d_])"
RUN = re.compile(r"(.)\1+", re.DOTALL)
LONG_RUN = re.compile(r"(.)\1\1", re.DOTALL)
# letters of scripts that put no space around a name
SPACELESS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{2,}")
FAMILY_FIRST = re.compile("[\u3400-\u9fff\uac00-\ud7a3]{3}")  # one letter of family name, two of given name
ODD_INITIALS = "\uff21-\uff5a\U0001d400-\U0001d7ff"  # letters as ornaments
LIKE_LATIN = str.maketrans({"\u0131": "i", "\u00f8": "o", "\u0142": "l", "\u0111": "d", "\u00e6": "ae", "\u0153": "oe"})
# what follows where a capital only begins the sentence: Will you, May I, Hope to
NO_NAME_BEFORE = (
    r"\s+(?:[Ii](?:'m|\u2019m)?|you|u|ya|he|she|it|we|they|the|this|that|there|my|your|our|his|her|to|so|do|be|have|not|never)\b"
)
# --- what is no name ----------------------------------------------------------------------------------------------------
PATTERNS = {
    "link": r"(?i:\b(?:https?://|www\.)\S+|\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,9}\.(?:com|org|net|co\.uk|io|de|fr|ie|au|in)/\S+)",
    "e-mail": r"[\w.+%-]{1,64}@[\w-]+(?:\.[\w-]+)+",
    "handle": r"(?<![\w@])@[\w.]*\w",
    "phone": r"(?<![\w+])(?:\+|00|0|\()\(?\d[\d()\s./-]{5,}\d(?!\w)",
    "number": r"(?<!\w)\d(?:[ -]?\d){5,}(?!\w)",
}
KINDS = tuple(PATTERNS)
# in one pass, so that no stand-in is taken for a number of the text
NUMBERS_AND_ADDRESSES = re.compile("|".join(f"({pattern})" for pattern in PATTERNS.values()))
STAND_IN = r"\[[a-z-]+ [0-9a-f]{8}\]|\bPerson [A-Z]{1,2}\b"
# parts of an issue that may be the file's own words
QUOTED = re.compile(r"""(?<!\w)["'\u201c\u2018\u00ab].*["'\u201d\u2019\u00bb]|\(.*\)""", re.DOTALL)


class Anonymiser:
    """Stand-ins for one report."""

    def __init__(self, report: Report, key: bytes | None = None) -> None:
        """Learn the speakers of `report`; `key` is drawn afresh unless handed in."""
        self._source = report
        self._key = key or secrets.token_bytes(16)
        self._people = {name: f"Person {_letters(number)}" for number, name in enumerate(_everybody(report))}
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
        """The conversation with stand-ins; notices are left without their words, issues without what they quote."""
        source = self._source.conversation
        return replace(
            source,
            messages=tuple(self._message(message, keep_words) for message in source.messages),
            notices=tuple(replace(notice, text="") for notice in source.notices),
            issues=tuple(self._issue(issue) for issue in source.issues),
            owner=self._person(source.owner) if source.owner else None,
        )

    def text(self, text: str) -> str:
        """A text with everything replaced."""
        return self._names(NUMBERS_AND_ADDRESSES.sub(lambda found: self._stand_in(KINDS[(found.lastindex or 1) - 1], found[0]), text))

    def _stand_in(self, kind: str, value: str) -> str:
        plain = re.sub(r"[\s().-]", "", value) if kind in ("phone", "number") else value if kind in ("chat", "name") else value.casefold()
        return f"[{kind} {hmac.new(self._key, plain.encode(), hashlib.sha256).hexdigest()[:8]}]"

    def _person(self, name: str) -> str:
        return self._people.get(name, name and f"Person {self._stand_in('name', name)[6:-1]}")

    def _message(self, message: Message, keep_words: bool) -> Message:
        reactions = tuple((self._person(who), self.text(what)) for who, what in message.reactions)
        thread = self._stand_in("chat", message.thread) if message.thread else ""
        return message._replace(
            speaker=self._person(message.speaker),
            text=self.text(message.text) if keep_words else "",
            reactions=reactions,
            thread=thread,
        )

    def _issue(self, issue: Issue) -> Issue:
        return replace(issue, why=self.text(QUOTED.sub("\u2026", issue.why).split(":")[0]))

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


# --- names --------------------------------------------------------------------------------------------------------------


def _everybody(report: Report) -> Iterable[str]:
    """Everybody the file names as somebody: who speaks, in order, then who only reacts, then whose export and report it is."""
    conversation = report.conversation
    reacting = (who for message in conversation.messages for who, _ in message.reactions)
    named = [*(name for name, _ in conversation.speakers()), *reacting, conversation.owner, report.me]
    return dict.fromkeys(name for name in named if name)


def _fold(text: str) -> str:
    """The same letters without case and accents, in one spelling, so that Irem, \u0130rem and \u0131rem are one."""
    apart = unicodedata.normalize("NFKD", text)
    bare = "".join(char for char in apart if not unicodedata.combining(char) and unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFC", bare.casefold().translate(LIKE_LATIN))


def _finder(people: dict[str, str]) -> Callable[[str], str]:
    """What replaces a speaker's whole name, then its parts and its short forms, wherever they stand as words."""
    whole, words = _whole_names(people), _single_words(people)
    return lambda text: words(whole(text))


def _whole_names(people: dict[str, str]) -> Callable[[str], str]:
    """What replaces names of several words, and names in scripts without spaces wherever they stand."""
    spaced: dict[str, str] = {}
    spaceless: dict[str, str] = {}
    for name, stand_in in people.items():
        words = list(map(_fold, WORD.findall(name)))
        if len(words) > 1 and _parts(name):
            spaced.setdefault(" ".join(words), stand_in)
        for word in words:
            if SPACELESS.fullmatch(word):
                spaceless.setdefault(word, stand_in)
                if FAMILY_FIRST.fullmatch(word):
                    spaceless.setdefault(word[1:], stand_in)
    if not spaced and not spaceless:
        return lambda text: text
    known = {name.replace(" ", ""): stand_in for name, stand_in in (spaceless | spaced).items()}
    among = [f"{STARTS}(?:{_any(spaced)}){ENDS}"] * bool(spaced) + [_any(spaceless)] * bool(spaceless)
    pattern = re.compile("|".join(among))
    return lambda text: pattern.sub(lambda found: known.get("".join(map(_fold, WORD.findall(found[0]))), found[0]), text)


def _single_words(people: dict[str, str]) -> Callable[[str], str]:
    """What replaces words; each distinct word is looked up once, and one that begins like no name never."""
    own: dict[str, str] = {}
    given: dict[str, str] = {}
    guessed: dict[str, str] = {}
    for name, stand_in in people.items():
        parts = _parts(name)
        for part in parts:
            own.setdefault(part, stand_in)
        for part in parts[:-1] or parts:
            given.setdefault(part, stand_in)
            for form in {form for group in SHORT_FORMS if part in group for form in group}:
                guessed.setdefault(form, stand_in)
    if not own:
        return lambda text: text
    shy = (FREQUENT & own.keys()) | (WORDS & (guessed.keys() - own.keys()))
    stems = {form: stand_in for form, stand_in in (guessed | given).items() if form not in shy}
    find = _Words(guessed | own, shy, stems).stand_in
    initials = "".join(sorted({char for form in (guessed | own) for char in _written(form[0])}))
    ordinary = f"(?!(?:{'|'.join(form.capitalize() for form in sorted(shy & FREQUENT))}){NO_NAME_BEFORE})" if shy & FREQUENT else ""
    candidate = re.compile(f"{STAND_IN}|{STARTS}{ordinary}[{re.escape(initials)}{ODD_INITIALS}]{REST_OF_WORD}")
    known = cache(find)
    return lambda text: candidate.sub(lambda found: known(found[0]), text)


def _parts(name: str) -> list[str]:
    """The words of a name that name somebody, folded, the family name last."""
    order = " ".join(reversed(name.split(",", 1)))
    return [part for part in map(_fold, WORD.findall(order)) if len(part) >= SHORTEST_NAME and part not in NO_NAME]


@cache
def _spellings() -> dict[str, str]:
    """The accented letters that fold to each plain one."""
    found: dict[str, str] = {}
    for char in map(chr, (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))):
        found[_fold(char)] = found.get(_fold(char), "") + char
    return found


def _written(letter: str) -> str:
    """Every way to write a folded letter as one character."""
    return letter + letter.upper() + _spellings().get(letter, "")


def _any(names: Iterable[str]) -> str:
    """A pattern for any of these folded names, in whatever case and accents."""
    return "|".join(_spelt(name) for name in sorted(names, key=lambda name: (-len(name), name)))


def _spelt(name: str) -> str:
    return r"[\W_]{0,3}".join("".join(f"[{re.escape(_written(letter))}][{MARKS}]*" for letter in word) for word in name.split())


class _Words:
    """The forms of names, for words: `shy` forms need a capital, and `stems` are what pet forms grow out of."""

    def __init__(self, forms: dict[str, str], shy: frozenset[str] | set[str], stems: dict[str, str]) -> None:
        self._shy = shy
        self._as_written = (forms, _by_beginning(stems))
        self._stretched = (_squeezed(forms), _by_beginning(_squeezed(stems)))

    def stand_in(self, word: str) -> str:
        """The stand-in for a word that is a name, or a form of one (Tommy, mayabug, Mayaaaa); else the word itself."""
        plain = _fold(word)
        capital = word[:1].isupper() and not word[1:].isupper()
        if LONG_RUN.search(plain):
            return self._among(RUN.sub(r"\1", plain), capital, *self._stretched) or word
        return self._among(plain, capital, *self._as_written) or word

    def _among(self, plain: str, capital: bool, forms: dict[str, str], stems: dict[str, list[tuple[str, str]]]) -> str | None:
        if plain in forms:
            return forms[plain] if capital or plain not in self._shy else None
        if plain in NO_PET or len(plain) < 4:
            return None
        near = ((stem, stand_in) for stem, stand_in in stems.get(plain[:3], ()) if capital or stem not in WORDS)
        return next((stand_in for stem, stand_in in near if _grown(plain, stem, capital) or _cut(plain, stem, capital)), None)


def _squeezed(forms: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for form, stand_in in forms.items():
        found.setdefault(RUN.sub(r"\1", form), stand_in)
    return found


def _by_beginning(stems: dict[str, str]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for stem, stand_in in stems.items():
        if len(stem) >= 3:
            found.setdefault(stem[:3], []).append((stem, stand_in))
    return found


def _grown(plain: str, stem: str, capital: bool) -> bool:
    """Whether a word is this name with a pet ending: Tommy, Mayabug, Annie; written small only for names long enough."""
    last, end = stem[-1], plain[len(stem) :]
    if plain.startswith(stem):
        bare = end.removeprefix(last) if end[:1] == last else end
        if not capital and len(stem) < 4:
            return end in (last + "y", last + "ie")
        ending = PET_WITH_CAPITAL if capital else PET_SMALL
        return not bare or ending.fullmatch(end) is not None or (last not in "aeiou" and bare in ("y", "ie", "i"))
    softer = VOWEL_GONE_WITH_CAPITAL if capital else VOWEL_GONE_SMALL
    return last in "aeiou" and len(stem) > 3 and plain.startswith(stem[:-1]) and softer.fullmatch(plain, len(stem) - 1) is not None


def _cut(plain: str, stem: str, capital: bool) -> bool:
    """Whether a word is the beginning of this name, with or without an ending: Jess, Chris; Jessy with a capital."""
    return len(stem) >= 5 and (
        stem.startswith(plain) or (capital and len(plain) >= 5 and plain[-1] in "yio" and stem.startswith(plain[:-1]))
    )


def _letters(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
