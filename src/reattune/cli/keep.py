"""`reattune ledger …` at work: each function unlocks, calls one use case and renders. The commands themselves stand in `ledger.py`.

Here stands what puts something into the ledger or changes it; what it tells stands in `tell.py`, what is done with its file in `vault.py`.
"""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import typer

from reattune.app import entries, keeping, wording
from reattune.app import ledger_words as words
from reattune.app.settings import Settings, settings
from reattune.cli.look import console, where_to_turn
from reattune.core.coded import Coded
from reattune.core.errors import BadOption
from reattune.core.names import Answer, Severity
from reattune.ledger import answers
from reattune.ledger.records import Driver


def can_ask() -> bool:
    """Whether somebody sits at a terminal."""
    return sys.stdin is not None and sys.stdin.isatty()


def asked(question: str) -> str:
    """A passphrase, typed unseen. Raises BadOption where nobody can be asked."""
    if not can_ask():
        raise BadOption("the ledger is locked: set REATTUNE_PASSPHRASE, or call this at a terminal")
    return getpass.getpass(question)


def opened(create: bool = False) -> tuple[Settings, keeping.Unlocked]:
    """The unlocked ledger and where it lies."""
    where = settings()
    return where, keeping.unlocked(where, asked, create)


def said(form: dict[str, Any]) -> None:
    """One line of data."""
    sys.stdout.write(json.dumps(form, ensure_ascii=False, default=str) + "\n")


def add(told: keeping.Told, not_that: bool, as_json: bool) -> None:
    """Write down a rupture. At a terminal it asks for what is left out, so that nothing private stands in the shell's history."""
    from reattune.coding.coder import shipped

    asks = can_ask() and not as_json
    if not asks and not told.what.strip():
        raise BadOption("say what happened (--what), or call this at a terminal")
    _, held = opened(create=True)
    told = _filled(told, held) if asks else told
    read = keeping.rupture_of(told, held.ledger, datetime.now(), shipped())
    heeded = read.fired is not None and not not_that and not _is_not_that(read.fired, wording.SAFETY_KEPT, as_json)
    item = read.item if heeded else keeping.as_told(read.item, told.by, told.space_asked)
    held.ledger.put([item])
    if as_json:
        said({"id": item.id, "leave": item.leave})
        return
    console().print(f"Kept as {item.id}.")
    if item.leave and not heeded:
        console().print(words.WAITS[answers.Waits.ROOM])


def _is_not_that(coded: Coded, says: str, as_json: bool) -> bool:
    """Shows where to turn, and whether the person says that the signal heard it wrong; only somebody at a terminal is asked."""
    out = console(stderr=as_json)
    out.print(wording.seen(coded, says))
    where_to_turn(out)
    out.print()
    return can_ask() and not as_json and asking(wording.NOT_THAT_HELP).casefold() == wording.NOT_THAT


def _filled(told: keeping.Told, held: keeping.Unlocked) -> keeping.Told:
    now = datetime.now()
    what = told.what or asking("What happened?", needed=True)
    who = told.who or asking("Who was it with? A name is enough.")
    known = held.ledger.person(who.strip()) if who.strip() else None
    return keeping.Told(
        what,
        who,
        told.mine or asking("What was yours in it?"),
        told.impact or asking("What was it like for them?"),
        told.severity or asking("How deep does it go: micro, moderate or major?", lambda said: keeping.one_of(Severity, "it", said)),
        told.theme or asking("What was it about, in a word?"),
        told.driver or asking("What drove it in you: shame, fear, need or else?", lambda said: keeping.one_of(Driver, "it", said)),
        told.by or asking("Who broke it: me, them or both?", keeping.side),
        told.when or asking("When was it? A day, a time, yesterday; empty for now.", lambda said: said and keeping.moment(said, now)),
        told.space_asked or asking("Did they ask for room or for no contact? (y/n)").casefold().startswith("y"),
        told.relation or (asking("What are they to you, in a word?") if who.strip() and not (known and known.relation) else ""),
    )


def asking(question: str, check: Callable[[str], object] | None = None, needed: bool = False) -> str:
    """A line that is typed; asked again where it is needed and empty, or cannot be used. Raises Abort where no more comes."""
    while True:
        typer.echo(question, err=True)
        line = sys.stdin.readline() if sys.stdin else ""
        if not line:
            raise typer.Abort
        words = line.strip()
        try:
            if check:
                check(words)
        except BadOption as error:
            typer.echo(str(error), err=True)
            continue
        if words or not needed:
            return words


def attempt_(name: str, told: keeping.Try, space_asked: bool, not_that: bool, as_json: bool) -> None:
    """Note an attempt to mend, how the last one was met, or that they asked for room."""
    from reattune.coding.coder import shipped

    _, held = opened()
    item, now = held.ledger.rupture(name), datetime.now()
    mine = [one for one in item.attempts if one.by_me]
    if can_ask() and not as_json and not space_asked and not (told.text or told.gesture or told.answer):
        told = _tried(told, bool(mine), now)
    if space_asked:
        held.ledger.leave(item.id, True)
    if told.text or told.gesture:
        read = keeping.attempt_of(told, now, shipped(), heed=not not_that)
        leave = read.fired is not None and not not_that and not _is_not_that(read.fired, wording.SAFETY_KEPT, as_json)
        made = read.item if leave or not read.fired else keeping.attempt_of(told, now, shipped(), heed=False).item
        held.ledger.attempt(item.id, made, leave)
    elif told.answer:
        if not mine:
            raise BadOption("there is no attempt of yours yet; give its words (--text) or its gesture (--gesture)")
        made = mine[-1]
        held.ledger.answer(made.id, keeping.answer_of(told.answer), keeping.moment(told.when, now)[0] if told.when else now)
    elif not space_asked:
        raise BadOption("say what you tried (--text, --gesture), how it was met (--answer), or that they asked for room (--space-asked)")
    if as_json:
        said(
            {"id": item.id} if space_asked and not (told.text or told.gesture or told.answer) else {"id": made.id, "verdict": made.verdict}
        )
    else:
        console().print("Kept.")


def _tried(told: keeping.Try, tried: bool, now: datetime) -> keeping.Try:
    def answer(says: str) -> str:
        return asking(f"{says}: acceptance, partial, refusal, ignored?", lambda said: keeping.one_of(Answer, "it", said))

    if tried and (met := answer("How was your last attempt met? Empty if you tried again")):
        return replace(told, answer=met)
    text = asking("What did you say? Empty if it was a gesture.")
    gesture = "" if text else asking("What did you do?", needed=True)
    met = answer("How was it met? Empty if there is no answer yet")
    back = told.back or asking(
        "If it was a pause: when did you say that you would be back? Empty if it was none.", lambda said: said and keeping.ahead(said, now)
    )
    return keeping.Try(text, gesture, met, told.when, back)


def leave(name: str, off: bool, as_json: bool) -> None:
    """Leave an entry with the other, or no longer."""
    _, held = opened()
    held.ledger.leave(name, not off)
    if as_json:
        said({"id": name, "leave": not off})
    else:
        console().print("It stands among the others again." if off else words.WAITS[answers.Waits.ROOM])


def close(name: str, how: str, as_json: bool) -> None:
    """Close your own side of a rupture."""
    kind = keeping.closing_of(how)
    _, held = opened()
    held.ledger.close(name, kind, datetime.now())
    if as_json:
        said({"id": name, "closed_as": kind})
    else:
        console().print(words.CLOSES_ONE_SIDE)


def remind(name: str, at: str, target: Path, as_json: bool) -> None:
    """A reminder to circle back, for a calendar; it says nothing of what it is about. Raises BadOption where it is to be left with them."""
    _, held = opened()
    moment, made = entries.reminded(held.ledger.rupture(name), at, held.ledger, datetime.now(), "say when (--at 19:00)")
    from reattune.app.files import write_bytes

    write_bytes(target, made)
    if as_json:
        said({"written": str(target), "at": moment.isoformat()})
    else:
        console().print(f"Written: {target}. {words.SYNCS}")
