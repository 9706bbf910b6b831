"""`reattune formats` and `reattune codebook`: what can be read, and what the words mean."""

from __future__ import annotations

from rich.text import Text

from reattune import help as turning
from reattune.cli.look import console, where_to_turn
from reattune.codebook.book import load
from reattune.core.errors import BadOption
from reattune.core.names import Move
from reattune.reading.formats import FORMATS


def show_formats() -> None:
    """Every format, how to get such a file, and whether it was tried on a real export."""
    out = console()
    for row in FORMATS:
        tried = "tried on real exports" if row.tried == "real" else "tried on files made by hand"
        out.print(Text(f"{row.name:<12}", style="bold") + Text(f"{row.title} ({tried})"))
        out.print(f"            {row.how}")


def show_codebook(name: str | None) -> None:
    """One move in full, or all of them in a line each. Raises BadOption naming the moves there are."""
    out, book = console(), load()
    if name is None:
        out.print(f"Codebook {book.version}")
        for entry in book.moves.values():
            out.print(Text(f"{entry.name:<20}", style="bold") + Text(f"{entry.family:<10} {entry.definition}"))
        return
    if name not in set(Move):
        raise BadOption(f"no move is called {name!r}; there are: {', '.join(Move)}")
    entry = book.moves[Move(name)]
    out.print(Text(entry.name, style="bold") + Text(f" ({entry.family}, codebook {entry.version})"))
    out.print(entry.definition)
    out.print(f"It is not: {entry.is_not}")
    out.print("Such as:")
    for example in entry.examples:
        out.print(f"  “{example}”")
    out.print("But not:")
    for counter in entry.counter_examples:
        out.print(f"  “{counter.text}” {counter.why}")


def show_help(country: str | None) -> None:
    """The services of a country, and which countries there are. Raises BadOption naming them where this one is not among them."""
    out, table = console(), turning.load()
    named = turning.country(table, country) if country else None
    known = turning.countries(table)
    where_to_turn(out, named)
    if not country:
        out.print(f"  {', '.join(known)}")
