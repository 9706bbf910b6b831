"""A record's days as a calendar cuts them: days, weeks, months, quarters, years. For pictures and tables that count over time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

MOST = 48


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the calendar: where it begins, its name in full and in short. It ends where the next one begins."""

    begins: datetime
    name: str
    short: str


def periods(first: datetime, last: datetime, most: int = MOST) -> tuple[Period, ...]:
    """The stretches from the one that holds `first` to the one that holds `last`: of the smallest kind that gives no more than `most`."""
    days = (last - first).days
    for kind, shortest in ((_days, 1), (_weeks, 7), (_months, 28), (_quarters, 90)):
        if days / shortest <= most and len(found := tuple(kind(first, last))) <= most:
            return found
    return tuple(_years(first, last, most))


def _days(first: datetime, last: datetime) -> Iterator[Period]:
    return _steps(first, last, 1, lambda day: f"{day.day} {day:%B %Y}")


def _weeks(first: datetime, last: datetime) -> Iterator[Period]:
    monday = first - timedelta(days=first.weekday())  # the calendar's first day is one
    return _steps(monday, last, 7, lambda day: f"the week of {day.day} {day:%B %Y}")


def _steps(first: datetime, last: datetime, days: int, name: Callable[[datetime], str]) -> Iterator[Period]:
    begins = _midnight(first)
    for number in range((last - begins).days // days + 1):
        day = begins + timedelta(days=number * days)
        yield Period(day, name(day), f"{day.day} {day:%b}")


def _months(first: datetime, last: datetime) -> Iterator[Period]:
    for number in range(_month(first), _month(last) + 1):
        begins = _first_of(number)
        yield Period(begins, f"{begins:%B %Y}", f"{begins:%b %Y}")


def _quarters(first: datetime, last: datetime) -> Iterator[Period]:
    for number in range(_month(first) // 3, _month(last) // 3 + 1):
        begins = _first_of(number * 3)
        yield Period(begins, f"{begins:%B} to {_first_of(number * 3 + 2):%B %Y}", f"{begins:%b %Y}")


def _years(first: datetime, last: datetime, most: int) -> Iterator[Period]:
    step = (last.year - first.year) // most + 1
    for year in range(first.year, last.year + 1, step):
        name = str(year) if step == 1 else f"{year} to {year + step - 1}"
        yield Period(datetime(year, 1, 1), name, str(year))


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _month(moment: datetime) -> int:
    return moment.year * 12 + moment.month - 1


def _first_of(number: int) -> datetime:
    return datetime(number // 12, number % 12 + 1, 1)
