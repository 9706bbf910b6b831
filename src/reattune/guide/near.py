"""Search by what is meant and by exact words together.

Each line of an entry under which somebody might look for it (its title, what people say, what it looks like, what is asked) has a vector
of what it is about; an entry is as near as its nearest lines. Beside that it has what the exact search finds: of the words asked for, how
many it holds, those that few entries hold weighing more. Both together decide, so that a name is found as well as a mood.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from reattune.guide import elsewhere
from reattune.guide.entry import Book, Entry, Offer, Topic
from reattune.guide.search import TITLE, says, search, spaced, terms, weights

Vectors = npt.NDArray[np.float32]
Reader = Callable[[Sequence[str]], Vectors]
NEAREST = 2  # lines that tell how near an entry is
EXACT = 1.0  # what the exact words weigh beside the meaning
FOUND = 0.4  # what is less near than this is not shown
FOUND_STRANGE = 0.6  # the same, where the guide knows less than half of the words
FEW = 5  # so many are shown where they are near enough; more, where they are nearly as near as the best
FAR = 0.6  # of the best
NEARER = 0.05  # by how much something else must be nearer, for a query to be about that; by less, the fewer of its words are known
BETWEEN = frozenset(spaced(elsewhere.BETWEEN).split())
HELD = 0.4  # what holds so much of what is asked for is shown, however far it is


class Near:
    """The entries with their lines read; made once, asked often."""

    def __init__(self, entries: Sequence[Entry], read: Reader) -> None:
        """`read` makes (n, width) vectors of length one of n texts."""
        self.entries = tuple(entries)
        self._read = read
        lines = [list(_lines(one)) for one in entries]
        self._vectors = read([line for some in lines for line in some])
        self._elsewhere = read(elsewhere.LINES)
        self._starts = np.cumsum([0, *(len(some) for some in lines)])
        held = Counter(term for one in entries for term in weights(one))
        self._rare = {term: math.log(1 + len(self.entries) / count) for term, count in held.items()}

    def search(self, query: str) -> tuple[Entry, ...]:
        """What is near enough to what is asked for or holds most of its words, the nearest first; what says just that before all.

        Nothing where it is about something else.
        """
        if not len(self._vectors) or self._is_elsewhere(query):
            return ()
        scores = self.scores(query)
        order = sorted(range(len(scores)), key=lambda place: (-scores[place], self.entries[place].title.casefold()))
        near = [place for place in order if scores[place] >= (FOUND if self._known(query) >= 0.5 else FOUND_STRANGE)]
        kept = {place for at, place in enumerate(near) if at < FEW or scores[place] >= FAR * scores[near[0]]}
        exact = {one.id for one in search(self.entries, query)}
        held = self._held(query)
        kept |= {place for place in order if held[place] >= HELD and self.entries[place].id in exact}
        return tuple(self.entries[place] for place in order if place in kept)

    def _is_elsewhere(self, query: str) -> bool:
        """Whether it is nearer to what people look up elsewhere than to any line of the guide.

        What some entry says just so, or has every word of, is never elsewhere; nor is what names people or what is between them.
        """
        if BETWEEN & set(spaced(query).split()):
            return False
        vector = self._read([query])[0]
        nearer = float((self._elsewhere @ vector).max()) - float((self._vectors @ vector).max())
        if nearer <= NEARER * (2 * self._known(query) - 1):
            return False
        asked = terms(query)
        return not any(says(one, query) or (asked and asked <= weights(one).keys()) for one in self.entries)

    def _known(self, query: str) -> float:
        """The share of the words asked for that some entry has."""
        asked = terms(query)
        return sum(term in self._rare for term in asked) / len(asked) if asked else 0.0

    def scores(self, query: str) -> Vectors:
        """(entries,) how near each is."""
        cosines = self._vectors @ self._read([query])[0] if len(self._vectors) else np.zeros(0, np.float32)
        exact = self._weighed(query, lambda weight: (weight / TITLE) ** 0.5)
        found = np.zeros(len(self.entries), np.float32)
        for place, entry in enumerate(self.entries):
            lines = np.sort(cosines[self._starts[place] : self._starts[place + 1]])[-NEAREST:]
            found[place] = lines.mean() + EXACT * exact[place] + (2.0 if says(entry, query) else 0.0)
        return found

    def _held(self, query: str) -> Sequence[float]:
        """Of what is asked for, how much each entry holds: 1 is all of it; words that few entries hold weigh more."""
        return self._weighed(query, lambda _: 1.0)

    def _weighed(self, query: str, place_weighs: Callable[[int], float]) -> Sequence[float]:
        asked = terms(query)
        whole = sum(self._rare.get(term, math.log(1 + len(self.entries))) for term in asked) or 1.0
        every = [weights(entry) for entry in self.entries]
        return [sum(self._rare[term] * place_weighs(held[term]) for term in asked if term in held) / whole for held in every]


def _lines(entry: Entry) -> Iterator[str]:
    yield entry.title
    yield entry.in_short
    yield from (*entry.phrases, *entry.said)
    if isinstance(entry, Book):
        yield entry.for_whom
    if isinstance(entry, Offer) and entry.approach:
        yield entry.approach
    if isinstance(entry, Topic):
        yield from entry.looks_like
        yield from (passage.heading for passage in (*entry.body, *entry.questions))
