"""`reattune ledger …` at work: each function unlocks, calls one use case and renders. The commands themselves stand in `ledger.py`."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import typer
from rich.text import Text

from reattune.app import entries, importing, keeping, stored, wording
from reattune.app import ledger_words as words
from reattune.app.settings import Settings, settings
from reattune.cli.look import console, where_to_turn
from reattune.core.coded import Coded
from reattune.core.errors import BadOption
from reattune.core.names import Answer, Severity
from reattune.ledger import answers, opening, questions, transfer
from reattune.ledger.records import Driver

LISTED = 100


def can_ask() -> bool:
    """Whether somebody sits at a terminal."""
    return sys.stdin is not None and sys.stdin.isatty()


def asked(question: str) -> str:
    """A passphrase, typed unseen. Raises BadOption where nobody can be asked."""
    if not can_ask():
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

    asks = can_ask() and not as_json
    if not asks and not told.what.strip():
        raise BadOption("say what happened (--what), or call this at a terminal")
    _, held = opened(create=True)
    told = _filled(told, held) if asks else told
    read = keeping.rupture_of(told, held.ledger, datetime.now(), shipped())
    heeded = read.fired is not None and not not_that and not _is_not_that(read.fired, wording.SAFETY_KEPT, as_json)
    item = read.item if heeded else keeping.as_told(read.item, told.by, told.space_asked)
    held.ledger.put([item])
    if as_json:
        said({"id": item.id, "leave": item.leave})
        return
    console().print(f"Kept as {item.id}.")
    if item.leave and not heeded:
        console().print(words.WAITS[answers.Waits.ROOM])


def _is_not_that(coded: Coded, says: str, as_json: bool) -> bool:
    """Shows where to turn, and whether the person says that the signal heard it wrong; only somebody at a terminal is asked."""
    out = console(stderr=as_json)
    out.print(wording.seen(coded, says))
    where_to_turn(out)
    out.print()
    return can_ask() and not as_json and _asking(wording.NOT_THAT_HELP).casefold() == wording.NOT_THAT


def _filled(told: keeping.Told, held: keeping.Unlocked) -> keeping.Told:
    now = datetime.now()
    what = told.what or _asking("What happened?", needed=True)
    who = told.who or _asking("Who was it with? A name is enough.")
    known = held.ledger.person(who.strip()) if who.strip() else None
    return keeping.Told(
        what,
        who,
        told.mine or _asking("What was yours in it?"),
        told.impact or _asking("What was it like for them?"),
        told.severity or _asking("How deep does it go: micro, moderate or major?", lambda said: keeping.one_of(Severity, "it", said)),
        told.theme or _asking("What was it about, in a word?"),
        told.driver or _asking("What drove it in you: shame, fear, need or else?", lambda said: keeping.one_of(Driver, "it", said)),
        told.by or _asking("Who broke it: me, them or both?", keeping.side),
        told.when or _asking("When was it? A day, a time, yesterday; empty for now.", lambda said: said and keeping.moment(said, now)),
        told.space_asked or _asking("Did they ask for room or for no contact? (y/n)").casefold().startswith("y"),
        told.relation or (_asking("What are they to you, in a word?") if who.strip() and not (known and known.relation) else ""),
    )


def _asking(question: str, check: Callable[[str], object] | None = None, needed: bool = False) -> str:
    """A line that is typed; asked again where it is needed and empty, or cannot be used. Raises Abort where no more comes."""
    while True:
        typer.echo(question, err=True)
        line = sys.stdin.readline() if sys.stdin else ""
        if not line:
            raise typer.Abort
        words = line.strip()
        try:
            if check:
                check(words)
        except BadOption as error:
            typer.echo(str(error), err=True)
            continue
        if words or not needed:
            return words


def attempt_(name: str, told: keeping.Try, space_asked: bool, not_that: bool, as_json: bool) -> None:
    """Note an attempt to mend, how the last one was met, or that they asked for room."""
    from reattune.coding.coder import shipped

    _, held = opened()
    item, now = held.ledger.rupture(name), datetime.now()
    mine = [one for one in item.attempts if one.by_me]
    if can_ask() and not as_json and not space_asked and not (told.text or told.gesture or told.answer):
        told = _tried(told, bool(mine), now)
    if space_asked:
        held.ledger.leave(item.id, True)
    if told.text or told.gesture:
        read = keeping.attempt_of(told, now, shipped(), heed=not not_that)
        leave = read.fired is not None and not not_that and not _is_not_that(read.fired, wording.SAFETY_KEPT, as_json)
        made = read.item if leave or not read.fired else keeping.attempt_of(told, now, shipped(), heed=False).item
        held.ledger.attempt(item.id, made, leave)
    elif told.answer:
        if not mine:
            raise BadOption("there is no attempt of yours yet; give its words (--text) or its gesture (--gesture)")
        made = mine[-1]
        held.ledger.answer(made.id, keeping.answer_of(told.answer), keeping.moment(told.when, now)[0] if told.when else now)
    elif not space_asked:
        raise BadOption("say what you tried (--text, --gesture), how it was met (--answer), or that they asked for room (--space-asked)")
    if as_json:
        said(
            {"id": item.id} if space_asked and not (told.text or told.gesture or told.answer) else {"id": made.id, "verdict": made.verdict}
        )
    else:
        console().print("Kept.")


def _tried(told: keeping.Try, tried: bool, now: datetime) -> keeping.Try:
    def answer(says: str) -> str:
        return _asking(f"{says}: acceptance, partial, refusal, ignored?", lambda said: keeping.one_of(Answer, "it", said))

    if tried and (met := answer("How was your last attempt met? Empty if you tried again")):
        return replace(told, answer=met)
    text = _asking("What did you say? Empty if it was a gesture.")
    gesture = "" if text else _asking("What did you do?", needed=True)
    met = answer("How was it met? Empty if there is no answer yet")
    back = told.back or _asking(
        "If it was a pause: when did you say that you would be back? Empty if it was none.", lambda said: said and keeping.ahead(said, now)
    )
    return keeping.Try(text, gesture, met, told.when, back)


def leave(name: str, off: bool, as_json: bool) -> None:
    """Leave an entry with the other, or no longer."""
    _, held = opened()
    held.ledger.leave(name, not off)
    if as_json:
        said({"id": name, "leave": not off})
    else:
        console().print("It stands among the others again." if off else words.WAITS[answers.Waits.ROOM])


def close(name: str, how: str, as_json: bool) -> None:
    """Close your own side of a rupture."""
    kind = keeping.closing_of(how)
    _, held = opened()
    held.ledger.close(name, kind, datetime.now())
    if as_json:
        said({"id": name, "closed_as": kind})
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
        practise, support, _ = leads
        out.print(f"To practise: reattune practise {practise}. What can help beyond that: {support}.")
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
    found = importing.read_in(source, me)
    _, held = opened(create=True)
    taken = importing.taken_in(found, episode, held.ledger, datetime.now(), keep_words)
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
    if not yes and not (can_ask() and _asking(f"Forget {name} for good? Type yes.") == "yes"):
        raise BadOption("nothing was forgotten: say yes, or call it with --yes")
    done = stored.forget(where, held, name)
    if as_json:
        said(
            {
                "rows": done.rows,
                "copies": [str(path) for path in done.copies],
                "unreached": [str(path) for path in done.unreached],
                "named": done.named,
            }
        )
        return
    for line in entries.forgotten(done, ", ".join(str(path) for path in done.unreached)):
        console().print(line)


def verify(as_json: bool) -> None:
    """Check every page's seal, the file's structure and its form."""
    where = settings()
    found = opening.verify(where.ledger, keeping.opens(where, asked))
    if as_json:
        said({"pages": found.pages, "rows": found.rows, "form": found.form, "wrong": list(found.wrong)})
    elif not found.wrong:
        console().print("All is well.")
    else:
        console().print("\n".join(f"{line}." for line in found.wrong))
        copies = ", ".join(path.name for path in stored.copy_paths(where, None))
        console().print(words.RESTORE.format(names=copies or "there is none in the data folder"))
    if found.wrong:
        raise typer.Exit(2)


def backup(target: Path | None, as_json: bool) -> None:
    """An encrypted copy under the same passphrase."""
    where, held = opened()
    path = stored.back_up(where, held.key, datetime.now(), target)
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
    copies = [path.name for path in stored.copy_paths(where, held.key)]
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
    moment, made = entries.reminded(held.ledger.rupture(name), at, held.ledger, datetime.now(), "say when (--at 19:00)")
    from reattune.app.files import write_bytes

    write_bytes(target, made)
    if as_json:
        said({"written": str(target), "at": moment.isoformat()})
    else:
        console().print(f"Written: {target}. {words.SYNCS}")
