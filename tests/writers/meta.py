"""Writes a conversation as Meta exports it: numbered files a thread, newest first, in UTF-8 taken for Latin-1."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from hypothesis import strategies as st

from reattune.core.message import Conversation, Kind, Message, Notice
from tests.strategies import NAMES, SECONDS, a_message
from tests.writers.chats import by_thread, chats, identity, texts_and_media

NOTICES = ("Ana called you.", "You missed a call from Bo-Lin.", "رنا left the group.")


def write(conversation: Conversation, root: str) -> dict[str, bytes]:
    """The export's files: a thread's older half in its message_2.json."""
    files: dict[str, bytes] = {}
    for thread, rows in by_thread(conversation).items():
        speakers = sorted({row[1].speaker for row in rows if not isinstance(row, Notice)})
        middle = len(rows) // 2
        for number, part in ((1, rows[middle:]), (2, rows[:middle])):
            content = {
                "participants": [{"name": _broken(name)} for name in speakers],
                "messages": [_row(row) for row in reversed(part)],
                "title": _broken(thread or "Us"),
                "thread_path": f"inbox/{identity(thread)}",
            }
            files[f"{root}/messages/inbox/{thread}_1/message_{number}.json"] = json.dumps(content).encode()
    return files


def _broken(text: str) -> str:
    return text.encode().decode("latin-1")


def _stamp(when: datetime | None) -> int:
    assert when is not None, "the export always writes a time"
    return int(when.replace(tzinfo=UTC).timestamp() * 1000)


def _row(row: tuple[int, Message] | Notice) -> dict[str, object]:
    if isinstance(row, Notice):
        return {"sender_name": "Ana", "timestamp_ms": _stamp(row.time), "content": _broken(row.text), "call_duration": 0, "type": "Call"}
    message = row[1]
    what: dict[str, object] = {"content": _broken(message.text)} if message.text else {}
    if message.kind is Kind.MEDIA:
        what["photos"] = [{"uri": "messages/inbox/x/photos/1.jpg"}]
    if message.kind is Kind.DELETED:
        what["is_unsent"] = True
    if message.kind is Kind.OTHER:
        what = {"share": {"link": message.text}}
    if message.reactions:
        what["reactions"] = [{"reaction": _broken(what), "actor": _broken(who)} for who, what in message.reactions]
    return {"sender_name": _broken(message.speaker), "timestamp_ms": _stamp(message.time)} | what


def conversations(format_name: str) -> st.SearchStrategy[Conversation]:
    """Conversations that the export can express; its order is that of its times."""
    gone = st.builds(a_message, NAMES, st.just(""), SECONDS, kind=st.just(Kind.DELETED), utc=st.just(True))
    link = st.builds(a_message, NAMES, st.just("https://example.org/a?b=1"), SECONDS, kind=st.just(Kind.OTHER), utc=st.just(True))
    return chats(format_name, st.one_of(texts_and_media(utc=True), gone, link), NOTICES, replies=False, edits=False, ordered=True)
