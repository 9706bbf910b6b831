"""Going on from a model that was written before: its quantised weights back in the network.

What quantising lost is made good within the first steps. So a long training can be done in two runs, each of which ends in a
model that was measured.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper

if TYPE_CHECKING:
    from training.train import Network

PARTS = ("query", "key", "value", "out", "up", "down")  # of a block, in the order in which they are used
Array = npt.NDArray[np.float32]


def resume(network: Network, folder: Path) -> None:
    """Put the weights of the model in `folder` into the network, which must have as many layers."""
    kept = {one.name: numpy_helper.to_array(one) for one in onnx.load(str(folder / "encoder.onnx")).graph.initializer}
    state = network.encoder.state_dict()
    found = {name: torch.from_numpy(np.array(kept[name])) for name in state if name in kept}
    found |= {name: torch.from_numpy(_whole(kept, name)) for name in ("words.weight", "places.weight")}
    products = sorted((name for name in kept if name.endswith("_quantized") and "MatMul" in name), key=_number)
    places = [f"blocks.{block}.{part}.weight" for block in range(len(network.encoder.blocks)) for part in PARTS] + ["peaks.weight"]
    if len(products) != len(places):
        raise ValueError(f"{folder}: {len(products)} products where this network has {len(places)}; give the same --layers")
    for place, name in zip(places, products, strict=True):
        found[place] = torch.from_numpy(_whole(kept, name.removesuffix("_quantized")).T.copy())
    missing = set(state) - set(found)
    if missing:
        raise ValueError(f"{folder}: nothing found for {', '.join(sorted(missing))}")
    network.encoder.load_state_dict(found)
    with np.load(folder / "head.npz") as head:
        network.head.load_state_dict({name: torch.from_numpy(head[name].astype(np.float32)) for name in head.files})


def _whole(kept: dict[str, npt.NDArray[np.generic]], name: str) -> Array:
    quantised = kept[f"{name}_quantized"].astype(np.float32)
    scale, zero = kept[f"{name}_scale"].astype(np.float32), kept[f"{name}_zero_point"].astype(np.float32)
    whole: Array = (quantised - zero) * scale
    return whole


def _number(name: str) -> int:
    return int("".join(letter for letter in name if letter.isdigit()))
