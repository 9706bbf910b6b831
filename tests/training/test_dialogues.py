"""The hand-written dialogues: well-formed, of every outcome, and true to the rules of episodes."""

from __future__ import annotations

from collections import Counter

import pytest

from reattune.core.coded import Coded
from reattune.core.names import Outcome
from training.dialogues import MEASURES, Dialogue, dialogues, met, scored

SPLITS = ("train", "calibration", "test")
EVERY = {name: dialogues(name) for name in SPLITS}


def told(name: str) -> Counter[Outcome]:
    return Counter(one.outcome for dialogue in EVERY[name] for one in dialogue.episodes)


def test_there_are_enough_of_every_outcome_also_among_those_held_back() -> None:
    assert sum(map(len, EVERY.values())) >= 240
    assert len(EVERY["test"]) >= 60
    for name in ("train", "test"):
        assert min(told(name)[outcome] for outcome in Outcome) >= 10
        assert any(not dialogue.episodes for dialogue in EVERY[name])


@pytest.mark.parametrize("dialogue", [one for rows in EVERY.values() for one in rows], ids=lambda one: one.id)
def test_a_dialogue_is_one_of_some_turns_and_its_episodes_lie_inside(dialogue: Dialogue) -> None:
    turns = len(dialogue.messages)
    assert 6 <= turns <= 40
    assert len({message.speaker for message in dialogue.messages}) >= 2
    for one in dialogue.episodes:
        assert 0 <= one.onset < turns
        assert all(one.onset <= turn < turns for turn in one.attempts)


def test_the_rules_of_episodes_find_from_the_labels_what_the_writers_tell() -> None:
    """Not every writer draws the line where the rules do; where most did not, the rules would be wrong."""
    rows = scored("train", None)
    found = {says: measure(rows) or 0.0 for says, measure in MEASURES.items()}
    assert found["onset within one turn"] >= 0.93
    single = [row for row in rows if len(row.dialogue.episodes) == 1]
    assert (MEASURES["outcome right"](single) or 0.0) >= 0.9
    assert found["outcome right"] >= 0.88  # where a second break follows within few messages, the rules see one episode
    assert found["found episodes that are ones"] >= 0.95
    assert found["attempts found"] >= 0.85
    assert found["found attempts that are ones"] >= 0.95
    assert found["calm dialogues left alone"] == 1.0


def test_an_episode_that_nobody_found_is_met_by_none() -> None:
    dialogue = next(one for one in EVERY["train"] if len(one.episodes) == 1)
    row = met(dialogue, [Coded() for _ in dialogue.messages])
    assert [found for _, found in row.pairs] == [None]
    assert MEASURES["outcome right"]([row]) == 0.0
    assert MEASURES["found attempts that are ones"]([row]) is None
