"""Thresholds leave ordinary talk alone also in a voice that had no part in choosing them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from reattune.coding.bars import Bars
from reattune.core.names import Move, Verdict
from training.calibrate import FALSE_SIGNALS, FALSE_WHERE_ASKED, HEARD_WHERE_ASKED, LEFT_ALONE, V0, calibrate
from training.data import KINDS, MOVES, VERDICTS, Example


def rows_and_logits(seed: int) -> tuple[list[Example], np.ndarray]:
    chance = np.random.default_rng(seed)
    rows, logits = [], []
    for at in range(900):
        voice = "abcdef"[at % 6]
        carried = bool(chance.random() < 0.5)
        moves = frozenset({Move.CONTEMPT}) if carried else frozenset()
        verdict = Verdict.SECOND_RUPTURE if carried else VERDICTS[int(chance.integers(4))]
        rows.append(Example(str(at), voice, voice, "words", (), moves, frozenset(), verdict, frozenset()))
        own = chance.normal(-6.0, 1.0, V0 + len(VERDICTS) + 1 + len(KINDS))
        own[MOVES.index(Move.CONTEMPT)] = chance.normal(2.0 if carried else -1.0, 1.2)
        own[V0 + VERDICTS.index(verdict)] += 6.0
        logits.append(own)
    return rows, np.array(logits)


def test_ordinary_talk_of_a_voice_left_out_is_left_alone() -> None:
    rows, logits = rows_and_logits(3)
    calm, quiet = [], []
    for voice in "abcdef":
        others = [at for at, row in enumerate(rows) if row.voice != voice]
        mine = [at for at, row in enumerate(rows) if row.voice == voice and not row.moves]
        card = calibrate(logits[others], [rows[at] for at in others])
        assert isinstance(card["thresholds"], dict)
        p = 1 / (1 + np.exp(-logits[mine][:, :V0] / float(str(card["move_temperature"]))))
        calm += list((p < [card["thresholds"][move.value] for move in MOVES]).all(1))
        quiet += list(p[:, MOVES.index(Move.CONTEMPT)] < 0.5)
    assert np.mean(quiet) < LEFT_ALONE - 0.1  # the plain middle would raise alarms
    assert np.mean(calm) >= LEFT_ALONE - 0.03


def test_no_move_wants_to_be_surer_than_is_best_for_all() -> None:
    chance = np.random.default_rng(8)
    shouting = MOVES[0]
    rows, logits = [], []
    for at in range(3000):
        there = frozenset({MOVES[at % 10]}) if at % 20 < 10 else frozenset()
        rows.append(Example(str(at), "abcdef"[at % 6], "", "words", (), there, frozenset(), Verdict.NEITHER, frozenset()))
        own = chance.normal(-7.0, 1.0, V0 + len(VERDICTS) + 1 + len(KINDS))
        own[:10] = [chance.normal((0.0 if move in there else -4.0) + (3.0 if move is shouting else 0.0), 0.8) for move in MOVES[:10]]
        logits.append(own)
    wanted = np.array([shouting in row.moves for row in rows])
    card = calibrate(np.array(logits), rows)
    bars = card["thresholds"]
    assert isinstance(bars, dict)
    surely = 1 / (1 + np.exp(-np.array(logits)[:, 0] / float(str(card["move_temperature"]))))

    def f1(bar: float) -> float:
        heard = surely >= bar
        return 2 * (heard & wanted).sum() / (heard.sum() + wanted.sum())

    assert f1(0.9) > f1(bars[shouting.value]) + 0.05  # in these voices it would be heard better
    assert bars[shouting.value] < 0.8


def test_after_a_break_the_price_of_an_alarm_is_not_paid() -> None:
    rows, logits = rows_and_logits(6)
    amid = np.arange(len(rows)) % 3 == 0
    plain, card = calibrate(logits, rows), calibrate(logits, rows, amid)
    assert plain["thresholds_amid"] == plain["thresholds"] == card["thresholds"]
    assert isinstance(card["thresholds"], dict)
    assert isinstance(card["thresholds_amid"], dict)
    assert card["thresholds_amid"]["contempt"] < card["thresholds"]["contempt"]
    assert all(card["thresholds_amid"][move] <= bar for move, bar in card["thresholds"].items())


def with_a_companion(seed: int) -> tuple[list[Example], np.ndarray]:
    """As above, and every second contempt has a criticism beside it, which is never alone and hard to hear."""
    chance = np.random.default_rng(seed)
    rows, logits = rows_and_logits(seed)
    for at, row in enumerate(rows):
        there = bool(row.moves) and at % 2 == 0
        rows[at] = replace(row, moves=row.moves | {Move.CRITICISM}) if there else row
        logits[at, MOVES.index(Move.CRITICISM)] = chance.normal(1.0 if there else -2.0, 1.0) if row.moves else chance.normal(0.0, 1.5)
    return rows, logits


def test_beside_a_move_that_is_heard_a_companion_is_heard_sooner() -> None:
    rows, logits = with_a_companion(6)
    card = calibrate(logits, rows)
    alone, beside = card["thresholds"], card["thresholds_beside"]
    assert isinstance(alone, dict) and isinstance(beside, dict)
    assert all(beside[move] <= bar for move, bar in alone.items())
    others, unseen = with_a_companion(7)
    p = 1 / (1 + np.exp(-unseen[:, :V0] / float(str(card["move_temperature"]))))
    there, place = np.array([Move.CRITICISM in row.moves for row in others]), MOVES.index(Move.CRITICISM)
    high, low = (np.array([bars[move.value] for move in MOVES]) for bars in (alone, beside))
    nobody = np.zeros(len(others), bool)

    def f1(second: np.ndarray) -> float:
        heard = Bars(alone=high, amid=high, beside=second).heard(p, nobody)[:, place]
        return 2 * (heard & there).sum() / (heard.sum() + there.sum())

    assert f1(low) > f1(high) + 0.02


def test_a_single_voice_is_enough_to_choose_by() -> None:
    rows, logits = rows_and_logits(4)
    alone = [at for at, row in enumerate(rows) if row.voice == "a"]
    card = calibrate(logits[alone], [rows[at] for at in alone])
    assert isinstance(card["thresholds"], dict)
    assert set(card["thresholds"]) == {move.value for move in MOVES}
    assert card["thresholds"]["contempt"] < 0.99


def test_a_few_far_misses_do_not_decide_which_verdict_is_called() -> None:
    chance = np.random.default_rng(5)
    rows, logits = [], []
    for at in range(1200):
        verdict = Verdict.SECOND_RUPTURE if at % 3 == 0 else Verdict.NEITHER
        rows.append(Example(str(at), "a", "a", "words", (), frozenset(), frozenset(), verdict, frozenset()))
        own = np.full(V0 + len(VERDICTS) + 1 + len(KINDS), -6.0)
        leans = chance.normal(0.0 if verdict is Verdict.SECOND_RUPTURE else -2.0, 0.8)
        own[V0 + VERDICTS.index(Verdict.NEITHER)] = 0.0
        own[V0 + VERDICTS.index(Verdict.SECOND_RUPTURE)] = 9.0 if at % 12 == 1 else leans
        logits.append(own)
    card = calibrate(np.array(logits), rows)
    assert isinstance(card["verdict_bias"], list)
    assert isinstance(card["verdict_lean"], list)
    scaled = np.array(logits)[:, V0 : V0 + len(VERDICTS)] / float(str(card["verdict_temperature"])) + card["verdict_bias"]
    called, likeliest = (scaled + card["verdict_lean"]).argmax(1), scaled.argmax(1)
    for verdict, bar in ((Verdict.SECOND_RUPTURE, 0.85), (Verdict.NEITHER, 0.75)):
        right = [VERDICTS[one] is verdict for one, row in zip(called, rows, strict=True) if row.verdict is verdict]
        assert np.mean(right) >= bar
    attempts = likeliest[[row.verdict is Verdict.SECOND_RUPTURE for row in rows]]
    assert np.mean([VERDICTS[one] is Verdict.SECOND_RUPTURE for one in attempts]) < 0.75


def test_where_a_break_and_a_repair_look_alike_the_break_is_called() -> None:
    chance = np.random.default_rng(4)
    rows, logits = [], []
    for at in range(1200):
        verdict = VERDICTS[at % len(VERDICTS)]
        rows.append(Example(str(at), "a", "a", "words", (), frozenset(), frozenset(), verdict, frozenset()))
        own = np.full(V0 + len(VERDICTS) + 1 + len(KINDS), -6.0)
        if verdict in {Verdict.REPAIR, Verdict.SECOND_RUPTURE}:
            side = 1.0 if verdict is Verdict.REPAIR else -1.0
            told = chance.normal(side, 1.2)
            own[V0 + VERDICTS.index(Verdict.REPAIR)], own[V0 + VERDICTS.index(Verdict.SECOND_RUPTURE)] = told, -told
        else:
            own[V0 + VERDICTS.index(verdict)] = 6.0
        logits.append(own)
    card = calibrate(np.array(logits), rows)
    assert isinstance(card["verdict_lean"], list)
    lean = dict(zip(VERDICTS, card["verdict_lean"], strict=True))
    assert lean[Verdict.SECOND_RUPTURE] > lean[Verdict.REPAIR] + 0.1


def with_signals(apart: float) -> tuple[dict[str, object], np.ndarray, np.ndarray]:
    """A card; and the signal's probabilities by it, of messages that carry one and of those that do not."""
    chance = np.random.default_rng(9)
    rows, logits = [], []
    for at in range(2000):
        danger = at % 10 == 0
        kinds = frozenset({KINDS[0]} if danger else ())
        rows.append(Example(str(at), "a", "a", "words", (), frozenset(), frozenset(), Verdict.NEITHER, kinds))
        own = np.full(V0 + len(VERDICTS) + 1 + len(KINDS), -6.0)
        own[V0 + len(VERDICTS)] = chance.normal(apart / 2 if danger else -apart / 2, 1.0)
        logits.append(own)
    card = calibrate(np.array(logits), rows)
    p = 1 / (1 + np.exp(-np.array(logits)[:, V0 + len(VERDICTS)] / float(str(card["safety_temperature"]))))
    danger = np.array([bool(row.safety) for row in rows])
    return card, p[danger], p[~danger]


def test_the_signal_fires_sooner_where_somebody_asks_than_in_a_record() -> None:
    card, danger, harmless = with_signals(3.8)
    record, asked = (float(str(card[name])) for name in ("safety_threshold", "safety_asked"))
    assert 0 < np.mean(harmless >= record) <= FALSE_SIGNALS < np.mean(harmless >= asked) <= FALSE_WHERE_ASKED
    assert np.mean(danger >= record) < HEARD_WHERE_ASKED <= np.mean(danger >= asked) < HEARD_WHERE_ASKED + 0.02


def test_where_danger_and_its_likes_lie_close_alarms_are_bounded() -> None:
    card, danger, harmless = with_signals(2.0)
    asked = float(str(card["safety_asked"]))
    assert np.mean(danger >= asked) < HEARD_WHERE_ASKED
    assert FALSE_WHERE_ASKED - 0.01 < np.mean(harmless >= asked) <= FALSE_WHERE_ASKED


def test_where_danger_is_plain_the_bar_for_who_asks_is_no_higher_than_that_of_a_record() -> None:
    card, danger, _ = with_signals(12.0)
    assert float(str(card["safety_asked"])) <= float(str(card["safety_threshold"]))
    assert np.mean(danger >= float(str(card["safety_asked"]))) >= HEARD_WHERE_ASKED
