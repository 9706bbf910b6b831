"""Practice as a use case: what comes next, how an answer is judged, what is kept of it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from reattune.coaching import drills, schedule
from reattune.coaching.drills import Item, Judged, Kind
from reattune.core.coded import Coded, Coder, Turn
from reattune.core.errors import BadOption
from reattune.ledger.store import Ledger

A_ROUND = 5


def next_items(skill: str, ledger: Ledger | None, now: datetime, most: int = A_ROUND, seed: int | None = None) -> tuple[Item, ...]:
    """What to practise now. Without a ledger, others each day, or by the seed."""
    every = {one.id: one for one in drills.items(skill)}
    if ledger is None:
        chosen = random.Random(f"{skill}/{now.date() if seed is None else seed}").sample(list(every), min(most, len(every)))
        return tuple(every[name] for name in sorted(chosen))
    kept = ledger.cards(skill)
    return tuple(every[name] for name in schedule.round_of(list(every), kept, now, most))


def next_skill(ledger: Ledger | None, now: datetime) -> str:
    """The skill to practise today: where most is due, else the one that was met least, in the order of the skills."""
    if ledger is None:
        return drills.SKILLS[0].name
    kept = {skill.name: ledger.cards(skill.name) for skill in drills.SKILLS}
    due = {name: sum(at <= now for at, _ in some.values()) for name, some in kept.items()}
    most = max(due.values())
    return next(name for name in due if due[name] == most) if most else min(kept, key=lambda name: len(kept[name]))


@dataclass(frozen=True, slots=True)
class Answered:
    """A judged answer; `fired` is what was heard where the safety signal fired in it, and then nothing is judged and nothing kept."""

    judged: Judged
    fired: Coded | None = None


def answered(item: Item, answer: str, coder: Coder, heed: bool = True) -> Answered:
    """An answer as it was typed: feelings with commas, the number of an option from 1, or one's own words.

    `heed` off is for the person who says that the signal heard this one wrong. Raises BadOption for a word that is no feeling we know, or a
    number that is no option.
    """
    kind = drills.BY_NAME[item.skill].kind
    if heed and kind is not Kind.FREE and not _known(answer):
        coded = coder.code([Turn(answer)], scores=True)[0]
        if coded.safety:
            return Answered(Judged(0.0), coded)
    if kind is Kind.FEELING:
        return Answered(drills.judge_feeling(item, drills.named(answer)))
    if kind is Kind.CHOICE:
        if not answer.strip().isdecimal() or len(answer.strip()) > 3:
            raise BadOption(f"type the number of an answer, 1 to {len(item.options)}")
        return Answered(drills.judge_choice(item, int(answer) - 1))
    if not answer.strip():
        if item.silence:
            return Answered(Judged(1.0))
        raise BadOption("type what you would say")
    context = ((False, item.said, None),) if item.said else ()
    coded = coder.code([Turn(answer, context)], scores=True)[0]
    return Answered(Judged(0.0), coded) if coded.safety and heed else Answered(drills.judge_free(item, coded))


def _known(answer: str) -> bool:
    """A number, or words for feelings alone."""
    return answer.strip().isdecimal() or all(drills.feelings().of(one) for one in drills.named(answer))


def keep(item: Item, judged: Judged, ledger: Ledger, now: datetime) -> datetime | None:
    """Keep the answer's result, and when the item comes again; of one that could not be judged, nothing: it comes again next time."""
    if judged.unsure:
        return None
    rating = schedule.rating_of(judged)
    kept = ledger.cards(item.skill).get(item.id)
    due, state = schedule.next_time(kept[1] if kept else None, rating, now)
    ledger.reviewed(item.skill, item.id, now, judged.right, rating, due, state)
    return due


def progress(ledger: Ledger) -> Sequence[schedule.Progress]:
    """Progress in every skill."""
    reviews = ledger.reviews()
    return [schedule.progress(skill.name, len(drills.items(skill.name)), reviews) for skill in drills.SKILLS]
