"""Writes a conversation as imessage-exporter writes text: replies inside what they answer, and again in their own place."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from hypothesis import strategies as st

from reattune.core.message import Conversation, Kind, Message, Notice
from tests.strategies import NAMES, SECONDS, TEXTS, a_message

NOTICES = ("You renamed the conversation to Us: the four", "Bo-Lin left the conversation.", "Ana changed the group photo.")
REACTIONS = st.lists(st.tuples(NAMES, st.sampled_from(("Loved", "Questioned", "☕️"))), max_size=2).map(tuple)


def write(conversation: Conversation) -> bytes:
    """The export's bytes."""
    blocks: list[str] = []
    for index, message in enumerate(conversation.messages):
        blocks += [_notice(notice) for notice in conversation.notices if notice.before == index]
        blocks.append(_block(index, message, conversation))
    after = len(conversation.messages)
    blocks += [_notice(notice) for notice in conversation.notices if notice.before == after]
    return "".join(blocks).encode()


def _when(time: datetime | None) -> str:
    assert time is not None, "the export always writes a time"
    return f"{time:%b} {time:%d}, {time.year} {time.hour % 12 or 12:>2}:{time:%M:%S %p}"


def _notice(notice: Notice) -> str:
    return f"{_when(notice.time)} {notice.text}\n\n"


def _block(index: int, message: Message, conversation: Conversation) -> str:
    lines = _lines(message)
    for reply in conversation.messages:
        if reply.reply_to == index:
            lines += [f"    {line}" if line else line for line in _lines(reply)] + [""]
    if message.reply_to is not None:
        lines.append("This message responded to an earlier message.")
    return "\n".join(lines) + "\n\n"


def _lines(message: Message) -> list[str]:
    lines = [_when(message.time), message.speaker, *_body(message)]
    if message.reactions:
        lines += ["Tapbacks:", *(f"    {what} by {who}" for who, what in message.reactions)]
    return lines


def _body(message: Message) -> list[str]:
    if message.kind is Kind.DELETED:
        return ["They unsent this message part 5 seconds after sending!"]
    if message.edited:
        return [f"{_when(message.time)} an earlier version", f"Edited 7 seconds later: {message.text}"]
    shown = message.text.split("\n") if message.text else []
    return [*shown, "attachments/3/one or two.heic"] if message.kind is Kind.MEDIA else shown


def _is_own_words(text: str) -> bool:
    return not any("/" in line or "\\" in line or "." in line for line in text.split("\n"))


@st.composite
def conversations(draw: st.DrawFn) -> Conversation:
    """Conversations that the export can express; one person says nothing twice in the same second."""
    texts = TEXTS.filter(_is_own_words)
    names = NAMES | st.just("Me")
    drawn = st.one_of(
        st.builds(a_message, names, texts, SECONDS, edited=st.booleans(), reactions=REACTIONS),
        st.builds(a_message, names, st.just("") | texts, SECONDS, kind=st.just(Kind.MEDIA), reactions=REACTIONS),
        st.builds(a_message, names, st.just(""), SECONDS, kind=st.just(Kind.DELETED)),
    )
    messages = draw(st.lists(drawn, min_size=1, max_size=8, unique_by=lambda message: (message.speaker, message.time)))
    for at in range(1, len(messages)):
        answered = draw(st.none() | st.integers(0, at - 1))
        if answered is not None and messages[answered].reply_to is None:
            messages[at] = messages[at]._replace(reply_to=answered)
    places = sorted(draw(st.lists(st.integers(0, len(messages)), max_size=3)))
    notices = tuple(Notice(draw(st.sampled_from(NOTICES)), draw(SECONDS), place) for place in places)
    owner = "Me" if any(message.speaker == "Me" for message in messages) else None
    whole = Conversation(tuple(messages), notices, format="imessage", owner=owner)
    return replace(whole, lines=write(whole).count(b"\n"))
