"""`reattune practise`: a round of a drill, or a talk with a simulated partner, in the terminal."""

from __future__ import annotations

import sys
from datetime import datetime

import typer
from rich.console import Console
from rich.text import Text

from reattune.app import practice_words as words
from reattune.app import practising, wording
from reattune.app.settings import settings
from reattune.app.voice import endpoint
from reattune.cli.look import HELPS, HURTS, QUIET, console, where_to_turn
from reattune.coaching import drills, scenarios
from reattune.coaching.drills import Item, Kind
from reattune.coding.coder import shipped
from reattune.core.coded import Coded
from reattune.core.errors import BadOption, NoLedger
from reattune.ledger.store import Ledger

LEAVE = frozenset({"q", "quit", "exit"})


def run_practise(name: str | None, seed: int | None, style: str | None, listed: bool, progress: bool) -> None:
    """A skill, a scenario, or what is due. Raises BadOption for a name that is neither."""
    out = console()
    if listed:
        show_all(out)
        return
    if progress:
        show_progress(out)
        return
    if name is None or name in drills.BY_NAME:
        drill(name, seed, out)
        return
    if name in {one.id for one in scenarios.scenarios()}:
        talk(name, 1 if seed is None else seed, style, out)
        return
    raise BadOption(f"there is no skill or scenario {name!r}; reattune practise --list shows them")


def show_all(out: Console) -> None:
    """Every skill and scenario."""
    out.print(Text("Drills", style="bold"))
    for skill in drills.SKILLS:
        out.print(f"  {skill.name:<24} {words.TITLES[skill.name]}")
    out.print(Text("Scenarios", style="bold"))
    for one in scenarios.scenarios():
        out.print(f"  {one.id:<24} {one.title} ({one.relation}, {one.severity.value})")


def show_progress(out: Console) -> None:
    """How it goes in each skill. Raises NoLedger where nothing was kept yet."""
    ledger = _ledger()
    if ledger is None:
        raise NoLedger("there is no ledger yet, so nothing of your practice is kept; reattune ledger add begins one")
    for one in practising.progress(ledger):
        out.print(words.progress_line(one))


def _ledger() -> Ledger | None:
    """The ledger where there is one; practice works without."""
    from reattune.app import keeping
    from reattune.cli.keep import asked

    where = settings()
    return keeping.unlocked(where, asked).ledger if where.ledger.exists() else None


def line_of(prompt: str = "> ") -> str | None:
    """A line that is typed; None where no more comes or the person leaves."""
    typer.echo(prompt, nl=False, err=True)
    line = sys.stdin.readline()
    return None if not line or line.strip().casefold() in LEAVE else line.strip()


def drill(name: str | None, seed: int | None, out: Console) -> None:
    """A round of one skill."""
    ledger, now = _ledger(), datetime.now()
    chosen = name or practising.next_skill(ledger, now)
    out.print(Text(words.TITLES[chosen], style="bold") + Text("  (q ends it)", style=QUIET))
    for item in practising.next_items(chosen, ledger, now, seed=seed):
        if not one_item(item, ledger, out):
            return


def one_item(item: Item, ledger: Ledger | None, out: Console) -> bool:
    """Ask one item until it is answered; whether the person goes on."""
    skill = drills.BY_NAME[item.skill]
    out.print()
    out.print(item.situation)
    if item.said:
        out.print(f"  “{item.said}”")
    if item.draft:
        out.print(f"You were about to send: “{item.draft}”")
    for place, option in enumerate(item.options, 1):
        out.print(f"  {place}  {option}")
    out.print(Text(item.asks or words.ASKS[item.skill], style="bold"))
    if skill.kind is Kind.FEELING:
        out.print(Text(words.WORDS_HELP, style=QUIET))
    while True:
        answer = line_of()
        if answer is None:
            return False
        if answer == "?":
            show_feelings(out)
            continue
        try:
            done = practising.answered(item, answer, shipped())
            if done.fired:
                if not not_that(done.fired, out):
                    return True
                done = practising.answered(item, answer, shipped(), heed=False)
        except BadOption as error:
            out.print(str(error))
            continue
        break
    style = "" if done.judged.unsure else HELPS if done.judged.right >= 1 else HURTS if done.judged.right == 0 else ""
    out.print(Text(words.judged(skill, done.judged), style=style))
    if skill.kind is Kind.FREE:
        for told in words.free_lines(done.judged, skill, item):
            out.print(told)
    elif item.options:
        for place in sorted(item.right):
            out.print(f"  {place + 1}  {item.options[place]}")
    out.print(item.why)
    if ledger:
        practising.keep(item, done.judged, ledger, datetime.now())
    return True


def not_that(fired: Coded, out: Console) -> bool:
    """Where to turn, and whether the person says that the signal heard this one wrong."""
    out.print(wording.seen(fired, words.SAFETY))
    where_to_turn(out)
    out.print()
    out.print(Text(wording.NOT_THAT_HELP, style=QUIET))
    return (line_of() or "").casefold() == wording.NOT_THAT


def show_feelings(out: Console) -> None:
    """The words for feelings, by family."""
    for family, some in drills.feelings().words.items():
        out.print(f"  {family:<15} {', '.join(some)}")


def talk(name: str, seed: int, style: str | None, out: Console) -> None:
    """A talk with a simulated partner."""
    one = scenarios.scenario(name)
    if style and style not in one.styles:
        raise BadOption(f"style is {style!r}: it is one of {', '.join(one.styles)}")
    sitting, elsewhere = practising.begin_talk(name, style or "", seed), endpoint(settings())
    out.print(Text(one.title, style="bold") + Text("  (q ends it)", style=QUIET))
    out.print(one.you)
    out.print(Text(words.STILL_NOTE if one.blank else words.ILLUSTRATION, style=QUIET))
    out.print()
    out.print(f"  “{sitting.talk.opening}”")
    while not sitting.over:
        said = line_of("You: ")
        if said is None:
            break
        try:
            after = practising.say(sitting, said, shipped(), elsewhere)
        except BadOption as error:
            out.print(str(error))
            continue
        if after.fired:
            if not not_that(after.fired, out):
                continue
            after = practising.say(sitting, said, shipped(), elsewhere, heed=False)
        sitting, turn = after, after.talk.turns[-1]
        if sitting.given[-1] is False:
            out.print(Text(words.NO_VOICE, style=QUIET))
        for told in words.feedback(turn, one.blank > 0):
            out.print(Text(told, style=QUIET))
        out.print(f"  “{turn.answer}”  " + f"({words.mood(sitting.talk, turn)})")
    if sitting.talk.turns:
        out.print()
        for told in [*words.arc(sitting.talk), *words.ending(sitting.talk)]:
            out.print(told)
