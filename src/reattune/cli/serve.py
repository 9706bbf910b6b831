"""`reattune serve`: the web app, on this machine alone."""

from __future__ import annotations

import sys
import webbrowser
from contextlib import suppress

from reattune.app.settings import settings

OPENED = "Opened in your browser. If it is not, open this (it works once):"
OPEN_THIS = "Open this in your browser (it works once):"
ENDS = "Ctrl-C ends it. What you did not keep is gone then."
OTHERS = (
    "Others on this network can reach it with the link, and what goes over the network is not encrypted. Leave --host out to keep it to "
    "this machine.\n"
)


def run_serve(host: str, port: int, browser: bool) -> None:
    """Serve until stopped."""
    from reattune.web.serve import on_this_machine_alone, serve

    if not on_this_machine_alone(host):
        sys.stderr.write(OTHERS)
    first = True

    def told(link: str) -> None:
        nonlocal first
        opened = False
        if browser and first:
            with suppress(webbrowser.Error):
                opened = webbrowser.open(link)
        sys.stdout.write(f"{OPENED if opened else OPEN_THIS}\n  {link}\n{ENDS if first else ''}\n")
        sys.stdout.flush()
        first = False

    serve(settings(), host, port, told)
