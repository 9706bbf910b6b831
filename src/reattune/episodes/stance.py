"""How each person stood in one episode: reaching, escalating, withdrawing. It describes conduct here and types nobody."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from reattune.core.coded import Coded
from reattune.core.message import Message, minutes_between
from reattune.core.names import REPAIR, Move, Stance
from reattune.episodes.rhythm import Rhythm

VERSION = "1.0.0"
REACHES = REPAIR | {Move.BID, Move.ACCEPTANCE, Move.HURT}
ESCALATES = frozenset({Move.CRITICISM, Move.CONTEMPT, Move.HOSTILITY, Move.PURSUIT, Move.COUNTERATTACK, Move.PRECONDITION})
WITHDRAWS = frozenset({Move.WITHDRAWAL, Move.DISMISSAL, Move.MINIMISING, Move.RUSHING, Move.REFUSAL})
CLEAR_SHARE = 0.6


def stances_of(
    people: Sequence[str], members: Sequence[int], messages: Sequence[Message], coded: Sequence[Coded], rhythm: Rhythm
) -> tuple[tuple[str, Stance], ...]:
    """(name, stance) for each person in the episode."""
    return tuple((person, _stance(person, members, messages, coded, rhythm)) for person in people)


def _stance(person: str, members: Sequence[int], messages: Sequence[Message], coded: Sequence[Coded], rhythm: Rhythm) -> Stance:
    weights = {Stance.REACHING: 0.0, Stance.ESCALATING: 0.0, Stance.WITHDRAWING: _silences(person, members, messages, rhythm)}
    for index in members:
        if messages[index].speaker == person:
            moves = frozenset(coded[index].names())
            weights[Stance.REACHING] += len(moves & REACHES)
            weights[Stance.ESCALATING] += len(moves & ESCALATES)
            weights[Stance.WITHDRAWING] += len(moves & WITHDRAWS)
    total = sum(weights.values())
    if not total:
        return Stance.UNCLEAR
    strongest = max(weights, key=lambda stance: weights[stance])
    return strongest if weights[strongest] >= CLEAR_SHARE * total else Stance.MIXED


def _silences(person: str, members: Sequence[int], messages: Sequence[Message], rhythm: Rhythm) -> float:
    """One for each unusual silence that this person broke only after it was over: they were the one who was waited for."""
    return float(
        sum(
            messages[a].speaker != person and messages[b].speaker == person and rhythm.is_silence(minutes_between(messages[a], messages[b]))
            for a, b in pairwise(members)
        )
    )
