"""sigtop's text in both forms: records with header lines, and one line a message.

A record begins with `From:` and `Type:` (rows of the service may lack the first), after an empty line; bodies may hold empty
lines, so only those two together begin a new one. A quote stands before the words behind `>`, the versions of an edited message
behind `|`, the newest first. The short form writes the day year first and all else into brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_tz
from itertools import chain, pairwise

from reattune.core.errors import NotAConversation
from reattune.core.message import Conversation, Kind, Message
from reattune.reading.fields import Gathered, shown
from reattune.reading.format import Likeness
from reattune.reading.source import Member

OWNER = "You"
HEAD_LINES = 300
PEOPLE = frozenset({"incoming", "outgoing"})
_FIELD = re.compile(r"(From|Type|Sent|Received|Attachment|Reaction|Edited): (.*)")
_BEGINS = re.compile(r"From: .|Type: [\w-]+$")
_TYPE = re.compile(r"Type: [\w-]+")
_REACTION = re.compile(r"(\S+) from (.+)")
_DETAIL = re.compile(r"(?P<name>.+) \((?:\+?[\d ()-]{4,}|[0-9a-f-]{32,36}|group|PNI:[^()]*|[\w.]+\.\d{2,9}|unknown)\)")
_SHORT = re.compile(r"\ufeff?(\d{4}-\d\d-\d\d \d\d:\d\d|unknown) ([^\n]*?):(?: |$)(.*)")
_SHORT_DETAILS = re.compile(
    r"\[(?=[re\d])(?:reply to (?P<whom>[^\n]{1,200}?) on (?P<when>\d{4}-\d\d-\d\d \d\d:\d\d|unknown)(?:, |(?=\])))?"
    r"(?P<edited>edited(?:, |(?=\])))?(?P<files>\d+ attachments?)?\](?: |$)"
)
_SHORT_SERVICE = re.compile(r"\[([\w-]+) message\]")


def bare_name(detailed: str) -> str:
    """A name without the number or the like that stands behind it."""
    found = _DETAIL.fullmatch(shown(detailed))
    return found["name"] if found else shown(detailed)


# --- records --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Record:
    """A record's fields, in its order, and the lines below them."""

    number: int
    fields: list[tuple[str, str]] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    in_body: bool = False

    def first(self, name: str) -> str:
        """The first field of that name; "" where there is none."""
        return next((value for key, value in self.fields if key == name), "")

    def all(self, name: str) -> list[str]:
        """All fields of that name."""
        return [value for key, value in self.fields if key == name]


def _begins(line: str, after: str) -> bool:
    return bool(_BEGINS.match(line)) and bool(_TYPE.fullmatch(after) if line.startswith("From") else _FIELD.match(after))


def likeness(member: Member) -> Likeness:
    """CERTAIN where a record stands among the first lines and nothing but the chat's name before it."""
    lines = [line for line in member.head.splitlines()[:HEAD_LINES] if line.strip()]
    named = bool(lines) and lines[0].lstrip("\ufeff").startswith("Conversation: ")
    at = 1 if named else 0
    return Likeness.CERTAIN if len(lines) > at + 1 and _begins(lines[at].lstrip("\ufeff"), lines[at + 1]) else Likeness.NO


def read(member: Member) -> Conversation:
    """The chat in a file of records. Raises NotAConversation where there is none."""
    made = Gathered()
    sent: dict[tuple[str, str], int] = {}
    for record in _records(member, made):
        _put(record, made, sent)
    return _whole(member, made)


def _whole(member: Member, made: Gathered) -> Conversation:
    if not made.messages and not made.notices:
        raise NotAConversation(f"{member.name}: no message of sigtop's in it (looked for “From:” and “Type:” lines)")
    owner = OWNER if any(message.speaker == OWNER for message in made.messages) else None
    return Conversation(tuple(made.messages), tuple(made.notices), tuple(made.issues), "signal", owner=owner, lines=made.lines)


def _records(member: Member, made: Gathered) -> Iterator[Record]:
    record: Record | None = None
    before = ""
    for line, after in pairwise(chain(member.lines(), ("",))):
        made.lines += 1
        if not before.strip() and _begins(line.lstrip("\ufeff"), after):
            if record:
                yield record
            record = Record(made.lines)
            line = line.lstrip("\ufeff")
        if record:
            _take(record, line)
        elif line.strip() and not line.lstrip("\ufeff").startswith("Conversation: "):
            made.doubt("stands before the first message, so it belongs to nobody")
        before = line
    if record:
        yield record


def _take(record: Record, line: str) -> None:
    found = None if record.in_body else _FIELD.fullmatch(line)
    if found:
        record.fields.append((found[1], found[2]))
    elif line.strip() or record.in_body:
        record.in_body = True
        record.body.append(line)
    else:
        record.in_body = True


def _put(record: Record, made: Gathered, sent: dict[tuple[str, str], int]) -> None:
    written = record.first("Sent") or record.first("Received")
    time = _time(written)
    if time is None:
        made.doubt(f"no such day or time: {written or 'none'}; the message is kept without its time", record.number)
    kind = record.first("Type")
    edited = bool(record.first("Edited"))
    body = _newest(record.body) if edited else record.body
    quoted, words = _quote(body)
    text = "\n".join(words).strip("\n").rstrip()
    if kind not in PEOPLE:
        made.note(f"{kind}: {text}" if text else kind, time)
        return
    speaker = bare_name(record.first("From"))
    attached = record.all("Attachment") or (edited and any(line.startswith("| Attachment: ") for line in record.body))
    reactions = [found for value in record.all("Reaction") if (found := _REACTION.fullmatch(value))]
    index = made.say(
        Message(
            OWNER if kind == "outgoing" else speaker,
            text,
            time,
            Kind.MEDIA if attached else Kind.TEXT if text else Kind.OTHER,
            edited=edited,
            reply_to=sent.get(quoted) if quoted else None,
            reactions=tuple((bare_name(found[2]), found[1]) for found in reactions),
        )
    )
    sent[(speaker, written)] = index


def _time(written: str) -> datetime | None:
    try:
        parts = parsedate_tz(written)
        return datetime(*parts[:6]) if parts else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _newest(lines: Sequence[str]) -> list[str]:
    """The first version behind the `|`, without its fields."""
    words: list[str] = []
    for line in lines:
        if line.startswith("| Version: ") and words:
            break
        if line.startswith("|") and not line.startswith(("| Version: ", "| Attachment: ", "| Sent: ")):
            words.append(line[1:].removeprefix(" "))
    return words


def _quote(lines: Sequence[str]) -> tuple[tuple[str, str] | None, list[str]]:
    """Whom and when a leading quote quotes, and the words without it."""
    start = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    if not (start < len(lines) and lines[start].startswith("> From: ")):
        return None, list(lines)
    end = next((at for at in range(start, len(lines)) if not lines[at].startswith(">")), len(lines))
    sent = next((line.removeprefix("> Sent: ") for line in lines[start:end] if line.startswith("> Sent: ")), "")
    return (bare_name(lines[start].removeprefix("> From: ")), sent), list(lines[end:])


# --- the short form -------------------------------------------------------------------------------------------------


def short_likeness(member: Member) -> Likeness:
    """LIKELY where the first line has the short form; CERTAIN with the owner or a bracket of sigtop's among the first."""
    lines = member.head.splitlines()[:HEAD_LINES]
    heads = [_SHORT.match(line) for line in lines]
    if not heads or not heads[0]:
        return Likeness.NO
    own = any(found and (_SHORT_SERVICE.fullmatch(found[3]) or _SHORT_DETAILS.match(found[3])) for found in heads)
    return Likeness.CERTAIN if own else Likeness.LIKELY


def read_short(member: Member) -> Conversation:
    """The chat in a file of the short form. Raises NotAConversation where there is no message."""
    made = Gathered()
    sent: dict[tuple[str, str], int] = {}
    row: tuple[re.Match[str], list[str]] | None = None
    for line in chain(member.lines(), (None,)):
        found = None if line is None else _SHORT.match(line)
        if row and (found or line is None):
            _put_short(row[0], row[1], made, sent)
        if line is None:
            break
        made.lines += 1
        if found:
            row = (found, [found[3]])
        elif row:
            row[1].append(line)
        elif line.strip():
            made.doubt("stands before the first message, so it belongs to nobody")
    return _whole(member, made)


def _put_short(found: re.Match[str], lines: list[str], made: Gathered, sent: dict[tuple[str, str], int]) -> None:
    time = _short_time(found[1])
    if time is None:
        made.doubt(f"no such day or time: {found[1]}; the message is kept without its time")
    text = "\n".join(lines).rstrip("\n")
    service = _SHORT_SERVICE.fullmatch(text)
    if service:
        made.note(service[1], time)
        return
    details = _SHORT_DETAILS.match(text)
    text = text[details.end() :] if details else text
    told = details.groupdict() if details else {}
    kind = Kind.MEDIA if told.get("files") else Kind.TEXT if text else Kind.OTHER
    speaker = shown(found[2])
    reply = sent.get((shown(told["whom"]), told["when"])) if told.get("whom") else None
    sent[(speaker, found[1])] = made.say(Message(speaker, text, time, kind, edited=bool(told.get("edited")), reply_to=reply))


def _short_time(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return None
