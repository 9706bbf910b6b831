"""Finding something in the guide: what to show for what was asked and chosen, and what stands around an entry."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from reattune.app import fit_words, guide_words, practice_words
from reattune.app.building import fired
from reattune.coaching.drills import BY_NAME
from reattune.core.coded import Coded, Coder
from reattune.core.errors import BadOption
from reattune.core.names import SafetyKind
from reattune.guide import LOW, SAFETY, Choices, Count, Danger, Entry, Facet, Guide, Kind, Offer, Topic, counted, dangers, load, narrow
from reattune.guide.danger import looks_for_a_program, without_harmless
from reattune.guide.fit import SAFE, Answers, How, Means, Ready, What, With
from reattune.guide.search import says, terms

if TYPE_CHECKING:
    from reattune.guide.near import Near

LONGEST = 300
REPAIR = "repair"
PLAIN = frozenset(
    {SafetyKind.SELF_HARM, SafetyKind.THREAT, SafetyKind.FORCE, SafetyKind.SEXUAL_COERCION}
)  # beside these everything else is folded away
DIRECTORY = (Kind.BOOK, Kind.TOOL, Kind.PERSON, Kind.PROGRAM)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for and chosen; `fired` is what was heard where the safety signal fired in it, `plain` what its plain words tell."""

    query: str = ""
    choices: Choices = frozenset()
    fired: Coded | None = None
    plain: frozenset[Danger] = frozenset()

    @property
    def dangers(self) -> frozenset[Danger]:
        """Every danger that was heard."""
        kinds = set(self.fired.safety.kinds) if self.fired and self.fired.safety else set()
        heard = {Danger.DYING} if SafetyKind.SELF_HARM in kinds else set()
        if kinds - {SafetyKind.SELF_HARM} and Danger.HURTING not in self.plain:
            heard.add(Danger.HURT)
        return self.plain | heard

    @property
    def told(self) -> Coded | None:
        """What the safety signal heard, where it is said: to whoever fears what they may do it would tell of fear of another person."""
        return None if Danger.HURTING in self.plain else self.fired


@dataclass(frozen=True, slots=True)
class Shown:
    """What to show: what was found, what could be chosen, and whether anything was asked or chosen at all."""

    found: tuple[Entry, ...]
    facets: tuple[tuple[Facet, tuple[Count, ...]], ...]
    narrowed: bool
    without_choices: int
    perhaps: tuple[Entry, ...] = ()  # where danger was heard: what else it may have been
    folded: bool = False  # whether that is to be unfolded first
    turn: bool = False  # whether where to turn belongs above it
    careful: bool = False  # whether what is found first is about safety or depression, without any danger heard


def ask(query: str, choices: Choices, coder: Coder, heed: bool = True) -> Asked:
    """What is asked for, and whether danger is heard in it; `heed` off is for the person who says that it was heard wrong.

    A phrase of the guide's own, none of whose entries is about safety, is known for what it is: the coder is not asked about it.
    Raises BadOption for more words than anybody looks up.
    """
    words = " ".join(query.split())
    if len(words) > LONGEST:
        raise BadOption(guide_words.TOO_LONG)
    if not heed:
        return Asked(words, choices)
    own = [entry for entry in load().entries if says(entry, words)]
    known = bool(own) and not any(SAFETY in entry.tags for entry in own)
    return Asked(words, choices, None if known else _fired(words, coder), dangers(words))


def _fired(words: str, coder: Coder) -> Coded | None:
    """What was heard where the signal fires, also without those of the words that sound like danger and are none.

    Thoughts of dying that were heard once stay, whatever the words beside them.
    """
    first, left = fired(words, coder), without_harmless(words)
    if first is None or left == words or (first.safety and SafetyKind.SELF_HARM in first.safety.kinds):
        return first
    return fired(left, coder) if terms(left) else None


def chosen(guide: Guide, values: Iterable[str]) -> Choices:
    """The choices as a form sends them, `facet:value` each. Raises BadOption for one that is not there."""
    known = {f"{facet}:{one.value}": (facet, one.value) for facet, counts in counted(guide.entries, frozenset()) for one in counts}
    found = list(values)
    if not set(found) <= known.keys():
        raise BadOption(guide_words.NO_CHOICE)
    return frozenset(known[one] for one in found)


def show(guide: Guide, asked: Asked) -> Shown:
    """What to show. Nothing asked and nothing chosen: the whole directory.

    Where danger was heard, what is about it stands first, whatever was chosen, and what else was found stands behind: it is folded away
    where plain words told of danger or a threat, force or thoughts of dying were heard, and stands below where it may be less than that.
    Programs for those who hurt others come last for everybody else, and are left out for whoever plainly says that they are hurt.
    """
    pool = in_order(looked_up(guide, asked.query), asked) if asked.query else guide.entries
    narrowed = bool(asked.query or asked.choices)
    found = narrow(pool, asked.choices) if narrowed else guide.of(*DIRECTORY)
    shown = Shown(found, counted(pool, asked.choices), narrowed, len(pool))
    heard = asked.dangers
    if not heard:
        first = found[:1] if asked.query else ()
        return replace(shown, careful=any(one.kind is Kind.TOPIC and grave(one) for one in first))
    first = comes_first(guide, asked, found)
    kinds = asked.fired.safety.kinds if asked.fired and asked.fired.safety else ()
    return replace(
        shown,
        found=first,
        perhaps=tuple(one for one in found if one not in first),
        folded=bool(asked.plain or PLAIN & set(kinds)),
        turn=True,
    )


def in_order(found: Sequence[Entry], asked: Asked) -> tuple[Entry, ...]:
    """What was found, with the programs for those who hurt last, or left out, unless they are meant."""
    last = [one for one in found if _for_who_hurts(one) and not _meant(one, asked)]
    others = [one for one in found if one not in last]
    return tuple(others if Danger.HURT in asked.plain else others + last)


def _for_who_hurts(entry: Entry) -> bool:
    return entry.kind is not Kind.TOPIC and SAFETY in entry.tags


def _meant(entry: Entry, asked: Asked) -> bool:
    """Whether a program is meant for the one who asks, or is what they look for."""
    return Danger.HURTING in asked.dangers or looks_for_a_program(asked.query, Danger.HURT in asked.plain) or says(entry, asked.query)


def comes_first(guide: Guide, asked: Asked, found: Sequence[Entry]) -> tuple[Entry, ...]:
    """What is about the danger that was heard: its topics, and programs where these are looked for or meant for the one who asks."""
    heard = asked.dangers
    tags = ({SAFETY} if heard & {Danger.HURT, Danger.HURTING} else set()) | ({LOW} if Danger.DYING in heard else set())
    topics = tuple(one for one in guide.of(Kind.TOPIC) if tags & set(one.tags))
    programs = [one for one in found if _for_who_hurts(one) and _meant(one, asked)]
    if Danger.HURTING in heard and not asked.choices:
        programs += [one for one in guide.entries if _for_who_hurts(one)]
    return tuple(dict.fromkeys((*topics, *programs)))


# what an answer to the first question tells of, as words of danger would
MEANT: Mapping[What, frozenset[Danger]] = {
    **dict.fromkeys(What, frozenset()),
    What.AFRAID: frozenset({Danger.HURT}),
    What.FRIGHTEN: frozenset({Danger.HURTING}),
    What.LOW: frozenset({Danger.DYING}),
}


def whom(heard: Collection[Danger]) -> str:
    """For whom the numbers are that come first."""
    return "self_harm" if Danger.DYING in heard else "frightens" if set(heard) == {Danger.HURTING} else "afraid" if heard else ""


def grave(entry: Entry) -> bool:
    """Whether where to turn belongs beside it."""
    return SAFETY in entry.tags or (entry.kind is Kind.TOPIC and LOW in entry.tags)


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
    """What stands around an entry: what to practise (names and titles), and its neighbours by kind."""

    exercises: tuple[tuple[str, str], ...]
    builder: bool
    near: tuple[tuple[Kind, tuple[Entry, ...]], ...]


def around(guide: Guide, entry: Entry) -> Around:
    """What stands around it, whichever points at the other; an exercise that does not exist is left out.

    On the page of a topic about safety only what that topic names: others point there as a warning, and are no help where there is fear.
    """
    named = entry.exercises if isinstance(entry, Topic) else ()
    warned = isinstance(entry, Topic) and SAFETY in entry.tags
    near = [one for one in guide.entries if one.id in entry.related or (entry.id in one.related and not warned)]
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
