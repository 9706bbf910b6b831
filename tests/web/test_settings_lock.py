"""The lock and the quick way out: nothing is seen without the passphrase, nothing is lost behind it, and whoever leaves is gone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from reattune.app import first_words as words
from reattune.ledger import opening
from reattune.ledger.records import Rupture
from reattune.ledger.store import Ledger
from reattune.web.at import SECTIONS
from tests.stories import ScriptedCoder
from tests.web import reading
from tests.web.conftest import PASSPHRASE, PHONE, Clock, Served, Visitor, at_each_size, begin_ledger, let_in, serving

SECRET = "the thing with the blue kettle"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def timed(tmp_path: Path, clock: Clock) -> Visitor:
    """Somebody with an open ledger, an entry in it, something on the desk that was not kept, and a clock that can be turned."""
    one = let_in(tmp_path, ScriptedCoder(), clock)
    begin_ledger(one.desk)
    one.desk.choose(welcomed=True)
    one.desk.ledger.put([Rupture(clock.at, SECRET, clock.at)])
    one.desk.shelf("looked at").put("a talk that was not kept", "talk")
    return one


def later(clock: Clock, minutes: float) -> None:
    clock.at += timedelta(minutes=minutes)


# by itself


def test_left_alone_for_a_quarter_of_an_hour_it_is_locked(timed: Visitor, clock: Clock) -> None:
    later(clock, 15.1)
    assert timed.get("/").url.path == "/unlock"
    assert timed.desk.ledger_or_none is None


def test_whoever_is_there_now_and_then_is_not_locked_out(timed: Visitor, clock: Clock) -> None:
    for _ in range(4):
        later(clock, 14)
        assert timed.post("/here").status_code == 204
    assert timed.get("/settings").url.path == "/settings"


def test_the_minutes_can_be_chosen(timed: Visitor, clock: Clock) -> None:
    timed.post("/settings/lock", {"minutes": "5"})
    later(clock, 4)
    assert timed.get("/settings").url.path == "/settings"
    later(clock, 5.1)
    assert timed.get("/settings").url.path == "/unlock"


@pytest.mark.parametrize("minutes", ["", "0", "-5", "1441", "99999999", "soon", "²"])
def test_minutes_that_are_none_are_told_and_not_kept(timed: Visitor, minutes: str) -> None:
    answer = timed.post("/settings/lock", {"minutes": minutes})
    assert answer.status_code == 422
    assert "Choose between" in answer.text
    assert timed.desk.minutes == 15


def test_without_a_ledger_what_is_left_alone_is_dropped(scripted: Visitor, clock: Clock) -> None:
    scripted.desk.now = clock
    scripted.desk.touch()
    scripted.desk.shelf("looked at").put("a talk")
    later(clock, 16)
    assert scripted.get("/").url.path == "/"
    assert not scripted.desk.shelf("looked at").all()


# what is behind it


@pytest.mark.parametrize(
    "path", [path for path, _ in SECTIONS] + ["/settings/export", "/welcome", "/passphrase", "/held-back", "/ledger/x"]
)
def test_locked_every_page_leads_to_the_lock_and_shows_nothing(timed: Visitor, path: str) -> None:
    timed.post("/lock")
    answer = timed.get(path)
    assert answer.url.path == "/unlock"
    assert SECRET not in answer.text


def test_locked_where_to_turn_is_still_there(timed: Visitor) -> None:
    timed.post("/lock")
    assert timed.get("/help").status_code == 200


def test_a_wrong_passphrase_is_told_kindly_and_never_stands_in_the_page(timed: Visitor) -> None:
    timed.post("/lock")
    answer = timed.post("/unlock", {"passphrase": "a guess of somebody"})
    assert answer.status_code == 422
    assert words.DOES_NOT_OPEN in answer.text
    assert "a guess of somebody" not in answer.text
    assert timed.desk.locked


def test_unlocked_everything_is_as_it_was(timed: Visitor) -> None:
    timed.post("/lock")
    assert timed.post("/unlock", {"passphrase": PASSPHRASE}).url.path == "/"
    assert timed.desk.shelf("looked at").get("talk") == "a talk that was not kept"
    assert timed.desk.ledger.ruptures()[0].what == SECRET


def test_a_form_that_came_while_it_was_locked_is_gone_on_with_after(timed: Visitor) -> None:
    timed.post("/lock")
    timed.post("/settings/look", {"look": "dark"})
    answer = timed.post("/unlock", {"passphrase": PASSPHRASE})
    assert answer.url.path == "/held-back"
    assert timed.go_on({"look": "dark"}).url.path == "/settings"
    assert timed.desk.chosen("look") == "dark"
    assert timed.get("/held-back").url.path == "/"


@pytest.mark.parametrize("path", ["/here", "/lock", "/held-back/1"])
def test_a_press_does_not_push_out_what_waits(timed: Visitor, path: str) -> None:
    timed.post("/lock")
    timed.post("/settings/look", {"look": "dark"})
    timed.post(path)
    assert [(one.path, one.fields) for _, one in timed.desk.waiting()] == [("/settings/look", (("look", "dark"),))]


@pytest.mark.parametrize("path", ["/settings/passphrase", "/passphrase", "/welcome/passphrase", "/settings/forget"])
def test_a_passphrase_that_came_too_late_waits_nowhere(timed: Visitor, path: str) -> None:
    timed.post("/lock")
    timed.post(path, {"old": PASSPHRASE, "passphrase": PASSPHRASE, "again": PASSPHRASE})
    assert not timed.desk.waiting()


def test_what_was_typed_in_two_windows_waits_twice_and_each_goes_where_it_was_meant_for(timed: Visitor) -> None:
    timed.post("/lock")
    timed.post("/settings/look", {"look": "dark"})
    timed.post("/ledger/add", {"what": "I read her letter", "once": "abcd2345"})
    timed.post("/settings/look", {"look": "dark"})  # the same once more
    page = timed.post("/unlock", {"passphrase": PASSPHRASE}).text
    assert "I read her letter" in page
    (look, first), (entry, second) = timed.desk.waiting()
    assert (first.path, second.path) == ("/settings/look", "/ledger/add")
    timed.post(f"/held-back/{entry}", dict(second.fields))
    assert "I read her letter" in [one.what for one in timed.desk.ledger.ruptures()]
    assert timed.post(f"/held-back/{entry}", dict(second.fields)).status_code == 404
    assert "still waits" in timed.get("/").text
    timed.post(f"/held-back/{look}", dict(first.fields))
    assert timed.desk.chosen("look") == "dark"
    assert "still waits" not in timed.get("/").text


@pytest.mark.parametrize("end", ["/leave", "/lock"])
def test_an_unlock_that_was_still_at_work_opens_nothing_once_it_is_locked_or_left(
    timed: Visitor, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    timed.post("/lock")
    began, go = threading.Event(), threading.Event()
    unlock = opening.unlock

    def slowly(path: Path, passphrase: str) -> Ledger:
        began.set()
        assert go.wait(20)
        return unlock(path, passphrase)

    monkeypatch.setattr(opening, "unlock", slowly)
    work = threading.Thread(target=timed.desk.unlock, args=(PASSPHRASE,))
    work.start()
    assert began.wait(20)
    timed.post(end)
    go.set()
    work.join(20)
    assert (timed.desk.locked, timed.desk.ledger_or_none) == (True, None)


def test_whoever_goes_on_without_it_finds_nothing_of_before(timed: Visitor) -> None:
    timed.post("/lock")
    timed.post("/settings/look", {"look": "dark"})
    assert timed.post("/unlock/without").url.path == "/"
    assert not timed.desk.shelf("looked at").all()
    assert not timed.desk.waiting()
    assert timed.desk.ledger_or_none is None
    assert SECRET not in timed.get("/").text


def test_whoever_went_on_without_it_can_still_open_it(timed: Visitor) -> None:
    timed.post("/lock")
    timed.post("/unlock/without")
    assert timed.get("/settings/export").url.path == "/unlock"
    assert 'type="password"' in timed.get("/unlock").text
    assert timed.post("/unlock", {"passphrase": PASSPHRASE}).url.path == "/"
    assert timed.desk.ledger_or_none is not None


def test_where_the_file_is_gone_meanwhile_there_is_a_way_on(timed: Visitor) -> None:
    timed.post("/lock")
    timed.desk.where.ledger.unlink()
    assert timed.get("/").url.path == "/unlock"
    answer = timed.post("/unlock", {"passphrase": PASSPHRASE})
    assert answer.status_code == 422
    assert "there is no ledger yet" in answer.text
    assert timed.post("/unlock/without").url.path == "/"
    assert timed.get("/settings/export").url.path == "/passphrase"


def test_whoever_has_lost_the_passphrase_is_told_how_it_is(timed: Visitor) -> None:
    timed.post("/lock")
    page = timed.get("/unlock").text
    assert "Nobody can reset it" in page
    assert str(timed.desk.where.ledger) in page


# the quick way out


def test_whoever_leaves_has_dropped_everything_and_the_cookie_is_gone(timed: Visitor) -> None:
    timed.post("/settings/look", {"look": "dark"})
    answer = timed.post("/leave", follow=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/blank")
    assert not timed.client.cookies
    assert timed.desk.locked
    assert not timed.desk.shelf("looked at").all()


def test_after_leaving_every_page_is_blank_and_names_nothing(timed: Visitor) -> None:
    cookies = dict(timed.client.cookies)
    timed.post("/leave")
    timed.client.cookies.update(cookies)  # of somebody who kept it
    for path in ("/", "/ledger", "/settings", "/unlock"):
        answer = timed.get(path)
        assert answer.status_code == 401
        assert [one for one in reading.words(answer.text) if one != "Blank"] == []
        assert "reattune" not in answer.text


def test_a_new_link_leads_back_to_the_lock(timed: Visitor) -> None:
    timed.post("/leave")
    assert timed.get(timed.gate.link()).url.path == "/unlock"
    assert timed.post("/unlock", {"passphrase": PASSPHRASE}).url.path == "/"
    assert timed.desk.ledger.ruptures()[0].what == SECRET


# in a browser


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Served]:
    """A real server with an open ledger, an entry in it, and the first pages seen."""
    with serving(tmp_path, ScriptedCoder()) as one:
        begin_ledger(one.desk)
        one.desk.choose(welcomed=True)
        one.desk.ledger.put([Rupture(one.desk.now(), SECRET, one.desk.now())])
        yield one


def opened(page: Page, served: Served) -> None:
    page.goto(served.link)
    expect(page.get_by_text(SECRET)).to_be_visible()


def gone(page: Page, served: Served) -> None:
    """The page is blank, and going back shows nothing."""
    expect(page).to_have_url(f"{served.root}/blank")
    page.go_back()
    expect(page.get_by_text(SECRET)).to_have_count(0)
    assert page.locator("body").inner_text().strip() == ""
    assert page.title() == "New page"
    page.goto(served.root + "/ledger")
    expect(page.get_by_text(SECRET)).to_have_count(0)
    assert page.context.cookies() == []


@at_each_size
def test_the_button_leaves_and_the_back_button_shows_nothing(page: Page, kept: Served) -> None:
    opened(page, kept)
    page.goto(kept.root + "/settings")
    page.get_by_role("button", name="Leave this page").click()
    gone(page, kept)


def test_the_escape_key_three_times_leaves(page: Page, kept: Served) -> None:
    opened(page, kept)
    page.goto(kept.root + "/settings")
    for _ in range(3):
        page.keyboard.press("Escape")
    gone(page, kept)


def test_the_button_leaves_without_javascript_too(chromium: Browser, kept: Served) -> None:
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    opened(page, kept)
    page.goto(kept.root + "/settings")
    page.get_by_role("button", name="Leave this page").click()
    gone(page, kept)
    context.close()


def lock_by_menu(page: Page) -> None:
    if not page.get_by_role("button", name="Lock", exact=True).is_visible():
        page.get_by_text("Menu", exact=True).click()
    page.get_by_role("button", name="Lock", exact=True).click()


@at_each_size
def test_locked_and_unlocked_by_hand(page: Page, kept: Served) -> None:
    opened(page, kept)
    lock_by_menu(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Locked")
    expect(page.get_by_label("Passphrase", exact=True)).to_be_focused()
    page.go_back()
    expect(page.get_by_text(SECRET)).to_have_count(0)
    page.goto(kept.root + "/unlock")
    page.get_by_label("Passphrase", exact=True).fill("a wrong one it is")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text(words.DOES_NOT_OPEN)
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    page.keyboard.press("Enter")
    expect(page.get_by_text(SECRET)).to_be_visible()


def test_locked_in_one_tab_a_second_shows_nothing_more_and_opens_again_with_the_first(context: BrowserContext, kept: Served) -> None:
    first, second = context.new_page(), context.new_page()
    opened(first, kept)
    second.goto(kept.root + "/settings/look")
    lock_by_menu(first)
    expect(first.get_by_role("heading", level=1)).to_have_text("Locked")
    second.get_by_text("Dark", exact=True).click()
    second.get_by_role("button", name="Keep this").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("Locked")
    first.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    first.get_by_role("button", name="Unlock").click()
    expect(first.get_by_role("heading", level=1)).to_have_text("You had written something")  # the other tab's form waits for it
    first.get_by_role("button", name="Go on with it").click()
    expect(first.get_by_role("status")).to_have_text("Kept.")
    second.goto(kept.root + "/unlock")  # unlocked elsewhere: there is nothing to ask for
    expect(second.get_by_role("heading", level=1)).to_have_text("Today")


def test_leaving_in_one_tab_leaves_in_all(context: BrowserContext, kept: Served) -> None:
    first, second = context.new_page(), context.new_page()
    opened(first, kept)
    second.goto(kept.root + "/settings")
    first.get_by_role("button", name="Leave this page").click()
    expect(second).to_have_url(f"{kept.root}/blank")


def test_a_page_left_alone_shows_the_lock_by_itself(page: Page, kept: Served) -> None:
    page.clock.install()
    opened(page, kept)
    page.clock.fast_forward("15:10")
    expect(page.get_by_role("heading", level=1)).to_have_text("Locked")
    expect(page.get_by_text(SECRET)).to_have_count(0)
