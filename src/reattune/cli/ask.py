"""Asking at a terminal for a draft, which may have several lines.

An empty line ends it. But a pasted letter has empty lines in it, and what is not read would be left for the shell, which
keeps it in its history: so an empty line ends a draft only where nothing more has come, be it half a line. The terminal is read
without a buffer of Python's, which would hide what has come already.
"""

from __future__ import annotations

import os
import sys
import time

import typer

from reattune.core.errors import BadOption

PASTE_GAP = 0.1  # seconds; what was pasted lies ready, what is typed does not
LONGEST_LINE = 4095  # bytes; a terminal hands over no more of a line and drops the rest


def ask_for_draft() -> str:
    """The draft as it was typed or pasted, without the empty lines at its end.

    Raises typer.Abort where none came, and BadOption where a line was too long for the terminal.
    """
    try:
        typer.echo("What would you send? (An empty line ends it.)", err=True)
        draft = _read(sys.stdin.fileno())
    except KeyboardInterrupt:
        typer.echo(err=True)
        raise typer.Abort from None
    if not draft.strip():
        raise typer.Abort
    if any(len(line) >= LONGEST_LINE for line in draft.split(b"\n")):
        raise BadOption("a line is too long for a terminal to hand over whole: put the draft in a file and call reattune check - < FILE")
    return draft.decode(sys.stdin.encoding or "utf-8", "replace").replace("\r\n", "\n").strip("\n")


def _read(terminal: int) -> bytes:
    draft = b""
    while chunk := os.read(terminal, 65_536):
        draft += chunk
        while _ends(draft):
            more = _come_already(terminal)
            if not more:
                return draft
            draft += more
    return draft


def _ends(draft: bytes) -> bool:
    return bool(draft.strip()) and draft.replace(b"\r", b"").endswith(b"\n\n")


def _come_already(terminal: int) -> bytes:
    """What lies ready; also the last half line of what was pasted, which a terminal holds back until its end is typed."""
    if sys.platform == "win32":
        import msvcrt

        time.sleep(PASTE_GAP)
        return os.read(terminal, 65_536) if msvcrt.kbhit() else b""
    import termios

    as_it_was = termios.tcgetattr(terminal)
    at_once = [*as_it_was[:6], [*as_it_was[6]]]
    at_once[3] = as_it_was[3] & ~termios.ICANON
    at_once[6][termios.VMIN], at_once[6][termios.VTIME] = 0, int(PASTE_GAP * 10)
    termios.tcsetattr(terminal, termios.TCSANOW, at_once)
    try:
        return os.read(terminal, 65_536)
    finally:
        termios.tcsetattr(terminal, termios.TCSANOW, as_it_was)
