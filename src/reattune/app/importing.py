"""Taking in what stands elsewhere: an exported ledger as it is, or the episodes of a chat as entries.

Of a chat none of its words is kept unless that is asked for, and nothing that the safety signal saw: only that an episode is to be left
with the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from reattune.app import wording
from reattune.codebook.room import asks_for_room
from reattune.core import episode
from reattune.core.coded import Coded
from reattune.core.episode import Episode
from reattune.core.errors import BadOption
from reattune.core.finding import Report
from reattune.core.names import Move, Outcome
from reattune.ledger import transfer
from reattune.ledger.records import Attempt, Closing, Person, Rupture
from reattune.ledger.store import Ledger

IN_THE_CHAT = "in words, in the chat"
OUTCOME_CLOSES = {Outcome.REPAIRED: Closing.MENDED_FOR_ME}


def read_in(source: Path, me: str | None) -> str | Report:
    """The text of an exported ledger, or the report of an exported chat. Raises BadInput where the file is neither."""
    if source.suffix.casefold() == ".json" and source.is_file():
        text = source.read_text(encoding="utf-8-sig", errors="replace")
        if transfer.is_ours(text):
            return text
    from reattune.app.api import analyse, read

    return analyse(read(source, me=me), me)


def taken_in(found: str | Report, episodes: Sequence[str], ledger: Ledger, now: datetime, words: bool = False) -> transfer.Taken:
    """What `read_in` found, in the ledger: an export, or the episodes of a report that are named, or all of them."""
    if isinstance(found, str):
        return transfer.from_json(found, ledger)
    new, known = ledger.put(imported(found, episodes, ledger, now, words))
    return transfer.Taken(new, known, ())


def imported(report: Report, chosen_ones: Sequence[str], ledger: Ledger, now: datetime, words: bool = False) -> tuple[Rupture, ...]:
    """Episodes of a report as ruptures, those named (`e3`) or all of them. Of the chat only what opened each is told in a line of ours;
    with `words`, the words that opened it and those of each attempt, too.

    Raises BadOption where the report has no own side, an episode has no time, or a name is none.
    """
    if report.me is None:
        raise BadOption("say which speaker you are (--me), so that the ledger knows whose part is whose")
    return tuple(_entry(report, one, ledger, now, words) for one in _chosen(report, chosen_ones))


def _chosen(report: Report, names: Sequence[str]) -> list[Episode]:
    known = {one.id for one in report.episodes}
    for name in names:
        if name not in known:
            raise BadOption(f"the report has no episode {name!r}; there are {', '.join(sorted(known, key=lambda one: int(one[1:])))}")
    return [one for one in report.episodes if not names or one.id in names]


def _entry(report: Report, one: Episode, ledger: Ledger, now: datetime, words: bool) -> Rupture:
    messages = report.conversation.messages
    opened = messages[one.onset]
    if opened.time is None:
        raise BadOption(f"{one.id} has no time, so the ledger cannot keep it")
    closing = OUTCOME_CLOSES.get(one.outcome)
    return Rupture(
        at=opened.time,
        what=what_opened(report, one) + (f": {opened.text.strip()}" if words else ""),
        added=now,
        person=_person(report, one, ledger),
        severity=one.severity,
        by_me=_whose(report, one),
        leave=left(report, one),
        closed_as=closing,
        closed_at=(messages[one.end].time or opened.time) if closing else None,
        source=source_of(opened.time, opened.speaker, opened.text),
        coder=report.coder,
        attempts=tuple(_attempt(report, each, opened.time, words) for each in one.attempts),
    )


def _person(report: Report, one: Episode, ledger: Ledger) -> str | None:
    others = [name for name in (*one.rupturing, *one.ruptured) if name != report.me]
    return ledger.put_person(Person(others[0])).id if others else None


def _whose(report: Report, one: Episode) -> bool | None:
    """Whether oneself broke it, or they did; None where both did."""
    mine, theirs = report.me in one.rupturing, any(name != report.me for name in one.rupturing)
    return mine if mine is not theirs else None


def _attempt(report: Report, each: episode.Attempt, began: datetime, words: bool) -> Attempt:
    messages = report.conversation.messages
    said = messages[each.message].text.strip() if words else ""
    return Attempt(
        messages[each.message].time or began,
        by_me=each.by == report.me,
        text=said or None,
        gesture=None if said else IN_THE_CHAT,
        verdict=each.verdict,
        answer=each.answer,
        answered_at=messages[each.answered_at].time if each.answered_at is not None else None,
    )


ROOM = frozenset({Move.REFUSAL, Move.TIMEOUT, Move.WITHDRAWAL})  # turned away, asked for time, or shut the door
OPENS = frozenset({Move.ACCEPTANCE, Move.BID, Move.RECONNECTION, Move.ACKNOWLEDGEMENT, Move.ACCOUNTABILITY, Move.AMENDS})


def left(report: Report, one: Episode) -> bool:
    """Whether an episode is left with the other: the safety signal fired between its onset and that of the next one in the same thread, or
    what they said last in it, of all that turns away or opens again, turns away; a refusal of an attempt is kept as the attempt's answer.
    """
    messages = report.conversation.messages
    after = min((each.onset for each in report.episodes if each.thread == one.thread and each.onset > one.onset), default=len(messages))
    inside = [index for index in range(one.onset, after) if messages[index].thread == one.thread]
    if any(report.coded[index].safety for index in inside):
        return True
    if one.outcome is Outcome.REPAIRED:
        return False
    theirs = [(messages[index].text, report.coded[index]) for index in inside if messages[index].speaker != report.me]
    turns = [_turns(text, coded) for text, coded in theirs]
    return next((turn for turn in reversed(turns) if turn is not None), False)


def _turns(text: str, coded: Coded) -> bool | None:
    """Whether a message turns away or asks for room, opens again, or neither (None)."""
    if asks_for_room(text):
        return True
    return False if coded.has(OPENS) else True if coded.has(ROOM) else None


def what_opened(report: Report, one: Episode) -> str:
    """A line of ours on what opened an episode and whose it was, with none of the chat's words."""
    speaker, names = report.conversation.messages[one.onset].speaker, report.coded[one.onset].names()
    who = "You" if speaker == report.me else speaker
    return f"{who}: {wording.DID[names[0]]}" if names else f"{who} went unanswered"


def source_of(at: datetime, speaker: str, text: str) -> str:
    """What tells that an episode is the same one when a chat is read again: a digest, from which nothing can be read back."""
    return hashlib.blake2b(f"{at.isoformat(timespec='minutes')}\0{speaker}\0{text}".encode(), digest_size=16).hexdigest()
