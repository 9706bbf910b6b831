"""The verdict as a rule: what the table of the codebook says of a set of moves.

    core: acknowledgement, impact, accountability      undoing: any defence or rupture
    gesture: inquiry, reconnection, self-disclosure, amends, time-out

                 │ undoing          no undoing
    ─────────────┼─────────────────────────────────────────────────
    core         │ partial          repair
    apology      │ second_rupture   partial
    gesture      │ second_rupture   partial after a rupture, else neither
    none of them │ second_rupture   neither

It serves people who label and it checks a trained coder, whose verdict is a judgement of its own.
"""

from __future__ import annotations

from collections.abc import Collection

from reattune.core.names import COMPONENTS, DEFENCE, RUPTURE, Move, Verdict

CORE = frozenset({Move.ACKNOWLEDGEMENT, Move.IMPACT, Move.ACCOUNTABILITY})
UNDOING = RUPTURE | DEFENCE
GESTURES = frozenset({Move.INQUIRY, Move.RECONNECTION, Move.SELF_DISCLOSURE, Move.AMENDS, Move.TIMEOUT})


def grade(moves: Collection[Move], answers_a_rupture: bool = True) -> Verdict:
    """The verdict that the table defines for a message with these moves; their order never matters.

    `answers_a_rupture` says whether it answers a break or a hurt: a gesture alone is partial only then.
    """
    found = frozenset(moves)
    if found & UNDOING:
        return Verdict.PARTIAL if found & CORE else Verdict.SECOND_RUPTURE
    if found & CORE:
        return Verdict.REPAIR
    gesture = answers_a_rupture and bool(found & GESTURES)
    return Verdict.PARTIAL if gesture or Move.APOLOGY in found else Verdict.NEITHER


def present(moves: Collection[Move]) -> tuple[Move, ...]:
    """The components of repair that are there, in the codebook's order."""
    return tuple(component for component in COMPONENTS if component in moves)


def missing(moves: Collection[Move]) -> tuple[Move, ...]:
    """The components of repair that are not there yet, in the codebook's order."""
    return tuple(component for component in COMPONENTS if component not in moves)
