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
from reattune.app.ledger_words import WAITS
from reattune.app.settings import settings
from reattune.cli.check import show
from reattune.cli.look import QUIET, console
from reattune.cli.practise import line_of, not_that, one_item, show_feelings
from reattune.coaching.builder import Build, Part
from reattune.coding.coder import shipped
from reattune.core.errors import BadOption
from reattune.ledger import questions
from reattune.ledger.answers import Waits
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
    waits: Waits | None = None
    cleared: frozenset[str] = frozenset()


def run_repair(name: str | None) -> None:
    """Build a repair; with `name`, for this entry of the ledger, or going on with this draft."""
    out = console()
    desk = _taken_up(name, _opened(name))
    if desk.waits:
        out.print(f"{WAITS[desk.waits]} {building.FOR_YOU}")
    if not desk.build.parts:
        begun = _begun(desk, out)
        if begun is None:
            return
        desk = begun
    while (part := desk.build.next_part) is not None and not (part is Part.RETURN and desk.waits):
        asked = _ask(part, desk, out)
        if asked is None:
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
            return Desk(Build.of(parts), ledger, draft, rupture, _waits(rupture, ledger))
    return Desk(Build(), ledger, None, name, _waits(name, ledger))


def _waits(rupture: str | None, ledger: Ledger) -> Waits | None:
    """Why it is to be left with them. Raises BadOption for an entry that is not there, or closed."""
    if rupture is None:
        return None
    item = ledger.rupture(rupture)
    if not item.open:
        raise BadOption(f"{rupture}: your side of it is closed")
    return questions.waiting(ledger, item)


def _begun(desk: Desk, out: Console) -> Desk | None:
    """What comes before the questions: what one has done well by, one's values, what they said last, and whether it is kept; all may be
    left out.
    """
    ledger = desk.ledger
    asks = [building.AFFIRM]
    if ledger and ledger.values():
        asks.append(building.VALUE.format(values=", ".join(ledger.values())))
    for question in asks:
        out.print(question)
        if _read(desk, out) is None:
            return None
    if ledger:
        out.print(building.KEEP)
        answer = line_of()
        if answer is None:
            return None
        ledger = ledger if answer.casefold().startswith("y") else None
    out.print(Text(building.SAID_LAST, style="bold"))
    said = _read(replace(desk, ledger=ledger), out)
    return None if said is None else replace(desk, build=Build((), said[0]), ledger=ledger, cleared=said[1].cleared)


def _read(desk: Desk, out: Console) -> tuple[str, Desk] | None:
    """What is typed, if anything, and the desk; nothing where the person leaves, or where the safety signal fires and is heeded."""
    words = line_of()
    if words is None:
        return None
    fired = building.fired(words, shipped())
    if fired is None:
        return words, desk
    if not not_that(fired, out):
        _stop(desk)
        return None
    return words, replace(desk, cleared=desk.cleared | {words})


def _stop(desk: Desk) -> None:
    """What the signal fired in is no matter for mending: the draft goes, and the entry is left with the other."""
    if desk.ledger and desk.draft:
        desk.ledger.drop_draft(desk.draft)
    if desk.ledger and desk.rupture:
        desk.ledger.leave(desk.rupture, True)


def _ask(part: Part, desk: Desk, out: Console) -> Desk | None:
    """One question until it is answered; nothing where the person leaves."""
    out.print()
    out.print(Text(building.ASKS[part], style="bold"))
    words = _words(desk, out)
    while words:
        step = building.step(part, words, desk.build, shipped(), heed=words not in desk.cleared)
        if step.fired:
            if not not_that(step.fired, out):
                _stop(desk)
                return None
            desk = replace(desk, cleared=desk.cleared | {words})
            continue
        if not step.lines:
            return _kept(part, words, desk)
        for line in step.lines:
            out.print(line)
        out.print(Text(building.ANEW, style=QUIET))
        again = _words(desk, out, empty=True)
        if again is None:
            _left(_kept(part, words, desk), out)
            return None
        if not again:
            return _kept(part, words, desk)
        words = again
    _left(desk, out)
    return None


def _left(desk: Desk, out: Console) -> None:
    if desk.draft:
        out.print(Text(building.LEFT.format(draft=desk.draft), style=QUIET))


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
    if not desk.build.draft:
        return
    checked = building.whole(desk.build, shipped(), heed=not desk.cleared)
    if checked.coded.safety:
        show(checked, out, option=False)
        _stop(desk)
        return
    out.print()
    out.print(Text(building.WHOLE, style="bold"))
    out.print(f"  {desk.build.draft}")
    out.print()
    show(checked, out)
    if desk.waits or not desk.ledger:
        return
    if desk.rupture:
        out.print(Text(building.SENT, style="bold"))
        if (line_of() or "").casefold().startswith("y"):
            building.sent(desk.build, desk.rupture, checked, desk.ledger, datetime.now())
            if desk.draft:
                desk.ledger.drop_draft(desk.draft)
    elif desk.draft:
        out.print(Text(building.KEEP_WHOLE, style="bold"))
        if (line_of() or "").casefold().startswith("t"):
            desk.ledger.drop_draft(desk.draft)
