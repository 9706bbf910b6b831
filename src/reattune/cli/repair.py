"""`reattune repair`: the Builder in the terminal, one question after the other.

Typed at any question: `?` for words for feelings, `??` for one to practise on, `q` to leave. What is written goes to the ledger only where
the
person says so, and what was kept can be gone on with.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from rich.console import Console
from rich.text import Text

from reattune.app import building, practising
from reattune.app.settings import settings
from reattune.cli.check import show
from reattune.cli.look import QUIET, console
from reattune.cli.practise import line_of, not_that, one_item, show_feelings
from reattune.coaching.builder import Build, Part
from reattune.coding.coder import shipped
from reattune.ledger.store import Ledger

WORDS, PRACTICE = "?", "??"


@dataclass(frozen=True, slots=True)
class Desk:
    """One repair as it is built: where it is kept, under which name and for which entry; `heed` is off once the person said of it "not
    that".
    """

    build: Build
    ledger: Ledger | None = None
    draft: str | None = None
    rupture: str | None = None
    heed: bool = True


def run_repair(name: str | None) -> None:
    """Build a repair; with `name`, for this entry of the ledger, or going on with this draft."""
    out = console()
    desk = _taken_up(name, _opened(name))
    if not desk.build.parts:
        begun = _begun(desk, out)
        if begun is None:
            return
        desk = begun
    while (part := desk.build.next_part) is not None:
        asked = _ask(part, desk, out)
        if asked is None:
            if desk.draft:
                out.print(Text(building.LEFT.format(draft=desk.draft), style=QUIET))
            return
        desk = asked
    _end(desk, out)


def _opened(name: str | None) -> Ledger | None:
    where = settings()
    if name is None and not where.ledger.exists():
        return None
    from reattune.app import keeping
    from reattune.cli.keep import asked

    return keeping.unlocked(where, asked).ledger


def _taken_up(name: str | None, ledger: Ledger | None) -> Desk:
    if name is None or ledger is None:
        return Desk(Build(), ledger)
    for draft, rupture, _, parts in ledger.drafts():
        if name in {draft, rupture}:
            return Desk(Build.of(parts), ledger, draft, rupture)
    return Desk(Build(), ledger, None, ledger.rupture(name).id)


def _begun(desk: Desk, out: Console) -> Desk | None:
    """What comes before the questions: what one has done well by, one's values, what they said last, and whether it is kept; all may be
    left out.
    """
    out.print(building.AFFIRM)
    if line_of() is None:
        return None
    ledger = desk.ledger
    if ledger and ledger.values():
        out.print(building.VALUE.format(values=", ".join(ledger.values())))
        if line_of() is None:
            return None
    if ledger:
        out.print(building.KEEP)
        answer = line_of()
        if answer is None:
            return None
        ledger = ledger if answer.casefold().startswith("y") else None
    out.print(Text(building.SAID_LAST, style="bold"))
    said = line_of()
    return None if said is None else replace(desk, build=Build((), said), ledger=ledger)


def _ask(part: Part, desk: Desk, out: Console) -> Desk | None:
    """One question until it is answered; nothing where the person leaves."""
    out.print()
    out.print(Text(building.ASKS[part], style="bold"))
    words = _words(desk, out)
    while words:
        step = building.step(part, words, desk.build, shipped(), desk.heed)
        if step.fired:
            if not not_that(step.fired, out):
                return None
            desk = replace(desk, heed=False)
            continue
        if not step.lines:
            return _kept(part, words, desk)
        for line in step.lines:
            out.print(line)
        out.print(Text(building.ANEW, style=QUIET))
        again = _words(desk, out, empty=True)
        if again is None:
            _kept(part, words, desk)
            return None
        if not again:
            return _kept(part, words, desk)
        words = again
    return None


def _kept(part: Part, words: str, desk: Desk) -> Desk:
    build, draft = desk.build.with_answer(part, words), desk.draft
    if desk.ledger:
        draft = building.keep_draft(build, draft, desk.rupture, desk.ledger, datetime.now())
    return replace(desk, build=build, draft=draft)


def _words(desk: Desk, out: Console, empty: bool = False) -> str | None:
    """What is typed: no question mark, and not nothing unless that is an answer. Nothing where the person leaves."""
    while (words := line_of()) is not None:
        if words == WORDS:
            show_feelings(out)
            out.print(Text(building.NO_WORD, style=QUIET))
        elif words == PRACTICE:
            one_item(practising.next_items("track-theirs", desk.ledger, datetime.now(), 1)[0], desk.ledger, out)
        elif words or empty:
            return words
    return None


def _end(desk: Desk, out: Console) -> None:
    """The whole, checked as any draft is; and where it is kept, whether it was said."""
    checked = building.whole(desk.build, shipped(), desk.heed)
    out.print()
    out.print(Text(building.WHOLE, style="bold"))
    out.print(f"  {desk.build.draft}")
    out.print()
    show(checked, out)
    if not (desk.ledger and desk.rupture):
        return
    out.print(Text(building.SENT, style="bold"))
    if (line_of() or "").casefold().startswith("y"):
        building.sent(desk.build, desk.rupture, checked, desk.ledger, datetime.now())
        if desk.draft:
            desk.ledger.drop_draft(desk.draft)
