"""Forgetting, for good: the rows go, the pages they stood on are overwritten, the file is written anew, and so are the copies beside it.

What was copied elsewhere by hand cannot be reached, and that is said. `secure_delete` (set on every connection) overwrites what is
removed; VACUUM leaves no free page; the write-ahead log is emptied.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, select

from reattune.core.errors import BadOption, LedgerProblem
from reattune.ledger.file import connect, ours
from reattune.ledger.key import Key
from reattune.ledger.schema import metadata, people, ruptures
from reattune.ledger.store import Ledger


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many rows went from the ledger, which copies were rewritten, and which could not be."""

    rows: int
    copies: tuple[Path, ...]
    unreached: tuple[Path, ...]


def forget(ledger: Ledger, key: Key, name: str, copies: Sequence[Path]) -> Forgotten:
    """Forget a person (by name), a rupture (by id), or everything ("ALL"), here and in copies that the same key opens.

    Raises BadOption where there is no such person or rupture.
    """
    rows = _forget_in(ledger, key, name, needed=True)
    done, unreached = [], []
    for copy in copies:
        try:
            _forget_in(Ledger(copy, key), key, name, needed=False)
            done.append(copy)
        except LedgerProblem:
            unreached.append(copy)
    return Forgotten(rows, tuple(done), tuple(unreached))


def _forget_in(ledger: Ledger, key: Key, name: str, needed: bool) -> int:
    before = sum(ledger.counts().values())
    with ledger.writing() as writer:
        if name == "ALL":
            for table in reversed(metadata.sorted_tables):
                writer.execute(delete(table))
        else:
            person = writer.execute(select(people.c.id).where(people.c.name == name)).scalar()
            gone = (
                writer.execute(delete(people).where(people.c.id == person))
                if person
                else writer.execute(delete(ruptures).where(ruptures.c.id == name))
            )
            if needed and not gone.rowcount:
                raise BadOption(f"the ledger knows no person and no entry {name!r}; reattune ledger list shows them")
    clean(ledger.path, key)
    return before - sum(ledger.counts().values())


def clean(path: Path, key: Key) -> None:
    """Write the file anew without what was removed, and empty the log beside it."""
    with ours(path):
        connection = connect(path, key)
        try:
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            connection.close()
