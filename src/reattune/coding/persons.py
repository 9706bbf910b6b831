"""Whoever is spoken of, the encoder is shown the same person: what is heard must not turn on a name or on who is a woman and who a man.

Words that come in two, for women and for men, become one of the two, and common given names become one name. Which of the two it is
says nothing; it is the one that the other stands for with fewest mistakes ("her" is both "him" and "his"; "man" is also a sigh).
A name counts where it is written with a capital or in capitals. Names that are not listed stay as they are, among them such as are also
common words (Mark, Grace, Will).
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

ONE_NAME = "Sam"
SAME = {
    "he": "she", "him": "her", "his": "her", "hers": "her", "himself": "herself", "hes": "shes",
    "dad": "mum", "mom": "mum", "daddy": "mummy", "mommy": "mummy", "papa": "mama", "father": "mother", "fathers": "mothers",
    "dads": "mums", "moms": "mums", "grandpa": "grandma", "grandad": "gran", "granddad": "gran", "grandfather": "grandmother",
    "brother": "sister", "brothers": "sisters", "husband": "wife", "husbands": "wives", "boyfriend": "girlfriend",
    "boyfriends": "girlfriends",
    "uncle": "aunt", "bf": "gf", "grandson": "granddaughter", "grandsons": "granddaughters", "gentlemen": "ladies", "mr": "ms", "mrs": "ms",
    "nephew": "niece", "gentleman": "lady", "stepdad": "stepmum", "stepmom": "stepmum", "stepfather": "stepmother",
    "daughter": "son", "daughters": "sons", "stepdaughter": "stepson", "girl": "boy", "girls": "boys", "woman": "man", "women": "men",
}  # fmt: skip
WORD = re.compile(r"[^\W\d_]+")


def names_listed() -> str:
    """The file of names, as it is."""
    return (resources.files("reattune.coding") / "names.txt").read_text(encoding="utf-8")


@cache
def _same() -> dict[str, str]:
    """Each word that becomes another, in small letters, with a capital and in capitals; and each name."""
    names = names_listed().split()
    ways = (str.lower, str.capitalize, str.upper)
    return {way(word): way(same) for word, same in SAME.items() for way in ways} | {
        way(name): way(ONE_NAME) for name in names for way in (str, str.upper)
    }


def one_person(text: str) -> str:
    """The text with every listed name and every listed word for a woman or a man made one."""
    same = _same()
    if same.keys().isdisjoint(WORD.findall(text)):
        return text  # most texts name nobody
    return WORD.sub(lambda found: same.get(found[0], found[0]), text)
