"""What the pages promise: nothing from elsewhere, nothing stored in the browser, nothing private in an address, a way out on every page.

The whole app is walked, first as one asks for pages without a browser, then in a real one; what is checked holds for pages still to come.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import APIResponse, Browser, BrowserContext, Error, expect

from reattune import guide
from reattune.coaching import drills, scenarios
from reattune.web.gate import HEADERS
from tests.web.conftest import PASSPHRASE, Served, begin_ledger, let_in, serving
from tests.web.walk import CHAT, Asking, Form, Page, is_page, route_of, routes, walk

NEUTRAL = {"Notes", "New page"}
MOST_BYTES = 300_000
TOKEN = re.compile(r"[A-Za-z0-9_-]{6,32}|\d+")
EMPTY = """async () => ({
  local: localStorage.length, session: sessionStorage.length, cookie: document.cookie,
  databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  files: (await Array.fromAsync((await navigator.storage.getDirectory()).keys())).length })"""


@dataclass
class Walked:
    """What a walk met."""

    pages: list[Page] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)

    @property
    def met(self) -> set[tuple[str, str]]:
        """Each route that was asked, with its method."""
        return {(one.request.method, route_of(one.request.url.path, one.request.method)) for one in self.answers}


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Walked:
    one = let_in(tmp_path_factory.mktemp("walked"))
    begin_ledger(one.desk)
    found = Walked()
    for page, answer in walk(Asking(one)):
        found.pages.append(page)
        found.answers += [*answer.history, answer]
    return found


def test_the_walk_comes_almost_everywhere(walked: Walked) -> None:
    every = {(method, route.path) for route in routes() for method in route.methods}
    assert len(walked.met & every) > 0.6 * len(every), sorted(every - walked.met)


def test_nothing_breaks_on_the_way(walked: Walked) -> None:
    assert [(answer.status_code, answer.url) for answer in walked.answers if answer.status_code >= 500] == []


def test_no_answer_may_be_kept_by_a_browser(walked: Walked) -> None:
    for answer in walked.answers:
        assert {name: answer.headers.get_list(name) for name in HEADERS} == {name: [value] for name, value in HEADERS.items()}, answer.url


def test_every_page_has_the_quick_way_out_and_a_name_that_says_nothing(walked: Walked) -> None:
    whole = [page for page in walked.pages if page.tags["html"] and page.path != "/blank"]
    assert len(whole) > 40
    assert {page.title for page in whole} <= NEUTRAL
    assert [page.path for page in whole if "/leave" not in {form.path for form in page.forms}] == []


def test_no_page_holds_a_script_or_a_style_or_asks_for_anything_of_elsewhere(walked: Walked) -> None:
    assert [(page.path, page.inline, page.outside) for page in walked.pages if page.inline or page.outside] == []
    assert {form.path for page in walked.pages for form in page.forms if not form.path.startswith("/")} == set()


def test_nothing_private_stands_in_an_address(walked: Walked) -> None:
    items = {item.id for skill in drills.SKILLS for item in drills.items(skill.name)}
    told = (
        items | {one.name for one in drills.SKILLS} | {one.id for one in scenarios.scenarios()} | {one.id for one in guide.load().entries}
    )
    for answer in walked.answers:
        address = urlsplit(str(answer.url))
        assert set(parse_qs(address.query)) <= {"page"}, address.query
        assert all(value.isdecimal() for values in parse_qs(address.query).values() for value in values), address.query
        for part in free_parts(address.path, answer.request.method):
            assert TOKEN.fullmatch(part), address.path
            assert part not in told, address.path


def free_parts(path: str, method: str) -> list[str]:
    """What stands in an address in the places that a route leaves open."""
    pattern = route_of(path, method)
    return [part for part, kind in zip(path.split("/"), pattern.split("/"), strict=True) if kind.startswith("{")] if pattern else []


def test_what_the_first_page_weighs(tmp_path: Path) -> None:
    one = let_in(tmp_path)
    page = one.get("/")
    files = set(re.findall(r'"(/static/[^"]+)"', page.text))
    assert {"/static/style.css", "/static/app.js", "/static/htmx.min.js"} <= files
    assert len(page.content) + sum(len(one.get(path).content) for path in files) < MOST_BYTES


# in a real browser


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Served]:
    """A server on the shipped coder, with an open ledger."""
    with serving(tmp_path) as one:
        begin_ledger(one.desk)
        yield one


@dataclass
class Browsing:
    """Pages are opened in a real browser; forms are sent by it, too, and what they lead to is opened."""

    context: BrowserContext
    root: str

    def __post_init__(self) -> None:
        self.page = self.context.new_page()

    def get(self, path: str) -> Any:
        try:
            answer = self.page.goto(self.root + path)
        except Error as error:  # a file that is handed out is no page
            if "Download" not in str(error):
                raise
            return SimpleNamespace(url=SimpleNamespace(path=path), status_code=200, text="", headers={})
        assert answer is not None
        return self._answer(self.page.url, answer.status, self.page.content(), answer.headers)

    def send(self, form: Form) -> Any:
        answer = self.sent(form)
        return self._answer(answer.url, answer.status, answer.text() if is_page(answer.headers) else "", answer.headers)

    def sent(self, form: Form) -> APIResponse:
        file = {form.file: {"name": "chat.txt", "mimeType": "text/plain", "buffer": CHAT.encode()}} if form.file else None
        told = {"multipart": {**form.fields, **file}} if file else {"form": form.fields}
        return self.context.request.post(self.root + form.path, headers={"origin": self.root}, **told)  # type: ignore[arg-type]

    def _answer(self, url: str, status: int, text: str, headers: dict[str, str]) -> Any:
        return SimpleNamespace(url=SimpleNamespace(path=urlsplit(url).path), status_code=status, text=text, headers=headers)


@pytest.mark.browser
def test_in_a_browser_nothing_is_asked_of_elsewhere_and_nothing_is_stored(house: Served, chromium: Browser) -> None:
    with chromium.new_context() as context:
        asked: list[str] = []
        context.on("request", lambda request: asked.append(request.url))
        wrong: list[str] = []
        context.on("console", lambda message: wrong.append(message.text) if "Content Security" in message.text else None)
        one = Browsing(context, house.root)
        one.page.goto(house.link)
        seen = [page for page, _ in walk(one, of_each=1)]
        assert len([page for page in seen if page.tags["html"]]) > 30
        live(one)
        one.page.goto(house.root + "/blank")
        assert one.page.evaluate(EMPTY) == dict.fromkeys(("local", "session", "databases", "caches", "workers", "files"), 0) | {
            "cookie": ""
        }
        assert context.storage_state()["origins"] == []
        assert {(cookie["httpOnly"], cookie["sameSite"], cookie["expires"]) for cookie in context.cookies()} == {(True, "Strict", -1)}
        assert {urlsplit(url).netloc for url in asked} == {urlsplit(house.root).netloc}
        assert wrong == []


def live(one: Browsing) -> None:
    """A draft is checked as it is typed."""
    one.page.goto(one.root + "/before-you-send")
    with one.page.expect_response(lambda answer: answer.request.method == "POST"):
        one.page.locator("textarea").last.press_sequentially("I am sorry that I came late.")


@contextmanager
def leaving(one: Served) -> Iterator[None]:
    """Until the server knows that somebody left."""
    left = threading.Event()
    one.app.left = left.set
    yield
    assert left.wait(20)


@pytest.mark.browser
def test_the_quick_way_out_leaves_a_blank_page_and_the_back_button_shows_nothing(house: Served, chromium: Browser) -> None:
    with chromium.new_context() as context:
        page, other = context.new_page(), context.new_page()
        page.goto(house.link)
        page.goto(house.root + "/ledger")
        other.goto(house.root + "/help")
        with leaving(house):
            page.get_by_role("button", name="Leave this page").click()
        expect(page).to_have_url(house.root + "/blank")
        expect(other).to_have_url(house.root + "/blank")  # the other tabs go, too
        page.go_back()
        expect(page).to_have_title("New page")
        assert page.locator("body").inner_text().strip() == ""
        assert (house.desk.locked, context.cookies()) == (True, [])


@pytest.mark.browser
def test_the_quick_way_out_works_without_javascript_and_by_three_escapes_with_it(house: Served, chromium: Browser) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(house.link)
        page.get_by_role("button", name="Leave this page").click()
        expect(page).to_have_url(house.root + "/blank")
        page.go_back()
        assert page.locator("body").inner_text().strip() == ""
        assert context.cookies() == []
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(house.link)
        with leaving(house):
            for _ in range(3):
                page.keyboard.press("Escape")
        expect(page).to_have_url(house.root + "/blank")
        assert (house.desk.locked, context.cookies()) == (True, [])


@pytest.mark.browser
def test_a_page_that_is_left_alone_locks_and_what_was_typed_waits_behind_the_lock(house: Served, chromium: Browser) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        page.clock.install()
        page.goto(house.link)
        page.goto(house.root + "/ledger/add")
        page.locator("textarea").first.fill("the plates stood there again")
        page.clock.fast_forward("16:00")
        expect(page).to_have_url(house.root + "/unlock")
        assert "plates" not in page.content()
        assert (house.desk.locked, bool(house.desk.waiting())) == (True, True)
        page.get_by_label("Passphrase").fill(PASSPHRASE)
        page.get_by_role("button", name="Unlock").click()
        page.get_by_role("button", name="Go on with it").click()
        expect(page.locator("main")).to_contain_text("the plates stood there again")


@pytest.mark.browser
def test_a_page_without_a_ledger_that_is_left_alone_forgets(tmp_path: Path, chromium: Browser) -> None:
    with serving(tmp_path) as one, chromium.new_context() as context:
        page = context.new_page()
        page.clock.install()
        page.goto(one.link)
        held = one.desk.shelf("any").put("private")
        page.goto(one.root + "/before-you-send")
        page.locator("textarea").last.fill("I am sorry that I came late.")
        page.clock.fast_forward("16:00")
        page.wait_for_url(lambda url: "before-you-send" not in url)
        assert held not in dict(one.desk.shelf("any").all())
