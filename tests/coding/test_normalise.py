"""What the encoder is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reattune.coding.normalise import normalise


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
