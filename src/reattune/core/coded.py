"""What a coder heard in a message.

A coder answers for each message on its own, in its context; nothing here knows how it does so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from reattune.core.names import Move, SafetyKind, Verdict

Progress = Callable[[int, int], None]
Wanted = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Heard:
    """One move with its calibrated probability, 0 to 1."""

    move: Move
    p: float


@dataclass(frozen=True, slots=True)
class Safety:
    """The safety signal: the kinds that fired and the probability of the signal as a whole, 0 to 1."""

    kinds: tuple[SafetyKind, ...]
    p: float


@dataclass(frozen=True, slots=True)
class Coded:
    """What one message carries: moves above their threshold (surest first), a verdict of its own, and the signal.

    `confidence` is the calibrated probability of `verdict`, which need not be the likeliest of the four; `unsure` says that it is
    below the calibrated bar, so that people are told "I can't tell". Of a message that a first stage left out as plainly ordinary,
    `confidence` is how likely it is that nothing would be heard. `scores` holds every move's probability where it was asked for.
    """

    moves: tuple[Heard, ...] = ()
    verdict: Verdict = Verdict.NEITHER
    confidence: float = 1.0
    unsure: bool = False
    safety: Safety | None = None
    scores: tuple[Heard, ...] = ()

    def has(self, moves: Iterable[Move]) -> bool:
        """Whether any of these moves is there."""
        wanted = frozenset(moves)
        return any(heard.move in wanted for heard in self.moves)

    def names(self) -> tuple[Move, ...]:
        """The moves alone, surest first."""
        return tuple(heard.move for heard in self.moves)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that carry a move: half-open spans in code points of the text."""

    move: Move
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """One message as the coder sees it: text, and up to three earlier ones, oldest first.

    Each earlier one is (same_speaker, text, minutes until the next message or None).
    """

    text: str
    context: tuple[tuple[bool, str, float | None], ...] = ()


class Coder(Protocol):
    """Anything that codes messages; two makers stand: the shipped encoder, and the scripted one of the tests."""

    @property
    def id(self) -> str:
        """The content hash of what judges, so that every result names its maker."""

    @property
    def codebook(self) -> str:
        """The version of the codebook that it was taught."""

    def code(self, turns: Sequence[Turn], scores: bool = False, progress: Progress | None = None) -> list[Coded]:
        """One `Coded` a turn, in order; with `scores` each is read in full, has all probabilities, and the
        signal fires sooner. `progress` hears (done, of)."""

    def evidence(self, turns: Sequence[Turn], coded: Sequence[Coded], wanted: Wanted | None = None) -> list[tuple[Evidence, ...]]:
        """The words that carry each move, for each turn in order. Raises `NoLongerWanted` once `wanted`, asked now and then, says no."""
