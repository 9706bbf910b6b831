"""Talk that nobody labelled, for the small encoder to learn from what its teacher makes of it.

The context messages of the training voices, each with what stood before it; parts of the labelled messages, and messages put together
from the parts of two, for what is heard often turns on one clause; and, where the public auxiliary sets are present, short
comments of GoEmotions that speak to somebody (Demszky et al. 2020, Apache-2.0), some turns of CaSiNo (Chawla et al. 2021, CC BY 4.0)
and lines from threads on GitHub, heated and calm (Ehsani et al. 2024, MIT). Their own labels are not used.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from reattune.core.names import Verdict
from training.auxiliary import LONGEST, SHORTEST, comments, negotiations, thread_lines
from training.data import Example

ADDRESSED = re.compile(r"\b(you|your|you're|u|ur|sorry|we)\b", re.IGNORECASE)  # of comments, those that speak to somebody
CALM_TURNS = 4  # of negotiations, one turn in so many
BETWEEN = re.compile(r"(?<=[.!?…,;])\s+|\n+|\s+(?=(?:but|and|because|so|if)\s)", re.IGNORECASE)  # parts of a message
WITH_CONTEXT = 0.4


def unlabelled(rows: Sequence[Example], public: bool, seed: int) -> list[Example]:
    """Every distinct unlabelled text once; `rows` are the labelled ones that train, `public` says whether the public sets may be read."""
    labelled = {row.text for row in rows}
    all_of_them = [*_contexts(rows), *_pieces(rows, random.Random(seed)), *(_public() if public else ())]
    return list({row.text: row for row in all_of_them if row.text not in labelled}.values())


def _plain(name: str, text: str, context: tuple[tuple[bool, str, float | None], ...] = ()) -> Example:
    return Example(name, "unlabelled", name, text, context, frozenset(), frozenset(), Verdict.NEITHER, frozenset(), 0.0)


def _contexts(rows: Sequence[Example]) -> Iterator[Example]:
    for row in rows:
        for place, (speaker, text, _) in enumerate(row.context):
            before = tuple((said == speaker, words, gap) for said, words, gap in row.context[:place])
            yield _plain(f"{row.id}-before-{place}", text, before)


def _pieces(rows: Sequence[Example], chance: random.Random) -> Iterator[Example]:
    """Of each message some of its parts alone, and its beginning with the end of another of the same voice."""
    voices: dict[str, list[Example]] = {}
    for row in rows:
        voices.setdefault(row.voice, []).append(row)
    for row in rows:
        parts = BETWEEN.split(row.text)
        context = row.context if chance.random() < WITH_CONTEXT else ()
        if len(parts) > 1:
            cut = chance.randrange(1, len(parts))
            yield _plain(f"{row.id}-part", " ".join(chance.choice((parts[:cut], parts[cut:]))), context)
        other = BETWEEN.split(chance.choice(voices[row.voice]).text)
        begun, ended = parts[: chance.randint(1, len(parts))], other[chance.randrange(len(other)) :]
        if len(" ".join(begun + ended).split()) <= LONGEST:
            yield _plain(f"{row.id}-joined", " ".join(begun + ended), context)


def _public() -> Iterator[Example]:
    for name, text, _ in comments("train"):
        if len(text.split()) >= SHORTEST and ADDRESSED.search(text):
            yield _plain(name, text)
    for dialogue in negotiations():
        for place, turn in enumerate(dialogue["chat_logs"]):
            if place % CALM_TURNS == 0 and not turn["task_data"] and len(turn["text"].split()) >= SHORTEST:
                yield _plain(f"casino-{dialogue['dialogue_id']}-{place}", turn["text"])
    for name, text in thread_lines():
        yield _plain(name, text)
