"""`reattune repair`: the Builder in the terminal, one question after the other.

Typed at any question: `?` for words for feelings, `??` for one to practise on, `q` to leave. What is written goes to the ledger only where
the person says so, and what was kept can be gone on with. The questions and what follows from an answer are those of the pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rich.console import Console
from rich.text import Text

from reattune.app import building, entries, practising, screens
from reattune.app.check import Checked
from reattune.app.ledger_words import WAITS
from reattune.app.screens import Screen
from reattune.app.settings import settings
from reattune.cli.check import show
from reattune.cli.look import QUIET, console
from reattune.cli.practise import line_of, not_that, one_item, show_feelings
from reattune.coaching.builder import Build, Part
from reattune.coding.coder import shipped
from reattune.core.errors import BadOption
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
    found = building.named(name, ledger) or building.begun_for(name, ledger)
    desk = Desk(found.build, ledger, found.name, found.rupture) if found else Desk(Build(), ledger, None, name)
    if desk.rupture and not ledger.rupture(desk.rupture).open:
        raise BadOption(building.CLOSED)
    return replace(desk, waits=building.waits(desk.rupture, ledger))


def _begun(desk: Desk, out: Console) -> Desk | None:
    """What comes before the questions: what one has done well by, one's values, what they said last, and whether it is kept; all may be
    left out.
    """
    ledger = desk.ledger
    values = ledger.values() if ledger else ()
    out.print(Text(building.EMPTY, style=QUIET))
    for screen in (Screen.AFFIRM, Screen.VALUE) if values else (Screen.AFFIRM,):
        _put(screen, out, values=values)
        if _read(desk, out) is None:
            return None
    if ledger:
        out.print(building.KEEP)
        answer = line_of()
        if answer is None:
            return None
        ledger = ledger if answer.casefold().startswith("y") else None
    _put(Screen.SAID, out)
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
    building.stop(desk.draft, desk.rupture, desk.ledger)


def _put(screen: Screen, out: Console, more: str = "", values: Sequence[str] = ()) -> None:
    """A question with its hint."""
    head, hint = screens.asked(screen, values)
    out.print(Text(head, style="bold"))
    out.print(Text(f"{hint} {more}".strip(), style=QUIET))


def _ask(part: Part, desk: Desk, out: Console) -> Desk | None:
    """One question until it is answered; nothing where the person leaves."""
    out.print()
    _put(screens.SCREEN_OF[part], out, building.FEELINGS if part is Part.IMPACT else "")
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
    if desk.ledger and not desk.waits:
        _noted(desk, checked, desk.ledger, out)


def _noted(desk: Desk, checked: Checked, ledger: Ledger, out: Console) -> None:
    """Whether it was said: then it is noted, with its entry or as a new one. One that is for no entry may be kept or thrown away."""
    if desk.rupture and _yes(building.SENT, out):
        building.sent(desk.build, desk.draft, desk.rupture, checked, ledger, datetime.now())
    if desk.rupture or desk.draft is None:
        return
    if _yes(building.SENT, out) and _yes(building.NEW, out) and _as_new(desk, desk.draft, checked, ledger, out):
        return
    out.print(Text(building.KEEP_WHOLE, style="bold"))
    if (line_of() or "").casefold().startswith("t"):
        ledger.drop_draft(desk.draft)


def _yes(question: str, out: Console) -> bool:
    out.print(Text(question, style="bold"))
    return (line_of() or "").casefold().startswith("y")


def _as_new(desk: Desk, draft: str, checked: Checked, ledger: Ledger, out: Console) -> bool:
    """Notes it as a new entry with what was said; False where the person leaves."""
    tried = building.attempt_of(checked, datetime.now(), draft)
    while (typed := _about(desk.build.answer(Part.WHAT), out)) is not None:
        heed = typed["what"] not in desk.cleared
        try:
            made = entries.add({**typed, "once": draft}, ledger, datetime.now(), shipped(), tried, heed)
        except BadOption as error:
            out.print(str(error))
            continue
        ledger.drop_draft(draft)
        if made.fired and not_that(made.fired, out):
            entries.not_that(made.item.id, typed, ledger)
        out.print(f"Kept as {made.item.id}.")
        return True
    return False


def _about(told: str, out: Console) -> dict[str, str] | None:
    """What it was about (as it was told, where nothing is typed), with whom and which day; nothing where the person leaves."""
    said = []
    for question in (building.ABOUT.format(words=told) if told else screens.HEADS[Screen.WHAT], building.WITH, building.DAY):
        out.print(question)
        words = line_of()
        if words is None:
            return None
        said.append(words)
    what, who, day = said
    when = {"when": "day", "day": day} if day not in {"", "today", "yesterday"} else {"when": day or "today"}
    return {"what": what or told, "who": who, **when}
