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
    turns: list[Turn] = []
    for message in messages:
        earlier = recent.setdefault(message.thread, [])
        words = message.text if message.kind in SPOKEN else ""
        turns.append(Turn(words, _context(earlier, message)))
        if words.strip():
            earlier.append(message)
            del earlier[:-DEPTH]
    return turns


def ending(text: str) -> str:
    """The end of an earlier message, as it is heard."""
    words = text.split()
    return text if len(words) <= LAST_WORDS else " ".join(words[-LAST_WORDS:])


def _context(earlier: list[Message], message: Message) -> tuple[tuple[bool, str, float | None], ...]:
    following = [*earlier, message][1:]
    named = message.speaker != ""  # two who are not named are not known to be the same
    return tuple(
        (named and past.speaker == message.speaker, past.text, minutes_between(past, after))
        for past, after in zip(earlier, following, strict=True)
    )
