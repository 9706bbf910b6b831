"""Pieces that the writers' strategies share: names, words and times that any export can carry."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hypothesis import strategies as st

from reattune.core.message import Message

NAMES = st.sampled_from(("Ana", "Jürgen Ōta", "Bo-Lin", "رنا", "小雪", "+44 7700 900123", "🦊", "Dr. Ngozi O'Hara"))

# no control characters, no invisible marks, no line ends of other scripts
LETTERS = st.characters(blacklist_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"), blacklist_characters="\u00a0\u202f\u2009\u3000")
WORDS = st.text(LETTERS, min_size=1, max_size=40).map(str.strip).filter(bool)
TEXTS = st.lists(WORDS, min_size=1, max_size=3).map("\n".join)
MINUTES = st.datetimes(min_value=datetime(2012, 1, 1), max_value=datetime(2030, 12, 31)).map(
    lambda when: when.replace(second=0, microsecond=0)
)
SECONDS = st.datetimes(min_value=datetime(2012, 1, 1), max_value=datetime(2030, 12, 31)).map(lambda when: when.replace(microsecond=0))


def a_message(*parts: Any, **more: Any) -> Message:
    """A message of these parts. `st.builds` would fill the defaults of a named tuple with anything, and these it leaves alone."""
    return Message(*parts, **more)
