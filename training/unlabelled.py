"""Talk that nobody labelled, for the small encoder to learn from what its teacher makes of it.

The context messages of the training voices, each with what stood before it; and, where the public auxiliary sets are present, short
comments of GoEmotions that speak to somebody (Demszky et al. 2020, Apache-2.0), some turns of CaSiNo (Chawla et al. 2021, CC BY 4.0)
and lines from threads on GitHub, heated and calm (Ehsani et al. 2024, MIT). Their own labels are not used.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence

from reattune.core.names import Verdict
from training.auxiliary import DATA
from training.data import Example

SHORTEST, LONGEST = 3, 40  # words
ADDRESSED = re.compile(r"\b(you|your|you're|u|ur|sorry|we)\b", re.IGNORECASE)  # of comments, those that speak to somebody
CALM_TURNS = 4  # of negotiations, one turn in so many


def unlabelled(rows: Sequence[Example], public: bool) -> list[Example]:
    """Every distinct unlabelled text once; `rows` are the labelled ones that train, `public` says whether the public sets may be read."""
    labelled = {row.text for row in rows}
    found = {row.text: row for row in [*_contexts(rows), *(_public() if public else ())] if row.text not in labelled}
    return list(found.values())


def _plain(name: str, text: str, context: tuple[tuple[bool, str, float | None], ...] = ()) -> Example:
    return Example(name, "unlabelled", name, text, context, frozenset(), frozenset(), Verdict.NEITHER, frozenset(), 0.0)


def _contexts(rows: Sequence[Example]) -> Iterator[Example]:
    for row in rows:
        for place, (speaker, text, _) in enumerate(row.context):
            before = tuple((said == speaker, words, gap) for said, words, gap in row.context[:place])
            yield _plain(f"{row.id}-before-{place}", text, before)


def _public() -> Iterator[Example]:
    if not DATA.is_dir():
        return
    for line in (DATA / "goemotions" / "train.tsv").read_text(encoding="utf-8").splitlines():
        text, _, name = line.split("\t")
        if len(text.split()) >= SHORTEST and ADDRESSED.search(text):
            yield _plain(f"goemotions-{name}", text.replace("[NAME]", "Sam").replace("[RELIGION]", "church"))
    for dialogue in json.loads((DATA / "casino" / "casino_train.json").read_text(encoding="utf-8")):
        for place, turn in enumerate(dialogue["chat_logs"]):
            if place % CALM_TURNS == 0 and not turn["task_data"] and len(turn["text"].split()) >= SHORTEST:
                yield _plain(f"casino-{dialogue['dialogue_id']}-{place}", turn["text"])
    with (DATA / "github_incivility" / "comments.csv").open(encoding="utf-8", newline="") as file:
        for comment in csv.DictReader(file):
            for place, text in enumerate(_lines(comment["comment_body"])):
                yield _plain(f"github-{comment['comment_id']}-{place}", text)


def _lines(text: str) -> list[str]:
    """The lines of a comment that are talk: no quotes, code, headings or lists, neither bare nor long."""
    lines = [line.strip() for line in text.splitlines() if not line.lstrip().startswith((">", "`", "#", "-", "*", "|", "<"))]
    return [line for line in lines if SHORTEST <= len(line.split()) <= LONGEST]
