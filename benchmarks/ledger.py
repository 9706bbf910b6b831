"""How fast the ledger answers when it is full: 100,000 entries, each question asked once after unlocking, in a process of its own.

    python -m benchmarks.ledger [--entries 100000] [--write]

`--write` puts the figures into docs/ledger.md.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from reattune.app import keeping
from reattune.core.names import Answer, Severity, Verdict
from reattune.ledger import opening, questions
from reattune.ledger.records import Attempt, Closing, Driver, Person, Rupture
from reattune.ledger.store import Ledger

PAGE = Path(__file__).parents[1] / "docs" / "ledger.md"
SECTION = re.compile(r"(<!-- measured -->\n).*?(<!-- /measured -->)", re.DOTALL)
WORDS = "four words only mine"
NOW = datetime(2026, 6, 1)
THEMES = ("chores", "money", "phones", "late", "tone", "")


def fill(path: Path, entries: int) -> float:
    """A ledger of so many entries, half of them with an attempt; how many seconds keeping them took."""
    chance, ledger = random.Random(1), opening.begin(path, WORDS)
    people = [ledger.put_person(Person(f"Person {place}")) for place in range(8)]
    items = [_entry(chance, people) for _ in range(entries)]
    started = time.perf_counter()
    ledger.put(items)
    return time.perf_counter() - started


def _entry(chance: random.Random, people: list[Person]) -> Rupture:
    at = datetime(2011, 1, 1) + timedelta(minutes=chance.randrange(8_000_000))
    mended = chance.random() < 0.9
    tried = Attempt(
        at + timedelta(hours=5), text="words of an attempt", verdict=chance.choice(list(Verdict)), answer=chance.choice([None, *Answer])
    )
    return Rupture(
        at,
        "what happened between us, told in a line or two, as people tell it",
        at,
        chance.choice(people).id,
        chance.choice(list(Severity)),
        chance.choice([True, False, None]),
        chance.choice(THEMES),
        driver=chance.choice([None, *Driver]),
        leave=chance.random() < 0.05,
        closed_as=Closing.MENDED_FOR_ME if mended else None,
        closed_at=at + timedelta(days=3) if mended else None,
        attempts=(tried,) if chance.random() < 0.5 else (),
    )


QUESTIONS: dict[str, Callable[[Ledger], object]] = {
    "what is open, and what first": lambda ledger: questions.standing(ledger, NOW),
    "what one promised to come back to": questions.returns,
    "what keeps causing it": questions.patterns,
    "whether it is me, and what helped": questions.mine,
    "debt over time": lambda ledger: keeping.debt_line(ledger, NOW),
    "the latest hundred": lambda ledger: ledger.ruptures(most=100),
    "one entry": lambda ledger: ledger.rupture(ledger.ruptures(most=1)[0].id),
}


def asked(path: Path) -> dict[str, float]:
    """Seconds to unlock and for each question, the first time that it is asked."""
    started = time.perf_counter()
    ledger = opening.unlock(path, WORDS)
    found = {"unlocking": time.perf_counter() - started}
    for name, ask in QUESTIONS.items():
        started = time.perf_counter()
        ask(ledger)
        found[name] = time.perf_counter() - started
    return found


def main() -> None:
    """The command."""
    wants = argparse.ArgumentParser()
    wants.add_argument("--entries", type=int, default=100_000)
    wants.add_argument("--write", action="store_true")
    wants.add_argument("--of", type=Path, help="ask this ledger, and print the seconds as data")
    chosen = wants.parse_args()
    if chosen.of:
        print(json.dumps(asked(chosen.of)))
        return
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "ledger.db"
        took = fill(path, chosen.entries)
        size = path.stat().st_size / 1e6
        again = [sys.executable, "-m", "benchmarks.ledger", "--of", str(path)]
        seconds = json.loads(subprocess.run(again, capture_output=True, text=True, check=True).stdout)
    rows = "".join(f"| {name} | {value:.2f} s |\n" for name, value in seconds.items())
    told = (
        f"{chosen.entries:,} entries, {size:.0f} MB, kept in {took:.0f} s; Python {platform.python_version()}, {platform.machine()}.\n\n"
        f"| question | took |\n|---|---|\n{rows}"
    )
    print(told)
    if chosen.write:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(SECTION.sub(lambda found: found[1] + told + found[2], page), encoding="utf-8")


if __name__ == "__main__":
    main()
