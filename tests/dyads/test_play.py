"""Laws of two people in the model, and the few stories it was made for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reattune.core.errors import BadOption
from reattune.dyads.person import Act, Person, State
from reattune.dyads.play import Scenario, play
from tests.dyads.test_person import persons, states

HURT = State(affect=-0.6, hurt=0.7)


@settings(max_examples=40)
@given(persons, persons, states, states, st.integers(0, 1000), st.floats(0.0, 0.5))
def test_the_same_seed_plays_the_same(a: Person, b: Person, at: State, bt: State, seed: int, shake: float) -> None:
    one = Scenario(a, b, 20, seed, shake, at, bt)
    assert play(one) == play(one)
    assert len(play(one)) == 21


@settings(max_examples=40)
@given(persons, persons, states, states)
def test_changing_places_changes_nothing_else(a: Person, b: Person, at: State, bt: State) -> None:
    there, back = play(Scenario(a, b, 15, a_first=at, b_first=bt)), play(Scenario(b, a, 15, a_first=bt, b_first=at))
    assert [(one.a, one.b) for one in there] == [(one.b, one.a) for one in back]


@settings(max_examples=60)
@given(persons, persons, states, states, st.integers(0, 1000), st.floats(0.0, 0.5))
def test_a_play_stays_within_its_bounds(a: Person, b: Person, at: State, bt: State, seed: int, shake: float) -> None:
    for moment in play(Scenario(a, b, 30, seed, shake, at, bt)):
        for state in (moment.a, moment.b):
            assert -1.0 <= state.affect <= 1.0
            assert all(0.0 <= value <= 1.0 for value in (state.hurt, state.protest, state.guard))


def test_two_who_reach_mend_a_hurt() -> None:
    last = play(Scenario(Person(), Person(), 60, a_first=HURT))[-1]
    assert last.a.hurt < 0.15 and last.a.affect > 0.2 and last.b.affect > 0.2


def test_protest_and_guard_feed_each_other() -> None:
    last = play(Scenario(Person(anxiety=0.8), Person(avoidance=0.8), 40, a_first=HURT))[-1]
    assert last.a.protest > 0.8 and last.b.guard > 0.8 and last.a.hurt > 0.8


def test_one_who_reaches_and_can_wait_mends_with_either() -> None:
    for other in (Person(anxiety=0.8), Person(avoidance=0.8)):
        assert play(Scenario(other, Person(), 60, a_first=HURT))[-1].a.hurt < 0.15


def test_a_still_face_lowers_affect_and_what_comes_after_is_not_at_once_as_before() -> None:
    def still(step: int) -> Act | None:
        return Act(distance=1.0) if 30 <= step < 60 else None

    child, other = Person(rest=0.4, anxiety=0.5), Person(rest=0.4)
    told = play(Scenario(child, other, 90), force_b=still)
    play_, face, first = told[30].a, told[60].a, told[63].a
    assert face.affect < play_.affect - 0.1 and face.protest > play_.protest
    assert first.protest > play_.protest


@pytest.mark.parametrize("more", [{"steps": -1}, {"steps": 10**9}, {"shake": -0.1}])
def test_a_scenario_outside_is_refused(more: dict[str, float]) -> None:
    with pytest.raises(BadOption):
        Scenario(Person(), Person(), **more)  # type: ignore[arg-type]
