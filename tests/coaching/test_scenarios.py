"""Talks with a simulated partner: enough of them, the same from the same seed, and moved by what is heard."""

from __future__ import annotations

import pytest

from reattune.coaching import scenarios
from reattune.coaching.reading import act_of
from reattune.coaching.scenarios import Mood, Scenario, Style, Talk
from reattune.core.errors import BadOption
from reattune.core.names import Move, Severity
from tests.stories import hear

GOOD = (
    "how was it for you when I did that #inquiry",
    "you sat there alone, and it spoiled your evening. that was me #acknowledgement #impact #accountability",
    "I would like to sit with you tonight, when you like #reconnection",
)
BAD = ("you are too sensitive #minimising", "and what about you #counterattack", "can we move on now #rushing")
EVERY = tuple(one for one in scenarios.scenarios() if not one.blank)
STILL = scenarios.scenario("still-face")
PARTS = [(one, style) for one in EVERY for style in one.styles]


def talked(one: Scenario, style: Style, lines: tuple[str, ...], seed: int = 1) -> Talk:
    talk = scenarios.begin(one, style, seed)
    for line in lines:
        if not talk.over:
            talk = scenarios.after(talk, line, hear(line))
    return talk


def test_there_are_twelve_and_more_of_every_size_and_kind() -> None:
    assert len(EVERY) >= 12 and len({one.id for one in EVERY}) == len(EVERY)
    assert {one.severity for one in EVERY} == set(Severity)
    assert {"partner", "friend", "parent", "colleague", "child"} <= {one.relation for one in EVERY}
    assert {style for one in EVERY for style in one.styles} == set(Style)


@pytest.mark.parametrize("style", Style)
def test_a_style_has_twenty_five_lines_and_more_for_every_mood_and_none_twice(style: Style) -> None:
    bank = scenarios.bank(style)
    assert set(bank) == set(Mood) - {Mood.BLANK} and all(len(lines) >= 25 for lines in bank.values())
    every = [line for lines in bank.values() for line in lines]
    assert len(set(every)) == len(every)


@pytest.mark.parametrize(("one", "style"), PARTS, ids=lambda part: getattr(part, "id", str(part)))
def test_the_same_seed_gives_the_same_talk_and_no_line_comes_twice(one: Scenario, style: Style) -> None:
    talk = talked(one, style, GOOD + BAD + GOOD, seed=5)
    assert talk == talked(one, style, GOOD + BAD + GOOD, seed=5)
    said = [talk.opening, *(turn.answer for turn in talk.turns)]
    assert len(set(said)) == len(said)


def test_another_seed_gives_another_talk() -> None:
    one = EVERY[0]
    assert len({tuple(turn.answer for turn in talked(one, one.style, GOOD, seed).turns) for seed in range(6)}) > 1


@pytest.mark.parametrize(("one", "style"), PARTS, ids=lambda part: getattr(part, "id", str(part)))
def test_hearing_and_owning_ease_it_and_defence_does_not(one: Scenario, style: Style) -> None:
    good, bad = talked(one, style, GOOD), talked(one, style, BAD)
    assert good.state.hurt < good.first.hurt - 0.1
    assert bad.state.hurt > good.state.hurt and bad.state.hurt >= bad.first.hurt - 1e-9
    assert bad.turns[-1].mood not in {Mood.SOFTENING, Mood.RECEIVING}


def test_a_small_hurt_can_be_mended_in_a_few_turns_and_a_deep_one_takes_more() -> None:
    small = next(one for one in EVERY if one.severity is Severity.MICRO and Style.SECURE in one.styles)
    deep = next(one for one in EVERY if one.severity is Severity.MAJOR and Style.SECURE in one.styles)
    turns = [
        next((place for place in range(1, 12) if talked(one, Style.SECURE, GOOD * 4).turns[:place][-1].mood is Mood.RECEIVING), 99)
        for one in (small, deep)
    ]
    assert turns[0] <= 4 and turns[0] < turns[1]


def test_pressing_makes_one_who_is_avoidant_pull_back_and_leaving_makes_one_who_is_anxious_louder() -> None:
    one = next(one for one in EVERY if {Style.ANXIOUS, Style.AVOIDANT} <= set(one.styles) and one.hurt >= 0.5)
    pressed = talked(one, Style.AVOIDANT, ("answer me now #pursuit", "answer me #pursuit"))
    assert pressed.turns[-1].mood is Mood.WITHDRAWING and pressed.state.guard > pressed.first.guard
    left = talked(one, Style.ANXIOUS, ("", ""))
    assert left.turns[-1].mood is Mood.PROTESTING and left.state.protest > left.first.protest


def test_asked_how_it_was_they_tell_of_this_event() -> None:
    one = next(one for one in EVERY if Style.SECURE in one.styles)
    told = set(one.tells[Style.SECURE])
    assert talked(one, Style.SECURE, GOOD[:1]).turns[0].answer in told


def test_what_hurts_again_and_again_is_turned_down_and_ends_it() -> None:
    one = next(one for one in EVERY if one.severity is Severity.MODERATE and Style.SECURE in one.styles)
    talk = talked(one, Style.SECURE, BAD * 3)
    assert talk.over and talk.turns[-1].mood is Mood.REFUSING


def test_a_defence_beside_an_apology_takes_its_warmth_away() -> None:
    clean, spoilt = act_of(hear("sorry #apology #accountability")), act_of(hear("sorry but #apology #accountability #counterattack"))
    assert spoilt.owned < clean.owned and spoilt.tone < 0 < clean.tone


def test_every_move_has_its_weight() -> None:
    from reattune.coaching.reading import TONE

    assert set(TONE) == set(Move)


def test_the_turns_that_turned_it_are_found() -> None:
    one = next(one for one in EVERY if Style.SECURE in one.styles)
    down, up = scenarios.turning_points(talked(one, Style.SECURE, (BAD[0], GOOD[1])))
    assert (down, up) == (1, 0)
    assert scenarios.turning_points(scenarios.begin(one)) == (None, None)


def test_what_is_not_there_is_named() -> None:
    with pytest.raises(BadOption, match="there are"):
        scenarios.scenario("nowhere")
    with pytest.raises(BadOption, match="not as child"):
        scenarios.begin(next(one for one in EVERY if Style.CHILD not in one.styles), Style.CHILD)


@pytest.mark.parametrize("style", STILL.styles)
def test_a_blank_face_stays_blank_whatever_is_said_and_then_comes_back(style: Style) -> None:
    talk = talked(STILL, style, (*GOOD, "how was it #inquiry"))
    assert [turn.mood is Mood.BLANK for turn in talk.turns] == [True, True, True, False]
    assert talk.turns[-1].answer in STILL.tells[style]


def test_pressing_makes_a_blank_face_last_and_not_for_ever() -> None:
    talk = talked(STILL, Style.SECURE, ("answer me #pursuit",) * 7)
    assert [turn.mood is Mood.BLANK for turn in talk.turns][:6] == [True, True, True, True, True, False]
