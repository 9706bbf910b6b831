"""Where to turn: a dated table that works offline."""

from __future__ import annotations

from reattune.help.table import FOR, TERRITORIES, Help, Table, countries, country, load, near

__all__ = ["FOR", "TERRITORIES", "Help", "Table", "countries", "country", "load", "near"]
