"""The coder that ships: encoder, head and calibrated decisions, behind the `Coder` protocol.

Turns are coded in stretches, so that memory stays bounded however long the record is. A verdict never contradicts a move that is
shown beside it: `repair` stands beside no defence or rupture move, since a false "this mends" costs more than a false doubt, and
`neither` beside none of what the codebook grades whatever went before. Where the two judgements disagree, the verdict gives way to its
next best. Which verdict is called may lean from the likeliest one; its confidence does not, so one that is called by its lean is unsure.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np

from reattune.codebook.grading import CORE, UNDOING
from reattune.coding.card import Card, read_card
from reattune.coding.encoder import Encoder
from reattune.coding.evidence import carried_by, clauses
from reattune.coding.head import DEPTH, Array, Head, marks_of
from reattune.coding.window import ending
from reattune.core.coded import Coded, Evidence, Heard, Progress, Safety, Turn
from reattune.core.names import Move, SafetyKind, Verdict

MOVES, VERDICTS, KINDS = tuple(Move), tuple(Verdict), tuple(SafetyKind)
FIRST_VERDICT = len(MOVES)
SIGNAL = FIRST_VERDICT + len(VERDICTS)
STRETCH = 4096
EVIDENCE_STRETCH = 256  # a turn has two variants a clause
CONTRADICTED = {Verdict.REPAIR: UNDOING, Verdict.NEITHER: UNDOING | CORE | {Move.APOLOGY}}


class ShippedCoder:
    """Codes turns with the model of one folder."""

    def __init__(self, folder: Path) -> None:
        self._card: Card = read_card(folder)
        self._encoder = Encoder(folder)
        self._head = Head(folder)
        self._thresholds = np.array([self._card.thresholds[move] for move in MOVES], np.float32)
        self._favour = np.exp(np.array(self._card.verdict_lean, np.float32))

    @property
    def id(self) -> str:
        """The content hash of the model and its thresholds."""
        return self._card.id

    @property
    def codebook(self) -> str:
        """The version of the codebook the model was trained on."""
        return self._card.codebook

    @property
    def unsure_below(self) -> float:
        """The confidence below which a verdict is shown as unsure."""
        return self._card.unsure_below

    def code(self, turns: Sequence[Turn], scores: bool = False, progress: Progress | None = None) -> list[Coded]:
        """One `Coded` a turn, in order."""
        coded: list[Coded] = []
        for start in range(0, len(turns), STRETCH):
            coded += self._decide(self.logits(turns[start : start + STRETCH]), turns[start : start + STRETCH], scores)
            if progress:
                progress(len(coded), len(turns))
        return coded

    def logits(self, turns: Sequence[Turn]) -> Array:
        """(n, outputs) raw logits: moves, verdicts, the signal, its kinds."""
        if not turns:
            return np.zeros((0, SIGNAL + 1 + len(KINDS)), np.float32)
        places: list[list[tuple[int, str]]] = [[] for _ in range(DEPTH)]
        for row, turn in enumerate(turns):
            for place, (_, text, _) in enumerate(reversed(turn.context[-DEPTH:])):
                places[place].append((row, ending(text)))
        texts = [turn.text for turn in turns] + [text for found in places for _, text in found]
        vectors = self._encoder.vectors(texts)
        past, taken = [], len(turns)
        for place, found in enumerate(places):
            if found:
                rows = np.array([row for row, _ in found], np.intp)
                past.append((place, rows, vectors[taken : taken + len(found)]))
                taken += len(found)
        return self._head.logits(vectors[: len(turns)], past, marks_of(turns))

    def evidence(self, turns: Sequence[Turn], coded: Sequence[Coded]) -> list[tuple[Evidence, ...]]:
        """The words that carry each move: the clauses whose removal lowers it most."""
        found: list[tuple[Evidence, ...]] = []
        for start in range(0, len(turns), EVIDENCE_STRETCH):
            found += self._carried(turns[start : start + EVIDENCE_STRETCH], coded[start : start + EVIDENCE_STRETCH])
        return found

    def _carried(self, turns: Sequence[Turn], coded: Sequence[Coded]) -> list[tuple[Evidence, ...]]:
        cut = [clauses(turn.text) if one.moves else () for turn, one in zip(turns, coded, strict=True)]
        variants: list[Turn] = []
        for turn, spans in zip(turns, cut, strict=True):
            if len(spans) > 1:
                variants += [Turn(turn.text[:a] + turn.text[b:], turn.context) for a, b in spans]
                variants += [Turn(turn.text[a:b], turn.context) for a, b in spans]
        changed = self.logits(variants)
        whole = self.logits(turns)
        found, taken = [], 0
        for row, (one, spans) in enumerate(zip(coded, cut, strict=True)):
            count = len(spans) if len(spans) > 1 else 0
            without, alone = changed[taken : taken + count], changed[taken + count : taken + 2 * count]
            taken += 2 * count
            found.append(carried_by(one, spans, whole[row], without, alone))
        return found

    def _decide(self, logits: Array, turns: Sequence[Turn], scores: bool) -> list[Coded]:
        card = self._card
        moves = _sigmoid(logits[:, :FIRST_VERDICT] / card.move_temperature)
        verdicts = _softmax(logits[:, FIRST_VERDICT:SIGNAL] / card.verdict_temperature + np.array(card.verdict_bias, np.float32))
        safety = _sigmoid(logits[:, SIGNAL:] / card.safety_temperature)
        above = moves >= self._thresholds
        return [self._coded(turn, moves[row], above[row], verdicts[row], safety[row], scores) for row, turn in enumerate(turns)]

    def _coded(self, turn: Turn, moves: Array, above: Array, verdicts: Array, safety: Array, scores: bool) -> Coded:
        every = tuple(Heard(move, round(float(p), 4)) for move, p in zip(MOVES, moves, strict=True)) if scores else ()
        if not turn.text.strip():
            return Coded(scores=every)
        heard = sorted((Heard(MOVES[index], round(float(moves[index]), 4)) for index in np.flatnonzero(above)), key=lambda one: -one.p)
        verdict, confidence = self._verdict(verdicts, frozenset(one.move for one in heard))
        return Coded(tuple(heard), verdict, confidence, confidence < self._card.unsure_below, self._signal(safety), every)

    def _verdict(self, verdicts: Array, heard: frozenset[Move]) -> tuple[Verdict, float]:
        for index in np.argsort(-verdicts * self._favour):
            if not heard & CONTRADICTED.get(VERDICTS[index], frozenset()):
                return VERDICTS[index], round(float(verdicts[index]), 4)
        raise AssertionError("two of four verdicts contradict nothing")

    def _signal(self, safety: Array) -> Safety | None:
        if safety[0] < self._card.safety_threshold:
            return None
        kinds = [index for index in np.argsort(-safety[1:]) if safety[1 + index] >= self._card.kind_threshold]
        kinds = kinds or [int(np.argmax(safety[1:]))]
        return Safety(tuple(KINDS[index] for index in kinds), round(float(safety[0]), 4))


@cache
def shipped() -> ShippedCoder:
    """The coder inside the package, loaded once a process."""
    with resources.as_file(resources.files("reattune.coding") / "model") as folder:
        return ShippedCoder(folder)


def _sigmoid(x: Array) -> Array:
    return (1.0 / (1.0 + np.exp(-np.clip(x, -30.0, 30.0)))).astype(np.float32)


def _softmax(x: Array) -> Array:
    raised = np.exp(x - x.max(1, keepdims=True))
    result: Array = raised / raised.sum(1, keepdims=True)
    return result
