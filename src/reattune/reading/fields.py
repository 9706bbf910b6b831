"""What the readers of JSON exports share: careful looks into rows, times of an epoch, names, and the heap they fill.

An export's rows are whatever somebody hands in, so nothing is taken for granted: a field of the wrong shape reads as absent,
never as an exception. `Gathered` is the only mutable value of a reader; it turns into a `Conversation` once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from reattune.core.errors import NotAConversation
from reattune.core.message import Conversation, Issue, Message, Notice
from reattune.reading.dates import MARKS
from reattune.reading.source import Member

Row = Mapping[str, object]

EPOCH = datetime(1970, 1, 1)
_HIDDEN = re.compile(f"[{MARKS}]")
_SPACES = re.compile("[\u00a0\u202f]")


def row_of(value: object) -> Row:
    """The value where it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def list_of(value: object) -> Sequence[object]:
    """The value where it is a list, else an empty one."""
    return value if isinstance(value, list) else ()


def rows_of(value: object) -> list[Row]:
    """The objects in a list; what else it holds is left out."""
    return [row for row in list_of(value) if isinstance(row, dict)]


def text_of(value: object) -> str:
    """A string as sound text, a number as its digits, anything else as nothing."""
    if isinstance(value, str):
        return value if value.isascii() else sound(value)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def sound(text: str) -> str:
    """A text that can be written as UTF-8: pairs of surrogates joined, lone halves replaced."""
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def shown(name: str) -> str:
    """A name as it is shown: without invisible marks, with plain spaces."""
    return _SPACES.sub(" ", _HIDDEN.sub("", name)).strip() if not name.isascii() else name.strip()


def number_of(value: object) -> float | None:
    """A number, or a string that writes one; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except (ValueError, OverflowError):
        return None


def from_epoch(value: object, ticks: int = 1) -> datetime | None:
    """The UTC time of a count of seconds (or of `ticks` a second) since 1970; None where there is none."""
    count = number_of(value)
    try:
        return None if count is None else EPOCH + timedelta(seconds=count / ticks)
    except (ValueError, OverflowError):
        return None


def from_iso(text: str) -> tuple[datetime | None, bool]:
    """The naive time of an ISO 8601 text, and whether it is UTC: with a zone it is turned into UTC, without it stays local."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return None, False
    if when.tzinfo is None:
        return when, False
    try:
        return when.astimezone(UTC).replace(tzinfo=None), True
    except (ValueError, OverflowError):
        return None, False


class Cast:
    """Names by who bears them: a person has one name throughout, and two who are called alike are told apart."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self._taken: set[str] = set()

    def name(self, identity: str, called: str) -> str:
        """The name of whoever has this identity; the first name that they were called by."""
        if not identity or not called:
            return called
        if identity not in self.names:
            name, count = called, 1
            while name in self._taken:
                count += 1
                name = f"{called} ({count})"
            self._taken.add(name)
            self.names[identity] = name
        return self.names[identity]


@dataclass
class Gathered:
    """What a source's rows become, in the order in which they are put."""

    messages: list[Message] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    lines: int = 0

    def say(self, message: Message) -> int:
        """Puts a message; its index."""
        self.messages.append(message)
        return len(self.messages) - 1

    def note(self, text: str, time: datetime | None) -> None:
        """Puts a notice behind the messages so far."""
        self.notices.append(Notice(text, time, len(self.messages)))

    def doubt(self, why: str, line: int | None = None) -> None:
        """Puts an issue, at the row that was counted last unless told otherwise."""
        self.issues.append(Issue(self.lines if line is None else line, why))

    def load(self, member: Member, alone: bool) -> object:
        """The member as JSON; among several, one that is broken is an issue and not the end."""
        try:
            return member.json()
        except NotAConversation as error:
            if alone:
                raise
            self.doubt(f"left out: {error}")
            return None

    def conversation(self, format_name: str, otherwise: str, owner: str | None = None) -> Conversation:
        """The whole, with thread names only where there are several. Raises NotAConversation (`otherwise`) where there is nothing."""
        if not self.messages and not self.notices:
            first = f" (row {self.issues[0].line}: {self.issues[0].why})" if self.issues else ""
            raise NotAConversation(otherwise + first)
        messages = self.messages
        if len({message.thread for message in messages}) == 1 and messages[0].thread:
            messages = [message._replace(thread="") for message in messages]
        return Conversation(
            tuple(messages),
            tuple(self.notices),
            tuple(self.issues),
            format=format_name,
            owner=owner or None,
            lines=self.lines,
        )
