"""A number with its doubt: value, how many it rests on, interval, unit, and the version of the rule that made it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from reattune.core.coded import Coded
from reattune.core.episode import Episode
from reattune.core.message import Conversation


@dataclass(frozen=True, slots=True)
class Slice:
    """What a finding is about, where it is not the whole: a person, a move, a severity, or several of these."""

    person: str | None = None
    move: str | None = None
    severity: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One measured number. `value` is None where it is undefined, and then `reason` says why; never 0 in its stead.
    `low` and `high` bound the 95 % interval where one is defined. `n` is the number of cases it rests on."""

    measure: str
    version: str
    value: float | None
    n: int
    unit: str
    low: float | None = None
    high: float | None = None
    by: Slice | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """One measure over time: (time, value) points in order of time."""

    measure: str
    version: str
    unit: str
    points: tuple[tuple[datetime, float], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was found in one conversation. `me` is None where nobody was named as the reader's own side."""

    conversation: Conversation
    me: str | None
    coded: tuple[Coded, ...]
    episodes: tuple[Episode, ...]
    findings: tuple[Finding, ...]
    series: tuple[Series, ...]
    coder: str
    codebook: str
    left_out: int  # messages the safety signal kept out of every measure
