"""The Builder in a real browser: from the first question to the words that are sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from reattune.ledger.records import Rupture
from tests.stories import START, ScriptedCoder
from tests.web.conftest import PASSPHRASE, PHONE, Served, at_each_size, begin_ledger, serving

pytestmark = pytest.mark.browser
ANSWERS = (
    ("What have you done well by?", "I look after my brother."),
    ("What did they say last?", "You never even looked up. #hurt"),
    ("What happened?", "I read my mail while she told me about her day."),
    ("What was it like for them?", "You sat there and talked to a wall. #acknowledgement"),
    ("What is yours in it?", "I did not look up once. That is on me. #accountability"),
    ("How do you come back toward them, and when?", "I would like to hear it tonight. #reconnection"),
)
WHOLE = "\n".join(words for _, words in ANSWERS[3:])


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Served]:
    """On the coder of the tests, with an open ledger."""
    with serving(tmp_path, ScriptedCoder()) as one:
        begin_ledger(one.desk)
        yield one


def leave_out(page: Page, count: int) -> None:
    """The first questions left empty."""
    for head, _ in ANSWERS[:count]:
        expect(page.get_by_role("heading", level=1)).to_have_text(head)
        page.get_by_role("button", name="Next").click()


@contextmanager
def saved(page: Page, words: str) -> Iterator[None]:
    """Until just these words were taken in by the page itself, which must be there: on a slow machine a part of them is, too."""
    page.wait_for_load_state()  # before its script runs nobody listens to what is typed
    with page.expect_response(lambda answer: parse_qs(answer.request.post_data or "").get("answer") == [words]):
        yield


def walk(page: Page) -> None:
    for head, words in ANSWERS:
        expect(page.get_by_role("heading", level=1)).to_have_text(head)
        page.get_by_label(head).fill(words)
        page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Put together")


@at_each_size
def test_a_repair_from_today_to_the_words_that_were_sent(page: Page, kept: Served) -> None:
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if line.type in {"error", "warning"} else None)
    item = Rupture(at=START, what="I read my mail", added=START)
    kept.desk.ledger.put([item])
    page.goto(kept.link)
    page.goto(kept.root)
    page.get_by_role("button", name="Build a repair").click()
    walk(page)
    expect(page.locator(".readback mark").first).to_be_visible()
    page.get_by_role("link", name="Read it as they will").click()
    expect(page.locator("#whole")).to_have_text(WHOLE)
    page.get_by_label("I have read it once").check()
    page.get_by_role("button", name="I have sent it").click()
    page.wait_for_url(f"**/ledger/{item.id}")
    assert [one.text for one in kept.desk.ledger.rupture(item.id).attempts] == [WHOLE]
    assert kept.desk.ledger.drafts() == () and complaints == []


def test_it_is_kept_while_it_is_typed_and_gone_on_with_after_the_server_was_killed(page: Page, tmp_path: Path) -> None:
    with serving(tmp_path, ScriptedCoder()) as first:
        begin_ledger(first.desk)
        page.goto(first.link)
        page.goto(f"{first.root}/repair")
        page.get_by_role("button", name="Begin one").click()
        leave_out(page, 2)
        expect(page.get_by_label("What happened?")).to_be_visible()
        with saved(page, "I read my mail"):
            page.get_by_label("What happened?").press_sequentially("I read my mail")
        expect(page.get_by_role("status")).to_have_text("Kept in your ledger.")
    with serving(tmp_path, ScriptedCoder()) as second:
        second.desk.unlock(PASSPHRASE)
        page.goto(second.link)
        page.goto(f"{second.root}/repair")
        page.get_by_role("link", name="I read my mail").click()
        page.get_by_role("button", name="Back").click()
        expect(page.get_by_label("What happened?")).to_have_value("I read my mail")


def test_locked_in_another_tab_while_typing_and_nothing_is_lost(page: Page, context: BrowserContext, kept: Served) -> None:
    page.goto(kept.link)
    page.goto(f"{kept.root}/repair")
    page.get_by_role("button", name="Begin one").click()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_label("What did they say last?")).to_be_visible()
    page.wait_for_load_state()
    kept.desk.lock()
    page.get_by_label("What did they say last?").fill("You never even looked up.")
    page.wait_for_url("**/unlock")
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Unlock").click()
    page.get_by_role("button", name="Go on with it").click()
    expect(page.get_by_label("What did they say last?")).to_have_value("You never even looked up.")
    assert kept.desk.ledger.drafts()[0][3] == {"said_last": "You never even looked up."}


def test_what_was_sent_first_and_arrives_last_undoes_nothing(page: Page, kept: Served) -> None:
    page.goto(kept.link)
    page.goto(f"{kept.root}/repair")
    page.get_by_role("button", name="Begin one").click()
    leave_out(page, 2)
    late: list[dict[str, str]] = []

    def held_up(route: Route) -> None:
        if route.request.headers.get("hx-request") and not late:
            late.append({name: words[0] for name, words in parse_qs(route.request.post_data or "").items()})
            route.abort()
        else:
            route.continue_()

    page.route(re.compile("/repair/.*/5$"), held_up)
    expect(page.get_by_label("What happened?")).to_be_visible()
    page.wait_for_load_state()  # before its script runs nobody listens to what is typed
    with page.expect_event("requestfailed"):
        page.get_by_label("What happened?").fill("I read")
    assert late and late[0]["answer"] == "I read" and int(late[0]["at"]) > 1_600_000_000_000
    page.get_by_label("What happened?").press_sequentially(" my mail")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_label("What was it like for them?")).to_be_visible()
    name = kept.desk.ledger.drafts()[0][0]
    answer = page.request.post(
        f"{kept.root}/repair/{name}/5", form=late[0], headers={"hx-request": "true", "origin": kept.root, "x-csrf": kept.gate.csrf}
    )
    assert answer.ok
    assert kept.desk.ledger.drafts()[0][3] == {"what": "I read my mail"}


def test_in_two_tabs_the_newer_typing_stands_and_both_are_seen(page: Page, context: BrowserContext, kept: Served) -> None:
    page.goto(kept.link)
    page.goto(f"{kept.root}/repair")
    page.get_by_role("button", name="Begin one").click()
    leave_out(page, 2)
    expect(page.get_by_label("What happened?")).to_be_visible()
    other = context.new_page()
    other.goto(page.url)
    with saved(page, "I read my mail"):
        page.get_by_label("What happened?").press_sequentially("I read my mail")
    expect(page.locator("#standing")).to_have_text("Kept in your ledger.")
    with saved(other, "I did not look up"):
        other.get_by_label("What happened?").press_sequentially("I did not look up")
    expect(other.locator("#beside .draft")).to_have_text("I read my mail")
    assert kept.desk.ledger.drafts()[0][3] == {"what": "I did not look up"}
    other.get_by_role("button", name="I no longer need these").click()
    expect(other.locator("#beside .draft")).to_have_count(0)
    expect(other.get_by_label("What happened?")).to_have_value("I did not look up")


def test_a_repair_for_no_entry_is_written_down_as_a_new_one(page: Page, kept: Served) -> None:
    page.goto(kept.link)
    page.goto(f"{kept.root}/repair")
    page.get_by_role("button", name="Begin one").click()
    walk(page)
    page.get_by_role("link", name="Read it as they will").click()
    page.get_by_label("I have read it once").check()
    page.get_by_text("write it down as a new one").click()
    expect(page.get_by_label("What was it about?")).to_have_value(ANSWERS[2][1])
    page.get_by_label("Who was it with?").fill("Ana")
    page.get_by_label("Yesterday").check()
    page.get_by_role("button", name="Write it down").dblclick()
    expect(page).to_have_url(re.compile("/ledger/"))  # looked at again and again: the second press may cut the first one's page off
    expect(page.get_by_role("heading", level=1)).to_contain_text("with Ana")
    (one,) = kept.desk.ledger.ruptures()
    assert [each.text for each in one.attempts] == [WHOLE] and kept.desk.ledger.drafts() == ()


def test_a_question_back_and_words_for_feelings(page: Page, kept: Served) -> None:
    page.goto(kept.link)
    page.goto(f"{kept.root}/repair")
    page.get_by_role("button", name="Begin one").click()
    leave_out(page, 3)
    page.get_by_text("Words for feelings").click()
    expect(page.get_by_text("heartbroken")).to_be_visible()
    page.get_by_label("What was it like for them?").fill("It was nothing. #minimising")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("Their size for it is the right one today.")).to_be_visible()
    expect(page.get_by_label("What was it like for them?")).to_have_value("It was nothing. #minimising")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What is yours in it?")


def test_without_a_ledger_one_is_begun_on_the_way_and_nothing_is_lost(page: Page, tmp_path: Path) -> None:
    with serving(tmp_path, ScriptedCoder()) as served:
        page.goto(served.link)
        page.goto(f"{served.root}/repair")
        page.get_by_role("button", name="Begin one").click()
        leave_out(page, 2)
        page.get_by_label("What happened?").fill("I read my mail.")
        page.get_by_role("button", name="Begin a ledger to keep it in").click()
        page.wait_for_url("**/passphrase")
        fields = page.locator("input[type=password]")
        for place in range(fields.count()):
            fields.nth(place).fill(PASSPHRASE)
        page.locator("main form").filter(has=page.locator("input[type=password]")).get_by_role("button").first.click()
        page.get_by_role("button", name="Go on with it").click()
        expect(page.get_by_label("What happened?")).to_have_value("I read my mail.")
        assert served.desk.ledger.drafts()[0][3] == {"what": "I read my mail."}


def test_it_works_without_script(chromium: Browser, kept: Served) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(kept.link)
    page.goto(f"{kept.root}/repair")
    page.get_by_role("button", name="Begin one").click()
    walk(page)
    page.get_by_role("button", name="Show the words that do it").click()
    expect(page.locator(".readback mark").first).to_be_visible()
    page.get_by_role("link", name="Read it as they will").click()
    page.get_by_label("I have read it once").check()
    expect(page.get_by_label("Your words, to mark and copy")).to_have_value(WHOLE)
    page.get_by_role("link", name="Back to the draft").click()
    page.get_by_text("Throw it away").first.click()
    page.get_by_role("button", name="Throw it away").click()
    expect(page.get_by_text("It is thrown away.")).to_be_visible()
    context.close()
