"""Texts to batches of token ids, with the same tokenizer and the same normalising as in use."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from reattune.coding.normalise import normalise
from reattune.coding.window import ending
from training.data import Example
from training.model import DEPTH, base

LONGEST = 128


class Tokens:
    """A cache of token ids by text."""

    def __init__(self) -> None:
        self.tokenizer = Tokenizer.from_file(str(base().tokenizer))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(LONGEST)
        self.known: dict[str, list[int]] = {}

    def ids(self, text: str) -> list[int]:
        """The token ids of one text, special tokens included, at most `LONGEST`."""
        if text not in self.known:
            self.known[text] = self.tokenizer.encode(normalise(text)).ids
        return self.known[text]

    def batch(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        """(n, longest) ids and mask."""
        rows = [self.ids(text) for text in texts]
        width = max(map(len, rows))
        ids, mask = np.zeros((len(rows), width), np.int64), np.zeros((len(rows), width), np.int64)
        for place, row in enumerate(rows):
            ids[place, : len(row)] = row
            mask[place, : len(row)] = 1
        return torch.from_numpy(ids), torch.from_numpy(mask)


def marks(context: Sequence[tuple[bool, str, float | None]]) -> list[float]:
    """For each place, newest first: present, same speaker, log of the gap in hours (0 where unknown)."""
    filled = [0.0] * (3 * DEPTH)
    for place, (same, _, gap) in enumerate(reversed(context[-DEPTH:])):
        filled[3 * place : 3 * place + 3] = [1.0, float(same), math.log1p(max(gap or 0.0, 0.0) / 60.0)]
    return filled


def past_texts(row: Example) -> list[str]:
    """The context's texts, newest first; of a long one its end, which is what was answered."""
    return [ending(text) for _, text, _ in reversed(row.context[-DEPTH:])]
