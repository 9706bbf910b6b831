"""Relational debt: what unrepaired episodes leave behind, as a picture for reflection.

No published law says how unrepaired ruptures add up. This accumulator is reattune's own model, is called so wherever it is
shown, and is never a score of a person nor a prediction. All its parameters stand in `MODEL`. It is monotone in severity
and in open time, saturates, falls when an episode is repaired (late repair leaves a residue), and rises faster when the
same theme returns. The theme of an episode is the move that broke the flow. How it runs over time is drawn by `debt_line.py`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from reattune.core.coded import Coded
from reattune.core.episode import Episode
from reattune.core.message import Message
from reattune.core.names import DEFENCE, RUPTURE, Outcome, Severity

VERSION = "1.1.0"


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
