"""The entries read from their files and checked: `entries/<kind>/<id>.toml`, one file an entry.

What is wrong in the files is a value (a Fault, each with its file, its field and what to do), so that whoever writes entries sees all of it
at once; the shipped guide must have none. An organisation's own folder is read in the same way.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from reattune.core.errors import BadInput
from reattune.guide import fields
from reattune.guide.danger import LOW, SAFETY
from reattune.guide.entry import Book, Cost, Entry, Form, Ground, Kind, Passage, Person, Program, Seen, Sort, Source, Tool, Topic
from reattune.guide.fields import Field, Wrong, list_of, one_of, row

WORDS = list_of(fields.text)
NAMES = list_of(fields.identifier)
SOURCE = row(
    Source,
    {
        "key": Field(fields.identifier),
        "title": Field(fields.text),
        "link": Field(fields.link),
        "seen": Field(one_of(Seen)),
        "on": Field(fields.day),
    },
)
PASSAGE: Mapping[str, Field] = {
    "heading": Field(fields.text, needed=False),
    "text": Field(fields.paragraphs),
    "ground": Field(one_of(Ground)),
    "sources": Field(NAMES, needed=False),
}
PASSAGES = list_of(row(Passage, PASSAGE))
HEADED = list_of(row(Passage, {**PASSAGE, "heading": Field(fields.text)}))
ALL: Mapping[str, Field] = {
    "title": Field(fields.text),
    "in_short": Field(fields.text),
    "is_help": Field(fields.text),
    "is_not": Field(fields.text),
    "tags": Field(WORDS),
    "sources": Field(list_of(SOURCE)),
    "reviewed": Field(fields.day),
    "changed": Field(fields.day, needed=False),
    "phrases": Field(WORDS, needed=False),
    "said": Field(WORDS, needed=False),
    "related": Field(NAMES, needed=False),
    "body": Field(PASSAGES, needed=False),
}
OFFER: Mapping[str, Field] = {
    **ALL,
    "link": Field(fields.link),
    "approach": Field(fields.text, needed=False),
    "organisation": Field(fields.text, needed=False),
    "formats": Field(list_of(one_of(Form)), needed=False),
    "audience": Field(WORDS, needed=False),
    "countries": Field(WORDS, needed=False),
    "languages": Field(WORDS, needed=False),
    "cost": Field(one_of(Cost), needed=False),
}
TOPIC: Mapping[str, Field] = {
    **ALL,
    "phrases": Field(WORDS),
    "body": Field(HEADED),
    "looks_like": Field(WORDS),
    "helps": Field(PASSAGES),
    "questions": Field(HEADED),
    "exercises": Field(NAMES, needed=False),
}
BOOK: Mapping[str, Field] = {
    **ALL,
    "authors": Field(WORDS),
    "year": Field(fields.year),
    "for_whom": Field(fields.text),
    "audience": Field(WORDS, needed=False),
}
KINDS: Mapping[Kind, tuple[type[Entry], Mapping[str, Field]]] = {
    Kind.TOPIC: (Topic, TOPIC),
    Kind.BOOK: (Book, BOOK),
    Kind.TOOL: (Tool, OFFER),
    Kind.PERSON: (Person, {**OFFER, "standing": Field(fields.text)}),
    Kind.PROGRAM: (Program, {**OFFER, "sort": Field(one_of(Sort))}),
}
COLUMNS: tuple[str, ...] = tuple(dict.fromkeys(name for _, table in KINDS.values() for name in table))  # the fields of all kinds


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a file of the guide."""

    file: str
    field: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}, {self.field}: {self.what}; {self.remedy}" if self.field else f"{self.file}: {self.what}; {self.remedy}"


@dataclass(frozen=True, slots=True)
class Guide:
    """All entries, by kind and then by title."""

    entries: tuple[Entry, ...]

    def of(self, *kinds: Kind) -> tuple[Entry, ...]:
        """The entries of these kinds."""
        return tuple(one for one in self.entries if one.kind in kinds)

    def entry(self, name: str) -> Entry | None:
        """The entry of that id, where there is one."""
        return next((one for one in self.entries if one.id == name), None)


@cache
def load() -> Guide:
    """The guide that ships with reattune, read once. Raises BadInput with everything that is wrong in it."""
    guide, faults = read_folder(resources.files("reattune.guide") / "entries")
    if faults:
        raise BadInput("the guide cannot be read: " + " / ".join(map(str, faults)))
    return guide


def read_folder(folder: Traversable, beside: Guide | None = None, today: date | None = None) -> tuple[Guide, tuple[Fault, ...]]:
    """The entries of a folder that are sound, and everything that is wrong; they may point at those `beside` them.

    Where `today` is handed in, days that lie ahead of it are wrong, too.
    """
    found: dict[str, Entry] = {}
    faults: list[Fault] = []
    for file, kind, place in _files(folder, faults):
        try:
            found[file] = entry(kind, place.name.removesuffix(".toml"), place.read_text(encoding="utf-8"))
        except Wrong as wrong:
            faults += [Fault(file, *fault) for fault in wrong.faults]
        except (UnicodeDecodeError, OSError):
            faults.append(Fault(file, "", "cannot be read", "save it as UTF-8 text"))
    faults += _between(found, {one.id for one in beside.entries} if beside else set())
    faults += _replacing(found, beside) if beside else ()
    faults += _ahead(found, today) if today else ()
    return _ordered(found.values()), tuple(faults)


def together(guide: Guide, own: Guide) -> Guide:
    """Both in one; an own entry stands in the place of one with its id."""
    return _ordered([one for one in guide.entries if own.entry(one.id) is None] + list(own.entries))


def _ordered(entries: Iterable[Entry]) -> Guide:
    order = list(Kind)
    return Guide(tuple(sorted(entries, key=lambda one: (order.index(one.kind), one.title.casefold()))))


def _files(folder: Traversable, faults: list[Fault]) -> Iterator[tuple[str, Kind, Traversable]]:
    for room in sorted(folder.iterdir(), key=lambda place: place.name):
        if room.name.startswith("."):
            continue  # what systems put there by themselves
        if room.name not in tuple(Kind) or not room.is_dir():
            faults.append(Fault(room.name, "", "is no folder of the guide", f"put entries into {', '.join(Kind)}"))
            continue
        for place in sorted(room.iterdir(), key=lambda place: place.name):
            if place.name.startswith("."):
                continue
            if place.name.endswith(".toml"):
                yield f"{room.name}/{place.name}", Kind(room.name), place
            else:
                faults.append(Fault(f"{room.name}/{place.name}", "", "is no entry", "name it id.toml, or take it out"))


def entry(kind: Kind, name: str, written: str) -> Entry:
    """The entry written in this TOML. Raises Wrong with everything that is wrong in it."""
    try:
        raw = tomllib.loads(written)
    except tomllib.TOMLDecodeError as error:
        raise Wrong(("", f"is no TOML ({error})", "mend that place")) from None
    except (ValueError, RecursionError):
        raise Wrong(("", "holds a number or brackets without end", "take them out")) from None
    return from_table(kind, name, raw)


def from_table(kind: Kind, name: str, raw: object) -> Entry:
    """The entry in a table of plain values. Raises Wrong with everything that is wrong in it."""
    make, table = KINDS[kind]
    try:
        fields.identifier(name)
    except Wrong:
        raise Wrong(
            (
                "",
                f"{name!r} is no lasting name",
                f"name the file with at most {fields.LONGEST_ID} small letters, digits and single hyphens",
            )
        ) from None
    made = make(id=name, **fields.read(raw, table))  # type: ignore[arg-type]
    faults = (*_unsourced(made), *_lone(made))
    if faults:
        raise Wrong(*faults)
    return made


def _unsourced(made: Entry) -> Iterator[tuple[str, str, str]]:
    """Passages that claim something and name no source, or one that is not there."""
    keys = [source.key for source in made.sources]
    yield from (("sources", f"the key {key!r} stands twice", "give each its own") for key, count in Counter(keys).items() if count > 1)
    for passage in made.passages():
        where = f"the passage {passage.heading or passage.text[0][:40]!r}"
        if passage.ground is not Ground.OURS and not passage.sources:
            yield "sources", f"{where} names none", 'name the keys of its sources, or say ground = "ours"'
        yield from (("sources", f"{where} names {key!r}, which is none", "add that source") for key in passage.sources if key not in keys)


def _lone(made: Entry) -> Iterator[tuple[str, str, str]]:
    """Sources of a topic that no passage names."""
    if isinstance(made, Topic):
        used = {key for passage in made.passages() for key in passage.sources}
        yield from (
            ("sources", f"no passage names {source.key!r}", "name it, or take it out") for source in made.sources if source.key not in used
        )


def _replacing(found: Mapping[str, Entry], beside: Guide) -> Iterator[Fault]:
    """Own entries that would change what others count on: of what is about safety the tag must stay, and a topic must stay one."""
    for file, one in found.items():
        before = beside.entry(one.id)
        if before and before.kind is not one.kind:
            yield Fault(file, "", f"would stand in the place of the {before.kind} {one.id!r}", "give it a name of its own")
        elif before and (lost := {SAFETY, LOW} & set(before.tags) - set(one.tags)) and (SAFETY in lost or one.kind is Kind.TOPIC):
            tags = ", ".join(f'"{tag}"' for tag in sorted(lost))
            yield Fault(file, "tags", f"the entry in whose place it would stand has {tags}", f"add {tags}, or give it a name of its own")


def _ahead(found: Mapping[str, Entry], today: date) -> Iterator[Fault]:
    """Days that have not come yet; tomorrow is let through, since it has begun somewhere."""
    for file, one in found.items():
        days = [
            ("reviewed", one.reviewed),
            ("changed", one.changed),
            *((f"sources, {source.key}, on", source.on) for source in one.sources),
        ]
        yield from (
            Fault(file, field, f"{day} has not come yet", "write the day on which it was done")
            for field, day in days
            if day and day > today + timedelta(days=1)
        )


def _between(found: Mapping[str, Entry], others: Collection[str]) -> Iterable[Fault]:
    """What is wrong between entries: an id that stands twice, a relation to nothing or to itself."""
    ids = Counter(one.id for one in found.values())
    for file, one in found.items():
        if ids[one.id] > 1:
            yield Fault(file, "", f"the id {one.id!r} stands twice", "ids are one for all kinds: rename one file")
        for other in one.related:
            if other == one.id or (other not in ids and other not in others):
                yield Fault(file, "related", f"{other!r} is {'this entry itself' if other == one.id else 'no entry'}", "take it out")
