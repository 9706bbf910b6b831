"""`reattune ledger …` at work: each function unlocks, calls one use case and renders. The commands themselves stand in `ledger.py`."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.text import Text

from reattune.app import keeping, wording
from reattune.app import ledger_words as words
from reattune.app.settings import Settings, settings
from reattune.cli.look import console, where_to_turn
from reattune.core.coded import Coded
from reattune.core.errors import BadOption
from reattune.ledger import answers, erase, opening, questions, transfer
from reattune.ledger.calendar import reminder

LISTED = 100


def asked(question: str) -> str:
    """A passphrase, typed unseen. Raises BadOption where nobody can be asked."""
    if not sys.stdin.isatty():
        raise BadOption("the ledger is locked: set REATTUNE_PASSPHRASE, or call this at a terminal")
    return getpass.getpass(question)


def opened(create: bool = False) -> tuple[Settings, keeping.Unlocked]:
    """The unlocked ledger and where it lies."""
    where = settings()
    return where, keeping.unlocked(where, asked, create)


def said(form: dict[str, Any]) -> None:
    """One line of data."""
    sys.stdout.write(json.dumps(form, ensure_ascii=False, default=str) + "\n")


def add(told: keeping.Told, not_that: bool, as_json: bool) -> None:
    """Write down a rupture. At a terminal it asks for what is left out, so that nothing private stands in the shell's history."""
    from reattune.coding.coder import shipped

    told = _filled(told) if sys.stdin.isatty() and not told.what else told
    if not told.what.strip():
        raise BadOption("say what happened (--what), or call this at a terminal")
    _, held = opened(create=True)
    read = keeping.rupture_of(told, held.ledger, datetime.now(), shipped())
    out = console()
    heeded = read.fired is not None and not not_that and not (not as_json and _is_not_that(read.fired, wording.SAFETY_KEPT, out))
    item = read.item if heeded else replace(read.item, leave=told.space_asked)
    held.ledger.put([item])
    if as_json:
        said({"id": item.id, "leave": item.leave})
        return
    out.print(f"Kept as {item.id}.")
    if item.leave and not heeded:
        out.print(words.WAITS[answers.Waits.ROOM])


def _is_not_that(coded: Coded, says: str, out: Console) -> bool:
    """Shows where to turn, and whether the person says that the signal heard it wrong; only somebody at a terminal is asked."""
    out.print(wording.seen(coded, says))
    where_to_turn(out)
    out.print()
    return sys.stdin.isatty() and _asking(wording.NOT_THAT_HELP).casefold() == wording.NOT_THAT


def _filled(told: keeping.Told) -> keeping.Told:
    ask = _asking
    what = told.what or ask("What happened?", needed=True)
    who = told.who or ask("Who was it with? A name is enough.")
    return keeping.Told(
        what,
        who,
        told.mine or ask("What was yours in it?"),
        told.impact or ask("What was it like for them?"),
        told.severity or ask("How deep does it go: micro, moderate or major?"),
        told.theme or ask("What was it about, in a word?"),
        told.driver or ask("What drove it in you: shame, fear, need or else?"),
        told.by or ask("Who broke it: me, them or both?"),
        told.when or ask("When was it? A day, a time, yesterday; empty for now."),
        told.space_asked or ask("Did they ask for room or for no contact? (y/n)").casefold().startswith("y"),
        told.relation or (ask("What are they to you, in a word? Empty if you told it before.") if who else ""),
    )


def _asking(question: str, needed: bool = False) -> str:
    while True:
        typer.echo(question, err=True)
        line = sys.stdin.readline()
        if not line:
            raise typer.Abort
        if line.strip() or not needed:
            return line.strip()


def attempt_(name: str, told: keeping.Try, not_that: bool, as_json: bool) -> None:
    """Note an attempt to mend, or how the last one was met."""
    from reattune.coding.coder import shipped

    _, held = opened()
    item, now = held.ledger.rupture(name), datetime.now()
    if sys.stdin.isatty() and not (told.text or told.gesture or told.answer):
        told = _tried(told)
    if told.answer and not told.text and not told.gesture:
        waiting = [one for one in item.attempts if one.by_me and one.answer is None]
        if not waiting:
            raise BadOption("no attempt of yours waits for an answer; give its words (--text) or its gesture (--gesture)")
        made = waiting[-1]
        held.ledger.answer(made.id, keeping.answer_of(told.answer), keeping.moment(told.when, now) if told.when else now)
    else:
        read = keeping.attempt_of(told, now, shipped())
        made = read.item
        held.ledger.attempt(item.id, made)
        if read.fired and not not_that and not (not as_json and _is_not_that(read.fired, wording.SAFETY_KEPT, console())):
            held.ledger.change(replace(item, leave=True))
    if as_json:
        said({"id": made.id, "verdict": made.verdict})
    else:
        console().print("Kept.")


def _tried(told: keeping.Try) -> keeping.Try:
    text = _asking("What did you say? Empty if it was a gesture.")
    gesture = "" if text else _asking("What did you do?", needed=True)
    answer = _asking("How was it met: acceptance, partial, refusal, ignored? Empty if there is no answer yet.")
    back = told.back or _asking("If it was a pause: when did you say that you would be back? Empty if it was none.")
    return keeping.Try(text, gesture, answer, told.when, back)


def close(name: str, how: str, as_json: bool) -> None:
    """Close your own side of a rupture."""
    _, held = opened()
    item = keeping.closed(held.ledger.rupture(name), how, datetime.now())
    held.ledger.change(item)
    if as_json:
        said({"id": item.id, "closed_as": item.closed_as})
    else:
        console().print(words.CLOSES_ONE_SIDE)


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
    for says, text in (("What happened", item.what), ("Yours in it", item.mine), ("For them", item.impact), ("About", item.theme)):
        if text:
            out.print(Text(f"{says}: ", style="bold") + Text(text))
    if item.driver:
        out.print(Text("Driven by: ", style="bold") + Text(words.DRIVER[item.driver]))
    for one in item.attempts:
        out.print(f"  {words.attempt_line(one)}")
    wait = answers.waits(item)
    if item.open and wait:
        out.print(words.WAITS[wait])
    out.print(words.CLOSED[item.closed_as].capitalize() + "." if item.closed_as else "Open.")


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
        out.print(f"To practise: reattune practise {practise}. What can help beyond that: {support}. To read: {topic}.")
    out.print()
    for line in words.mine_lines(sides):
        out.print(line)


def export_(target: Path, as_json: bool) -> None:
    """Write everything out, unencrypted: .json comes back whole, .md reads well, a folder gets tables."""
    _, held = opened()
    kept = transfer.everything(held.ledger)
    if target.suffix == ".json":
        files = {target: transfer.to_json(kept)}
    elif target.suffix == ".md":
        files = {target: words.to_markdown(kept, datetime.now())}
    elif target.suffix in {"", ".csv"} and not target.is_file():
        tables = target.with_suffix("")
        files = {tables / name: text for name, text in transfer.to_csv(kept).items()}
    else:
        raise BadOption(f"{target}: name a file that ends in .json or .md, or a folder for the tables")
    from reattune.app.files import folder, write_text

    for path, text in files.items():
        folder(path.parent)
        write_text(path, text)
    if as_json:
        said({"written": [str(path) for path in files]})
    else:
        console().print(f"Written, and not encrypted: {', '.join(str(path) for path in files)}")


def import_(source: Path, me: str | None, episode: Sequence[str], keep_words: bool, as_json: bool) -> None:
    """Take in an exported ledger, or episodes of a chat; the chat itself is not kept."""
    _, held = opened(create=True)
    taken = keeping.taken_in(source, me, episode, held.ledger, datetime.now(), keep_words)
    if as_json:
        said({"new": taken.new, "known": taken.known, "issues": list(taken.issues)})
        return
    out = console()
    out.print(f"Taken in: {taken.new} new, {taken.known} that stood here already.")
    for issue in taken.issues:
        out.print(f"  not taken: {issue}")


def forget(name: str, yes: bool, as_json: bool) -> None:
    """Forget somebody, an entry, or everything, for good."""
    where, held = opened()
    if not yes and not (sys.stdin.isatty() and _asking(f"Forget {name} for good? Type yes.") == "yes"):
        raise BadOption("nothing was forgotten: say yes, or call it with --yes")
    done = erase.forget(held.ledger, held.key, name, where.copies())
    if as_json:
        said({"rows": done.rows, "copies": [str(path) for path in done.copies], "unreached": [str(path) for path in done.unreached]})
        return
    out = console()
    out.print(words.FORGOTTEN.format(rows=done.rows))
    if done.unreached:
        out.print(words.NOT_REACHED.format(names=", ".join(str(path) for path in done.unreached)))
    out.print(words.ELSEWHERE)


def verify(as_json: bool) -> None:
    """Check every page's seal, the file's structure and its form."""
    where, held = opened()
    found = opening.verify(where.ledger, held.key)
    if as_json:
        said({"pages": found.pages, "rows": found.rows, "form": found.form, "wrong": list(found.wrong)})
    else:
        console().print("All is well." if not found.wrong else "\n".join(found.wrong))
    if found.wrong:
        raise typer.Exit(2)


def backup(target: Path | None, as_json: bool) -> None:
    """An encrypted copy under the same passphrase."""
    where, held = opened()
    path = target or where.home / f"ledger-{datetime.now():%Y-%m-%d}.db"
    opening.backup(where.ledger, held.key, path)
    if as_json:
        said({"written": str(path)})
    else:
        console().print(f"Written: {path}")


def passphrase(as_json: bool) -> None:
    """Change the passphrase."""
    where, held = opened()
    first = where.new_passphrase
    if first is None:
        first = asked("The new passphrase: ")
        if asked("Once more: ") != first:
            raise BadOption("the two were not the same; nothing was changed")
    opening.change_passphrase(where.ledger, held.key, first)
    keeping.lock(where)
    copies = [path.name for path in where.copies()]
    if as_json:
        said({"changed": True, "copies_under_the_old": copies})
        return
    console().print("Changed. " + words.PASSPHRASE)
    if copies:
        console().print(words.OLD_COPIES.format(names=", ".join(copies)))


def unlock(minutes: str, as_json: bool) -> None:
    """Keep the ledger unlocked in this machine's keyring, where there is one."""
    where, held = opened()
    keeping.keep_unlocked(where, held, keeping.span(minutes) if minutes else None)
    if as_json:
        said({"unlocked": minutes or "for good"})
    else:
        console().print(f"Unlocked {'for ' + minutes if minutes else 'on this machine until you lock it'}.")


def lock(as_json: bool) -> None:
    """Forget the key that the keyring keeps."""
    keeping.lock(settings())
    if as_json:
        said({"locked": True})
    else:
        console().print("Locked.")


def remind(name: str, at: str, target: Path, as_json: bool) -> None:
    """A reminder to circle back, for a calendar; it says nothing of what it is about. Raises BadOption where it is to be left with them."""
    _, held = opened()
    item, now = held.ledger.rupture(name), datetime.now()
    promise, wait = answers.promised(item), answers.waits(item)
    if wait and not promise:
        raise BadOption(words.WAITS[wait])
    if not at and not (promise and promise.follow_up):
        raise BadOption("say when (--at 19:00)")
    moment = keeping.ahead(at, now) if at else promise.follow_up if promise and promise.follow_up else now
    from reattune.app.files import write_bytes

    write_bytes(target, reminder(moment, now, keeping.neutral_name(item.id)))
    if as_json:
        said({"written": str(target), "at": moment.isoformat()})
    else:
        console().print(f"Written: {target}. {words.SYNCS}")
