"""Thresholds and temperatures, chosen on the calibration voices through the quantised model.

A threshold for a move with few positives would be noise, so each is drawn toward the one that is best for all, by how few
positives it rests on. Then all are raised together until ordinary talk is left alone often enough: a false alarm in a calm
conversation costs trust.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from training.data import MOVES, VERDICTS, Example

Array = npt.NDArray[np.float64]
V0, S0 = len(MOVES), len(MOVES) + len(VERDICTS)
GRID = np.arange(0.10, 0.91, 0.02)
DRAWN_BY = 15.0
LEFT_ALONE = 0.96


def _sigmoid(x: Array) -> Array:
    result: Array = 1.0 / (1.0 + np.exp(-np.clip(x, -30, 30)))
    return result


def _temperature(loss_at: dict[float, float]) -> float:
    return min(loss_at, key=lambda temperature: loss_at[temperature])


def _f1(wanted: Array, heard: Array) -> float:
    both = float((wanted * heard).sum())
    return 2 * both / max(float(wanted.sum() + heard.sum()), 1.0)


def calibrate(logits: Array, rows: Sequence[Example]) -> dict[str, object]:
    """The card's numbers from (n, outputs) logits of the calibration rows."""
    wanted = np.array([[float(move in row.moves) for move in MOVES] for row in rows])
    known = np.array([[float(move not in row.maybe or move in row.moves) for move in MOVES] for row in rows])
    verdict = np.array([VERDICTS.index(row.verdict) for row in rows])
    signal = np.array([float(bool(row.safety)) for row in rows])
    temperatures = np.arange(0.5, 3.05, 0.1)

    def move_loss(t: float) -> float:
        p = np.clip(_sigmoid(logits[:, :V0] / t), 1e-6, 1 - 1e-6)
        return float((-(wanted * np.log(p) + (1 - wanted) * np.log(1 - p)) * known).mean())

    def softmax(t: float) -> Array:
        scaled = logits[:, V0:S0] / t
        raised = np.exp(scaled - scaled.max(1, keepdims=True))
        result: Array = raised / raised.sum(1, keepdims=True)
        return result

    def verdict_loss(t: float) -> float:
        return float(-np.log(np.clip(softmax(t)[np.arange(len(rows)), verdict], 1e-6, 1)).mean())

    def safety_loss(t: float) -> float:
        p = np.clip(_sigmoid(logits[:, S0] / t), 1e-6, 1 - 1e-6)
        return float(-(signal * np.log(p) + (1 - signal) * np.log(1 - p)).mean())

    move_t = _temperature({float(t): move_loss(t) for t in temperatures})
    verdict_t = _temperature({float(t): verdict_loss(t) for t in temperatures})
    safety_t = _temperature({float(t): safety_loss(t) for t in temperatures})
    p = _sigmoid(logits[:, :V0] / move_t)
    thresholds = _thresholds(p, wanted, known, np.array([not row.moves and not row.maybe for row in rows]))
    scaled = logits[:, V0:S0] / verdict_t
    bias = _verdict_bias(scaled, verdict)
    raised = np.exp(scaled + bias - (scaled + bias).max(1, keepdims=True))
    confidence = raised / raised.sum(1, keepdims=True)
    return {
        "thresholds": {move.value: round(float(t), 3) for move, t in zip(MOVES, thresholds, strict=True)},
        "move_temperature": round(move_t, 2),
        "verdict_temperature": round(verdict_t, 2),
        "verdict_bias": [round(float(one), 2) for one in bias],
        "safety_temperature": round(safety_t, 2),
        "safety_threshold": _safety_threshold(_sigmoid(logits[:, S0] / safety_t), signal),
        "kind_threshold": 0.4,
        "unsure_below": _unsure_below(confidence.max(1), confidence.argmax(1) == verdict),
    }


def _thresholds(p: Array, wanted: Array, known: Array, neutral: Array) -> Array:
    scores = np.array([[_f1(wanted[:, m] * known[:, m], (p[:, m] >= t) * known[:, m]) for t in GRID] for m in range(V0)])
    common = float(GRID[int(scores.mean(0).argmax())])
    smooth = np.array([np.convolve(np.pad(row, 2, mode="edge"), np.ones(5) / 5, mode="valid") for row in scores])
    own = GRID[smooth.argmax(1)]
    positives = wanted.sum(0)
    drawn = (own * positives + common * DRAWN_BY) / (positives + DRAWN_BY)
    for raised in np.arange(0.0, 0.4, 0.01):
        if (p[neutral] < drawn + raised).all(1).mean() >= LEFT_ALONE:
            break
    result: Array = np.clip(drawn + raised, 0.1, 0.95)
    return result


def _verdict_bias(scaled: Array, verdict: Array) -> Array:
    """What is added to each verdict's logit so that the mean of the four recalls is highest; ties go to the smallest change."""
    best, found = -1.0, np.zeros(len(VERDICTS))
    steps = np.arange(-2.0, 2.01, 0.25)
    for neither in steps:
        for second in steps:
            bias = np.array([0.0, 0.0, second, neither])
            said = (scaled + bias).argmax(1)
            recall = float(np.mean([(said[verdict == one] == one).mean() for one in range(len(VERDICTS)) if (verdict == one).any()]))
            recall -= 0.002 * float(np.abs(bias).sum())
            if recall > best:
                best, found = recall, bias
    return found


def _safety_threshold(p: Array, signal: Array) -> float:
    """The lowest threshold with at most 0.5 % false alarms, so that as much as possible is heard."""
    for t in np.arange(0.05, 0.96, 0.01):
        if (p[signal == 0] >= t).mean() <= 0.005:
            return round(float(t), 2)
    return 0.95


def _unsure_below(confidence: Array, right: Array) -> float:
    """The highest confidence below which fewer than 60 % of verdicts were right and at most a fifth of them lie."""
    best = 0.0
    for bar in np.arange(0.30, 0.81, 0.01):
        below = confidence < bar
        if below.any() and below.mean() <= 0.2 and right[below].mean() < 0.6:
            best = float(bar)
    return round(best, 2)
