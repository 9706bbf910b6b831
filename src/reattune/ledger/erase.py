"""Forgetting, for good: the rows go, the pages they stood on are overwritten, the file is written anew, and so are the copies beside it.

What was copied elsewhere by hand cannot be reached, and that is said. `secure_delete` (set on every connection) overwrites what is
removed; VACUUM leaves no free page; the write-ahead log is emptied.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, func, or_, select

from reattune.core.errors import BadOption, LedgerBusy, LedgerProblem
from reattune.ledger.file import connect, ours
from reattune.ledger.key import Key
from reattune.ledger.schema import drafts, metadata, people, ruptures
from reattune.ledger.store import Ledger


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many rows went, which copies were rewritten and which could not be, and in how many entries the name still stands."""

    rows: int
    copies: tuple[Path, ...]
    unreached: tuple[Path, ...]
    named: int = 0


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
    return Forgotten(rows, tuple(done), tuple(unreached), _named(ledger, name))


def _named(ledger: Ledger, name: str) -> int:
    """In how many entries' own words a name stands still."""
    words = (ruptures.c.what, ruptures.c.mine, ruptures.c.impact)
    with ledger.reading() as reader:
        found = select(func.count()).select_from(ruptures).where(or_(*(column.contains(name, autoescape=True) for column in words)))
        return reader.execute(found).scalar_one()


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
            gone = gone if gone.rowcount else writer.execute(delete(drafts).where(drafts.c.id == name))
            if needed and not gone.rowcount:
                raise BadOption(f"the ledger knows no person, entry or draft {name!r}; reattune ledger list shows them")
    clean(ledger.path, key)
    return before - sum(ledger.counts().values())


def clean(path: Path, key: Key) -> None:
    """Write the file anew without what was removed, and empty the log beside it."""
    with ours(path):
        connection = connect(path, key)
        try:
            connection.execute("VACUUM")
            held = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            connection.close()
    if held:
        raise LedgerBusy(
            f"{path}: it is gone, but another program reads the ledger, so that it still stands in the log beside it. "
            "Close that program, then run reattune ledger verify, which empties the log"
        )
