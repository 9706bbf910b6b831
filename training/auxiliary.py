"""Public talk by strangers: to train on, and some that is held back, to count false alarms in.

Three public sets are read from a folder beside the project where they are present (none is copied into it). Calm talk, as further
examples of nothing: campsite negotiations (CaSiNo, Chawla et al. 2021, CC BY 4.0) in their running context, and short comments that
every rater of GoEmotions (Demszky et al. 2020, Apache-2.0) called neutral; it weighs less than the project's own examples, since
nobody read it for the codebook's moves. And comments that two blind readers coded for this project, of GoEmotions, chosen from all
its emotions and by what a former coder heard or doubted, and of threads on GitHub, heated and calm (Ehsani et al. 2024, MIT): their codes
stand in `public_readings.jsonl` by the comments' names, without their words. Only of these did somebody read what other people wrote, so
each counts several times; on those of the set's own `dev` part ways to train are compared, those of its `test` part are held back.
"""

from __future__ import annotations

import csv
import hashlib
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from reattune.core.names import Verdict
from training.data import HERE, Example, reading, settled

DATA = Path(__file__).parents[2] / "shared" / "data"
READINGS = HERE / "public_readings.jsonl"
CALM_WEIGHT, COMMENT_WEIGHT = 0.6, 0.35
CALM_ROWS, COMMENT_ROWS = 400, 500
NEUTRAL = "27"
SHORTEST, LONGEST = 3, 40  # words of a line of a thread
PARTS = ("train", "valid", "test")  # of the negotiations
READ_TIMES = 3  # that each comment that was read counts
KEPT_FROM = 3  # of the negotiations in the first part one in so many is held back, and the other parts whole


def public_talk(seed: int) -> list[Example]:
    """What is public and trains, the calm part of it drawn by the seed; none, with a word on it, where the sets are absent."""
    if not DATA.is_dir():
        print("the public auxiliary sets are absent: training on the project's own examples alone")
        return []
    chance, read = random.Random(seed), read_talk("train")
    known = {row.id for row in read}
    calm = negotiation_turns()
    short = [
        _nothing(name, text, (), COMMENT_WEIGHT)
        for name, text, emotions in comments("train")
        if emotions == NEUTRAL and len(text.split()) <= 16 and name not in known
    ]
    return chance.sample(calm, min(CALM_ROWS, len(calm))) + chance.sample(short, min(COMMENT_ROWS, len(short))) + READ_TIMES * read


def read_talk(part: str) -> list[Example]:
    """The public comments of a part that were read for this project, settled between their two readers; none where the sets are absent."""
    texts = {name: text for name, text, _ in comments(part)}
    if part == "train":
        texts |= dict(thread_lines())
    else:  # a few comments stand word for word in what trains
        said = {text for _, text, _ in comments("train")}
        texts = {name: text for name, text in texts.items() if text not in said}
    rows = [json.loads(line) for line in READINGS.read_text(encoding="utf-8").splitlines()]
    known = [row for row in rows if row["of"] in texts]
    others = [row["of"] for row in known if row["digest"] != digest(texts[row["of"]])]
    if others:
        raise ValueError(
            f"{READINGS.name}: {', '.join(others[:3])} and so on are not the texts that were read; are these the sets' own files?"
        )
    return [_read(row["of"], texts[row["of"]], *row["readings"]) for row in known]


def digest(text: str) -> str:
    """Eight hex digits by which a text is known again without being told."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _read(name: str, text: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> Example:
    first = reading(one)
    plain = Example(name, name.split("-")[0], name, text, (), first.moves, first.maybe, first.verdict, first.safety)
    return settled(plain, reading(other))


def held_back_talk(parts: Sequence[str] = PARTS) -> list[Example]:
    """The negotiations that nothing is trained on, turn by turn in their context; none where the set is absent."""
    return [row for dialogue in negotiations(held_back=True, parts=parts) for row in _turns(dialogue)]


def negotiation_turns() -> list[Example]:
    """The negotiations to train on, turn by turn in their context."""
    return [row for dialogue in negotiations() for row in _turns(dialogue)]


def negotiations(held_back: bool = False, parts: Sequence[str] = PARTS) -> list[Mapping[str, Any]]:
    """The negotiations to train on, or those that are held back, as the set has them; none where it is absent."""
    found = []
    for part in parts:
        for place, dialogue in enumerate(_of(part)):
            if held_back is (part != "train" or place % KEPT_FROM == 0):
                found.append(dialogue)
    return found


def _of(part: str) -> list[Mapping[str, Any]]:
    path = DATA / "casino" / f"casino_{part}.json"
    dialogues: list[Mapping[str, Any]] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    return dialogues


def _nothing(name: str, text: str, context: tuple[tuple[bool, str, float | None], ...], weight: float) -> Example:
    return Example(name, name.split("-")[0], name, text, context, frozenset(), frozenset(), Verdict.NEITHER, frozenset(), weight)


def _turns(dialogue: Mapping[str, Any]) -> Iterator[Example]:
    said = [(turn["id"], turn["text"]) for turn in dialogue["chat_logs"] if not turn["task_data"]]
    for place, (who, text) in enumerate(said):
        context = tuple((speaker == who, words, None) for speaker, words in said[max(place - 3, 0) : place])
        yield _nothing(f"casino-{dialogue['dialogue_id']}-{place}", text, context, CALM_WEIGHT)


def comments(part: str) -> Iterator[tuple[str, str, str]]:
    """Name, text and emotions (numbers, joined by commas) of the comments of a part (train, dev, test); none where the set is absent."""
    path = DATA / "goemotions" / f"{part}.tsv"
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        text, emotions, name = line.split("\t")
        yield f"goemotions-{name}", text.replace("[NAME]", "Sam").replace("[RELIGION]", "church"), emotions


def thread_lines() -> Iterator[tuple[str, str]]:
    """Name and text of the lines of threads that are talk; none where the set is absent."""
    path = DATA / "github_incivility" / "comments.csv"
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            for comment in csv.DictReader(file):
                for place, text in enumerate(_lines(comment["comment_body"])):
                    yield f"github-{comment['comment_id']}-{place}", text


def _lines(text: str) -> list[str]:
    """The lines of a comment that are talk: no quotes, code, headings or lists, neither bare nor long."""
    lines = [line.strip() for line in text.splitlines() if not line.lstrip().startswith((">", "`", "#", "-", "*", "|", "<"))]
    return [line for line in lines if SHORTEST <= len(line.split()) <= LONGEST]
