"""Relational debt: what unrepaired episodes leave behind, as a picture for reflection.

No published law says how unrepaired ruptures add up. This accumulator is reattune's own model, is called so wherever it is
shown, and is never a score of a person nor a prediction. All its parameters stand in `MODEL`. It is monotone in severity
and in open time, saturates, falls when an episode is repaired (late repair leaves a residue), and rises faster when the
same theme returns. The theme of an episode is the move that broke the flow.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from reattune.core.coded import Coded
from reattune.core.episode import Episode
from reattune.core.message import Message
from reattune.core.names import DEFENCE, RUPTURE, Outcome, Severity

VERSION = "1.1.0"
GRID = 300  # steps of the line
Array = npt.NDArray[np.float64]
Times = npt.NDArray[np.datetime64]
MOST_MARKED = 300  # loads; the beginnings and repairs of more would make the line a thicket, and its time their square


@dataclass(frozen=True, slots=True)
class Model:
    """The parameters, in one place. Weights are in units of one fresh moderate rupture; days are days."""

    micro: float = 0.3
    moderate: float = 1.0
    major: float = 3.0
    growth: float = 1.0  # how much an open rupture can still grow, as a share of its weight
    growth_days: float = 14.0  # after so many days it has grown by 63 %
    residue: float = 0.4  # the largest share of the grown part that stays when the repair came late
    theme: float = 0.25  # added for each earlier rupture of the same theme
    most_themes: int = 4
    ceiling: float = 12.0  # the picture saturates here

    def weight(self, severity: Severity) -> float:
        """The weight of one fresh rupture."""
        return {Severity.MICRO: self.micro, Severity.MODERATE: self.moderate, Severity.MAJOR: self.major}[severity]


MODEL = Model()


@dataclass(frozen=True, slots=True)
class Load:
    """One rupture as the model sees it: when it began, when it was repaired if it was, its severity and theme."""

    began: datetime
    repaired: datetime | None
    severity: Severity
    theme: str


def load_at(load: Load, returns: int, now: datetime, model: Model = MODEL) -> float:
    """What one rupture weighs at a time; `returns` counts earlier ruptures of its theme."""
    if now < load.began:
        return 0.0
    weight = model.weight(load.severity) * (1 + model.theme * min(returns, model.most_themes))
    until = min(now, load.repaired) if load.repaired else now
    days = max((until - load.began).total_seconds() / 86_400, 0.0)
    grown = weight * model.growth * (1 - math.exp(-days / model.growth_days))
    return model.residue * grown if load.repaired and now >= load.repaired else weight + grown


def debt_at(loads: Sequence[Load], now: datetime, model: Model = MODEL) -> float:
    """The debt at a time: all loads together, saturating at the ceiling. Loads are in order of their beginning."""
    seen: dict[str, int] = {}
    total = 0.0
    for load in loads:
        total += load_at(load, seen.get(load.theme, 0), now, model)
        if load.theme:
            seen[load.theme] = seen.get(load.theme, 0) + 1
    return model.ceiling * (1 - math.exp(-total / model.ceiling))


def loads_of(episodes: Sequence[Episode], messages: Sequence[Message], themes: Sequence[str]) -> tuple[Load, ...]:
    """The loads of episodes whose times are known, in order of their beginning."""
    found = []
    for episode, theme in zip(episodes, themes, strict=True):
        began, ended = messages[episode.onset].time, messages[episode.end].time
        if began is not None:
            mended = ended if episode.outcome is Outcome.REPAIRED else None
            found.append(Load(began, max(mended, began) if mended else None, episode.severity, theme))
    return tuple(sorted(found, key=lambda load: load.began))


def themes_of(episodes: Sequence[Episode], coded: Sequence[Coded]) -> tuple[str, ...]:
    """The theme of each episode: its surest breaking move at the onset, else in the episode, else "unanswered"."""
    return tuple(_theme(episode, coded) for episode in episodes)


def _theme(episode: Episode, coded: Sequence[Coded]) -> str:
    for index in episode.messages:
        for heard in coded[index].moves:
            if heard.move in RUPTURE | DEFENCE:
                return heard.move.value
    return "unanswered"


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
