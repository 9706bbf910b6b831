"""The app put together: the sections, what stands before them, and what happens when something is not there.

The first page is to come at once, and most sections take longer to load than that. So they are loaded behind it, or when one is asked for.
"""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from importlib import resources
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartParser

from reattune.core.errors import BadInput
from reattune.web import begin, today, welcome
from reattune.web.at import At, at, environment
from reattune.web.desk import NO_MORE, Desk, NotHere, NotOpen, Typed
from reattune.web.gate import BOUNDS, Bounds, Gate, Guarded, Receive, Scope, Send, open_to_all

FIRST = (begin.routes, welcome.routes, today.routes)
FREE = frozenset({"/unlock", "/unlock/without", "/help", "/lock"})  # also while it is locked
NEVER_HELD = ("/welcome", "/passphrase", "/settings/passphrase", "/settings/forget", "/held-back", "/lock", "/here")  # private, or a press
# the framework can report requests and faults, with their words, to wherever the environment says
SILENT: Any = {"tracing": False, "metrics": False, "logs": False, "operation_spans": False, "auto_configure": False}
REFUSED = {
    400: "This could not be understood. Go back and try it again.",
    401: "This page is closed. Open reattune from the terminal again: it shows a new link. What you kept in your ledger is there. "
    "A conversation that you did not keep is gone.",
    403: "This came from another page, so it was not done. Go back to reattune's own page and try again. If it was the link you start "
    "with, copy it into the address line.",
    404: "There is no such page.",
    405: "This cannot be done that way.",
    408: "It took too long to come. Go back and try again.",
    413: f"This is larger than can be taken in (files: up to {BOUNDS.upload // 1024**2} MB). Export a shorter span.",
    421: "There is no such page.",
    500: "Something broke here, and it was our fault. What you kept before is as it was. Go back and try again.",
    503: "Not yet.",
}


def make_app(desk: Desk, gate: Gate, bounds: Bounds = BOUNDS) -> Guarded:
    """The whole server as an ASGI app."""
    MultiPartParser.spool_max_size = BOUNDS.upload  # what is handed in never lies on the disk
    app = FastAPI(
        title="reattune", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False, telemetry=SILENT,
        dependencies=[Depends(_own), Depends(_there)],
    )  # fmt: skip
    app.state.desk, app.state.gate = desk, gate
    app.mount("/static", StaticFiles(directory=str(resources.files("reattune.web") / "static")))
    for routes in FIRST:
        app.include_router(routes)
    others = _Others(app)
    app.router.default = others
    app.add_exception_handler(NotOpen, _not_open)
    app.add_exception_handler(NotHere, _not_here)
    app.add_exception_handler(BadInput, _bad)
    app.add_exception_handler(RequestValidationError, _odd)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _broken)
    guarded = Guarded(app, gate, lambda status: _blank() if status == 401 and gate.left else _refused(status), bounds)
    guarded.others = others.load
    app.state.left = lambda: guarded.left()
    return guarded


def others() -> tuple[APIRouter, ...]:
    """The sections behind the first ones."""
    from reattune.web import (
        conversations,
        conversations_heard,
        conversations_kept,
        conversations_report,
        drafts,
        guide,
        kept,
        practise,
        repair,
        settings,
    )

    talks = (conversations, conversations_report, conversations_heard, conversations_kept)
    return tuple(one.routes for one in (*talks, drafts, repair, practise, kept, guide, settings))


class _Others:
    """What the first sections do not know is asked of all, which are there from then on."""

    def __init__(self, app: FastAPI) -> None:
        self._app, self._turn, self._unknown = app, threading.Lock(), app.router.default

    def load(self) -> None:
        """Load them, if nobody did."""
        with self._turn:
            if self._app.router.default is self:
                for routes in others():
                    self._app.include_router(routes)
                self._app.router.default = self._unknown

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await run_in_threadpool(self.load)
        await self._app.router(scope, receive, send)


def _blank() -> bytes:
    """What the back button finds after the quick way out."""
    return environment().get_template("blank.html").render().encode()


def _refused(status: int) -> bytes:
    return _bare(REFUSED.get(status, REFUSED[400])).encode()


def _bare(says: str) -> str:
    return environment().get_template("refused.html").render(says=says, look="auto")


async def _own(request: Request) -> AsyncIterator[None]:
    """What changes anything comes from our own page. The form is closed with the request, whoever read it."""
    if request.method != "POST" or open_to_all(request.url.path):
        yield
        return
    async with request.form() as form:
        token = request.headers.get("x-csrf") or form.get("csrf")
        if not isinstance(token, str) or not request.app.state.gate.sealed(token):
            raise HTTPException(403)
        yield


async def _there(request: Request, here: Annotated[At, Depends(at)]) -> None:
    """Locks what was left alone, and leads to the lock where it is locked."""
    desk, path = here.desk, request.url.path
    desk.lock_if_left()
    if open_to_all(path) or path in FREE:
        return
    if desk.locked:
        raise NotOpen
    desk.touch()


async def _not_open(request: Request, _: Exception) -> Response:
    """To where the ledger is opened or begun. What was typed waits, so that it is not lost."""
    here, path = at(request), request.url.path
    if request.method == "POST" and not path.startswith(NEVER_HELD):
        form = await request.form()
        if not here.live or "window" in form:  # what is sent as it is typed goes where its whole form goes
            typed = ((name, value) for name, value in form.multi_items() if isinstance(value, str) and name != "csrf")
            here.desk.hold(Typed(path, tuple(typed)))
    return here.go("/unlock" if here.desk.locked or here.desk.there_is_a_ledger else "/passphrase")


def _not_here(request: Request, _: Exception) -> Response:
    return _sorry(request, 404, NO_MORE)


def _bad(request: Request, error: Exception) -> Response:
    return _sorry(request, 422, str(error))


def _odd(request: Request, _: Exception) -> Response:
    return _sorry(request, 422, REFUSED[400])


def _broken(request: Request, _: Exception) -> Response:
    """Whatever was not foreseen; the gate tells of it on the terminal."""
    return _sorry(request, 500, REFUSED[500])


def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if isinstance(error, HTTPException) and error.detail.startswith("Too many files"):  # as the framework counts them
        return at(request).page("conversations/too_many.html", status)
    return _sorry(request, status, REFUSED.get(status, REFUSED[400]))


def _sorry(request: Request, status: int, says: str) -> Response:
    """A page that says what is wrong; to somebody who may not be in, a bare one that holds nothing of the desk."""
    here = at(request)
    return here.page("gone.html", status, says=says) if here.known else HTMLResponse(_bare(says), status)
