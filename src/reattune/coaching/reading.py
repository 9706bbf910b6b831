"""From what the coder heard in a turn to what it does to the one who meets it, as the model of two people takes it.

The weights are this project's own, in one place, and illustrations: what a move means is the codebook's, how much of it moves a simulated
partner is nobody's measurement. A defence or a break in a turn takes most of its warmth away.
"""

from __future__ import annotations

from collections.abc import Mapping

from reattune.core.coded import Coded
from reattune.core.names import DEFENCE, RUPTURE, Move
from reattune.dyads.person import Act

TONE: Mapping[Move, float] = {
    Move.ACKNOWLEDGEMENT: 0.5,
    Move.IMPACT: 0.3,
    Move.ACCOUNTABILITY: 0.4,
    Move.APOLOGY: 0.2,
    Move.RECONNECTION: 0.4,
    Move.AMENDS: 0.2,
    Move.INQUIRY: 0.4,
    Move.SELF_DISCLOSURE: 0.2,
    Move.TIMEOUT: 0.1,
    Move.ACCEPTANCE: 0.3,
    Move.BID: 0.2,
    Move.HURT: -0.1,
    Move.REFUSAL: -0.4,
    Move.CRITICISM: -0.7,
    Move.CONTEMPT: -1.0,
    Move.DISMISSAL: -0.7,
    Move.WITHDRAWAL: -0.6,
    Move.HOSTILITY: -1.0,
    Move.PURSUIT: -0.4,
    Move.EXPLAINING: -0.35,
    Move.MINIMISING: -0.7,
    Move.COUNTERATTACK: -0.7,
    Move.CONDITIONAL_APOLOGY: -0.4,
    Move.PRECONDITION: -0.5,
    Move.RUSHING: -0.5,
    Move.DENIAL: -0.7,
}
HEARD: Mapping[Move, float] = {Move.ACKNOWLEDGEMENT: 0.7, Move.IMPACT: 0.5, Move.INQUIRY: 0.4}
OWNED: Mapping[Move, float] = {Move.ACCOUNTABILITY: 1.0, Move.APOLOGY: 0.3, Move.AMENDS: 0.2}
TOWARD: Mapping[Move, float] = {Move.RECONNECTION: 0.9, Move.AMENDS: 0.3, Move.ACKNOWLEDGEMENT: 0.3, Move.BID: 0.2, Move.TIMEOUT: 0.3}
EASE: Mapping[Move, float] = {Move.TIMEOUT: 0.7, Move.INQUIRY: 0.5, Move.ACKNOWLEDGEMENT: 0.3, Move.ACCEPTANCE: 0.3, Move.RECONNECTION: 0.3}
PRESSURE: Mapping[Move, float] = {Move.PURSUIT: 1.0, Move.RUSHING: 0.8, Move.PRECONDITION: 0.6, Move.HOSTILITY: 0.6, Move.CRITICISM: 0.4}
DISTANCE: Mapping[Move, float] = {Move.WITHDRAWAL: 1.0, Move.DISMISSAL: 0.6, Move.REFUSAL: 0.4}
SPOILT = 0.25  # of what warms, where a defence or a break stands beside it
STILL = Act(distance=0.5)  # a turn in which nothing is said


def act_of(coded: Coded) -> Act:
    """What a turn amounts to for the other."""
    moves = frozenset(coded.names())
    clean = 1.0 if not moves & (DEFENCE | RUPTURE) else SPOILT
    warms = sum(TONE[move] for move in moves if TONE[move] > 0.0)
    stings = min((TONE[move] for move in moves if TONE[move] < 0.0), default=0.0)
    return Act(
        tone=max(min(warms * clean, 1.0) + stings, -1.0),
        heard=_sum(HEARD, moves) * clean,
        owned=_sum(OWNED, moves) * clean,
        toward=_sum(TOWARD, moves) * clean,
        ease=_sum(EASE, moves) * clean,
        pressure=_sum(PRESSURE, moves),
        distance=_sum(DISTANCE, moves),
    )


def _sum(weights: Mapping[Move, float], moves: frozenset[Move]) -> float:
    return min(sum(weights.get(move, 0.0) for move in moves), 1.0)
