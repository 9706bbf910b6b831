"""The figures of the page on how well the coder hears."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from reattune.coding.coder import shipped
from reattune.core.coded import Coded, Heard, Safety
from reattune.core.names import Move, SafetyKind, Verdict
from training import evaluation
from training.data import load, split
from training.metrics import judged
from training.model_card import alarms, calm_part, external_part


def test_what_is_said_as_often_as_it_happens_has_no_error() -> None:
    p = np.array([0.25] * 8 + [0.75] * 8)
    there = np.array([True] * 2 + [False] * 6 + [True] * 6 + [False] * 2)
    assert evaluation.expected_error(p, there) == pytest.approx(0.0)


def test_what_is_always_sure_and_half_right_is_half_wrong() -> None:
    assert evaluation.expected_error(np.array([1.0, 1.0]), np.array([True, False])) == pytest.approx(0.5)


def test_a_share_carries_its_interval_and_number() -> None:
    assert evaluation.share([True] * 9 + [False]) == "0.900 (0.596 to 0.982), n=10"
    assert evaluation.share([]) == "none to ask"


def test_alarms_in_calm_talk_are_counted_and_nothing_is_said_where_there_was_none_to_ask() -> None:
    calm = [Coded()] * 7
    loud = [
        Coded((Heard(Move.CONTEMPT, 0.9),), Verdict.SECOND_RUPTURE),
        Coded((Heard(Move.APOLOGY, 0.9),), Verdict.PARTIAL),
        Coded(safety=Safety((SafetyKind.THREAT,), 0.9)),
    ]
    told = alarms([*calm, *loud])
    assert [part.split(" (")[0].rsplit(" ", 1)[1] for part in told.split(";")] == ["0.100", "0.200", "0.100"]
    assert calm_part([]) == []
    assert told in calm_part([*calm, *loud])[0]


def test_scorings_of_the_external_set_are_all_counted_and_only_this_coders_figures_shown(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    assert external_part(log, "new") == []
    rows = [{"coder": "former ones", "scorings": 5}] + [
        {"coder": name, "dialogues": [right, 12], "macro-F1 over moves": f1} for name, right, f1 in (("old", 3, 0.4), ("new", 8, 0.731))
    ]
    log.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (told,) = external_part(log, "new")
    assert "scored 7 times in all" in told
    assert "| macro-F1 over moves | 0.73 |" in told and "8 of 12 right" in told
    assert "0.40" not in told
    assert external_part(log, "another") == []


def test_the_page_counts_every_message_and_names_the_coder() -> None:
    rows = split(load(), "test")[::40]
    coder = shipped()
    coded = coder.code(evaluation.turns(rows), scores=True)
    page = evaluation.page(coder, "test", rows, judged(rows, coded), coded, 0.9)
    assert f"`{coder.id}`, on {len(rows)} messages" in page
    confusion = page.split("## Verdicts")[1].split("##")[0]
    cells = [int(cell) for line in confusion.splitlines() for cell in line.split("|") if cell.strip().isdigit()]
    assert sum(cells) == len(rows)
    assert page.count("\n## ") == 12


def test_the_diagram_stands_on_its_diagonal_where_what_is_said_is_true() -> None:
    bins = evaluation.binned(np.array([0.25] * 4 + [0.75] * 4), np.array([True] + [False] * 3 + [True] * 3 + [False]))
    assert [(low, times, round(said, 2), round(was, 2)) for low, times, said, was in bins] == [(0.2, 4, 0.25, 0.25), (0.7, 4, 0.75, 0.75)]
    drawn = evaluation.plotted({"moves": bins, "verdict": bins})
    assert drawn.count("<circle") == 4 and drawn.count("<polyline") == 2 and 'role="img"' in drawn
