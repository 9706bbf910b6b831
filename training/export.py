"""From the trained network to the files that ship: quantised encoder, head, tokenizer, card.

Quantising is per channel with a reduced range: the default per tensor moves vectors far more. What the card says was
measured through the files written here, after quantising.

    python -m training.export FOLDER       only chooses the thresholds of a model anew, where the calibration voices have changed
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from tokenizers import Tokenizer

from reattune.codebook.book import load as load_codebook
from reattune.coding.card import content_hash
from reattune.core.coded import Turn
from training.calibrate import calibrate
from training.data import Example, load, split
from training.model import Encoder, base

if TYPE_CHECKING:
    from training.train import Network

OPEN = {
    "thresholds": {},
    "move_temperature": 1.0,
    "verdict_temperature": 1.0,
    "verdict_bias": [0.0, 0.0, 0.0, 0.0],
    "safety_temperature": 1.0,
    "safety_threshold": 0.5,
    "kind_threshold": 0.4,
    "unsure_below": 0.0,
}


def write(network: Network, examples: list[Example], folder: Path, settings: Mapping[str, object]) -> None:
    """Write the model to `folder`, calibrated and measured."""
    from reattune.core.names import Move

    folder.mkdir(parents=True, exist_ok=True)
    write_encoder(network.encoder, folder / "encoder.onnx")
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

    before = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    numbers = calibrate(ShippedCoder(folder).logits([Turn(row.text, row.context) for row in rows]).astype(np.float64), rows)
    card = numbers | {"codebook": before["codebook"], "made": before["made"], "id": content_hash(folder, numbers)}
    (folder / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(card, indent=1))


def write_encoder(encoder: Encoder, path: Path) -> None:
    """The encoder as an int8 ONNX file."""
    encoder.eval()
    ids = torch.ones(2, 8, dtype=torch.long)
    with tempfile.TemporaryDirectory() as place:
        plain, ready = Path(place) / "plain.onnx", Path(place) / "ready.onnx"
        torch.onnx.export(
            encoder,
            (ids, ids),
            str(plain),
            input_names=["ids", "mask"],
            output_names=["vector"],
            opset_version=17,
            dynamo=False,
            dynamic_axes={"ids": {0: "n", 1: "t"}, "mask": {0: "n", 1: "t"}, "vector": {0: "n"}},
        )
        quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(str(ready), str(path), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    onnx.checker.check_model(str(path))


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
