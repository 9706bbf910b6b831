"""The context a message is judged in: up to three earlier messages of the same thread, oldest first.

A message without words of its speaker (a picture, a deleted one, a poll, something forwarded) is heard as silence and is no
context: it is passed over, and its gap is kept in the times.
"""

from __future__ import annotations

from collections.abc import Sequence

from reattune.core.coded import Turn
from reattune.core.message import Kind, Message, minutes_between

DEPTH = 3
LAST_WORDS = 40  # of an earlier message: its end is what was answered
SPOKEN = frozenset({Kind.TEXT, Kind.MEDIA})  # a caption is its sender's own words


def windows(messages: Sequence[Message]) -> list[Turn]:
    """One turn a message, in order."""
    recent: dict[str, list[Message]] = {}
    gaps: dict[str, list[float | None]] = {}  # between the recent ones of a thread
    turns: list[Turn] = []
    for message in messages:
        earlier, between = recent.setdefault(message.thread, []), gaps.setdefault(message.thread, [])
        words = message.text if message.kind in SPOKEN else ""
        since = [minutes_between(earlier[-1], message)] if earlier else []
        turns.append(Turn(words, _context(earlier, [*between, *since], message.speaker)))
        if words.strip():
            earlier.append(message)
            between += since
            del earlier[:-DEPTH], between[: 1 - DEPTH]
    return turns


def ending(text: str) -> str:
    """The end of an earlier message, as it is heard."""
    if len(text) < 2 * LAST_WORDS:
        return text  # more words than that take more letters
    words = text.split()
    return text if len(words) <= LAST_WORDS else " ".join(words[-LAST_WORDS:])


def _context(earlier: Sequence[Message], gaps: Sequence[float | None], speaker: str) -> tuple[tuple[bool, str, float | None], ...]:
    named = speaker != ""  # two who are not named are not known to be the same
    return tuple([(named and past.speaker == speaker, past.text, gap) for past, gap in zip(earlier, gaps, strict=True)])
