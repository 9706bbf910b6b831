"""How debt runs over time: the model of `debt.py` at many moments, over columns of loads, in one pass.

A file of its own since it is the only measure that needs numpy, which takes a while to load.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from reattune.core.names import Severity
from reattune.measures.debt import MODEL, Load, Model

GRID = 300  # steps of the line
MOST_MARKED = 300  # loads; the beginnings and repairs of more would make the line a thicket, and its time their square
Array = npt.NDArray[np.float64]
Times = npt.NDArray[np.datetime64]


@dataclass(frozen=True, slots=True)
class Columns:
    """Loads as columns, in order of their beginning: (n,) times, NaT where open, (n,) weights with what the theme adds."""

    began: Times
    repaired: Times
    weight: Array


def columns(
    began: Sequence[datetime | str],
    repaired: Sequence[datetime | str | None],
    severities: Sequence[str],
    themes: Sequence[str],
    model: Model = MODEL,
) -> Columns:
    """Loads from their columns, in order of their beginning; a time is one, or as ISO 8601 writes it."""
    weights = {severity.value: model.weight(severity) for severity in Severity}
    places: dict[str, int] = {}
    kinds = np.array([places.setdefault(theme, len(places)) for theme in themes], dtype=np.int64)
    base = np.array([weights[severity] for severity in severities], dtype=np.float64)
    starts = _times(began)
    returns = np.where(kinds == places.get("", -1), 0, np.minimum(_returns(kinds), model.most_themes))  # no theme is none that returns
    return Columns(starts, np.maximum(_times(repaired), starts), base * (1 + model.theme * returns))


def _times(told: Sequence[datetime | str | None]) -> Times:
    return np.array(told, dtype="datetime64[us]")


def _returns(kinds: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """How many earlier ones are of the same kind, for each."""
    order = np.argsort(kinds, kind="stable")
    first = np.searchsorted(kinds[order], kinds[order], side="left")
    found = np.empty(len(kinds), dtype=np.int64)
    found[order] = np.arange(len(kinds)) - first
    return found


def debt_over_time(loads: Sequence[Load], until: datetime, model: Model = MODEL) -> tuple[tuple[datetime, float], ...]:
    """(time, debt) points: at each beginning and repair, and daily or coarser in between, to the end of the record.

    Of more than `MOST_MARKED` loads the line is an even grid alone.
    """
    told = columns(
        [load.began for load in loads],
        [load.repaired for load in loads],
        [load.severity for load in loads],
        [load.theme for load in loads],
        model,
    )
    return line(told, until, model)


def line(loads: Columns, until: datetime, model: Model = MODEL) -> tuple[tuple[datetime, float], ...]:
    """The same of columns."""
    if not len(loads.began):
        return ()
    first: datetime = loads.began[0].item()
    moments = _even(first, until) if len(loads.began) > MOST_MARKED else _marked(loads, until)
    wanted = sorted(moment for moment in moments if moment >= first)
    return tuple(zip(wanted, (round(value, 4) for value in _swept(loads, wanted, model)), strict=True))


def _swept(loads: Columns, moments: Sequence[datetime], model: Model) -> list[float]:
    """`debt_at` at moments in order, in one pass: the growing parts of all open loads decay alike, so that their sum does, too."""
    at = _times(moments)
    ended = ~np.isnat(loads.repaired)
    began, weight = loads.began[ended], loads.weight[ended]
    fallen = np.exp(-_days(loads.repaired[ended] - began) / model.growth_days)
    ends = np.concatenate([loads.began, loads.repaired[ended]])
    changes = np.concatenate([loads.weight, -weight])
    still = _days(at[np.minimum(np.searchsorted(at, ends), len(at) - 1)] - np.concatenate([loads.began, began])) / model.growth_days
    standing = np.cumsum(_summed(at, ends, changes))
    fresh = _summed(at, ends, changes * np.exp(-still))
    left = np.cumsum(_summed(at, loads.repaired[ended], model.residue * weight * model.growth * (1 - fallen)))
    keeps = np.exp(-_days(np.diff(at, prepend=at[:1])) / model.growth_days)
    growing, found = 0.0, []
    for stands, begins, share, residue in zip(standing, fresh, keeps, left, strict=True):
        growing = growing * share + begins
        total = stands * (1 + model.growth) - model.growth * growing + residue
        found.append(float(model.ceiling * (1 - math.exp(-max(total, 0.0) / model.ceiling))))
    return found


def _summed(at: Times, when: Times, what: Array) -> Array:
    """(moments,) what falls between each moment and the one before it."""
    found = np.zeros(len(at) + 1)
    np.add.at(found, np.searchsorted(at, when), what)
    return found[: len(at)]


def _days(span: npt.NDArray[np.timedelta64]) -> Array:
    found: Array = span / np.timedelta64(86_400_000_000, "us")
    return found


def _even(first: datetime, until: datetime) -> set[datetime]:
    return {first + (until - first) * step / GRID for step in range(GRID + 1)}


def _marked(loads: Columns, until: datetime) -> set[datetime]:
    moment: datetime = loads.began[0].item()
    stride = max(timedelta(days=1), (until - moment) / GRID)
    moments: set[datetime] = {*loads.began.tolist(), *loads.repaired[~np.isnat(loads.repaired)].tolist(), until}
    while moment < until:
        moments.add(moment)
        moment += stride
    return moments
