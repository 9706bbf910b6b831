"""An entry as a table of plain values: what stands in its file, in a row of a spreadsheet, and in what other programs read.

Going there and back loses nothing: `from_table(one.kind, one.id, table(one)) == one`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import tomli_w

from reattune.guide.entry import Entry, Kind, Passage, Source
from reattune.guide.fields import Schema, table_schema
from reattune.guide.load import KINDS


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry that came from elsewhere, as a table that may still lack something."""

    kind: Kind
    id: str
    table: Mapping[str, object]


def table(entry: Entry) -> dict[str, object]:
    """The fields of an entry, in the order of its kind; those that are empty are left out."""
    _, fields = KINDS[entry.kind]
    return {name: value for name in fields if (value := plain(getattr(entry, name))) not in ("", [], None)}


def plain(value: object) -> object:
    """A value without our types: texts, whole numbers, days, lists and tables."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if isinstance(value, Passage):
        whole = {"heading": value.heading, "ground": value.ground.value, "sources": list(value.sources), "text": "\n\n".join(value.text)}
        return {name: part for name, part in whole.items() if part}
    if isinstance(value, Source):
        return {"key": value.key, "title": value.title, "link": value.link, "seen": value.seen.value, "on": value.on}
    return value


def toml(some: Mapping[str, object]) -> str:
    """A table as the file of an entry."""
    return tomli_w.dumps(some, multiline_strings=True)


def schema() -> Schema:
    """JSON Schema (2020-12) of an entry's file, by kind; a day stands in it as text, as it does in JSON."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An entry of the guide",
        "description": "The file entries/<kind>/<id>.toml. Use the definition of its kind.",
        "$defs": {kind.value: {"title": kind.value, **table_schema(fields)} for kind, (_, fields) in KINDS.items()},
        "anyOf": [{"$ref": f"#/$defs/{kind.value}"} for kind in Kind],
    }


def as_json(value: object) -> object:
    """A plain value with its days as text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: as_json(one) for name, one in value.items()}
    return [as_json(one) for one in value] if isinstance(value, list) else value


def from_json(name: str, value: object) -> object:
    """The value of a field as it stood before `as_json`; what is no day where one belongs stays as it is, and is told when it is read."""
    if name in {"reviewed", "changed", "on"} and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    if isinstance(value, Mapping):
        return {inner: from_json(inner, one) for inner, one in value.items()}
    return [from_json(name, one) if isinstance(one, Mapping) else one for one in value] if isinstance(value, list) else value
