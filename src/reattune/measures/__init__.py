"""A table of named, versioned measures, each with its interval."""

from __future__ import annotations

from reattune.measures.table import MEASURES, Facts, Measure, measure_all

__all__ = ["MEASURES", "Facts", "Measure", "measure_all"]
