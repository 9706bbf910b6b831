"""Where to turn: a dated table that works offline."""

from __future__ import annotations

from reattune.help.table import Help, Table, load

__all__ = ["Help", "Table", "load"]
