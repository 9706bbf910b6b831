"""The hand that draws: the few strokes that all pictures are made of, with svg.py. The only file that knows it.

Across, a picture is measured in percent of its width, and down in letters (em): so one drawing fits a phone and a desk, its words stay as
large as those around it, and nothing is stretched. Colours come from the page's style sheet by class. Everything written is escaped here.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal

import svg

from reattune.core.names import Outcome

NARROW = 22.0  # letters (em) across the narrowest picture, a phone's
# how wide a letter is, as a share of how tall: a small one, a capital, one of a script that fills its box
LETTER, CAPITAL, WHOLE = 0.53, 0.85, 1.1
SIGN: Mapping[Outcome, str] = {  # a full disc, a full diamond, a disc with a broken rim, an empty square
    Outcome.REPAIRED: "M-9 0a9 9 0 1 0 18 0a9 9 0 1 0-18 0z",
    Outcome.REFUSED: "M0-11 11 0 0 11-11 0z",
    Outcome.OPEN: "M-9 0a9 9 0 1 0 18 0a9 9 0 1 0-18 0z",
    Outcome.PAPERED_OVER: "M-8-8H8V8H-8z",
}
NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Anchor = Literal["start", "middle", "end"]
Stroke = svg.Element
Drawn = list[Stroke]


def picture(name: str, height: float, elements: Sequence[Stroke], tied: bool = False) -> str:
    """A whole picture with its name; `tied` where parts of it are links, which nothing that is one image may hold."""
    extra = {"role": "group" if tied else "img", "aria-label": plain(name)}
    return str(svg.SVG(xmlns=None, class_=["chart"], width=_across(100), height=_down(height), extra=extra, elements=list(elements)))


def sign(outcome: Outcome) -> str:
    """The sign of an outcome by itself, an ornament beside the word for it."""
    box, extra = svg.ViewBoxSpec(-13, -13, 26, 26), {"aria-hidden": "true"}
    return str(svg.SVG(xmlns=None, class_=["shape"], viewBox=box, extra=extra, elements=[_sign(outcome)]))


def told(says: str, link: str | None, elements: Drawn) -> Stroke:
    """Something that says what it is when pointed at; a link that the keyboard reaches, where there is one."""
    title = svg.Title(text=plain(says))
    if link is None:
        return svg.G(elements=[title, *elements])
    return svg.A(href=plain(link), extra={"aria-label": plain(says)}, elements=[title, *elements])


def axis(y: float, first: str, between: Sequence[tuple[float, str]], last: str, left: float = 0) -> tuple[Drawn, float]:
    """Words under a line: at its ends, and in between at percents of the width; and where it ends."""
    ends = [words(left, y + 1.2, first)] + ([words(100, y + 1.2, last, "end")] if last else [])
    return [*ends, *(words(x, y + 1.2, tick, "middle") for x, tick in between)], y + 1.7


def fitting_ticks(first: str, between: Iterable[tuple[float, str]], last: str) -> list[tuple[float, str]]:
    """Those that have room beside each other and between the ends on a phone."""
    free, until = wide(first) + 3, 100 - (wide(last) + 3 if last else 0)
    kept = []
    for x, tick in between:
        half = wide(tick) / 2
        if x - half >= free and x + half <= until:
            kept.append((x, tick))
            free = x + half + 4
    return kept


def named(x: float, y: float, outcome: Outcome | None, says: str) -> Drawn:
    """Words with the sign of their outcome before them, where they have one."""
    if outcome is None:
        return [words(x, y + 0.85, says)]
    return [sign_at(x, y + 0.54, 0.36, outcome, after=1.2), words(x, y + 0.85, says, after=1.3)]


def bar(y: float, value: float, low: float, high: float | None, until: float = 100) -> Drawn:
    """A bar to a value, with how far the true one may lie as a line between two ends; it goes on where no end is known. `value`, `low` and
    `high` are percents of the bar's own track, which reaches to `until` percent of the width.
    """
    at, left, right = (share * until / 100 for share in (value, low, 100 if high is None else high))
    drawn = [rect(0, y - 0.3, until, 0.6, "track"), rect(0, y - 0.3, at, 0.6, "bar"), line(at, y - 0.45, at, y + 0.45, "tip")]
    doubt = [line(left, y, right, y, "whisker"), line(left, y - 0.25, left, y + 0.25, "whisker")]
    return [*drawn, *doubt, _goes_on(right, y) if high is None else line(right, y - 0.25, right, y + 0.25, "whisker")]


def _goes_on(x: float, y: float) -> Stroke:
    """An arrow's head to the right."""
    box, size = svg.ViewBoxSpec(0, 0, 10, 10), _down(0.5)
    head: Drawn = [svg.Path(class_=["whisker"], vector_effect="non-scaling-stroke", extra={"d": "M-10-7 0 0-10 7"})]
    return svg.SVG(xmlns=None, x=_across(x), y=_down(y), width=size, height=size, viewBox=box, overflow="visible", elements=head)


def plot(y: float, height: float, *paths: tuple[str, str], left: float = 0, right: float = 100) -> Stroke:
    """Paths, as (kind, what is drawn), that fill the width from `left` to `right` percent: 1000 units across, 100 down."""
    drawn: Drawn = [svg.Path(class_=kind.split(), vector_effect="non-scaling-stroke", extra={"d": path}) for kind, path in paths]
    fills, box = svg.PreserveAspectRatio("none"), svg.ViewBoxSpec(0, 0, 1000, 100)
    x, width = _across(left), _across(right - left)
    return svg.SVG(
        xmlns=None,
        x=x,
        y=_down(y),
        width=width,
        height=_down(height),
        viewBox=box,
        preserveAspectRatio=fills,
        overflow="visible",
        elements=drawn,
    )


def points(shares: Iterable[tuple[float, float]]) -> str:
    """Points of a path in a plot, from shares of its width and of its height."""
    return " ".join(f"{1000 * x:.0f} {100 - 100 * y:.1f}" for x, y in shares)


def bars(tall: Sequence[float]) -> str:
    """Bars side by side as one path in a plot, each as tall as its share; what is there at all is seen."""
    width = 1000 / max(len(tall), 1)
    return "".join(
        f"M{place * width + width * 0.08:.1f} 100V{100 - max(100 * share, 2):.1f}h{width * 0.84:.1f}V100z"
        for place, share in enumerate(tall)
        if share > 0
    )


def sign_at(x: float, y: float, size: float, outcome: Outcome, after: float = 0) -> Stroke:
    """A sign around a point, or so many of its own halves after it: it stands around the corner of a box of its own, which scales it."""
    side, box = _down(size), svg.ViewBoxSpec(-10 * after, 0, 10, 10)
    drawn: Drawn = [_sign(outcome)]
    return svg.SVG(xmlns=None, x=_across(x), y=_down(y), width=side, height=side, viewBox=box, overflow="visible", elements=drawn)


def _sign(outcome: Outcome) -> Stroke:
    return svg.Path(class_=[outcome.value], vector_effect="non-scaling-stroke", extra={"d": SIGN[outcome]})


def words(x: float, y: float, says: str, anchor: Anchor = "start", kind: str = "", after: float = 0) -> Stroke:
    """Words on a line; `after` moves them on by so many letters."""
    side, on = None if anchor == "start" else anchor, _down(after) if after else None
    return svg.Text(x=_across(x), y=_down(y), dx=on, text=plain(says), text_anchor=side, class_=kind.split() or None)


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Stroke:
    """A straight line."""
    return svg.Line(x1=_across(x1), y1=_down(y1), x2=_across(x2), y2=_down(y2), class_=kind.split())


def rect(x: float, y: float, width: float, height: float, kind: str) -> Stroke:
    """A box."""
    return svg.Rect(x=_across(x), y=_down(y), width=_across(width), height=_down(height), class_=kind.split())


def dot(x: float, y: float, size: float, kind: str) -> Stroke:
    """A disc, `size` from its middle to its rim."""
    return svg.Circle(cx=_across(x), cy=_down(y), r=_down(size), class_=kind.split())


def _across(percent: float) -> svg.Length:
    return svg.Length(round(min(max(percent, 0.0), 100.0), 2), "%")


def _down(letters: float) -> svg.Length:
    return svg.Length(round(letters, 2), "em")


def wide(says: str) -> float:
    """How much of a phone's width some words take, in percent."""
    return 100 * sum(map(_letter, says)) / NARROW


def _letter(one: str) -> float:
    return WHOLE if unicodedata.east_asian_width(one) in "WF" else CAPITAL if one.isupper() else LETTER


def fitting(says: str) -> str:
    """Words that fit a phone's width, cut where they must be."""
    free = 84.0  # some letters are wider than most
    for place, one in enumerate(says):
        free -= wide(one)
        if free < 0:
            return f"{says[:place].rstrip()}…"
    return says


def plain(says: str) -> str:
    """Words as markup holds them: escaped, and without what no XML may hold."""
    return html.escape(NO_XML.sub("", says))


def short_day(moment: datetime) -> str:
    """A date in few letters."""
    return f"{moment.day} {moment:%b %Y}"


def many(count: int, unit: str) -> str:
    """A count with its unit."""
    return f"{count:,} {unit}" if count == 1 else f"{count:,} {unit}s"
