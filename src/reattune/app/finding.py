"""Finding something in the guide: what to show for what was asked and chosen, and what stands around an entry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reattune.app import guide_words, practice_words
from reattune.app.building import fired
from reattune.coaching.drills import BY_NAME
from reattune.core.coded import Coded, Coder
from reattune.core.errors import BadOption
from reattune.guide import Choices, Count, Entry, Facet, Guide, Kind, Topic, counted, narrow, search

LONGEST = 300
REPAIR = "repair"
SAFETY = "safety"  # the tag of what may stand beside the safety signal
DIRECTORY = (Kind.BOOK, Kind.TOOL, Kind.PERSON, Kind.PROGRAM)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for and chosen; `fired` is what was heard where the safety signal fired in it."""

    query: str = ""
    choices: Choices = frozenset()
    fired: Coded | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What to show: what was found, what could be chosen, and whether anything was asked or chosen at all."""

    found: tuple[Entry, ...]
    facets: tuple[tuple[Facet, tuple[Count, ...]], ...]
    narrowed: bool
    without_choices: int


def ask(query: str, choices: Choices, coder: Coder, heed: bool = True) -> Asked:
    """What is asked for, and whether the safety signal fires in it; `heed` off is for the person who says that it was heard wrong.

    Raises BadOption for more words than anybody looks up.
    """
    words = " ".join(query.split())
    if len(words) > LONGEST:
        raise BadOption(guide_words.TOO_LONG)
    return Asked(words, choices, fired(words, coder) if heed else None)


def chosen(guide: Guide, values: Iterable[str]) -> Choices:
    """The choices as a form sends them, `facet:value` each. Raises BadOption for one that is not there."""
    known = {f"{facet}:{one.value}": (facet, one.value) for facet, counts in counted(guide.entries, frozenset()) for one in counts}
    found = list(values)
    if not set(found) <= known.keys():
        raise BadOption(guide_words.NO_CHOICE)
    return frozenset(known[one] for one in found)


def show(guide: Guide, asked: Asked) -> Shown:
    """What to show. Nothing asked and nothing chosen: the whole directory. Where the safety signal fired: what is about safety, only."""
    if asked.fired:
        return Shown(tuple(one for one in guide.entries if SAFETY in one.tags), (), True, 0)
    pool = search(guide.entries, asked.query) if asked.query else guide.entries
    narrowed = bool(asked.query or asked.choices)
    found = narrow(pool, asked.choices) if narrowed else guide.of(*DIRECTORY)
    return Shown(found, counted(pool, asked.choices), narrowed, len(pool))


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around an entry: what to practise (names and titles), and its neighbours by kind, whichever points at the other."""

    exercises: tuple[tuple[str, str], ...]
    builder: bool
    near: tuple[tuple[Kind, tuple[Entry, ...]], ...]


def around(guide: Guide, entry: Entry) -> Around:
    """What stands around it; an exercise that does not exist is left out."""
    named = entry.exercises if isinstance(entry, Topic) else ()
    near = [one for one in guide.entries if one.id in entry.related or entry.id in one.related]
    return Around(
        tuple((name, practice_words.TITLES[name]) for name in named if name in BY_NAME),
        REPAIR in named,
        tuple((kind, found) for kind in Kind if (found := tuple(one for one in near if one.kind is kind))),
    )


def phrases(guide: Guide) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What people say who need a topic: the first of each topic, and the others."""
    topics = [one.phrases for one in guide.of(Kind.TOPIC)]
    return tuple(some[0] for some in topics), tuple(phrase for some in topics for phrase in some[1:])
