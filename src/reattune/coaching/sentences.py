"""What a sentence of a draft is by itself, where the whole hides it.

A short defence behind a long owning is easily outweighed when the draft is read as one; the one who gets it hears it all the same. So
where a draft is heard as mending, each of its sentences is read alone, too, in the same context. Such a sentence changes no verdict, for
alone it is now and then heard as more than it is; it is shown, and asked about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reattune.core.coded import Coded, Coder, Turn
from reattune.core.names import DEFENCE, RUPTURE, Move, Verdict

SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
SURE = 0.95  # that by itself it is a second rupture
FEWEST_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Alone:
    """A sentence (half-open span in code points) that by itself is heard as this defence."""

    span: tuple[int, int]
    move: Move
    p: float


def alone(turn: Turn, coded: Coded, coder: Coder) -> tuple[Alone, ...]:
    """The sentences of a draft that by themselves are surely a second rupture, with the defence that is heard in each; none where the whole
    is not heard as mending, or a defence is heard in it already."""
    if coded.verdict not in {Verdict.REPAIR, Verdict.PARTIAL} or coded.has(DEFENCE | RUPTURE):
        return ()
    spans = sentences(turn.text)
    if len(spans) < 2:
        return ()
    read = coder.code([Turn(turn.text[start:end], turn.context) for start, end in spans], scores=True)
    return tuple(
        Alone(span, heard.move, heard.p)
        for span, one in zip(spans, read, strict=True)
        if one.verdict is Verdict.SECOND_RUPTURE and one.confidence >= SURE
        for heard in [heard for heard in one.moves if heard.move in DEFENCE][:1]
    )


def sentences(text: str) -> Sequence[tuple[int, int]]:
    """The sentences of a text that hold some letters, as half-open spans in code points."""
    found = []
    for part in SENTENCE.finditer(text):
        words = part.group()
        start = part.start() + len(words) - len(words.lstrip())
        if sum(letter.isalpha() for letter in words) >= FEWEST_LETTERS:
            found.append((start, part.start() + len(words.rstrip())))
    return found
