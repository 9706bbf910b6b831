"""A check as people read it on a page: one value with every line in its words, so that a template only places them.

The terminal tells the same facts in the same words (`cli/check.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reattune.app import wording
from reattune.app.check import BEFORE_ALL, Checked
from reattune.app.marked import Piece
from reattune.app.tell import TONES, tone_of
from reattune.coaching.contrast import Without
from reattune.core.names import COMPONENTS, REPAIR, Verdict

BY_ITSELF = "by itself: {move}"


@dataclass(frozen=True, slots=True)
class Told:
    """What the other person is likely to hear, in lines."""

    heading: str
    unsure: bool
    step: str
    comes_first: bool  # whether the step stands before the draft itself
    waits: bool  # whether what comes first is to send nothing for now
    parts: tuple[tuple[str, bool], ...]  # the four parts of a repair, and whether each is there; none where nothing is to be mended
    pieces: tuple[Piece, ...]
    lines: tuple[str, ...]


def told(checked: Checked) -> Told:
    """A check in words. Of one that was only heard so far, the pieces and lines tell nothing yet."""
    mends = checked.coded.has(REPAIR)
    return Told(
        heading=wording.heading(checked.coded),
        unsure=checked.coded.unsure,
        step=checked.next_step,
        comes_first=checked.next_step == wording.STEP_FIRST.get(checked.first),
        waits=checked.first in BEFORE_ALL,
        parts=tuple((_started(wording.COMPONENT[move]), move in checked.components) for move in COMPONENTS) if mends else (),
        pieces=pieces(checked),
        lines=tuple(lines(checked)),
    )


def lines(checked: Checked) -> Iterable[str]:
    """Which sentence may be heard as what by itself, what the draft is without some words; that no words can be pointed to."""
    if not checked.evidence and checked.coded.verdict is Verdict.SECOND_RUPTURE:
        yield wording.NO_WORDS
    for hidden in checked.alone:
        yield wording.ALONE.format(words=_words(checked.text, [hidden.span]), move=wording.MOVE[hidden.move])
    for cut in changes(checked):
        verdict = wording.WITHOUT_UNSURE if cut.unsure else wording.VERDICT[cut.verdict]
        yield wording.WITHOUT.format(words=_words(checked.text, cut.spans), verdict=verdict)


def changes(checked: Checked) -> tuple[Without, ...]:
    """What the draft is without some words, where that is another thing than it is with them."""
    return tuple(cut for cut in checked.without if cut.verdict is not checked.coded.verdict)


def pieces(checked: Checked) -> tuple[Piece, ...]:
    """The whole draft in order, cut where what is heard changes; nothing of it is left out. A sentence that by itself may be heard as a
    defence is shown as that, whatever the whole is heard as.
    """
    text = checked.text
    spans = [span for one in checked.evidence for span in one.spans] + [one.span for one in checked.alone]
    borders = sorted({0, len(text), *(place for span in spans for place in span)})
    return tuple(Piece(text[start:end], *_heard(checked, start, end)) for start, end in pairwise(borders))


def _heard(checked: Checked, start: int, end: int) -> tuple[str, str]:
    hidden = next((one.move for one in checked.alone if one.span[0] <= start and end <= one.span[1]), None)
    if hidden:
        return tone_of(hidden), BY_ITSELF.format(move=wording.MOVE[hidden])
    moves = [one.move for one in checked.evidence if any(a <= start and end <= b for a, b in one.spans)]
    if not moves:
        return "", ""
    return min((tone_of(move) for move in moves), key=TONES.index), wording.listed([wording.MOVE[move] for move in moves])


def _words(text: str, spans: Sequence[tuple[int, int]]) -> str:
    return " … ".join(" ".join(text[a:b].split()) for a, b in spans)


def _started(words: str) -> str:
    return words[:1].upper() + words[1:]
