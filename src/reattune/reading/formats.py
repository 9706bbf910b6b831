"""The table of formats: every export that reattune reads, by number of users."""

from __future__ import annotations

from reattune.reading import whatsapp
from reattune.reading.format import Format

FORMATS: tuple[Format, ...] = (whatsapp.FORMAT,)
