"""What may ask anything of the server: one browser that was let in by a link, and no page but our own.

A link lets in once and sets a cookie. Every request must name this server (so that no foreign name can be pointed at it), must not come
from a page of elsewhere, and must bring the cookie; what changes anything must bring our own page's token besides. The order of the checks
is the order below. Whatever goes wrong inside is told on the terminal by its kind and place, never with its words.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
import sys
import traceback
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LARGEST_FORM = 1024**2
LARGEST_UPLOAD = 200 * 1024**2
UPLOADS = frozenset({"/conversations/upload", "/settings/import"})
UPLOAD_SECONDS = 300.0
OPEN_TO_ALL = ("/static/", "/start/", "/blank")  # without the cookie: nothing private is there
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


class Gate:
    """Who is let in: links that work once, the one session there is, and its token."""

    def __init__(self) -> None:
        self.hosts: frozenset[str] = frozenset()
        self._links: set[str] = set()
        self._session: str | None = None
        self.csrf = secrets.token_urlsafe(24)

    def serves(self, *hosts: str) -> None:
        """The names (with ports) under which the server may be asked."""
        self.hosts = frozenset(hosts)

    def link(self) -> str:
        """The path of a new link that lets in once; earlier ones no longer do."""
        self._links = {made := secrets.token_urlsafe(24)}
        return f"/start/{made}"

    def let_in(self, token: str) -> str | None:
        """The session's value for the cookie where the link is good, and it is used up; nothing otherwise."""
        found = next((one for one in self._links if hmac.compare_digest(one.encode(), token.encode())), None)
        if found is None:
            return None
        self._links.discard(found)
        self._session, self.csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
        return self._session

    def knows(self, cookie: str | None) -> bool:
        """Whether the cookie is the session's."""
        return bool(cookie and self._session) and hmac.compare_digest(str(cookie).encode(), str(self._session).encode())

    def sealed(self, token: str) -> bool:
        """Whether a form came from one of our own pages."""
        return hmac.compare_digest(self.csrf.encode(), token.encode())

    def shut(self) -> None:
        """Let nobody in until a new link is used."""
        self._session, self.csrf = None, secrets.token_urlsafe(24)


def cookie_name(host: str) -> str:
    """Named by the port, since browsers share cookies between the ports of a machine."""
    return f"notes-{host.rpartition(':')[2]}"


class Guarded:
    """The app behind the gate."""

    def __init__(self, app: App, gate: Gate, refused: Callable[[int], bytes]) -> None:
        self._app, self._gate, self._refused = app, gate, refused
        self.left: Callable[[], None] = lambda: None  # told when somebody took the quick way out

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "lifespan":
            return await self._app(scope, receive, send)
        if scope["type"] != "http":
            return None  # there are no sockets here
        began = False

        async def sending(message: Message) -> None:
            nonlocal began
            if message["type"] == "http.response.start":
                began = True
                own = {name for name, _ in message.get("headers", [])}
                more = [(name.encode(), value.encode()) for name, value in HEADERS.items() if name.encode() not in own]
                message = {**message, "headers": [*message.get("headers", []), *more]}
            await send(message)

        status = self._status(scope)
        if status:
            return await self._refuse(status, sending)
        try:
            await self._app(scope, _bounded(scope, receive), sending)
        except _TooMuch as error:
            if not began:
                await self._refuse(error.status, sending)
        except Exception as error:
            _told(error)
            if not began:
                await self._refuse(500, sending)
        return None

    def _status(self, scope: Scope) -> int:
        """Why the request is refused, or 0."""
        told = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        host, path = told.get("host", ""), scope["path"]
        if host not in self._gate.hosts:
            return 421
        if told.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
            return 403
        if scope["method"] not in {"GET", "HEAD", "POST"}:
            return 405
        if scope["method"] == "POST" and not _from_here(told, host):
            return 403
        size = told.get("content-length", "0")
        if not size.isdecimal() or int(size) > _most(path):
            return 413
        if path.startswith(OPEN_TO_ALL):
            return 503 if path.startswith("/start/") and "prefetch" in told.get("sec-purpose", "") else 0
        return 0 if self._gate.knows(_cookie(told, host)) else 401

    async def _refuse(self, status: int, send: Send) -> None:
        body = self._refused(status)
        headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _from_here(told: MutableMapping[str, str], host: str) -> bool:
    origin = told.get("origin")
    return origin == f"http://{host}" if origin is not None else told.get("sec-fetch-site") == "same-origin"


def _cookie(told: MutableMapping[str, str], host: str) -> str | None:
    found = SimpleCookie(told.get("cookie", "")).get(cookie_name(host))
    return found.value if found else None


def _most(path: str) -> int:
    return LARGEST_UPLOAD if path in UPLOADS else LARGEST_FORM


class _TooMuch(Exception):
    """A body that is larger, or slower, than it may be."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def _bounded(scope: Scope, receive: Receive) -> Receive:
    """The body, as far as it is not too large, and as long as it does not take forever."""
    most, seen = _most(scope["path"]), 0
    ends = asyncio.get_running_loop().time() + UPLOAD_SECONDS
    whole = False

    async def receiving() -> Message:
        nonlocal seen, whole
        if whole:
            return await receive()  # whether the browser is still there
        try:
            async with asyncio.timeout_at(ends):
                message = await receive()
        except TimeoutError:
            raise _TooMuch(408) from None
        seen += len(message.get("body", b""))
        whole = not message.get("more_body", False)
        if seen > most:
            raise _TooMuch(413)
        return message

    return receiving


def _told(error: BaseException) -> None:
    """A fault of ours on the terminal: its kind and where it was, without a word of what anybody wrote."""
    place = next((frame for frame in reversed(traceback.extract_tb(error.__traceback__)) if "reattune" in frame.filename), None)
    where = f" in {Path(place.filename).name}, line {place.lineno}" if place else ""
    sys.stderr.write(f"reattune: a fault of ours ({type(error).__name__}{where}); please report it\n")
