"""The same answers as `answers.py`, asked of the database, so that they come at once whatever the ledger holds.

Counts are made where the rows are; only what is shown is read in full. Plain SQLAlchemy, no word of any one database. The tests hold each
question to the pure answer over the same rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, ColumnElement, String, and_, case, false, func, null, or_, select, true, type_coerce

from reattune.core.names import Answer, Severity, Verdict
from reattune.ledger.answers import (
    FEWEST,
    WEIGHT,
    First,
    Mine,
    Open,
    Patterns,
    Waits,
    first_of,
    part_of_hour,
    promised,
    share,
    shares,
    waits,
)  # fmt: skip
from reattune.ledger.records import Attempt, Closing, Driver, Person, Rupture
from reattune.ledger.schema import attempts, people, ruptures
from reattune.ledger.store import Ledger

if TYPE_CHECKING:
    from reattune.measures.debt_line import Columns

TAKEN = (Answer.ACCEPTANCE.value, Answer.PARTIAL.value)
SHOWN = 50  # open ones that are read in full


@dataclass(frozen=True, slots=True)
class Standing:
    """What is open: the first of them in full, how many there are, and what to circle back to first."""

    shown: tuple[Open, ...]
    count: int
    first: First | None


def standing(ledger: Ledger, now: datetime, most: int = SHOWN) -> Standing:
    """What is open, the longest first, and the one to circle back to."""
    is_open = and_(ruptures.c.closed_as.is_(None), ruptures.c.at <= now)
    turned = turned_away(ledger)
    with ledger.reading() as reader:
        count = reader.execute(select(func.count()).select_from(ruptures).where(is_open)).scalar_one()
        ids = reader.execute(select(ruptures.c.id).where(is_open).order_by(ruptures.c.at, ruptures.c.id).limit(most)).scalars().all()
        weight = case({kind.value: value for kind, value in WEIGHT.items()}, value=ruptures.c.severity)
        free = select(ruptures.c.id).where(is_open, ruptures.c.waits.is_(None))
        if turned:
            free = free.where(or_(ruptures.c.person.is_(None), ruptures.c.person.not_in(turned)))
        first = reader.execute(free.order_by(_theirs(), weight.desc(), ruptures.c.at, ruptures.c.id).limit(1)).scalar()
    items = {one.id: one for one in ledger.these([*ids, *([first] if first else [])])}
    opened = {name: Open(one, max((now - one.at).days, 0), waits(one) or turned.get(one.person or "")) for name, one in items.items()}
    return Standing(tuple(opened[name] for name in ids), count, first_of(opened[first]) if first else None)


def turned_away(ledger: Ledger) -> dict[str, Waits]:
    """The people with whom no contact is to be suggested at all, as `answers.turned_away`."""
    refused, answered = func.max(ruptures.c.refused_at), func.max(ruptures.c.answered_at)
    person = ruptures.c.person
    last = select(person).where(person.is_not(None)).group_by(person).having(refused == answered)
    closed = or_(ruptures.c.closed_as.is_(None), ruptures.c.closed_as != Closing.MENDED_FOR_ME.value)
    room = select(person).where(person.is_not(None), ruptures.c.leave.is_(true()), closed).distinct()
    with ledger.reading() as reader:
        found = dict.fromkeys(reader.execute(last).scalars(), Waits.REFUSED)
        return found | dict.fromkeys(reader.execute(room).scalars(), Waits.ROOM)


def waiting(ledger: Ledger, item: Rupture) -> Waits | None:
    """Why one's next step with this entry is none, by itself or by what is so with the person."""
    return waits(item) or turned_away(ledger).get(item.person or "")


def returns(ledger: Ledger) -> tuple[tuple[Rupture, Attempt], ...]:
    """Every rupture to which one promised to come back at a time and has not yet, with that attempt, the next first."""
    asked = (
        select(attempts.c.rupture)
        .join(ruptures, ruptures.c.id == attempts.c.rupture)
        .where(attempts.c.follow_up.is_not(None), ruptures.c.closed_as.is_(None), ruptures.c.leave.is_(false()))
        .group_by(attempts.c.rupture)
        .order_by(func.min(attempts.c.follow_up))
        .limit(SHOWN)
    )
    with ledger.reading() as reader:
        names = reader.execute(asked).scalars().all()
    turned = turned_away(ledger)
    found = [(item, one) for item in ledger.these(names) if (one := promised(item, turned))]
    return tuple(sorted(found, key=lambda pair: (pair[1].follow_up or pair[1].at, pair[0].id)))


def _theirs() -> ColumnElement[int]:
    return case((ruptures.c.by_me.is_(false()), 1), else_=0)


def loads(ledger: Ledger) -> Columns:
    """Every rupture as the model of debt sees it, in order of beginning."""
    from reattune.measures.debt_line import columns  # with numpy, so not before it is asked

    at, closed = (type_coerce(column, String) for column in (ruptures.c.at, ruptures.c.closed_at))  # read as columns, not one by one
    mended = case((ruptures.c.closed_as == Closing.MENDED_FOR_ME.value, closed))
    asked = select(at, mended, ruptures.c.severity, ruptures.c.theme).where(ruptures.c.leave.is_(false()))
    asked = asked.order_by(ruptures.c.at, ruptures.c.id)
    with ledger.reading() as reader:
        rows = reader.execute(asked).cursor.fetchall()  # as the driver gives them: there may be very many
    began, repaired, severities, themes = zip(*rows, strict=True) if rows else ((), (), (), ())
    return columns(began, repaired, severities, themes)


def patterns(ledger: Ledger) -> Patterns | None:
    """What keeps causing it, over ruptures that one had a part in; None where there are too few."""
    told = (ruptures.c.theme, ruptures.c.driver, ruptures.c.person, ruptures.c.hour)
    asked = select(ruptures.c.by_me, *told, func.count()).where(ruptures.c.leave.is_(false())).group_by(ruptures.c.by_me, *told)
    also = select(*told, func.count()).where(*_also_mine()).group_by(*told)
    facets: dict[str, Counter[str]] = {name: Counter() for name in ("theme", "driver", "time of day", "person")}
    together: Counter[str] = Counter()
    whole = 0
    with ledger.reading() as reader:
        own = [row[1:] for row in reader.execute(asked) if row[0] is not False]
        for theme, driver, person, hour, count in (*own, *reader.execute(also)):
            whole += count
            for facet, name in zip(facets, (theme, driver, part_of_hour(hour) if hour is not None else "", person or ""), strict=True):
                if name:
                    facets[facet][name] += count
            if theme and driver:
                together[f"{theme} + {driver}"] += count
    if whole < FEWEST:
        return None
    return Patterns(whole, tuple((facet, shares(counts)) for facet, counts in facets.items()), shares(together)[:3])


def _also_mine() -> tuple[ColumnElement[bool], ...]:
    """What the other began, and one told of a part of one's own in it."""
    return ruptures.c.leave.is_(false()), ruptures.c.by_me.is_(false()), ruptures.c.mine != ""


def mine(ledger: Ledger) -> Mine:
    """In how many one had a part, how many of those one began, and what of one's own tended to be taken in."""
    sides = select(ruptures.c.by_me, func.count()).where(ruptures.c.leave.is_(false())).group_by(ruptures.c.by_me)
    told_of = (attempts.c.by_me, attempts.c.by_gesture, attempts.c.verdict, attempts.c.answer)
    apart = select(ruptures.c.id).where(ruptures.c.leave.is_(true()))
    tried = select(*told_of, func.count()).where(attempts.c.rupture.not_in(apart)).group_by(*told_of)
    also = select(func.count()).select_from(ruptures).where(*_also_mine())
    with ledger.reading() as reader:
        told: dict[bool | None, int] = {row[0]: row[1] for row in reader.execute(sides)}
        part = told.get(True, 0) + told.get(None, 0) + reader.execute(also).scalar_one()
        all_of, taken = Counter[str](), Counter[str]()
        for by_me, by_gesture, verdict, answer, count in reader.execute(tried):
            kind = verdict or ("gesture" if by_gesture else None)
            if kind and by_me and answer is not None:
                all_of[kind] += count
                taken[kind] += count if answer in TAKEN else 0
    helped = [share(kind, taken[kind], all_of[kind]) for kind in (*Verdict, "gesture")]
    return Mine(share("part", part, sum(told.values())), share("began", told.get(True, 0), part), tuple(one for one in helped if one))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for among all entries; what is left out may be anything. `by` names the sides that may have broken it, `words` stand
    somewhere in what was told or tried."""

    person: str | None = None
    open: bool | None = None
    severity: Severity | None = None
    by: tuple[bool | None, ...] = ()
    theme: str = ""
    driver: Driver | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """Some of the entries that were looked for, in full, and how many there are."""

    shown: tuple[Rupture, ...]
    count: int


def listing(ledger: Ledger, wanted: Wanted, skip: int, most: int) -> Listing:
    """The entries that are looked for, the latest first, without the first so many."""
    fits = list(_fits(wanted))
    with ledger.reading() as reader:
        count = reader.execute(select(func.count()).select_from(ruptures).where(*fits)).scalar_one()
        asked = select(ruptures.c.id).where(*fits).order_by(ruptures.c.at.desc(), ruptures.c.id).offset(skip).limit(most)
        names = reader.execute(asked).scalars().all()
    return Listing(ledger.these(names), count)


def _fits(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.person is not None:
        yield ruptures.c.person == wanted.person
    if wanted.open is not None:
        yield ruptures.c.closed_as.is_(None) if wanted.open else ruptures.c.closed_as.is_not(None)
    if wanted.severity is not None:
        yield ruptures.c.severity == wanted.severity.value
    if wanted.by:
        yield or_(*(ruptures.c.by_me.is_(SIDES[side]) for side in wanted.by))
    if wanted.theme:
        yield ruptures.c.theme == wanted.theme
    if wanted.driver is not None:
        yield ruptures.c.driver == wanted.driver.value
    if wanted.words:
        tried = select(attempts.c.rupture).where(_says(wanted.words, attempts.c.text, attempts.c.gesture))
        told = _says(wanted.words, ruptures.c.what, ruptures.c.mine, ruptures.c.impact, ruptures.c.theme)
        yield or_(told, ruptures.c.id.in_(tried))


SIDES = {True: true(), False: false(), None: null()}


def _says(words: str, *columns: Column[Any]) -> ColumnElement[bool]:
    """Whether words stand in one of these, in small or capital letters; those beyond a to z may be strangers to a database."""
    ways = {words.lower()} if words.isascii() else {words, words.lower(), words.upper(), words.capitalize()}
    return or_(*(column.icontains(way, autoescape=True) for column in columns for way in sorted(ways)))


def themes(ledger: Ledger, most: int = SHOWN) -> tuple[str, ...]:
    """What entries are about, the commonest first."""
    count = func.count()
    asked = select(ruptures.c.theme).where(ruptures.c.theme != "").group_by(ruptures.c.theme).order_by(count.desc(), ruptures.c.theme)
    with ledger.reading() as reader:
        return tuple(reader.execute(asked.limit(most)).scalars())


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody, with how many entries there are with them and how many of those are open."""

    person: Person
    entries: int
    open: int


def everybody(ledger: Ledger, skip: int = 0, most: int = SHOWN) -> tuple[tuple[Known, ...], int]:
    """Some of those who are kept, who stands in most entries first, and how many people there are."""
    entries, opened = func.count(ruptures.c.id), func.count(ruptures.c.id).filter(ruptures.c.closed_as.is_(None))
    asked = select(people, entries, opened).outerjoin(ruptures, ruptures.c.person == people.c.id).group_by(people.c.id)
    asked = asked.order_by(entries.desc(), people.c.name).offset(skip).limit(most)
    with ledger.reading() as reader:
        count = reader.execute(select(func.count()).select_from(people)).scalar_one()
        found = tuple(Known(Person(name, relation, one), of, some) for one, name, relation, of, some in reader.execute(asked))
    return found, count
