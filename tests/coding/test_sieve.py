"""The first stage leaves out what is plainly ordinary and nothing that may carry something."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from reattune.coding.coder import ShippedCoder, shipped
from reattune.coding.head import Head
from reattune.coding.sieve import Sieve
from reattune.coding.window import DEPTH
from reattune.core.coded import Turn
from reattune.core.names import Move, Verdict

FOLDER = Path(str(resources.files("reattune.coding"))) / "model"
HURT = "I cried the whole way home after what you said to me in front of them"
BEFORE = {
    "a hurt": HURT,
    "a bid": "I really need to talk to you tonight, can you just sit with me for a bit? I feel so alone with this",
    "a rupture": "You never listen to a word I say, you selfish idiot",
    "a repair": "I see that I hurt you when I said that, and I'm sorry. I left you alone with it",
}
PLAIN = ["the bus is at six", "can you bring milk and bread", "the meeting moved to room four", "new tyres were 240 for the pair"]


@pytest.fixture(scope="module")
def sieve() -> Sieve:
    return Sieve(FOLDER, json.loads((FOLDER / "card.json").read_text())["sieve_threshold"])


@pytest.mark.parametrize("word", ["ok", "fine", "Ok.", "k", "whatever you want"])
@pytest.mark.parametrize("before", BEFORE.values(), ids=list(BEFORE))
def test_a_short_answer_to_what_carries_something_is_never_skipped(word: str, before: str) -> None:
    turns = [
        Turn(word, ((False, before, 2.0),)),
        Turn(word, ((False, before, 5.0), (True, PLAIN[0], 2.0))),
        Turn(word, ((False, before, 5.0), (False, PLAIN[0], 5.0), (False, PLAIN[1], 2.0))),
    ]
    assert shipped().sift(turns).all()
    assert shipped().sift([Turn(before), *turns]).all()  # as a record in which it stands itself


def test_a_short_answer_after_ordinary_talk_can_be_left_out(sieve: Sieve) -> None:
    turn = Turn("ok", ((False, PLAIN[0], 2.0),))
    assert not shipped().sift([turn]).any()
    assert sieve.passes([turn])[1][0] < 0.05


def test_what_is_heard_in_a_short_answer_makes_the_next_one_read() -> None:
    lines = [HURT, "bus at six", "milk and bread", "fuck off", "ok", "new tyres", "k"]
    turns = [
        Turn(text, tuple((bool((at - one) % 2), lines[one], 1.0) for one in range(max(at - 3, 0), at))) for at, text in enumerate(lines)
    ]
    coded, read = shipped().code(turns), shipped().sift(turns)
    assert coded[3].moves
    assert read.tolist() == [True] * 7


def test_a_short_answer_to_what_passed_in_vain_is_left_out() -> None:
    """It is what is heard that counts, not what might have been."""
    coder = ShippedCoder(FOLDER)
    turns = [Turn("that is a big spider, kill it"), Turn("ok", ((False, "that is a big spider, kill it", 1.0),))]
    coder._sieve.passes = lambda some, tick=None: (np.array([one is turns[0] for one in some]), np.zeros(len(some), np.float32))  # type: ignore[union-attr, method-assign]
    assert not coder.code(turns)[0].moves
    assert coder.sift(turns).tolist() == [True, False]


@pytest.mark.parametrize("word", ["ok", "fine"])
def test_the_same_short_answer_after_ordinary_talk_is_nothing(word: str) -> None:
    coded = shipped().code([Turn(word, ((False, PLAIN[0], 2.0),))])[0]
    assert coded.moves == () and coded.verdict is Verdict.NEITHER


def test_what_carries_something_passes_and_is_judged_as_in_full() -> None:
    turns = [Turn(text) for text in BEFORE.values()]
    quick, whole = shipped().code(turns), shipped().code(turns, scores=True)
    assert [(one.moves, one.verdict, one.confidence) for one in quick] == [(one.moves, one.verdict, one.confidence) for one in whole]
    assert all(one.moves for one in quick)


def test_ordinary_talk_is_not_read_by_the_large_encoder() -> None:
    coder = ShippedCoder(FOLDER)
    read: list[str] = []
    inner = coder._encoder.read
    coder._encoder.read = lambda texts, tick=None: (read.extend(texts), inner(texts, tick))[1]  # type: ignore[method-assign]
    turns = [Turn(text, tuple((False, earlier, 1.0) for earlier in PLAIN[:at][-3:])) for at, text in enumerate(PLAIN)]
    assert [one.moves for one in coder.code(turns)] == [()] * len(PLAIN)
    assert not read
    coder.code(turns, scores=True)
    assert set(PLAIN) <= set(read)


def test_no_context_is_left_out() -> None:
    plain, hurt = Turn("ok", ((False, PLAIN[0], 2.0),)), Turn("ok", ((False, HURT, 2.0),))
    quick, whole = shipped().code([hurt])[0], shipped().code([hurt], scores=True)[0]
    assert quick.moves == whole.moves
    assert shipped().code([plain])[0].moves == ()


def test_what_passes_after_ordinary_talk_only_is_judged_too() -> None:
    turn = Turn(HURT, ((False, PLAIN[0], 2.0),))
    assert Move.HURT in shipped().code([turn])[0].names()
    both = shipped().code([turn, Turn(HURT, ((False, PLAIN[1], 2.0), (True, HURT, 1.0)))])
    assert all(one.moves for one in both)


def test_the_same_turn_passes_alone_and_in_company() -> None:
    turns = [Turn(word, ((False, before, 2.0),)) for word in ("ok", "see you at nine", "no") for before in [*BEFORE.values(), *PLAIN]]
    company = [Turn(f"bus at {n}, see you there then, {'and bring the blue bag ' * (n % 9)}") for n in range(50)]
    among = shipped().sift([*company, *turns])[len(company) :]
    alone = np.concatenate([ShippedCoder(FOLDER).sift([turn]) for turn in turns])
    assert among.tolist() == alone.tolist()


def test_what_was_asked_before_has_no_say_in_what_stands_after_a_break() -> None:
    coder, turn = ShippedCoder(FOLDER), Turn("ok", ((False, HURT, 2.0),))
    assert not coder.amid([turn], set()).any()
    assert coder.amid([turn], {HURT}).all()
    assert not coder.amid([turn], set()).any()
    assert coder.amid([turn]).all()


def test_an_estimate_is_nearer_to_its_vector_than_their_middle_is(sieve: Sieve) -> None:
    texts = [*PLAIN, "see you at nine then", "the dog needs a walk before lunch", "thanks, got it"]
    rough, real = sieve.estimates(texts), shipped().vectors(texts)
    known, guessed = (np.linalg.norm(one - real, axis=1).mean() for one in (rough, real.mean(0)))
    assert known < guessed


def test_a_head_asked_for_one_output_gives_that_one() -> None:
    whole, last = Head(FOLDER / "sieve.npz"), Head(FOLDER / "sieve.npz", slice(-1, None))
    chance = np.random.default_rng(3)
    own, marks = (chance.normal(size=(7, width)).astype(np.float32) for width in (whole._w["own.weight"].shape[1], 3 * DEPTH))
    assert np.allclose(last.logits(own, [], marks), whole.logits(own, [], marks)[:, -1:], atol=1e-4)


def test_blank_messages_carry_nothing_for_sure() -> None:
    assert [one.confidence for one in shipped().code([Turn("  "), Turn("", ((False, HURT, 1.0),))])] == [1.0, 1.0]
    assert Move.HURT in shipped().code([Turn(HURT)])[0].names()
