"""The drills: enough of them, each answerable, judged by what was asked and never by how sure somebody is."""

from __future__ import annotations

from collections import Counter

import pytest

from reattune.coaching import drills
from reattune.coaching.drills import Item, Kind, Skill
from reattune.core.errors import BadOption
from reattune.core.names import Move
from tests.stories import hear

EVERY = [(skill, item) for skill in drills.SKILLS for item in drills.items(skill.name)]


@pytest.mark.parametrize("skill", drills.SKILLS, ids=lambda one: one.name)
def test_a_skill_has_forty_items_and_more_each_another(skill: Skill) -> None:
    items = drills.items(skill.name)
    assert len(items) >= 40
    assert len({one.situation for one in items}) == len(items)
    assert all(one.id.startswith(skill.name) and one.situation and one.why for one in items)


def test_every_name_is_its_own() -> None:
    assert [name for name, count in Counter(item.id for _, item in EVERY).items() if count > 1] == []


@pytest.mark.parametrize(("skill", "item"), [pair for pair in EVERY if pair[0].kind is Kind.CHOICE], ids=lambda one: getattr(one, "id", ""))
def test_a_choice_has_a_right_answer_among_others(skill: Skill, item: Item) -> None:
    assert 3 <= len(item.options) <= 6 and len(set(item.options)) == len(item.options)
    assert item.right and item.right < set(range(len(item.options)))
    assert [drills.judge_choice(item, place).right for place in range(len(item.options))] == [
        float(place in item.right) for place in range(len(item.options))
    ]


@pytest.mark.parametrize("skill", [one for one in drills.SKILLS if one.kind is Kind.CHOICE], ids=lambda one: one.name)
def test_the_right_answer_has_no_place_and_no_length_of_its_own(skill: Skill) -> None:
    items = drills.items(skill.name)
    places = Counter(place for one in items for place in one.right)
    assert max(places.values()) <= 0.45 * sum(places.values())
    longest = [max(range(len(one.options)), key=lambda place: len(one.options[place])) in one.right for one in items]
    assert sum(longest) <= 0.5 * len(items)


@pytest.mark.parametrize(
    ("skill", "item"), [pair for pair in EVERY if pair[0].kind is Kind.FEELING], ids=lambda one: getattr(one, "id", "")
)
def test_a_feeling_that_fits_is_right_and_a_near_one_is_near(skill: Skill, item: Item) -> None:
    words = drills.feelings().words
    assert item.fits and not item.fits & item.near and item.fits | item.near <= set(words)
    for family, some in words.items():
        wanted = 1.0 if family in item.fits else 0.5 if family in item.near else 0.0
        assert {drills.judge_feeling(item, [word]).right for word in some} == {wanted}


def test_a_feeling_is_known_whatever_its_dress() -> None:
    for word in ("ashamed", "Ashamed", " ashamed. ", "I feel ashamed", "shame"):
        assert drills.feelings().of(word) == "shame"
    assert drills.feelings().of("blorp") is None
    with pytest.raises(BadOption, match="blorp"):
        drills.judge_feeling(drills.items("track-theirs")[0], ["blorp"])


def test_no_word_stands_in_two_families() -> None:
    words = [word for some in drills.feelings().words.values() for word in some]
    assert [word for word, count in Counter(words).items() if count > 1] == []


@pytest.mark.parametrize(
    ("skill", "said", "right"),
    [
        ("turn-it-round", "you stood there alone. that was me #acknowledgement #accountability", 1.0),
        ("turn-it-round", "you stood there alone. but you were late too #acknowledgement #counterattack", 0.5),
        ("turn-it-round", "I was tired #explaining", 0.0),
        ("turn-it-round", "ok", 0.0),
        ("stay", "and then you sat there alone? #inquiry", 1.0),
        ("stay", "I was tired #explaining", 0.0),
        ("receive", "thank you, not yet all of it #acceptance", 1.0),
        ("receive", "no #refusal", 1.0),
        ("receive", "you always say that #criticism", 0.0),
        ("time-out", "twenty minutes, then I am back #timeout", 1.0),
        ("time-out", "whatever #withdrawal", 0.0),
    ],
)
def test_words_of_ones_own_are_judged_by_what_is_heard_in_them(skill: str, said: str, right: float) -> None:
    assert drills.judge_free(drills.items(skill)[0], hear(said)).right == right


def test_what_is_not_there_yet_is_named() -> None:
    judged = drills.judge_free(drills.items("stay")[0], hear("ok"))
    assert set(judged.lacking) == {Move.ACKNOWLEDGEMENT, Move.IMPACT, Move.INQUIRY}


@pytest.mark.parametrize(("name", "place"), [("toward-or-away", -1), ("toward-or-away", 9)])
def test_an_option_that_is_not_there_is_refused(name: str, place: int) -> None:
    with pytest.raises(BadOption, match="answers to choose from"):
        drills.judge_choice(drills.items(name)[0], place)


def test_a_skill_that_is_none_is_named_with_those_there_are() -> None:
    with pytest.raises(BadOption, match="stay"):
        drills.items("juggling")
