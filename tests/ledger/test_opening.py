"""A ledger is begun, unlocked, checked, copied and re-keyed; what goes wrong is said, and nothing is lost."""

from __future__ import annotations

import os
import random
import stat
from contextlib import suppress
from pathlib import Path

import pytest

from reattune.core.errors import BadOption, LedgerDamaged, LedgerProblem, NoLedger, OtherSchema, WrongPassphrase
from reattune.ledger import opening
from reattune.ledger.file import connect
from reattune.ledger.key import key_of
from reattune.ledger.schema import metadata
from reattune.ledger.store import Ledger
from tests.ledger.conftest import WORDS, filled


def test_what_is_kept_comes_back_after_unlocking(ledger: Ledger) -> None:
    items = filled(ledger)
    again = opening.unlock(ledger.path, WORDS)
    assert again.ruptures() == tuple(sorted(items, key=lambda one: one.at, reverse=True))


def test_only_one_file_stays_and_only_its_owner_reads_it(ledger: Ledger) -> None:
    assert [path.name for path in ledger.path.parent.iterdir()] == ["ledger.db"]
    assert stat.S_IMODE(ledger.path.stat().st_mode) == 0o600


def test_nothing_of_it_can_be_read_without_the_key(ledger: Ledger) -> None:
    filled(ledger)
    raw = b"".join(path.read_bytes() for path in ledger.path.parent.iterdir())
    assert b"what happened" not in raw and b"Ana" not in raw and b"SQLite" not in raw and b"CREATE TABLE" not in raw


@pytest.mark.parametrize("words", ["blue kettle on the stair", "", "Blue kettle on the stairs"])
def test_another_passphrase_does_not_open_it(ledger: Ledger, words: str) -> None:
    with pytest.raises(WrongPassphrase, match="nothing was changed"):
        opening.unlock(ledger.path, words)


def test_letters_typed_in_another_way_are_the_same_passphrase(tmp_path: Path) -> None:
    opening.begin(tmp_path / "l.db", "caf\u00e9 au lait")
    assert opening.unlock(tmp_path / "l.db", "cafe\u0301 au lait").counts()


def test_a_short_passphrase_is_refused_and_nothing_begun(tmp_path: Path) -> None:
    with pytest.raises(BadOption, match="at least"):
        opening.begin(tmp_path / "l.db", "short")
    assert not list(tmp_path.iterdir())


def test_a_ledger_is_never_begun_over_another(ledger: Ledger) -> None:
    with pytest.raises(BadOption, match="already"):
        opening.begin(ledger.path, WORDS)


def test_no_ledger_and_no_ledger_of_ours_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(NoLedger):
        opening.unlock(tmp_path / "none.db", WORDS)
    (tmp_path / "short.db").write_bytes(b"abc")
    (tmp_path / "plain.db").write_bytes(b"SQLite format 3\x00" + b"\x00" * 5000)
    for name in ("short.db", "plain.db"):
        with pytest.raises(LedgerDamaged, match="no ledger"):
            opening.unlock(tmp_path / name, WORDS)


def test_verify_finds_all_well(ledger: Ledger) -> None:
    filled(ledger)
    found = opening.verify(ledger.path, ledger.key)
    assert found.wrong == () and found.rows == 7 and found.form == "0001"


def test_every_flipped_bit_is_found(ledger: Ledger) -> None:
    filled(ledger, 30)
    opening._settle(ledger.path, ledger.key)
    whole = bytearray(ledger.path.read_bytes())
    chance = random.Random(3)
    for _ in range(25):
        place, bit = chance.randrange(16, len(whole)), 1 << chance.randrange(8)
        whole[place] ^= bit
        ledger.path.write_bytes(whole)
        with suppress(LedgerProblem):  # the first page: it does not open at all
            assert opening.verify(ledger.path, ledger.key).wrong, f"byte {place}"
        whole[place] ^= bit
    ledger.path.write_bytes(whole)
    assert not opening.verify(ledger.path, ledger.key).wrong


def test_a_flipped_bit_in_the_salt_is_another_key(ledger: Ledger) -> None:
    whole = bytearray(ledger.path.read_bytes())
    whole[3] ^= 1
    ledger.path.write_bytes(whole)
    with pytest.raises(WrongPassphrase):
        opening.unlock(ledger.path, WORDS)


def test_a_copy_is_whole_encrypted_and_opened_by_the_same_passphrase(ledger: Ledger, tmp_path: Path) -> None:
    items = filled(ledger)
    target = tmp_path / "away" / "copy.db"
    opening.backup(ledger.path, ledger.key, target)
    assert {one.id for one in opening.unlock(target, WORDS).ruptures()} == {one.id for one in items}
    assert [path.name for path in target.parent.iterdir()] == ["copy.db"]
    assert b"what happened" not in target.read_bytes()


def test_a_copy_that_cannot_be_written_says_so_and_changes_nothing(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(LedgerProblem, match="the ledger is as it was"):
        opening.backup(ledger.path, ledger.key, tmp_path / "file" / "copy.db")
    assert not opening.verify(ledger.path, ledger.key).wrong


def test_a_new_passphrase_opens_it_and_the_old_one_no_longer(ledger: Ledger) -> None:
    items = filled(ledger)
    opening.change_passphrase(ledger.path, ledger.key, "another four words here")
    assert {one.id for one in opening.unlock(ledger.path, "another four words here").ruptures()} == {one.id for one in items}
    with pytest.raises(WrongPassphrase):
        opening.unlock(ledger.path, WORDS)
    assert {path.name for path in ledger.path.parent.iterdir()} == {"ledger.db"}
    assert stat.S_IMODE(ledger.path.stat().st_mode) == 0o600


def test_a_kept_key_opens_it_until_the_passphrase_changes(ledger: Ledger) -> None:
    old = ledger.key
    assert opening.unlock_with(ledger.path, old).counts()
    opening.change_passphrase(ledger.path, old, "another four words here")
    with pytest.raises(WrongPassphrase, match="does not open"):
        opening.unlock_with(ledger.path, old)


def test_a_newer_form_is_refused_and_left_as_it_is(ledger: Ledger) -> None:
    connection = connect(ledger.path, ledger.key)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = ledger.path.read_bytes()
    with pytest.raises(OtherSchema, match="newer reattune"):
        opening.unlock(ledger.path, WORDS)
    assert ledger.path.read_bytes() == before


def test_an_empty_file_of_the_first_form_is_brought_forward_with_a_copy_beside_it(tmp_path: Path) -> None:
    key = key_of(WORDS, os.urandom(16))
    connection = connect(tmp_path / "ledger.db", key)
    connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    connection.close()
    assert set(opening.unlock(tmp_path / "ledger.db", WORDS).counts()) == {table.name for table in metadata.sorted_tables}
    assert (tmp_path / "ledger.db.before-0001").exists()


def test_the_migrations_make_what_the_schema_says(ledger: Ledger) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    with ledger.reading() as reader:
        differences = compare_metadata(MigrationContext.configure(reader, opts={"compare_type": True}), metadata)
    assert differences == []
