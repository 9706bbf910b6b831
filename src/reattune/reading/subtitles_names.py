"""Who speaks in a cue.

A voice tag says it outright. "Name: words" only seems to: any sentence may hold a colon, so what stands before one is taken
for a name by what the whole file does with it (`names_in`), and rather for none than for a wrong one. `>>` marks a change
of speaker, so in files that use it a cue without the mark goes on with whoever spoke before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reattune.reading.fields import shown

MOST_WORDS = 5
STYLE_SHARE = 0.6  # of the cues begin with a name where naming is the file's style
LEAST_SHARE = 0.2  # of the cues begin with a name where names are taken at all
LEAST_TURNS = 2

_VOICE = re.compile(r"<(/?)v(?:\.[^\s<>]*)*(?:[ \t]+([^<>]*))?>", re.IGNORECASE)
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_STYLING = re.compile(
    r"</?(?:c|b|i|u|s|ruby|rt|lang|font|span|strong|em|p)(?:[.\s][^<>]*)?>|<\d{1,3}:\d{2}[\d:.,]*>|\{\\[^{}]*\}", re.IGNORECASE
)
_ENTITY = re.compile(r"&(amp|lt|gt|nbsp|lrm|rlm|quot|apos|#39);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "nbsp": " ", "lrm": "", "rlm": "", "quot": '"', "apos": "'", "#39": "'"}
_HEAD = re.compile(
    r"(?P<dash>[-‐–—]\s*)?(?P<turn>(?:>|＞){2,}\s*)?"
    r"(?:(?:\[(?P<boxed>[^\[\]\n:：]{1,40})\]|(?P<bare>[^\s:：<>\[\]♪#][^:：<>\n]{0,39}?))\s?(?::(?=\s|$)|：)\s*)?"
)
_BOXED_SPEAKER = re.compile(r"\[(SPEAKER[ _]\d{1,3})\]\s*")
_WEBEX = re.compile(r'\d+ "(.+)" \(\d+\)')  # the line above a cue's times, as Webex writes it
_NUMBERED = re.compile(
    r"(?:speaker|spk|sprecher(?:in)?|locuteur|orador|hablante|falante|parlante|relatore|spreker|talare|mówca|спикер|"
    r"participant|interviewer|interviewee|guest|host|voice|user|说话人|發言者|发言人|話者|발표자|화자)[ _-]?(?:№ ?)?(?:[0-9]{1,3}|[A-Z])",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*\([^()]*\)$")  # "(she/her)", "(guest)"
_ENDS_SENTENCE = re.compile(r'[?!;"“”„«»…♪]|\.$')
_PARTICLES, _NO_NAMES = (
    frozenset(words.split())
    for words in (
        "de da do dos das del della di du des la le el al bin ibn ben van von der den ter ten zu af av y e of the and &",
        """note notes nb remember question questions answer answers example examples warning caution attention look listen wait so
        then but and first second third finally also well now again still plus besides fact facts tip tips hint update reminder
        result results summary problem solution reason point step conclusion important translation subtitles captions music
        narration source sources edit ps fyi spoiler disclaimer rule rules lesson moral truth thing things key today tomorrow
        yesterday here there this that these those i you he she we they it yes no ok okay me""",
    )
)


@dataclass(frozen=True, slots=True)
class Names:
    """What stands for a name before a colon in this file, and whether `>>` marks the turns."""

    known: frozenset[str]
    turns: bool


# --- which beginnings are names -------------------------------------------------------------------------------------


def names_in(texts: Sequence[str]) -> Names:
    """The names that a file's cues begin with."""
    counts: Counter[str] = Counter()
    starting: Counter[str] = Counter()
    turns = 0
    for text in texts:
        lines = _clean(_VOICE.sub("", text)).split("\n")
        heads = [(at, _HEAD.match(line)) for at, line in enumerate(lines)]
        turns += any(head and head["turn"] for _, head in heads)
        for at, head in heads:
            name = _name(head)
            if name and _can_be_name(name):
                counts[name] += 1
                starting[name] += at == 0
    return Names(_accepted(counts, starting, len(texts), _all_capitals(texts)), turns >= LEAST_TURNS)


def _accepted(counts: Counter[str], starting: Counter[str], cues: int, capitals: bool) -> frozenset[str]:
    fair = {name for name, count in counts.items() if _is_like_name(name) or count > 1}
    share = sum(starting[name] for name in fair) / max(cues, 1)
    shouted = set() if capitals else {name for name in fair if name.isupper() and len(name) > 1}
    taken = {name for name in counts if _NUMBERED.fullmatch(name)}
    if len(shouted) > 1 or any(counts[name] > 1 for name in shouted):
        taken |= shouted
    if share >= STYLE_SHARE:
        taken |= fair
    elif share >= LEAST_SHARE:
        taken |= {name for name in fair if counts[name] > 1 and _is_like_name(name)}
    return frozenset(taken)


def _can_be_name(name: str) -> bool:
    return (
        len(name.split()) <= MOST_WORDS
        and name.casefold() not in _NO_NAMES
        and not _ENDS_SENTENCE.search(name)
        and not name.isdecimal()
        and "://" not in name
    )


def _is_like_name(name: str) -> bool:
    """Whether every word begins as names do; scripts without capitals always do."""
    words = _ASIDE.sub("", name).split()
    return bool(words) and not words[0][0].islower() and all(not word[0].islower() or word in _PARTICLES for word in words)


def _all_capitals(texts: Sequence[str]) -> bool:
    letters = "".join(texts[:200])
    return sum(map(str.isupper, letters)) > sum(map(str.islower, letters))


def _name(head: re.Match[str] | None) -> str:
    return shown(head["boxed"] or head["bare"] or "") if head else ""


# --- what a cue says ------------------------------------------------------------------------------------------------


def spoken(text: str, label: str, names: Names, before: str) -> list[tuple[str, str]]:
    """Who says what in a cue, nobody's name being ""; `label` stands above its times, `before` spoke last."""
    pieces: list[tuple[str, str]] = []
    above = _above(label)
    for voice, part in _voices(text):
        clean = _clean(part)
        if clean:
            pieces += [(voice, clean)] if voice else _by_lines(clean, names, above or ("" if not names.turns else before), bool(above))
    return _merged(pieces)


def _above(label: str) -> str:
    named = _WEBEX.fullmatch(label)
    return shown(named[1]) if named else shown(label) if _NUMBERED.fullmatch(label) else ""


def _voices(text: str) -> list[tuple[str, str]]:
    """The parts of a cue by their voice tags."""
    parts: list[tuple[str, str]] = []
    voice, at = "", 0
    for tag in _VOICE.finditer(text):
        parts.append((voice, text[at : tag.start()]))
        voice = "" if tag[1] else shown(_entities(tag[2] or ""))
        at = tag.end()
    return [*parts, (voice, text[at:])]


def _by_lines(text: str, names: Names, speaker: str, sure: bool) -> list[tuple[str, str]]:
    """The parts of a cue by the names at its lines' starts. `speaker` is whose words it is until a line says otherwise."""
    heads = [_Head.of(line, names) for line in text.split("\n")]
    turns = sum(head.turn for head in heads)
    if not any(head.name for head in heads):
        bare = "\n".join([heads[0].words, *text.split("\n")[1:]]) if turns == 1 and heads[0].turn else text
        return [("" if turns and not sure else speaker, bare)]
    pieces: list[tuple[str, list[str]]] = []
    for head in heads:
        if head.name or head.turn or head.dash or not pieces:
            pieces.append((head.name or ("" if head.turn or head.dash else speaker), []))
        pieces[-1][1].append(head.words)
    return [(name, "\n".join(filter(None, lines))) for name, lines in pieces]


@dataclass(frozen=True, slots=True)
class _Head:
    """How a line begins, and its words after that."""

    name: str
    words: str
    turn: bool
    dash: bool

    @classmethod
    def of(cls, line: str, names: Names) -> _Head:
        boxed = _BOXED_SPEAKER.match(line)
        if boxed:
            return cls(boxed[1], line[boxed.end() :].removeprefix(":").strip(), False, False)
        found = _HEAD.match(line)
        assert found is not None, "the pattern may match nothing, but it matches"
        name = _name(found)
        named = name in names.known
        end = found.end() if named else max(found.end("dash"), found.end("turn"), 0)
        return cls(name if named else "", line[end:].strip(), bool(found["turn"]), bool(found["dash"]))


def _merged(pieces: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Neighbouring pieces of one speaker as one; pieces without words left out."""
    whole: list[tuple[str, str]] = []
    for speaker, text in pieces:
        if whole and whole[-1][0] == speaker:
            whole[-1] = (speaker, f"{whole[-1][1]}\n{text}".strip())
        elif text:
            whole.append((speaker, text))
    return whole


def _clean(text: str) -> str:
    """Words without tags, entities and empty lines."""
    plain = _entities(_STYLING.sub("", _BREAK.sub("\n", text)))
    return "\n".join(line for line in map(str.strip, plain.split("\n")) if line)


def _entities(text: str) -> str:
    return _ENTITY.sub(lambda entity: _ENTITIES[entity[1]], text) if "&" in text else text
