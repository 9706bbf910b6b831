"""`reattune ledger …`: what is kept between you and others, on your own machine, under a passphrase.

Only the commands' words stand here; what they do is in `keep.py`, `tell.py` and `vault.py`, which are imported when one runs, so that
`--help` answers at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="What is open between you and others. Private, encrypted, on your own machine.",
)
Json = Annotated[bool, typer.Option("--json", help="Print the answer as data.")]
NotThat = Annotated[
    bool, typer.Option("--not-that", help="What the safety signal saw in these words is not that: keep them as any others.")
]
Name = Annotated[str, typer.Argument(metavar="ID", help="The entry's name, as the list shows it.")]


@app.command()
def add(
    who: Annotated[str, typer.Option(metavar="NAME", help="Who it was with.")] = "",
    what: Annotated[str, typer.Option(metavar="TEXT", help="What happened.")] = "",
    mine: Annotated[str, typer.Option(metavar="TEXT", help="What was yours in it.")] = "",
    impact: Annotated[str, typer.Option(metavar="TEXT", help="What it was like for them.")] = "",
    severity: Annotated[str, typer.Option(metavar="micro|moderate|major", help="How deep it goes.")] = "",
    theme: Annotated[str, typer.Option(metavar="TEXT", help="What it was about, in a word.")] = "",
    driver: Annotated[str, typer.Option(metavar="shame|fear|need|else", help="What drove it.")] = "",
    by: Annotated[str, typer.Option(metavar="me|them|both", help="Who broke it.")] = "",
    when: Annotated[str, typer.Option(metavar="TIME", help="When it was: 2026-01-31, 2026-01-31T18:00, yesterday.")] = "",
    space_asked: Annotated[bool, typer.Option("--space-asked", help="They asked for room or for no contact.")] = False,
    relation: Annotated[str, typer.Option(metavar="TEXT", help="What they are to you: partner, friend, mother.")] = "",
    not_that: NotThat = False,
    as_json: Json = False,
) -> None:
    """Write down a rupture. At a terminal it asks for what is left out, so that nothing private stands in the shell's history."""
    from reattune.app.keeping import Told
    from reattune.cli import keep

    keep.add(Told(what, who, mine, impact, severity, theme, driver, by, when, space_asked, relation), not_that, as_json)


@app.command("attempt")
def attempt_(
    name: Name,
    text: Annotated[str, typer.Option(metavar="TEXT", help="The words.")] = "",
    gesture: Annotated[str, typer.Option(metavar="TEXT", help="A touch, a look, an offer to talk when ready.")] = "",
    answer: Annotated[str, typer.Option(metavar="acceptance|partial|refusal|ignored", help="How it was met.")] = "",
    when: Annotated[str, typer.Option(metavar="TIME", help="When it was.")] = "",
    back: Annotated[str, typer.Option(metavar="TIME", help="Of a pause: when you said that you would be back, such as 19:00.")] = "",
    space_asked: Annotated[bool, typer.Option("--space-asked", help="They asked for room or for no contact.")] = False,
    not_that: NotThat = False,
    as_json: Json = False,
) -> None:
    """Note an attempt to mend, how the last one was met, or that they asked for room."""
    from reattune.app.keeping import Try
    from reattune.cli import keep

    keep.attempt_(name, Try(text, gesture, answer, when, back), space_asked, not_that, as_json)


@app.command("leave")
def leave_(
    name: Name,
    off: Annotated[bool, typer.Option("--off", help="No longer: they came back, or it was kept so by mistake.")] = False,
    as_json: Json = False,
) -> None:
    """Leave an entry with the other: nothing is suggested for it."""
    from reattune.cli import keep

    keep.leave(name, off, as_json)


@app.command()
def close(
    name: Name,
    how: Annotated[str, typer.Option("--as", metavar="mended-for-me|set-aside|ended", help="How it is closed for you.")],
    as_json: Json = False,
) -> None:
    """Close your own side of a rupture."""
    from reattune.cli import keep

    keep.close(name, how, as_json)


@app.command("open")
def open_(as_json: Json = False) -> None:
    """What is open, and for how long."""
    from reattune.cli import tell

    tell.open_(as_json)


@app.command("list")
def list_(
    every: Annotated[bool, typer.Option("--all", help="Every entry, not the latest hundred.")] = False,
    as_json: Json = False,
) -> None:
    """What was kept, the latest first."""
    from reattune.cli import tell

    tell.list_(every, as_json)


@app.command()
def show(name: Name, as_json: Json = False) -> None:
    """One entry in full."""
    from reattune.cli import tell

    tell.show(name, as_json)


@app.command()
def debt(as_json: Json = False) -> None:
    """What unmended ruptures leave behind, by reattune's own model."""
    from reattune.cli import tell

    tell.debt(as_json)


@app.command()
def patterns(as_json: Json = False) -> None:
    """What keeps causing it, whether it is you, and what tends to help."""
    from reattune.cli import tell

    tell.patterns(as_json)


@app.command("export")
def export_(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="ledger.json, ledger.md, or a folder for the tables.")],
    as_json: Json = False,
) -> None:
    """Write everything out, unencrypted: .json comes back whole, .md reads well, a folder gets tables."""
    from reattune.cli import vault

    vault.export_(target, as_json)


@app.command("import")
def import_(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="An export of a ledger (.json), or an exported chat to keep episodes of.")],
    me: Annotated[str | None, typer.Option(metavar="NAME", help="Of a chat: which speaker you are.")] = None,
    episode: Annotated[list[str] | None, typer.Option(metavar="e1", help="Of a chat: only this episode; may be repeated.")] = None,
    words: Annotated[
        bool, typer.Option("--words", help="Of a chat: keep the words that opened each episode and of each attempt, too.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Take in an exported ledger, or episodes of a chat; the chat itself is not kept."""
    from reattune.cli import vault

    vault.import_(source, me, episode or [], words, as_json)


@app.command()
def forget(
    name: Annotated[str, typer.Argument(metavar="PERSON|ID|ALL", help="A person's name, an entry's name, or ALL.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: Json = False,
) -> None:
    """Forget somebody, an entry, or everything, for good."""
    from reattune.cli import vault

    vault.forget(name, yes, as_json)


@app.command()
def verify(as_json: Json = False) -> None:
    """Check every page's seal, the file's structure and its form."""
    from reattune.cli import vault

    vault.verify(as_json)


@app.command()
def backup(
    target: Annotated[Path | None, typer.Argument(metavar="FILE", help="Where to; left out, beside the ledger.")] = None,
    as_json: Json = False,
) -> None:
    """An encrypted copy under the same passphrase."""
    from reattune.cli import vault

    vault.backup(target, as_json)


@app.command()
def passphrase(as_json: Json = False) -> None:
    """Change the passphrase."""
    from reattune.cli import vault

    vault.passphrase(as_json)


@app.command()
def unlock(
    minutes: Annotated[str, typer.Option("--for", metavar="15m", help="For how long; left out, for good.")] = "",
    as_json: Json = False,
) -> None:
    """Keep the ledger unlocked in this machine's keyring, where there is one."""
    from reattune.cli import vault

    vault.unlock(minutes, as_json)


@app.command()
def lock(as_json: Json = False) -> None:
    """Forget the key that the keyring keeps."""
    from reattune.cli import vault

    vault.lock(as_json)


@app.command("remind")
def remind(
    name: Name,
    target: Annotated[Path, typer.Option("--out", metavar="FILE.ics", help="The calendar file to write.")],
    at: Annotated[
        str, typer.Option(metavar="TIME", help="When: 19:00, tomorrow, 2026-02-01T19:00; left out, the return that you promised.")
    ] = "",
    as_json: Json = False,
) -> None:
    """A reminder to circle back, for a calendar; it says nothing of what it is about."""
    from reattune.cli import keep

    keep.remind(name, at, target, as_json)
