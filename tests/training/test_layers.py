"""Packed and padded texts give the same numbers."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="torch belongs to training; `make test-training` runs this")


def test_packing_changes_no_number() -> None:
    from training.layers import GROUP, pack
    from training.model import Encoder

    torch.manual_seed(3)
    encoder = Encoder(layers=2, vocabulary=50).eval()
    rows = [[1 + (place * 7 + at) % 49 for at in range(1 + place % 9)] for place in range(2 * GROUP + 3)]
    width = max(map(len, rows))
    ids = torch.tensor([row + [0] * (width - len(row)) for row in rows])
    mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in rows])
    with torch.no_grad():
        padded, packed = encoder(ids, mask), encoder.read(pack(rows))
    assert torch.allclose(padded, packed, atol=1e-5)


def test_what_is_dropped_is_about_the_share_and_the_mean_stays() -> None:
    from training.layers import Drop

    torch.manual_seed(3)
    drop, ones = Drop(0.1).train(), torch.ones(1001, 37)  # no multiple of eight
    found = drop(ones)
    assert abs(float((found == 0).float().mean()) - 0.1) < 0.01
    assert abs(float(found.mean()) - 1.0) < 0.01
    dropped = (found.flatten()[: 8 * 4000].view(-1, 8) == 0).float()
    assert float((dropped.mean(0) - 0.1).abs().max()) < 0.03  # no place in a number is drawn otherwise
    assert float((dropped[:, :-1] * dropped[:, 1:]).mean()) < 0.02  # nor is one drawn with its neighbour
    assert set(found.unique().tolist()) == {0.0, torch.tensor(256 / 230).item()}
    assert torch.equal(drop.eval()(ones), ones)
