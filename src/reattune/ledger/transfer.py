"""In and out: everything as JSON that comes back whole, as tables, and as pages that read well in twenty years.

What comes in is checked line by line: what cannot be taken is told with its place, and what can be is taken.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from reattune.core.errors import BadInput, BadOption
from reattune.core.names import Answer, Severity, Verdict
from reattune.ledger.answers import Open
from reattune.ledger.records import NAMED, Attempt, Closing, Driver, Person, Rupture, new_id
from reattune.ledger.store import Ledger, Review

SCHEMA = "reattune.ledger/1"


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything that is kept and can be carried elsewhere."""

    people: tuple[Person, ...]
    ruptures: tuple[Rupture, ...]
    values: tuple[str, ...]
    reviews: tuple[Review, ...]
    cards: Mapping[str, tuple[str, datetime, Mapping[str, object]]] = field(default_factory=dict)
    drafts: tuple[tuple[str, str | None, datetime, Mapping[str, str]], ...] = ()


def everything(ledger: Ledger) -> Kept:
    """All of a ledger."""
    return Kept(ledger.people(), ledger.ruptures(), ledger.values(), ledger.reviews(), ledger.all_cards(), ledger.drafts())


def to_json(kept: Kept) -> str:
    """As `reattune.ledger/1`."""
    names = {one.id: one.name for one in kept.people}
    told = {
        "schema": SCHEMA,
        "people": [{"name": one.name, "relation": one.relation} for one in kept.people],
        "ruptures": [form(one, names) for one in kept.ruptures],
        "values": list(kept.values),
        "practice": [review_form(one) for one in kept.reviews],
        "cards": [
            {"item": item, "skill": skill, "due": due.isoformat(), "state": dict(state)} for item, (skill, due, state) in kept.cards.items()
        ],
        "drafts": [
            {"id": name, "rupture": rupture, "at": at.isoformat(), "parts": dict(parts)} for name, rupture, at, parts in kept.drafts
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def review_form(one: Review) -> dict[str, object]:
    """One answer in practice."""
    skill, item, at, right, rating = one
    return {"skill": skill, "item": item, "at": at.isoformat(), "right": right, "rating": rating}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def plain(value: object) -> object:
    """Any of our values as plain data."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one_field.name: plain(getattr(value, one_field.name)) for one_field in fields(value)}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return _plain(value)


def open_form(one: Open, names: Mapping[str, str]) -> dict[str, object]:
    """An open rupture, for how many days, and why it is left with the other."""
    return form(one.item, names) | {"days": one.days, "waits": one.waits.value if one.waits else None}


def form(one: Rupture, names: Mapping[str, str]) -> dict[str, object]:
    """A rupture with its attempts, its person by name."""
    told = {
        one_field.name: _plain(getattr(one, one_field.name)) for one_field in fields(one) if one_field.name not in {"attempts", "person"}
    }
    told |= {
        "person": names.get(one.person or ""),
        "attempts": [{one_field.name: _plain(getattr(each, one_field.name)) for one_field in fields(each)} for each in one.attempts],
    }
    return told


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import brought: how many are new and known already, and what could not be taken, with its place."""

    new: int
    known: int
    issues: tuple[str, ...]


def is_ours(text: str) -> bool:
    """Whether a file is meant to be an export of a ledger, wherever in it the schema stands."""
    return f'"{SCHEMA}"' in text


def from_json(text: str, ledger: Ledger) -> Taken:
    """Take in what `to_json` wrote. Entries that stand in the ledger already (the same id or source) are left as they are, and so are
    values where
    there are some.

    Raises BadInput where the file as a whole is none of ours.
    """
    try:
        told = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise BadInput(f"this is no JSON ({error}); nothing was taken in") from None
    if not isinstance(told, dict) or told.get("schema") != SCHEMA:
        raise BadInput(f'this is no export of a ledger: "schema" should say {SCHEMA!r}; nothing was taken in')
    issues: list[str] = []
    ids = {person.name: ledger.put_person(person).id for person in _each(told, "people", issues, _person)}
    kept = ledger.ruptures()
    there, tried = {one.id for one in kept}, {each.id for one in kept for each in one.attempts}
    fresh, known = [], 0
    for one in _each(told, "ruptures", issues, lambda raw: _rupture(raw, ids)):
        if one.id in there:
            known += 1
        else:
            there.add(one.id)
            fresh.append(replace(one, attempts=tuple(_free(each, tried) for each in one.attempts)))
    new, again = ledger.put(fresh)
    _rest(told, ledger, there, issues)
    return Taken(new, known + again, tuple(issues))


def _rest(told: Mapping[str, Any], ledger: Ledger, ruptures: set[str], issues: list[str]) -> None:
    """Practice, values and drafts."""
    met = _each(told, "practice", issues, _review)
    ledger.take_practice(met, {item: (skill, due, state) for item, skill, due, state in _each(told, "cards", issues, _card)})
    values = [Person(one).name for one in _each(told, "values", issues, lambda raw: _text({"value": raw}, "value"))]
    if values and not ledger.values():
        ledger.put_values(values, datetime.now())
    names = {name for name, *_ in ledger.drafts()}
    for name, rupture, at, parts in _each(told, "drafts", issues, _draft):
        if name not in names:
            ledger.put_draft(name, rupture if rupture in ruptures else None, at, parts)


Made = TypeVar("Made")


def _each(told: Mapping[str, Any], name: str, issues: list[str], make: Callable[[Any], Made]) -> list[Made]:
    """Every entry of a list that can be made; of the others the place and the reason among `issues`."""
    found = []
    for place, raw in enumerate(_list(told, name, issues), 1):
        try:
            found.append(make(raw))
        except (BadOption, TypeError, ValueError, KeyError, OverflowError) as error:
            issues.append(f"{name}, entry {place}: {error}")
    return found


def _person(raw: Any) -> Person:
    return Person(_text(raw, "name"), _text(raw, "relation", ""))


def _review(raw: Any) -> Review:
    right, rating = raw["right"], raw["rating"]
    if not isinstance(right, int | float) or isinstance(right, bool) or not 0 <= right <= 1 or rating not in {1, 2, 3, 4}:
        raise ValueError("right should lie between 0 and 1, and rating be 1 to 4")
    return Person(_text(raw, "skill")).name, Person(_text(raw, "item")).name, _needed(raw, "at"), float(right), int(rating)


def _card(raw: Any) -> tuple[str, str, datetime, dict[str, object]]:
    state = raw["state"]
    if not isinstance(state, dict):
        raise TypeError("state should be an object")
    return Person(_text(raw, "item")).name, Person(_text(raw, "skill")).name, _needed(raw, "due"), state


def _draft(raw: Any) -> tuple[str, str | None, datetime, dict[str, str]]:
    parts, rupture = raw["parts"], raw.get("rupture")
    if not isinstance(parts, dict):
        raise TypeError("parts should be an object")
    words = {str(name): Attempt(FIRST, text=_text(parts, name) or " ").text or "" for name in parts}
    return named(_text(raw, "id")), rupture if isinstance(rupture, str) else None, _needed(raw, "at"), words


FIRST = datetime(2000, 1, 1)  # of a value that is made only to be checked


def named(name: str) -> str:
    """An entry's name as it is, or another where it is none that the ledger could have given."""
    return name if NAMED.fullmatch(name) else new_id()


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
        timed=bool(_flag(raw, "timed", True)),
        source=Person(_text(raw, "source")).name if source is not None else None,
        attempts=tuple(_attempt(one) for one in tried),
        id=named(_text(raw, "id")),
        theme=told["theme"],
        mine=told["mine"],
        impact=told["impact"],
        coder=told["coder"],
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
        id=named(_text(raw, "id")),
        text=words["text"],
        gesture=words["gesture"],
    )


def to_csv(kept: Kept) -> dict[str, str]:
    """Tables by file name: people.csv, ruptures.csv, attempts.csv, practice.csv, values.csv, drafts.csv."""
    names = {one.id: one.name for one in kept.people}
    ruptures = [{name: value for name, value in form(one, names).items() if name != "attempts"} for one in kept.ruptures]
    tried = [
        {"rupture": one.id} | {one_field.name: _plain(getattr(each, one_field.name)) for one_field in fields(each)}
        for one in kept.ruptures
        for each in one.attempts
    ]
    return {
        "people.csv": _table(["name", "relation"], [{"name": one.name, "relation": one.relation} for one in kept.people]),
        "ruptures.csv": _table([*(one_field.name for one_field in fields(Rupture) if one_field.name != "attempts")], ruptures),
        "attempts.csv": _table(["rupture", *(one_field.name for one_field in fields(Attempt))], tried),
        "practice.csv": _table(
            ["skill", "item", "at", "right", "rating"],
            [review_form(one) for one in kept.reviews],
        ),
        "values.csv": _table(["place", "value"], [{"place": place, "value": one} for place, one in enumerate(kept.values, 1)]),
        "drafts.csv": _table(
            ["id", "rupture", "at", "part", "words"],
            [
                {"id": name, "rupture": rupture, "at": at.isoformat(), "part": part, "words": words}
                for name, rupture, at, parts in kept.drafts
                for part, words in parts.items()
            ],
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
