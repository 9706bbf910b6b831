"""What becomes of a draft if these words go: asked of the coder, never scripted.

Each set of words that carries a defence or a break is taken out alone, and all of them together; the rest is read anew in the same context.
What
comes back is the verdict that is then heard, so that a person sees on their own words which of them undo the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reattune.core.coded import Coded, Coder, Evidence, Turn, Wanted
from reattune.core.errors import NoLongerWanted
from reattune.core.names import DEFENCE, RUPTURE, Move, Verdict

Spans = tuple[tuple[int, int], ...]
MOST = 6


@dataclass(frozen=True, slots=True)
class Without:
    """The draft without some of its words (half-open spans in code points), and what it is then."""

    spans: Spans
    rest: str
    verdict: Verdict
    moves: tuple[Move, ...]
    unsure: bool


def without(turn: Turn, evidence: Sequence[Evidence], coder: Coder, wanted: Wanted | None = None) -> tuple[Without, ...]:
    """What becomes of the draft without the words of each defence or break, and without all of them; nothing where none stands in it.

    Raises NoLongerWanted where `wanted` says so before one of them is read.
    """
    undoing = list(dict.fromkeys(one.spans for one in evidence if one.move in DEFENCE | RUPTURE and one.spans))[:MOST]
    together = _joined([span for spans in undoing for span in spans])
    cuts = list(dict.fromkeys([*map(_joined, undoing), together])) if undoing else []
    rests = [(spans, cut(turn.text, spans)) for spans in cuts]
    kept = [(spans, rest) for spans, rest in rests if any(letter.isalpha() for letter in rest)]
    if not kept:
        return ()
    return tuple(_without(spans, rest, _read(rest, turn, coder, wanted)) for spans, rest in kept)


def _read(rest: str, turn: Turn, coder: Coder, wanted: Wanted | None) -> Coded:
    if wanted and not wanted():
        raise NoLongerWanted("the draft is another one by now")
    return coder.code([Turn(rest, turn.context)], scores=True)[0]


def _without(spans: Spans, rest: str, one: Coded) -> Without:
    return Without(spans, rest, one.verdict, one.names(), one.unsure)


def _joined(spans: Sequence[tuple[int, int]]) -> Spans:
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def cut(text: str, spans: Spans) -> str:
    """The text without these words, mended only where the cut left a gap: doubled blanks, a mark with nothing before it."""
    kept, at = [], 0
    for start, end in spans:
        kept.append(text[at:start])
        at = end
    kept.append(text[at:])
    whole = re.sub(r"[ \t]+", " ", " ".join(part.strip() for part in kept))
    whole = re.sub(r"\s+([,.;:!?])", r"\1", whole)
    return re.sub(r"^[\s,.;:!?]+|[\s,;:]+$", "", whole)
