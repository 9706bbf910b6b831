"""What holds for every page, those still to come included: anybody can read it, at any size, by any look; its words are plain; and
what is written is not lost when the server is.

The app is walked in a real browser as `walk.py` walks it, each kind of page once.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.grade import grade
from tests.promises.test_web import Browsing
from tests.web import reading
from tests.web.conftest import DESK, PASSPHRASE, PHONE, serving
from tests.web.walk import walk

AT_200_PERCENT = {"width": 640, "height": 400}  # a desk's page with everything twice as large
HARDEST = 8.0
FEWEST_WORDS = 60
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
THEIRS = ".said, .draft, textarea, option, table, code, q, svg, .sources, .ways, [dir=auto], #turn, section[aria-label='Where to turn'], .others, nav"


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> list[tuple[str, dict[str, object]]]:
    """Each page that the walk came to, with what was seen of it."""
    found: dict[str, dict[str, object]] = {}
    with serving(tmp_path_factory.mktemp("whole")) as house, chromium.new_context(viewport=PHONE, reduced_motion="reduce") as context:  # type: ignore[arg-type]
        house.desk.begin(PASSPHRASE)
        house.desk.choose(welcomed=True)
        context.set_default_timeout(30_000)
        browsing = Browsing(context, house.root)
        browsing.page.goto(house.link)
        for page, _ in walk(browsing, of_each=1):
            if page.tags["html"] and browsing.page.url.endswith(page.path) and page.path not in {"/blank", *found}:
                found[page.path] = seen(browsing.page)
    return list(found.items())


def seen(page: Page) -> dict[str, object]:
    """What the tests ask of one page."""
    told: dict[str, object] = {"headings": page.get_by_role("heading", level=1).count()}
    for name, size in (("on a phone", PHONE), ("at 200 %", AT_200_PERCENT), ("on a desk", DESK)):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        told[name] = page.evaluate(WIDER)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    told["axe"] = reading.found_by_axe(page)
    told["moves"] = page.evaluate("document.getAnimations().length")
    own = page.locator("main").evaluate(
        f"one => {{ const copy = one.cloneNode(true); copy.querySelectorAll(`{THEIRS}`).forEach(x => x.remove()); return copy.innerHTML; }}"
    )
    told["words"] = reading.words(own)
    return told


def test_the_walk_in_a_browser_comes_to_every_section(visited: list[tuple[str, dict[str, object]]]) -> None:
    sections = {"/" + path.split("/")[1] for path, _ in visited}
    assert sections >= {
        "/",
        "/conversations",
        "/before-you-send",
        "/repair",
        "/practise",
        "/ledger",
        "/guide",
        "/settings",
        "/help",
        "/welcome",
    }
    assert len(visited) > 30


def test_axe_finds_nothing_on_any_page_in_the_light_or_the_dark(visited: list[tuple[str, dict[str, object]]]) -> None:
    assert [(path, one["axe"]) for path, one in visited if one["axe"]] == []


@pytest.mark.parametrize("size", ["on a phone", "at 200 %", "on a desk"])
def test_no_page_is_wider_than_the_screen(visited: list[tuple[str, dict[str, object]]], size: str) -> None:
    assert [(path, one[size]) for path, one in visited if one[size]] == []


def test_every_page_has_one_heading_of_its_own(visited: list[tuple[str, dict[str, object]]]) -> None:
    assert [(path, one["headings"]) for path, one in visited if one["headings"] != 1] == []


def test_nothing_moves_for_whoever_asked_for_less_motion(visited: list[tuple[str, dict[str, object]]]) -> None:
    assert [path for path, one in visited if one["moves"]] == []


def test_the_words_of_every_page_are_plain(visited: list[tuple[str, dict[str, object]]]) -> None:
    hard = []
    for path, one in visited:
        texts = [text for text in one["words"] if len(text.split()) > 2]  # type: ignore[attr-defined]
        if sum(len(text.split()) for text in texts) >= FEWEST_WORDS and grade(texts) > HARDEST:
            hard.append((path, round(grade(texts), 1)))
    assert hard == []


@pytest.mark.browser
def test_what_is_written_stays_when_the_server_is_gone(tmp_path: Path, page: Page) -> None:
    with serving(tmp_path) as house:
        house.desk.choose(welcomed=True)
        page.goto(house.link)
        page.goto(f"{house.root}/before-you-send")
        box = page.get_by_label("Your draft")
        box.press_sequentially("I shouted. That was mine.")
        expect(page.locator("#answer h2").first).to_be_visible(timeout=30_000)
        expect(page.locator("#trouble")).to_be_hidden()
    box.press_sequentially(" I am sorry.")
    expect(page.locator("#trouble")).to_be_visible(timeout=30_000)
    expect(box).to_have_value(re.compile(r"I shouted\. That was mine\. I am sorry\."))


@pytest.mark.browser
def test_what_runs_from_right_to_left_is_shown_so(tmp_path: Path, page: Page) -> None:
    chat = "".join(f"[02/03/2026, 09:{minute:02}:00] {who}: {says}\n" for minute, (who, says) in enumerate((
        ("رنا", "متى تأتي اليوم؟"), ("سامي", "انت دائما تنسين كل شيء ولا تهتمين بأحد"), ("رنا", "هذا يؤلمني جدا"), ("سامي", "I never once listened to you, you selfish liar"),
        ("رنا", "لا تكلمني"))))  # fmt: skip
    with serving(tmp_path) as house:
        house.desk.choose(welcomed=True)
        page.goto(house.link)
        page.goto(f"{house.root}/conversations")
        page.locator("#files").set_input_files({"name": "chat.txt", "mimeType": "text/plain", "buffer": chat.encode()})
        page.get_by_role("button", name="Read it").click()
        page.get_by_label(re.compile("سامي")).check()
        page.get_by_role("button", name="Look at it").click()
        page.get_by_role("link", name="Every message").click()
        said = page.locator(".said")
        expect(said).to_have_count(5)
        assert [one.evaluate("x => getComputedStyle(x).direction") for one in said.all()] == ["rtl", "rtl", "rtl", "ltr", "rtl"]
