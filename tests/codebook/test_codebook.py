"""The shipped codebook: that it is whole, and that it reads as words for people."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import FrozenInstanceError

import pytest

from reattune.codebook import Codebook, Entry, Kind, load
from reattune.codebook.book import LEAST_COUNTER_EXAMPLES, LEAST_EXAMPLES
from reattune.core.names import (
    COMPONENTS,
    FAMILY_OF,
    Answer,
    Family,
    Move,
    Outcome,
    SafetyKind,
    Severity,
    Stance,
    Verdict,
)

BOOK = load()
COUNTS = {
    Kind.MOVE: 26,
    Kind.FAMILY: 4,
    Kind.VERDICT: 4,
    Kind.SEVERITY: 3,
    Kind.OUTCOME: 4,
    Kind.STANCE: 5,
    Kind.ANSWER: 4,
    Kind.SIGNAL: 1,
    Kind.SAFETY: 7,
}
JARGON = (
    "affect",
    "attachment",
    "avoidant",
    "anxious-",
    "dyad",
    "dysregul",
    "projection",
    "toxic",
    "narciss",
    "trigger",
    "codepend",
    "label",
    "classif",
)
every_entry = pytest.mark.parametrize("entry", BOOK.entries, ids=lambda entry: f"{entry.kind}.{entry.name}")


def test_it_is_read_once() -> None:
    assert load() is load()


@pytest.mark.parametrize(("kind", "count"), COUNTS.items())
def test_every_kind_is_there_in_full(kind: Kind, count: int) -> None:
    assert len(BOOK.of(kind)) == count


def test_there_is_nothing_else() -> None:
    assert len(BOOK.entries) == sum(COUNTS.values())


def test_moves_come_in_the_order_of_the_names() -> None:
    assert tuple(BOOK.moves) == tuple(Move)
    assert tuple(entry.name for entry in BOOK.of(Kind.MOVE)) == tuple(Move)


@pytest.mark.parametrize("names", [Move, Family, Verdict, Severity, Outcome, Stance, Answer, SafetyKind])
def test_every_name_has_its_entry(names: type[Move]) -> None:
    assert [BOOK.entry(name).name for name in names] == [name.value for name in names]


def test_equal_words_of_two_kinds_are_kept_apart() -> None:
    assert BOOK.entry(Verdict.PARTIAL).kind is Kind.VERDICT
    assert BOOK.entry(Answer.PARTIAL).kind is Kind.ANSWER
    assert BOOK.entry(Move.REFUSAL).definition != BOOK.entry(Answer.REFUSAL).definition


def test_the_signal_as_a_whole_is_an_entry_of_its_own() -> None:
    assert BOOK.safety.kind is Kind.SIGNAL
    assert BOOK.safety.name not in set(Move)


@pytest.mark.parametrize("move", Move)
def test_families_and_components_agree_with_core(move: Move) -> None:
    assert BOOK.moves[move].family is FAMILY_OF[move]
    assert BOOK.moves[move].component == (move in COMPONENTS)


def test_only_moves_have_a_family() -> None:
    assert all((entry.family is None) == (entry.kind is not Kind.MOVE) for entry in BOOK.entries)


def _parts(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


@every_entry
def test_every_word_has_enough_on_both_sides(entry: Entry) -> None:
    assert len(entry.examples) >= LEAST_EXAMPLES
    assert len(entry.counter_examples) >= LEAST_COUNTER_EXAMPLES


@every_entry
def test_every_word_names_its_source_and_version(entry: Entry) -> None:
    assert f"reattune codebook {entry.version}" in entry.source  # the codebook that gave the word its present rule
    assert _parts(entry.version) <= _parts(BOOK.version)


@every_entry
def test_sentences_are_short_and_whole(entry: Entry) -> None:
    for sentence in (entry.definition, entry.is_not, entry.source, *(c.why for c in entry.counter_examples)):
        assert sentence[0].isupper() or sentence.startswith("reattune")
        assert sentence.endswith(".") or re.fullmatch(r"reattune codebook [\d.]+", sentence)
        assert len(sentence.split()) <= 40


@every_entry
def test_sentences_are_free_of_jargon(entry: Entry) -> None:
    words = " ".join([entry.definition, entry.is_not, *(c.why for c in entry.counter_examples)]).casefold()
    assert [word for word in JARGON if word in words] == []


def test_no_example_is_used_for_two_words() -> None:
    examples = [example.casefold() for entry in BOOK.entries for example in entry.examples]
    assert len(examples) == len(set(examples))


def test_a_codebook_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        BOOK.version = "2.0.0"  # type: ignore[misc]
    assert isinstance(BOOK, Codebook)


def test_reading_it_loads_nothing_heavy() -> None:
    code = (
        "import sys, reattune.codebook as c; c.load();"
        "print([m for m in ('numpy', 'onnxruntime', 'pyarrow', 'rich', 'jinja2') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
