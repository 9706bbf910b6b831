"""The pictures: laws that hold for whatever is drawn, what they say in words, and how they look in a real browser."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

from reattune.app import charts, drawing, wording
from reattune.app.charts import Picture
from reattune.app.periods import MOST, periods
from reattune.app.record import Record
from reattune.coaching import scenarios
from reattune.coaching.scenarios import Talk
from reattune.core.episode import Clocks, Episode
from reattune.core.finding import Finding, Report
from reattune.core.message import Conversation, Message
from reattune.core.names import Outcome, Severity
from tests.grade import grade
from tests.stories import START, hear

ROOT = Path(__file__).parents[2] / "src" / "reattune"
ATTACK = "\"></svg><script>alert('1')</script>\x00\ud800\x0b & رنا"
NAMES = {wording.OUTCOME[outcome]: outcome for outcome in Outcome}


# --- what is drawn --------------------------------------------------------------------------------------------------


def episode(number: int, onset: int, end: int, severity: Severity, outcome: Outcome) -> Episode:
    return Episode(f"e{number}", onset, end, (onset, end), severity, (), ("A",), ("B",), outcome, None, (), (), (), Clocks())


def report(times: Sequence[datetime | None], *found: Episode) -> Report:
    messages = tuple(Message("AB"[number % 2], "x", time) for number, time in enumerate(times))
    return Report(Conversation(messages), "A", (), found, (), (), "scripted", "1", 0)


def many(count: int, days: int, dated: bool = True) -> Report:
    """So many breaks in a record, of every kind, in no order of kinds."""
    times = [START + timedelta(days=days) * number / (3 * count) if dated else None for number in range(3 * count)]
    kinds = [(list(Severity)[number * number % 3], list(Outcome)[number * 7 % 4]) for number in range(count)]
    return report(times, *(episode(number, 3 * number, 3 * number + 2, *kind) for number, kind in enumerate(kinds)))


def labels(told: Report) -> list[str]:
    return [f"{one.id}: {one.severity}, {one.outcome}" for one in told.episodes]


def links(told: Report) -> list[str]:
    return [f"/conversations/{one.id}" for one in told.episodes]


TIMES = st.one_of(
    st.lists(st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)), max_size=12),
    st.lists(st.integers(0, 60 * 24 * 90), max_size=40).map(lambda some: [START + timedelta(minutes=one) for one in sorted(some)]),
    st.integers(0, 40).map(lambda count: [START] * count),  # all at once
    st.integers(0, 40).map(lambda count: [None] * count),
    st.lists(st.one_of(st.none(), st.just(START)), max_size=12),
)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    times = draw(TIMES)
    if not times:
        return report(times)
    places = st.tuples(st.integers(0, len(times) - 1), st.integers(0, len(times) - 1)).map(sorted)
    found = draw(st.lists(st.tuples(places, st.sampled_from(Severity), st.sampled_from(Outcome)), max_size=100))
    return report(times, *(episode(number, *place, *kind) for number, (place, *kind) in enumerate(found)))


POINTS = st.lists(st.tuples(st.datetimes(), st.one_of(st.just(0.0), st.floats(0, 12))), max_size=30).map(
    lambda some: sorted(some, key=lambda point: point[0])
)
MINUTES = st.one_of(st.just(0.0), st.floats(0, 1e8))


@st.composite
def findings(draw: st.DrawFn) -> list[Finding]:
    found = []
    for name in draw(st.sets(st.sampled_from(list(charts.CLOCKS)))):
        low, value, high = sorted(draw(st.tuples(MINUTES, MINUTES, MINUTES)))
        came = draw(st.booleans())
        ends = (draw(st.sampled_from((low, None))), draw(st.sampled_from((high, None)))) if came else (None, None)
        found.append(Finding(name, "1", value if came else None, draw(st.integers(0, 3000)), "minutes, median", *ends))
    return found


@st.composite
def rows(draw: st.DrawFn) -> list[tuple[str, int, int, float, float]]:
    found = []
    for name in draw(st.lists(st.text(max_size=60), max_size=8)):
        of = draw(st.integers(0, 5000))
        low, high = sorted(draw(st.tuples(st.floats(0, 1), st.floats(0, 1))))
        found.append((name, draw(st.integers(0, of)), of, low, high))
    return found


SAID = st.sampled_from(
    (
        "you always #criticism",
        "so what #minimising #counterattack",
        "",
        "I left you alone #accountability #acknowledgement #impact #reconnection",
        "how was it #inquiry",
    )
)


def talk(name: str, *said: str) -> Talk:
    found = scenarios.begin(scenarios.scenario(name))
    for one in said:
        found = scenarios.after(found, one, hear(one))
    return found


TALKS = st.builds(lambda one, said: talk(one.id, *said), st.sampled_from(scenarios.scenarios()), st.lists(SAID, max_size=12))
PICTURES = st.one_of(
    reports().map(lambda told: charts.timeline(told, labels(told))),
    reports().map(lambda told: charts.timeline(told, labels(told), links(told))),
    POINTS.map(charts.debt),
    findings().map(charts.clocks),
    TALKS.map(charts.arc),
    rows().map(lambda some: charts.counts(some, "breaks")),
)


def taken_apart(picture: Picture) -> ElementTree.Element:
    return ElementTree.fromstring(picture.svg)


def titles(picture: Picture) -> list[str]:
    return [one.text or "" for one in taken_apart(picture).iter("title")]


def words(picture: Picture) -> list[str]:
    return [one.text or "" for one in taken_apart(picture).iter("text")]


def signs(picture: Picture) -> Counter[str]:
    return Counter(one.get("class", "") for one in taken_apart(picture).iter("path") if one.get("class") in set(Outcome))


def counted(line: str) -> Counter[Outcome]:
    """The outcomes that a line counts: "3 mended and 1 still open"."""
    found = re.findall(rf"([\d,]+) ({'|'.join(NAMES)})", line)
    return Counter({NAMES[name]: int(number.replace(",", "")) for number, name in found})


# --- laws -----------------------------------------------------------------------------------------------------------


@given(PICTURES)
def test_a_picture_is_one_svg_with_a_name_and_is_told_in_words(picture: Picture | None) -> None:
    if picture is None:
        return
    drawn = taken_apart(picture)
    assert (drawn.tag, drawn.get("class")) == ("svg", "chart")
    assert drawn.get("role") == ("group" if drawn.findall(".//a") else "img"), "what is one image may hold no links"
    assert drawn.get("aria-label")
    assert picture.says.endswith(".")
    assert len({len(row) for row in picture.rows}) <= 1, "every row has a cell for every head"


@given(PICTURES)
def test_every_stroke_is_inside_the_picture(picture: Picture | None) -> None:
    if picture is None:
        return
    drawn = taken_apart(picture)
    tall = float(drawn.get("height", "").removesuffix("em"))
    for stroke in drawn.iter():
        for name in ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height"):
            value = stroke.get(name, "0%")
            assert re.fullmatch(r"\d+(\.\d+)?(%|em)", value), f"{name} is {value}"
            assert value.endswith("em") or 0 <= float(value[:-1]) <= 100
            assert value.endswith("%") or 0 <= float(value[:-2]) <= tall
        if stroke.tag == "rect":
            assert float(stroke.get("x", "")[:-1]) + float(stroke.get("width", "")[:-1]) <= 100.02
    for plot in drawn.iter("svg"):
        if plot.get("viewBox") == "0 0 1000 100":
            for path in plot.iter("path"):
                for numbers in re.findall(r"[ML ](\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)", path.get("d", "")):
                    assert 0 <= float(numbers[0]) <= 1000
                    assert 0 <= float(numbers[1]) <= 100


@given(PICTURES)
def test_nothing_in_a_picture_is_style_or_script(picture: Picture | None) -> None:
    if picture is None:
        return
    for stroke in taken_apart(picture).iter():
        assert stroke.tag in {"svg", "g", "a", "title", "text", "line", "rect", "circle", "path"}
        assert not [name for name in stroke.attrib if name.startswith("on") or name == "style"]


@given(reports())
def test_every_break_is_in_the_picture_or_in_its_counts(told: Report) -> None:
    picture = charts.timeline(told, labels(told))
    if picture.rows and picture.rows[0][1] == "Messages":
        ends = Counter[Outcome]()
        for title in titles(picture):
            alone = [one.outcome for one in told.episodes if title == f"{one.id}: {one.severity}, {one.outcome}"]
            ends += Counter(alone) if alone else counted(title)
    else:
        assert titles(picture) == labels(told)
        assert len(picture.rows) == (len(told.episodes) + 1 if told.episodes else 0)
        there = {one.outcome for one in told.episodes}
        ends = Counter({outcome: signs(picture)[outcome] - (outcome in there) for outcome in Outcome})  # one of each is the key's
    assert +ends == Counter(one.outcome for one in told.episodes)


@given(reports(), st.data())
def test_of_some_breaks_picture_and_table_are_those_of_a_record_with_these_alone_and_it_says_so(told: Report, data: st.DataObject) -> None:
    only = sorted(data.draw(st.sets(st.integers(0, max(len(told.episodes) - 1, 0)), max_size=len(told.episodes))))
    some = replace(told, episodes=tuple(told.episodes[number] for number in only))
    shown, alone = charts.timeline(told, labels(told), links(told), only), charts.timeline(some, labels(some), links(some))
    assert (titles(shown), words(shown), shown.rows) == (titles(alone), words(alone), alone.rows)
    if told.conversation.messages:
        assert (f"{len(only):,} of {len(told.episodes):,} break" in shown.says) == bool(only)
        assert counted(shown.says) == Counter(one.outcome for one in some.episodes)
        assert wording.NO_EPISODES not in shown.says


@given(reports())
def test_the_words_name_the_same_counts(told: Report) -> None:
    picture = charts.timeline(told, labels(told))
    ended = Counter(one.outcome for one in told.episodes)
    assert counted(picture.says) == ended
    assert ("deep" in picture.says) == any(one.severity is Severity.MAJOR for one in told.episodes)
    if picture.rows and picture.rows[0][1] == "Messages":
        sums = [sum(int(row[place].replace(",", "")) for row in picture.rows[1:]) for place in range(1, 8)]
        deep = sum(one.severity is Severity.MAJOR for one in told.episodes)
        assert sums == [len(told.conversation.messages), len(told.episodes), *(ended[outcome] for outcome in Outcome), deep]
    elif told.episodes:
        assert Counter(NAMES[row[2]] for row in picture.rows[1:]) == ended


@given(reports())
def test_links_lead_where_they_should_and_each_has_its_own_name(told: Report) -> None:
    found = list(taken_apart(charts.timeline(told, labels(told), links(told))).iter("a"))
    assert all(one.get("aria-label") == one.findtext("title") for one in found)
    assert len({one.get("aria-label") for one in found}) == len(found)
    targets = [one.get("href") for one in found]
    assert targets == links(told) or (set(targets) <= set(links(told)) and len(targets) <= MOST)


@given(reports())
def test_marks_that_stand_alone_do_not_hide_each_other_on_a_phone(told: Report) -> None:
    letter = 100 / drawing.NARROW
    hits = [one for one in taken_apart(charts.timeline(told, labels(told))).iter("circle") if one.get("class") == "hit"]
    spots = [(float(one.get("cx", "")[:-1]) / letter, float(one.get("cy", "")[:-2]), float(one.get("r", "")[:-2])) for one in hits]
    for place, (x, y, size) in enumerate(spots):
        for other_x, other_y, other_size in spots[:place]:
            assert abs(x - other_x) >= size + other_size - 0.02 or abs(y - other_y) >= size + other_size - 0.02


@given(st.datetimes(), st.datetimes(), st.integers(3, 60))
def test_periods_hold_the_whole_record_and_are_never_too_many(one: datetime, other: datetime, most: int) -> None:
    first, last = sorted((one, other))
    found = periods(first, last, most)
    begins = [period.begins for period in found]
    assert 1 <= len(found) <= most
    assert begins == sorted(set(begins))
    assert begins[0] <= first
    assert begins[-1] <= last
    assert len({period.name for period in found}) == len(found)


@given(reports())
def test_every_message_is_counted_once_in_the_ground(told: Report) -> None:
    record = Record(told)
    if record.dated:
        assert sum(record.evenly()) == len(told.conversation.messages)


@given(rows())
def test_counts_stand_in_the_table_as_they_are(some: list[tuple[str, int, int, float, float]]) -> None:
    picture = charts.counts(some, "breaks")
    if picture is not None:
        assert [(row[0], row[1], row[2]) for row in picture.rows[1:]] == [(name, f"{one:,}", f"{of:,}") for name, one, of, _, _ in some]


# --- cases ----------------------------------------------------------------------------------------------------------


def test_thousands_of_breaks_are_counted_by_month_in_a_small_picture() -> None:
    told = many(3000, 900)
    picture = charts.timeline(told, labels(told), links(told))
    assert len(picture.svg) < 60_000
    assert [row[0] for row in picture.rows[1:4]] == ["March 2026", "April 2026", "May 2026"]
    assert len(picture.rows) == 31
    assert "to the first of them" in titles(picture)[0]
    assert {"mended · 750", "deep ones among all of these · 0"} & set(words(picture)) == {"mended · 750"}


def test_a_handful_of_breaks_stand_one_by_one_with_their_depth() -> None:
    told = many(12, 40)
    picture = charts.timeline(told, labels(told))
    assert {"small · 4", "middling · 8"} <= set(words(picture))
    assert picture.rows[1] == ("2 March 2026, 09:00", "small", "mended", "2 days")


def test_no_two_outcomes_share_a_sign() -> None:
    shapes = {(drawing.SIGN[outcome], outcome is Outcome.OPEN) for outcome in Outcome}
    assert len(shapes) == len(Outcome), "the open one has its broken rim"
    assert all(drawing.sign(outcome).startswith("<svg") and 'aria-hidden="true"' in drawing.sign(outcome) for outcome in Outcome)


def test_a_conversation_without_breaks_or_without_messages_says_so() -> None:
    assert charts.timeline(report([START]), []).says == f"1 message on 2 March 2026. {wording.NO_EPISODES}"
    assert charts.timeline(report([]), []).says == "There are no messages."


def test_without_dates_a_record_is_cut_by_its_messages() -> None:
    told = many(300, 0, dated=False)
    picture = charts.timeline(told, labels(told))
    assert picture.rows[1][0] == "messages 1 to 38"
    assert "first message" in words(picture)


def test_breaks_all_at_once_are_counted_and_not_piled_up() -> None:
    told = report([START] * 9, *(episode(number, number, number, Severity.MICRO, Outcome.OPEN) for number in range(9)))
    picture = charts.timeline(told, labels(told))
    assert titles(picture) == ["2 March 2026: 9 still open"]
    assert picture.rows[1:] == (("2 March 2026", "9", "9", "0", "0", "9", "0", "0"),)


def test_a_break_at_the_first_moment_of_a_month_counts_in_that_month() -> None:
    times = [datetime(2025, 1 + number % 12, 1) + timedelta(days=365 * (number // 12)) for number in range(24)]
    picture = charts.timeline(
        report(times, *(episode(one // 40, 4, 4, Severity.MICRO, Outcome.REPAIRED) for one in range(100))), ["x"] * 100
    )
    assert [(row[0], row[2]) for row in picture.rows[1:] if row[2] != "0"] == [("May 2025", "100")]


def test_words_that_people_chose_are_only_words() -> None:
    told = replace(report([START], episode(0, 0, 0, Severity.MICRO, Outcome.OPEN)))
    marked, counts = charts.timeline(told, [ATTACK], [f"/{ATTACK}"]), charts.counts([(ATTACK, 1, 2, 0.1, 0.9)], ATTACK)
    assert counts is not None
    assert titles(marked) == ["\"></svg><script>alert('1')</script> & رنا"]
    assert "<script" not in marked.svg + counts.svg
    assert counts.rows[1][0] == ATTACK


def test_debt_is_told_between_none_and_the_most() -> None:
    days = [START + timedelta(days=number) for number in range(5)]
    picture = charts.debt(list(zip(days, (0.3, 2.0, 1.0, 0.4, 0.02), strict=True)))
    assert picture is not None
    assert {"none", "most", "2 Mar 2026", "6 Mar 2026"} == set(words(picture))
    assert picture.says == "Most was unmended around 3 March 2026. At the end it was next to nothing."
    assert [row[1] for row in picture.rows[1:]] == [
        "less than a third of the most", "the most, or near it", "about half of the most", "less than a third of the most", "next to nothing",
    ]  # fmt: skip


def test_debt_that_is_nothing_or_has_no_time_to_run_is_no_peak() -> None:
    flat = charts.debt([(START, 0.0), (START + timedelta(days=9), 0.0)])
    assert flat is not None
    assert "most" not in words(flat)
    assert flat.says == "Nothing was left unmended in this time."
    assert charts.debt([]) is None
    assert charts.debt([(START, 1.0)]) is None
    assert charts.debt([(START, 1.0), (START, 2.0)]) is None


def clock(name: str, value: float | None, n: int, low: float | None = None, high: float | None = None) -> Finding:
    return Finding(name, "1", value, n, "minutes, median", low, high)


def test_clocks_tell_the_middle_case_its_doubt_and_what_never_came() -> None:
    picture = charts.clocks([clock("clock.heard", 0.2, 8, 0, 90), clock("clock.owned", 2880, 8, 60, None), clock("clock.repair", None, 8)])
    assert picture is not None
    assert picture.says == (
        "In the middle case the hurt was heard at once and somebody owned their part after 2 days. In most of the 8 breaks it was not "
        "mended. What never came is counted as lasting to the end of the record."
    )
    assert picture.rows[1:] == (
        ("until the hurt was heard", "at once", "at once to 2 hours", "8"),
        ("until somebody owned their part", "2 days", "60 minutes to longer than the record shows", "8"),
        ("until it was mended", "did not come in most of the 8 breaks", "", "8"),
    )
    assert "1 week" in words(picture)


def test_clocks_of_nobody_and_of_one_person_are_not_drawn() -> None:
    assert charts.clocks([]) is None
    assert charts.clocks([clock("clock.heard", None, 0), clock("rupture.count", 3, 3)]) is None


def test_the_arc_goes_on_from_turn_to_turn_and_gives_no_grade() -> None:
    found = next(one for one in scenarios.scenarios() if not one.blank and one.severity is Severity.MAJOR)
    told = talk(found.id, "so what #minimising #counterattack", "I left you alone #accountability #acknowledgement #impact #reconnection")
    picture = charts.arc(told)
    assert picture is not None
    assert [row[0] for row in picture.rows] == ["Turn", "at first", "turn 1", "turn 2"]
    assert {"lighter", "heavier", "turn 2"} <= set(words(picture))
    assert picture.says == "It ended lighter than it began. It eased most with turn 2. It grew most with turn 1."


def test_there_is_no_arc_before_the_first_turn_nor_where_nobody_was_hurt() -> None:
    blank = next(one for one in scenarios.scenarios() if one.blank)
    assert charts.arc(talk(blank.id, "hello #bid")) is None
    assert charts.arc(talk(next(one for one in scenarios.scenarios() if not one.blank).id)) is None


def test_counts_say_what_was_most_often_and_cut_long_names_only_in_the_picture() -> None:
    name = "a theme with a name that is longer than any phone is wide"
    picture = charts.counts([("tired", 2, 20, 0.03, 0.3), (name, 9, 20, 0.26, 0.66)], "breaks")
    assert picture is not None
    assert picture.says.startswith(f"Most often: {name}, 9 of 20 breaks.")
    assert [one for one in words(picture) if one.endswith("…")]
    assert picture.rows[2] == (name, "9", "20", "26% to 66%")
    assert charts.counts([], "breaks") is None


def test_what_the_pictures_say_is_plain() -> None:
    assert grade([picture.says for picture in GALLERY.values()]) <= 8


# --- how they look --------------------------------------------------------------------------------------------------


def gallery() -> Iterator[tuple[str, Picture]]:
    few, crowd, undated = many(14, 45), many(3000, 900), many(9, 0, dated=False)
    yield "a few", charts.timeline(few, labels(few), links(few))
    yield "a crowd", charts.timeline(crowd, labels(crowd), links(crowd))
    yield "undated", charts.timeline(undated, labels(undated))
    yield "without breaks", charts.timeline(report([START, START + timedelta(days=400)]), [])
    told = [
        charts.debt([(START + timedelta(days=number), number * number % 7) for number in range(40)]),
        charts.clocks([clock("clock.heard", 20, 8, 1, 90), clock("clock.owned", 2880, 8, 60, None), clock("clock.repair", None, 1234)]),
        charts.clocks([clock("clock.heard", 0, 8, 0, 0), clock("clock.repair", 4e5, 8, 4e3, 5e6)]),
        charts.arc(talk("end-of-the-story", *("so what #minimising", "how was it #inquiry") * 5)),
        charts.counts([(name * 90, 1234, 5000, 0.2, 0.3) for name in ("a", "W", "小", "🦊")], "breaks"),
        charts.counts([("Shame, and the urge to explain", 3, 9, 0.1, 0.6), ("Tired & late", 0, 9, 0, 0.01)], "entries"),
    ]
    for name, picture in zip(("debt", "clocks", "long clocks", "arc", "counts", "few counts"), told, strict=True):
        assert picture is not None
        yield name, picture


GALLERY = dict(gallery())


def style() -> str:
    return (ROOT / "web" / "static" / "style.css").read_text(encoding="utf-8")


def test_every_kind_of_stroke_has_its_look_in_the_app_and_in_the_report() -> None:
    drawn = [one for picture in GALLERY.values() for one in taken_apart(picture).iter()]
    kinds = {kind for one in drawn for kind in one.get("class", "").split()} - {"chart", "bars"}
    for sheet in (style(), (ROOT / "app" / "templates" / "report.html.j2").read_text(encoding="utf-8")):
        assert not [kind for kind in kinds if not re.search(rf"\.{kind}\b[^{{}}]*{{", sheet)]


def test_the_look_of_pictures_is_the_same_in_the_app_and_in_the_report() -> None:
    sheet = (ROOT / "app" / "templates" / "report.html.j2").read_text(encoding="utf-8")
    lines = [line for line in style().splitlines() if line.startswith((".chart", ".repaired", ".open", "figure > ."))]
    assert len(lines) > 10
    assert not [line for line in lines if line not in sheet]


def hung(browser: Browser, wide: int, look: str = "light") -> Page:
    """All of them on one page, in the app's look."""
    page = browser.new_page(viewport={"width": wide, "height": 800})
    figures = "".join(
        f"<figure id='{name.replace(' ', '-')}'>{one.svg}<figcaption>{one.says}</figcaption></figure>" for name, one in GALLERY.items()
    )
    page.set_content(
        f"<!doctype html><html lang='en' data-look='{look}'><title>Notes</title><meta name='viewport' content='width=device-width'>"
        f"<style>{style()}</style><body><main><h1>Notes</h1>{figures}</main></body></html>"
    )
    return page


BOXES = """all => all.map(one => { const box = one.getBoundingClientRect(), whole = one.closest('.chart').getBoundingClientRect();
return {says: one.textContent, x: box.x, y: box.y, right: box.right, bottom: box.bottom, left: whole.x, until: whole.right, end: whole.bottom,
size: parseFloat(getComputedStyle(one).fontSize), chart: one.closest('figure').id} })"""


class TestInABrowser:
    pytestmark = pytest.mark.browser

    @pytest.mark.parametrize(("wide", "letters"), [(320, "100%"), (360, "100%"), (360, "200%"), (1280, "100%"), (1280, "200%")])
    def test_words_are_large_enough_inside_the_picture_and_never_on_top_of_each_other(
        self, browser: Browser, wide: int, letters: str
    ) -> None:
        page = hung(browser, wide)
        page.add_style_tag(content=f"html {{ font-size: {letters} }}")
        boxes = page.locator(".chart text").evaluate_all(BOXES)
        assert len(boxes) > 50
        for place, one in enumerate(boxes):
            assert one["size"] >= 12
            assert one["x"] >= one["left"] - 1 and one["right"] <= one["until"] + 1 and one["bottom"] <= one["end"] + 2, one
            for other in boxes[:place]:
                apart = (
                    one["x"] >= other["right"] or other["x"] >= one["right"] or one["y"] >= other["bottom"] or other["y"] >= one["bottom"]
                )
                assert apart or one["chart"] != other["chart"], (one, other)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
        page.close()

    @pytest.mark.parametrize("look", ["light", "dark"])
    def test_axe_finds_nothing_that_shuts_people_out(self, browser: Browser, look: str) -> None:
        page = hung(browser, 360, look)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        page.close()

    def test_the_keyboard_reaches_each_mark_and_its_name(self, browser: Browser) -> None:
        page = hung(browser, 360)
        told = many(14, 45)
        for name in labels(told)[:2]:
            page.keyboard.press("Tab")
            link = page.get_by_role("link", name=name, exact=True)
            expect(link).to_be_focused()
            expect(link.locator(".hit")).to_have_css("stroke-width", "3px")
        page.close()

    def test_a_mark_can_be_clicked_where_it_is_seen(self, browser: Browser) -> None:
        page = hung(browser, 360)
        for name in labels(many(14, 45)):
            page.get_by_role("link", name=name, exact=True).click(trial=True)
        page.close()
