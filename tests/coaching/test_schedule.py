"""When things come again, what progress is, and what one's values are."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reattune.coaching import schedule, values
from reattune.coaching.drills import Judged

NOW = datetime(2026, 3, 2, 8, 0)


def test_what_went_well_comes_later_each_time_and_what_did_not_comes_at_once() -> None:
    state, now, gaps = None, NOW, []
    for _ in range(5):
        due, state = schedule.next_time(state, 3, now)
        gaps.append(due - now)
        now = due
    assert gaps == sorted(gaps) and gaps[-1] > timedelta(days=20)
    due, _ = schedule.next_time(state, 1, now)
    assert due - now < timedelta(hours=1)


@given(st.lists(st.integers(1, 4), min_size=1, max_size=8))
def test_the_same_answers_at_the_same_times_give_the_same_schedule(ratings: list[int]) -> None:
    def run() -> list[datetime]:
        state, now, told = None, NOW, []
        for rating in ratings:
            now, state = schedule.next_time(state, rating, now)
            told.append(now)
        return told

    assert run() == run()


def test_a_rating_comes_from_the_answer() -> None:
    assert [schedule.rating_of(Judged(right)) for right in (0.0, 0.5, 1.0)] == [1, 2, 3]


def test_a_round_takes_what_is_due_then_new_ones_in_order() -> None:
    cards = {"b": (NOW - timedelta(days=1), {}), "a": (NOW - timedelta(hours=1), {}), "d": (NOW + timedelta(days=1), {})}
    assert schedule.round_of(list("abcdefghij"), cards, NOW, 5) == ("b", "a", "c", "e", "f")
    assert schedule.round_of(list("d"), cards, NOW, 5) == ("d",)


def test_progress_counts_each_item_once_by_its_last_answer() -> None:
    reviews = [
        ("stay", "stay-01", NOW, 0.0, 3),
        ("stay", "stay-01", NOW, 1.0, 3),
        ("stay", "stay-02", NOW, 0.5, 3),
        ("receive", "receive-01", NOW, 1.0, 3),
    ]
    found = schedule.progress("stay", 44, reviews)
    assert (found.met, found.of, found.right) == (2, 44, 1)
    assert 0.0 < found.low < 0.5 < found.high < 1.0
    assert schedule.progress("stay", 44, []).met == 0


def test_values_come_out_in_the_order_they_were_chosen_by() -> None:
    order = {value: place for place, value in enumerate(values.VALUES)}
    choices: list[values.Choice] = []
    while len(choices) < 60:
        one, two = values.next_pair(choices)
        choices.append((one, two) if order[one] < order[two] else (two, one))
    found = values.ranked(choices)
    assert {one.value for one in found[:5]} & set(values.VALUES[:5]) >= set(values.VALUES[:4])
    assert abs(sum(one.strength for one in found) / len(found) - 1.0) < 1e-9
    assert found[0].sure > found[-1].sure


def test_every_value_is_asked_about_and_no_pair_twice_while_there_are_others() -> None:
    choices: list[values.Choice] = []
    for _ in range(30):
        choices.append(values.next_pair(choices))
    assert len({frozenset(pair) for pair in choices}) == 30
    assert {one for pair in choices for one in pair} == set(values.VALUES)


def test_before_any_choice_nothing_comes_first() -> None:
    assert {round(one.strength, 9) for one in values.ranked([])} == {1.0}
