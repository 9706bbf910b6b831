"""Conversations in a real browser: handed in, unfolded, put right, kept and taken away, with scripts and without, by hand and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.stories import ScriptedCoder, small_talk
from tests.web.chats import COUPLE, export
from tests.web.conftest import PHONE, Served, at_each_size, begin_ledger, serving
from tests.web.sights import Waiting

pytestmark = pytest.mark.browser

LONG = (
    *COUPLE,
    *small_talk(12),
    "A {1d}: لا تكلمني #withdrawal",
    f"B {{2m}}: {'anounwithoutanyplacetobreakit' * 6} forget it #dismissal",
    *small_talk(60),
)


@pytest.fixture
def kept(tmp_path: Path, unhurried: None) -> Iterator[Served]:
    """A real server on the coder of the tests, with an open ledger."""
    with serving(tmp_path, ScriptedCoder()) as one:
        begin_ledger(one.desk)
        one.desk.choose(welcomed=True)
        yield one


def hand_in(page: Page, served: Served, *lines: str, who: str = "A") -> str:
    """From the first page to the report; where it stands."""
    page.goto(served.link)
    page.goto(f"{served.root}/conversations")
    chosen = {"name": "chat.txt", "mimeType": "text/plain", "buffer": export(*(lines or LONG))}
    page.get_by_label("Choose the exported file").set_input_files(chosen)  # type: ignore[arg-type]
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", name="Which of these is you?")).to_be_visible()
    page.get_by_label(who, exact=False).first.check()
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", name="Where it broke, and how it mended")).to_be_visible()
    return page.url


def fits(page: Page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return bool(page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"))


def unfold(page: Page, place: int = 0) -> None:
    page.locator("details.episode > summary").nth(place).click()
    expect(page.locator("details.episode").nth(place).locator("mark").first).to_be_visible()


# --- the main path --------------------------------------------------------------------------------------------------


@at_each_size
def test_from_the_file_to_the_words_and_into_the_ledger(page: Page, kept: Served) -> None:
    path = hand_in(page, kept)
    unfold(page)
    mark = page.locator("mark.hurts").first
    expect(mark).to_contain_text("you are impossible")

    mark.locator("xpath=ancestor::li").get_by_role("link", name="Heard wrong?").click()
    page.get_by_role("button", name="It was a joke").click()
    expect(page.get_by_role("button", name="Put it right")).to_have_count(0)
    page.goto(path)
    expect(page.get_by_text("You corrected 1 message.")).to_be_visible()

    page.get_by_role("link", name="Keep some of it").click()
    page.get_by_role("checkbox").last.check()
    page.get_by_role("button", name="Keep them in my ledger").click()
    expect(page.get_by_text("1 is kept in your ledger.")).to_be_visible()
    assert len(kept.desk.ledger.ruptures()) == 1

    page.get_by_role("link", name="Take the report with you").click()
    with page.expect_download() as got:
        page.get_by_role("button", name="Make the file").click()
    assert got.value.suggested_filename == "notes.html"
    assert "You corrected 1 message." in Path(got.value.path()).read_text(encoding="utf-8")

    page.goto(path)
    page.get_by_role("button", name="Let this conversation go").click()
    expect(page.get_by_text("Nothing of it is held any more.")).to_be_visible()


@at_each_size
def test_the_reason_shows_on_hover_on_focus_and_on_tap_and_goes_by_escape(page: Page, kept: Served) -> None:
    hand_in(page, kept)
    unfold(page)
    mark = page.locator("mark.hurts").first
    why = mark.locator(".why")
    expect(why).to_be_hidden()
    mark.hover()
    expect(why).to_be_visible()
    assert fits(page)
    page.mouse.move(0, 0)
    expect(why).to_be_hidden()
    mark.focus()
    expect(why).to_be_visible()
    expect(why).to_have_text("I hear contempt.")
    page.keyboard.press("Escape")
    expect(why).to_be_hidden()
    mark.click()
    expect(why).to_be_visible()


@at_each_size
def test_every_reason_stays_within_the_page(page: Page, kept: Served) -> None:
    hand_in(page, kept)
    for place in range(page.locator("details.episode").count()):
        unfold(page, place)
    for mark in page.locator("mark").all():
        mark.focus()
        box = mark.locator(".why").bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= page.evaluate("innerWidth")
        assert fits(page)


@at_each_size
def test_the_timeline_leads_to_a_break(page: Page, kept: Served) -> None:
    hand_in(page, kept)
    page.locator("figure svg a").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("you are impossible")).to_be_visible()
    page.get_by_role("link", name="The next one").click()
    expect(page.get_by_text("whatever #dismissal")).to_be_visible()


def test_only_what_is_asked_for_is_listed(page: Page, kept: Served) -> None:
    hand_in(page, kept)
    page.get_by_text("Show only some").click()
    page.get_by_label("How it ended").select_option(label="mended")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("details.episode")).to_have_count(1)
    page.get_by_role("button", name="Show all").click()
    expect(page.locator("details.episode")).to_have_count(4)


def test_what_was_missed_is_added_from_an_unfolded_break(page: Page, kept: Served) -> None:
    path = hand_in(page, kept, *small_talk(8), "A: no #contempt", "B: so you say", "A: sorry #apology", *small_talk(12))
    unfold(page)
    said = page.locator(".bubbles li", has_text="so you say")
    said.get_by_role("link", name="Missed something?").click()
    said.get_by_label("What did I miss in it?").select_option(label="turning it round")
    said.get_by_role("button", name="Add it").click()
    expect(page.locator(".bubbles li", has_text="so you say")).to_contain_text("turning it round")
    page.goto(path)
    expect(page.get_by_text("You corrected 1 message.")).to_be_visible()
    page.get_by_text("What you put right").click()
    page.locator("main details li a", has_text="B").click()
    page.get_by_role("button", name="Undo").click()
    page.goto(path)
    expect(page.get_by_text("You corrected 1 message.")).to_have_count(0)


def test_more_files_than_can_come_in_get_a_page(page: Page, kept: Served) -> None:
    page.goto(kept.link)
    page.goto(f"{kept.root}/conversations")
    many = [{"name": f"{number}.txt", "mimeType": "text/plain", "buffer": b"x" * 100} for number in range(1001)]
    page.get_by_label("Choose the exported file").set_input_files(many)  # type: ignore[arg-type]
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", name="Too many files at once")).to_be_visible()
    page.get_by_role("link", name="Choose again").click()
    expect(page.get_by_role("button", name="Read it")).to_be_visible()


@at_each_size
def test_a_file_may_be_dropped_on_the_whole_field(page: Page, kept: Served) -> None:
    page.goto(kept.link)
    page.goto(f"{kept.root}/conversations")
    text = export(*COUPLE).decode()
    handed = page.evaluate_handle(
        "text => { const all = new DataTransfer(); all.items.add(new File([text], 'chat.txt')); return all; }", text
    )
    page.dispatch_event("label.drop", "drop", {"dataTransfer": handed})
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", name="Which of these is you?")).to_be_visible()


def test_right_to_left_words_stand_right_to_left(page: Page, kept: Served) -> None:
    path = hand_in(page, kept)
    page.goto(f"{path}/{len(COUPLE) + 12}")
    said = page.locator(".said", has_text="لا تكلمني")
    expect(said).to_have_css("direction", "rtl")


def up_to_the_hearing(page: Page, served: Served) -> None:
    """A chat is handed in, and it is said who one is."""
    page.goto(served.link)
    page.goto(f"{served.root}/conversations")
    page.get_by_label("Choose the exported file").set_input_files(
        {"name": "chat.txt", "mimeType": "text/plain", "buffer": export(*COUPLE)}  # type: ignore[arg-type]
    )
    page.get_by_role("button", name="Read it").click()
    page.get_by_label("A", exact=False).first.check()
    page.get_by_role("button", name="Look at it").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_the_page_shows_how_far_it_is_and_then_the_report_by_itself(chromium: Browser, tmp_path: Path, scripts: bool) -> None:
    coder = Waiting()
    coder.free.clear()
    with serving(tmp_path, coder) as served:
        context = chromium.new_context(viewport=PHONE, java_script_enabled=scripts)  # type: ignore[arg-type]
        page = context.new_page()
        try:
            up_to_the_hearing(page, served)
            expect(page.get_by_text("10 of 38")).to_be_visible()
        finally:
            coder.free.set()
        expect(page.get_by_role("heading", name="Where it broke, and how it mended")).to_be_visible(timeout=30_000)
        context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_what_is_read_is_stopped_by_a_press(chromium: Browser, tmp_path: Path, scripts: bool) -> None:
    coder = Waiting()
    coder.free.clear()
    with serving(tmp_path, coder) as served:
        context = chromium.new_context(viewport=PHONE, java_script_enabled=scripts)  # type: ignore[arg-type]
        page = context.new_page()
        try:
            up_to_the_hearing(page, served)
            page.get_by_role("button", name="Stop").click()
            expect(page.get_by_text("It was stopped. Nothing of it was kept.")).to_be_visible()
            expect(page.get_by_role("heading", name="Being looked at")).to_have_count(0)
        finally:
            coder.free.set()
        context.close()


def test_which_chat_to_look_at_is_asked_in_a_page_for_everybody(page: Page, kept: Served) -> None:
    page.goto(kept.link)
    page.goto(f"{kept.root}/conversations")
    two = [("with B.txt", export("A: one", "B: two")), ("with C.txt", export("A: bus", "C: at six"))]
    page.get_by_label("Choose the exported file").set_input_files(
        [{"name": name, "mimeType": "text/plain", "buffer": content} for name, content in two]  # type: ignore[arg-type]
    )
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", name="Is this one conversation?")).to_be_visible()
    page.get_by_label("Only A and C").check()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Which of these is you?")).to_be_visible()
    expect(page.get_by_text("B", exact=True)).to_have_count(0)


def test_what_is_unfolded_before_the_scripts_are_there_is_filled_all_the_same(page: Page, kept: Served) -> None:
    path = hand_in(page, kept)
    held: list[Route] = []
    page.route("**/htmx.min.js", lambda route: held.append(route))
    with page.expect_request("**/htmx.min.js"):
        page.goto(path, wait_until="commit")
    page.locator("details.episode > summary").first.click()
    expect(page.locator("details.episode").first).to_have_attribute("open", "")
    held[0].continue_()
    expect(page.locator("details.episode mark").first).to_be_visible()


# --- without scripts, by keyboard --------------------------------------------------------------------


def test_without_scripts_the_same_way_is_open(chromium: Browser, kept: Served) -> None:
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    path = hand_in(page, kept)
    page.locator("details.episode > summary").first.click()
    page.get_by_role("link", name="Read it").first.click()
    expect(page.get_by_text("you are impossible")).to_be_visible()
    page.get_by_role("link", name="Show which words").click()
    page.locator("mark.hurts").first.focus()
    expect(page.locator("mark.hurts .why").first).to_be_visible()
    page.get_by_role("link", name="Heard wrong?").first.click()
    page.get_by_role("button", name="It was a joke").click()
    page.goto(path)
    expect(page.get_by_text("You corrected 1 message.")).to_be_visible()
    page.get_by_role("link", name="Every message").click()
    page.get_by_role("link", name="Later").first.click()
    expect(page.locator(".bubbles li")).to_have_count(len(LONG) - 100)
    page.goto(f"{path}/keep")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Keep them in my ledger").click()
    expect(page.get_by_text("1 is kept in your ledger.")).to_be_visible()
    context.close()


def test_by_keyboard_alone_an_episode_unfolds_and_its_words_are_reached(page: Page, kept: Served) -> None:
    hand_in(page, kept)
    page.locator("details.episode > summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details.episode mark").first).to_be_visible()
    reached = page.locator("mark:focus .why")
    for _ in range(8):
        page.keyboard.press("Tab")
        if reached.count():
            break
    expect(reached).to_be_visible()


def test_the_pages_are_light(page: Page, kept: Served) -> None:
    sizes: dict[str, int] = {}
    page.on("response", lambda answer: sizes.update({answer.url: len(answer.body())}) if answer.status == 200 else None)
    hand_in(page, kept)
    page.wait_for_load_state("networkidle")
    assert sum(sizes.values()) < 300_000
