"""A table of word meanings for looking things up in the guide: distilled from the encoder that ours grew out of.

    python -m training.meaning [--seed 7] [--out FOLDER]

The coder's own encoder is tuned to hear moves and has lost most of what a text is about. So each word piece gets a short vector, such
that the weighted mean of a text's pieces points where all-MiniLM-L6-v2 (untuned, Apache-2.0) puts the whole text. It learns from texts of
the training voices, from parts of them and from the guide; no labels, no queries. Words that stand in none of them keep what the encoder
makes of them alone.
"""

from __future__ import annotations

import argparse
import math
import random
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer
from torch import nn

from reattune.coding.meaning import FILE
from reattune.coding.meaning import WIDTH as KEPT
from reattune.guide import Topic, load
from training import data
from training.model import WIDTH as DEEP
from training.model import base, pretrained
from training.train import SHIPPED
from training.unlabelled import unlabelled

WIDTH, FREQUENT = (
    128,
    12_000,
)  # learned; kept are the main directions, and the commonest pieces, which stand first
LAYERS, BATCH, EPOCHS, RATE, HELD = 6, 256, 8, 2e-3, 800
LONGEST = 96  # pieces
MOST = 60_000  # texts: the encoder reads them in some ten minutes
PLAIN = re.compile(r"(##)?[a-z]+|[?!']")
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
RARE = 1e-3  # of the weight of a word: a / (a + how common it is)

Array = npt.NDArray[np.float32]


def texts(seed: int) -> list[str]:
    """Every text to learn from, once, in a fixed order."""
    rows = data.split(data.load(), "train")
    guide = [passage for one in load().entries for text in one.passages() for passage in text.text]
    for one in load().entries:
        guide += [one.title, one.in_short, *one.phrases, *(one.looks_like if isinstance(one, Topic) else ())]
    talk = [row.text for row in rows] + [row.text for row in unlabelled(rows, False, seed)]
    random.Random(seed).shuffle(talk)
    whole = [*guide, *talk]
    parts = [part for text in whole for part in SENTENCE.split(text) if len(part.split()) > 2]
    found = [text for text in dict.fromkeys((*guide, *(one for pair in zip(parts, talk, strict=False) for one in pair))) if text.strip()]
    found = found[:MOST]
    random.Random(seed).shuffle(found)
    return found


class Base:
    """The untuned encoder."""

    def __init__(self) -> None:
        self.tokens = Tokenizer.from_file(str(base().tokenizer))
        self.tokens.no_padding()
        self.tokens.enable_truncation(LONGEST)
        self._encoder = pretrained(LAYERS).eval()

    def ids(self, text: str) -> list[int]:
        """The pieces of a text, without the marks around it."""
        return list(self.tokens.encode(text, add_special_tokens=False).ids)

    def vectors(self, some: Sequence[Sequence[int]]) -> Array:
        """(n, DEEP) means of length one, of pieces with their marks."""
        order = sorted(range(len(some)), key=lambda row: len(some[row]))
        found = np.zeros((len(some), DEEP), np.float32)
        with torch.no_grad():
            for start in range(0, len(order), 64):
                rows = order[start : start + 64]
                whole = [[101, *some[row], 102] for row in rows]
                longest = max(map(len, whole))
                ids = torch.tensor([one + [0] * (longest - len(one)) for one in whole])
                mask = torch.tensor([[1] * len(one) + [0] * (longest - len(one)) for one in whole])
                mean = self._encoder(ids, mask)[:, :DEEP]
                found[rows] = nn.functional.normalize(mean, dim=1).numpy()
        return found


def learn(seed: int, told: bool = True) -> tuple[npt.NDArray[np.int32], Array, float]:
    """The pieces that are kept, a row for each, and how near held-out texts come (mean cosine to the encoder, 1 is the same)."""
    torch.manual_seed(seed)
    ours = Base()
    every = [ids for text in texts(seed) if (ids := ours.ids(text))]
    deep = ours.vectors(every)
    middle = deep.mean(0)
    _, _, directions = np.linalg.svd((deep - middle)[:20_000], full_matrices=False)
    main = directions[:WIDTH].T
    wanted = torch.tensor((deep - middle) @ main)
    counts = Counter(piece for ids in every for piece in ids)
    total = sum(counts.values())
    vocabulary = {piece: name for name, piece in ours.tokens.get_vocab().items()}
    kept = [piece for piece, name in sorted(vocabulary.items()) if counts[piece] or PLAIN.fullmatch(name)]
    place = {piece: row for row, piece in enumerate(kept)}
    alone = (ours.vectors([[piece] for piece in kept]) - middle) @ main
    weight = np.array([RARE / (RARE + counts[piece] / total) for piece in kept], np.float32)
    table = nn.EmbeddingBag.from_pretrained(torch.tensor(alone * weight[:, None]), freeze=False, mode="sum")
    bags = [torch.tensor([place[piece] for piece in ids if piece in place]) for ids in every]
    rows = [row for row, bag in enumerate(bags) if len(bag)]
    descent = torch.optim.Adam(table.parameters(), RATE)
    chance = random.Random(seed)

    def near(some: list[int]) -> torch.Tensor:
        offsets = torch.tensor([0, *np.cumsum([len(bags[row]) for row in some])[:-1]])
        return nn.functional.cosine_similarity(table(torch.cat([bags[row] for row in some]), offsets), wanted[some])

    held, taught = rows[:HELD], rows[HELD:]
    steps = EPOCHS * math.ceil(len(taught) / BATCH)
    slower = torch.optim.lr_scheduler.LambdaLR(descent, lambda step: 1 - step / steps)
    for epoch in range(EPOCHS):
        chance.shuffle(taught)
        for start in range(0, len(taught), BATCH):
            loss = (1 - near(taught[start : start + BATCH])).mean()
            descent.zero_grad()
            loss.backward()
            descent.step()
            slower.step()
        if told:
            with torch.no_grad():
                print(f"epoch {epoch + 1}: held-out texts point {near(held).mean():.3f} of the way", flush=True)
    with torch.no_grad():
        return np.array(kept, np.int32), table.weight.detach().numpy(), float(near(held).mean())


def write(folder: Path, pieces: npt.NDArray[np.int32], table: Array) -> None:
    """The main part of the table in whole numbers of eight bits, a scale a row: what is left out answers no query of the tests better."""
    common = pieces < FREQUENT
    pieces, table = pieces[common], table[common][:, :KEPT]
    scale = np.maximum(np.abs(table).max(1), 1e-8) / 127
    whole = np.round(table / scale[:, None]).astype(np.int8)
    np.savez_compressed(folder / FILE, pieces=pieces, table=whole, scale=scale.astype(np.float16))


def main() -> None:
    """Learn and write."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--out", type=Path, default=SHIPPED)
    given = asked.parse_args()
    pieces, table, near = learn(given.seed)
    write(given.out, pieces, table)
    size = (given.out / FILE).stat().st_size
    print(f"{len(pieces)} pieces of {table.shape[1]} numbers, {size} bytes; held-out texts point {near:.3f} of the way")


if __name__ == "__main__":
    main()
