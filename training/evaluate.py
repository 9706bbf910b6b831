"""How well the shipped coder hears: the project's own held-back voices with the baselines, and the external set.

    python -m training.evaluate [--split calibration|test] [--external] [--model FOLDER]

The external set is other people's and is no part of the project: it is scored seldom, the figures of each scoring are kept in
`training/external_log.jsonl`, and nothing is ever chosen by it. Where it is absent that is said. Dialogues are scored, too: outcomes of
episodes. False alarms are also counted in calm public talk that nothing was trained on, and comments of strangers scored that two
readers coded, where there are any.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from reattune.codebook.grading import grade
from reattune.coding.coder import ShippedCoder, shipped
from reattune.coding.window import windows
from reattune.core.coded import Coded, Turn
from reattune.core.message import Message
from reattune.core.names import Move, Outcome, Verdict
from reattune.episodes import find_episodes
from training import evaluation
from training.auxiliary import PARTS, held_back_talk, read_talk
from training.baselines import nearest_neighbour, word_list
from training.data import Example, load, split
from training.metrics import MEASURES, Judged, interval, judged, move_f1
from training.model_card import PATH, alarms, calm_part, card, comments_part, external_part
from training.train import SHIPPED

ROOT = Path(__file__).parents[1]
EXTERNAL = ROOT.parent / "shared" / "eval"
LOG = ROOT / "training" / "external_log.jsonl"
OUTCOMES = {
    "repaired": {Outcome.REPAIRED},
    "refused": {Outcome.REFUSED},
    "unresolved": {Outcome.OPEN, Outcome.PAPERED_OVER},
    "second_rupture": {Outcome.OPEN},
}


def told(name: str, rows: Sequence[Judged], resamples: int = 1000) -> dict[str, float | None]:
    """Print the figures of one coder; give them back."""
    print(f"\n{name} ({len(rows)} messages)")
    found: dict[str, float | None] = {}
    for says, measure in MEASURES.items():
        value, bounds = measure(rows), interval(rows, measure, resamples)
        found[says] = value
        doubt = f"{bounds[0]:.3f} to {bounds[1]:.3f}" if bounds else ""
        print(f"  {says:<34} {'undefined' if value is None else f'{value:.3f}'}  {doubt}")
    return found


def by_move(rows: Sequence[Judged]) -> None:
    """Print F1 move by move."""
    for move in Move:
        score, positives = move_f1(rows, move), sum(move in row.sure for row in rows)
        print(f"  {move:<20} {'too few' if score is None else f'{score:.2f}':>7}  n={positives}")


def coded_by(coder: ShippedCoder, rows: Sequence[Example]) -> list[Coded]:
    """What the coder hears in examples."""
    return coder.code([Turn(row.text, row.context) for row in rows], scores=True)


def own(coder: ShippedCoder, which: str) -> tuple[dict[str, list[Judged]], float, str, str]:
    """The project's own held-back voices: the coder and its baselines, how often verdict and table agree, the page, its diagram."""
    examples = load()
    rows = split(examples, which)
    coded = coded_by(coder, rows)
    found = {
        "the coder": judged(rows, coded),
        "a word list": judged(rows, word_list(rows)),
        "the nearest neighbour": judged(rows, nearest_neighbour(split(examples, "train"), split(examples, "calibration"), rows)),
    }
    for name, one in found.items():
        told(f"own {which} voices: {name}", one, 300)
    by_move(found["the coder"])
    agrees = sum(_graded(one, row) is one.verdict for one, row in zip(coded, rows, strict=True)) / len(coded)
    print(f"  the trained verdict agrees with the table on {agrees:.3f}")
    page = evaluation.page(coder, which, rows, found["the coder"], coded, agrees)
    return found, agrees, page, evaluation.reliability(rows, coded)


def _graded(coded: Coded, row: Example) -> Verdict:
    return grade(coded.names(), answers_a_rupture=bool(row.context))


def calm(coder: ShippedCoder, runs: int) -> list[Coded]:
    """What is heard in calm talk of strangers that nothing was trained on, where that public set is present.

    A model that comes from several runs may have learned from turns that only the last of them held back.
    """
    heard = coded_by(coder, held_back_talk(PARTS if runs == 1 else PARTS[1:]))
    print(f"\ncalm talk of strangers: {alarms(heard)}" if heard else "\ncalm talk of strangers was not scored: the public set is absent")
    return heard


def strangers(coder: ShippedCoder) -> list[Judged]:
    """Comments of strangers that two blind readers coded and nothing was trained on or chosen by, where that public set is present."""
    rows = read_talk("test")
    if not rows:
        print("\ncomments of strangers were not scored: the public set is absent")
        return []
    found = judged(rows, coded_by(coder, rows))
    told("comments of strangers", found, 300)
    by_move(found)
    return found


def external(coder: ShippedCoder) -> None:
    """The external validation set, where it is present; logged."""
    path = EXTERNAL / "utterances_dev.jsonl"
    if not path.exists():
        print("\nthe external validation set is absent: only the project's own voices were scored")
        return
    raw = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    coded = coder.code([Turn(row["text"]) for row in raw], scores=True)
    rows = [
        Judged(frozenset(map(Move, row["sure"])), frozenset(map(Move, row["maybe"])), _scored(row["verdict"]), row["neutral"], None, one)
        for row, one in zip(raw, coded, strict=True)
    ]
    found = told(f"external utterances, the coder {coder.id}", rows)
    by_move(rows)
    right, total = dialogues(coder)
    print(f"  outcomes of dialogues right: {right} of {total}")
    with LOG.open("a", encoding="utf-8") as log:
        log.write(json.dumps({"when": datetime.now(UTC).isoformat(), "coder": coder.id, "dialogues": [right, total]} | found) + "\n")


def _scored(verdict: str | None) -> Verdict | None:
    return Verdict(verdict) if verdict in {"repair", "second_rupture"} else None


def dialogues(coder: ShippedCoder) -> tuple[int, int]:
    """How many external dialogues got the outcome that their source gives them."""
    raw = [json.loads(line) for line in (EXTERNAL / "dialogues_dev.jsonl").read_text(encoding="utf-8").splitlines() if line.strip()]
    right = 0
    for row in raw:
        messages = [Message(turn["speaker"], turn["text"]) for turn in row["turns"]]
        episodes = find_episodes(messages, coder.code(windows(messages)))
        right += bool(episodes) and episodes[-1].outcome in OUTCOMES[row["outcome"]]
    return right, len(raw)


def main() -> None:
    """The command."""
    wants = argparse.ArgumentParser()
    wants.add_argument("--split", default="test", choices=("calibration", "test"))
    wants.add_argument("--external", action="store_true", help="score the external set, too (seldom: each scoring is logged)")
    wants.add_argument("--model", type=Path, help="another model than the shipped one")
    wants.add_argument("--card", action="store_true", help="write the model card and docs/evaluation.md of the shipped model")
    chosen = wants.parse_args()
    if chosen.card and (chosen.model or chosen.split != "test"):
        wants.error("--card tells of the shipped model on the test voices: leave out --model and --split")
    coder = ShippedCoder(chosen.model) if chosen.model else shipped()
    found, agrees, page, diagram = own(coder, chosen.split)
    made = json.loads(((chosen.model or SHIPPED) / "card.json").read_text(encoding="utf-8"))["made"]
    bargains, comments = calm(coder, made.get("runs", 1)), strangers(coder)
    if chosen.external:
        external(coder)
    if chosen.card:
        PATH.write_text(
            card(made, coder.id, found, agrees, [*calm_part(bargains), *comments_part(comments), *external_part(LOG, coder.id)]),
            encoding="utf-8",
        )
        evaluation.PATH.write_text(page, encoding="utf-8")
        evaluation.PLOT.write_text(diagram, encoding="utf-8")
        print(f"written: {PATH.relative_to(ROOT)}, {evaluation.PATH.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
