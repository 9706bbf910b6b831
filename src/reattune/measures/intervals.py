"""The doubt beside each number, by textbook formulas; all intervals are 95 %.

Wilson's interval for shares (Wilson 1927, J Am Stat Assoc 22:209), Byar's approximation for counts (Breslow & Day 1987,
Statistical Methods in Cancer Research II), and Kaplan and Meier's estimator with log-log Greenwood limits for latencies
(Kaplan & Meier 1958, J Am Stat Assoc 53:457), so that an episode that was never mended is counted and not dropped.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Wilson's interval of a share; n must be positive."""
    share, square = hits / n, Z * Z
    centre = (share + square / (2 * n)) / (1 + square / n)
    half = Z * math.sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    return max(centre - half, 0.0), min(centre + half, 1.0)


def byar(count: int) -> tuple[float, float]:
    """Byar's interval of a Poisson count."""
    low = count * (1 - 1 / (9 * count) - Z / (3 * math.sqrt(count))) ** 3 if count else 0.0
    more = count + 1
    return max(low, 0.0), more * (1 - 1 / (9 * more) + Z / (3 * math.sqrt(more))) ** 3


@dataclass(frozen=True, slots=True)
class Median:
    """A median time with its limits; each None where the curve never falls so far."""

    value: float | None
    low: float | None
    high: float | None


def survival(times: Sequence[tuple[float, bool]]) -> list[tuple[float, float, float]]:
    """Kaplan and Meier's curve of (time, happened) pairs: (time, share still waiting, Greenwood's sum) at each event."""
    curve: list[tuple[float, float, float]] = []
    waiting, share, spread = len(times), 1.0, 0.0
    for moment in sorted({time for time, _ in times}):
        happened = sum(1 for time, event in times if time == moment and event)
        if happened:
            share *= 1 - happened / waiting
            spread += happened / (waiting * (waiting - happened)) if waiting > happened else math.inf
            curve.append((moment, share, spread))
        waiting -= sum(1 for time, _ in times if time == moment)
    return curve


def median_time(times: Sequence[tuple[float, bool]]) -> Median:
    """The time by which half had it happen, right-censored ones counted, with log-log limits (Brookmeyer & Crowley 1982)."""
    curve = survival(times)
    value = next((time for time, share, _ in curve if share <= 0.5), None)
    lows = [(time, _limit(share, spread, +1)) for time, share, spread in curve]
    highs = [(time, _limit(share, spread, -1)) for time, share, spread in curve]
    # the limit on the time is where the opposite limit on the share crosses one half
    low = next((time for time, share in highs if share <= 0.5), None)
    high = next((time for time, share in lows if share <= 0.5), None)
    return Median(value, low, high)


def _limit(share: float, spread: float, side: int) -> float:
    if share <= 0.0:
        return 0.0
    if share >= 1.0 or math.isinf(spread):
        return share
    bent = math.log(-math.log(share)) - side * Z * math.sqrt(spread) / abs(math.log(share))
    return math.exp(-math.exp(bent))
