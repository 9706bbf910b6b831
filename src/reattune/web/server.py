"""The app put together: the sections, what stands before them, and what happens when something is not there."""

from __future__ import annotations

from importlib import resources
from typing import Annotated

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartParser

from reattune.core.errors import BadInput
from reattune.web import begin, conversations, drafts, guide, kept, practise, repair, settings, today, welcome
from reattune.web.at import At, at, environment
from reattune.web.desk import NO_MORE, Desk, NotHere, NotOpen
from reattune.web.gate import LARGEST_UPLOAD, Gate, Guarded

SECTIONS = (begin, welcome, today, conversations, drafts, repair, practise, kept, guide, settings)
FREE = ("/static/", "/start/", "/blank", "/leave", "/unlock", "/help")  # also while it is locked
REFUSED = {
    400: "This could not be understood. Go back and try it again.",
    401: "This page is closed. Open reattune from the terminal again: it shows a new link. What you kept in your ledger is there. "
    "A conversation that you did not keep is gone.",
    403: "This came from another page, so it was not done. Go back to reattune's own page and try again.",
    404: "There is no such page.",
    405: "This cannot be done that way.",
    408: "The file took too long to come. Try again.",
    413: f"This is larger than can be taken in (files: up to {LARGEST_UPLOAD // 1024**2} MB). Export a shorter span.",
    421: "There is no such page.",
    500: "Something broke here, and it was our fault. What you kept before is as it was. Go back and try again.",
    503: "Not yet.",
}


def make_app(desk: Desk, gate: Gate) -> Guarded:
    """The whole server as an ASGI app."""
    MultiPartParser.spool_max_size = LARGEST_UPLOAD  # what is handed in never lies on the disk
    app = FastAPI(title="reattune", docs_url=None, redoc_url=None, openapi_url=None, dependencies=[Depends(_own), Depends(_there)])
    app.state.desk, app.state.gate = desk, gate
    app.mount("/static", StaticFiles(directory=str(resources.files("reattune.web") / "static")))
    for section in SECTIONS:
        app.include_router(section.routes)
    app.add_exception_handler(NotOpen, _not_open)
    app.add_exception_handler(NotHere, _not_here)
    app.add_exception_handler(BadInput, _bad)
    app.add_exception_handler(RequestValidationError, _odd)
    app.add_exception_handler(HTTPException, _http)
    guarded = Guarded(app, gate, _refused)
    app.state.left = lambda: guarded.left()
    return guarded


def _refused(status: int) -> bytes:
    return environment().get_template("refused.html").render(says=REFUSED.get(status, REFUSED[400]), look="auto").encode()


async def _own(request: Request) -> None:
    """What changes anything comes from our own page."""
    if request.method != "POST":
        return
    token = request.headers.get("x-csrf") or (await request.form()).get("csrf") or ""
    if not isinstance(token, str) or not request.app.state.gate.sealed(token):
        raise HTTPException(403)


async def _there(request: Request, here: Annotated[At, Depends(at)]) -> None:
    """Locks what was left alone, leads to the lock where it is locked, and keeps a form that came too late for after."""
    desk, path = here.desk, request.url.path
    desk.lock_if_left()
    if path.startswith(FREE):
        return
    if desk.locked:
        if request.method == "POST" and not here.live:
            form = await request.form()
            desk.held_back = (path, [(name, value) for name, value in form.multi_items() if isinstance(value, str) and name != "csrf"])
        raise NotOpen
    desk.touch()


def _not_open(request: Request, _: Exception) -> Response:
    here = at(request)
    return here.go("/unlock" if here.desk.there_is_a_ledger else "/passphrase")


def _not_here(request: Request, _: Exception) -> Response:
    return at(request).page("gone.html", 404, says=NO_MORE)


def _bad(request: Request, error: Exception) -> Response:
    return at(request).page("gone.html", 422, says=str(error))


def _odd(request: Request, _: Exception) -> Response:
    return at(request).page("gone.html", 422, says=REFUSED[400])


def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if isinstance(error, HTTPException) and status in {301, 302, 303, 307, 308}:
        return RedirectResponse((error.headers or {})["location"], status)
    return at(request).page("gone.html", status, says=REFUSED.get(status, REFUSED[400]))
