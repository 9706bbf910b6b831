"""The JSON contracts against their published schemas."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from reattune import pipeline
from reattune.app.check import check, check_form
from reattune.app.coding_lines import code_lines
from reattune.app.forms import report_form
from reattune.core.errors import BadInput, BadOption
from tests.measures.test_table import STORY
from tests.stories import ScriptedCoder, conversation

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"


def held_to(name: str, form: Any) -> None:
    schema = json.loads((SCHEMAS / name).read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(json.loads(json.dumps(form)))


@pytest.mark.parametrize("lines", [(), ("A: hm",), STORY, ("A: idiot #contempt", "B: i will hurt you #!threat")])
@pytest.mark.parametrize("timed", [True, False])
def test_reports_keep_their_schema(lines: tuple[str, ...], timed: bool) -> None:
    report = pipeline.analyse(conversation(*lines, timed=timed), ScriptedCoder(), "A" if lines else None)
    for with_messages in (True, False):
        for include_safety in (True, False):
            held_to("reattune.report-1.json", report_form(report, with_messages, include_safety))


def test_the_safety_signal_stays_out_of_files_unless_asked_for() -> None:
    report = pipeline.analyse(conversation("A: i will hurt you #hostility #!threat", "B: hm"), ScriptedCoder())
    quiet, asked = report_form(report, True), report_form(report, True, include_safety=True)
    assert quiet["safety"] is None
    assert quiet["messages"][0]["moves"] == []
    assert asked["safety"] == {"left_out": 1}


@pytest.mark.parametrize(("utc", "ending"), [(True, "Z"), (False, "")])
def test_a_series_tells_its_zone_as_the_messages_do(utc: bool, ending: str) -> None:
    told = conversation("A: you never listen #criticism", "B: oh")
    moved = replace(told, messages=tuple(message._replace(utc=utc) for message in told.messages))
    form = report_form(pipeline.analyse(moved, ScriptedCoder()), True)
    times = [form["messages"][0]["time"], *(time for time, _ in form["series"][0]["points"])]
    assert len(times) > 1
    assert all(time.endswith("Z") == bool(ending) for time in times)


@pytest.mark.parametrize("text", ["bus at six", "sorry I shouted #apology #accountability", "i will hurt you #!threat"])
def test_checks_keep_their_schema(text: str) -> None:
    held_to("reattune.check-1.json", check_form(check(text, ScriptedCoder())))


def test_where_the_signal_fires_a_check_coaches_nothing() -> None:
    form = check_form(check("sorry, but i will hurt you #apology #!threat", ScriptedCoder()))
    assert form["components"] == {"present": [], "missing": []}
    assert form["moves"] == []


@pytest.mark.parametrize(
    ("text", "context", "says"),
    [
        ("  ", [], "the draft is empty"),
        ("x" * 20_001, [], "20001 characters"),
        ("ok", ["hello"], 'begin it with "them:"'),
        ("ok", ["them:"], 'begin it with "them:"'),
    ],
)
def test_what_cannot_be_checked_says_why(text: str, context: list[str], says: str) -> None:
    with pytest.raises(BadOption, match=says):
        check(text, ScriptedCoder(), context)


def test_code_keeps_order_and_schema() -> None:
    rows = [{"id": n, "text": f"text {n} #hurt", "extra": 1} for n in range(5000)]
    out = [json.loads(line) for line in code_lines((json.dumps(row) for row in rows), ScriptedCoder())]
    assert [row["id"] for row in out] == list(range(5000))
    held_to("reattune.code-1.json", out[0])


def test_code_hears_who_said_the_context_and_how_long_ago() -> None:
    from reattune.app.coding_lines import row_of

    line = {"id": "x", "text": "ok", "speaker": "A", "time": "2026-01-01T10:00", "context": [
        {"speaker": "A", "text": "one", "time": "2026-01-01T08:00"}, {"speaker": "B", "text": "two", "time": "2026-01-01T09:30"}]}  # fmt: skip
    assert row_of(json.dumps(line), 1).turn.context == ((True, "one", 90.0), (False, "two", 30.0))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "line 1: is not JSON"), ("[]", "must be an object"), ('{"id": 1}', "must be an object"), ('{"id": 1, "text": 3}', "the text in quotes"),
        ('{"id": 1, "text": "x", "context": "y"}', '"context" must be a list'), ('{"id": 1, "text": "x", "time": "noon"}', "is not a time"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_used_is_named(line: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        list(code_lines([line], ScriptedCoder()))
