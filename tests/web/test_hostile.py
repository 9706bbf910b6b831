"""A page of elsewhere, open in another tab of the browser that is let in: it can change nothing and read nothing.

It stands on another port of this machine, under this machine's other name, and under a foreign name; and it tries everything a page can do
to every route there is, with the token of our own pages in its hands. Last, the foreign name is pointed at our own port (DNS rebinding).
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from reattune.core.names import Severity
from reattune.ledger.records import Person, Rupture
from tests.stories import ScriptedCoder
from tests.web.conftest import Served, begin_ledger, serving
from tests.web.walk import routes

SECRET = "the plates stood there again"
EVIL = "evil.test"
WHERE = ("127.0.0.1", "localhost", EVIL)


@dataclass
class Elsewhere:
    """Another server on this machine, and what browsers bring to it."""

    port: int
    brought: list[str] = field(default_factory=list)


@contextmanager
def another_server() -> Iterator[Elsewhere]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            one.brought.append(self.headers.get("Cookie", ""))
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>A page of elsewhere</title><body>")

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    one = Elsewhere(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield one
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    with another_server() as one:
        yield one


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Served]:
    """A server with something private in its ledger."""
    with serving(tmp_path, ScriptedCoder()) as one:
        begin_ledger(one.desk)
        ana = one.desk.ledger.put_person(Person("Ana"))
        one.desk.ledger.put([Rupture(one.desk.now(), SECRET, one.desk.now(), ana.id, Severity.MODERATE, True)])
        yield one


@pytest.fixture
def tabs(chromium: Browser) -> Iterator[BrowserContext]:
    opened = chromium.new_context()
    opened.set_default_timeout(60_000)
    yield opened
    opened.close()


@dataclass(frozen=True)
class State:
    """Everything that a request could change."""

    entries: str
    shelves: str
    desk: tuple[object, ...]
    gate: tuple[object, ...]
    files: tuple[tuple[str, bytes], ...]

    @classmethod
    def of(cls, one: Served) -> State:
        desk, gate = one.desk, one.gate
        return cls(
            repr((desk.ledger.ruptures(), desk.ledger.people(), desk.ledger.counts())),
            repr({name: shelf.all() for name, shelf in desk._shelves.items() if shelf.all()}),
            (desk.locked, tuple(desk.waiting()), desk.notice, desk._seen),
            (gate.csrf, gate._session, gate._link, gate.left),
            tuple((path.name, path.read_bytes()) for path in sorted(desk.where.home.iterdir()) if not path.name.endswith(("-wal", "-shm"))),
        )


def paths(one: Served) -> dict[str, list[str]]:
    """Every route with what it takes filled in: ids of what is there."""
    rupture, person = one.desk.ledger.ruptures()[0].id, one.desk.ledger.people()[0].id
    found: dict[str, list[str]] = {"GET": ["/static/app.js", "/static/style.css"], "POST": []}
    for route in routes():
        path = route.path.replace("/people/{name}", f"/people/{person}").replace("/start/{token}", one.gate.link())
        path = re.sub(r"\{\w+:int\}|\{number\}", "1", path)
        for method in route.methods & found.keys():
            found[method].append(re.sub(r"\{\w+\}", rupture, path))
    return found


TRIES = """async ([root, paths, token]) => {
  const read = [], said = (how, path, what) => { if (what) read.push([how, path, String(what).slice(0, 200)]); };
  const form = () => new URLSearchParams({csrf: token, word: "ALL", passphrase: "four words only mine", what: "planted"});
  const framed = (name, begin) => new Promise(done => {
    const frame = document.createElement("iframe"); frame.name = name; document.body.append(frame);
    frame.onload = frame.onerror = () => { let text = ""; try { text = frame.contentDocument.body.innerText; } catch { } frame.remove(); done(text); };
    begin(frame);
  });
  const loaded = (tag, address, more) => new Promise(done => {
    const made = Object.assign(document.createElement(tag), more || {});
    made.onload = () => { made.remove(); done("loaded"); }; made.onerror = () => { made.remove(); done(""); };
    if (tag === "link") { made.rel = "stylesheet"; made.href = address; } else if (tag === "object") { made.data = address; } else { made.src = address; }
    document.body.append(made);
  });
  const asked = async (how, path, options) => {
    try { const answer = await fetch(root + path, {credentials: "include", ...options}); said(how, path, await answer.text()); } catch { }
  };
  const all = async (some, attempt) => { const ahead = some.map((path, place) => [path, place]);
    await Promise.all(Array.from({length: 6}, async () => { while (ahead.length) await attempt(...ahead.pop()); })); };
  await all(paths.GET, async path => {
    for (const mode of ["cors", "no-cors", "same-origin"]) await asked("fetch " + mode, path, {mode});
    await asked("with a header", path, {headers: {"HX-Request": "true", "X-CSRF": token}});
    said("script", path, await loaded("script", root + path));
    said("style", path, await loaded("link", root + path));
    said("picture", path, await loaded("img", root + path));
    said("frame", path, await framed("f", frame => { frame.src = root + path; }));
  });
  const kinds = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];
  await all(paths.POST, async (path, place) => {
    for (const mode of ["cors", "no-cors"]) await asked("send " + mode, path, {mode, method: "POST", body: form()});
    await asked("with the token", path, {method: "POST", body: form(), headers: {"X-CSRF": token}});
    await asked("as plain", path, {mode: "no-cors", method: "POST", body: form().toString(), headers: {"Content-Type": "text/plain"}});
    navigator.sendBeacon(root + path, form());
    said("form", path, await framed("g" + place, frame => {
      const made = Object.assign(document.createElement("form"), {method: "post", action: root + path, enctype: kinds[place % 3], target: frame.name});
      form().forEach((value, name) => made.append(Object.assign(document.createElement("input"), {name, value})));
      document.body.append(made); HTMLFormElement.prototype.submit.call(made); made.remove();
    }));
  });
  const sandbox = document.createElement("iframe"); sandbox.sandbox = "allow-scripts allow-forms";
  const over = new Promise(done => addEventListener("message", event => done(event.data)));
  sandbox.srcdoc = `<script>(async () => { const read = [];
    for (const path of ${JSON.stringify(paths.POST)}) {
      try { await fetch("${root}" + path, {method: "POST", mode: "no-cors", credentials: "include", body: new URLSearchParams({csrf: "${token}"})}); } catch { }
    }
    for (const path of ${JSON.stringify(paths.GET)}) {
      try { read.push(await (await fetch("${root}" + path, {credentials: "include"})).text()); } catch { }
    }
    parent.postMessage(read.join(""), "*"); })()<\\/script>`;
  document.body.append(sandbox);
  said("no origin", "", await over);
  for (const method of ["PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"]) await asked(method, "/", {method});
  await new Promise(done => { const socket = new WebSocket(root.replace("http", "ws") + "/"); socket.onopen = () => { said("socket", "/", "open"); done(); };
    socket.onerror = socket.onclose = done; });
  await new Promise(done => { const source = new EventSource(root + "/", {withCredentials: true}); source.onmessage = event => said("events", "/", event.data);
    source.onerror = () => { source.close(); done(); }; });
  return read;
}"""


@pytest.mark.parametrize("where", WHERE)
def test_a_page_of_elsewhere_can_change_nothing_and_read_nothing(
    house: Served, elsewhere: Elsewhere, tabs: BrowserContext, where: str
) -> None:
    ours, theirs = tabs.new_page(), tabs.new_page()
    ours.goto(house.link)
    ours.goto(house.root + "/ledger")
    assert SECRET in ours.content(), "somebody is in, and it can be seen by them"
    theirs.goto(f"http://{where}:{elsewhere.port}/")
    every, before = paths(house), State.of(house)
    assert theirs.evaluate(TRIES, [house.root, every, house.gate.csrf]) == []
    assert State.of(house) == before
    ours.reload()
    assert SECRET in ours.content(), "and they are still in"


@pytest.mark.parametrize("where", WHERE)
def test_a_window_that_a_page_of_elsewhere_opens_shows_nothing(
    house: Served, elsewhere: Elsewhere, tabs: BrowserContext, where: str
) -> None:
    ours, theirs = tabs.new_page(), tabs.new_page()
    ours.goto(house.link)
    theirs.goto(f"http://{where}:{elsewhere.port}/")
    before = State.of(house)
    for path in ("/", "/ledger", f"/ledger/{house.desk.ledger.ruptures()[0].id}", "/settings/export", house.gate.link()):
        before = State.of(house)
        with tabs.expect_page() as opened:
            theirs.evaluate("address => { window.seen = window.open(address); }", house.root + path)
        opened.value.wait_for_load_state()
        assert (SECRET in opened.value.content(), "came from another page" in opened.value.content()) == (False, True)
        assert theirs.evaluate("() => { try { return window.seen.document.body.innerText; } catch { return ''; } }") == ""
        opened.value.close()
    theirs.evaluate("address => { location.href = address; }", house.root + "/ledger")
    theirs.wait_for_url(house.root + "/ledger")
    assert SECRET not in theirs.content()
    assert State.of(house) == before


def test_a_foreign_name_that_is_pointed_here_is_answered_nothing(house: Served, tabs: BrowserContext) -> None:
    ours, theirs = tabs.new_page(), tabs.new_page()
    ours.goto(house.link)
    every, before = paths(house), State.of(house)
    assert theirs.goto(f"http://{EVIL}:{house.port}/").status == 421  # type: ignore[union-attr]  # their own script would stand in such a page
    read = theirs.evaluate(
        """async ([paths, token]) => { let read = "";
          for (const [method, some] of Object.entries(paths)) for (const path of some) {
            const body = method === "POST" ? new URLSearchParams({csrf: token}) : undefined;
            const answer = await fetch(path, {method, body}); read += answer.status + (await answer.text());
          } return read; }""",
        [every, house.gate.csrf],
    )
    assert set(re.findall(r"(\d{3})<!doctype", read)) == {"421"}
    assert SECRET not in read
    assert house.gate.csrf not in read
    assert State.of(house) == before


def test_under_its_own_name_no_other_server_of_this_machine_is_handed_the_session(
    house: Served, elsewhere: Elsewhere, tabs: BrowserContext
) -> None:
    own = f"notes-0123456789.localhost:{house.port}"
    house.gate.serves(own, f"127.0.0.1:{house.port}")
    page = tabs.new_page()
    page.goto(f"http://{own}{house.gate.link()}")
    assert page.goto(f"http://{own}/ledger").status == 200  # type: ignore[union-attr]
    assert SECRET in page.content()
    for where in ("127.0.0.1", "localhost", "other.localhost"):
        _visited(page, f"http://{where}:{elsewhere.port}/")
    assert elsewhere.brought
    assert not [cookie for cookie in elsewhere.brought if "notes-" in cookie]


def test_that_server_would_be_handed_it_under_a_name_that_both_have(house: Served, elsewhere: Elsewhere, tabs: BrowserContext) -> None:
    page = tabs.new_page()
    page.goto(house.link)
    _visited(page, f"http://127.0.0.1:{elsewhere.port}/")
    assert [cookie for cookie in elsewhere.brought if "notes-" in cookie], "so the name of one's own is worth its while"


def _visited(page: Page, address: str) -> None:
    assert page.goto(address).ok  # type: ignore[union-attr]
