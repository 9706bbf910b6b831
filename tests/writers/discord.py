"""Writes a conversation as DiscordChatExporter's JSON, a file a channel."""

from __future__ import annotations

from hypothesis import strategies as st

from reattune.core.message import Conversation, Kind, Message, Notice
from tests.strategies import NAMES, SECONDS, a_message
from tests.writers.chats import by_thread, chats, dumped, identity, texts_and_media

NOTICES = ("Ana: Started a call that lasted 3 minutes.", "Bo-Lin: Pinned a message.")


def write(conversation: Conversation) -> dict[str, bytes]:
    """The export's files."""
    return {
        f"Direct - {thread or 'us'}.json": dumped(
            {
                "guild": {"id": "0", "name": "Direct Messages"},
                "channel": {"id": "9", "type": "DirectGroupTextChat", "name": thread or "us"},
                "messages": [_row(row) for row in rows],
                "messageCount": len(rows),
            }
        )
        for thread, rows in by_thread(conversation).items()
    }


def _author(name: str) -> dict[str, object]:
    return {"id": identity(name), "name": f"handle.{identity(name)}", "nickname": name, "isBot": False}


def _row(row: tuple[int, Message] | Notice) -> dict[str, object]:
    if isinstance(row, Notice):
        who, _, content = row.text.partition(": ")
        return {"id": "1", "type": "Call", "timestamp": f"{row.time.isoformat()}+00:00", "content": content, "author": _author(who)}
    index, message = row
    return {
        "id": f"m{index}",
        "type": "Default" if message.reply_to is None else "Reply",
        "timestamp": f"{message.time.isoformat()}+00:00",
        "timestampEdited": "2031-01-01T00:00:00+00:00" if message.edited else None,
        "content": "" if message.kind is Kind.OTHER else message.text,
        "author": _author(message.speaker),
        "attachments": [{"id": "5", "fileName": "a.png"}] if message.kind is Kind.MEDIA else [],
        "embeds": [],
        "stickers": [{"name": message.text}] if message.kind is Kind.OTHER else [],
        "reactions": [{"emoji": {"name": what}, "count": 1, "users": [_author(who)]} for who, what in message.reactions],
        **({} if message.reply_to is None else {"reference": {"messageId": f"m{message.reply_to}", "channelId": "9"}}),
    }


def conversations() -> st.SearchStrategy[Conversation]:
    """Conversations that the export can express."""
    sticker = st.builds(a_message, NAMES, st.just("Wave"), SECONDS, kind=st.just(Kind.OTHER), utc=st.just(True))
    return chats("discord", st.one_of(texts_and_media(utc=True), sticker), NOTICES)
