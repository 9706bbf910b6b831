"""Browsing by facets: what can be chosen, how many entries each choice would leave, and which are left.

Within a facet any of the chosen values will do; across facets all must be met. So a count beside a value tells what choosing it would show,
given what is chosen elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reattune.guide.entry import Book, Entry, Offer


class Facet(StrEnum):
    """By what one can narrow."""

    KIND = "kind"
    TAG = "tag"
    FORMAT = "format"
    AUDIENCE = "audience"
    COUNTRY = "country"
    LANGUAGE = "language"
    COST = "cost"


Choices = frozenset[tuple[Facet, str]]


@dataclass(frozen=True, slots=True)
class Count:
    """A value of a facet, how many entries choosing it would show, and whether it is chosen."""

    value: str
    count: int
    chosen: bool


def values(entry: Entry, facet: Facet) -> tuple[str, ...]:
    """What an entry has of a facet."""
    if facet is Facet.KIND:
        return (entry.kind.value,)
    if facet is Facet.TAG:
        return entry.tags
    if isinstance(entry, Book):
        return entry.audience if facet is Facet.AUDIENCE else ()
    if not isinstance(entry, Offer):
        return ()
    return {
        Facet.FORMAT: tuple(form.value for form in entry.formats),
        Facet.AUDIENCE: entry.audience,
        Facet.COUNTRY: entry.countries,
        Facet.LANGUAGE: entry.languages,
        Facet.COST: (entry.cost.value,) if entry.cost else (),
    }[facet]


def narrow(entries: Iterable[Entry], choices: Choices, but: Facet | None = None) -> tuple[Entry, ...]:
    """The entries that meet the choices, in the order given; those of the facet `but` do not count."""
    asked = {facet: {value for one, value in choices if one is facet} for facet, _ in choices if facet is not but}
    return tuple(one for one in entries if all(wanted & set(values(one, facet)) for facet, wanted in asked.items()))


def counted(entries: Sequence[Entry], choices: Choices) -> tuple[tuple[Facet, tuple[Count, ...]], ...]:
    """Each facet with its values and counts; a value that would show nothing is there only where it is chosen."""
    return tuple((facet, found) for facet in Facet if (found := _counts(entries, choices, facet)))


def _counts(entries: Sequence[Entry], choices: Choices, facet: Facet) -> tuple[Count, ...]:
    left = Counter(value for one in narrow(entries, choices, but=facet) for value in values(one, facet))
    chosen = {value for one, value in choices if one is facet}
    return tuple(Count(value, left[value], value in chosen) for value in sorted(left.keys() | chosen, key=str.casefold))
