"""Writes a conversation as Telegram Desktop's JSON export: one chat, or the full export where there are threads."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from reattune.core.message import Conversation, Kind, Message, Notice
from tests.strategies import NAMES, SECONDS, a_message
from tests.writers.chats import by_thread, chats, dumped, identity, texts_and_media

NOTICES = ("Ana: phone call", "Bo-Lin: pin message", "小雪: join group by link")


def write(conversation: Conversation) -> bytes:
    """The export's bytes."""
    written = {
        thread: {"name": thread or "Us", "type": "private_group", "id": 77, "messages": [_row(row) for row in rows]}
        for thread, rows in by_thread(conversation).items()
    }
    if "" in written:
        return dumped(written[""])
    owner = {"user_id": 1, "first_name": "No", "last_name": "Body"}
    return dumped({"about": "All of it", "personal_information": owner, "chats": {"about": "…", "list": list(written.values())}})


def _row(row: tuple[int, Message] | Notice) -> dict[str, object]:
    if isinstance(row, Notice):
        actor, _, action = row.text.partition(": ")
        return {"type": "service", "date": row.time.isoformat(), "actor": actor, "action": action.replace(" ", "_"), "text": ""}
    index, message = row
    what: dict[str, object] = {"text": message.text, "text_entities": []}
    if message.kind is Kind.MEDIA:
        what["photo"] = "(File not included. Change data exporting settings to download.)"
    if message.kind is Kind.OTHER:
        question, *options = message.text.split("\n- ")
        what |= {"text": "", "poll": {"question": question, "answers": [{"text": option, "voters": 0} for option in options]}}
    if message.edited:
        what["edited"] = "2031-01-01T00:00:00"
    if message.reply_to is not None:
        what["reply_to_message_id"] = message.reply_to + 100
    if message.reactions:
        what["reactions"] = [
            {"type": "emoji", "count": 1, "emoji": emoji, "recent": [{"from": who, "from_id": f"user{identity(who)}"}]}
            for who, emoji in message.reactions
        ]
    who = {"id": index + 100, "type": "message", "from": message.speaker, "from_id": f"user{identity(message.speaker)}"}
    return who | _when(message.time, message.utc) | what


def _when(when: datetime | None, utc: bool) -> dict[str, str]:
    assert when is not None, "the export always writes a time"
    return {"date_unixtime": str(int(when.replace(tzinfo=UTC).timestamp()))} if utc else {"date": when.isoformat()}


def conversations() -> st.SearchStrategy[Conversation]:
    """Conversations that the export can express."""
    poll = st.builds(a_message, NAMES, st.just("Which day?\n- Friday\n- Sunday"), SECONDS, kind=st.just(Kind.OTHER))
    return chats("telegram", st.one_of(texts_and_media(), texts_and_media(utc=True), poll), NOTICES)
