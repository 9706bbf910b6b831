"""What the ledger answers, told: and that it never sends anybody after somebody."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reattune.core.names import Answer, Severity, Verdict
from reattune.ledger import answers
from reattune.ledger.answers import Waits
from reattune.ledger.records import Attempt, Closing, Driver, Rupture
from tests.ledger.test_transfer import ruptures

NOW = datetime(2026, 3, 20, 9, 0)


def broke(days: int, severity: Severity = Severity.MODERATE, by_me: bool | None = True, **more: object) -> Rupture:
    return Rupture(NOW - timedelta(days=days), "late", NOW, severity=severity, by_me=by_me, **more)  # type: ignore[arg-type]


def tried(answer: Answer | None, days: int = 1, **more: object) -> Attempt:
    return Attempt(NOW - timedelta(days=days), text="sorry", answer=answer, **more)  # type: ignore[arg-type]


def first(*items: Rupture) -> Rupture | None:
    found = answers.circle_back(answers.open_ones(items, NOW))
    return found.open.item if found else None


def test_what_is_open_is_told_longest_first_with_its_days() -> None:
    old, new, done = broke(9), broke(2), broke(5, closed_as=Closing.ENDED, closed_at=NOW)
    assert [(one.item, one.days) for one in answers.open_ones([new, done, old], NOW)] == [(old, 9), (new, 2)]


def test_ones_own_part_comes_first_then_the_larger_then_the_older() -> None:
    theirs, small, large, older = (
        broke(30, Severity.MAJOR, False),
        broke(20, Severity.MICRO),
        broke(3, Severity.MAJOR),
        broke(4, Severity.MAJOR),
    )
    assert first(theirs, small, large, older) is older
    assert first(theirs, small, large) is large
    assert first(theirs, small) is small
    assert first(theirs) is theirs


def test_after_a_refusal_a_request_for_room_or_without_an_answer_it_is_left_with_them() -> None:
    assert answers.waits(broke(3, leave=True)) is Waits.ROOM
    assert answers.waits(broke(3, attempts=(tried(Answer.REFUSAL),))) is Waits.REFUSED
    assert answers.waits(broke(3, attempts=(tried(None),))) is Waits.UNANSWERED
    assert answers.waits(broke(3, attempts=(tried(Answer.IGNORED),))) is Waits.UNANSWERED
    assert answers.waits(broke(3, attempts=(tried(Answer.REFUSAL, 2), tried(Answer.PARTIAL, 1)))) is None
    assert answers.waits(broke(3, attempts=(tried(None, by_me=False),))) is None
    assert first(broke(3, leave=True), broke(3, attempts=(tried(None),)), broke(9, attempts=(tried(Answer.REFUSAL),))) is None


@given(st.lists(ruptures, max_size=8))
def test_nothing_that_waits_is_ever_suggested(items: list[Rupture]) -> None:
    found = first(*items)
    if found:
        assert answers.waits(found) is None and not found.leave and found.open
        last, refused = answers.last_answers(found)
        waiting = [one for one in found.attempts if one.by_me and one.answer in {None, Answer.IGNORED}]
        assert all(last and one.at < last for one in waiting) and (refused is None or refused != last)


def test_attempts_in_a_row_that_were_not_taken_in_are_counted_from_the_last() -> None:
    assert (
        answers.unmet(broke(9, attempts=(tried(Answer.PARTIAL, 8), tried(Answer.REFUSAL, 7), tried(Answer.IGNORED, 6), tried(None, 5))))
        == 3
    )
    assert answers.unmet(broke(9)) == 0


def test_few_entries_make_no_pattern() -> None:
    assert answers.patterns([broke(day) for day in range(4)]) is None
    assert answers.mine([broke(day) for day in range(4)]).part is None


def test_what_comes_again_is_told_by_theme_driver_hour_and_person_and_only_of_ones_own() -> None:
    items = [broke(day, theme="phones", driver=Driver.SHAME, person="p1") for day in range(6)] + [
        broke(1, by_me=False, theme="money") for _ in range(5)
    ]
    found = answers.patterns(items)
    assert found is not None and found.of == 6
    told = {facet: [(one.name, one.count, one.of) for one in shares] for facet, shares in found.shares}
    assert told == {"theme": [("phones", 6, 6)], "driver": [("shame", 6, 6)], "time of day": [("morning", 6, 6)], "person": [("p1", 6, 6)]}
    assert [(one.name, one.count) for one in found.together] == [("phones + shame", 6)]


def test_ones_own_part_is_counted_with_intervals_whatever_the_other_did() -> None:
    theirs = [broke(day, by_me=False) for day in range(2)] + [broke(3, by_me=False, mine="I slammed the door")]
    found = answers.mine([*(broke(day) for day in range(6)), *theirs, broke(1, by_me=None), broke(1, leave=True)])
    assert found.part and found.began
    assert (found.part.count, found.part.of, found.began.count, found.began.of) == (8, 10, 6, 8)
    assert found.part.low < 8 / 10 < found.part.high


def test_a_part_that_was_told_counts_where_the_other_began() -> None:
    told = [broke(day, by_me=False, mine="I slammed the door", theme="doors") for day in range(5)]
    found = answers.patterns(told)
    assert found and found.of == 5
    assert answers.first_of(answers.open_ones(told, NOW)[0]).mine
    assert not answers.first_of(answers.open_ones([broke(1, by_me=False)], NOW)[0]).mine


def test_what_tends_to_help_is_told_where_there_is_enough() -> None:
    took = [broke(day, attempts=(tried(Answer.ACCEPTANCE, verdict=Verdict.REPAIR),)) for day in range(5)]
    not_ = [broke(day, attempts=(tried(Answer.REFUSAL, verdict=Verdict.SECOND_RUPTURE),)) for day in range(4)]
    assert [(one.name, one.count, one.of) for one in answers.mine([*took, *not_]).helped] == [("repair", 5, 5)]


@given(st.integers(0, 23))
def test_every_hour_has_its_part_of_the_day(hour: int) -> None:
    assert answers.part_of_day(datetime(2026, 1, 1, hour)) in {name for _, name in answers.PARTS_OF_DAY}
