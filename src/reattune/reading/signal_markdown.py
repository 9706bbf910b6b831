"""sigexport's markdown: `[2019-05-29 15:04:05] Name: words`, with what came along written into the words.

A quote stands before the words after an empty line (in old versions behind them), reactions in `(- … -)` on a line of their own,
stickers in `(( … ))`, files as links into the chat's own folder. A quote names no message, so the answered one is the last
earlier one that says the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import takewhile

from reattune.core.errors import NotAConversation
from reattune.core.message import Conversation, Kind, Message
from reattune.reading.fields import Gathered, shown
from reattune.reading.format import Likeness
from reattune.reading.source import Member

OWNER = "Me"
NOBODY = "No-Sender"
HEAD_LINES = 200
HEAD = re.compile(r"\ufeff?\[(\d{4}-\d\d-\d\d)[, ] ?(\d\d:\d\d(?::\d\d)?)\] ([^\n]*?):(?: |$)(.*)")
_UNREADABLE_HEAD = re.compile(r"\[\d{4}-\d\d-\d\d[, ] ?\d\d:\d\d(?::\d\d)?\]")
_REACTIONS = re.compile(r"\(- (.+) -\)\s*")
_REACTION = re.compile(r"(.+?): ([^:,]*?)(?:, |$)")
_STICKER = re.compile(r"\(\( (.*) \)\)\s*")
_STICKER_LINK = re.compile(r"!?\[([^\]\[\n]*)\]\(\.\./exported_stickers/[^()\n]*\) {0,2}")
_LABEL = r"!?\[(?:[^\]\[\n]|\[[^\]\[\n]*\])*\]"
_FILE = re.compile(rf"{_LABEL}\((?:\./)?media/[^\n]{{0,300}}?\) {{0,2}}(?=$|!?\[)|{_LABEL}\(\./[^()\n]*\) {{0,2}}")
_CALL = re.compile(r"(?:(?:Incoming|Outgoing|Missed)(?: voice| video| group| direct)? call(?: \([^()]*\))?)")
DELETED = "(This message was deleted)"


def _words_of(member: Member) -> tuple[int, int, bool]:
    """How many of the first lines are heads, how many stand before the first, and whether a mark of sigexport's is among them."""
    lines = member.head.splitlines()[:HEAD_LINES]
    heads = [found for line in lines if (found := HEAD.match(line))]
    before = sum(1 for line in takewhile(lambda line: not HEAD.match(line), lines) if line.strip())
    own = any(_REACTIONS.fullmatch(line) or _FILE.search(line) or line.strip() == DELETED for line in lines)
    return len(heads), before, own


def likeness(member: Member) -> Likeness:
    """LIKELY for markdown that begins with such a head; elsewhere only with a mark of sigexport's own."""
    heads, before, own = _words_of(member)
    if not heads or before:
        return Likeness.NO
    if member.ending == ".md":
        return Likeness.CERTAIN if own else Likeness.LIKELY
    return Likeness.CERTAIN if own else Likeness.POSSIBLE


def read(member: Member) -> Conversation:
    """The chat in a file. Raises NotAConversation where no line begins a message."""
    made = Gathered()
    said: dict[str, int] = {}
    for number, found, lines in _rows(member, made):
        _put(number, found, lines, made, said)
    if not made.messages and not made.notices:
        raise NotAConversation(f"{member.name}: no line begins like sigexport's “[2024-05-29 15:04] Name: …”")
    owner = OWNER if any(message.speaker == OWNER for message in made.messages) else None
    return Conversation(tuple(made.messages), tuple(made.notices), tuple(made.issues), "signal", owner=owner, lines=made.lines)


def _rows(member: Member, made: Gathered) -> Iterator[tuple[int, re.Match[str], list[str]]]:
    row: tuple[int, re.Match[str], list[str]] | None = None
    for line in member.lines():
        made.lines += 1
        found = HEAD.match(line)
        if found:
            if row:
                yield row
            row = (made.lines, found, [found[4]])
        elif row:
            row[2].append(line)
            if _UNREADABLE_HEAD.match(line):
                made.doubt("begins like a message but names nobody; kept as part of the message before it")
        elif line.strip():
            made.doubt("stands before the first message, so it belongs to nobody")
    if row:
        yield row


def _put(number: int, found: re.Match[str], lines: list[str], made: Gathered, said: dict[str, int]) -> None:
    time = _time(f"{found[1]} {found[2]}")
    if time is None:
        made.doubt(f"no such day or time: {found[1]} {found[2]}; the message is kept without its time", number)
    speaker = shown(found[3])
    reactions = _take_reactions(lines)
    kind = _take_files(lines)
    reply = _take_quote(lines, said)
    text = "\n".join(line.removesuffix("  ") for line in lines).strip("\n").rstrip()
    if _CALL.fullmatch(text) or (not text and kind is Kind.TEXT and reply is None and not reactions):
        made.note(text or "a row without words", time)
        return
    if text == DELETED:
        text, kind = "", Kind.DELETED
    elif kind is Kind.OTHER or not text:
        text, kind = text.lstrip(), Kind.MEDIA if kind is Kind.MEDIA else Kind.OTHER
    speaker = "" if speaker == NOBODY else speaker
    index = made.say(Message(speaker, text, time, kind, reply_to=reply, reactions=reactions))
    if text:
        said[_spoken(text)] = index


def _time(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return None


def _spoken(text: str) -> str:
    return " ".join(text.split())


def _take_reactions(lines: list[str]) -> tuple[tuple[str, str], ...]:
    for at in range(len(lines) - 1, 0, -1):
        found = _REACTIONS.match(lines[at])
        if found:
            # the first file stands on the same line, behind the reactions
            lines[at : at + 1] = [lines[at][found.end() :]] if lines[at][found.end() :] else []
            return tuple((shown(who), what.strip()) for who, what in _REACTION.findall(found[1]))
    return ()


def _take_files(lines: list[str]) -> Kind:
    kind = Kind.TEXT
    for at, line in enumerate(lines):
        sticker = _STICKER.fullmatch(line) if at else None
        if sticker:
            lines[at], kind = sticker[1], Kind.OTHER
        elif "](" in line:
            bare = _STICKER_LINK.sub(r"\1", line)
            kind = Kind.OTHER if bare != line else kind
            lines[at] = _FILE.sub("", bare)
            kind = Kind.MEDIA if lines[at] != bare else kind
    return kind


def _take_quote(lines: list[str], said: dict[str, int]) -> int | None:
    """Takes a quote out of the lines; the index of what it quotes, where that is known."""
    start = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    leading = start > 0 and start < len(lines) and lines[start].startswith("> ")
    if not leading:
        start = next((at for at in range(len(lines) - 1, 0, -1) if not lines[at].startswith(">") and lines[at].strip()), 0) + 1
    quoted = list(takewhile(lambda line: line.startswith(">"), lines[start:] if leading else _after_blank(lines[start:])))
    answered = said.get(_spoken(" ".join(line[1:].strip() for line in quoted))) if quoted else None
    if leading:
        del lines[: start + len(quoted)]
    elif answered is not None:
        del lines[start:]
    return answered


def _after_blank(lines: list[str]) -> list[str]:
    at = next((at for at, line in enumerate(lines) if line.strip()), 0)
    return lines[at:] if at else []
