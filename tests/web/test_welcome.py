"""The first pages: what is told, three questions that are kept nowhere, a passphrase or none, and something to play with."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from reattune import help as turning
from reattune.app import first_words as words
from tests.app.test_wording import FLATTERY, JARGON
from tests.grade import grade
from tests.web import reading
from tests.web.conftest import HOST, PASSPHRASE, PHONE, Served, Visitor, at_each_size

PAGES = ("/welcome", "/welcome/questions", "/welcome/passphrase", "/welcome/example")
TWICE = {"passphrase": PASSPHRASE, "again": PASSPHRASE}


def arrives(visitor: Visitor) -> str:
    """Where the link leads to."""
    return str(visitor.client.get(visitor.gate.link(), follow_redirects=False).headers["location"])


# the way


def test_whoever_comes_for_the_first_time_sees_the_first_pages_and_nobody_else_has_to(visitor: Visitor) -> None:
    assert arrives(visitor) == "/welcome"
    visitor.post("/welcome/not-now")
    assert arrives(visitor) == "/"


@pytest.mark.parametrize("path", PAGES)
def test_on_the_first_day_a_page_has_the_way_on_and_the_quick_way_out_and_no_menu(visitor: Visitor, path: str) -> None:
    page = visitor.get(path).text
    assert "Leave this page" in page
    assert 'class="menu"' not in page


@pytest.mark.parametrize("path", PAGES)
def test_seen_again_the_first_pages_have_the_menu(visitor: Visitor, path: str) -> None:
    visitor.desk.choose(welcomed=True)
    assert 'class="menu"' in visitor.get(path).text


def test_the_first_page_says_what_it_is_what_it_is_not_and_how_to_leave(visitor: Visitor) -> None:
    page = visitor.get("/welcome").text
    for line in (*words.IS, *words.IS_NOT, words.STAYS_HERE, words.LEAVING, words.LEFT):
        assert line in page
    assert "Escape" in page


# the questions


@pytest.mark.parametrize("question", list(words.QUESTIONS))
def test_a_yes_leads_to_help_first_with_the_way_on_open(visitor: Visitor, question: str) -> None:
    answer = visitor.post("/welcome/questions", {question: "yes"}, follow=False)
    assert answer.status_code == 200
    shown = " ".join(reading.words(answer.text))
    assert shown.index("There is help for this") < shown.index(turning.load().emergency) < shown.index(words.WAY_ON)
    assert 'href="/welcome/passphrase"' in answer.text


@pytest.mark.parametrize("answers", [{}, dict.fromkeys(words.QUESTIONS, "no"), dict.fromkeys(words.QUESTIONS, ""), {"feared": "odd"}])
def test_without_a_yes_it_goes_on(visitor: Visitor, answers: dict[str, str]) -> None:
    answer = visitor.post("/welcome/questions", answers, follow=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/welcome/passphrase")


def test_no_answer_is_kept_on_the_disk_on_the_desk_in_an_address_or_on_the_next_page(visitor: Visitor, tmp_path: Path) -> None:
    answer = visitor.post("/welcome/questions", dict.fromkeys(words.QUESTIONS, "yes"))
    assert answer.url == f"http://{HOST}/welcome/questions"
    assert not list(tmp_path.iterdir())
    assert not visitor.desk.waiting()
    assert not visitor.desk._shelves
    assert not visitor.desk.notice
    assert all(name not in answer.text for name in words.QUESTIONS)
    assert "checked" not in visitor.get("/welcome/questions").text


def test_answers_that_come_while_it_is_locked_wait_nowhere(keeper: Visitor) -> None:
    keeper.desk.lock()
    keeper.post("/welcome/questions", {"feared": "yes"})
    assert not keeper.desk.waiting()


def test_each_question_can_be_left_out_and_all_of_them(visitor: Visitor) -> None:
    page = visitor.get("/welcome/questions").text
    assert page.count("I would rather not say") == len(words.QUESTIONS)
    assert "required" not in page
    assert "Skip these" in page


def service(*whom: str) -> turning.Help:
    return turning.Help("Here", "for " + " and ".join(whom), "call 1", whom, "", "https://example.org", date(2026, 1, 1))


NEAR = (service("self_harm"), service("frightens"), service("afraid"))


@pytest.mark.parametrize(("question", "first"), [("feared", "for afraid"), ("frightens", "for frightens"), ("watched", "for frightens")])
def test_those_who_are_there_for_just_that_stand_first(question: str, first: str) -> None:
    turn = words.turn_for({question: "yes"}, NEAR)
    assert turn is not None
    assert turn.near[0].service == first
    assert set(turn.near) == set(NEAR)


def test_both_sides_are_spoken_to_where_both_were_named() -> None:
    turn = words.turn_for({"feared": "yes", "frightens": "yes"}, NEAR)
    assert turn is not None
    assert turn.says == (words.FOR_THE_FEARED, words.FOR_THE_FRIGHTENING)


# the passphrase


@pytest.mark.parametrize("path", ["/welcome/passphrase", "/passphrase"])
@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"passphrase": "seven77", "again": "seven77"}, words.TOO_SHORT.format(least=8)),
        ({"passphrase": "  seven  ", "again": "  seven  "}, words.TOO_SHORT.format(least=8)),
        ({"passphrase": PASSPHRASE, "again": PASSPHRASE + "s"}, words.TWO_DIFFER),
        ({}, words.TOO_SHORT.format(least=8)),
    ],
)
def test_what_is_wrong_with_a_passphrase_is_said_and_it_never_stands_in_the_page(
    visitor: Visitor, path: str, typed: dict[str, str], says: str
) -> None:
    answer = visitor.post(path, typed)
    assert answer.status_code == 422
    assert says in answer.text
    assert all(secret not in answer.text for secret in typed.values())
    assert not visitor.desk.there_is_a_ledger


def test_a_good_one_begins_a_ledger_and_leads_to_the_example(visitor: Visitor) -> None:
    answer = visitor.post("/welcome/passphrase", TWICE)
    assert answer.url.path == "/welcome/example"
    assert visitor.desk.ledger_or_none is not None
    assert PASSPHRASE not in answer.text
    assert 'action="/conversations/example"' in answer.text
    assert 'href="/"' in answer.text
    visitor.desk.lock()
    visitor.desk.unlock(PASSPHRASE)


def test_not_now_leads_on_and_nothing_is_begun(visitor: Visitor) -> None:
    assert visitor.post("/welcome/not-now").url.path == "/welcome/example"
    assert not visitor.desk.there_is_a_ledger


def test_the_words_on_forgetting_the_passphrase_stand_before_the_fields(visitor: Visitor) -> None:
    for path in ("/welcome/passphrase", "/passphrase"):
        page = visitor.get(path).text
        assert 0 < page.index("nobody can reset it") < page.index('type="password"')


def test_where_there_is_a_ledger_the_first_pages_ask_for_no_other(keeper: Visitor) -> None:
    assert 'type="password"' not in keeper.get("/welcome/passphrase").text
    assert keeper.get("/passphrase").url.path == "/"


def test_the_button_pressed_twice_begins_one(visitor: Visitor) -> None:
    assert visitor.post("/passphrase", TWICE).url.path == "/"
    assert visitor.post("/passphrase", TWICE).url.path == "/"


def test_a_form_that_came_before_there_was_a_ledger_is_gone_on_with_after(visitor: Visitor) -> None:
    assert visitor.post("/settings/copies", {"note": "Tom’s <own> words"}).url.path == "/passphrase"
    answer = visitor.post("/passphrase", TWICE)
    assert answer.url.path == "/held-back"
    assert "Tom’s &lt;own&gt; words" in answer.text
    assert visitor.get("/held-back").status_code == 200  # asked for again, it is there still
    assert "Written: ledger-" in visitor.go_on({"note": "Tom’s <own> words"}).text
    assert not visitor.desk.waiting()


def test_it_can_be_left_out(visitor: Visitor) -> None:
    visitor.post("/settings/copies")
    visitor.post("/passphrase", TWICE)
    assert visitor.post(f"/held-back/{visitor.desk.waiting()[0][0]}/leave-out").url.path == "/"
    assert not visitor.desk.waiting()
    assert visitor.get("/held-back").url.path == "/"


# the words


def test_the_first_pages_are_plain(visitor: Visitor) -> None:
    texts = [text for path in PAGES for text in reading.words(visitor.get(path).text)]
    texts += reading.words(visitor.get("/passphrase").text)
    texts += [*words.FOR_THE_FEARED.split("\n"), words.FOR_THE_FRIGHTENING, words.FOR_EITHER, words.NOT_ON_THIS_ONE, words.LOST, words.LEFT]
    assert grade(texts) <= 8
    assert not [text for text in texts if JARGON.search(text) or FLATTERY.search(text) or "!" in text]


def test_no_question_puts_a_label_on_anybody() -> None:
    labels = ("abuse", "abusive", "violent", "violence", "perpetrator", "victim", "toxic", "partner")
    for asks, more in words.QUESTIONS.values():
        assert not [label for label in labels if label in f"{asks} {more}".casefold()]


# in a browser


def walked(page: Page, served: Served) -> None:
    """From the link to Today, as somebody would who says that there is fear."""
    page.goto(served.link)
    expect(page.get_by_role("heading", level=1)).to_have_text("When something broke between you")
    page.get_by_role("link", name="Go on").click()
    page.get_by_role("group", name="Do you weigh each word").get_by_text("Yes", exact=True).click()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("There is help for this")
    expect(page).to_have_url(f"{served.root}/welcome/questions")
    page.get_by_role("link", name="Go on").click()
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    page.get_by_label("Once more").fill("another than mine")
    page.get_by_role("button", name="Keep a ledger with this").click()
    expect(page.get_by_role("alert")).to_have_text(words.TWO_DIFFER)
    expect(page.get_by_label("Passphrase", exact=True)).to_have_value("")
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    page.get_by_label("Once more").fill(PASSPHRASE)
    page.get_by_role("button", name="Keep a ledger with this").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Something to play with")
    page.get_by_role("link", name="Straight to Today").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    assert served.desk.ledger_or_none is not None


@at_each_size
def test_the_first_pages_walked(page: Page, served: Served) -> None:
    walked(page, served)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


def test_the_first_pages_walked_without_javascript(chromium: Browser, served: Served) -> None:
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    walked(context.new_page(), served)
    context.close()


def test_the_questions_are_answered_by_the_keyboard_alone(page: Page, served: Served) -> None:
    page.goto(served.link)
    page.goto(served.root + "/welcome/questions")
    page.get_by_role("radio", name="Yes").nth(1).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Go on").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("somebody is scared of you")).to_be_visible()
