"""From an export that somebody hands in to one `Conversation`, with nothing lost on the way.

`read` opens what it is given (`read_handed` takes what a browser handed in, in memory), finds the format by content, lets that format's
own file read it, and joins several parts into one conversation. A tie between formats is an error that names them, never a guess.
"""

from __future__ import annotations

from reattune.reading.detect import candidates, joined, parts_handed, read, read_handed, recognise
from reattune.reading.format import Format, Likeness, Options

__all__ = ["Format", "Likeness", "Options", "candidates", "joined", "parts_handed", "read", "read_handed", "recognise"]
