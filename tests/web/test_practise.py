"""Practise without a browser: a round and a talk, what counts once, what is kept, and where it stops."""

from __future__ import annotations

import html
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from reattune.app import practice_words, practising, wording
from reattune.app.voice import Endpoint, switch_on
from reattune.coaching import drills, scenarios
from reattune.core.coded import Coded, Heard
from reattune.core.errors import BadOption
from reattune.core.names import Move, SafetyKind, Verdict
from tests.app.test_voice import served as endpoint_served
from tests.app.test_voice import told
from tests.grade import grade
from tests.stories import ScriptedCoder, hear
from tests.web.conftest import PASSPHRASE, Visitor, let_in

ROUND = re.compile(r"/practise/[\w-]{12}/(\d|end)")
TALK = re.compile(r"/practise/[\w-]{12}")


def said_on(page: Any) -> str:
    """The words on a page, as a person reads them."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", page.text, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def path_of(page: Any) -> str:
    return str(page.url.path)


def drill(one: Visitor, skill: str, item: str = "") -> str:
    """The path of a new round."""
    return path_of(one.post("/practise/drill", {"skill": skill, "item": item})).rpartition("/")[0]


def talk(one: Visitor, scenario: str = "phone-voice", style: str = "", seed: int = 1) -> str:
    """The path of a new talk."""
    return path_of(one.post("/practise/talk", {"scenario": scenario, "style": style, "seed": seed}))


def item_of(name: str) -> drills.Item:
    return next(one for one in drills.items(name.rpartition("-")[0]) if one.id == name)


def a_word(item: drills.Item) -> str:
    """A word that fits an item about feelings."""
    return drills.feelings().words[min(item.fits)][0]


# --- the first page -------------------------------------------------------------------------------------------------


def test_the_first_page_offers_what_is_due_every_drill_and_every_talk(scripted: Visitor) -> None:
    words = said_on(scripted.get("/practise"))
    assert "For today Name what you feel" in words
    for title, about in zip(practice_words.TITLES.values(), practice_words.ABOUT.values(), strict=True):
        assert f"{title} {about}" in words
    for one in scenarios.scenarios():
        assert one.title in words
        assert practice_words.first_sentence(one.you) in words


def test_without_a_ledger_the_page_says_that_nothing_is_kept(scripted: Visitor) -> None:
    assert practice_words.NOT_KEPT in said_on(scripted.get("/practise"))


def test_progress_is_told_by_skill_with_counts_and_an_interval_and_no_grade(keeper: Visitor) -> None:
    path = drill(keeper, "name-the-feeling", "name-the-feeling-01")
    keeper.post(f"{path}/1", {"answer": a_word(item_of("name-the-feeling-01"))})
    page = keeper.get("/practise")
    assert "1 of the 1 you met went well when they last came" in said_on(page)
    assert "the true share may lie anywhere from" in said_on(page)
    assert 'class="chart"' in page.text
    assert "Not begun yet: Follow what they feel" in said_on(page)


def test_what_the_pages_say_is_easy_to_read(scripted: Visitor) -> None:
    talked = talk(scripted)
    pages = [scripted.get("/practise"), scripted.get(drill(scripted, "stay")), scripted.get(talked), scripted.post(f"{talked}/stop")]
    ours = [
        html.unescape(re.sub(r"<[^>]+>", "", one))
        for page in pages
        for one in re.findall(r"<(?:p|h\d|label|legend)\b.*?>(.*?)</", page.text)
    ]
    assert grade([one.strip() for one in ours if len(one.split()) > 2]) <= 8


# --- a round --------------------------------------------------------------------------------------------------------


def test_a_round_begins_by_post_and_its_address_tells_nothing(scripted: Visitor) -> None:
    page = scripted.post("/practise/drill", {"skill": "stay"})
    assert ROUND.fullmatch(path_of(page))
    assert "Question 1 of 5" in said_on(page)


def test_a_skill_or_a_question_that_there_is_not_is_told(scripted: Visitor) -> None:
    for fields in ({"skill": "juggling"}, {"skill": "stay", "item": "stay-99"}):
        page = scripted.post("/practise/drill", fields)
        assert page.status_code == 422
        assert "there is no" in said_on(page).casefold()


def test_every_word_on_the_list_is_one_that_is_understood() -> None:
    for family, some in drills.feelings().words.items():
        for word in some:
            assert [drills.feelings().of(one) for one in drills.named(word)] == [family]


def test_feelings_are_typed_and_tapped_and_what_was_answered_stays(scripted: Visitor) -> None:
    path, item = drill(scripted, "name-the-feeling", "name-the-feeling-02"), item_of("name-the-feeling-02")
    fits = [word for family in sorted(item.fits) for word in drills.feelings().words[family]]
    words = said_on(scripted.post(f"{path}/1", {"answer": fits[0], "feeling": [fits[1], fits[2]]}))
    assert f"{practice_words.RIGHT} {item.why} Next" in words
    assert ", ".join(fits[:3]) in words


def test_a_word_that_is_no_feeling_is_asked_again_with_what_was_typed(keeper: Visitor) -> None:
    path = drill(keeper, "name-the-feeling")
    page = keeper.post(f"{path}/1", {"answer": "blorb", "feeling": ["sad"]})
    assert page.status_code == 422
    assert practice_words.unknown(["blorb"]) in said_on(page)
    assert 'value="blorb"' in page.text
    assert 'value="sad" checked' in page.text
    assert not keeper.desk.ledger.reviews()


@pytest.mark.parametrize(
    ("skill", "says"),
    [
        ("track-theirs", practice_words.NO_FEELING), ("toward-or-away", practice_words.CHOOSE_ONE), ("receive", practice_words.NOT_LEFT_EMPTY),
    ],
)  # fmt: skip
def test_nothing_typed_is_asked_again(scripted: Visitor, skill: str, says: str) -> None:
    page = scripted.post(f"{drill(scripted, skill)}/1", {"answer": "  "})
    assert page.status_code == 422
    assert says in said_on(page)


def test_a_choice_shows_which_one_it_was(scripted: Visitor) -> None:
    path, item = drill(scripted, "toward-or-away", "toward-or-away-01"), item_of("toward-or-away-01")
    wrong = next(place for place in range(len(item.options)) if place not in item.right)
    words = said_on(scripted.post(f"{path}/1", {"answer": str(wrong + 1)}))
    assert practice_words.NOT_YET in words
    assert f"{item.options[wrong]} your answer" in words
    assert f"{item.options[min(item.right)]} this one" in words


def test_an_answer_that_is_not_there_to_choose_is_asked_again(scripted: Visitor) -> None:
    page = scripted.post(f"{drill(scripted, 'toward-or-away')}/1", {"answer": "9"})
    assert page.status_code == 422
    assert "answers to choose from" in said_on(page)


def test_words_of_ones_own_are_judged_by_what_was_heard_in_them(scripted: Visitor) -> None:
    words = said_on(scripted.post(f"{drill(scripted, 'turn-it-round')}/1", {"answer": "You waited. #acknowledgement"}))
    assert f"{practice_words.RIGHT} I heard: {wording.MOVE[Move.ACKNOWLEDGEMENT]}." in words
    assert practice_words.HEARD_BY_A_PROGRAM in words
    assert "You waited. #acknowledgement" in words


def test_silence_is_an_answer_of_its_own_only_where_the_question_takes_it(scripted: Visitor) -> None:
    takes = next(one.id for one in drills.items("stay") if one.silence)
    path, other = drill(scripted, "stay", takes), drill(scripted, "stay", "stay-01")
    assert "Say nothing" in said_on(scripted.get(f"{path}/1"))
    assert "Say nothing" not in said_on(scripted.get(f"{other}/1"))
    assert scripted.post(f"{path}/1", {"answer": ""}).status_code == 422
    assert scripted.post(f"{other}/1", {"silent": "yes"}).status_code == 422
    assert f"{practice_words.RIGHT} " in said_on(scripted.post(f"{path}/1", {"silent": "yes"}))


def test_an_answer_without_end_is_asked_to_be_shorter_and_stays(scripted: Visitor) -> None:
    long = "so " * practising.LONGEST
    page = scripted.post(f"{drill(scripted, 'stay')}/1", {"answer": long})
    assert page.status_code == 422
    assert practising.too_long(long) in said_on(page)
    assert long.strip() in page.text


def test_an_answer_counts_once_whatever_comes_from_the_back_button_or_another_tab(keeper: Visitor) -> None:
    path = drill(keeper, "turn-it-round")
    keeper.post(f"{path}/1", {"answer": "You waited. #acknowledgement"})
    again = said_on(keeper.post(f"{path}/1", {"answer": "You waited. #acknowledgement"}))
    other = said_on(keeper.post(f"{path}/1", {"answer": "It was nothing. #minimising"}))
    assert len(keeper.desk.ledger.reviews()) == 1
    assert practice_words.FIRST_COUNTS not in again
    assert practice_words.FIRST_COUNTS in other
    assert "It was nothing." in other
    assert f"{practice_words.RIGHT} I heard" in other
    assert '<form method="post" action="' + path not in keeper.get(f"{path}/1").text


def test_two_tabs_that_answer_at_the_same_moment_count_once(keeper: Visitor) -> None:
    path = drill(keeper, "turn-it-round")
    with ThreadPoolExecutor(4) as tabs:
        list(tabs.map(lambda number: keeper.post(f"{path}/1", {"answer": f"You waited, {number}. #acknowledgement"}), range(4)))
    assert len(keeper.desk.ledger.reviews()) == 1


def test_a_round_that_was_begun_is_gone_on_with(scripted: Visitor) -> None:
    path = drill(scripted, "stay")
    scripted.post(f"{path}/1", {"answer": "You waited. #impact"})
    assert "question 2 of 5" in said_on(scripted.get("/practise"))
    assert path_of(scripted.post("/practise/drill", {"skill": "stay"})) == f"{path}/2"
    assert path_of(scripted.get(path)) == f"{path}/2"


def whole_round(one: Visitor, answer: str = "You waited. #acknowledgement") -> tuple[str, list[str]]:
    """A round answered to its end: its path and its situations."""
    path, met = drill(one, "stay"), []
    for place in range(1, practising.A_ROUND + 1):
        words = said_on(one.get(f"{path}/{place}"))
        met.append(next(item.id for item in drills.items("stay") if item.situation in words))
        one.post(f"{path}/{place}", {"answer": answer})
    return path, met


def test_without_a_ledger_another_round_brings_other_questions(scripted: Visitor) -> None:
    _, first = whole_round(scripted)
    _, second = whole_round(scripted)
    assert not set(first) & set(second)


def test_the_end_says_what_went_well_and_when_it_comes_again(keeper: Visitor) -> None:
    path, met = whole_round(keeper)
    words = said_on(keeper.get(f"{path}/end"))
    assert "Went well" in words
    assert "To meet again" not in words
    for name in met:
        assert f"{practice_words.first_sentence(item_of(name).situation)} comes again today" in words
    assert "One more round" in words
    assert len(keeper.desk.ledger.reviews()) == practising.A_ROUND


def test_the_end_says_so_where_nothing_is_kept_and_leads_back_to_what_was_left_out(scripted: Visitor) -> None:
    path = drill(scripted, "stay")
    scripted.post(f"{path}/2", {"answer": "So? #dismissal"})
    page = scripted.get(f"{path}/end")
    assert "To meet again" in said_on(page)
    assert "Went well" not in said_on(page)
    assert practice_words.NOT_KEPT in said_on(page)
    assert f'href="{path}/1"' in page.text


def test_where_the_signal_fires_nothing_is_judged_or_kept_and_help_stands_there(keeper: Visitor) -> None:
    path = drill(keeper, "turn-it-round")
    page = keeper.post(f"{path}/1", {"answer": "Or else. #!threat"})
    words = said_on(page)
    assert wording.SAFETY[SafetyKind.THREAT] in words
    assert practice_words.SAFETY in words
    assert wording.WHERE_TO_TURN in words
    assert item_of("turn-it-round-01").why not in words
    assert not keeper.desk.ledger.reviews()
    assert path_of(keeper.get(path)) == f"{path}/2"


def test_what_the_signal_heard_wrong_is_judged_as_any_other(keeper: Visitor) -> None:
    path = drill(keeper, "turn-it-round")
    keeper.post(f"{path}/1", {"answer": "You waited. #acknowledgement #!threat"})
    words = said_on(keeper.post(f"{path}/1", {"answer": "You waited. #acknowledgement #!threat", "heed": "no"}))
    assert f"{practice_words.RIGHT} I heard" in words
    assert len(keeper.desk.ledger.reviews()) == 1


def test_a_round_waits_behind_the_lock(keeper: Visitor) -> None:
    path = drill(keeper, "stay")
    keeper.post(f"{path}/1", {"answer": "You waited. #impact"})
    keeper.post("/lock")
    assert "You waited." not in said_on(keeper.get(f"{path}/1"))
    keeper.desk.unlock(PASSPHRASE)
    assert "You waited." in said_on(keeper.get(f"{path}/1"))


@pytest.mark.parametrize("path", ["/practise/nothing-here", "/practise/nothing-here/1", "/practise/nothing-here/end"])
def test_what_is_not_there_any_more_says_so(scripted: Visitor, path: str) -> None:
    assert scripted.get(path).status_code == 404


def test_a_talk_is_no_round_and_a_round_no_talk(scripted: Visitor) -> None:
    round_, talked = drill(scripted, "stay"), talk(scripted)
    assert scripted.get(f"{talked}/1").status_code == 404
    assert scripted.get(f"{round_}/9").status_code == 404
    assert scripted.post(f"{round_}/say", {"said": "hm", "turn": 0}).status_code == 404
    assert scripted.post(f"{talked}/marks", {"turn": 3}).status_code == 404


# --- a talk ---------------------------------------------------------------------------------------------------------

GOOD, BAD = "You carried out the plates alone. #acknowledgement #accountability #inquiry", "It was a joke. #minimising"


def test_a_talk_begins_by_post_with_its_scene_and_says_that_it_is_an_illustration(scripted: Visitor) -> None:
    page = scripted.post("/practise/talk", {"scenario": "phone-voice"})
    assert TALK.fullmatch(path_of(page))
    one = scenarios.scenario("phone-voice")
    words = said_on(page)
    for told_there in (one.title, one.you, practice_words.ILLUSTRATION, scenarios.begin(one).opening):
        assert told_there in words


def test_each_turn_is_answered_and_told_as_the_terminal_does(scripted: Visitor) -> None:
    path, now = talk(scripted, "phone-voice", "anxious", 3), scenarios.begin(scenarios.scenario("phone-voice"), scenarios.Style.ANXIOUS, 3)
    for place, said in enumerate((BAD, GOOD, "")):
        now = scenarios.after(now, said, hear(said) if said else scenarios.NOTHING)
        words = said_on(scripted.post(f"{path}/say", {"said": said, "turn": place, "silent": "" if said else "yes"}))
        for line in [*practice_words.feedback(now.turns[-1]), now.turns[-1].answer, practice_words.mood(now, now.turns[-1])]:
            assert line in words
        assert practice_words.ILLUSTRATION in words


def test_the_arc_grows_with_the_talk(scripted: Visitor) -> None:
    path = talk(scripted)
    assert 'class="chart"' not in scripted.get(path).text
    assert 'class="chart"' in scripted.post(f"{path}/say", {"said": BAD, "turn": 0}).text


def test_a_turn_that_comes_twice_is_said_once(scripted: Visitor) -> None:
    path = talk(scripted)
    scripted.post(f"{path}/say", {"said": BAD, "turn": 0})
    words = said_on(scripted.post(f"{path}/say", {"said": BAD, "turn": 0}))
    assert words.count("It was a joke.") == 1
    assert practice_words.WENT_ON not in words


def test_a_turn_from_an_older_tab_is_not_said_and_stands_in_the_box(scripted: Visitor) -> None:
    path = talk(scripted)
    scripted.post(f"{path}/say", {"said": BAD, "turn": 0})
    page = scripted.post(f"{path}/say", {"said": "Something else.", "turn": 0})
    assert practice_words.WENT_ON in said_on(page)
    assert re.search(r"<textarea[^>]*>Something else\.</textarea>", page.text)
    assert "What was heard" in said_on(page)
    assert len(re.findall('class="own"', page.text)) == 1


def test_nothing_typed_is_no_silence_and_silence_keeps_what_is_in_the_box(scripted: Visitor) -> None:
    path = talk(scripted)
    empty = scripted.post(f"{path}/say", {"said": " ", "turn": 0})
    assert practice_words.OR_SILENCE in said_on(empty)
    page = scripted.post(f"{path}/say", {"said": "I had begun to", "turn": 0, "silent": "yes"})
    assert "Silence is an answer, too." in said_on(page)
    assert re.search(r"<textarea[^>]*>I had begun to</textarea>", page.text)


def test_where_the_signal_fires_the_talk_stops_and_goes_on_as_it_was(scripted: Visitor) -> None:
    path = talk(scripted)
    page = scripted.post(f"{path}/say", {"said": "Or else. #!threat", "turn": 0})
    words = said_on(page)
    assert practice_words.SAFETY in words
    assert wording.WHERE_TO_TURN in words
    assert "What was heard" not in words
    back = scripted.post(f"{path}/otherwise")
    assert re.search(r"<textarea[^>]*>Or else\. #!threat</textarea>", back.text)
    assert 'class="own"' not in back.text


def test_a_turn_that_the_signal_heard_wrong_is_said(scripted: Visitor) -> None:
    path = talk(scripted)
    scripted.post(f"{path}/say", {"said": "Or else. #bid #!threat", "turn": 0})
    words = said_on(scripted.post(f"{path}/say", {"said": "Or else. #bid #!threat", "turn": 0, "heed": "no"}))
    assert practice_words.SAFETY not in words
    assert wording.MOVE[Move.BID] in words


def test_the_end_tells_what_turned_it_and_nothing_is_said_after_it(scripted: Visitor) -> None:
    path = talk(scripted)
    scripted.post(f"{path}/say", {"said": BAD, "turn": 0})
    page = scripted.post(f"{path}/stop")
    assert f"What most needed to be seen: {scenarios.scenario('phone-voice').heard_by}" in said_on(page)
    assert "What hurt most was your turn 1" in said_on(page)
    scripted.post(f"{path}/say", {"said": GOOD, "turn": 1})
    assert "carried out the plates alone." not in said_on(scripted.get(path))


def test_a_talk_that_was_taken_in_is_over_by_itself(scripted: Visitor) -> None:
    path = talk(scripted, "first-tomato")
    for place in range(6):
        page = scripted.post(f"{path}/say", {"said": f"{place} {GOOD} #reconnection #amends #impact", "turn": place})
        if "Afterwards" in said_on(page):
            break
    assert "It was taken in. That took both of you." in said_on(page)
    assert "<textarea" not in page.text


def test_a_turn_is_tried_again_in_a_talk_of_its_own(scripted: Visitor) -> None:
    path = talk(scripted)
    first = said_on(scripted.post(f"{path}/say", {"said": GOOD, "turn": 0}))
    scripted.post(f"{path}/say", {"said": BAD, "turn": 1})
    scripted.post(f"{path}/stop")
    page = scripted.post(f"{path}/again", {"turn": 1})
    assert path_of(page) != path
    assert re.search(r"<textarea[^>]*>It was a joke\. #minimising</textarea>", page.text)
    assert "Afterwards" not in said_on(page)
    there = scenarios.after(scenarios.begin(scenarios.scenario("phone-voice")), GOOD, hear(GOOD)).turns[0].answer
    assert there in first
    assert there in said_on(page)
    assert "Afterwards" in said_on(scripted.get(path))


def test_the_same_again_has_other_lines_and_may_be_played_another_way(scripted: Visitor) -> None:
    path = talk(scripted)
    page = scripted.post(f"{path}/stop")
    assert 'name="seed" value="2"' in page.text
    words = said_on(scripted.post("/practise/talk", {"scenario": "phone-voice", "style": "secure", "seed": 2}))
    assert scenarios.begin(scenarios.scenario("phone-voice"), scenarios.Style.SECURE, 2).opening in words


@pytest.mark.parametrize(
    ("scenario", "style"), [("phone-voice", "child"), ("phone-voice", "grumpy"), ("no-such-talk", ""), ("", "secure")]
)  # fmt: skip
def test_a_talk_that_cannot_be_had_is_told(scripted: Visitor, scenario: str, style: str) -> None:
    page = scripted.post("/practise/talk", {"scenario": scenario, "style": style})
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    if scenario == "phone-voice":
        assert re.search(r'value="phone-voice" required checked', page.text)


def test_the_still_face_has_its_note_and_no_arc_of_a_hurt(scripted: Visitor) -> None:
    path = talk(scripted, "still-face")
    page = scripted.post(f"{path}/say", {"said": "Are you there? #inquiry", "turn": 0})
    assert practice_words.STILL_NOTE in said_on(page)
    assert practice_words.MOOD[scenarios.Mood.BLANK] in said_on(page)
    assert 'class="chart"' not in page.text
    scripted.post(f"{path}/stop")
    assert "While nothing came back:" in said_on(scripted.get(path))


def test_the_words_that_were_heard_are_marked_with_the_reason(scripted: Visitor) -> None:
    path = talk(scripted)
    scripted.post(f"{path}/say", {"said": BAD, "turn": 0})
    part = scripted.post(f"{path}/marks", {"turn": 0}, headers={"hx-request": "true"})
    assert f'<mark class="hurts" tabindex="0">{BAD}' in part.text
    assert wording.MOVE[Move.MINIMISING] in part.text
    assert part.text in scripted.get(path).text


def test_a_turn_asked_for_by_the_page_itself_gives_the_talk_and_not_the_page(scripted: Visitor) -> None:
    path = talk(scripted)
    part = scripted.post(f"{path}/say", {"said": BAD, "turn": 0}, headers={"hx-request": "true"})
    assert part.text.startswith('<div id="talk">')
    assert "<html" not in part.text
    assert part.text.count("autofocus") == 1


def test_a_turn_that_comes_while_it_is_locked_waits_and_is_said_after(keeper: Visitor) -> None:
    path = talk(keeper)
    fields = dict(re.findall(r'<input type="hidden" name="(turn|window)" value="(\w+)">', keeper.get(path).text))
    keeper.post("/lock")
    keeper.post(f"{path}/say", {**fields, "said": GOOD}, headers={"hx-request": "true"})
    waits = keeper.post("/unlock", {"passphrase": PASSPHRASE})
    assert f'value="{GOOD}"' in waits.text
    keeper.go_on({**fields, "said": GOOD})  # the browser hands on what stands on that page
    assert "carried out the plates alone." in said_on(keeper.get(path))


# --- words ----------------------------------------------------------------------------------------------------------


def heard(coded: Coded) -> list[str]:
    now = scenarios.begin(scenarios.scenario("phone-voice"))
    return practice_words.feedback(scenarios.after(now, "Thank you for saying it.", coded).turns[0])


def test_what_only_answers_or_keeps_a_talk_going_is_no_failed_attempt() -> None:
    assert heard(Coded((Heard(Move.ACCEPTANCE, 0.9),))) == [f"There: {wording.MOVE[Move.ACCEPTANCE]}."]
    assert heard(Coded()) == [practice_words.NEUTRAL]
    assert heard(Coded(unsure=True)) == [practice_words.CANNOT_TELL]
    assert heard(Coded((Heard(Move.BID, 0.5),), unsure=True))[0] == wording.UNSURE
    assert heard(Coded((Heard(Move.CONTEMPT, 0.9),), Verdict.SECOND_RUPTURE))[0] == wording.VERDICT[Verdict.SECOND_RUPTURE]


# --- an endpoint ----------------------------------------------------------------------------------------------------


def voiced(home: Path, status: int, body: bytes) -> str:
    """The page of a talk after one turn, with an endpoint that answers so."""
    with endpoint_served(status, body) as (url, _):
        one = let_in(home, ScriptedCoder())
        switch_on(one.desk.where, Endpoint(url, "small"))
        path = talk(one)
        words = said_on(one.post(f"{path}/say", {"said": GOOD, "turn": 0}))
        assert practice_words.VOICE.format(url=url) in words
    return words


def bank_line() -> str:
    return scenarios.after(scenarios.begin(scenarios.scenario("phone-voice")), GOOD, hear(GOOD)).turns[0].answer


def test_an_endpoint_gives_the_words_and_the_page_says_so(tmp_path: Path) -> None:
    words = voiced(tmp_path, 200, told("I was alone with the plates."))
    assert "I was alone with the plates." in words
    assert bank_line() not in words
    assert practice_words.NO_VOICE not in words


@pytest.mark.parametrize(("status", "body"), [(500, b""), (200, told("Wait till we are home. #!threat"))])
def test_where_the_endpoint_gives_no_line_to_use_the_bank_does_and_the_page_says_so(tmp_path: Path, status: int, body: bytes) -> None:
    words = voiced(tmp_path, status, body)
    assert bank_line() in words
    assert "Wait till" not in words
    assert practice_words.NO_VOICE in words


def test_a_damaged_file_of_choices_is_no_leave_to_ask_an_endpoint(scripted: Visitor) -> None:
    path = talk(scripted)
    scripted.desk.where.config.write_text("{", encoding="utf-8")
    assert bank_line() in said_on(scripted.post(f"{path}/say", {"said": GOOD, "turn": 0}))


def test_a_turn_there_is_not_cannot_be_tried_again() -> None:
    with pytest.raises(BadOption, match="no such turn"):
        practising.back_to(practising.begin_talk("phone-voice"), 0)
