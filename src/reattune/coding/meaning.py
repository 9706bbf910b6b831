"""What a text is about, as a short vector: the mean of its word pieces, from a table distilled for this (`training/meaning.py`).

The coder's encoder hears what a text does to somebody, and was tuned away from what it is about; so looking things up has a table of its
own, which takes microseconds and needs no model loaded.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt

from reattune.coding.encoder import pieces_of

FILE = "meaning.npz"
WIDTH = 64

Vectors = npt.NDArray[np.float32]


class Meaning:
    """A table of word pieces, and what cuts a text into them."""

    def __init__(self, folder: Path) -> None:
        """Load `meaning.npz` and `tokenizer.json` of a folder."""
        with np.load(folder / FILE) as held:
            self._table = held["table"].astype(np.float32) * held["scale"].astype(np.float32)[:, None]
            self._row = {int(piece): row for row, piece in enumerate(held["pieces"])}
        self._pieces = pieces_of(folder)

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """(n, WIDTH) of length one, so that their products are cosines; of a text without a known word, zeros."""
        found = np.zeros((len(texts), WIDTH), np.float32)
        for place, ids in enumerate(self._pieces(texts)):
            rows = [self._row[one] for one in ids if one in self._row]
            if rows:
                whole = self._table[rows].sum(0)
                found[place] = whole / max(float(np.linalg.norm(whole)), 1e-9)
        return found


@cache
def shipped() -> Meaning:
    """The table that ships, loaded once."""
    return Meaning(Path(str(resources.files("reattune.coding") / "model")))
