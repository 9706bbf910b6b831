"""The first stage: taught by the coder of a model folder what it need not read, and written beside it.

    python -m training.sieve FOLDER [--epochs 4] [--seed 7]

It learns from everything that trains and from talk that nobody labelled, all of it judged by the quantised coder, and not from labels: what
it must know is what that coder hears, and what it makes of the words. Its words begin as the main directions of the encoder's own. Where it
lets pass is chosen on the calibration voices.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from training.export import SIEVE, add_made, typical, write_calibrated, write_encoder
from training.layers import pack
from training.learn import S0, V0, Descent, judge, texts_of
from training.metrics import ordinary, something
from training.model import PEAKS, VECTOR, Encoder, Head, pretrained
from training.tokens import Tokens
from training.unlabelled import unlabelled

LAYERS, HEADS, HIDDEN = 2, 4, 128
BATCH, TOGETHER, RATE = 256, 96, 1.5e-3
EPOCHS = 4
MOST_UNLABELLED = 60_000
MIRRORED = 4.0  # what the coder's vectors weigh beside its judgement
RIDGE = 1.0
MOST_MAPPED = 20_000  # messages from which the map to the coder's vectors is fitted
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

    def forward(self, rows: Sequence[Example], tokens: Tokens) -> tuple[Tensor, Tensor]:
        """(n, OUTPUTS + 1) logits of examples, and the vectors (n, WIDTH + PEAKS) of the messages themselves."""
        texts = texts_of(rows)
        vectors = self.encoder.read(pack([tokens.ids(text) for text in texts], TOGETHER))
        place = {text: place for place, text in enumerate(texts)}
        return judge(self.head, rows, vectors, place), vectors[[place[row.text] for row in rows]]


def turns_of(rows: Sequence[Example]) -> list[Turn]:
    """Examples as a coder sees them."""
    return [Turn(row.text, row.context) for row in rows]


@dataclass(frozen=True)
class Known:
    """What the coder makes of messages: its logits (n, OUTPUTS), whether it heard anything (n), its vectors (n, VECTOR) of their words."""

    logits: Tensor
    there: Tensor
    vectors: Tensor


def fit(small: Small, rows: Sequence[Example], known: Known, tokens: Tokens, epochs: int, seed: int) -> None:
    """Train in place on what the coder makes of these rows; the layer that mirrors its vectors is thrown away afterwards."""
    chance = random.Random(seed)
    mirror = nn.Linear(WIDTH + PEAKS, VECTOR)
    nn.init.zeros_(mirror.weight)
    usual, apart = known.vectors.mean(0, dtype=torch.float32), known.vectors.float().std(0) + 1e-3
    descent = Descent(small.encoder, nn.ModuleList([small.head, mirror]), RATE, 1, epochs * math.ceil(len(rows) / BATCH))
    weighs = torch.tensor(POSITIVE)
    several = [place for place in range(OUTPUTS) if not V0 <= place < S0]
    started = time.time()
    for epoch in range(epochs):
        small.train()
        order, total = chance.sample(range(len(rows)), len(rows)), 0.0
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            (found, vectors), taught = small([rows[place] for place in places], tokens), known.logits[places]
            loss = nn.functional.binary_cross_entropy_with_logits(found[:, -1], known.there[places], pos_weight=weighs)
            each = nn.functional.binary_cross_entropy_with_logits(found[:, several], torch.sigmoid(taught[:, several]), reduction="none")
            loss = loss + 0.5 * each.sum(1).mean()
            verdict = torch.softmax(taught[:, V0:S0], 1) * torch.log_softmax(found[:, V0:S0], 1)
            loss = loss - verdict.sum(1).mean()
            loss = loss + MIRRORED * nn.functional.mse_loss(mirror(vectors), (known.vectors[places].float() - usual) / apart)
            descent.step(loss)
            total += loss.item() * len(places)
        print(f"sieve, epoch {epoch + 1}: loss {total / len(rows):.3f}, {time.time() - started:.0f} s", flush=True)


def judged_by(coder: ShippedCoder, rows: Sequence[Example]) -> Known:
    """What a coder without a sieve makes of these rows."""
    started = time.time()
    turns = turns_of(rows)
    logits, there, vectors = [], [], []
    for start in range(0, len(turns), STRETCH):
        part = turns[start : start + STRETCH]
        logits.append(coder.logits(part))
        there += [float(something(one)) for one in coder.decide(logits[-1], part)]
        vectors.append(coder.vectors([turn.text for turn in part]).astype(np.float16))
    found = Known(torch.from_numpy(np.concatenate(logits)), torch.tensor(there), torch.from_numpy(np.concatenate(vectors)))
    share = found.there.mean()
    print(f"the coder judged {len(rows)} messages in {time.time() - started:.0f} s and heard something in {share:.2f}", flush=True)
    return found


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
    known = judged_by(ShippedCoder(folder), rows)
    small, tokens = Small(), Tokens()
    fit(small, rows, known, tokens, epochs, seed)
    write_encoder(small.encoder, typical(train, seed), folder / "sieve.onnx")
    calm = [place for place, one in enumerate(known.there.tolist()) if not one]
    some = chance.sample(calm, min(MOST_MAPPED, len(calm)))
    small_ones = Quantised(folder, "sieve.onnx", WIDTH).vectors([rows[place].text for place in some])
    found = estimate(small_ones, known.vectors[some].float().numpy())
    keep(folder, {name: value.numpy() for name, value in small.head.state_dict().items()} | {"estimate": found})
    add_made(folder, {"sieve": f"{epochs} epochs, seed {seed}, with the coder's vectors mirrored"})


def keep(folder: Path, weights: Mapping[str, Array]) -> None:
    """Write the head of the sieve in `folder` and its map to the coder's vectors."""
    np.savez_compressed(folder / "sieve.npz", **{name: value.astype(np.float16) for name, value in weights.items()})


def map_anew(folder: Path, examples: Sequence[Example], seed: int) -> None:
    """Fit only the map to the coder's vectors anew, for a coder that is little else than the one which taught the sieve in `folder`."""
    calm = list(dict.fromkeys(row.text for row in split(list(examples), "train") if ordinary(row)))
    some = random.Random(seed).sample(calm, min(MOST_MAPPED, len(calm)))
    small, large = Quantised(folder, "sieve.onnx", WIDTH).vectors(some), Quantised(folder).vectors(some)
    with np.load(folder / "sieve.npz") as kept:
        keep(folder, {name: kept[name].astype(np.float32) for name in kept.files} | {"estimate": estimate(small, large)})


def main() -> None:
    """The command."""
    wants = argparse.ArgumentParser()
    wants.add_argument("folder", type=Path)
    wants.add_argument("--epochs", type=int, default=EPOCHS, help="0: the sieve there is, only mapped to the coder anew")
    wants.add_argument("--seed", type=int, default=7)
    chosen = wants.parse_args()
    torch.set_num_threads(2)
    examples = load()
    if chosen.epochs:
        write(chosen.folder, examples, chosen.epochs, chosen.seed)
    else:
        map_anew(chosen.folder, examples, chosen.seed)
    write_calibrated(chosen.folder, split(examples, "calibration"))
    print({path.name: path.stat().st_size for path in chosen.folder.iterdir()}, json.loads((chosen.folder / "card.json").read_text())["id"])


if __name__ == "__main__":
    main()
