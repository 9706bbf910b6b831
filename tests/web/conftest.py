"""A server of one's own for each test: asked without a browser (`visitor`), or served for a real one (`served`, `browser`).

A desk is on the real coder, since the app is about what it hears; where a test needs a sure answer it takes `scripted` instead.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page
from starlette.testclient import TestClient

from reattune.app import looking
from reattune.app.settings import Settings
from reattune.coding.coder import shipped
from reattune.core.coded import Coder
from reattune.ledger import opening
from reattune.ledger.key import Key
from reattune.web.desk import Desk
from reattune.web.gate import Gate, Guarded
from reattune.web.server import make_app
from tests.stories import ScriptedCoder

PASSPHRASE = "four words only mine"
HOST = "127.0.0.1:8765"
PHONE, DESK = {"width": 360, "height": 780}, {"width": 1280, "height": 800}


BEGUN = datetime.now()


def daytime() -> datetime:
    """The hours of this run counted from noon, so that what comes again in ten minutes comes on the same day whenever the tests run."""
    return datetime.combine(BEGUN, time(12)) + (datetime.now() - BEGUN)


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 2, 9, 0)

    def __call__(self) -> datetime:
        return self.at


@cache
def _blank() -> tuple[bytes, Key]:
    """A new ledger under `PASSPHRASE`, as its file and its key."""
    with TemporaryDirectory() as place:
        path = Path(place) / "ledger.db"
        ledger = opening.begin(path, PASSPHRASE)
        return path.read_bytes(), ledger.key


def begin_ledger(desk: Desk) -> None:
    """A ledger begun under `PASSPHRASE`, as `desk.begin` does; its key, which takes a while to make, is made once a run."""
    content, key = _blank()
    path = desk.where.ledger
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(0o600, exist_ok=False)
    path.write_bytes(content)
    desk.reopen(lambda: opening.unlock_with(path, key))


@dataclass
class Visitor:
    """Somebody who was let in, without a browser; every form carries what our own pages put into it."""

    client: TestClient
    desk: Desk
    gate: Gate
    app: Guarded

    def get(self, path: str, **more: Any) -> Any:
        return self.client.get(path, **more)

    def post(self, path: str, data: dict[str, Any] | None = None, follow: bool = True, **more: Any) -> Any:
        return self.client.post(
            path, data={"csrf": self.gate.csrf, **(data or {})}, headers={"origin": f"http://{HOST}", **more.pop("headers", {})},
            follow_redirects=follow, **more,
        )  # fmt: skip

    def go_on(self, data: dict[str, Any]) -> Any:
        """Press "Go on with it" on what has waited longest."""
        return self.post(f"/held-back/{self.desk.waiting()[0][0]}", data)


def made(home: Path, coder: Coder | None = None, clock: Any = daytime) -> tuple[Guarded, Desk, Gate]:
    """The app with its desk and its gate, for `HOST`."""
    desk, gate = Desk(Settings(home), lambda: coder or shipped(), clock), Gate()
    gate.serves(HOST)
    return make_app(desk, gate), desk, gate


def let_in(home: Path, coder: Coder | None = None, clock: Any = daytime) -> Visitor:
    """A visitor who has used the link."""
    app, desk, gate = made(home, coder, clock)
    client = TestClient(app, base_url=f"http://{HOST}")  # type: ignore[arg-type]
    client.get(gate.link(), follow_redirects=False)
    return Visitor(client, desk, gate, app)


@pytest.fixture
def visitor(tmp_path: Path) -> Visitor:
    """On the shipped coder, without a ledger."""
    return let_in(tmp_path)


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A press waits for its work however slow the machine is, so that it always leads to what the work has come to."""
    monkeypatch.setattr(looking, "MOST_WAITED", 60.0)


@pytest.fixture
def scripted(tmp_path: Path, unhurried: None) -> Visitor:
    """On the coder of the tests, which hears what is tagged."""
    return let_in(tmp_path, ScriptedCoder())


@pytest.fixture
def keeper(tmp_path: Path, unhurried: None) -> Visitor:
    """On the coder of the tests, with an open ledger."""
    one = let_in(tmp_path, ScriptedCoder())
    begin_ledger(one.desk)
    return one


@dataclass
class Served:
    """A server that a browser can reach; `link` is a fresh one each time."""

    desk: Desk
    gate: Gate
    port: int
    app: Guarded

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def link(self) -> str:
        return self.root + self.gate.link()


@contextmanager
def serving(home: Path, coder: Coder | None = None, clock: Any = daytime) -> Iterator[Served]:
    """A real server on a free port."""
    app, desk, gate = made(home, coder, clock)
    with socket.socket(proto=socket.IPPROTO_TCP) as free:  # else small answers wait for each other
        free.bind(("127.0.0.1", 0))
        free.listen()
        port = free.getsockname()[1]
        gate.serves(f"127.0.0.1:{port}", f"localhost:{port}")
        server = uvicorn.Server(
            uvicorn.Config(
                app, log_config=None, access_log=False, lifespan="off", ws="none", timeout_keep_alive=2, timeout_graceful_shutdown=1
            )
        )
        ready = threading.Event()
        begin = server.startup

        async def startup(sockets: Any = None) -> None:
            await begin(sockets)
            ready.set()

        server.startup = startup  # type: ignore[method-assign]
        thread = threading.Thread(target=server.run, kwargs={"sockets": [free]})
        thread.start()
        assert ready.wait(20)
        try:
            yield Served(desk, gate, port, app)
        finally:
            server.should_exit = True
            thread.join(20)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A real server on the shipped coder, without a ledger."""
    with serving(tmp_path) as one:
        yield one


at_each_size = pytest.mark.parametrize("context", ["phone", "desk"], indirect=True)


@pytest.fixture
def context(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[BrowserContext]:
    """A browser of one's own, at the size of a phone; `at_each_size` for what can turn on the size."""
    opened = chromium.new_context(viewport=DESK if getattr(request, "param", "phone") == "desk" else PHONE)  # type: ignore[arg-type]
    opened.set_default_timeout(30_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
