"""What is heard does not turn on who is spoken of."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reattune.coding.coder import shipped
from reattune.coding.normalise import normalise
from reattune.coding.persons import ONE_NAME, SAME, one_person
from reattune.core.coded import Turn


def test_names_and_words_for_a_woman_or_a_man_become_one() -> None:
    assert one_person("Priya said her dad told HIS brother that he's late") == f"{ONE_NAME} said her mum told HER sister that she's late"
    assert one_person("Kofi said his mum told HER sister that she's late") == f"{ONE_NAME} said her mum told HER sister that she's late"


def test_words_end_where_they_end() -> None:
    said = "Don't go. Anaïs, Valérie and José left. MARK IT! Mark my words, Sue me, Bill came."
    assert one_person(said) == said
    assert normalise("HE DID THAT, TOM") == normalise("SHE DID THAT, ANNA") == f"shouting: SHE DID THAT, {ONE_NAME.upper()}"
    assert normalise("OK GIRL") == normalise("OK BOY")


def test_what_is_no_name_here_stays() -> None:
    said = "Will you rob the bank in may? The hero heals. Thandeka sang."
    assert one_person(said) == said


def test_no_word_becomes_one_that_becomes_another() -> None:
    assert not set(SAME) & set(SAME.values())


@given(st.text(max_size=60))
def test_once_is_enough(text: str) -> None:
    assert one_person(one_person(text)) == one_person(text)


def test_the_same_words_are_heard_the_same_of_anybody() -> None:
    before = "Sarah cried because of what you said about her mother"
    turns = [
        Turn("He is always so dramatic, tell him that Tom's wife agrees.", ((False, before, 3.0),)),
        Turn("She is always so dramatic, tell her that Aisha's husband agrees.", ((False, before.replace("Sarah", "Omar"), 3.0),)),
    ]
    first, second = shipped().code(turns, scores=True)
    assert first == second
