"""The report as one page: self-contained, no script, no outside request, light and dark, phone and desk.

Everything drawn is also said: each picture has a text that carries the same facts. Shapes tell outcomes apart, so that no
colour is needed. The page's name is neutral, since it stands in a browser's tabs and history.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from reattune import help as turning
from reattune.app import tell, wording
from reattune.core.episode import Episode
from reattune.core.finding import Finding, Report
from reattune.core.message import Message
from reattune.core.names import Outcome, Severity

MOST_SHOWN = 80
WIDTH, HEIGHT = 720.0, 120.0
LEVEL = {Severity.MICRO: 14.0, Severity.MODERATE: 38.0, Severity.MAJOR: 66.0}  # deeper stands lower, so that marks lie apart
RADIUS = {Severity.MICRO: 5.0, Severity.MODERATE: 8.0, Severity.MAJOR: 12.0}
CLOCKS = (
    ("clock.heard", "until the hurt was heard"),
    ("clock.owned", "until somebody owned their part"),
    ("clock.repair", "until it was mended"),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One episode on the timeline: place in picture units, half its size, and what its outcome is."""

    x: float
    end: float
    y: float
    size: float
    outcome: str
    says: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message of an unfolded episode."""

    who: str
    own: bool
    when: str
    words: Markup
    what: str
    tone: str


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock in words, with the length of its bar as a share."""

    says: str
    value: str
    doubt: str
    share: float


def page(
    report: Report,
    told: Sequence[tell.Story],
    show_words: bool = True,
    include_safety: bool = False,
    anonymised: bool = False,
    country: str | None = None,
) -> str:
    """The whole page as HTML. `told` are the stories of the report's episodes, in order; `country` is the reader's, where known."""
    scale, table = _Scale(report), turning.load()
    near = turning.near(table, country)
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            heading=tell.heading(report),
            warnings=tell.warnings(report.conversation),
            stories=[
                (episode, story, _bubbles(report, episode, story, show_words)) for episode, story in zip(report.episodes, told, strict=True)
            ],
            marks=[_mark(episode, story, scale) for episode, story in zip(report.episodes, told, strict=True)],
            talk=_talk(report, scale),
            ends=scale.ends(),
            debt=_debt(report),
            clocks=_clocks(report),
            figures=tell.figures(report),
            caveats=[*tell.caveats(report), *(wording.ANONYMISED if anonymised else ())],
            issues=report.conversation.issues,
            safety=tell.safety(report) if include_safety else [],
            emergency=table.emergency,
            near=near,
            others=[entry for entry in table.entries if entry not in near],
            wording=wording,
            outcomes=[(outcome.value, wording.OUTCOME[outcome]) for outcome in Outcome],
            coder=report.coder,
            codebook=report.codebook,
            width=WIDTH,
            height=HEIGHT,
        )
    )


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("reattune.app"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


class _Scale:
    """Where a message stands on the timeline: by its time where all have one, by its number otherwise."""

    def __init__(self, report: Report) -> None:
        self.messages = report.conversation.messages
        times = [message.time for message in self.messages if message.time]
        self.dated = len(times) == len(self.messages) and bool(times)
        self.first = min(times) if self.dated else None
        self.last = max(times) if self.dated else None

    def x(self, index: int) -> float:
        """Picture units from the left."""
        margin = 14.0
        return margin + (WIDTH - 2 * margin) * min(max(self._share(index), 0.0), 1.0)

    def _share(self, index: int) -> float:
        time = self.messages[index].time
        if self.dated and self.first and self.last and time:
            span = (self.last - self.first).total_seconds()
            return (time - self.first).total_seconds() / span if span else 0.0
        return index / max(len(self.messages) - 1, 1)

    def ends(self) -> tuple[str, str]:
        """What stands at both ends, in words."""
        if self.first and self.last:
            return wording.day(self.first), wording.day(self.last)
        return "the first message", "the last"


def _mark(episode: Episode, story: tell.Story, scale: _Scale) -> Mark:
    size = RADIUS[episode.severity]
    says = f"{story.when}: {story.severity}, {story.outcome}"
    return Mark(
        round(scale.x(episode.onset), 1),
        round(scale.x(episode.end), 1),
        LEVEL[episode.severity],
        size,
        episode.outcome.value,
        says,
        episode.id,
    )


def _talk(report: Report, scale: _Scale, bins: int = 90) -> list[tuple[float, float]]:
    """(x, height) bars of how much was said over the record."""
    counts = [0] * bins
    for index in range(len(report.conversation.messages)):
        counts[min(int((scale.x(index) / WIDTH) * bins), bins - 1)] += 1
    most = max(counts, default=0) or 1
    return [(round(place * WIDTH / bins, 1), round(30.0 * (count / most) ** 0.5, 1)) for place, count in enumerate(counts) if count]


def _bubbles(report: Report, episode: Episode, story: tell.Story, show_words: bool) -> list[Bubble]:
    lines = {line.message: line for line in story.lines}
    shown: Sequence[int] = episode.messages if len(episode.messages) <= MOST_SHOWN else sorted(lines)
    return [_bubble(report, index, lines.get(index), show_words) for index in shown]


def _bubble(report: Report, index: int, line: tell.Line | None, show_words: bool) -> Bubble:
    message = report.conversation.messages[index]
    words = _marked(message, line.marks if line else ()) if show_words else Markup("")
    tone = tell.tone_of(line.moves[0]) if line and line.moves else "plain"
    when = wording.moment_of(message.time) if message.time else ""
    return Bubble(message.speaker or "Someone", message.speaker == report.me, when, words, line.what if line else "", tone)


def _marked(message: Message, marks: Sequence[tell.Mark]) -> Markup:
    if not message.text:
        return Markup("<em>{}</em>").format({"media": "a picture or a recording", "deleted": "deleted"}.get(message.kind, ""))
    parts, at = [], 0
    for mark in marks:
        parts += [
            escape(message.text[at : mark.start]),
            Markup('<mark class="{}">{}</mark>').format(mark.tone, message.text[mark.start : mark.end]),
        ]
        at = mark.end
    return Markup("").join([*parts, escape(message.text[at:])])


@dataclass(frozen=True, slots=True)
class _Debt:
    path: str
    area: str
    says: str
    ends: tuple[str, str]


def _debt(report: Report) -> _Debt | None:
    points = report.series[0].points if report.series else ()
    if len(points) < 2 or points[-1][0] - points[0][0] < timedelta(days=1):
        return None
    first, last = points[0][0], points[-1][0]
    most = max(max(value for _, value in points), 1.0)

    def place(moment: datetime, value: float) -> str:
        x = WIDTH * (moment - first).total_seconds() / (last - first).total_seconds()
        return f"{x:.1f},{HEIGHT - 8 - (HEIGHT - 16) * value / most:.1f}"

    path = "M" + " L".join(place(moment, value) for moment, value in points)
    top_at, _ = max(points, key=lambda point: point[1])
    if last == top_at:
        says = "Most was unmended at the end of the record."
    else:
        says = f"Most was unmended around {wording.day(top_at)}; at the end of the record it was {_level(points[-1][1] / most)}."
    return _Debt(path, f"{path} L{WIDTH:.1f},{HEIGHT:.1f} L0,{HEIGHT:.1f} Z", says, (wording.day(first), wording.day(last)))


def _level(share: float) -> str:
    for bar, says in ((0.05, "next to nothing"), (0.35, "less than a third of that"), (0.65, "about half of that")):
        if share < bar:
            return says
    return "not much less"


def _clocks(report: Report) -> list[Clock]:
    found = {finding.measure: finding for finding in report.findings if finding.by is None}
    kept = [(says, found[name]) for name, says in CLOCKS if name in found and found[name].n]
    longest = max((finding.value for _, finding in kept if finding.value), default=1.0) or 1.0
    return [_clock(says, finding, longest) for says, finding in kept]


def _clock(says: str, finding: Finding, longest: float) -> Clock:
    if finding.value is None:
        most = "" if finding.n == 1 else f"in most of the {finding.n} breaks "
        return Clock(says, f"{most}it did not come in this record", "", 0.0)
    low = wording.duration(finding.low) if finding.low is not None else "at once"
    high = wording.duration(finding.high) if finding.high is not None else "longer than the record shows"
    doubt = f"over {finding.n} {'break' if finding.n == 1 else 'breaks'}; could be {low} to {high}"
    return Clock(says, wording.duration(finding.value), doubt, max(finding.value / longest, 0.01) ** 0.5)
