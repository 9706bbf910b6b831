"""The report on a terminal: the story first, the figures after, the caveats last."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from reattune.app import guide_words, tell, wording
from reattune.app.leading import lead
from reattune.cli.look import HELPS, HURTS, QUIET, where_to_turn
from reattune.core.episode import Episode
from reattune.core.finding import Report
from reattune.core.names import DEFENCE, RUPTURE, Outcome

MOST_ISSUES = 8
SHOWN_LINES = 6
COLOUR = {Outcome.REPAIRED: HELPS, Outcome.REFUSED: HURTS, Outcome.OPEN: HURTS, Outcome.PAPERED_OVER: HURTS}


def show_report(report: Report, told: Sequence[tell.Story], out: Console, show_words: bool = True, anonymised: bool = False) -> None:
    """Everything a person reads of one report, but for what the safety signal saw. `told` are the stories of its episodes, in order."""
    _head(report, out)
    for episode, story in zip(report.episodes, told, strict=True):
        _episode(episode, story, out, show_words)
    if not report.episodes:
        out.print(wording.NO_EPISODES)
    _figures(report, out)
    _lead(report, out)
    _caveats(report, out, anonymised)
    where_to_turn(out)


def _head(report: Report, out: Console) -> None:
    for line in tell.warnings(report.conversation):
        out.print(Text(line, style="bold yellow"))
    for line in tell.heading(report):
        out.print(line)
    out.print()


def _episode(episode: Episode, story: tell.Story, out: Console, show_words: bool) -> None:
    out.print(Text(f"{story.when}", style="bold") + Text(f"  {story.severity}, ") + Text(story.outcome, style=COLOUR[episode.outcome]))
    for line in story.lines[:SHOWN_LINES]:
        out.print(_line(line, show_words))
    if len(story.lines) > SHOWN_LINES:
        out.print(Text(f"   … and {len(story.lines) - SHOWN_LINES} more", style=QUIET))
    out.print(f"   {story.ending}")
    out.print()


def _line(line: tell.Line, show_words: bool) -> Text:
    style = HURTS if line.moves and line.moves[0] in RUPTURE | DEFENCE else HELPS
    text = Text(f"   {line.who}: ")
    if show_words:
        text += Text(f"“{line.words}” ", style="italic")
    return text + Text(f"({line.what})", style=style)


def _figures(report: Report, out: Console) -> None:
    lines = tell.figures(report)
    if lines:
        out.print(Text("In figures", style="bold"))
    for line in lines:
        out.print(f"  {line}")
    out.print()


def _lead(report: Report, out: Console) -> None:
    if any(coded.safety for coded in report.coded):
        return  # what the signal saw is told elsewhere, and nothing else is offered
    found = lead(report)
    if found:
        out.print(Text(guide_words.LEAD, style="bold"))
        for one in found:
            out.print(f"  {one.title}: reattune guide {one.id}")
        out.print()


def _caveats(report: Report, out: Console, anonymised: bool) -> None:
    out.print(Text("Please keep in mind", style="bold"))
    for line in [*tell.caveats(report), *(wording.ANONYMISED if anonymised else ())]:
        out.print(f"  {line}")
    issues = report.conversation.issues
    if issues:
        out.print(f"  Not understood in the file: {len(issues)} {'place' if len(issues) == 1 else 'places'}.")
        for issue in issues[:MOST_ISSUES]:
            out.print(f"    line {issue.line}: {issue.why}")
        if len(issues) > MOST_ISSUES:
            out.print(f"    … and {len(issues) - MOST_ISSUES} more; --json lists them all")


def show_safety(report: Report, out: Console, turning: bool) -> None:
    """What the safety signal saw, for the screen and never for what is written; with where to turn, if nothing else has shown it."""
    lines = tell.safety(report)
    if lines:
        out.print()
    for line in lines:
        out.print(Text(line, style="bold"))
    if lines and turning:
        where_to_turn(out)
