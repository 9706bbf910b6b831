"""The lines that begin a WhatsApp message, in every locale and calendar, and which of them are a file's own.

A header is a date, a time and what ends them; its language is found by no list, only by its shape. A line in a message that
merely looks like one is told from the file's own headers by comparing styles over the whole file, so a pass keeps light rows
and drops what does not fit afterwards.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import NamedTuple

from reattune.reading.dates import MARKS, SPACES, Day, clock, clock_words, parse_day

LEAST_FAMILY_SHARE = 0.2  # a merged export has two kinds of headers; a pasted quote has a few lines of another kind
LEAST_STYLE_SHARE = 0.1
LEAST_STRANGERS_SHARE = 0.3
LEAST_ODD_WORDS_SHARE = 0.5
_S, _M = f"[{SPACES}]", f"[{MARKS}]"
_GAP = f"[{SPACES}{MARKS}]*"
_NUMBER = r"(?:(?:令和|平成|昭和|民國|民国|[RHS])[. ]?)?(?:\d{1,4}|元)"
_DAY = rf"{_NUMBER}{_M}*[ ]?[./\-‐–年년]{_GAP}\d{{1,4}}{_M}*[ ]?[./\-‐–月월]{_GAP}{_NUMBER}"
_WORD = r"[^\W\d_]"
_NAMED_DAY = (
    rf"(?:{_WORD}{{2,12}}\.?,?{_S}+)?(?:\d{{1,4}}[.,]?[-{SPACES}](?:de{_S})?{_WORD}{{3,12}}[.,]?[-{SPACES}](?:de{_S})?\d{{1,4}}"
    rf"|{_WORD}{{3,12}}[.,]?{_S}\d{{1,2}},?{_S}\d{{2,4}})"
)
_CLOCK = r"\d{1,2}(?:[:.：٫]|[ ]?h[ ]?)\d{2}(?:[:.：]\d{2})?"
_BESIDE = r"[^\d\[\]\n]"
_DASH = rf"[{SPACES}{MARKS}]+[-–—](?:[{SPACES}{MARKS}]+|$)"
_COLON = rf":[{SPACES}{MARKS}]+"
_AM_PM = rf"(?:{_S}?[AaPp]\.?{_S}?[Mm]\b\.?)?"  # where no dash or bracket ends the header, only these words may stand in it


Header = tuple[str, re.Pattern[str]]  # its family and what it looks like


def _day_first(day: str) -> tuple[Header, ...]:
    stamp = rf"(?P<day>{day})(?P<pre>{_BESIDE}{{1,30}}?)(?P<clock>{_CLOCK})"
    return (
        ("[", re.compile(rf"{_GAP}\[{_GAP}{stamp}(?P<post>{_BESIDE}{{0,24}})\]{_GAP}(?:[-–]{_S})?")),
        ("-", re.compile(rf"{_GAP}{stamp}(?P<post>[^\d\[\]\n:]{{0,24}}?){_DASH}")),
        (":", re.compile(rf"{_GAP}{stamp}(?P<post>{_AM_PM}){_COLON}")),
        (",", re.compile(rf"{_GAP}{stamp}(?P<post>{_AM_PM}),{_S}+(?=[^:\n]{{1,60}}:)")),
        ("", re.compile(rf"{_GAP}{stamp}(?P<post>{_AM_PM}){_S}+(?![-–—])(?=[^:\n]{{1,60}}:)")),
    )


def _time_first() -> tuple[Header, ...]:
    stamp = rf"(?P<clock>{_CLOCK})(?P<post>{_BESIDE}{{1,30}}?)(?P<day>{_DAY})"
    return (
        ("[", re.compile(rf"{_GAP}\[{_GAP}{stamp}(?P<pre>{_BESIDE}{{0,12}})\]{_GAP}")),
        ("-", re.compile(rf"{_GAP}{stamp}(?P<pre>[^\d\[\]\n:]{{0,12}}?){_DASH}")),
    )


# the next set is tried only where the one before finds nothing
HEADERS = (_day_first(_DAY), _time_first(), _day_first(_NAMED_DAY)[:2])


class Style(NamedTuple):
    """What a header looks like apart from its numbers."""

    family: str  # what ends it: [ a bracket, - a dash, : or , that sign, "" nothing
    shape: str
    seconds: bool
    odd_words: str


class Row(NamedTuple):
    """A line that could begin a message: where its body starts and where the first ": " of the body stands."""

    style: Style
    day: Day
    moment: time | None
    line: str
    start: int
    colon: int
    number: int


@dataclass(slots=True)
class Scan:
    """What one pass over the lines found."""

    rows: list[Row] = field(default_factory=list)
    more: dict[int, list[str]] = field(default_factory=dict)  # by index of row: the lines that follow it
    before: list[tuple[int, str]] = field(default_factory=list)  # lines before the first row
    lines: int = 0


class _Last(NamedTuple):
    """A header that was taken apart: what stands before and behind its time of day, and where."""

    opening: str
    clock_start: int
    clock_end: int
    end: int
    closing: str
    style: Style
    day: Day
    part: str


_UNSEEN = object()
_row = tuple.__new__


def scan(lines: Iterable[str], headers: Sequence[Header]) -> Scan:
    """Every line that could begin a message, and the lines that follow each."""
    found = Scan()
    rows, more = found.rows, found.more
    stamps = _Stamps()
    tried = [(family, pattern.match) for family, pattern in headers]
    last: _Last | None = None
    number = 0
    for number, line in enumerate(lines, start=1):
        if last is not None and line.startswith(last.opening) and line[last.clock_end : last.end] == last.closing:
            # the line's header differs from the one before in its time of day only: no need to take it apart again
            moment = stamps.moments.get((line[last.clock_start : last.clock_end], last.part), _UNSEEN)
            if moment is not _UNSEEN:
                rows.append(_row(Row, (last.style, last.day, moment, line, last.end, line.find(": ", last.end), number)))
                continue
        family, header = "", None
        for family, match in tried:  # noqa: B007  # the one that fitted is used below
            header = match(line)
            if header is not None:
                break
        stamp = stamps.of(family, *header.group("day", "pre", "clock", "post")) if header is not None else None
        if header is not None and stamp is not None:
            start = header.end()
            rows.append(Row(*stamp, line, start, line.find(": ", start), number))
            last = stamps.opening(line, header, family, stamp)
            if family != tried[0][0]:
                # the last one that fitted is tried first
                tried.sort(key=lambda one: one[0] != family)
        elif rows:
            more.setdefault(len(rows) - 1, []).append(line)
        else:
            found.before.append((number, line))
    found.lines = number
    return found


@dataclass(slots=True)
class _Stamps:
    """What headers say, each spelling read once."""

    styles: dict[Style, Style] = field(default_factory=dict)
    days: dict[tuple[str, str, str, bool, str], tuple[Style, Day, str] | None] = field(default_factory=dict)
    moments: dict[tuple[str, str], time | None] = field(default_factory=dict)

    def of(self, family: str, day: str, before: str, at: str, after: str) -> tuple[Style, Day, time | None] | None:
        """The style, day and time of a header; None where its day is none."""
        look = (family, day, before, len(at) > 5, after)
        if look not in self.days:
            self.days[look] = self._day(*look)
        known = self.days[look]
        if known is None:
            return None
        style, parsed, part = known
        spelled = (at, part)
        if spelled not in self.moments:
            self.moments[spelled] = clock(at, part)
        return style, parsed, self.moments[spelled]

    def opening(self, line: str, header: re.Match[str], family: str, stamp: tuple[Style, Day, time | None]) -> _Last:
        """What the next line's header is compared with."""
        start, end = header.span("clock")
        known = self.days[family, header["day"], header["pre"], end - start > 5, header["post"]]
        part = known[2] if known else ""
        return _Last(line[:start], start, end, header.end(), line[end : header.end()], stamp[0], stamp[1], part)

    def _day(self, family: str, day: str, before: str, seconds: bool, after: str) -> tuple[Style, Day, str] | None:
        parsed = parse_day(day)
        if parsed is None:
            return None
        said = clock_words(before, after)
        style = Style(family, parsed.shape, seconds, said.unknown)
        return self.styles.setdefault(style, style), parsed, said.part


def own_styles(found: Scan) -> Scan:
    """The scan without rows that only look like headers: these become lines of the row before."""
    counts = Counter(row.style for row in found.rows)
    if len(counts) < 2 and not any(style.odd_words for style in counts):
        return found
    kept = _kept(found.rows, counts)
    if len(kept) == len(counts):
        return found
    fresh = Scan(before=list(found.before), lines=found.lines)
    for index, row in enumerate(found.rows):
        if row.style in kept:
            fresh.rows.append(row)
            lines = found.more.get(index, [])
        else:
            lines = [row.line, *found.more.get(index, [])]
        if lines and fresh.rows:
            fresh.more.setdefault(len(fresh.rows) - 1, []).extend(lines)
        elif lines:
            fresh.before += [(row.number + offset, line) for offset, line in enumerate(lines)]
    return fresh


def _kept(rows: Sequence[Row], counts: Counter[Style]) -> set[Style]:
    families: Counter[str] = Counter()
    for style, count in counts.items():
        families[style.family] += count
    main_family = max(families, key=lambda family: (families[family], family != ""))
    main = max(
        (style for style in counts if style.family == main_family),
        key=lambda style: (not style.odd_words, counts[style]),
    )
    known = Counter(row.line[row.start : row.colon] for row in rows if row.style == main and row.colon > 0)
    # an unknown clock has two words
    odd = Counter[tuple[str, str, bool]]()
    for style, count in counts.items():
        odd[style[:3]] += count if style.odd_words else 0

    def fits(style: Style) -> bool:
        share = counts[style] / len(rows)
        if style == main:
            return not style.odd_words or odd[style[:3]] / len(rows) >= LEAST_ODD_WORDS_SHARE
        if style.family != main_family and (style.family in ("", ",") or families[style.family] / len(rows) < LEAST_FAMILY_SHARE):
            return False
        if style.odd_words:
            return odd[style[:3]] / len(rows) >= LEAST_ODD_WORDS_SHARE
        if style.family == "[" and style.seconds == main.seconds:
            return True
        of_style = [row.line[row.start : row.colon] for row in rows if row.style == style and row.colon > 0]
        familiar = sum(name in known for name in of_style) * 2 >= counts[style]
        return (share >= LEAST_STYLE_SHARE and familiar) or (share >= LEAST_STRANGERS_SHARE and bool(of_style))

    return {style for style in counts if fits(style)}
