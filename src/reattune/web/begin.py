"""How one comes in and how one goes: the link, the first pages, the passphrase, the lock, and the quick way out."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated, Any

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from reattune import help as turning
from reattune.app import first_words
from reattune.core.errors import BadInput, WrongPassphrase
from reattune.web.at import At, Here, environment, turn_near
from reattune.web.desk import NotHere
from reattune.web.gate import cookie_name

routes = APIRouter()
Text = Annotated[str, Form()]


@routes.get("/start/{token}")
def start(token: str, here: Here) -> Response:
    """The link that lets in once; whoever is in already goes on."""
    first = "/" if here.desk.chosen("welcomed") else "/welcome"
    if here.known:
        return here.go(first)
    session = here.gate.let_in(token)
    if session is None:
        return HTMLResponse(environment().get_template("refused.html").render(says=USED, look="auto"), 401)
    answer = RedirectResponse(first, 303)
    answer.set_cookie(cookie_name(here.request.headers["host"]), session, **COOKIE)
    return answer


COOKIE: dict[str, Any] = {"httponly": True, "samesite": "strict", "path": "/"}  # no end: it goes when the browser does
USED = "This link was used before, or it is an old one. Open reattune from the terminal again: it shows a new link."


@routes.get("/unlock")
def unlock_page(here: Here) -> Response:
    """The lock; also for whoever went on without the ledger and now wants it."""
    if here.desk.locked or (here.desk.there_is_a_ledger and here.desk.ledger_or_none is None):
        return here.page("unlock.html", lost=_lost(here))
    return onward(here)


@routes.post("/unlock")
def unlock(here: Here, passphrase: Text = "") -> Response:
    """Open the ledger."""
    try:
        here.desk.unlock(passphrase)
    except WrongPassphrase:
        return here.page("unlock.html", 422, wrong=first_words.DOES_NOT_OPEN, lost=_lost(here))
    except BadInput as error:
        return here.page("unlock.html", 422, wrong=str(error), lost=_lost(here))
    return onward(here)


def _lost(here: At) -> str:
    return first_words.LOST.format(path=here.desk.where.ledger)


def onward(here: At, told: str = "") -> Response:
    """To what came while there was no open ledger, if anything did; else to Today."""
    return here.go("/held-back" if here.desk.waiting() else "/", told)


@routes.get("/held-back")
def held_back(here: Here) -> Response:
    """What came too early: it waits until somebody goes on with it or leaves it out."""
    waiting = here.desk.waiting()
    return here.page("held_back.html", waiting=waiting) if waiting else here.go("/")


@routes.post("/held-back/{name}")
def go_on(name: str, here: Here) -> Response:
    """On with it: the browser hands the same form to where it was meant for."""
    return RedirectResponse(here.desk.take(name).path, 307)


@routes.post("/held-back/{name}/leave-out")
def leave_out(name: str, here: Here) -> Response:
    """Let it go."""
    with suppress(NotHere):
        here.desk.take(name)
    return onward(here)


@routes.post("/unlock/without")
def without(here: Here) -> Response:
    """Go on with the ledger closed."""
    here.desk.go_on_without()
    return here.go("/")


@routes.post("/lock")
def lock(here: Here) -> Response:
    """Lock now."""
    here.desk.lock()
    return here.go("/unlock" if here.desk.locked else "/", "" if here.desk.locked else LOCKED_WITHOUT)


LOCKED_WITHOUT = "Nothing is held any more. There is no ledger yet, so what was open is gone."


@routes.post("/here")
def still_here() -> Response:
    """Somebody is typing or reading: nothing locks yet."""
    return Response(status_code=204)


@routes.post("/leave")
async def leave(here: Here) -> Response:
    """The quick way out: everything forgotten, locked, the cookie gone, and nobody comes back by the back button. It waits for no thread.

    It leads to the blank page also for whoever is no longer in, and asks for no token, so that an old page can always be left.
    """
    if here.known:
        here.gate.shut()
        here.desk.lock()
        here.desk.drop_all()
        here.request.app.state.left()
    answer = RedirectResponse("/blank", 303)
    answer.delete_cookie(cookie_name(here.request.headers["host"]), **COOKIE)
    answer.headers["clear-site-data"] = '"cache", "storage"'  # not "cookies": those of other ports would go, too
    return answer


@routes.get("/blank")
def blank() -> Response:
    """Nothing."""
    return HTMLResponse(environment().get_template("blank.html").render())


@routes.get("/help")
def where_to_turn(here: Here) -> Response:
    """Where to turn: there for everybody, always."""
    near = turn_near(here.desk)
    return here.page("help.html", others=[one for one in turning.load().entries if one not in near.near])
