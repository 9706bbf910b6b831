"""`reattune config`: the few things that can be chosen."""

from __future__ import annotations

import sys

from reattune import help as turning
from reattune.app.settings import choose, chosen, settings
from reattune.app.voice import Endpoint, endpoint, switch_off, switch_on
from reattune.cli.look import console
from reattune.cli.practise import line_of
from reattune.core.errors import BadOption


def run_config(what: str, value: str | None, model: str, off: bool, yes: bool) -> None:
    """Show or choose one thing. Raises BadOption for what cannot be chosen."""
    out, where = console(), settings()
    if what == "llm":
        if off:
            switch_off(where)
            out.print("Off. The partner speaks reattune's own lines.")
        elif value is None:
            now = endpoint(where)
            out.print(
                now.notice() if now else "No endpoint is chosen; the partner speaks reattune's own lines, and nothing is sent anywhere."
            )
        else:
            one = Endpoint(value, model)
            out.print(one.notice())
            if not yes and not (sys.stdin.isatty() and (line_of("Do you agree? Type yes: ") or "") == "yes"):
                raise BadOption("nothing was switched on: agree by typing yes, or call it with --yes")
            switch_on(where, one)
            out.print("On.")
    elif what == "country":
        if value is None:
            out.print(str(chosen(where).get(what, "not chosen")))
            return
        named = turning.country(turning.load(), value)
        choose(where, country=named)
        out.print(f"Kept: {named}.")
    else:
        raise BadOption(f"{what!r} cannot be chosen: there are llm and country")
