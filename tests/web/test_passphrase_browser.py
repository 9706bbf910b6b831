"""A passphrase can be seen while it is typed; nothing of it stays seen, and without scripts nothing promises it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.conftest import PASSPHRASE, PHONE, Served, begin_ledger

pytestmark = pytest.mark.browser
SHOW = "Show what I typed"


def test_each_field_has_its_own(page: Page, served: Served) -> None:
    begin_ledger(served.desk)
    page.goto(served.link)
    page.goto(f"{served.root}/settings/passphrase")
    boxes = page.get_by_role("checkbox", name=SHOW)
    expect(boxes).to_have_count(3)
    page.get_by_label("Once more").fill("words that I chose")
    boxes.nth(2).check()
    expect(page.get_by_label("Once more")).to_have_attribute("type", "text")
    expect(page.locator("input[type=password]")).to_have_count(2)
    expect(boxes.nth(2)).to_have_accessible_description("Once more")
    boxes.nth(2).uncheck()
    expect(page.get_by_label("Once more")).to_have_attribute("type", "password")
    expect(page.get_by_label("Once more")).to_have_value("words that I chose")


def test_it_is_shown_by_keyboard_and_hidden_again_before_it_is_sent(page: Page, served: Served) -> None:
    begin_ledger(served.desk)
    served.desk.lock()
    page.goto(served.link)
    page.goto(f"{served.root}/unlock")
    field = page.get_by_label("Passphrase")
    expect(field).to_be_focused()
    page.keyboard.type(PASSPHRASE)
    page.keyboard.press("Tab")
    expect(page.get_by_role("checkbox", name=SHOW)).to_be_focused()
    page.keyboard.press("Space")
    expect(field).to_have_attribute("type", "text")
    expect(field).to_have_attribute("spellcheck", "false")
    kinds = page.evaluate(
        "() => { const form = document.querySelector('#passphrase').form, seen = [];"
        "form.addEventListener('submit', event => { event.preventDefault(); seen.push(document.querySelector('#passphrase').type); });"
        "form.requestSubmit(); return seen; }"
    )
    assert kinds == ["password"]
    expect(page.get_by_role("checkbox", name=SHOW)).not_to_be_checked()


def test_a_passphrase_that_is_shown_is_never_handed_in_when_it_locks(page: Page, served: Served) -> None:
    served.desk.choose(lock_minutes=1)
    page.clock.install()
    page.goto(served.link)
    page.goto(f"{served.root}/passphrase")
    page.get_by_label("Passphrase").first.fill("words that I chose")
    page.get_by_role("checkbox", name=SHOW).first.check()
    posted: list[str] = []
    page.on("request", lambda one: posted.append(one.url) if one.method == "POST" else None)
    page.clock.run_for(120_000)
    page.wait_for_url(lambda url: not url.endswith("/passphrase"))
    assert any(one.endswith("/lock") for one in posted)
    assert not [one for one in posted if one.endswith("/passphrase")] and served.desk.waiting() == []


def test_without_scripts_there_is_none(chromium: Browser, served: Served) -> None:
    begin_ledger(served.desk)
    served.desk.lock()
    context = chromium.new_context(java_script_enabled=False, viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(served.link)
    page.goto(f"{served.root}/unlock")
    expect(page.get_by_label("Passphrase")).to_be_visible()
    expect(page.get_by_text(SHOW)).to_have_count(0)
    context.close()
