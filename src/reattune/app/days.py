"""`reattune today`: what is open, the one to circle back to, and five minutes of practice; nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from reattune.app import practising
from reattune.ledger import questions
from reattune.ledger.answers import First
from reattune.ledger.records import Rupture
from reattune.ledger.store import Ledger


@dataclass(frozen=True, slots=True)
class Today:
    """The day: how many are open, what to circle back to first, what one promised to come
    back to and when, which skill to practise, and drafts that wait."""

    open: int
    first: First | None
    returns: tuple[tuple[Rupture, datetime], ...]
    skill: str
    drafts: tuple[str, ...]


def today(ledger: Ledger | None, now: datetime) -> Today:
    """The day as the ledger has it; without one, only what to practise."""
    if ledger is None:
        return Today(0, None, (), practising.next_skill(None, now), ())
    found = questions.standing(ledger, now)
    back = tuple((item, one.follow_up) for item, one in questions.returns(ledger) if one.follow_up is not None)
    drafts = tuple(name for name, rupture, *_ in ledger.drafts() if rupture is None or _free(ledger, rupture))
    return Today(found.count, found.first, back, practising.next_skill(ledger, now), drafts)


def _free(ledger: Ledger, rupture: str) -> bool:
    """Whether a draft's entry is open and not to be left with the other."""
    item = ledger.rupture(rupture)
    return item.open and questions.waiting(ledger, item) is None
