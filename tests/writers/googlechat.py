"""Writes a conversation as Takeout's Google Chat folder, with its dates written out in one of several languages."""

from __future__ import annotations

from datetime import datetime

from hypothesis import strategies as st

from reattune.core.message import Conversation, Kind, Message, Notice
from tests.strategies import NAMES, SECONDS, a_message
from tests.writers.chats import by_thread, chats, dumped, identity, texts_and_media

NOTICES = ("Calendar: you are late", "Polls: nobody voted")
GERMAN = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember")
ROOT = "Takeout/Google Chat"


def _english(when: datetime) -> str:
    return f"{when:%A, %B} {when.day}, {when.year} at {when.hour % 12 or 12}:{when:%M:%S}\u202f{'AM' if when.hour < 12 else 'PM'} UTC"


def _german(when: datetime) -> str:
    return f"Montag, {when.day}. {GERMAN[when.month - 1]} {when.year} um {when:%H:%M:%S} UTC"


def _chinese(when: datetime) -> str:
    return f"{when.year}年{when.month}月{when.day}日星期五 UTC {when:%H:%M:%S}"


LANGUAGES = (_english, _german, _chinese)


def write(conversation: Conversation) -> dict[str, bytes]:
    """The export's files; the language follows from the number of messages."""
    date = LANGUAGES[len(conversation.messages) % len(LANGUAGES)]
    names = {message.speaker for message in conversation.messages} | {who for one in conversation.messages for who, _ in one.reactions}
    members = [{"name": name, "email": _email(name)} for name in sorted(names)]
    files = {f"{ROOT}/Users/User 1/user_info.json": dumped({"user": {"name": conversation.owner, "email": "me@example.org"}})}
    for thread, rows in by_thread(conversation).items():
        folder = f"{ROOT}/Groups/Space {thread}"
        files[f"{folder}/group_info.json"] = dumped({"name": thread or "us", "members": members})
        files[f"{folder}/messages.json"] = dumped({"messages": [_row(row, date) for row in rows]})
    return files


def _email(name: str) -> str:
    return f"{identity(name)}@example.org"


def _row(row: tuple[int, Message] | Notice, date) -> dict[str, object]:
    if isinstance(row, Notice):
        who, _, text = row.text.partition(": ")
        return {"creator": {"name": who, "user_type": "Bot"}, "created_date": date(row.time), "text": text, "message_id": "n"}
    index, message = row
    what: dict[str, object] = {"text": message.text} if message.text else {}
    if message.kind is Kind.MEDIA:
        what["attached_files"] = [{"original_name": "a.png", "export_name": "File-a.png"}]
    if message.kind is Kind.DELETED:
        what |= {"message_state": "DELETED", "deletion_metadata": {"deletion_type": "CREATOR"}}
    if message.edited:
        what["updated_date"] = date(datetime(2031, 1, 1))
    if message.reply_to is not None:
        what["quoted_message_metadata"] = {"message_id": f"m{message.reply_to}", "text": "…"}
    if message.reactions:
        what["reactions"] = [{"emoji": {"unicode": emoji}, "reactor_emails": [_email(who)]} for who, emoji in message.reactions]
    creator = {"name": message.speaker, "email": _email(message.speaker), "user_type": "Human"}
    return {"creator": creator, "created_date": date(message.time), "message_id": f"m{index}", "topic_id": f"t{index}"} | what


def conversations() -> st.SearchStrategy[Conversation]:
    """Conversations that the export can express."""
    gone = st.builds(a_message, NAMES, st.just(""), SECONDS, kind=st.just(Kind.DELETED), utc=st.just(True))
    return chats("googlechat", st.one_of(texts_and_media(utc=True), gone), NOTICES)
