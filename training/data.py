"""The labelled examples, read by two, and how they are divided.

The writer of an example labels it; a second reader who saw no label codes it from the codebook alone (`second_reading.jsonl`). A
move that both hear is there; one that only one of them hears is doubtful and counts neither for nor against (`agreement.py` tells
how often). Two moves, acknowledgement and impact, were defined more sharply on the way; every message written before that in which
anybody had heard one of them was coded for these two once more (`recoded.jsonl`), and that reading stands in place of the others.
A sample was coded by a third, blind reader; where the two blind ones differ, it was settled in writing, and that stands (`settled.jsonl`).

A division is by voice, never by row: scenarios belong to one voice, so nothing of a test voice was ever seen in training.
Which voices are held back stands in `splits.toml`; a voice that is not named there trains.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from reattune.codebook.grading import grade
from reattune.core.names import Move, SafetyKind, Verdict

HERE = Path(__file__).parent
MOVES = tuple(Move)
VERDICTS = tuple(Verdict)
KINDS = tuple(SafetyKind)
OUTPUTS = len(MOVES) + len(VERDICTS) + 1 + len(KINDS)


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled message. `context` is oldest first: (same speaker, text, minutes to the next or None)."""

    id: str
    voice: str
    scenario: str
    text: str
    context: tuple[tuple[bool, str, float | None], ...]
    moves: frozenset[Move]
    maybe: frozenset[Move]
    verdict: Verdict
    safety: frozenset[SafetyKind]
    weight: float = 1.0


def example(row: Mapping[str, Any]) -> Example:
    """An example from its JSON line."""
    context = tuple((said["speaker"] == "self", said["text"], said.get("gap_minutes")) for said in row.get("context", []))
    return Example(
        str(row["id"]),
        str(row["voice"]),
        str(row["scenario"]),
        str(row["text"]),
        context,
        _moves(row, "moves"),
        _moves(row, "maybe"),
        Verdict(str(row["verdict"])),
        _kinds(row),
    )


def _moves(row: Mapping[str, Any], key: str) -> frozenset[Move]:
    return frozenset(map(Move, row.get(key, [])))


def _kinds(row: Mapping[str, Any]) -> frozenset[SafetyKind]:
    return frozenset(map(SafetyKind, row.get("safety", [])))


def first_reading() -> list[Example]:
    """Every example as its writer labelled it, in the order of files and lines."""
    return [example(row) for path in sorted((HERE / "examples").glob("*.jsonl")) for row in _rows(path)]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the second reader heard in one message."""

    moves: frozenset[Move]
    maybe: frozenset[Move]
    verdict: Verdict
    safety: frozenset[SafetyKind]


def second_reading() -> dict[str, Reading]:
    """The second reader's codes by the example's id; an example that is not there was not read twice."""
    return _readings("second_reading.jsonl")


def third_reading() -> dict[str, Reading]:
    """What a third reader, blind as well, heard in a sample (`agreement.py` compares the two)."""
    return _readings("third_reading.jsonl")


def _readings(name: str) -> dict[str, Reading]:
    return {str(row["id"]): reading(row) for row in _rows(HERE / name)}


def reading(row: Mapping[str, Any]) -> Reading:
    """A reading from its JSON; what is not there was not heard."""
    return Reading(_moves(row, "moves"), _moves(row, "maybe"), Verdict(str(row.get("verdict", "neither"))), _kinds(row))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def settled(first: Example, second: Reading | None) -> Example:
    """Both readings as one: moves that both hear, and as `maybe` what either of them doubts or hears alone.

    Where the verdicts differ, the second is taken only if the codebook's table says so of the settled moves.
    A safety kind that either reader hears is there: a miss costs more than a false alarm.
    """
    if second is None:
        return first
    moves = first.moves & second.moves
    maybe = (first.moves | second.moves | first.maybe | second.maybe) - moves
    table = grade(tuple(moves), answers_a_rupture=bool(first.context))
    verdict = second.verdict if table is second.verdict and table is not first.verdict else first.verdict
    return replace(first, moves=moves, maybe=maybe, verdict=verdict, safety=first.safety | second.safety)


SHARPENED = frozenset({Move.ACKNOWLEDGEMENT, Move.IMPACT})


def recoding() -> dict[str, tuple[frozenset[Move], frozenset[Move]]]:
    """By the example's id: which of the two sharpened moves are there, and which may be."""
    return {str(row["id"]): (_moves(row, "moves"), _moves(row, "maybe")) for row in _rows(HERE / "recoded.jsonl")}


def recoded(row: Example, found: tuple[frozenset[Move], frozenset[Move]] | None) -> Example:
    """A settled example with the later reading of the two sharpened moves; what both readers had heard before stays as a doubt at least.

    An apology that now names what was done to the other is a repair where the codebook's table says so; a verdict is never lowered, since
    both readers gave it with the whole message in mind.
    """
    if found is None:
        return row
    there, may = found
    moves = (row.moves - SHARPENED) | there
    maybe = (row.maybe - SHARPENED) | may | (row.moves & SHARPENED) - there
    now = grade(tuple(moves), answers_a_rupture=bool(row.context))
    verdict = now if row.verdict is Verdict.PARTIAL and now is Verdict.REPAIR else row.verdict
    return replace(row, moves=moves, maybe=maybe - moves, verdict=verdict)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was settled in writing of a message that two blind readers coded differently: of the moves they differ on, and its verdict."""

    differ: frozenset[Move]
    there: frozenset[Move]
    doubt: frozenset[Move]
    verdict: Verdict


def rulings() -> dict[str, Ruling]:
    """The rulings by the example's id (`settled.jsonl`, each with its reason)."""
    second, third = second_reading(), third_reading()
    found = {}
    for row in _rows(HERE / "settled.jsonl"):
        name = str(row["id"])
        differ = second[name].moves ^ third[name].moves
        found[name] = Ruling(differ, _moves(row, "there"), _moves(row, "doubt"), Verdict(str(row["verdict"])))
    return found


def ruled(row: Example, ruling: Ruling | None) -> Example:
    """An example with what was settled in writing about it."""
    if ruling is None:
        return row
    moves = (row.moves - ruling.differ) | ruling.there
    return replace(row, moves=moves, maybe=((row.maybe - ruling.differ) | ruling.doubt) - moves, verdict=ruling.verdict)


def load() -> list[Example]:
    """Every example, settled between its readers, in the order of files and lines."""
    second, later, written = second_reading(), recoding(), rulings()
    return [ruled(recoded(settled(row, second.get(row.id)), later.get(row.id)), written.get(row.id)) for row in first_reading()]


@cache
def _held_back() -> dict[str, str]:
    with (HERE / "splits.toml").open("rb") as file:
        table = tomllib.load(file)
    return {voice: split for split, voices in table.items() for voice in voices}


def split_of(voice: str) -> str:
    """Where a voice belongs: "train", "calibration" or "test"."""
    return _held_back().get(voice, "train")


def split(examples: list[Example], name: str) -> list[Example]:
    """The examples of "train", "calibration" or "test"."""
    return [row for row in examples if split_of(row.voice) == name]
