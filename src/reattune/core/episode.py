"""An episode: from the message that broke the flow to where it was mended, refused, walked past or left open."""

from __future__ import annotations

from dataclasses import dataclass

from reattune.core.names import Answer, Move, Outcome, Severity, Stance, Verdict


@dataclass(frozen=True, slots=True)
class Attempt:
    """A message, or a run of messages by one person, that tries to repair. Message references are indices."""

    message: int
    messages: tuple[int, ...]
    by: str
    verdict: Verdict
    unsure: bool
    components: tuple[Move, ...]
    answer: Answer | None = None
    answered_at: int | None = None


@dataclass(frozen=True, slots=True)
class Clocks:
    """Minutes from the onset; None where it did not happen or times are missing. `observed_minutes` is how long the
    episode was watched, so that what did not happen is right-censored there and never dropped."""

    heard_minutes: float | None = None
    owned_minutes: float | None = None
    repair_minutes: float | None = None
    observed_minutes: float | None = None


@dataclass(frozen=True, slots=True)
class Episode:
    """One rupture and what became of it. `onset` and `end` are the first and last message, both inside; `messages` are all
    of its messages in order. `reasons` say in codes why the severity is what it is (see `episodes.severity`)."""

    id: str
    onset: int
    end: int
    messages: tuple[int, ...]
    severity: Severity
    reasons: tuple[str, ...]
    rupturing: tuple[str, ...]
    ruptured: tuple[str, ...]
    outcome: Outcome
    reached_first: str | None
    stance: tuple[tuple[str, Stance], ...]
    second_ruptures: tuple[int, ...]
    attempts: tuple[Attempt, ...]
    clocks: Clocks
    thread: str = ""
