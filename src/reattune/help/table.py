"""Where to turn, as data: a dated table that works offline.

An entry ships only when its source was read. The same short text stands in every report, so that its presence tells nobody
anything.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

FOR = ("afraid", "frightens", "self_harm")


@dataclass(frozen=True, slots=True)
class Help:
    """One service: where, what, how to reach it, for whom, and the source that was read on a day."""

    country: str
    service: str
    contact: str
    whom: tuple[str, ...]
    note: str
    source: str
    read: date


@dataclass(frozen=True, slots=True)
class Table:
    """The dated table and the sentence that holds everywhere."""

    version: str
    emergency: str
    entries: tuple[Help, ...]


@cache
def load() -> Table:
    """The table inside the package. Raises ValueError naming an entry without a source or a day."""
    raw = tomllib.loads((resources.files("reattune.help") / "where_to_turn.toml").read_text(encoding="utf-8"))
    return Table(raw["version"], raw["emergency"], tuple(_entry(row) for row in raw["entry"]))


def _entry(row: dict[str, object]) -> Help:
    whom, read, source = row["for"], row.get("read"), str(row.get("source", ""))
    if not isinstance(whom, list) or not set(whom) <= set(FOR) or not isinstance(read, date) or not source.startswith("https://"):
        raise ValueError(f"where_to_turn.toml: {row.get('service')}: needs `for` out of {', '.join(FOR)}, `source` and `read`")
    return Help(str(row["country"]), str(row["service"]), str(row["contact"]), tuple(whom), str(row["note"]), source, read)
