"""The names in core: their order, and that the families share out the moves."""

from __future__ import annotations

import pytest

from reattune.core.names import COMPONENTS, DEFENCE, FAMILY_OF, RECEIVING, REPAIR, RUPTURE, Family, Move


def test_every_move_is_in_one_family_and_no_move_in_two() -> None:
    families = (RUPTURE, DEFENCE, REPAIR, RECEIVING)
    assert frozenset().union(*families) == frozenset(Move)
    assert sum(map(len, families)) == len(Move)


def test_family_of_knows_every_move_in_order() -> None:
    assert tuple(FAMILY_OF) == tuple(Move)
    assert {move for move in Move if FAMILY_OF[move] is Family.DEFENCE} == DEFENCE


def test_moves_stand_by_family_in_the_order_of_the_families() -> None:
    assert list(dict.fromkeys(FAMILY_OF.values())) == list(Family)
    order = [list(Family).index(FAMILY_OF[move]) for move in Move]
    assert order == sorted(order)


def test_components_are_repair_moves() -> None:
    assert set(COMPONENTS) < REPAIR
    assert COMPONENTS == (Move.ACKNOWLEDGEMENT, Move.IMPACT, Move.ACCOUNTABILITY, Move.RECONNECTION)


def test_family_of_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        FAMILY_OF[Move.BID] = Family.REPAIR  # type: ignore[index]


@pytest.mark.parametrize("move", Move)
def test_a_name_is_its_own_word(move: Move) -> None:
    assert move == move.name.lower() == str(move)
