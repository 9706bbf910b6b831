"""What the encoder is shown of a text: the same words, with what its vocabulary would lose put into words.

The vocabulary knows neither emoji nor capitals, and both carry meaning between people: a laughing face turns an insult
into a joke, capitals turn a sentence into a shout. Training and use share this file, so that both see the same.
"""

from __future__ import annotations

import re
import string
import unicodedata
from functools import lru_cache

from reattune.coding.persons import one_person

LINK = re.compile(r"https?://\S+|www\.\S+")
RUN = re.compile(r"([^\W\d_]|[!?])\1{2,}")
PICTURE = re.compile("[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\u2764\u203c\u2049]")
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\u00ad]")
QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "—": " - ", "–": " - ", "\u00a0": " ", "\u202f": " "})
CAPITALS, SMALL = string.ascii_uppercase.encode(), string.ascii_lowercase.encode()
SHOUTED_LETTERS = 6
SHOUTED_SHARE = 0.75


@lru_cache(maxsize=4096)
def _named(picture: str) -> str:
    name = unicodedata.name(picture, "").lower().replace("face with ", "").replace(" face", "")
    return f" {name} " if name else " "


def _shouted(text: str) -> bool:
    if text.isascii():  # the same rule, counted in one go: most text is of this kind
        written = text.encode("ascii")
        upper, lower = (len(written) - len(written.translate(None, kind)) for kind in (CAPITALS, SMALL))
        return upper + lower >= SHOUTED_LETTERS and upper >= SHOUTED_SHARE * (upper + lower)
    letters = [letter for letter in text if letter.isalpha()]
    upper = sum(letter.isupper() for letter in letters)
    return len(letters) >= SHOUTED_LETTERS and upper >= SHOUTED_SHARE * len(letters)


def _sound(text: str) -> str:
    """The text with halves of letters made whole where both are there, else marked: a tokenizer takes no half letter."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def normalise(text: str) -> str:
    """The text as the encoder reads it; never longer than a few times the text, never empty of words it had."""
    return in_words(one_person(text))


def in_words(text: str) -> str:
    """The text with pictures, links and shouting put into words."""
    whole = text if text.isascii() else _sound(text)
    plain = LINK.sub("link", whole)
    if not plain.isascii():
        plain = plain.translate(QUOTES)
        plain = PICTURE.sub(lambda found: _named(found[0]), INVISIBLE.sub("", plain))
    shout = "shouting: " if _shouted(plain) else ""
    return shout + " ".join(RUN.sub(r"\1\1", plain).split())
