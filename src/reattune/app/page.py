"""The report as one page: self-contained, no script, no outside request, light and dark, phone and desk.

Its pictures are those of `charts.py`, each with a text and a table that carry the same facts. The page's name is neutral, since it
stands in a browser's tabs and history.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from reattune import help as turning
from reattune.app import charts, tell, wording
from reattune.app.drawing import sign
from reattune.core.episode import Episode
from reattune.core.finding import Report
from reattune.core.message import Message

MOST_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message of an unfolded episode."""

    who: str
    own: bool
    when: str
    words: Markup
    what: str
    tone: str


def page(
    report: Report,
    told: Sequence[tell.Story],
    show_words: bool = True,
    include_safety: bool = False,
    anonymised: bool = False,
    country: str | None = None,
    caveats: Sequence[str] | None = None,
) -> str:
    """The whole page as HTML. `told` are the stories of the report's episodes, in order; `country` is the reader's, where known; `caveats`
    stand in the place of those that the report has by itself.
    """
    table = turning.load()
    near = turning.near(table, country)
    labels = [f"{story.when}: {story.severity}, {story.outcome}" for story in told]
    return (
        environment()
        .get_template("report.html.j2")
        .render(
            heading=tell.heading(report),
            warnings=tell.warnings(report.conversation),
            stories=[
                (episode, story, _bubbles(report, episode, story, show_words)) for episode, story in zip(report.episodes, told, strict=True)
            ],
            timeline=charts.timeline(report, labels) if report.episodes else None,
            debt=charts.debt(report.series[0].points) if report.series else None,
            clocks=charts.clocks(report.findings),
            sign=sign,
            figures=tell.figures(report),
            caveats=[*(tell.caveats(report) if caveats is None else caveats), *(wording.ANONYMISED if anonymised else ())],
            issues=report.conversation.issues,
            safety=tell.safety(report) if include_safety else [],
            emergency=table.emergency,
            near=near,
            others=[entry for entry in table.entries if entry not in near],
            wording=wording,
            coder=report.coder,
            codebook=report.codebook,
        )
    )


@cache
def environment() -> Environment:
    """The templates, everything escaped, nothing undefined let through."""
    return Environment(
        loader=PackageLoader("reattune.app"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


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
