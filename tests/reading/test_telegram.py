"""Telegram's JSON as people have it; every row here is made up for this test."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from reattune.core.message import Conversation, Kind
from reattune.reading.format import Options
from reattune.reading.source import memory_source, open_source
from reattune.reading.telegram import FORMAT
from tests.writers.chats import dumped

EXAMPLES = Path(__file__).parents[2] / "examples"
HEAD = {"id": 1, "type": "message", "date": "2024-05-06T07:08:09", "from": "Ana", "from_id": "user5"}


def read(*rows: object, **header: object) -> Conversation:
    whole = {"name": "Bo", "type": "private_group", "id": 9, **header, "messages": list(rows)}
    return FORMAT.read(memory_source("result.json", dumped(whole)), Options())


@pytest.mark.parametrize(
    ("fields", "kind", "text"),
    [
        ({"text": "hi"}, Kind.TEXT, "hi"),
        ({"text": ["see ", {"type": "link", "text": "https://example.org"}, " 👀"]}, Kind.TEXT, "see https://example.org 👀"),
        ({"text": "", "text_entities": [{"type": "plain", "text": "kept"}]}, Kind.TEXT, "kept"),
        ({"text": "look", "photo": "p.jpg"}, Kind.MEDIA, "look"),
        ({"text": "", "media_type": "voice_message", "file": "v.ogg"}, Kind.MEDIA, ""),
        ({"text": "", "media_type": "sticker", "file": "s.webp", "sticker_emoji": "😴"}, Kind.OTHER, "😴"),
        ({"text": "", "media_type": "sticker", "file": "s.webp"}, Kind.MEDIA, ""),
        ({"text": "", "location_information": {"latitude": 1.5, "longitude": -2}, "place_name": "Pier"}, Kind.OTHER, "Pier\n1.5, -2"),
        ({"text": "", "contact_information": {"first_name": "Bo", "phone_number": "+44"}}, Kind.OTHER, "Bo +44"),
        ({"text": "", "poll": {"question": "When?", "answers": [{"text": "Now"}]}}, Kind.OTHER, "When?\n- Now"),
        ({"text": "not my words", "forwarded_from": "Cy"}, Kind.OTHER, "not my words"),
    ],
)
def test_what_a_row_says(fields, kind, text):
    (message,) = read(HEAD | fields).messages
    assert (message.kind, message.text, message.time, message.utc) == (kind, text, datetime(2024, 5, 6, 7, 8, 9), False)


def test_the_epoch_is_taken_only_where_no_local_time_stands():
    row = {key: value for key, value in HEAD.items() if key != "date"} | {"date_unixtime": "1715000000", "text": "x"}
    (message,) = read(row).messages
    assert message.written_at() == "2024-05-06T12:53:20Z"


def test_service_rows_are_notices_and_unknown_ones_are_issues():
    found = read(
        HEAD | {"text": "hi"},
        {"id": 2, "type": "service", "date": "2024-05-06T07:09:00", "actor": "Bo", "action": "phone_call", "discard_reason": "missed"},
        {"id": 3, "type": "unsupported", "date": "2024-05-06T07:10:00"},
    )
    assert [(notice.text, notice.before) for notice in found.notices] == [("Bo: phone call (discard reason: missed)", 1)]
    assert [issue.line for issue in found.issues] == [3]
    assert (len(found.messages), found.lines) == (1, 3)


def test_an_edit_of_1970_is_none():
    found = read(HEAD | {"text": "a", "edited": "1970-01-01T01:00:00"}, HEAD | {"text": "b", "edited": "2024-05-06T08:00:00"})
    assert [message.edited for message in found.messages] == [False, True]


def test_two_of_one_name_are_told_apart_and_the_deleted_have_a_name():
    found = read(
        HEAD | {"text": "a"},
        HEAD | {"text": "b", "from_id": "user6"},
        HEAD | {"text": "c", "from": None, "from_id": "user7"},
        HEAD | {"text": "d", "from": "Anna", "from_id": "user5"},
    )
    assert [message.speaker for message in found.messages] == ["Ana", "Ana (2)", "Deleted Account", "Ana"]


def test_the_owner_is_who_a_personal_chat_is_not_named_after():
    rows = (HEAD | {"text": "a"}, HEAD | {"text": "b", "from": "Bo", "from_id": "user9"})
    assert read(*rows, type="personal_chat").owner == "Ana"
    assert read(*rows).owner is None


def test_a_full_export_has_its_chats_as_threads_and_tells_its_owner():
    chats = [{"name": name, "type": "personal_chat", "id": 9, "messages": [HEAD | {"text": name}]} for name in ("Bo", "Bo", None)]
    whole = {"about": "…", "personal_information": {"user_id": 5}, "contacts": {"list": [{}]}, "chats": {"about": "…", "list": chats}}
    found = FORMAT.read(memory_source("result.json", dumped(whole)), Options())
    assert [message.thread for message in found.messages] == ["Bo", "Bo (2)", "Deleted Account"]
    assert found.owner == "Ana"


def test_the_example_reads_cleanly():
    found = FORMAT.read(open_source(EXAMPLES / "father-daughter.json"), Options())
    assert (found.speakers(), len(found.notices), found.issues, found.owner) == ((("Dad", 88), ("Ruth", 75)), 2, (), "Ruth")
    assert [at for at, message in enumerate(found.messages) if message.reply_to is not None and not 0 <= message.reply_to < at] == []


def test_rows_longer_than_the_window_are_read(monkeypatch):
    monkeypatch.setattr("reattune.reading.feed.WINDOW", 7)
    found = read(*(HEAD | {"id": at, "text": f"número {at} 🦊", "width": 100 + at} for at in range(40)))
    assert [message.text for message in found.messages] == [f"número {at} 🦊" for at in range(40)]
