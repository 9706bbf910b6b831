"""Every measure, named and versioned, one row each.

A measure takes the facts of one report and yields findings: a value with its number of cases, interval and unit, or None
with the reason. The reader's own side always comes before the other's, and nothing here ranks anybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from reattune.core.coded import Coded
from reattune.core.episode import Attempt, Clocks, Episode
from reattune.core.finding import Finding, Slice
from reattune.core.message import Message
from reattune.core.names import DEFENCE, REPAIR, RUPTURE, Answer, Move, Outcome, Severity, Stance, Verdict
from reattune.measures.intervals import byar, median_time, wilson

FEWEST_DAYS = 7.0
NO_EPISODE = "no rupture was found"
NO_ATTEMPT = "no attempt at repair was found"
NO_TIMES = "the record has no times"


@dataclass(frozen=True, slots=True)
class Facts:
    """What measures look at. Messages whose safety signal fired are already left out of `counted`."""

    messages: Sequence[Message]
    coded: Sequence[Coded]
    counted: Sequence[int]
    episodes: Sequence[Episode]
    me: str | None

    def people(self) -> tuple[str, ...]:
        """Everybody who speaks, the reader's own side first."""
        names = tuple(dict.fromkeys(self.messages[index].speaker for index in self.counted if self.messages[index].speaker))
        return tuple(sorted(names, key=lambda name: name != self.me))

    def attempts(self) -> list[Attempt]:
        """Every attempt of every episode."""
        return [attempt for episode in self.episodes for attempt in episode.attempts]

    def days(self) -> float | None:
        """The span of the record in days; None without times."""
        times = [self.messages[index].time for index in self.counted]
        known = [time for time in times if time is not None]
        return (max(known) - min(known)).total_seconds() / 86_400 if known else None


@dataclass(frozen=True, slots=True)
class Measure:
    """A row of the table."""

    name: str
    version: str
    unit: str
    says: str  # one plain sentence
    of: Callable[[Measure, Facts], Iterator[Finding]]

    def found(
        self,
        value: float | None,
        n: int,
        by: Slice | None = None,
        bounds: tuple[float | None, float | None] = (None, None),
        reason: str | None = None,
    ) -> Finding:
        """A finding of this measure, rounded to what its doubt allows to be read."""
        low, high = (None if bound is None else round(bound, 4) for bound in bounds)
        return Finding(self.name, self.version, None if value is None else round(value, 4), n, self.unit, low, high, by, reason)

    def share(self, hits: int, n: int, by: Slice | None = None, reason: str = NO_EPISODE) -> Finding:
        """A share with Wilson's interval, or undefined with the reason where there is nothing to share."""
        return self.found(hits / n, n, by, wilson(hits, n)) if n else self.found(None, 0, by, reason=reason)


def _episode_count(measure: Measure, facts: Facts) -> Iterator[Finding]:
    yield measure.found(len(facts.episodes), len(facts.episodes), bounds=byar(len(facts.episodes)))
    for severity in Severity:
        count = sum(episode.severity is severity for episode in facts.episodes)
        yield measure.found(count, count, Slice(severity=severity), byar(count))


def _move_count(families: frozenset[Move]) -> Callable[[Measure, Facts], Iterator[Finding]]:
    def count(measure: Measure, facts: Facts) -> Iterator[Finding]:
        said = Counter(facts.messages[index].speaker for index in facts.counted)
        heard = Counter((facts.messages[index].speaker, move) for index in facts.counted for move in set(facts.coded[index].names()))
        for person in facts.people():
            for move in (one for one in Move if one in families):
                if hits := heard[person, move]:
                    yield measure.found(hits, said[person], Slice(person, move), byar(hits))

    return count


def _per_week(measure: Measure, facts: Facts) -> Iterator[Finding]:
    days, count = facts.days(), len(facts.episodes)
    if days is None or days < FEWEST_DAYS:
        yield measure.found(None, count, reason=NO_TIMES if days is None else "the record spans less than a week")
        return
    low, high = byar(count)
    yield measure.found(count * 7 / days, count, bounds=(low * 7 / days, high * 7 / days))


def _per_hundred(measure: Measure, facts: Facts) -> Iterator[Finding]:
    count, said = len(facts.episodes), len(facts.counted)
    if not said:
        yield measure.found(None, 0, reason="there are no messages")
        return
    low, high = byar(count)
    yield measure.found(count * 100 / said, count, bounds=(low * 100 / said, high * 100 / said))


def _outcome_share(outcome: Outcome) -> Callable[[Measure, Facts], Iterator[Finding]]:
    def share(measure: Measure, facts: Facts) -> Iterator[Finding]:
        yield measure.share(sum(episode.outcome is outcome for episode in facts.episodes), len(facts.episodes))

    return share


def _attempt_count(measure: Measure, facts: Facts) -> Iterator[Finding]:
    attempts = facts.attempts()
    yield measure.found(len(attempts), len(facts.episodes), bounds=byar(len(attempts)))
    for person in facts.people():
        own = sum(attempt.by == person for attempt in attempts)
        yield measure.found(own, len(facts.episodes), Slice(person), byar(own))


def _verdict_share(verdict: Verdict) -> Callable[[Measure, Facts], Iterator[Finding]]:
    def share(measure: Measure, facts: Facts) -> Iterator[Finding]:
        attempts = facts.attempts()
        yield measure.share(sum(one.verdict is verdict for one in attempts), len(attempts), reason=NO_ATTEMPT)
        for person in facts.people():
            own = [one for one in attempts if one.by == person]
            yield measure.share(sum(one.verdict is verdict for one in own), len(own), Slice(person), NO_ATTEMPT)

    return share


def _clock(minutes: Callable[[Clocks], float | None]) -> Callable[[Measure, Facts], Iterator[Finding]]:
    def median(measure: Measure, facts: Facts) -> Iterator[Finding]:
        times: list[tuple[float, bool]] = []
        for episode in facts.episodes:
            value, watched = minutes(episode.clocks), episode.clocks.observed_minutes
            if value is not None:
                times.append((max(value, 0.0), True))
            elif watched is not None:
                times.append((max(watched, 0.0), False))
        if not times:
            yield measure.found(None, 0, reason=NO_TIMES if facts.episodes else NO_EPISODE)
            return
        found = median_time(times)
        reason = None if found.value is not None else "in less than half of the episodes it came at all"
        yield measure.found(found.value, len(times), bounds=(found.low, found.high), reason=reason)

    return median


def _broke(measure: Measure, facts: Facts) -> Iterator[Finding]:
    for person in facts.people():
        yield measure.share(sum(person in episode.rupturing for episode in facts.episodes), len(facts.episodes), Slice(person))


def _reached_first(measure: Measure, facts: Facts) -> Iterator[Finding]:
    reached = [episode.reached_first for episode in facts.episodes if episode.reached_first]
    for person in facts.people():
        yield measure.share(reached.count(person), len(reached), Slice(person), NO_ATTEMPT)


def _unmet_in_a_row(measure: Measure, facts: Facts) -> Iterator[Finding]:
    """The longest run of one person's attempts that met refusal or nothing; information, never anybody's debt."""
    attempts = facts.attempts()
    for person in facts.people():
        own = [one for one in attempts if one.by == person]
        longest = run = 0
        for one in own:
            run = run + 1 if one.answer in {Answer.REFUSAL, Answer.IGNORED} else 0
            longest = max(longest, run)
        yield measure.found(longest if own else None, len(own), Slice(person), reason=None if own else NO_ATTEMPT)


def _stance_share(stance: Stance) -> Callable[[Measure, Facts], Iterator[Finding]]:
    def share(measure: Measure, facts: Facts) -> Iterator[Finding]:
        for person in facts.people():
            own = [found for episode in facts.episodes for name, found in episode.stance if name == person]
            yield measure.share(own.count(stance), len(own), Slice(person), "took part in no episode")

    return share


MEASURES: tuple[Measure, ...] = (
    Measure("rupture.count", "1.1.0", "episodes", "How many ruptures were found.", _episode_count),
    Measure("rupture.per_week", "1.1.0", "episodes per week", "Ruptures per week of the record.", _per_week),
    Measure("rupture.per_100_messages", "1.1.0", "episodes per 100 messages", "Ruptures per hundred messages.", _per_hundred),
    Measure("rupture.moves", "1.0.0", "messages", "Messages with each breaking or defending move.", _move_count(RUPTURE | DEFENCE)),
    Measure("repair.moves", "1.0.0", "messages", "Messages with each mending move.", _move_count(REPAIR)),
    Measure("repair.attempts", "1.0.0", "attempts", "Attempts at repair.", _attempt_count),
    Measure("repair.share", "1.0.0", "share of attempts", "Attempts that were repairs.", _verdict_share(Verdict.REPAIR)),
    Measure(
        "second_rupture.share", "1.0.0", "share of attempts", "Attempts that were second ruptures.", _verdict_share(Verdict.SECOND_RUPTURE)
    ),
    Measure("outcome.repaired", "1.2.0", "share of episodes", "Episodes that were repaired.", _outcome_share(Outcome.REPAIRED)),
    Measure("outcome.refused", "1.2.0", "share of episodes", "Episodes where repair was turned away.", _outcome_share(Outcome.REFUSED)),
    Measure("outcome.open", "1.2.0", "share of episodes", "Episodes open at the end of the record.", _outcome_share(Outcome.OPEN)),
    Measure(
        "outcome.papered_over",
        "1.2.0",
        "share of episodes",
        "Episodes that ordinary talk walked past.",
        _outcome_share(Outcome.PAPERED_OVER),
    ),
    Measure("clock.heard", "1.0.0", "minutes, median", "Time until the hurt was heard.", _clock(lambda clocks: clocks.heard_minutes)),
    Measure(
        "clock.owned", "1.0.0", "minutes, median", "Time until somebody owned their part.", _clock(lambda clocks: clocks.owned_minutes)
    ),
    Measure("clock.repair", "1.0.0", "minutes, median", "Time until it was mended.", _clock(lambda clocks: clocks.repair_minutes)),
    Measure("who.broke", "1.0.0", "share of episodes", "Episodes in which a person broke the flow.", _broke),
    Measure("who.reached_first", "1.0.0", "share of episodes", "Episodes in which a person reached first.", _reached_first),
    Measure("attempts.unmet_in_a_row", "1.0.0", "attempts", "The longest row of attempts that were not met.", _unmet_in_a_row),
    *(
        Measure(f"stance.{stance}", "1.0.0", "share of episodes", f"Episodes in which a person was {stance}.", _stance_share(stance))
        for stance in Stance
    ),
)


def measure_all(facts: Facts) -> tuple[Finding, ...]:
    """Every finding, in the order of the table."""
    return tuple(finding for measure in MEASURES for finding in measure.of(measure, facts))
