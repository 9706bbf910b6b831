"""What lies on this machine: the ledger, copies of it, and what was chosen; and how all of it goes for good."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reattune.app import keeping
from reattune.app.settings import Settings
from reattune.core.errors import BadInput, BadOption
from reattune.ledger import erase, opening
from reattune.ledger.key import Key

BESIDE = ("-wal", "-shm", "-journal")  # what the database lays beside an open file


@dataclass(frozen=True, slots=True)
class Lying:
    """A file of ours: where, how large, and when it was last written."""

    path: Path
    size: int
    at: datetime


def lying(paths: Iterable[Path]) -> tuple[Lying, ...]:
    """Those of the files that are there."""
    found = []
    for path in paths:
        with suppress(OSError):
            seen = path.stat()
            found.append(Lying(path, seen.st_size, datetime.fromtimestamp(seen.st_mtime)))
    return tuple(found)


def copy_paths(where: Settings, key: Key | None) -> list[Path]:
    """Copies of the ledger beside it, by name: what has its salt, or is named like it. Nothing else of the folder."""
    return [path for path in where.copies() if "ledger" in path.name or (key is not None and opening.is_copy(path, key))]


def copies(where: Settings, key: Key | None) -> tuple[Lying, ...]:
    """The same with their size and time, the latest first."""
    return tuple(sorted(lying(copy_paths(where, key)), key=lambda one: one.at, reverse=True))


def copy_named(where: Settings, key: Key | None, name: str) -> Lying:
    """A copy by its file's name. Raises BadOption where there is none of this name."""
    for one in copies(where, key):
        if one.path.name == name:
            return one
    raise BadOption("This copy is not there any more.")


def back_up(where: Settings, key: Key, now: datetime, target: Path | None = None) -> Path:
    """An encrypted copy, beside the ledger and named by the time unless a place is named. Raises what `opening.backup` raises."""
    path = target or where.home / f"ledger-{now:%Y-%m-%d-%H%M%S}.db"
    opening.backup(where.ledger, key, path)
    return path


def change_passphrase(where: Settings, held: keeping.Unlocked, old: str, new: str) -> keeping.Unlocked:
    """The ledger under a new passphrase, once the old one was said. Raises WrongPassphrase or BadOption, and then nothing was changed."""
    opening.unlock(where.ledger, old)
    changed = opening.change_passphrase(where.ledger, held.key, new)
    keeping.lock(where)  # a key that the keyring keeps opens nothing any more
    return keeping.Unlocked(changed, changed.key)


def forget(where: Settings, held: keeping.Unlocked, name: str) -> erase.Forgotten:
    """Forget somebody by name, an entry by its own, or ALL, here and in the copies within reach. Raises what `erase.forget` raises."""
    return erase.forget(held.ledger, held.key, name, copy_paths(where, held.key))


def forget_everything(where: Settings, held: keeping.Unlocked | None) -> tuple[Path, ...]:
    """As on the first day: every row forgotten here and in copies, then the empty files and what was chosen are removed.

    The copies that could not be reached. Raises what `erase.forget` raises; then no file was removed.
    """
    unreached: tuple[Path, ...] = ()
    if held is not None:
        done = forget(where, held, "ALL")
        unreached = done.unreached
        for path in (where.ledger, *done.copies):
            _remove(path)
    with suppress(BadInput):  # a damaged file of choices goes all the same
        keeping.lock(where)
    _remove(where.config)
    return unreached


def _remove(path: Path) -> None:
    for one in (path, *(path.with_name(path.name + end) for end in BESIDE)):
        with suppress(OSError):
            one.unlink()
