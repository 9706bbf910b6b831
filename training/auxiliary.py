"""Calm talk by strangers, as further examples of nothing, to train on; and some that is held back, to count false alarms in.

Two public sets are read from a folder beside the project where they are present (neither is copied into it): campsite
negotiations (CaSiNo, Chawla et al. 2021, CC BY 4.0) in their running context, and short comments that every rater of
GoEmotions (Demszky et al. 2020, Apache-2.0) called neutral. They teach the coder to leave ordinary talk alone. They weigh less than the
project's own examples, since nobody read them for the codebook's moves.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

from reattune.core.names import Verdict
from training.data import Example

DATA = Path(__file__).parents[2] / "shared" / "data"
CALM_WEIGHT, COMMENT_WEIGHT = 0.6, 0.35
CALM_ROWS, COMMENT_ROWS = 400, 500
NEUTRAL = "27"
HELD_BACK = ("valid", "test")  # parts of the negotiations


def calm_talk(seed: int) -> list[Example]:
    """The auxiliary rows, drawn by the seed; none, with a word on it, where the sets are absent."""
    if not DATA.is_dir():
        print("the public auxiliary sets are absent: training on the project's own examples alone")
        return []
    chance = random.Random(seed)
    negotiations, comments = list(_negotiations("train")), list(_comments())
    return chance.sample(negotiations, min(CALM_ROWS, len(negotiations))) + chance.sample(comments, min(COMMENT_ROWS, len(comments)))


def held_back_talk() -> list[Example]:
    """The negotiations that nothing was trained on, turn by turn in their context; none where the set is absent."""
    return [row for part in HELD_BACK if _of(part).is_file() for row in _negotiations(part)]


def _nothing(name: str, text: str, context: tuple[tuple[bool, str, float | None], ...], weight: float) -> Example:
    return Example(name, name.split("-")[0], name, text, context, frozenset(), frozenset(), Verdict.NEITHER, frozenset(), weight)


def _of(part: str) -> Path:
    return DATA / "casino" / f"casino_{part}.json"


def _negotiations(part: str) -> Iterator[Example]:
    for dialogue in json.loads(_of(part).read_text(encoding="utf-8")):
        said = [(turn["id"], turn["text"]) for turn in dialogue["chat_logs"] if not turn["task_data"]]
        for place, (who, text) in enumerate(said):
            context = tuple((speaker == who, words, None) for speaker, words in said[max(place - 3, 0) : place])
            yield _nothing(f"casino-{dialogue['dialogue_id']}-{place}", text, context, CALM_WEIGHT)


def _comments() -> Iterator[Example]:
    for line in (DATA / "goemotions" / "train.tsv").read_text(encoding="utf-8").splitlines():
        text, labels, name = line.split("\t")
        if labels == NEUTRAL and len(text.split()) <= 16:
            yield _nothing(f"goemotions-{name}", text.replace("[NAME]", "Sam").replace("[RELIGION]", "church"), (), COMMENT_WEIGHT)
