"""Entries as forms tell them: what was typed becomes a use case of `keeping`, and stands once however often it is sent.

A form carries the name that what it makes will have, so that a second click, a way back to correct it, or a form that waited behind the
lock finds it there already and tells the same one anew. Where the safety signal fires, what was told is kept at once and left with the
other; `not_that` takes that back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from reattune.app import keeping, ledger_words
from reattune.app.keeping import Read, Told, Try
from reattune.core.coded import Coder
from reattune.core.errors import BadOption, LedgerProblem
from reattune.core.names import Severity
from reattune.ledger import answers, erase, questions
from reattune.ledger.answers import Patterns, Share
from reattune.ledger.calendar import reminder
from reattune.ledger.questions import Wanted
from reattune.ledger.records import NAMED, Attempt, Driver, Person, Rupture, new_id
from reattune.ledger.store import Ledger

Typed = Mapping[str, str]
STATES = {"open": True, "closed": False}


# what was typed


def told_of(typed: Typed, now: datetime) -> Told:
    """A rupture as the form tells it. Raises BadOption where what happened is not told."""
    said = {
        name: typed.get(name, "").strip() for name in ("what", "who", "mine", "impact", "severity", "theme", "driver", "by", "relation")
    }
    if not said["what"]:
        raise BadOption(ledger_words.WHAT_HAPPENED)
    return Told(**said, when=when_of(typed, now), space_asked=bool(typed.get("space_asked")))


def when_of(typed: Typed, now: datetime) -> str:
    """A time as `keeping.moment` reads it, from a choice (now, today, yesterday, or a day) and a time of day that may be left out.

    Raises BadOption where a day was to be named and is not.
    """
    choice, day, time = (typed.get(name, "").strip() for name in ("when", "day", "time"))
    if choice in {"", "now"}:
        return ""
    if choice != "day" and not time:
        return choice
    if choice == "day" and not day:
        raise BadOption(ledger_words.WHICH_DAY)
    near = {"today": now, "yesterday": now - timedelta(days=1)}
    named = f"{near[choice]:%Y-%m-%d}" if choice in near else day
    return f"{named}T{time}" if time else named


def back_of(typed: Typed) -> str:
    """A time to come as `keeping.ahead` reads it; empty where none was named. Raises BadOption for a day without a time."""
    day, time = (typed.get(name, "").strip() for name in ("back_day", "back_time"))
    if day and not time:
        raise BadOption(ledger_words.WHAT_TIME)
    return f"{day}T{time}" if day else time


def typed_of(item: Rupture, person: Person | None) -> dict[str, str]:
    """An entry as its form tells it."""
    return {
        "what": item.what,
        "who": person.name if person else "",
        "relation": person.relation if person else "",
        "severity": item.severity.value,
        "by": {True: "me", False: "them", None: "" if item.leave else "both"}[item.by_me],
        "when": "day",
        "day": f"{item.at:%Y-%m-%d}",
        "time": f"{item.at:%H:%M}" if item.timed else "",
        "mine": item.mine,
        "impact": item.impact,
        "theme": item.theme,
        "driver": item.driver.value if item.driver else "",
        "space_asked": "yes" if item.leave else "",
    }


def wanted_of(typed: Typed) -> Wanted:
    """What is looked for. Raises BadOption naming a choice that there is not."""
    said = {name: value.strip() for name, value in typed.items()}
    return Wanted(
        person=said.get("person") or None,
        open=STATES.get(said.get("state", "")),
        severity=keeping.one_of(Severity, "severity", said.get("severity", "")),
        by=(keeping.side(said["by"]),) if said.get("by") else (),
        theme=said.get("theme", ""),
        driver=keeping.one_of(Driver, "driver", said.get("driver", "")),
        words=said.get("words", ""),
    )


def typed_of_wanted(wanted: Wanted) -> dict[str, str]:
    """The same as its form tells it."""
    sides = {whose: name for name, whose in keeping.SIDES.items()}
    return {
        "person": wanted.person or "",
        "state": "" if wanted.open is None else "open" if wanted.open else "closed",
        "severity": wanted.severity.value if wanted.severity else "",
        "by": sides[wanted.by[0]] if wanted.by else "",
        "theme": wanted.theme,
        "driver": wanted.driver.value if wanted.driver else "",
        "words": wanted.words,
    }


def without(wanted: Wanted, name: str) -> Wanted:
    """The same with one choice less, or with none."""
    return Wanted() if name == "all" else wanted_of(typed_of_wanted(wanted) | {name: ""})


# what is kept


def add(typed: Typed, ledger: Ledger, now: datetime, coder: Coder, tried: Attempt | None = None, heed: bool = True) -> Read[Rupture]:
    """Keep a rupture once, with what was `tried`; a form that comes again tells the same entry anew. `heed` is off where the person said
    before that the signal heard these words wrong. Raises BadOption naming what is wrong.
    """
    name, told = _name(typed), told_of(typed, now)
    found = _there(ledger, name)
    since = found.added if found and told.when in {"", "today", "yesterday"} else now  # what was now when it first came
    read = keeping.rupture_of(told, ledger, since, coder)
    if not heed:
        read = Read(keeping.as_told(read.item, told.by, told.space_asked))
    if found:
        read = _again(found, told, read)
    return Read(_once(replace(read.item, id=name, attempts=(tried,) if tried else ()), ledger), read.fired)


def _again(found: Rupture, told: Told, read: Read[Rupture]) -> Read[Rupture]:
    """What a form tells that comes again: in the same words nothing is heeded that was heeded, or waved, before; and nobody who asked for
    room meanwhile is asked after."""
    same = (found.what, found.mine, found.impact) == (read.item.what, read.item.mine, read.item.impact)
    if not same:
        return Read(replace(read.item, leave=read.item.leave or found.leave), read.fired)
    side = keeping.side(told.by) if told.by else found.by_me
    return Read(replace(read.item, leave=found.leave or told.space_asked, by_me=side), read.fired if found.leave else None)


def _name(typed: Typed) -> str:
    """The name that the form carries, or one of its own."""
    given = typed.get("once", "")
    return given if NAMED.fullmatch(given) else new_id()


def _once(item: Rupture, ledger: Ledger) -> Rupture:
    """The entry, kept under its name; where one stands there, that one told anew, and nobody left who stood in it alone."""
    found = _there(ledger, item.id)
    if found is None:
        try:
            ledger.put([item])
        except LedgerProblem:
            found = _there(ledger, item.id)  # sent twice at once
            if found is None:
                raise
        else:
            return item
    if _anew(found, item) == found:
        return found
    if not item.what.startswith(found.what):  # something else was written into an old form: nothing that was kept is written over
        return _once(replace(item, id=new_id(), attempts=()), ledger)
    return _changed(item.id, lambda old: _anew(old, item), ledger)


def _changed(name: str, how: Callable[[Rupture], Rupture], ledger: Ledger) -> Rupture:
    """An entry changed, and nobody left who stood in it alone and stands in it no more."""
    before: list[str] = []

    def noting(old: Rupture) -> Rupture:
        before.extend([old.person] if old.person else [])
        return how(old)

    made = ledger.change(name, noting)
    for person in before:
        if person != made.person:
            ledger.drop_person(person)
    return made


def _anew(old: Rupture, told: Rupture) -> Rupture:
    """An entry as it is told now: attempts, how it is closed and where it came from stay."""
    kept = replace(told, id=old.id, added=old.added, source=old.source, coder=old.coder, attempts=old.attempts)
    return replace(kept, closed_as=old.closed_as, closed_at=old.closed_at)


def _there(ledger: Ledger, name: str) -> Rupture | None:
    return next(iter(ledger.these([name])), None)


def rewrite(name: str, typed: Typed, ledger: Ledger, now: datetime, coder: Coder) -> Read[Rupture]:
    """Put what is told now in the place of what was; attempts and how it is closed stay. Raises BadOption naming what is wrong."""
    read = keeping.rupture_of(told_of(typed, now), ledger, now, coder)

    def anew(old: Rupture) -> Rupture:
        return replace(_anew(old, read.item), by_me=read.item.by_me if typed.get("by") else old.by_me)

    return Read(_changed(name, anew, ledger), read.fired)


def not_that(name: str, typed: Typed, ledger: Ledger) -> None:
    """Take back what followed from a signal that heard it wrong: the entry is as it was told."""
    ledger.change(name, lambda old: keeping.as_told(old, typed.get("by", ""), bool(typed.get("space_asked"))))


def tried(item: Rupture, typed: Typed, ledger: Ledger, now: datetime, coder: Coder) -> Read[Attempt]:
    """Keep an attempt once, a form that comes again telling the same one anew; where the safety signal fires in it, the entry is left with
    the other.

    Raises BadOption naming what is wrong.
    """
    told = _try_of(typed, now)
    read = keeping.attempt_of(told, now, coder)
    made, leave = replace(read.item, id=_name(typed)), read.fired is not None
    there = _attempt_there(ledger, item.id, made.id)
    if there is None:
        try:
            ledger.attempt(item.id, made, leave)
        except LedgerProblem:
            there = _attempt_there(ledger, item.id, made.id)  # sent twice at once
            if there is None:
                raise
        else:
            return Read(made, read.fired)
    same = (there.text, there.gesture) == (made.text, made.gesture)  # then it was heeded, or waved, when it first came

    def anew(old: Rupture) -> Rupture:
        return replace(_with(old, _try_anew(_of(old, made.id) or there, made, told.when)), leave=old.leave or (leave and not same))

    changed = _try_anew(there, made, told.when) != there
    item = ledger.change(item.id, anew) if changed else ledger.rupture(item.id)
    return Read(_of(item, made.id) or there, read.fired if item.leave else None)


def _try_anew(old: Attempt, told: Attempt, when: str) -> Attempt:
    """An attempt as it is told now; its time stays where the day is the same and no time of day is told, how it was met where that is not
    told, and what was heard in it where the words are the same."""
    at = old.at if ":" not in when and told.at.date() == old.at.date() else told.at
    met = told if told.answer and told.answer is not old.answer else old
    heard = old if (old.text, old.gesture) == (told.text, told.gesture) else told
    return replace(told, at=at, answer=met.answer, answered_at=met.answered_at, verdict=heard.verdict)


def _with(item: Rupture, attempt: Attempt) -> Rupture:
    """An entry with this attempt in the place of the one of its name."""
    others = [one for one in item.attempts if one.id != attempt.id]
    return replace(item, attempts=tuple(sorted([*others, attempt], key=lambda one: (one.at, one.id))))


def _try_of(typed: Typed, now: datetime) -> Try:
    said = {name: typed.get(name, "").strip() for name in ("text", "gesture", "answer")}
    if not (said["text"] or said["gesture"]):
        raise BadOption(ledger_words.WHAT_TRIED)
    return Try(**said, when=when_of(typed, now), back=back_of(typed))


def _attempt_there(ledger: Ledger, rupture: str, name: str) -> Attempt | None:
    return _of(ledger.rupture(rupture), name)


def _of(item: Rupture, name: str) -> Attempt | None:
    return next((one for one in item.attempts if one.id == name), None)


def not_that_try(name: str, attempt: str, was_left: bool, ledger: Ledger, now: datetime, coder: Coder) -> None:
    """The same of an attempt: its words are judged after all, and the entry is left with the other only where it was before."""
    one = _attempt_there(ledger, name, attempt)
    told = Try(one.text or "", one.gesture or "") if one else None
    verdict = keeping.attempt_of(told, now, coder, heed=False).item.verdict if told else None  # a coder takes its time: nobody waits for it

    def anew(old: Rupture) -> Rupture:
        if any(each.id == attempt and each.verdict for each in old.attempts):
            return old  # it was taken back before, and whatever came since stays
        judged = tuple(replace(each, verdict=verdict) if each.id == attempt else each for each in old.attempts)
        return replace(old, attempts=judged, leave=was_left)

    ledger.change(name, anew)


def met(item: Rupture, typed: Typed, ledger: Ledger, now: datetime) -> None:
    """Note how an attempt of this entry was met. Raises BadOption where that is not told, or the attempt is none of one's own."""
    asked = typed.get("attempt", "")
    if not typed.get("answer"):
        raise BadOption(ledger_words.HOW_MET)
    if asked not in {one.id for one in item.attempts if one.by_me}:
        raise BadOption(ledger_words.WHAT_TRIED)
    when, found = when_of(typed, now), keeping.answer_of(typed["answer"])
    if not when and any(one.id == asked and one.answer is found for one in item.attempts):
        return  # told twice: it was met when that was first told
    ledger.answer(asked, found, keeping.moment(when, now)[0] if when else now)


def close(name: str, how: str, ledger: Ledger, now: datetime) -> None:
    """Close one's own side. Raises BadOption where it is not said how."""
    if not how:
        raise BadOption(ledger_words.HOW_CLOSED)
    ledger.close(name, keeping.closing_of(how), now)


def open_again(name: str, ledger: Ledger) -> None:
    """Open one's own side again: it was closed too soon, or by a slip."""
    ledger.change(name, lambda old: replace(old, closed_as=None, closed_at=None))


# what one is told


@dataclass(frozen=True, slots=True)
class Stands:
    """How it stands with an entry: why one's next step is none, if it is; a return that was promised; how many tries in a row were not
    taken in; and the last attempt of one's own."""

    waits: answers.Waits | None
    promised: Attempt | None
    unmet: int
    last: Attempt | None


def stands(item: Rupture, ledger: Ledger) -> Stands:
    """How it stands with an entry."""
    turned = questions.turned_away(ledger)
    waits = answers.waits(item) or turned.get(item.person or "")
    own = [one for one in item.attempts if one.by_me]
    return Stands(waits if item.open else None, answers.promised(item, turned), answers.unmet(item), own[-1] if own else None)


def reminded(item: Rupture, back: str, ledger: Ledger, now: datetime, asks: str = ledger_words.WHAT_TIME) -> tuple[datetime, bytes]:
    """A time to come, and a calendar file for it that says nothing of what it is about. With no time, for the return that one promised.

    Raises BadOption where it is closed, to be left with them, or no time is named; `asks` is the line that asks for one.
    """
    found = stands(item, ledger)
    if not item.open:
        raise BadOption(ledger_words.NOTHING_TO_REMIND)
    if found.waits and not found.promised:
        raise BadOption(ledger_words.WAITS[found.waits])
    at = keeping.ahead(back, now) if back else found.promised and found.promised.follow_up
    if not at:
        raise BadOption(asks)
    return at, reminder(at, now, keeping.neutral_name(item.id))


def forgotten(done: erase.Forgotten, unreached: str) -> list[str]:
    """What is said of it; `unreached` names the copies that could not be reached."""
    told = [ledger_words.FORGOTTEN]
    if done.named:
        told.append(ledger_words.STILL_NAMED.format(count=done.named))
    if done.unreached:
        told.append(ledger_words.NOT_REACHED.format(names=unreached))
    return [*told, ledger_words.ELSEWHERE]


Row = tuple[str, int, int, float, float]


def rows(shares: Sequence[Share], facet: str, known: Mapping[str, str], most: int = 5) -> list[Row]:
    """Shares as they are drawn, the commonest first."""
    return [(ledger_words.facet_name(facet, one.name, known), one.count, one.of, one.low, one.high) for one in shares[:most]]


def facets(found: Patterns, known: Mapping[str, str]) -> list[tuple[str, list[Row]]]:
    """What comes again, facet by facet, leaving out those of which too little is known."""
    return [(facet, rows(shares, facet, known)) for facet, shares in found.shares if shares]
