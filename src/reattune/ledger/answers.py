"""What the ledger answers: what is open, what to circle back to first, what keeps causing it, and what is one's own in it.

Pure, over what was kept. Only one's own side is counted, whatever the other did. Nothing here ever suggests
contact after a refusal, a request for room, or while an attempt waits for its answer: what was offered is left with them. What is left with
them is no matter for counting either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from reattune.core.names import Answer, Severity, Verdict
from reattune.ledger.records import Attempt, Closing, Rupture
from reattune.measures.intervals import wilson

WEIGHT = {Severity.MICRO: 1, Severity.MODERATE: 2, Severity.MAJOR: 3}
FEWEST = 5  # below so many nothing is called a pattern
PARTS_OF_DAY = ((5, "after midnight"), (11, "morning"), (14, "midday"), (18, "afternoon"), (23, "evening"), (24, "night"))


class Waits(StrEnum):
    """Why a rupture is left with the other person, where it is."""

    ROOM = "room"  # leave it with them
    REFUSED = "refused"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Open:
    """An open rupture: for how many whole days, and why it is left with the other, if it is."""

    item: Rupture
    days: int
    waits: Waits | None


def open_ones(items: Sequence[Rupture], now: datetime) -> tuple[Open, ...]:
    """What is open on one's own side, the longest first. What is so with a person is so for every entry with them."""
    turned = turned_away(items)
    found = [
        Open(one, max((now - one.at).days, 0), waits(one) or turned.get(one.person or "")) for one in items if one.open and one.at <= now
    ]
    return tuple(sorted(found, key=lambda one: (one.item.at, one.item.id)))


def turned_away(items: Sequence[Rupture]) -> dict[str, Waits]:
    """The people with whom no contact is to be suggested at all: they asked for room, or their last answer was a refusal."""
    found: dict[str, Waits] = {}
    answered: dict[str, tuple[datetime | None, datetime | None]] = {}
    for one in items:
        if one.person:
            (last, refused), (before, turned) = last_answers(one), answered.get(one.person, (None, None))
            answered[one.person] = _later(last, before), _later(refused, turned)
    found |= {person: Waits.REFUSED for person, (last, refused) in answered.items() if refused and refused == last}
    return found | {one.person: Waits.ROOM for one in items if one.person and one.leave and one.closed_as is not Closing.MENDED_FOR_ME}


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((at for at in (one, other) if at), default=None)


def last_answers(item: Rupture) -> tuple[datetime | None, datetime | None]:
    """When they last answered an attempt of one's own, and when they last turned one down."""
    met = [(one.answered_at or one.at, one.answer) for one in item.attempts if one.by_me and one.answer not in {None, Answer.IGNORED}]
    return max((at for at, _ in met), default=None), max((at for at, answer in met if answer is Answer.REFUSAL), default=None)


def waits(item: Rupture) -> Waits | None:
    """Why one's next step is none: they asked for room, their last answer was a refusal, or an attempt since then waits for one."""
    if item.leave:
        return Waits.ROOM
    last, refused = last_answers(item)
    if refused and refused == last:
        return Waits.REFUSED
    waiting = [one for one in item.attempts if one.by_me and one.answer in {None, Answer.IGNORED}]
    return Waits.UNANSWERED if any(last is None or one.at >= last for one in waiting) else None


def promised(item: Rupture, turned: Mapping[str, Waits]) -> Attempt | None:
    """The attempt with which one promised to come back at a time, where the promise still stands: nothing of one's own came after it, and
    but for it nothing waits, was turned down, or is to be left with them. `turned` is `turned_away`."""
    mine = sorted((one for one in item.attempts if one.by_me), key=lambda one: (one.at, one.id))
    if not item.open or not mine or mine[-1].follow_up is None or mine[-1].answer in {Answer.REFUSAL, Answer.IGNORED}:
        return None
    before = replace(item, attempts=tuple(one for one in item.attempts if one is not mine[-1]))
    return None if waits(before) or (item.person or "") in turned else mine[-1]


@dataclass(frozen=True, slots=True)
class First:
    """What to circle back to first, and why: `size`, `mine` and `days` are what put it before the others."""

    open: Open
    size: Severity
    mine: bool
    days: int


def circle_back(opened: Sequence[Open]) -> First | None:
    """The one to circle back to first: one's own part before what was done to one, the larger before the smaller, then the older."""
    free = [one for one in opened if one.waits is None]
    if not free:
        return None
    return first_of(min(free, key=lambda one: (one.item.by_me is False, -WEIGHT[one.item.severity], one.item.at, one.item.id)))


def first_of(one: Open) -> First:
    """Why this one comes first."""
    return First(one, one.item.severity, had_part(one.item), one.days)


def had_part(item: Rupture) -> bool:
    """Whether one had a part in it: one began it, both did, or one told of a part of one's own in what the other began."""
    return item.by_me is not False or bool(item.mine)


def unmet(item: Rupture) -> int:
    """One's attempts in a row, counted from the last back, that were not taken in. It is no one's debt."""
    count = 0
    for one in sorted((one for one in item.attempts if one.by_me), key=lambda one: one.at, reverse=True):
        if one.answer in {Answer.ACCEPTANCE, Answer.PARTIAL}:
            break
        count += 1
    return count


def part_of_day(at: datetime) -> str:
    """After midnight (0 to 5), morning, midday, afternoon, evening or night."""
    return part_of_hour(at.hour)


def part_of_hour(hour: int) -> str:
    """The part of the day that an hour (0 to 23) lies in."""
    return next(name for before, name in PARTS_OF_DAY if hour < before)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many, with the 95 % interval of the share (Wilson 1927)."""

    name: str
    count: int
    of: int
    low: float
    high: float


FACETS: dict[str, Callable[[Rupture], str]] = {
    "theme": lambda one: one.theme,
    "driver": lambda one: one.driver.value if one.driver else "",
    "time of day": lambda one: part_of_day(one.at) if one.timed else "",
    "person": lambda one: one.person or "",
}


@dataclass(frozen=True, slots=True)
class Patterns:
    """What keeps causing it: shares by each facet, and the pairs of theme and driver that come together most."""

    of: int
    shares: tuple[tuple[str, tuple[Share, ...]], ...]
    together: tuple[Share, ...]


def patterns(items: Sequence[Rupture]) -> Patterns | None:
    """What comes again in ruptures that one had a part in; None below `FEWEST`, for little says nothing."""
    mine = [one for one in items if had_part(one) and not one.leave]
    if len(mine) < FEWEST:
        return None
    found = tuple((facet, shares(Counter(tell(one) for one in mine if tell(one)))) for facet, tell in FACETS.items())
    both = Counter(f"{one.theme} + {one.driver.value}" for one in mine if one.theme and one.driver)
    return Patterns(len(mine), found, shares(both)[:3])


def shares(counts: Counter[str]) -> tuple[Share, ...]:
    """Each count with the interval of its share, the commonest first; none where there are too few in all."""
    whole = counts.total()
    if whole < FEWEST:
        return ()
    return tuple(
        Share(name, count, whole, *wilson(count, whole)) for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    )


@dataclass(frozen=True, slots=True)
class Mine:
    """ "Is it me?": in how many of all one had a part, how many of those one began, and after which attempts of one's own it was taken in.
    Of the other nothing is counted."""

    part: Share | None
    began: Share | None
    helped: tuple[Share, ...]


def mine(items: Sequence[Rupture]) -> Mine:
    """One's own part, with intervals; shares only where there are enough."""
    items = [one for one in items if not one.leave]
    part = sum(map(had_part, items))
    tried = [one for item in items for one in item.attempts if one.by_me and one.answer is not None]
    helped = []
    for kind in (*Verdict, "gesture"):
        some = [one for one in tried if (one.verdict is None and one.gesture is not None if kind == "gesture" else one.verdict is kind)]
        taken = sum(one.answer in {Answer.ACCEPTANCE, Answer.PARTIAL} for one in some)
        helped.append(share(str(kind), taken, len(some)))
    began = sum(one.by_me is True for one in items)
    return Mine(share("part", part, len(items)), share("began", began, part), tuple(one for one in helped if one))


def share(name: str, count: int, of: int) -> Share | None:
    """A count with the interval of its share; nothing where there are too few in all."""
    return Share(name, count, of, *wilson(count, of)) if of >= FEWEST else None
