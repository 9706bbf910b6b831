"""Guide in a real browser, as somebody would walk it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from reattune.app import guide_words
from reattune.guide import Kind
from tests.web.conftest import Served, at_each_size

pytestmark = pytest.mark.browser


@at_each_size
def test_from_what_one_is_dealing_with_to_a_topic_its_book_and_back(page: Page, served: Served) -> None:
    page.goto(served.link)
    page.goto(f"{served.root}/guide")
    page.get_by_role("button", name="I snapped, and now it is cold between us").click()
    expect(page.get_by_role("heading", level=2)).to_contain_text("I snapped")
    page.get_by_role("link", name="Rupture and repair").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rupture and repair")
    assert "rupture" not in page.url
    answer = page.get_by_text("One can start, and that counts.")
    expect(answer).to_be_hidden()
    page.get_by_text("Does it take both?").click()
    expect(answer).to_be_visible()
    page.get_by_role("link", name="Us", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Us")
    page.get_by_role("link", name="Guide", exact=True).last.click()
    expect(page.get_by_label("What are you looking for?")).to_have_value("I snapped, and now it is cold between us")
    page.get_by_role("button", name="Back to the whole guide").click()
    expect(page.get_by_role("heading", name="Topics")).to_be_visible()


def test_search_and_choices_by_the_keyboard_alone(page: Page, served: Served) -> None:
    page.goto(served.link)
    page.goto(f"{served.root}/guide")
    page.get_by_label("What are you looking for?").focus()
    page.keyboard.type("relationships")
    page.keyboard.press("Enter")
    fold = page.get_by_text("Narrow it down")
    expect(fold).to_be_visible()
    fold.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Books").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Show").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Books")).to_be_checked()
    expect(page.get_by_role("link", name="Us", exact=True)).to_be_visible()
    assert set(page.locator(".rows .who").all_inner_texts()) == {guide_words.KIND[Kind.BOOK]}


def test_everything_works_without_script(chromium: Browser, served: Served) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 780})
    page = context.new_page()
    page.goto(served.link)
    page.goto(f"{served.root}/guide")
    page.get_by_label("What are you looking for?").fill("zebra")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_text("Nothing in the guide fits these words")).to_be_visible()
    page.get_by_role("button", name="Back to the whole guide").click()
    page.get_by_text("Narrow it down").click()
    page.get_by_label("Tools").check()
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="myvalues.io").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("myvalues.io")
    context.close()


def test_print_shows_the_answers_and_leaves_the_buttons_out(page: Page, served: Served) -> None:
    page.goto(served.link)
    page.goto(f"{served.root}/guide")
    page.get_by_role("link", name="Rupture and repair").click()
    expect(page.get_by_text("One can start, and that counts.")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.get_by_text("One can start, and that counts.")).to_be_visible()
    expect(page.get_by_role("button", name="Turn it round")).to_be_hidden()
    expect(page.get_by_role("button", name="Leave this page")).to_be_hidden()


def test_no_page_of_the_guide_asks_anything_of_the_web(page: Page, served: Served) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(served.link)
    page.goto(f"{served.root}/guide")
    page.get_by_role("link", name="myvalues.io").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("myvalues.io")
    assert asked
    assert all(url.startswith(served.root) for url in asked)
