"""`reattune code`: messages as JSON lines in, what each carries as JSON lines out, in the same order.

A line that cannot be used stops the run with its number, before anything is written in its place: a result with a hole in
it would shift every line after it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, pairwise
from typing import Any

from reattune.app.forms import Form, heard_form, safety_form
from reattune.coding.window import DEPTH
from reattune.core.coded import Coded, Coder, Turn
from reattune.core.errors import BadInput

STRETCH = 2048
OWN = frozenset({"you", "me", "self", "i"})


@dataclass(frozen=True, slots=True)
class Row:
    """One line in: its id and its turn."""

    id: Any
    turn: Turn


def code_lines(lines: Iterable[str], coder: Coder, scores: bool = False) -> Iterator[str]:
    """One JSON line out for each line in, in order. Raises BadInput naming the line that cannot be used."""
    rows = (row_of(line, number) for number, line in enumerate(lines, 1) if line.strip())
    while stretch := list(islice(rows, STRETCH)):
        for row, coded in zip(stretch, coder.code([row.turn for row in stretch], scores=scores), strict=True):
            yield _written({"id": row.id} | coded_form(coded, scores))


def _written(form: Form) -> str:
    """One JSON line that any file takes; half a letter in an id, which UTF-8 cannot hold, is written as it came: escaped."""
    return json.dumps(form, ensure_ascii=False).encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def coded_form(coded: Coded, scores: bool) -> Form:
    """What one message carries."""
    form: Form = {
        "moves": [heard_form(heard) for heard in coded.moves],
        "verdict": coded.verdict.value,
        "unsure": coded.unsure,
        "confidence": coded.confidence,
        "safety": safety_form(coded),
    }
    return form | ({"scores": {heard.move.value: heard.p for heard in coded.scores}} if scores else {})


def row_of(line: str, number: int) -> Row:
    """The row of one line. Raises BadInput saying what is wrong with it."""
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError) as error:  # an endless number is a ValueError of its own
        raise BadInput(f'line {number}: is not JSON ({error}); each line must be one object with "id" and "text"') from error
    if not isinstance(raw, dict) or "id" not in raw or not isinstance(raw.get("text"), str):
        raise BadInput(f'line {number}: must be an object with "id" and "text", the text in quotes')
    return Row(raw["id"], Turn(raw["text"], _context(raw, number)))


def _context(raw: dict[str, Any], number: int) -> tuple[tuple[bool, str, float | None], ...]:
    said = raw.get("context") or []
    if not isinstance(said, list) or not all(isinstance(one, dict) and isinstance(one.get("text"), str) for one in said):
        raise BadInput(f'line {number}: "context" must be a list of {{"speaker", "text"}} objects, oldest first')
    kept = said[-DEPTH:]
    times = [_time(one.get("time"), number) for one in [*kept, raw]]
    gaps = [_minutes(a, b) for a, b in pairwise(times)]
    return tuple((_same(one.get("speaker"), raw.get("speaker")), one["text"], gap) for one, gap in zip(kept, gaps, strict=True))


def _same(earlier: object, speaker: object) -> bool:
    """Whether two speakers are one; a row without a speaker is the writer's own."""
    return earlier == speaker if speaker is not None else str(earlier).casefold() in OWN


def _minutes(earlier: datetime | None, later: datetime | None) -> float | None:
    if earlier is None or later is None or (earlier.tzinfo is None) != (later.tzinfo is None):
        return None
    return (later - earlier).total_seconds() / 60


def _time(value: object, number: int) -> datetime | None:
    if value is None:
        return None
    try:
        return datetime.fromisoformat(str(value))
    except ValueError as error:
        raise BadInput(f"line {number}: {value!r} is not a time in ISO 8601, such as 2026-01-31T18:05") from error
