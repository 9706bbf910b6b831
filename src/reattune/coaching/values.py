"""Finding one's own five values: a few comparisons of two, and what they say with how sure it is.

Each choice says that one of two matters more. Strengths are Bradley and Terry's (1952), with a weak pull to the middle so that few
choices already have an answer (one imagined win and one imagined loss each); fitted by their own fixed point (Zermelo 1929; Hunter 2004).
How
sure the first five are comes from drawing the choices anew many times. Which two are asked next are the ones about which least is known.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

VALUES: tuple[str, ...] = (
    "honesty", "loyalty", "kindness", "courage", "fairness", "freedom", "humour", "faith", "family", "friendship",
    "learning", "patience", "responsibility", "respect", "tenderness", "calm", "adventure", "generosity", "reliability", "openness",
)  # fmt: skip
FIRST = 5
FEWEST = 20  # choices; below so many, or with a value that was never met, nothing is said
ROUNDS, DRAWS = 60, 200
Choice = tuple[str, str]  # the one that matters more, the other


@dataclass(frozen=True, slots=True)
class Ranked:
    """A value, its strength (their mean is 1), and in how many of the drawings anew it stood among the first five."""

    value: str
    strength: float
    sure: float


def strengths(choices: Sequence[Choice], values: Sequence[str] = VALUES) -> dict[str, float]:
    """Bradley and Terry's strengths, their mean 1."""
    return dict(zip(values, _fitted([choices], values)[0], strict=True))


def _fitted(drawn: Sequence[Sequence[Choice]], values: Sequence[str]) -> list[list[float]]:
    """The strengths that each of the drawings gives, all at once, in the order of `values`."""
    import numpy  # only where somebody finds their values

    place = {one: at for at, one in enumerate(values)}
    beat = numpy.zeros((len(drawn), len(values), len(values)))
    for at, choices in enumerate(drawn):
        for better, other in choices:
            beat[at, place[better], place[other]] += 1
    wins, met = beat.sum(axis=2), beat + beat.transpose(0, 2, 1)
    strength = numpy.ones_like(wins)
    for _ in range(ROUNDS):
        against = (met / (strength[:, :, None] + strength[:, None, :])).sum(axis=2)
        fresh = (wins + 1.0) / (against + 2.0 / (strength + 1.0))
        strength = fresh / fresh.mean(axis=1, keepdims=True)
    found: list[list[float]] = strength.tolist()
    return found


def ranked(choices: Sequence[Choice], seed: int = 1, values: Sequence[str] = VALUES) -> tuple[Ranked, ...]:
    """Every value, the strongest first."""
    found = strengths(choices, values)
    chance, among = random.Random(seed), Counter[str]()
    drawn = [chance.choices(choices, k=len(choices)) for _ in range(DRAWS if choices else 0)]
    for one_drawing in _fitted(drawn, values) if drawn else []:
        again = dict(zip(values, one_drawing, strict=True))
        among.update(sorted(values, key=lambda one: (-again[one], chance.random()))[:FIRST])  # ties fall by chance, not by name
    return tuple(Ranked(one, found[one], among[one] / DRAWS) for one in sorted(values, key=lambda one: (-found[one], one)))


def enough(choices: Sequence[Choice], values: Sequence[str] = VALUES) -> bool:
    """Whether there are choices enough to say anything, every value among them."""
    return len(choices) >= FEWEST and set(values) <= {one for pair in choices for one in pair}


def next_pair(choices: Sequence[Choice], seed: int = 1, values: Sequence[str] = VALUES) -> Choice:
    """The two to ask next: the least often met, then the nearest in strength, then by chance from the seed."""
    met = Counter(one for pair in choices for one in pair)
    asked = {frozenset(pair) for pair in choices}
    found = strengths(choices, values)
    chance = random.Random(f"{seed}/{len(choices)}")
    pairs = [pair for pair in combinations(values, 2) if frozenset(pair) not in asked] or list(combinations(values, 2))
    chance.shuffle(pairs)
    return min(pairs, key=lambda pair: (met[pair[0]] + met[pair[1]], abs(found[pair[0]] - found[pair[1]])))
