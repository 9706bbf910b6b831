"""Texts to vectors: the one file that touches onnxruntime.

Each distinct text is read once, in groups of like length, for an unsorted group costs three times as much. A text longer
than the window is read in pieces and joined the way the pooling joins tokens (mean of means, maximum of maxima), so a
letter of any length is heard to its end. A text has one vector, whatever it is read beside. Vectors are kept as half
floats: what they lose is far below what quantising lost already, and a hundred thousand of them fit beside everything else.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import RLock

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
MOST_KEPT, FIRST_ROOM = 60_000, 256  # texts


class Encoder:
    """A quantised encoder with its tokenizer and a memory of what it has read."""

    def __init__(self, folder: Path, name: str = "encoder.onnx", width: int = WIDTH) -> None:
        """Load `name` from a folder in which `tokenizer.json` lies, too; `width` is that of the mean in its vectors."""
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        onnxruntime.disable_telemetry_events()  # where a host program had loaded the runtime before us
        settings = onnxruntime.SessionOptions()
        settings.inter_op_num_threads = 1
        settings.add_session_config_entry("session.intra_op.allow_spinning", "0")  # waiting threads leave the processor to others
        settings.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(folder / name), settings, ["CPUExecutionProvider"])
        self._width = width
        self._one_at_a_time = RLock()  # two threads may check two drafts
        self._place: dict[str, int] = {}
        self._kept = np.zeros((0, 0), np.float16)  # room for more than is in it

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """(n, width) of texts, in order."""
        with self._one_at_a_time:
            self.read(texts)
            return self._kept[[self._place[text] for text in texts]].astype(np.float32) if texts else np.zeros((0, 0), np.float32)

    def read(self, texts: Sequence[str], tick: Callable[[], None] | None = None) -> None:
        """Read what is not known yet, so that `vectors` has only to look it up; more at once is faster.

        `tick` is called between two groups of texts, many times a second; what it raises ends the reading, and nothing of it is kept.
        """
        with self._one_at_a_time:
            fresh = [text for text in dict.fromkeys(texts) if text not in self._place]
            if fresh and len(self._place) + len(fresh) > MOST_KEPT:
                self._place.clear()
                fresh = list(dict.fromkeys(texts))
            plain = [normalise(text) for text in fresh]
            distinct = list(dict.fromkeys(plain))
            found = dict(zip(distinct, self._read(distinct, tick), strict=True))
            for text, words in zip(fresh, plain, strict=True):
                self._keep(text, found[words])

    def _keep(self, text: str, vector: Vectors) -> None:
        place = len(self._place)
        if place >= len(self._kept):
            more = np.zeros((max(len(self._kept), FIRST_ROOM), len(vector)), np.float16)
            self._kept = np.concatenate([self._kept, more]) if place else more
        self._kept[place] = vector
        self._place[text] = place

    def _read(self, texts: list[str], tick: Callable[[], None] | None) -> list[Vectors]:
        pieces: list[tuple[int, list[int]]] = []
        for owner, encoded in enumerate(self._tokenizer.encode_batch_fast(texts) if texts else ()):
            pieces += [(owner, piece) for piece in _pieces(encoded.ids)]
        pieces.sort(key=lambda piece: len(piece[1]))
        found: dict[int, list[tuple[int, Vectors]]] = {}
        for group in _grouped(pieces):
            if tick:
                tick()
            for (owner, ids), vector in zip(group, self._run([ids for _, ids in group]), strict=True):
                found.setdefault(owner, []).append((len(ids), vector))
        return [_joined(found[owner], self._width) for owner in range(len(texts))]

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


def _joined(parts: list[tuple[int, Vectors]], width: int) -> Vectors:
    if len(parts) == 1:
        return parts[0][1]
    weights = np.array([length for length, _ in parts], np.float32)
    stacked = np.stack([vector for _, vector in parts])
    mean = (stacked[:, :width] * weights[:, None]).sum(0) / weights.sum()
    return np.concatenate([mean, stacked[:, width:].max(0)])


def pieces_of(folder: Path) -> Callable[[Sequence[str]], list[list[int]]]:
    """What cuts texts into the word pieces of a folder's `tokenizer.json`, without the marks around them."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return lambda texts: [list(one.ids) for one in tokenizer.encode_batch(list(texts), add_special_tokens=False)]
