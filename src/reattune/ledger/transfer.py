"""In and out: everything as JSON that comes back whole, as tables, and as pages that read well in twenty years.

What comes in is checked line by line: what cannot be taken is told with its place, and what can be is taken.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from typing import Any

from reattune.core.errors import BadInput, BadOption
from reattune.core.names import Answer, Severity, Verdict
from reattune.ledger.answers import Open
from reattune.ledger.records import Attempt, Closing, Driver, Person, Rupture, new_id
from reattune.ledger.store import Ledger

SCHEMA = "reattune.ledger/1"


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything that is kept and can be carried elsewhere."""

    people: tuple[Person, ...]
    ruptures: tuple[Rupture, ...]
    values: tuple[str, ...]
    reviews: tuple[tuple[str, str, datetime, float], ...]


def everything(ledger: Ledger) -> Kept:
    """All of a ledger."""
    return Kept(ledger.people(), ledger.ruptures(), ledger.values(), ledger.reviews())


def to_json(kept: Kept) -> str:
    """As `reattune.ledger/1`."""
    names = {one.id: one.name for one in kept.people}
    told = {
        "schema": SCHEMA,
        "people": [{"name": one.name, "relation": one.relation} for one in kept.people],
        "ruptures": [form(one, names) for one in kept.ruptures],
        "values": list(kept.values),
        "practice": [{"skill": skill, "item": item, "at": at.isoformat(), "right": right} for skill, item, at, right in kept.reviews],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def plain(value: object) -> object:
    """Any of our values as plain data."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return _plain(value)


def open_form(one: Open, names: Mapping[str, str]) -> dict[str, object]:
    """An open rupture, for how many days, and why it is left with the other."""
    return form(one.item, names) | {"days": one.days, "waits": one.waits.value if one.waits else None}


def form(one: Rupture, names: Mapping[str, str]) -> dict[str, object]:
    """A rupture with its attempts, its person by name."""
    told = {field.name: _plain(getattr(one, field.name)) for field in fields(one) if field.name not in {"attempts", "person"}}
    told |= {
        "person": names.get(one.person or ""),
        "attempts": [{field.name: _plain(getattr(each, field.name)) for field in fields(each)} for each in one.attempts],
    }
    return told


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import brought: how many are new and known already, and what could not be taken, with its place."""

    new: int
    known: int
    issues: tuple[str, ...]


def from_json(text: str, ledger: Ledger) -> Taken:
    """Take in what `to_json` wrote. Entries that stand in the ledger already (the same id or source) are left as they are.

    Raises BadInput where the file as a whole is none of ours.
    """
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"this is no JSON ({error}); nothing was taken in") from None
    if not isinstance(told, dict) or told.get("schema") != SCHEMA:
        raise BadInput(f'this is no export of a ledger: "schema" should say {SCHEMA!r}; nothing was taken in')
    issues: list[str] = []
    ids: dict[str, str] = {}
    for place, raw in enumerate(_list(told, "people", issues), 1):
        try:
            person = ledger.put_person(Person(_text(raw, "name"), _text(raw, "relation", "")))
            ids[person.name] = person.id
        except (BadOption, TypeError, ValueError) as error:
            issues.append(f"people, entry {place}: {error}")
    kept = ledger.ruptures()
    there, tried = {one.id for one in kept}, {each.id for one in kept for each in one.attempts}
    fresh, known = [], 0
    for place, raw in enumerate(_list(told, "ruptures", issues), 1):
        try:
            one = _rupture(raw, ids)
        except (BadOption, TypeError, ValueError, KeyError) as error:
            issues.append(f"ruptures, entry {place}: {error}")
            continue
        if one.id in there:
            known += 1
        else:
            there.add(one.id)
            fresh.append(replace(one, attempts=tuple(_free(each, tried) for each in one.attempts)))
    new, again = ledger.put(fresh)
    return Taken(new, known + again, tuple(issues))


def _free(one: Attempt, taken: set[str]) -> Attempt:
    """The attempt, under a name that no other has."""
    named = replace(one, id=new_id()) if one.id in taken else one
    taken.add(named.id)
    return named


def _list(told: Mapping[str, Any], name: str, issues: list[str]) -> list[Any]:
    found = told.get(name, [])
    if not isinstance(found, list):
        issues.append(f"{name}: a list was expected")
        return []
    return found


def _text(raw: Any, name: str, otherwise: str | None = None) -> str:
    if not isinstance(raw, dict):
        raise TypeError("an object was expected")
    value = raw.get(name, otherwise)
    if not isinstance(value, str):
        raise TypeError(f"{name} should be text")
    return value


def _time(raw: Mapping[str, Any], name: str) -> datetime | None:
    value = raw.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise TypeError(f"{name} should be a time such as 2026-01-31T18:00")
    return datetime.fromisoformat(value)


def _needed(raw: Mapping[str, Any], name: str) -> datetime:
    found = _time(raw, name)
    if found is None:
        raise ValueError(f"{name} is missing")
    return found


def _flag(raw: Mapping[str, Any], name: str, otherwise: bool | None) -> bool | None:
    value = raw.get(name, otherwise)
    if value is not None and not isinstance(value, bool):
        raise TypeError(f"{name} should be true, false or null")
    return value


def _rupture(raw: Any, ids: Mapping[str, str]) -> Rupture:
    what = _text(raw, "what")
    person = raw.get("person")
    if person is not None and person not in ids:
        raise ValueError(f"{person!r} stands in no entry of people")
    closed = raw.get("closed_as")
    driver = raw.get("driver")
    tried = raw.get("attempts", [])
    if not isinstance(tried, list):
        raise TypeError("attempts should be a list")
    told = {name: _text(raw, name, "") for name in ("theme", "mine", "impact", "coder")}
    source = raw.get("source")
    return Rupture(
        at=_needed(raw, "at"),
        what=what,
        added=_needed(raw, "added"),
        person=ids[person] if person else None,
        severity=Severity(_text(raw, "severity", Severity.MODERATE.value)),
        by_me=_flag(raw, "by_me", True),
        driver=Driver(driver) if driver else None,
        leave=bool(_flag(raw, "leave", False)),
        closed_as=Closing(closed) if closed else None,
        closed_at=_time(raw, "closed_at"),
        source=_text(raw, "source") if source is not None else None,
        attempts=tuple(_attempt(one) for one in tried),
        id=_text(raw, "id"),
        **told,
    )


def _attempt(raw: Any) -> Attempt:
    if not isinstance(raw, dict):
        raise TypeError("an attempt should be an object")
    words = {name: None if raw.get(name) is None else _text(raw, name) for name in ("text", "gesture")}
    return Attempt(
        at=_needed(raw, "at"),
        by_me=bool(_flag(raw, "by_me", True)),
        verdict=Verdict(raw["verdict"]) if raw.get("verdict") else None,
        answer=Answer(raw["answer"]) if raw.get("answer") else None,
        answered_at=_time(raw, "answered_at"),
        follow_up=_time(raw, "follow_up"),
        id=_text(raw, "id"),
        **words,
    )


def to_csv(kept: Kept) -> dict[str, str]:
    """Tables by file name: people.csv, ruptures.csv, attempts.csv, practice.csv."""
    names = {one.id: one.name for one in kept.people}
    ruptures = [{name: value for name, value in form(one, names).items() if name != "attempts"} for one in kept.ruptures]
    tried = [
        {"rupture": one.id} | {field.name: _plain(getattr(each, field.name)) for field in fields(each)}
        for one in kept.ruptures
        for each in one.attempts
    ]
    return {
        "people.csv": _table(["name", "relation"], [{"name": one.name, "relation": one.relation} for one in kept.people]),
        "ruptures.csv": _table([*(field.name for field in fields(Rupture) if field.name != "attempts")], ruptures),
        "attempts.csv": _table(["rupture", *(field.name for field in fields(Attempt))], tried),
        "practice.csv": _table(
            ["skill", "item", "at", "right"],
            [{"skill": skill, "item": item, "at": at.isoformat(), "right": right} for skill, item, at, right in kept.reviews],
        ),
    }


def _table(names: Sequence[str], rows: Sequence[Mapping[str, object]]) -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, names, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _safe(row.get(name)) for name in names})
    return file.getvalue()


def _safe(value: object) -> object:
    """No cell that a spreadsheet would take for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t"} else value
