"""Writes a conversation as a table: CSV with a header, or JSON lines."""

from __future__ import annotations

import csv
import io
import json

from hypothesis import strategies as st

from reattune.core.message import Conversation, Message
from tests.strategies import NAMES, SECONDS, TEXTS, a_message

COLUMNS = ("speaker", "text", "time", "start", "thread")


def _row(message: Message) -> dict[str, str]:
    start = "" if message.seconds is None else repr(message.seconds)
    cells = (message.speaker, message.text, message.written_at() or "", start, message.thread)
    return dict(zip(COLUMNS, cells, strict=True))


def write(conversation: Conversation, delimiter: str = ",") -> bytes:
    """The bytes of a table with a header."""
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, COLUMNS, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(_row(message) for message in conversation.messages)
    return sheet.getvalue().encode()


def write_json_lines(conversation: Conversation) -> bytes:
    """The bytes of JSON lines; what a message has not, its line has not."""
    rows = ({key: cell for key, cell in _row(message).items() if cell} for message in conversation.messages)
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def conversations() -> st.SearchStrategy[Conversation]:
    """Conversations that a table can express: one chat or several, with dates, with offsets, or with neither."""
    threads = st.sampled_from(("first", "second"))
    offsets = st.integers(0, 9_999_999).map(lambda thousandths: thousandths / 1000)
    speakers = st.one_of(NAMES, st.just(""))
    messages = st.one_of(
        st.builds(a_message, speakers, TEXTS, thread=threads),
        st.builds(a_message, speakers, TEXTS, SECONDS, utc=st.booleans(), thread=threads),
        st.builds(a_message, speakers, TEXTS, seconds=offsets, thread=threads),
    )
    other = Message("Ana", "and elsewhere", thread="third")
    return st.lists(messages, min_size=1, max_size=8).map(lambda some: Conversation((*some, other), format="table", lines=len(some) + 1))
