"""A coder that stands, taught further: what is learned more often, what is kept of what was, and the head alone."""

from __future__ import annotations

import pytest

pytest.importorskip("torch", reason="torch belongs to training; `make test-training` runs this")

import torch
from torch import Tensor, nn

from reattune.core.names import Move, Verdict
from training.data import MOVES, OUTPUTS, VERDICTS, Example
from training.layers import Packed, pack
from training.learn import S0, V0, judge, texts_of
from training.model import VECTOR, Head
from training.tokens import Tokens
from training.train import Network, blend, fit_head, main, more_often


def row(name: str, voice: str, text: str, *moves: Move) -> Example:
    verdict = Verdict.SECOND_RUPTURE if moves else Verdict.NEITHER
    return Example(name, voice, voice, text, (), frozenset(moves), frozenset(), verdict, frozenset())


ROWS = [row("a", "new", "you are hopeless", Move.CONTEMPT), row("b", "old", "the bus is late")]


class ByLength(nn.Module):
    """Stands for an encoder: a text's vector is told by how many tokens it has beyond the usual."""

    def read(self, batch: Packed) -> Tensor:
        return (batch.lengths[batch.back].float()[:, None] - 5.5) * torch.linspace(-1, 1, VECTOR)


def small() -> Network:
    network = Network.__new__(Network)
    nn.Module.__init__(network)
    torch.manual_seed(1)
    network.encoder, network.head = ByLength(), Head(OUTPUTS)  # type: ignore[assignment]
    return network


def test_a_voice_named_comes_as_often_as_said_and_an_unknown_one_is_refused() -> None:
    assert [one.id for one in more_often(ROWS, frozenset({"new"}), 3)] == ["a", "a", "a", "b"]
    with pytest.raises(ValueError, match="nobody"):
        more_often(ROWS, frozenset({"nobody"}), 3)


def test_what_is_left_lies_between_what_was_and_what_came_of_it() -> None:
    network = small()
    former = {name: torch.zeros_like(value) for name, value in network.state_dict().items()}
    learned = {name: value.clone() for name, value in network.state_dict().items()}
    blend(network, former, 0.25)
    for name, value in network.state_dict().items():
        assert torch.allclose(value, 0.25 * learned[name])


@pytest.mark.parametrize(("given", "says"), [(["--blend", "1.5", "--resume", "x"], "from 0 to 1"), (["--blend", "0.5"], "--resume")])
def test_a_share_that_cannot_be_is_refused_before_anything_is_trained(
    given: list[str], says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["train", *given])
    with pytest.raises(SystemExit):
        main()
    assert says in capsys.readouterr().err


def test_the_head_alone_learns_the_labels_and_the_encoder_stays() -> None:
    network, tokens = small(), Tokens()
    rows = [row(str(n), "v", "no " * (1 + n % 6), *([Move.CONTEMPT] if n % 6 > 2 else [])) for n in range(60)]
    texts = texts_of(rows)
    vectors = torch.stack([network.encoder.read(pack([tokens.ids(text)]))[0] for text in texts])
    place = {text: at for at, text in enumerate(texts)}

    def sure() -> Tensor:
        network.head.eval()
        with torch.no_grad():
            return judge(network.head, rows, vectors, place)[:, MOVES.index(Move.CONTEMPT)]

    there = torch.tensor([bool(one.moves) for one in rows])
    before = sure()
    fit_head(network, rows, tokens, 60, 1, rate=1e-2)
    after = sure()
    assert (after[there].mean() - after[~there].mean()) > (before[there].mean() - before[~there].mean()) + 1.0


def test_the_head_alone_keeps_to_its_own_verdicts_where_the_labels_are_of_another_mind() -> None:
    network, tokens = small(), Tokens()
    with torch.no_grad():
        network.head.direct.bias[V0 + VERDICTS.index(Verdict.REPAIR)] += 8.0
    rows = [row(str(n), "v", "no " * (1 + n % 6), *([Move.CONTEMPT] if n % 6 > 2 else [])) for n in range(60)]
    fit_head(network, rows, tokens, 60, 1)
    vectors = network.encoder.read(pack([tokens.ids(one.text) for one in rows[:6]]))
    network.head.eval()
    with torch.no_grad():
        verdicts = judge(network.head, rows[:6], vectors, {one.text: at for at, one in enumerate(rows[:6])})[:, V0:S0]
    assert set(verdicts.argmax(1).tolist()) == {VERDICTS.index(Verdict.REPAIR)}
