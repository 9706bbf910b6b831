"""LINE's export as phones and computers write it; every line here is made up for this test."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reattune.core.errors import BadInput, NotAConversation
from reattune.core.message import Conversation, Kind
from reattune.reading.format import Likeness, Options
from reattune.reading.line import FORMAT
from reattune.reading.source import memory_source, open_source
from reattune.reading.whatsapp import FORMAT as WHATSAPP
from tests.reading.samples import FOLDER, expectations
from tests.writers.line import conversations, write


def chat(*lines: str, dates: str = "auto") -> Conversation:
    return FORMAT.read(memory_source("LINE.txt", "\n".join(lines).encode()), Options(dates=dates))


@given(conversations())
def test_what_is_written_reads_back(conversation):
    assert FORMAT.read(memory_source("LINE.txt", write(conversation)), Options()) == conversation


@given(
    st.binary(max_size=200),
    st.sampled_from((b"", b"[LINE] x\n", b"2024/01/02(Tue)\n15:05\tBob\thi\n", b"2024.01.02 Tuesday\n15:05 Bob hi\n")),
)
def test_arbitrary_bytes_never_crash(content, start):
    source = memory_source("LINE.txt", start + content)
    assert FORMAT.likeness(source) in Likeness
    with suppress(BadInput):
        assert isinstance(FORMAT.read(source, Options()), Conversation)


@given(st.lists(st.text('0123456789/:.()\t"月年 PMab\n', max_size=40), max_size=10))
def test_nothing_that_looks_like_rows_crashes(lines):
    read = chat("2024/01/02(Tue)", "15:05\tBob\thi", *lines)
    assert read.lines >= 2


def test_every_real_sample_reads_as_expected():
    for row in expectations(("line",)):
        source = open_source(FOLDER / row["file"])
        read = FORMAT.read(source, Options())
        times = sorted(message.written_at() for message in read.messages if message.time)
        assert FORMAT.likeness(source) > WHATSAPP.likeness(source)
        assert [len(read.messages), len(read.notices)] in ([row["messages"], row["notices"]], *row.get("also_ok", [])), row
        assert sorted(name for name, _ in read.speakers()) == sorted(row["speakers"]), row
        assert (times[0], times[-1]) == (row["first"], row["last"]), row
        assert (read.ambiguous_date_order, read.issues) == (row["ambiguous_date_order"], ())


@pytest.mark.parametrize(
    ("title", "saved"),
    [
        ("[LINE] Chat history with Bob", "Saved on: 2024/12/26 09:00"),
        ("[LINE] Bobとのトーク履歴", "保存日時：2024/12/26 09:00"),
        ("[LINE] 與Bob的聊天記錄", "儲存日期： 2024/12/26 09:00"),
        ("[LINE] ประวัติการแชทกับ Bob", "บันทึกเมื่อ: 26/12/2024 09:00"),
        ("\ufeff[LINE] Bob님과의 대화", "저장한 날짜 : 2024/12/26 09:00"),
    ],
)
def test_a_head_of_any_language_is_no_message(title, saved):
    read = chat(title, saved, "", "2024/12/25(Wed)", "15:05\tBob\thi")
    assert (len(read.messages), read.issues) == (1, ())
    assert FORMAT.likeness(memory_source("x.txt", title.encode())) is Likeness.CERTAIN


@pytest.mark.parametrize(
    "day",
    [
        *(
            "2024/12/25(水)",
            "2024/12/25（三）",
            "2024.12.25 Wednesday",
            "2024.12.25 水曜日",
            "2024. 12. 25. 수요일",
            "2024年12月25日 星期三",
        ),
        *(
            "2024년 12월 25일 수요일",
            "Wed, 12/25/2024",
            "พ. 25/12/2024",
            "2567/12/25(พ.)",
            "Rab, 25/12/2024",
            "25 December 2024",
            "2024-12-25",
        ),
    ],
)
@pytest.mark.parametrize("clock", ["15:05", "3:05 PM", "03:05pm", "午後3:05", "下午3:05", "오후 3:05", "3:05\u202fPM"])
def test_days_and_clocks_of_any_locale_are_read(day, clock):
    (message,) = chat(day, f"{clock}\tBob\tat 5:30: tea").messages
    assert (message.speaker, message.text, message.time) == ("Bob", "at 5:30: tea", datetime(2024, 12, 25, 15, 5))


@pytest.mark.parametrize(
    ("body", "kind", "text"),
    [
        *((f"[{word}]", Kind.MEDIA, "") for word in ("Photo", "Sticker", "スタンプ", "写真", "貼圖", "照片", "사진", "สติกเกอร์", "Stiker")),
        ("[位置情報]", Kind.OTHER, "[位置情報]"),
        ("[laughs]", Kind.TEXT, "[laughs]"),
        ("Photo", Kind.TEXT, "Photo"),
        ("メッセージの送信を取り消しました", Kind.DELETED, ""),
        ('"said ""no""\nand left"', Kind.TEXT, 'said "no"\nand left'),
        ('"no"', Kind.TEXT, '"no"'),
        ('"one\n2024/12/31(Tue)\ntwo"', Kind.TEXT, "one\n2024/12/31(Tue)\ntwo"),
        ("one\n\ntwo", Kind.TEXT, "one\n\ntwo"),
    ],
)
def test_what_a_body_is(body, kind, text):
    read = chat("2024/12/25(Wed)", f"15:05\tBob\t{body}", "", "2024/12/26(Thu)", "10:00\tAna\tok")
    assert [(message.kind, message.text) for message in read.messages] == [(kind, text), (Kind.TEXT, "ok")]


def test_rows_without_a_name_are_notices_unless_somebody_took_a_message_back():
    read = chat(
        *("2024/12/25(Wed)", "15:05\t\tAna joined the group", "15:06\tAnaがグループに参加しました。", "15:07\tBob\t☎ 通話時間 1:23"),
        *("15:08\t\tBob unsent a message.", "15:09\tAna已收回訊息", "15:10\tAna\tBob unsent a message."),
    )
    assert [notice.text for notice in read.notices] == ["Ana joined the group", "Anaがグループに参加しました。", "☎ 通話時間 1:23"]
    assert [(message.speaker, message.kind) for message in read.messages] == [
        ("Bob", Kind.DELETED),
        ("Ana", Kind.DELETED),
        ("Ana", Kind.TEXT),
    ]


def test_where_spaces_part_the_name_it_is_found_in_the_whole_file():
    read = chat(
        *(
            "[LINE] Chat history with Ann Lee",
            "2024.12.25 Wednesday",
            "15:05 Ann Lee hello",
            "15:06 Bob hi there",
            "15:07 Ann Lee Stickers",
        ),
        *("15:08 Bob how are you", "15:09 Bob joined the group", "15:10 Bob unsent a message."),
    )
    assert [(message.speaker, message.text, message.kind) for message in read.messages] == [
        ("Ann Lee", "hello", Kind.TEXT),
        ("Bob", "hi there", Kind.TEXT),
        ("Ann Lee", "", Kind.MEDIA),
        ("Bob", "how are you", Kind.TEXT),
        ("Bob", "", Kind.DELETED),
    ]
    assert len(read.notices) == 1


def test_the_order_of_days_is_settled_by_the_whole_file_or_by_hand():
    lines = ("Wed, 03/04/2024", "15:05\tBob\thi")
    assert chat(*lines).ambiguous_date_order
    assert chat(*lines, dates="mdy").messages[0].time == datetime(2024, 3, 4, 15, 5)
    settled = chat(*lines, "", "Mon, 25/03/2024", "15:05\tBob\thi")
    assert (settled.ambiguous_date_order, settled.date_order) == (False, "dmy")


def test_an_impossible_day_is_an_issue_and_its_message_stays():
    read = chat("2024/02/31(Sat)", "15:05\tBob\thi")
    assert ([message.time for message in read.messages], [issue.line for issue in read.issues]) == ([None], [2])


def test_what_is_no_export_is_a_clear_error():
    with pytest.raises(NotAConversation, match="LINE"):
        chat("Dear diary", "today nothing")
    assert FORMAT.likeness(memory_source("x.txt", b"Dear diary\ntoday nothing")) is Likeness.NO
    assert FORMAT.likeness(memory_source("x.txt", b"25/12/2024, 15:05 - Bob: hi")) is Likeness.NO


def test_long_odd_lines_take_no_longer_than_they_are():
    odd = ["a" * 30000, '"' * 30000, "Bob unsent " * 3000, "1" * 30000, " " * 30000 + "\t", "2024/" * 9000, "が" * 30000]
    assert len(chat("2024/12/25(Wed)", *[f"15:05\tBob\t{line}\n{line}" for line in odd]).messages) == len(odd)
    assert len(chat("2024/12/25(Wed)", *[f"15:05 Bob {line}\n{line}" for line in odd]).messages) > 0
