"""`reattune read` on a terminal: read, ask whose side it is, analyse, show, write what was asked for."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from reattune import reading
from reattune.app import api
from reattune.app.anonymise import NOT_COVERED, Anonymiser
from reattune.app.files import write_text
from reattune.app.forms import report_form
from reattune.app.narrow import Narrowing, narrowed, own_name
from reattune.app.settings import own_country
from reattune.app.tell import Story, stories
from reattune.cli.look import console
from reattune.cli.story import show_report, show_safety
from reattune.coding.coder import shipped
from reattune.core.coded import Progress as Hears
from reattune.core.errors import BadOption
from reattune.core.finding import Report
from reattune.core.message import Conversation
from reattune.reading import Options

ORDERS = ("auto", "dmy", "mdy", "ymd")
MOST_OFFERED = 12
LONG, LONG_TO_TELL = 400, 2000  # messages


@dataclass(frozen=True, slots=True)
class Wants:
    """What was asked for, as typed."""

    me: str | None
    with_name: str | None
    format_name: str
    dates: str
    since: str | None
    until: str | None
    out: Path | None
    as_json: bool
    messages: bool
    parquet: Path | None
    csv: Path | None
    anonymise: bool
    quotes: bool
    include_safety: bool

    def shows_words(self) -> bool:
        """Whether the words of messages are shown and written."""
        return self.quotes or not self.anonymise

    def checked(self) -> Wants:
        """Itself, or BadOption for options that do not go together."""
        if self.dates not in ORDERS:
            raise BadOption(f"--dates {self.dates}: must be one of {', '.join(ORDERS)}")
        if self.messages and not self.as_json:
            raise BadOption("--messages goes with --json")
        if self.quotes and not self.anonymise:
            raise BadOption("--quotes goes with --anonymise")
        return self


def run_read(paths: Sequence[Path], wants: Wants) -> None:
    """Read, analyse, print, write."""
    wants.checked()
    whole = reading.read(paths, wants.format_name, Options(wants.dates, wants.me))
    me = own_name(whole, wants.me) or _asked(whole, wants)
    conversation = narrowed(whole, Narrowing.of(wants.since, wants.until, wants.with_name), me)
    with _bar(len(conversation.messages)) as hears:
        report = api.analyse(conversation, _still_there(conversation, me), progress=hears)
    if wants.anonymise:
        report = Anonymiser(report).report(keep_words=wants.quotes)
    _give(report, wants)


def _give(report: Report, wants: Wants) -> None:
    told = _stories(report) if wants.out or not wants.as_json else []
    if wants.out:
        from reattune.app.page import page

        made = page(report, told, wants.shows_words(), wants.include_safety, wants.anonymise, own_country())
        write_text(wants.out, made)
    if wants.parquet or wants.csv:
        from reattune.app.tables import write_tables

        write_tables(report, wants.parquet, wants.csv, wants.shows_words(), wants.include_safety, wants.anonymise)
    if wants.as_json:
        form = report_form(report, wants.messages, wants.include_safety)
        stated = {"anonymised": {"not_covered": NOT_COVERED}} if wants.anonymise else {}
        sys.stdout.write(json.dumps(form | stated, ensure_ascii=False) + "\n")
    else:
        show_report(report, told, console(), show_words=wants.shows_words(), anonymised=wants.anonymise)
    # standard error is the screen, also where the report itself goes into a file or on to a program
    show_safety(report, console(stderr=True), turning=wants.as_json or not sys.stdout.isatty())
    for place in (wants.out, wants.parquet, wants.csv):
        if place:
            sys.stderr.write(f"written: {place}\n")


def _stories(report: Report) -> list[Story]:
    screen = console(stderr=True)
    with screen.status("finding the words") if screen.is_terminal and len(report.coded) > LONG_TO_TELL else nullcontext():
        return stories(report, shipped())


def _asked(conversation: Conversation, wants: Wants) -> str | None:
    """The answer to "which of these is you?", asked only of a person at a terminal."""
    names = [name for name, _ in sorted(conversation.speakers(), key=lambda pair: -pair[1])]
    if wants.as_json or len(names) < 2 or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    typer.echo("Which of these is you?", err=True)
    for number, name in enumerate(names[:MOST_OFFERED], 1):
        typer.echo(f"  {number}  {name}", err=True)
    answer = str(typer.prompt("Number or name (Enter for none of them)", default="", show_default=False, err=True)).strip()
    if answer.isdecimal() and 1 <= int(answer) <= len(names):
        return names[int(answer) - 1]
    return own_name(conversation, answer) if answer else None


def _still_there(conversation: Conversation, me: str | None) -> str | None:
    return me if me in dict(conversation.speakers()) else None


@contextmanager
def _bar(total: int) -> Iterator[Hears | None]:
    """A bar on standard error, at a terminal and for anything that takes longer than about a second."""
    if not sys.stderr.isatty() or total < LONG:
        yield None
        return
    columns = (TextColumn("reading what was said"), BarColumn(), TextColumn("{task.completed}/{task.total}"), TimeRemainingColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda done, _: bar.update(task, completed=done)
