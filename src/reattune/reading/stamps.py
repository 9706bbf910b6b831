"""What a cell of a table means as a time: ISO with or without a zone, an epoch, an offset, or a date as people write it.

A cell is read in two steps, since "03/04/24" only means something beside all others: `parse_stamp` keeps what one cell says,
and `Clockwork` settles the order of the days over the whole file. Numbers tell their unit by their size; no chat is older
than 1973, and no recording longer than three months.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, time
from email.utils import parsedate_to_datetime

from reattune.reading.dates import Day, Order, clock, clock_words, parse_day, settle
from reattune.reading.fields import from_epoch, from_iso

LONGEST_OFFSET = 10_000_000  # seconds; below this a bare number is an offset into a recording
OLDEST_EPOCH = 100_000_000
LONGEST_CELL = 80
_TICKS = ((10**11, 1), (10**14, 1000), (10**17, 10**6), (10**20, 10**9))  # epochs below this size, ticks a second

_NUMBER = re.compile(r"\d+(?:\.\d*)?", re.ASCII)
_OFFSET = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,6}))?", re.ASCII)
_ZONE_NAME = re.compile(r"\s*(?:\(?(?:UTC|GMT)\)?|Z)$", re.IGNORECASE)
_ZONE_GAP = re.compile(r"\s+(?=[+-]\d{2}:?\d{2}$)")
_MAIL_DATE = re.compile(r"(?:[A-Za-z]{3},? )?\d{1,2} [A-Za-z]{3} \d{4} \d{1,2}:\d{2}.*[+-]\d{4}")
_CLOCK = re.compile(r"(?<![\d:])(\d{1,2}:\d{2}(?::\d{2})?)(?:[.,]\d{1,7})?(?![\d:])")
_DOTTED_CLOCK = re.compile(r"(?<=\d\s)\d{1,2}\.\d{2}(?:\.\d{2})?$")  # "25.12.2024 14.30"
_LONG_NUMBER = re.compile(r"\d{5}")
_WORD = re.compile(r"[A-Za-z]{3,}")
_LETTERS_BEFORE = re.compile(r"[^\d]*$")
_LETTERS_AFTER = re.compile(r"^[^\d]*")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time as far as its own cell tells it: settled (`when`, or `seconds` into a recording), or a day still to settle."""

    when: datetime | None = None
    utc: bool = False
    seconds: float | None = None
    day: Day | None = None
    moment: time | None = None


def parse_stamp(text: str, offset: bool = False) -> Stamp | None:
    """What a cell says, None where it is no time. `offset` says that the cell counts from the start of a recording."""
    text = " ".join(text.split())
    if not text or len(text) > LONGEST_CELL:
        return None
    if _NUMBER.fullmatch(text):
        return _by_size(text, offset)
    clocked = _OFFSET.fullmatch(text)
    if clocked and (offset or clocked[1] or clocked[4]):
        return Stamp(seconds=offset_of(clocked[1], clocked[2], clocked[3], clocked[4]))
    return _iso(text) or _mail(text) or _written(text)


def offset_of(hours: str | None, minutes: str, seconds: str, fraction: str | None) -> float:
    """Seconds from the parts of a clock."""
    thousandths = int((fraction or "0").ljust(3, "0")[:3])
    return (((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + thousandths) / 1000


def _by_size(text: str, offset: bool) -> Stamp | None:
    if not offset and len(text) == 8 and text.startswith(("19", "20")):
        return _iso(text)
    value = float(text)
    if offset or value < LONGEST_OFFSET:
        return Stamp(seconds=value)
    if value < OLDEST_EPOCH:
        return None
    ticks = next((ticks for below, ticks in _TICKS if value < below), None)
    when = None if ticks is None else from_epoch(text if "." in text else int(text), ticks)
    return None if when is None else Stamp(when, utc=True)


def _iso(text: str) -> Stamp | None:
    when, utc = from_iso(_ZONE_GAP.sub("", _ZONE_NAME.sub("+00:00", text)))
    return None if when is None else Stamp(when, utc)


def _mail(text: str) -> Stamp | None:
    if not _MAIL_DATE.fullmatch(text):
        return None
    try:
        when, utc = from_iso(parsedate_to_datetime(text).isoformat())
    except ValueError:
        return None
    return None if when is None else Stamp(when, utc)


def _written(text: str) -> Stamp | None:
    """A date as people write it, with or without a time of day."""
    utc = _ZONE_NAME.search(text)
    bare = text[: utc.start()] if utc else text
    found = _CLOCK.search(bare)
    if found is None:
        return _day_only(bare)
    before, after = bare[: found.start()], bare[found.end() :]
    day = _day(before) or _day(after)
    words = clock_words(_last(_LETTERS_BEFORE, before), _last(_LETTERS_AFTER, after))
    moment = clock(found[1], words.part)
    return None if day is None or moment is None else Stamp(utc=utc is not None, day=day, moment=moment)


def _day_only(text: str) -> Stamp | None:
    dotted = _DOTTED_CLOCK.search(text)
    day = _day(text[: dotted.start()] if dotted else text)
    moment = clock(dotted[0]) if dotted else time()
    return None if day is None or moment is None else Stamp(day=day, moment=moment)


def _day(text: str) -> Day | None:
    # in lower case, since the R of "MAR 5" is no era
    return None if _LONG_NUMBER.search(text) else parse_day(_WORD.sub(lambda word: word[0].lower(), text.strip(" ,")))


def _last(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[0] if found else ""


@dataclass
class Clockwork:
    """The days of a whole file, gathered in its order and settled once."""

    days: list[Day] = field(default_factory=list)
    _order: Order | None = None

    def add(self, text: str, offset: bool = False) -> Stamp | None:
        """The stamp of a cell, its day remembered; None where the cell is no time."""
        stamp = parse_stamp(text, offset)
        if stamp and stamp.day:
            self.days.append(stamp.day)
        return stamp

    def settle(self, chosen: str) -> Order | None:
        """The order of the days; None where no cell needed one."""
        self._order = settle(self.days, chosen) if self.days else None
        return self._order

    def time(self, stamp: Stamp) -> datetime | None:
        """The time of a stamp, after `settle`; None where its day does not exist in the file's order."""
        if stamp.day is None or stamp.moment is None:
            return stamp.when
        day = stamp.day.under(self._order.name if self._order else "dmy")
        return None if day is None else datetime.combine(day, stamp.moment)
