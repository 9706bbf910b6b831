"""Two readings become one: what both hear is there, what one hears alone is in doubt."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reattune.core.names import Move, SafetyKind, Verdict
from training.agreement import alpha
from training.data import (
    SHARPENED,
    Example,
    Reading,
    Ruling,
    first_reading,
    recoded,
    recoding,
    ruled,
    rulings,
    second_reading,
    settled,
    third_reading,
)

FIRST = Example("a-1", "a", "a/b", "sorry I shouted", (), frozenset(), frozenset(), Verdict.NEITHER, frozenset())
MOVES = st.frozensets(st.sampled_from(list(Move)), max_size=4)


def second(moves: frozenset[Move] = frozenset(), maybe: frozenset[Move] = frozenset(), verdict: Verdict = Verdict.NEITHER) -> Reading:
    return Reading(moves, maybe, verdict, frozenset())


@given(MOVES, MOVES, MOVES, MOVES)
def test_no_move_is_lost_and_none_is_both_sure_and_doubtful(
    moves: frozenset[Move], maybe: frozenset[Move], other: frozenset[Move], doubted: frozenset[Move]
) -> None:
    made = settled(replace(FIRST, moves=moves, maybe=maybe), second(other, doubted))
    assert made.moves == moves & other
    assert made.moves | made.maybe == moves | maybe | other | doubted
    assert not made.moves & made.maybe


def test_an_example_that_was_read_once_stays_as_it_is() -> None:
    assert settled(FIRST, None) is FIRST


def test_of_two_verdicts_the_one_that_the_settled_moves_bear_out_is_taken() -> None:
    both = frozenset({Move.APOLOGY, Move.ACCOUNTABILITY})
    excused = replace(FIRST, moves=both | {Move.EXPLAINING}, verdict=Verdict.PARTIAL)
    assert settled(excused, second(both, verdict=Verdict.REPAIR)).verdict is Verdict.REPAIR
    assert settled(excused, second(frozenset({Move.APOLOGY}), verdict=Verdict.SECOND_RUPTURE)).verdict is Verdict.PARTIAL


def test_a_safety_kind_that_either_hears_is_there() -> None:
    heard = Reading(frozenset(), frozenset(), Verdict.NEITHER, frozenset({SafetyKind.FEAR}))
    assert settled(replace(FIRST, safety=frozenset({SafetyKind.THREAT})), heard).safety == {SafetyKind.FEAR, SafetyKind.THREAT}


def test_every_example_was_read_twice() -> None:
    assert set(second_reading()) == {row.id for row in first_reading()}


def test_alpha_as_worked_out_by_hand() -> None:
    # ten pairs: both say no 6 times, both yes twice, they differ twice; 20 codes, 6 of them yes: 1 - 19 * 4 / (400 - 36 - 196)
    codes = [(False, False)] * 6 + [(True, True)] * 2 + [(True, False), (False, True)]
    assert alpha(codes) == pytest.approx(1 - 19 * 4 / 168)
    assert alpha([(True, True), (False, False)]) == 1.0
    assert alpha([(False, False)] * 3) is None


def test_a_later_reading_of_the_sharpened_moves_stands_in_place_of_the_others_and_leaves_a_doubt_of_what_they_heard() -> None:
    row = replace(FIRST, moves=frozenset({Move.ACKNOWLEDGEMENT, Move.APOLOGY}), maybe=frozenset({Move.IMPACT}), verdict=Verdict.PARTIAL)
    made = recoded(row, (frozenset({Move.IMPACT}), frozenset()))
    assert made.moves == {Move.IMPACT, Move.APOLOGY}
    assert made.maybe == {Move.ACKNOWLEDGEMENT}
    assert made.verdict is Verdict.REPAIR
    assert recoded(row, None) is row


def test_every_later_reading_belongs_to_an_example_and_is_of_those_two_moves() -> None:
    later = recoding()
    assert set(later) <= {row.id for row in first_reading()}
    assert all(there | may <= SHARPENED and not there & may for there, may in later.values())


@given(MOVES, MOVES, MOVES, st.randoms())
def test_a_ruling_decides_what_two_readers_differ_on_and_nothing_else(
    moves: frozenset[Move], maybe: frozenset[Move], differ: frozenset[Move], chance: Random
) -> None:
    there = frozenset(move for move in differ if chance.random() < 0.5)
    doubt = frozenset(move for move in differ - there if chance.random() < 0.5)
    made = ruled(replace(FIRST, moves=moves, maybe=maybe - moves), Ruling(differ, there, doubt, Verdict.PARTIAL))
    assert made.moves & differ == there
    assert made.maybe & differ == doubt
    assert made.moves - differ == moves - differ
    assert made.verdict is Verdict.PARTIAL


def test_everything_that_blind_readers_differ_on_was_settled() -> None:
    second, third, written = second_reading(), third_reading(), rulings()
    unlike = {name for name, one in third.items() if one.moves != second[name].moves or one.verdict is not second[name].verdict}
    assert set(written) == unlike
    assert all(ruling.there | ruling.doubt <= ruling.differ for ruling in written.values())


def test_the_sample_holds_twenty_of_each_move_and_enough_ordinary_talk() -> None:
    third = third_reading()
    sample = [row for row in first_reading() if row.id in third]
    assert all(sum(move in row.moves for row in sample) >= 20 for move in Move)
    assert sum(not row.moves for row in sample) >= 150
