"""What the student and its teacher are built of: transformer layers and the pooling, over padded or over packed texts.

Packed means: the tokens of all texts of a batch one after the other, so that nothing is computed for padding; only attention is done
text by text, in groups of like length. It gives the same numbers as padding (a test holds them together) in half the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

GROUP = 16  # texts that attend in one product
CPU = Path("/proc/cpuinfo")


def halves() -> AbstractContextManager[None]:
    """A context in which products are computed with half as many bits where the processor can (twice as fast), else as usual.

    Where it cannot, the same would be emulated, at a twentieth of the speed.
    """
    able = CPU.exists() and any(flag in CPU.read_text(encoding="utf-8") for flag in ("avx512_bf16", "amx_bf16"))
    return torch.autocast("cpu", torch.bfloat16, enabled=able)


@dataclass(frozen=True)
class Group:
    """Some texts of a packed batch: the places of their tokens (texts, longest), one past the last where none is; whether one is; and at
    which of these places, counted through, one is (tokens)."""

    places: Tensor
    there: Tensor
    filled: Tensor


@dataclass(frozen=True)
class Packed:
    """The tokens of texts one after the other, shortest text first; `back` puts texts into their first order."""

    ids: Tensor
    position: Tensor
    owner: Tensor
    lengths: Tensor
    back: Tensor
    groups: tuple[Group, ...]


def pack(rows: Sequence[Sequence[int]], together: int = GROUP) -> Packed:
    """Token ids of texts, packed; so many texts attend in one product (more are faster where the layers are narrow)."""
    order = sorted(range(len(rows)), key=lambda row: len(rows[row]))
    lengths = torch.tensor([len(rows[row]) for row in order])
    starts = torch.cumsum(lengths, 0) - lengths
    tokens = int(lengths.sum())
    owner = torch.repeat_interleave(torch.arange(len(rows)), lengths)
    groups = []
    for first in range(0, len(rows), together):
        size, start = lengths[first : first + together], starts[first : first + together]
        along = torch.arange(int(size[-1]))[None]
        there = along < size[:, None]
        groups.append(Group(torch.where(there, start[:, None] + along, tokens), there, there.flatten().nonzero()[:, 0]))
    back = torch.empty(len(rows), dtype=torch.long)
    back[torch.tensor(order)] = torch.arange(len(rows))
    ids = torch.tensor([token for row in order for token in rows[row]])
    return Packed(ids, torch.arange(tokens) - starts[owner], owner, lengths, back, tuple(groups))


class Drop(nn.Module):
    """Dropout whose chances are drawn eight to a number, which is faster than one for each value."""

    def __init__(self, share: float) -> None:
        """About so much is dropped: to the nearest 256th."""
        super().__init__()
        self.bar = round(share * 256)

    def forward(self, x: Tensor) -> Tensor:
        """The same, or in training with some values 0 and the others larger by as much."""
        if not self.training:
            return x
        drawn = torch.empty((x.numel() + 7) // 8, dtype=torch.long).random_(-(2**63), None).view(torch.uint8)
        kept = drawn[: x.numel()].view(x.shape) >= self.bar
        return x * (kept * (256 / (256 - self.bar))).to(x.dtype)


class Block(nn.Module):
    """One transformer layer, normalised after each half."""

    def __init__(self, width: int, heads: int, eps: float) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=eps), nn.LayerNorm(width, eps=eps)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.drop = Drop(0.1)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """(batch, tokens, width) in and out; `bias` is 0 where a token is, a large negative number where none is."""
        return self._rest(x, self._attend(self.query(x), self.key(x), self.value(x), bias))

    def packed(self, x: Tensor, batch: Packed, biases: Sequence[Tensor]) -> Tensor:
        """The same over packed texts: (tokens, width) in and out, a bias for each group."""
        three = (self.query, self.key, self.value)
        weights, shifts = torch.cat([layer.weight for layer in three]), torch.cat([layer.bias for layer in three])
        sought = _with_nothing(nn.functional.linear(x, weights, shifts))
        mixed = []
        for group, bias in zip(batch.groups, biases, strict=True):
            found = self._attend(*_taken(sought, group.places).chunk(3, -1), bias)
            mixed.append(found.flatten(0, 1).index_select(0, group.filled))
        return self._rest(x, torch.cat(mixed))

    def _attend(self, query: Tensor, key: Tensor, value: Tensor, bias: Tensor) -> Tensor:
        rows, tokens, width = query.shape

        def split(y: Tensor) -> Tensor:
            return y.reshape(rows, tokens, self.heads, width // self.heads).transpose(1, 2)

        scores = split(query) @ split(key).transpose(2, 3) / (width // self.heads) ** 0.5 + bias
        return (scores.softmax(-1).to(value.dtype) @ split(value)).transpose(1, 2).reshape(rows, tokens, width)

    def _rest(self, x: Tensor, mixed: Tensor) -> Tensor:
        x = self.norm1(x + self.drop(self.out(mixed)))
        return self.norm2(x + self.drop(self.down(nn.functional.gelu(self.up(x)))))


def _taken(x: Tensor, places: Tensor) -> Tensor:
    """What stands at places (texts, longest) of (tokens, width)."""
    return x.index_select(0, places.flatten()).view(*places.shape, x.shape[1])


def _with_nothing(x: Tensor) -> Tensor:
    """A last row of zeros, for the places where no token is."""
    return torch.cat([x, x.new_zeros(1, x.shape[1])])


def absent(there: Tensor) -> Tensor:
    """The bias (texts, 1, 1, longest) that keeps attention off what is no token."""
    return (~there)[:, None, None, :] * -1e4


def pooled(x: Tensor, batch: Packed, peaks: nn.Linear, scale: float) -> Tensor:
    """(texts, width + peaks) in the first order: the mean of each text's tokens, scaled, beside the maximum of learned token features."""
    whole = x.float()
    sums = torch.zeros(len(batch.lengths), whole.shape[1]).index_add(0, batch.owner, whole)
    high = torch.tanh(peaks(x)).float()
    high = torch.cat([high, torch.full((1, high.shape[1]), -4.0)])
    tops = torch.cat([_taken(high, group.places).amax(1) for group in batch.groups])
    return torch.cat([sums / batch.lengths[:, None] * scale, tops], 1)[batch.back]
