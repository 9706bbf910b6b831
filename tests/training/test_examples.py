"""The hand-written examples: well-formed, varied, divided by voice, and nobody else's text."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reattune.codebook.grading import grade
from reattune.core.names import Move, SafetyKind, Verdict
from training.corpus import openings, twins
from training.data import first_reading

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "training" / "examples"
EXTERNAL = ROOT.parent / "shared" / "eval" / "utterances_dev.jsonl"
ROWS: list[dict[str, Any]] = [
    json.loads(line) for path in sorted(FOLDER.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()
]


def words(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9']+", text.lower().replace("’", "'")))


def test_there_are_enough_and_most_say_nothing_of_note() -> None:
    assert len(ROWS) >= 2500
    assert sum(not row["moves"] for row in ROWS) >= 0.45 * len(ROWS)
    counts = Counter(move for row in ROWS for move in row["moves"])
    assert min(counts[move] for move in Move) >= 60


def test_every_row_is_well_formed() -> None:
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    for row in ROWS:
        assert row["text"].strip(), row["id"]
        assert {*row["moves"], *row.get("maybe", [])} <= set(Move), row["id"]
        assert set(row.get("safety", [])) <= set(SafetyKind), row["id"]
        assert row["verdict"] in set(Verdict), row["id"]
        assert len(row["context"]) <= 3, row["id"]
        assert row["scenario"].startswith(f"{row['voice']}/"), row["id"]
        assert all(said["speaker"] in {"self", "other"} and said["text"].strip() for said in row["context"]), row["id"]


def test_no_voice_outweighs_the_others() -> None:
    assert max(Counter(row["voice"] for row in ROWS).values()) <= 0.1 * len(ROWS)


def test_the_verdicts_mostly_agree_with_the_table() -> None:
    """The verdict is a judgement of its own; where most rows disagreed, one of the two would be misread."""
    agreeing = [grade([Move(move) for move in row["moves"]], answers_a_rupture=bool(row["context"])) == row["verdict"] for row in ROWS]
    assert sum(agreeing) >= 0.9 * len(ROWS)


def test_the_division_names_voices_that_there_are_and_shares_no_scenario() -> None:
    table = tomllib.loads((ROOT / "training" / "splits.toml").read_text())
    voices = {row["voice"] for row in ROWS}
    named = [voice for held in table.values() for voice in held]
    assert set(named) <= voices
    assert len(named) == len(set(named))


def test_no_long_text_stands_on_both_sides_of_the_division() -> None:
    table = tomllib.loads((ROOT / "training" / "splits.toml").read_text())
    held = {voice for voices in table.values() for voice in voices}
    apart: dict[bool, set[str]] = {True: set(), False: set()}
    for row in ROWS:
        if len(row["text"].split()) >= 6:
            apart[row["voice"] in held].add(words(row["text"]))
    assert not apart[True] & apart[False]


def test_no_near_copy_stands_on_both_sides_of_the_division() -> None:
    assert twins(first_reading()) == []


def test_near_copies_are_found() -> None:
    first, second = (
        replace(first_reading()[0], voice="a", text="We never ever get to the lake before noon."),
        replace(first_reading()[0], voice="test-plain", text="We never ever get to the lake before two."),
    )
    assert len(twins([first, second])) == 1
    assert twins([first, replace(second, voice="b")]) == []


def test_no_opening_outweighs_the_others() -> None:
    assert openings(first_reading()).most_common(1)[0][1] <= 0.01 * len(ROWS)


def test_nothing_is_taken_from_the_external_validation_set() -> None:
    if not EXTERNAL.exists():
        pytest.skip("the external validation set is not here; the check runs where it is")
    theirs = [words(json.loads(line)["text"]) for line in EXTERNAL.read_text(encoding="utf-8").splitlines() if line.strip()]
    long = [text for text in theirs if len(text.split()) >= 7]  # shorter ones are everybody's
    ours = "\n".join(words(row["text"]) for row in ROWS)
    shared = {" ".join(gram) for text in long for gram in zip(*(text.split()[n:] for n in range(8)), strict=False)}
    assert not [text for text in long if text in ours]
    taken = [gram for gram in shared if gram in ours]
    assert len(taken) <= 0.002 * len(shared), taken[:10]
