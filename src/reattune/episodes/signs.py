"""What one coded message is to the episode it stands in: one sign of the state machine."""

from __future__ import annotations

from dataclasses import dataclass

from reattune.codebook.grading import grade
from reattune.core.coded import Coded
from reattune.core.names import COMPONENTS, DEFENCE, REPAIR, RUPTURE, Move, Verdict
from reattune.episodes.machine import Sign

BREAKS = RUPTURE | DEFENCE
WARMTH = frozenset({Move.ACCEPTANCE, Move.RECONNECTION, Move.BID, Move.APOLOGY, Move.ACCOUNTABILITY, Move.ACKNOWLEDGEMENT})
TURNED_AWAY = frozenset({Move.DISMISSAL, Move.WITHDRAWAL, Move.CONTEMPT, Move.HOSTILITY})
OWNED = frozenset(COMPONENTS) - {Move.RECONNECTION}


@dataclass(frozen=True, slots=True)
class Reach:
    """The latest attempt, as far as the next sign depends on it: whose it is, whether anything was owned in it, and whom it was for
    (empty where that is not known)."""

    by: str
    owned: bool
    to: frozenset[str] = frozenset()


def attempt_verdict(coded: Coded) -> Verdict:
    """The verdict on a message that holds a repair move: the coder's own, or the table's where the coder saw no attempt."""
    return grade(coded.names()) if coded.verdict is Verdict.NEITHER else coded.verdict


def sign_of(coded: Coded, speaker: str, reach: Reach | None) -> Sign:
    """The sign of a message by `speaker` after the latest attempt `reach` of the episode, or None where there is none."""
    moves = frozenset(coded.names())
    if not moves:
        return Sign.ORDINARY
    answer = _answer(moves, speaker, reach)
    if answer:
        return answer
    if moves & REPAIR:
        undone = bool(moves & BREAKS) and attempt_verdict(coded) is Verdict.SECOND_RUPTURE
        return Sign.UNDOING if undone else Sign.ATTEMPT
    if moves & BREAKS:
        return Sign.BREAK
    return Sign.HURT if Move.HURT in moves else Sign.ORDINARY


def _answer(moves: frozenset[Move], speaker: str, reach: Reach | None) -> Sign | None:
    if reach is None or speaker == reach.by or (reach.to and speaker not in reach.to):
        return None
    if Move.REFUSAL in moves and Move.ACCEPTANCE not in moves:
        return Sign.REFUSE
    if moves & BREAKS:
        return None
    if Move.ACCEPTANCE in moves:
        return Sign.RECEIVE if moves & {Move.HURT, Move.REFUSAL} else Sign.ACCEPT
    if reach.owned and moves & WARMTH and Move.HURT not in moves:
        return Sign.WARM
    return None
