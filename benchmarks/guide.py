"""How well and how fast the guide is searched: recall at three on the queries of the tests, what is missed, and the time of one search.

    python -m benchmarks.guide [--write]

`--write` puts the figures into docs/guide.md. The held-back queries were written by somebody who had read neither the entries nor the other
queries; the search was chosen on the open ones.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import statistics
import time
from pathlib import Path

from reattune.app import finding
from reattune.coding.coder import shipped as coder
from reattune.coding.meaning import shipped
from reattune.guide import load, search
from reattune.guide.near import Near

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "guide.md"
QUERIES = ROOT / "tests" / "guide" / "queries.jsonl"
SECTION = re.compile(r"(<!-- measured -->\n).*?(<!-- /measured -->)", re.DOTALL)
AMONG, TIMES = 3, 5


def main() -> None:
    """Measure, and print or write."""
    wants = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wants.add_argument("--write", action="store_true")
    told = measured()
    print(told)
    if wants.parse_args().write:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(SECTION.sub(lambda found: f"{found[1]}{told}\n{found[2]}", page), encoding="utf-8")


def measured() -> str:
    """The figures as a page tells them."""
    entries = load().entries
    began = time.perf_counter()
    near = Near(entries, shipped().vectors)
    made = time.perf_counter() - began
    queries = [json.loads(line) for line in QUERIES.read_text(encoding="utf-8").splitlines()]
    lines = [
        f"{len(entries)} entries.",
        "",
        "| queries | how many | answered among the first three | by exact words alone | as shown, the safety signal heeded |",
        "|---|---|---|---|---|",
    ]
    missed = []
    for half in ("open", "held"):
        some = [one for one in queries if one["half"] == half]
        found = [{entry.id for entry in near.search(one["query"])[:AMONG]} & set(one["expected"]) for one in some]
        exact = [{entry.id for entry in search(entries, one["query"])[:AMONG]} & set(one["expected"]) for one in some]
        shown = [_first_seen(one["query"]) & set(one["expected"]) for one in some]
        lines.append(f"| {half} | {len(some)} | {_share(found)} | {_share(exact)} | {_share(shown)} |")
        missed += [(half, one) for one, right in zip(some, found, strict=True) if not right]
    lines += ["", "Missed:", ""] if missed else []
    lines += [
        f"- ({half}) “{one['query']}”, where {' or '.join(f'`{name}`' for name in one['expected'])} was looked for" for half, one in missed
    ]
    took = []
    for one in queries * TIMES:
        began = time.perf_counter()
        near.search(one["query"])
        took.append((time.perf_counter() - began) * 1000)
    late = statistics.quantiles(took, n=20)[-1]
    lines += [
        "",
        f"One search takes {statistics.median(took):.1f} ms (median), {late:.1f} ms (95th); reading all entries once takes {made:.2f} s.",
    ]
    return "\n".join([*lines, f"Measured with `make bench-guide` on {platform.machine()}, Python {platform.python_version()}."])


def _first_seen(query: str) -> set[str]:
    """The entries that somebody sees first: where danger is heard, what is about it and three of what stands below, unless folded."""
    shown = finding.show(load(), finding.ask(query, frozenset(), coder()))
    first, rest = (shown.found, () if shown.folded else shown.perhaps) if shown.turn else ((), shown.found)
    return {one.id for one in (*first, *rest[:AMONG])}


def _share(found: list[set[str]]) -> str:
    right = sum(map(bool, found))
    return f"{right} ({right / len(found):.0%})"


if __name__ == "__main__":
    main()
