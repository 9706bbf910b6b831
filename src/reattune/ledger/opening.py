"""A ledger is begun, unlocked, brought to today's form, checked, copied, and given another passphrase.

A form that is newer than this program is refused, an older one is copied first and then brought forward: forms are only ever added.
What brings it forward (alembic) is loaded only then, since it takes longer to load than a ledger to open.
"""

from __future__ import annotations

import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import sqlcipher3.dbapi2 as driver
from sqlalchemy import column, inspect, select, table

from reattune.core.errors import BadOption, LedgerProblem, OtherSchema, WrongPassphrase
from reattune.ledger.file import WRITES, connect, engine_of, ours, said, salt_of
from reattune.ledger.key import SALT_BYTES, Key, key_of
from reattune.ledger.store import Ledger

PAGE_NUMBER = re.compile(r"\d+")
SHORTEST = 8  # characters of a passphrase
MIGRATIONS = resources.files("reattune.ledger") / "migrations"


def begin(path: Path, passphrase: str) -> Ledger:
    """A new ledger. Raises BadOption for a short passphrase or where there is one already."""
    if path.exists():
        raise BadOption(f"{path}: there is a ledger already")
    _long_enough(passphrase)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise LedgerProblem(f"{path.parent}: cannot be made a folder ({error.strerror}); give another with REATTUNE_HOME") from None
    key = key_of(passphrase, secrets.token_bytes(SALT_BYTES))
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        _upgrade(fresh, key)
        _settle(fresh, key)
        fresh.chmod(0o600)
        _placed(fresh, path)
    finally:
        _clear(fresh)
    return Ledger(path, key)


def _placed(fresh: Path, path: Path) -> None:
    """The file in its place whole, or not there; one that another program began meanwhile is left. Raises BadOption where there is one."""
    try:
        os.link(fresh, path)
    except FileExistsError:
        raise BadOption(f"{path}: there is a ledger already") from None
    except OSError:  # a file system that knows no links
        fresh.rename(path)


def unlock(path: Path, passphrase: str) -> Ledger:
    """The ledger that this passphrase opens. Raises NoLedger, WrongPassphrase, LedgerDamaged, LedgerBusy or OtherSchema."""
    return unlock_with(path, key_of(passphrase, salt_of(path)))


def unlock_with(path: Path, key: Key) -> Ledger:
    """The same with a key that was kept. Raises WrongPassphrase where the file has another salt or key by now."""
    if salt_of(path) != key.salt:
        raise WrongPassphrase("the kept key does not open this ledger; give the passphrase")
    at, newest = _form(path, key), forms()[-1]
    if at != newest:
        if at not in {*forms(), None}:
            raise OtherSchema(
                f"{path}: a newer reattune wrote this ledger (its form is {at}, this one knows {newest}); bring reattune up to date"
            )
        backup(path, key, path.with_name(f"{path.name}.before-{newest}"))
        _upgrade(path, key)
    return Ledger(path, key)


def forms() -> list[str]:
    """The forms that this program knows, the newest last: each is a file among the migrations that begins with its number."""
    return sorted(one.name.partition("_")[0] for one in (MIGRATIONS / "versions").iterdir() if one.name[0].isdigit())


def _form(path: Path, key: Key) -> str | None:
    with ours(path), engine_of(path, key).connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(select(column("version_num")).select_from(table("alembic_version"))).scalar()


def _upgrade(path: Path, key: Key) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with ours(path), engine_of(path, key).connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _settle(path: Path, key: Key) -> None:
    """Write everything into the one file and leave nothing beside it."""
    connection = connect(path, key)
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    except driver.DatabaseError as error:
        raise said(error, path) from None
    finally:
        connection.close()
    _synced(path)


def _synced(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _beside(path: Path) -> tuple[Path, ...]:
    return tuple(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))


def _clear(fresh: Path) -> None:
    for left in (fresh, *_beside(fresh)):
        with suppress(OSError):
            left.unlink()


def backup(path: Path, key: Key, target: Path) -> None:
    """An encrypted copy under the same passphrase, whole or not there. An older copy of the same ledger is replaced, and no other file.

    Raises LedgerProblem where it cannot be written, BadOption where something else stands there.
    """
    if target.is_dir():
        raise BadOption(f"{target}: is a folder; name a file in it")
    if target.exists() and not is_copy(target, key):
        raise BadOption(f"{target}: there is a file already that is no copy of this ledger; name another")
    fresh = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        fresh.parent.mkdir(parents=True, exist_ok=True)
        source, copy = connect(path, key), connect(fresh, key)
        try:
            source.backup(copy)
        finally:
            source.close()
            copy.close()
        _settle(fresh, key)
        fresh.chmod(0o600)
        fresh.replace(target)
    except driver.DatabaseError as error:
        raise said(error, target) from None
    except OSError as error:
        raise LedgerProblem(f"{target}: the copy could not be written ({error.strerror}); the ledger is as it was") from None
    finally:
        _clear(fresh)


def is_copy(path: Path, key: Key) -> bool:
    """Whether a file is this ledger or a copy of it, by the salt at its head."""
    try:
        return salt_of(path) == key.salt
    except LedgerProblem:
        return False


def change_passphrase(path: Path, key: Key, passphrase: str) -> Ledger:
    """The same ledger under another passphrase: every page is written anew in one transaction, so that all of it stands or nothing is
    changed.

    The salt stays, so that nobody who writes meanwhile writes into another file.
    """
    _long_enough(passphrase)
    new = key_of(passphrase, key.salt)
    connection = connect(path, key)
    try:
        connection.execute(f"PRAGMA rekey = \"x'{new.raw.hex()}'\"").fetchall()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except driver.DatabaseError as error:
        raise said(error, path) from None
    finally:
        connection.close()
    return unlock_with(path, new)


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check found; all well where `wrong` is empty."""

    pages: int
    rows: int
    form: str | None
    wrong: tuple[str, ...]


def verify(path: Path, passphrase_or_key: str | Key) -> Verified:
    """Every page's seal, the file's structure, the foreign keys and the form. Raises what opening it raises where no page can be read."""
    key = passphrase_or_key if isinstance(passphrase_or_key, Key) else key_of(passphrase_or_key, salt_of(path))
    wrong: list[str] = []
    connection = connect(path, key)
    try:
        broken = [PAGE_NUMBER.search(str(row[0])) for row in connection.execute("PRAGMA cipher_integrity_check")]
        wrong += [f"page {found[0]} has been changed" if found else "a page has been changed" for found in broken]
        wrong += [str(row[0]) for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"] if not wrong else []
        wrong += [f"a row of {row[0]} belongs to nothing" for row in connection.execute("PRAGMA foreign_key_check")]
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()  # what was removed leaves the log, too
    except driver.DatabaseError as error:
        return Verified(0, 0, None, tuple(wrong or [str(error)]))
    finally:
        connection.close()
    try:
        form = _form(path, key)
        rows = sum(Ledger(path, key).counts().values())
    except LedgerProblem as error:
        return Verified(pages, 0, None, tuple(wrong or [str(error)]))
    if form != forms()[-1]:
        wrong.append(f"its form is {form}, this program knows {forms()[-1]}")
    return Verified(pages, rows, form, tuple(wrong))


def _long_enough(passphrase: str) -> None:
    if len(passphrase.strip()) < SHORTEST:
        raise BadOption(f"a passphrase needs at least {SHORTEST} characters: a few words that only you would put together")
