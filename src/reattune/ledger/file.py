"""The encrypted file: how it is opened, checked, copied and re-keyed. The only place that knows the database's driver.

SQLCipher encrypts and seals each page; write-ahead logging lets others read while one writes; `secure_delete` overwrites what is
removed. A commit is on the disk before it is told as done (`synchronous=FULL`). Errors of the driver become ours here, and each says what
is still as it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from reattune.core.errors import LedgerBusy, LedgerDamaged, LedgerFull, LedgerProblem, NoLedger, WrongPassphrase
from reattune.ledger.key import SALT_BYTES, Key

BUSY_MS = 10_000
WRITES = "reattune_writes"  # a transaction that will write waits for its turn when it begins, not when it is half done
RESTORE = "Put a copy in its place: reattune ledger backup makes them, and docs/ledger.md says how"
PLAIN = b"SQLite format 3\x00"
SETTINGS = (
    "PRAGMA cipher_log_level = NONE",
    "PRAGMA cipher_memory_security = OFF",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA synchronous = FULL",
    "PRAGMA temp_store = MEMORY",
    f"PRAGMA busy_timeout = {BUSY_MS}",
)


def salt_of(path: Path) -> bytes:
    """The salt at the head of a ledger. Raises NoLedger, or LedgerDamaged where the file is too short or no encrypted one."""
    try:
        with path.open("rb") as file:
            salt = file.read(SALT_BYTES)
    except FileNotFoundError:
        raise NoLedger(f"{path}: there is no ledger yet; reattune ledger add begins one") from None
    except OSError as error:
        raise LedgerProblem(f"{path}: it cannot be read ({error.strerror}); nothing was changed") from None
    if len(salt) < SALT_BYTES or salt == PLAIN:
        raise LedgerDamaged(f"{path}: this is no ledger of reattune's; give another data folder, or move this file away")
    return salt


def connect(path: Path, key: Key) -> driver.Connection:
    """A connection with everything set, its key proved. Raises WrongPassphrase, LedgerBusy or LedgerDamaged."""
    connection = driver.connect(str(path), isolation_level=None, check_same_thread=False, timeout=BUSY_MS / 1000)
    try:
        connection.execute(SETTINGS[0])
        connection.execute(f'PRAGMA key = "{key.pragma()}"')
        for line in SETTINGS[1:]:
            connection.execute(line)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
    except driver.DatabaseError as error:
        connection.close()
        raise said(error, path) from None
    return connection


def engine_of(path: Path, key: Key) -> Engine:
    """An engine whose every connection is one of `connect`; transactions begin where SQLAlchemy says so, writers first come."""
    engine = create_engine("sqlite://", module=driver, creator=lambda: connect(path, key), poolclass=NullPool)

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(WRITES) else "BEGIN")

    return engine


@contextmanager
def ours(path: Path) -> Iterator[None]:
    """Turns the driver's errors inside into ours."""
    try:
        yield
    except DBAPIError as error:
        raise said(error.orig, path) from error
    except driver.DatabaseError as error:
        raise said(error, path) from error


def said(error: BaseException | None, path: Path) -> LedgerProblem:
    """A driver's error in our words."""
    text = str(error)
    if "file is not a database" in text:
        return WrongPassphrase("this passphrase does not open the ledger; nothing was changed")
    if "locked" in text or "busy" in text:
        return LedgerBusy(f"{path}: another program holds the ledger; close it and try again. Nothing was changed")
    if "full" in text or "disk I/O" in text:
        return LedgerFull(f"{path}: there is no room to write; what was kept before is as it was. Make room and try again")
    if "constraint failed" in text:
        return LedgerProblem(f"{path}: this would stand in the ledger twice, or belong to nothing; nothing was changed")
    if "readonly" in text or "unable to open" in text:
        return LedgerProblem(f"{path}: the ledger cannot be written here; check the folder's permissions. Nothing was changed")
    return LedgerDamaged(f"{path}: bytes of the ledger have changed ({text}). {RESTORE}")
