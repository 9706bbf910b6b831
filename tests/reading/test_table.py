"""Tables as people and tools write them; every row here is made up for this test."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reattune.core.errors import BadInput, NotAConversation
from reattune.core.message import Conversation, Kind
from reattune.reading.format import Likeness, Options
from reattune.reading.source import memory_source, open_source
from reattune.reading.table import FORMAT
from tests.writers.table import conversations, write, write_json_lines


def table(*lines: str, name: str = "talk.csv", dates: str = "auto") -> Conversation:
    source = memory_source(name, "\n".join(lines).encode())
    assert FORMAT.likeness(source) is Likeness.LIKELY
    return FORMAT.read(source, Options(dates=dates))


def said(read: Conversation) -> list[tuple[str, str]]:
    return [(message.speaker, message.text) for message in read.messages]


@given(conversations(), st.sampled_from(",;\t|"))
def test_what_is_written_reads_back(conversation, delimiter):
    assert FORMAT.read(memory_source("talk.csv", write(conversation, delimiter)), Options()) == conversation


@given(conversations())
def test_json_lines_read_back(conversation):
    assert FORMAT.read(memory_source("talk.jsonl", write_json_lines(conversation)), Options()) == conversation


@given(st.one_of(st.binary(max_size=300), st.text('speakertx,;\t"\n\r\x0b{}:[]12', max_size=200).map(str.encode)))
def test_arbitrary_bytes_never_crash(content):
    for raw in (content, b"speaker,text,time\n" + content, b'{"speaker": "Ana", "text": "hi"}\n' + content):
        source = memory_source("talk.csv", raw)
        assert FORMAT.likeness(source) in Likeness
        with suppress(BadInput):
            assert isinstance(FORMAT.read(source, Options()), Conversation)


@pytest.mark.parametrize(
    "header",
    [
        "Speaker,Text",
        "MESSAGE;Sender Name",
        "id\tfrom\tbody",
        '"Author","Content"',
        "nombre|mensaje",
        "sep=;\nName;Message",
        "\ufeffUser, Msg",
    ],
)
def test_columns_go_by_many_names(header):
    first = header.split("\n")[-1].lower()
    sign = next(sign for sign in "\t;|," if sign in first)
    row = {"message": "hi", "id": "1"}
    cells = [
        "hi" if any(word in cell for word in ("text", "mes", "body", "content", "mens", "msg")) else row.get(cell, "Ana")
        for cell in first.split(sign)
    ]
    assert said(table(header, sign.join(cells))) == [("Ana", "hi")]


def test_a_quoted_cell_may_hold_lines_quotes_and_the_delimiter():
    read = table("speaker,text", 'Ana,"so, ""fine""', 'then"', "Bo,ok")
    assert said(read) == [("Ana", 'so, "fine"\nthen'), ("Bo", "ok")]
    assert read.lines == 2


def test_a_stray_quote_swallows_nothing():
    read = table("speaker,text", '"Ana,never closed', 'Bo,"no" she said', "Bo,ok", 'Ana,"open')
    assert said(read) == [('"Ana', "never closed"), ("Bo", '"no" she said'), ("Bo", "ok"), ("Ana", '"open')]
    assert not read.issues


def test_an_unquoted_delimiter_in_the_last_column_is_text():
    assert said(table("speaker,text", "Ana,well, no")) == [("Ana", "well, no")]


def test_rows_that_do_not_fit_are_told_with_their_line():
    read = table("text,speaker", "hi,Ana", "", "a,b,c", "lonely", ",Bo", "bye,Bo,,")
    assert said(read) == [("hi", "Ana")[::-1], ("lonely", "")[::-1], ("Bo", "bye")]
    assert [issue.line for issue in read.issues] == [4, 6]


def test_days_are_settled_over_the_whole_table():
    read = table("date,sender,message", "03/04/2024 9:00,Ana,hi", "03/25/2024 9:00,Bo,hey")
    assert (read.messages[0].time, read.date_order, read.ambiguous_date_order) == (datetime(2024, 3, 4, 9), "mdy", False)
    assert table("date,sender,message", "03/04/2024 9:00,Ana,hi").ambiguous_date_order
    assert table("date,sender,message", "03/04/2024 9:00,Ana,hi", dates="mdy").messages[0].time == datetime(2024, 3, 4, 9)


def test_a_day_and_a_clock_may_stand_in_two_columns():
    read = table("Date,Time,Sender,Message", "25/12/2024,2:30 PM,Ana,hi", "2024-12-26,14:31,Bo,hey", "x,2024-12-26 14:32,Bo,so")
    assert [message.time for message in read.messages] == [
        datetime(2024, 12, day, 14, minute) for day, minute in ((25, 30), (26, 31), (26, 32))
    ]


def test_a_time_that_is_none_is_told_and_its_message_stays():
    read = table("speaker,text,time", "Ana,hi,soon", "Bo,hey,", "Bo,so,31/12/2024 9:00", "Bo,no,12/31/2024 9:00", "Bo,no,30/12/2024 9:00")
    assert [message.time is None for message in read.messages] == [True, True, False, True, False]
    assert [issue.line for issue in read.issues] == [2, 5]


def test_offsets_into_a_recording_are_seconds():
    read = table("start,end,speaker,text", "0.5,1.0,Ana,hi", "01:15,01:20,Bo,hey", "1:00:00,1:00:02,Bo,so")
    assert [message.seconds for message in read.messages] == [0.5, 75, 3600]


def test_a_row_with_a_file_and_no_text_is_media():
    read = table("Author,Date,Content,Attachments", "Ana,2024-12-25,,photo.jpg", "Bo,2024-12-25,wow,")
    assert [message.kind for message in read.messages] == [Kind.MEDIA, Kind.TEXT]


def test_the_input_of_the_code_command_reads_too():
    read = table(
        '{"id": 1, "text": "hi", "speaker": "Ana", "time": 1735137000, "context": [{"speaker": "Bo", "text": "yo"}]}',
        "",
        '{"id": 2, "text": "alone"}',
        '{"id": 3}',
        "{broken",
        '{"id": 4, "content": "hey", "author": {"name": "Bo"}, "time": "2024-12-25T15:31:00+01:00"}',
        name="in.jsonl",
    )
    assert said(read) == [("Ana", "hi"), ("", "alone"), ("Bo", "hey")]
    assert [issue.line for issue in read.issues] == [4, 5]
    assert [message.written_at() for message in read.messages] == ["2024-12-25T14:30:00Z", None, "2024-12-25T14:31:00Z"]


def test_several_chats_are_threads_and_one_needs_no_name():
    assert table("conversation_id,speaker,text", "a,Ana,hi", "b,Bo,hey").threads() == ("a", "b")
    assert table("conversation_id,speaker,text", "a,Ana,hi", "a,Bo,hey").threads() == ("",)


def test_several_tables_in_a_folder_are_threads(tmp_path):
    for name in ("monday", "tuesday"):
        (tmp_path / f"{name}.csv").write_text(f"speaker,text\nAna,{name}\n")
    assert FORMAT.read(open_source(tmp_path), Options()).threads() == ("monday", "tuesday")


def test_another_ending_is_possible_only():
    assert FORMAT.likeness(memory_source("talk.txt", b"speaker,text\nAna,hi")) is Likeness.POSSIBLE
    assert FORMAT.likeness(memory_source("talk.vtt", b"speaker,text\nAna,hi")) is Likeness.NO


@pytest.mark.parametrize(
    "content",
    ["", "price,amount\n1,2", "speaker,text\n", "text\nhi", '{"segments": [], "text": "hi"}', "[1]", '{"text": 1', "speaker,text\nAna,\n"],
)
def test_what_is_no_table_of_messages_is_a_clear_error(content):
    with pytest.raises(NotAConversation, match="table of messages"):
        FORMAT.read(memory_source("talk.csv", content.encode()), Options())


def test_sheets_from_other_programs_may_be_utf_16():
    assert said(FORMAT.read(memory_source("talk.csv", "Name\tText\r\nJürgen\tja\r\n".encode("utf-16")), Options())) == [("Jürgen", "ja")]
