"""A text has one vector, whatever it is read beside, and quantising loses little of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch belongs to training; `make test-training` runs this")
pytest.importorskip("onnx", reason="onnx belongs to training; `make test-training` runs this")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # torch calls its older exporter deprecated, in several places
def test_a_vector_does_not_depend_on_its_neighbours_and_is_near_the_plain_one(tmp_path: Path) -> None:
    import onnxruntime

    from training.export import write_encoder
    from training.model import Encoder

    torch.manual_seed(3)
    chance = np.random.default_rng(3)
    encoder = Encoder(layers=2, vocabulary=60).eval()
    texts = [chance.integers(1, 60, chance.integers(2, 20)).tolist() for _ in range(80)]
    write_encoder(encoder, texts, tmp_path / "encoder.onnx")
    session = onnxruntime.InferenceSession(str(tmp_path / "encoder.onnx"), providers=["CPUExecutionProvider"])

    def read(rows: list[list[int]]) -> np.ndarray:
        ids, mask = (np.zeros((len(rows), max(map(len, rows))), np.int64) for _ in range(2))
        for place, row in enumerate(rows):
            ids[place, : len(row)], mask[place, : len(row)] = row, 1
        vectors: np.ndarray = session.run(None, {"ids": ids, "mask": mask})[0]
        return vectors

    together, alone = read(texts), np.concatenate([read([text]) for text in texts])
    with torch.no_grad():
        plain = np.concatenate([encoder(torch.tensor([text]), torch.ones(1, len(text))).numpy() for text in texts])
    assert np.abs(together - alone).max() < 1e-4
    assert np.abs(together - plain).mean() < 0.1 * plain.std()
