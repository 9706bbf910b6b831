"""Nothing that was committed is lost: the short form of `tests/ledger/reliability.py`."""

from __future__ import annotations

from pathlib import Path

from tests.ledger.reliability import filled_disk, killed, many_read

SEED = 7


def test_nothing_committed_is_lost_when_the_writer_is_killed(tmp_path: Path) -> None:
    kills, rows = killed(tmp_path, 25, SEED)
    assert kills == 25 and rows >= 25, f"seed {SEED}"


def test_eight_read_while_one_writes(tmp_path: Path) -> None:
    assert many_read(tmp_path, 8, 3) > 0


def test_a_full_disk_refuses_a_write_whole(tmp_path: Path) -> None:
    assert filled_disk(tmp_path, 4) >= 2
