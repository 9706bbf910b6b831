"""The open ledger: what is put in, taken out, changed and forgotten, each in one transaction.

Nothing here decides; it keeps. A write either stands as a whole or not at all, and is on the disk when the call returns.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update

from reattune.core.errors import BadOption
from reattune.core.names import Answer, Severity, Verdict
from reattune.ledger.answers import last_answers, waits
from reattune.ledger.file import WRITES, engine_of, ours
from reattune.ledger.key import Key
from reattune.ledger.records import Attempt, Closing, Driver, Person, Rupture
from reattune.ledger.schema import attempts, cards, drafts, metadata, people, reviews, ruptures, values

Review = tuple[str, str, datetime, float, int]  # skill, item, time, share right, rating
AT_ONCE = 500  # rows in one question: databases bound the number of values in one


class Ledger:
    """A ledger that was unlocked."""

    def __init__(self, path: Path, key: Key) -> None:
        self.path, self.key = path, key
        self._engine = engine_of(path, key)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that reads: everything in it sees one state."""
        with ours(self.path), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes: all of it stands, or none."""
        with ours(self.path), self._engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            yield connection

    # people

    def person(self, name: str) -> Person | None:
        """The one of this name."""
        with self.reading() as reader:
            row = reader.execute(select(people).where(people.c.name == name)).first()
        return None if row is None else Person(row.name, row.relation, row.id)

    def people(self) -> tuple[Person, ...]:
        """Everybody, by name."""
        with self.reading() as reader:
            return tuple(Person(row.name, row.relation, row.id) for row in reader.execute(select(people).order_by(people.c.name)))

    def put_person(self, person: Person) -> Person:
        """Keep somebody; where the name is known, the one who is kept already, with the new relation if one is told."""
        with self.writing() as writer:
            row = writer.execute(select(people).where(people.c.name == person.name)).first()
            if row is None:
                writer.execute(insert(people).values(id=person.id, name=person.name, relation=person.relation))
                return person
            known = Person(row.name, row.relation, row.id)
            if person.relation and person.relation != known.relation:
                writer.execute(update(people).where(people.c.id == known.id).values(relation=person.relation))
                return replace(known, relation=person.relation)
        return known

    def drop_person(self, name: str) -> None:
        """Let go of the one of this id, where no entry with them is kept."""
        with self.writing() as writer:
            entries = select(ruptures.c.id).where(ruptures.c.person == name)
            writer.execute(delete(people).where(people.c.id == name, ~entries.exists()))

    # ruptures and attempts

    def put(self, items: Iterable[Rupture]) -> tuple[int, int]:
        """Keep ruptures with their attempts. How many are new, and how many stood there already (the same source).

        One that stood there already and is open takes on attempts that are new to it, answers that came since, and that it is to be left
        with
        the other; nothing that was told by hand is changed.
        """
        known = 0
        fresh: list[dict[str, object]] = []
        tried: list[dict[str, object]] = []
        with self.writing() as writer:
            sources = select(ruptures.c.source, ruptures.c.id).where(ruptures.c.source.is_not(None))
            there: dict[str | None, str] = {row.source: row.id for row in writer.execute(sources)}
            for one in items:
                if one.source is not None and one.source in there:
                    known += 1
                    self._grown(writer, there[one.source], one)
                    continue
                fresh.append(_row(one))
                tried += [_attempt_row(one.id, attempt) for attempt in one.attempts]
                there[one.source] = one.id
            if fresh:
                writer.execute(insert(ruptures), fresh)
            if tried:
                writer.execute(insert(attempts), tried)
        return len(fresh), known

    def _grown(self, writer: Connection, name: str, item: Rupture) -> None:
        found = self._read(writer, ruptures.c.id == name)
        if not found or not found[0].open:
            return
        before = {(one.at, one.by_me): one for one in found[0].attempts}
        for one in item.attempts:
            same = before.get((one.at, one.by_me))
            if same is None:
                writer.execute(insert(attempts).values(**_attempt_row(name, one)))
            elif one.answer is not None and same.answer in {None, Answer.IGNORED}:
                told = {"answer": one.answer.value, "answered_at": one.answered_at}
                writer.execute(update(attempts).where(attempts.c.id == same.id).values(**told))
        if item.leave:
            writer.execute(update(ruptures).where(ruptures.c.id == name).values(leave=True))
        if item.closed_as and item.closed_at:
            closing = {"closed_as": item.closed_as.value, "closed_at": item.closed_at}
            writer.execute(update(ruptures).where(ruptures.c.id == name).values(**closing))
        self._derive(writer, [name])

    def rupture(self, name: str) -> Rupture:
        """The rupture of this id. Raises BadOption where there is none."""
        found = self._ruptures(ruptures.c.id == name)
        if not found:
            raise _no_entry(name)
        return found[0]

    def ruptures(self, only_open: bool = False, person: str | None = None, most: int | None = None) -> tuple[Rupture, ...]:
        """Ruptures, the latest first; so many at most."""
        wanted: list[ColumnElement[bool]] = []
        if only_open:
            wanted.append(ruptures.c.closed_as.is_(None))
        if person is not None:
            wanted.append(ruptures.c.person == person)
        return self._ruptures(*wanted, most=most)

    def _ruptures(self, *wanted: Any, most: int | None = None) -> tuple[Rupture, ...]:
        with self.reading() as reader:
            return self._read(reader, *wanted, most=most)

    @staticmethod
    def _read(reader: Connection, *wanted: Any, most: int | None = None) -> tuple[Rupture, ...]:
        rows = reader.execute(select(ruptures).where(*wanted).order_by(ruptures.c.at.desc(), ruptures.c.id).limit(most)).all()
        tried: dict[str, list[Attempt]] = {}
        ids = [row.id for row in rows]
        for start in range(0, len(ids), AT_ONCE):
            some = select(attempts).where(attempts.c.rupture.in_(ids[start : start + AT_ONCE])).order_by(attempts.c.at, attempts.c.id)
            for row in reader.execute(some):
                tried.setdefault(row.rupture, []).append(_attempt(row))
        return tuple(_rupture(row, tuple(tried.get(row.id, ()))) for row in rows)

    def these(self, names: Sequence[str]) -> tuple[Rupture, ...]:
        """The ruptures of these ids that are there, the latest first."""
        return self._ruptures(ruptures.c.id.in_(names)) if names else ()

    def change(self, name: str, how: Callable[[Rupture], Rupture]) -> Rupture:
        """Put in an entry's place what `how` makes of it; of its attempts none comes or goes. Raises BadOption where there is none of this
        id.
        """
        with self.writing() as writer:
            found = self._read(writer, ruptures.c.id == name)
            if not found:
                raise _no_entry(name)
            made = replace(how(found[0]), id=name)
            writer.execute(update(ruptures).where(ruptures.c.id == name).values(**_row(made)))
            for one in made.attempts:
                writer.execute(update(attempts).where(attempts.c.id == one.id).values(**_attempt_row(name, one)))
        return made

    def close(self, name: str, how: Closing, at: datetime) -> None:
        """Close one's own side of a rupture. Raises BadOption where there is none of this id."""
        self._set(name, closed_as=how.value, closed_at=at)

    def leave(self, name: str, leave: bool) -> None:
        """Leave a rupture with the other, or no longer. Raises BadOption where there is none of this id."""
        with self.writing() as writer:
            if not writer.execute(update(ruptures).where(ruptures.c.id == name).values(leave=leave)).rowcount:
                raise _no_entry(name)
            self._derive(writer, [name])

    def _set(self, name: str, **what: object) -> None:
        with self.writing() as writer:
            if not writer.execute(update(ruptures).where(ruptures.c.id == name).values(**what)).rowcount:
                raise _no_entry(name)

    def attempt(self, rupture: str, item: Attempt, leave: bool = False) -> None:
        """Add an attempt to a rupture, and with `leave` leave it with the other. Raises BadOption where there is none of this id."""
        with self.writing() as writer:
            if writer.execute(select(ruptures.c.id).where(ruptures.c.id == rupture)).first() is None:
                raise _no_entry(rupture)
            writer.execute(insert(attempts).values(**_attempt_row(rupture, item)))
            if leave:
                writer.execute(update(ruptures).where(ruptures.c.id == rupture).values(leave=True))
            self._derive(writer, [rupture])

    def answer(self, attempt: str, answer: Answer, at: datetime) -> None:
        """Note how an attempt was met, in place of what was noted. Raises BadOption for an unknown attempt or a time that is none."""
        with self.writing() as writer:
            row = writer.execute(select(attempts).where(attempts.c.id == attempt)).first()
            if row is None:
                raise BadOption(f"there is no attempt {attempt!r} in the ledger")
            replace(_attempt(row), answer=answer, answered_at=at)  # checks it before it is kept
            writer.execute(update(attempts).where(attempts.c.id == attempt).values(answer=answer.value, answered_at=at))
            self._derive(writer, [row.rupture])

    def _derive(self, writer: Connection, names: Sequence[str]) -> None:
        """Write anew what follows from a rupture's attempts."""
        for item in self._read(writer, ruptures.c.id.in_(names)):
            writer.execute(update(ruptures).where(ruptures.c.id == item.id).values(**_derived(item)))

    # drafts

    def put_draft(self, name: str, rupture: str | None, at: datetime, parts: Mapping[str, str]) -> None:
        """Keep a draft as far as it goes; a draft of the same name is replaced."""
        with self.writing() as writer:
            writer.execute(delete(drafts).where(drafts.c.id == name))
            writer.execute(insert(drafts).values(id=name, rupture=rupture, at=at, parts=json.dumps(dict(parts), ensure_ascii=False)))

    def drafts(self) -> tuple[tuple[str, str | None, datetime, dict[str, str]], ...]:
        """Name, rupture, time and parts of each draft, the latest first."""
        with self.reading() as reader:
            rows = reader.execute(select(drafts).order_by(drafts.c.at.desc())).all()
        return tuple((row.id, row.rupture, row.at, json.loads(row.parts)) for row in rows)

    def drop_draft(self, name: str) -> None:
        """Remove a draft, if it is there."""
        with self.writing() as writer:
            writer.execute(delete(drafts).where(drafts.c.id == name))

    # practice

    def reviewed(self, skill: str, item: str, at: datetime, right: float, rating: int, due: datetime, state: Mapping[str, object]) -> None:
        """Keep one answer in practice, and when the item comes again."""
        with self.writing() as writer:
            writer.execute(insert(reviews).values(skill=skill, item=item, at=at, right=right, rating=rating))
            writer.execute(delete(cards).where(cards.c.item == item))
            writer.execute(insert(cards).values(item=item, skill=skill, due=due, state=json.dumps(dict(state))))

    def cards(self, skill: str | None = None) -> dict[str, tuple[datetime, dict[str, object]]]:
        """When each item that was met comes again, and its state, by item."""
        wanted = [cards.c.skill == skill] if skill else []
        with self.reading() as reader:
            return {row.item: (row.due, json.loads(row.state)) for row in reader.execute(select(cards).where(*wanted))}

    def reviews(self, skill: str | None = None) -> tuple[Review, ...]:
        """Skill, item, time, share right and rating of every answer, in order."""
        wanted = [reviews.c.skill == skill] if skill else []
        with self.reading() as reader:
            rows = reader.execute(select(reviews).where(*wanted).order_by(reviews.c.at, reviews.c.id)).all()
        return tuple((row.skill, row.item, row.at, row.right, row.rating) for row in rows)

    def take_practice(self, met: Sequence[Review], due: Mapping[str, tuple[str, datetime, Mapping[str, object]]]) -> int:
        """Take in answers and cards (item: skill, due, state) that are not here yet; a card of an item that is here is left. How many are
        new.
        """
        with self.writing() as writer:
            there = {(row.item, row.at) for row in writer.execute(select(reviews.c.item, reviews.c.at))}
            fresh = [one for one in met if (one[1], one[2]) not in there]
            if fresh:
                names = ("skill", "item", "at", "right", "rating")
                writer.execute(insert(reviews), [dict(zip(names, one, strict=True)) for one in fresh])
            known = set(writer.execute(select(cards.c.item)).scalars())
            new = [
                {"item": item, "skill": skill, "due": at, "state": json.dumps(dict(state))}
                for item, (skill, at, state) in due.items()
                if item not in known
            ]
            if new:
                writer.execute(insert(cards), new)
        return len(fresh)

    def all_cards(self) -> dict[str, tuple[str, datetime, dict[str, object]]]:
        """Skill, time and state of every item that was met, by item."""
        with self.reading() as reader:
            rows = reader.execute(select(cards).order_by(cards.c.item)).all()
        return {row.item: (row.skill, row.due, json.loads(row.state)) for row in rows}

    # values

    def values(self) -> tuple[str, ...]:
        """One's own values, the nearest first."""
        with self.reading() as reader:
            return tuple(row.value for row in reader.execute(select(values).order_by(values.c.place)))

    def put_values(self, named: Sequence[str], at: datetime) -> None:
        """Keep one's own values in place of earlier ones."""
        with self.writing() as writer:
            writer.execute(delete(values))
            if named:
                writer.execute(insert(values), [{"place": place, "value": one, "at": at} for place, one in enumerate(named, 1)])

    def counts(self) -> dict[str, int]:
        """How many rows each table has."""
        with self.reading() as reader:
            return {table.name: reader.execute(select(func.count()).select_from(table)).scalar_one() for table in metadata.sorted_tables}


def _row(one: Rupture) -> dict[str, object]:
    return {
        "id": one.id,
        "person": one.person,
        "at": one.at,
        "hour": one.at.hour if one.timed else None,
        "added": one.added,
        "what": one.what,
        "severity": one.severity.value,
        "by_me": one.by_me,
        "theme": one.theme,
        "mine": one.mine,
        "impact": one.impact,
        "driver": one.driver.value if one.driver else "",
        "leave": one.leave,
        "closed_as": one.closed_as.value if one.closed_as else None,
        "closed_at": one.closed_at,
        "source": one.source,
        "coder": one.coder,
        **_derived(one),
    }


def _derived(one: Rupture) -> dict[str, object]:
    """What follows from a rupture and its attempts, and stands beside them so that it can be asked at once."""
    wait, (answered, refused) = waits(one), last_answers(one)
    return {"waits": wait.value if wait else None, "answered_at": answered, "refused_at": refused}


def _no_entry(name: str) -> BadOption:
    return BadOption(f"there is no entry {name!r} in the ledger; reattune ledger list shows their names")


def _rupture(row: Row[Any], tried: tuple[Attempt, ...]) -> Rupture:
    return Rupture(
        at=row.at,
        what=row.what,
        added=row.added,
        person=row.person,
        severity=Severity(row.severity),
        by_me=row.by_me,
        theme=row.theme,
        mine=row.mine,
        impact=row.impact,
        driver=Driver(row.driver) if row.driver else None,
        leave=row.leave,
        timed=row.hour is not None,
        closed_as=Closing(row.closed_as) if row.closed_as else None,
        closed_at=row.closed_at,
        source=row.source,
        coder=row.coder,
        attempts=tried,
        id=row.id,
    )


def _attempt_row(rupture: str, one: Attempt) -> dict[str, object]:
    return {
        "id": one.id,
        "rupture": rupture,
        "at": one.at,
        "by_me": one.by_me,
        "text": one.text,
        "gesture": one.gesture,
        "by_gesture": one.gesture is not None,
        "verdict": one.verdict.value if one.verdict else None,
        "answer": one.answer.value if one.answer else None,
        "answered_at": one.answered_at,
        "follow_up": one.follow_up,
    }


def _attempt(row: Row[Any]) -> Attempt:
    return Attempt(
        at=row.at,
        by_me=row.by_me,
        text=row.text,
        gesture=row.gesture,
        verdict=Verdict(row.verdict) if row.verdict else None,
        answer=Answer(row.answer) if row.answer else None,
        answered_at=row.answered_at,
        follow_up=row.follow_up,
        id=row.id,
    )
