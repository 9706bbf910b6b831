"""What the ledger keeps, as frozen values. Checked when made, so that nothing odd is ever stored.

Times are naive, as the person told them. An id is random and tells nothing.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from reattune.core.errors import BadOption
from reattune.core.names import Answer, Severity, Verdict

LONGEST = 20_000  # characters of a text
LONGEST_NAME = 200
HALF = re.compile(r"[\ud800-\udfff]")  # half of a letter, which cannot be written
NAMED = re.compile(r"[a-z0-9]{4,16}")
FIRST_YEAR, LAST_YEAR = 1900, 2200


class Driver(StrEnum):
    """What drove it, as the one who did it sees it."""

    SHAME = "shame"
    FEAR = "fear"
    NEED = "need"
    ELSE = "else"


class Closing(StrEnum):
    """How one's own side of it is closed. Closing for both belongs to two people."""

    MENDED_FOR_ME = "mended-for-me"
    SET_ASIDE = "set-aside"
    ENDED = "ended"


def new_id() -> str:
    """Eight letters and digits that tell nothing and are easily typed."""
    return "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(8))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody: a name and a relation, no more."""

    name: str
    relation: str = ""
    id: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        _short("name", self.name, empty=False)
        if self.name == "ALL":
            raise BadOption("ALL stands for everything; give the name in another way")
        _short("relation", self.relation)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to mend, in words or by a gesture, and what met it."""

    at: datetime
    by_me: bool = True
    text: str | None = None
    gesture: str | None = None
    verdict: Verdict | None = None
    answer: Answer | None = None
    answered_at: datetime | None = None
    follow_up: datetime | None = None
    id: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        if not (self.text or self.gesture):
            raise BadOption("an attempt needs its words or its gesture")
        _long("text", self.text or "")
        _long("gesture", self.gesture or "")
        for name in ("at", "answered_at", "follow_up"):
            _time(name, getattr(self, name))


@dataclass(frozen=True, slots=True)
class Rupture:
    """One rupture as one side keeps it. `by_me` is None where both broke it; `leave` says to leave it with them, and
    `timed` whether a time of day was told and not only the day."""

    at: datetime
    what: str
    added: datetime
    person: str | None = None
    severity: Severity = Severity.MODERATE
    by_me: bool | None = True
    theme: str = ""
    mine: str = ""
    impact: str = ""
    driver: Driver | None = None
    leave: bool = False
    timed: bool = True
    closed_as: Closing | None = None
    closed_at: datetime | None = None
    source: str | None = None
    coder: str = ""
    attempts: tuple[Attempt, ...] = ()
    id: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        if not self.what.strip():
            raise BadOption("a rupture needs a word on what happened")
        for name in ("what", "mine", "impact"):
            _long(name, getattr(self, name))
        _short("theme", self.theme)
        for name in ("at", "added", "closed_at"):
            _time(name, getattr(self, name))
        if (self.closed_as is None) is not (self.closed_at is None):
            raise BadOption("a closed rupture needs the day it was closed, an open one has none")

    @property
    def open(self) -> bool:
        """Whether one's own side of it is not closed."""
        return self.closed_as is None


def _long(name: str, text: str) -> None:
    if len(text) > LONGEST:
        raise BadOption(f"{name} has {len(text)} characters; the longest that can be kept has {LONGEST}")
    if "\x00" in text or HALF.search(text):
        raise BadOption(f"{name} holds bytes that are no letters")


def _short(name: str, text: str, empty: bool = True) -> None:
    if len(text) > LONGEST_NAME:
        raise BadOption(f"{name} has {len(text)} characters; the longest that can be kept has {LONGEST_NAME}")
    if not empty and not text.strip():
        raise BadOption(f"{name} is empty")
    if "\x00" in text or HALF.search(text) or "\n" in text:
        raise BadOption(f"{name} must be one line of letters")


def _time(name: str, at: datetime | None) -> None:
    if at is None:
        return
    if at.tzinfo is not None:
        raise BadOption(f"{name} has a time zone: give the time as your own clock shows it")
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise BadOption(f"{name} is in the year {at.year}: it must lie between {FIRST_YEAR} and {LAST_YEAR}")
