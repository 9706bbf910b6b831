"""From vectors to logits: the small part that sees the context, in plain numpy.

The weights come from `training.model.Head` and a test holds the two together.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from reattune.coding.window import DEPTH, ending
from reattune.core.coded import Turn

Array = npt.NDArray[np.float32]
Rows = npt.NDArray[np.intp]


class Head:
    """The weights of a head, read from its file."""

    def __init__(self, path: Path, outputs: slice = slice(None)) -> None:
        """Read the file of a head; `outputs` picks which of its outputs `logits` gives."""
        with np.load(path) as kept:
            self._w: dict[str, Array] = {name: kept[name].astype(np.float32) for name in kept.files}
        for name in ("join", "direct"):
            for part in ("weight", "bias"):
                self._w[f"{name}.{part}"] = self._w[f"{name}.{part}"][outputs]

    def logits(self, own: Array, past: Sequence[tuple[int, Rows, Array]], marks: Array) -> Array:
        """(n, outputs) of messages.

        `own` is (n, width); `past` holds a part for each place: (place, row indices, (k, width)); `marks` is
        (n, 3·DEPTH): present, same speaker, log of the gap in hours, for each place from the newest.
        """
        w = self._w
        hidden = own @ w["own.weight"].T + w["own.bias"] + marks @ w["marks.weight"].T
        for place, rows, vectors in past:
            hidden[rows] += vectors @ w[f"past.{place}.weight"].T
        bent = 0.5 * hidden * (1.0 + np.tanh(math.sqrt(2.0 / math.pi) * hidden * (1.0 + 0.044715 * hidden * hidden)))
        found: Array = bent @ w["join.weight"].T + w["join.bias"] + own @ w["direct.weight"].T + w["direct.bias"]
        return found


def past_of(turns: Sequence[Turn], vectors: Callable[[Sequence[str]], Array]) -> list[tuple[int, Rows, Array]]:
    """The contexts as the head takes them: for each place, newest first, which turns have one, and the vectors of what was said."""
    parts = []
    for place in range(DEPTH):
        rows = [row for row, turn in enumerate(turns) if len(turn.context) > place]
        if rows:
            texts = [ending(turns[row].context[-1 - place][1]) for row in rows]
            parts.append((place, np.array(rows, np.intp), vectors(texts)))
    return parts


def marks_of(turns: Sequence[Turn]) -> Array:
    """(n, 3·DEPTH) marks of the contexts."""
    marks = np.zeros((len(turns), 3 * DEPTH), np.float32)
    for row, turn in enumerate(turns):
        for place, (same, _, gap) in enumerate(reversed(turn.context[-DEPTH:])):
            marks[row, 3 * place : 3 * place + 3] = (1.0, float(same), math.log1p(max(gap or 0.0, 0.0) / 60.0))
    return marks
