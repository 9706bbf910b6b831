"""What a format is: a row of the table, made by the one file that reads it.

A reader takes a `Source` and `Options` and returns a `Conversation`; bad lines become issues in it, and only a source
that is no such export at all is an exception. How sure a format is of a source is one of four words, so that detection can
compare formats without knowing them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from reattune.core.message import Conversation
from reattune.reading.source import Source


class Likeness(IntEnum):
    """How much a source looks like a format."""

    NO = 0
    POSSIBLE = 1  # nothing speaks against it: the plain fallback formats
    LIKELY = 2  # the shape fits
    CERTAIN = 3  # a mark that only this format has


@dataclass(frozen=True, slots=True)
class Options:
    """How to read. `dates` is "auto", "dmy", "mdy" or "ymd"; `me` names the reader's own side, where they said so."""

    dates: str = "auto"
    me: str | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """One export format. `tried` is "real" when it was tried on real exports, else "fixtures"."""

    name: str
    title: str
    how: str  # how a person gets such a file, in a sentence
    likeness: Callable[[Source], Likeness]
    read: Callable[[Source, Options], Conversation]
    tried: str = "fixtures"
