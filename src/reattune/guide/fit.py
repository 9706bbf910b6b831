"""The right fit: five plain questions, and a short list with the reason for each thing on it.

Safety comes before everything: whoever is afraid, or fears what they might do, is led to that and to nothing else. Nothing is ranked:
within a reason entries stand by title, and what is not known of an entry (its cost, say) does not shut it out. What is known of it must
fit: whom it is for, what it is about, its form, its cost and where it is. Fewer are better than wrong ones.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from reattune.guide.danger import SAFETY
from reattune.guide.entry import Book, Cost, Entry, Form, Kind, Offer
from reattune.guide.load import Guide

REPAIR = "repair"  # the exercise in which a repair is built
VALUES = "values"  # the exercise in which one finds out what matters
REACHING = frozenset({"repair", "apology"})  # tags of what is about reaching out, which is not for whoever was asked to stay away
BETRAYAL = "betrayal"  # the tag of what is about an affair or a long lie between two
OFFERED = 4  # books, tools, people and programs, at most, of each reason


class What(StrEnum):
    """What it is about."""

    HURT = "hurt"
    LOUD = "loud"
    SILENT = "silent"
    DEFEND = "defend"
    PLEASE = "please"
    TRUST = "trust"
    LOW = "low"
    WHO = "who"
    AFRAID = "afraid"
    FRIGHTEN = "frighten"  # one frightens somebody, or fears what one might do


class With(StrEnum):
    """Who it is with."""

    PARTNER = "partner"
    CHILD = "child"
    PARENT = "parent"
    FRIEND = "friend"
    COLLEAGUE = "colleague"
    MYSELF = "myself"


class Ready(StrEnum):
    """How ready the other is."""

    YES = "yes"
    UNSURE = "unsure"
    NO = "no"
    AWAY = "away"  # they asked to be left alone


class How(StrEnum):
    """In what form help would suit."""

    ALONE = "alone"
    ONE = "one"
    TWO = "two"
    GROUP = "group"
    ONLINE = "online"


class Means(StrEnum):
    """What can be paid."""

    NOTHING = "nothing"
    SOME = "some"
    ANY = "any"


class Why(StrEnum):
    """Why something is on the list."""

    SAFE = "safe"  # this comes first
    LEAVE = "leave"  # they asked to be left alone
    ABOUT = "about"  # it is about what was named
    WITH = "with"  # it is about this bond
    WITHOUT = "without"  # what one can do while the other does not want to
    BOOK = "book"  # to read by oneself
    FORM = "form"  # help in the form that was named
    CHOOSE = "choose"  # how to choose somebody


@dataclass(frozen=True, slots=True)
class Answers:
    """The five answers; `country` is where help is looked for, if it matters."""

    what: What
    who: With
    ready: Ready
    how: How
    means: Means
    country: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """An entry and why it is there."""

    entry: Entry
    why: Why


@dataclass(frozen=True, slots=True)
class Fit:
    """A short list: an exercise to begin with today (none where it would do harm), whether a professional belongs to it, and what fits."""

    exercise: str
    professional: bool
    picks: tuple[Pick, ...]


@dataclass(frozen=True, slots=True)
class _Leads:
    topics: tuple[str, ...]
    tags: frozenset[str]
    exercise: str
    professional: bool = False


SAFE = frozenset({What.AFRAID, What.FRIGHTEN})
LEADS: Mapping[What, _Leads] = {
    What.HURT: _Leads(("rupture-and-repair", "apology-and-research"), frozenset({"repair", "apology"}), REPAIR),
    What.LOUD: _Leads(("flooding-and-time-outs", "attachment-in-conflict"), frozenset({"conflict"}), "time-out"),
    What.SILENT: _Leads(("attachment-in-conflict", "flooding-and-time-outs"), frozenset({"silence"}), "toward-or-away"),
    What.DEFEND: _Leads(("shame-and-defensiveness",), frozenset({"shame", "apology"}), "stay"),
    What.PLEASE: _Leads(("nice-guy-pattern", "enmeshment"), frozenset({"boundaries"}), "name-the-feeling"),
    What.TRUST: _Leads(("betrayal",), frozenset({"betrayal", "trust"}), "name-the-feeling", professional=True),
    What.LOW: _Leads(
        ("finding-help-for-depression", "covert-depression-in-men"),
        frozenset({"depression", "men's groups"}),
        "name-the-feeling",
        professional=True,
    ),
    What.WHO: _Leads(("choosing-help",), frozenset({"values", "identity"}), VALUES),
}
BONDS: Mapping[With, tuple[str, ...]] = {
    With.CHILD: ("fatherhood-and-repair",),
    With.PARENT: ("enmeshment",),
    With.COLLEAGUE: ("repair-at-work",),
}
TAGS: Mapping[With, frozenset[str]] = {
    With.CHILD: frozenset({"children", "fatherhood", "parents", "family"}),
    With.PARENT: frozenset({"family"}),
    With.COLLEAGUE: frozenset({"work"}),
    With.PARTNER: frozenset({"relationships"}),
}
ONES_OWN = frozenset({What.LOW, What.WHO})  # what help must be about, whoever it is with
OF_BOTH = frozenset({What.DEFEND, What.PLEASE})  # one's own way with others: help may be about it or about the bond
# words of an audience that are about a bond, and which; all others (men, anyone) say nothing of it
AUDIENCE: Mapping[str, frozenset[With]] = {
    "couples": frozenset({With.PARTNER}),
    "parents": frozenset({With.CHILD}),
    "families": frozenset({With.PARTNER, With.CHILD, With.PARENT}),
    "workplaces": frozenset({With.COLLEAGUE}),
    "professionals": frozenset(),
}
FAMILY = frozenset({With.CHILD, With.PARENT})  # who helps couples may help families, too
FORMS: Mapping[How, Form] = {How.ONE: Form.ONE_TO_ONE, How.TWO: Form.COUPLES, How.GROUP: Form.GROUP, How.ONLINE: Form.ONLINE}
UNWILLING = "when-your-partner-wont-go"
CHOOSING = "choosing-help"


def fitting(guide: Guide, answers: Answers) -> Fit:
    """The short list. What an organisation's own guide does not hold is left out."""
    if answers.what in SAFE:
        safe = [one for one in guide.entries if SAFETY in one.tags and (one.kind is Kind.TOPIC or answers.what is What.FRIGHTEN)]
        return Fit("", True, tuple(Pick(one, Why.SAFE) for one in safe if _near(one, answers.country)))
    leads = LEADS[answers.what]
    away = answers.ready is Ready.AWAY
    exercise = "name-the-feeling" if away else leads.exercise
    picks: dict[str, Pick] = {}
    for one, why in _topics(guide, answers, leads):
        picks.setdefault(one.id, Pick(one, why))
    picks |= {one.entry.id: one for one in _directory(guide, answers, leads) if one.entry.id not in picks}
    return Fit(exercise, leads.professional, tuple(picks.values()))


def _topics(guide: Guide, answers: Answers, leads: _Leads) -> Iterator[tuple[Entry, Why]]:
    if answers.ready is Ready.AWAY:
        yield from ((one, Why.LEAVE) for one in guide.of(Kind.TOPIC) if SAFETY in one.tags)
    named = [(name, Why.WITH) for name in BONDS.get(answers.who, ())] + [(name, Why.ABOUT) for name in leads.topics]
    if answers.ready is Ready.AWAY:
        named = [(name, why) for name, why in named if (one := guide.entry(name)) and not REACHING & set(one.tags)]
    if answers.ready is Ready.NO and answers.who is With.PARTNER:
        named.append((UNWILLING, Why.WITHOUT))
    if answers.how in FORMS:
        named.append((CHOOSING, Why.CHOOSE))
    for name, why in named:
        found = guide.entry(name)
        if found is not None:
            yield found, why
    if answers.ready is not Ready.AWAY and not any(guide.entry(name) for name, _ in named):
        yield from ((one, Why.ABOUT) for one in guide.of(Kind.TOPIC) if set(one.tags) & leads.tags and SAFETY not in one.tags)


def _directory(guide: Guide, answers: Answers, leads: _Leads) -> Iterator[Pick]:
    """Books on it, and what can be turned to in the form that was named; of each a few."""
    matter, bond = _named(guide, leads.topics), _named(guide, BONDS.get(answers.who, ()))
    about = leads.tags | TAGS.get(answers.who, frozenset())
    fits = [
        one
        for one in guide.entries
        if isinstance(one, Book | Offer)
        and SAFETY not in one.tags
        and _about(one, answers, leads, matter, bond)
        and _meant(one, answers)
        and _for(one, answers)
    ]
    close = sorted(
        fits,
        key=lambda one: (
            not _there(one, answers.country), not _free(one, answers.means), one.id not in matter | bond, -len(set(one.tags) & about),
        ),
    )  # fmt: skip
    yield from _few(close, (Kind.BOOK, Kind.TOOL), Why.BOOK, 2)
    yield from _few([one for one in close if _formed(one, answers)], (Kind.PERSON, Kind.PROGRAM), Why.FORM, OFFERED)


def _few(some: Iterable[Entry], kinds: Collection[Kind], why: Why, most: int) -> list[Pick]:
    found = [one for one in some if one.kind in kinds][:most]
    return [Pick(one, why) for one in sorted(found, key=lambda one: one.title.casefold())]


def _named(guide: Guide, topics: Collection[str]) -> frozenset[str]:
    """What these topics name; beside how to choose stands whoever can be chosen, whatever it is about, so that does not count."""
    found = [entry for name in topics if name != CHOOSING and (entry := guide.entry(name))]
    return frozenset(name for one in found for name in one.related)


def _about(entry: Entry, answers: Answers, leads: _Leads, on_matter: Collection[str], on_bond: Collection[str]) -> bool:
    """Whether it is about what was named. Help with a bond must be about that bond; a book may be about the matter alone."""
    if BETRAYAL in entry.tags and (answers.what, answers.who) != (What.TRUST, With.PARTNER):
        return False
    matter = entry.id in on_matter or bool(leads.tags & set(entry.tags))
    if answers.what in ONES_OWN:
        return matter or bool((set(leads.topics) - {CHOOSING}) & set(entry.related))
    bond = entry.id in on_bond or bool(TAGS.get(answers.who, frozenset()) & set(entry.tags))
    free = answers.what in OF_BOTH or answers.who not in TAGS or isinstance(entry, Book)
    return bond or (matter and free)


def _meant(entry: Book | Offer, answers: Answers) -> bool:
    """Whether it is for people in this bond, as they stand to each other now."""
    audience = set(entry.audience)
    if audience and not any(answers.who in AUDIENCE.get(word, frozenset(With)) for word in audience):
        return False
    couples = Form.COUPLES in entry.formats if isinstance(entry, Offer) else audience == {"couples"}
    if answers.ready is Ready.AWAY and (couples or REACHING & set(entry.tags)):
        return False
    if "parents" in audience and not audience & {"couples", "anyone"}:  # where men stand beside them, fathers are meant
        return answers.who is With.CHILD
    return not couples or answers.who is With.PARTNER or (answers.who in FAMILY and "family" in entry.tags)


def _formed(entry: Book | Offer, answers: Answers) -> bool:
    """Whether it comes in the form that was named; as two, only couples are helped so far."""
    form = FORMS.get(answers.how)
    return isinstance(entry, Offer) and form in entry.formats and (form is not Form.COUPLES or answers.who is With.PARTNER)


def _for(entry: Entry, answers: Answers) -> bool:
    """Whether nothing that is known of its cost and its place speaks against it."""
    if not isinstance(entry, Offer):
        return True
    if answers.means is Means.NOTHING and entry.cost not in {None, Cost.FREE}:
        return False
    if answers.means is Means.SOME and entry.cost is Cost.PAID:
        return False
    return _near(entry, answers.country)


def _free(entry: Entry, means: Means) -> bool:
    """Whether it is known to cost nothing, where nothing can be paid."""
    return means is not Means.NOTHING or not isinstance(entry, Offer) or entry.cost is Cost.FREE


def _there(entry: Entry, country: str) -> bool:
    """Whether it is known that it can be had there."""
    return not isinstance(entry, Offer) or not country or country in entry.countries


def _near(entry: Entry, country: str) -> bool:
    """Whether it can be had there: of what names no country it is not known that it cannot."""
    return not country or not isinstance(entry, Offer) or not entry.countries or country in entry.countries
