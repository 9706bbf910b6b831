"""sigtop's JSON: the rows of Signal Desktop's own database, one list a chat.

Rows name people by number or by the service's id; only the file's name, `Name (number).json`, tells who that is in a chat of
two. Times are counts of milliseconds since 1970. A row whose type is neither incoming nor outgoing is the service's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain

from reattune.core.errors import NotAConversation
from reattune.core.message import Conversation, Kind, Message
from reattune.reading.fields import Gathered, Row, from_epoch, row_of, rows_of, shown, text_of
from reattune.reading.format import Likeness
from reattune.reading.source import Member

OWNER = "You"
_NAMED = re.compile(r"(?P<name>.+) \((?P<id>[^()]+)\)")
_MARKS = ('"conversationId"', '"sent_at"', '"type"')
_SOURCES = ("source", "sourceServiceId", "sourceUuid")


def likeness(member: Member) -> Likeness:
    """CERTAIN where a list of Signal's rows begins."""
    head = member.head.lstrip()
    return Likeness.CERTAIN if head.startswith("[") and all(mark in head for mark in _MARKS) else Likeness.NO


def read(member: Member) -> Conversation:
    """The chat in a file. Raises NotAConversation where no row is a message."""
    made = Gathered()
    named = _NAMED.fullmatch(member.stem)
    names = {named["id"]: shown(named["name"])} if named else {}
    sent: dict[object, int] = {}
    rows = member.json()
    for row in rows if isinstance(rows, list) else ():
        made.lines += 1
        if isinstance(row, dict) and isinstance(row.get("type"), str):
            _put(row, names, made, sent)
        else:
            made.doubt("is no row of Signal's: it has no type")
    if not made.messages and not made.notices:
        raise NotAConversation(f"{member.name}: no message of Signal's in it (looked for rows with type, sent_at and body)")
    owner = OWNER if any(message.speaker == OWNER for message in made.messages) else None
    return Conversation(tuple(made.messages), tuple(made.notices), tuple(made.issues), "signal", owner=owner, lines=made.lines)


def _put(row: Row, names: Mapping[str, str], made: Gathered, sent: dict[object, int]) -> None:
    count = row.get("sent_at") or row.get("timestamp")
    time = from_epoch(count, 1000) if count else None
    text = text_of(row.get("body"))
    kind = text_of(row.get("type"))
    if kind not in ("incoming", "outgoing"):
        made.note(f"{kind}: {text}" if text else kind, time)
        return
    if time is None:
        made.doubt("has no time that can be read; the message is kept without it")
    what = _kind(row, text)
    index = made.say(
        Message(
            OWNER if kind == "outgoing" else _speaker(row, names),
            "" if what is Kind.DELETED else text or _sticker(row),
            time,
            what,
            utc=True,
            edited=bool(row.get("editHistory")),
            reply_to=_answered(row, sent),
            reactions=tuple(_reaction(reaction, names) for reaction in rows_of(row.get("reactions"))),
        )
    )
    if isinstance(count, int | float):
        sent[count] = index


def _answered(row: Row, sent: Mapping[object, int]) -> int | None:
    quoted = row_of(row.get("quote")).get("id")
    return sent.get(quoted) if isinstance(quoted, int | float) else None


def _kind(row: Row, text: str) -> Kind:
    if row.get("deletedForEveryone") or row.get("isErased"):
        return Kind.DELETED
    if row.get("attachments"):
        return Kind.MEDIA
    return Kind.TEXT if text else Kind.OTHER


def _sticker(row: Row) -> str:
    sticker = row_of(row.get("sticker"))
    return text_of(sticker.get("emoji")) or text_of(row_of(sticker.get("data")).get("emoji"))


def _speaker(row: Row, names: Mapping[str, str]) -> str:
    ids = [text_of(row.get(key)) for key in _SOURCES]
    known = (names[one] for one in ids if one in names)
    return next(chain(known, (shown(one) for one in ids if one)), "")


def _reaction(reaction: Row, names: Mapping[str, str]) -> tuple[str, str]:
    who = text_of(reaction.get("fromId"))
    return names.get(who, who), text_of(reaction.get("emoji"))
