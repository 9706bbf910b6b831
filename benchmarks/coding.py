"""How fast messages are coded, beside what it is measured against; and how long a draft takes while somebody writes it.

    python -m benchmarks.coding [--write]

One run on the messages of one generated chat, in one process: tokenising alone (nothing that reads can be faster), the untuned encoder
in full precision, the same in its usual dress (a transformers pipeline), VADER (a word list for sentiment, Hutto and Gilbert
2014), and the coder that ships, with its first stage and without. Peers read each different text once and know no context, which favours
them; the coder is told in messages, most of which repeat or are passed over, which favours it. Figures are printed; `--write` puts
them into `docs/coding-speed.md`. Nothing here is a test.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib import resources
from pathlib import Path
from random import Random

import numpy as np
import onnxruntime
import torch
from tokenizers import Tokenizer
from transformers import logging, pipeline
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from benchmarks.generate import AFTER, whatsapp_lines
from benchmarks.run import machine
from reattune.coding.coder import ShippedCoder, shipped
from reattune.coding.window import windows
from reattune.core.coded import Turn
from reattune.reading import read
from training.export import plain_encoder
from training.model import base, pretrained

MESSAGES, SAMPLED = 100_000, 4_000  # of the slow peers only so many texts are measured
BATCH = 32
DRAFT_WORDS, DRAFTS = 60, 200
PAGE = Path(__file__).parents[1] / "docs" / "coding-speed.md"
ABOUT = """# How fast messages are coded

<!-- Written by `python -m benchmarks.coding --write` (`make bench-coding`). -->

One run on one machine: {machine}; the messages of a generated chat of {messages:,}, of which {distinct:,} texts differ. What
reads each text once and knows no context is told in texts a second; the coder reads every message with up to three earlier ones.

| what | a second |
|---|---|
{rates}
A draft of {words} words while somebody writes it, the model loaded, {drafts} different drafts:

| what | half of the times | 95 in 100 times |
|---|---|---|
{waits}"""


def rate(work: Callable[[], object], count: int) -> float:
    """So many a second."""
    started = time.perf_counter()
    work()
    return count / (time.perf_counter() - started)


def groups(rows: Sequence[Sequence[int]]) -> list[Sequence[Sequence[int]]]:
    """Token ids by length, in batches."""
    ordered = sorted(rows, key=len)
    return [ordered[start : start + BATCH] for start in range(0, len(ordered), BATCH)]


def in_full_precision(rows: Sequence[Sequence[int]]) -> float:
    """The untuned encoder as a plain ONNX file."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "plain.onnx"
        plain_encoder(pretrained(6), path)
        session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])

    def work() -> None:
        for group in groups(rows):
            ids = np.zeros((len(group), max(map(len, group))), np.int64)
            mask = np.zeros_like(ids)
            for place, row in enumerate(group):
                ids[place, : len(row)], mask[place, : len(row)] = row, 1
            session.run(None, {"ids": ids, "mask": mask})

    return rate(work, len(rows))


def in_usual_dress(texts: Sequence[str]) -> float:
    """The untuned encoder in a transformers pipeline, sorted by length as well."""
    logging.set_verbosity_error()
    read_all = pipeline("feature-extraction", model=str(base().weights.parent), device="cpu")
    ordered = sorted(texts, key=len)
    return rate(lambda: read_all(ordered, batch_size=BATCH), len(texts))


def coded(turns: Sequence[Turn], whole: bool) -> float:
    """The coder that ships, loaded but knowing no text yet."""
    with resources.as_file(resources.files("reattune.coding") / "model") as folder:
        coder = ShippedCoder(folder)
    return rate(lambda: coder.code(turns, scores=whole), len(turns))


def drafts_of(seed: int) -> list[str]:
    """Drafts of so many words, each put together from other answers to a hurt."""
    chance = Random(seed)
    return [" ".join(" ".join(chance.sample(AFTER, len(AFTER))).split()[:DRAFT_WORDS]) for _ in range(DRAFTS)]


def waits() -> list[tuple[str, float, float]]:
    """Milliseconds of a draft's verdict and of its evidence: what, half of the times, 95 in 100 times."""
    coder, verdicts, evidence = shipped(), [], []
    for draft in ["warm", *drafts_of(7)]:
        turn, started = Turn(draft), time.perf_counter()
        found = coder.code([turn], scores=True)
        heard = time.perf_counter()
        coder.evidence([turn], found)
        verdicts.append(1000 * (heard - started))
        evidence.append(1000 * (time.perf_counter() - heard))
    kept = (("verdict", verdicts[1:]), ("evidence, after it", evidence[1:]))
    return [(name, float(np.percentile(times, 50)), float(np.percentile(times, 95))) for name, times in kept]


def main(names: Sequence[str]) -> None:
    """The command."""
    torch.set_num_threads(2)
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "chat.txt"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in whatsapp_lines(MESSAGES, 7))
        messages = read([path]).messages
    texts = list(dict.fromkeys(message.text for message in messages if message.text.strip()))
    few = texts[:: max(len(texts) // SAMPLED, 1)]
    tokenizer = Tokenizer.from_file(str(base().tokenizer))
    tokenizer.no_padding()
    ids = [encoded.ids for encoded in tokenizer.encode_batch_fast(few)]
    voices = SentimentIntensityAnalyzer()
    turns = windows(messages)
    rates = {
        "tokenising alone, texts": rate(lambda: tokenizer.encode_batch_fast(texts), len(texts)),
        "the untuned encoder in full precision (ONNX), texts": in_full_precision(ids),
        "the same in a transformers pipeline, texts": in_usual_dress(few),
        "VADER, texts": rate(lambda: [voices.polarity_scores(text) for text in texts], len(texts)),
        "the coder, every message read in full, messages": coded(turns, whole=True),
        "the coder as it ships, messages": coded(turns, whole=False),
    }
    lines = "".join(f"| {what} | {value:,.0f} |\n" for what, value in rates.items())
    waited = "".join(f"| {what} | {half:.0f} ms | {most:.0f} ms |\n" for what, half, most in waits())
    told = {"messages": MESSAGES, "distinct": len(texts), "words": DRAFT_WORDS, "drafts": DRAFTS, "machine": machine()}
    page = ABOUT.format(rates=lines, waits=waited, **told)
    print(page)
    if "--write" in names:
        PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
