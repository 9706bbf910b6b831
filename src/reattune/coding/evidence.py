"""Which words carry a move: those without which the model no longer hears it.

A message is cut into clauses; each is left out once and heard alone once. The clauses whose removal lowers the move's
logit most carry it; where several say the same, so that no removal lowers it, the clause that carries it alone does.
Nothing here knows a word of any language's apologies.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from reattune.core.coded import Coded, Evidence
from reattune.core.names import Move

Array = npt.NDArray[np.float32]
MOVES = tuple(Move)
# a clause ends at its stop, or before a joining word that opens the next one; words that as often belong to the word behind
# them ("so sorry", "only once", "even then") open a clause only where somebody or something that acts follows
OPENS = r"but|because|cause|cuz|cos|and|although|unless|while"
OPENS_BEFORE = r"so|only|then|though|when|if|which"
ACTS = r"i|you|he|she|it|we|they|that|the|my|your|there|this|u|im|ive|youre"
CUT = re.compile(rf"(?<=[.!?…;:\n,—–])\s+|\s+(?=(?:{OPENS})\s|(?:{OPENS_BEFORE})\s+(?:{ACTS})\b)|\n+", re.IGNORECASE)
LEAST_WORDS = 2
LEAST_DROP = 0.3
SHARE_OF_LARGEST = 0.45


def clauses(text: str) -> tuple[tuple[int, int], ...]:
    """Half-open spans of the clauses, in code points, without white space at their ends; crumbs join the one before."""
    spans: list[tuple[int, int]] = []
    start = 0
    for end, after in [*((found.start(), found.end()) for found in CUT.finditer(text)), (len(text), len(text))]:
        part = text[start:end]
        if part.strip():
            a = start + len(part) - len(part.lstrip())
            b = end - (len(part) - len(part.rstrip()))
            if spans and len(part.split()) < LEAST_WORDS:
                spans[-1] = (spans[-1][0], b)
            else:
                spans.append((a, b))
        start = after
    return tuple(spans)


def carried_by(coded: Coded, spans: Sequence[tuple[int, int]], whole: Array, without: Array, alone: Array) -> tuple[Evidence, ...]:
    """The evidence for each move of one message from its logits: whole, without each clause, and each clause alone."""
    if len(spans) < 2:
        return tuple(Evidence(heard.move, tuple(spans)) for heard in coded.moves)
    return tuple(
        Evidence(heard.move, _merged([spans[index] for index in _carriers(MOVES.index(heard.move), whole, without, alone)]))
        for heard in coded.moves
    )


def _carriers(column: int, whole: Array, without: Array, alone: Array) -> list[int]:
    drops = whole[column] - without[:, column]
    if drops.max() < LEAST_DROP:
        return [int(np.argmax(alone[:, column]))]
    return [index for index, drop in enumerate(drops) if drop >= max(LEAST_DROP, SHARE_OF_LARGEST * drops.max())]


def _merged(spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for a, b in spans:
        if joined and a - joined[-1][1] <= 1:
            joined[-1] = (joined[-1][0], b)
        else:
            joined.append((a, b))
    return tuple(joined)
