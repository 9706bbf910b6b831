"""`reattune ledger export`, `import`, `forget`, `verify`, `backup`, `passphrase`, `unlock` and `lock`: what is done with its file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import typer

from reattune.app import entries, importing, keeping, stored
from reattune.app import ledger_words as words
from reattune.app.settings import settings
from reattune.cli.keep import asked, asking, can_ask, opened, said
from reattune.cli.look import console
from reattune.core.errors import BadOption
from reattune.ledger import opening, transfer


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
    if not yes and not (can_ask() and asking(f"Forget {name} for good? Type yes.") == "yes"):
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
