"""`reattune today` and `reattune values`."""

from __future__ import annotations

import json
import sys
from datetime import datetime

from rich.text import Text

from reattune.app import keeping, practice_words
from reattune.app import ledger_words as words
from reattune.app.days import today
from reattune.app.settings import settings
from reattune.cli.keep import asked
from reattune.cli.look import QUIET, console
from reattune.cli.practise import line_of
from reattune.coaching import values

QUESTIONS = 30


def run_today(as_json: bool) -> None:
    """The day."""
    where, now = settings(), datetime.now()
    ledger = keeping.unlocked(where, asked).ledger if where.ledger.exists() else None
    day, known = today(ledger, now), words.names(ledger.people()) if ledger else {}
    if as_json:
        first = day.first.open.item.id if day.first else None
        back = [{"id": item.id, "at": at.isoformat()} for item, at in day.returns]
        form = {"open": day.open, "first": first, "returns": back, "practise": day.skill, "drafts": list(day.drafts)}
        sys.stdout.write(json.dumps(form) + "\n")
        return
    out = console()
    for item, at in day.returns:
        out.print(words.return_line(item, at, now, known))
    if day.first:
        out.print(Text("To circle back to: ", style="bold") + Text(words.one_line(day.first.open.item, known)))
        out.print(words.why_first(day.first))
        out.print(Text(f"  reattune repair {day.first.open.item.id}", style=QUIET))
    elif day.open and not day.returns:
        out.print(words.NOTHING_TO_DO)
    elif not day.open:
        out.print(words.NOTHING_OPEN)
    for name in day.drafts:
        out.print(f"A draft waits: reattune repair {name}")
    out.print()
    out.print(Text("Five minutes: ", style="bold") + Text(practice_words.TITLES[day.skill]))
    out.print(Text(f"  reattune practise {day.skill}", style=QUIET))


def run_values() -> None:
    """Choose between two at a time, and see what comes first and how sure that is."""
    out, now = console(), datetime.now()
    choices: list[values.Choice] = []
    out.print("Which of the two matters more to you? 1 or 2; q ends it.")
    while len(choices) < QUESTIONS:
        left, right = values.next_pair(choices)
        out.print(f"{len(choices) + 1:>3}   1 {left}   2 {right}")
        answer = line_of()
        if answer is None:
            break
        if answer in {"1", "2"}:
            choices.append((left, right) if answer == "1" else (right, left))
    if not values.enough(choices):
        out.print(words.FEW_CHOICES)
        return
    found = values.ranked(choices)[: values.FIRST]
    for one in found:
        out.print(f"  {one.value:<16} {words.sure(one.sure)}")
    where = settings()
    if where.ledger.exists():
        ledger = keeping.unlocked(where, asked).ledger
        before = ledger.values()
        if before:
            out.print(words.REPLACE.format(values=", ".join(before)))
        if not before or (line_of() or "").casefold().startswith("y"):
            ledger.put_values([one.value for one in found], now)
            out.print("Kept in your ledger.")
    out.print(Text(words.VALUES_ELSEWHERE, style=QUIET))
