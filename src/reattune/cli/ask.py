"""Asking at a terminal for a draft, which may have several lines.

An empty line ends it. But a pasted letter has empty lines in it, and what is not read would be left for the shell, which
keeps it in its history: so an empty line ends a draft only where nothing more has come already.
"""

from __future__ import annotations

import os
import select
import sys

import typer

PASTE_GAP = 0.05  # seconds; what was pasted lies ready, what is typed does not


def ask_for_draft() -> str:
    """The draft as it was typed or pasted, without the empty lines at its end. Raises typer.Abort where none came."""
    try:
        typer.echo("What would you send? (An empty line ends it.)", err=True)
        lines = _lines()
    except KeyboardInterrupt:
        typer.echo(err=True)
        raise typer.Abort from None
    if not lines:
        raise typer.Abort
    return "".join(lines).strip("\n")


def _lines() -> list[str]:
    lines: list[str] = []
    while line := sys.stdin.readline():
        if not line.strip() and lines and not _more():
            break
        if line.strip() or lines:
            lines.append(line)
    return lines


def _more() -> bool:
    if os.name == "nt":  # a console there cannot be asked
        return False
    return bool(select.select([sys.stdin], [], [], PASTE_GAP)[0])
