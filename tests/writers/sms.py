"""Writes a conversation as SMS Backup & Restore writes it, emoji as two references to halves included."""

from __future__ import annotations

from datetime import datetime, timedelta
from xml.sax.saxutils import quoteattr

from hypothesis import strategies as st

from reattune.core.message import Conversation, Kind, Message, Notice
from tests.strategies import NAMES, TEXTS

EPOCH = datetime(1970, 1, 1)
TIMES = st.integers(1_200_000_000_000, 1_900_000_000_000).map(lambda count: EPOCH + timedelta(milliseconds=count))
BASE64 = "iVBORw0KGgo" * 200


def write(conversation: Conversation) -> bytes:
    """The backup's bytes; a number stands for each speaker."""
    people = sorted({message.thread for message in conversation.messages} | {name for name, _ in conversation.speakers()} - {"Me"})
    numbers = {name: f"+4477009000{index:02}" for index, name in enumerate(people)}
    rows = [_row(message, numbers, conversation) for message in conversation.messages]
    for notice in reversed(conversation.notices):
        rows.insert(notice.before, _draft(notice))
    whole = "\n".join(("<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>", f'<smses count="{len(rows)}">', *rows, "</smses>"))
    return whole.encode()


def _attribute(text: str) -> str:
    return "".join(_halves(letter) if ord(letter) > 0xFFFF else letter for letter in quoteattr(text, {"\n": "&#10;"}))


def _halves(letter: str) -> str:
    raw = letter.encode("utf-16-be")
    return f"&#{int.from_bytes(raw[:2], 'big')};&#{int.from_bytes(raw[2:], 'big')};"


def _count(time: datetime | None) -> int:
    assert time is not None, "the backup always counts"
    return (time - EPOCH) // timedelta(milliseconds=1)


def _draft(notice: Notice) -> str:
    text = notice.text.removeprefix("a draft that was never sent: ")
    return f'<sms address="+15550000000" date="{_count(notice.time)}" type="3" subject="null" body={_attribute(text)} contact_name="(Unknown)" />'


def _row(message: Message, numbers: dict[str, str], conversation: Conversation) -> str:
    other = message.thread or next((name for name, _ in conversation.speakers() if name != "Me"), "Ana")
    direction = 2 if message.speaker == "Me" else 1
    who = f'address="{numbers.get(other, "+447700900099")}" contact_name={_attribute(other)} date="{_count(message.time)}"'
    if message.kind is Kind.TEXT:
        return f'<sms protocol="0" {who} type="{direction}" subject="null" body={_attribute(message.text)} />'
    words = f'<part ct="text/plain" text={_attribute(message.text)} />' if message.text else ""
    return f'<mms {who} msg_box="{direction}"><parts><part ct="image/png" text="null" data="{BASE64}" />{words}</parts></mms>'


@st.composite
def conversations(draw: st.DrawFn) -> Conversation:
    """Conversations that the backup can express: everyone talks with the phone's owner in a thread of their own."""
    names = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    messages: list[Message] = []
    for _ in range(draw(st.integers(0, 8))):
        name, own = draw(st.sampled_from(names)), draw(st.booleans())
        kind = draw(st.sampled_from((Kind.TEXT, Kind.MEDIA)))
        text = draw(TEXTS if kind is Kind.TEXT else TEXTS | st.just(""))
        messages.append(Message("Me" if own else name, "" if text == "null" else text, draw(TIMES), kind, utc=True, thread=name))
    messages = [message for message in messages if message.text or message.kind is Kind.MEDIA]
    if len({message.thread for message in messages}) == 1:
        messages = [message._replace(thread="") for message in messages]
    places = sorted(draw(st.lists(st.integers(0, len(messages)), max_size=2)))
    notices = tuple(
        Notice(f"a draft that was never sent: {draw(TEXTS.filter(lambda text: text != 'null'))}", draw(TIMES), place) for place in places
    )
    owner = "Me" if any(message.speaker == "Me" for message in messages) else None
    return Conversation(tuple(messages), notices, format="sms", owner=owner, lines=len(messages) + len(notices))
