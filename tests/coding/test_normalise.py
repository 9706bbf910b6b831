"""What the encoder is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reattune.coding.normalise import SHOUTED_LETTERS, SHOUTED_SHARE, _shouted, normalise


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("I’m “sorry”…", 'I\'m "sorry"...'),
        ("nooooooo", "noo"),
        ("STOP DOING THAT", "shouting: STOP DOING THAT"),
        ("OK", "OK"),
        ("you 😂", "you tears of joy"),
        ("see https://example.org/a?b=1 ok", "see link ok"),
        ("  a \n b ", "a b"),
    ],
)
def test_what_the_vocabulary_would_lose_is_put_into_words(text: str, shown: str) -> None:
    assert normalise(text) == shown


@given(st.text(max_size=300))
def test_it_takes_any_text_and_settles(text: str) -> None:
    once = normalise(text)
    assert normalise(once.removeprefix("shouting: ")).removeprefix("shouting: ") == once.removeprefix("shouting: ")


@pytest.mark.parametrize(
    ("text", "shown"),
    [("caf\udce9", "caf\ufffd"), ("\ud83d", "\ufffd"), ("\ud83d ok", "\ufffd ok"), ("you \ud83d\ude02", "you tears of joy")],
)
def test_half_a_letter_is_marked_and_two_halves_are_one(text: str, shown: str) -> None:
    assert normalise(text) == shown


@given(st.text(st.characters(), max_size=60))
def test_whatever_comes_in_utf_8_comes_out(text: str) -> None:
    normalise(text).encode("utf-8")


@given(st.text("aBc DE!7", max_size=40))
def test_a_shout_is_counted_alike_in_plain_letters_and_in_any(text: str) -> None:
    """A letter from beyond the plain ones changes how it is counted; two, one of each kind, change the count itself as they should."""
    capitals, small = sum(map(str.isupper, text)), sum(map(str.islower, text))
    for more, count in (("", 0), ("\u00c9\u00e9", 1)):
        loud, all_of_them = capitals + count, capitals + small + 2 * count
        assert _shouted(text + more) == (all_of_them >= SHOUTED_LETTERS and loud >= SHOUTED_SHARE * all_of_them)
