"""What the examples are: how many, how long, in which words, by how many voices, and whether any stands on both sides of the division.

    python -m training.corpus [--write]

`--write` writes `training/CORPUS.md`.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from reattune.core.names import Move, Verdict
from training.data import HERE, Example, first_reading, load, split_of

PAGE = HERE / "CORPUS.md"
LENGTHS = ((1, 3), (4, 8), (9, 16), (17, 40), (41, 100), (101, 300))
OPENING = 3  # words
SHINGLE = 4  # words
ALIKE = 0.6
SHORTEST = 6  # words; shorter ones are everybody's


def words(text: str) -> list[str]:
    """The words of a text, in small letters."""
    return re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))


def openings(rows: Sequence[Example]) -> Counter[str]:
    """How often each opening of three words stands."""
    return Counter(" ".join(said[:OPENING]) for row in rows if len(said := words(row.text)) >= OPENING)


def _shingles(text: str) -> frozenset[str]:
    said = words(text)
    return frozenset(" ".join(said[at : at + SHINGLE]) for at in range(len(said) - SHINGLE + 1)) if len(said) >= SHORTEST else frozenset()


def twins(rows: Sequence[Example]) -> list[tuple[str, str]]:
    """Ids of near copies that stand in different divisions: most of their runs of four words stand in both."""
    where: dict[str, list[int]] = defaultdict(list)
    sets = [_shingles(row.text) for row in rows]
    found = []
    for place, row in enumerate(rows):
        shared = Counter(other for one in sets[place] for other in where[one])
        for other, times in shared.items():
            if times >= ALIKE * len(sets[place] | sets[other]) and split_of(row.voice) != split_of(rows[other].voice):
                found.append((rows[other].id, row.id))
        for one in sets[place]:
            where[one].append(place)
    return found


def _pairs() -> int:
    """How many sets of minimal pairs the writers marked."""
    marked = set()
    for path in sorted((HERE / "examples").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row.get("pair"):
                marked.add((row["voice"], row["pair"]))
    return len(marked)


def page() -> str:
    """The page in Markdown."""
    first, rows = first_reading(), load()
    lengths = [len(row.text.split()) for row in rows]
    spoken = Counter(word for row in rows for word in words(row.text))
    begun = openings(rows)
    parts = defaultdict(list)
    for row in rows:
        parts[split_of(row.voice)].append(row)
    names = ("train", "calibration", "test")
    largest, most = Counter(row.voice for row in rows).most_common(1)[0]
    lines = [
        "# The examples",
        "",
        "<!-- Written by `python -m training.corpus --write`. -->",
        "",
        f"{len(rows):,} messages by {len({row.voice for row in rows})} voices in {len({row.scenario for row in rows}):,} scenarios; the largest voice, "
        f"{largest}, has {most / len(rows):.1%}. {sum(bool(row.context) for row in rows) / len(rows):.0%} stand in a context. Their writers marked {_pairs():,} sets",
        f"of minimal pairs, in which a word or a clause turns what is heard. {sum(not row.moves for row in first) / len(rows):.0%} carry no move by their writers, "
        f"{sum(not row.moves and not row.maybe for row in rows) / len(rows):.0%} none that either reader heard or doubted.",
        "",
        "| | " + " | ".join(names) + " |",
        "|---|---|---|---|",
        "| messages | " + " | ".join(f"{len(parts[name]):,}" for name in names) + " |",
        "| voices | " + " | ".join(str(len({row.voice for row in parts[name]})) for name in names) + " |",
        "| with the safety signal | " + " | ".join(str(sum(bool(row.safety) for row in parts[name])) for name in names) + " |",
        *(
            f"| verdict {verdict} | " + " | ".join(f"{sum(row.verdict is verdict for row in parts[name]):,}" for name in names) + " |"
            for verdict in Verdict
        ),
        *(f"| {move} | " + " | ".join(str(sum(move in row.moves for row in parts[name])) for name in names) + " |" for move in Move),
        "",
        "Moves are counted where both readers heard them.",
        "",
        "| words | messages |",
        "|---|---|",
        *(f"| {low} to {high} | {sum(low <= length <= high for length in lengths) / len(lengths):.1%} |" for low, high in LENGTHS),
        "",
        f"{len(spoken):,} different words; {sum(times == 1 for times in spoken.values()):,} of them stand once. The commonest openings of three words: "
        + "; ".join(f"“{said}” {times / len(rows):.2%}" for said, times in begun.most_common(8))
        + ".",
        "",
        f"Near copies in different divisions: {len(twins(rows))}.",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """The command."""
    wants = argparse.ArgumentParser()
    wants.add_argument("--write", action="store_true", help="write training/CORPUS.md")
    chosen = wants.parse_args()
    made = page()
    print(made)
    if chosen.write:
        PAGE.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
