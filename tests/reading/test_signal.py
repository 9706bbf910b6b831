"""Signal as sigexport and sigtop write it; every line here is made up for this test."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reattune.core.errors import BadInput, NotAConversation
from reattune.core.message import Conversation, Kind
from reattune.reading.format import Likeness, Options
from reattune.reading.signal import FORMAT
from reattune.reading.source import memory_source, open_source
from reattune.reading.whatsapp import FORMAT as WHATSAPP
from tests.reading.samples import FOLDER, expectations
from tests.writers.signal import CALLS, SERVICE, conversations, write, write_records


def chat(*lines: str, name: str = "chat.md") -> Conversation:
    return FORMAT.read(memory_source(name, "\n".join(lines).encode()), Options())


@given(conversations(owner="Me", service=CALLS, records=False))
def test_what_is_written_as_markdown_reads_back(conversation):
    assert FORMAT.read(memory_source("chat.md", write(conversation)), Options()) == conversation


@given(conversations(owner="You", service=SERVICE, records=True))
def test_what_is_written_as_records_reads_back(conversation):
    assert FORMAT.read(memory_source("Ana.txt", write_records(conversation)), Options()) == conversation


STARTS = (
    b"",
    b"[2024-05-29 15:04] Me: ",
    b"From: You\nType: outgoing\n",
    b"2024-05-29 15:04 You: ",
    b'[{"conversationId":1,"sent_at":1,"type":"incoming"',
)


@given(st.binary(max_size=200), st.sampled_from(STARTS), st.sampled_from(("a.md", "a.txt", "a.json", "a")))
def test_arbitrary_bytes_never_crash(content, start, name):
    source = memory_source(name, start + content)
    assert FORMAT.likeness(source) in Likeness
    with suppress(BadInput):
        assert isinstance(FORMAT.read(source, Options()), Conversation)


def test_every_real_sample_reads_as_expected():
    for row in expectations(("signal",)):
        source = open_source(FOLDER / row["file"])
        read = FORMAT.read(source, Options())
        times = sorted(message.written_at() for message in read.messages if message.time)
        assert FORMAT.likeness(source) > WHATSAPP.likeness(source)
        assert [len(read.messages), len(read.notices)] in ([row["messages"], row["notices"]], *row.get("also_ok", [])), row
        assert sorted(name for name, _ in read.speakers()) == sorted(row["speakers"]), row
        assert (times[0], times[-1]) == (row["first"], row["last"]), row
        assert (read.ambiguous_date_order, read.owner, read.issues) == (False, "Me", ())


@pytest.mark.parametrize("head", ["[2024-05-29, 15:04] ", "[2024-05-29 15:04] ", "[2024-05-29 15:04:00] "])
def test_every_versions_head_is_read(head):
    (message,) = chat(f"{head}Bo: well: yes  ").messages
    assert (message.speaker, message.text, message.time) == ("Bo", "well: yes", datetime(2024, 5, 29, 15, 4))


@pytest.mark.parametrize(
    ("words", "kind", "text"),
    [
        ("look  ![a (1).jpg](./media/a%20(1).jpg)  ", Kind.MEDIA, "look"),
        ("  [note.pdf](./media/note.pdf)  ", Kind.MEDIA, ""),
        ("  [😀](../exported_stickers/ab/1.webp)  ", Kind.OTHER, "😀"),
        ("  \n(( 😀 ))", Kind.OTHER, "😀"),
        ("(This message was deleted)", Kind.DELETED, ""),
        ("see [this](https://example.org)", Kind.TEXT, "see [this](https://example.org)"),
        ("> not a quote of anybody", Kind.TEXT, "> not a quote of anybody"),
    ],
)
def test_what_a_message_is_made_of(words, kind, text):
    (message,) = chat(f"[2024-05-29 15:04] Bo: {words}").messages
    assert (message.kind, message.text) == (kind, text)


def test_quotes_become_replies_before_and_behind_the_words():
    read = chat(
        *("[2024-05-29 15:04] Me: are we", "fine?  ", "[2024-05-29 15:05] Bo: ", "", "> are we", "> fine?", "", "we are", "> really"),
        *("[2024-05-29 15:06] Me: good", "", "> we are", "> > really"),
        *("[2024-05-29 15:07] Me: a list", "", "> nobody said this"),
    )
    assert [(message.text, message.reply_to) for message in read.messages] == [
        ("are we\nfine?", None),
        ("we are\n> really", 0),
        ("good", 1),
        ("a list\n\n> nobody said this", None),
    ]


def test_reactions_are_kept_with_who_reacted():
    (message,) = chat("[2024-05-29 15:04] Bo: hi  ", "(- Jim: 😂, Ana: ❤️ -)").messages
    assert (message.text, message.reactions) == ("hi", (("Jim", "😂"), ("Ana", "❤️")))


def test_calls_and_empty_rows_are_notices():
    read = chat("[2024-05-29 15:04] Bo: hi", "[2024-05-29 15:05] Bo: Incoming voice call (declined)  ", "[2024-05-29 15:06] No-Sender:   ")
    assert ([message.text for message in read.messages], len(read.notices)) == (["hi"], 2)


RECORDS = """\
Conversation: Jane Doe (+447700900123)

From: You
Type: outgoing
Sent: Mon, 6 May 2024 10:11:12 +0200
Reaction: 😂 from Jane Doe (+447700900123)

Hello

From: a letter
bye

From: Jane Doe (+447700900123)
Type: incoming
Sent: Mon, 6 May 2024 10:12:12 +0200
Received: Mon, 6 May 2024 10:12:13 +0200
Attachment: no filename (image/jpeg, 12 bytes)

> From: You
> Sent: Mon, 6 May 2024 10:11:12 +0200
>
> Hello

see

Type: keychange
Sent: Mon, 6 May 2024 10:15:12 +0200
Received: unknown
"""


def test_records_of_sigtop():
    read = chat(RECORDS, name="Jane Doe.txt")
    assert [(message.speaker, message.text, message.kind, message.reply_to) for message in read.messages] == [
        ("You", "Hello\n\nFrom: a letter\nbye", Kind.TEXT, None),
        ("Jane Doe", "see", Kind.MEDIA, 0),
    ]
    assert read.messages[0].reactions == (("Jane Doe", "😂"),)
    assert (read.messages[0].time, read.owner) == (datetime(2024, 5, 6, 10, 11, 12), "You")
    assert [(notice.text, notice.before) for notice in read.notices] == [("keychange", 2)]


def test_the_short_form_of_sigtop():
    lines = (
        *(
            "2024-05-06 10:11 You: Hello",
            "you",
            "2024-05-06 10:12 Jane Doe: [reply to You on 2024-05-06 10:11, edited, 2 attachments] Hi: there",
        ),
        *("2024-05-06 10:13 Jane Doe: [keychange message]", "2024-05-06 10:14 You: [1 attachment]", "2024-05-06 10:15 You: [sic] ok"),
    )
    read = chat(*lines, name="a.txt")
    assert [(message.speaker, message.text, message.kind, message.reply_to, message.edited) for message in read.messages] == [
        ("You", "Hello\nyou", Kind.TEXT, None, False),
        ("Jane Doe", "Hi: there", Kind.MEDIA, 0, True),
        ("You", "", Kind.MEDIA, None, False),
        ("You", "[sic] ok", Kind.TEXT, None, False),
    ]
    source = memory_source("a.txt", "\n".join(lines).encode())
    assert FORMAT.likeness(source) > WHATSAPP.likeness(source)


def row(**given: object) -> dict[str, object]:
    return {"conversationId": "c", "type": "incoming", "sent_at": 1_700_000_000_000, "source": "+447700900123", "body": "hi", **given}


def test_rows_of_sigtops_json():
    rows = [
        row(),
        row(
            type="outgoing",
            sent_at=1_700_000_001_000,
            quote={"id": 1_700_000_000_000, "text": "hi"},
            editHistory=[{}],
            reactions=[{"emoji": "❤️", "fromId": "x"}],
        ),
        row(body="", deletedForEveryone=True),
        row(body=None, attachments=[{}]),
        row(body=None, sticker={"data": {"emoji": "😀"}}),
        row(type="group-v2-change", body=None),
        {"no": "type"},
    ]
    read = chat(json.dumps(rows), name="Jane Doe (+447700900123).json")
    assert [(message.speaker, message.text, message.kind) for message in read.messages] == [
        ("Jane Doe", "hi", Kind.TEXT),
        ("You", "hi", Kind.TEXT),
        ("Jane Doe", "", Kind.DELETED),
        ("Jane Doe", "", Kind.MEDIA),
        ("Jane Doe", "😀", Kind.OTHER),
    ]
    second = read.messages[1]
    assert (second.reply_to, second.edited, second.reactions, second.utc) == (0, True, (("x", "❤️"),), True)
    assert ([notice.text for notice in read.notices], [issue.line for issue in read.issues]) == (["group-v2-change"], [7])


def test_a_folder_of_chats_is_threads(tmp_path):
    for name in ("Ana", "Bo"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "chat.md").write_text(f"[2024-05-29 15:04] {name}: hi\n", encoding="utf-8")
    read = FORMAT.read(open_source(tmp_path), Options())
    assert [(message.thread, message.speaker) for message in read.messages] == [("Ana", "Ana"), ("Bo", "Bo")]


def test_what_is_no_chat_of_signals_is_a_clear_error():
    with pytest.raises(NotAConversation, match="sigexport"):
        chat("Dear diary", "today nothing")
    assert FORMAT.likeness(memory_source("x.md", b"Dear diary\ntoday nothing")) is Likeness.NO


def test_long_odd_lines_take_no_longer_than_they_are():
    odd = ["![" * 20000, "](./media/" * 5000, "[a](./" * 5000, "(- " + "a: b, " * 20000, "x (" * 20000, "[edited, " * 9000, "> " * 20000]
    assert len(chat(*[f"[2024-05-29 15:04] Bo: {line}" for line in odd]).messages) == len(odd)
    assert len(chat(*[f"2024-05-29 15:04 Bo: {line}" for line in odd], name="a.txt").messages) == len(odd)


def test_a_clock_with_endless_digits_is_no_time_and_loses_no_words():
    head = ("Conversation: Ana (+447700900123)", "", "From: You", "Type: outgoing")
    read = chat(*head, "Sent: Sun, 1 Jan 2012 01:99999999999999999999", "", "see you then", name="Ana.txt")
    assert [(message.text, message.time) for message in read.messages] == [("see you then", None)]
