"""Files handed in together: parts of one chat are joined, and different people are never joined unasked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reattune.app.handed import as_one, chats_of
from reattune.core.message import Conversation
from tests.stories import conversation

PEOPLE = st.lists(st.sampled_from("ABC"), max_size=4)


def part(*lines: str) -> Conversation:
    return conversation(*lines)


def test_parts_with_the_same_people_are_one_chat_with_what_they_share_taken_once() -> None:
    lines = ("A: one", "B: two", "A: three", "B: four")
    (only,) = chats_of([part(*lines[:3]), part(*lines)])
    assert (only.people, only.places) == (("A", "B"), (0, 1))
    assert [message.text for message in only.conversation.messages] == ["one", "two", "three", "four"]


def test_other_people_are_another_chat_even_where_one_is_in_both() -> None:
    found = chats_of([part("A: one", "B: two"), part("A: one", "C: two", "C: three"), part("A: later", "B: still")])
    assert [(chat.people, chat.places) for chat in found] == [(("A", "B"), (0, 2)), (("A", "C"), (1,))]


def test_what_one_wrote_to_nobody_knows_whom_is_not_put_to_a_chat_of_theirs() -> None:
    assert len(chats_of([part("A: are you there"), part("A: one", "B: two")])) == 2


def test_a_part_without_messages_makes_no_chat_of_its_own() -> None:
    (only,) = chats_of([Conversation(()), part("A: one", "B: two")])
    assert only.places == (0, 1)
    assert chats_of([Conversation(())])[0].people == ()


@given(st.lists(PEOPLE, min_size=1, max_size=6))
def test_every_file_is_in_one_chat_and_every_message_in_all_of_them(people: list[list[str]]) -> None:
    parts = [part(*(f"{who}: {number} {place}" for place, who in enumerate(one))) for number, one in enumerate(people)]
    chats = chats_of(parts)
    assert sorted(place for chat in chats for place in chat.places) == list(range(len(parts)))
    assert len({frozenset(chat.people) for chat in chats}) == len(chats)
    whole = as_one(chats)
    assert whole.places == tuple(range(len(parts)))
    assert sorted(one.text for one in whole.conversation.messages) == sorted(one.text for made in parts for one in made.messages)
