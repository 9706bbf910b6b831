"""Several programs at once: writers take their turn, a ledger is begun once, a passphrase is changed while somebody writes."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from reattune.core.errors import LedgerBusy, LedgerProblem, WrongPassphrase
from reattune.ledger import erase, opening
from reattune.ledger.records import Person, Rupture
from reattune.ledger.store import Ledger
from tests.ledger.conftest import NOW, WORDS, filled
from tests.ledger.pages import everything


def together(*works: Callable[[], None]) -> list[BaseException]:
    """Do these at once; what went wrong in any."""
    wrong: list[BaseException] = []

    def done(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=done, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def test_two_that_write_at_once_take_their_turn(ledger: Ledger) -> None:
    def write() -> None:
        mine = Ledger(ledger.path, ledger.key)
        for _ in range(8):
            mine.put_person(Person("Ana"))
            mine.put([Rupture(NOW, "I was late", NOW)])

    assert together(write, write, write) == []
    assert len(ledger.ruptures()) == 24 and len(ledger.people()) == 1


BEGINS = """
import sys
from pathlib import Path
from reattune.app import keeping
from reattune.app.settings import Settings
from reattune.ledger.records import Person
keeping.unlocked(Settings(Path(sys.argv[1]), sys.argv[2]), input, create=True).ledger.put_person(Person(sys.argv[3]))
"""


def test_a_ledger_is_begun_once_and_whoever_comes_second_goes_on_with_it(tmp_path: Path) -> None:
    names = ["Ana", "Rob", "Bob"]
    running = [subprocess.Popen([sys.executable, "-c", BEGINS, str(tmp_path), WORDS, name]) for name in names]
    assert [one.wait() for one in running] == [0, 0, 0]
    assert [one.name for one in opening.unlock(tmp_path / "ledger.db", WORDS).people()] == sorted(names)


def test_nothing_that_was_told_as_kept_is_lost_while_the_passphrase_changes(ledger: Ledger) -> None:
    kept, stop = [], threading.Event()

    def write() -> None:
        while not stop.is_set():
            item = Rupture(NOW, "I was late", NOW)
            try:
                ledger.put([item])
            except LedgerProblem:
                return
            kept.append(item.id)

    def change() -> None:
        for place in range(3):
            now = ledger if not place else opening.unlock(ledger.path, f"{WORDS} {place}")
            opening.change_passphrase(ledger.path, now.key, f"{WORDS} {place + 1}")
        stop.set()

    assert together(write, change) == []
    changed = opening.unlock(ledger.path, f"{WORDS} 3")
    assert set(kept) <= {one.id for one in changed.ruptures()}
    assert not opening.verify(changed.path, changed.key).wrong
    with pytest.raises(WrongPassphrase):
        opening.unlock(ledger.path, WORDS)


def test_what_a_reader_holds_is_told_and_the_next_check_empties_the_log(ledger: Ledger) -> None:
    filled(ledger)
    item = Rupture(NOW, "zebra-umbrella " * 50, NOW)
    ledger.put([item])
    with ledger.reading() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM ruptures").all()
        with pytest.raises(LedgerBusy, match="still stands in the log"):
            erase.forget(ledger, ledger.key, item.id, [])
    opening.verify(ledger.path, ledger.key)
    assert b"zebra-umbrella" not in everything(ledger.path, ledger.key)
