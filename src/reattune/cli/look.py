"""How the terminal looks: one console, a few colours, plain when piped.

What people wrote passes through here on its way to the screen, and a terminal obeys what it is sent: control characters
are taken out in the console itself, so that no place that prints can forget it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from reattune import help as turning
from reattune.app import wording
from reattune.app.settings import own_country

HURTS, HELPS, QUIET = "yellow", "green", "dim"
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def shown(text: str) -> str:
    """The text without what a terminal would obey instead of show; tabs and line ends stay."""
    return CONTROL.sub("", text)


class Screen(Console):
    """A console whose own colours reach the terminal and whose texts bring no orders of their own."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Everything that is printed, in pieces; only the console's own moves of the cursor are control."""
        for piece in super().render(renderable, options):
            yield piece if piece.control else Segment(shown(piece.text), piece.style)


def console(stderr: bool = False) -> Console:
    """A console that wraps at a readable width and never guesses colours when piped."""
    stream = sys.stderr if stderr else sys.stdout
    made = Screen(file=stream, highlight=False, emoji=False, markup=False, soft_wrap=not stream.isatty())
    if stream.isatty() and made.width > 100:
        made.width = 100
    return made


def where_to_turn(out: Console, country: str | None = None, first: str = "") -> None:
    """The short table that stands in every report: of one's own country where it is known; for whom comes `first`, if that is known."""
    table = turning.load()
    out.print()
    out.print(wording.WHERE_TO_TURN)
    out.print(f"  {table.emergency}")
    near = turning.near(table, country or own_country())
    for whom, says in sorted(wording.WHOM.items(), key=lambda one: one[0] != first):
        out.print(f"  {says}:")
        some = [entry for entry in near if whom in entry.whom]
        for entry in some:
            out.print(f"    {entry.country}: {entry.service}, {entry.contact}. {entry.note} (Read on {wording.day_of(entry.read)}.)")
        if not some:
            out.print(f"    {wording.NO_LINE}")
    out.print(f"  {wording.MORE_COUNTRIES}")
