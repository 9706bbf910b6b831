"""Search by exact words: case, accents and the plural do not count; where a word stands decides its weight.

An entry is found by the words it has of those that were asked for, the small words left out; those that have far fewer than the best are
not shown. Search by meaning can stand beside this and never needs to replace it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from reattune.guide.entry import Book, Entry, Offer, Topic

TITLE, PHRASE, TAG, SHORT, BODY = 8, 5, 4, 3, 1
WORD = re.compile(r"\w+")
SMALL = frozenset(
    WORD.findall(
        "a about after again all also am an and any are as at be because been but by can could did do does doing don done for "
        "from get got had has have he her hers him his how i if in into is isn it its just m me my no not of on or our out re s "
        "she should so some t than that the their them then there they this to too up us ve was we were what when where which who "
        "why will with won would you your "
        "cant couldnt didnt doesnt dont hes im isnt ive shes thats theyre wasnt weve whats wont wouldnt youre"
    )
)


def search(entries: Sequence[Entry], query: str) -> tuple[Entry, ...]:
    """The entries that hold what is asked for: those that say just that, then those with most of its words, by where these stand.

    Small words alone (us, the) find only what says just that, as a title may.
    """
    asked = terms(query)
    held = [(one, [places[term] for term in asked if term in places]) for one in entries if (places := weights(one))]
    most = max((len(found) for _, found in held), default=0)
    kept = [(one, found) for one, found in held if says(one, query) or (found and 2 * len(found) >= most)]
    kept.sort(key=lambda pair: (not says(pair[0], query), -len(pair[1]), -sum(pair[1]), pair[0].title.casefold()))
    return tuple(one for one, _ in kept)


def says(entry: Entry, query: str) -> bool:
    """Whether it says just that, small words and all: as its title, or as a phrase of those who need it."""
    whole = spaced(query)
    return any(spaced(words) == whole for words in (entry.title, *entry.phrases, *entry.said))


def spaced(words: str) -> str:
    """Its words in one line, without case, accents and signs."""
    return " ".join(WORD.findall(plain(words)))


def terms(words: str) -> frozenset[str]:
    """The words that count, each in one form; small ones do not."""
    return frozenset({_form(word) for word in WORD.findall(plain(words))} - SMALL)


def plain(words: str) -> str:
    """Words without case, accents and the 's of a noun."""
    apart = unicodedata.normalize("NFKD", words.casefold().replace("’", "'"))
    return re.sub(r"'s\b", "", "".join(sign for sign in apart if not unicodedata.combining(sign)))


def _form(word: str) -> str:
    """A word without its plural s: stories and story, losses and loss, books and book are one; loss, us and crisis stay as they are."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(maxsize=4096)
def weights(entry: Entry) -> Mapping[str, int]:
    """The words of an entry, each with the weight of the best place in which it stands."""
    best: dict[str, int] = {}
    for weight, words in _places(entry):
        for term in {_form(word) for word in WORD.findall(plain(words))}:
            best[term] = max(best.get(term, 0), weight)
    return best


def _places(entry: Entry) -> Iterator[tuple[int, str]]:
    yield TITLE, entry.title
    yield from ((PHRASE, phrase) for phrase in (*entry.phrases, *entry.said))
    yield from ((TAG, tag) for tag in entry.tags)
    yield SHORT, entry.in_short
    if isinstance(entry, Book):
        yield from ((PHRASE, author) for author in entry.authors)
        yield BODY, f"{entry.for_whom} {entry.year}"
    if isinstance(entry, Offer):
        yield PHRASE, entry.organisation
        yield BODY, " ".join((entry.approach, *entry.formats, *entry.audience, *entry.countries, *entry.languages))
    if isinstance(entry, Topic):
        yield from ((BODY, line) for line in entry.looks_like)
    yield from ((BODY, " ".join((passage.heading, *passage.text))) for passage in entry.passages())
