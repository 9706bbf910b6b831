"""Writes a conversation as WhatsApp's iOS export writes it, in the day order that the conversation names."""

from __future__ import annotations

from datetime import datetime

from hypothesis import strategies as st

from reattune.core.message import Conversation, Kind, Message, Notice
from tests.strategies import NAMES, SECONDS, TEXTS, a_message

LRM = "\u200e"
DAYS = {"dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y", "ymd": "%Y-%m-%d"}
NOTICES = ("Ana created group “Us: the four”", "Bo-Lin left", "Ana added 小雪", "رنا pinned a message")
POLL = "POLL:\nWhich day?\nOPTION: Friday (1 vote)\nOPTION: Sunday (0 votes)"


def write(conversation: Conversation) -> bytes:
    """The export's bytes."""
    order = conversation.date_order or "ymd"
    lines: list[str] = []
    for index, message in enumerate(conversation.messages):
        lines += [_notice(notice, order) for notice in conversation.notices if notice.before == index]
        lines.append(f"{_head(message.time, order)} {message.speaker}: {_body(message)}")
    after = len(conversation.messages)
    lines += [_notice(notice, order) for notice in conversation.notices if notice.before == after]
    return ("\r\n".join(lines) + "\r\n").encode()


def _head(when: datetime | None, order: str) -> str:
    assert when is not None, "the export always writes a time"
    return f"[{when.strftime(DAYS[order])}, {when:%H:%M:%S}]"


def _notice(notice: Notice, order: str) -> str:
    return f"{_head(notice.time, order)} {LRM}{notice.text}"


def _body(message: Message) -> str:
    if message.kind is Kind.DELETED:
        return f"{LRM}This message was deleted."
    if message.kind is Kind.MEDIA:
        return f"{message.text} {LRM}<attached: 00000007-PHOTO.jpg>" if message.text else f"{LRM}image omitted"
    if message.kind is Kind.OTHER:
        return message.text.replace("POLL", f"{LRM}POLL").replace("OPTION", f"{LRM}OPTION")
    return f"{message.text} {LRM}<This message was edited>" if message.edited else message.text


def _is_own_words(text: str) -> bool:
    """Whether a text cannot be taken for a header, a placeholder, a notice or the second half of a name."""
    return ": " not in text and not any(line.lstrip().startswith(("[", "<")) for line in text.split("\n")) and text[-1] not in ">)"


def _messages() -> st.SearchStrategy[Message]:
    texts = TEXTS.filter(_is_own_words)
    one_line = texts.map(lambda text: text.replace("\n", " "))
    return st.one_of(
        st.builds(a_message, NAMES, texts, SECONDS, edited=st.booleans()),
        st.builds(a_message, NAMES, st.one_of(st.just(""), one_line), SECONDS, kind=st.just(Kind.MEDIA)),
        st.builds(a_message, NAMES, st.just(""), SECONDS, kind=st.just(Kind.DELETED)),
        st.builds(a_message, NAMES, st.just(POLL), SECONDS, kind=st.just(Kind.OTHER)),
    )


@st.composite
def conversations(draw: st.DrawFn) -> Conversation:
    """Conversations that the export can express, with a day in them that settles the order."""
    order = draw(st.sampled_from(sorted(DAYS)))
    settles = Message("Ana", "it was the 25th", datetime(2024, 3, 25, 7, 30, 1))
    messages = (settles, *draw(st.lists(_messages(), max_size=8)))
    places = sorted(draw(st.lists(st.integers(0, len(messages)), max_size=3)))
    notices = tuple(Notice(draw(st.sampled_from(NOTICES)), draw(SECONDS), place) for place in places)
    lines = sum(message.text.count("\n") + 1 for message in messages) + len(notices)
    return Conversation(messages, notices, format="whatsapp", date_order=order, lines=lines)
