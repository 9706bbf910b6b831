"""How hard a text is to read: the school grade of Kincaid et al. (1975), with syllables counted by groups of vowels."""

from __future__ import annotations

import re
from collections.abc import Sequence


def syllables(word: str) -> int:
    """Groups of vowels, less a silent e at the end; at least one."""
    plain = re.sub(r"[^a-z]", "", word.casefold())
    groups = len(re.findall(r"[aeiouy]+", plain))
    return max(groups - (plain.endswith("e") and not plain.endswith(("le", "ee")) and groups > 1), 1)


def grade(texts: Sequence[str]) -> float:
    """0.39 words a sentence + 11.8 syllables a word - 15.59, over all texts together."""
    sentences = [part for text in texts for part in re.split(r"(?<=[.?!:])\s+|\n+", text) if re.search(r"[a-z]", part, re.IGNORECASE)]
    words = [word for part in sentences for word in re.findall(r"[\w'’]+", part)]
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
