"""Google Chat as Takeout exports it: a folder a group or direct message, each with its `messages.json`.

The one trouble is its dates, which are sentences in the account's language (`prose_dates`). Who made the export stands in a
`user_info.json` elsewhere in the folder. Rows of bots are notices; a first row of a topic is what the others of it answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath

from reattune.core.errors import BadInput
from reattune.core.message import Conversation, Kind, Message
from reattune.reading.fields import Cast, Gathered, Row, from_iso, list_of, row_of, rows_of, shown, text_of
from reattune.reading.format import Format, Likeness, Options
from reattune.reading.prose_dates import prose_date
from reattune.reading.source import Member, Source

OTHERWISE = "holds no message of Google Chat (looked for messages.json with creator and created_date); hand in Takeout's zip or folder"
_CREATOR = re.compile(r'"creator"\s*:\s*\{|"message_state"\s*:')


@dataclass
class Group:
    """What is known of the group whose rows are being read."""

    thread: str
    people: dict[str, str]  # names by e-mail address
    topics: dict[str, int] = field(default_factory=dict)  # the first message of each
    ids: dict[str, int] = field(default_factory=dict)
    texts: dict[str, int] = field(default_factory=dict)  # the last message of each text


# --- rows -----------------------------------------------------------------------------------------------------------


def _row(value: object, group: Group, cast: Cast, made: Gathered) -> None:
    row = row_of(value)
    creator = row_of(row.get("creator"))
    if not creator and not row.get("created_date"):
        made.doubt("neither a creator nor a date: not a message of Google Chat's export")
        return
    when, utc = _when(text_of(row.get("created_date")), made)
    kind, text = _body(row)
    who = _name(creator, group, cast)
    if text_of(creator.get("user_type")).lower() == "bot":
        made.note(f"{who}: {text}" if who else text, when)
        return
    message = Message(
        who,
        text,
        when,
        kind,
        utc,
        edited=bool(row.get("updated_date")) and row.get("updated_date") != row.get("created_date") and kind is not Kind.DELETED,
        reply_to=_answered(row, group),
        reactions=tuple(_reactions(row, group, cast)),
        thread=group.thread,
    )
    _remember(row, text, made.say(message), group)


def _when(text: str, made: Gathered) -> tuple[datetime | None, bool]:
    when, utc = from_iso(text)
    if when is None:
        when, utc = prose_date(text)
    if when is None:
        made.doubt(f"the date {text[:60]!r} could not be read; the message is kept without its time")
    return when, utc


def _name(person: Row, group: Group, cast: Cast) -> str:
    email = text_of(person.get("email"))
    return cast.name(email, shown(text_of(person.get("name"))) or group.people.get(email) or email)


def _body(row: Row) -> tuple[Kind, str]:
    text = text_of(row.get("text"))
    if text_of(row.get("message_state")).upper() == "DELETED" or row.get("deletion_metadata"):
        return Kind.DELETED, ""
    drawn = any("gif" in key or "drive" in key for one in rows_of(row.get("annotations")) for key in one)
    if row.get("attached_files") or (drawn and not text):
        return Kind.MEDIA, text
    return (Kind.TEXT if text else Kind.OTHER), text


def _reactions(row: Row, group: Group, cast: Cast) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for reaction in rows_of(row.get("reactions")):
        emoji = row_of(reaction.get("emoji"))
        what = text_of(emoji.get("unicode")) or text_of(row_of(emoji.get("custom_emoji")).get("shortcode")) or "?"
        given = [(_name({"email": one}, group, cast), what) for one in list_of(reaction.get("reactor_emails"))]
        pairs += given or [("", what)]
    return pairs


def _answered(row: Row, group: Group) -> int | None:
    quoted = row_of(row.get("quoted_message_metadata"))
    known = group.ids.get(text_of(quoted.get("message_id")))
    if known is None and text_of(quoted.get("text")):
        known = group.texts.get(text_of(quoted.get("text")))
    return group.topics.get(text_of(row.get("topic_id"))) if known is None else known


def _remember(row: Row, text: str, index: int, group: Group) -> None:
    topic, key = text_of(row.get("topic_id")), text_of(row.get("message_id"))
    if topic:
        group.topics.setdefault(topic, index)
    if key:
        group.ids[key] = index
    if text:
        group.texts[text] = index


# --- files ----------------------------------------------------------------------------------------------------------


def _chats(source: Source) -> tuple[Member, ...]:
    if len(source.members) == 1:
        return source.members
    return tuple(member for member in source.named("messages.json") if not member.head.lstrip().startswith("["))


def _about(member: Member | None) -> Row:
    """A file about people; nothing where it is broken or absent."""
    try:
        return row_of(member.json()) if member else {}
    except BadInput:
        return {}


def _owner_card(source: Source) -> Row:
    cards = [row_of(_about(member).get("user")) for member in source.named("user_info.json")]
    return cards[0] if len(cards) == 1 else {}


def _group(member: Member, source: Source, owner: Row, threads: Cast) -> Group:
    folder = PurePosixPath(member.name).parent
    beside = next((one for one in source.members if one.name == str(folder / "group_info.json")), None)
    info = _about(beside or source.beside("group_info.json"))
    members = rows_of(info.get("members"))
    people = {text_of(one.get("email")): shown(text_of(one.get("name"))) for one in members}
    others = [name for email, name in people.items() if name and email != owner.get("email")]
    return Group(threads.name(member.name, _title(info, others) or folder.name or "chat"), people)


def _title(info: Row, others: Sequence[str]) -> str:
    name = shown(text_of(info.get("name")))
    return name if name and name not in ("Group Chat", "Direct Message") else ", ".join(others)


def likeness(source: Source) -> Likeness:
    """How much a source looks like Google Chat's export, from the heads of its messages.json."""
    return max((_likeness(member.head) for member in _chats(source)[:8]), default=Likeness.NO)


def _likeness(head: str) -> Likeness:
    fits = head.lstrip().startswith("{") and '"messages"' in head and '"created_date"' in head and _CREATOR.search(head)
    return Likeness.CERTAIN if fits else Likeness.NO


def read(source: Source, _options: Options) -> Conversation:
    """The chat in a source, or its chats as threads. Raises NotAConversation where there is no message."""
    made, cast, threads = Gathered(), Cast(), Cast()
    owner, chats = _owner_card(source), _chats(source)
    for member in chats:
        group = _group(member, source, owner, threads)
        for value in list_of(row_of(made.load(member, alone=len(chats) == 1)).get("messages")):
            made.lines += 1
            _row(value, group, cast, made)
    name = cast.names.get(text_of(owner.get("email"))) or shown(text_of(owner.get("name")))
    return made.conversation("googlechat", f"{source.name}: {OTHERWISE}", name)


FORMAT = Format(
    name="googlechat",
    title="Google Chat Takeout",
    how="At takeout.google.com choose Google Chat only; hand in the zip, its folder or one messages.json.",
    likeness=likeness,
    read=read,
    tried="real",
)
