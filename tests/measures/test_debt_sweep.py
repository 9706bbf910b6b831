"""The line of debt in one pass is the debt at each of its moments."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reattune.core.names import Severity
from reattune.measures.debt import Load, debt_at
from reattune.measures.debt_line import debt_over_time

FIRST = datetime(2026, 1, 1)
hours = st.integers(0, 5000)


@st.composite
def loads(draw: st.DrawFn) -> list[Load]:
    found = []
    for _ in range(draw(st.integers(1, 12))):
        began = FIRST + timedelta(hours=draw(hours))
        after = draw(st.none() | hours)
        found.append(
            Load(
                began,
                None if after is None else began + timedelta(hours=after),
                draw(st.sampled_from(Severity)),
                draw(st.sampled_from("abc")),
            )
        )
    return sorted(found, key=lambda one: one.began)


@given(loads())
def test_the_line_is_the_debt_at_each_moment(some: list[Load]) -> None:
    until = FIRST + timedelta(hours=6000)
    for moment, value in debt_over_time(some, until):
        assert value == pytest.approx(debt_at(some, moment), abs=2e-4)
