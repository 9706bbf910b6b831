"""From an export that somebody hands in to one `Conversation`, with nothing lost on the way.

`read` opens what it is given, finds the format by content, lets that format's own file read it, and joins several paths
into one conversation. A tie between formats is an error that names them, never a guess.
"""

from __future__ import annotations

from reattune.reading.detect import read, recognise
from reattune.reading.format import Format, Likeness, Options

__all__ = ["Format", "Likeness", "Options", "read", "recognise"]
