"""Whether a text is in a script in which the codebook's language is not written: of such a text nothing can be told."""

from __future__ import annotations

LAST_LATIN = "\u024f"


def in_another_script(text: str) -> bool:
    """Whether most letters of a text are of a script in which no English is written."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter <= LAST_LATIN for letter in letters) * 2 < len(letters)
