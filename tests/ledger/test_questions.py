"""What is asked of the database is the pure answer over the same rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reattune.ledger import answers, questions
from reattune.ledger.key import Key
from reattune.ledger.records import Closing, Person, Rupture
from reattune.measures import debt, debt_line
from reattune.measures.debt import Load
from tests.ledger.test_transfer import fresh, ruptures

NOW = datetime(2040, 1, 1)
themes = st.sampled_from(["", "phones", "money"])
closings = st.none() | st.sampled_from(Closing)


@st.composite
def kept(draw: st.DrawFn) -> list[Rupture]:
    found = []
    for one in draw(st.lists(ruptures, max_size=12)):
        closing = draw(closings)
        found.append(replace(one, theme=draw(themes), closed_as=closing, closed_at=one.at if closing else None))
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(kept(), st.booleans())
def test_every_question_has_the_pure_answer(tmp_path: Path, items: list[Rupture], named: bool) -> None:
    ledger = fresh(tmp_path / "l.db", Key(b"k" * 32, b"s" * 16))
    people = [ledger.put_person(Person(name)).id for name in ("Ana", "Rob")]
    ledger.put([replace(one, person=people[place % 2] if named else None) for place, one in enumerate(items)])
    every = ledger.ruptures()
    opened = answers.open_ones(every, NOW)
    found = questions.standing(ledger, NOW, most=5)
    assert found.shown == opened[:5] and found.count == len(opened)
    assert found.first == answers.circle_back(opened)
    assert questions.turned_away(ledger) == answers.turned_away(every)
    turned = answers.turned_away(every)
    assert {item.id for item, _ in questions.returns(ledger)} == {one.id for one in every if answers.promised(one, turned)}
    assert questions.patterns(ledger) == answers.patterns(every)
    assert questions.mine(ledger) == answers.mine(every)
    pure = sorted(
        (
            Load(one.at, one.closed_at if one.closed_as is Closing.MENDED_FOR_ME else None, one.severity, one.theme)
            for one in every
            if not one.leave
        ),
        key=lambda load: load.began,
    )
    for moment, value in debt_line.line(questions.loads(ledger), NOW)[::40]:
        assert value == pytest.approx(debt.debt_at(pure, moment), abs=2e-4)
