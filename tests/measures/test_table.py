"""The table of measures: one conformance test over all rows, and stories with known numbers."""

from __future__ import annotations

from typing import Any

import pytest

from reattune import pipeline
from reattune.core.finding import Finding, Report
from reattune.core.message import Message
from reattune.measures import MEASURES
from reattune.measures.table import Facts
from tests.stories import ScriptedCoder, conversation, hear, small_talk


def report(*lines: str, me: str | None = "A", timed: bool = True) -> Report:
    return pipeline.analyse(conversation(*lines, timed=timed), ScriptedCoder(), me)


def one(found: Report, measure: str, person: str | None = None, **by: str) -> Finding:
    wanted = {"person": person, "move": None, "severity": None} | by
    (finding,) = [
        finding
        for finding in found.findings
        if finding.measure == measure and {name: getattr(finding.by, name, None) for name in wanted} == wanted
    ]
    return finding


STORY = (
    "A: you never listen #criticism",
    "B {1m}: whatever #dismissal",
    "A {10m}: that was unfair, I hurt you #accountability #acknowledgement",
    "B {5m}: thank you #acceptance",
    *small_talk(10),
    "B {6d}: nice try #contempt",
    "B {1h}: sorry but you asked for it #apology #counterattack",
    "A {1h}: leave it #refusal",
    *small_talk(10),
    "A {4d}: bus",
)


def test_the_numbers_of_a_known_story() -> None:
    found = report(*STORY)
    assert one(found, "rupture.count").value == 2
    assert one(found, "rupture.per_week").value == pytest.approx(
        2 / (found.conversation.messages[-1].time - found.conversation.messages[0].time).total_seconds() * 604800, abs=1e-3
    )  # type: ignore[operator]
    assert one(found, "rupture.per_100_messages").value == pytest.approx(200 / len(STORY), abs=1e-3)
    assert (one(found, "repair.attempts").value, one(found, "repair.attempts", "A").value) == (2, 1)
    assert (one(found, "repair.share").value, one(found, "second_rupture.share").value) == (0.5, 0.5)
    # turning away a second rupture is not turning away a repair: ordinary talk walked past it
    assert (one(found, "outcome.repaired").value, one(found, "outcome.papered_over").value, one(found, "outcome.refused").value) == (
        0.5,
        0.5,
        0.0,
    )
    assert one(found, "who.reached_first", "B").value == 0.5
    assert one(found, "attempts.unmet_in_a_row", "B").value == 1
    assert one(found, "rupture.moves", "A", move="criticism").value == 1


def test_ones_own_side_comes_first() -> None:
    for me in "AB":
        people = [finding.by.person for finding in report(*STORY, me=me).findings if finding.by and finding.by.person]
        assert people[0] == me


@pytest.mark.parametrize("lines", [(), ("A: hm",), STORY], ids=["nothing", "one message", "a story"])
@pytest.mark.parametrize("timed", [True, False])
def test_every_finding_has_a_value_or_a_reason_and_an_interval_that_holds_it(lines: tuple[str, ...], timed: bool) -> None:
    found = report(*lines, timed=timed)
    named = {measure.name: measure for measure in MEASURES}
    for finding in found.findings:
        assert (finding.value is None) == bool(finding.reason), finding
        assert (finding.version, finding.unit) == (named[finding.measure].version, named[finding.measure].unit)
        if finding.value is not None:
            assert finding.low is None or finding.low <= finding.value + 1e-4
            assert finding.high is None or finding.high >= finding.value - 1e-4


def test_names_of_measures_are_their_own() -> None:
    assert len({measure.name for measure in MEASURES}) == len(MEASURES)


def test_what_the_safety_signal_saw_is_in_no_measure() -> None:
    plain, marked = report("A: hm", "B: you are nothing #contempt"), report("A: hm", "B: you are nothing #contempt #!threat")
    assert one(plain, "rupture.count").value == 1
    assert one(marked, "rupture.count").value == 0
    assert not [finding for finding in marked.findings if finding.measure == "rupture.moves"]
    assert marked.left_out == 1


class Watched(tuple[Message, ...]):
    """Messages that count how often one of them is looked at."""

    looks = 0

    def __getitem__(self, index: Any) -> Any:
        self.looks += 1
        return super().__getitem__(index)


def test_moves_are_counted_in_one_pass_however_many_people_speak() -> None:
    def looks(people: int) -> int:
        told = conversation(*(f"P{number % people}: no #contempt #criticism" for number in range(200)))
        messages = Watched(told.messages)
        facts = Facts(messages, [hear(message.text) for message in messages], range(200), (), None)
        (measure,) = [row for row in MEASURES if row.name == "rupture.moves"]
        found = list(measure.of(measure, facts))
        assert (len(found), sum(finding.value or 0 for finding in found)) == (2 * people, 400)
        assert {finding.n for finding in found} == {200 // people}
        return messages.looks

    assert looks(100) == looks(2)


def test_a_move_heard_twice_in_a_message_is_one_message() -> None:
    assert one(report("A: no #contempt #contempt", "B: oh"), "rupture.moves", "A", move="contempt").value == 1
