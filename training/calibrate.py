"""Thresholds, temperatures and the verdicts' lean, chosen on the calibration voices through the quantised model.

A threshold for a move with few positives would be noise, so each is drawn toward the one that is best for all, by how few
positives it rests on; and none stands above that one (but after something broke, where they are low as it is), for where the own voices
want a higher one, other people's words do not. Ordinary talk must be left alone often enough, since a false alarm in a calm conversation
costs trust: in each voice by thresholds in whose choice it had no part, for what holds only where it was chosen holds for nobody. After
something broke, and for a move beside another one that is heard, the price is not paid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reattune.coding.bars import Bars, in_company
from reattune.coding.card import BARS
from reattune.coding.coder import contradicted
from reattune.core.names import Verdict
from training.data import MOVES, VERDICTS, Example
from training.metrics import ordinary

Array = npt.NDArray[np.float64]
V0, S0 = len(MOVES), len(MOVES) + len(VERDICTS)
GRID = np.round(1.0 / (1.0 + np.exp(-np.arange(-2.0, 5.01, 0.1))), 3)  # thresholds, even in log odds: 0.119 to 0.993
DRAWN_BY = 15.0
LEFT_ALONE = 0.96
SIGNALS = np.round(1.0 / (1.0 + np.exp(-np.arange(-4.0, 5.01, 0.1))), 3)  # those of the signal where somebody asks: 0.018 to 0.993
# the share of messages without a signal in which one may fire: in a record, where it sets a whole episode aside, and where somebody asks
FALSE_SIGNALS, FALSE_WHERE_ASKED = 0.005, 0.01
HEARD_WHERE_ASKED = 0.96  # of the signals: there a miss costs more than an alarm, which can be taken back at once
PRICES = np.arange(0.0, 200.0, 0.5)
STEPS = 3000  # of each descent
# what it costs to call one of these otherwise: whether a draft mends or breaks is what is asked, and a break that is called a repair harms
CALLED_WRONG = {Verdict.REPAIR: 1.5, Verdict.PARTIAL: 1.0, Verdict.SECOND_RUPTURE: 2.0, Verdict.NEITHER: 1.0}
SHARPNESS = 5.0  # of what stands for "right or wrong" where the lean is chosen


def _sigmoid(x: Array) -> Array:
    result: Array = 1.0 / (1.0 + np.exp(-np.clip(x, -30, 30)))
    return result


def _softmax(x: Array) -> Array:
    raised = np.exp(x - x.max(1, keepdims=True))
    result: Array = raised / raised.sum(1, keepdims=True)
    return result


def _temperature(loss_at: dict[float, float]) -> float:
    return min(loss_at, key=lambda temperature: loss_at[temperature])


def _f1(wanted: Array, heard: Array) -> float:
    both = float((wanted * heard).sum())
    return 2 * both / max(float(wanted.sum() + heard.sum()), 1.0)


def calibrate(logits: Array, rows: Sequence[Example], amid: npt.NDArray[np.bool_] | None = None) -> dict[str, object]:
    """The card's numbers from (n, outputs) logits of the calibration rows, and from which of them (n) stand after a break."""
    wanted = np.array([[float(move in row.moves) for move in MOVES] for row in rows])
    known = np.array([[float(move not in row.maybe or move in row.moves) for move in MOVES] for row in rows])
    verdict = np.array([VERDICTS.index(row.verdict) for row in rows])
    signal = np.array([float(bool(row.safety)) for row in rows])
    temperatures = np.arange(0.5, 3.05, 0.1)

    def move_loss(t: float) -> float:
        p = np.clip(_sigmoid(logits[:, :V0] / t), 1e-6, 1 - 1e-6)
        return float((-(wanted * np.log(p) + (1 - wanted) * np.log(1 - p)) * known).mean())

    def safety_loss(t: float) -> float:
        p = np.clip(_sigmoid(logits[:, S0] / t), 1e-6, 1 - 1e-6)
        return float(-(signal * np.log(p) + (1 - signal) * np.log(1 - p)).mean())

    move_t = _temperature({float(t): move_loss(t) for t in temperatures})
    safety_t = _temperature({float(t): safety_loss(t) for t in temperatures})
    p = _sigmoid(logits[:, :V0] / move_t)
    voices = np.array([row.voice for row in rows])
    neutral = np.array([ordinary(row) for row in rows])
    thresholds = _thresholds(p, wanted, known, neutral, voices)
    after = amid if amid is not None else np.zeros(len(rows), bool)

    lower = np.minimum(_worth(p, wanted, known * after[:, None], neutral).own(0.0), thresholds)
    heard = p >= np.where(after[:, None], lower, thresholds)
    bars = Bars(alone=thresholds, amid=lower, beside=np.minimum(_worth(p, wanted, known * in_company(heard), neutral).at(0.0), thresholds))
    signals = _sigmoid(logits[:, S0] / safety_t)
    in_a_record = _safety_threshold(signals, signal, FALSE_SIGNALS, GRID)
    verdict_t, bias = _verdict_numbers(logits[:, V0:S0], verdict)
    likely, barred = _softmax(logits[:, V0:S0] / verdict_t + bias), _barred(bars.heard(p, after))
    lean = _lean(logits[:, V0:S0] + verdict_t * bias, verdict, barred) / verdict_t
    called = np.where(barred, 0.0, likely * np.exp(lean)).argmax(1)
    return {
        **{
            name: {move.value: float(t) for move, t in zip(MOVES, each, strict=True)}
            for name, each in zip(BARS, (bars.alone, bars.amid, bars.beside), strict=True)
        },
        "move_temperature": round(move_t, 2),
        "verdict_temperature": round(verdict_t, 2),
        "verdict_bias": [round(float(one), 2) for one in bias],
        "verdict_lean": [round(float(one), 2) for one in lean],
        "safety_temperature": round(safety_t, 2),
        "safety_threshold": in_a_record,
        "safety_asked": min(in_a_record, _safety_asked(signals, signal)),
        "kind_threshold": 0.4,
        "unsure_below": _unsure_below(likely[np.arange(len(rows)), called], called == verdict),
    }


@dataclass(frozen=True)
class Worth:
    """What each threshold is worth for each move and, on the average, for all; how often it raises a false alarm on ordinary talk.

    `gain` and `alarms` are (moves, grid), `usual` is (grid).
    """

    gain: Array
    usual: Array
    alarms: Array

    def own(self, price: float) -> Array:
        """The best threshold of each move where a false alarm costs `price`."""
        best: Array = GRID[(self.gain - price * self.alarms).argmax(1)]
        return best

    def at(self, price: float) -> Array:
        """The same, or the one that is best for all if that is lower."""
        usual = GRID[(self.usual - price * self.alarms).argmax(1)]
        best: Array = np.minimum(self.own(price), usual)
        return best


def _worth(p: Array, wanted: Array, known: Array, neutral: Array) -> Worth:
    scores = np.array([[_f1(wanted[:, m] * known[:, m], (p[:, m] >= t) * known[:, m]) for t in GRID] for m in range(V0)])
    smooth = np.array([np.convolve(np.pad(row, 2, mode="edge"), np.ones(5) / 5, mode="valid") for row in scores])
    positives = (wanted * known).sum(0)[:, None]
    usual = smooth[positives[:, 0] > 0].mean(0) if positives.any() else GRID  # where nothing is known, the highest
    drawn = (smooth * positives + usual * DRAWN_BY) / (positives + DRAWN_BY)
    calm = p[neutral]
    return Worth(drawn, usual, np.array([[float((calm[:, m] >= t).sum()) / max(len(calm), 1) for t in GRID] for m in range(V0)]))


def _thresholds(p: Array, wanted: Array, known: Array, neutral: Array, voices: npt.NDArray[np.str_]) -> Array:
    """For each move the threshold where its F1, less a price for each false alarm on ordinary talk, is highest.

    The price is the lowest at which ordinary talk is left alone often enough by what the other voices chose: so the moves that cause
    most alarms for least gain give way first.
    """
    everyone = _worth(p, wanted, known, neutral)
    apart = []
    for voice in sorted(set(voices)):
        mine = voices == voice
        if (mine & neutral).any() and (~mine & neutral).any():
            apart.append((p[mine & neutral], _worth(p[~mine], wanted[~mine], known[~mine], neutral[~mine])))
    apart = apart or [(p[neutral], everyone)]
    for price in PRICES:
        left = [(calm < others.at(price)).all(1) for calm, others in apart]
        if np.concatenate(left).mean() >= LEFT_ALONE:
            break
    return everyone.at(price)


def _barred(heard: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """(n, verdicts) which verdicts give way beside what was heard (n, moves)."""
    sets = [{MOVES[place] for place in np.flatnonzero(row)} for row in heard]
    return np.array([[contradicted(verdict, each) for verdict in VERDICTS] for each in sets], bool)


def _alike(verdict: Array) -> Array:
    """What each row (n, 1) weighs where all verdicts count alike.

    Ordinary talk is most of what there is, and a verdict that leans on that would let short defences pass.
    """
    share = np.array([(verdict == one).mean() for one in range(len(VERDICTS))])
    weight: Array = (1.0 / share[verdict])[:, None]
    return weight / weight.sum()


def _verdict_numbers(logits: Array, verdict: Array) -> tuple[float, Array]:
    """The temperature, and what is added to each verdict's logit, at which the cross-entropy is lowest when all four count alike."""
    weight, truth = _alike(verdict), np.eye(len(VERDICTS))[verdict]
    log_t, bias = 0.0, np.zeros(len(VERDICTS))
    for _ in range(STEPS):
        scaled = logits / np.exp(log_t)
        slope = (_softmax(scaled + bias) - truth) * weight
        bias = bias - slope.sum(0)
        log_t += 0.3 * float((slope * scaled).sum())
    return float(np.exp(log_t)), bias - bias[0]


def _lean(logits: Array, verdict: Array, barred: npt.NDArray[np.bool_]) -> Array:
    """What is added to the verdicts' logits (n, verdicts), as they are before the temperature, so that most are called right.

    How likely a verdict is is one thing; which one to call, after some have given way, is another: by likelihood alone a few far misses
    decide, and more attempts are taken for ordinary talk. How frequent each is does not count here either, but what an error costs does
    (`CALLED_WRONG`). Right or wrong is softened, for a step has no slope.
    """
    weight = _alike(verdict) * np.array([CALLED_WRONG[one] for one in VERDICTS])[verdict][:, None]
    weight, truth, lean = weight / weight.sum(), np.eye(len(VERDICTS))[verdict], np.zeros(len(VERDICTS))
    for _ in range(STEPS):
        p = _softmax(np.where(barred, -np.inf, SHARPNESS * (logits + lean)))
        right = (p * truth).sum(1, keepdims=True)
        lean = lean + 2.0 * (right * (truth - p) * weight).sum(0)
    return lean - lean[0]


def _safety_threshold(p: Array, signal: Array, share: float, grid: Array) -> float:
    """The lowest threshold at which at most this share of the messages without a signal are false alarms: so as much as possible is heard.

    The messages without a signal here are mostly as near to one as harmless talk gets: in calm talk there are hardly any alarms.
    """
    few = [t for t in grid if (p[signal == 0] >= t).mean() <= share]
    return round(float(few[0]), 3) if few else 0.999


def _safety_asked(p: Array, signal: Array) -> float:
    """The highest threshold at which enough of the signals are heard; where that costs too many false alarms, the lowest that does not."""
    bound = _safety_threshold(p, signal, FALSE_WHERE_ASKED, SIGNALS)
    enough = [float(t) for t in SIGNALS if signal.any() and (p[signal > 0] >= t).mean() >= HEARD_WHERE_ASKED]
    return max(enough[-1], bound) if enough else bound


def _unsure_below(confidence: Array, right: Array) -> float:
    """The highest confidence below which fewer than 60 % of verdicts were right and at most a fifth of them lie."""
    best = 0.0
    for bar in np.arange(0.30, 0.81, 0.01):
        below = confidence < bar
        if below.any() and below.mean() <= 0.2 and right[below].mean() < 0.6:
            best = float(bar)
    return round(best, 2)
