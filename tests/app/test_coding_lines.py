"""JSON lines in, JSON lines out, with what cannot be used named by its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reattune.app.coding_lines import code_lines
from reattune.app.files import write_lines
from reattune.core.errors import BadInput
from tests.stories import ScriptedCoder


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[1]",
        '{"id": 1}',
        '{"id": ' + "9" * 5000 + ', "text": "ok"}',
        "[" * 200_000,
        '{"id": 2, "text": "ok", "context": 3}',
        '{"id": 2, "text": "ok", "time": "noon"}',
    ],
    ids=["cut off", "no object", "no text", "an endless number", "absurd nesting", "no context", "no time"],
)
def test_a_line_that_cannot_be_used_is_named(line: str) -> None:
    with pytest.raises(BadInput, match=r"^line 2: "):
        list(code_lines(['{"id": 1, "text": "ok"}', line], ScriptedCoder()))


def test_half_a_letter_in_an_id_comes_back_as_it_came(tmp_path: Path) -> None:
    line = r'{"id": "a\ud83d", "text": "caf\udce9 #apology"}'
    write_lines(tmp_path / "out.jsonl", code_lines([line], ScriptedCoder()))
    form = json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))
    assert (form["id"], form["moves"][0]["move"]) == ("a\ud83d", "apology")


def test_letters_of_every_script_are_written_as_they_are() -> None:
    (line,) = code_lines(['{"id": "小雪 💛", "text": "ok"}'], ScriptedCoder())
    assert "小雪 💛" in line
