"""Practise as a person meets it, in a real browser: a round, a talk that goes on without a new page, the same without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from reattune.app import practice_words
from reattune.coaching import drills, scenarios
from tests.stories import ScriptedCoder, hear
from tests.web.conftest import PHONE, Served, at_each_size, begin_ledger, serving

BAD, GOOD = "It was a joke. #minimising", "You carried out the plates alone. #acknowledgement #accountability"
THREAT = "Or else. #!threat"


@pytest.fixture
def scripted_app(tmp_path: Path) -> Iterator[Served]:
    """A real server on the coder of the tests, with an open ledger."""
    with serving(tmp_path, ScriptedCoder()) as one:
        begin_ledger(one.desk)
        yield one


def fits(page: Page) -> bool:
    """Whether nothing reaches beyond the page sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def begin_drill(page: Page, title: str) -> None:
    page.get_by_text("All ten").click()
    page.get_by_role("button", name=title).click()


def begin_talk(page: Page, group: str, title: str) -> None:
    page.get_by_text(group).click()
    page.get_by_role("radio", name=title).check()
    with page.expect_navigation():
        page.locator("details[open]").get_by_role("button", name="Begin").click()


def say(page: Page, words: str) -> None:
    page.get_by_label("What do you say?").fill(words)
    page.wait_for_load_state()  # before its script runs, sending leads to a new page
    page.get_by_role("button", name="Send").click()


@at_each_size
def test_a_round_of_feelings_from_the_first_question_to_the_end(scripted_app: Served, page: Page) -> None:
    page.goto(scripted_app.link)
    page.goto(scripted_app.root + "/practise")
    assert fits(page)
    page.get_by_role("button", name="Begin").first.click()
    for place, item in enumerate(drills.items("name-the-feeling")[:3], 1):
        expect(page.get_by_text(f"Question {place} of")).to_be_visible()
        expect(page.get_by_text(item.situation)).to_be_visible()
        page.get_by_text("A list of words for feelings").click()
        word = drills.feelings().words[min(item.fits)][0]
        page.get_by_label(word, exact=True).check()
        assert fits(page)
        page.wait_for_load_state()
        page.get_by_role("button", name="Answer").first.click()
        expect(page.get_by_role("heading", name=practice_words.RIGHT)).to_be_focused()
        expect(page.get_by_text(word, exact=True)).to_be_visible()
        page.get_by_role("link", name=re.compile("Next|To the end")).click()
    page.goto(page.url.rpartition("/")[0] + "/end")
    expect(page.get_by_role("heading", name="Went well")).to_be_visible()
    expect(page.get_by_text("comes again today")).to_have_count(3)


def test_the_back_button_finds_the_answer_and_counts_it_once(scripted_app: Served, page: Page) -> None:
    page.goto(scripted_app.link)
    page.goto(scripted_app.root + "/practise")
    begin_drill(page, "Turn it round")
    page.get_by_role("textbox").fill(GOOD)
    page.get_by_role("button", name="Answer").click()
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_text("Question 2 of")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name=practice_words.RIGHT)).to_be_visible()
    expect(page.get_by_text(GOOD)).to_be_visible()
    expect(page.get_by_role("button", name="Answer")).to_have_count(0)
    assert len(scripted_app.desk.ledger.reviews()) == 1


@at_each_size
def test_a_talk_goes_on_without_a_new_page_and_the_new_line_has_the_focus(scripted_app: Served, page: Page) -> None:
    page.goto(scripted_app.link)
    page.goto(scripted_app.root + "/practise")
    begin_talk(page, "With a partner", "Her phone voice")
    page.evaluate("window.same = true")
    now = scenarios.begin(scenarios.scenario("phone-voice"))
    for place, said in enumerate((BAD, GOOD)):
        say(page, said)
        now = scenarios.after(now, said, hear(said))
        new = page.locator("#new")
        expect(new).to_contain_text(now.turns[-1].answer)
        expect(new).to_be_focused()
        expect(page.locator("#told")).to_have_text(practice_words.mood(now, now.turns[-1]))
        expect(page.locator(f"#said-{place} mark")).to_have_text(re.compile(re.escape(said)))
        expect(page.get_by_label("What do you say?")).to_have_value("")
        assert fits(page)
    expect(page.locator("details.heard[open]")).to_have_count(1)
    expect(page.locator("svg.chart")).to_be_visible()
    page.locator("#said-0 mark").focus()
    expect(page.locator("#said-0 .why")).to_be_visible()
    assert fits(page)
    assert page.evaluate("window.same") is True


def test_the_signal_stops_a_talk_within_the_page_and_the_talk_is_found_again(scripted_app: Served, page: Page) -> None:
    page.goto(scripted_app.link)
    page.goto(scripted_app.root + "/practise")
    begin_talk(page, "With a partner", "Her phone voice")
    say(page, THREAT)
    expect(page.get_by_role("alert")).to_contain_text(practice_words.SAFETY)
    expect(page.get_by_label("What do you say?")).to_have_count(0)
    page.get_by_role("button", name="Back to the talk").click()
    expect(page.get_by_label("What do you say?")).to_have_value(THREAT)


def test_a_talk_ends_and_a_turn_is_tried_again_by_the_keyboard_alone(scripted_app: Served, page: Page) -> None:
    page.goto(scripted_app.link)
    page.goto(scripted_app.root + "/practise")
    begin_talk(page, "With a partner", "Her phone voice")
    say(page, BAD)
    expect(page.locator("#new")).to_be_focused()
    expect(page.locator(".htmx-settling, .htmx-added, .htmx-request")).to_have_count(0)  # what was swapped in is whole
    with page.expect_navigation():
        page.get_by_role("button", name="End it here").press("Enter")
    expect(page.get_by_role("heading", name="Afterwards")).to_be_visible()
    page.get_by_role("button", name="Try it again from here").press("Enter")
    expect(page.get_by_label("What do you say?")).to_have_value(BAD)


def test_all_of_it_without_javascript(scripted_app: Served, chromium: Browser) -> None:
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto(scripted_app.link)
    page.goto(scripted_app.root + "/practise")
    begin_drill(page, "Toward or away")
    page.get_by_role("radio").nth(min(drills.items("toward-or-away")[0].right)).check()
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_role("heading", name=practice_words.RIGHT)).to_be_visible()
    page.goto(scripted_app.root + "/practise")
    begin_talk(page, "With a partner", "Her phone voice")
    say(page, BAD)
    expect(page.get_by_text("Gets in the way")).to_be_visible()
    page.get_by_role("button", name="Show the words").click()
    expect(page.locator("mark")).to_have_text(re.compile(re.escape(BAD)))
    page.get_by_role("button", name="Say nothing").click()
    expect(page.locator("#new")).to_be_visible()
    page.get_by_role("button", name="End it here").click()
    expect(page.get_by_role("heading", name="Afterwards")).to_be_visible()
    context.close()
