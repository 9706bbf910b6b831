"""Where to turn, as data: a dated table that works offline.

An entry ships only when its source was read. The same short text stands in every report, so that its presence tells nobody
anything: the services of one country where it is known, and of a few large ones where it is not, with the word that more are there.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from reattune.core.errors import BadOption

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


# the two letters of a locale, for every country of the table
TERRITORIES = {
    "US": "United States", "GB": "United Kingdom", "IE": "Ireland", "AU": "Australia", "NZ": "New Zealand", "CA": "Canada",
    "DE": "Germany", "AT": "Austria", "CH": "Switzerland", "FR": "France", "BE": "Belgium", "NL": "Netherlands", "ES": "Spain",
    "IT": "Italy", "PT": "Portugal", "SE": "Sweden", "NO": "Norway", "DK": "Denmark", "FI": "Finland", "PL": "Poland", "IN": "India",
    "PK": "Pakistan", "ZA": "South Africa", "KE": "Kenya", "SG": "Singapore", "PH": "Philippines", "MY": "Malaysia", "HK": "Hong Kong",
    "JP": "Japan", "KR": "South Korea", "BR": "Brazil", "MX": "Mexico", "AR": "Argentina", "CL": "Chile", "CO": "Colombia",
    "IL": "Israel",
}  # fmt: skip
LARGE = ("United States", "United Kingdom", "Australia")


def countries(table: Table) -> tuple[str, ...]:
    """Every country of the table, by name."""
    return tuple(sorted({name for entry in table.entries for name in _names(entry)}))


def country(table: Table, named: str) -> str:
    """A country of the table by its name or two letters, whatever the case. Raises BadOption where no source was read for it."""
    plain = TERRITORIES.get(named.strip().upper(), named.strip())
    for known in countries(table):
        if known.casefold() == plain.casefold():
            return known
    raise BadOption(
        f"no source was read for {named!r}, so no number is given: call your country's emergency number. "
        f"There are: {', '.join(countries(table))}"
    )


def near(table: Table, country: str | None) -> tuple[Help, ...]:
    """The services of a country, named in full or by its two letters, whatever the case; of a few large ones where it is not known."""
    wanted = TERRITORIES.get((country or "").strip().upper(), (country or "").strip()).casefold()
    found = tuple(entry for entry in table.entries if wanted in {name.casefold() for name in _names(entry)})
    return found or tuple(entry for entry in table.entries if set(_names(entry)) & set(LARGE))


def _names(entry: Help) -> tuple[str, ...]:
    return tuple(part.strip() for part in entry.country.partition("(")[0].split(" and "))


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
