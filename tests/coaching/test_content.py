"""What was written for practice: enough of it, plain to read, and nobody's jargon."""

from __future__ import annotations

import pytest

from reattune.coaching import drills, scenarios
from reattune.coaching.scenarios import Mood, Style
from reattune.core.names import Move
from tests.app.test_wording import FLATTERY, JARGON
from tests.grade import grade

SKILLS = [skill.name for skill in drills.SKILLS]


def words(skill: str) -> list[str]:
    return [text for one in drills.items(skill) for text in (one.situation, one.said, one.draft, *one.options, one.why) if text]


@pytest.mark.parametrize("skill", SKILLS)
def test_a_skill_has_forty_items_and_more_and_none_twice(skill: str) -> None:
    found = drills.items(skill)
    assert len(found) >= 40
    assert len({one.id for one in found}) == len(found) == len({(one.situation, one.said, one.draft) for one in found})


@pytest.mark.parametrize("skill", SKILLS)
def test_a_skill_reads_plainly(skill: str) -> None:
    assert grade(words(skill)) <= 8
    assert not [text for text in words(skill) if JARGON.search(text)]
    assert not [one.why for one in drills.items(skill) if FLATTERY.search(one.why)]


@pytest.mark.parametrize("style", Style)
def test_a_voice_has_lines_for_every_mood_and_none_twice(style: Style) -> None:
    bank = scenarios.bank(style)
    assert set(bank) == set(Mood) - {Mood.BLANK}
    for mood, lines in bank.items():
        assert len(lines) >= 25, mood
    every = [line for lines in bank.values() for line in lines]
    assert len(set(every)) == len(every)
    assert grade(every) <= 8


def test_the_situations_read_plainly() -> None:
    assert grade([text for one in scenarios.scenarios() for text in (one.you, one.heard_by)]) <= 8


def test_the_vocabulary_of_feelings_has_each_word_once() -> None:
    every = [word for some in drills.feelings().words.values() for word in some]
    assert len(set(every)) == len(every) >= 90
    fits = {family for skill in SKILLS for one in drills.items(skill) for family in one.fits | one.near}
    assert fits <= set(drills.feelings().words)


def test_what_is_wanted_of_free_answers_are_moves() -> None:
    for skill in drills.SKILLS:
        assert (skill.wanted is not None) == (skill.kind is drills.Kind.FREE)
        assert not skill.wanted or skill.wanted.some <= set(Move)
