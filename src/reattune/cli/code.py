"""`reattune code` on a terminal."""

from __future__ import annotations

from pathlib import Path

from reattune.app.coding_lines import code_lines
from reattune.app.files import write_lines
from reattune.coding.coder import shipped
from reattune.reading.source import open_source


def run_code(source: Path, target: Path, scores: bool) -> None:
    """Code a file of JSON lines into another."""
    write_lines(target, code_lines(open_source(source).main.lines(), shipped(), scores))
