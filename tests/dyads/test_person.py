"""Laws of one person in the model of two: bounds, direction, and where it settles."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reattune.core.errors import BadOption
from reattune.dyads.person import Act, Person, State, met

share = st.floats(0.0, 1.0)
tone = st.floats(-1.0, 1.0)
persons = st.builds(
    Person,
    rest=tone,
    inertia=st.floats(0.0, 0.95),
    warms=st.floats(0.0, 2.0),
    stings=st.floats(0.0, 2.0),
    hurt_threshold=st.floats(-1.0, 0.0),
    repair_threshold=tone,
    repairs=st.floats(0.0, 1.0),
    damping_threshold=tone,
    damps=st.floats(0.0, 1.0),
    healing=share,
    anxiety=share,
    avoidance=share,
)
states = st.builds(State, affect=tone, hurt=share, protest=share, guard=share)
acts = st.builds(Act, tone=tone, heard=share, owned=share, toward=share, ease=share, pressure=share, distance=share)


@given(persons, states, acts)
def test_everything_stays_within_its_bounds(person: Person, state: State, act: Act) -> None:
    now = met(person, state, act)
    assert -1.0 <= now.affect <= 1.0
    assert all(0.0 <= value <= 1.0 for value in (now.hurt, now.protest, now.guard))


@given(persons, states, acts, share)
def test_being_heard_more_never_leaves_more_hurt(person: Person, state: State, act: Act, more: float) -> None:
    fuller = replace(act, heard=max(act.heard, more))
    assert met(person, state, fuller).hurt <= met(person, state, act).hurt + 1e-12


@given(persons, states, acts, share)
def test_owning_more_never_leaves_more_hurt(person: Person, state: State, act: Act, more: float) -> None:
    assert met(person, state, replace(act, owned=max(act.owned, more))).hurt <= met(person, state, act).hurt + 1e-12


@given(persons, states, acts, tone)
def test_a_harsher_tone_never_leaves_less_hurt(person: Person, state: State, act: Act, harsher: float) -> None:
    harsh = replace(act, tone=min(act.tone, harsher))
    assert met(person, state, harsh).hurt >= met(person, state, act).hurt - 1e-12


@given(persons, states, acts, share)
def test_reassurance_never_raises_protest(person: Person, state: State, act: Act, more: float) -> None:
    assert met(person, state, replace(act, toward=max(act.toward, more))).protest <= met(person, state, act).protest + 1e-12


@given(persons, states, acts, share)
def test_softening_never_raises_guard(person: Person, state: State, act: Act, more: float) -> None:
    assert met(person, state, replace(act, ease=max(act.ease, more))).guard <= met(person, state, act).guard + 1e-12


@given(persons, states, acts, share)
def test_protest_grows_with_anxiety_and_guard_with_avoidance(person: Person, state: State, act: Act, more: float) -> None:
    anxious, avoidant = replace(person, anxiety=max(person.anxiety, more)), replace(person, avoidance=max(person.avoidance, more))
    assert met(anxious, state, act).protest >= met(person, state, act).protest - 1e-12
    assert met(avoidant, state, act).guard >= met(person, state, act).guard - 1e-12


@given(persons, states)
def test_alone_and_unhurt_somebody_comes_to_rest(person: Person, state: State) -> None:
    quiet = replace(person, repairs=0.0, damps=0.0)
    now = replace(state, hurt=0.0)
    for _ in range(400):
        now = met(quiet, now, Act())
    assert now.affect == pytest.approx(quiet.rest, abs=1e-6)


@given(persons, tone)
def test_affect_settles_where_the_equation_stands_still(person: Person, steady: float) -> None:
    now = State(affect=person.rest)
    act = Act(tone=max(steady, person.hurt_threshold))  # no sting, so no hurt grows
    for _ in range(500):
        now = met(person, now, act)
    assert now.affect == pytest.approx(person.settled(act.tone), abs=1e-3)


def test_between_the_threshold_and_nothing_the_other_does_nothing() -> None:
    person = Person(hurt_threshold=-0.3)
    assert person.influence(-0.3) == person.influence(-0.1) == person.influence(0.0) == 0.0
    assert person.influence(-0.5) == pytest.approx(-0.2 * person.stings)
    assert person.influence(0.5) == pytest.approx(0.5 * person.warms)


def test_a_hurt_that_is_heard_and_owned_mends_faster_than_one_that_is_only_heard() -> None:
    hurt, person = State(hurt=0.8), Person()
    heard = met(person, hurt, Act(heard=1.0)).hurt
    both = met(person, hurt, Act(heard=1.0, owned=1.0)).hurt
    assert both < heard < hurt.hurt
    assert met(person, hurt, Act(owned=1.0)).hurt == hurt.hurt  # owned, and not heard


@pytest.mark.parametrize(
    ("name", "value"),
    [("inertia", 1.0), ("anxiety", -0.1), ("hurt_threshold", 0.2), ("rest", 2.0), ("stings", -1.0), ("healing", float("nan"))],
)
def test_values_outside_are_named(name: str, value: float) -> None:
    with pytest.raises(BadOption, match=name):
        Person(**{name: value})
