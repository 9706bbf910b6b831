"""From the trained network to the files that ship: quantised encoder, head, tokenizer, card.

What the card says was measured through the files written here, after quantising.

    python -m training.export FOLDER       only chooses the thresholds of a model anew, where the calibration voices have changed
"""

from __future__ import annotations

import json
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
from reattune.coding.card import content_hash
from reattune.core.coded import Turn
from training.calibrate import calibrate
from training.data import Example, load, split
from training.model import Encoder, base
from training.quantise import quantise
from training.tokens import Tokens

if TYPE_CHECKING:
    from training.train import Network

TYPICAL = 1500  # texts
OPEN = {
    "thresholds": {},
    "move_temperature": 1.0,
    "verdict_temperature": 1.0,
    "verdict_bias": [0.0, 0.0, 0.0, 0.0],
    "verdict_lean": [0.0, 0.0, 0.0, 0.0],
    "safety_temperature": 1.0,
    "safety_threshold": 0.5,
    "kind_threshold": 0.4,
    "unsure_below": 0.0,
}


def write(network: Network, examples: list[Example], folder: Path, settings: Mapping[str, object]) -> None:
    """Write the model to `folder`, calibrated and measured."""
    from reattune.core.names import Move

    folder.mkdir(parents=True, exist_ok=True)
    write_encoder(network.encoder, typical(split(examples, "train"), int(str(settings["seed"]))), folder / "encoder.onnx")
    write_head(network, folder / "head.npz")
    write_tokenizer(folder / "tokenizer.json")
    version = load_codebook().version
    made = {name: settings[name] for name in ("layers", "epochs", "polish", "seed")}
    made |= {
        "rate": settings["rate"],
        "own_only": settings["own_only"],
        "teacher": taught_by(settings),
        "examples": len(split(examples, "train")),
    }
    if settings.get("resume"):
        before = json.loads((Path(str(settings["resume"])) / "card.json").read_text(encoding="utf-8"))["made"]
        made |= {name: before.get(name, 0) + made[name] for name in ("epochs", "polish")} | {"runs": before.get("runs", 1) + 1}
    open_card = OPEN | {"thresholds": {move.value: 0.5 for move in Move}, "codebook": version, "made": made, "id": ""}
    (folder / "card.json").write_text(json.dumps(open_card), encoding="utf-8")
    write_calibrated(folder, split(examples, "calibration"))
    print({path.name: path.stat().st_size for path in folder.iterdir()})


def taught_by(settings: Mapping[str, object]) -> str:
    """Which teacher, by what it was made from."""
    from training.teacher import KEPT, made_from

    return "none" if settings["no_teacher"] else made_from(Path(str(settings["teacher"] or KEPT)))


def write_calibrated(folder: Path, rows: list[Example]) -> None:
    """Choose the numbers of the card of the model in `folder` anew, on these rows and through the files that judge."""
    from reattune.coding.coder import ShippedCoder

    before = OPEN | json.loads((folder / "card.json").read_text(encoding="utf-8"))
    (folder / "card.json").write_text(json.dumps(before), encoding="utf-8")
    numbers = calibrate(ShippedCoder(folder).logits([Turn(row.text, row.context) for row in rows]).astype(np.float64), rows)
    card = numbers | {"codebook": before["codebook"], "made": before["made"], "id": content_hash(folder, numbers)}
    (folder / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(card, indent=1))


def typical(rows: Sequence[Example], seed: int) -> list[list[int]]:
    """Token ids of some of these rows, by which the ranges of the quantised encoder are chosen."""
    tokens = Tokens()
    return [tokens.ids(row.text) for row in random.Random(seed).sample(list(rows), min(TYPICAL, len(rows)))]


def write_encoder(encoder: Encoder, ids: Sequence[Sequence[int]], path: Path) -> None:
    """The encoder as an int8 ONNX file; `ids` are the token ids of typical texts."""
    encoder.eval()
    ones = torch.ones(2, 8, dtype=torch.long)
    with tempfile.TemporaryDirectory() as place:
        plain = Path(place) / "plain.onnx"
        torch.onnx.export(
            encoder,
            (ones, ones),
            str(plain),
            input_names=["ids", "mask"],
            output_names=["vector"],
            opset_version=17,
            dynamo=False,
            dynamic_axes={"ids": {0: "n", 1: "t"}, "mask": {0: "n", 1: "t"}, "vector": {0: "n"}},
        )
        quantise(plain, ids, path)


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
