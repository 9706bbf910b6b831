"""How a coder is judged: macro-F1 over moves, repair against second rupture, false alarms on ordinary talk, safety.

Intervals are percentile bootstraps over messages, from a fixed seed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from reattune.core.coded import Coded
from reattune.core.names import Move, Verdict
from training.data import MOVES, Example

LEAST_POSITIVES = 5
RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Judged:
    """One row with what was wanted and what was heard. `verdict` is None where the row is not judged on it."""

    sure: frozenset[Move]
    maybe: frozenset[Move]
    verdict: Verdict | None
    neutral: bool
    safety: bool | None
    coded: Coded


def judged(rows: Sequence[Example], coded: Sequence[Coded]) -> list[Judged]:
    """Own examples beside what was heard; the verdict counts where it is repair or second rupture."""
    scored = {Verdict.REPAIR, Verdict.SECOND_RUPTURE}
    return [
        Judged(row.moves, row.maybe, row.verdict if row.verdict in scored else None, ordinary(row), bool(row.safety), one)
        for row, one in zip(rows, coded, strict=True)
    ]


def something(coded: Coded) -> bool:
    """Whether a coder heard anything at all: a move, a verdict other than `neither`, the signal."""
    return bool(coded.moves) or coded.verdict is not Verdict.NEITHER or coded.safety is not None


def ordinary(row: Example) -> bool:
    """Whether nobody heard or doubted anything in a message."""
    return not row.moves and not row.maybe and not row.safety


def move_f1(rows: Sequence[Judged], move: Move) -> float | None:
    """F1 of one move; None with fewer than five positives."""
    counted = [row for row in rows if move not in row.maybe or move in row.sure]
    wanted = sum(move in row.sure for row in counted)
    if wanted < LEAST_POSITIVES:
        return None
    heard = sum(row.coded.has([move]) for row in counted)
    both = sum(move in row.sure and row.coded.has([move]) for row in counted)
    return 2 * both / (wanted + heard)


def macro_f1(rows: Sequence[Judged]) -> float | None:
    """The mean F1 over the moves with at least five positives."""
    found = [score for move in MOVES if (score := move_f1(rows, move)) is not None]
    return sum(found) / len(found) if found else None


def verdicts_right(rows: Sequence[Judged]) -> float | None:
    """Share right among rows judged repair or second rupture; a repair called partial is right."""
    fair = {Verdict.REPAIR: {Verdict.REPAIR, Verdict.PARTIAL}, Verdict.SECOND_RUPTURE: {Verdict.SECOND_RUPTURE}}
    counted = [row for row in rows if row.verdict in fair]
    return _share([row.coded.verdict in fair[row.verdict] for row in counted if row.verdict])


def verdicts_strictly_right(rows: Sequence[Judged]) -> float | None:
    """The same, with repair only where it is called repair."""
    counted = [row for row in rows if row.verdict in {Verdict.REPAIR, Verdict.SECOND_RUPTURE}]
    return _share([row.coded.verdict == row.verdict for row in counted])


def neutral_clean(rows: Sequence[Judged]) -> float | None:
    """Share of ordinary messages in which no move was heard."""
    return _share([not row.coded.moves for row in rows if row.neutral])


def safety_recall(rows: Sequence[Judged]) -> float | None:
    """Share of messages with the signal in which it was heard."""
    return _share([row.coded.safety is not None for row in rows if row.safety])


def safety_false(rows: Sequence[Judged]) -> float | None:
    """Share of messages without the signal in which it was heard."""
    return _share([row.coded.safety is not None for row in rows if row.safety is False])


MEASURES: dict[str, Callable[[Sequence[Judged]], float | None]] = {
    "macro-F1 over moves": macro_f1,
    "repair against second rupture": verdicts_right,
    "the same, strictly": verdicts_strictly_right,
    "ordinary talk left alone": neutral_clean,
    "safety heard": safety_recall,
    "safety heard where there is none": safety_false,
}


Row = TypeVar("Row")


def interval(
    rows: Sequence[Row], measure: Callable[[Sequence[Row]], float | None], resamples: int = RESAMPLES
) -> tuple[float, float] | None:
    """The 95 % bootstrap interval of a measure over rows of any kind; None where it is undefined."""
    chance = np.random.default_rng(11)
    values = []
    for _ in range(resamples):
        value = measure([rows[index] for index in chance.integers(0, len(rows), len(rows))])
        if value is not None:
            values.append(value)
    return (float(np.quantile(values, 0.025)), float(np.quantile(values, 0.975))) if values else None


def _share(right: Sequence[bool]) -> float | None:
    return sum(right) / len(right) if right else None
