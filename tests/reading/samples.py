"""The real samples beside the repository, with what each should read as; absent on most machines, so tests skip there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2].parent / "shared" / "formats"


def expectations(format_names: tuple[str, ...]) -> list[dict[str, Any]]:
    """The rows of expected.jsonl for these formats; skips with a plain reason where the samples are absent."""
    listing = FOLDER / "expected.jsonl"
    if not listing.exists():
        pytest.skip("the real samples (../shared/formats) are not on this machine")
    rows = [json.loads(line) for line in listing.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [row for row in rows if row.get("format") in format_names]
