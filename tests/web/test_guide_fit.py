"""Find the right fit: five questions in a page, the answers kept nowhere but here, safety first."""

from __future__ import annotations

import re
from html import unescape

import pytest

from reattune.app import fit_words, guide_words, wording
from reattune.app.finding import countries
from reattune.guide import Offer, Person, Program, load
from reattune.guide.fit import REPAIR, Answers, How, Means, Ready, What, Why, With, fitting
from tests.grade import grade
from tests.web.conftest import Visitor

GOOD = {"what": "loud", "who": "partner", "ready": "unsure", "how": "two", "means": "any", "country": ""}


def titles(text: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'<h3><a href="/guide/\w+">(.*?)</a></h3>', text)]


def test_the_guide_leads_to_it_and_every_question_has_its_answers(keeper: Visitor) -> None:
    assert 'href="/guide/fit"' in keeper.get("/guide").text
    page = keeper.get("/guide/fit").text
    for some in (fit_words.WHAT, fit_words.WITH, fit_words.READY, fit_words.HOW, fit_words.MEANS):
        assert all(unescape(page).count(says) for says in some.values())
    assert {*fit_words.WHAT} == {*What} and {*fit_words.WITH} == {*With} and {*fit_words.READY} == {*Ready}
    assert {*fit_words.HOW} == {*How} and {*fit_words.MEANS} == {*Means}


def test_five_answers_lead_to_a_short_list_with_the_reason_for_each_and_an_exercise_for_today(keeper: Visitor) -> None:
    page = keeper.post("/guide/fit", GOOD).text
    assert fit_words.TODAY in page
    assert 'name="skill" value="time-out"' in page
    assert fit_words.WHY["about"] in page  # type: ignore[index]
    assert "Flooding and time-outs" in titles(page)
    assert "Choosing a coach, a therapist or a group" in titles(page)
    assert 2 <= len(titles(page)) <= 12
    assert fit_words.PROFESSIONAL not in page
    assert keeper.get("/guide/fit").text.count("<h3>") == page.count("<h3>"), "it is there when one comes back"
    assert fit_words.ABOUT in keeper.post("/guide/fit/again", {}).text


def test_a_repair_to_build_and_values_to_find_are_exercises_too(keeper: Visitor) -> None:
    assert 'action="/repair/begin"' in keeper.post("/guide/fit", {**GOOD, "what": "hurt"}).text
    assert 'href="/settings/values"' in keeper.post("/guide/fit", {**GOOD, "what": "who"}).text
    assert REPAIR == "repair"


def test_fear_is_answer_enough_and_leads_to_safety_alone(keeper: Visitor) -> None:
    page = keeper.post("/guide/fit", {"what": "afraid"}).text
    assert wording.WHERE_TO_TURN in page
    assert "skill" not in page
    assert titles(page) == ["When not to repair"]
    frighten = titles(keeper.post("/guide/fit", {"what": "frighten", "country": "United Kingdom"}).text)
    assert frighten[0] == "When not to repair"
    assert "Respect" in frighten
    assert set(frighten) <= {one.title for one in load().entries if "safety" in one.tags}


def test_what_is_more_than_a_page_can_carry_is_said(keeper: Visitor) -> None:
    assert fit_words.PROFESSIONAL in keeper.post("/guide/fit", {**GOOD, "what": "low"}).text


def test_whoever_feels_low_reads_of_people_before_any_exercise(keeper: Visitor) -> None:
    page = keeper.post("/guide/fit", {**GOOD, "what": "low"}).text
    assert page.index(wording.WHERE_TO_TURN) < page.index(fit_words.PROFESSIONAL) < page.index(fit_words.TODAY)
    assert page.count(fit_words.PROFESSIONAL) == 1


def test_where_to_turn_is_told_of_the_country_that_was_named(keeper: Visitor) -> None:
    page = keeper.post("/guide/fit", {**GOOD, "what": "low", "country": "Germany"}).text
    assert "Germany:" in page
    assert "Australia:" not in page


def test_where_money_is_short_it_is_said_which_price_is_not_known(keeper: Visitor) -> None:
    typed = {**GOOD, "what": "low", "how": "group", "means": "nothing", "country": ""}
    page = keeper.post("/guide/fit", typed).text
    picks = fitting(load(), Answers(What.LOW, With(typed["who"]), Ready(typed["ready"]), How.GROUP, Means.NOTHING)).picks
    unknown = [one.entry for one in picks if isinstance(one.entry, Offer) and one.entry.cost is None]
    assert page.count(guide_words.NO_COST) == len(unknown)
    assert guide_words.NO_COST not in keeper.post("/guide/fit", {**typed, "means": "any"}).text


def test_where_it_matters_it_is_said_of_whom_we_do_not_know_where_they_can_be_had(keeper: Visitor) -> None:
    typed = {**GOOD, "what": "loud", "how": "two", "means": "nothing", "country": "Canada"}
    page = keeper.post("/guide/fit", typed).text
    assert "iceeft" in [one.id for one in load().entries if one.title in titles(page)]
    assert page.count(guide_words.NO_PLACE) == len(
        [one for one in load().entries if one.title in titles(page) and isinstance(one, Person | Program) and not one.countries]
    )
    assert guide_words.NO_PLACE in keeper.post("/guide/fit", {**typed, "means": "any"}).text
    assert guide_words.NO_PLACE not in keeper.post("/guide/fit", {**typed, "means": "any", "country": ""}).text


def test_where_nothing_fits_the_form_that_is_said(keeper: Visitor) -> None:
    every = [Answers(What.PLEASE, who, Ready.YES, How.GROUP, Means.NOTHING, country) for who in With for country in countries(load())]
    one = next(one for one in every if Why.FORM not in {pick.why for pick in fitting(load(), one).picks})
    typed = {"what": one.what, "who": one.who, "ready": one.ready, "how": one.how, "means": one.means, "country": one.country}
    page = keeper.post("/guide/fit", typed).text
    assert fit_words.NO_FORM in page
    assert fit_words.NO_FORM_NEXT in page
    assert fit_words.NO_FORM not in keeper.post("/guide/fit", GOOD).text
    assert fit_words.NO_TWO in keeper.post("/guide/fit", {**GOOD, "who": "friend"}).text


@pytest.mark.parametrize(
    ("typed", "first", "whom"),
    [
        ({"what": "low", "country": "United Kingdom"}, "Samaritans", "self_harm"),
        ({"what": "afraid", "country": "United Kingdom"}, "National Domestic Abuse Helpline", "afraid"),
        ({"what": "frighten", "country": "United Kingdom"}, "Respect Phoneline", "frightens"),
        ({"what": "frighten", "country": "France"}, wording.NO_LINE, "frightens"),
    ],
)
def test_the_lines_for_whoever_asks_come_first_and_each_says_whom_it_is_for(
    keeper: Visitor, typed: dict[str, str], first: str, whom: str
) -> None:
    page = unescape(keeper.post("/guide/fit", {**GOOD, **typed}).text)
    card = page[page.index(f'aria-label="{wording.WHERE_TO_TURN}"') :]
    card = card[: card.index("</section>")]
    heads = re.findall(r"<h3>(.*?)</h3>", card)
    assert heads[0] == wording.WHOM[whom]
    assert sorted(heads) == sorted(wording.WHOM.values())
    assert card.index(heads[0]) < card.index(first) < card.index(heads[1])


@pytest.mark.parametrize("wrong", [{"what": ""}, {"who": "cat"}, {"ready": ""}, {"how": "x"}, {"means": ""}, {"country": "Atlantis"}])
def test_what_is_missing_is_told_and_the_rest_stays(keeper: Visitor, wrong: dict[str, str]) -> None:
    answer = keeper.post("/guide/fit", {**GOOD, **wrong})
    assert answer.status_code == 422
    assert (fit_words.LACKING if "country" not in wrong else guide_words.NO_CHOICE) in answer.text
    kept = {name: value for name, value in {**GOOD, **wrong}.items() if value and name not in wrong and name != "country"}
    for value in kept.values():
        assert f'value="{value}" checked' in answer.text


def test_it_reads_plainly() -> None:
    named = [value for name, value in vars(fit_words).items() if name.isupper()]
    every = [text for text in named if isinstance(text, str)] + [text for some in named if isinstance(some, dict) for text in some.values()]
    assert grade(every) <= 6
    assert not [text for text in every if "!" in text]
