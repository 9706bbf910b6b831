"""No file may grow beyond a bound, at several bounds, for everything that writes: it is told, and what was kept is as it was."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reattune.core.errors import WrongPassphrase
from reattune.ledger import opening, transfer
from tests.ledger.conftest import WORDS, filled

resource = pytest.importorskip("resource", reason="this system bounds no file's size")
NEW = "another four words here"
BOUNDED = """
import resource, signal, sys
from reattune.cli import main, keep
import reattune.ledger.opening, reattune.ledger.erase, reattune.app.files
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
main.run(sys.argv[2:])
"""


def bounded(most: int, home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environ = os.environ | {"REATTUNE_HOME": str(home), "REATTUNE_PASSPHRASE": WORDS, "REATTUNE_NEW_PASSPHRASE": NEW}
    return subprocess.run(
        [sys.executable, "-c", BOUNDED, str(most), *words], env=environ, capture_output=True, text=True, check=False, encoding="utf-8"
    )


@pytest.mark.parametrize("words", [("close", "ID", "--as", "ended"), ("forget", "Ana", "--yes"), ("passphrase",), ("backup",)])
def test_what_finds_no_room_changes_nothing_or_all_of_it(tmp_path: Path, words: tuple[str, ...]) -> None:
    ledger = opening.begin(tmp_path / "ledger.db", WORDS)
    first = filled(ledger, 30)[0].id
    before, told = transfer.to_json(transfer.everything(ledger)), 0
    opening._settle(ledger.path, ledger.key)
    whole = ledger.path.read_bytes()
    for pages in (0, 2, 9, len(whole) // 4096 - 1):
        for path in tmp_path.iterdir():
            path.unlink()
        ledger.path.write_bytes(whole)
        done = bounded(pages * 4096, tmp_path, "ledger", *(first if word == "ID" else word for word in words))
        assert done.returncode in {0, 2}, done.stderr
        if done.returncode:
            told += 1
            assert done.stderr.count("\n") == 1 and "fault of ours" not in done.stderr
        try:
            again = opening.unlock(ledger.path, WORDS)
        except WrongPassphrase:
            again = opening.unlock(ledger.path, NEW)
            assert words == ("passphrase",)
        assert not opening.verify(again.path, again.key).wrong
        if done.returncode and words[0] != "forget":
            assert transfer.to_json(transfer.everything(again)) == before
    assert told
