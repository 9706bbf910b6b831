"""Laws of episodes, whatever was said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reattune.core.message import Message
from reattune.core.names import Move, Outcome
from reattune.episodes import find_episodes
from reattune.episodes.machine import TRANSITIONS, Sign, State, step
from tests.stories import conversation, hear

LINES = st.lists(
    st.builds(
        lambda who, gap, moves, unsafe: f"{who} {{{gap}m}}: text {' '.join('#' + move for move in moves)}{' #!threat' if unsafe else ''}",
        st.sampled_from("ABC"),
        st.sampled_from([0, 1, 5, 60, 600, 4000]),
        st.lists(st.sampled_from(list(Move)), max_size=3, unique=True),
        st.sampled_from([False] * 9 + [True]),
    ),
    max_size=60,
)


@given(LINES)
def test_order_determinism_and_no_message_twice(lines: list[str]) -> None:
    told = conversation(*lines)
    coded = [hear(message.text) for message in told.messages]
    found = find_episodes(told.messages, coded)
    assert found == find_episodes(told.messages, coded)
    every = [index for one in found for index in one.messages]
    assert len(every) == len(set(every))
    assert [one.onset for one in found] == sorted(one.onset for one in found)
    for one in found:
        assert list(one.messages) == sorted(one.messages)
        assert (one.onset, one.end) == (one.messages[0], one.messages[-1])
        assert not any(coded[index].safety for index in one.messages)
        assert set(one.second_ruptures) <= set(one.messages)
        assert all(set(attempt.messages) <= set(one.messages) for attempt in one.attempts)
        assert (one.clocks.repair_minutes is None) or one.outcome is Outcome.REPAIRED
        assert one.reached_first == (one.attempts[0].by if one.attempts else None)
        assert {name for name, _ in one.stance} == {told.messages[index].speaker for index in one.messages}


@given(LINES, st.integers(1, 40))
def test_episodes_that_were_closed_early_do_not_change_with_what_comes_later(lines: list[str], more: int) -> None:
    """Ordinary talk at the end may bury the last episode and changes nothing before it."""
    short = conversation(*lines)
    longer = conversation(*lines, *(f"{'AB'[n % 2]}: bus" for n in range(more)))
    before = find_episodes(short.messages, [hear(message.text) for message in short.messages])
    after = find_episodes(longer.messages, [hear(message.text) for message in longer.messages])
    # what is usual for a pair is learnt from the whole record, so only onsets that rest on words are compared
    spoken = [
        one.onset
        for one in before
        if hear(short.messages[one.onset].text).moves != () and not hear(short.messages[one.onset].text).has([Move.BID])
    ]
    assert set(spoken) <= {index for one in after for index in one.messages}


def test_the_machine_is_total() -> None:
    assert {(state, sign) for state in State for sign in Sign} == {(state, sign) for state, row in TRANSITIONS.items() for sign in row}


@pytest.mark.parametrize("state", list(State))
def test_ordinary_talk_never_moves_the_machine_by_itself(state: State) -> None:
    assert step(state, Sign.ORDINARY) is state


def test_one_code_a_message_is_demanded() -> None:
    with pytest.raises(ValueError, match="1 messages, but 0 of them coded"):
        find_episodes([Message("A", "hm")], [])
