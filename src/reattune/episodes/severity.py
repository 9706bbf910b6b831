"""How deep an episode went, with its reasons.

Points are added for what was said, how often, how the hurt was met, how long it went on and how long they were silent;
each reason is kept beside the result as a short code (`said:contempt`, `messages:14`, `silence_hours:31`), and the words
for people are made of the codes elsewhere. The points are this project's own and are never shown as a number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from reattune.core.coded import Coded
from reattune.core.message import Message, minutes_between
from reattune.core.names import DEFENCE, RUPTURE, Move, Severity
from reattune.episodes.rhythm import Rhythm

VERSION = "1.0.0"
POINTS = {
    Move.HOSTILITY: 2.5,
    Move.CONTEMPT: 2.0,
    Move.CRITICISM: 1.5,
    Move.WITHDRAWAL: 1.5,
    Move.PURSUIT: 1.2,
    Move.DISMISSAL: 0.8,
    Move.DENIAL: 1.2,
    Move.COUNTERATTACK: 1.2,
    Move.PRECONDITION: 1.0,
    Move.MINIMISING: 1.0,
    Move.CONDITIONAL_APOLOGY: 0.8,
    Move.RUSHING: 0.8,
    Move.EXPLAINING: 0.6,
    Move.HURT: 0.5,
    Move.REFUSAL: 1.0,
}
AGAIN = 0.5  # what a move said again adds, as a share
MODERATE_FROM, MAJOR_FROM = 2.6, 7.0
LONG_MESSAGES, LONG_POINTS = 12, 1.0
SILENCE_POINTS, LONG_SILENCE_HOURS, LONG_SILENCE_POINTS = 1.0, 24.0, 2.0


def severity_of(
    members: Sequence[int], messages: Sequence[Message], coded: Sequence[Coded], rhythm: Rhythm
) -> tuple[Severity, tuple[str, ...]]:
    """The severity of an episode and its reasons, weightiest first."""
    said = Counter(move for index in members for move in coded[index].names() if move in POINTS)
    weighed = [(POINTS[move] * (1 + AGAIN * (count - 1)), f"said:{move}") for move, count in said.items()]
    breaking = sum(coded[index].has(RUPTURE | DEFENCE) for index in members)
    if breaking >= LONG_MESSAGES // 2:
        weighed.append((LONG_POINTS, f"messages:{breaking}"))
    weighed += _silence(members, messages, rhythm)
    total = sum(points for points, _ in weighed)
    weighed.sort(key=lambda pair: (-pair[0], pair[1]))
    level = Severity.MAJOR if total >= MAJOR_FROM else Severity.MODERATE if total >= MODERATE_FROM else Severity.MICRO
    return level, tuple(reason for _, reason in weighed)


def _silence(members: Sequence[int], messages: Sequence[Message], rhythm: Rhythm) -> list[tuple[float, str]]:
    gaps = [minutes_between(messages[a], messages[b]) for a, b in pairwise(members)]
    unusual = [gap for gap in gaps if gap is not None and rhythm.is_silence(gap)]
    if not unusual:
        return []
    hours = max(unusual) / 60
    points = LONG_SILENCE_POINTS if hours >= LONG_SILENCE_HOURS else SILENCE_POINTS
    return [(points, f"silence_hours:{round(hours)}")]
