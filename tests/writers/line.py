"""Writes a conversation as LINE's phone export writes it, in the day order that the conversation names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from reattune.core.message import Conversation, Kind, Message, Notice
from tests.strategies import MINUTES, NAMES, TEXTS, a_message

DAYS = {"ymd": "%Y/%m/%d(%a)", "mdy": "%a, %m/%d/%Y", "dmy": "%a, %d/%m/%Y"}
NOTICES = ("Ana joined the group", "Bo-Linがグループに参加しました。", "☎ Call time 0:20")


def write(conversation: Conversation) -> bytes:
    """The export's bytes."""
    lines = ["[LINE] Chat history with Ana", "Saved on: 2031/01/03 09:00"]
    day: date | None = None
    for index, message in enumerate((*conversation.messages, None)):
        rows: list[Notice | Message] = [notice for notice in conversation.notices if notice.before == index]
        rows += [message] if message is not None else []
        for row in rows:
            assert row.time is not None, "the export always writes a time"
            if row.time.date() != day:
                day = row.time.date()
                lines += ["", day.strftime(DAYS[conversation.date_order or "ymd"])]
            lines.append(f"{row.time:%H:%M}\t{_cells(row)}")
    return "\r\n".join([*lines, ""]).encode()


def _cells(row: Notice | Message) -> str:
    if isinstance(row, Notice):
        return f"\t{row.text}"
    if row.kind is Kind.DELETED:
        return f"\t{row.speaker} unsent a message."
    return f"{row.speaker}\t{_body(row)}"


def _body(message: Message) -> str:
    if message.kind is Kind.MEDIA:
        return "[Photo]"
    return '"' + message.text.replace('"', '""') + '"' if "\n" in message.text else message.text


def _is_own_words(text: str) -> bool:
    return text[0] not in '["☎' and "\t" not in text and not text[0].isdigit()


@st.composite
def conversations(draw: st.DrawFn) -> Conversation:
    """Conversations that the export can express, with two days in them that settle the order."""
    order = draw(st.sampled_from(sorted(DAYS)))
    first = Message("Ana", "it was the 25th", draw(MINUTES).replace(month=3, day=25))
    drawn = st.one_of(
        st.builds(a_message, NAMES, TEXTS.filter(_is_own_words), MINUTES),
        st.builds(a_message, NAMES, st.just(""), MINUTES, kind=st.just(Kind.MEDIA)),
        st.builds(a_message, NAMES, st.just(""), MINUTES, kind=st.just(Kind.DELETED)),
        st.builds(a_message, NAMES, st.just("[Location]"), MINUTES, kind=st.just(Kind.OTHER)),
    )
    messages = (first, *draw(st.lists(drawn, max_size=8)))
    places = sorted(draw(st.lists(st.integers(0, len(messages)), max_size=3)))
    notices = tuple(Notice(draw(st.sampled_from(NOTICES)), draw(MINUTES), place) for place in places)
    whole = Conversation(messages, notices, format="line", date_order=order)
    return replace(whole, lines=write(whole).count(b"\n"))
