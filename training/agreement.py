"""How far the two readers of the examples agree: Krippendorff's alpha for each move, the verdict and the safety signal.

    python -m training.agreement [--write]

The first reader is the writer of an example, the second saw no label (`data.py`). Alpha is 1 where they always agree and 0 where they
agree as often as chance would have it (Krippendorff, Content Analysis; here for two readers, nominal codes and no gaps). Intervals are
bootstrapped over scenarios, since messages of one scenario are not independent. `--write` writes `training/AGREEMENT.md`.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path

from reattune.core.names import Move
from training.data import Example, Reading, first_reading, second_reading, third_reading
from training.metrics import interval

PAGE = Path(__file__).parent / "AGREEMENT.md"
RESAMPLES = 300
Pair = tuple[Example | Reading, Reading]
Code = Callable[[Example | Reading], Hashable]


def alpha(codes: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Krippendorff's alpha of pairs of nominal codes; None where only one code was ever given."""
    totals = Counter(code for pair in codes for code in pair)
    count = sum(totals.values())
    expected = count * count - sum(times * times for times in totals.values())
    if not expected:
        return None
    observed = sum(first != second for first, second in codes) * 2
    return 1.0 - (count - 1) * observed / expected


def of_scenarios(groups: Sequence[Sequence[tuple[Hashable, Hashable]]]) -> float | None:
    """Alpha of the pairs of codes of whole scenarios."""
    return alpha([pair for group in groups for pair in group])


def _hears(move: Move) -> Code:
    return lambda reading: move in reading.moves


CODES: dict[str, Code] = {move.value: _hears(move) for move in Move} | {
    "any move at all": lambda reading: bool(reading.moves),
    "verdict": lambda reading: reading.verdict,
    "safety signal": lambda reading: bool(reading.safety),
}


def writers_and_readers() -> list[list[Pair]]:
    """Every message as its writer and as the second reader coded it, by scenario."""
    second = second_reading()
    by_scenario: dict[str, list[Pair]] = {}
    for row in first_reading():
        if row.id in second:
            by_scenario.setdefault(row.scenario, []).append((row, second[row.id]))
    return list(by_scenario.values())


def blind_readers() -> list[list[Pair]]:
    """The sample as the second and the third reader coded it, neither of whom saw a label, by scenario."""
    second, third = second_reading(), third_reading()
    by_scenario: dict[str, list[Pair]] = {}
    for row in first_reading():
        if row.id in third:
            by_scenario.setdefault(row.scenario, []).append((second[row.id], third[row.id]))
    return list(by_scenario.values())


def table(groups: Sequence[Sequence[Pair]], one: str, other: str) -> str:
    """The table in Markdown."""
    lines = [f"{sum(map(len, groups)):,} messages in {len(groups):,} scenarios.", ""]
    lines += [f"| | {one} | {other} | both | alpha |", "|---|---|---|---|---|"]
    for name, code in CODES.items():
        by_group = [[(code(a), code(b)) for a, b in group] for group in groups]
        codes = [pair for group in by_group for pair in group]
        low, high = interval(by_group, of_scenarios, RESAMPLES) or (float("nan"), float("nan"))
        counts = (
            ("", "", f"{sum(a == b for a, b in codes):,}")
            if name == "verdict"
            else (f"{sum(bool(a) for a, _ in codes):,}", f"{sum(bool(b) for _, b in codes):,}", f"{sum(bool(a and b) for a, b in codes):,}")
        )
        lines.append(f"| {name} | {' | '.join(counts)} | {alpha(codes):.2f} ({low:.2f} to {high:.2f}) |")
    return "\n".join(lines)


ABOUT = """# How far two readers agree

<!-- Written by `python -m training.agreement --write`. -->

Each example was labelled by its writer, and coded a second time by a reader who saw no label, from the codebook and the guidelines
alone. Both readings were made with the help of a language model of the same kind, so they share habits: read these figures as how
clear the codebook is to such a reader, and as an upper bound of what people would agree on. A move that both hear counts as there;
one that only one of them hears is doubtful, and counts neither for nor against in training or in judging. Acknowledgement and
impact were defined more sharply on the way and coded once more where they had been heard before (`recoded.jsonl`); the figures here
are of the two first readings. For the verdict, "both" counts the messages on which it is the same.

"""
SAMPLE = """
## Two readers who saw no label

A sample with at least twenty of the writers' positives of each move, and 160 messages in which they heard none, was coded by a
third reader, blind like the second (`third_reading.jsonl`). Where the two differ, it was settled in writing (`settled.jsonl`, each
with its reason), and so it counts in training and in judging.

"""


def main() -> None:
    """The command."""
    wants = argparse.ArgumentParser()
    wants.add_argument("--write", action="store_true", help="write training/AGREEMENT.md")
    chosen = wants.parse_args()
    made = f"{ABOUT}{table(writers_and_readers(), 'writer', 'second')}\n{SAMPLE}{table(blind_readers(), 'second', 'third')}\n"
    print(made)
    if chosen.write:
        PAGE.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
