"""What stands beside the weights: thresholds, temperatures, and who made the model out of what.

The thresholds were chosen on voices held back from training, through the quantised encoder. `id` is the content hash of
everything that judges, so that two results can be compared only where it is the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reattune.coding.persons import names_listed
from reattune.core.names import Move

BARS = ("thresholds", "thresholds_amid", "thresholds_beside")
JUDGES = ("encoder.onnx", "head.npz", "tokenizer.json", "sieve.onnx", "sieve.npz")


@dataclass(frozen=True, slots=True)
class Card:
    """The calibrated numbers of one model; probabilities are 0 to 1.

    `thresholds_amid` hold for a message before which something broke: there, more is to be expected; `thresholds_beside` for what is
    heard beside a move that is heard anyway.
    `verdict_bias` is added to the verdicts' logits, in the codebook's order, so that their probabilities are true where all four are
    equally frequent; `verdict_lean` beyond it where one verdict is called, so that as many as possible are right, all four counted alike.
    From `safety_threshold` on the signal fires where a record is read, from `safety_asked` on where somebody asks about a few messages:
    there a false alarm can be waved off, and in a record one among thousands of messages sets a whole episode aside.
    """

    id: str
    codebook: str
    thresholds: Mapping[Move, float]
    thresholds_amid: Mapping[Move, float]
    thresholds_beside: Mapping[Move, float]
    move_temperature: float
    verdict_temperature: float
    verdict_bias: tuple[float, ...]
    verdict_lean: tuple[float, ...]
    safety_temperature: float
    safety_threshold: float
    safety_asked: float
    kind_threshold: float
    unsure_below: float
    sieve_threshold: float

    def bars(self) -> tuple[Mapping[Move, float], ...]:
        """The thresholds of a move for a message alone, for one after a break, and beside another move."""
        return self.thresholds, self.thresholds_amid, self.thresholds_beside


def read_card(folder: Path) -> Card:
    """The card of the model in `folder`."""
    kept = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    numbers = {name: tuple(value) if isinstance(value, list) else value for name, value in kept.items() if name in Card.__slots__}
    return Card(**numbers | {name: {Move(move): value for move, value in kept[name].items()} for name in BARS})


def content_hash(folder: Path, numbers: Mapping[str, object]) -> str:
    """The hash of the files that judge, the list of names among them, and of the calibrated numbers, twelve hex digits."""
    digest = hashlib.sha256()
    for name in JUDGES:
        if (folder / name).exists():  # a model in the making has no sieve yet
            digest.update((folder / name).read_bytes())
    digest.update(names_listed().encode())
    digest.update(json.dumps(numbers, sort_keys=True).encode())
    return digest.hexdigest()[:12]
