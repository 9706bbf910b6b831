"""A text cut into pieces at the words that carry something, for every page that shows what was heard in which words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reattune.app import tell
from reattune.core.coded import Evidence
from reattune.core.names import Move


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text; `tone` ("hurts", "helps", "other") is empty where they carry nothing, else `why` says what was heard."""

    words: str
    tone: str = ""
    why: str = ""


def pieces(text: str, found: Sequence[Evidence], why: Callable[[Sequence[Move]], str]) -> tuple[Piece, ...]:
    """The whole text in order; nothing of it is left out. `why` words the moves that some words carry, each of which is named once."""
    made, at = [], 0
    for mark in tell.marks_of(found):
        made += [Piece(text[at : mark.start]), Piece(text[mark.start : mark.end], mark.tone, why(tuple(dict.fromkeys(mark.moves))))]
        at = mark.end
    return tuple(piece for piece in [*made, Piece(text[at:])] if piece.words)
