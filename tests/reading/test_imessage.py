"""Exports of imessage-exporter, as text and as HTML; every line here is made up for this test."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reattune.core.errors import BadInput, NotAConversation
from reattune.core.message import Conversation, Kind
from reattune.reading.format import Likeness, Options
from reattune.reading.imessage import FORMAT
from reattune.reading.source import memory_source, open_source
from tests.reading.samples import FOLDER, expectations
from tests.writers.imessage import conversations, write


def chat(*lines: str, name: str = "Sam.txt") -> Conversation:
    return FORMAT.read(memory_source(name, "\n".join(lines).encode()), Options())


def block(*lines: str, time: str = "Mar 1, 2024  7:05:09 PM", who: str = "Sam") -> tuple[str, ...]:
    return (time, who, *lines, "")


@given(conversations())
def test_what_is_written_reads_back(conversation):
    assert FORMAT.read(memory_source("Sam.txt", write(conversation)), Options()) == conversation


@given(st.binary(max_size=300), st.sampled_from(("Sam.txt", "Sam.html", "Sam")))
def test_arbitrary_bytes_never_crash(content, name):
    source = memory_source(name, content)
    assert FORMAT.likeness(source) in Likeness
    with suppress(BadInput):
        assert isinstance(FORMAT.read(source, Options()), Conversation)


TAGS = [
    "<div class='message'>",
    "<div class='reply'>",
    "</div>",
    "<p>",
    "</p>",
    "<span class='sender'>Bo",
    "<td>",
    "<div class='edited'>",
    "<![x",
]


@given(
    st.lists(
        st.sampled_from([*TAGS, "<span class='timestamp'>Jul 1, 2024 5:00:00 PM", "</span>", "<div class='announcement'>"]), max_size=30
    )
)
def test_tags_in_any_order_never_crash(tags):
    with suppress(BadInput):
        chat("<div class='message'>", *tags, name="Sam.html")


def test_every_real_sample_reads_as_expected():
    for row in expectations(("imessage",)):
        source = open_source(FOLDER / row["file"])
        read = FORMAT.read(source, Options())
        times = sorted(message.written_at() for message in read.messages if message.time)
        assert FORMAT.likeness(source) is Likeness.CERTAIN
        assert [len(read.messages), len(read.notices)] in ([row["messages"], row["notices"]], *row.get("also_ok", [])), row
        assert sorted(name for name, _ in read.speakers()) == sorted(row["speakers"]), row
        assert (times[0], times[-1]) == (row["first"], row["last"]), row
        assert (read.ambiguous_date_order, read.owner, read.issues) == (False, "Me", ())


def test_a_reply_inside_its_parent_and_again_below_counts_once():
    read = chat(
        *block("are you coming?", "    Mar 1, 2024  7:06:00 PM", "    Me", "    yes", "", "    at eight", "", "or not?"),
        *block("I am", time="Mar 1, 2024  7:05:30 PM"),
        *block("yes", "", "at eight", "This message responded to an earlier message.", time="Mar 1, 2024  7:06:00 PM", who="Me"),
    )
    assert [(message.speaker, message.text, message.reply_to) for message in read.messages] == [
        ("Sam", "are you coming?\nor not?", None),
        ("Sam", "I am", None),
        ("Me", "yes\n\nat eight", 0),
    ]
    assert read.owner == "Me"


def test_a_reply_that_stands_only_inside_its_parent_is_kept():
    read = chat(*block("are you coming?", "    Mar 1, 2024  7:06:00 PM (Read by them after 2 seconds)", "    Me", "    yes", ""))
    assert [(message.speaker, message.text, message.reply_to) for message in read.messages] == [
        ("Sam", "are you coming?", None),
        ("Me", "yes", 0),
    ]


def test_the_last_version_of_an_edit_is_what_was_said():
    (message,) = chat(
        *block("Mar 1, 2024  7:05:09 PM I never did taht", "Edited 9 seconds later: I never did that,", "and I am sorry")
    ).messages
    assert (message.text, message.edited) == ("I never did that,\nand I am sorry", True)


@pytest.mark.parametrize(
    ("lines", "kind", "text"),
    [
        (("/Users/bo/Library/Messages/Attachments/0a/10/AB-1/IMG 1.heic",), Kind.MEDIA, ""),
        (("~/Library/SMS/Attachments/33/33c81da8ae3194fc5a0ea993ef6ffe0b048baedb",), Kind.MEDIA, ""),
        (("attachments/12/4.jpeg", "look at her"), Kind.MEDIA, "look at her"),
        (("Voice Note.caf", "Transcription: call me back"), Kind.MEDIA, "call me back"),
        (("Sticker from Sam: attachments/1/2.heic (App: Memoji)",), Kind.MEDIA, ""),
        (("Attachment missing!",), Kind.MEDIA, ""),
        (("They unsent this message part 3 seconds after sending!",), Kind.DELETED, ""),
        (("They deleted a message.",), Kind.DELETED, ""),
        (("This message was deleted from the conversation!", "you liar"), Kind.TEXT, "you liar"),
        (("Started sharing location!",), Kind.OTHER, "Started sharing location!"),
        (("we won", "Sent with Confetti"), Kind.TEXT, "we won"),
        (("je viens", "Translated from:", "I am coming"), Kind.TEXT, "I am coming"),
        (("either/or, at 5.30",), Kind.TEXT, "either/or, at 5.30"),
        (("https://example.org/a.html",), Kind.TEXT, "https://example.org/a.html"),
    ],
)
def test_what_a_body_is_made_of(lines, kind, text):
    (message,) = chat(*block(*lines)).messages
    assert (message.kind, message.text) == (kind, text)


def test_announcements_are_notices_and_a_message_taken_back_stays_its_senders():
    read = chat(
        *block("hi"),
        *("Mar 1, 2024  7:06:00 PM Sam renamed the conversation to Home: us", ""),
        *("Mar 1, 2024  7:07:00 PM You unsent a message!", ""),
    )
    assert [(notice.text, notice.time, notice.before) for notice in read.notices] == [
        ("Sam renamed the conversation to Home: us", datetime(2024, 3, 1, 19, 6), 1)
    ]
    assert [(message.speaker, message.kind) for message in read.messages[1:]] == [("Me", Kind.DELETED)]


def test_several_chats_are_threads(tmp_path):
    for name, text in (("Sam.txt", "one"), ("+15550000001.txt", "two")):
        (tmp_path / name).write_text("\n".join(block(text)), encoding="utf-8")
    read = FORMAT.read(open_source(tmp_path), Options())
    assert [(message.thread, message.text) for message in read.messages] == [("+15550000001", "two"), ("Sam", "one")]


def page(*messages: str) -> Conversation:
    return chat("<html><meta charset='UTF-8'>", *messages, "</html>", name="Sam.html")


def html(body: str, who: str = "Sam", time: str = "Mar 01, 2024  7:05:09 PM") -> str:
    head = f'<p><span class="timestamp"><a title="x" href="sms://x">{time}</a> (Read by you)</span><span class="sender">{who}</span></p>'
    return f'<div class="message"><div class="received">{head}{body}</div></div>'


def part(text: str) -> str:
    return f'<hr><div class="message_part"><span class="bubble">{text}</span></div>'


def test_a_page_gives_what_the_text_gives():
    reply = html(part("of course &amp; <b>soon</b>"), "Me", "Mar 01, 2024  7:06:00 PM")
    read = page(
        html(part("you&#39;ll come?<br>please") + f'<div class="replies"><div class="reply">{reply}</div></div>'),
        html(
            '<span class="reply_context">This message responded to an earlier message.</span>' + part("of course &amp; soon"),
            "Me",
            "Mar 01, 2024  7:06:00 PM",
        ),
        html('<div class="message_part"><span class="unsent">Sam unsent this message part!</span></div>'),
        html('<div class="message_part"><video controls><source src="attachments/1.mov"></video></div>' + part("see")),
    )
    assert [(message.speaker, message.text, message.kind, message.reply_to) for message in read.messages] == [
        ("Sam", "you'll come?\nplease", Kind.TEXT, None),
        ("Me", "of course & soon", Kind.TEXT, 0),
        ("Sam", "", Kind.DELETED, None),
        ("Sam", "see", Kind.MEDIA, None),
    ]
    assert read.issues == ()


def test_what_is_no_export_is_a_clear_error():
    with pytest.raises(NotAConversation, match="imessage-exporter"):
        chat("Dear diary", "today nothing")
    assert FORMAT.likeness(memory_source("x.txt", b"Dear diary\ntoday nothing")) is Likeness.NO
    with pytest.raises(NotAConversation, match="deep"):
        page(html(part("hi")), "<div>" * 3000)


def test_long_odd_lines_take_no_longer_than_they_are():
    read = chat(*block("a/" * 20000, "~/" * 20000 + " ", "May 1, 2024 " * 5000, "x " * 20000 + "by", "Edited " * 9000))
    assert len(read.messages) == 1
