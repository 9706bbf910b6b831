"""The first stage: taught by the coder of a model folder what it need not read, and written beside it.

    python -m training.sieve FOLDER [--epochs 4] [--seed 7]

It learns from everything that trains and from talk that nobody labelled, all of it judged by the quantised coder, and not from labels: what
it must know is what that coder hears. Its words begin as the main directions of the encoder's own. Where it lets pass is chosen on
the calibration voices.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from reattune.coding.coder import STRETCH, ShippedCoder
from reattune.coding.encoder import Encoder as Quantised
from reattune.coding.sieve import POSITIVE, WIDTH
from reattune.core.coded import Turn
from training.auxiliary import negotiation_turns, read_talk
from training.data import OUTPUTS, Example, load, split
from training.export import SIEVE, typical, write_calibrated, write_encoder
from training.layers import pack
from training.learn import S0, V0, Descent, judge, texts_of
from training.metrics import something
from training.model import PEAKS, Encoder, Head, pretrained
from training.tokens import Tokens
from training.unlabelled import unlabelled

LAYERS, HEADS, HIDDEN = 2, 4, 128
BATCH, TOGETHER, RATE = 256, 96, 1.5e-3
EPOCHS = 4
MOST_UNLABELLED = 60_000
RIDGE = 1.0
Array = npt.NDArray[np.float32]


class Small(nn.Module):
    """The sieve's encoder and head; the last output is whether anything is heard."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder(LAYERS, width=WIDTH, heads=HEADS)
        self.head = Head(OUTPUTS + 1, WIDTH + PEAKS, HIDDEN)
        words = pretrained(6).words.weight.detach()
        centred = words - words.mean(0)
        _, _, directions = torch.linalg.svd(centred[::3], full_matrices=False)
        main = centred @ directions[:WIDTH].T
        self.encoder.words.weight.data.copy_(0.5 * main / main.std())

    def forward(self, rows: Sequence[Example], tokens: Tokens) -> Tensor:
        """(n, OUTPUTS + 1) logits of examples."""
        texts = texts_of(rows)
        vectors = self.encoder.read(pack([tokens.ids(text) for text in texts], TOGETHER))
        return judge(self.head, rows, vectors, {text: place for place, text in enumerate(texts)})


def turns_of(rows: Sequence[Example]) -> list[Turn]:
    """Examples as a coder sees them."""
    return [Turn(row.text, row.context) for row in rows]


def fit(small: Small, rows: Sequence[Example], logits: Tensor, there: Tensor, tokens: Tokens, epochs: int, seed: int) -> None:
    """Train in place on what the coder judged: its logits (n, OUTPUTS), and whether it heard anything (n)."""
    chance = random.Random(seed)
    descent = Descent(small.encoder, small.head, RATE, 1, epochs * math.ceil(len(rows) / BATCH))
    weighs = torch.tensor(POSITIVE)
    several = [place for place in range(OUTPUTS) if not V0 <= place < S0]
    started = time.time()
    for epoch in range(epochs):
        small.train()
        order, total = chance.sample(range(len(rows)), len(rows)), 0.0
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            found, taught = small([rows[place] for place in places], tokens), logits[places]
            loss = nn.functional.binary_cross_entropy_with_logits(found[:, -1], there[places], pos_weight=weighs)
            each = nn.functional.binary_cross_entropy_with_logits(found[:, several], torch.sigmoid(taught[:, several]), reduction="none")
            loss = loss + 0.5 * each.sum(1).mean()
            verdict = torch.softmax(taught[:, V0:S0], 1) * torch.log_softmax(found[:, V0:S0], 1)
            loss = loss - verdict.sum(1).mean()
            descent.step(loss)
            total += loss.item() * len(places)
        print(f"sieve, epoch {epoch + 1}: loss {total / len(rows):.3f}, {time.time() - started:.0f} s", flush=True)


def estimate(small: Array, large: Array) -> Array:
    """(narrow + 1, wide) the map from the sieve's vectors, with a one behind them, to the coder's that errs least (ridge regression)."""
    known = np.concatenate([small, np.ones((len(small), 1), np.float32)], 1).astype(np.float64)
    found: Array = np.linalg.solve(known.T @ known + RIDGE * np.eye(known.shape[1]), known.T @ large.astype(np.float64)).astype(np.float32)
    return found


def write(folder: Path, examples: Sequence[Example], epochs: int, seed: int, public: bool = True) -> None:
    """Train the sieve of the model in `folder` and write `sieve.onnx` and `sieve.npz` beside it; the card is left to `export`."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    train = split(list(examples), "train")
    more = unlabelled(train, public, seed)
    calm_talk = [*read_talk("train"), *negotiation_turns()] if public else []
    rows = [*train, *calm_talk, *chance.sample(more, min(MOST_UNLABELLED, len(more)))]
    for name in SIEVE:
        (folder / name).unlink(missing_ok=True)  # an older sieve has no say in what this one learns
    coder, started = ShippedCoder(folder), time.time()
    turns = turns_of(rows)
    parts = [turns[start : start + STRETCH] for start in range(0, len(turns), STRETCH)]
    judged = [coder.logits(part) for part in parts]
    there = torch.tensor([float(something(one)) for found, part in zip(judged, parts, strict=True) for one in coder.decide(found, part)])
    logits = np.concatenate(judged)
    print(f"the coder judged {len(rows)} messages in {time.time() - started:.0f} s and heard something in {there.mean():.2f}", flush=True)
    small, tokens = Small(), Tokens()
    fit(small, rows, torch.from_numpy(logits), there, tokens, epochs, seed)
    write_encoder(small.encoder, typical(train, seed), folder / "sieve.onnx")
    calm = [row.text for row, one in zip(rows, there, strict=True) if not one]
    some = chance.sample(calm, min(20_000, len(calm)))
    found = estimate(Quantised(folder, "sieve.onnx", WIDTH).vectors(some), coder.vectors(some))
    weights = {name: value.numpy() for name, value in small.head.state_dict().items()} | {"estimate": found}
    np.savez_compressed(folder / "sieve.npz", **{name: value.astype(np.float16) for name, value in weights.items()})


def main() -> None:
    """The command."""
    wants = argparse.ArgumentParser()
    wants.add_argument("folder", type=Path)
    wants.add_argument("--epochs", type=int, default=EPOCHS)
    wants.add_argument("--seed", type=int, default=7)
    chosen = wants.parse_args()
    torch.set_num_threads(2)
    examples = load()
    write(chosen.folder, examples, chosen.epochs, chosen.seed)
    write_calibrated(chosen.folder, split(examples, "calibration"))
    print({path.name: path.stat().st_size for path in chosen.folder.iterdir()}, json.loads((chosen.folder / "card.json").read_text())["id"])


if __name__ == "__main__":
    main()
