"""The state machine of an episode, as a table.

    state      │ break      strike     hurt       attempt    undoing    accept     receive    refuse     warm       ordinary
    ───────────┼─────────────────────────────────────────────────────────────────────────────────────────────────────────────
    calm       │ ruptured   ruptured   ruptured   attempted* calm       calm       calm       calm       calm       calm
    ruptured   │ ruptured   ruptured   ruptured   attempted  ruptured   ruptured   ruptured   ruptured   ruptured   ruptured
    attempted  │ ruptured   ruptured   attempted  attempted  ruptured   repaired   received   refused    repaired** attempted
    received   │ ruptured   ruptured   attempted  attempted  ruptured   repaired   received   refused    repaired   received
    refused    │ ruptured   refused    refused    attempted  refused    repaired   received   refused    refused    refused
    repaired   │ (a break opens the next episode; anything warm still belongs to this one)

`strike` is a break by the one who has just been turned down: it deepens the episode and takes nothing back of the refusal.
`undoing` is an attempt that is itself a second rupture. `receive` is acceptance in part. `warm` is a move of closeness by
the one who was reached for. * only where the record opens with it, or where what it mends lies outside the record.
** only after an attempt in which something was acknowledged or owned. Whether ordinary talk has buried an episode is a
question of how much of it there is, and is asked by the fold in `find.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where an episode stands."""

    CALM = "calm"
    RUPTURED = "ruptured"
    ATTEMPTED = "attempted"
    RECEIVED = "received"
    REFUSED = "refused"
    REPAIRED = "repaired"


class Sign(StrEnum):
    """What a message is to the episode it stands in."""

    BREAK = "break"
    STRIKE = "strike"
    HURT = "hurt"
    ATTEMPT = "attempt"
    UNDOING = "undoing"
    ACCEPT = "accept"
    RECEIVE = "receive"
    REFUSE = "refuse"
    WARM = "warm"
    ORDINARY = "ordinary"


def _row(default: State, **changes: State) -> dict[Sign, State]:
    return {sign: changes.get(sign.value, default) for sign in Sign}


_R, _A, _V, _F, _P = State.RUPTURED, State.ATTEMPTED, State.RECEIVED, State.REFUSED, State.REPAIRED

TRANSITIONS: Mapping[State, Mapping[Sign, State]] = {
    State.CALM: _row(State.CALM, **{"break": _R, "strike": _R, "hurt": _R, "attempt": _A}),
    State.RUPTURED: _row(_R, attempt=_A),
    State.ATTEMPTED: _row(_A, **{"break": _R, "strike": _R, "undoing": _R, "accept": _P, "receive": _V, "refuse": _F, "warm": _P}),
    State.RECEIVED: _row(
        _V, **{"break": _R, "strike": _R, "hurt": _A, "attempt": _A, "undoing": _R, "accept": _P, "refuse": _F, "warm": _P}
    ),
    State.REFUSED: _row(_F, **{"break": _R, "attempt": _A, "accept": _P, "receive": _V}),
    State.REPAIRED: _row(_P, **{"break": _R, "strike": _R, "hurt": _R}),
}


def step(state: State, sign: Sign) -> State:
    """The state after a sign; total over both."""
    return TRANSITIONS[state][sign]
