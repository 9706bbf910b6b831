"""Every sentence for people, read as prose."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping

import pytest

from reattune.app import building, ledger_words, practice_words, wording
from reattune.app.check import check
from reattune.core.coded import Coded, Heard, Safety
from reattune.core.names import Answer, Move, Outcome, SafetyKind, Severity, Stance, Verdict
from tests.grade import grade
from tests.stories import ScriptedCoder

JARGON = re.compile(
    r"\b(toxic|narcissis\w*|gasligh\w*|codependen\w*|avoidant|anxious attachment|dysregulat\w*|trauma|score|rating|diagnos\w*|abuser|victim|"
    r"leverage|optimi[sz]e|user)\b",
    re.IGNORECASE,
)
FLATTERY = re.compile(r"\b(great job|well done|amazing|perfect|brilliant|proud of you)\b", re.IGNORECASE)


def sentences() -> Iterator[str]:
    for name, value in [pair for module in (wording, ledger_words, practice_words, building) for pair in inspect.getmembers(module)]:
        if name.isupper() and isinstance(value, str):
            yield value
        elif name.isupper() and isinstance(value, Mapping):
            yield from (words for words in value.values() if isinstance(words, str))
        elif name.isupper() and isinstance(value, tuple):
            yield from value


def test_what_people_read_is_plain() -> None:
    assert grade(list(sentences())) <= 8


@pytest.mark.parametrize("sentence", list(sentences()))
def test_no_jargon_no_score_no_flattery_and_short(sentence: str) -> None:
    assert not JARGON.search(sentence.replace("it scores nobody", ""))
    assert not FLATTERY.search(sentence)
    assert "!" not in sentence
    assert all(len(part.split()) <= 30 for part in re.split(r"(?<=[.?:])\s", sentence))


def test_every_name_has_its_words() -> None:
    for table, names in (
        (wording.MOVE, Move), (wording.DID, Move), (wording.VERDICT, Verdict), (wording.SAFETY, SafetyKind), (wording.SEVERITY, Severity),
        (wording.OUTCOME, Outcome), (wording.OUTCOME_SAYS, Outcome), (wording.STANCE, Stance), (wording.ATTEMPT, Verdict),
    ):  # fmt: skip
        assert set(table) == set(names)
    assert set(wording.ANSWER) == {*Answer, None}


@pytest.mark.parametrize("move", list(Move))
def test_the_next_step_is_one_step_and_never_words_to_send(move: Move) -> None:
    step = wording.next_step(Coded((Heard(move, 0.9),), Verdict.PARTIAL))
    assert step
    assert "I'm sorry" not in step
    assert "say: " not in step.casefold()


def test_a_break_comes_before_what_is_missing() -> None:
    both = Coded((Heard(Move.APOLOGY, 0.99), Heard(Move.EXPLAINING, 0.6)), Verdict.PARTIAL)
    assert wording.next_step(both) == wording.STEP_FOR_BREAK[Move.EXPLAINING]


def test_what_comes_first_never_asks_for_what_they_have_told_already() -> None:
    hurt = "them: you never even looked up #hurt"
    heard = [hurt, "you: you sat there and talked to a wall #acknowledgement", "them: yes, and it hurt #hurt"]
    for context, step in (([hurt], wording.STEP_LISTEN), (heard, wording.STEP_OWN)):
        assert check("i am sorry #apology", ScriptedCoder(), context).next_step == step
        assert step.startswith("They told you") and not re.search(r"\b(ask|sorry|wait|soon|before)\b", step)


def test_no_coaching_where_the_safety_signal_fired() -> None:
    assert wording.next_step(Coded(safety=Safety((SafetyKind.THREAT,), 0.9))) == wording.SAFETY_DRAFT


@pytest.mark.parametrize(
    ("minutes", "words"), [(0.2, "at once"), (1, "1 minute"), (59, "59 minutes"), (120, "2 hours"), (1440, "24 hours"), (4320, "3 days")]
)
def test_durations(minutes: float, words: str) -> None:
    assert wording.duration(minutes) == words
