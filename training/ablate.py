"""What helps the coder and what does not, measured: `training/REPORT.md`.

    python -m training.ablate [--share 0.06] [--epochs 2] [--seeds 2] [--teacher FILE] [--only NAME ...] [--write]

Every variant is trained the same short way on the same share of the training voices and judged in full precision on the calibration
voices and, where they are present, on strangers' comments (never on the test ones), for each of some seeds. What is told of a variant is
the mean over its seeds and how far it lies from the first one, with a 95 % bootstrap interval over messages. A short training on a share
is no full one: what a table here says is which way a thing points and roughly how far. `--write` writes the page; a run without all
variants writes nothing.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from reattune.core.names import Move
from training import teacher, train
from training.auxiliary import public_talk, read_talk
from training.data import MOVES, OUTPUTS, VERDICTS, Example, load, split
from training.learn import S0, V0, texts_of
from training.tokens import Tokens

PATH = Path(__file__).parent / "REPORT.md"
RATE, RESAMPLES = 2.5e-4, 300
LEAST = 5  # comments of strangers with a move, for it to count there
CURVE = (0.03, 0.06, 0.12, 0.25, 0.5)
CURVE_LAYERS = 3
Logits = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Variant:
    """One way to train, as it differs from the first."""

    name: str
    layers: int = 6
    taught: bool = True
    unlabelled: bool = True
    context: bool = True
    public: bool = True
    mirror: bool = True
    averaged: bool = True


VARIANTS = (
    Variant("six layers, teacher, unlabelled talk"),
    Variant("three layers", layers=3),
    Variant("no layers: trained word vectors, pooled", layers=0),
    Variant("no unlabelled talk", unlabelled=False),
    Variant("no teacher: labels alone", taught=False),
    Variant("no context, in training and after", context=False),
    Variant("no public talk", public=False),
    Variant("no mirror of the teacher's vectors", mirror=False),
    Variant("the last weights, not their running mean", averaged=False),
)


def average_precision(wanted: npt.NDArray[np.bool_], scores: Logits) -> float:
    """The mean precision at each positive, surest first."""
    ordered = wanted[np.argsort(-scores, kind="stable")]
    hits = np.cumsum(ordered)
    return float((hits / np.arange(1, len(ordered) + 1))[ordered].mean()) if ordered.any() else float("nan")


def mean_precision(rows: Sequence[Example], logits: Logits, moves: Sequence[Move] = MOVES) -> float:
    """The mean over moves of their average precision; what a reader may differ on counts neither way."""
    found = []
    for move in moves:
        known = np.array([move in row.moves or move not in row.maybe for row in rows])
        found.append(average_precision(np.array([move in row.moves for row in rows])[known], logits[known, MOVES.index(move)]))
    return float(np.nanmean(found))


def verdicts_right(rows: Sequence[Example], logits: Logits) -> float:
    """The share of verdicts called right, all four counted alike."""
    wanted = np.array([VERDICTS.index(row.verdict) for row in rows])
    right = logits[:, V0:S0].argmax(1) == wanted
    return float(np.mean([right[wanted == one].mean() for one in set(wanted.tolist())]))


Measure = Callable[[Sequence[Example], Logits], float]


@dataclass(frozen=True)
class Scored:
    """One measure on some rows: what it says of a variant's logits, one array a seed, and of the first variant's."""

    rows: Sequence[Example]
    measure: Measure
    ours: Sequence[Logits]
    first: Sequence[Logits]


def share_of(rows: Sequence[Example], share: float, seed: int) -> list[Example]:
    """The rows of a share of the voices."""
    voices = sorted({row.voice for row in rows})
    kept = set(random.Random(seed).sample(voices, max(round(share * len(voices)), 1)))
    return [row for row in rows if row.voice in kept]


def public_share(share: float, seed: int) -> list[Example]:
    """The same share of the public talk as of the voices."""
    rows = public_talk(seed)
    return random.Random(seed).sample(rows, round(share * len(rows)))


def lessons(own: Sequence[Example], public: Sequence[Example], by: teacher.Teacher, seed: int) -> train.Taught:
    """What the teacher makes of these rows, and of as many messages that nobody labelled."""
    rows = [*own, *public]
    return train.guided(by, rows, bool(public), seed, len(rows))


def trained(
    variant: Variant, own: Sequence[Example], public: Sequence[Example], taught: train.Taught | None, epochs: int, seed: int
) -> train.Network:
    """A network trained in this way; `taught` holds at least the texts of these rows."""
    rows = [*own, *(public if variant.public else [])]
    rows = rows if variant.context else [replace(row, context=()) for row in rows]
    if taught and not variant.unlabelled:
        taught = replace(taught, more=())
    if taught and not variant.mirror:
        taught = replace(taught, shown=None)
    torch.manual_seed(seed)
    network = train.Network(variant.layers)
    train.fit(network, rows, Tokens(), taught if variant.taught else None, epochs, seed, RATE, variant.averaged)
    return network


@torch.no_grad()
def judged(network: train.Network, rows: Sequence[Example], context: bool) -> Logits:
    """(n, outputs) logits in full precision."""
    network.eval()
    asked = rows if context else [replace(row, context=()) for row in rows]
    tokens = Tokens()
    parts = [network(asked[start : start + 64], tokens) for start in range(0, len(asked), 64)]
    found: Logits = torch.cat(parts).double().numpy() if parts else np.zeros((0, OUTPUTS))
    return found


def apart(one: Scored) -> str:
    """How far ours lies from the first, both meant over their seeds, with a bootstrap interval over messages."""
    chance = np.random.default_rng(5)

    def gap(places: npt.NDArray[np.intp]) -> float:
        some = [one.rows[place] for place in places]
        ours, first = ([one.measure(some, logits[places]) for logits in each] for each in (one.ours, one.first))
        return float(np.mean(ours) - np.mean(first))

    gaps = [gap(chance.integers(len(one.rows), size=len(one.rows))) for _ in range(RESAMPLES)]
    low, high = np.percentile(gaps, [2.5, 97.5])
    return f"{gap(np.arange(len(one.rows))):+.3f} ({low:+.3f} to {high:+.3f})"


def row_of(variant: Variant, scored: Sequence[Scored], seconds: float) -> str:
    """A line of the table."""
    cells = [variant.name]
    for one in scored:
        values = [one.measure(one.rows, logits) for logits in one.ours] if one.rows else []
        cells.append(f"{np.mean(values):.3f} ({min(values):.3f} to {max(values):.3f})" if values else "not scored")
        cells.append("" if one.ours is one.first or not values else apart(one))
    return "| " + " | ".join([*cells, f"{seconds / 60:.0f} min"]) + " |"


PAGE = """# What helps the coder, and what does not

<!-- Written by `python -m training.ablate --write`. -->

Each variant was trained {epochs} epochs on {count:,} messages ({share:.0%} of the training voices) and {public:,} public ones, for {seeds}
seeds, and judged in full precision on the {judged:,} messages of the calibration voices; the test voices had no part. `moves` is the
mean average precision over the 26 moves; `verdicts` the share of verdicts right, all four counted alike; `strangers' moves` the mean
average precision on {strangers:,} comments of the dev part of GoEmotions, over the moves that {least} of them or more carry. In brackets
the lowest and the highest seed; of differences from the first row a 95 % bootstrap interval over messages.

| variant | moves | from the first | verdicts | from the first | strangers' moves | from the first | a seed took |
|---|---|---|---|---|---|---|---|
{table}

The teacher (twelve layers, 768 wide; it never ships) was trained before, on all training voices, so that learning from it also means
learning from them at second hand. Itself it comes to {teacher_moves:.3f} and {teacher_verdicts:.3f}.

The two stages together, a narrow one that reads everything and the six layers that read what passes, are measured on the coder that
ships: what is lost by it stands in [docs/evaluation.md](../docs/evaluation.md) ("What the first stage leaves out"), what is won in
[docs/coding-speed.md](../docs/coding-speed.md).

## Does more still pay?

{layers} layers, from the labels alone, {epochs} epochs, one seed each, on a growing share of the training voices:

| share of the voices | messages | moves | verdicts |
|---|---|---|---|
{curve}
"""


def main() -> None:
    """The command."""
    wants = argparse.ArgumentParser()
    wants.add_argument("--share", type=float, default=0.06, help="of the training voices")
    wants.add_argument("--epochs", type=int, default=2)
    wants.add_argument("--seeds", type=int, default=2)
    wants.add_argument("--teacher", type=Path, default=teacher.KEPT)
    wants.add_argument("--only", nargs="*", help="only variants whose name begins so")
    wants.add_argument("--write", action="store_true")
    chosen = wants.parse_args()
    torch.set_num_threads(2)
    examples = load()
    own, rows, strangers = split(examples, "train"), split(examples, "calibration"), read_talk("dev")
    some, by, seeds = share_of(own, chosen.share, 1), teacher.taken_up(chosen.teacher), range(1, chosen.seeds + 1)
    public = {seed: public_share(chosen.share, seed) for seed in seeds}
    taught = {(seed, there): lessons(some, public[seed] if there else (), by, seed) for seed in seeds for there in (True, False)}
    common = [move for move in MOVES if sum(move in row.moves for row in strangers) >= LEAST]
    on_strangers = partial(mean_precision, moves=common)
    first, lines = None, []
    for variant in VARIANTS:
        if chosen.only and not variant.name.startswith(tuple(chosen.only)):
            continue
        started = time.time()
        networks = [trained(variant, some, public[seed], taught[seed, variant.public], chosen.epochs, seed) for seed in seeds]
        ours, theirs = ([judged(network, on, variant.context) for network in networks] for on in (rows, strangers))
        first = first or (ours, theirs)
        scored = [
            Scored(rows, mean_precision, ours, first[0]),
            Scored(rows, verdicts_right, ours, first[0]),
            Scored(strangers, on_strangers, theirs, first[1]),
        ]
        lines.append(row_of(variant, scored, (time.time() - started) / chosen.seeds))
        print(lines[-1], flush=True)
    above = teacher.Guide(by, texts_of(rows)).logits(rows).double().numpy()
    told_of = {"teacher_moves": mean_precision(rows, above), "teacher_verdicts": verdicts_right(rows, above)}
    print(told_of, flush=True)
    curve = []
    for share in () if chosen.only else CURVE:
        part = share_of(own, share, 1)
        logits = judged(trained(Variant("", layers=CURVE_LAYERS), part, (), None, chosen.epochs, 1), rows, True)
        curve.append(f"| {share:.0%} | {len(part):,} | {mean_precision(rows, logits):.3f} | {verdicts_right(rows, logits):.3f} |")
        print(curve[-1], flush=True)
    if chosen.write and not chosen.only:
        told = {
            "epochs": chosen.epochs,
            "count": len(some),
            "share": chosen.share,
            "seeds": chosen.seeds,
            "judged": len(rows),
            "public": len(public[1]),
            "strangers": len(strangers),
            "least": LEAST,
        } | told_of
        PATH.write_text(PAGE.format(table="\n".join(lines), curve="\n".join(curve), layers=CURVE_LAYERS, **told), encoding="utf-8")


if __name__ == "__main__":
    main()
