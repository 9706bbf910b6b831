"""Forgotten means gone: not a byte of it on any page, free or not, in the log, or in the copies beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reattune.core.errors import BadOption
from reattune.ledger import erase, opening
from reattune.ledger.records import Attempt, Person, Rupture
from reattune.ledger.store import Ledger
from tests.ledger.conftest import NOW, WORDS, filled
from tests.ledger.pages import everything

MARK = "zebra-umbrella"


def kept_with_mark(ledger: Ledger) -> Rupture:
    filled(ledger, 20)
    person = ledger.put_person(Person(f"{MARK}-name", "friend"))
    item = Rupture(NOW, f"{MARK}-what " * 300, NOW, person.id, mine=f"{MARK}-mine", attempts=(Attempt(NOW, text=f"{MARK}-said"),))
    ledger.put([item])
    ledger.put_draft("draft0", item.id, NOW, {"impact": f"{MARK}-draft"})
    return item


@pytest.mark.parametrize("what", ["person", "rupture", "ALL"])
def test_forgotten_is_gone_from_every_page(ledger: Ledger, what: str, tmp_path: Path) -> None:
    item = kept_with_mark(ledger)
    copy = tmp_path / "ledger-2026-03-01.db"
    opening.backup(ledger.path, ledger.key, copy)
    marks = [f"{MARK}-{part}".encode() for part in ("what", "mine", "said", "draft", "name")]
    before = everything(ledger.path, ledger.key)
    assert all(mark in before for mark in marks)
    assert all(mark in everything(copy, ledger.key) for mark in marks)
    name = {"person": f"{MARK}-name", "rupture": item.id, "ALL": "ALL"}[what]
    done = erase.forget(ledger, ledger.key, name, [copy])
    gone = marks if what != "rupture" else marks[:-1]
    for path in (ledger.path, copy):
        after = everything(path, ledger.key)
        assert not [mark for mark in gone if mark in after], path.name
    assert done.rows >= 3 and done.copies == (copy,) and done.unreached == ()
    assert not opening.verify(ledger.path, ledger.key).wrong
    assert len(ledger.ruptures()) == (0 if what == "ALL" else 20)


def test_removed_without_forgetting_is_overwritten_too(ledger: Ledger) -> None:
    ledger.put_draft("d", None, NOW, {"impact": MARK * 2000})
    assert MARK.encode() in everything(ledger.path, ledger.key)
    ledger.drop_draft("d")
    opening._settle(ledger.path, ledger.key)
    assert MARK.encode() not in everything(ledger.path, ledger.key)


def test_a_copy_under_another_passphrase_is_told_as_not_reached(ledger: Ledger, tmp_path: Path) -> None:
    item = kept_with_mark(ledger)
    copy = tmp_path / "ledger-old.db"
    opening.backup(ledger.path, ledger.key, copy)
    changed = opening.change_passphrase(ledger.path, ledger.key, "another four words here")
    done = erase.forget(changed, changed.key, item.id, [copy])
    assert done.unreached == (copy,)
    assert opening.unlock(copy, WORDS).rupture(item.id)


def test_what_is_not_there_cannot_be_forgotten(ledger: Ledger) -> None:
    filled(ledger)
    with pytest.raises(BadOption, match="Bob"):
        erase.forget(ledger, ledger.key, "Bob", [])
    assert len(ledger.ruptures()) == 3
