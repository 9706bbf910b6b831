"""How one comes in and how one goes: the link, the first pages, the passphrase, the lock, and the quick way out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from reattune import help as turning
from reattune.core.errors import BadInput
from reattune.web.at import Here, environment, turn_near
from reattune.web.gate import cookie_name

routes = APIRouter()
Text = Annotated[str, Form()]


@routes.get("/start/{token}")
def start(token: str, here: Here) -> Response:
    """The link that lets in once."""
    session = here.gate.let_in(token)
    if session is None:
        return HTMLResponse(environment().get_template("refused.html").render(says=USED, look="auto"), 401)
    answer = RedirectResponse("/" if here.desk.chosen("welcomed") else "/welcome", 303)
    answer.set_cookie(cookie_name(here.request.headers["host"]), session, httponly=True, samesite="strict", path="/")
    return answer


USED = "This link was used before, or it is an old one. Open reattune from the terminal again: it shows a new link."


@routes.get("/unlock")
def unlock_page(here: Here) -> Response:
    """The lock."""
    return here.page("unlock.html") if here.desk.locked else here.go("/")


@routes.post("/unlock")
def unlock(here: Here, passphrase: Text = "") -> Response:
    """Open the ledger."""
    try:
        here.desk.unlock(passphrase)
    except BadInput as error:
        return here.page("unlock.html", 422, wrong=str(error))
    if here.desk.held_back:
        path, fields = here.desk.held_back
        here.desk.held_back = None
        return here.page("held_back.html", path=path, fields=fields)
    return here.go("/")


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
def leave(here: Here) -> Response:
    """The quick way out: everything forgotten, locked, the cookie gone, and nobody comes back by the back button."""
    here.desk.lock()
    here.desk.drop_all()
    here.gate.shut()
    here.request.app.state.left()
    answer = RedirectResponse("/blank", 303)
    answer.delete_cookie(cookie_name(here.request.headers["host"]), path="/")
    answer.headers["clear-site-data"] = '"cache", "cookies", "storage"'
    return answer


@routes.get("/blank")
def blank() -> Response:
    """Nothing."""
    return HTMLResponse(environment().get_template("blank.html").render())


@routes.get("/help")
def where_to_turn(here: Here) -> Response:
    """Where to turn: there for everybody, always."""
    near = turn_near()
    return here.page("help.html", others=[one for one in turning.load().entries if one not in near.near])
