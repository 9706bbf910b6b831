"""Repair: the Builder, one question a page, where nothing that was typed is lost."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reattune.app import building, ledger_words, screens, wording
from reattune.app.screens import Screen
from reattune.coaching.builder import Build
from reattune.core.errors import BadOption
from reattune.core.names import Answer
from reattune.ledger import erase
from reattune.ledger.records import Attempt, Closing, Person, Rupture
from reattune.web import repair
from tests.app.test_wording import FLATTERY, JARGON
from tests.grade import grade
from tests.stories import START, ScriptedCoder
from tests.web.conftest import PASSPHRASE, Visitor, begin_ledger, let_in

LIVE = {"hx-request": "true"}
STOPS = "It stops here"
OWN, BACK, SAW = "i did that #accountability", "i come back at six #reconnection", "you sat there alone #acknowledgement"


def begin(visitor: Visitor, **more: str) -> str:
    return name_of(visitor.post("/repair/begin", {"keep": "yes"} | more))


def name_of(answer: Any) -> str:
    return str(answer.url).split("/repair/")[1].split("/")[0]


def window_of(visitor: Visitor, name: str, screen: Screen) -> str:
    found = re.search(r'name="window" value="([^"]*)"', visitor.get(f"/repair/{name}/{screen.value}").text)
    assert found
    return found[1]


def answer(visitor: Visitor, name: str, screen: Screen, words: str, go: str = "next", window: str = "", **more: Any) -> Any:
    sent = {"answer": words, "window": window or window_of(visitor, name, screen), "go": go}
    return visitor.post(f"/repair/{name}/{screen.value}", sent, **more)


def number(page: Any) -> int:
    return int(str(page.url).rpartition("/")[2])


def entry(visitor: Visitor, **more: Any) -> Rupture:
    item = Rupture(at=START, what=str(more.pop("what", "I left early")), added=START, **more)
    visitor.desk.ledger.put([item])
    return item


def built(visitor: Visitor, name: str) -> None:
    for screen, words in ((Screen.WHAT, "i read my mail"), (Screen.IMPACT, SAW), (Screen.MINE, OWN), (Screen.RETURN, BACK)):
        answer(visitor, name, screen, words)


# the way through


def test_the_questions_come_in_order_and_end_in_ones_own_words(keeper: Visitor) -> None:
    name = begin(keeper)
    page = keeper.get(f"/repair/{name}")
    seen = []
    for words in ("my brother", "you never listen #hurt", "i read my mail", SAW, OWN, BACK):
        seen.append(number(page))
        page = answer(keeper, name, Screen(number(page)), words)
    assert seen == [Screen.AFFIRM, Screen.SAID, Screen.WHAT, Screen.IMPACT, Screen.MINE, Screen.RETURN]
    assert number(page) == Screen.WHOLE and f"{SAW}\n{OWN}\n{BACK}" in page.text and building.WHOLE in page.text
    assert "my brother" not in page.text and "i read my mail" not in page.text


def test_ones_values_and_open_entries_are_asked_about_where_there_are_any(keeper: Visitor) -> None:
    keeper.desk.ledger.put_values(["honesty", "calm"], START)
    item = entry(keeper)
    name = begin(keeper)
    page = answer(keeper, name, Screen.AFFIRM, "")
    assert number(page) == Screen.VALUE and "honesty and calm" in page.text
    page = answer(keeper, name, Screen.VALUE, "calm")
    assert number(page) == Screen.ENTRY and "I left early" in page.text
    answer(keeper, name, Screen.ENTRY, item.id)
    answer(keeper, name, Screen.WHAT, "i left")
    assert keeper.desk.ledger.drafts()[0][1] == item.id


def test_back_and_forth_keeps_every_answer(keeper: Visitor) -> None:
    name = begin(keeper)
    page = answer(keeper, name, Screen.WHAT, "i read my", "back")
    assert number(page) == Screen.SAID
    assert "i read my</textarea>" in answer(keeper, name, Screen.SAID, "you left").text
    assert "you left</textarea>" in answer(keeper, name, Screen.WHAT, "i read my mail", "back").text
    assert "i read my mail</textarea>" in keeper.get(f"/repair/{name}/{Screen.WHAT.value}").text
    assert number(answer(keeper, name, Screen.AFFIRM, "x", "back")) == Screen.AFFIRM


def test_what_is_typed_is_kept_as_it_is_typed(keeper: Visitor) -> None:
    name = begin(keeper)
    window = window_of(keeper, name, Screen.WHAT)
    for words in ("i", "i read", "i read my mail"):
        told = answer(keeper, name, Screen.WHAT, words, "", window, headers=LIVE)
        assert told.text.strip() == repair.KEPT and "<html" not in told.text
    assert keeper.desk.ledger.drafts()[0][3] == {"what": "i read my mail"}
    assert number(answer(keeper, name, Screen.WHAT, "i read my mail all along", "next", window)) == Screen.IMPACT
    assert keeper.desk.ledger.drafts()[0][3] == {"what": "i read my mail all along"}


def test_what_only_helps_to_begin_is_never_kept(keeper: Visitor, tmp_path: Path) -> None:
    name = begin(keeper)
    answer(keeper, name, Screen.AFFIRM, "my brother")
    answer(keeper, name, Screen.WHAT, "i left")
    assert keeper.desk.ledger.drafts()[0][3] == {"what": "i left"}
    assert "my brother</textarea>" in keeper.get(f"/repair/{name}/1").text  # and stands there while the app is open


def test_nothing_is_kept_of_one_that_was_only_looked_at_or_that_is_not_to_be_kept(keeper: Visitor) -> None:
    begin(keeper)
    name = name_of(keeper.post("/repair/begin", {}))
    page = answer(keeper, name, Screen.WHAT, "i left")
    assert keeper.desk.ledger.drafts() == () and "Keep it in my ledger" in page.text
    kept = answer(keeper, name, Screen.IMPACT, SAW, "keep")
    assert number(kept) == Screen.IMPACT and keeper.desk.ledger.drafts()[0][3] == {"what": "i left", "impact": SAW}


def test_a_question_back_is_asked_once_and_one_can_always_go_on(keeper: Visitor) -> None:
    name = begin(keeper)
    answer(keeper, name, Screen.WHAT, "i left")
    asked = answer(keeper, name, Screen.IMPACT, "it was fine #minimising")
    assert number(asked) == Screen.IMPACT and "it was fine #minimising</textarea>" in asked.text
    assert "Their size for it" in asked.text and asked.text.index("Their size for it") < asked.text.index("<textarea")
    again = answer(keeper, name, Screen.IMPACT, "it was nothing #minimising")  # written anew, and the same is heard
    assert number(again) == Screen.IMPACT
    assert number(answer(keeper, name, Screen.IMPACT, "it was nothing #minimising")) == Screen.MINE
    assert "Their size for it" not in answer(keeper, name, Screen.MINE, "", "back").text
    assert number(answer(keeper, name, Screen.IMPACT, "it was nothing #minimising")) == Screen.MINE


def test_what_is_not_there_yet_is_asked_about_and_silence_is_no_hindrance(keeper: Visitor) -> None:
    name = begin(keeper)
    assert "which thing did you do" in answer(keeper, name, Screen.MINE, "hm").text.casefold()
    assert number(answer(keeper, name, Screen.IMPACT, "")) == Screen.MINE


def test_an_endless_answer_is_told_and_stays_in_the_field(keeper: Visitor) -> None:
    name = begin(keeper)
    for headers, place in (({}, "</textarea>"), (LIVE, "the longest that can be kept")):
        told = answer(keeper, name, Screen.WHAT, "long " * 1000, headers=headers)
        assert told.status_code == 422 and "the longest that can be kept" in told.text and place in told.text
    assert told.status_code == 422 and keeper.desk.ledger.drafts() == ()


# nothing is lost


def test_two_windows_on_two_questions_keep_both(keeper: Visitor) -> None:
    name = begin(keeper)
    one, other = window_of(keeper, name, Screen.IMPACT), window_of(keeper, name, Screen.MINE)
    answer(keeper, name, Screen.IMPACT, SAW, window=one)
    answer(keeper, name, Screen.MINE, OWN, window=other)
    assert keeper.desk.ledger.drafts()[0][3] == {"impact": SAW, "mine": OWN}


def test_two_windows_on_one_question_show_both_before_one_is_replaced(keeper: Visitor) -> None:
    name = begin(keeper)
    one, other = window_of(keeper, name, Screen.MINE), window_of(keeper, name, Screen.MINE)
    answer(keeper, name, Screen.MINE, "what the first wrote", window=one)
    typing = answer(keeper, name, Screen.MINE, "what the second", "", other, headers=LIVE)
    assert typing.status_code == 409 and repair.OTHER in typing.text
    both = answer(keeper, name, Screen.MINE, "what the second wrote", window=other)
    assert both.status_code == 409 and "what the first wrote</p>" in both.text and "what the second wrote</textarea>" in both.text
    assert keeper.desk.ledger.drafts()[0][3] == {"mine": "what the first wrote"}
    shown = re.search(r'name="window" value="([^"]*)"', both.text)
    assert shown
    answer(keeper, name, Screen.MINE, "what the second wrote", window=shown[1])
    assert keeper.desk.ledger.drafts()[0][3] == {"mine": "what the second wrote"}


def test_a_page_from_the_back_button_does_not_undo_what_came_after(keeper: Visitor) -> None:
    name = begin(keeper)
    old = window_of(keeper, name, Screen.WHAT)
    answer(keeper, name, Screen.WHAT, "first", window=old)
    answer(keeper, name, Screen.WHAT, "second")
    assert answer(keeper, name, Screen.WHAT, "third", window=old).status_code == 409
    assert keeper.desk.ledger.drafts()[0][3] == {"what": "second"}


@pytest.mark.parametrize("headers", [{}, LIVE])
def test_an_answer_that_came_while_it_was_locked_is_kept_after_unlocking(keeper: Visitor, headers: Mapping[str, str]) -> None:
    name = begin(keeper)
    answer(keeper, name, Screen.AFFIRM, "my brother")
    answer(keeper, name, Screen.WHAT, "i read")
    window = window_of(keeper, name, Screen.WHAT)
    keeper.desk.lock()
    answer(keeper, name, Screen.WHAT, "i read my mail", "next", window, headers=headers)
    page = keeper.post("/unlock", {"passphrase": PASSPHRASE}).text
    held = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)) | {"csrf": keeper.gate.csrf}
    assert number(keeper.go_on(held)) == Screen.IMPACT
    assert keeper.desk.ledger.drafts()[0][3] == {"what": "i read my mail"}
    assert "my brother</textarea>" in keeper.get(f"/repair/{name}/1").text


def test_a_server_that_was_killed_goes_on_with_what_was_kept(keeper: Visitor, tmp_path: Path) -> None:
    name = begin(keeper)
    answer(keeper, name, Screen.WHAT, "i read my mail")
    answer(keeper, name, Screen.IMPACT, "you sat", "", headers=LIVE)
    anew = let_in(tmp_path, ScriptedCoder())
    anew.desk.unlock(PASSPHRASE)
    assert "i read my mail" in anew.get("/repair").text
    page = anew.get(f"/repair/{name}")
    assert number(page) == Screen.MINE and "you sat</textarea>" in anew.get(f"/repair/{name}/{Screen.IMPACT.value}").text


def test_without_a_ledger_it_is_held_and_can_be_kept_at_any_point(scripted: Visitor) -> None:
    name = name_of(scripted.post("/repair/begin", {}))
    page = answer(scripted, name, Screen.WHAT, "i read my mail")
    assert repair.HELD in page.text and "Begin a ledger to keep it in" in page.text
    assert "i read my mail" in scripted.get("/repair").text
    window = window_of(scripted, name, Screen.IMPACT)
    to_begin = answer(scripted, name, Screen.IMPACT, SAW, "keep", window)
    assert str(to_begin.url).endswith("/passphrase")
    begin_ledger(scripted.desk)
    page = scripted.get("/held-back").text
    held = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)) | {"csrf": scripted.gate.csrf}
    assert number(scripted.go_on(held)) == Screen.IMPACT
    assert scripted.desk.ledger.drafts()[0][3] == {"what": "i read my mail", "impact": SAW}


def test_what_the_terminal_kept_is_gone_on_with(keeper: Visitor) -> None:
    item = entry(keeper)
    name = building.keep_draft(Build().with_answer(building.Part.WHAT, "i left"), None, item.id, keeper.desk.ledger, START)
    assert number(keeper.get(f"/repair/{name}")) == Screen.IMPACT
    assert name_of(keeper.post(f"/repair/for/{item.id}")) == name
    building.keep_draft(Build().with_answer(building.Part.WHAT, "i left, and told nobody"), name, item.id, keeper.desk.ledger, START)
    assert "i left, and told nobody</textarea>" in keeper.get(f"/repair/{name}/{Screen.WHAT.value}").text


def test_what_was_thrown_away_elsewhere_is_not_raised_again(keeper: Visitor) -> None:
    name = begin(keeper)
    answer(keeper, name, Screen.WHAT, "i left")
    window = window_of(keeper, name, Screen.WHAT)
    keeper.desk.ledger.drop_draft(name)
    assert answer(keeper, name, Screen.WHAT, "i left early", window=window).status_code == 404
    assert keeper.desk.ledger.drafts() == ()


# for an entry


def test_from_an_entry_it_begins_for_that_one(keeper: Visitor) -> None:
    item = entry(keeper)
    name = name_of(keeper.post(f"/repair/for/{item.id}"))
    assert name_of(keeper.post(f"/repair/for/{item.id}")) == name  # pressed twice, it is one
    assert number(answer(keeper, name, Screen.AFFIRM, "")) == Screen.SAID  # which one is told already
    answer(keeper, name, Screen.WHAT, "i left")
    assert keeper.desk.ledger.drafts()[0][1] == item.id


@pytest.mark.parametrize("why", ["room", "refused", "unanswered"])
def test_an_entry_that_is_left_with_them_is_kindly_refused(keeper: Visitor, why: str) -> None:
    tried = Attempt(
        START, text="sorry", answer=Answer.REFUSAL if why == "refused" else None, answered_at=START if why == "refused" else None
    )
    item = entry(keeper, leave=why == "room", attempts=() if why == "room" else (tried,))
    page = keeper.post(f"/repair/for/{item.id}").text
    assert ("eave it with them." in page or "Let there be room." in page) and "Leave it be" in page
    own = keeper.post(f"/repair/for/{item.id}", {"alone": "yes"})
    name = name_of(own)
    told = answer(keeper, name, Screen.WHAT, "i left")
    assert building.FOR_YOU in told.text
    answer(keeper, name, Screen.IMPACT, SAW)
    whole = answer(keeper, name, Screen.MINE, OWN)
    assert number(whole) == Screen.WHOLE and "Read it as they will" not in whole.text  # no coming back, and nothing to send
    assert number(keeper.get(f"/repair/{name}/read")) == Screen.WHOLE


def test_a_closed_entry_and_one_that_is_not_there_begin_nothing(keeper: Visitor) -> None:
    item = entry(keeper)
    keeper.desk.ledger.close(item.id, Closing.SET_ASIDE, START)
    assert building.CLOSED in keeper.post(f"/repair/for/{item.id}").text
    assert keeper.post("/repair/for/zzzzzzzz").status_code == 422
    assert keeper.desk.shelf("repairs").all() == []


def test_only_what_is_free_is_offered(keeper: Visitor) -> None:
    who = keeper.desk.ledger.put_person(Person("Ada"))
    entry(keeper, what="left with her", person=who.id, leave=True)
    entry(keeper, what="another with her", person=who.id)
    free = entry(keeper, what="with nobody")
    assert [name for name, _ in screens.entries(keeper.desk.ledger, free=True)] == [free.id]
    assert len(screens.entries(keeper.desk.ledger)) == 3


def test_a_repair_for_an_entry_needs_the_ledger(scripted: Visitor) -> None:
    assert str(scripted.post("/repair/for/abcdefgh").url).endswith("/passphrase")


# the end


def test_it_was_sent_is_noted_once_and_the_draft_is_done(keeper: Visitor) -> None:
    item = entry(keeper)
    name = name_of(keeper.post(f"/repair/for/{item.id}"))
    built(keeper, name)
    page = keeper.get(f"/repair/{name}/read").text
    assert f'id="whole" dir="auto">{SAW}\n{OWN}\n{BACK}</p>' in page and "I have sent it" in page
    assert keeper.post(f"/repair/{name}/sent", follow=False).headers["location"] == f"/ledger/{item.id}"
    (tried,) = keeper.desk.ledger.rupture(item.id).attempts
    assert tried.text == f"{SAW}\n{OWN}\n{BACK}" and tried.answer is None and tried.verdict is not None
    assert keeper.desk.ledger.drafts() == ()
    assert keeper.post(f"/repair/{name}/sent", follow=False).headers["location"] == f"/ledger/{item.id}"  # pressed twice
    assert len(keeper.desk.ledger.rupture(item.id).attempts) == 1


def test_one_that_was_begun_for_no_entry_asks_which_it_belongs_to(keeper: Visitor) -> None:
    item = entry(keeper)
    name = begin(keeper)
    built(keeper, name)
    assert "I left early" in keeper.get(f"/repair/{name}/read").text
    assert keeper.post(f"/repair/{name}/sent").status_code == 422
    keeper.post(f"/repair/{name}/sent", {"entry": item.id}, follow=False)
    assert len(keeper.desk.ledger.rupture(item.id).attempts) == 1 and keeper.desk.ledger.drafts() == ()


def test_it_can_be_thrown_away(keeper: Visitor) -> None:
    name = begin(keeper)
    built(keeper, name)
    assert repair.THROWN in keeper.post(f"/repair/{name}/drop").text
    assert keeper.desk.ledger.drafts() == () and keeper.get(f"/repair/{name}").status_code == 404


def test_the_whole_is_checked_and_the_words_follow(keeper: Visitor) -> None:
    name = begin(keeper)
    built(keeper, name)
    page = keeper.get(f"/repair/{name}/{Screen.WHOLE.value}").text
    assert f'hx-post="/repair/{name}/words"' in page and "<mark" not in page and 'class="there"' in page
    told = keeper.post(f"/repair/{name}/words", {"number": re.findall(r'"number": (\d+)', page)[0]}, headers=LIVE).text
    assert '<mark class="helps"' in told
    assert '<mark class="helps"' in keeper.post(f"/repair/{name}/words", {}).text  # without scripts, on the page


def test_there_is_nothing_to_put_together_yet(keeper: Visitor) -> None:
    name = begin(keeper)
    page = keeper.get(f"/repair/{name}/{Screen.WHOLE.value}").text
    assert "nothing to put together yet" in page and page.count("Not written yet.") == 4
    assert number(keeper.get(f"/repair/{name}/read")) == Screen.WHOLE


# safety


@pytest.mark.parametrize("screen", [Screen.AFFIRM, Screen.SAID, Screen.WHAT, Screen.IMPACT, Screen.MINE, Screen.RETURN])
def test_where_the_signal_fires_it_stops_and_the_entry_is_left(keeper: Visitor, screen: Screen) -> None:
    item = entry(keeper)
    name = name_of(keeper.post(f"/repair/for/{item.id}"))
    answer(keeper, name, Screen.WHAT, "i left")
    page = answer(keeper, name, screen, "i will hurt you #!threat").text
    assert STOPS in page and f"<h2>{wording.WHERE_TO_TURN}</h2>" in page and screens.STOPPED_ENTRY in page and "<textarea" not in page
    assert keeper.desk.ledger.drafts() == () and keeper.desk.ledger.rupture(item.id).leave
    for path in ("", f"/{Screen.WHAT.value}", f"/{Screen.WHOLE.value}", "/read"):
        assert STOPS in keeper.get(f"/repair/{name}{path}").text
    assert STOPS in keeper.post(f"/repair/{name}/{screen.value}", {"answer": "oh", "go": "next"}).text
    assert STOPS in keeper.post(f"/repair/{name}/sent").text and keeper.desk.ledger.rupture(item.id).attempts == ()


def test_it_heard_wrong_and_all_is_as_before(keeper: Visitor) -> None:
    item = entry(keeper)
    name = name_of(keeper.post(f"/repair/for/{item.id}"))
    answer(keeper, name, Screen.WHAT, "i left")
    answer(keeper, name, Screen.IMPACT, f"{SAW} #!threat")
    page = keeper.post(f"/repair/{name}/go-on", {"heed": "no"})
    assert number(page) == Screen.MINE and not keeper.desk.ledger.rupture(item.id).leave
    assert keeper.desk.ledger.drafts()[0][3] == {"what": "i left", "impact": f"{SAW} #!threat"}
    answer(keeper, name, Screen.MINE, OWN)
    whole = answer(keeper, name, Screen.RETURN, BACK).text
    assert STOPS not in whole and "Put together" in whole


def test_one_that_was_heard_wrong_is_no_leave_for_another_however_one_comes_to_the_whole(keeper: Visitor) -> None:
    name = begin(keeper)
    answer(keeper, name, Screen.SAID, "i will kill that recipe #!threat")
    keeper.post(f"/repair/{name}/go-on", {"heed": "no"})
    answer(keeper, name, Screen.IMPACT, "you went quiet #acknowledgement")
    answer(keeper, name, Screen.MINE, "you will pay for leaving #!threat", go="back")  # never read by itself
    for path in (f"/repair/{name}/read", f"/repair/{name}/{Screen.WHOLE.value}"):
        assert wording.SAFETY_DRAFT in keeper.get(path).text


def test_a_repair_whose_entry_was_forgotten_meanwhile_goes_on_without_it(keeper: Visitor) -> None:
    item = entry(keeper)
    name = name_of(keeper.post(f"/repair/for/{item.id}"))
    erase.forget(keeper.desk.ledger, keeper.desk.unlocked.key, item.id, ())
    assert keeper.get(f"/repair/{name}").status_code == 200
    answer(keeper, name, Screen.MINE, "I left early #accountability")
    assert "I left early" in keeper.get(f"/repair/{name}/{Screen.WHOLE.value}").text


def test_an_entry_that_was_left_before_stays_left(keeper: Visitor) -> None:
    item = entry(keeper, leave=True)
    name = name_of(keeper.post(f"/repair/for/{item.id}", {"alone": "yes"}))
    answer(keeper, name, Screen.WHAT, "i left #!threat")
    keeper.post(f"/repair/{name}/go-on", {"heed": "no"})
    assert keeper.desk.ledger.rupture(item.id).leave


def test_where_it_fires_in_the_whole_alone_it_stops_too(tmp_path: Path) -> None:
    class Together(ScriptedCoder):
        def code(self, turns: Any, scores: bool = False, progress: Any = None) -> Any:
            found = super().code(turns)
            fired = super().code([replace(turns[0], text="#!control")])[0].safety
            return [replace(one, safety=fired) if turn.text.count("\n") > 1 else one for turn, one in zip(turns, found, strict=True)]

    visitor = let_in(tmp_path, Together())
    begin_ledger(visitor.desk)
    name = begin(visitor)
    built(visitor, name)
    assert STOPS in visitor.get(f"/repair/{name}/{Screen.WHOLE.value}").text
    assert visitor.desk.ledger.drafts() == ()
    page = visitor.post(f"/repair/{name}/go-on", {"heed": "no"})
    assert number(page) == Screen.WHOLE and "Next:" in page.text


# odd requests, and the words


@pytest.mark.parametrize("path", ["0", "10", "-1", "99999999999999999999"])
def test_a_question_that_there_is_not_leads_to_one_that_there_is(keeper: Visitor, path: str) -> None:
    name = begin(keeper)
    assert number(keeper.get(f"/repair/{name}/{path}")) == Screen.AFFIRM
    assert number(keeper.post(f"/repair/{name}/{path}", {"answer": "x"})) == Screen.AFFIRM


def test_what_is_not_there_says_so(keeper: Visitor) -> None:
    for path in ("", "/5", "/9", "/read"):
        assert keeper.get(f"/repair/nothing{path}").status_code == 404
    for path in ("/5", "/words", "/sent", "/drop", "/go-on"):
        assert keeper.post(f"/repair/nothing{path}").status_code == 404
    assert keeper.get("/repair/nothing/abc").status_code in {404, 422}


def test_a_draft_longer_than_a_part_cannot_be_taken_along() -> None:
    with pytest.raises(BadOption):
        screens.of_draft(checked("word " * 1000), "")


def checked(text: str) -> Any:
    from reattune.app.check import check

    return check(text, ScriptedCoder())


@pytest.mark.parametrize(
    ("tags", "place", "wanted"),
    [
        ("#accountability", "mine", Screen.IMPACT), ("#acknowledgement", "impact", Screen.MINE),
        ("#acknowledgement #accountability", "mine", Screen.RETURN), ("#apology", "mine", Screen.IMPACT),
        ("#accountability #reconnection", "mine", Screen.IMPACT), ("#acknowledgement #accountability #reconnection", "mine", Screen.IMPACT),
    ],
)  # fmt: skip
def test_a_draft_goes_where_it_belongs_and_what_is_missing_is_asked(tags: str, place: str, wanted: Screen) -> None:
    build, screen = screens.of_draft(checked(f"words {tags}"), "they said")
    assert build.kept() == {place: f"words {tags}", "said_last": "they said"} and screen is wanted


def sentences() -> Iterator[str]:
    for module in (screens, repair):
        for name, value in inspect.getmembers(module):
            if name.isupper() and isinstance(value, str) and " " in value:
                yield value
    yield from screens.HEADS.values()
    yield from screens.HINTS.values()


def test_what_people_read_is_plain() -> None:
    said = list(sentences())
    assert grade(said) <= 8
    assert not any(JARGON.search(one) or FLATTERY.search(one) or "!" in one for one in said)
    assert ledger_words.WAITS and set(screens.HEADS) == set(screens.HINTS) == set(Screen)
