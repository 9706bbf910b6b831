"""WhatsApp exports as phones write them; every line here is made up for this test."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.generate import whatsapp_lines
from reattune.core.errors import BadInput, NotAConversation
from reattune.core.message import Conversation, Kind
from reattune.reading.format import Likeness, Options
from reattune.reading.source import memory_source, open_source
from reattune.reading.whatsapp import FORMAT
from tests.reading.samples import FOLDER, expectations
from tests.writers.whatsapp import conversations, write


def chat(*lines: str, dates: str = "auto") -> Conversation:
    return FORMAT.read(memory_source("chat.txt", "\n".join(lines).encode()), Options(dates=dates))


def one(line: str):
    (message,) = chat(line).messages
    return message


@given(conversations())
def test_what_is_written_reads_back(conversation):
    assert FORMAT.read(memory_source("_chat.txt", write(conversation)), Options()) == conversation


@given(st.binary(max_size=400))
def test_arbitrary_bytes_never_crash(content):
    source = memory_source("_chat.txt", content)
    assert FORMAT.likeness(source) in Likeness
    with suppress(BadInput):
        assert isinstance(FORMAT.read(source, Options()), Conversation)


@given(st.lists(st.text("0123456789/.:-[] ,\u200e<>()apmAB\n年م", max_size=60), max_size=12))
def test_nothing_that_looks_like_headers_crashes_and_no_line_is_lost(lines):
    try:
        read = chat("25/12/2024, 10:00 - Ana: first", *lines)
    except BadInput:
        return
    assert read.lines == len("\n".join(["x", *lines]).split("\n")) - ("\n".join(["x", *lines]).endswith("\n"))
    kept = "".join(part.text for part in (*read.messages, *read.notices))
    assert sum(map(str.isalpha, kept)) <= sum(map(str.isalpha, "".join(lines))) + 40


def test_every_real_sample_reads_as_expected():
    for row in expectations(("whatsapp",)):
        read = FORMAT.read(open_source(FOLDER / row["file"]), Options())
        times = sorted(message.written_at() for message in read.messages if message.time)
        assert [len(read.messages), len(read.notices)] in ([row["messages"], row["notices"]], *row.get("also_ok", [])), row
        assert sorted(name for name, _ in read.speakers()) == sorted(row["speakers"]), row
        assert (times[0], times[-1]) == (row["first"], row["last"]), row
        assert read.ambiguous_date_order == row["ambiguous_date_order"], row


@pytest.mark.parametrize(
    "head",
    [
        "[25/12/2024, 14:30:00] ",
        "\u200e[25/12/2024, 2:30:00\u202fPM] ",
        " [12-25-2024, 14:30:00] ",
        "\ufeff[25.12.24 14:30:00] ",
        "[2024/12/25 下午2:30:00] ",
        "[25.12.2024 klo 14.30.00] ",
        "[12/2024/25, 14:30:00] ",
        "[令和6年12月25日 午後2:30:00] ",
        "[25 December 2024, 14:30:00] ",
        "[14:30:00, 25/12/2024] ",
        "25/12/2024, 14:30 - ",
        "25/12/24, 2:30 p.\u00a0m. - ",
        "12/25/24, 2:30\u202fPM - ",
        "25/12/2024 à 14:30 - ",
        "25.12.24, 14:30 - ",
        "25. 12. 2024. 14:30 - ",
        "2024-12-25, 14:30 - ",
        "2024年12月25日 下午2:30 - ",
        "2024. 12. 25. 오후 2:30 - ",
        "\u200f٢٥\u200f/١٢\u200f/٢٠٢٤، ٢:٣٠ م - ",
        "۱۴۰۳/۱۰/۵،\u200f ۱۴:۳۰ - ",
        "25/12/2567 BE, 14:30 - ",
        "25/12/2024 14.30 - ",
        "25.12.2024 г., 14:30 ч. - ",
        "14:30, 25/12/2024 - ",
        "25.12.24 14:30:00: ",
        "25/12/2024 14:30 ",
    ],
)
def test_a_header_of_any_locale_is_read(head):
    message = one(f"{head}Ana: tea: at five?")
    assert (message.speaker, message.text, message.time) == ("Ana", "tea: at five?", datetime(2024, 12, 25, 14, 30))


def test_lines_without_a_header_belong_to_the_message_before():
    read = chat(
        "25/12/2024, 14:30 - Ana: the plan:",
        "13.10.2024 18:00 - market",
        "14/10/2024 dinner",
        "[12/10, 14:30] Bo: pasted",
        "",
        "end",
        "26/12/2024, 14:31 - Bo: ok",
    )
    assert [message.text.count("\n") for message in read.messages] == [5, 0]


def test_two_styles_in_one_file_are_both_read():
    read = chat("25.12.2024 klo 21.25.15 - Ana: a", "25.12.24 21.26.15: Bo: b", "25.12.2024, 21.27 - Ana: c")
    assert [message.text for message in read.messages] == ["a", "b", "c"]


def test_a_name_may_be_an_emoji_or_hold_a_colon():
    read = chat(
        "25/12/24, 9:00 - 🦊: hi",
        "25/12/24, 9:01 - Work: Bo: hi",
        "25/12/24, 9:02 - Work: Bo: so",
        "25/12/24, 9:02 - Work: Bo: no",
        "25/12/24, 9:03 - Bo:.",
    )
    assert read.speakers() == (("🦊", 1), ("Work: Bo", 3), ("Bo", 1))


@pytest.mark.parametrize(
    "body",
    [
        "he left the house",
        "I added salt",
        "Ana left",
        "you left",
        "They removed it",
        "missed call from you",
        "<sigh>",
        "the file.pdf (old one)",
        "created a mess",
        "null and void",
    ],
)
def test_a_persons_own_words_are_never_a_notice(body):
    read = chat("25/12/24, 9:00 - Ana: hello", f"25/12/24, 9:01 - Bo: {body}")
    assert [(message.speaker, message.text, message.kind) for message in read.messages[1:]] == [("Bo", body, Kind.TEXT)]


@pytest.mark.parametrize(
    "line",
    [
        "Ana left",
        'Ana changed the subject from "Trip: Rome" to "Trip: Oslo"',
        "Bo: Messages and calls are end-to-end encrypted. No one outside of this chat can read them.",
        "Bo: Die Sicherheitsnummer von Bo hat sich geändert. Tippe für mehr Infos.",
        "System: Ana hat die Gruppe erstellt",
        "Bo: Bo left",
        "Bo: Ana added Bo",
        "Bo: Missed voice call",
        "Bo: Videollamada perdida",
        "Bo: Waiting for this message. This may take a while.",
    ],
)
def test_notices_are_never_credited_to_a_person(line):
    read = chat("25/12/24, 9:00 - Ana: hello", f"25/12/24, 9:01 - {line}")
    assert [message.text for message in read.messages] == ["hello"]
    assert len(read.notices) == 1
    assert read.notices[0].before == 1


@pytest.mark.parametrize("words", ["Ana created this group", "Voice call, \u200e5 min", "Bo heeft iets heel nieuws gedaan"])
def test_on_ios_the_mark_shows_whose_words_they_are(words):
    read = chat("[25/12/24, 09:00:00] Ana: hello", f"[25/12/24, 09:01:00] Bo: \u200e{words}")
    assert (len(read.messages), len(read.notices)) == (1, 1)


@pytest.mark.parametrize(
    ("body", "kind", "text"),
    [
        ("<Media omitted>", Kind.MEDIA, ""),
        ("<Medien ausgelassen>", Kind.MEDIA, ""),
        ("<メディアなし>", Kind.MEDIA, ""),
        ("image omitted", Kind.MEDIA, ""),
        ("IMG-20241225-WA0001.jpg (file attached)", Kind.MEDIA, ""),
        ("IMG-20241225-WA0001.jpg (some new words)\nlook", Kind.MEDIA, "look"),
        ("\u200ephoto.jpg (Datei angehängt)", Kind.MEDIA, ""),
        ("< attached: 00000042-PHOTO.jpg >", Kind.MEDIA, ""),
        ("Evening \u200e<attached: 00000042-PHOTO.jpg>", Kind.MEDIA, "Evening"),
        ("List.pdf • \u200e1 page \u200e<attached: List.pdf>", Kind.MEDIA, ""),
        ("null", Kind.MEDIA, ""),
        ("Bo.vcf (file attached)", Kind.OTHER, "Bo.vcf"),
        ("You deleted this message", Kind.DELETED, ""),
        ("Este mensaje fue eliminado.", Kind.DELETED, ""),
        ("このメッセージは削除されました", Kind.DELETED, ""),
        ("location: https://maps.google.com/?q=1.5,2.5", Kind.OTHER, "location: https://maps.google.com/?q=1.5,2.5"),
        ("ENCUESTA:\n¿Qué?\nOPCIÓN: té (1 voto)", Kind.OTHER, "ENCUESTA:\n¿Qué?\nOPCIÓN: té (1 voto)"),
    ],
)
def test_what_is_no_text_keeps_its_kind(body, kind, text):
    message = one(f"25/12/24, 9:00 - Ana: {body}")
    assert (message.kind, message.text) == (kind, text)


@pytest.mark.parametrize("marker", ["<This message was edited>", "<Se editó este mensaje.>", "\u200e<in einer neuen Sprache geändert>"])
def test_an_edited_message_loses_its_marker_only(marker):
    message = one(f"25/12/24, 9:00 - Ana: sorry for that {marker}")
    assert (message.text, message.edited) == ("sorry for that", True)


def test_the_order_of_days_can_be_settled_by_hand():
    lines = ("03/04/24, 9:00 - Ana: hi",)
    assert chat(*lines).ambiguous_date_order
    settled = chat(*lines, dates="mdy")
    assert (settled.ambiguous_date_order, settled.messages[0].time) == (False, datetime(2024, 3, 4, 9))


def test_names_of_pictures_choose_the_reading_only():
    read = chat("03/04/24, 9:00 - Ana: IMG-20240304-WA0001.jpg (file attached)", "03/05/24, 9:00 - Bo: wow")
    assert (read.ambiguous_date_order, read.messages[0].time) == (True, datetime(2024, 3, 4, 9))


def test_an_impossible_day_is_an_issue_and_its_message_stays():
    read = chat("25/12/24, 9:00 - Ana: a", "26/12/24, 9:00 - Bo: b", "12/31/24, 9:00 - Bo: c")
    assert [message.time is None for message in read.messages] == [False, False, True]
    assert [issue.line for issue in read.issues] == [3]


def test_lines_before_the_first_header_are_told():
    read = chat("something else", "Messages and calls are end-to-end encrypted.", "25/12/24, 9:00 - Ana: a")
    assert [issue.line for issue in read.issues] == [1]
    assert [notice.time for notice in read.notices] == [None]


def test_a_zip_as_exported_is_read_beside_its_media(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("notes.txt", "25/12/24, 9:00 - Nobody: a document that was sent")
        archive.writestr("_chat.txt", "[25/12/24, 09:00:00] Ana: hi\r\n")
        archive.writestr("00000001-PHOTO.jpg", b"\xff\xd8")
    path = tmp_path / "WhatsApp Chat - Ana.zip"
    path.write_bytes(packed.getvalue())
    source = open_source(path)
    assert FORMAT.likeness(source) is Likeness.CERTAIN
    assert [message.text for message in FORMAT.read(source, Options()).messages] == ["hi"]


def test_what_is_no_chat_is_a_clear_error():
    with pytest.raises(NotAConversation, match="WhatsApp"):
        chat("Dear diary", "today nothing")
    assert FORMAT.likeness(memory_source("x.txt", b"Dear diary\ntoday nothing")) is Likeness.NO


def test_a_large_chat_is_read_whole():
    read = chat(*whatsapp_lines(3000, seed=5))
    assert (len(read.messages), len(read.notices), len(read.issues)) == (3000, 1, 0)
    assert list(whatsapp_lines(50, seed=5)) == list(whatsapp_lines(50, seed=5))


@pytest.mark.parametrize(
    "line",
    ["\u200e" * 20000 + "x", "1/1/24, 9:00" + " " * 20000 + "x", "(1" * 10000, "1" * 20000, " " * 20000 + ">", "<a: b.c" * 3000 + ">"],
)
def test_long_odd_lines_take_no_longer_than_they_are(line):
    read = chat("25/12/24, 9:00 - Ana: POLL:", "x", f"O: {line}", line, f"25/12/24, 9:00 - Bo: {line}>")
    assert len(read.messages) == 2
