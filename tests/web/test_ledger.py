"""The ledger's pages: what is written down stands, once, and is found again; what is typed is never lost; what is forgotten is gone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path

import pytest

from reattune.app import ledger_words, wording
from reattune.core.coded import Coded, Progress, Turn
from reattune.core.names import Answer, Severity, Verdict
from reattune.ledger import opening, questions
from reattune.ledger.answers import Waits
from reattune.ledger.records import Attempt, Closing, Driver, Person, Rupture
from reattune.ledger.store import Ledger
from tests.grade import grade
from tests.stories import ScriptedCoder, hear
from tests.web.conftest import PASSPHRASE, Clock, Visitor, begin_ledger, let_in

NOW = datetime(2026, 3, 2, 9, 0)


@pytest.fixture
def keeper(tmp_path: Path) -> Visitor:
    """On the coder of the tests, with an open ledger, on a clock that stands."""
    one = let_in(tmp_path, ScriptedCoder(), Clock())
    begin_ledger(one.desk)
    return one


def kept(keeper: Visitor, *items: Rupture) -> Rupture:
    keeper.desk.ledger.put(items)
    return items[0]


def rupture(days: int = 3, what: str = "I forgot the call", **more: object) -> Rupture:
    return replace(Rupture(NOW - timedelta(days=days), what, NOW), **more)  # type: ignore[arg-type]


def only(keeper: Visitor) -> Rupture:
    (one,) = keeper.desk.ledger.ruptures()
    return one


def once(page: str) -> str:
    found = re.search(r'name="once" value="(\w+)"', page)
    assert found
    return found[1]


def words_of(page: str) -> str:
    main = page.partition('<main id="main" tabindex="-1">')[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", re.sub(r"</(p|h1|h2|dt|dd|li|label|legend|button|summary)>", ". ", main)).split())


# adding


def test_a_few_words_are_enough(keeper: Visitor) -> None:
    answer = keeper.post("/ledger/add", {"what": "I looked at my phone", "when": "now", "severity": "moderate"})
    one = only(keeper)
    assert (one.what, one.by_me, one.severity, one.at, one.timed, one.person) == (
        "I looked at my phone",
        True,
        Severity.MODERATE,
        NOW,
        True,
        None,
    )
    assert answer.url.path == f"/ledger/{one.id}"
    assert "I looked at my phone" in answer.text


def test_everything_that_was_told_is_kept(keeper: Visitor) -> None:
    keeper.post("/ledger/add", {
        "what": "one line\r\nand another", "who": "Ana", "relation": "partner", "severity": "major", "by": "both", "when": "day", "day": "2026-02-28",
        "time": "18:30", "mine": "I left", "impact": "she waited", "theme": "phones", "driver": "shame", "space_asked": "yes",
    })  # fmt: skip
    one = only(keeper)
    told = (one.what, one.severity, one.by_me, one.at, one.timed, one.mine, one.impact, one.theme, one.driver, one.leave)
    assert told == (
        "one line\nand another",
        Severity.MAJOR,
        None,
        datetime(2026, 2, 28, 18, 30),
        True,
        "I left",
        "she waited",
        "phones",
        Driver.SHAME,
        True,
    )
    assert [(each.name, each.relation) for each in keeper.desk.ledger.people()] == [("Ana", "partner")]


@pytest.mark.parametrize(
    ("typed", "at", "timed"),
    [
        ({"when": "today"}, NOW, False),
        ({"when": "today", "time": "07:30"}, datetime(2026, 3, 2, 7, 30), True),
        ({"when": "yesterday"}, NOW - timedelta(days=1), False),
        ({"when": "yesterday", "time": "23:10"}, datetime(2026, 3, 1, 23, 10), True),
        ({"when": "day", "day": "2025-12-24"}, datetime(2025, 12, 24), False),
        ({"when": "now", "day": "2025-12-24", "time": "11:00"}, NOW, True),  # what was filled in before it was changed back
    ],
)
def test_when_it_was_is_told_by_a_choice_and_as_far_as_it_is_known(
    keeper: Visitor, typed: dict[str, str], at: datetime, timed: bool
) -> None:
    keeper.post("/ledger/add", {"what": "x", **typed})
    assert (only(keeper).at, only(keeper).timed) == (at, timed)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"what": "  "}, ledger_words.WHAT_HAPPENED),
        ({"when": "day"}, ledger_words.WHICH_DAY),
        ({"when": "day", "day": "2031-01-01"}, "still to come"),
        ({"when": "day", "day": "soon"}, "no time I can read"),
        ({"severity": "enormous"}, "severity is"),
        ({"by": "the cat"}, "by is"),
        ({"who": "two\nlines"}, "one line"),
        ({"theme": "x" * 300}, "longest"),
        ({"what": "\x00"}, "no letters"),
    ],
)
def test_a_form_that_cannot_be_used_comes_back_with_what_was_typed(keeper: Visitor, typed: dict[str, str], says: str) -> None:
    answer = keeper.post("/ledger/add", {"what": "I left the table", "mine": "I did not look up", "when": "now", **typed})
    assert answer.status_code == 422
    assert says in unescape(answer.text)
    assert "I did not look up" in answer.text
    assert typed.get("what", "I left the table") in answer.text
    assert not keeper.desk.ledger.ruptures()


def test_without_a_ledger_what_was_typed_waits_until_there_is_one(scripted: Visitor) -> None:
    assert "Write one down" in scripted.get("/ledger").text
    assert scripted.get("/ledger/add").status_code == 200
    answer = scripted.post("/ledger/add", {"what": "I forgot the call", "once": "abcd2345"}, follow=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/passphrase")
    [(_, typed)] = scripted.desk.waiting()
    begin_ledger(scripted.desk)
    scripted.go_on(dict(typed.fields))
    assert (only(scripted).what, only(scripted).id) == ("I forgot the call", "abcd2345")


def test_a_ledger_that_is_closed_can_be_opened_from_its_page(keeper: Visitor) -> None:
    keeper.desk.lock()
    keeper.desk.go_on_without()
    assert 'href="/unlock"' in keeper.get("/ledger").text
    assert keeper.post("/ledger/add", {"what": "x"}, follow=False).headers["location"] == "/unlock"
    assert keeper.get("/ledger/mine", follow_redirects=False).headers["location"] == "/unlock"


def test_sent_twice_it_stands_once(keeper: Visitor) -> None:
    name = once(keeper.get("/ledger/add").text)
    first = keeper.post("/ledger/add", {"what": "I forgot the call", "once": name})
    again = keeper.post("/ledger/add", {"what": "I forgot the call", "once": name})
    assert first.url == again.url
    assert only(keeper).id == name


def sent_again(keeper: Visitor, first: dict[str, str], then: dict[str, str]) -> tuple[Rupture, Rupture]:
    """The one entry as it stood after a form, and after the same form came again ten minutes later, told otherwise."""
    name = once(keeper.get("/ledger/add").text)
    keeper.post("/ledger/add", {**first, "once": name})
    before = only(keeper)
    keeper.desk.now.at += timedelta(minutes=10)  # type: ignore[attr-defined]
    assert "Kept." in keeper.post("/ledger/add", {**first, **then, "once": name}).text
    return before, only(keeper)


@pytest.mark.parametrize(
    ("then", "field", "value"),
    [
        ({"what": "I forgot the call and said she makes a fuss"}, "what", "I forgot the call and said she makes a fuss"),
        ({"mine": "I did not look up"}, "mine", "I did not look up"),
        ({"severity": "major"}, "severity", Severity.MAJOR),
        ({"by": "both"}, "by_me", None),
        ({"theme": "phones"}, "theme", "phones"),
        ({"driver": "fear"}, "driver", Driver.FEAR),
        ({"space_asked": "yes"}, "leave", True),
        ({"when": "day", "day": "2026-02-28"}, "at", datetime(2026, 2, 28)),
    ],
)
def test_a_form_that_comes_again_told_otherwise_tells_the_same_entry_anew(
    keeper: Visitor, then: dict[str, str], field: str, value: object
) -> None:
    before, after = sent_again(keeper, {"what": "I forgot the call", "severity": "micro", "when": "now"}, then)
    assert getattr(after, field) == value != getattr(before, field)
    assert (after.id, after.added) == (before.id, before.added)


def test_something_else_written_into_an_old_form_writes_over_nothing(keeper: Visitor) -> None:
    name = once(keeper.get("/ledger/add").text)
    for what in ("I forgot the call", "I read her letter"):
        keeper.post("/ledger/add", {"what": what, "once": name})
    assert {one.what for one in keeper.desk.ledger.ruptures()} == {"I forgot the call", "I read her letter"}


@pytest.mark.parametrize("when", ["now", "today", "yesterday"])
def test_a_form_that_comes_again_as_it_was_changes_nothing(keeper: Visitor, when: str) -> None:
    before, after = sent_again(keeper, {"what": "I forgot the call", "who": "Ana", "when": when}, {})
    assert before == after


def test_a_form_that_comes_again_with_another_name_leaves_nobody_behind(keeper: Visitor) -> None:
    _, after = sent_again(keeper, {"what": "I forgot the call", "who": "Anna", "relation": "partner"}, {"who": "Ana"})
    assert [(one.id, one.name) for one in keeper.desk.ledger.people()] == [(after.person, "Ana")]


def test_a_form_that_comes_again_with_another_name_takes_nobody_from_other_entries(keeper: Visitor) -> None:
    ana = keeper.desk.ledger.put_person(Person("Ana"))
    name = once(keeper.get("/ledger/add").text)
    for who in ("Ana", "Rob"):
        keeper.post("/ledger/add", {"what": "I forgot the call", "who": who, "once": name})
        kept(keeper, rupture(9, f"another, before {who}", person=ana.id))
    assert [one.name for one in keeper.desk.ledger.people()] == ["Ana", "Rob"]


def test_what_was_tried_and_closed_meanwhile_stays_when_a_form_comes_again(keeper: Visitor) -> None:
    name = once(keeper.get("/ledger/add").text)
    keeper.post("/ledger/add", {"what": "I forgot the call", "once": name})
    keeper.post(f"/ledger/{name}/attempt", {"text": "that was mine"})
    keeper.post(f"/ledger/{name}/close", {"how": "set-aside"})
    before = only(keeper)
    keeper.post("/ledger/add", {"what": "I forgot the call", "severity": "major", "once": name})
    assert only(keeper) == replace(before, severity=Severity.MAJOR)


def test_two_forms_in_two_tabs_are_two_entries(keeper: Visitor) -> None:
    for _ in range(2):
        keeper.post("/ledger/add", {"what": "the same words", "once": once(keeper.get("/ledger/add").text)})
    assert len(keeper.desk.ledger.ruptures()) == 2


def test_where_the_signal_fires_it_is_kept_left_with_them_and_shown_where_to_turn(keeper: Visitor) -> None:
    answer = keeper.post("/ledger/add", {"what": "he said what he would do #!threat", "who": "Rob"})
    assert wording.SAFETY_KEPT in answer.text
    assert wording.WHERE_TO_TURN in answer.text
    assert (only(keeper).leave, only(keeper).by_me) == (True, None)
    page = keeper.get(f"/ledger/{only(keeper).id}").text
    assert "/repair/for/" not in page and "both had a part" not in page
    keeper.post(f"/ledger/{only(keeper).id}/edit", {"what": "he said it", "space_asked": "yes", "by": ""})
    assert only(keeper).by_me is None
    assert "/repair/for/" not in keeper.get("/ledger").text


def test_the_person_can_say_that_it_was_heard_wrong(keeper: Visitor) -> None:
    keeper.post("/ledger/add", {"what": "the film was a killer #!threat"})
    keeper.post(f"/ledger/{only(keeper).id}/not-that", {"by": "", "space_asked": "", "heed": "no"})
    assert (only(keeper).leave, only(keeper).by_me) == (False, True)
    assert "/repair/for/" in keeper.get(f"/ledger/{only(keeper).id}").text


def test_what_was_heard_wrong_stays_with_them_where_they_asked_for_room(keeper: Visitor) -> None:
    answer = keeper.post("/ledger/add", {"what": "the film was a killer #!threat", "by": "them", "space_asked": "yes"})
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="(\w*)"', answer.text.partition("not-that")[2]))
    keeper.post(f"/ledger/{only(keeper).id}/not-that", fields)
    assert (only(keeper).leave, only(keeper).by_me) == (True, False)


# looking


def test_what_is_open_stands_first_with_the_one_to_circle_back_to(keeper: Visitor) -> None:
    ana = keeper.desk.ledger.put_person(Person("Ana"))
    small, deep = rupture(9, "a small thing", person=ana.id, severity=Severity.MICRO), rupture(2, "a deep thing", severity=Severity.MAJOR)
    over = rupture(5, "an old thing", closed_as=Closing.SET_ASIDE, closed_at=NOW)
    kept(keeper, small, deep, over)
    page = keeper.get("/ledger").text
    places = [
        page.index(words)
        for words in ("To circle back to first", "a deep thing", "Also open", "a small thing", "Everything you kept", "an old thing")
    ]
    assert places == sorted(places)
    assert f'action="/repair/for/{deep.id}"' in page
    assert "with Ana" in page


def test_everything_is_shown_a_page_at_a_time(keeper: Visitor) -> None:
    kept(keeper, *(rupture(number + 1, f"thing {number:02}", closed_as=Closing.ENDED, closed_at=NOW) for number in range(60)))
    pages = [keeper.get(f"/ledger?page={number}").text for number in (1, 2, 3)]
    assert [re.findall(r"thing \d\d", page) for page in pages] == [
        [f"thing {number:02}" for number in some] for some in (range(25), range(25, 50), range(50, 60))
    ]
    assert "Page 2 of 3" in pages[1]
    assert keeper.get("/ledger?page=99", follow_redirects=False).headers["location"] == "/ledger?page=3"
    assert keeper.get("/ledger?page=-1").url.query == b""
    assert keeper.get("/ledger?page=x").status_code == 422


@pytest.mark.parametrize("path", ["/ledger", "/ledger/people"])
@pytest.mark.parametrize("page", [10**20, 10**18, 2**63, 1_000_000, 2, 0, -1, -(10**20)])
def test_a_page_that_there_is_not_leads_to_the_nearest(keeper: Visitor, path: str, page: int) -> None:
    kept(keeper, rupture(person=keeper.desk.ledger.put_person(Person("Ana")).id))
    answer = keeper.get(f"{path}?page={page}")
    assert answer.status_code == 200 and "Ana" in answer.text
    assert answer.url.query == (b"page=1" if page > 1 else b"")


def test_many_open_ones_are_one_press_away(keeper: Visitor) -> None:
    kept(
        keeper,
        *(rupture(number + 1, f"thing {number:02}") for number in range(8)),
        rupture(1, "done", closed_as=Closing.ENDED, closed_at=NOW),
    )
    assert "All 8 that are open" in keeper.get("/ledger").text
    page = keeper.post("/ledger/filter", {"state": "open"}).text
    assert "8 entries" in page and "done" not in page


def test_what_is_looked_for_is_held_on_the_desk_and_never_in_the_address(keeper: Visitor) -> None:
    ana = keeper.desk.ledger.put_person(Person("Ana"))
    kept(keeper, rupture(1, "with her, a door", person=ana.id, theme="doors"), rupture(2, "a quarrel"))
    answer = keeper.post("/ledger/filter", {"person": ana.id, "words": "DOOR", "theme": "doors"})
    assert str(answer.url).endswith("/ledger")
    assert "with her, a door" in answer.text and "a quarrel" not in answer.text
    assert "a quarrel" not in keeper.get("/ledger").text
    for words in ("with Ana", "about doors", "“DOOR”"):
        assert words in answer.text


def test_each_choice_can_be_taken_away_and_all_of_them_at_once(keeper: Visitor) -> None:
    kept(keeper, rupture(1, "one", severity=Severity.MAJOR), rupture(2, "two", severity=Severity.MICRO, by_me=False))
    answer = keeper.post("/ledger/filter", {"severity": "major", "by": "them"})
    assert ledger_words.NOTHING_FITS in answer.text
    answer = keeper.post("/ledger/filter/less", {"choice": "severity"})
    assert "two" in answer.text and "One entry." in answer.text
    answer = keeper.post("/ledger/filter/less")
    assert "2 entries" in answer.text


def test_a_choice_that_there_is_not_is_told(keeper: Visitor) -> None:
    assert keeper.post("/ledger/filter", {"severity": "enormous"}).status_code == 422
    assert keeper.post("/ledger/filter", {"person": "nobody11"}).status_code == 200


def test_what_people_write_is_never_taken_for_a_page(keeper: Visitor) -> None:
    ana = keeper.desk.ledger.put_person(Person("<b>Ana</b>", "<i>"))
    bad = "<script>alert(1)</script>"
    one = kept(keeper, rupture(1, bad, person=ana.id, theme=bad, mine=bad, impact=bad, attempts=(Attempt(NOW, text=bad),)))
    keeper.post("/ledger/filter", {"words": "<script>"})
    for path in ("/ledger", "/ledger/add", f"/ledger/{one.id}", f"/ledger/{one.id}/edit", f"/ledger/{one.id}/forget", "/ledger/people",
                 f"/ledger/people/{ana.id}/forget", "/ledger/patterns"):  # fmt: skip
        page = keeper.get(path).text
        assert "<script>a" not in page and "<b>A" not in page, path


# one entry


def test_an_entry_tells_all_that_was_told_and_tried(keeper: Visitor) -> None:
    ana = keeper.desk.ledger.put_person(Person("Ana", "partner"))
    tried = (
        Attempt(NOW - timedelta(days=2), text="I left you alone with it", verdict=Verdict.PARTIAL, answer=Answer.IGNORED),
        Attempt(NOW - timedelta(days=1), by_me=False, gesture="a hand on my arm"),
    )
    one = kept(
        keeper, rupture(3, "the door", person=ana.id, mine="I left", impact="she waited", theme="doors", driver=Driver.FEAR, attempts=tried)
    )
    page = words_of(keeper.get(f"/ledger/{one.id}").text)
    for words in ("27 February 2026, with Ana", "the door", "I left", "she waited", "doors", "Fear of losing something", "I left you alone with it",
                  "Part of a repair; not taken up", "a hand on my arm", "Partner. Middling, yours to begin with", ledger_words.WAITS[Waits.UNANSWERED]):  # fmt: skip
        assert words in page, words


def test_an_attempt_is_noted_and_waits_for_its_answer(keeper: Visitor) -> None:
    one = kept(keeper, rupture())
    name = once(keeper.get(f"/ledger/{one.id}").text)
    for _ in range(2):
        page = keeper.post(
            f"/ledger/{one.id}/attempt", {"text": "that was mine #accountability", "answer": "", "when": "now", "once": name}
        ).text
    (tried,) = only(keeper).attempts
    assert (tried.text, tried.answer, tried.at, tried.id) == ("that was mine #accountability", None, NOW, name)
    assert tried.verdict is Verdict.REPAIR
    assert ledger_words.WAITS[Waits.UNANSWERED] in page
    assert "/repair/for/" not in page


@pytest.mark.parametrize(
    ("then", "field", "value"),
    [
        ({"text": "that was mine, and I saw it"}, "text", "that was mine, and I saw it"),
        ({"answer": "refusal"}, "answer", Answer.REFUSAL),
        ({"when": "yesterday"}, "at", NOW + timedelta(minutes=10) - timedelta(days=1)),
        ({"back_time": "19:00"}, "follow_up", datetime(2026, 3, 2, 19, 0)),
    ],
)
def test_an_attempt_that_comes_again_told_otherwise_is_the_same_one_told_anew(
    keeper: Visitor, then: dict[str, str], field: str, value: object
) -> None:
    one = kept(keeper, rupture())
    typed = {"text": "that was mine", "answer": "", "when": "now", "once": once(keeper.get(f"/ledger/{one.id}").text)}
    keeper.post(f"/ledger/{one.id}/attempt", typed)
    (before,) = only(keeper).attempts
    keeper.desk.now.at += timedelta(minutes=10)  # type: ignore[attr-defined]
    keeper.post(f"/ledger/{one.id}/attempt", typed)
    assert only(keeper).attempts == (before,)
    page = keeper.post(f"/ledger/{one.id}/attempt", {**typed, **then}).text
    (after,) = only(keeper).attempts
    assert getattr(after, field) == value != getattr(before, field)
    assert after.id == before.id
    assert field != "answer" or ledger_words.WAITS[Waits.REFUSED] in page


def test_a_gesture_with_its_answer_and_a_promised_return_are_kept(keeper: Visitor) -> None:
    one = kept(keeper, rupture())
    page = keeper.post(
        f"/ledger/{one.id}/attempt", {"gesture": "a pause", "answer": "partial", "when": "yesterday", "back_time": "19:00"}
    ).text
    (tried,) = only(keeper).attempts
    assert (tried.gesture, tried.answer, tried.follow_up) == ("a pause", Answer.PARTIAL, datetime(2026, 3, 2, 19, 0))
    assert "You said that you would be back at 19:00." in page


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"text": " "}, ledger_words.WHAT_TRIED),
        ({"when": "day"}, ledger_words.WHICH_DAY),
        ({"back_day": "2026-03-09"}, ledger_words.WHAT_TIME),
        ({"back_day": "2020-03-09", "back_time": "11:00"}, "over already"),
        ({"answer": "with cake"}, "answer is"),
    ],
)
def test_an_attempt_that_cannot_be_kept_comes_back_with_what_was_typed(keeper: Visitor, typed: dict[str, str], says: str) -> None:
    one = kept(keeper, rupture())
    answer = keeper.post(
        f"/ledger/{one.id}/attempt", {"text": "that was mine", "gesture": "tea at the door" if "text" not in typed else "", **typed}
    )
    assert answer.status_code == 422
    assert says in answer.text
    assert '<details id="attempt" open>' in answer.text
    assert "text" in typed or ("that was mine" in answer.text and "tea at the door" in answer.text)
    assert not only(keeper).attempts


def test_where_the_signal_fires_in_an_attempt_it_is_kept_unjudged_and_left(keeper: Visitor) -> None:
    one = kept(keeper, rupture())
    answer = keeper.post(f"/ledger/{one.id}/attempt", {"text": "or I will come over #apology #!threat"})
    assert wording.SAFETY_KEPT in answer.text
    assert (only(keeper).leave, only(keeper).attempts[0].verdict) == (True, None)
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="(\w*)"', answer.text.partition("not-that")[2]))
    keeper.post(f"/ledger/{one.id}/not-that", fields)
    assert (only(keeper).leave, only(keeper).attempts[0].verdict) == (False, hear("#apology").verdict)


def fields_after(page: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(\w+)" value="(\w*)"', page.partition("not-that")[2]))


@pytest.mark.parametrize("words", [{"text": "or I will come over #apology #!threat"}, {"gesture": "I came over #!threat"}])
def test_a_form_that_is_sent_twice_leaves_nothing_that_was_not_left(keeper: Visitor, words: dict[str, str]) -> None:
    one = kept(keeper, rupture())
    typed = {**words, "once": once(keeper.get(f"/ledger/{one.id}").text)}
    pages = [keeper.post(f"/ledger/{one.id}/attempt", typed).text for _ in range(2)]
    assert all(wording.SAFETY_KEPT in page for page in pages) and len(only(keeper).attempts) == 1
    for page in pages:
        keeper.post(f"/ledger/{one.id}/not-that", fields_after(page))
        assert not only(keeper).leave
    assert "Kept." in keeper.post(f"/ledger/{one.id}/attempt", typed).text  # and once more, after it was said that it was heard wrong
    assert not only(keeper).leave
    keeper.desk.shelf("noted").drop(typed["once"])  # as after a new start of the app
    keeper.post(f"/ledger/{one.id}/attempt", typed)
    assert (only(keeper).leave, len(only(keeper).attempts)) == (False, 1)


def test_what_was_left_before_stays_left_however_often_it_is_sent(keeper: Visitor) -> None:
    one = kept(keeper, rupture(leave=True))
    typed = {"text": "a killer film #apology #!threat", "once": once(keeper.get(f"/ledger/{one.id}").text)}
    for _ in range(2):
        keeper.post(f"/ledger/{one.id}/not-that", fields_after(keeper.post(f"/ledger/{one.id}/attempt", typed).text))
    assert only(keeper).leave


def test_they_ask_for_room_and_an_old_press_does_not_take_that_back(keeper: Visitor) -> None:
    one = kept(keeper, rupture())
    page = keeper.post(f"/ledger/{one.id}/attempt", {"text": "a killer film #apology #!threat"}).text
    keeper.post(f"/ledger/{one.id}/not-that", fields_after(page))
    keeper.post(f"/ledger/{one.id}/room")
    keeper.post(f"/ledger/{one.id}/not-that", fields_after(page))
    assert only(keeper).leave


@pytest.mark.parametrize("first", ["", "ignored"])
@pytest.mark.parametrize("anew", [False, True])
def test_an_answer_that_was_noted_since_is_not_taken_back_by_an_old_form(keeper: Visitor, first: str, anew: bool) -> None:
    one = kept(keeper, rupture())
    typed = {"text": "that was mine", "answer": first, "when": "now", "once": once(keeper.get(f"/ledger/{one.id}").text)}
    keeper.post(f"/ledger/{one.id}/attempt", typed)
    keeper.desk.now.at += timedelta(minutes=10)  # type: ignore[attr-defined]
    keeper.post(f"/ledger/{one.id}/answer", {"attempt": typed["once"], "answer": "acceptance"})
    (before,) = only(keeper).attempts
    assert before.answer is Answer.ACCEPTANCE
    if anew and not first:
        keeper.desk.shelf("noted").drop(typed["once"])  # as after a new start of the app
    keeper.desk.now.at += timedelta(minutes=10)  # type: ignore[attr-defined]
    keeper.post(f"/ledger/{one.id}/attempt", typed)
    keeper.post(f"/ledger/{one.id}/answer", {"attempt": typed["once"], "answer": "acceptance"})
    assert only(keeper).attempts == (before,)


def test_an_entry_that_comes_again_is_left_no_more_than_it_was(keeper: Visitor) -> None:
    typed = {"what": "the film was a killer #!threat", "once": once(keeper.get("/ledger/add").text)}
    keeper.post("/ledger/add", typed)
    assert wording.SAFETY_KEPT in keeper.post("/ledger/add", typed).text
    keeper.post(f"/ledger/{only(keeper).id}/not-that", {"by": "", "space_asked": "", "heed": "no"})
    assert "Kept." in keeper.post("/ledger/add", typed).text
    assert (only(keeper).leave, only(keeper).by_me) == (False, True)


def test_an_entry_that_comes_again_is_left_where_they_asked_for_room_since(keeper: Visitor) -> None:
    typed = {"what": "I forgot the call", "once": once(keeper.get("/ledger/add").text)}
    keeper.post("/ledger/add", typed)
    keeper.post(f"/ledger/{only(keeper).id}/room")
    for more in ({}, {"mine": "I did not look up"}):
        keeper.post("/ledger/add", {**typed, **more})
        assert only(keeper).leave


class WritesWhileItHears(ScriptedCoder):
    """A coder during which somebody else keeps something."""

    ledger: Ledger | None = None

    def code(self, turns: Sequence[Turn], scores: bool = False, progress: Progress | None = None) -> list[Coded]:
        if self.ledger:
            self.ledger.put_values(["candour"], NOW)
        return super().code(turns, scores, progress)


def test_nobody_waits_with_writing_until_words_are_judged(tmp_path: Path) -> None:
    coder = WritesWhileItHears()
    keeper = let_in(tmp_path, coder, Clock())
    begin_ledger(keeper.desk)
    one = kept(keeper, rupture(leave=True, attempts=(Attempt(NOW, text="a killer film #apology #!threat"),)))
    coder.ledger = keeper.desk.ledger
    keeper.post(f"/ledger/{one.id}/not-that", {"attempt": one.attempts[0].id, "was_left": ""})
    assert (only(keeper).leave, only(keeper).attempts[0].verdict) == (False, hear("#apology").verdict)
    assert keeper.desk.ledger.values() == ("candour",)


class HearsNothing(ScriptedCoder):
    """A coder that is not to be asked."""

    def code(self, turns: Sequence[Turn], scores: bool = False, progress: Progress | None = None) -> list[Coded]:
        raise AssertionError("it was asked")


@pytest.mark.parametrize("typed", [{"what": "long " * 5_000}, {"who": "x" * 300}, {"theme": "x" * 300}, {"severity": "enormous"}])
def test_an_entry_that_cannot_be_kept_is_refused_before_it_is_heard(tmp_path: Path, typed: dict[str, str]) -> None:
    keeper = let_in(tmp_path, HearsNothing(), Clock())
    begin_ledger(keeper.desk)
    one = kept(keeper, rupture())
    for path in ("/ledger/add", f"/ledger/{one.id}/edit"):
        answer = keeper.post(path, {"what": "I left the table", "mine": "I did not look up", **typed})
        assert answer.status_code == 422 and "I did not look up" in answer.text
        assert "longest that can be kept" in answer.text or "severity is" in answer.text
        assert next(iter(typed.values())) in answer.text or "severity" in typed
    assert only(keeper) == one and not keeper.desk.ledger.people()


def test_an_attempt_that_is_too_long_is_refused_before_it_is_heard(tmp_path: Path) -> None:
    keeper = let_in(tmp_path, HearsNothing(), Clock())
    begin_ledger(keeper.desk)
    one = kept(keeper, rupture())
    answer = keeper.post(f"/ledger/{one.id}/attempt", {"text": "long " * 5_000})
    assert answer.status_code == 422 and "longest that can be kept has 20000" in answer.text
    assert "long " * 5_000 in answer.text


def test_how_the_last_try_was_met_is_told_later(keeper: Visitor) -> None:
    one = kept(keeper, rupture(attempts=(Attempt(NOW - timedelta(days=1), text="sorry"),)))
    assert "They answered my last try" in keeper.get(f"/ledger/{one.id}").text
    assert keeper.post(f"/ledger/{one.id}/answer", {"attempt": one.attempts[0].id}).status_code == 422
    assert keeper.post(f"/ledger/{one.id}/answer", {"attempt": "another1", "answer": "refusal"}).status_code == 422
    page = keeper.post(f"/ledger/{one.id}/answer", {"attempt": one.attempts[0].id, "answer": "refusal", "when": "yesterday"}).text
    assert (only(keeper).attempts[0].answer, only(keeper).attempts[0].answered_at) == (Answer.REFUSAL, NOW - timedelta(days=1))
    assert ledger_words.WAITS[Waits.REFUSED] in page


def test_they_asked_for_room_and_no_longer(keeper: Visitor) -> None:
    one = kept(keeper, rupture())
    page = keeper.post(f"/ledger/{one.id}/room").text
    assert only(keeper).leave and ledger_words.WAITS[Waits.ROOM] in page
    page = keeper.post(f"/ledger/{one.id}/room", {"off": "yes"}).text
    assert not only(keeper).leave and "/repair/for/" in page


def test_ones_own_side_is_closed_in_one_of_three_ways_and_opened_again(keeper: Visitor) -> None:
    one = kept(keeper, rupture())
    assert ledger_words.HOW_CLOSED in keeper.post(f"/ledger/{one.id}/close").text
    for how in Closing:
        page = keeper.post(f"/ledger/{one.id}/close", {"how": how.value}).text
        assert (only(keeper).closed_as, only(keeper).closed_at) == (how, NOW)
        assert ledger_words.CLOSES_ONE_SIDE in page and "/repair/for/" not in page
    keeper.post(f"/ledger/{one.id}/open")
    assert only(keeper).open


def test_a_reminder_says_nothing_of_what_it_is_about(keeper: Visitor) -> None:
    ana = keeper.desk.ledger.put_person(Person("Ana"))
    one = kept(keeper, rupture(what="the door", person=ana.id))
    answer = keeper.post(f"/ledger/{one.id}/reminder", {"back_time": "19:00"})
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.headers["content-disposition"] == 'attachment; filename="reminder.ics"'
    assert "DTSTART:20260302T190000" in answer.text
    assert not any(words in answer.text for words in ("Ana", "door", one.id))


def test_no_reminder_where_it_is_left_with_them_or_closed(keeper: Visitor) -> None:
    left, closed = rupture(leave=True), rupture(closed_as=Closing.ENDED, closed_at=NOW)
    kept(keeper, left, closed)
    for one, says in ((left, ledger_words.WAITS[Waits.ROOM]), (closed, ledger_words.NOTHING_TO_REMIND)):
        answer = keeper.post(f"/ledger/{one.id}/reminder", {"back_time": "19:00"})
        assert answer.status_code == 422 and says in answer.text


def test_a_promised_return_needs_no_other_time(keeper: Visitor) -> None:
    one = kept(keeper, rupture(attempts=(Attempt(NOW - timedelta(hours=1), gesture="a pause", follow_up=NOW + timedelta(hours=3)),)))
    assert "DTSTART:20260302T120000" in keeper.post(f"/ledger/{one.id}/reminder").text
    assert keeper.post(f"/ledger/{kept(keeper, rupture()).id}/reminder").status_code == 422


def test_what_was_told_can_be_told_anew(keeper: Visitor) -> None:
    ana = keeper.desk.ledger.put_person(Person("Ana", "partner"))
    one = kept(
        keeper,
        rupture(3, "the dor", person=ana.id, by_me=None, timed=False, leave=True, source="s1", attempts=(Attempt(NOW, text="sorry"),)),
    )
    page = keeper.get(f"/ledger/{one.id}/edit").text
    assert 'value="2026-02-27"' in page and 'value="Ana"' in page and "the dor" in page
    typed = {"what": "the door", "who": "Rob", "by": "me", "when": "day", "day": "2026-02-26", "severity": "micro", "space_asked": ""}
    keeper.post(f"/ledger/{one.id}/edit", typed)
    new = only(keeper)
    assert (new.what, new.by_me, new.at, new.severity, new.leave) == ("the door", True, datetime(2026, 2, 26), Severity.MICRO, False)
    assert (new.id, new.added, new.source, new.attempts) == (one.id, one.added, "s1", one.attempts)
    assert keeper.post(f"/ledger/{one.id}/edit", {**typed, "what": ""}).status_code == 422
    assert only(keeper) == new


@pytest.mark.parametrize("who", ["Rob", ""])
def test_told_anew_with_somebody_else_nobody_is_left_behind(keeper: Visitor, who: str) -> None:
    ana = keeper.desk.ledger.put_person(Person("Ana"))
    one = kept(keeper, rupture(person=ana.id))
    keeper.post("/ledger/filter", {"person": ana.id})
    keeper.post(f"/ledger/{one.id}/edit", {"what": "the door", "who": who})
    assert [each.name for each in keeper.desk.ledger.people()] == ([who] if who else [])
    page = keeper.get("/ledger").text
    assert "the door" in page and "Ana" not in page and "What you look for" not in page
    assert "Ana" not in keeper.get("/ledger/people").text


def test_told_anew_with_somebody_else_who_stands_in_other_entries_stays(keeper: Visitor) -> None:
    ana = keeper.desk.ledger.put_person(Person("Ana"))
    one = kept(keeper, rupture(person=ana.id), rupture(9, "another", person=ana.id))
    keeper.post(f"/ledger/{one.id}/edit", {"what": "the door", "who": "Rob"})
    assert [each.name for each in keeper.desk.ledger.people()] == ["Ana", "Rob"]


def test_told_anew_with_words_that_the_signal_hears_it_is_left_with_them(keeper: Visitor) -> None:
    one = kept(keeper, rupture())
    answer = keeper.post(f"/ledger/{one.id}/edit", {"what": "he followed me #!stalking", "by": "them"})
    assert wording.WHERE_TO_TURN in answer.text
    assert only(keeper).leave


@pytest.mark.parametrize("path", ["", "/edit", "/forget", "/attempt"])
def test_an_entry_that_is_not_there_is_told_kindly(keeper: Visitor, path: str) -> None:
    answer = keeper.get(f"/ledger/abcd2345{path}")
    assert answer.status_code == 404 and "Not here" in answer.text
    if path:
        assert keeper.post(f"/ledger/abcd2345{path}", {"what": "x", "text": "y"}).status_code == 404


def test_a_forms_own_address_leads_back_to_the_entry(keeper: Visitor) -> None:
    one = kept(keeper, rupture())
    assert keeper.get(f"/ledger/{one.id}/attempt").url.path == f"/ledger/{one.id}"


# forgetting


def test_forgetting_an_entry_is_asked_once_and_reaches_the_copies(keeper: Visitor) -> None:
    one = kept(keeper, rupture(what="a very particular door"), rupture(what="another"))
    copy = keeper.desk.where.home / "before.db"
    opening.backup(keeper.desk.where.ledger, keeper.desk.unlocked.key, copy)
    assert "Nobody can bring it back" in keeper.get(f"/ledger/{one.id}/forget").text
    assert len(keeper.desk.ledger.ruptures()) == 2
    answer = keeper.post(f"/ledger/{one.id}/forget")
    assert ledger_words.FORGOTTEN in answer.text and "a very particular door" not in answer.text
    assert [each.what for each in opening.unlock(copy, PASSPHRASE).ruptures()] == ["another"]
    assert keeper.post(f"/ledger/{one.id}/forget").status_code == 404


def test_somebody_is_forgotten_with_all_that_was_with_them(keeper: Visitor) -> None:
    ana, rob = (keeper.desk.ledger.put_person(Person(name)) for name in ("Ana", "Rob"))
    kept(keeper, rupture(1, "her", person=ana.id), rupture(2, "him, about Ana", person=rob.id))
    keeper.post("/ledger/filter", {"person": ana.id})
    assert "one entry, 1 open" in words_of(keeper.get("/ledger/people").text)
    assert "Forget Ana?" in keeper.get(f"/ledger/people/{ana.id}/forget").text
    answer = keeper.post(f"/ledger/people/{ana.id}/forget")
    assert ledger_words.STILL_NAMED.format(count=1) in answer.text
    assert [one.name for one in keeper.desk.ledger.people()] == ["Rob"]
    assert [one.what for one in keeper.desk.ledger.ruptures()] == ["him, about Ana"]
    assert "him, about Ana" in keeper.get("/ledger").text
    assert keeper.get(f"/ledger/people/{ana.id}/forget").status_code == 404


def test_a_copy_that_cannot_be_reached_is_named(keeper: Visitor) -> None:
    one = kept(keeper, rupture())
    (keeper.desk.where.home / "old-ledger.db").write_bytes(b"another passphrase, other bytes" * 40)
    assert "old-ledger.db" in keeper.post(f"/ledger/{one.id}/forget").text


# what it tells


def test_little_is_called_no_pattern(keeper: Visitor) -> None:
    kept(keeper, rupture())
    assert ledger_words.TOO_LITTLE in keeper.get("/ledger/patterns").text
    assert ledger_words.TOO_FEW in keeper.get("/ledger/mine").text
    assert wording.DEBT_IS in unescape(keeper.get("/ledger/debt").text)


def test_what_comes_again_leads_to_something_to_practise(keeper: Visitor) -> None:
    kept(keeper, *(rupture(number + 1, theme="phones", driver=Driver.SHAME) for number in range(6)))
    page = keeper.get("/ledger/patterns").text
    assert "6 of 6" in page and "feeling small or ashamed" in page
    assert 'name="skill" value="shame-and-explaining"' in page
    assert ledger_words.DRIVER_LEADS["shame"][1] in unescape(page)


def test_is_it_me_tells_of_ones_own_part_with_its_doubt_and_counts_nothing_of_the_other(keeper: Visitor) -> None:
    tried = Attempt(NOW, text="sorry, but", verdict=Verdict.SECOND_RUPTURE, answer=Answer.REFUSAL)
    kept(
        keeper,
        *(rupture(number + 1, by_me=(True, True, False, None)[number % 4], attempts=(tried_anew(tried),)) for number in range(8)),
        rupture(9, by_me=False, mine="I slammed the door"),
    )
    page = words_of(keeper.get("/ledger/mine").text)
    found = questions.mine(keeper.desk.ledger)
    for line in (
        *ledger_words.mine_lines(found),
        *(words for one in ledger_words.after_lines(found) for words in one),
        *ledger_words.doubts(found),
    ):
        assert line in page
    assert "You had a part in 7 of the 9 you wrote down." in page and "Of these, 4 of 7 began with you." in page
    assert "It was not taken in, 8 times." in page and wording.WHERE_TO_TURN in page
    assert not re.search(r"Most often|second rupture|\bthey (began|broke)|2 of|<svg", page + keeper.get("/ledger/mine").text)


def tried_anew(one: Attempt) -> Attempt:
    return Attempt(one.at, text=one.text, verdict=one.verdict, answer=one.answer)


def test_nobody_is_told_of_a_part_that_was_not_named(keeper: Visitor) -> None:
    kept(keeper, *(rupture(number + 1, by_me=False) for number in range(5)))
    assert ledger_words.NO_PART.format(of=5) in keeper.get("/ledger/mine").text


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"by_me": True}, "Middling, yours to begin with."),
        ({"by_me": False, "mine": "I slammed the door"}, "Middling, theirs to begin with, and you had a part in it."),
        ({"by_me": False}, "Middling, theirs to begin with."),
        ({"by_me": None}, "Middling, both had a part in it."),
        ({"by_me": None, "leave": True}, "Middling."),
        ({"by_me": False, "leave": True}, "Middling, done to you."),
    ],
)
def test_ones_own_part_is_never_hidden_by_what_the_other_did(keeper: Visitor, told: dict[str, object], says: str) -> None:
    one = kept(keeper, rupture(**told))  # type: ignore[arg-type]
    assert f'<p class="quiet">{says} Open.</p>' in keeper.get(f"/ledger/{one.id}").text
    first = words_of(keeper.get("/ledger").text)
    assert one.leave or ("You had a part in it" in first) is (one.by_me is not False or bool(one.mine))


def test_debt_is_drawn_and_told(keeper: Visitor) -> None:
    kept(keeper, rupture(60), rupture(30, closed_as=Closing.MENDED_FOR_ME, closed_at=NOW - timedelta(days=20)))
    page = keeper.get("/ledger/debt").text
    assert "<svg" in page and "<figcaption>" in page


def test_the_pages_are_written_in_plain_words(keeper: Visitor) -> None:
    ana = keeper.desk.ledger.put_person(Person("Ana"))
    one = kept(keeper, *(rupture(number + 1, person=ana.id, theme="phones", driver=Driver.NEED) for number in range(6)))
    keeper.post(f"/ledger/{one.id}/attempt", {"text": "that was mine", "answer": "partial"})
    paths = (
        "/ledger",
        "/ledger/add",
        "/ledger/patterns",
        "/ledger/mine",
        "/ledger/debt",
        "/ledger/people",
        f"/ledger/{one.id}",
        f"/ledger/{one.id}/forget",
    )
    assert grade([words_of(keeper.get(path).text) for path in paths]) <= 8


def test_nothing_of_the_ledger_stands_in_an_address(keeper: Visitor) -> None:
    ana = keeper.desk.ledger.put_person(Person("Ana"))
    one = kept(keeper, rupture(what="the door", person=ana.id, theme="doors"))
    for path in ("/ledger", f"/ledger/{one.id}", "/ledger/people", "/ledger/patterns"):
        addresses = re.findall(r'(?:href|action)="([^"]*)"', keeper.get(path).text)
        assert addresses and not [each for each in addresses if re.search(r"ana\b|door", each, re.IGNORECASE)]
