"""The first stage: a small encoder that reads everything and tells what the large one need not read.

Most of what two people write is plainly ordinary. The sieve is of the same make as the coder, with layers a twenty-fifth of its size, and
was taught by it: it sees a message in its context and says how likely the coder is to hear anything there. What it lets pass the coder
reads itself, and short answers to what carries something: "ok" is nothing after "bus at six" and something after a hurt. Of an earlier
message that does not pass the coder is shown an estimate of its vector, so no context is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from reattune.coding.bars import Flags
from reattune.coding.encoder import Encoder, Vectors
from reattune.coding.head import Array, Head, marks_of, past_of
from reattune.core.coded import Turn

WIDTH = 128  # of the mean
POSITIVE = 3.0  # what something heard weighed beyond nothing while it was taught
SHORT = 4  # words
MOST_KEPT = 200_000  # texts of which it is remembered whether they pass alone


class Sieve:
    """The sieve of one model folder: `sieve.onnx`, `sieve.npz`."""

    def __init__(self, folder: Path, threshold: float) -> None:
        """`threshold` is the score, in log odds, from which a message passes."""
        self._encoder = Encoder(folder, "sieve.onnx", WIDTH)
        self._head = Head(folder / "sieve.npz", slice(-1, None))
        with np.load(folder / "sieve.npz") as kept:
            self._estimate = kept["estimate"].astype(np.float32)
        self._threshold = threshold
        self._alone: dict[str, bool] = {}

    def scores(self, turns: Sequence[Turn], tick: Callable[[], None] | None = None) -> Array:
        """(n,) how likely the coder is to hear anything, in log odds; `tick` as in `Encoder.read`."""
        if not turns:
            return np.zeros(0, np.float32)
        self._encoder.read([turn.text for turn in turns], tick)
        own = self._encoder.vectors([turn.text for turn in turns])
        found: Array = self._head.logits(own, past_of(turns, self._encoder.vectors), marks_of(turns))[:, 0]
        return found

    def passes(self, turns: Sequence[Turn], tick: Callable[[], None] | None = None) -> tuple[Flags, Array]:
        """Which turns (n) the coder must read for their own sake, and how likely (n, 0 to 1) it is to hear anything in each."""
        scores = self.scores(turns, tick)
        found: Flags = (scores >= self._threshold) & np.array([bool(turn.text.strip()) for turn in turns], bool)
        return found, (1.0 / (1.0 + POSITIVE * np.exp(-np.clip(scores, -30.0, 30.0)))).astype(np.float32)

    def alone(self, texts: Sequence[str]) -> Flags:
        """Which texts (n) would pass with nothing before them."""
        known = self._alone
        fresh = [text for text in dict.fromkeys(texts) if text not in known]
        found = dict(zip(fresh, (self.scores([Turn(text) for text in fresh]) >= self._threshold).tolist(), strict=True))
        found |= {text: known[text] for text in texts if text not in found}
        if len(known) + len(found) > MOST_KEPT:
            self._alone = found
        else:
            known.update(found)
        return np.array([found[text] for text in texts], bool)

    def estimates(self, texts: Sequence[str]) -> Vectors:
        """(n, width) what the large encoder would make of texts, roughly."""
        small = self._encoder.vectors(texts)
        found: Vectors = np.concatenate([small, np.ones((len(texts), 1), np.float32)], 1) @ self._estimate
        return found
