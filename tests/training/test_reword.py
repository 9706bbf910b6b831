"""The same message otherwise written stays the same message."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from training.reword import NAMES, bare, other_persons, rare_names, reworded, told_out, typos


def test_women_stand_for_men_and_names_for_names() -> None:
    said = other_persons("I told her that his mum didn't call Anna. Her coat was in HIS car, Dad.")
    assert said.startswith("I told him that her dad didn't call ")
    assert "Anna" not in said
    assert said.endswith("His coat was in HER car, Mum.")


def test_somebody_told_is_not_somebodys_thing() -> None:
    assert other_persons("ask her to bring her phone") == "ask him to bring his phone"
    assert other_persons("I saw her.") == "I saw him."
    assert other_persons("I told her I was late, saw her yesterday, asked her not to bring her back") == (
        "I told him I was late, saw him yesterday, asked him not to bring him back"
    )


def test_one_name_stays_one_name() -> None:
    first, second = other_persons("Tom lied. I saw Tom.", random.Random(3)).split(". I saw ")
    assert first.split()[0] == second.rstrip(".") != "Tom"


@given(st.lists(st.sampled_from(["he", "She", "husband", "MUM", "the", "herself", "boys", "aunt", "walked"])).map(" ".join))
def test_swapping_persons_twice_gives_the_same_sex_back(text: str) -> None:
    assert other_persons(other_persons(text)).lower().replace("mom", "mum") == text.lower()


def test_contractions_are_told_out() -> None:
    assert told_out("I'm late and don't ask, can't stop") == "I am late and do not ask, cannot stop"


def test_in_haste_apostrophes_and_stops_go_and_questions_stay() -> None:
    assert bare("Don't. I’m here, OK? 10:30!") == "dont im here ok? 10:30!"


@given(st.text(alphabet="abc DEF'.,", max_size=60), st.integers())
def test_a_typo_keeps_words_and_their_first_letters(text: str, seed: int) -> None:
    slipped = typos(text, random.Random(seed))
    assert [word[:1] for word in slipped.split()] == [word[:1] for word in text.split()]


@given(st.text(max_size=80), st.integers())
def test_rewording_is_the_same_for_the_same_seed(text: str, seed: int) -> None:
    assert reworded(text, random.Random(seed)) == reworded(text, random.Random(seed))


def test_each_name_becomes_another_one() -> None:
    assert all(other_persons(name) != name and other_persons(name) in NAMES for name in NAMES)


def test_rare_names_are_on_no_list() -> None:
    from reattune.coding.persons import one_person

    said = rare_names("Tom told Anna.")
    assert "Tom" not in said and "Anna" not in said
    assert one_person(said) == said
