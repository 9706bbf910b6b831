"""The Builder: a repair in one's own words, from four questions.

What happened; what was it like for them; what is mine; how do I come back, and when. Nothing is ever written for somebody: what is
composed are the person's own sentences in this order, untouched, a line each. Each part is read as it comes, and what is
said about it is a question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from reattune.coaching.heeding import heeded
from reattune.core.coded import Coded, Coder, Turn
from reattune.core.errors import BadOption
from reattune.core.names import DEFENCE, RUPTURE, Move


class Part(StrEnum):
    """The questions, in order."""

    WHAT = "what"  # for oneself: it is not sent
    IMPACT = "impact"
    MINE = "mine"
    RETURN = "return"


SENT = (Part.IMPACT, Part.MINE, Part.RETURN)
LOOKED_FOR: Mapping[Part, frozenset[Move]] = {
    Part.IMPACT: frozenset({Move.ACKNOWLEDGEMENT, Move.IMPACT, Move.INQUIRY}),
    Part.MINE: frozenset({Move.ACCOUNTABILITY}),
    Part.RETURN: frozenset({Move.RECONNECTION, Move.TIMEOUT, Move.INQUIRY, Move.BID}),
}
LONGEST = 4_000  # characters of a part


@dataclass(frozen=True, slots=True)
class Build:
    """The answers so far. Immutable."""

    parts: tuple[tuple[Part, str], ...] = ()
    said_last: str = ""  # what the other said last, if it is told

    def answer(self, part: Part) -> str:
        """What was answered, or nothing."""
        return dict(self.parts).get(part, "")

    def with_answer(self, part: Part, words: str) -> Build:
        """The same with one answer more, or another one. Raises BadOption for one that is far too long."""
        if len(words) > LONGEST:
            raise BadOption(f"this answer has {len(words)} characters; the longest that can be kept has {LONGEST}")
        kept = dict(self.parts) | {part: words.strip()}
        return replace(self, parts=tuple((one, kept[one]) for one in Part if kept.get(one)))

    @property
    def draft(self) -> str:
        """The person's own sentences, one part after the other."""
        return "\n".join(self.answer(part) for part in SENT if self.answer(part))

    @property
    def next_part(self) -> Part | None:
        """The first question that is not answered yet."""
        return next((part for part in Part if not self.answer(part)), None)

    def kept(self) -> dict[str, str]:
        """As it is kept."""
        return {part.value: words for part, words in self.parts} | ({"said_last": self.said_last} if self.said_last else {})

    @classmethod
    def of(cls, kept: Mapping[str, str]) -> Build:
        """As it was kept."""
        return cls(tuple((part, kept[part.value]) for part in Part if kept.get(part.value)), kept.get("said_last", ""))


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard in one part: whether it holds what the question asks for, and what in it will undo the rest."""

    there: bool
    undoing: tuple[Move, ...]
    coded: Coded


def heard(part: Part, words: str, build: Build, coder: Coder) -> Heard:
    """One part, read where it stands: after what the other said last, alone and behind the parts before it."""
    context: Sequence[tuple[bool, str, float | None]] = ((False, build.said_last, None),) if build.said_last else ()
    before = "\n".join(build.answer(one) for one in SENT[: SENT.index(part)] if build.answer(one)) if part in SENT else ""
    whole = f"{before}\n{words}" if before else words
    coded, together = heeded([Turn(words, tuple(context)), Turn(whole, tuple(context))], coder)
    looked_for = LOOKED_FOR.get(part, frozenset())
    undoing = tuple(move for move in coded.names() if move in DEFENCE | RUPTURE)
    there = part is Part.WHAT or coded.has(looked_for) or together.has(looked_for - _heard_before(before, context, coder))
    return Heard(there, undoing if part is not Part.WHAT else (), coded)


def _heard_before(before: str, context: Sequence[tuple[bool, str, float | None]], coder: Coder) -> frozenset[Move]:
    return frozenset(coder.code([Turn(before, tuple(context))], scores=True)[0].names()) if before else frozenset()
