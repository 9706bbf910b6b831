"""The doubt beside a number, against published values and laws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reattune.measures.intervals import byar, median_time, survival, wilson


def test_wilson_agrees_with_newcombes_published_example() -> None:
    # Newcombe 1998, Stat Med 17:857, table I, method 3: 81 of 263
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_kaplan_meier_agrees_with_a_curve_worked_by_hand() -> None:
    # five waits: 1, 2+, 3, 4+, 5 (+ censored): 4/5, then 4/5 * 2/3, then 0
    curve = [(time, share) for time, share, _ in survival([(1, True), (2, False), (3, True), (4, False), (5, True)])]
    assert curve == [(1, pytest.approx(0.8)), (3, pytest.approx(0.8 * 2 / 3)), (5, 0.0)]
    assert median_time([(1, True), (2, False), (3, True), (4, False), (5, True)]).value == 5


def test_a_median_that_was_never_reached_is_undefined() -> None:
    assert median_time([(1, True), (9, False), (9, False), (9, False)]).value is None


def test_censored_waits_are_counted_and_not_dropped() -> None:
    happened = [(1.0, True), (2.0, True), (3.0, True)]
    assert median_time(happened).value == 2
    assert median_time([*happened, (10.0, False), (10.0, False)]).value == 3


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_and_stays_within_nought_and_one(pair: tuple[int, int]) -> None:
    low, high = wilson(*pair)
    assert 0 <= low <= pair[0] / pair[1] + 1e-12
    assert pair[0] / pair[1] - 1e-12 <= high <= 1


@given(st.integers(0, 10_000))
def test_byar_holds_the_count(count: int) -> None:
    low, high = byar(count)
    assert 0 <= low <= count < high


@given(st.lists(st.tuples(st.floats(0, 1e6), st.booleans()), min_size=1, max_size=60))
def test_a_survival_curve_never_rises_and_the_limits_hold_the_median(times: list[tuple[float, bool]]) -> None:
    shares = [share for _, share, _ in survival(times)]
    assert shares == sorted(shares, reverse=True)
    found = median_time(times)
    if found.value is not None and found.low is not None:
        assert found.low <= found.value
    if found.value is not None and found.high is not None:
        assert found.value <= found.high
