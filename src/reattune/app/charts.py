"""Pictures that are also told: the timeline, the debt, the clocks, the arc of a talk. Each is one SVG and the same facts in words.

Shapes and places carry what colour carries, and colours come from the page's style sheet by class, so that light, dark and high contrast
are the page's. How a stroke is made stands in `drawing.py`; here is what is drawn, and what is said of it.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from reattune.app import practice_words, wording
from reattune.app.drawing import (
    NARROW,
    Drawn,
    Stroke,
    axis,
    bar,
    bars,
    dot,
    fitting,
    fitting_ticks,
    line,
    many,
    named,
    picture,
    plot,
    points,
    rect,
    short_day,
    sign_at,
    told,
    wide,
    words,
)
from reattune.app.periods import periods
from reattune.app.record import Record, Stretch
from reattune.coaching.scenarios import Talk, turning_points
from reattune.core.finding import Finding, Report
from reattune.core.names import Outcome, Severity

EDGE = 4.0  # % left free at each side of a timeline, so that a mark at either end is whole
SIZE: Mapping[Severity, float] = {Severity.MICRO: 0.36, Severity.MODERATE: 0.56, Severity.MAJOR: 0.84}
MOST_MARKS, MOST_ROWS = 80, 4  # more marks than that, or more on top of each other, are counted instead
LANE, TALLY, GROUND, BAR, TURN = 1.5, 2.8, 3.4, 3.2, 2.1  # how tall each kind of row is
MOST_TOLD = 24  # rows of the debt's table
CLOCKS: Mapping[str, tuple[str, str, str]] = {
    "clock.heard": ("until the hurt was heard", "the hurt was heard", "the hurt was not heard"),
    "clock.owned": ("until somebody owned their part", "somebody owned their part", "nobody owned their part"),
    "clock.repair": ("until it was mended", "it was mended", "it was not mended"),
}
DAY = 1440.0  # minutes
TICKS: tuple[tuple[float, str], ...] = (
    (1, "1 min"), (10, "10 min"), (60, "1 hour"), (360, "6 hours"), (DAY, "1 day"), (7 * DAY, "1 week"), (30 * DAY, "1 month"),
    (365 * DAY, "1 year"), (3650 * DAY, "10 years"), (36500 * DAY, "100 years"),
)  # fmt: skip
SHORTEST = 60.0  # minutes that the clocks' line is long at least
PARTS: tuple[tuple[float, str], ...] = ((0.25, "a quarter"), (0.5, "half"), (1.0, "all"))
LEVELS: tuple[tuple[float, str], ...] = (
    (0.05, "next to nothing"),
    (0.35, "less than a third of the most"),
    (0.65, "about half of the most"),
    (0.95, "not much less than the most"),
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing and the same facts in words.

    `svg` is one `<svg class="chart">` element with its name: `role="img"`, or `role="group"` where its marks are links; `says` tells in a
    sentence or two what it shows; `rows` is the same as a table, its heads first, empty where `says` says all.
    """

    svg: str
    says: str
    rows: tuple[tuple[str, ...], ...] = ()


# --- the whole conversation -----------------------------------------------------------------------------------------


def timeline(report: Report, labels: Sequence[str], links: Sequence[str] | None = None, only: Sequence[int] | None = None) -> Picture:
    """The whole conversation: how much was said as quiet ground, and each episode as a mark: its shape tells what became of it, its size
    and its place how deep it went, its line how long it lasted. Too many to be told apart are counted by period instead.

    `labels` and `links` are one an episode, in order. With `only`, the numbers of some episodes, the others are left out, and it says so.
    """
    every, ways = report.episodes, _ways(report, links)
    if only is not None:
        report = replace(report, episodes=tuple(every[number] for number in only))
        labels, ways = [labels[number] for number in only], [ways[number] for number in only]
    record, of = Record(report), None if only is None else len(every)
    name = f"The whole conversation, with {_some(record, of)}"
    lanes = _lanes(record)
    if lanes is None:
        stretches = record.stretches()
        (drawn, end), rows = _tally(record, stretches, labels, ways), _by_period(stretches)
    else:
        (drawn, end), rows = _marks(record, lanes, labels, ways), _one_by_one(record)
    return Picture(picture(name, end, drawn, tied=any(ways)), _sums(record, of), rows)


def _ways(report: Report, links: Sequence[str] | None) -> Ways:
    return links if links is not None else [None] * len(report.episodes)


def _some(record: Record, of: int | None) -> str:
    """How many breaks are shown, and of how many where some are left out."""
    shown = len(record.episodes)
    return many(shown, "break") if of is None else f"{shown:,} of {many(of, 'break')}"


def _sums(record: Record, of: int | None) -> str:
    """The counts of the picture, in words; where some of its breaks are left out, `of` is how many there are."""
    if not record.places:
        return "There are no messages."
    said = f"{many(len(record.places), 'message')}{record.span()}."
    if not record.episodes:
        return f"{said} {wording.NO_EPISODES if of is None else wording.NONE_FITS}"
    ended = Counter(one.outcome for one in record.episodes)
    parts = wording.listed([f"{ended[outcome]:,} {wording.OUTCOME[outcome]}" for outcome in Outcome if ended[outcome]])
    deep = sum(one.severity is Severity.MAJOR for one in record.episodes)
    last = f" {deep:,} of them {'was' if deep == 1 else 'were'} deep." if deep else ""
    only = "" if of is None else f"{wording.ONLY_WHAT_FITS}, "
    return f"{said} {only}{_some(record, of)}: {parts}.{last}"


def _one_by_one(record: Record) -> tuple[tuple[str, ...], ...]:
    rows = [
        (record.when(one.onset), wording.SEVERITY[one.severity], wording.OUTCOME[one.outcome], record.lasted(one))
        for one in record.episodes
    ]
    return (("When", "How deep", "What became of it", "How long"), *rows) if rows else ()


def _by_period(stretches: Sequence[Stretch]) -> tuple[tuple[str, ...], ...]:
    heads = ("When", "Messages", "Breaks", *(wording.OUTCOME[outcome].capitalize() for outcome in Outcome), "Deep ones among them")
    rows = [
        (one.name, *(f"{count:,}" for count in (one.messages, len(one.episodes), *map(one.ended, Outcome), one.deep))) for one in stretches
    ]
    return (heads, *rows)


Spots = list[tuple[int, float, int]]  # an episode's number, its place in percent, and the row in which it has room
Ways = Sequence[str | None]  # where the mark of each episode leads


def _lanes(record: Record) -> dict[Severity, Spots] | None:
    """The spots of each depth; None where there are too many to be told apart."""
    if len(record.episodes) > MOST_MARKS:
        return None
    found = {severity: spots for severity in Severity if (spots := _spots(record, severity))}
    return None if any(row >= MOST_ROWS for spots in found.values() for _, _, row in spots) else found


def _spots(record: Record, severity: Severity) -> Spots:
    """Where marks stand so that none hides another on a phone: each in the first row in which it has room."""
    apart = 200 * _reach(severity) / NARROW
    places = [(_x(record.share(one.onset)), number) for number, one in enumerate(record.episodes) if one.severity is severity]
    last: list[float] = []
    found: Spots = []
    for x, number in sorted(places):
        row = next((row for row, before in enumerate(last) if x - before >= apart), len(last))
        last[row : row + 1] = [x]
        found.append((number, x, row))
    return found


def _reach(severity: Severity) -> float:
    """How far around its middle a mark can be pointed at."""
    return max(SIZE[severity] + 0.12, 0.65)


def _marks(record: Record, lanes: Mapping[Severity, Spots], labels: Sequence[str], ways: Ways) -> tuple[Drawn, float]:
    behind: Drawn = []
    marks: dict[int, Stroke] = {}
    y = 0.0
    for severity, spots in lanes.items():
        size, reach = SIZE[severity], _reach(severity)
        behind.append(words(0, y + 0.85, f"{wording.SEVERITY[severity]} · {len(spots)}"))
        for number, x, row in spots:
            episode, middle = record.episodes[number], y + LANE + reach + row * 2 * reach
            behind.append(line(x, middle, max(_x(record.share(episode.end)), x), middle, "span"))
            sign = [dot(x, middle, reach, "hit"), sign_at(x, middle, size, episode.outcome)]
            marks[number] = told(labels[number], ways[number], sign)
        y += LANE + 0.3 + (1 + max(row for _, _, row in spots)) * 2 * reach
    ground, end = _ground(record, y, record.evenly(), EDGE)
    first, last = record.ends()
    ticks = fitting_ticks(first, [(_x(share), tick) for share, tick in record.ticks()], last)
    grid = [line(x, 0, x, end, "grid") for x, _ in ticks]
    below, y = axis(end, first, ticks, last)
    key, y = _key(record, y)
    return [*grid, *ground, *behind, *(marks[number] for number in sorted(marks)), *below, *key], y


def _key(record: Record, y: float) -> tuple[Drawn, float]:
    """Which sign tells what, two in a row."""
    ended = Counter(one.outcome for one in record.episodes)
    there = [outcome for outcome in Outcome if ended[outcome]]
    drawn: Drawn = []
    for number, outcome in enumerate(there):
        drawn += named(50 * (number % 2), y + 0.6 + 1.7 * (number // 2), outcome, f"{wording.OUTCOME[outcome]} · {ended[outcome]}")
    return drawn, y + 0.4 + 1.7 * ((len(there) + 1) // 2)


def _tally(record: Record, stretches: Sequence[Stretch], labels: Sequence[str], ways: Ways) -> tuple[Drawn, float]:
    """Counts by period: a row of bars for each outcome, and one for the deep ones among them all."""
    rows = [(outcome, wording.OUTCOME[outcome], [one.ended(outcome) for one in stretches]) for outcome in Outcome]
    deep = (None, "deep ones among all of these", [one.deep for one in stretches])
    most = max(max(counted) for _, _, counted in rows)
    drawn: Drawn = []
    y = 0.0
    for outcome, says, counted in [row for row in (*rows, deep) if any(row[2])]:
        drawn += named(0, y, outcome, f"{says} · {sum(counted):,}")
        drawn.append(plot(y + 1.1, TALLY - 1.1, (f"bars {outcome or 'deep'}", bars([count / most for count in counted]))))
        drawn.append(line(0, y + TALLY, 100, y + TALLY, "grid"))
        y += TALLY + 0.7
    ground, y = _ground(record, y, [one.messages for one in stretches])
    columns = [_column(place, stretches, y, labels, ways) for place, one in enumerate(stretches) if one.episodes]
    (first, last), half = record.ends(), len(stretches) // 2
    below, y = axis(y, first, fitting_ticks(first, [(100 * (half + 0.5) / len(stretches), stretches[half].short)], last), last)
    return [*drawn, *ground, *below, *columns], y


def _column(place: int, stretches: Sequence[Stretch], tall: float, labels: Sequence[str], ways: Ways) -> Stroke:
    """A period as something to point at, or to follow to its first episode."""
    one, share = stretches[place], 100 / len(stretches)
    first = one.episodes[0]
    ended = wording.listed([f"{one.ended(outcome):,} {wording.OUTCOME[outcome]}" for outcome in Outcome if one.ended(outcome)])
    says = labels[first] if len(one.episodes) == 1 else f"{one.name}: {ended}{'; to the first of them' if ways[first] else ''}"
    return told(says, ways[first], [rect(place * share, 0, share, tall, "hit")])


def _ground(record: Record, y: float, counted: Sequence[int], edge: float = 0) -> tuple[Drawn, float]:
    """How much was said; by its root, so that a quiet week is still seen beside a loud one."""
    says = many(len(record.places), "message") if record.places else "no messages"
    tall = GROUND if record.dated else LANE  # without times nobody knows when much was said
    drawn: Drawn = [words(0, y + 0.85, says), line(0, y + tall, 100, y + tall, "axis")]
    if record.dated:
        shares = [(count / max(counted)) ** 0.5 for count in counted]
        drawn.append(plot(y + 1.2, tall - 1.2, ("talk", bars(shares)), left=edge, right=100 - edge))
    return drawn, y + tall


def _x(share: float) -> float:
    """Percent from the left of a timeline."""
    return EDGE + (100 - 2 * EDGE) * share


# --- what is left unmended ------------------------------------------------------------------------------------------


def debt(line_of: Sequence[tuple[datetime, float]]) -> Picture | None:
    """What was left unmended over time, between none and the most there was; None where there is no stretch of at least a day to show."""
    if len(line_of) < 2 or line_of[-1][0] - line_of[0][0] < timedelta(days=1):
        return None
    (first, _), (last, _) = line_of[0], line_of[-1]
    at, most = max(line_of, key=lambda point: point[1])
    path = points([((when - first) / (last - first), value / most if most > 0 else 0.0) for when, value in line_of])
    left, top, base = 13.5, 0.7, 8.0
    drawn = [words(left - 2, base, "none", "end"), line(left, base, 100, base, "axis")]
    drawn.append(plot(top, base - top, ("area", f"M0 100L{path}L1000 100z"), ("line", f"M{path}"), left=left))
    if most > 0:
        peak = left + (100 - left) * (at - first) / (last - first)
        drawn += [words(left - 2, top + 0.35, "most", "end"), line(left, top, 100, top, "grid"), dot(peak, top, 0.32, "dot")]
    below, end = axis(base, short_day(first), [], short_day(last), left)
    says = _debt_says(at, most, line_of[-1])
    return Picture(picture("What was left unmended, over time", end, [*drawn, *below]), says, _debt_rows(line_of, most))


def _debt_says(at: datetime, most: float, last: tuple[datetime, float]) -> str:
    if most <= 0:
        return "Nothing was left unmended in this time."
    if last[1] == most:
        return "Most was unmended at the end."
    return f"Most was unmended around {wording.day(at)}. At the end it was {_level(last[1], most)}."


def _debt_rows(line_of: Sequence[tuple[datetime, float]], most: float) -> tuple[tuple[str, ...], ...]:
    """How it stood at the end of each period."""
    stretches = periods(line_of[0][0], line_of[-1][0], MOST_TOLD)
    last = {bisect_right(stretches, when, key=lambda one: one.begins): value for when, value in line_of}  # of each period, by its number
    known, rows = line_of[0][1], []
    for number, one in enumerate(stretches, 1):
        known = last.get(number, known)
        rows.append((one.name, _level(known, most)))
    return (("When", "Left unmended at its end"), *rows)


def _level(value: float, most: float) -> str:
    share = value / most if most > 0 else 0.0
    return "nothing" if share == 0 else next((says for until, says in LEVELS if share < until), "the most, or near it")


# --- how long it took -----------------------------------------------------------------------------------------------


def clocks(findings: Sequence[Finding]) -> Picture | None:
    """How long it took until the hurt was heard, owned and mended: the middle case as a bar, its doubt as a line; None without any."""
    found = {finding.measure: finding for finding in findings if finding.by is None and finding.n}
    kept = {name: found[name] for name in CLOCKS if name in found}
    if not kept:
        return None
    longest = max(max(one.value or 0, one.low or 0, one.high or 0, SHORTEST) for one in kept.values())
    most, last = next((tick for tick in TICKS if tick[0] >= longest), TICKS[-1])
    end = len(kept) * BAR
    drawn = [stroke for number, (name, one) in enumerate(kept.items()) for stroke in _clock(number * BAR, CLOCKS[name][0], one, most)]
    ticks = fitting_ticks("at once", [(_slow(minutes, most), tick) for minutes, tick in TICKS if minutes < most], last)
    grid = [line(x, 0, x, end, "grid") for x, _ in ticks]
    below, tall = axis(end, "at once", ticks, last)
    rows = [_clock_row(CLOCKS[name][0], one) for name, one in kept.items()]
    drawing = picture("How long it took", tall, [*grid, line(0, end, 100, end, "axis"), *drawn, *below])
    return Picture(drawing, _clocks_say(kept), (("How long", "Middle case", "Could be", "Breaks"), *rows))


def _clock(y: float, says: str, one: Finding, most: float) -> Drawn:
    name = words(0, y + 0.95, says, kind="strong")
    if one.value is None:
        return [name, words(0, y + 2.4, f"did not come {_in_most(one)}", kind="over")]
    value, low, high = _slow(one.value, most), _slow(one.low or 0, most), None if one.high is None else _slow(one.high, most)
    return [name, words(100, y + 0.95, wording.duration(one.value), "end", "strong"), *bar(y + 1.95, value, low, high)]


def _slow(minutes: float, most: float) -> float:
    """Percent from the left, by the logarithm, so that minutes and weeks fit one line; the left end is no time at all."""
    return min(100 * math.log1p(max(minutes, 0) / 10) / math.log1p(most / 10), 100.0)


def _in_most(one: Finding) -> str:
    return "in this record" if one.n == 1 else f"in most of the {one.n:,} breaks"


def _clocks_say(kept: Mapping[str, Finding]) -> str:
    came = [f"{CLOCKS[name][1]} {_after(one.value)}" for name, one in kept.items() if one.value is not None]
    never = [f"{_in_most(one)} {CLOCKS[name][2]}" for name, one in kept.items() if one.value is None]
    lines = [f"In the middle case {wording.listed(came)}."] if came else []
    lines += [f"{says[0].upper()}{says[1:]}." for says in never]
    return " ".join([*lines, "What never came is counted as lasting to the end of the record."])


def _after(minutes: float) -> str:
    return wording.duration(minutes) if minutes < 1 else f"after {wording.duration(minutes)}"


def _clock_row(says: str, one: Finding) -> tuple[str, ...]:
    if one.value is None:
        return (says, f"did not come {_in_most(one)}", "", f"{one.n:,}")
    low = wording.duration(one.low) if one.low is not None else "at once"
    high = wording.duration(one.high) if one.high is not None else "longer than the record shows"
    return (says, wording.duration(one.value), f"{low} to {high}", f"{one.n:,}")


# --- a talk ---------------------------------------------------------------------------------------------------------


def arc(talk: Talk) -> Picture | None:
    """How it was for the simulated partner from turn to turn: down the page as a talk goes, further left where it was lighter. None before
    the first turn, and where nobody was hurt."""
    if not talk.turns or talk.scenario.blank:
        return None
    weights = [talk.first.hurt, *(turn.state.hurt for turn in talk.turns)]
    moods = ["", *(practice_words.MOOD_SHORT[turn.mood] for turn in talk.turns)]
    names = ["at first", *(f"turn {number}" for number in range(1, len(weights)))]
    left, top = 52.0, 2.6
    spots = [(left + 2 + (96 - left) * weight, top + TURN * number) for number, weight in enumerate(weights)]
    height = TURN * (len(spots) - 1)
    path = points([(x / 100, 1 - (y - top) / height) for x, y in spots])
    drawn = [words(left, 0.95, "lighter"), words(100, 0.95, "heavier", "end"), line(left, 1.4, 100, 1.4, "axis")]
    drawn += [line(left, y, 100, y, "grid") for _, y in spots]
    drawn.append(plot(top, height, ("line", f"M{path}")))
    for (x, y), name, mood in zip(spots, names, moods, strict=True):
        drawn += [dot(x, y, 0.38, "dot"), words(0, y + 0.35, name), words(0, y + 0.35, mood, kind="strong", after=4.3)]
    rows = [(name, f"{weight:.0%}", mood) for name, weight, mood in zip(names, weights, moods, strict=True)]
    drawing = picture("How it was for them from turn to turn", top + height + 0.9, drawn)
    return Picture(drawing, _arc_says(talk), (("Turn", "Hurt", "How they were"), *rows))


def _arc_says(talk: Talk) -> str:
    down, up = turning_points(talk)
    change = talk.state.hurt - talk.first.hurt
    ends = "about as heavy as it began" if abs(change) < 0.02 else "lighter than it began" if change < 0 else "heavier than it began"
    lines = [f"It ended {ends}."]
    lines += [f"It eased most with turn {down + 1}."] if down is not None else []
    lines += [f"It grew most with turn {up + 1}."] if up is not None else []
    return " ".join(lines)


# --- counts ---------------------------------------------------------------------------------------------------------


def counts(rows: Sequence[tuple[str, int, int, float, float]], unit: str) -> Picture | None:
    """How many of how many, as bars with the interval of their share as a line: (name, count, of, low, high). None without any."""
    if not rows:
        return None
    values = [f"{count:,} of {of:,}" for _, count, of, _, _ in rows]
    most = max(max(_part(count, of), high) for _, count, of, _, high in rows)
    top, last = next((part for part in PARTS if most <= part[0]), PARTS[-1])
    until = 97 - max(map(wide, values))
    drawn: Drawn = []
    for number, ((name, count, of, low, high), value) in enumerate(zip(rows, values, strict=True)):
        y = number * BAR
        drawn += [words(0, y + 0.95, fitting(name), kind="strong"), words(100, y + 2.3, value, "end", "strong")]
        share, left, right = (100 * min(max(one / top, 0.0), 1.0) for one in (_part(count, of), low, high))
        drawn += bar(y + 1.95, share, left, right, until)
    y = len(rows) * BAR - 0.4
    drawn += [words(0, y + 1.2, "none"), words(until, y + 1.2, last, "end")]
    table = [(name, f"{count:,}", f"{of:,}", f"{low:.0%} to {high:.0%}") for name, count, of, low, high in rows]
    heads = ("What", "How many", "Of", "The true share may be")
    return Picture(picture("How many of how many", y + 1.7, drawn), _counts_say(rows, unit), (heads, *table))


def _counts_say(rows: Sequence[tuple[str, int, int, float, float]], unit: str) -> str:
    top = max(_part(count, of) for _, count, of, _, _ in rows)
    first = [f"{name}, {count:,} of {of:,}" for name, count, of, _, _ in rows if _part(count, of) == top]
    says = f"{'Most often: ' if len(rows) > 1 else ''}{wording.listed(first)} {unit}." if top > 0 else "None so far."
    return f"{says} The thin lines show where the true share may lie."


def _part(count: int, of: int) -> float:
    return count / of if of else 0.0
