"""`reattune check` on a terminal: the verdict first, then the words that make it so, then one next step."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from reattune.app import wording
from reattune.app.api import check
from reattune.app.check import Checked, check_form
from reattune.app.check_words import lines
from reattune.cli.look import HELPS, HURTS, QUIET, console, where_to_turn
from reattune.core.coded import Evidence
from reattune.core.errors import BadOption
from reattune.core.names import DEFENCE, REPAIR, RUPTURE

WATCH_SECONDS = 0.2


def run_check(text: str, context: Sequence[str], as_json: bool, heed: bool = True) -> None:
    """Check and print."""
    checked = check(text, context, heed=heed)
    if as_json:
        sys.stdout.write(json.dumps(check_form(checked), ensure_ascii=False) + "\n")
        return
    show(checked, console())


def show(checked: Checked, out: Console, option: bool = True) -> None:
    """What the other person is likely to hear; with `option`, how to call it again where the signal heard it wrong."""
    if checked.coded.safety:
        out.print(wording.seen(checked.coded, checked.next_step))
        where_to_turn(out)
        if option:
            out.print()
            out.print(Text(wording.NOT_THAT_OPTION, style=QUIET))
        return
    if checked.coded.unsure:
        out.print(Text(wording.UNSURE, style="bold"))
        out.print(f"If I had to say: {wording.heading(checked.coded)}")
    else:
        out.print(Text(wording.heading(checked.coded), style="bold"))
    if checked.evidence:
        out.print()
        for one in checked.evidence:
            out.print(carried(checked.text, one))
    if checked.lacking and checked.coded.has(REPAIR):
        out.print()
        if checked.components:
            out.print(f"There already: {wording.listed([wording.COMPONENT[move] for move in checked.components])}.")
        out.print(f"Not there yet: {wording.listed([wording.COMPONENT[move] for move in checked.lacking])}.")
    for line in lines(checked):
        out.print()
        out.print(line)
    out.print()
    out.print(Text("Next: ", style="bold") + Text(checked.next_step))


def carried(text: str, one: Evidence) -> Text:
    """One move beside the words that carry it."""
    style = HURTS if one.move in RUPTURE | DEFENCE else HELPS
    words = " … ".join(" ".join(text[a:b].split()) for a, b in one.spans)
    return Text("  ") + Text(wording.MOVE[one.move], style=style) + Text(f": “{words}”")


def run_watch(path: Path, context: Sequence[str], heed: bool = True) -> None:
    """Check a file whenever it is saved, until it is stopped. Raises BadOption where it cannot be read."""
    out, last = console(), None
    out.print(f"Reading {path} at every save; Ctrl-C ends it.")
    while True:
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            if last is None:
                raise BadOption(f"{path}: there is no such file") from None
            text = last  # some editors take a file away while they save it
        except (OSError, UnicodeDecodeError) as error:
            raise BadOption(f"{path}: it cannot be read ({error})") from None
        if text != last and text.strip():
            out.rule()
            try:
                show(check(text.strip(), context, heed=heed), out)
            except BadOption as error:
                out.print(str(error))
        last = text
        time.sleep(WATCH_SECONDS)
