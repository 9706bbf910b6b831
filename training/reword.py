"""The same message otherwise written: with typos, without apostrophes or stops, with contractions told out, with other persons in it.

None of these changes what a message does to the one who hears it, so a label stays. In training the small encoder is shown some examples
reworded in the first three ways (of listed persons it sees one only: `coding/persons.py`); `evaluation.robust` asks whether the shipped one
judges them alike.
"""

from __future__ import annotations

import random
import re

LETTERS = re.compile(r"[A-Za-z]{5,}")
TOLD_OUT = {
    "i'm": "I am",
    "i've": "I have",
    "i'll": "I will",
    "i'd": "I would",
    "you're": "you are",
    "you've": "you have",
    "we're": "we are",
    "it's": "it is",
    "that's": "that is",
    "don't": "do not",
    "doesn't": "does not",
    "didn't": "did not",
    "wasn't": "was not",
    "weren't": "were not",
    "isn't": "is not",
    "can't": "cannot",
    "couldn't": "could not",
    "shouldn't": "should not",
    "wouldn't": "would not",
    "won't": "will not",
    "haven't": "have not",
}
CONTRACTED = re.compile("|".join(rf"\b{short}\b" for short in TOLD_OUT), re.IGNORECASE)
PERSONS = [
    ("he", "she"),
    ("himself", "herself"),
    ("mum", "dad"),
    ("mom", "dad"),
    ("mother", "father"),
    ("mama", "papa"),
    ("sister", "brother"),
    ("wife", "husband"),
    ("girlfriend", "boyfriend"),
    ("daughter", "son"),
    ("girl", "boy"),
    ("girls", "boys"),
    ("woman", "man"),
    ("women", "men"),
    ("aunt", "uncle"),
    ("niece", "nephew"),
    ("grandma", "grandpa"),
    ("gran", "grandad"),
    ("lady", "gentleman"),
]
NAMES = (
    "Anna", "Amir", "Priya", "Tom", "Sarah", "James", "Maria", "Liam", "Aisha", "Dan", "Emma", "Kofi", "Sophie", "Raj", "Chloe",
    "Ben", "Fatima", "Jack", "Nina", "Mark", "Laura", "Sam", "Kate", "Joe", "Grace", "Paul", "Lucy", "Mike", "Zoe", "Alex",
    "Ruth", "Peter", "Meera", "David", "Jo", "Chris", "Leah", "Omar", "Beth", "Marcus", "Ines", "Yusuf", "Claire", "Hassan",
    "Molly", "Dave", "Sean", "Rosa", "Ali", "Ellie",
)  # fmt: skip
RARE = ("Thandeka", "Bogdan", "Xiomara", "Oisin", "Ximena", "Tadeusz", "Nomvula", "Zbigniew", "Saoirse", "Temitope", "Ayodele", "Ragnhild")
NAMED = re.compile(r"\b(" + "|".join(NAMES) + r")\b")


def _like(word: str, model: str) -> str:
    return word.upper() if model.isupper() and len(model) > 1 else word[:1].upper() + word[1:] if model[:1].isupper() else word


def typos(text: str, chance: random.Random) -> str:
    """One letter in about ten words dropped, doubled or put before its neighbour; the first letter stays."""

    def slip(found: re.Match[str]) -> str:
        word = found[0]
        if chance.random() > 0.25:
            return word
        at = chance.randrange(1, len(word) - 1)
        before, after = word[:at], word[at:]
        return chance.choice((before + after[1:], before + word[at] + after, before + after[1] + after[0] + after[2:]))

    return LETTERS.sub(slip, text)


def bare(text: str) -> str:
    """As typed in haste: no capitals, apostrophes or stops, except what asks or exclaims."""
    return re.sub(r"[.,;:]+(?=\s|$)|['’]", "", text).lower()


def told_out(text: str) -> str:
    """The commonest contractions in full."""
    return CONTRACTED.sub(lambda found: _like(TOLD_OUT[found[0].lower()], found[0]), text)


def _table() -> dict[str, str]:
    return {one: other for first, second in PERSONS for one, other in ((first, second), (second, first))} | {"dad": "mum", "mum": "dad"}


SWAPPED = _table()
PERSON = re.compile(r"\b(" + "|".join(SWAPPED) + r"|her|hers|his|him)\b", re.IGNORECASE)
AFTER_WHOM = re.compile(  # what follows "her" where it is somebody and not somebody's thing
    r"\s+(?:to|that|and|or|but|about|for|with|at|in|on|when|if|because|again|so|as|what|how|why|the|a|an|up|down|off|out|before|after|too"
    r"|(?:i|you|he|she|it|we|they)(?:'\w+)?|not|now|yesterday|today|tonight|tomorrow|back|through|till|until|from|of|like|go|leave|come|bye|more|left"
    r"|wait|over|into|alone|there|here|then|since|while|where|who|this|these|some|no|every|anything|everything|nothing|something)\b",
    re.IGNORECASE,
)
FOLLOWED = re.compile(r"\s+[a-z]", re.IGNORECASE)


def other_persons(text: str, chance: random.Random | None = None) -> str:
    """Women for men and the other way round; other names for those that are known, shifted by chance where one is given."""

    def swap(found: re.Match[str]) -> str:
        word = found[0].lower()
        if word == "her":  # her coat, but told her
            return _like("his" if FOLLOWED.match(text, found.end()) and not _ends_there(text, found.end()) else "him", found[0])
        return _like({"hers": "his", "his": "her", "him": "her"}.get(word) or SWAPPED[word], found[0])

    swapped = PERSON.sub(swap, text)
    shift = chance.randrange(1, len(NAMES)) if chance else 7
    return NAMED.sub(lambda found: NAMES[(NAMES.index(found[0]) + shift) % len(NAMES)], swapped)


def rare_names(text: str) -> str:
    """The names that are known replaced by ones that the coder has no list of (`reattune/coding/names.txt`)."""
    return NAMED.sub(lambda found: RARE[NAMES.index(found[0]) % len(RARE)], text)


def _ends_there(text: str, place: int) -> bool:
    return AFTER_WHOM.match(text, place) is not None


def reworded(text: str, chance: random.Random) -> str:
    """The text as it is, most often; else in one of the first three ways."""
    drawn = chance.random()
    if drawn < 0.08:
        return typos(text, chance)
    if drawn < 0.20:
        return bare(text)
    return told_out(text) if drawn < 0.26 else text
