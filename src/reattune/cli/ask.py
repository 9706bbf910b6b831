"""Asking at a terminal for a draft, which may have several lines.

An empty line ends it. But a pasted letter has empty lines in it, and what is not read would be left for the shell, which
keeps it in its history: so an empty line ends a draft only where nothing more has come, be it half a line, and what comes too late
is thrown away. The terminal is read without a buffer of Python's, which would hide what has come already.
"""

from __future__ import annotations

import os
import select
import sys
import time

import typer

from reattune.core.errors import BadOption

PASTE_GAP = 0.05  # seconds; what was pasted lies ready, what is typed does not
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
        if draft.strip() and draft.replace(b"\r", b"").endswith(b"\n\n") and not _more(terminal):
            break
    return draft


def _more(terminal: int) -> bool:
    """Whether anything more has come; the last half line of what was pasted counts, which a terminal holds back until its end is typed."""
    if sys.platform == "win32":
        import msvcrt

        time.sleep(PASTE_GAP)
        return bool(msvcrt.kbhit())
    import termios

    as_it_was = termios.tcgetattr(terminal)
    by_letter = [*as_it_was]
    by_letter[3] = as_it_was[3] & ~termios.ICANON
    termios.tcsetattr(terminal, termios.TCSANOW, by_letter)
    try:
        if select.select([terminal], [], [], PASTE_GAP)[0]:
            return True
        termios.tcflush(terminal, termios.TCIFLUSH)
        return False
    finally:
        termios.tcsetattr(terminal, termios.TCSANOW, as_it_was)
