"""When an item comes again: FSRS (Ye, Su and Cao 2022) through the `fsrs` package, its chance switched off and its clock handed in.

How well it went is never asked: the rating comes from what the answer was judged to be. Progress is told by skill with an interval, over
each
item's last answers, so that the same item answered ten times counts once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from fsrs import Card, Rating, Scheduler

from reattune.coaching.drills import Judged
from reattune.measures.intervals import wilson

RIGHT, NEAR = 1.0, 0.5
NEW_A_ROUND = 3
_SCHEDULER = Scheduler(enable_fuzzing=False)


def rating_of(judged: Judged) -> int:
    """1 (again) for wrong, 2 (hard) for near, 3 (good) for right."""
    return int(Rating.Good if judged.right >= RIGHT else Rating.Hard if judged.right >= NEAR else Rating.Again)


def next_time(state: Mapping[str, object] | None, rating: int, now: datetime) -> tuple[datetime, dict[str, object]]:
    """When an item comes again and its state then. `now` is naive, as every clock here; a new item has no state."""
    card = Card.from_dict(dict(state)) if state else Card(card_id=0, due=_aware(now))  # type: ignore[arg-type]
    card, _ = _SCHEDULER.review_card(card, Rating(rating), _aware(now))
    return card.due.replace(tzinfo=None), dict(card.to_dict())


def round_of(items: Sequence[str], cards: Mapping[str, tuple[datetime, Mapping[str, object]]], now: datetime, most: int) -> tuple[str, ...]:
    """What to practise now: what is due, the longest overdue first, then a few new ones in their order; where nothing is due, what comes
    next.
    """
    due = sorted((cards[one][0], one) for one in items if one in cards and cards[one][0] <= now)
    fresh = [one for one in items if one not in cards][: max(NEW_A_ROUND, most - len(due))]
    chosen = [one for _, one in due] + fresh
    chosen += (
        [one for _, one in sorted((cards[one][0], one) for one in items if one in cards and cards[one][0] > now)] if not chosen else []
    )
    return tuple(chosen[:most])


@dataclass(frozen=True, slots=True)
class Progress:
    """A skill: how many items were met, and of those how many were right when they last came, with a 95 % interval (Wilson 1927)."""

    skill: str
    met: int
    of: int
    right: int
    low: float
    high: float


def progress(skill: str, of: int, reviews: Sequence[tuple[str, str, datetime, float, int]]) -> Progress:
    """Progress in a skill of `of` items, from (skill, item, time, share right, rating) in order of time."""
    last = {item: right for named, item, _, right, _ in reviews if named == skill}
    right = sum(one >= RIGHT for one in last.values())
    low, high = wilson(right, len(last)) if last else (0.0, 1.0)
    return Progress(skill, len(last), of, right, low, high)


def _aware(now: datetime) -> datetime:
    return now.replace(tzinfo=UTC)
