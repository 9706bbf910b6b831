"""Two clocks: when to listen and when to own.

Waiting to listen costs; an apology that waits until the hurt one has spoken does better than one that cuts them off (Frantz and Bennigson
2005). Where it is not clear that both mean the same event, a full apology soothes less than asking. And where
both are flooded, a pause with a promised return is often advised first. So the same draft may be right now and too early an hour
before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from reattune.core.coded import Coded
from reattune.core.names import REPAIR, Move

HEARING = frozenset({Move.ACKNOWLEDGEMENT, Move.IMPACT, Move.INQUIRY})
HEAT = frozenset({Move.HOSTILITY, Move.CONTEMPT, Move.CRITICISM, Move.COUNTERATTACK, Move.PURSUIT})
OPENS = frozenset({Move.ACCEPTANCE, Move.BID, Move.RECONNECTION, Move.ACKNOWLEDGEMENT})
HOT = 2  # heated messages among the last few
LOOKS_BACK = 4
COOLED_MINUTES = 20.0  # a break of at least so long, as is usually advised, before flooding is taken to be over


class Now(StrEnum):
    """What comes first at this moment."""

    LEAVE = "leave"  # they turned away, or have not answered yet
    PAUSE = "pause"  # it runs too hot to be heard
    AGREE = "agree"  # it is not clear that both mean the same event
    LISTEN = "listen"  # they have not been heard yet
    OWN = "own"  # they have been heard, and nothing is owned yet
    GO_ON = "go_on"  # nothing stands before the draft itself


@dataclass(frozen=True, slots=True)
class Said:
    """One earlier message: whether it is one's own, what was heard in it, and the minutes to the next, where known."""

    own: bool
    coded: Coded
    minutes_to_next: float | None = None
    room: bool = False  # whether it asks for room in so many words


def now(earlier: Sequence[Said], draft: Coded) -> Now:
    """What comes first, from what was said before (oldest first) and what the draft holds."""
    if _turned_away(earlier):
        return Now.LEAVE
    if _hot(earlier) and not draft.has({Move.TIMEOUT}):
        return Now.PAUSE
    if any(one.coded.has({Move.DENIAL}) for one in earlier[-LOOKS_BACK:]) and not draft.has({Move.INQUIRY}):
        return Now.AGREE
    taken = max((place for place, one in enumerate(earlier) if not one.own and one.coded.has({Move.ACCEPTANCE})), default=-1)
    hurt = [place for place, one in enumerate(earlier) if place > taken and not one.own and one.coded.has({Move.HURT})]
    if not hurt:
        return Now.GO_ON
    since = [one for one in earlier[hurt[0] :] if one.own]
    heard = any(one.coded.has(HEARING) for one in since)
    if not heard:
        return Now.GO_ON if draft.has(HEARING) else Now.LISTEN
    owned = any(one.coded.has({Move.ACCOUNTABILITY}) for one in since) or draft.has({Move.ACCOUNTABILITY})
    return Now.GO_ON if owned else Now.OWN


def _turned_away(earlier: Sequence[Said]) -> bool:
    theirs = [one for one in earlier if not one.own]
    if theirs and theirs[-1].coded.has({Move.REFUSAL, Move.WITHDRAWAL}):
        return True
    said = [one for one in theirs if one.room or one.coded.has(OPENS)]
    if said and said[-1].room:  # and small talk since does not take it back
        return True
    waiting = 0
    for one in reversed(earlier):
        if not one.own:
            break
        waiting += one.coded.has(REPAIR)
    return waiting >= 1


def _hot(earlier: Sequence[Said]) -> bool:
    last = earlier[-LOOKS_BACK:]
    heated = [one for one in last if one.coded.has(HEAT)]
    if len(heated) < HOT or not last[-1].coded.has(HEAT):
        return False
    gap = last[-1].minutes_to_next
    return gap is None or gap < COOLED_MINUTES
