"""A text cut at the words that carry something."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reattune.app.marked import Piece, pieces
from reattune.core.coded import Evidence
from reattune.core.names import Move

SPANS = st.tuples(st.integers(0, 20), st.integers(1, 20)).map(lambda pair: (pair[0], sum(pair)))


@given(
    st.text(min_size=40, max_size=60),
    st.lists(st.builds(Evidence, st.sampled_from(Move), st.lists(SPANS, max_size=3).map(tuple)), max_size=4),
)
def test_cutting_loses_no_letter_and_what_is_marked_says_why(text: str, found: list[Evidence]) -> None:
    cut = pieces(text, found, " ".join)
    assert "".join(piece.words for piece in cut) == text
    assert all(bool(piece.why) is bool(piece.tone) for piece in cut)


def test_words_that_carry_two_moves_name_both_once() -> None:
    found = [Evidence(Move.HURT, ((0, 3),)), Evidence(Move.CRITICISM, ((0, 3), (4, 7))), Evidence(Move.CRITICISM, ((1, 2),))]
    first, space, second, rest = pieces("one two three", found, " and ".join)
    assert (first.words, sorted(first.why.split(" and "))) == ("one", sorted([Move.HURT, Move.CRITICISM]))
    assert (space, second.words, second.why, rest) == (Piece(" "), "two", Move.CRITICISM, Piece(" three"))
