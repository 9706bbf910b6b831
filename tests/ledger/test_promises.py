"""What one promised to come back to, and what is left with the other: never suggested, and not for long after it is undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from reattune.core.names import Answer
from reattune.ledger import answers, questions
from reattune.ledger.records import Attempt, Closing, Rupture
from reattune.ledger.store import Ledger
from tests.ledger.conftest import NOW

BACK = NOW + timedelta(hours=2)


def broken(*tried: Attempt, leave: bool = False) -> Rupture:
    return Rupture(NOW - timedelta(days=1), "I shouted", NOW, leave=leave, attempts=tried)


def pause(answer: Answer | None = None) -> Attempt:
    return Attempt(NOW, text="I need twenty minutes", answer=answer, follow_up=BACK)


def test_a_promised_return_stands_until_it_is_kept() -> None:
    item = broken(pause())
    assert answers.promised(item, {}) == item.attempts[0]
    assert answers.promised(broken(pause(), Attempt(BACK, text="I am back. How was it for you?")), {}) is None


def test_no_return_is_suggested_where_it_is_to_be_left_with_them() -> None:
    assert answers.promised(broken(pause(), leave=True), {}) is None
    assert answers.promised(broken(pause(Answer.REFUSAL)), {}) is None
    assert answers.promised(replace(broken(pause()), closed_as=Closing.ENDED, closed_at=NOW), {}) is None
    turned = Attempt(NOW - timedelta(hours=3), text="can we talk?", answer=Answer.REFUSAL, answered_at=NOW - timedelta(hours=2))
    assert answers.promised(broken(turned, pause()), {}) is None
    assert answers.promised(broken(Attempt(NOW - timedelta(hours=3), text="can we talk?"), pause()), {}) is None
    assert answers.promised(broken(pause(Answer.IGNORED)), {}) is None
    assert answers.promised(replace(broken(pause()), person="ana"), {"ana": answers.Waits.ROOM}) is None


def met(answer: Answer | None, hours: int, answered: int | None = None) -> Attempt:
    return Attempt(
        NOW + timedelta(hours=hours), text="x", answer=answer, answered_at=None if answered is None else NOW + timedelta(hours=answered)
    )


@pytest.mark.parametrize(
    ("tried", "wait"),
    [
        ((), None),
        ((met(None, 0),), answers.Waits.UNANSWERED),
        ((met(Answer.IGNORED, 0, 1),), answers.Waits.UNANSWERED),
        ((met(Answer.REFUSAL, 0, 1),), answers.Waits.REFUSED),
        ((met(Answer.REFUSAL, 0, 1), met(Answer.PARTIAL, 2, 3)), None),
        ((met(Answer.REFUSAL, 0, 9), met(Answer.PARTIAL, 2, 3)), answers.Waits.REFUSED),  # the first was turned down last
        ((met(None, 0), met(Answer.ACCEPTANCE, 2, 3)), None),
        ((met(Answer.ACCEPTANCE, 0, 1), met(None, 2)), answers.Waits.UNANSWERED),
    ],
)
def test_the_last_answer_says_whether_it_is_left_with_them(tried: tuple[Attempt, ...], wait: answers.Waits | None) -> None:
    assert answers.waits(broken(*tried)) is wait


@pytest.mark.parametrize("other", [broken(leave=True), broken(met(Answer.REFUSAL, 0, 1))])
def test_what_is_so_with_a_person_is_so_for_every_entry_with_them(other: Rupture) -> None:
    old, else_ = replace(broken(), id="old", person="ana"), replace(broken(), id="else", person="rob")
    opened = answers.open_ones([old, replace(other, id="other", person="ana"), else_], NOW)
    first = answers.circle_back(opened)
    assert first and first.open.item.id == "else"
    assert {one.item.id for one in opened if one.waits} == {"old", "other"}


def test_the_database_has_the_same_answer(ledger: Ledger) -> None:
    later = broken(replace(pause(), id="later", follow_up=BACK + timedelta(days=1)))
    items = [later, broken(pause()), broken(pause(Answer.REFUSAL)), broken(pause(), leave=True), broken(Attempt(NOW, gesture="a touch"))]
    ledger.put(
        [replace(one, attempts=tuple(replace(each, id=f"{place}{each.id}") for each in one.attempts)) for place, one in enumerate(items)]
    )
    assert [item.id for item, _ in questions.returns(ledger)] == [items[1].id, later.id]
