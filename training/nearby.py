"""Messages in which some words stand for near ones, for the small encoder to learn from what its teacher makes of them.

Once a word is changed a label no longer holds, so the teacher judges the message anew, and the small encoder is held to that around each
example and not only on it (Jiao et al. 2020, TinyBERT, do much the same). Near are the words that the untuned small encoder holds alike.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer

from reattune.core.names import Verdict
from training.data import Example
from training.model import base

WORD = re.compile(r"(?<![\w'’])[A-Za-z]{2,}(?![\w'’])")  # no part of a contraction or of a word with an accent
NEAREST, ALIKE = 8, 0.35  # words, and the least cosine
SHARES = (0.1, 0.2, 0.3)  # of the words of a message
AT_ONCE = 512
WITHOUT_CONTEXT = 0.3


def neighbours(words: Iterable[str]) -> dict[str, list[str]]:
    """The nearest words of each one that the encoder knows whole, nearest first; a word without any is left out."""
    known = Tokenizer.from_file(str(base().tokenizer)).get_vocab()
    whole = sorted(word for word in known if WORD.fullmatch(word))
    raw = load_file(base().weights)
    vectors = torch.nn.functional.normalize(raw["embeddings.word_embeddings.weight"].float(), dim=1)
    there = vectors[[known[word] for word in whole]]
    asked = sorted({word for word in words if word in known})
    found: dict[str, list[str]] = {}
    for start in range(0, len(asked), AT_ONCE):
        part = asked[start : start + AT_ONCE]
        alike, places = (vectors[[known[word] for word in part]] @ there.T).topk(NEAREST + 1)
        for word, cosines, row in zip(part, alike.tolist(), places.tolist(), strict=True):
            near = [whole[place] for place, cosine in zip(row, cosines, strict=True) if cosine > ALIKE and whole[place] != word]
            if near:
                found[word] = near[:NEAREST]
    return found


def moved(text: str, near: Mapping[str, Sequence[str]], share: float, chance: random.Random) -> str:
    """The text with so many of its words, by chance, put for a near one; a capital letter stays."""

    def put(found: re.Match[str]) -> str:
        word = found[0]
        others = near.get(word.lower())
        if not others or chance.random() > share:
            return word
        other = chance.choice(others)
        return other.capitalize() if word[0].isupper() else other

    return WORD.sub(put, text)


def nearby(rows: Sequence[Example], seed: int) -> list[Example]:
    """Each of these messages with some of its words moved, unlabelled; where nothing moved it is left out."""
    chance = random.Random(seed)
    near = neighbours(word.lower() for row in rows for word in WORD.findall(row.text))
    labelled = {row.text for row in rows}
    found = {}
    for row in rows:
        text = moved(row.text, near, chance.choice(SHARES), chance)
        context = () if chance.random() < WITHOUT_CONTEXT else row.context
        name = f"{row.id}-near"
        if text not in labelled:
            found[text] = replace(
                row, id=name, voice="unlabelled", scenario=name, text=text, context=context,
                moves=frozenset(), maybe=frozenset(), verdict=Verdict.NEITHER, safety=frozenset(), weight=0.0,
            )  # fmt: skip
    return list(found.values())
