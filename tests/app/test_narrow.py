"""Which part of a conversation is kept: days and people, and nothing left out in silence."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from reattune.app.narrow import Narrowing, narrowed
from reattune.core.errors import BadOption
from reattune.core.message import Conversation, Message, Notice


def said(*days: int | None) -> Conversation:
    """A message a day of March; None for one without a time."""
    return Conversation(
        tuple(Message("AB"[place % 2], f"m{place}", (day and datetime(2026, 3, day, 9)) or None) for place, day in enumerate(days))
    )


def texts(conversation: Conversation) -> str:
    return " ".join(message.text for message in conversation.messages)


def test_both_days_of_a_span_are_in_it() -> None:
    assert texts(narrowed(said(1, 2, 3, 4), Narrowing.of("2026-03-02", "2026-03-03", None))) == "m1 m2"


@pytest.mark.parametrize(
    ("days", "kept"),
    [
        ((1, None, 2, None, None, 5), "m2 m3 m4"),  # each goes with the message before it
        ((None, 2, 5), "m0 m1"),  # the first ones with the one after
        ((2, 5, None), "m0"),
    ],
)
def test_a_message_without_a_time_is_kept_or_left_with_its_neighbour(days: tuple[int | None, ...], kept: str) -> None:
    assert texts(narrowed(said(*days), Narrowing(date(2026, 3, 2), date(2026, 3, 4)))) == kept


def test_a_message_without_a_time_goes_with_its_own_chat() -> None:
    in_span, before = datetime(2026, 3, 3), datetime(2026, 2, 1)
    chats = (
        Message("A", "m0", in_span, thread="x"),
        Message("A", "m1", None, thread="y"),
        Message("B", "m2", before, thread="y"),
        Message("B", "m3", None, thread="x"),
        Message("B", "m4", None, thread="z"),
    )
    part = narrowed(Conversation(chats), Narrowing(date(2026, 3, 2), None))
    assert texts(part) == "m0 m3"
    assert [issue.why for issue in part.issues] == ["messages left out by the span of days, for their chat has no date: 1"]


def test_a_span_of_a_record_without_dates_is_an_error_that_says_so() -> None:
    with pytest.raises(BadOption, match="the record has no dates"):
        narrowed(said(None, None), Narrowing(date(2026, 3, 2), None))


def test_replies_and_notices_keep_their_places() -> None:
    whole = said(1, 2, 3, 4)
    messages = (*whole.messages[:3], whole.messages[3]._replace(reply_to=2))
    part = narrowed(Conversation(messages, (Notice("joined", datetime(2026, 3, 3, 8), before=2),)), Narrowing(date(2026, 3, 2), None))
    assert part.messages[-1].reply_to == 1
    assert part.notices[0].before == 1


def test_with_a_name_only_the_two_are_kept() -> None:
    three = Conversation((Message("A", "m0"), Message("B", "m1"), Message("C", "m2"), Message("A", "m3")))
    assert texts(narrowed(three, Narrowing(with_name="c"), "A")) == "m0 m2 m3"
    with pytest.raises(BadOption, match="say who you are"):
        narrowed(three, Narrowing(with_name="c"))
