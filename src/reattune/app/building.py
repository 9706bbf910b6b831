"""The Builder as a use case: the questions in their words, what is said about an answer, what is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from reattune.app import wording
from reattune.app.check import Checked, check
from reattune.coaching.builder import Build, Heard, Part, heard
from reattune.core.coded import Coded, Coder, Turn
from reattune.ledger.records import Attempt, new_id
from reattune.ledger.store import Ledger

ASKS: Mapping[Part, str] = {
    Part.WHAT: "What happened? Only for you; it is not sent. What would a camera have seen?",
    Part.IMPACT: "What was it like for them? Say it to them, in your words. (? shows words for feelings)",
    Part.MINE: "What is yours in it? Only your part, with no reason behind it.",
    Part.RETURN: "How do you come back toward them, and when?",
}
NOT_THERE: Mapping[Part, str] = {
    Part.IMPACT: "I can't tell whether this says how it was for them. Does it? If you do not know, asking them is a beginning, too.",
    Part.MINE: "I can't tell whether this names your part. Which thing did you do, or leave undone?",
    Part.RETURN: "I can't tell whether this says how you come back. Does it, and when?",
}
AFFIRM = (
    "Before you begin: name one thing that matters to you and that you have done well by, in anything. Nobody else reads it. "
    "It makes it easier to look at what was not so good. Empty leaves it out."
)
VALUE = "Of what matters to you, which did you step away from in this? ({values}) Empty leaves it out."
KEEP = "Shall I keep it in your ledger as you go, so that you can leave and come back? (y/n)"
LEFT = "Kept as it is; reattune repair {draft} goes on with it."
SAID_LAST = "What did they say last? Empty if nothing."
ANEW = "Write it anew, or press Enter to leave it as it is."
NO_WORD = "If none of these is it, type ?? for one to practise on, and come back."
FOR_YOU = "What you write here is for you."
KEEP_WHOLE = "Shall I keep it, or throw it away? (k/t)"
SENT = "Have you sent it, or said it? (y/n)"
WHOLE = "This is what you wrote, put together. Not a word is mine:"


@dataclass(frozen=True, slots=True)
class Step:
    """What is said about one answer; `fired` is what was heard where the safety signal fired in it, and then it stops."""

    lines: tuple[str, ...]
    fired: Coded | None = None


def step(part: Part, words: str, build: Build, coder: Coder, heed: bool = True) -> Step:
    """One answer read, and a question back where something in it will undo it or is not there yet."""
    found = heard(part, words, build, coder)
    if found.coded.safety and heed:
        return Step((), found.coded)
    return Step(_lines(part, found))


def _lines(part: Part, found: Heard) -> tuple[str, ...]:
    if found.undoing:
        return (wording.STEP_FOR_BREAK[found.undoing[0]],)
    return () if found.there or part not in NOT_THERE else (NOT_THERE[part],)


def fired(words: str, coder: Coder) -> Coded | None:
    """What was heard in words where the safety signal fired in them."""
    coded = coder.code([Turn(words)], scores=True)[0] if words.strip() else None
    return coded if coded and coded.safety else None


def whole(build: Build, coder: Coder, heed: bool = True) -> Checked:
    """The composed draft, checked as any draft is. Raises BadOption where nothing is composed yet."""
    return check(build.draft, coder, [f"them: {build.said_last}"] if build.said_last else [], heed=heed)


def keep_draft(build: Build, name: str | None, rupture: str | None, ledger: Ledger, now: datetime) -> str:
    """Keep the draft as far as it goes; its name."""
    kept = name or new_id()
    ledger.put_draft(kept, rupture, now, build.kept())
    return kept


def sent(build: Build, rupture: str, checked: Checked, ledger: Ledger, now: datetime) -> None:
    """Note in the ledger that it was sent: an attempt that waits for its answer."""
    noted(replace(checked, text=build.draft), rupture, ledger, now)


def noted(checked: Checked, rupture: str, ledger: Ledger, now: datetime) -> None:
    """Note in the ledger that a draft was sent as it was checked. Raises BadOption where there is no such entry."""
    verdict = None if checked.coded.safety else checked.coded.verdict
    ledger.attempt(rupture, Attempt(now, text=checked.text, verdict=verdict))
