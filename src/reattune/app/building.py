"""The Builder as a use case, for the terminal and for pages: what is said about an answer, what is kept and taken up again, where it stops.

A draft is noted as an attempt under the draft's own name, so that whatever is sent twice is noted once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from reattune.app import wording
from reattune.app.check import Checked, check
from reattune.coaching.builder import Build, Heard, Part, heard
from reattune.core.coded import Coded, Coder, Turn
from reattune.ledger import answers, questions
from reattune.ledger.records import Attempt, new_id
from reattune.ledger.store import Ledger

NOT_THERE: Mapping[Part, str] = {
    Part.IMPACT: "I can't tell whether this says how it was for them. Does it? If you do not know, asking them is a beginning, too.",
    Part.MINE: "I can't tell whether this names your part. Which thing did you do, or leave undone?",
    Part.RETURN: "I can't tell whether this says how you come back. Does it, and when?",
}
KEEP = "Shall I keep it in your ledger as you go, so that you can leave and come back? (y/n)"
LEFT = "Kept as it is; reattune repair {draft} goes on with it."
FEELINGS = "(? shows words for feelings)"
EMPTY = "Press Enter alone to leave one out; q ends it."
ANEW = "Write it anew, or press Enter to leave it as it is."
NO_WORD = "If none of these is it, type ?? for one to practise on, and come back."
FOR_YOU = "What you write here is for you."
KEEP_WHOLE = "Shall I keep it, or throw it away? (k/t)"
SENT = "Have you sent it, or said it? (y/n)"
NEW = "Shall I note it as a new entry? (y/n)"
ABOUT = "What was it about? Enter alone takes what you told me: {words}"
WITH = "Who was it with? Enter alone if you would rather not say."
DAY = "Which day was it? Such as yesterday or 2026-01-31; Enter alone for today."
CLOSED = "Your side of it is closed, so there is nothing to build here."
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


@dataclass(frozen=True, slots=True)
class Begun:
    """A repair that stands in the ledger: its name, the entry it is for, when it was written in last, and how far it goes."""

    name: str
    rupture: str | None
    at: datetime
    build: Build


def begun(ledger: Ledger) -> tuple[Begun, ...]:
    """Those that wait, the latest first."""
    return tuple(Begun(name, rupture, at, Build.of(parts)) for name, rupture, at, parts in ledger.drafts())


def named(name: str, ledger: Ledger) -> Begun | None:
    """The one of this name."""
    return next((one for one in begun(ledger) if one.name == name), None)


def begun_for(rupture: str, ledger: Ledger) -> Begun | None:
    """The latest one for this entry."""
    return next((one for one in begun(ledger) if one.rupture == rupture), None)


def waits(rupture: str | None, ledger: Ledger | None) -> answers.Waits | None:
    """Why the entry of a repair is to be left with the other, if it is. Raises BadOption where there is none of this name."""
    return questions.waiting(ledger, ledger.rupture(rupture)) if rupture and ledger else None


def keep_draft(build: Build, name: str | None, rupture: str | None, ledger: Ledger, now: datetime) -> str:
    """Keep the draft as far as it goes; its name."""
    kept = name or new_id()
    ledger.put_draft(kept, rupture, now, build.kept())
    return kept


def stop(name: str | None, rupture: str | None, ledger: Ledger | None) -> bool:
    """What the signal fired in is no matter for mending: the draft goes out of the ledger, and the entry is left with the other. Whether it
    was left with them before.
    """
    if ledger is None:
        return False
    before = bool(rupture) and ledger.rupture(rupture or "").leave
    if name:
        ledger.drop_draft(name)
    if rupture:
        ledger.leave(rupture, True)
    return before


def sent(build: Build, name: str | None, rupture: str, checked: Checked, ledger: Ledger, now: datetime) -> None:
    """Note in the ledger that it was sent, once however often it is told: an attempt that waits for its answer, in the draft's place."""
    if name is None or name not in {one.id for one in ledger.rupture(rupture).attempts}:
        ledger.attempt(rupture, attempt_of(replace(checked, text=build.draft), now, name))
    if name:
        ledger.drop_draft(name)


def noted(checked: Checked, rupture: str, ledger: Ledger, now: datetime) -> None:
    """Note in the ledger that a draft was sent as it was checked. Raises BadOption where there is no such entry."""
    ledger.attempt(rupture, attempt_of(checked, now))


def attempt_of(checked: Checked, now: datetime, name: str | None = None) -> Attempt:
    """A draft that was sent, as an attempt."""
    return Attempt(now, text=checked.text, verdict=None if checked.coded.safety else checked.coded.verdict, id=name or new_id())
