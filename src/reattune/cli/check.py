"""`reattune check` on a terminal: the verdict first, then the words that make it so, then one next step."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from reattune.app import wording
from reattune.app.api import check
from reattune.app.check import Checked, check_form
from reattune.cli.look import HELPS, HURTS, console, where_to_turn
from reattune.core.coded import Evidence
from reattune.core.names import DEFENCE, RUPTURE


def run_check(text: str, context: Sequence[str], as_json: bool) -> None:
    """Check and print."""
    checked = check(text, context)
    if as_json:
        sys.stdout.write(json.dumps(check_form(checked), ensure_ascii=False) + "\n")
        return
    show(checked, console())


def show(checked: Checked, out: Console) -> None:
    """What the other person is likely to hear."""
    if checked.coded.safety:
        kinds = wording.listed([wording.SAFETY[kind] for kind in checked.coded.safety.kinds])
        out.print(f"I saw {kinds} here. {wording.SAFETY_DRAFT}")
        where_to_turn(out)
        return
    if checked.coded.unsure:
        out.print(Text(wording.UNSURE, style="bold"))
        out.print(f"If I had to say: {wording.VERDICT[checked.coded.verdict]}")
    else:
        out.print(Text(wording.VERDICT[checked.coded.verdict], style="bold"))
    if checked.evidence:
        out.print()
        for one in checked.evidence:
            out.print(carried(checked.text, one))
    if checked.components and checked.lacking:
        out.print()
        out.print(f"There already: {wording.listed([wording.COMPONENT[move] for move in checked.components])}.")
        out.print(f"Not there yet: {wording.listed([wording.COMPONENT[move] for move in checked.lacking])}.")
    out.print()
    out.print(Text("Next: ", style="bold") + Text(checked.next_step))


def carried(text: str, one: Evidence) -> Text:
    """One move beside the words that carry it."""
    style = HURTS if one.move in RUPTURE | DEFENCE else HELPS
    words = " … ".join(" ".join(text[a:b].split()) for a, b in one.spans)
    return Text("  ") + Text(wording.MOVE[one.move], style=style) + Text(f": “{words}”")
