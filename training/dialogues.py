"""Whole dialogues with the episodes that their writers tell: how well episodes are found.

    python -m training.dialogues [--split train|calibration|test] [--labels] [--model FOLDER] [--wrong]

`--labels` walks the settled labels of the turns instead of what the coder hears: what is wrong then is wrong in the rules of the
episodes and not in the coder. An episode that is told is met by the found one whose onset lies nearest, if it lies near at all;
each is met once at most, and what is found beyond that is too much.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from reattune.coding.coder import ShippedCoder, shipped
from reattune.coding.window import windows
from reattune.core.coded import Coded, Heard, Safety
from reattune.core.episode import Episode
from reattune.core.message import Message
from reattune.core.names import Outcome, Verdict
from reattune.episodes import find_episodes
from training.data import HERE, Example, load, split_of
from training.metrics import interval

FIRST = datetime(2026, 3, 2, 9, 0)
ONSET_WITHIN, MEETS_WITHIN = 1, 4  # turns


@dataclass(frozen=True, slots=True)
class Told:
    """An episode as the writer tells it; turn numbers count from 0."""

    outcome: Outcome
    onset: int
    attempts: frozenset[int]


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A dialogue with its turns' settled labels and its episodes."""

    id: str
    messages: tuple[Message, ...]
    labels: tuple[Example, ...]
    episodes: tuple[Told, ...]


def dialogues(name: str) -> list[Dialogue]:
    """The dialogues of "train", "calibration" or "test"."""
    rows = {row.id: row for row in load()}
    found: list[Dialogue] = []
    for path in sorted((HERE / "dialogues").glob("*.jsonl")):
        if split_of(path.stem) == name:
            found += [_dialogue(json.loads(line), rows) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return found


def _dialogue(raw: dict[str, object], rows: dict[str, Example]) -> Dialogue:
    now, messages, labels = FIRST, [], []
    for turn in raw["turns"]:  # type: ignore[attr-defined]
        labels.append(rows[turn["example"]])
        now += timedelta(minutes=turn["gap_minutes"])
        messages.append(Message(turn["speaker"], labels[-1].text, now))
    told = tuple(Told(Outcome(one["outcome"]), one["onset"], frozenset(one["attempts"])) for one in raw["episodes"])  # type: ignore[attr-defined]
    return Dialogue(str(raw["id"]), tuple(messages), tuple(labels), told)


def as_coded(row: Example) -> Coded:
    """The settled labels as if a coder had heard them, each surely."""
    moves = tuple(Heard(move, 1.0) for move in sorted(row.moves))
    verdict = row.verdict if moves else Verdict.NEITHER
    return Coded(moves, verdict, 1.0, False, Safety(tuple(row.safety), 1.0) if row.safety else None)


@dataclass(frozen=True, slots=True)
class Met:
    """One dialogue, told and found."""

    dialogue: Dialogue
    found: tuple[Episode, ...]
    pairs: tuple[tuple[Told, Episode | None], ...]


def met(dialogue: Dialogue, coded: Sequence[Coded]) -> Met:
    """The found episodes beside the told ones."""
    found = find_episodes(dialogue.messages, coded)
    free, pairs = list(found), []
    for told in dialogue.episodes:
        near = [one for one in free if abs(one.onset - told.onset) <= MEETS_WITHIN]
        nearest = min(near, key=lambda one: abs(one.onset - told.onset), default=None)
        if nearest:
            free.remove(nearest)
        pairs.append((told, nearest))
    return Met(dialogue, found, tuple(pairs))


def _ratio(hits: int, of: int) -> float | None:
    return hits / of if of else None


def onset_right(rows: Sequence[Met]) -> float | None:
    """The share of told episodes whose onset was found within one turn."""
    pairs = [pair for row in rows for pair in row.pairs]
    return _ratio(sum(one is not None and abs(one.onset - told.onset) <= ONSET_WITHIN for told, one in pairs), len(pairs))


def outcome_right(rows: Sequence[Met]) -> float | None:
    """The share of told episodes whose outcome was found."""
    pairs = [pair for row in rows for pair in row.pairs]
    return _ratio(sum(one is not None and one.outcome is told.outcome for told, one in pairs), len(pairs))


def found_told(rows: Sequence[Met]) -> float | None:
    """The share of found episodes that were told."""
    return _ratio(sum(one is not None for row in rows for _, one in row.pairs), sum(len(row.found) for row in rows))


def calm_left_alone(rows: Sequence[Met]) -> float | None:
    """The share of calm dialogues in which no episode was found."""
    calm = [row for row in rows if not row.dialogue.episodes]
    return _ratio(sum(not row.found for row in calm), len(calm))


def _attempts(row: Met) -> tuple[frozenset[int], frozenset[int]]:
    told = frozenset(turn for one in row.dialogue.episodes for turn in one.attempts)
    return told, frozenset(turn for one in row.found for attempt in one.attempts for turn in attempt.messages)


def attempts_recall(rows: Sequence[Met]) -> float | None:
    """The share of told attempts that were found."""
    both = [_attempts(row) for row in rows]
    return _ratio(sum(len(told & found) for told, found in both), sum(len(told) for told, _ in both))


def attempts_precision(rows: Sequence[Met]) -> float | None:
    """The share of found attempts that were told."""
    both = [_attempts(row) for row in rows]
    return _ratio(sum(len(told & found) for told, found in both), sum(len(found) for _, found in both))


MEASURES: dict[str, Callable[[Sequence[Met]], float | None]] = {
    "onset within one turn": onset_right,
    "outcome right": outcome_right,
    "found episodes that are ones": found_told,
    "attempts found": attempts_recall,
    "found attempts that are ones": attempts_precision,
    "calm dialogues left alone": calm_left_alone,
}


def scored(name: str, coder: ShippedCoder | None) -> list[Met]:
    """Every dialogue of a division, walked with what the coder hears, or with the labels where there is none."""
    return [met(one, coder.code(windows(one.messages)) if coder else [as_coded(row) for row in one.labels]) for one in dialogues(name)]


def show(rows: Sequence[Met]) -> None:
    """Print the figures, and outcome against outcome."""
    for says, measure in MEASURES.items():
        value, bounds = measure(rows), interval(rows, measure)
        print(f"  {says:<30} {'undefined' if value is None or bounds is None else f'{value:.2f} ({bounds[0]:.2f} to {bounds[1]:.2f})'}")
    pairs = [pair for row in rows for pair in row.pairs]
    for outcome in Outcome:
        got = [one.outcome.value if one else "none" for told, one in pairs if told.outcome is outcome]
        print(f"  {outcome:<14} n={len(got):<4}", {name: got.count(name) for name in sorted(set(got))})


def main() -> None:
    """The command."""
    wants = argparse.ArgumentParser()
    wants.add_argument("--split", default="calibration", choices=("train", "calibration", "test"))
    wants.add_argument("--labels", action="store_true", help="walk the labels, not what the coder hears")
    wants.add_argument("--model", type=Path)
    wants.add_argument("--wrong", action="store_true", help="name what went wrong")
    chosen = wants.parse_args()
    coder = None if chosen.labels else ShippedCoder(chosen.model) if chosen.model else shipped()
    rows = scored(chosen.split, coder)
    print(f"{len(rows)} dialogues of {chosen.split}, {'by their labels' if chosen.labels else 'as the coder hears them'}")
    show(rows)
    for row in rows if chosen.wrong else ():
        for told, one in row.pairs:
            if one is None or one.outcome is not told.outcome or abs(one.onset - told.onset) > ONSET_WITHIN:
                found = f"{one.outcome} from {one.onset}" if one else "none"
                print(f"{row.dialogue.id}: told {told.outcome} from {told.onset}, found {found}")


if __name__ == "__main__":
    main()
