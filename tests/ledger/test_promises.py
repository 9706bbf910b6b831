"""What one promised to come back to, and what is left with the other: never suggested, and not for long after it is undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

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
    assert answers.promised(item) == item.attempts[0]
    assert answers.promised(broken(pause(), Attempt(BACK, text="I am back. How was it for you?"))) is None


def test_no_return_is_suggested_where_it_is_to_be_left_with_them() -> None:
    assert answers.promised(broken(pause(), leave=True)) is None
    assert answers.promised(broken(pause(Answer.REFUSAL))) is None
    assert answers.promised(replace(broken(pause()), closed_as=Closing.ENDED, closed_at=NOW)) is None


def test_the_database_has_the_same_answer(ledger: Ledger) -> None:
    later = broken(replace(pause(), id="later", follow_up=BACK + timedelta(days=1)))
    items = [later, broken(pause()), broken(pause(Answer.REFUSAL)), broken(pause(), leave=True), broken(Attempt(NOW, gesture="a touch"))]
    ledger.put(
        [replace(one, attempts=tuple(replace(each, id=f"{place}{each.id}") for each in one.attempts)) for place, one in enumerate(items)]
    )
    assert [item.id for item, _ in questions.returns(ledger)] == [items[1].id, later.id]
