"""Words are put for near ones, by chance and the same from the same seed, and what is made so carries no label."""

from __future__ import annotations

import random

import pytest

pytest.importorskip("torch", reason="torch belongs to training; `make test-training` runs this")

from reattune.core.names import Move, Verdict
from training.data import Example
from training.nearby import moved, nearby, neighbours

NEAR = {"sorry": ["sad", "ashamed"], "late": ["early"]}


def test_about_so_many_words_move_and_a_capital_stays() -> None:
    chance = random.Random(3)
    assert moved("Sorry I was LATE, zzz", NEAR, 1.0, random.Random(1)) in {"Sad I was Early, zzz", "Ashamed I was Early, zzz"}
    assert moved("Sorry I was late", NEAR, 0.0, chance) == "Sorry I was late"
    counted = sum(moved("late " * 100, NEAR, 0.2, chance).count("early") for _ in range(20))
    assert 300 < counted < 500


def test_near_words_are_near_and_never_the_word_itself() -> None:
    found = neighbours(["sorry", "kitchen", "qqqqqq"])
    assert set(found) == {"sorry", "kitchen"}
    assert "sorry" not in found["sorry"]
    assert {"bathroom", "kitchens", "bedroom"} & set(found["kitchen"])


def test_what_moved_is_another_text_without_a_label_and_the_same_from_the_same_seed() -> None:
    said = ("I am sorry that I was so late for your dinner in the kitchen", "ok", "You never listen to your mother or to your sister")
    before = ((False, "where were you", 2.0),)
    rows = [
        Example(str(at), "one", "s", text, before, frozenset({Move.HURT}), frozenset(), Verdict.REPAIR, frozenset())
        for at, text in enumerate(said)
    ]
    made = nearby(rows, 5)
    assert made == nearby(rows, 5)
    assert any(nearby(rows, seed) != made for seed in range(3))
    assert made
    for row in made:
        assert row.text not in said
        assert (row.moves, row.verdict, row.weight, row.context) in [
            (frozenset(), Verdict.NEITHER, 0.0, context) for context in ((), before)
        ]
