"""The end of a repair: it is noted once, with its entry or as a new one, and waits until then."""

from __future__ import annotations

import re

import pytest

from reattune.app import building, entries, ledger_words, wording
from reattune.app.screens import Screen
from reattune.core.names import Severity
from reattune.web import repair
from tests.stories import START, ScriptedCoder
from tests.web.conftest import Visitor, begin_ledger
from tests.web.test_repair import BACK, OWN, SAW, answer, begin, built, entry, name_of, number

WHOLE = f"{SAW}\n{OWN}\n{BACK}"
NEW = "write it down as a new one"


def test_one_for_no_entry_can_be_noted_as_a_new_one(keeper: Visitor) -> None:
    name = begin(keeper)
    built(keeper, name)
    page = keeper.get(f"/repair/{name}/read").text
    assert NEW in page and "i read my mail</textarea>" in page
    told = keeper.post(f"/repair/{name}/new", {"what": "i read my mail", "who": "Ana", "when": "yesterday"})
    (one,) = keeper.desk.ledger.ruptures()
    (tried,) = one.attempts
    assert str(told.url).endswith(f"/ledger/{one.id}") and repair.NOTED in told.text
    assert (one.what, one.by_me, one.severity, one.open) == ("i read my mail", True, Severity.MODERATE, True)
    assert (keeper.desk.now() - one.at).days == 1 and [each.name for each in keeper.desk.ledger.people()] == ["Ana"]
    assert tried.text == WHOLE and tried.verdict is not None and tried.answer is None
    assert keeper.desk.ledger.drafts() == ()


def test_until_then_it_waits_and_is_gone_on_with(keeper: Visitor) -> None:
    name = begin(keeper)
    built(keeper, name)
    keeper.get(f"/repair/{name}/read")
    assert keeper.post(f"/repair/{name}/new", {"what": " "}).status_code == 422
    assert f'href="/repair/{name}"' in keeper.get("/repair").text
    assert number(keeper.get(f"/repair/{name}")) == Screen.WHOLE
    answer(keeper, name, Screen.RETURN, "tomorrow at six #reconnection")
    keeper.post(f"/repair/{name}/new", {"what": "the mail"})
    assert keeper.desk.ledger.ruptures()[0].attempts[0].text.endswith("tomorrow at six #reconnection")


def test_pressed_twice_it_is_one_entry_with_one_attempt(keeper: Visitor) -> None:
    name = begin(keeper)
    built(keeper, name)
    pages = [keeper.post(f"/repair/{name}/new", {"what": words, "who": "Ana"}) for words in ("the mail", "the mail", "the mail again")]
    (one,) = keeper.desk.ledger.ruptures()
    assert {str(page.url).rpartition("/")[2] for page in pages} == {one.id} and len(one.attempts) == 1
    assert all(repair.NOTED in page.text for page in pages)


def test_what_was_noted_before_the_app_was_killed_is_not_noted_twice(keeper: Visitor) -> None:
    item = entry(keeper)
    name = name_of(keeper.post(f"/repair/for/{item.id}"))
    built(keeper, name)
    stands = keeper.desk.ledger.drafts()[0]
    keeper.post(f"/repair/{name}/sent")
    keeper.desk.ledger.put_draft(*stands)  # as if it had been killed before the draft was out
    keeper.desk.shelf("repairs noted").drop(name)
    keeper.post(f"/repair/{name}/sent")
    assert len(keeper.desk.ledger.rupture(item.id).attempts) == 1 and keeper.desk.ledger.drafts() == ()


def test_a_form_that_cannot_be_used_comes_back_with_what_was_typed(keeper: Visitor) -> None:
    name = begin(keeper)
    built(keeper, name)
    told = keeper.post(f"/repair/{name}/new", {"what": "the mail", "who": "Ana", "when": "day"})
    assert told.status_code == 422 and ledger_words.WHICH_DAY in told.text
    assert "the mail</textarea>" in told.text and 'value="Ana"' in told.text and "<details open>" in told.text
    assert keeper.desk.ledger.ruptures() == () and keeper.desk.ledger.people() == ()


def test_without_a_ledger_one_is_begun_first_and_nothing_is_lost(scripted: Visitor) -> None:
    name = name_of(scripted.post("/repair/begin", {}))
    built(scripted, name)
    assert "A ledger is begun first." in scripted.get(f"/repair/{name}/read").text
    assert str(scripted.post(f"/repair/{name}/new", {"what": "the mail", "when": "today"}).url).endswith("/passphrase")
    begin_ledger(scripted.desk)
    page = scripted.get("/held-back").text
    held = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)) | {"csrf": scripted.gate.csrf}
    assert repair.NOTED in scripted.go_on(held).text
    assert [(one.what, one.attempts[0].text) for one in scripted.desk.ledger.ruptures()] == [("the mail", WHOLE)]


def test_one_for_an_entry_offers_no_new_one(keeper: Visitor) -> None:
    item = entry(keeper)
    name = name_of(keeper.post(f"/repair/for/{item.id}"))
    built(keeper, name)
    assert NEW not in keeper.get(f"/repair/{name}/read").text
    assert number(keeper.post(f"/repair/{name}/new", {"what": "the mail"})) == Screen.WHOLE
    assert len(keeper.desk.ledger.ruptures()) == 1


def test_where_the_signal_fires_in_what_it_was_about_it_is_kept_and_left_with_them(keeper: Visitor) -> None:
    name = begin(keeper)
    built(keeper, name)
    told = keeper.post(f"/repair/{name}/new", {"what": "i said i would hurt you #!threat"})
    assert wording.SAFETY_KEPT in told.text and wording.WHERE_TO_TURN in told.text
    (one,) = keeper.desk.ledger.ruptures()
    assert one.leave and len(one.attempts) == 1


def test_what_was_heard_wrong_before_is_not_heard_again(keeper: Visitor) -> None:
    name = begin(keeper)
    answer(keeper, name, Screen.WHAT, "that film was a killer #!threat")
    keeper.post(f"/repair/{name}/go-on", {"heed": "no"})
    answer(keeper, name, Screen.MINE, OWN)
    assert repair.NOTED in keeper.post(f"/repair/{name}/new", {"what": "that film was a killer #!threat"}).text
    assert not keeper.desk.ledger.ruptures()[0].leave


def test_something_else_under_the_same_name_notes_nothing_twice(keeper: Visitor) -> None:
    name = begin(keeper)
    built(keeper, name)
    checked = building.whole(building.begun(keeper.desk.ledger)[0].build, ScriptedCoder())
    for what in ("the mail", "the door"):
        entries.add({"what": what, "once": name}, keeper.desk.ledger, START, ScriptedCoder(), building.attempt_of(checked, START, name))
    assert sorted((one.what, len(one.attempts)) for one in keeper.desk.ledger.ruptures()) == [("the door", 0), ("the mail", 1)]


@pytest.mark.parametrize("path", ["new", "sent"])
def test_nothing_is_noted_of_one_with_no_words_or_that_is_not_there(keeper: Visitor, path: str) -> None:
    name = begin(keeper)
    assert number(keeper.post(f"/repair/{name}/{path}", {"what": "x"})) == Screen.WHOLE
    assert keeper.post(f"/repair/nothing/{path}", {"what": "x"}).status_code == 404
    assert keeper.desk.ledger.ruptures() == ()
