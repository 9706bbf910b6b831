"""Slack exports as people have them; every row here is made up for this test."""

from __future__ import annotations

from pathlib import Path

import pytest

from reattune.core.message import Conversation, Kind
from reattune.reading.format import Options
from reattune.reading.slack import FORMAT
from reattune.reading.source import memory_source, open_source
from tests.writers.chats import dumped, source_of

EXAMPLE = Path(__file__).parents[2] / "examples" / "two-colleagues"
USERS = [
    {"id": "U1", "name": "ana", "real_name": "Ana Ruiz", "profile": {"display_name": "Ana"}},
    {"id": "U2", "name": "bo", "profile": {"display_name": "", "real_name": "Bo Li"}},
    {"id": "U3", "name": "cy"},
    {"id": "U4", "name": "helper", "is_bot": True},
]


def row(text: str = "hi", user: str = "U1", ts: str = "1715000000.000100", **fields: object) -> dict[str, object]:
    return {"type": "message", "user": user, "text": text, "ts": ts, **fields}


def read(*rows: object, **files: object) -> Conversation:
    others = {f"{name}.json": dumped(value) for name, value in files.items()}
    return FORMAT.read(source_of({"users.json": dumped(USERS), "talk/2024-05-06.json": dumped(list(rows)), **others}), Options())


def test_people_are_called_as_they_chose_else_in_full_else_by_handle():
    found = read(row(), row(user="U2"), row(user="U3"), row(user="U9"))
    assert [message.speaker for message in found.messages] == ["Ana", "Bo Li", "cy", "U9"]
    assert found.messages[0].written_at() == "2024-05-06T12:53:20Z"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("<@U2> please", "@Bo Li please"),
        ("<@U8|zed> please", "@zed please"),
        ("<@U8> please", "@U8 please"),
        ("in <#C1|talk> and <#C2>", "in #talk and #plans"),
        ("<!here> <!subteam^S1|@all-of-us> <!channel>", "@here @all-of-us @channel"),
        ("<https://example.org/a?b=1&amp;c=2>", "https://example.org/a?b=1&c=2"),
        ("<https://example.org|the plan> now", "the plan now"),
        ("<mailto:a@example.org>", "a@example.org"),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2 &amp;lt;", "1 < 2 && 3 > 2 &lt;"),
    ],
)
def test_marked_up_text_reads_as_people_saw_it(text, seen):
    (message,) = read(row(text), channels=[{"id": "C2", "name": "plans"}]).messages
    assert message.text == seen


def test_what_the_service_and_programs_write_is_a_notice():
    found = read(
        row(subtype="channel_join", text="<@U1> has joined the channel"),
        {
            "type": "message",
            "subtype": "bot_message",
            "username": "deploy",
            "text": "",
            "attachments": [{"fallback": "it is out"}],
            "ts": "1.1",
        },
        row(user="U4", bot_id="B1"),
        row(user="USLACKBOT"),
        row(user="U9", bot_id="B1", bot_profile={"name": "poll"}),
        row(bot_id="B1", text="by an app, in my name"),
    )
    assert [notice.text for notice in found.notices] == [
        "@Ana has joined the channel",
        "deploy: it is out",
        "helper: hi",
        "USLACKBOT: hi",
        "U9: hi",
    ]
    assert [message.text for message in found.messages] == ["by an app, in my name"]


def test_files_deleted_roots_and_what_was_passed_on():
    found = read(
        row("look", files=[{"id": "F1"}]),
        row("", subtype="me_message", attachments=[{"text": "another's"}]),
        row("This message was deleted.", user="USLACKBOT", subtype="tombstone", ts="1715000001.000000"),
        row("so", ts="1715000002.000000", thread_ts="1715000001.000000", edited={"user": "U1"}),
    )
    assert [(message.kind, message.text, message.speaker) for message in found.messages] == [
        (Kind.MEDIA, "look", "Ana"),
        (Kind.OTHER, "another's", "Ana"),
        (Kind.DELETED, "", ""),
        (Kind.TEXT, "so", "Ana"),
    ]
    assert (found.messages[3].reply_to, found.messages[3].edited) == (2, True)


def test_channels_are_threads_and_direct_messages_are_named_after_their_people():
    files = {"D1/2024-05-06.json": dumped([row()]), "talk/2024-05-06.json": dumped([row()]), "talk/2024-05-07.json": b"[{"}
    files |= {"users.json": dumped(USERS), "dms.json": dumped([{"id": "D1", "members": ["U1", "U2"]}]), "talk/2024-05-08.json": b"[]"}
    found = FORMAT.read(source_of(files), Options())
    assert ([message.thread for message in found.messages], len(found.issues)) == (["Ana, Bo Li", "talk"], 1)


def test_a_lone_day_takes_names_from_its_rows():
    rows = [row("<@U7>"), row(user="U7", user_profile={"display_name": "Kit", "real_name": "Kit Oduya"})]
    found = FORMAT.read(memory_source("2024-05-06.json", dumped(rows)), Options())
    assert [(message.speaker, message.text) for message in found.messages] == [("U1", "@Kit"), ("Kit", "hi")]


def test_a_row_that_is_none_is_an_issue():
    found = read(row(), {"type": "message", "text": "when?"}, row(ts="soon"))
    assert ([issue.line for issue in found.issues], len(found.messages)) == ([2, 3], 2)


@pytest.mark.parametrize("part", ["", "proj-harbour"])
def test_the_example_reads_cleanly(part):
    found = FORMAT.read(open_source(EXAMPLE / part), Options())
    assert (found.speakers(), len(found.notices), found.issues) == ((("Priya", 48), ("Anders", 46)), 7, ())
    assert (found.threads(), sum(message.reply_to is not None for message in found.messages)) == (("",), 4)


def test_a_day_finds_its_people_one_folder_up():
    found = FORMAT.read(open_source(EXAMPLE / "proj-harbour" / "2025-05-19.json"), Options())
    assert {name for name, _ in found.speakers()} == {"Priya", "Anders"}
