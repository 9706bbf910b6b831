"""DiscordChatExporter's JSON as people have it; every row here is made up for this test."""

from __future__ import annotations

from reattune.core.message import Conversation, Kind
from reattune.reading.discord import FORMAT
from reattune.reading.format import Options
from reattune.reading.source import memory_source
from tests.writers.chats import dumped


def author(name: str, **fields: object) -> dict[str, object]:
    return {"id": name, "name": name.lower(), "nickname": name, "isBot": False, **fields}


def row(**fields: object) -> dict[str, object]:
    return {
        "id": "1",
        "type": "Default",
        "timestamp": "2024-05-06T09:08:09.1234567+02:00",
        "content": "",
        "author": author("Ana"),
        **fields,
    }


def read(*rows: object, **channel: object) -> Conversation:
    whole = {"guild": {"id": "0"}, "channel": {"type": "GuildTextChat", "name": "talk", **channel}, "messages": list(rows)}
    return FORMAT.read(memory_source("talk.json", dumped(whole)), Options())


def test_times_are_turned_into_utc():
    (message,) = read(row(content="hi")).messages
    assert message.written_at() == "2024-05-06T07:08:09.123456Z"


def test_what_the_service_does_is_a_notice():
    found = read(
        row(content="hi"), row(type="Call", content="Started a call."), row(type="ChannelPinnedMessage", content="Pinned a message.")
    )
    assert [notice.text for notice in found.notices] == ["Ana: Started a call.", "Ana: Pinned a message."]


def test_a_bot_without_words_is_a_notice_and_with_words_itself():
    bot = author("Helper", isBot=True)
    found = read(row(author=bot, embeds=[{"title": "Levels", "description": "up"}]), row(author=bot, content="welcome"))
    assert ([notice.text for notice in found.notices], found.speakers()) == (["Helper: Levels up"], (("Helper", 1),))


def test_one_webhook_may_speak_for_several():
    found = read(*(row(author=author(name, id="77", isBot=True), content="hi") for name in ("Ivy", "Kit", "Ivy")))
    assert [message.speaker for message in found.messages] == ["Ivy", "Kit", "Ivy"]


def test_files_stickers_and_what_was_passed_on():
    found = read(
        row(content="look", attachments=[{"id": "1"}]),
        row(stickers=[{"name": "Wave"}]),
        row(embeds=[{"url": "https://example.org"}]),
        row(content="https://example.org", embeds=[{"url": "https://example.org"}]),
        row(forwardedMessage={"content": "another's"}),
        row(),
    )
    assert [(message.kind, message.text) for message in found.messages] == [
        (Kind.MEDIA, "look"),
        (Kind.OTHER, "Wave"),
        (Kind.MEDIA, ""),
        (Kind.TEXT, "https://example.org"),
        (Kind.OTHER, "another's"),
        (Kind.OTHER, ""),
    ]


def test_a_reply_names_what_it_answers_and_a_reaction_its_giver_where_told():
    found = read(
        row(id="7", content="a", reactions=[{"emoji": {"name": "👍"}, "count": 3}, {"emoji": {"name": "❤"}, "users": [author("Bo")]}]),
        row(id="8", type="Reply", content="b", reference={"messageId": "7"}, timestampEdited="2024-05-06T09:09:09+02:00"),
        row(id="9", type="Reply", content="c", reference={"messageId": "404"}),
    )
    assert [message.reply_to for message in found.messages] == [None, 0, None]
    assert found.messages[0].reactions == (("", "👍"), ("Bo", "❤"))
    assert [message.edited for message in found.messages] == [False, True, False]


def test_the_owner_is_who_a_direct_chat_is_not_named_after():
    rows = (row(content="a"), row(content="b", author=author("Bo")))
    assert read(*rows, type="DirectTextChat", name="bo").owner == "Ana"
    assert read(*rows, name="bo").owner is None


def test_a_row_that_is_none_is_an_issue():
    found = read(row(content="hi"), 5, row(content="when?", timestamp="soon"))
    assert ([issue.line for issue in found.issues], found.messages[1].time) == ([2, 3], None)
