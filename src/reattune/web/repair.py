"""Repair: the Builder, one question a page, back and forth without loss.

Where there is an open ledger and the person wants it, each answer is kept there as it is typed. Without one it stands on the desk, as long
as the app is open. A page tells when it was typed in, so that what comes late undoes nothing that is newer.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Form
from fastapi.responses import Response

from reattune.app import building, entries, ledger_words, screens, wording
from reattune.app.check import Checked
from reattune.app.screens import Repair, Screen
from reattune.coaching import drills
from reattune.coaching.builder import Build, Part
from reattune.core.errors import BadInput
from reattune.ledger import questions
from reattune.ledger.records import new_id
from reattune.web import kept, repairs
from reattune.web.at import At, Here
from reattune.web.desk import NotOpen
from reattune.web.pads import number_of, told_of
from reattune.web.repairs import Held

routes = APIRouter()
Text = Annotated[str, Form()]
ONE_AT_A_TIME = threading.RLock()  # an answer is put among the others: nothing is to come between reading and keeping them
LISTED = 30
LONGEST_TIME = 15  # digits of when something was typed
KEPT, HELD = "Kept in your ledger.", "Held while the app is open."
OTHER = "In another window this was changed. Both are below; what is in the field is what stays."
ALSO = "Another window wrote here, too. Its words stand beside yours."
ELSEWHERE = ""  # no window: another program
THROWN = "It is thrown away."
NOTED = "Noted. Now leave it with them for a while."
CHOOSE = "Choose which entry it belongs to."


@routes.get("/repair")
def start(here: Here) -> Response:
    """What the Builder is, a new one, and the drafts that wait."""
    return here.page("repair/start.html", drafts=_waiting(here))


def _waiting(here: At) -> list[tuple[str, str, str]]:
    """The name, what it is about, and since when, of each draft that waits, the latest first."""
    ledger, shelf = here.desk.ledger_or_none, repairs.shelf(here)
    found = [(name, _about(one.repair.build), HELD) for name, one in shelf.all() if not one.repair.kept and one.repair.build.kept()]
    if ledger is None:
        return found[::-1]
    begun, known = building.begun(ledger)[:LISTED], ledger_words.names(ledger.people())
    lines = {one.id: ledger_words.title_of(one, known) for one in ledger.these([one.rupture for one in begun if one.rupture])}
    told = [(one.name, lines.get(one.rupture or "") or _about(one.build), f"Kept, {wording.day(one.at)}.") for one in begun]
    return found[::-1] + told


def _about(build: Build) -> str:
    words = " ".join(next((words for _, words in build.parts), build.said_last).split())
    return f"{words[:70]}{'…' if len(words) > 70 else ''}" or "Nothing written yet"


@routes.post("/repair/begin")
def begin(here: Here, keep: Text = "") -> Response:
    """A new one."""
    name = repairs.shelf(here).put(Held(Repair(keep=bool(keep) and here.desk.ledger_or_none is not None)), new_id())
    return here.go(f"/repair/{name}")


@routes.post("/repair/for/{entry}")
def begin_for(entry: str, here: Here, alone: Text = "") -> Response:
    """One for this entry, or on with the one that was begun for it. `alone` is for writing for oneself what is to be left with them."""
    ledger = here.ledger
    item = ledger.rupture(entry)
    wait = questions.waiting(ledger, item)
    if not item.open:
        return here.page("repair/left.html", says=building.CLOSED, entry="")
    if wait and not alone:
        return here.page("repair/left.html", says=ledger_words.WAITS[wait], entry=entry)
    with ONE_AT_A_TIME:
        begun, shelf = building.begun_for(entry, ledger), repairs.shelf(here)
        held = next((name for name, one in shelf.all() if one.repair.rupture == entry and not one.repair.kept), None)
        name = (begun.name if begun else held) or shelf.put(Held(Repair(rupture=entry, given=True, keep=True)), new_id())
    return here.go(f"/repair/{name}")


def of_draft(here: At, checked: Checked, said_last: str) -> Response:
    """One that begins with a draft as it is, at the part that is not in it yet."""
    build, screen = screens.of_draft(checked, said_last)
    held = Held(Repair(build, keep=here.desk.ledger_or_none is not None))
    name = repairs.shelf(here).put(held, new_id())
    repairs.keep(here, name, held)
    return here.go(f"/repair/{name}/{screen.value}")


@routes.get("/repair/{name}")
def go_on(name: str, here: Here) -> Response:
    """On to where it was left."""
    held = repairs.held(here, name)
    return here.go(f"/repair/{name}/{screens.onward(held.repair, repairs.screens_of(here, held)).value}")


# the end


@routes.get("/repair/{name}/read")
def read(name: str, here: Here) -> Response:
    """The whole as a message that one gets."""
    with ONE_AT_A_TIME:
        held = repairs.held(here, name)
        checked = None if held.fired else repairs.checked(here, name, held)
    if checked is None or held.fired or building.waits(held.repair.rupture, here.desk.ledger_or_none):
        return here.go(f"/repair/{name}/{Screen.WHOLE.value}")
    return _read_page(here, name, held)


def _read_page(here: At, name: str, held: Held, wrong: str = "", typed: dict[str, str] | None = None) -> Response:
    """With `typed`, with what was typed of a new entry."""
    ledger = here.desk.ledger_or_none
    return here.page(
        "repair/read.html", 422 if wrong else 200, sheet=held.whole.sheet, back=f"/repair/{name}/{Screen.WHOLE.value}",
        sent=f"/repair/{name}/sent", new=f"/repair/{name}/new", entry=held.repair.rupture or "",
        entries=screens.entries(ledger, free=True) if ledger and not held.repair.rupture else (), opened=typed is not None,
        typed=typed or {"what": held.repair.build.answer(Part.WHAT), "when": "today"}, wrong=wrong, **kept.offered(here),
    )  # fmt: skip


@routes.post("/repair/{name}/words")
def words(name: str, here: Here, number: Text = "") -> Response:
    """The words of the whole that carry what was heard."""
    held = repairs.held(here, name)
    wanted = number_of(number) if here.live else held.whole.number
    found = held.whole.look_closer(here.desk.coder(), wanted) if held.whole.sheet.words else None
    if not here.live:
        return here.go(f"/repair/{name}/{Screen.WHOLE.value}")
    return here.page("drafts/words.html", **_answer(held, name, found, wanted)) if found else Response(status_code=204)


@routes.post("/repair/{name}/sent")
def sent(name: str, here: Here, entry: Text = "") -> Response:
    """Note in the ledger that it was sent; then the draft is done. Pressed twice, it is noted once."""
    with ONE_AT_A_TIME:
        if done := _done(here, name):
            return here.go(f"/ledger/{done}", NOTED)
        ledger, held = here.ledger, repairs.held(here, name)
        rupture, checked = held.repair.rupture or entry, repairs.checked(here, name, held)
        if checked is None or held.fired:
            return here.go(f"/repair/{name}/{Screen.WHOLE.value}")
        if not rupture:
            return _read_page(here, name, held, CHOOSE)
        building.sent(held.repair.build, name, rupture, checked, ledger, here.desk.now())
        _is_done(here, name, rupture)
    return here.go(f"/ledger/{rupture}", NOTED)


@routes.post("/repair/{name}/new")
def sent_new(name: str, here: Here, typed: kept.Typed) -> Response:
    """It was sent, and is for no entry yet: note it as a new one, with this as what was tried; then the draft is done."""
    with ONE_AT_A_TIME:
        if done := _done(here, name):
            return here.go(f"/ledger/{done}", NOTED)
        ledger, held = here.ledger, repairs.held(here, name)
        checked = repairs.checked(here, name, held)
        if checked is None or held.fired or held.repair.rupture:
            return here.go(f"/repair/{name}/{Screen.WHOLE.value}")
        tried = building.attempt_of(checked, here.desk.now(), name)
        heed = typed.get("what", "").strip() not in held.repair.cleared
        try:
            made = entries.add({**typed, "once": name}, ledger, here.desk.now(), here.desk.coder(), tried, heed)
        except BadInput as error:
            return _read_page(here, name, held, str(error), typed)
        _is_done(here, name, made.item.id)
    return kept.on_to(here, made.item, made.fired, typed, NOTED)


def _done(here: At, name: str) -> str:
    """The entry in which this one was noted before, if it was."""
    return next((str(entry) for other, entry in here.desk.shelf("repairs noted").all() if other == name), "")


def _is_done(here: At, name: str, entry: str) -> None:
    repairs.drop(here, name)
    here.desk.shelf("repairs noted").put(entry, name)


@routes.post("/repair/{name}/drop")
def drop(name: str, here: Here) -> Response:
    """Throw it away."""
    with ONE_AT_A_TIME:
        repairs.held(here, name)
        repairs.drop(here, name)
    return here.go("/repair", THROWN)


@routes.post("/repair/{name}/go-on")
def heard_wrong(name: str, here: Here) -> Response:
    """The safety signal heard it wrong: on with it as with any other."""
    with ONE_AT_A_TIME:
        held = repairs.held(here, name)
        if held.fired is None:
            return here.go(f"/repair/{name}")
        (screen, fired, _, left), held.fired = held.fired, None
        spoken = held.repair.build.draft if screen is Screen.WHOLE else held.repair.answer(screen)
        held.repair = replace(held.repair, cleared=held.repair.cleared | {spoken})
        held.whole.wave(frozenset(fired.safety.kinds if fired.safety else ()), spoken)
        ledger = here.desk.ledger_or_none
        if ledger and held.repair.rupture and not left:
            ledger.leave(held.repair.rupture, False)
        repairs.keep(here, name, held)
        return here.go(f"/repair/{name}/{screen.value}") if screen is Screen.WHOLE else _read(here, name, held, screen)


# the questions


@routes.get("/repair/{name}/{number}")
def show(name: str, number: int, here: Here) -> Response:
    """One question, or the whole."""
    with ONE_AT_A_TIME:
        held = repairs.held(here, name)
        shown = repairs.screens_of(here, held)
        if number == Screen.WHOLE and not held.fired:
            repairs.checked(here, name, held)
        if held.fired:
            return _stopped(here, name, held)
        if number not in shown:
            return here.go(f"/repair/{name}/{screens.onward(held.repair, shown).value}")
        return _whole(here, name, held) if number == Screen.WHOLE else _page(here, name, held, Screen(number))


def _page(here: At, name: str, held: Held, screen: Screen, typed: str | None = None, wrong: str = "", status: int = 200) -> Response:
    """A question with its answer as it stands; with `typed`, with what was typed instead, and what another window wrote beside it."""
    stands, typing = held.repair.answer(screen), held.typing(screen)
    answer = stands if typed is None else typed
    return here.page(
        "repair/step.html",
        status,
        **_question(here, held, screen),
        name=name,
        window=held.windows.opened(stands),
        at=typing.at,
        answer=answer,
        beside=typing.others(answer) or ((stands,) if status == 409 else ()),
        lets_go=bool(typing.others(answer)),
        lines=held.asked[1] if stands and held.asked[0] == stands else (),
        standing=_standing(held),
        keep=held.repair.keep,
        wrong=wrong,
    )


def _question(here: At, held: Held, screen: Screen) -> dict[str, Any]:
    ledger = here.desk.ledger_or_none
    shown: list[Screen] = [one for one in repairs.screens_of(here, held) if one is not Screen.WHOLE]
    wait = building.waits(held.repair.rupture, ledger)
    head, hint = screens.asked(screen, ledger.values() if ledger else ())
    return {
        "number": screen.value,
        "place": shown.index(screen) + 1,
        "of": len(shown),
        "head": head,
        "hint": hint,
        "waits": ledger_words.WAITS[wait] if wait and screen in screens.PART_OF else "",
        "for_you": building.FOR_YOU,
        "entries": screens.entries(ledger, free=True) if ledger and screen is Screen.ENTRY else None,
        "feelings": drills.feelings().words if screen is Screen.IMPACT else {},
        "not_kept": screen in screens.NOT_KEPT,
    }


def _standing(held: Held) -> str:
    return KEPT if held.repair.kept else HELD if held.repair.build.kept() else ""


@routes.post("/repair/{name}/{number}")
def write(name: str, number: int, here: Here, answer: Text = "", window: Text = "", at: Text = "", go: Text = "") -> Response:
    """An answer, kept; `at` is when it was typed, and `go` where to go then: next, back, keep (in the ledger), beside (what lies there is
    needed no longer), or nowhere.
    """
    with ONE_AT_A_TIME:
        held = repairs.held(here, name)
        shown = repairs.screens_of(here, held)
        if number not in shown or number == Screen.WHOLE or held.fired:
            return here.go(f"/repair/{name}")
        screen, typed = Screen(number), screens.typed(answer)
        lay = len(held.typing(screen).others(typed.strip()))
        try:
            written = _written(here, name, held, screen, window, typed, _time_of(at), go == "keep")
        except BadInput as error:
            return _not_kept(here, name, held, screen, typed, str(error), 422)
        if not written:
            return _not_kept(here, name, held, screen, typed, OTHER, 409)
        others = held.typing(screen).others(held.repair.answer(screen))
        if here.live:
            standing = f"{_standing(held)} {ALSO}".strip() if others else _standing(held)
            return here.page("repair/standing.html", standing=standing, beside=others, lets_go=True)
        if go == "beside":
            held.typing(screen).beside.clear()
        elif len(others) > lay:
            return _page(here, name, held, screen, wrong=ALSO, status=409)
        return _on(here, name, held, screen, go)


def _time_of(words: str) -> int:
    """When something was typed; 0 where a page tells none."""
    return int(words) if words.isascii() and words.isdecimal() and len(words) < LONGEST_TIME else 0


def _on(here: At, name: str, held: Held, screen: Screen, go: str) -> Response:
    if go == "keep" and not held.repair.kept and here.desk.ledger_or_none is None:
        raise NotOpen  # the form waits until there is one
    if go == "back":
        shown = repairs.screens_of(here, held)
        return here.go(f"/repair/{name}/{shown[max(shown.index(screen) - 1, 0)].value}")
    return _read(here, name, held, screen) if go == "next" else here.go(f"/repair/{name}/{screen.value}")


def _not_kept(here: At, name: str, held: Held, screen: Screen, typed: str, why: str, status: int) -> Response:
    """What was typed could not be kept: why, with the words still in their place."""
    if here.live:
        return here.page("repair/standing.html", status, standing=why, beside=())
    return _page(here, name, held, screen, typed, why, status)


def _written(here: At, name: str, held: Held, screen: Screen, window: str, typed: str, at: int, keep: bool) -> bool:
    """Puts an answer among the others and keeps it. What was typed last stands, and what it takes the place of is laid beside it where this
    window has not seen it. Where no page told when it was typed, it is not put there before both were shown.
    """
    stands, typing = held.repair.answer(screen), held.typing(screen)
    unseen = stands not in {"", typed.strip()} and not held.windows.knows(window, stands)
    made = held.repair.with_answer(screen, typed)
    if typing.comes_late(window, at, made.answer(screen)):
        return True
    if unseen and not at:
        return False
    if unseen and screen is not Screen.ENTRY:
        typing.lay(typing.window if typing.window != window else ELSEWHERE, stands)
    typing.stands(window, at)
    held.repair = replace(made, keep=made.keep or keep)
    held.windows.saw(window, held.repair.answer(screen))
    repairs.keep(here, name, held)
    return True


def _read(here: At, name: str, held: Held, screen: Screen) -> Response:
    """The answer is read: on, or back to it with a question, or it stops here."""
    words = held.repair.answer(screen)
    if held.asked[0] == words and words:
        held.repair = replace(held.repair, passed=held.repair.passed | {words})
    held.asked = ("", ())
    found = screens.read(held.repair, screen, here.desk.coder())
    if found.fired:
        repairs.stop(here, name, held, screen, found.fired)
    elif found.lines:
        held.asked = (words, found.lines)
    else:
        return _next(here, name, held, screen)
    return here.go(f"/repair/{name}/{screen.value}")


def _next(here: At, name: str, held: Held, screen: Screen) -> Response:
    return here.go(f"/repair/{name}/{next(one for one in repairs.screens_of(here, held) if one > screen).value}")


def _stopped(here: At, name: str, held: Held) -> Response:
    assert held.fired
    _, fired, says, _ = held.fired
    ledger = here.desk.ledger_or_none
    after = (screens.STOPPED_ENTRY if held.repair.rupture else screens.STOPPED) if ledger and held.repair.keep else ""
    return here.page("repair/stopped.html", fired=fired, says=says, after=after, name=name)


def _whole(here: At, name: str, held: Held) -> Response:
    wait, draft = building.waits(held.repair.rupture, here.desk.ledger_or_none), held.repair.build.draft
    known = held.whole.known if draft else None
    asked = [screen for screen in repairs.screens_of(here, held) if screen in screens.PART_OF]
    return here.page(
        "repair/whole.html", name=name, draft=draft, waits=ledger_words.WAITS[wait] if wait else "", for_you=building.FOR_YOU,
        parts_of=[(screen.value, screens.HEADS[screen], bool(held.repair.answer(screen))) for screen in asked], standing=_standing(held),
        together=building.WHOLE, **(_answer(held, name, known, held.whole.number) if known else {"checked": None}),
    )  # fmt: skip


def _answer(held: Held, name: str, checked: Checked, number: int) -> dict[str, Any]:
    told = told_of(held.whole, checked, number)
    return told | {"fields": {"number": number}, "closer": f"/repair/{name}/words", "again": "", "builds": False}
