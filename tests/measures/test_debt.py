"""The laws that the debt model must keep."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reattune.core.names import Severity
from reattune.measures.debt import MODEL, Load, debt_at
from reattune.measures.debt_line import GRID, MOST_MARKED, debt_over_time

START = datetime(2026, 1, 1)
SEVERITIES = list(Severity)
DAYS = st.floats(0, 400)
LOADS = st.lists(
    st.builds(
        lambda began, lasted, severity, theme: Load(
            START + timedelta(days=began), None if lasted is None else START + timedelta(days=began + lasted), severity, theme
        ),
        DAYS,
        st.none() | DAYS,
        st.sampled_from(SEVERITIES),
        st.sampled_from(["contempt", "dismissal"]),
    ),
    max_size=12,
).map(lambda loads: sorted(loads, key=lambda load: load.began))


def open_load(severity: Severity, days: float = 0, theme: str = "criticism") -> Load:
    return Load(START + timedelta(days=days), None, severity, theme)


@given(DAYS)
def test_it_is_monotone_in_severity(days: float) -> None:
    now = START + timedelta(days=days)
    found = [debt_at([open_load(severity)], now) for severity in SEVERITIES]
    assert found == sorted(found)


@given(DAYS, DAYS)
def test_it_never_falls_while_a_rupture_stays_open(one: float, two: float) -> None:
    early, late = sorted((one, two))
    load = [open_load(Severity.MODERATE)]
    assert debt_at(load, START + timedelta(days=early)) <= debt_at(load, START + timedelta(days=late)) + 1e-12


@given(LOADS, DAYS)
def test_it_saturates(loads: list[Load], days: float) -> None:
    assert 0 <= debt_at(loads, START + timedelta(days=days)) <= MODEL.ceiling


@given(DAYS)
def test_repair_makes_it_fall_and_late_repair_leaves_more(days: float) -> None:
    def after(wait: float) -> tuple[float, float]:
        mended = START + timedelta(days=wait)
        load = Load(START, mended, Severity.MAJOR, "contempt")
        return debt_at([Load(START, None, Severity.MAJOR, "contempt")], mended), debt_at([load], mended)

    before, residue = after(days)
    assert residue < before
    assert residue <= after(days + 10)[1] + 1e-12


def test_the_same_theme_weighs_more_when_it_returns() -> None:
    now = START + timedelta(days=20)
    same = [open_load(Severity.MODERATE), open_load(Severity.MODERATE, 10)]
    other = [open_load(Severity.MODERATE), open_load(Severity.MODERATE, 10, "dismissal")]
    assert debt_at(same, now) > debt_at(other, now)


def test_points_are_in_order_and_reach_the_end_of_the_record() -> None:
    until = START + timedelta(days=30)
    points = debt_over_time([open_load(Severity.MICRO), Load(START, START + timedelta(days=3), Severity.MAJOR, "contempt")], until)
    assert [moment for moment, _ in points] == sorted({moment for moment, _ in points})
    assert (points[0][0], points[-1][0]) == (START, until)
    assert points[-1][1] == pytest.approx(
        debt_at([open_load(Severity.MICRO), Load(START, START + timedelta(days=3), Severity.MAJOR, "contempt")], until), abs=1e-4
    )


def test_without_ruptures_there_is_no_line() -> None:
    assert debt_over_time([], START) == ()


@given(st.integers(1, 10**9))
def test_the_line_of_many_ruptures_is_an_even_grid_that_keeps_the_laws(seconds: int) -> None:
    until = START + timedelta(seconds=seconds)
    step = timedelta(seconds=seconds) / (2 * MOST_MARKED)
    loads = [Load(START + n * step, START + n * step + step if n % 3 else None, Severity.MICRO, "contempt") for n in range(MOST_MARKED + 1)]
    points = debt_over_time(loads, until)
    assert len(points) == GRID + 1
    assert (points[0][0], points[-1][0]) == (START, until)
    gaps = {round((b[0] - a[0]) / timedelta(microseconds=1)) - round(seconds * 1e6 / GRID) for a, b in pairwise(points)}
    assert gaps <= {-1, 0, 1}
    for moment, value in points[:: GRID // 4]:
        assert value == pytest.approx(debt_at(loads, moment), abs=5.1e-5)  # rounded to four places


def test_at_most_so_many_ruptures_are_each_on_the_line() -> None:
    loads = [open_load(Severity.MICRO, number / 7) for number in range(MOST_MARKED)]
    assert {load.began for load in loads} <= {moment for moment, _ in debt_over_time(loads, START + timedelta(days=90))}


def test_the_line_of_ruptures_in_one_moment_is_one_point() -> None:
    assert len(debt_over_time([open_load(Severity.MICRO)] * (MOST_MARKED + 1), START)) == 1
