"""The context of a message."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reattune.coding.window import LAST_WORDS, ending, windows
from reattune.core.message import Kind
from tests.stories import conversation


def test_up_to_three_earlier_messages_with_speaker_and_gap() -> None:
    told = conversation("A: one", "B {5m}: two", "A {2h}: three", "A {1m}: four", "B {3m}: five")
    assert windows(told.messages)[4].context == ((True, "two", 120.0), (False, "three", 1.0), (False, "four", 3.0))
    assert windows(told.messages)[0].context == ()


def test_a_message_without_words_is_passed_over_and_its_gap_kept() -> None:
    told = conversation("A: one", "B {5m}: two", "B {5m}: three")
    silent = (told.messages[0], told.messages[1]._replace(text="", kind=Kind.MEDIA), told.messages[2])
    assert windows(silent)[2].context == ((False, "one", 10.0),)


def test_threads_do_not_hear_each_other() -> None:
    told = conversation("A: one", "B: two")
    apart = (told.messages[0]._replace(thread="x"), told.messages[1]._replace(thread="y"))
    assert windows(apart)[1].context == ()


def test_without_times_gaps_are_unknown() -> None:
    told = conversation("A: one", "B: two", timed=False)
    assert windows(told.messages)[1].context == ((False, "one", None),)


@given(st.lists(st.sampled_from(["a", "no", "\u00e9", "never"]), max_size=LAST_WORDS + 9), st.sampled_from([" ", "  ", "\n"]))
def test_of_a_long_message_the_end_is_heard_and_a_short_one_as_it_is(words: list[str], between: str) -> None:
    text = between.join(words)
    assert ending(text) == (text if len(words) <= LAST_WORDS else " ".join(words[-LAST_WORDS:]))
