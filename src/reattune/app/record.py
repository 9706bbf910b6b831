"""Where the messages and episodes of a report lie in time, for what is drawn or counted over time.

By their times where all messages have one, by their numbers otherwise. Counts come from one sorted list and are found by bisection, so that
a record of hundreds of thousands of messages costs no more than the sorting.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from reattune.app import wording
from reattune.app.drawing import many, short_day
from reattune.app.periods import Period, periods
from reattune.core.episode import Episode
from reattune.core.finding import Report
from reattune.core.names import Outcome, Severity

EVENLY, MOST_TICKS, MOST_STRETCHES = 60, 9, 24
Place = Any  # a datetime in a record with times, a message's number in one without; never mixed


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the record: its name in full and in short, its messages, its episodes and their numbers."""

    name: str
    short: str
    messages: int
    episodes: tuple[int, ...]
    outcomes: tuple[Outcome, ...]
    deep: int

    def ended(self, outcome: Outcome) -> int:
        """How many of its episodes ended so."""
        return self.outcomes.count(outcome)


class Record:
    """The places of a report's messages, in order."""

    def __init__(self, report: Report) -> None:
        self.episodes = report.episodes
        self._messages = report.conversation.messages
        times = sorted(message.time for message in self._messages if message.time is not None)
        self.dated = bool(times) and len(times) == len(self._messages)
        self.places: Sequence[Place] = times if self.dated else range(len(self._messages))

    def share(self, message: int) -> float:
        """How far into the record a message lies, 0 to 1."""
        return self._share(self._place(message))

    def _place(self, message: int) -> Place:
        return self._messages[message].time if self.dated else message

    def _share(self, place: Place) -> float:
        first, last = self.places[0], self.places[-1]
        return float((place - first) / (last - first)) if last > first else 0.5

    def when(self, message: int) -> str:
        """When a message was written, or its number."""
        time = self._messages[message].time
        return wording.moment_of(time) if time else f"Message {message + 1:,}"

    def lasted(self, episode: Episode) -> str:
        """How long an episode lasted, in words."""
        first, last = self._messages[episode.onset].time, self._messages[episode.end].time
        if self.dated and first and last:
            return wording.duration(max((last - first).total_seconds() / 60, 1))
        return many(len(episode.messages), "message")

    def span(self) -> str:
        """From when to when; nothing without times."""
        if not self.dated:
            return ""
        first, last = wording.day(self.places[0]), wording.day(self.places[-1])
        return f" on {first}" if first == last else f" from {first} to {last}"

    def ends(self) -> tuple[str, str]:
        """What stands at both ends, in few letters; the second empty where it is the same."""
        if not self.dated:
            return ("first message", "last") if self.places else ("", "")
        first, last = short_day(self.places[0]), short_day(self.places[-1])
        return first, "" if first == last else last

    def ticks(self) -> list[tuple[float, str]]:
        """Where months begin, or whatever of the calendar there is a handful of: (share, few letters)."""
        if not self.dated:
            return []
        found = periods(self.places[0], self.places[-1], MOST_TICKS)[1:]
        return [(self._share(one.begins), one.short) for one in found]

    def evenly(self) -> list[int]:
        """How many messages there are in each of `EVENLY` parts of one length; nothing without times."""
        if not self.dated:
            return []
        first, last = self.places[0], self.places[-1]
        return self._between([first + (last - first) * part / EVENLY for part in range(EVENLY)])

    def _between(self, begins: Sequence[Place]) -> list[int]:
        """How many messages lie between each of these places and the next."""
        at = [bisect_left(self.places, one) for one in begins]
        return [after - before for before, after in pairwise([*at, len(self.places)])]

    def stretches(self) -> tuple[Stretch, ...]:
        """The record cut by the calendar, or in even parts without times, with what is in each."""
        cuts = periods(self.places[0], self.places[-1]) if self.dated else self._numbered()
        begins = [one.begins for one in cuts]
        inside: list[list[int]] = [[] for _ in cuts]
        for number, episode in enumerate(self.episodes):
            inside[bisect_right(begins, self._place(episode.onset)) - 1].append(number)
        return tuple(map(self._stretch, cuts, self._between(begins), inside))

    def _numbered(self) -> Sequence[Any]:
        long = -(-len(self.places) // MOST_STRETCHES)
        return [
            _Part(at, f"messages {at + 1:,} to {min(at + long, len(self.places)):,}", f"{at + 1:,}")
            for at in range(0, len(self.places), long)
        ]

    def _stretch(self, cut: Period | _Part, messages: int, inside: Sequence[int]) -> Stretch:
        found = [self.episodes[number] for number in inside]
        deep = sum(one.severity is Severity.MAJOR for one in found)
        return Stretch(cut.name, cut.short, messages, tuple(inside), tuple(one.outcome for one in found), deep)


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a record without times, by the number of its first message."""

    begins: int
    name: str
    short: str
