"""Clauses and the words that carry a move."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reattune.coding.evidence import carried_by, clauses
from reattune.core.coded import Coded, Heard
from reattune.core.names import Move


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("I'm sorry I shouted. But you started it.", ["I'm sorry I shouted.", "But you started it."]),
        ("I was tired, so I snapped", ["I was tired,", "so I snapped"]),
        ("ok", ["ok"]),
        ("", []),
        ("line one\nline two", ["line one", "line two"]),
    ],
)
def test_clauses(text: str, parts: list[str]) -> None:
    assert [text[a:b] for a, b in clauses(text)] == parts


@given(st.text(max_size=200))
def test_clauses_are_in_order_apart_and_hold_every_word(text: str) -> None:
    spans = clauses(text)
    assert all(a < b for a, b in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    assert "".join("".join(text[a:b] for a, b in spans).split()) == "".join(text.split())


def test_the_clause_without_which_the_move_is_gone_carries_it() -> None:
    coded = Coded((Heard(Move.APOLOGY, 0.9),))
    column = list(Move).index(Move.APOLOGY)
    whole = np.zeros(26, np.float32)
    whole[column] = 3.0
    without, alone = np.tile(whole, (2, 1)), np.zeros((2, 26), np.float32)
    without[0, column] = -2.0
    (found,) = carried_by(coded, ((0, 5), (6, 12)), whole, without, alone)
    assert found.spans == ((0, 5),)


def test_where_two_clauses_say_the_same_the_one_that_says_it_alone_carries_it() -> None:
    coded = Coded((Heard(Move.APOLOGY, 0.9),))
    column = list(Move).index(Move.APOLOGY)
    whole, without, alone = np.zeros(26, np.float32), np.zeros((2, 26), np.float32), np.zeros((2, 26), np.float32)
    alone[1, column] = 2.0
    (found,) = carried_by(coded, ((0, 5), (6, 12)), whole, without, alone)
    assert found.spans == ((6, 12),)


@pytest.mark.parametrize(
    "text",
    ["I'm so sorry", "it was so much worse", "I said it only once", "even then nobody came", "I know which way", "say when exactly"],
)
def test_a_word_that_belongs_to_the_next_one_cuts_nothing(text: str) -> None:
    assert [text[a:b] for a, b in clauses(text)] == [text]


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("I was tired so I snapped", "so I snapped"),
        ("I was so sorry when you left", "when you left"),
        ("I can fix it if it’s not too late", "if it’s not too late"),
        ("call me then we talk", "then we talk"),
        ("it was late so im sorry", "so im sorry"),
        ("I'm so sorry but please listen", "but please listen"),
        ("I snapped because work was bad", "because work was bad"),
    ],
)
def test_a_word_that_opens_a_clause_cuts_before_itself(text: str, second: str) -> None:
    assert [text[a:b] for a, b in clauses(text)][1:] == [second]
