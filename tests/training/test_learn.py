"""With how much of its context an example is learned."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

pytest.importorskip("torch", reason="torch belongs to training; `make test-training` runs this")

from reattune.core.names import Move, SafetyKind, Verdict
from training.data import Example
from training.learn import count_thinned, thinned, with_less_context

BEFORE = ((False, "are you coming home tonight", 5.0), (True, "I said so", 3.0))


def lengths(moves: frozenset[Move], safety: frozenset[SafetyKind], text: str) -> set[int]:
    row = Example("a", "a", "a", text, BEFORE, moves, frozenset(), Verdict.NEITHER, safety)
    chance = random.Random(2)
    return {len(with_less_context(row, chance).context) for _ in range(200)}


def test_what_speaks_for_itself_is_now_and_then_alone_and_a_short_answer_never() -> None:
    words = "you never listen to a word I say"
    assert lengths(frozenset({Move.CRITICISM}), frozenset(), words) == {0, 1, 2}
    assert lengths(frozenset({Move.DISMISSAL}), frozenset(), "fine") == {1, 2}


def test_what_mends_only_after_a_break_keeps_something_before_it() -> None:
    assert lengths(frozenset({Move.INQUIRY}), frozenset(), "how was that for you, when I left") == {1, 2}


def test_danger_keeps_all_that_was_said_before_it() -> None:
    assert lengths(frozenset(), frozenset({SafetyKind.FEAR}), "I will be there in twenty minutes, wait") == {2}


def test_of_what_carries_nothing_another_half_is_seen_each_time_and_of_the_rest_all() -> None:
    rows = [
        Example(str(n), "a", "a", str(n), (), frozenset({Move.HURT} if n % 3 == 0 else ()), frozenset(), Verdict.NEITHER, frozenset())
        for n in range(30)
    ]
    chance = random.Random(4)
    seen = [thinned(rows, chance) for _ in range(40)]
    assert {len(one) for one in seen} == {20} == {count_thinned(rows)}
    assert all([row for row in one if row.moves] == rows[::3] for one in seen)
    assert {row.id for one in seen for row in one} == {row.id for row in rows}
    assert all([int(row.id) for row in one] == sorted(int(row.id) for row in one) for one in seen)


def test_what_a_network_made_of_texts_before_is_kept_while_it_goes_on() -> None:
    import torch

    from training.data import OUTPUTS
    from training.model import Encoder, Head
    from training.tokens import Tokens
    from training.train import Both, FormerSelf, Network, texts_of

    torch.manual_seed(5)
    network = Network.__new__(Network)
    torch.nn.Module.__init__(network)
    network.encoder, network.head = Encoder(1), Head(OUTPUTS)
    row = Example("a", "a", "a", "fine", BEFORE, frozenset({Move.DISMISSAL}), frozenset(), Verdict.SECOND_RUPTURE, frozenset())
    tokens = Tokens()
    former = FormerSelf(network, tokens, texts_of([row]))
    with torch.no_grad():
        judged = network.eval()([row], tokens)
        assert torch.allclose(former.logits([row]), judged, atol=0.05)  # read with half as many bits where the processor can
        network.head.join.bias += 3.0
    assert torch.allclose(former.logits([row]), judged, atol=0.05)
    other = FormerSelf(network, tokens, texts_of([row]))
    assert torch.allclose(Both(former, other).logits([row]), judged + 1.5, atol=0.05)


def test_labels_set_right_what_an_adviser_doubts_or_errs_in_and_the_rest_of_its_judgement_stays() -> None:
    import torch

    from training.data import OUTPUTS
    from training.learn import S0, V0, set_right

    there = frozenset({Move.HURT, Move.APOLOGY})
    read = Example("a", "a", "a", "a", (), there, frozenset({Move.BID}), Verdict.PARTIAL, frozenset({SafetyKind.FEAR}))
    nobody = replace(read, moves=frozenset(), maybe=frozenset(), verdict=Verdict.NEITHER, safety=frozenset(), weight=0.6)
    moves, verdicts = list(Move), list(Verdict)
    judged = torch.zeros(2, OUTPUTS)
    judged[:, moves.index(Move.HURT)] = -4.0  # missed
    judged[:, moves.index(Move.APOLOGY)] = 0.7  # heard, but hardly
    judged[:, moves.index(Move.BID)] = 3.0  # in doubt: not for the labels to say
    judged[:, moves.index(Move.CONTEMPT)] = 5.0  # a false alarm
    judged[:, moves.index(Move.CRITICISM)] = -7.0  # rightly not heard
    judged[:, V0 + verdicts.index(Verdict.REPAIR)] = 1.5
    judged[:, S0] = 6.0
    found = set_right(judged, [read, nobody])
    asked = [moves.index(move) for move in (Move.HURT, Move.APOLOGY, Move.BID, Move.CONTEMPT, Move.CRITICISM)]
    assert found[0, asked].tolist() == [2.0, 2.0, 3.0, -2.0, -7.0]
    assert verdicts[int(found[0, V0:S0].argmax())] is Verdict.PARTIAL
    kinds = list(SafetyKind)
    assert found[0, S0] == 6.0
    assert [float(found[0, S0 + 1 + kinds.index(kind)]) for kind in (SafetyKind.FEAR, SafetyKind.THREAT)] == [2.0, -2.0]
    assert torch.equal(found[1], judged[1])  # what nobody read is as it was judged
    assert torch.equal(set_right(found, [read, nobody]), found)


def test_the_running_mean_follows_fast_at_first_and_slowly_later() -> None:
    import torch

    from training.train import toward

    mean, now = [torch.zeros(2)], [torch.ones(2)]
    toward(mean, now, 1)
    assert mean[0][0] > 0.8
    before = float(mean[0][0])
    toward(mean, now, 100_000)
    assert float(mean[0][0]) - before == pytest.approx(0.001 * (1 - before), rel=1e-3)


def test_a_mirror_learns_what_the_teachers_vectors_are() -> None:
    from types import SimpleNamespace
    from typing import cast

    import torch

    from training.model import VECTOR
    from training.teacher import Guide
    from training.train import Mirror

    torch.manual_seed(3)
    rows = [Example(str(at), "a", "a", str(at), (), frozenset(), frozenset(), Verdict.NEITHER, frozenset()) for at in range(40)]
    small, turned = torch.randn(40, VECTOR), torch.randn(VECTOR, 5)
    known = SimpleNamespace(vectors=small @ turned * 7 + 3, place={row.text: at for at, row in enumerate(rows)})
    mirror = Mirror(cast("Guide", known))
    first = float(mirror.loss(small, rows).detach())
    assert 0.5 < first < 3  # each number counts alike, whatever its size
    descent = torch.optim.Adam(mirror.layer.parameters(), lr=0.02)
    for _ in range(200):
        descent.zero_grad()
        loss = mirror.loss(small, rows)
        loss.backward()
        descent.step()
    assert float(loss.detach()) < 0.1 * first
