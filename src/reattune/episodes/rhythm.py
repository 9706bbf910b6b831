"""What silence means between these two: the gaps that are usual for them.

A day without an answer is a rupture between two who answer within the hour and nothing between two who write once a week,
so silences are judged against the record's own answers. With too few of them no silence is judged at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reattune.core.message import Message, minutes_between

FEWEST_ANSWERS = 12
USUAL_SHARE = 0.95
LEAST_MINUTES = 180.0
TIMES_USUAL = 1.5


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`unusual_minutes` is the gap from which a silence says something; None where the record cannot tell."""

    unusual_minutes: float | None

    def is_silence(self, minutes: float | None) -> bool:
        """Whether a gap is longer than is usual here."""
        return minutes is not None and self.unusual_minutes is not None and minutes > self.unusual_minutes


def rhythm_of(messages: Sequence[Message]) -> Rhythm:
    """The rhythm of one thread: one and a half times the gap that 95 % of answers keep, and three hours at least."""
    gaps = sorted(
        gap
        for before, after in pairwise(messages)
        if before.speaker != after.speaker and (gap := minutes_between(before, after)) is not None and gap >= 0
    )
    if len(gaps) < FEWEST_ANSWERS:
        return Rhythm(None)
    usual = gaps[min(int(USUAL_SHARE * len(gaps)), len(gaps) - 1)]
    return Rhythm(max(TIMES_USUAL * usual, LEAST_MINUTES))
