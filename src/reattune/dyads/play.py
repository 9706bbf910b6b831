"""Two people, step by step: each meets what the other just did, and does what their own state leads to.

One model for practice and for simulation: in practice one of the two is a person at a keyboard, whose acts are read from their words;
here both are the model's. Deterministic: chance comes only from the scenario's seed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reattune.core.errors import BadOption
from reattune.dyads.person import Act, Person, State, met

LONGEST = 100_000
UNHURT = State()
HEARS_BELOW = 0.0  # the other's affect below which somebody who is not taken up with themselves listens
Force = Callable[[int], Act | None]


@dataclass(frozen=True, slots=True)
class Scenario:
    """Two people and how it stands with them at first; `shake` is the standard deviation of what falls in from outside at each step.

    Raises BadOption for a negative or endless number of steps or a negative shake.
    """

    a: Person
    b: Person
    steps: int = 60
    seed: int = 1
    shake: float = 0.0
    a_first: State = UNHURT
    b_first: State = UNHURT

    def __post_init__(self) -> None:
        if not 0 <= self.steps <= LONGEST:
            raise BadOption(f"steps is {self.steps}: it must lie between 0 and {LONGEST}")
        if self.shake < 0.0:
            raise BadOption(f"shake is {self.shake}: it must not be negative")


@dataclass(frozen=True, slots=True)
class Moment:
    """How it stands with both after a step."""

    a: State
    b: State


def play(scenario: Scenario, force_a: Force | None = None, force_b: Force | None = None) -> tuple[Moment, ...]:
    """(steps + 1) moments, the first of them the beginning. Both act at once, each on how it stood before.

    `force_a` and `force_b` say what a person does at a step in place of what they would (None leaves it to them): the still face is a force
    that does nothing.
    """
    return tuple(_moments(scenario, force_a, force_b))


def _moments(scenario: Scenario, force_a: Force | None, force_b: Force | None) -> Iterator[Moment]:
    chance = random.Random(scenario.seed)
    now = Moment(scenario.a_first, scenario.b_first)
    yield now
    for step in range(scenario.steps):
        by_a = (force_a and force_a(step)) or done(scenario.a, now.a, now.b)
        by_b = (force_b and force_b(step)) or done(scenario.b, now.b, now.a)
        now = Moment(
            _shaken(met(scenario.a, now.a, by_b), scenario.shake, chance), _shaken(met(scenario.b, now.b, by_a), scenario.shake, chance)
        )
        yield now


def done(person: Person, own: State, other: State) -> Act:
    """What somebody in this state does: a low other is heard as far as one is not hurt, guarded or protesting oneself."""
    free = max(1.0 - own.hurt - own.guard - own.protest, 0.0)
    low = max(HEARS_BELOW - other.affect, 0.0) * person.repairs / (person.repairs + 0.1)
    heard = min(free * (low + other.hurt) if low or other.hurt else 0.0, 1.0)
    tone = max(min(own.affect - own.protest / 2, 1.0), -1.0)
    warm = max(own.affect, 0.0)
    return Act(
        tone=tone,
        heard=heard,
        owned=heard * free,
        toward=warm * (1.0 - own.guard),
        ease=warm * (1.0 - own.protest),
        pressure=own.protest,
        distance=own.guard,
    )


def _shaken(state: State, shake: float, chance: random.Random) -> State:
    if not shake:
        return state
    return State(max(min(state.affect + chance.gauss(0.0, shake), 1.0), -1.0), state.hurt, state.protest, state.guard)
