"""The server started on this machine: on loopback, at a free port or a fixed one, with a link that lets in once.

The only file that knows the server program. It writes no log of what is asked for.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import uvicorn

from reattune.app.settings import Settings
from reattune.coding.coder import shipped
from reattune.core.errors import BadOption
from reattune.web.desk import Desk
from reattune.web.gate import Gate
from reattune.web.server import make_app

LOOPBACK = "127.0.0.1"
MOST_AT_ONCE = 64
LOOKS_EVERY = 5.0  # seconds, whether it was left alone
NAMES = {LOOPBACK: ("127.0.0.1", "localhost"), "localhost": ("localhost", "127.0.0.1"), "::1": ("[::1]", "localhost")}


def serve(where: Settings, host: str, port: int, told: Callable[[str], None]) -> None:
    """Serve until stopped. `told` hears each link that lets in. Raises BadOption where the port cannot be had."""
    gate, desk = Gate(), Desk(where, shipped)
    desk.open_by_itself()
    app = make_app(desk, gate)
    names = NAMES.get(host, (host,))

    def new_link() -> None:
        told(f"http://{names[0]}:{server.port}{gate.link()}")

    server = _Server(
        uvicorn.Config(
            app, host=host, port=port, log_config=None, access_log=False, server_header=False, date_header=False, lifespan="off",
            limit_concurrency=MOST_AT_ONCE, timeout_keep_alive=5, timeout_graceful_shutdown=2, ws="none", proxy_headers=False,
        )
    )  # fmt: skip
    app.left = new_link

    def ready() -> None:
        gate.serves(*(f"{name}:{server.port}" for name in names))
        new_link()
        threading.Thread(target=_warm, args=(desk,), daemon=True).start()

    server.ready = ready
    with _watched(desk):
        server.run()
    if not server.started:
        raise BadOption(f"port {port} on {host} cannot be had; leave --port out, or give another")


class _Server(uvicorn.Server):
    """Says when it listens, and where."""

    ready: Callable[[], None] = staticmethod(lambda: None)
    port = 0

    async def startup(self, sockets: Any = None) -> None:
        with suppress(SystemExit):  # the port is taken; told by `serve`
            await super().startup(sockets)
        if self.started:
            self.port = self.servers[0].sockets[0].getsockname()[1]
            self.ready()
        else:
            self.should_exit = True


def _warm(desk: Desk) -> None:
    """Load the coder before it is asked for."""
    from reattune.core.coded import Turn

    desk.coder().code([Turn("bus at six")], scores=True)


@contextmanager
def _watched(desk: Desk) -> Iterator[None]:
    """Lock what was left alone, also when no page asks."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(LOOKS_EVERY):
            desk.lock_if_left()

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        over.set()
        desk.drop_all()
