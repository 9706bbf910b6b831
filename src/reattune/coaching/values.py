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
    wins = Counter(better for better, _ in choices)
    met = Counter(frozenset(pair) for pair in choices)
    strength = dict.fromkeys(values, 1.0)
    for _ in range(ROUNDS):
        fresh = {}
        for one in values:
            against = sum(met[frozenset((one, other))] / (strength[one] + strength[other]) for other in values if other != one)
            fresh[one] = (wins[one] + 1.0) / (against + 2.0 / (strength[one] + 1.0))
        mean = sum(fresh.values()) / len(fresh)
        strength = {one: value / mean for one, value in fresh.items()}
    return strength


def ranked(choices: Sequence[Choice], seed: int = 1, values: Sequence[str] = VALUES) -> tuple[Ranked, ...]:
    """Every value, the strongest first."""
    found = strengths(choices, values)
    chance, among = random.Random(seed), Counter[str]()
    for _ in range(DRAWS if choices else 0):
        again = strengths(chance.choices(choices, k=len(choices)), values)
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
