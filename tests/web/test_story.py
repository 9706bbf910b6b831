"""One evening with the app, as a person would spend it, in a real browser at the size of a phone and of a desk.

From the link on the terminal to the last word: nothing is asked of the server but by what stands on the pages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.conftest import PASSPHRASE, PHONE, Served, at_each_size, serving

COUPLE = Path(__file__).parents[2] / "src" / "reattune" / "app" / "examples" / "couple-six-weeks.txt"

DRAFT = "I'm sorry if you felt hurt, but you were late too."
WHAT = "I laughed about her plan at the table"


@pytest.fixture
def evening(tmp_path: Path, page: Page) -> Iterator[tuple[Served, Page]]:
    with serving(tmp_path / "home") as served:
        page.goto(served.link)
        yield served, page


def go(page: Page, section: str) -> None:
    """By the menu, as a person goes."""
    with page.expect_navigation():  # the whole of it: before its script runs nobody listens to what is typed
        opened(page).get_by_role("link", name=section, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def opened(page: Page) -> Locator:
    """The menu: behind a button on a phone, beside the page on a desk."""
    if page.viewport_size == PHONE:
        page.locator(".menu summary").click()
    return page.get_by_role("navigation", name="Sections")


def begin(page: Page) -> None:
    """The first pages, with a ledger begun."""
    page.get_by_role("link", name="Go on").or_(page.get_by_role("button", name="Go on")).first.click()
    page.get_by_role("link", name="Skip these").click()
    for field in page.locator("input[type=password]").all():
        field.fill(PASSPHRASE)
    page.get_by_role("button", name="Keep a ledger with this").click()
    expect(page.get_by_role("heading", level=1, name="Something to play with")).to_be_visible()
    page.get_by_role("link", name="Straight to Today").click()


@at_each_size
def test_an_evening_with_it(evening: tuple[Served, Page], tmp_path: Path) -> None:
    served, page = evening
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    begin(page)
    expect(page.get_by_role("heading", level=1, name="Today")).to_be_visible()

    # a real export is read, and an episode unfolded
    go(page, "Conversations")
    page.get_by_label("Choose the exported file").set_input_files(str(COUPLE))
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", level=1, name="Which of these is you?")).to_be_visible()
    page.get_by_label(re.compile("Tom")).check()
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", level=1, name="Where it broke, and how it mended")).to_be_visible(timeout=60_000)
    first = page.locator("details.episode").first
    first.locator("summary").first.click()
    expect(first.locator(".bubbles li").first).to_be_visible()
    mark = first.locator("mark").first
    expect(mark).to_be_visible(timeout=30_000)
    mark.focus()
    expect(mark.locator(".why")).to_be_visible()

    # one of them is kept
    page.get_by_role("link", name="Keep some of it").click()
    page.locator("input[name=chosen]").first.check()
    page.get_by_role("button", name="Keep them in my ledger").click()
    expect(page.get_by_role("status")).to_contain_text("kept in your ledger")

    # another is written down by hand
    go(page, "Ledger")
    page.get_by_role("link", name="Write one down").first.click()
    page.get_by_label("What happened?").fill(WHAT)
    page.get_by_label("Who was it with?").fill("Maya")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("main")).to_contain_text(WHAT)

    # a draft is checked while it is written, and copied once it was read
    go(page, "Before you send")
    page.get_by_label("Your draft").press_sequentially(DRAFT)
    expect(page.locator("#answer h2").first).to_contain_text("likely to hurt again", timeout=20_000)
    expect(page.locator("mark.hurts").first).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="Read it as they will").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("main")).to_contain_text(DRAFT)
    expect(page.get_by_role("button", name=re.compile("Copy"))).to_have_count(0)
    page.get_by_label(re.compile("I have read it once")).check()
    expect(page.get_by_role("button", name=re.compile("Copy"))).to_be_visible()

    # a repair is built
    go(page, "Repair")
    page.get_by_role("button", name="Begin one").click()
    said = {"What happened": WHAT, "What was it like": "You went quiet and looked at your plate.", "What is yours": "I laughed at you. That was mine.",
            "come back toward them": "I would like to hear about it on Sunday."}  # fmt: skip
    for _ in range(14):
        head = page.get_by_role("heading", level=1).inner_text()
        if head == "Put together":
            break
        words = next((text for start, text in said.items() if start.casefold() in head.casefold()), "")
        box = page.locator("textarea[name=answer]")
        if words and box.count() and box.input_value() != words:
            box.fill(words)
        page.get_by_role("button", name="Next", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("heading", level=1, name="Put together")).to_be_visible()
    expect(page.locator(".draft").first).to_contain_text("You went quiet and looked at your plate.")

    # five minutes of practice
    go(page, "Today")
    page.get_by_role("button", name="Begin").click()
    page.get_by_label(re.compile("What do you feel")).fill("sad")
    page.get_by_role("button", name="Answer").first.click()
    expect(page.locator("#heard")).to_be_visible()

    # locked, and unlocked
    opened(page).get_by_role("button", name="Lock", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Locked")).to_be_visible()
    page.goto(f"{served.root}/ledger")
    expect(page.get_by_role("heading", level=1, name="Locked")).to_be_visible()
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Unlock").click()
    expect(page.get_by_role("heading", level=1, name="Today")).to_be_visible()

    # everything goes out, and then is forgotten
    go(page, "Settings")
    page.get_by_role("link", name=re.compile("Take it out")).click()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Save the file").click()
    kept = json.loads(Path(coming.value.path()).read_text(encoding="utf-8"))
    assert WHAT in [one["what"] for one in kept["ruptures"]]
    assert len(kept["ruptures"]) == 2
    go(page, "Settings")
    page.get_by_role("link", name=re.compile("Forget everything")).click()
    word = page.locator("label em").inner_text()
    page.get_by_label(re.compile("Type")).fill(word)
    page.get_by_role("button", name="Forget everything for good").click()
    expect(page.get_by_role("button", name=re.compile("Forget"))).to_have_count(0)
    assert not (tmp_path / "home" / "ledger.db").exists()
    assert all(url.startswith((served.root, "blob:", "data:")) for url in asked)
