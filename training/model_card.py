"""The model card, written from what was measured in the same run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from reattune.core.coded import Coded
from reattune.core.names import DEFENCE, RUPTURE, Move, Verdict
from training.evaluation import share
from training.metrics import MEASURES, Judged, interval, move_f1

PATH = Path(__file__).parents[1] / "src" / "reattune" / "coding" / "MODEL_CARD.md"
Found = Mapping[str, Sequence[Judged]]

HEAD = """# Model card: the coder of reattune

<!-- Written by `make evaluate`; the sentences stand in training/model_card.py. -->

**What it is.** A small English text encoder with a head that sees up to three earlier messages, quantised to eight bits. It hears 26 moves of
the [codebook](../../../docs/codebook.md), a verdict on a draft, and a safety signal. It runs on the machine it is installed on and never touches
the network.

**What it is for.** To help a person see where a conversation broke and how it mended, and to check a draft before it is sent. **What it is not
for:** judging a person or a relationship, deciding anything about anybody, evidence in a dispute, spotting abuse (the safety signal misses
cases; its silence says nothing), or reading people without their knowledge.

**Where it comes from.** Fine-tuned from all-MiniLM-L6-v2 (22.7 million weights, Apache-2.0) on messages written by hand for this project
(`training/examples`, by `training/GUIDELINES.md`), in many voices and mostly ordinary talk. They were written with the help of a language model
under these guidelines, labelled by their writers and coded once more by blind readers; nobody's real messages are among them. As further examples of nothing, calm talk from two
public sets may be used where they are present (CaSiNo, CC BY 4.0, Chawla et al. 2021; GoEmotions, Apache-2.0, Demszky et al. 2020); and comments of
GoEmotions and of GitHub threads (Ehsani et al. 2024, MIT), which two blind readers coded for this project (`training/public_readings.jsonl`, without
their words; how many were learned from stands in the table below): other people's words, so each counts three times.

**How it was trained.** {runs} A teacher, all-mpnet-base-v2 (110 million weights, Apache-2.0), was fine-tuned on the
examples; it does not ship. The small encoder learned from the labels and from what the teacher made of the same messages, its judgement (set right by the labels, as the table below tells) and its
vectors, and of talk that nobody labelled (messages before the examples; parts of messages, messages put together from two, and messages in which some
words stand for near ones; and, where they are present, comments of GoEmotions, turns of CaSiNo, and GitHub threads of Ehsani et al. 2024, MIT), with
texts now and then otherwise written: typos, no capitals or stops. What is kept is the running mean of its weights. Some of what was learned comes from
shorter trainings on what stands without context (`polish`).

**How it was judged.** On voices that were held back whole: no test voice, and no scenario of one, was seen in training or in choosing thresholds.
Thresholds were chosen on other held-back voices, through the quantised model; of the safety signal two, a higher one for reading a record, where one false
alarm sets an episode aside, and a lower one where somebody asks about a draft or an answer, which is what the table tells: there a miss costs more than an alarm that can
be taken back at once, so it is the highest at which 96 in 100 signals are heard, as long as at most 1 in 100 messages without one raises an alarm. Everything below was measured after quantising. A repair heard as partial
counts as right, except strictly. After a message that broke or hurt, and beside another move that is heard, less is asked for before a move counts as
heard (`thresholds_amid`, `thresholds_beside`).

**Who is spoken of** does not count: the coder is shown one person for every listed name and for every listed word that tells a woman from a man.
"""
TAIL = """
## Where it fails

* It knows English only, and hears British, American, Irish, Indian and Australian English better than others.
* Irony, old jokes between two people, and quiet hurts are often misread. What a voice or a face would tell, it cannot know.
* What strangers throw at each other is heard far less well than talk between two who know each other (above, where it was scored).
* Rare moves have few test cases, so their figures are rough: read the interval, not the number.
* Labels are settled between two readings, of which the second was blind (`training/AGREEMENT.md`). Both were made with the help of a language
  model of one kind, so habits that they share stay in.
* The safety signal hears some of what is there. It is a reason to point to help, never a reason to feel safe.
"""


ONE_RUN = "By `make train`, from one seed; where the table below names a teacher of a run before, that part was not done anew."
SEVERAL = """In {runs} runs, each going on from the one before, some of them short and on a part of the examples, so that a single
`make train` gives another model than this one."""


def card(made: Mapping[str, object], coder: str, judged: Found, agrees: float, further: Sequence[str]) -> str:
    """The whole card. `judged` holds the coder first, then the baselines; `further` are parts that stand after them."""
    rows = "".join(f"| {name} | {', '.join(map(str, value)) if isinstance(value, list) else value} |\n" for name, value in made.items())
    runs = int(str(made.get("runs", 1)))
    head = HEAD.replace("{runs}", SEVERAL.format(runs=runs) if runs > 1 else ONE_RUN)
    return (
        f"{head}\n| | |\n|---|---|\n| id | `{coder}` |\n{rows}\n## Held-back voices\n\n{_table(judged)}\n"
        f"The trained verdict agrees with the codebook's table on {agrees:.0%} of them.\n\n"
        f"| move | F1 | positives |\n|---|---|---|\n{_moves(next(iter(judged.values())))}\n{''.join(further)}{TAIL}"
    )


def _table(judged: Found) -> str:
    head = "| | " + " | ".join(f"{name} (n={len(rows)})" for name, rows in judged.items()) + " |\n|---|" + "---|" * len(judged) + "\n"
    return head + "".join(f"| {says} | " + " | ".join(_cell(rows, says) for rows in judged.values()) + " |\n" for says in MEASURES)


def _cell(rows: Sequence[Judged], says: str) -> str:
    value, bounds = MEASURES[says](rows), interval(rows, MEASURES[says], 300)
    return "undefined" if value is None or bounds is None else f"{value:.2f} ({bounds[0]:.2f} to {bounds[1]:.2f})"


def _moves(rows: Sequence[Judged]) -> str:
    def line(move: Move) -> str:
        score = move_f1(rows, move)
        return f"| {move} | {'too few' if score is None else f'{score:.2f}'} | {sum(move in row.sure for row in rows)} |\n"

    return "".join(map(line, Move))


def alarms(heard: Sequence[Coded]) -> str:
    """How often something was heard in calm talk."""
    broken = [one.has(RUPTURE | DEFENCE) for one in heard]
    tried = [one.verdict is not Verdict.NEITHER for one in heard]
    signals = [one.safety is not None for one in heard]
    return f"A rupture or a defence was heard in {share(broken)}; a verdict other than `neither` in {share(tried)}; the safety signal in {share(signals)}."


def calm_part(heard: Sequence[Coded]) -> list[str]:
    """What was heard in calm talk of strangers, where it was scored; it cannot be reproduced from a clone."""
    told = (
        "Strangers bargain over firewood and water (CaSiNo, the parts that nothing was trained on). Nobody read these turns by the codebook, so a "
        "few alarms may be right. The set is public and no part of the project."
    )
    return [f"\n## Calm talk of strangers\n\n{told} {alarms(heard)}\n"] if heard else []


def comments_part(found: Sequence[Judged]) -> list[str]:
    """How strangers' comments were heard, where they were scored; it cannot be reproduced from a clone without the public set."""
    told = (
        "Comments that speak to somebody, of the test part of GoEmotions: other people's words, coded by two blind readers from their words alone, without "
        "the thread they stand in (`training/public_readings.jsonl`); a move that only one of them heard or doubted is not scored. Nothing was trained on "
        "them or chosen by them. The set is public and no part of the project."
    )
    return (
        [
            f"\n## Comments of strangers\n\n{told}\n\n{_table({'the coder': found})}\n| move | F1 | positives |\n|---|---|---|\n{_moves(found)}"
        ]
        if found
        else []
    )


def external_part(log: Path, coder: str) -> list[str]:
    """What the external set said of this very coder, where it was scored; it cannot be reproduced from a clone."""
    if not log.exists():
        return []
    entries = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    own = [entry for entry in entries if entry["coder"] == coder]
    if not own:
        return []
    times = sum(entry.get("scorings", 1) for entry in entries)  # the first line stands for many
    says = "".join(f"| {name} | {own[-1][name]:.2f} |\n" for name in MEASURES if own[-1].get(name) is not None)
    return [
        "\n## External validation\n\nMessages that other people wrote and labelled, mapped to the codebook; never trained on and never chosen by. These "
        f"figures cannot be reproduced from a clone. The set was scored {times} times in all.\n\n| | |\n|---|---|\n{says}"
        f"\nOutcomes of short dialogues: {own[-1]['dialogues'][0]} of {own[-1]['dialogues'][1]} right.\n"
    ]
