"""Before you send: a draft is read as it is typed, and may be copied once it was read as the other person will read it.

What is written stands in a pad on the desk, in memory alone. With scripts on, the page asks twice: for what is heard, which comes at once,
and for the words that carry it. Without, a press of a button asks for both.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Annotated, Any

from fastapi import APIRouter, Form
from fastapi.responses import Response

from reattune.app import building, screens
from reattune.app.check import Checked
from reattune.core.errors import BadInput
from reattune.web import repair
from reattune.web.at import At, Here
from reattune.web.desk import NotHere, Shelf
from reattune.web.pads import Pad, Sheet, number_of, told_of

routes = APIRouter()
Text = Annotated[str, Form()]
ROOT = "/before-you-send"
ELSEWHERE = "Another window changed this draft. What you write here is held beside it, as a draft of its own."
EMPTY = "There is nothing to read yet. Write your draft first."
CHOOSE = "Choose which entry it belongs to."
NOTED = "Noted. Now leave it with them for a while."
ONE_AT_A_TIME = threading.Lock()


def _pads(here: At) -> Shelf[Pad]:
    return here.desk.shelf("pads")  # type: ignore[return-value]


@routes.get(ROOT)
def newest(here: Here) -> Response:
    """The draft that was begun last, or an empty page."""
    held = _pads(here).all()
    return here.go(f"{ROOT}/{held[-1][0] if held else _pads(here).put(Pad())}")


@routes.get(ROOT + "/{name}")
def show(name: str, here: Here) -> Response:
    """The draft, with what was heard in it so far."""
    return _page(here, name, _pads(here).get(name))


def _page(here: At, name: str, pad: Pad, wrong: str = "", status: int = 200) -> Response:
    known = pad.known
    others = [other for other, one in _pads(here).all() if other != name and one.sheet.words]
    return here.page(
        "drafts/pad.html", status, name=name, pad=pad, sheet=pad.sheet, window=pad.windows.opened(pad.sheet), others=others, wrong=wrong,
        **(_answer(pad, name, known, pad.number) if known else {"checked": None}),
    )  # fmt: skip


def _answer(pad: Pad, name: str, checked: Checked, number: int) -> dict[str, Any]:
    """What the part of a page with the answer is made from."""
    return told_of(pad, checked, number) | {
        "fields": {"pad": name, "number": number},
        "closer": f"{ROOT}/words",
        "again": f"{ROOT}/go-on",
        "builds": True,
    }


@routes.post(ROOT)
def write(
    here: Here, draft: Text = "", before: Text = "", mine: Text = "", last: Text = "", since: Text = "", pad: Text = "", window: Text = "",
    go: Text = "",
) -> Response:  # fmt: skip
    """What is typed: held, and read. `go` is what to do with it then: look, read, or over."""
    sheet = Sheet(*(screens.typed(words) for words in (draft, before, mine, last, since)))
    name, held, number = _written(here, pad, window, sheet)
    if go == "over":
        _pads(here).drop(name)
        return here.go(f"{ROOT}/{_pads(here).put(Pad())}")
    return _live(here, name, held, number, pad) if here.live else _then(here, name, held, go)


def _written(here: At, name: str, window: str, sheet: Sheet) -> tuple[str, Pad, int]:
    """The pad with this on it (its own, or where that is gone or another window wrote in it meanwhile, a new one), and the reading's
    number.
    """
    pads = _pads(here)
    try:
        pad = pads.get(name)
    except NotHere:
        pad = Pad()
        name = pads.put(pad)
    if sheet != pad.sheet and not pad.windows.knows(window, pad.sheet):
        pad = Pad()
        name = pads.put(pad)
    pad.windows.saw(window, sheet)
    return name, pad, pad.write(sheet)


def _live(here: At, name: str, pad: Pad, number: int, asked: str) -> Response:
    """The first answer, while somebody types; `asked` is the pad that the page had."""
    moved: dict[str, Any] = {"name": name, "moved": ELSEWHERE if name != asked else ""}
    try:
        found = pad.look(here.desk.coder(), number) if pad.sheet.words else None
    except BadInput as error:
        return here.page("drafts/live.html", 422, wrong=str(error), checked=None, **moved)
    if pad.sheet.words and found is None:
        return Response(status_code=204)
    made = here.page("drafts/live.html", **moved, **(_answer(pad, name, found, number) if found else {"checked": None}))
    if name != asked:
        made.headers["hx-replace-url"] = f"{ROOT}/{name}"
    return made


def _then(here: At, name: str, pad: Pad, go: str) -> Response:
    if not pad.sheet.words:
        return _page(here, name, pad, EMPTY, 422)
    try:
        found = pad.look(here.desk.coder()) if go == "read" else pad.look_closer(here.desk.coder())
    except BadInput as error:
        return _page(here, name, pad, str(error), 422)
    ready = go == "read" and found is not None and found.coded.safety is None
    return here.go(f"{ROOT}/{name}/read" if ready else f"{ROOT}/{name}")


@routes.post(ROOT + "/words")
def words(here: Here, pad: Text = "", number: Text = "") -> Response:
    """The words that carry what was heard, for the reading of this number."""
    held = _pads(here).get(pad)
    wanted = number_of(number) if here.live else held.number
    found = held.look_closer(here.desk.coder(), wanted) if held.sheet.words else None
    if not here.live:
        return here.go(f"{ROOT}/{pad}")
    return here.page("drafts/words.html", **_answer(held, pad, found, wanted)) if found else Response(status_code=204)


@routes.post(ROOT + "/go-on")
def go_on(here: Here, pad: Text = "") -> Response:
    """The signal heard this draft wrong: it is read as any other."""
    held = _pads(here).get(pad)
    fired = held.read and held.read.checked.coded.safety
    if fired:
        held.wave(frozenset(fired.kinds), held.sheet.words, *(words for _, words in held.sheet.talk))
        with suppress(BadInput):
            held.look(here.desk.coder())
    return here.go(f"{ROOT}/{pad}")


@routes.post(ROOT + "/build")
def build(here: Here, pad: Text = "") -> Response:
    """On to the Builder, with the draft as it is and at the part that is not there yet."""
    held = _pads(here).get(pad)
    found = held.look(here.desk.coder()) if held.sheet.words else None
    if found is None or found.coded.safety:
        return here.go(f"{ROOT}/{pad}")
    return repair.of_draft(here, found, held.sheet.last)


@routes.get(ROOT + "/{name}/read")
def read(name: str, here: Here) -> Response:
    """The draft as a message that one gets."""
    pad = _pads(here).get(name)
    return here.go(f"{ROOT}/{name}") if _ready(here, pad) is None else _read_page(here, name, pad)


def _ready(here: At, pad: Pad) -> Any:
    """The check of a draft that may be read and copied, or nothing."""
    with suppress(BadInput):
        found = pad.look(here.desk.coder())
        return found if found and found.coded.safety is None else None
    return None


def _read_page(here: At, name: str, pad: Pad, wrong: str = "", status: int = 200) -> Response:
    ledger = here.desk.ledger_or_none
    entries = screens.entries(ledger) if ledger else ()
    return here.page(
        "drafts/read.html", status, sheet=pad.sheet, back=f"{ROOT}/{name}", sent=f"{ROOT}/{name}/sent", entries=entries, entry="",
        wrong=wrong,
    )  # fmt: skip


@routes.post(ROOT + "/{name}/sent")
def sent(name: str, here: Here, entry: Text = "") -> Response:
    """Note in the ledger that it was sent."""
    ledger = here.ledger
    with ONE_AT_A_TIME:  # pressed twice, it is noted once
        pad = next((one for other, one in _pads(here).all() if other == name), None)
        if pad is None and entry and ledger.these([entry]):
            return here.go(f"/ledger/{entry}", NOTED)
        pad = _pads(here).get(name)
        checked = _ready(here, pad)
        if checked is None:
            return here.go(f"{ROOT}/{name}")
        if not entry:
            return _read_page(here, name, pad, CHOOSE, 422)
        building.noted(checked, entry, ledger, here.desk.now())
        _pads(here).drop(name)
    return here.go(f"/ledger/{entry}", NOTED)
