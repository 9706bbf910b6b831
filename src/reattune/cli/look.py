"""How the terminal looks: one console, a few colours, plain when piped."""

from __future__ import annotations

import sys

from rich.console import Console

from reattune import help as turning

HURTS, HELPS, QUIET = "yellow", "green", "dim"


def console(stderr: bool = False) -> Console:
    """A console that wraps at a readable width and never guesses colours when piped."""
    stream = sys.stderr if stderr else sys.stdout
    made = Console(file=stream, highlight=False, emoji=False, markup=False, soft_wrap=not stream.isatty())
    if stream.isatty() and made.width > 100:
        made.width = 100
    return made


def where_to_turn(out: Console) -> None:
    """The short table that stands in every report."""
    table = turning.load()
    out.print()
    out.print("Where to turn")
    out.print(f"  {table.emergency}")
    for entry in table.entries:
        out.print(f"  {entry.country}: {entry.service}, {entry.contact}. {entry.note}")
