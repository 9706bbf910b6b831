"""Telegram Desktop's JSON export: one chat, or everything with its chats in a list.

Rows are read as they come (`feed`), since one export may hold ten years. Times are local as the export writes them; only rows
without a local time take the epoch's. The export tells who made it: in a chat of two it is named after the other one, and
the full export opens with the owner's own card. What was forwarded is kept, but as another's words: kind OTHER.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath

from reattune.core.message import Conversation, Kind, Message
from reattune.reading.feed import Feed, fed
from reattune.reading.fields import Cast, Gathered, Row, from_epoch, from_iso, list_of, row_of, rows_of, shown, text_of
from reattune.reading.format import Format, Likeness, Options
from reattune.reading.source import Member, Source

DELETED_ACCOUNT = "Deleted Account"
MEDIA_FIELDS = ("photo", "file", "media_type", "paid_stars_amount", "mime_type", "thumbnail", "self_destruct_period_seconds")
MORE_THAN_TEXT = frozenset(
    {*MEDIA_FIELDS, "poll", "todo_list", "location_information", "place_name", "address", "contact_information", "game_title"}
    | {"forwarded_from", "forwarded_from_id"}
)
SILENT_FIELDS = frozenset({"id", "type", "date", "date_unixtime", "actor", "actor_id", "action", "text", "text_entities"})
_CHAT_TYPE = re.compile(
    r'"type"\s*:\s*"(?:personal_chat|private_group|private_supergroup|public_supergroup|private_channel|public_channel|'
    r'bot_chat|saved_messages|replies|verification_codes)"'
)
_FULL = re.compile(r'"personal_information"\s*:\s*\{\s*"user_id"|"chats"\s*:\s*\{\s*"about"')
_ROW = re.compile(r'"from_id"|"date_unixtime"|"text_entities"|"actor_id"')
OTHERWISE = "holds no message of Telegram's JSON export; in Telegram Desktop export the chat again as machine-readable JSON"


@dataclass
class Chat:
    """What is known of the chat whose rows are being read."""

    header: dict[str, object] = field(default_factory=dict)
    lone: bool = False  # the only chat of the only file, which needs no name
    thread: str = ""
    indices: dict[object, int] = field(default_factory=dict)  # messages by their id
    people: dict[str, str] = field(default_factory=dict)


@dataclass
class Reading:
    """One reading of a source."""

    made: Gathered = field(default_factory=Gathered)
    cast: Cast = field(default_factory=Cast)
    threads: Cast = field(default_factory=Cast)
    chats: list[Chat] = field(default_factory=list)
    me: str = ""  # the identity on the owner's card


# --- the file -------------------------------------------------------------------------------------------------------


def _file(feed: Feed, reading: Reading, lone: bool) -> None:
    chat = Chat(lone=lone)
    for key in feed.members():
        if key in ("chats", "left_chats") and feed.peek() == "{":
            _chats(feed, reading)
        elif key == "personal_information":
            reading.me = text_of(row_of(feed.value()).get("user_id"))
        else:
            _chat_field(feed, key, chat, reading)


def _chats(feed: Feed, reading: Reading) -> None:
    for key in feed.members():
        if key != "list" or feed.peek() != "[":
            feed.value()
            continue
        for _ in feed.elements():
            if feed.peek() != "{":
                feed.value()
                continue
            chat = Chat()
            for inner in feed.members():
                _chat_field(feed, inner, chat, reading)


def _chat_field(feed: Feed, key: str, chat: Chat, reading: Reading) -> None:
    if key != "messages" or feed.peek() != "[":
        value = feed.value()
        if not isinstance(value, dict | list):
            chat.header[key] = value
        return
    reading.chats.append(chat)
    if not chat.lone:
        chat.thread = reading.threads.name(str(len(reading.chats)), shown(text_of(chat.header.get("name"))) or DELETED_ACCOUNT)
    for row in feed.items():
        reading.made.lines += 1
        _row(row, chat, reading)


# --- a row ----------------------------------------------------------------------------------------------------------


def _row(value: object, chat: Chat, reading: Reading) -> None:
    row = row_of(value)
    kind = row.get("type")
    if kind == "message":
        _message(row, chat, reading)
    elif kind == "service":
        reading.made.note(_service_text(row), _when(row)[0])
    else:
        reading.made.doubt(f"a row of the type {text_of(kind) or 'none'!r}, which Telegram's export does not explain")


def _message(row: Row, chat: Chat, reading: Reading) -> None:
    when, utc = _when(row)
    if when is None:
        reading.made.doubt("no time that can be read; the message is kept without it")
    kind, text = _body(row)
    reply = row.get("reply_to_message_id")
    index = reading.made.say(
        Message(
            _speaker(row, chat, reading.cast),
            text,
            when,
            kind,
            utc,
            edited=_is_edited(row),
            reply_to=chat.indices.get(reply) if isinstance(reply, int | str) and "reply_to_peer_id" not in row else None,
            reactions=tuple(_reactions(row, reading.cast)),
            thread=chat.thread,
        )
    )
    key = row.get("id")
    if isinstance(key, int | str):
        chat.indices[key] = index


def _when(row: Row) -> tuple[datetime | None, bool]:
    written, utc = from_iso(text_of(row.get("date")))
    if written is not None and written.year > 1970:
        return written, utc
    counted = from_epoch(row.get("date_unixtime"))
    return (counted, True) if counted else (written, utc)


def _is_edited(row: Row) -> bool:
    # old exports write 1970 where nothing was edited
    written = text_of(row.get("edited"))
    return bool(written or row.get("edited_unixtime")) and not written.startswith(("1970", "1969"))


def _speaker(row: Row, chat: Chat, cast: Cast) -> str:
    identity = text_of(row.get("from_id"))
    called = shown(text_of(row.get("from"))) or DELETED_ACCOUNT
    name = cast.name(identity, called)
    chat.people[identity] = name
    return name


def _reactions(row: Row, cast: Cast) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for reaction in rows_of(row.get("reactions")):
        what = text_of(reaction.get("emoji")) or text_of(reaction.get("type"))
        given = [
            (cast.name(text_of(one.get("from_id")), shown(text_of(one.get("from"))) or DELETED_ACCOUNT), what)
            for one in rows_of(reaction.get("recent"))
        ]
        pairs += given or [("", what)]
    return pairs


# --- what it says ---------------------------------------------------------------------------------------------------


def plain(value: object) -> str:
    """The text of a string, or of a list of strings and marked pieces."""
    if isinstance(value, str):
        return text_of(value)
    return "".join(text_of(row_of(piece).get("text")) if isinstance(piece, dict) else text_of(piece) for piece in list_of(value))


def _body(row: Row) -> tuple[Kind, str]:
    text = plain(row.get("text")) or plain(row.get("text_entities"))
    if text and MORE_THAN_TEXT.isdisjoint(row):
        return Kind.TEXT, text
    named = _poll(row) or _place(row) or _contact(row) or _sticker(row)
    if named:
        return Kind.OTHER, "\n".join(part for part in (text, named) if part)
    if "forwarded_from" in row or "forwarded_from_id" in row:
        return Kind.OTHER, text
    if any(key in row for key in MEDIA_FIELDS):
        return Kind.MEDIA, text
    return (Kind.TEXT, text) if text else (Kind.OTHER, plain(row.get("game_title")))


def _poll(row: Row) -> str:
    poll = row_of(row.get("poll") or row.get("todo_list"))
    question = plain(poll.get("question") or poll.get("title"))
    options = [f"- {plain(answer.get('text'))}" for answer in rows_of(poll.get("answers"))]
    return "\n".join([question, *options]) if question or options else ""


def _place(row: Row) -> str:
    where = row_of(row.get("location_information"))
    point = ", ".join(str(where[key]) for key in ("latitude", "longitude") if isinstance(where.get(key), int | float))
    return "\n".join(part for part in (text_of(row.get("place_name")), text_of(row.get("address")), point) if part)


def _contact(row: Row) -> str:
    card = row_of(row.get("contact_information"))
    return " ".join(part for key in ("first_name", "last_name", "phone_number") if (part := text_of(card.get(key))))


def _sticker(row: Row) -> str:
    return text_of(row.get("sticker_emoji")) if row.get("media_type") == "sticker" else ""


def _service_text(row: Row) -> str:
    actor = shown(text_of(row.get("actor")))
    action = text_of(row.get("action")).replace("_", " ")
    told = [plain(row.get("text")), *(_told(key, value) for key, value in row.items() if key not in SILENT_FIELDS)]
    details = ", ".join(part for part in told if part)
    return f"{actor}: {action}".strip(": ") + (f" ({details})" if details else "")


def _told(key: str, value: object) -> str:
    """A detail of a service row in words; ids and flags tell a person nothing."""
    if key.endswith("_id") or isinstance(value, bool):
        return ""
    text = ", ".join(text_of(piece) or DELETED_ACCOUNT for piece in value) if isinstance(value, list) else text_of(value)
    return f"{key.replace('_', ' ')}: {text}" if text else ""


# --- the owner ------------------------------------------------------------------------------------------------------


def _owner(reading: Reading) -> str | None:
    """Who made the export: the one on the owner's card, or in a chat of two the one that it is not named after."""
    own = [name for identity, name in reading.cast.names.items() if reading.me and _is(identity, reading.me)]
    if own or len(reading.chats) != 1:
        return own[0] if own else None
    chat = reading.chats[0]
    peer = text_of(chat.header.get("id"))
    others = [name for identity, name in chat.people.items() if identity and not _is(identity, peer)]
    return others[0] if chat.header.get("type") == "personal_chat" and peer and len(others) == 1 else None


def _is(identity: str, number: str) -> bool:
    """Whether a sender's id ("user12", or in old exports 2**32 + 12) is this user number."""
    return identity in (number, f"user{number}") or (identity.isdecimal() and number.isdecimal() and int(identity) == 2**32 + int(number))


# --- the format -----------------------------------------------------------------------------------------------------


def _exports(source: Source) -> tuple[Member, ...]:
    json_files = source.ending(".json") or (source.members if len(source.members) == 1 else ())
    return tuple(member for member in json_files if _likeness(member)) or json_files[:1]


def _likeness(member: Member) -> Likeness:
    head = member.head
    if not head.lstrip().startswith("{"):
        return Likeness.NO
    if _FULL.search(head) or (_CHAT_TYPE.search(head) and _ROW.search(head)):
        return Likeness.CERTAIN
    if _CHAT_TYPE.search(head):
        return Likeness.LIKELY
    named = PurePosixPath(member.name).name == "result.json"
    return Likeness.LIKELY if _ROW.search(head) and '"messages"' in head and (named or '"from"' in head) else Likeness.NO


def likeness(source: Source) -> Likeness:
    """How much a source looks like Telegram's JSON export, from the heads of its JSON files."""
    return max((_likeness(member) for member in _exports(source)), default=Likeness.NO)


def read(source: Source, _options: Options) -> Conversation:
    """The chat in a source, or its chats as threads. Raises NotAConversation where there is no message."""
    reading = Reading()
    exports = _exports(source)
    for member in exports:
        with fed(member) as feed:
            _file(feed, reading, lone=len(exports) == 1)
    return reading.made.conversation("telegram", f"{source.name}: {OTHERWISE}", _owner(reading))


FORMAT = Format(
    name="telegram",
    title="Telegram JSON",
    how="In Telegram Desktop: a chat's menu, Export chat history, Machine-readable JSON; hand in result.json.",
    likeness=likeness,
    read=read,
    tried="real",
)
