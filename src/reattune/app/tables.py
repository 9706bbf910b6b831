"""Tables of messages, codes, episodes and findings, as Parquet or CSV: the one file that touches pyarrow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as parquet

from reattune.app.anonymise import NOT_COVERED
from reattune.app.files import folder, write_bytes, write_text
from reattune.core.coded import Coded
from reattune.core.finding import Finding, Report
from reattune.core.names import Stance, Verdict

TEXT, WHOLE, REAL, TRUTH = pa.string(), pa.int32(), pa.float64(), pa.bool_()
LISTS = pa.list_(pa.string())
BETWEEN = ";"  # in CSV, between the parts of a list
NOTE = "NOTE.txt"
ANONYMISED = f"These tables are anonymised: names, numbers, addresses and links are replaced. Not covered is {NOT_COVERED}."


def tables(report: Report, with_words: bool = True, include_safety: bool = False) -> dict[str, pa.Table]:
    """The four tables by name. What the safety signal saw is in them only where it was asked for, and as its kinds alone:
    a message where it fired is never shown as a rupture."""
    return {
        "messages": _messages(report, with_words, include_safety),
        "codes": _codes(report),
        "episodes": _episodes(report),
        "findings": _findings(report),
    }


def write_tables(
    report: Report,
    as_parquet: Path | None,
    as_csv: Path | None,
    with_words: bool = True,
    include_safety: bool = False,
    anonymised: bool = False,
) -> None:
    """Write the tables into folders, made if they are not there; of an anonymised report with a note of what is not covered.

    Raises BadOption saying what is wrong with a place.
    """
    made = tables(report, with_words, include_safety)
    if anonymised:
        made = {name: _noted(table) for name, table in made.items()}
    for place, writer, ending in ((as_parquet, _parquet_bytes, "parquet"), (as_csv, _csv_bytes, "csv")):
        if place:
            inside = folder(place)
            for name, table in made.items():
                write_bytes(inside / f"{name}.{ending}", writer(table))
            _note(inside / NOTE, anonymised)


def _noted(table: pa.Table) -> pa.Table:
    return table.replace_schema_metadata({"reattune.anonymised": "true", "reattune.not_covered": NOT_COVERED})


def _note(place: Path, anonymised: bool) -> None:
    """Put the note beside the tables, or take it away where it would be untrue of the tables that replaced others."""
    if anonymised:
        write_text(place, ANONYMISED + "\n")
    elif place.is_file() and place.read_bytes() == (ANONYMISED + "\n").encode():
        place.unlink()


def _parquet_bytes(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    parquet.write_table(table, sink, compression="zstd")
    return bytes(sink.getvalue())


def _csv_bytes(table: pa.Table) -> bytes:
    for at, field in enumerate(table.schema):
        if field.type == LISTS:
            joined = [None if parts is None else BETWEEN.join(parts) for parts in table.column(at).to_pylist()]
            table = table.set_column(at, field.name, pa.array(joined, TEXT))
    sink = pa.BufferOutputStream()
    arrow_csv.write_csv(table, sink)
    return bytes(sink.getvalue())


def _table(rows: list[tuple[Any, ...]], **columns: pa.DataType) -> pa.Table:
    values = zip(*rows, strict=True) if rows else [[] for _ in columns]
    return pa.table({name: pa.array(list(column), kind) for (name, kind), column in zip(columns.items(), values, strict=True)})


def _messages(report: Report, with_words: bool, include_safety: bool) -> pa.Table:
    member = {index: episode.id for episode in report.episodes for index in episode.messages}
    rows = [
        (
            index,
            message.speaker,
            message.written_at(),
            message.thread,
            message.kind.value,
            message.text if with_words else None,
            *_heard(coded),
            member.get(index),
            [kind.value for kind in coded.safety.kinds] if include_safety and coded.safety else None,
        )
        for index, (message, coded) in enumerate(zip(report.conversation.messages, report.coded, strict=True))
    ]
    return _table(
        rows,
        index=WHOLE,
        speaker=TEXT,
        time=TEXT,
        thread=TEXT,
        kind=TEXT,
        text=TEXT,
        verdict=TEXT,
        confidence=REAL,
        unsure=TRUTH,
        episode=TEXT,
        safety=LISTS,
    )


def _heard(coded: Coded) -> tuple[str | None, float | None, bool | None]:
    """Verdict, confidence and doubt of what repairs or ruptures; nothing for ordinary talk, nor where the safety signal fired.

    Both are empty alike, so that an empty place tells nobody that the signal fired.
    """
    if coded.safety or coded.verdict is Verdict.NEITHER:
        return None, None, None
    return coded.verdict.value, coded.confidence, coded.unsure


def _codes(report: Report) -> pa.Table:
    rows = [(index, heard.move.value, heard.p) for index, coded in enumerate(report.coded) if coded.safety is None for heard in coded.moves]
    return _table(rows, message=WHOLE, move=TEXT, p=REAL)


def _episodes(report: Report) -> pa.Table:
    rows = [
        (
            one.id,
            one.onset,
            one.end,
            one.severity.value,
            list(one.reasons),
            list(one.rupturing),
            list(one.ruptured),
            one.outcome.value,
            one.reached_first,
            len(one.attempts),
            len(one.second_ruptures),
            one.clocks.heard_minutes,
            one.clocks.owned_minutes,
            one.clocks.repair_minutes,
            one.clocks.observed_minutes,
            [f"{name}={Stance(stance).value}" for name, stance in one.stance],
        )
        for one in report.episodes
    ]
    return _table(
        rows,
        id=TEXT,
        onset=WHOLE,
        end=WHOLE,
        severity=TEXT,
        reasons=LISTS,
        rupturing=LISTS,
        ruptured=LISTS,
        outcome=TEXT,
        reached_first=TEXT,
        attempts=WHOLE,
        second_ruptures=WHOLE,
        heard_minutes=REAL,
        owned_minutes=REAL,
        repair_minutes=REAL,
        observed_minutes=REAL,
        stance=LISTS,
    )


def _findings(report: Report) -> pa.Table:
    rows = [_finding(finding) for finding in report.findings]
    return _table(
        rows,
        measure=TEXT,
        version=TEXT,
        value=REAL,
        n=WHOLE,
        low=REAL,
        high=REAL,
        unit=TEXT,
        person=TEXT,
        move=TEXT,
        severity=TEXT,
        reason=TEXT,
    )


def _finding(one: Finding) -> tuple[Any, ...]:
    person, move, severity = (one.by.person, one.by.move, one.by.severity) if one.by else (None, None, None)
    return (one.measure, one.version, one.value, one.n, one.low, one.high, one.unit, person, move, severity, one.reason)
