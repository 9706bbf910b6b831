"""Train the coder: fine-tune, calibrate on voices held back, quantise, measure after quantising, write the model.

    python -m training.train [--layers 6] [--epochs 6] [--polish 3] [--seed 7] [--out FOLDER]

Everything comes from one seed, the examples, and the public auxiliary sets where they are present.
What is written to the package is what was measured: the quantised encoder with thresholds
chosen on the calibration voices through that quantised encoder.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from reattune.core.names import Verdict
from training.auxiliary import calm_talk
from training.data import KINDS, MOVES, OUTPUTS, VERDICTS, Example, load, split
from training.model import DEPTH, VECTOR, Encoder, Head, pretrained
from training.resume import resume
from training.tokens import Tokens, marks, past_texts

SHIPPED = Path(__file__).parents[1] / "src" / "reattune" / "coding" / "model"
BATCH = 32
TOGETHER = 4  # neighbours share their context, which is then read once: a third less to compute
CONTEXT_DROPPED = 0.15
ALONE = 0.3
SPEAKS_FOR_ITSELF = 6  # words
MOVE_WEIGHT, SAFETY_WEIGHT = 1.5, 6.0  # what a positive weighs beyond a negative, for positives are rare
VERDICT_WEIGHTS = {Verdict.REPAIR: 1.6, Verdict.PARTIAL: 1.6, Verdict.SECOND_RUPTURE: 1.2, Verdict.NEITHER: 0.6}
V0 = len(MOVES)
S0 = V0 + len(VERDICTS)


class Network(nn.Module):
    """Encoder and head together."""

    def __init__(self, layers: int) -> None:
        super().__init__()
        self.encoder: Encoder = pretrained(layers)
        self.head = Head(OUTPUTS)

    def forward(self, rows: Sequence[Example], tokens: Tokens) -> Tensor:
        """Logits (n, outputs) of examples; each distinct text of the batch is read once."""
        texts = list(dict.fromkeys(text for row in rows for text in [row.text, *past_texts(row)]))
        place = {text: index for index, text in enumerate(texts)}
        vectors = self.encode(texts, tokens)
        own = vectors[[place[row.text] for row in rows]]
        past = torch.zeros(len(rows), DEPTH, VECTOR)
        index = [(r, p, place[t]) for r, row in enumerate(rows) for p, t in enumerate(past_texts(row))]
        if index:
            rs, ps, ts = (list(column) for column in zip(*index, strict=True))
            past = past.index_put((torch.tensor(rs), torch.tensor(ps)), vectors[ts])
        found: Tensor = self.head(own, past, torch.tensor([marks(row.context) for row in rows]))
        return found

    def encode(self, texts: Sequence[str], tokens: Tokens) -> Tensor:
        """(n, VECTOR) of texts, read in groups of like length so that little padding is computed."""
        order = sorted(range(len(texts)), key=lambda index: len(tokens.ids(texts[index])))
        parts = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
        read = torch.cat([self.encoder(*tokens.batch([texts[index] for index in part])) for part in parts])
        back = torch.empty(len(order), dtype=torch.long)
        back[torch.tensor([index for part in parts for index in part])] = torch.arange(len(order))
        return read[back]


def targets(rows: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor]:
    """Move and safety targets (n, outputs), the weight of each (0 where a reader may differ), and verdict indices."""
    wanted, weight = torch.zeros(len(rows), OUTPUTS), torch.ones(len(rows), OUTPUTS)
    for index, row in enumerate(rows):
        wanted[index, [MOVES.index(move) for move in row.moves]] = 1.0
        weight[index, [MOVES.index(move) for move in row.maybe - row.moves]] = 0.0
        wanted[index, S0] = float(bool(row.safety))
        wanted[index, [S0 + 1 + KINDS.index(kind) for kind in row.safety]] = 1.0
    weight[:, V0:S0] = 0.0
    return wanted, weight, torch.tensor([VERDICTS.index(row.verdict) for row in rows])


def loss_of(logits: Tensor, rows: Sequence[Example], smoothing: float = 0.02) -> Tensor:
    """Binary cross-entropy over moves and safety (positives weigh more, for they are rare) plus that of the verdict."""
    wanted, weight, verdict = targets(rows)
    soft = wanted * (1 - 2 * smoothing) + smoothing
    each = nn.functional.binary_cross_entropy_with_logits(logits, soft, reduction="none")
    rare = torch.full((OUTPUTS,), MOVE_WEIGHT)
    rare[S0:] = SAFETY_WEIGHT
    each = each * weight * (1.0 + rare * wanted)
    classes = torch.tensor([VERDICT_WEIGHTS[name] for name in VERDICTS])
    judged = 2.0 * nn.functional.cross_entropy(logits[:, V0:S0], verdict, classes, label_smoothing=0.05, reduction="none")
    counts = torch.tensor([row.weight for row in rows])
    return ((each[:, :V0].sum(1) + each[:, S0:].sum(1) + judged) * counts).sum() / counts.sum()


def with_less_context(row: Example, chance: random.Random) -> Example:
    """The example as it is; or now and then alone, where its own words are enough; or without its oldest message.

    A draft is often checked with nothing said before it, so what speaks for itself must be heard by itself.
    """
    drawn = chance.random()
    if row.context and drawn < ALONE and len(row.text.split()) >= SPEAKS_FOR_ITSELF:
        return replace(row, context=())
    if len(row.context) > 1 and drawn > 1 - CONTEXT_DROPPED:
        return replace(row, context=row.context[1:])
    return row


def in_groups(rows: Sequence[Example], chance: random.Random) -> list[Example]:
    """The rows shuffled in groups of neighbours, which are other groups each time."""
    first = chance.randrange(TOGETHER)
    starts = [0, *range(first or TOGETHER, len(rows), TOGETHER), len(rows)]
    groups = [rows[a:b] for a, b in pairwise(starts)]
    chance.shuffle(groups)
    return [row for group in groups for row in group]


def fit(network: Network, rows: Sequence[Example], tokens: Tokens, epochs: int, seed: int, rate: float = 2.5e-4) -> None:
    """Train in place: AdamW, the head faster than the encoder, warm-up and linear decay."""
    chance = random.Random(seed)
    network.encoder.words.requires_grad_(False)  # half of all weights: what is rare in a few thousand examples would only be worn
    slow = [weights for weights in network.encoder.parameters() if weights.requires_grad]
    fast = list(network.head.parameters())
    steps = epochs * ((len(rows) + BATCH - 1) // BATCH)
    optimiser = torch.optim.AdamW([{"params": slow, "lr": rate}, {"params": fast, "lr": 12 * rate}], weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: min((step + 1) / (0.1 * steps), (steps - step) / (0.9 * steps)))
    started = time.time()
    for epoch in range(epochs):
        network.train()
        shuffled = in_groups(rows, chance)
        total = 0.0
        for start in range(0, len(shuffled), BATCH):
            batch = [with_less_context(row, chance) for row in shuffled[start : start + BATCH]]
            loss = loss_of(network(batch, tokens), batch)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += loss.item() * len(batch)
        print(f"epoch {epoch + 1}: loss {total / len(rows):.3f}, {time.time() - started:.0f} s", flush=True)


def polish(network: Network, rows: Sequence[Example], tokens: Tokens, epochs: int, seed: int, rate: float) -> None:
    """A second, short training on what stands without context and a third of the rest, from a lower height.

    A draft is checked with nothing before it, and what people say in few words stands alone: among dialogues such messages are too rare.
    """
    chance = random.Random(seed + 1)
    kept = [row for row in rows if not row.context or chance.random() < 1 / 3]
    print(f"polishing on {len(kept)} rows")
    fit(network, kept, tokens, epochs, seed + 1, rate)


def main() -> None:
    """The command."""
    wants = argparse.ArgumentParser()
    wants.add_argument("--layers", type=int, default=6)
    wants.add_argument("--epochs", type=int, default=6)
    wants.add_argument("--polish", type=int, default=3, help="epochs of the second, short training")
    wants.add_argument("--seed", type=int, default=7)
    wants.add_argument("--rate", type=float, default=2.5e-4, help="the encoder's learning rate at its height")
    wants.add_argument("--resume", type=Path, help="a folder with a model to go on from")
    wants.add_argument("--out", type=Path, default=SHIPPED)
    wants.add_argument("--own-only", action="store_true", help="without the public auxiliary sets")
    chosen = wants.parse_args()
    torch.manual_seed(chosen.seed)
    np.random.seed(chosen.seed)
    torch.set_num_threads(2)
    examples = load()
    own, tokens = split(examples, "train"), Tokens()
    rows = own if chosen.own_only else own + calm_talk(chosen.seed)
    print(f"{len(examples)} examples, {len(own)} of them to train on, with {len(rows) - len(own)} auxiliary rows")
    network = Network(chosen.layers)
    if chosen.resume:
        resume(network, chosen.resume)
    if chosen.epochs:
        fit(network, rows, tokens, chosen.epochs, chosen.seed, chosen.rate)
    if chosen.polish:
        polish(network, rows, tokens, chosen.polish, chosen.seed, chosen.rate / 2)
    from training.export import write

    write(network, examples, chosen.out, vars(chosen))


if __name__ == "__main__":
    main()
