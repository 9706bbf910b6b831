"""Texts to vectors: the one file that touches onnxruntime.

Each distinct text is read once, in groups of like length, for an unsorted group costs three times as much. A text longer
than the window is read in pieces and joined the way the pooling joins tokens (mean of means, maximum of maxima), so a
letter of any length is heard to its end. A text has one vector, whatever it is read beside. Vectors are kept as half
floats: what they lose is far below what quantising lost already, and a hundred thousand of them fit beside everything else.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

# the runtime's official builds keep a device id and report to their maker, unless they are told not to before they are loaded
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
import onnxruntime

from reattune.coding.normalise import normalise

Vectors = npt.NDArray[np.float32]
WIDTH = 384  # of the mean; the rest of a vector are peaks
LONGEST = 128
TOKENS_A_BATCH = 1536
MOST_KEPT = 60_000


class Encoder:
    """The quantised encoder with its tokenizer and a memory of what it has read."""

    def __init__(self, folder: Path, threads: int = 0) -> None:
        """Load from a folder with `encoder.onnx` and `tokenizer.json`; `threads` 0 leaves the number to the runtime."""
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        onnxruntime.disable_telemetry_events()  # where a host program had loaded the runtime before us
        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = threads
        settings.inter_op_num_threads = 1
        settings.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(folder / "encoder.onnx"), settings, ["CPUExecutionProvider"])
        self._kept: dict[str, npt.NDArray[np.float16]] = {}

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """(n, width) of texts, in order."""
        plain = {text: normalise(text) for text in dict.fromkeys(texts)}
        fresh = list(dict.fromkeys(text for text in plain.values() if text not in self._kept))
        if len(self._kept) + len(fresh) > MOST_KEPT:
            self._kept.clear()
            fresh = list(dict.fromkeys(plain.values()))
        self._read(fresh)
        return np.stack([self._kept[plain[text]] for text in texts]).astype(np.float32) if texts else np.zeros((0, 0), np.float32)

    def _read(self, texts: list[str]) -> None:
        pieces: list[tuple[int, list[int]]] = []
        for owner, encoded in enumerate(self._tokenizer.encode_batch_fast(texts) if texts else ()):
            pieces += [(owner, piece) for piece in _pieces(encoded.ids)]
        pieces.sort(key=lambda piece: len(piece[1]))
        found: dict[int, list[tuple[int, Vectors]]] = {}
        for group in _grouped(pieces):
            for (owner, ids), vector in zip(group, self._run([ids for _, ids in group]), strict=True):
                found.setdefault(owner, []).append((len(ids), vector))
        for owner, parts in found.items():
            self._kept[texts[owner]] = _joined(parts).astype(np.float16)

    def _run(self, rows: list[list[int]]) -> Vectors:
        ids = np.zeros((len(rows), max(map(len, rows))), np.int64)
        for place, row in enumerate(rows):
            ids[place, : len(row)] = row
        mask = (np.arange(ids.shape[1])[None, :] < np.array([len(row) for row in rows])[:, None]).astype(np.int64)
        vectors: Vectors = self._session.run(None, {"ids": ids, "mask": mask})[0]
        return vectors


def _pieces(ids: list[int]) -> list[list[int]]:
    if len(ids) <= LONGEST:
        return [ids]
    first, body, last = ids[0], ids[1:-1], ids[-1]
    step = LONGEST - 2
    count = -(-len(body) // step)
    size = -(-len(body) // count)  # pieces of like length, so that none is a mere tail
    return [[first, *body[start : start + size], last] for start in range(0, len(body), size)]


def _grouped(pieces: list[tuple[int, list[int]]]) -> list[list[tuple[int, list[int]]]]:
    groups: list[list[tuple[int, list[int]]]] = [[]]
    for piece in pieces:
        if groups[-1] and (len(groups[-1]) + 1) * len(piece[1]) > TOKENS_A_BATCH:
            groups.append([])
        groups[-1].append(piece)
    return [group for group in groups if group]


def _joined(parts: list[tuple[int, Vectors]]) -> Vectors:
    if len(parts) == 1:
        return parts[0][1]
    weights = np.array([length for length, _ in parts], np.float32)
    stacked = np.stack([vector for _, vector in parts])
    mean = (stacked[:, :WIDTH] * weights[:, None]).sum(0) / weights.sum()
    return np.concatenate([mean, stacked[:, WIDTH:].max(0)])
