"""From the trained network to the files that ship: quantised encoder, head, tokenizer, card.

What the card says was measured through the files written here, after quantising.

    python -m training.export FOLDER       only chooses the thresholds of a model anew, where the calibration voices have changed
"""

from __future__ import annotations

import json
import math
import random
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from tokenizers import Tokenizer

from reattune.codebook.book import load as load_codebook
from reattune.coding.card import BARS, content_hash
from reattune.coding.coder import ShippedCoder
from reattune.coding.sieve import Sieve
from reattune.core.coded import Turn
from reattune.core.names import Move
from training.auxiliary import read_talk
from training.calibrate import calibrate
from training.data import Example, load, split
from training.metrics import judged, macro_f1, something
from training.model import Encoder, base
from training.quantise import quantise
from training.tokens import Tokens

if TYPE_CHECKING:
    from training.train import Network

TYPICAL = 1500  # texts
SIEVE = ("sieve.onnx", "sieve.npz")
EVERYTHING_PASSES = -99.0
OPEN = {
    "thresholds": {},
    "thresholds_amid": {},
    "thresholds_beside": {},
    "move_temperature": 1.0,
    "verdict_temperature": 1.0,
    "verdict_bias": [0.0, 0.0, 0.0, 0.0],
    "verdict_lean": [0.0, 0.0, 0.0, 0.0],
    "safety_temperature": 1.0,
    "safety_threshold": 0.5,
    "safety_asked": 0.5,
    "kind_threshold": 0.4,
    "unsure_below": 0.0,
    "sieve_threshold": EVERYTHING_PASSES,
}
LET_GO = 0.004  # by the sieve, of what the coder hears on the calibration voices


def write(network: Network, examples: list[Example], folder: Path, settings: Mapping[str, object]) -> None:
    """Write the model to `folder`, calibrated and measured."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in SIEVE:
        (folder / name).unlink(missing_ok=True)  # one of an older model has no say in this one
    write_encoder(network.encoder, typical(split(examples, "train"), int(str(settings["seed"]))), folder / "encoder.onnx")
    write_head(network, folder / "head.npz")
    write_tokenizer(folder / "tokenizer.json")
    version = load_codebook().version
    made = {name: settings[name] for name in ("layers", "epochs", "polish", "seed")}
    made |= {
        "rate": settings["rate"],
        "unlabelled": settings["unlabelled"],
        "own_only": settings["own_only"],
        "teacher": taught_by(settings),
        "set_right": "what teaches beside the labels, by the labels",
        "examples": len(split(examples, "train")),
        "public_comments_read": 0 if settings["own_only"] else len(read_talk("train")),
    }
    further = {"often": "voices learned from more often", "blend": "share of the new weights", "head": "epochs of the head alone"}
    made |= {says: settings[name] for name, says in further.items() if settings.get(name) not in (None, [], 0, 1.0)}
    if settings.get("resume"):
        before = json.loads((Path(str(settings["resume"])) / "card.json").read_text(encoding="utf-8"))["made"]
        made |= {name: before.get(name, 0) + made[name] for name in ("epochs", "polish")} | {"runs": before.get("runs", 1) + 1}
    open_card = OPEN | {"thresholds": {move.value: 0.5 for move in Move}, "codebook": version, "made": made, "id": ""}
    (folder / "card.json").write_text(json.dumps(open_card), encoding="utf-8")
    rows = split(examples, "calibration")
    write_calibrated(folder, rows)
    add_made(folder, {"quantising": quantising(network, folder, rows)})
    print({path.name: path.stat().st_size for path in folder.iterdir()})


def add_made(folder: Path, more: Mapping[str, object]) -> None:
    """Add to what the card says of how the model was made, which is no part of its id."""
    kept = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    kept["made"] |= more
    (folder / "card.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


@torch.no_grad()
def quantising(network: Network, folder: Path, rows: list[Example]) -> str:
    """How alike the quantised files and the network in full precision judge, by the same card, on these rows."""
    coder, tokens = ShippedCoder(folder), Tokens()
    turns = [Turn(row.text, row.context) for row in rows]
    network.eval()
    whole = torch.cat([network(rows[start : start + 64], tokens) for start in range(0, len(rows), 64)]).numpy()
    before, after = coder.decide(whole, turns, scores=True), coder.code(turns, scores=True)
    verdicts = np.mean([one.verdict is other.verdict for one, other in zip(before, after, strict=True)])
    moves = np.mean([set(one.names()) == set(other.names()) for one, other in zip(before, after, strict=True)])
    f1 = [macro_f1(judged(rows, coded)) or 0.0 for coded in (before, after)]
    return f"same verdict {verdicts:.1%}, same moves {moves:.1%}, macro-F1 {f1[0]:.3f} before and {f1[1]:.3f} after (calibration voices)"


def taught_by(settings: Mapping[str, object]) -> str:
    """Which teacher, by what it was made from."""
    from training.teacher import KEPT, made_from

    return "none" if settings["no_teacher"] else made_from(Path(str(settings["teacher"] or KEPT)))


def write_calibrated(folder: Path, rows: list[Example]) -> None:
    """Choose the numbers of the card of the model in `folder` anew, on these rows and through the files that judge."""
    before = OPEN | json.loads((folder / "card.json").read_text(encoding="utf-8"))
    turns = [Turn(row.text, row.context) for row in rows]

    def coder_with(kept: Mapping[str, object]) -> ShippedCoder:
        whole = kept | {name: kept[name] or kept["thresholds"] for name in BARS}
        (folder / "card.json").write_text(json.dumps(whole), encoding="utf-8")
        return ShippedCoder(folder)

    logits = coder_with(before).logits(turns).astype(np.float64)
    numbers = calibrate(logits, rows)  # what stands after a break is told by the thresholds of what does not, and by the sieve
    passes = {"sieve_threshold": sieve_threshold(coder_with(before | numbers), folder, turns)}
    numbers = calibrate(logits, rows, coder_with(before | numbers | passes).amid(turns))
    card = numbers | passes
    card |= {"codebook": before["codebook"], "made": before["made"], "id": content_hash(folder, card)}
    (folder / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(card, indent=1))


def sieve_threshold(coder: ShippedCoder, folder: Path, turns: Sequence[Turn]) -> float:
    """The score at which almost everything passes in which the coder hears something, and all in which the signal fires in a record."""
    if not (folder / "sieve.onnx").exists():
        return EVERYTHING_PASSES
    coded, scores = coder.decide(coder.logits(turns), turns), Sieve(folder, EVERYTHING_PASSES).scores(turns)
    there, signal = (np.array([kind(one) for one in coded], bool) for kind in (something, lambda one: one.safety is not None))
    lowest = min(float(np.quantile(scores[there], LET_GO)), float(scores[signal].min(initial=np.inf)))
    return math.floor(lowest * 100) / 100


def typical(rows: Sequence[Example], seed: int) -> list[list[int]]:
    """Token ids of some of these rows, by which the ranges of the quantised encoder are chosen."""
    tokens = Tokens()
    return [tokens.ids(row.text) for row in random.Random(seed).sample(list(rows), min(TYPICAL, len(rows)))]


def write_encoder(encoder: Encoder, ids: Sequence[Sequence[int]], path: Path) -> None:
    """The encoder as an int8 ONNX file; `ids` are the token ids of typical texts."""
    with tempfile.TemporaryDirectory() as place:
        plain = Path(place) / "plain.onnx"
        plain_encoder(encoder, plain)
        quantise(plain, ids, path)


def plain_encoder(encoder: Encoder, path: Path) -> None:
    """The encoder as an ONNX file in full precision."""
    encoder.eval()
    ones = torch.ones(2, 8, dtype=torch.long)
    torch.onnx.export(
        encoder,
        (ones, ones),
        str(path),
        input_names=["ids", "mask"],
        output_names=["vector"],
        opset_version=17,
        dynamo=False,
        dynamic_axes={"ids": {0: "n", 1: "t"}, "mask": {0: "n", 1: "t"}, "vector": {0: "n"}},
    )


def write_head(network: Network, path: Path) -> None:
    """The head's weights as half floats."""
    np.savez_compressed(path, **{name: value.numpy().astype(np.float16) for name, value in network.head.state_dict().items()})  # type: ignore[arg-type]


def write_tokenizer(path: Path) -> None:
    """The tokenizer without padding or truncation of its own."""
    tokenizer = Tokenizer.from_file(str(base().tokenizer))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    with tempfile.NamedTemporaryFile(suffix=".json", delete=False) as place:
        tokenizer.save(place.name, pretty=False)
    shutil.move(place.name, path)


if __name__ == "__main__":
    write_calibrated(Path(sys.argv[1]), split(load(), "calibration"))
