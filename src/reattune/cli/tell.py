"""`reattune ledger open`, `list`, `show`, `debt` and `patterns`: what the ledger tells."""

from __future__ import annotations

from datetime import datetime

from rich.text import Text

from reattune.app import keeping, wording
from reattune.app import ledger_words as words
from reattune.cli.keep import opened, said
from reattune.cli.look import QUIET, console
from reattune.ledger import answers, questions, transfer

LISTED = 100


def open_(as_json: bool) -> None:
    """What is open, and for how long."""
    _, held = opened()
    known = words.names(held.ledger.people())
    found = questions.standing(held.ledger, datetime.now())
    if as_json:
        first = found.first.open.item.id if found.first else None
        said({"open": [transfer.open_form(one, known) for one in found.shown], "count": found.count, "first": first})
        return
    out = console()
    if not found.count:
        out.print(words.NOTHING_OPEN)
        return
    if found.first:
        out.print(Text("To circle back to first: ", style="bold") + Text(words.one_line(found.first.open.item, known)))
        out.print(words.why_first(found.first))
    else:
        out.print(words.NOTHING_TO_DO)
    out.print()
    for one in found.shown:
        out.print(words.open_line(one, known))
        if answers.unmet(one.item) > 1:
            out.print("  " + words.UNMET.format(count=answers.unmet(one.item)))
    if found.count > len(found.shown):
        out.print(f"And {found.count - len(found.shown)} more; reattune ledger list shows all.")


def list_(every: bool, as_json: bool) -> None:
    """What was kept, the latest first."""
    _, held = opened()
    count = held.ledger.counts()["ruptures"]
    items, known = held.ledger.ruptures(most=None if every else LISTED), words.names(held.ledger.people())
    if as_json:
        said({"ruptures": [transfer.form(one, known) for one in items], "count": count})
        return
    out = console()
    for one in items:
        out.print(words.one_line(one, known) + (f" ({words.CLOSED[one.closed_as]})" if one.closed_as else ""))
    if len(items) < count:
        out.print(f"And {count - len(items)} earlier; reattune ledger list --all shows them.")
    if not items:
        out.print(words.NOTHING_KEPT)


def show(name: str, as_json: bool) -> None:
    """One entry in full."""
    _, held = opened()
    item, known = held.ledger.rupture(name), words.names(held.ledger.people())
    if as_json:
        said(transfer.form(item, known))
        return
    out = console()
    out.print(words.one_line(item, known))
    out.print(words.about(item, held.ledger.people()))
    for says, text in (("What happened", item.what), ("Yours in it", item.mine), ("For them", item.impact), ("About", item.theme)):
        if text:
            out.print(Text(f"{says}: ", style="bold") + Text(text))
    if item.driver:
        out.print(Text("Driven by: ", style="bold") + Text(words.DRIVER[item.driver]))
    for one in item.attempts:
        out.print(f"  {words.attempt_line(one)}")
    wait = questions.waiting(held.ledger, item)
    if item.open and wait:
        out.print(words.WAITS[wait])
    out.print(words.ended(item))


def debt(as_json: bool) -> None:
    """What unmended ruptures leave behind, by reattune's own model."""
    _, held = opened()
    now = datetime.now()
    line = keeping.debt_line(held.ledger, now)
    if as_json:
        said({"model": wording.DEBT_IS, "version": line.version, "points": [[moment.isoformat(), value] for moment, value in line.points]})
        return
    out = console()
    out.print(wording.DEBT_IS)
    for moment, value in line.months():
        out.print(f"{moment:%Y-%m}  {'█' * round(value * 4)} {value:.1f}")


def patterns(as_json: bool) -> None:
    """What keeps causing it, whether it is you, and what tends to help."""
    _, held = opened()
    known = words.names(held.ledger.people())
    found, sides = questions.patterns(held.ledger), questions.mine(held.ledger)
    if as_json:
        said({"patterns": transfer.plain(found), "mine": transfer.plain(sides)})
        return
    out = console()
    for line in words.pattern_lines(found, known) if found else [words.TOO_LITTLE]:
        out.print(line)
    leads = words.leads(found) if found else None
    if leads:
        practise, support, topic = leads
        out.print(f"To practise: reattune practise {practise}. What can help beyond that: {support}. To read: reattune guide {topic}.")
    out.print()
    for line in words.mine_lines(sides):
        out.print(line)
    for one in words.after_lines(sides):
        out.print(" ".join(one))
    for line in words.doubts(sides):
        out.print(Text(line, style=QUIET))
    out.print(words.MINE_IS)
