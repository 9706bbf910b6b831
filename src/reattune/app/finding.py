"""Finding something in the guide: what to show for what was asked and chosen, and what stands around an entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from reattune.app import fit_words, guide_words, practice_words
from reattune.app.building import fired
from reattune.coaching.drills import BY_NAME
from reattune.core.coded import Coded, Coder
from reattune.core.errors import BadOption
from reattune.core.names import SafetyKind
from reattune.guide import LOW, SAFETY, Choices, Count, Danger, Entry, Facet, Guide, Kind, Offer, Topic, counted, danger, load, narrow
from reattune.guide.fit import SAFE, Answers, How, Means, Ready, What, With

if TYPE_CHECKING:
    from reattune.guide.near import Near

LONGEST, PERHAPS = 300, 5
REPAIR = "repair"
PLAIN = frozenset(
    {SafetyKind.SELF_HARM, SafetyKind.THREAT, SafetyKind.FORCE, SafetyKind.SEXUAL_COERCION}
)  # beside these nothing else is offered
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
    perhaps: tuple[Entry, ...] = ()  # where the words tell of danger: what else it may have been, to be unfolded
    turn: bool = False  # whether where to turn belongs above it


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
    """What to show. Nothing asked and nothing chosen: the whole directory. Where the safety signal fired: what is about safety, first and
    alone; what else it may have been only where the words themselves do not speak of danger, too, and nobody thinks of dying.
    """
    if asked.fired:
        return _fired(guide, asked)
    pool = looked_up(guide, asked.query) if asked.query else guide.entries
    narrowed = bool(asked.query or asked.choices)
    found = narrow(pool, asked.choices) if narrowed else guide.of(*DIRECTORY)
    shown = Shown(found, counted(pool, asked.choices), narrowed, len(pool))
    plain = danger(asked.query) if asked.query else None
    if plain is None or asked.choices:
        return replace(shown, turn=plain is not None or (bool(asked.query) and bool({SAFETY, LOW} & set(_tags(found)))))
    tag = LOW if plain is Danger.DYING else SAFETY
    led = plain is not Danger.DYING and tag in _tags(found)  # a program may be what is looked for
    first = () if led else tuple(one for one in guide.of(Kind.TOPIC) if tag in one.tags)
    rest = tuple(one for one in found if one not in first)
    return replace(
        shown,
        found=first + tuple(one for one in rest if tag in one.tags),
        perhaps=tuple(one for one in rest if tag not in one.tags)[:PERHAPS],
        turn=True,
    )


def _tags(found: Sequence[Entry]) -> tuple[str, ...]:
    """The tags of what comes first."""
    return found[0].tags if found else ()


def _fired(guide: Guide, asked: Asked) -> Shown:
    kinds = asked.fired.safety.kinds if asked.fired and asked.fired.safety else ()
    if tuple(kinds) == (SafetyKind.SELF_HARM,):
        return Shown(tuple(one for one in guide.of(Kind.TOPIC) if LOW in one.tags), (), True, 0, turn=True)
    safe = tuple(one for one in guide.of(Kind.TOPIC) if SAFETY in one.tags)  # programs for who hurts are no help to the hurt
    near = looked_up(guide, asked.query)
    plain = danger(asked.query)
    if plain is Danger.HURTING:
        safe += tuple(one for one in near if SAFETY in one.tags and one not in safe)
    sure = bool(PLAIN & set(kinds)) or near[:1] == safe[:1] or plain is not None
    perhaps = () if sure else tuple(one for one in near if SAFETY not in one.tags)[:PERHAPS]
    return Shown(safe, (), True, 0, perhaps, turn=True)


def looked_up(guide: Guide, query: str) -> tuple[Entry, ...]:
    """What fits the words, by what they mean and by themselves."""
    from reattune.guide.near import Near  # with numpy, which a start can do without

    if guide is load():
        return _shipped_near().search(query)
    from reattune.coding.meaning import shipped

    return Near(guide.entries, shipped().vectors).search(query)


@cache
def _shipped_near() -> Near:
    from reattune.coding.meaning import shipped
    from reattune.guide.near import Near

    return Near(load().entries, shipped().vectors)


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


def countries(guide: Guide) -> tuple[str, ...]:
    """Every country that an entry names."""
    return tuple(sorted({country for one in guide.entries if isinstance(one, Offer) for country in one.countries}))


def answers(guide: Guide, typed: Mapping[str, str]) -> Answers:
    """The five answers as a form sends them. Fear alone is answer enough. Raises BadOption where one is missing or is none."""
    if typed.get("what") in SAFE:
        typed = {"who": With.MYSELF, "ready": Ready.UNSURE, "how": How.ALONE, "means": Means.ANY, **{k: v for k, v in typed.items() if v}}
    try:
        found = Answers(
            What(typed["what"]),
            With(typed["who"]),
            Ready(typed["ready"]),
            How(typed["how"]),
            Means(typed["means"]),
            typed.get("country", ""),
        )
    except (KeyError, ValueError):
        raise BadOption(fit_words.LACKING) from None
    if found.country and found.country not in countries(guide):
        raise BadOption(guide_words.NO_CHOICE)
    return found
