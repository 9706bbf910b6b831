"""The ledger in a real browser, as somebody walks it: by hand, with scripts or without, at the size of a phone and of a desk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from reattune.app import ledger_words, wording
from reattune.core.names import Answer, Severity, Verdict
from reattune.ledger.answers import Waits
from reattune.ledger.records import Attempt, Closing, Driver, Person, Rupture
from tests.stories import ScriptedCoder
from tests.web.conftest import PHONE, Served, at_each_size, begin_ledger, serving

pytestmark = pytest.mark.browser


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Served]:
    """A real server on the coder of the tests, with an open ledger."""
    with serving(tmp_path, ScriptedCoder()) as one:
        begin_ledger(one.desk)
        one.desk.choose(welcomed=True)
        yield one


def filled(one: Served) -> Rupture:
    """Enough that every page has something to show; one that is open, with a try that was met in part."""
    now, ledger = datetime.now(), one.desk.ledger
    ana = ledger.put_person(Person("Ana", "partner"))
    first = Rupture(
        now - timedelta(days=4), "I looked at my phone while she told me about her day", now, ana.id, Severity.MAJOR, theme="phones",
        attempts=(Attempt(now - timedelta(days=2), text="You sat alone with it. That was mine.", verdict=Verdict.REPAIR, answer=Answer.PARTIAL),),
    )  # fmt: skip
    closed = {"closed_as": Closing.MENDED_FOR_ME}
    more = [
        Rupture(now - timedelta(days=9 * place), f"thing {place}", now, ana.id, by_me=(True, False, None)[place % 3], theme="phones",
                driver=Driver.SHAME, closed_at=now - timedelta(days=9 * place - 3), **closed)  # type: ignore[arg-type]
        for place in range(1, 31)
    ]  # fmt: skip
    ledger.put([first, *more])
    return first


def add_one(page: Page) -> None:
    """From the ledger's page: what happened, who, how deep, yesterday."""
    page.get_by_role("link", name="Write one down").click()
    page.get_by_label("What happened?").fill("I said that she always makes a scene")
    page.get_by_label("Who was it with?").fill("Ana")
    page.get_by_label(re.compile("deep: ")).check()
    page.get_by_label("mine", exact=True).check()
    page.get_by_label("Yesterday").check()
    page.get_by_role("button", name="Keep it").click()


@at_each_size
def test_by_hand_from_the_first_word_to_closing_it_and_forgetting_it(kept: Served, page: Page) -> None:
    page.goto(kept.link)
    page.goto(f"{kept.root}/ledger")
    add_one(page)
    expect(page.get_by_text("I said that she always makes a scene")).to_be_visible()
    expect(page.get_by_text("Deep, yours to begin with.")).to_be_visible()
    assert not re.search(r"Ana|scene", page.url + page.title())
    page.get_by_text("I tried to mend it").click()
    page.get_by_label("What did you say?").fill("That was mine #accountability")
    page.locator("#attempt").get_by_role("button", name="Keep it").click()
    expect(page.get_by_text(ledger_words.WAITS[Waits.UNANSWERED])).to_be_visible()
    page.get_by_text("They answered my last try").click()
    page.locator("#answer").get_by_label("taken in", exact=True).check()
    page.locator("#answer").get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("A repair; taken in")).to_be_visible()
    page.get_by_text("Close my side of it").click()
    page.get_by_label(ledger_words.CLOSES[Closing.MENDED_FOR_ME]).check()
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_role("status")).to_have_text(ledger_words.CLOSES_ONE_SIDE)
    page.get_by_role("link", name="Forget this entry").click()
    page.get_by_role("button", name="Forget for good").click()
    expect(page.get_by_text("Nothing is kept yet")).to_be_visible()
    assert not kept.desk.ledger.ruptures()


def test_the_day_shows_once_it_is_asked_for_and_a_slip_loses_nothing(kept: Served, page: Page) -> None:
    page.goto(kept.link)
    page.goto(f"{kept.root}/ledger/add")
    expect(page.get_by_label("Day", exact=True)).to_be_hidden()
    page.get_by_label("What happened?").fill("the door")
    page.get_by_label("Another day").check()
    page.get_by_label("Day", exact=True).fill("2199-01-01")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("alert")).to_contain_text("still to come")
    expect(page.get_by_label("What happened?")).to_have_value("the door")
    page.get_by_label("Day", exact=True).fill("2026-01-31")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("31 January 2026")


def test_a_button_that_is_pressed_twice_keeps_one(kept: Served, page: Page) -> None:
    page.goto(kept.link)
    page.goto(f"{kept.root}/ledger/add")
    page.get_by_label("What happened?").fill("the door")
    page.get_by_role("button", name="Keep it").dblclick()
    expect(page.get_by_role("link", name="Change what I wrote")).to_be_visible()
    assert len(kept.desk.ledger.ruptures()) == 1


def test_what_is_looked_for_is_found_and_let_go_of_again(kept: Served, page: Page) -> None:
    filled(kept)
    page.goto(kept.link)
    page.goto(f"{kept.root}/ledger")
    page.get_by_text("Look for something").click()
    page.get_by_label("Words in it").fill("PHONE while")
    page.get_by_label("Open or closed").select_option("open")
    page.get_by_role("button", name="Show these").click()
    expect(page.get_by_text("One entry.")).to_be_visible()
    assert page.url == f"{kept.root}/ledger"
    page.get_by_role("button", name="“PHONE while”").click()
    page.get_by_role("button", name="Take away: open").click()
    expect(page.get_by_text("31 entries")).to_be_visible()
    page.get_by_role("link", name="Earlier ones").click()
    expect(page.get_by_text("Page 2 of 2")).to_be_visible()


def test_everything_can_be_done_without_scripts_and_by_keyboard(kept: Served, chromium: Browser) -> None:
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(kept.link)
    page.goto(f"{kept.root}/ledger/add")
    page.get_by_label("What happened?").focus()
    page.keyboard.type("the door")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.locator("button:focus", has_text="Keep it").count():
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_text("They asked for room").click()
    expect(page.get_by_text("Nothing is asked of you here.")).to_be_visible()
    page.get_by_role("link", name="Back to the ledger").click()
    expect(page.get_by_text(ledger_words.NOTHING_TO_DO)).to_be_visible()
    context.close()


def test_where_the_signal_fires_help_comes_first_and_it_can_be_said_that_it_was_wrong(kept: Served, page: Page) -> None:
    page.goto(kept.link)
    page.goto(f"{kept.root}/ledger/add")
    page.get_by_label("What happened?").fill("that film was a killer #!threat")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("alert")).to_contain_text("words that threaten")
    expect(page.get_by_role("heading", name=wording.WHERE_TO_TURN)).to_be_visible()
    page.get_by_role("button", name=re.compile("I heard this wrong")).click()
    expect(page.get_by_role("button", name="Build a repair")).to_be_visible()


def test_a_reminder_is_a_file_with_a_neutral_name(kept: Served, page: Page) -> None:
    one = filled(kept)
    page.goto(kept.link)
    page.goto(f"{kept.root}/ledger/{one.id}")
    page.get_by_text("A reminder for my calendar").click()
    page.locator("#reminder").get_by_label("Time").fill("19:00")
    with page.expect_download() as waited:
        page.get_by_role("button", name="Save the file").click()
    assert waited.value.suggested_filename == "reminder.ics"
