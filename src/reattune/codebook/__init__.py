"""The vocabulary as data, with its types and the rule that grades by it.

What a word means is read from `codebook.toml` and from nowhere else, so that the screen, the documentation
and the training scripts all say the same. `load` gives the shipped codebook, `grade` the verdict that the
table defines.
"""

from __future__ import annotations

from reattune.codebook.book import Codebook, CounterExample, Entry, Kind, load, parse
from reattune.codebook.grading import grade, missing, present

__all__ = ["Codebook", "CounterExample", "Entry", "Kind", "grade", "load", "missing", "parse", "present"]
