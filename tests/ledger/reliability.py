"""What is done to a ledger to see that nothing is lost: processes that are killed while they write, several at once, a disk that fills.

`python -m tests.ledger.reliability [--kills 500]` runs it in full; the tests run a short form.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from reattune.core.errors import LedgerFull
from reattune.ledger import opening
from reattune.ledger.key import Key
from tests.ledger.conftest import NOW, WORDS, filled

WRITER = """
import sys
from pathlib import Path
from tests.ledger.reliability import write
write(Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]))
"""
READER = """
import sys
from pathlib import Path
from tests.ledger.reliability import look
look(Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]))
"""


def write(path: Path, raw: str, salt: str, first: int) -> None:
    """Write ruptures without end, telling each on standard output once it is committed."""
    from reattune.ledger.records import Attempt, Rupture
    from reattune.ledger.store import Ledger

    ledger, number = Ledger(path, Key(bytes.fromhex(raw), bytes.fromhex(salt))), first
    while True:
        ledger.put([Rupture(NOW, f"number {number} " + "x" * (number % 3000), NOW, attempts=(Attempt(NOW, gesture="tea"),))])
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        number += 1


def look(path: Path, raw: str, salt: str, times: int) -> None:
    """Read so many times; each time every rupture must have its attempt, and none may be gone that was there."""
    from reattune.ledger.store import Ledger

    ledger, seen = Ledger(path, Key(bytes.fromhex(raw), bytes.fromhex(salt))), 0
    for _ in range(times):
        items = ledger.ruptures()
        assert all(len(one.attempts) == 1 for one in items), "a rupture without its attempt"
        assert len(items) >= seen, "fewer than before"
        seen = len(items)


def _arguments(code: str, path: Path, key: Key, number: int) -> list[str]:
    return [sys.executable, "-c", code, str(path), key.raw.hex(), key.salt.hex(), str(number)]


def killed(folder: Path, kills: int, seed: int) -> tuple[int, int]:
    """Kill a writing process so many times at random moments; after each, all that was told as committed is there. (kills, rows kept)"""
    ledger = opening.begin(folder / "ledger.db", WORDS)
    chance, told = random.Random(seed), 0
    for _ in range(kills):
        process = subprocess.Popen(_arguments(WRITER, ledger.path, ledger.key, told), stdout=subprocess.PIPE)
        assert process.stdout is not None
        line = process.stdout.readline()  # it writes by now
        time.sleep(chance.uniform(0.0, 0.08))
        process.send_signal(signal.SIGKILL)
        lines = [line, *process.stdout.readlines()]
        process.wait()
        process.stdout.close()
        told = max([told, *(int(one) + 1 for one in lines if one.endswith(b"\n"))])
        found = opening.verify(ledger.path, ledger.key)
        assert not found.wrong, found.wrong
        kept = {int(one.what.split()[1]) for one in ledger.ruptures()}
        assert set(range(told)) <= kept, sorted(set(range(told)) - kept)
        told = max(kept, default=-1) + 1
    return kills, told


def many_read(folder: Path, readers: int, times: int) -> int:
    """So many processes read while one writes; rows at the end."""
    ledger = opening.begin(folder / "ledger.db", WORDS)
    writer = subprocess.Popen(_arguments(WRITER, ledger.path, ledger.key, 0), stdout=subprocess.PIPE)
    assert writer.stdout is not None
    writer.stdout.readline()
    others = [subprocess.Popen(_arguments(READER, ledger.path, ledger.key, times), stderr=subprocess.PIPE) for _ in range(readers)]
    said = [one.communicate()[1] for one in others]
    writer.kill()
    writer.communicate()
    assert [one.returncode for one in others] == [0] * readers, [text.decode()[-500:] for text in said]
    assert not opening.verify(ledger.path, ledger.key).wrong
    return len(ledger.ruptures())


def filled_disk(folder: Path, most: int) -> int:
    """Let the file grow by no more than so many pages, for each number of pages; every write stands whole or not at all. (refusals)"""
    import sqlcipher3.dbapi2 as driver

    from reattune.ledger import file
    from reattune.ledger.store import Ledger

    refused = 0
    plain = file.connect
    for room in range(most):
        place = folder / f"{room}"
        ledger = (
            opening.begin(place / "ledger.db", WORDS) if room == 0 else _copied(folder / "0" / "ledger.db", place / "ledger.db", folder)
        )

        def tight(path: Path, key: Key, room: int = room) -> driver.Connection:
            connection = plain(path, key)
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages + room}")
            return connection

        file.connect = tight
        try:
            items = filled(Ledger(ledger.path, ledger.key), 40)
            whole = True
        except LedgerFull:
            refused, whole = refused + 1, False
        finally:
            file.connect = plain
        assert not opening.verify(ledger.path, ledger.key).wrong
        assert len(ledger.ruptures()) == (len(items) if whole else 0)
    return refused


def _copied(source: Path, target: Path, folder: Path) -> opening.Ledger:
    target.parent.mkdir(parents=True)
    fresh = opening.begin(target, WORDS)
    assert not fresh.ruptures()
    return fresh


def main() -> None:
    """The full form."""
    wants = argparse.ArgumentParser()
    wants.add_argument("--kills", type=int, default=500)
    wants.add_argument("--seed", type=int, default=1)
    chosen = wants.parse_args()
    with tempfile.TemporaryDirectory() as place:
        for name, work in (
            ("killed while writing: (times, rows kept)", lambda folder: killed(folder, chosen.kills, chosen.seed)),
            ("eight readers, one writer: rows", lambda folder: many_read(folder, 8, 50)),
            ("disk full: writes refused whole", lambda folder: filled_disk(folder, 12)),
        ):
            folder = Path(place) / name.split()[0]
            folder.mkdir()
            started = time.time()
            print(f"{name}: {work(folder)}, {time.time() - started:.0f} s, seed {chosen.seed}")  # noqa: T201 (a command that prints)


if __name__ == "__main__":
    main()
