"""The guide as a spreadsheet: one row an entry, one column a field, CSV as every spreadsheet program opens it.

A cell with several values holds one a line. A source is a line of its own, `key | title | link | how much was read | day`. Passages are
JSON: few write them in a spreadsheet, and nothing of them must be lost on the way.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Protocol

from reattune.guide.entry import Entry, Kind
from reattune.guide.load import COLUMNS, KINDS, Fault
from reattune.guide.table import Draft, as_json, from_json, table

NAMES = ("kind", "id", *COLUMNS)
PASSAGES = frozenset({"body", "helps", "questions"})
SOURCE = ("key", "title", "link", "seen", "on")
BETWEEN = " | "
LISTS = frozenset(name for _, fields in KINDS.values() for name, field in fields.items() if field.read.schema.get("type") == "array")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would take such a cell for a formula


class _Rows(Protocol):
    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...


def written(entries: Iterable[Entry]) -> str:
    """The entries as CSV with a line of names."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(NAMES)
    for one in entries:
        cells = {"kind": one.kind.value, "id": one.id, **{name: _cell(name, value) for name, value in table(one).items()}}
        rows.writerow([_tame(cells.get(name, "")) for name in NAMES])
    return out.getvalue()


def _cell(name: str, value: object) -> str:
    if name in PASSAGES:
        return json.dumps(as_json(value), ensure_ascii=False)
    if name == "sources" and isinstance(value, list):
        return "\n".join(BETWEEN.join(_apart(str(as_json(source[part]))) for part in SOURCE) for source in value)
    return "\n".join(map(str, value)) if isinstance(value, list) else str(as_json(value))


def _apart(part: str) -> str:
    return part.replace("\\", "\\\\").replace("|", "\\|")


def _tame(cell: str) -> str:
    return f"'{cell}" if cell.startswith((*DANGEROUS, "'")) else cell


def read(text: str) -> tuple[tuple[Draft, ...], tuple[Fault, ...]]:
    """The entries of a CSV, and the rows that are none. What an entry lacks is told when it is checked."""
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=_delimiter(text), strict=True)
    faults: list[Fault] = []
    lines = _lines(rows, faults)
    names = [name.strip() for name in next(lines, [])]
    if not {"kind", "id"} <= set(names):
        return (), (Fault("line 1", "", "has no columns kind and id", f"name the columns, out of {', '.join(NAMES)}"),)
    faults += [Fault("line 1", name, "is no column", "take it out, or name it as a field") for name in names if name and name not in NAMES]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        return (), (*faults, *(Fault("line 1", name, "stands twice", "leave one of the columns out") for name in twice))
    drafts: list[Draft] = []
    for row in lines:
        where = f"line {rows.line_num}"
        cells = {name: cell.strip() for name, cell in zip(names, row, strict=False) if cell.strip() and name in NAMES}
        if not cells:
            continue
        if len(row) > len(names) and any(cell.strip() for cell in row[len(names) :]):
            faults.append(Fault(where, "", "has more cells than there are names", "put quotes around a cell that holds the separator"))
            continue
        kind = _wild(cells.pop("kind", ""))
        if kind not in tuple(Kind):
            faults.append(Fault(where, "kind", f"{kind!r} is not known here", f"use one of {', '.join(Kind)}"))
            continue
        name = _wild(cells.pop("id", ""))
        if not name:
            faults.append(Fault(where, "id", "is missing", "give it a lasting name: small letters, digits and single hyphens"))
            continue
        drafts.append(Draft(Kind(kind), name, dict(_values(cells, where, faults))))
    return tuple(drafts), tuple(faults)


def _lines(rows: _Rows, faults: list[Fault]) -> Iterator[list[str]]:
    """The rows as far as they can be read; where no more can, that is a fault."""
    try:
        yield from rows
    except csv.Error as error:
        what = f"cannot be read, nor what comes after it ({error})"
        faults.append(Fault(f"line {rows.line_num}", "", what, "look for a quote that opens and does not close"))


def _delimiter(text: str) -> str:
    """Spreadsheets in many countries part the cells with semicolons."""
    first = text.partition("\n")[0]
    return max((",", ";", "\t"), key=first.count)


def _wild(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*DANGEROUS, "'")) else cell


def _values(cells: dict[str, str], where: str, faults: list[Fault]) -> Iterator[tuple[str, object]]:
    for name, cell in cells.items():
        words = _wild(cell)
        if name in PASSAGES:
            try:
                yield name, from_json(name, json.loads(words))
            except (ValueError, RecursionError):
                faults.append(Fault(where, name, "is no JSON", "write passages as JSON, or into the entry's file"))
        elif name == "sources":
            yield name, [_source(line) for line in words.splitlines() if line.strip()]
        elif name in LISTS:
            yield name, [line.strip() for line in words.splitlines() if line.strip()]
        elif name == "year" and words.isascii() and words.isdecimal() and len(words) < 9:
            yield name, int(words)
        else:
            yield name, from_json(name, words)


def _source(line: str) -> dict[str, object]:
    parts, part, signs = [], "", iter(line)
    for sign in signs:
        if sign == "\\":
            part += next(signs, "")
        elif sign == "|":
            parts.append(part.strip())
            part = ""
        else:
            part += sign
    parts.append(part.strip())
    return {name: from_json(name, value) for name, value in zip(SOURCE, parts, strict=False) if value}
