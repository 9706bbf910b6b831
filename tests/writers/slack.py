"""Writes a conversation as a Slack export: a folder a channel, all of it in one day's file, and the people's file."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from reattune.core.message import Conversation, Kind, Message, Notice
from tests.strategies import SECONDS, a_message
from tests.writers.chats import by_thread, chats, dumped, identity, texts_and_media

NOTICES = ("deploy: it is out", "build: it failed & will again <soon>")
USER = "U{}".format


def write(conversation: Conversation) -> dict[str, bytes]:
    """The export's files."""
    names = {message.speaker for message in conversation.messages} | {who for one in conversation.messages for who, _ in one.reactions}
    users = [{"id": USER(identity(name)), "name": "handle", "profile": {"display_name": name}} for name in sorted(names)]
    stamps = {index: _stamp(message.time, index) for index, message in enumerate(conversation.messages)}
    files = {"users.json": dumped(users), "channels.json": dumped([])}
    for thread, rows in by_thread(conversation).items():
        files[f"{thread or 'us'}/2024-05-06.json"] = dumped([_row(row, stamps) for row in rows])
    return files


def _stamp(when: datetime | None, counter: int) -> str:
    assert when is not None, "the export always writes a time"
    return f"{int(when.replace(tzinfo=UTC).timestamp())}.{counter:06d}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _row(row: tuple[int, Message] | Notice, stamps: dict[int, str]) -> dict[str, object]:
    if isinstance(row, Notice):
        who, _, text = row.text.partition(": ")
        ts = _stamp(row.time, 999999)
        return {"type": "message", "subtype": "bot_message", "username": who, "bot_id": "B1", "text": _escaped(text), "ts": ts}
    index, message = row
    if message.kind is Kind.DELETED:
        return {"type": "message", "subtype": "tombstone", "user": "USLACKBOT", "text": "This message was deleted.", "ts": stamps[index]}
    what: dict[str, object] = {"text": _escaped(message.text)}
    if message.kind is Kind.MEDIA:
        what["files"] = [{"id": "F1", "name": "plan.pdf"}]
    if message.edited:
        what["edited"] = {"user": "U1", "ts": "1900000000.000000"}
    if message.reply_to is not None:
        what["thread_ts"] = stamps[message.reply_to]
    if message.reactions:
        what["reactions"] = [{"name": name.strip(":"), "users": [USER(identity(who))], "count": 1} for who, name in message.reactions]
    return {"type": "message", "user": USER(identity(message.speaker)), "ts": stamps[index]} | what


def _as_slack(message: Message) -> Message:
    return message._replace(reactions=tuple((who, f":{'heart' if what == '❤' else 'joy'}:") for who, what in message.reactions))


def conversations() -> st.SearchStrategy[Conversation]:
    """Conversations that the export can express."""
    gone = st.builds(a_message, st.just(""), st.just(""), SECONDS, kind=st.just(Kind.DELETED), utc=st.just(True))
    return chats("slack", st.one_of(texts_and_media(utc=True).map(_as_slack), gone), NOTICES)
