"""Before you send in a real browser: typed, answered while it is typed, read once, copied."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from reattune.app import wording
from tests.web.conftest import PHONE, Served, at_each_size, serving
from tests.web.test_drafts import Halves

pytestmark = pytest.mark.browser
DRAFT = (
    "I shouted at you in front of your parents and you went red and left the table. That was my doing. "
    "I would like to hear how it was for you tonight, if you want."
)
MIXED = (
    "I'm sorry I raised my voice in front of the kids. You went quiet, and I saw that it hurt. That was mine. "
    "But you know how I get when I'm tired."
)
EXCUSE = "Sorry, but I only shouted because you never listen, and you were no better last week."


def opened(page: Page, served: Served) -> None:
    page.goto(served.link)
    page.goto(f"{served.root}/before-you-send")


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@at_each_size
def test_a_draft_is_answered_while_it_is_typed_read_once_and_copied(page: Page, context: BrowserContext, served: Served) -> None:
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if line.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=served.root)
    opened(page, served)
    page.get_by_text("What was said before").click()
    page.get_by_label("What did they say last?").fill("you just yelled at me and nobody said a word")
    draft = page.get_by_label("Your draft")
    draft.press_sequentially(EXCUSE)
    expect(page.locator(".heard h2")).to_be_visible()
    expect(page.locator(".readback mark.hurts").first).to_be_visible()
    draft.fill(MIXED)
    expect(page.locator(".words")).to_contain_text("Without “")
    draft.fill(DRAFT)
    expect(page.locator(".heard h2")).to_have_text(wording.VERDICT[_verdict(DRAFT)])
    expect(page.locator(".chips .there").first).to_be_visible()
    expect(page.locator(".readback")).to_contain_text("That was my doing.")
    mark = page.locator(".readback mark").first
    expect(mark.locator(".why")).to_be_hidden()
    mark.focus()
    expect(mark.locator(".why")).to_be_visible()
    assert fits(page)
    page.get_by_role("button", name="Read it as they will").click()
    expect(page.get_by_text("What would you hear first in it?")).to_be_visible()
    expect(page.get_by_role("button", name="Copy it")).to_be_hidden()
    page.get_by_label("I have read it once").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Copy it").click()
    expect(page.get_by_role("status")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == DRAFT
    page.go_back()
    expect(page.get_by_label("Your draft")).to_have_value(DRAFT)
    page.reload()
    expect(page.get_by_label("Your draft")).to_have_value(DRAFT)
    assert complaints == []


def _verdict(text: str) -> wording.Verdict:
    from reattune.app.check import check
    from reattune.coding.coder import shipped

    return check(text, shipped(), ["them: you just yelled at me and nobody said a word"]).coded.verdict


def test_only_the_last_of_many_letters_is_answered(page: Page, served: Served) -> None:
    opened(page, served)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or "") if request.method == "POST" else None)
    page.get_by_label("Your draft").press_sequentially(DRAFT, delay=5)
    expect(page.locator(".readback")).to_contain_text("if you want.")
    drafts = [one for one in sent if "draft=" in one]
    assert len(drafts) < len(DRAFT) / 4
    assert page.locator(".heard").count() == 1


def test_two_tabs_keep_two_drafts(page: Page, context: BrowserContext, served: Served) -> None:
    opened(page, served)
    other = context.new_page()
    other.goto(f"{served.root}/before-you-send")
    page.get_by_label("Your draft").fill("This stands in the first tab, and it is mine.")
    expect(page.locator(".heard h2")).to_be_visible()
    other.get_by_label("Your draft").fill("This stands in the second tab.")
    expect(other.get_by_text("Another window changed this draft.")).to_be_visible()
    for tab, words in ((page, "This stands in the first tab, and it is mine."), (other, "This stands in the second tab.")):
        tab.reload()
        expect(tab.get_by_label("Your draft")).to_have_value(words)


def test_where_the_signal_fires_it_says_so_while_typing_and_goes_on_where_it_heard_wrong(page: Page, tmp_path: Path) -> None:
    with serving(tmp_path, Halves()) as served:
        opened(page, served)
        page.get_by_label("Your draft").fill("that cake will die tonight #apology #!threat")
        expect(page.get_by_role("alert")).to_contain_text(wording.SAFETY_DRAFT)
        expect(page.locator(".heard")).to_have_count(0)
        page.get_by_role("button", name="I heard this wrong?").click()
        expect(page.locator(".heard h2")).to_be_visible()
        expect(page.get_by_label("Your draft")).to_have_value("that cake will die tonight #apology #!threat")


def test_words_from_right_to_left_are_shown_so(page: Page, served: Served) -> None:
    opened(page, served)
    page.get_by_label("Your draft").fill("أنا آسف لأنني صرخت عليك")
    assert page.get_by_label("Your draft").evaluate("one => getComputedStyle(one).direction") == "rtl"
    expect(page.get_by_text("I understand English alone so far")).to_be_visible()
    page.get_by_label("Your draft").fill("أنا آسف. I shouted at you in front of your mother, and that was mine.")
    expect(page.locator(".heard h2")).to_be_visible()
    page.get_by_role("button", name="Read it as they will").click()
    assert page.locator("#whole").evaluate("one => getComputedStyle(one).direction") == "rtl"


def test_it_works_without_script(chromium: Browser, served: Served) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    opened(page, served)
    page.get_by_label("Your draft").fill(DRAFT)
    page.get_by_role("button", name="Look at it").click()
    expect(page.locator(".readback mark").first).to_be_visible()
    expect(page.get_by_label("Your draft")).to_have_value(DRAFT)
    page.get_by_role("button", name="Read it as they will").click()
    expect(page.get_by_label("Your words, to mark and copy")).to_be_hidden()
    page.get_by_label("I have read it once").check()
    expect(page.get_by_label("Your words, to mark and copy")).to_have_value(DRAFT)
    expect(page.get_by_role("button", name="Copy it")).to_be_hidden()
    page.get_by_role("link", name="Back to the draft").click()
    page.get_by_role("button", name="Start over").click()
    expect(page.get_by_label("Your draft")).to_have_value("")
    context.close()


@at_each_size
def test_every_reason_stays_within_the_page(page: Page, served: Served) -> None:
    opened(page, served)
    page.get_by_label("Your draft").fill(f"{EXCUSE} {'x' * 90} {DRAFT}")
    expect(page.locator(".readback")).to_be_visible()
    for mark in page.locator(".readback mark").all():
        mark.focus()
        assert fits(page)
