"""The coder that ships: encoder, head and calibrated decisions, behind the `Coder` protocol.

Turns are coded in stretches, so that memory stays bounded however long the record is. A verdict never contradicts a move that is
shown beside it: `repair` stands beside no defence or rupture move, since a false "this mends" costs more than a false doubt, `partial`
beside none where nothing that repairs is heard, and `neither` beside none of what the codebook grades whatever went before. Where the two
judgements disagree, the verdict gives way to its next best. Which verdict is called may lean from the likeliest one; its confidence does
not, so one that is called by its lean is unsure.

What counts as heard depends on what went before: where one of the earlier messages, judged by itself, broke or hurt, less is asked for;
and on what is heard beside it (`bars`).
Of the safety signal, too, less is asked for where somebody asks about a few messages (`scores`) than where a record is read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np

from reattune.codebook.grading import CORE, UNDOING
from reattune.coding.bars import Bars, Flags
from reattune.coding.card import Card, read_card
from reattune.coding.encoder import Encoder, Vectors
from reattune.coding.evidence import carried_by, clauses
from reattune.coding.head import Array, Head, marks_of, past_of
from reattune.coding.sieve import SHORT, Sieve
from reattune.coding.window import DEPTH, ending
from reattune.core.coded import Coded, Evidence, Heard, Progress, Safety, Turn, Wanted
from reattune.core.errors import NoLongerWanted
from reattune.core.names import DEFENCE, REPAIR, RUPTURE, Move, SafetyKind, Verdict

MOVES, VERDICTS, KINDS = tuple(Move), tuple(Verdict), tuple(SafetyKind)
FIRST_VERDICT = len(MOVES)
SIGNAL = FIRST_VERDICT + len(VERDICTS)
STRETCH = 4096
EVIDENCE_STRETCH = 256  # a turn has two variants a clause
ASKED_AFTER = 8  # turns
BROKEN = RUPTURE | DEFENCE | {Move.HURT, Move.REFUSAL}
MOST_KEPT = 100_000  # texts of which it is remembered whether they break
CONTRADICTED = {Verdict.REPAIR: UNDOING, Verdict.PARTIAL: UNDOING, Verdict.NEITHER: UNDOING | CORE | {Move.APOLOGY}}
EXCUSED = {Verdict.PARTIAL: REPAIR}  # where one of these is heard, too, nothing contradicts


class ShippedCoder:
    """Codes turns with the model of one folder."""

    def __init__(self, folder: Path) -> None:
        self._card: Card = read_card(folder)
        self._encoder = Encoder(folder)
        self._head = Head(folder / "head.npz")
        self._sieve = Sieve(folder, self._card.sieve_threshold) if (folder / "sieve.onnx").exists() else None  # none while it is being made
        alone, amid, beside = (np.array([bars[move] for move in MOVES], np.float32) for bars in self._card.bars())
        self._bars = Bars(alone=alone, amid=amid, beside=beside)
        self._breaks: dict[str, bool] = {}
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
        """One `Coded` a turn, in order; with `scores` each is read in full and the signal fires sooner, else what the sieve lets pass."""
        coded: list[Coded] = []

        def tick() -> None:  # also amid a stretch, which may take seconds: whoever wants no more of it can say so
            if progress:
                progress(len(coded), len(turns))

        for start in range(0, len(turns), STRETCH):
            part = turns[start : start + STRETCH]
            if self._sieve and not scores:
                coded += self._sifted(part, self._sieve, tick)[0]
            else:
                coded += self.decide(self.logits(part, tick), part, scores)
            tick()
        return coded

    def _sifted(self, turns: Sequence[Turn], sieve: Sieve, tick: Callable[[], None] | None = None) -> tuple[list[Coded], Flags]:
        """As `code`, but only what the sieve lets pass is read, and then the short answers to what something was heard in.

        Which turns (n) were read is told, too. Earlier messages that are no turns here count as what they are alone.
        """
        passes, chances = sieve.passes(turns, tick)
        coded = [
            Coded(confidence=round(1.0 - float(p), 4)) if turn.text.strip() else Coded() for turn, p in zip(turns, chances, strict=True)
        ]
        own = [ending(turn.text) for turn in turns]
        before = [[ending(text) for _, text, _ in turn.context[-DEPTH:]] for turn in turns]
        here = set(own)
        strange = list(dict.fromkeys(text for texts in before for text in texts if text not in here))
        carrying = {text for text, one in zip(strange, sieve.alone(strange), strict=True) if one}
        alive = carrying | {own[row] for row in np.flatnonzero(passes)}
        waiting = [row for row, turn in enumerate(turns) if not passes[row] and 0 < len(turn.text.split()) <= SHORT]
        read = passes.copy()
        rows = np.flatnonzero(passes).tolist()
        while rows or carrying:
            for row, one in zip(rows, self._read([turns[row] for row in rows], alive, sieve, tick), strict=True):
                coded[row] = one
                if one.moves or one.safety:
                    carrying.add(own[row])
            rows = [row for row in waiting if any(text in carrying for text in before[row])]
            read[rows], carrying = True, set()
            waiting = [row for row in waiting if not read[row]]
        return coded, read

    def _read(self, turns: Sequence[Turn], alive: Set[str], sieve: Sieve, tick: Callable[[], None] | None) -> list[Coded]:
        """One `Coded` a turn; of what went before, what is not alive is estimated."""
        if not turns:
            return []
        before = dict.fromkeys(ending(text) for turn in turns for _, text, _ in turn.context[-DEPTH:])
        self._encoder.read([*(turn.text for turn in turns), *(text for text in before if text in alive)], tick)

        def vectors(texts: Sequence[str]) -> Vectors:
            found = sieve.estimates(texts)
            known = [row for row, text in enumerate(texts) if text in alive]
            if known:
                found[known] = self._encoder.vectors([texts[row] for row in known])
            return found

        logits = self._head.logits(self._encoder.vectors([turn.text for turn in turns]), past_of(turns, vectors), marks_of(turns))
        return self.decide(logits, turns, alive=alive)

    def sift(self, turns: Sequence[Turn]) -> Flags:
        """Which turns (n) are read in full where a record is read."""
        return self._sifted(turns, self._sieve)[1] if self._sieve else np.ones(len(turns), bool)

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """(n, width) what the encoder makes of texts."""
        return self._encoder.vectors(texts)

    def logits(self, turns: Sequence[Turn], tick: Callable[[], None] | None = None) -> Array:
        """(n, outputs) raw logits: moves, verdicts, the signal, its kinds."""
        if not turns:
            return np.zeros((0, SIGNAL + 1 + len(KINDS)), np.float32)
        before = (ending(text) for turn in turns for _, text, _ in turn.context[-DEPTH:])
        self._encoder.read([*(turn.text for turn in turns), *before], tick)  # all at once: groups of like length are fuller
        own = self._encoder.vectors([turn.text for turn in turns])
        return self._head.logits(own, past_of(turns, self._encoder.vectors), marks_of(turns))

    def amid(self, turns: Sequence[Turn], alive: Set[str] | None = None) -> Flags:
        """Which turns (n) stand after a break or a hurt: after a message in which, alone and by the bars of one alone, it is heard.

        Only what is alive is asked; where that is not told, what passes the sieve alone.
        """
        before = list(dict.fromkeys(ending(text) for turn in turns for _, text, _ in turn.context[-DEPTH:]))
        if alive is None:
            passes = self._sieve.alone(before) if self._sieve else np.ones(len(before), bool)
            alive = {text for text, one in zip(before, passes, strict=True) if one}
        asked = [text for text in before if text in alive]
        known = self._breaks
        if len(known) + len(asked) > MOST_KEPT:
            known.clear()
        fresh = [text for text in asked if text not in known]
        if fresh:
            alone = self._likely(self.logits([Turn(text) for text in fresh])) >= self._bars.alone
            broken = alone[:, [MOVES.index(move) for move in BROKEN]]
            known.update({text: bool(row.any()) for text, row in zip(fresh, broken, strict=True)})
        breaks = {text for text in asked if known[text]}  # what was asked elsewhere has no say here
        return np.array([any(ending(text) in breaks for _, text, _ in turn.context[-DEPTH:]) for turn in turns], bool)

    def _likely(self, logits: Array) -> Array:
        return _sigmoid(logits[:, :FIRST_VERDICT] / self._card.move_temperature)

    def evidence(self, turns: Sequence[Turn], coded: Sequence[Coded], wanted: Wanted | None = None) -> list[tuple[Evidence, ...]]:
        """The words that carry each move: the clauses whose removal lowers it most. Raises `NoLongerWanted` soon after `wanted` says no."""
        found: list[tuple[Evidence, ...]] = []
        for start in range(0, len(turns), EVIDENCE_STRETCH):
            found += self._carried(turns[start : start + EVIDENCE_STRETCH], coded[start : start + EVIDENCE_STRETCH], wanted)
        return found

    def _carried(self, turns: Sequence[Turn], coded: Sequence[Coded], wanted: Wanted | None) -> list[tuple[Evidence, ...]]:
        cut = [clauses(turn.text) if one.moves else () for turn, one in zip(turns, coded, strict=True)]
        variants: list[Turn] = []
        for turn, spans in zip(turns, cut, strict=True):
            if len(spans) > 1:
                variants += [Turn(turn.text[:a] + turn.text[b:], turn.context) for a, b in spans]
                variants += [Turn(turn.text[a:b], turn.context) for a, b in spans]
        changed = self._logits_while(wanted, variants) if wanted else self.logits(variants)
        whole = self.logits(turns)
        found, taken = [], 0
        for row, (one, spans) in enumerate(zip(coded, cut, strict=True)):
            count = len(spans) if len(spans) > 1 else 0
            without, alone = changed[taken : taken + count], changed[taken + count : taken + 2 * count]
            taken += 2 * count
            found.append(carried_by(one, spans, whole[row], without, alone))
        return found

    def _logits_while(self, wanted: Wanted, turns: Sequence[Turn]) -> Array:
        """As `logits`, a few turns at a time, asking before each few whether they are wanted."""
        parts = []
        for start in range(0, max(len(turns), 1), ASKED_AFTER):
            if not wanted():
                raise NoLongerWanted("the words that carry it were called off")
            parts.append(self.logits(turns[start : start + ASKED_AFTER]))
        return np.concatenate(parts)

    def decide(self, logits: Array, turns: Sequence[Turn], scores: bool = False, alive: Set[str] | None = None) -> list[Coded]:
        """One `Coded` a turn from (n, outputs) logits, with `scores` as in `code` and `alive` as in `amid`."""
        card = self._card
        moves = self._likely(logits)
        verdicts = _softmax(logits[:, FIRST_VERDICT:SIGNAL] / card.verdict_temperature + np.array(card.verdict_bias, np.float32))
        safety = _sigmoid(logits[:, SIGNAL:] / card.safety_temperature)
        above = self._bars.heard(moves, self.amid(turns, alive))
        return [self._coded(turn, moves[row], above[row], verdicts[row], safety[row], scores) for row, turn in enumerate(turns)]

    def _coded(self, turn: Turn, moves: Array, above: Array, verdicts: Array, safety: Array, scores: bool) -> Coded:
        every = tuple(Heard(move, round(float(p), 4)) for move, p in zip(MOVES, moves, strict=True)) if scores else ()
        if not turn.text.strip():
            return Coded(scores=every)
        heard = sorted((Heard(MOVES[index], round(float(moves[index]), 4)) for index in np.flatnonzero(above)), key=lambda one: -one.p)
        verdict, confidence = self._verdict(verdicts, frozenset(one.move for one in heard))
        return Coded(tuple(heard), verdict, confidence, confidence < self._card.unsure_below, self._signal(safety, scores), every)

    def _verdict(self, verdicts: Array, heard: frozenset[Move]) -> tuple[Verdict, float]:
        for index in np.argsort(-verdicts * self._favour):
            if not contradicted(VERDICTS[index], heard):
                return VERDICTS[index], round(float(verdicts[index]), 4)
        raise AssertionError("a second rupture contradicts nothing")

    def _signal(self, safety: Array, asked: bool) -> Safety | None:
        if safety[0] < (self._card.safety_asked if asked else self._card.safety_threshold):
            return None
        kinds = [index for index in np.argsort(-safety[1:]) if safety[1 + index] >= self._card.kind_threshold]
        kinds = kinds or [int(np.argmax(safety[1:]))]
        return Safety(tuple(KINDS[index] for index in kinds), round(float(safety[0]), 4))


def contradicted(verdict: Verdict, heard: Set[Move]) -> bool:
    """Whether a verdict may not stand beside the moves that are heard."""
    return bool(heard & CONTRADICTED.get(verdict, frozenset())) and not heard & EXCUSED.get(verdict, frozenset())


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
