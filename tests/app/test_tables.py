"""The tables: what the safety signal saw stays out of them, and a CSV is always shaped the same."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow.parquet as parquet
import pytest

from reattune import pipeline
from reattune.app.anonymise import NOT_COVERED, Anonymiser
from reattune.app.tables import NOTE, tables, write_tables
from reattune.core.finding import Report
from reattune.core.message import Conversation
from tests.stories import ScriptedCoder, conversation

HEARD = ("verdict", "confidence", "unsure")


def told(*lines: str) -> Report:
    return pipeline.analyse(conversation(*lines), ScriptedCoder(), "A")


@pytest.fixture
def afraid() -> Report:
    return told("A: hello", "B: you never listen #criticism #contempt #!threat #!fear", "A: you are late #criticism", "B: sorry #apology")


def rows(place: Path) -> list[list[str]]:
    with place.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def test_a_message_where_the_signal_fired_tells_nothing_unless_asked(afraid: Report) -> None:
    made = tables(afraid)["messages"].to_pylist()
    assert [made[1][name] for name in (*HEARD, "safety")] == [None] * 4
    assert [made[0][name] for name in HEARD] == [None] * 3  # nor does ordinary talk: an empty place tells nobody that it fired
    assert all(made[index][name] is not None for index in (2, 3) for name in HEARD)


def test_asked_for_it_tells_its_kinds_and_still_no_move(afraid: Report) -> None:
    made = tables(afraid, include_safety=True)
    assert made["messages"].to_pylist()[1]["safety"] == ["threat", "fear"]
    assert all(made["messages"].to_pylist()[1][name] is None for name in HEARD)
    for include_safety in (False, True):
        assert {row["message"] for row in tables(afraid, include_safety=include_safety)["codes"].to_pylist()} == {2, 3}


def test_lists_in_a_csv_are_joined_by_semicolons(afraid: Report, tmp_path: Path) -> None:
    write_tables(afraid, None, tmp_path, include_safety=True)
    header, *body = rows(tmp_path / "messages.csv")
    assert [row[header.index("safety")] for row in body] == ["", "threat;fear", "", ""]
    broken = told(
        "A: hello", "B: you never listen #criticism", "A: whatever #contempt", "B: sorry #apology #accountability", "A: ok #acceptance"
    )
    write_tables(broken, None, tmp_path)
    header, *body = rows(tmp_path / "episodes.csv")
    assert body and all(row[header.index("stance")].count("=") == 2 and ";" in row[header.index("stance")] for row in body)


def test_the_header_of_a_csv_is_the_same_without_rows(afraid: Report, tmp_path: Path) -> None:
    empty = pipeline.analyse(Conversation((), format="table"), ScriptedCoder())
    write_tables(afraid, None, tmp_path / "some")
    write_tables(empty, None, tmp_path / "none")
    for name, table in tables(empty).items():
        assert rows(tmp_path / "none" / f"{name}.csv")[0] == rows(tmp_path / "some" / f"{name}.csv")[0] == table.column_names
        assert table.num_rows == 0 or name == "findings"


def test_anonymised_tables_say_what_is_not_covered(afraid: Report, tmp_path: Path) -> None:
    write_tables(Anonymiser(afraid).report(), tmp_path / "parquet", tmp_path / "csv", anonymised=True)
    for place in ("parquet", "csv"):
        assert NOT_COVERED in (tmp_path / place / NOTE).read_text(encoding="utf-8")
    for name in tables(afraid):
        metadata = parquet.read_schema(tmp_path / "parquet" / f"{name}.parquet").metadata
        assert metadata[b"reattune.anonymised"] == b"true"
        assert metadata[b"reattune.not_covered"].decode() == NOT_COVERED


def test_tables_with_names_do_not_say_they_are_anonymised(afraid: Report, tmp_path: Path) -> None:
    write_tables(Anonymiser(afraid).report(), tmp_path, None, anonymised=True)
    write_tables(afraid, tmp_path, None)
    assert not (tmp_path / NOTE).exists()
    assert parquet.read_schema(tmp_path / "messages.parquet").metadata is None


def test_a_note_of_ones_own_is_left_alone(afraid: Report, tmp_path: Path) -> None:
    (tmp_path / NOTE).write_text("mine", encoding="utf-8")
    write_tables(afraid, None, tmp_path)
    assert (tmp_path / NOTE).read_text(encoding="utf-8") == "mine"
