"""Train the coder: a large teacher first, then the small encoder that ships; calibrate on voices held back, quantise, measure, write.

    python -m training.train [--epochs 2] [--unlabelled 12000] [--seed 7] [--teacher FILE | --no-teacher] [--resume FOLDER] [...]
    python -m training.train --no-teacher --resume FOLDER --often VOICE … --blend 0.5 --head 6     new voices, for a coder that stands

Everything comes from one seed, the examples, and the public auxiliary sets where they are present. (On a processor that computes with
half as many bits the numbers differ a little from those of one that does not.) The small encoder learns from the labels and from what its
teacher makes of the same messages, set right where the labels say otherwise, and of messages that nobody labelled; and what is kept of it
is the running mean of its weights.
What is written to the package is what was measured: the quantised encoder with thresholds chosen on the calibration voices through that
quantised encoder, and the sieve that it taught.
"""

from __future__ import annotations

import argparse
import copy
import math
import random
import time
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel

from training import teacher
from training.auxiliary import public_talk
from training.data import OUTPUTS, Example, load, split
from training.layers import halves, pack
from training.learn import (
    Descent,
    count_thinned,
    in_groups,
    judge,
    loss_of,
    loss_to,
    set_right,
    texts_of,
    thinned,
    verdict_to,
    with_less_context,
)
from training.model import VECTOR, Encoder, Head, pretrained
from training.nearby import nearby
from training.resume import resume
from training.reword import reworded
from training.tokens import Tokens
from training.unlabelled import unlabelled

SHIPPED = Path(__file__).parents[1] / "src" / "reattune" / "coding" / "model"
BATCH, UNLABELLED = 24, 24
MOST_UNLABELLED = 12_000  # that the teacher judges
TOGETHER = 4  # neighbours in a batch
READ_AT_ONCE = 128  # texts
HEAD_FASTER = 12
HEAD_ALONE, HEAD_BATCH = 1e-3, 512  # the rate of the head where it is trained alone, and its rows at a time
VERDICT_ALONE = 0.5  # what the verdict's labels weigh there
OFTEN = 4  # times, of what is to be learned above all
LABELS, TAUGHT, MIRRORED = 0.5, 1.0, 8.0  # what the labels, what the teacher judges and what its vectors are weigh
KEEPS = 0.999  # the most that the running mean of the weights keeps of itself at a step


class Network(nn.Module):
    """Encoder and head together."""

    def __init__(self, layers: int) -> None:
        super().__init__()
        self.encoder: Encoder = pretrained(layers)
        self.head = Head(OUTPUTS)

    def forward(self, rows: Sequence[Example], tokens: Tokens) -> Tensor:
        """Logits (n, outputs) of examples; each distinct text of the batch is read once."""
        return self.with_vectors(rows, tokens)[0]

    def with_vectors(self, rows: Sequence[Example], tokens: Tokens) -> tuple[Tensor, Tensor]:
        """The same, and the vectors (n, VECTOR) of the messages themselves."""
        texts = texts_of(rows)
        vectors = self.encoder.read(pack([tokens.ids(text) for text in texts]))
        place = {text: place for place, text in enumerate(texts)}
        return judge(self.head, rows, vectors, place), vectors[[place[row.text] for row in rows]]


class Adviser(Protocol):
    """What is learned from beside the labels."""

    def logits(self, rows: Sequence[Example]) -> Tensor:
        """Logits (n, outputs) of examples."""


class FormerSelf:
    """What a network made of texts before it is trained further, so that it forgets less of what it knew.

    Context may be left out of an example; a text that was not read then is not known.
    """

    def __init__(self, network: Network, tokens: Tokens, texts: Sequence[str]) -> None:
        self.head = copy.deepcopy(network.head).eval()
        ordered = sorted(dict.fromkeys(texts), key=len)
        self.place = {text: place for place, text in enumerate(ordered)}
        network.eval()
        with torch.no_grad(), halves():
            parts = [ordered[start : start + READ_AT_ONCE] for start in range(0, len(ordered), READ_AT_ONCE)]
            self.vectors = torch.cat([network.encoder.read(pack([tokens.ids(text) for text in part])).float() for part in parts])

    @torch.no_grad()
    def logits(self, rows: Sequence[Example]) -> Tensor:
        """Logits (n, outputs) of examples."""
        return judge(self.head, rows, self.vectors, self.place)


@dataclass(frozen=True)
class Both:
    """The mean of two."""

    first: Adviser
    second: Adviser

    def logits(self, rows: Sequence[Example]) -> Tensor:
        """Logits (n, outputs) of examples."""
        return (self.first.logits(rows) + self.second.logits(rows)) / 2


@dataclass(frozen=True)
class Taught:
    """A teacher's judgement, the unlabelled messages that are learned from it, and the teacher whose vectors are mirrored."""

    guide: Adviser
    more: Sequence[Example]
    shown: teacher.Guide | None = None


class Mirror(nn.Module):
    """From the small encoder's vector of a text to its teacher's: what a text is tells more than what is judged of it.

    A layer that is thrown away afterwards (Romero et al. 2015, FitNets). Each number of the teacher's vector counts alike.
    """

    def __init__(self, guide: teacher.Guide) -> None:
        super().__init__()
        self.guide = guide
        self.layer = nn.Linear(VECTOR, guide.vectors.shape[1])
        nn.init.zeros_(self.layer.weight)  # so that it pulls at nothing before it has learned something
        self.usual, self.apart = guide.vectors.mean(0), guide.vectors.std(0) + 1e-3

    def loss(self, vectors: Tensor, rows: Sequence[Example]) -> Tensor:
        """The mean square by which the mirrored vectors (n, VECTOR) of these messages miss."""
        wanted = self.guide.vectors[[self.guide.place[row.text] for row in rows]]
        return nn.functional.mse_loss(self.layer(vectors).float(), (wanted - self.usual) / self.apart)


def toward(mean: Sequence[Tensor], now: Sequence[Tensor], seen: Tensor | int) -> None:
    """Move a running mean of weights toward what they are now, faster in the beginning, when little was seen."""
    torch._foreach_lerp_(list(mean), list(now), max(1 - KEEPS, 9 / (10 + int(seen))))


def fit(
    network: Network,
    rows: Sequence[Example],
    tokens: Tokens,
    taught: Taught | None,
    epochs: int,
    seed: int,
    rate: float,
    averaged: bool = True,
) -> None:
    """Train in place: AdamW, the head faster than the encoder, warm-up and linear decay.

    What is left is the running mean of the weights, or where it is not `averaged` the last ones.
    """
    chance = random.Random(seed)
    network.encoder.words.requires_grad_(not network.encoder.blocks)  # half of all weights: beside layers, what is rare would only be worn
    mirror = Mirror(taught.shown) if taught and taught.shown else None
    fast = nn.ModuleList([network.head, mirror.layer] if mirror else [network.head])
    descent = Descent(network.encoder, fast, rate, HEAD_FASTER, epochs * math.ceil(count_thinned(rows) / BATCH))
    mean = AveragedModel(network, multi_avg_fn=toward)
    started = time.time()
    further = _drawn(taught.more if taught else (), chance)
    for epoch in range(epochs):
        network.train()
        shuffled = in_groups(thinned(rows, chance), chance, TOGETHER)
        total = 0.0
        for start in range(0, len(shuffled), BATCH):
            batch = [with_less_context(row, chance) for row in shuffled[start : start + BATCH]]
            said = batch + next(further)
            with halves():
                found, vectors = network.with_vectors([replace(row, text=reworded(row.text, chance)) for row in said], tokens)
            loss = loss_of(found[: len(batch)].float(), batch)
            if taught:
                loss = LABELS * loss + TAUGHT * loss_to(found.float(), set_right(taught.guide.logits(said), said))
            if mirror:
                loss = loss + MIRRORED * mirror.loss(vectors.float(), said)
            descent.step(loss)
            mean.update_parameters(network)
            total += loss.item() * len(batch)
        print(f"epoch {epoch + 1}: loss {total / len(shuffled):.3f}, {time.time() - started:.0f} s", flush=True)
    if averaged:
        network.load_state_dict(mean.module.state_dict())


def _drawn(rows: Sequence[Example], chance: random.Random) -> Iterator[list[Example]]:
    """Unlabelled messages batch by batch, without end; empty batches where there are none."""
    left: list[Example] = []
    while True:
        if len(left) < UNLABELLED and rows:
            left = chance.sample(list(rows), len(rows))
        yield left[:UNLABELLED]
        left = left[UNLABELLED:]


def polish(network: Network, rows: Sequence[Example], tokens: Tokens, taught: Taught | None, epochs: int, seed: int, rate: float) -> None:
    """A second, short training on what stands without context and a third of the rest (thinned as in the first), from a lower height.

    A draft is checked with nothing before it, and what people say in few words stands alone: among dialogues such messages are too rare.
    """
    chance = random.Random(seed + 1)
    kept = [row for row in rows if not row.context or chance.random() < 1 / 3]
    print(f"polishing on {count_thinned(kept)} rows an epoch")
    fit(network, kept, tokens, taught, epochs, seed + 1, rate)


def blend(network: Network, former: Mapping[str, Tensor], share: float) -> None:
    """Leave the weights between former ones (0) and its own (1), which often err less than either (Wortsman et al. 2022, WiSE-FT)."""
    network.load_state_dict({name: torch.lerp(former[name], now, share) for name, now in network.state_dict().items()})


def fit_head(network: Network, rows: Sequence[Example], tokens: Tokens, epochs: int, seed: int, rate: float = HEAD_ALONE) -> None:
    """Train the head alone, on what the encoder as it is makes of the rows' texts: moves and the signal from the labels, the verdict mostly
    from what the network itself made of it, for by the labels alone it is learned by heart. Each row counts once.
    """
    rows = list(dict.fromkeys(rows))
    known = FormerSelf(network, tokens, texts_of(rows))
    chance = random.Random(seed)
    steps = epochs * math.ceil(len(rows) / HEAD_BATCH)
    optimiser = torch.optim.AdamW(network.head.parameters(), lr=rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 1e-3, max(steps, 1))
    network.head.train()
    for _ in range(epochs):
        shuffled = chance.sample(rows, len(rows))
        for start in range(0, len(shuffled), HEAD_BATCH):
            batch = shuffled[start : start + HEAD_BATCH]
            found = judge(network.head, batch, known.vectors, known.place)
            optimiser.zero_grad()
            (loss_of(found, batch, judged_counts=VERDICT_ALONE) + verdict_to(found, known.logits(batch))).backward()
            optimiser.step()
            schedule.step()


def more_often(rows: Sequence[Example], voices: Set[str], times: int) -> list[Example]:
    """The rows, those of some voices so many times. Raises ValueError for a voice that no row has."""
    strange = voices - {row.voice for row in rows}
    if strange:
        raise ValueError(f"--often {', '.join(sorted(strange))}: no voice that trains is called so")
    return [row for row in rows for _ in range(times if row.voice in voices else 1)]


def learned_from(path: Path, rows: Sequence[Example], seed: int, public: bool, most: int) -> Taught:
    """The teacher made from these rows: the one in the file where it is that one, else one trained now and written there."""
    made = teacher.fingerprint(rows, teacher.EPOCHS, seed)
    if teacher.made_from(path) == made:
        return guided(teacher.taken_up(path), rows, public, seed, most)
    trained = teacher.train(rows, teacher.EPOCHS, seed)
    teacher.keep(trained, path, made)
    return guided(trained, rows, public, seed, most)  # which still knows what its lower layers make of these texts


def guided(by: teacher.Teacher, rows: Sequence[Example], public: bool, seed: int, most: int = MOST_UNLABELLED) -> Taught:
    """What a teacher makes of everything that is to be learned from; of what nobody labelled, so many messages at most."""
    more = [*unlabelled(rows, public, seed), *nearby(rows, seed)]
    more = random.Random(seed).sample(more, min(most, len(more)))
    started = time.time()
    guide = teacher.Guide(by, texts_of([*rows, *more]))
    print(f"the teacher read {len(guide.place)} texts in {time.time() - started:.0f} s, {len(more)} of them unlabelled", flush=True)
    return Taught(guide, more, guide)


def main() -> None:
    """The command."""
    wants = argparse.ArgumentParser()
    wants.add_argument("--layers", type=int, default=6)
    wants.add_argument("--epochs", type=int, default=2)
    wants.add_argument("--polish", type=int, default=0, help="epochs of the second, short training")
    wants.add_argument("--unlabelled", type=int, default=MOST_UNLABELLED, help="messages without a label to learn from, at most")
    wants.add_argument("--seed", type=int, default=7)
    wants.add_argument("--rate", type=float, default=2.5e-4, help="the encoder's learning rate at its height")
    wants.add_argument("--teacher", type=Path, help="this trained teacher, as it is, whatever it was made from")
    wants.add_argument("--no-teacher", action="store_true", help="from the labels alone")
    wants.add_argument("--resume", type=Path, help="a folder with a model to go on from")
    wants.add_argument("--blend", type=float, default=1.0, help="the share of the new weights in their mean with those gone on from")
    wants.add_argument("--often", nargs="*", default=[], help=f"voices that are learned from {OFTEN} times as often")
    wants.add_argument("--head", type=int, default=0, help="epochs of the head alone, in the end")
    wants.add_argument("--out", type=Path, default=SHIPPED)
    wants.add_argument("--own-only", action="store_true", help="without the public auxiliary sets")
    chosen = wants.parse_args()
    if not 0.0 <= chosen.blend <= 1.0:
        wants.error(f"--blend {chosen.blend}: a share of the new weights, from 0 to 1")
    if chosen.blend < 1.0 and not chosen.resume:
        wants.error("--blend: say with --resume which weights are to be kept beside the new ones")
    torch.set_num_threads(2)
    examples = load()
    own, tokens = more_often(split(examples, "train"), frozenset(chosen.often), OFTEN), Tokens()
    rows = own if chosen.own_only else own + public_talk(chosen.seed)
    print(f"{len(examples)} examples, {len(own)} of them to train on, with {len(rows) - len(own)} auxiliary rows")
    taught = None
    if chosen.teacher:
        taught = guided(teacher.taken_up(chosen.teacher), rows, not chosen.own_only, chosen.seed, chosen.unlabelled)
    elif not chosen.no_teacher:
        taught = learned_from(teacher.KEPT, rows, chosen.seed, not chosen.own_only, chosen.unlabelled)
    torch.manual_seed(chosen.seed)
    network = Network(chosen.layers)
    if chosen.resume:
        resume(network, chosen.resume)
        former = copy.deepcopy(network.state_dict())
        known = FormerSelf(network, tokens, texts_of([*rows, *(taught.more if taught else ())]))
        taught = replace(taught, guide=Both(taught.guide, known)) if taught else Taught(known, ())
    if chosen.epochs:
        fit(network, rows, tokens, taught, chosen.epochs, chosen.seed, chosen.rate)
    if chosen.polish:
        polish(network, rows, tokens, taught, chosen.polish, chosen.seed, chosen.rate / 2)
    if chosen.resume:
        blend(network, former, chosen.blend)
    if chosen.head:
        fit_head(network, rows, tokens, chosen.head, chosen.seed)
    from training import sieve
    from training.export import write, write_calibrated

    write(network, examples, chosen.out, vars(chosen))
    sieve.write(chosen.out, examples, sieve.EPOCHS, chosen.seed, not chosen.own_only)
    write_calibrated(chosen.out, split(examples, "calibration"))


if __name__ == "__main__":
    main()
