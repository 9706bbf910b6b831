"""`reattune …`: each command parses, calls one use case and renders.

Heavy rooms are imported inside the commands that need them, so that `--help` answers at once. Ends with 0 when done, 2 for
bad use or input (one line on standard error), 1 for a fault of ours.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException

from reattune.cli import ledger
from reattune.core.errors import BadInput, BadOption

INTERRUPTED = 130

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Rupture and repair in conversations, on your own machine. Nothing is sent anywhere.",
)
app.add_typer(ledger.app, name="ledger")

Paths = Annotated[
    list[Path], typer.Argument(metavar="PATH...", help="An exported chat: a file, a zip or a folder. Several are parts of one.")
]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE.html", help="Write the report as one page that opens in any browser.")]


def _version(wanted: bool) -> None:
    if wanted:
        from reattune import __version__

        typer.echo(f"reattune {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version and stop.")] = False,
) -> None:
    """Rupture and repair in conversations, on your own machine. Nothing is sent anywhere."""


@app.command()
def read(
    paths: Paths,
    me: Annotated[str | None, typer.Option(metavar="NAME", help="Which speaker you are.")] = None,
    with_name: Annotated[
        str | None, typer.Option("--with", metavar="NAME", help="Of a group or a file of several chats: only this person or chat.")
    ] = None,
    format_name: Annotated[str, typer.Option("--format", metavar="NAME", help="The export's format; see `reattune formats`.")] = "auto",
    dates: Annotated[
        str, typer.Option(metavar="auto|dmy|mdy|ymd", help="The order of day and month, where the file leaves it open.")
    ] = "auto",
    since: Annotated[str | None, typer.Option(metavar="DAY", help="From this day on, as 2026-01-31.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Up to this day, included.")] = None,
    out: Out = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as data (reattune.report/1).")] = False,
    messages: Annotated[bool, typer.Option("--messages", help="With --json: what each message carries, too.")] = False,
    parquet: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write tables of messages, codes, episodes, findings as Parquet.")
    ] = None,
    csv: Annotated[Path | None, typer.Option(metavar="DIR", help="Write the same tables as CSV.")] = None,
    anonymise: Annotated[bool, typer.Option("--anonymise", help="Replace names, numbers, addresses and links; leave quotes out.")] = False,
    quotes: Annotated[bool, typer.Option("--quotes", help="With --anonymise: keep the quoted words.")] = False,
    include_safety: Annotated[bool, typer.Option("--include-safety", help="Write what the safety signal saw into files, too.")] = False,
) -> None:
    """Read a conversation and show where it broke and how it mended."""
    from reattune.cli.read import Wants, run_read

    wants = Wants(me, with_name, format_name, dates, since, until, out, as_json, messages, parquet, csv, anonymise, quotes, include_safety)
    run_read(paths, wants)


@app.command()
def check(
    text: Annotated[
        str | None,
        typer.Argument(
            help="The draft; - reads it from standard input. Left out, it is asked for, so that it stays out of the shell's history."
        ),
    ] = None,
    context: Annotated[
        list[str] | None,
        typer.Option(metavar='"them: …"', help='What was said before, oldest first; "them: …" or "you: …". May be repeated.'),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as data (reattune.check/1).")] = False,
    watch: Annotated[Path | None, typer.Option(metavar="FILE", help="Check this file at every save.")] = None,
    not_that: Annotated[
        bool, typer.Option("--not-that", help="What the safety signal saw in this draft is not that: read it as any other.")
    ] = False,
) -> None:
    """Check a draft before it is sent: what the other person is likely to hear, on the words themselves."""
    from reattune.cli.check import run_check, run_watch

    if watch:
        run_watch(watch, context or [], not not_that)
        return
    run_check(_draft(text), context or [], as_json, not not_that)


def _draft(text: str | None) -> str:
    if text is None and sys.stdin.isatty():
        from reattune.cli.ask import ask_for_draft

        return ask_for_draft()
    if text is None or text == "-":
        return sys.stdin.read().rstrip("\n")
    return text


@app.command()
def repair(
    name: Annotated[str | None, typer.Argument(metavar="ID", help="An entry of the ledger, or a draft to go on with.")] = None,
) -> None:
    """Build a repair in your own words: what happened, what it was like for them, what is yours, how you come back."""
    from reattune.cli.repair import run_repair

    run_repair(name)


@app.command()
def today(as_json: Annotated[bool, typer.Option("--json", help="Print it as data.")] = False) -> None:
    """What is open, the one to circle back to first and why, and five minutes of practice."""
    from reattune.cli.days import run_today

    run_today(as_json)


@app.command()
def values() -> None:
    """Find your own five values by choosing between two at a time."""
    from reattune.cli.days import run_values

    run_values()


@app.command()
def config(
    what: Annotated[str, typer.Argument(metavar="llm|country", help="What to choose.")],
    value: Annotated[str | None, typer.Argument(help="llm: its address; country: yours. Left out, what is chosen is shown.")] = None,
    model: Annotated[str, typer.Option(metavar="NAME", help="llm: the model's name there.")] = "default",
    off: Annotated[bool, typer.Option("--off", help="llm: no longer.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="llm: I have read what is sent where, and agree.")] = False,
) -> None:
    """Choose: another voice for the simulated partner, and your country, for where to turn."""
    from reattune.cli.choose import run_config

    run_config(what, value, model, off, yes)


@app.command()
def practise(
    what: Annotated[str | None, typer.Argument(metavar="SKILL|SCENARIO", help="What to practise; left out, what is due.")] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed gives the same talk, and without a ledger the same items.")] = None,
    style: Annotated[str | None, typer.Option(metavar="secure|anxious|avoidant", help="How the simulated partner meets you.")] = None,
    listed: Annotated[bool, typer.Option("--list", help="Every skill and scenario.")] = False,
    progress: Annotated[bool, typer.Option("--progress", help="How it goes in each skill.")] = False,
) -> None:
    """Practise: a short drill, or a talk with a simulated partner, with an answer to every turn."""
    from reattune.cli.practise import run_practise

    run_practise(what, seed, style, listed, progress)


@app.command()
def code(
    source: Annotated[Path, typer.Argument(metavar="IN.jsonl", help='One JSON object a line with "id" and "text".')],
    target: Annotated[Path, typer.Argument(metavar="OUT.jsonl", help="Where to write one line for each, in the same order.")],
    scores: Annotated[
        bool,
        typer.Option(
            "--scores", help="Every move's probability, too; every message is then read in full, and the safety signal fires sooner."
        ),
    ] = False,
) -> None:
    """Code messages from a file of JSON lines, for research."""
    from reattune.cli.code import run_code

    run_code(source, target, scores)


@app.command()
def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; left out, a free one.")] = 0,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where to listen; left out, on this machine alone.")] = "127.0.0.1",
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open it in the browser.")] = True,
) -> None:
    """The whole of it as pages in your own browser, on your own machine."""
    from reattune.cli.serve import run_serve

    run_serve(host, port, browser)


@app.command()
def guide(
    query: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="QUERY", help="Some words, or the name of an entry to read; - reads them from the input. Left out, the topics."
        ),
    ] = None,
    tag: Annotated[list[str] | None, typer.Option(metavar="T", help="Only what has this tag; given twice, what has both.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what is found as data (reattune.guide/1).")] = False,
    not_that: Annotated[bool, typer.Option("--not-that", help="What the safety signal saw in these words is not that.")] = False,
    entries: Annotated[Path | None, typer.Option(metavar="DIR", help="Entries of your own beside those that ship.")] = None,
    alone: Annotated[bool, typer.Option("--alone", help="With --entries or --check: without those that ship.")] = False,
    check: Annotated[Path | None, typer.Option(metavar="DIR", help="Check a folder of entries, and say all that is wrong.")] = None,
    build: Annotated[Path | None, typer.Option(metavar="DIR", help="Write the guide as a site that anybody can host.")] = None,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="With --build: whose guide it is.")] = None,
    address: Annotated[str, typer.Option(metavar="https://…/", help="With --build: where it will stand.")] = "",
    export: Annotated[Path | None, typer.Option(metavar="FILE", help="Write all entries as .csv or .jsonld.")] = None,
    import_: Annotated[
        Path | None, typer.Option("--import", metavar="FILE", help="Write the entries of a .csv or .jsonld into --entries.")
    ] = None,
) -> None:
    """What helps, and where to turn: topics, books, tools, people, programs, each with its sources."""
    from reattune.cli import guide as face

    wants = face.Wants(tuple(tag or ()), as_json, not not_that, entries, alone)
    face.go_together(
        {"--check": check, "--build": build, "--export": export, "--import": import_},
        {"QUERY": query, "--tag": tag, "--json": as_json, "--not-that": not_that},
        {"--name": name, "--address": address},
        {"--entries": entries, "--alone": alone},
    )
    if check:
        face.run_check(check, alone)
    elif build:
        face.run_build(build, name, address, wants)
    elif export:
        face.run_export(export, wants)
    elif import_ and entries is None:
        raise BadOption("--import wants --entries DIR, the folder to write into")
    elif import_ and entries:
        face.run_import(import_, entries, alone)
    else:
        face.run_guide(" ".join(query or ()), wants)


@app.command("where-to-turn")
def where_to_turn_(
    country: Annotated[
        str | None, typer.Argument(metavar="COUNTRY", help="Its name or its two letters; left out, yours, and the list of all.")
    ] = None,
) -> None:
    """Where to turn: for one who is afraid, one who frightens others, and for thoughts of harming oneself."""
    from reattune.cli.lists import show_help

    show_help(country)


@app.command()
def formats() -> None:
    """The export formats that can be read."""
    from reattune.cli.lists import show_formats

    show_formats()


@app.command()
def codebook(move: Annotated[str | None, typer.Argument(help="One move; left out, all of them.")] = None) -> None:
    """The codebook: what each move is, what it is not, and examples."""
    from reattune.cli.lists import show_codebook

    show_codebook(move)


def run(arguments: list[str] | None = None) -> None:
    """The entry point. Turns every error into one line and an exit code."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")  # a letter that cannot be read or shown has a mark in its place
    words = sys.argv[1:] if arguments is None else arguments
    try:
        sys.exit(app(args=words or ["--help"], standalone_mode=False, prog_name="reattune") or 0)
    except (typer.Abort, KeyboardInterrupt):
        _stop("stopped", INTERRUPTED)
    except typer.Exit as done:
        if done.exit_code == INTERRUPTED:  # typer makes this of ctrl-c
            _stop("stopped", INTERRUPTED)
        sys.exit(done.exit_code)
    except TyperException as error:
        says: Any = getattr(error, "format_message", error.__str__)
        _stop(f"{says()} See reattune --help.", 2)
    except (BadInput, BadOption) as error:
        _stop(str(error), 2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(0)
    except Exception as error:
        if os.environ.get("REATTUNE_DEBUG"):
            raise
        _stop(f"a fault of ours ({type(error).__name__}: {error}); set REATTUNE_DEBUG=1 to see where, and please report it", 1)


def _stop(line: str, status: int) -> None:
    from reattune.cli.look import shown

    sys.stderr.write(f"reattune: {shown(' '.join(line.split()))}\n")
    sys.exit(status)


if __name__ == "__main__":
    run()
