"""What the guide holds, as values.

Every entry says what kind of help it is and what it is not, when it was last reviewed, and from where its facts come; every passage says
how well founded it is. So nothing can stand in the guide that nobody read anywhere, and thin ground cannot look like firm ground.

    Entry ─┬─ Topic                  what one is dealing with
           ├─ Book
           └─ Offer ─┬─ Tool
                     ├─ Person
                     └─ Program

Entries point at each other by `related`, whatever their kinds; helplines are a table of their own (`help/`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar


class Kind(StrEnum):
    """What an entry is; the values are the folders of the files."""

    TOPIC = "topic"
    BOOK = "book"
    TOOL = "tool"
    PERSON = "person"
    PROGRAM = "program"


class Ground(StrEnum):
    """How well founded a passage is."""

    STRONG = "strong"
    MODERATE = "moderate"
    WEAK = "weak"
    PRACTICE = "practice"  # people who do this work say so
    OURS = "ours"  # no finding: a way to put it, or advice of our own


class Seen(StrEnum):
    """How much of a source was read."""

    WHOLE = "whole"
    ABSTRACT = "abstract"
    PAGE = "page"  # a page about it
    NAMED = "named"  # nothing of it: it was named to us


class Form(StrEnum):
    """In what form help comes."""

    ONE_TO_ONE = "one-to-one"
    COUPLES = "couples"
    GROUP = "group"
    RETREAT = "retreat"
    ONLINE = "online"


class Sort(StrEnum):
    """What a program is."""

    COURSE = "course"
    GROUP = "group"
    ORGANISATION = "organisation"


class Cost(StrEnum):
    """What it costs, where that is published."""

    FREE = "free"
    SLIDING = "sliding scale"
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from, how much of it was read, and on which day."""

    key: str
    title: str
    link: str
    seen: Seen
    on: date


@dataclass(frozen=True, slots=True)
class Passage:
    """Some paragraphs on one thing, how well founded they are, and the keys of their sources. Only our own words may have none."""

    text: tuple[str, ...]
    ground: Ground
    heading: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What all kinds have. `phrases` are what people would say who need it; `said` are more of these, to be found by and not shown.

    `changed` is the day on which what it says was last changed, where that was not the day of review.
    """

    kind: ClassVar[Kind]
    id: str
    title: str
    in_short: str
    is_help: str
    is_not: str
    tags: tuple[str, ...]
    sources: tuple[Source, ...]
    reviewed: date
    changed: date | None = None
    phrases: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    body: tuple[Passage, ...] = ()

    @property
    def first_line(self) -> str:
        """The first sentence of what it is in short."""
        return re.split(r"(?<=[.?!]) ", self.in_short, maxsplit=1)[0]

    @property
    def updated(self) -> date:
        """Since when it has said what it says."""
        return self.changed or self.reviewed

    def passages(self) -> tuple[Passage, ...]:
        """Every passage, in the order of the page."""
        return self.body


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic(Entry):
    """What one is dealing with, told whole. The heading of a question is what is asked; `exercises` are names of skills, or `repair`."""

    kind: ClassVar[Kind] = Kind.TOPIC
    looks_like: tuple[str, ...]
    helps: tuple[Passage, ...]
    questions: tuple[Passage, ...]
    exercises: tuple[str, ...] = ()

    def passages(self) -> tuple[Passage, ...]:
        """Every passage, in the order of the page."""
        return self.body + self.helps + self.questions


@dataclass(frozen=True, slots=True, kw_only=True)
class Book(Entry):
    """A book; its `in_short` is one honest line. `for_whom` tells it in a sentence, `audience` in words to choose by; left out, anyone."""

    kind: ClassVar[Kind] = Kind.BOOK
    authors: tuple[str, ...]
    year: int
    for_whom: str
    audience: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer(Entry):
    """What can be used or turned to."""

    link: str
    approach: str = ""
    organisation: str = ""
    formats: tuple[Form, ...] = ()
    audience: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    cost: Cost | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool(Offer):
    """Something to work with by oneself; its `in_short` says what for."""

    kind: ClassVar[Kind] = Kind.TOOL


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Offer):
    """Somebody to turn to. `standing` says why they may be named: that they agreed, or that they are known in public for this."""

    kind: ClassVar[Kind] = Kind.PERSON
    standing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Program(Offer):
    """A course, a group that meets, or an organisation that offers them."""

    kind: ClassVar[Kind] = Kind.PROGRAM
    sort: Sort
