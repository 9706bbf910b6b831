"""What may ask anything of the server: one browser that was let in by a link, and no page but our own.

A link lets in once and sets a cookie. Every request must name this server (so that no foreign name can be pointed at it), must not come
from a page of elsewhere, and must bring the cookie; what changes anything must bring our own page's token besides. The order of the checks
is the order below.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException

from reattune.web import faults

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

UPLOADS = frozenset({"/conversations/upload", "/settings/import"})
LONGEST_NUMBER = 12  # digits of a size
LONGEST_PATH = 1000
OPEN_TO_ALL = frozenset({"/blank", "/leave"})  # without the cookie: nothing private is there, and one can always go
OPEN_BELOW = ("/static/", "/start/")
ONCE = frozenset({"host", "origin", "sec-fetch-site", "content-length", "transfer-encoding", "cookie", "x-csrf"})
HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), usb=(), browsing-topics=()",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large what comes may be, and how long it may take to come."""

    form: int = 1024**2  # bytes
    upload: int = 200 * 1024**2
    form_seconds: float = 30.0
    upload_seconds: float = 300.0

    def most(self, path: str) -> int:
        """Bytes that may come to a path."""
        return self.upload if path in UPLOADS else self.form

    def seconds(self, path: str) -> float:
        """Seconds that they may take."""
        return self.upload_seconds if path in UPLOADS else self.form_seconds

    def fits(self, size: str, path: str) -> bool:
        """Whether a size that was told is one, and not too large."""
        return size.isdecimal() and len(size) <= LONGEST_NUMBER and int(size) <= self.most(path)


BOUNDS = Bounds()


class Gate:
    """Who is let in: the link that works once, the one session there is, and its token. Safe from several threads."""

    def __init__(self) -> None:
        self.hosts: frozenset[str] = frozenset()
        self._link: str | None = None
        self._session: str | None = None
        self._turn = threading.Lock()
        self.left = False  # by the quick way out: whoever comes back without a link finds nothing
        self.csrf = secrets.token_urlsafe(24)

    def serves(self, *hosts: str) -> None:
        """The names (with ports) under which the server may be asked. A browser leaves port 80 out."""
        self.hosts = frozenset(hosts) | {host.removesuffix(":80") for host in hosts}

    def link(self) -> str:
        """The path of a new link that lets in once; earlier ones no longer do."""
        self._link = secrets.token_urlsafe(24)
        return f"/start/{self._link}"

    def let_in(self, token: str) -> str | None:
        """The session's value for the cookie where the link is good: it is used up, and an earlier session is over. Else nothing."""
        with self._turn:
            if not _same(self._link, token):
                return None
            self._link, self.left = None, False
            self._session, self.csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
            return self._session

    def knows(self, cookies: str, host: str) -> bool:
        """Whether the session's is among the cookies that a browser brought. Those that others set for this machine are passed over."""
        name = cookie_name(host) + "="
        return any(_same(self._session, one.strip().removeprefix(name)) for one in cookies.split(";") if one.strip().startswith(name))

    def sealed(self, token: str) -> bool:
        """Whether a form came from one of our own pages."""
        return _same(self.csrf, token)

    def shut(self) -> None:
        """Let nobody in until a new link is used."""
        with self._turn:
            self.left, self._session, self.csrf = True, None, secrets.token_urlsafe(24)


def _same(ours: str | None, theirs: str) -> bool:
    return ours is not None and hmac.compare_digest(ours.encode(), theirs.encode("utf-8", "replace"))


def cookie_name(host: str) -> str:
    """Named by the port, since browsers share cookies between the ports of a machine."""
    port = host.rpartition(":")[2]
    return f"notes-{port if port.isdecimal() else 80}"


def open_to_all(path: str) -> bool:
    """Whether a path asks for no cookie."""
    return path in OPEN_TO_ALL or path.startswith(OPEN_BELOW)


class Guarded:
    """The app behind the gate."""

    def __init__(self, app: App, gate: Gate, refused: Callable[[int], bytes], bounds: Bounds = BOUNDS) -> None:
        self._app, self._gate, self._refused, self._bounds = app, gate, refused, bounds
        self.left: Callable[[], None] = lambda: None  # told when somebody took the quick way out
        self.others: Callable[[], None] = lambda: None  # loads what the first page does not need

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "lifespan":
            return await self._app(scope, receive, send)
        if scope["type"] != "http":
            return None  # there are no sockets here
        answer = _Answer(send)
        try:
            status = self._status(scope)
            if status:
                await self._refuse(status, answer)
            else:
                await self._app(scope, _bounded(scope["path"], receive, self._bounds), answer)
        except Exception as error:
            faults.tell(error)
            if not answer.begun:
                await self._refuse(500, answer)
        return None

    def _status(self, scope: Scope) -> int:
        """Why the request is refused, or 0."""
        told, path = _told(scope), scope["path"]
        if told is None:
            return 400
        host, origin, site = told.get("host", ""), told.get("origin"), told.get("sec-fetch-site")
        ended = host not in self._gate.hosts
        if ended and not host.rpartition(":")[0].endswith(".localhost"):
            return 421
        if site not in {None, "none", "same-origin"} or origin not in {None, f"http://{host}"}:
            return 403
        if scope["method"] not in {"GET", "POST"}:
            return 405
        if len(path) > LONGEST_PATH:
            return 404
        if scope["method"] == "POST" and origin is None and site != "same-origin":
            return 403
        if not self._bounds.fits(told.get("content-length", "0"), path):
            return 413
        if path.startswith("/start/") and "prefetch" in told.get("sec-purpose", "") + told.get("purpose", "") + told.get("x-moz", ""):
            return 503  # a browser that looks ahead must not use the link up
        if ended:  # an old page of ours, by the name of a server that is no more: it is told so, and can be left
            return 0 if open_to_all(path) and not path.startswith("/start/") else 401
        return 0 if open_to_all(path) or self._gate.knows(told.get("cookie", ""), host) else 401

    async def _refuse(self, status: int, send: Send) -> None:
        body = self._refused(status)
        headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


class _Answer:
    """Sends an answer with what every answer says besides, and knows whether it was begun."""

    def __init__(self, send: Send) -> None:
        self._send, self.begun = send, False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            own = [(name, value) for name, value in message.get("headers", []) if name.decode("latin-1").lower() not in HEADERS]
            message = {**message, "headers": own + [(name.encode(), value.encode()) for name, value in HEADERS.items()]}
        await self._send(message)


def _told(scope: Scope) -> dict[str, str] | None:
    """The headers of a request, or nothing where one that decides is there twice: two readers might each take another."""
    names = [name.decode("latin-1").lower() for name, _ in scope["headers"]]
    if any(names.count(name) > 1 for name in ONCE):
        return None
    return {name: value.decode("latin-1") for name, (_, value) in zip(names, scope["headers"], strict=True)}


def _bounded(path: str, receive: Receive, bounds: Bounds) -> Receive:
    """The body, as far as it is not too large, and as long as it does not take forever."""
    most, seen, whole = bounds.most(path), 0, False
    ends = asyncio.get_running_loop().time() + bounds.seconds(path)

    async def receiving() -> Message:
        nonlocal seen, whole
        if whole:
            return await receive()  # whether the browser is still there
        try:
            async with asyncio.timeout_at(ends):
                message = await receive()
        except TimeoutError:
            raise HTTPException(408) from None
        seen += len(message.get("body", b""))
        whole = not message.get("more_body", False)
        if seen > most:
            raise HTTPException(413)
        return message

    return receiving
