"""What a field of an entry's file must look like, one reader a sort of field.

A reader hands back a typed value or raises Wrong, which says where, what, and what to do; beside that it says in the words of JSON Schema
what it takes, for editors and for other people's programs. A table gathers everything that is wrong in it before it complains, so that
whoever writes an entry mends it in one go.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar
from urllib.parse import urlsplit

Value = TypeVar("Value")
Taken = TypeVar("Taken", covariant=True)
Word = TypeVar("Word", bound=StrEnum)
Schema = Mapping[str, object]
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
YEARS = range(1500, 2101)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
LONGEST = 20_000  # signs of a text
LONGEST_ID = 80


class Wrong(Exception):
    """What is wrong: for each fault its place under the field, what it is, and what to do."""

    def __init__(self, *faults: tuple[str, str, str]) -> None:
        super().__init__(faults)
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Reader(Generic[Taken]):
    """Reads a value; `schema` says what it takes."""

    take: Callable[[object], Taken]
    schema: Schema

    def __call__(self, value: object) -> Taken:
        """The value, typed. Raises Wrong."""
        return self.take(value)


@dataclass(frozen=True, slots=True)
class Field:
    """How a field is read, and whether it must be there."""

    read: Reader[object]
    needed: bool = True


def read(raw: object, fields: Mapping[str, Field]) -> dict[str, object]:
    """The values of a table. Raises Wrong with everything that is wrong in it."""
    if not isinstance(raw, dict):
        raise Wrong(("", "is no table", f"write a table with {_listed(fields)}"))
    faults = [(str(name), "is no field here", f"use {_listed(fields)}") for name in raw if name not in fields]
    values: dict[str, object] = {}
    for name, field in fields.items():
        if name in raw:
            try:
                values[name] = field.read(raw[name])
            except Wrong as wrong:
                faults += [(_under(name, place), what, remedy) for place, what, remedy in wrong.faults]
        elif field.needed:
            faults.append((name, "is missing", "add it"))
    if faults:
        raise Wrong(*faults)
    return values


def _under(name: str, place: str) -> str:
    return name + place if not place or place.startswith("[") else f"{name}.{place}"


def _listed(fields: Mapping[str, Field]) -> str:
    return ", ".join(fields)


def table_schema(fields: Mapping[str, Field]) -> Schema:
    """What a table with these fields takes, as JSON Schema."""
    return {
        "type": "object",
        "properties": {name: field.read.schema for name, field in fields.items()},
        "required": [name for name, field in fields.items() if field.needed],
        "additionalProperties": False,
    }


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Wrong(("", "is no text", "write it in words, between quotes"))
    if CONTROL.search(value):
        raise Wrong(("", "holds a control sign", "take it out"))
    if len(value) > LONGEST:
        raise Wrong(("", f"has {len(value):,} signs", f"give it at most {LONGEST:,}"))
    return " ".join(value.split())


def _paragraphs(value: object) -> tuple[str, ...]:
    _text(value)
    return tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", str(value)) if part.strip())


def _identifier(value: object) -> str:
    if not isinstance(value, str) or not ID.fullmatch(value):
        raise Wrong(("", f"{value!r} is no lasting name", "use small letters, digits and single hyphens"))
    if len(value) > LONGEST_ID:
        raise Wrong(("", f"has {len(value)} signs", f"give it at most {LONGEST_ID}"))
    return value


def _day(value: object) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise Wrong(("", "is no day", "write it as 2026-11-27, without quotes"))
    return value


def _year(value: object) -> int:
    if not isinstance(value, int) or value not in YEARS:
        raise Wrong(("", f"{value!r} is no year", "write it as 1997, without quotes"))
    return value


def _link(value: object) -> str:
    found = _text(value)
    try:
        parts = urlsplit(found)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme != "https" or "." not in parts.netloc or " " in found:
        raise Wrong(("", f"{found!r} is no safe address", "begin it with https://"))
    return found


WORDS = {"type": "string", "pattern": r"\S"}
text = Reader(_text, WORDS)  # on one line, not empty
paragraphs = Reader(_paragraphs, {**WORDS, "description": "Paragraphs, with an empty line between them."})
identifier = Reader(_identifier, {"type": "string", "pattern": f"^{ID.pattern}$", "maxLength": LONGEST_ID})
day = Reader(_day, {"type": "string", "format": "date"})
year = Reader(_year, {"type": "integer", "minimum": YEARS.start, "maximum": YEARS.stop - 1})
link = Reader(_link, {"type": "string", "pattern": r"^\s*https://[^ /]+\.[^ ]+\s*$"})


def one_of(words: type[Word]) -> Reader[Word]:
    """A reader of one word out of a list."""

    def reading(value: object) -> Word:
        if not isinstance(value, str) or value not in tuple(words):
            raise Wrong(("", f"{value!r} is not known here", f"use one of {', '.join(words)}"))
        return words(value)

    return Reader(reading, {"enum": [word.value for word in words]})


def list_of(reader: Reader[Value], least: int = 1) -> Reader[tuple[Value, ...]]:
    """A reader of a list, each item read by `reader`, none twice. Items are counted from 1."""

    def reading(value: object) -> tuple[Value, ...]:
        if not isinstance(value, list):
            raise Wrong(("", "is no list", "write it between square brackets"))
        found, faults = [], []
        for place, item in enumerate(value, 1):
            try:
                found.append(reader(item))
            except Wrong as wrong:
                faults += [(_under(f"[{place}]", where), what, remedy) for where, what, remedy in wrong.faults]
        if faults:
            raise Wrong(*faults)
        if len(found) < least:
            raise Wrong(("", f"holds too few ({len(found)})", f"give at least {least}"))
        if len(set(found)) < len(found):
            raise Wrong(("", "holds something twice", "take one out"))
        return tuple(found)

    return Reader(reading, {"type": "array", "items": reader.schema, "minItems": least, "uniqueItems": True})


def row(make: Callable[..., Value], fields: Mapping[str, Field]) -> Reader[Value]:
    """A reader of a table, made into a value."""
    return Reader(lambda raw: make(**read(raw, fields)), table_schema(fields))
