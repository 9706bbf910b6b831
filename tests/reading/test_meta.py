"""Messenger's and Instagram's JSON as people have it; every row here is made up for this test."""

from __future__ import annotations

import json

import pytest

from reattune.core.message import Conversation, Kind
from reattune.reading import instagram, messenger
from reattune.reading.format import Likeness, Options
from reattune.reading.meta import mended
from reattune.reading.source import memory_source
from tests.writers.chats import dumped, source_of

BOTH = {"participants": [{"name": "Bo Li"}, {"name": "Ana Ruiz"}], "title": "Bo Li"}


def row(**fields: object) -> dict[str, object]:
    return {"sender_name": "Ana Ruiz", "timestamp_ms": 1715000000123, **fields}


def read(*rows: object, **header: object) -> Conversation:
    return messenger.FORMAT.read(memory_source("message_1.json", dumped(BOTH | header | {"messages": list(rows)})), Options())


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("CafÃ© ð\x9f\x98\x8a", "Café 😊"),
        ("Café", "Café"),
        ("«É»", "«É»"),
        ("plain", "plain"),
        ("already 😊 whole é", "already 😊 whole é"),
        ("Ð¿ÑÐ¸Ð²ÐµÑ", "Ð¿ÑÐ¸Ð²ÐµÑ"),
    ],
)
def test_letters_are_mended_only_where_they_are_broken(text, whole):
    assert mended(text) == whole


@pytest.mark.parametrize(
    ("fields", "kind", "text"),
    [
        ({"content": "hi"}, Kind.TEXT, "hi"),
        ({"content": "Ana Ruiz sent a photo.", "photos": [{"uri": "x"}]}, Kind.MEDIA, ""),
        ({"content": "at the pier", "photos": [{"uri": "x"}]}, Kind.MEDIA, "at the pier"),
        ({"sticker": {"uri": "x"}}, Kind.MEDIA, ""),
        ({"content": "You sent an attachment.", "share": {"link": "https://example.org"}}, Kind.OTHER, "https://example.org"),
        ({"content": "see https://example.org", "share": {"link": "https://example.org"}}, Kind.TEXT, "see https://example.org"),
        ({"is_unsent": True}, Kind.DELETED, ""),
        ({"content": "Ana unsent a message"}, Kind.DELETED, ""),
        ({}, Kind.OTHER, ""),
    ],
)
def test_what_a_row_says(fields, kind, text):
    (message,) = read(row(**fields)).messages
    assert (message.kind, message.text, message.speaker) == (kind, text, "Ana Ruiz")
    assert message.written_at() == "2024-05-06T12:53:20.123Z"


@pytest.mark.parametrize(
    "fields",
    [
        {"content": "Ana Ruiz called you.", "call_duration": 12},
        {"content": "Bo joined", "type": "Subscribe"},
        {"content": "Ana Ruiz named the group The four."},
        {"content": "Ana set the nickname for Bo to Captain."},
        {"content": "You set the emoji to 🦊."},
        {"content": "The video chat ended."},
        {"content": "Liked a message"},
        {"content": "Reacted 😮 to your message "},
        {"content": "Ana hat die Gruppe verlassen."},
    ],
)
def test_what_meta_wrote_is_a_notice(fields):
    found = read(row(content="hi"), row(**fields))
    assert (len(found.messages), [notice.before for notice in found.notices]) == (1, [0])


@pytest.mark.parametrize(
    "text",
    [
        "You called me names.",
        "You left the call.",
        "You removed me from the group.",
        "You never called",
        "missed call from mum",
        "Bo left the group",
        "Video call?",
        "You turned off your phone.",
        "You ended the call.",
        "ana sent me a photo",
        "sent a photo",
    ],
)
def test_a_persons_own_words_are_never_a_notice(text):
    (message,) = read(row(content=text)).messages
    assert (message.kind, message.text) == (Kind.TEXT, text)


def test_you_is_only_the_owner():
    found = read(row(sender_name="Bo Li", content="You set the emoji to 🦊."))
    assert (found.owner, [message.text for message in found.messages]) == ("Ana Ruiz", ["You set the emoji to 🦊."])


def test_several_files_are_one_thread_turned_around():
    files = {
        f"inbox/bo_1/message_{number}.json": dumped(BOTH | {"messages": [row(content=f"{number}{at}", timestamp_ms=t) for at, t in times]})
        for number, times in ((1, ((1, 9000), (2, 8000))), (2, ((1, 7000), (2, 6000))), (10, ((1, 5000),)))
    }
    found = messenger.FORMAT.read(source_of(files), Options())
    assert [message.text for message in found.messages] == ["101", "22", "21", "12", "11"]
    assert (found.lines, found.threads()) == (5, ("",))


def test_a_file_that_is_in_order_already_stays_so():
    found = read(row(content="a", timestamp_ms=1000), row(content="b", timestamp_ms=2000))
    assert [message.text for message in found.messages] == ["a", "b"]


def test_one_broken_thread_does_not_lose_the_others():
    files = {"inbox/a_1/message_1.json": dumped(BOTH | {"messages": [row(content="a")]}), "inbox/b_1/message_1.json": b'{"messages": ['}
    found = messenger.FORMAT.read(source_of(files), Options())
    assert ([message.text for message in found.messages], len(found.issues)) == (["a"], 1)


def test_rows_that_are_none_are_issues():
    found = read(row(content="a"), "text", {"content": "whose?"})
    assert ([message.text for message in found.messages], [issue.line for issue in found.issues]) == (["a"], [3, 2])


def test_the_encrypted_export_is_read():
    whole = {
        "participants": ["Ana", "Bo"],
        "threadName": "Bo_12",
        "messages": [
            {"senderName": "Ana", "timestamp": 1000, "text": "hi", "type": "text", "reactions": [{"actor": "Bo", "reaction": "❤"}]},
            {"senderName": "Bo", "timestamp": 2000, "text": "", "type": "media", "media": [{"uri": "./media/1.jpeg"}]},
            {"senderName": "Bo", "timestamp": 3000, "text": "", "type": "text", "isUnsent": True},
        ],
    }
    source = memory_source("Bo_12.json", dumped(whole))
    assert messenger.FORMAT.likeness(source) is Likeness.CERTAIN
    assert instagram.FORMAT.likeness(source) is Likeness.NO
    found = messenger.FORMAT.read(source, Options())
    assert [(m.speaker, m.kind) for m in found.messages] == [("Ana", Kind.TEXT), ("Bo", Kind.MEDIA), ("Bo", Kind.DELETED)]
    assert found.messages[0].reactions == (("Bo", "❤"),)


def test_instagrams_older_export_is_read():
    def said(**fields: object) -> dict[str, object]:
        return {"sender": "ana.r", "created_at": "2019-05-06T07:08:09.123456+02:00", **fields}

    newest_first = [
        said(text="late", created_at="2019-05-06T09:00:00+00:00"),
        said(media="https://x", likes=[{"username": "bo"}]),
        said(video_call_action="ana.r started a video chat"),
        {"text": "whose?"},
        said(heart="❤️", created_at="2019-05-06T01:00:00+00:00"),
    ]
    source = memory_source("messages.json", dumped([{"participants": ["bo", "ana.r"], "conversation": newest_first}]))
    assert instagram.FORMAT.likeness(source) is Likeness.CERTAIN
    found = instagram.FORMAT.read(source, Options())
    assert [(m.kind, m.text) for m in found.messages] == [(Kind.TEXT, "❤️"), (Kind.MEDIA, ""), (Kind.TEXT, "late")]
    assert found.messages[1].written_at() == "2019-05-06T05:08:09.123456Z"
    assert ([notice.before for notice in found.notices], [issue.line for issue in found.issues]) == ([1], [4])


def test_a_byte_order_mark_is_no_trouble():
    content = b"\xef\xbb\xbf" + json.dumps(BOTH | {"messages": [row(content="hi")]}).encode()
    assert len(messenger.FORMAT.read(memory_source("message_1.json", content), Options()).messages) == 1
