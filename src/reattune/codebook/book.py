"""The codebook as values: each word with its meaning, what it is not, and examples on both sides of the line.

The rules live in `codebook.toml`, so that people can read and argue about them without reading code. The file
is checked whole when read: a word that is missing, misplaced or thin on examples is a CodebookError and never
a surprise later. Entries come in the order of `core.names`, whatever the order of the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from reattune.codebook import checks
from reattune.codebook.checks import Table
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

LEAST_EXAMPLES = 6
LEAST_COUNTER_EXAMPLES = 4
SIGNAL = "safety"
TOP = "top"


class Kind(StrEnum):
    """What sort of word an entry explains; the values are the sections of the file."""

    MOVE = "moves"
    FAMILY = "families"
    VERDICT = "verdicts"
    SEVERITY = "severities"
    OUTCOME = "outcomes"
    STANCE = "stances"
    ANSWER = "answers"
    SIGNAL = "signals"
    SAFETY = "safety"


Name = Move | Family | Verdict | Severity | Outcome | Stance | Answer | SafetyKind

KIND_OF: Mapping[type[Name], Kind] = {
    Move: Kind.MOVE,
    Family: Kind.FAMILY,
    Verdict: Kind.VERDICT,
    Severity: Kind.SEVERITY,
    Outcome: Kind.OUTCOME,
    Stance: Kind.STANCE,
    Answer: Kind.ANSWER,
    SafetyKind: Kind.SAFETY,
}
NAMES: Mapping[Kind, tuple[str, ...]] = {
    **{kind: tuple(names) for names, kind in KIND_OF.items()},
    Kind.SIGNAL: (SIGNAL,),
}
FIELDS = ("definition", "not", "examples", "counter_examples", "source", "version")
MOVE_FIELDS = ("family", "component", *FIELDS)


@dataclass(frozen=True, slots=True)
class CounterExample:
    """A message that is easily taken for the word, and why it is not."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One word of the codebook. Only a move has a `family`, and only a move can be a component of repair."""

    name: str
    kind: Kind
    family: Family | None
    component: bool
    definition: str
    is_not: str
    examples: tuple[str, ...]
    counter_examples: tuple[CounterExample, ...]
    source: str
    version: str


@dataclass(frozen=True, slots=True)
class Codebook:
    """The whole vocabulary under one version; a stored result names that version."""

    version: str
    source: str
    entries: tuple[Entry, ...]

    def of(self, kind: Kind) -> tuple[Entry, ...]:
        """The entries of one kind, in the codebook's order."""
        return tuple(entry for entry in self.entries if entry.kind is kind)

    def entry(self, name: Name) -> Entry:
        """The entry of that name; always there, since a codebook is checked when it is read."""
        kind = KIND_OF[type(name)]
        return next(entry for entry in self.entries if entry.kind is kind and entry.name == name.value)

    @property
    def moves(self) -> Mapping[Move, Entry]:
        """The moves alone, by name, in the codebook's order."""
        return {Move(entry.name): entry for entry in self.of(Kind.MOVE)}

    @property
    def safety(self) -> Entry:
        """The entry of the safety signal as a whole; its kinds are entries of their own."""
        return self.of(Kind.SIGNAL)[0]


@cache
def load() -> Codebook:
    """The codebook that ships with reattune, read once."""
    return parse(files("reattune.codebook").joinpath("codebook.toml").read_text(encoding="utf-8"))


def parse(text: str) -> Codebook:
    """The codebook written in this TOML. Raises CodebookError at the first rule that it breaks."""
    whole = checks.document(text)
    checks.known(whole, ("version", "source", *Kind), TOP)
    return Codebook(
        version=checks.version(whole, TOP),
        source=checks.text(whole, "source", TOP),
        entries=tuple(entry for kind in Kind for entry in _section(whole, kind)),
    )


def _section(whole: Table, kind: Kind) -> list[Entry]:
    rows = checks.table(whole.get(kind, {}), kind)
    checks.known(rows, NAMES[kind], kind)
    return [_entry(checks.table(rows.get(name), f"{kind}.{name}"), kind, name) for name in NAMES[kind]]


def _entry(row: Table, kind: Kind, name: str) -> Entry:
    where = f"{kind}.{name}"
    checks.known(row, MOVE_FIELDS if kind is Kind.MOVE else FIELDS, where)
    family, component = _place(row, Move(name), where) if kind is Kind.MOVE else (None, False)
    examples, counter_examples = _sides(row, where)
    return Entry(
        name=name,
        kind=kind,
        family=family,
        component=component,
        definition=checks.text(row, "definition", where),
        is_not=checks.text(row, "not", where),
        examples=examples,
        counter_examples=counter_examples,
        source=checks.text(row, "source", where),
        version=checks.version(row, where),
    )


def _place(row: Table, move: Move, where: str) -> tuple[Family, bool]:
    family, component = checks.text(row, "family", where), checks.flag(row, "component", where)
    checks.known((family,), tuple(Family), f"{where}.family")
    if family != FAMILY_OF[move]:
        checks.fail(f"{where}.family", f"{family}, but core.names has {FAMILY_OF[move]}", "make the two agree")
    if component != (move in COMPONENTS):
        checks.fail(f"{where}.component", f"{component}, but core.names differs", "make the two agree")
    return FAMILY_OF[move], component


def _sides(row: Table, where: str) -> tuple[tuple[str, ...], tuple[CounterExample, ...]]:
    given = checks.items(row, "examples", LEAST_EXAMPLES, where)
    against = checks.items(row, "counter_examples", LEAST_COUNTER_EXAMPLES, where)
    examples = tuple(checks.words(item, f"{where}.examples[{n}]") for n, item in enumerate(given, 1))
    counters = tuple(_counter(item, f"{where}.counter_examples[{n}]") for n, item in enumerate(against, 1))
    checks.distinct(examples, [counter.text for counter in counters], where)
    return examples, counters


def _counter(item: object, where: str) -> CounterExample:
    if not isinstance(item, dict):
        checks.fail(where, "no text with its reason", 'write { text = "…", why = "…" }')
    checks.known(item, ("text", "why"), where)
    return CounterExample(checks.text(item, "text", where), checks.text(item, "why", where))
