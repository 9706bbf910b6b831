"""The server started on this machine: on loopback, at a free port or a fixed one, with a link that lets in once.

The only file that knows the server program. It writes no log of what is asked for.

On loopback the server goes by a name of its own that nobody can guess (`notes-….localhost`; browsers take every such name for this
machine). Browsers share cookies between the ports of a name, so under a common one any other server here would be handed the session.
"""

from __future__ import annotations

import asyncio
import ipaddress
import secrets
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import uvicorn

from reattune.app.settings import Settings
from reattune.core.coded import Coder, Turn
from reattune.core.errors import BadOption
from reattune.web import faults
from reattune.web.desk import Desk
from reattune.web.gate import Gate, Guarded
from reattune.web.server import make_app

MOST_AT_ONCE = 64
WARMS_AFTER = 1.0  # seconds: the first page goes before
LOOKS_EVERY = 5.0  # seconds, whether it was left alone
HTTP_PORT = 80  # browsers leave it out
LOADING = threading.Lock()


def serve(where: Settings, host: str, port: int, told: Callable[[str], None]) -> None:
    """Serve until stopped. `told` hears each link that lets in. Raises BadOption where it cannot listen there."""
    names, gate, desk = names_of(host), Gate(), Desk(where, _coder)
    faults.led_here()
    desk.open_by_itself()
    app = make_app(desk, gate)

    def new_link() -> None:
        with suppress(OSError):  # a terminal that was closed
            told(f"http://{names[0]}{'' if server.port == HTTP_PORT else f':{server.port}'}{gate.link()}")

    server = _Server(
        uvicorn.Config(
            app, host="127.0.0.1" if host == "localhost" else host, port=port, log_config=None, access_log=False, server_header=False,
            date_header=False, lifespan="off", http="h11", loop="asyncio", ws="none", proxy_headers=False, limit_concurrency=MOST_AT_ONCE,
            timeout_keep_alive=5, timeout_graceful_shutdown=2,
        )
    )  # fmt: skip
    app.left = new_link

    warming = threading.Timer(WARMS_AFTER, _warm, (app, desk))

    def ready() -> None:
        gate.serves(*(f"{name}:{server.port}" for name in names))
        threading.Thread(target=new_link, daemon=True).start()  # a browser of the terminal's takes the thread that opens it
        warming.start()

    server.ready = ready
    with _watched(desk):
        server.run()
    warming.cancel()
    if warming.is_alive():
        warming.join()  # a program that ends while the model is at work in another thread is aborted by the system
    if not server.started:
        raise BadOption(f"cannot listen at port {port} of {host}: another program may hold it; leave --port out, or give another")


def names_of(host: str) -> tuple[str, ...]:
    """The names it may be asked by, the link's first. Raises BadOption for an address that stands for all of them."""
    if host == "localhost":
        return "localhost", "127.0.0.1"
    with suppress(ValueError):
        address = ipaddress.ip_address(host)
        if address.is_unspecified:
            raise BadOption(f"--host {host} is every address at once; give the one that others reach this machine by")
        plain = f"[{host}]" if address.version == 6 else host
        own = f"notes-{secrets.token_hex(5)}.localhost"
        return (own, plain, "localhost") if address.is_loopback and _known(own) else (plain,)
    return (host,)


def on_this_machine_alone(host: str) -> bool:
    """Whether nobody else can reach an address."""
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def _known(name: str) -> bool:
    """Whether browsers here find this machine by such a name. They know it by themselves, but for Safari, which asks the system."""
    if sys.platform != "darwin":
        return True
    try:
        return bool(socket.getaddrinfo(name, None))
    except OSError:
        return False


def _coder() -> Coder:
    """The coder that ships, loaded when first asked for, and once."""
    with LOADING:
        from reattune.coding.coder import shipped

        return shipped()


def _warm(app: Guarded, desk: Desk) -> None:
    """Load what takes a while before it is asked for: the other sections, the readers, the guide's meanings, the coder."""
    from reattune.app import finding
    from reattune.guide import load
    from reattune.reading import formats  # noqa: F401

    app.others()
    finding.looked_up(load(), "silence")
    desk.coder().code([Turn("bus at six")], scores=True)


class _Server(uvicorn.Server):
    """Says when it listens, and where."""

    ready: Callable[[], None] = staticmethod(lambda: None)
    port = 0

    async def startup(self, sockets: Any = None) -> None:
        asyncio.get_running_loop().set_exception_handler(faults.of_loop)
        with suppress(SystemExit):  # the port is taken; told by `serve`
            await super().startup(sockets)
        if self.started:
            self.port = self.servers[0].sockets[0].getsockname()[1]
            self.ready()
        else:
            self.should_exit = True


@contextmanager
def _watched(desk: Desk) -> Iterator[None]:
    """Lock what was left alone, also when no page asks."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(LOOKS_EVERY):
            try:
                desk.lock_if_left()
            except Exception as error:  # it goes on looking
                faults.tell(error)

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        over.set()
        desk.drop_all()
