"""Repair: the Builder, one question a page, back and forth without loss.

Where there is an open ledger and the person wants it, each answer is kept there as it is typed, and what stands there counts, so that
another window, another program or a new start of the app goes on with the same. Without one it stands on the desk, as long as the app is
open.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from typing import Annotated, Any

from fastapi import APIRouter, Form
from fastapi.responses import Response

from reattune.app import building, ledger_words, screens, wording
from reattune.app.check import Checked
from reattune.app.screens import Repair, Screen
from reattune.coaching import drills
from reattune.coaching.builder import Build
from reattune.core.coded import Coded
from reattune.core.errors import BadInput
from reattune.ledger import questions
from reattune.ledger.records import new_id
from reattune.web.at import At, Here
from reattune.web.desk import NotHere, NotOpen, Shelf
from reattune.web.pads import Pad, Sheet, number_of, told_of
from reattune.web.windows import Windows

routes = APIRouter()
Text = Annotated[str, Form()]
ONE_AT_A_TIME = threading.RLock()  # an answer is put among the others: nothing is to come between reading and keeping them
LISTED = 30
KEPT, HELD = "Kept in your ledger.", "Held while the app is open."
OTHER = "In another window this was changed. Both are below; what is in the field is what stays."
THROWN = "It is thrown away."
NOTED = "Noted. Now leave it with them for a while."


@dataclass(slots=True)
class Held:
    """A repair on the desk. `asked` is what was asked back about an answer; `fired` what was heard where the safety signal fired, what
    follows from it, and whether the entry was left with the other before.
    """

    repair: Repair
    windows: Windows[str] = field(default_factory=lambda: Windows(""))
    asked: tuple[str, tuple[str, ...]] = ("", ())
    fired: tuple[Screen, Coded, str, bool] | None = None
    whole: Pad = field(default_factory=Pad)

    def stop(self) -> None:
        """Nothing of it is wanted any more."""
        self.whole.stop()


def _shelf(here: At) -> Shelf[Held]:
    return here.desk.shelf("repairs")  # type: ignore[return-value]


def _held(here: At, name: str) -> Held:
    """The repair of this name, as the ledger has it where it stands there. Raises NotHere."""
    ledger, shelf = here.desk.ledger_or_none, _shelf(here)
    held = next((one for other, one in shelf.all() if other == name), None)
    kept = next((one for one in ledger.drafts() if one[0] == name), None) if ledger else None
    if kept:
        if held is None:
            held = Held(Repair(given=kept[1] is not None))
            shelf.put(held, name)
        held.repair = replace(held.repair, build=Build.of(kept[3]), rupture=kept[1], keep=True, kept=True)
    elif held is None or held.repair.kept:  # it was sent or thrown away elsewhere
        shelf.drop(name)
        raise NotHere
    if ledger and held.repair.rupture and not ledger.these([held.repair.rupture]):  # it was forgotten meanwhile
        held.repair = replace(held.repair, rupture=None, given=False)
    return held


def _screens(here: At, held: Held) -> tuple[Screen, ...]:
    ledger = here.desk.ledger_or_none
    values, some = bool(ledger and ledger.values()), bool(ledger and screens.entries(ledger, free=True))
    return screens.screens(held.repair, values, some, screens.waits(held.repair.rupture, ledger) is not None)


@routes.get("/repair")
def start(here: Here) -> Response:
    """What the Builder is, a new one, and the drafts that wait."""
    return here.page("repair/start.html", drafts=_waiting(here))


def _waiting(here: At) -> list[tuple[str, str, str]]:
    """The name, what it is about, and since when, of each draft that waits, the latest first."""
    ledger, shelf = here.desk.ledger_or_none, _shelf(here)
    found = [(name, _about(one.repair.build), HELD) for name, one in shelf.all() if not one.repair.kept and one.repair.build.kept()]
    if ledger is None:
        return found[::-1]
    drafts, known = ledger.drafts()[:LISTED], ledger_words.names(ledger.people())
    lines = {one.id: ledger_words.title_of(one, known) for one in ledger.these([one[1] for one in drafts if one[1]])}
    told = [(name, lines.get(rupture or "") or _about(Build.of(parts)), f"Kept, {wording.day(at)}.") for name, rupture, at, parts in drafts]
    return found[::-1] + told


def _about(build: Build) -> str:
    words = " ".join(next((words for _, words in build.parts), build.said_last).split())
    return f"{words[:70]}{'…' if len(words) > 70 else ''}" or "Nothing written yet"


@routes.post("/repair/begin")
def begin(here: Here, keep: Text = "") -> Response:
    """A new one."""
    name = _shelf(here).put(Held(Repair(keep=bool(keep) and here.desk.ledger_or_none is not None)), new_id())
    return here.go(f"/repair/{name}")


@routes.post("/repair/for/{entry}")
def begin_for(entry: str, here: Here, alone: Text = "") -> Response:
    """One for this entry, or on with the one that was begun for it. `alone` is for writing for oneself what is to be left with them."""
    ledger = here.ledger
    item = ledger.rupture(entry)
    wait = questions.waiting(ledger, item)
    if not item.open:
        return here.page("repair/left.html", says=screens.CLOSED, entry="")
    if wait and not alone:
        return here.page("repair/left.html", says=ledger_words.WAITS[wait], entry=entry)
    with ONE_AT_A_TIME:
        begun = next((name for name, rupture, _, _ in ledger.drafts() if rupture == entry), None)
        held = next((name for name, one in _shelf(here).all() if one.repair.rupture == entry and not one.repair.kept), None)
        name = begun or held or _shelf(here).put(Held(Repair(rupture=entry, given=True, keep=True)), new_id())
    return here.go(f"/repair/{name}")


def of_draft(here: At, checked: Checked, said_last: str) -> Response:
    """One that begins with a draft as it is, at the part that is not in it yet."""
    build, screen = screens.of_draft(checked, said_last)
    held = Held(Repair(build, keep=here.desk.ledger_or_none is not None))
    name = _shelf(here).put(held, new_id())
    _keep(here, name, held)
    return here.go(f"/repair/{name}/{screen.value}")


@routes.get("/repair/{name}")
def go_on(name: str, here: Here) -> Response:
    """On to where it was left."""
    held = _held(here, name)
    return here.go(f"/repair/{name}/{screens.onward(held.repair, _screens(here, held)).value}")


@routes.get("/repair/{name}/read")
def read(name: str, here: Here) -> Response:
    """The whole as a message that one gets."""
    with ONE_AT_A_TIME:
        held = _held(here, name)
        checked = _checked(here, name, held) if held.repair.build.draft and not held.fired else None
    if checked is None or held.fired or screens.waits(held.repair.rupture, here.desk.ledger_or_none):
        return here.go(f"/repair/{name}/{Screen.WHOLE.value}")
    return _read_page(here, name, held)


def _read_page(here: At, name: str, held: Held, wrong: str = "", status: int = 200) -> Response:
    ledger = here.desk.ledger_or_none
    return here.page(
        "drafts/read.html", status, sheet=held.whole.sheet, back=f"/repair/{name}/{Screen.WHOLE.value}", sent=f"/repair/{name}/sent",
        entries=screens.entries(ledger, free=True) if ledger and not held.repair.rupture else (), entry=held.repair.rupture or "",
        wrong=wrong,
    )  # fmt: skip


@routes.post("/repair/{name}/words")
def words(name: str, here: Here, number: Text = "") -> Response:
    """The words of the whole that carry what was heard."""
    held = _held(here, name)
    wanted = number_of(number) if here.live else held.whole.number
    found = held.whole.look_closer(here.desk.coder(), wanted) if held.whole.sheet.words else None
    if not here.live:
        return here.go(f"/repair/{name}/{Screen.WHOLE.value}")
    return here.page("drafts/words.html", **_answer(held, name, found, wanted)) if found else Response(status_code=204)


@routes.post("/repair/{name}/sent")
def sent(name: str, here: Here, entry: Text = "") -> Response:
    """Note in the ledger that it was sent; then the draft is done."""
    with ONE_AT_A_TIME:
        ledger, held = here.ledger, _held(here, name)
        rupture, checked = held.repair.rupture or entry, _checked(here, name, held) if held.repair.build.draft else None
        if checked is None or held.fired:
            return here.go(f"/repair/{name}/{Screen.WHOLE.value}")
        if not rupture:
            return _read_page(here, name, held, "Choose which entry it belongs to.", 422)
        building.sent(held.repair.build, rupture, checked, ledger, here.desk.now())
        _drop(here, name)
    return here.go(f"/ledger/{rupture}", NOTED)


@routes.post("/repair/{name}/drop")
def drop(name: str, here: Here) -> Response:
    """Throw it away."""
    with ONE_AT_A_TIME:
        _held(here, name)
        _drop(here, name)
    return here.go("/repair", THROWN)


def _drop(here: At, name: str) -> None:
    if here.desk.ledger_or_none:
        here.desk.ledger.drop_draft(name)
    _shelf(here).drop(name)


@routes.post("/repair/{name}/go-on")
def heard_wrong(name: str, here: Here) -> Response:
    """The safety signal heard it wrong: on with it as with any other."""
    with ONE_AT_A_TIME:
        held = _held(here, name)
        if held.fired is None:
            return here.go(f"/repair/{name}")
        (screen, fired, _, left), held.fired = held.fired, None
        spoken = held.repair.build.draft if screen is Screen.WHOLE else held.repair.answer(screen)
        held.repair = replace(held.repair, cleared=held.repair.cleared | {spoken})
        held.whole.wave(frozenset(fired.safety.kinds if fired.safety else ()), spoken)
        ledger = here.desk.ledger_or_none
        if ledger and held.repair.rupture and not left:
            ledger.leave(held.repair.rupture, False)
        _keep(here, name, held)
        return here.go(f"/repair/{name}/{screen.value}") if screen is Screen.WHOLE else _read(here, name, held, screen)


@routes.get("/repair/{name}/{number}")
def show(name: str, number: int, here: Here) -> Response:
    """One question, or the whole."""
    with ONE_AT_A_TIME:
        held = _held(here, name)
        shown = _screens(here, held)
        if number == Screen.WHOLE and held.repair.build.draft and not held.fired:
            _checked(here, name, held)
        if held.fired:
            return _stopped(here, name, held)
        if number not in shown:
            return here.go(f"/repair/{name}/{screens.onward(held.repair, shown).value}")
        return _whole(here, name, held) if number == Screen.WHOLE else _page(here, name, held, Screen(number))


def _page(here: At, name: str, held: Held, screen: Screen, typed: str | None = None, wrong: str = "", status: int = 200) -> Response:
    """A question with its answer as it stands; with `typed`, with what was typed instead, and where another window changed it, both."""
    stands = held.repair.answer(screen)
    return here.page(
        "repair/step.html",
        status,
        **_question(here, held, screen),
        name=name,
        window=held.windows.opened(stands),
        answer=stands if typed is None else typed,
        other=stands if status == 409 else "",
        lines=held.asked[1] if stands and held.asked[0] == stands else (),
        standing=_standing(held),
        keep=held.repair.keep,
        wrong=wrong,
    )


def _question(here: At, held: Held, screen: Screen) -> dict[str, Any]:
    ledger = here.desk.ledger_or_none
    shown: list[Screen] = [one for one in _screens(here, held) if one is not Screen.WHOLE]
    wait = screens.waits(held.repair.rupture, ledger)
    return {
        "number": screen.value,
        "place": shown.index(screen) + 1,
        "of": len(shown),
        "head": screens.HEADS[screen],
        "hint": _hint(here, screen),
        "waits": ledger_words.WAITS[wait] if wait and screen in screens.PART_OF else "",
        "for_you": building.FOR_YOU,
        "entries": screens.entries(ledger, free=True) if ledger and screen is Screen.ENTRY else None,
        "feelings": drills.feelings().words if screen is Screen.IMPACT else {},
        "not_kept": screen in screens.NOT_KEPT,
    }


def _hint(here: At, screen: Screen) -> str:
    ledger = here.desk.ledger_or_none
    return screens.HINTS[screen].format(values=wording.listed(ledger.values()) if ledger else "")


def _standing(held: Held) -> str:
    return KEPT if held.repair.kept else HELD if held.repair.build.kept() else ""


@routes.post("/repair/{name}/{number}")
def write(name: str, number: int, here: Here, answer: Text = "", window: Text = "", go: Text = "") -> Response:
    """An answer, kept; `go` is where to go then: next, back, keep (in the ledger), or nowhere."""
    with ONE_AT_A_TIME:
        held = _held(here, name)
        shown = _screens(here, held)
        if number not in shown or number == Screen.WHOLE or held.fired:
            return here.go(f"/repair/{name}")
        screen, typed = Screen(number), screens.typed(answer)
        try:
            written = _written(here, name, held, screen, window, typed, go == "keep")
        except BadInput as error:
            return _not_kept(here, name, held, screen, typed, str(error), 422)
        if not written:
            return _not_kept(here, name, held, screen, typed, OTHER, 409)
        if here.live:
            return here.page("repair/standing.html", standing=_standing(held))
        if go == "keep" and not held.repair.kept and here.desk.ledger_or_none is None:
            raise NotOpen  # the form waits until there is one
        if go == "back":
            return here.go(f"/repair/{name}/{shown[max(shown.index(screen) - 1, 0)].value}")
        return _read(here, name, held, screen) if go == "next" else here.go(f"/repair/{name}/{number}")


def _not_kept(here: At, name: str, held: Held, screen: Screen, typed: str, why: str, status: int) -> Response:
    """What was typed could not be kept: why, with the words still in their place."""
    if here.live:
        return here.page("repair/standing.html", status, standing=why)
    return _page(here, name, held, screen, typed, why, status)


def _written(here: At, name: str, held: Held, screen: Screen, window: str, typed: str, keep: bool) -> bool:
    """Puts an answer among the others and keeps it; not where another window changed it meanwhile."""
    stands = held.repair.answer(screen)
    if stands not in {"", typed.strip()} and not held.windows.knows(window, stands):
        return False
    made = held.repair.with_answer(screen, typed)
    held.repair = replace(made, keep=made.keep or keep)
    held.windows.saw(window, held.repair.answer(screen))
    _keep(here, name, held)
    return True


def _keep(here: At, name: str, held: Held) -> None:
    """In the ledger, where it is to be kept and there is something to keep."""
    ledger, repair = here.desk.ledger_or_none, held.repair
    if ledger and repair.keep and (repair.kept or repair.build.kept()):
        building.keep_draft(repair.build, name, repair.rupture, ledger, here.desk.now())
        held.repair = replace(repair, kept=True)


def _read(here: At, name: str, held: Held, screen: Screen) -> Response:
    """The answer is read: on, or back to it with a question, or it stops here."""
    words = held.repair.answer(screen)
    if held.asked[0] == words and words:
        held.repair = replace(held.repair, passed=held.repair.passed | {words})
    held.asked = ("", ())
    found = screens.read(held.repair, screen, here.desk.coder())
    if found.fired:
        _stop(here, name, held, screen, found.fired)
    elif found.lines:
        held.asked = (words, found.lines)
    else:
        return _next(here, name, held, screen)
    return here.go(f"/repair/{name}/{screen.value}")


def _next(here: At, name: str, held: Held, screen: Screen) -> Response:
    return here.go(f"/repair/{name}/{next(one for one in _screens(here, held) if one > screen).value}")


def _stop(here: At, name: str, held: Held, screen: Screen, fired: Coded) -> None:
    """The draft is kept no more, only held, in case it was heard wrong; the entry is left with them."""
    says = wording.SAFETY_CONTEXT if screen is Screen.SAID else wording.SAFETY_DRAFT
    left = screens.stop(held.repair, name, here.desk.ledger_or_none)
    held.repair, held.fired = replace(held.repair, kept=False), (screen, fired, says, left)


def _stopped(here: At, name: str, held: Held) -> Response:
    assert held.fired
    _, fired, says, _ = held.fired
    ledger = here.desk.ledger_or_none
    after = (screens.STOPPED_ENTRY if held.repair.rupture else screens.STOPPED) if ledger and held.repair.keep else ""
    return here.page("repair/stopped.html", fired=fired, says=says, after=after, name=name)


def _checked(here: At, name: str, held: Held) -> Checked | None:
    """What is heard in the whole; where the safety signal fires in it, it stops here."""
    build = held.repair.build
    sheet = Sheet(build.draft, last=build.said_last)
    if held.whole.sheet != sheet:
        held.whole.write(sheet)
    alone = None if held.whole.known else screens.fired_in_a_part(held.repair, here.desk.coder())
    if alone and not held.fired:
        _stop(here, name, held, *alone)
        return None
    found = held.whole.look(here.desk.coder())
    if found and found.coded.safety and not held.fired:
        _stop(here, name, held, Screen.WHOLE, found.coded)
    return found


def _whole(here: At, name: str, held: Held) -> Response:
    wait, draft = screens.waits(held.repair.rupture, here.desk.ledger_or_none), held.repair.build.draft
    known = held.whole.known if draft else None
    asked = [screen for screen in _screens(here, held) if screen in screens.PART_OF]
    return here.page(
        "repair/whole.html", name=name, draft=draft, waits=ledger_words.WAITS[wait] if wait else "", for_you=building.FOR_YOU,
        parts_of=[(screen.value, screens.HEADS[screen], bool(held.repair.answer(screen))) for screen in asked], standing=_standing(held),
        together=building.WHOLE, **(_answer(held, name, known, held.whole.number) if known else {"checked": None}),
    )  # fmt: skip


def _answer(held: Held, name: str, checked: Checked, number: int) -> dict[str, Any]:
    told = told_of(held.whole, checked, number)
    return told | {"fields": {"number": number}, "closer": f"/repair/{name}/words", "again": "", "builds": False}
