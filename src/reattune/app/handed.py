"""Files that were handed in together: are they parts of one chat, or several chats?

Parts of one chat hold the same people and are joined. Where the people differ nobody can tell by the files whether two chats lie there or
one with another name in it, and words between two must not be taken for words to a third: so a person is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reattune.core.coded import Progress
from reattune.core.message import Conversation

Files = Sequence[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Chat:
    """Files that hold the same people, by their places among all, and what is in them together."""

    people: tuple[str, ...]
    places: tuple[int, ...]
    conversation: Conversation


def read(files: Files, format_name: str, dates: str, progress: Progress) -> tuple[Chat, ...]:
    """The chats in some files, those with the most messages first. Raises BadInput."""
    from reattune import reading

    return chats_of(reading.parts_handed(files, format_name, reading.Options(dates), progress))


def chats_of(parts: Sequence[Conversation]) -> tuple[Chat, ...]:
    """The chats in some parts. A part without a message is of the chat before it."""
    found: dict[frozenset[str], list[int]] = {}
    people = frozenset[str]()
    for place in sorted(range(len(parts)), key=lambda place: not parts[place].messages):
        if parts[place].messages or not found:
            people = frozenset(name for name, _ in parts[place].speakers())
        found.setdefault(people, []).append(place)
    chats = [_chat(parts, sorted(places)) for places in found.values()]
    return tuple(sorted(chats, key=lambda chat: -len(chat.conversation.messages)))


def as_one(chats: Sequence[Chat]) -> Chat:
    """All of them as one chat."""
    if len(chats) == 1:
        return chats[0]
    return _chat([chat.conversation for chat in chats], range(len(chats)), sorted(place for chat in chats for place in chat.places))


def _chat(parts: Sequence[Conversation], members: Sequence[int], places: Sequence[int] | None = None) -> Chat:
    from reattune import reading

    whole = reading.joined([parts[place] for place in members])
    return Chat(tuple(name for name, _ in whole.speakers()), tuple(members if places is None else places), whole)
