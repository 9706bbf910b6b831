"""Where to turn: a dated table that works offline."""

from __future__ import annotations

from reattune.help.table import TERRITORIES, Help, Table, countries, load, near

__all__ = ["TERRITORIES", "Help", "Table", "countries", "load", "near"]
