"""One conversation as it was written.

Order is the file's own: times never reorder it, since time zones and clocks go wrong more often than files do. Times are
kept as the export writes them; `utc` tells the two kinds apart, so that no zone is ever invented. What a reader could
not understand is an `Issue` beside the messages, never a silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a message is made of."""

    TEXT = "text"
    MEDIA = "media"
    DELETED = "deleted"
    OTHER = "other"  # polls, locations, contacts, stickers with a name


class Message(NamedTuple):
    """One message by one person. A named tuple and no dataclass: there are hundreds of thousands, and it is made five times as fast.

    `speaker` is "" where the source names nobody. `time` is naive, local as written in the file, or in UTC when `utc` is
    set; None where the source has no dates. `seconds` is the offset into a recording. `reply_to` is the index of an earlier
    message of the same conversation. `reactions` are (who, what) pairs. `thread` names the chat inside a file of several.
    """

    speaker: str
    text: str
    time: datetime | None = None
    kind: Kind = Kind.TEXT
    utc: bool = False
    seconds: float | None = None
    edited: bool = False
    reply_to: int | None = None
    reactions: tuple[tuple[str, str], ...] = ()
    thread: str = ""

    def written_at(self) -> str | None:
        """The time in ISO 8601 as the file has it, with Z where it is UTC; None where there is none."""
        return None if self.time is None else written(self.time, self.utc)


def written(time: datetime, utc: bool) -> str:
    """A time in ISO 8601, as exact as it is, with Z where it is UTC."""
    exact = "auto" if time.microsecond % 1000 else "milliseconds" if time.microsecond else "seconds"
    return time.isoformat(timespec=exact) + ("Z" if utc else "")


@dataclass(frozen=True, slots=True)
class Notice:
    """A row by the service and not by a person: joined, encrypted, call missed. `before` counts the messages before it."""

    text: str
    time: datetime | None = None
    before: int = 0


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that was not understood: the line (1-based; 0 where the source has no lines) and why, in plain words."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """Messages in the file's order, with what else the file held.

    `lines` counts the units (lines, rows, records) that were tried, so that the share not understood can be told.
    `date_order` is "dmy", "mdy", "ymd" or None where the format writes unambiguous dates; `ambiguous_date_order` says that
    nothing in the file settled it. `owner` is the speaker who made the export, where the export itself tells.
    """

    messages: tuple[Message, ...]
    notices: tuple[Notice, ...] = ()
    issues: tuple[Issue, ...] = ()
    format: str = ""
    date_order: str | None = None
    ambiguous_date_order: bool = False
    owner: str | None = None
    lines: int = 0

    def speakers(self) -> tuple[tuple[str, int], ...]:
        """Each speaker with their number of messages, in order of first appearance; unnamed ones left out."""
        counts: dict[str, int] = {}
        for message in self.messages:
            if message.speaker:
                counts[message.speaker] = counts.get(message.speaker, 0) + 1
        return tuple(counts.items())

    def threads(self) -> tuple[str, ...]:
        """The chats inside, in order of first appearance; one empty name where the file is one chat."""
        return tuple(dict.fromkeys(message.thread for message in self.messages))


def minutes_between(earlier: Message, later: Message) -> float | None:
    """Minutes from one message to a later one; None without times, or when one is local and the other UTC."""
    if earlier.seconds is not None and later.seconds is not None:
        return (later.seconds - earlier.seconds) / 60
    if earlier.time is None or later.time is None or earlier.utc != later.utc:
        return None
    return (later.time - earlier.time).total_seconds() / 60
