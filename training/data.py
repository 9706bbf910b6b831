"""The labelled examples, and how they are divided.

A division is by voice, never by row: scenarios belong to one voice, so nothing of a test voice was ever seen in training.
Which voices are held back stands in `splits.toml`; a voice that is not named there trains.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

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
    text: str
    context: tuple[tuple[bool, str, float | None], ...]
    moves: frozenset[Move]
    maybe: frozenset[Move]
    verdict: Verdict
    safety: frozenset[SafetyKind]
    weight: float = 1.0


def example(row: dict[str, object]) -> Example:
    """An example from its JSON line."""
    context = tuple(
        (said["speaker"] == "self", said["text"], said.get("gap_minutes"))
        for said in row.get("context", [])  # type: ignore[attr-defined]
    )
    return Example(
        str(row["id"]),
        str(row["voice"]),
        str(row["text"]),
        context,
        frozenset(map(Move, row["moves"])),  # type: ignore[call-overload]
        frozenset(map(Move, row.get("maybe", []))),  # type: ignore[call-overload]
        Verdict(str(row["verdict"])),
        frozenset(map(SafetyKind, row.get("safety", []))),  # type: ignore[call-overload]
    )


def load() -> list[Example]:
    """Every example, in the order of files and lines."""
    found: list[Example] = []
    for path in sorted((HERE / "examples").glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            found += [example(json.loads(line)) for line in lines if line.strip()]
    return found


@cache
def _held_back() -> dict[str, str]:
    with (HERE / "splits.toml").open("rb") as file:
        table = tomllib.load(file)
    return {voice: split for split, voices in table.items() for voice in voices}


def split(examples: list[Example], name: str) -> list[Example]:
    """The examples of "train", "calibration" or "test"."""
    return [row for row in examples if _held_back().get(row.voice, "train") == name]
