"""The verdict as the table defines it: its rows, and the laws that hold for every set of moves."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reattune.codebook import grade, missing, present
from reattune.core.names import COMPONENTS, DEFENCE, RECEIVING, REPAIR, RUPTURE, Move, Verdict

# from what mends least to what mends most
RANK = (Verdict.SECOND_RUPTURE, Verdict.NEITHER, Verdict.PARTIAL, Verdict.REPAIR)
CORE = (Move.ACKNOWLEDGEMENT, Move.IMPACT, Move.ACCOUNTABILITY)
GESTURES = (Move.INQUIRY, Move.RECONNECTION, Move.SELF_DISCLOSURE, Move.AMENDS, Move.TIMEOUT)
UNDOING = sorted(RUPTURE | DEFENCE)
some_moves = st.lists(st.sampled_from(Move), max_size=8)


@pytest.mark.parametrize("core", CORE)
def test_core_alone_is_repair(core: Move) -> None:
    assert grade({core}) is Verdict.REPAIR
    assert grade({core}, answers_a_rupture=False) is Verdict.REPAIR


@pytest.mark.parametrize("undoing", UNDOING)
@pytest.mark.parametrize("core", CORE)
def test_core_with_something_that_undoes_it_is_partial(core: Move, undoing: Move) -> None:
    assert grade({core, undoing}) is Verdict.PARTIAL


@pytest.mark.parametrize("undoing", UNDOING)
def test_a_defence_or_rupture_without_core_is_a_second_rupture(undoing: Move) -> None:
    assert grade({undoing}) is Verdict.SECOND_RUPTURE
    assert grade({undoing, Move.APOLOGY, Move.AMENDS}) is Verdict.SECOND_RUPTURE


def test_apology_without_core_is_partial() -> None:
    assert grade({Move.APOLOGY}) is Verdict.PARTIAL
    assert grade({Move.APOLOGY}, answers_a_rupture=False) is Verdict.PARTIAL


@pytest.mark.parametrize("gesture", GESTURES)
def test_a_gesture_alone_is_partial_only_after_a_rupture(gesture: Move) -> None:
    assert grade({gesture}) is Verdict.PARTIAL
    assert grade({gesture}, answers_a_rupture=False) is Verdict.NEITHER


@pytest.mark.parametrize("received", sorted(RECEIVING))
def test_receiving_alone_is_neither(received: Move) -> None:
    assert grade({received}) is Verdict.NEITHER


def test_ordinary_talk_is_neither() -> None:
    assert grade(()) is Verdict.NEITHER


def test_the_codebook_s_own_two_sentences() -> None:
    assert grade({Move.ACKNOWLEDGEMENT}) is Verdict.REPAIR
    assert missing({Move.ACKNOWLEDGEMENT}) == (Move.IMPACT, Move.ACCOUNTABILITY, Move.RECONNECTION)
    assert grade({Move.EXPLAINING, Move.MINIMISING}) is Verdict.SECOND_RUPTURE


@given(some_moves, st.booleans(), st.sampled_from(UNDOING))
def test_adding_a_defence_or_rupture_never_improves(moves: Sequence[Move], answers: bool, undoing: Move) -> None:
    assert RANK.index(grade([*moves, undoing], answers)) <= RANK.index(grade(moves, answers))


@given(some_moves, st.booleans(), st.sampled_from(sorted(REPAIR)))
def test_adding_repair_never_worsens(moves: Sequence[Move], answers: bool, repair: Move) -> None:
    assert RANK.index(grade([*moves, repair], answers)) >= RANK.index(grade(moves, answers))


@given(some_moves, st.booleans(), st.sampled_from(sorted(RECEIVING)))
def test_receiving_never_changes_it(moves: Sequence[Move], answers: bool, received: Move) -> None:
    assert grade([*moves, received], answers) is grade(moves, answers)


@given(st.data(), some_moves, st.booleans())
def test_order_and_repetition_do_not_matter(data: st.DataObject, moves: list[Move], answers: bool) -> None:
    shuffled = data.draw(st.permutations(moves))
    assert grade([*shuffled, *moves], answers) is grade(moves, answers)


@given(some_moves)
def test_answering_a_rupture_only_matters_for_gestures(moves: list[Move]) -> None:
    if not set(moves) & set(GESTURES):
        assert grade(moves, True) is grade(moves, False)


@given(some_moves, st.booleans())
def test_a_repair_never_stands_beside_an_undoing_move(moves: list[Move], answers: bool) -> None:
    if grade(moves, answers) is Verdict.REPAIR:
        assert not set(moves) & (RUPTURE | DEFENCE)


@given(some_moves)
def test_present_and_missing_make_up_the_components_in_order(moves: list[Move]) -> None:
    there, lacking = present(moves), missing(moves)
    assert set(there) | set(lacking) == set(COMPONENTS)
    assert not set(there) & set(lacking)
    for part in (there, lacking):
        assert list(part) == sorted(part, key=COMPONENTS.index)
