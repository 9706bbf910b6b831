"""From where on a move counts as heard."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from reattune.coding.bars import Bars, in_company

MOVES = 5
chances = st.floats(0, 1)
three = st.tuples(*(arrays(float, MOVES, elements=chances) for _ in range(3)))


@given(three, arrays(float, (4, MOVES), elements=chances), arrays(bool, 4))
def test_company_is_only_heard_beside_what_is_heard_by_itself(bars: tuple[np.ndarray, ...], likely: np.ndarray, after: np.ndarray) -> None:
    alone, amid, beside = bars
    heard = Bars(alone=alone, amid=amid, beside=beside).heard(likely, after)
    by_itself = likely >= np.where(after[:, None], amid, alone)
    assert (heard | ~by_itself).all()
    assert (heard.any(1) == by_itself.any(1)).all()


@given(three, arrays(float, (4, MOVES), elements=chances))
def test_a_break_before_takes_nothing_away(bars: tuple[np.ndarray, ...], likely: np.ndarray) -> None:
    alone, amid, beside = bars[0], np.minimum(bars[0], bars[1]), bars[2]
    whole = Bars(alone=alone, amid=amid, beside=beside)
    assert (whole.heard(likely, np.ones(4, bool)) | ~whole.heard(likely, np.zeros(4, bool))).all()


def test_a_second_move_is_heard_sooner_beside_a_first_one() -> None:
    bars = Bars(alone=np.array([0.9, 0.9]), amid=np.array([0.9, 0.9]), beside=np.array([0.4, 0.4]))
    likely = np.array([[0.95, 0.5], [0.85, 0.5], [0.5, 0.5]])
    assert bars.heard(likely, np.zeros(3, bool)).tolist() == [[True, True], [False, False], [False, False]]


def test_no_move_is_its_own_company() -> None:
    heard = np.array([[True, False, False], [True, True, False], [False, False, False]])
    assert in_company(heard).tolist() == [[False, True, True], [True, True, True], [False, False, False]]
