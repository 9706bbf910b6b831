"""imessage-exporter's text: blocks of a date line, a sender, a body, and what belongs to it.

Bodies may hold empty lines, so a block does not end at one: it ends where, after an empty line, a date stands alone on a line
and a sender below it. Replies stand inside their parent with four spaces before each line (older versions: before the first
line of each part), so after an empty line what is not indented is the parent's again.

    between ──date alone──▶ header ──sender──▶ body ──date alone, indented──▶ reply header ─▶ reply body
       ▲                                        │  ◀─────not indented, after an empty line────────┘
       └──date and words on one line: notice    └──date alone, after an empty line──▶ header
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise

from reattune.core.message import Issue, Kind
from reattune.reading.fields import shown
from reattune.reading.imessage_draft import (
    DELETED,
    EFFECTS,
    OTHERS,
    RESPONDED,
    STICKER,
    TRANSCRIPTION,
    TRANSLATED,
    UNSENT,
    WHEN,
    Draft,
    Entries,
    announced,
    is_attachment,
    moment,
    reaction,
)

HEADER = re.compile(rf"\ufeff?(?P<indent> *){WHEN}(?: \((?P<read>[^()]*)\))?\s*")
_ANNOUNCED = re.compile(rf"\ufeff?{WHEN} (?P<what>\S.*)")
_FIRST_VERSION = re.compile(rf"\s*{WHEN} ?(?P<text>.*)")
_LATER_VERSION = re.compile(r"\s*Edited .{1,80}? later: ?(?P<text>.*)")
_HEADINGS = frozenset({"Reactions:", "Tapbacks:"})
OWNER = "Me"


class _Open:
    """The blocks that are being read: a message, and the reply inside it."""

    def __init__(self, into: Entries) -> None:
        self.into = into
        self.top: Draft | None = None
        self.reply: Draft | None = None
        self.bodies: list[tuple[Draft, list[str]]] = []
        self.top_body: list[str] = []
        self.reply_body: list[str] = []
        self.indent = ""
        self.gap = False

    def begin(self, draft: Draft, indent: str) -> None:
        """Opens a block; an indented one inside the block that is open."""
        body: list[str] = []
        self.into.entries.append(draft)
        self.bodies.append((draft, body))
        self.indent, self.gap = indent, False
        if indent and self.top is not None:
            draft.parent, self.reply, self.reply_body = self.top, draft, body
        else:
            self.top, self.top_body, self.reply = draft, body, None

    def take(self, line: str) -> bool:
        """Puts a line into the body that it belongs to; False where no block is open."""
        if self.top is None:
            return False
        inside = self.reply is not None and line != RESPONDED and not (self.gap and line.strip() and not line.startswith(self.indent))
        if self.reply is not None and not inside:
            self.reply = None
        self.gap = not line.strip()
        if inside:
            self.reply_body.append(line.removeprefix(self.indent))
        else:
            self.top_body.append(line)
        return True

    def end(self) -> None:
        """Closes the message, so that no line joins it any more."""
        self.top = self.reply = None


def blocks(lines: Iterable[str]) -> Entries:
    """The blocks of a text, in its order."""
    read = Entries()
    open_ = _Open(read)
    before, sender_next = "", False
    draft = Draft()
    for line, after in _with_next(lines):
        read.lines += 1
        if sender_next:
            draft.speaker, sender_next = shown(line), False
        elif found := _heads(line, before, after, open_):
            draft, sender_next = Draft(time=moment(found)), True
            if draft.time is None:
                read.issues.append(Issue(read.lines, f"no such day or time: {line.strip()}; the message is kept without its time"))
            open_.begin(draft, found["indent"])
        elif (notice := _ANNOUNCED.fullmatch(line)) and not before.strip() and not after.strip():
            open_.end()
            read.entries.append(announced(shown(notice["what"]), moment(notice), OWNER))
        elif not open_.take(line) and line.strip():
            read.issues.append(Issue(read.lines, "stands outside any message, so it belongs to nobody"))
        before = line
    for opened, body in open_.bodies:
        fill(opened, body)
    return read


def _with_next(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    return pairwise(chain(lines, ("",)))


def _heads(line: str, before: str, after: str, open_: _Open) -> re.Match[str] | None:
    found = HEADER.fullmatch(line)
    if not found or not after.strip() or HEADER.fullmatch(after):
        return None
    indent = found["indent"]
    if indent:
        return found if open_.top is not None and after.startswith(indent) else None
    return found if not before.strip() else None


# --- bodies ---------------------------------------------------------------------------------------------------------


def fill(draft: Draft, lines: Sequence[str]) -> None:
    """Puts into a draft what its lines mean."""
    words = _without_reactions(draft, lines)
    words, media, gone, other = _sorted_out(words)
    words = _last_version(draft, words)
    if TRANSLATED in words:
        words = words[words.index(TRANSLATED) + 1 :]
    draft.text = "\n".join(words).strip("\n").rstrip()
    draft.kind = _kind(draft.text, media, gone, other)


def _kind(text: str, media: bool, gone: bool, other: bool) -> Kind:
    if media:
        return Kind.MEDIA
    if not text and gone:
        return Kind.DELETED
    return Kind.OTHER if other or not text else Kind.TEXT


def _without_reactions(draft: Draft, lines: Sequence[str]) -> list[str]:
    words: list[str] = []
    within = False
    for line, after in _with_next(lines):
        if line.strip() in _HEADINGS and reaction(after):
            within = True
            continue
        who_what = reaction(line) if within else None
        if who_what:
            draft.reactions.append(who_what)
        else:
            within = False
            words.append(line)
    return words


def _sorted_out(lines: Sequence[str]) -> tuple[list[str], bool, bool, bool]:
    """The words, and whether there were files, a taken-back part, something else than words."""
    words: list[str] = []
    media = gone = other = False
    for line in lines:
        bare = line.strip()
        if is_attachment(line) or STICKER.fullmatch(line):
            media = True
        elif bare == DELETED or UNSENT.fullmatch(line):
            gone = True
        elif media and bare.startswith(TRANSCRIPTION):
            words.append(bare.removeprefix(TRANSCRIPTION))
        elif bare != RESPONDED and not (bare in EFFECTS and words):
            other = other or bool(OTHERS.fullmatch(line))
            words.append(line)
    return words, media, gone, other


def _last_version(draft: Draft, words: list[str]) -> list[str]:
    """The words of the last version where a part was edited; what stands before the versions stays."""
    later = [at for at, line in enumerate(words) if _LATER_VERSION.fullmatch(line)]
    first = next((at for at, line in enumerate(words) if _FIRST_VERSION.fullmatch(line)), None)
    if first is None or not later or later[-1] < first:
        return words
    draft.edited = True
    last = _LATER_VERSION.fullmatch(words[later[-1]])
    return [*words[:first], last["text"] if last else "", *words[later[-1] + 1 :]]
