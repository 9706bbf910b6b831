"""The ledger's use cases: unlock it, add to it, answer from it. Each takes what was typed and gives values; nothing prints here."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from reattune.app.settings import Settings, choose, chosen
from reattune.core.coded import Coded, Coder, Turn
from reattune.core.errors import BadOption, NoLedger, WrongPassphrase
from reattune.core.names import Answer, Severity
from reattune.ledger import opening, questions
from reattune.ledger.key import Key, Keyring
from reattune.ledger.records import Attempt, Closing, Driver, Person, Rupture
from reattune.ledger.store import Ledger
from reattune.measures import debt

Ask = Callable[[str], str]
Kind = TypeVar("Kind", Severity, Driver, Answer, Closing)
Kept = TypeVar("Kept", Rupture, Attempt)
SIDES = {"me": True, "them": False, "both": None}
TRIES = 3  # of a passphrase that is typed
LONGEST_NUMBER = 5  # digits of a span
FUTURE = timedelta(minutes=5)
UNITS = frozenset({"minute", "hour", "day", "week"})


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The open ledger and its key."""

    ledger: Ledger
    key: Key


def unlocked(where: Settings, ask: Ask, create: bool = False) -> Unlocked:
    """The ledger, unlocked by the environment's passphrase, by a key in the keyring, or by asking, a few times; with `create`, begun where
    there
    is none.

    Raises NoLedger where there is none and none is to be begun; whatever `opening.unlock` raises.
    """
    if not where.ledger.exists():
        if not create:
            raise NoLedger("there is no ledger yet; reattune ledger add begins one")
        return _begun(where, ask)
    if where.passphrase is not None:
        return _kept(opening.unlock(where.ledger, where.passphrase))
    key = Keyring(str(where.ledger)).get() if chosen(where).get("keyring") else None
    if key is not None:
        with suppress(WrongPassphrase):  # it was changed since
            return _kept(opening.unlock_with(where.ledger, key))
    for _ in range(TRIES - 1):
        with suppress(WrongPassphrase):
            return _kept(opening.unlock(where.ledger, ask("Passphrase: ")))
    return _kept(opening.unlock(where.ledger, ask("Passphrase: ")))


def _kept(ledger: Ledger) -> Unlocked:
    return Unlocked(ledger, ledger.key)


def _begun(where: Settings, ask: Ask) -> Unlocked:
    passphrase = where.passphrase
    if passphrase is None:
        passphrase = ask("A passphrase for your ledger (without it nobody can open it, you neither): ")
        if ask("Once more: ") != passphrase:
            raise BadOption("the two were not the same; nothing was begun")
    try:
        return _kept(opening.begin(where.ledger, passphrase))
    except BadOption:
        if not where.ledger.exists():
            raise
        return _kept(opening.unlock(where.ledger, passphrase))  # another program began it meanwhile


def opens(where: Settings, ask: Ask) -> str | Key:
    """The passphrase or the kept key, whatever state the file is in. Raises NoLedger where there is none."""
    if not where.ledger.exists():
        raise NoLedger("there is no ledger yet; reattune ledger add begins one")
    if where.passphrase is not None:
        return where.passphrase
    key = Keyring(str(where.ledger)).get() if chosen(where).get("keyring") else None
    return key or ask("Passphrase: ")


def keep_unlocked(where: Settings, open_one: Unlocked, minutes: float | None) -> None:
    """Keep the key in the operating system's keyring, for so many minutes or for good. Raises BadOption where there is no keyring."""
    if not Keyring.there():
        raise BadOption("this machine has no keyring that reattune could use; the passphrase is asked for each time")
    Keyring(str(where.ledger)).put(open_one.key, None if minutes is None else time.time() + minutes * 60)
    choose(where, keyring=True)  # and only then is it asked


@dataclass(frozen=True, slots=True)
class Told:
    """A rupture as it is told at the keyboard; empty where nothing was said."""

    what: str
    who: str = ""
    mine: str = ""
    impact: str = ""
    severity: str = ""
    theme: str = ""
    driver: str = ""
    by: str = ""
    when: str = ""
    space_asked: bool = False
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Read(Generic[Kept]):
    """What is to be kept, and where the safety signal fired in its words, what it saw; that is shown and never kept."""

    item: Kept
    fired: Coded | None = None


def rupture_of(told: Told, ledger: Ledger, now: datetime, coder: Coder) -> Read[Rupture]:
    """The rupture to keep. Where the safety signal fires in what was told, it is left with the other. Raises BadOption naming what is
    wrong.
    """
    at, timed = moment(told.when, now) if told.when else (now, True)
    person = Person(told.who.strip(), told.relation.strip()) if told.who.strip() else None
    item = Rupture(
        at=at,
        what=told.what.strip(),
        added=now,
        severity=one_of(Severity, "severity", told.severity) or Severity.MODERATE,
        theme=told.theme.strip(),
        mine=told.mine.strip(),
        impact=told.impact.strip(),
        driver=one_of(Driver, "driver", told.driver),
        timed=timed,
        coder=coder.id,
    )
    item = as_told(item, told.by, told.space_asked)
    fired = _fired([told.what, told.mine, told.impact], coder)  # once it is known that it can be kept: a coder takes its time
    if fired:
        item = replace(item, leave=True, by_me=item.by_me if told.by else None)
    return Read(replace(item, person=ledger.put_person(person).id) if person else item, fired)


def as_told(item: Rupture, by: str, space_asked: bool) -> Rupture:
    """The same as it was told: with nothing that would follow from a signal that heard it wrong."""
    return replace(item, by_me=side(by), leave=space_asked)


def _fired(texts: Sequence[str], coder: Coder) -> Coded | None:
    return next((one for one in coder.code([Turn(text) for text in texts if text.strip()], scores=True) if one.safety), None)


def side(by: str) -> bool | None:
    """Whose it was: me (also for no words), them, or both (None). Raises BadOption for others."""
    by = by.strip().casefold()
    if by and by not in SIDES:
        raise BadOption(f"by is {by!r}: it is one of {', '.join(SIDES)}")
    return SIDES[by] if by else True


def one_of(kind: type[Kind], name: str, value: str) -> Kind | None:
    """The one of these names, or nothing for no words. Raises BadOption naming what it can be."""
    if not value:
        return None
    try:
        return kind(value.strip().casefold())
    except ValueError:
        raise BadOption(f"{name} is {value!r}: it is one of {', '.join(kind)}") from None


def moment(words: str, now: datetime) -> tuple[datetime, bool]:
    """A time as it is typed, and whether it holds a time of day: 2026-01-31, 2026-01-31T18:00, "18:00", "today", "yesterday", "3 days ago".

    Raises BadOption for others, for one with a time zone, and for times to come.
    """
    plain = words.strip().casefold()
    timed = True
    if plain in {"now", "today"}:
        found, timed = now, plain == "now"
    elif plain == "yesterday":
        found, timed = now - timedelta(days=1), False
    elif plain.endswith(" ago") and (span := _span(plain.removesuffix(" ago"))):
        found, timed = now - span, "day" not in plain and "week" not in plain
    else:
        found, timed = _written(words, now), ":" in plain
    if found > now + FUTURE:
        raise BadOption(f"{words!r} is still to come")
    return found, timed


def _span(words: str) -> timedelta | None:
    """ "3 days" and the like, of any length that a calendar knows."""
    parts = words.split()
    if len(parts) != 2 or not parts[0].isdecimal() or parts[1].rstrip("s") not in UNITS or len(parts[0]) > LONGEST_NUMBER:
        return None
    return timedelta(**{parts[1].rstrip("s") + "s": int(parts[0])})


def _written(words: str, now: datetime) -> datetime:
    plain = words.strip()
    try:
        if ":" in plain and len(plain) <= 5:
            return datetime.combine(now.date(), datetime.strptime(plain, "%H:%M").time())
        found = datetime.fromisoformat(plain)
    except ValueError:
        raise BadOption(f"{words!r} is no time I can read: give one such as 2026-01-31, 2026-01-31T18:00 or 18:00") from None
    if found.tzinfo is not None:
        raise BadOption(f"{words!r} has a time zone: give the time as your own clock shows it")
    return found


@dataclass(frozen=True, slots=True)
class Try:
    """An attempt as it is told at the keyboard; empty where nothing was said. `back` is when one promised to come back."""

    text: str = ""
    gesture: str = ""
    answer: str = ""
    when: str = ""
    back: str = ""


def attempt_of(told: Try, now: datetime, coder: Coder, heed: bool = True) -> Read[Attempt]:
    """An attempt to keep, its words judged where the safety signal does not fire in them or in the gesture, or is not to be heeded.

    Raises BadOption where there are neither words nor gesture.
    """
    met = one_of(Answer, "answer", told.answer)
    item = Attempt(
        moment(told.when, now)[0] if told.when else now,
        text=told.text.strip() or None,
        gesture=told.gesture.strip() or None,
        answer=met,
        answered_at=now if met else None,
        follow_up=ahead(told.back, now) if told.back else None,
    )
    fired = _fired([told.text, told.gesture], coder)
    if item.text and (fired is None or not heed):
        item = replace(item, verdict=coder.code([Turn(told.text)], scores=True)[0].verdict)
    return Read(item, fired)


def ahead(words: str, now: datetime) -> datetime:
    """A time to come as it is typed: 19:00 (today, or tomorrow once it is past), tomorrow, "in 2 hours", 2026-02-01T19:00. Raises BadOption
    for others.
    """
    plain = words.strip().casefold()
    if plain == "tomorrow":
        return now + timedelta(days=1)
    if plain.startswith("in ") and (span := _span(plain.removeprefix("in "))):
        return now + span
    found = _written(words, now)
    if found <= now and ":" in plain and len(plain) <= 5:
        found += timedelta(days=1)
    if found <= now:
        raise BadOption(f"{words!r} is over already")
    return found


def closing_of(how: str) -> Closing:
    """How one's own side is closed. Raises BadOption naming what it can be."""
    kind = one_of(Closing, "as", how)
    if kind is None:
        raise BadOption(f"say how it is closed for you: {', '.join(Closing)}")
    return kind


@dataclass(frozen=True, slots=True)
class Line:
    """Debt over time, by reattune's own model."""

    version: str
    points: tuple[tuple[datetime, float], ...]

    def months(self) -> tuple[tuple[datetime, float], ...]:
        """The last point of each month."""
        last = {(moment.year, moment.month): (moment, value) for moment, value in self.points}
        return tuple(last.values())


def debt_line(ledger: Ledger, now: datetime) -> Line:
    """Debt over all that was kept, to now."""
    from reattune.measures.debt_line import line  # with numpy, so not before it is asked

    return Line(debt.VERSION, line(questions.loads(ledger), now))


def answer_of(words: str) -> Answer:
    """How an attempt was met. Raises BadOption naming what it can be."""
    found = one_of(Answer, "answer", words)
    if found is None:
        raise BadOption(f"say how it was met: {', '.join(Answer)}")
    return found


SPANS = {"m": 1.0, "h": 60.0, "d": 1440.0}


def span(words: str) -> float:
    """Minutes of "15m", "2h" or "1d". Raises BadOption for others."""
    number, unit = words.strip()[:-1], words.strip()[-1:].casefold()
    if unit not in SPANS or not number.isdecimal() or len(number) > LONGEST_NUMBER or not int(number):
        raise BadOption(f"{words!r} is no span: give 15m, 2h or 1d")
    return int(number) * SPANS[unit]


def lock(where: Settings) -> None:
    """Forget a key that the keyring keeps, where there is one."""
    if chosen(where).get("keyring") and Keyring.there():
        Keyring(str(where.ledger)).drop()
    choose(where, keyring=None)


def neutral_name(name: str) -> str:
    """Something that tells one reminder from another and says nothing."""
    return hashlib.blake2b(name.encode(), digest_size=8).hexdigest()
