"""The model inside the package: whole, deterministic, and true to what it promises."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reattune.coding.card import JUDGES, content_hash
from reattune.coding.coder import EVIDENCE_STRETCH, ShippedCoder, contradicted, shipped
from reattune.coding.head import Array, Head, marks_of
from reattune.core.coded import Coded, Heard, Turn
from reattune.core.errors import NoLongerWanted
from reattune.core.names import DEFENCE, RUPTURE, Move, Verdict

FOLDER = Path(str(resources.files("reattune.coding"))) / "model"
LIMIT = 30_000_000


def test_it_weighs_at_most_30_megabytes() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= LIMIT


def test_the_card_carries_the_hash_of_what_judges() -> None:
    card = json.loads((FOLDER / "card.json").read_text())
    numbers = {name: value for name, value in card.items() if name not in {"codebook", "made", "id"}}
    assert set(JUDGES) <= {path.name for path in FOLDER.iterdir()}
    assert card["id"] == content_hash(FOLDER, numbers) == shipped().id


def test_the_two_sentences_of_the_mission() -> None:
    repair, second = shipped().code(
        [Turn("I see that I hurt you when I said that"), Turn("I didn't mean it that way, you're too sensitive")]
    )
    assert repair.verdict is Verdict.REPAIR
    assert Move.ACKNOWLEDGEMENT in repair.names()
    assert second.verdict is Verdict.SECOND_RUPTURE
    assert {Move.EXPLAINING, Move.MINIMISING} & set(second.names())
    assert not (repair.unsure or second.unsure)


def test_context_changes_what_a_short_word_is() -> None:
    plain = Turn("ok", ((False, "bus is at six", 2.0),))
    hurt = Turn("ok", ((False, "I cried the whole way home after what you said to me in front of them", 2.0),))
    calm, brushed = shipped().code([plain, hurt], scores=True)
    p = [{heard.move: heard.p for heard in one.scores}[Move.DISMISSAL] for one in (calm, brushed)]
    assert p[1] > p[0]
    assert calm.moves == ()


def test_what_stands_after_a_break_or_a_hurt_is_known() -> None:
    hurt, calm = "I cried the whole way home after what you said to me in front of them", "the bus is at six"
    turns = [
        Turn("ok", ((False, hurt, 2.0),)),
        Turn("ok", ((False, hurt, 9.0), (True, calm, 2.0))),
        Turn("ok", ((False, calm, 2.0),)),
        Turn(hurt),
    ]
    assert shipped().amid(turns).tolist() == [True, True, False, False]


@pytest.mark.parametrize("where", ["thresholds_amid", "thresholds_beside"])
def test_after_a_break_and_in_company_no_more_is_asked_for_than_elsewhere(where: str) -> None:
    card = json.loads((FOLDER / "card.json").read_text())
    lower = [card[where][move] < bar for move, bar in card["thresholds"].items()]
    assert all(card[where][move] <= bar for move, bar in card["thresholds"].items()) and any(lower)


def test_one_load_serves_the_whole_process() -> None:
    assert shipped() is shipped()


def test_the_same_turn_is_heard_the_same_alone_and_in_company() -> None:
    said = ["no", "you always do this", "I see that I hurt you when I said that, and I left you alone with it all evening. " * 3]
    turns = [Turn(text, ((False, "I'm late, sorry", 4.0),)) for text in said]
    company = [Turn(f"bus at {n}, see you there then, {'and bring the blue bag ' * (n % 9)}") for n in range(50)]
    among = ShippedCoder(FOLDER).logits([*company, *turns])[-len(turns) :]
    alone = np.concatenate([ShippedCoder(FOLDER).logits([turn]) for turn in turns])
    assert np.abs(among - alone).max() < 0.01  # rounding, of logits that differ by several


def test_a_letter_is_heard_to_its_end() -> None:
    filler = "The garden is coming on and the beans are up, and your aunt was here on Tuesday with the dog. " * 14
    coded = shipped().code(
        [Turn(filler + "I am ashamed that I hit the table and frightened you on Sunday. That was my doing and I'm sorry.")], scores=True
    )[0]
    heard = {heard.move: heard.p for heard in coded.scores}
    plain = {heard.move: heard.p for heard in shipped().code([Turn(filler)], scores=True)[0].scores}
    assert heard[Move.APOLOGY] > plain[Move.APOLOGY]


@settings(max_examples=60)
@given(st.lists(st.text(max_size=120), min_size=1, max_size=6))
def test_any_text_is_coded_and_a_repair_never_stands_beside_a_break(texts: list[str]) -> None:
    for coded, text in zip(shipped().code([Turn(text) for text in texts], scores=True), texts, strict=True):
        assert [heard.move for heard in coded.scores] == list(Move)
        assert all(0 <= heard.p <= 1 for heard in coded.scores)
        assert list(coded.moves) == sorted(coded.moves, key=lambda heard: -heard.p)
        assert not (coded.verdict is Verdict.REPAIR and coded.has(RUPTURE | DEFENCE))
        assert text.strip() or coded.moves == ()


@pytest.mark.parametrize(
    ("heard", "left"),
    [
        (Move.CRITICISM, {Verdict.SECOND_RUPTURE}),
        (Move.DENIAL, {Verdict.SECOND_RUPTURE}),
        (Move.APOLOGY, {Verdict.REPAIR, Verdict.PARTIAL, Verdict.SECOND_RUPTURE}),
        (Move.IMPACT, {Verdict.REPAIR, Verdict.PARTIAL, Verdict.SECOND_RUPTURE}),
        (Move.BID, set(Verdict)),
    ],
)
def test_no_verdict_contradicts_a_move_that_is_shown_beside_it(heard: Move, left: set[Verdict], tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "model")
    card = json.loads((FOLDER / "card.json").read_text())
    card["thresholds"] = card["thresholds_amid"] = card["thresholds_beside"] = {
        move.value: 0.0 if move is heard else 1.0 for move in Move
    }  # this one is always heard, whatever is said
    (tmp_path / "model" / "card.json").write_text(json.dumps(card))
    said = ["The bus leaves at ten.", "I see that I hurt you when I said that.", "You're too sensitive.", "I'm sorry, but you started it."]
    coded = ShippedCoder(tmp_path / "model").code([Turn(text) for text in said], scores=True)
    assert all(one.names() == (heard,) for one in coded)
    assert {one.verdict for one in coded} <= left
    usual = {one.verdict for one in shipped().code([Turn(text) for text in said], scores=True)}
    assert {Verdict.NEITHER, Verdict.REPAIR} <= usual  # what the same words are called where nothing speaks against it


def test_a_partial_repair_stands_beside_a_defence_only_where_something_repairs() -> None:
    assert contradicted(Verdict.PARTIAL, {Move.EXPLAINING})
    assert not contradicted(Verdict.PARTIAL, {Move.EXPLAINING, Move.ACCOUNTABILITY})
    assert contradicted(Verdict.REPAIR, {Move.EXPLAINING, Move.ACCOUNTABILITY})
    assert not any(contradicted(Verdict.SECOND_RUPTURE, {move}) for move in Move)


def test_what_is_called_may_lean_from_the_likeliest_and_its_confidence_does_not(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "model")
    card = json.loads((FOLDER / "card.json").read_text())
    said = [
        Turn("The bus leaves at ten."),
        Turn("I see that I hurt you when I said that."),
        Turn("You always do this, what is wrong with you?"),
    ]

    def coded(*lean: float) -> list[Coded]:
        (tmp_path / "model" / "card.json").write_text(json.dumps(card | {"verdict_lean": lean}))
        return ShippedCoder(tmp_path / "model").code(said, scores=True)

    plain, leaning = coded(0.0, 0.0, 0.0, 0.0), coded(20.0, 0.0, 0.0, 0.0)
    assert [one.verdict for one in plain] == [Verdict.NEITHER, Verdict.REPAIR, Verdict.SECOND_RUPTURE]
    assert [one.verdict for one in leaning[:2]] == [Verdict.REPAIR, Verdict.REPAIR]
    assert leaning[2].verdict is not Verdict.REPAIR  # an attack is heard beside it
    assert leaning[0].unsure
    assert leaning[0].confidence < 0.5
    assert leaning[1].confidence == plain[1].confidence


def test_evidence_lies_within_the_text_and_names_every_move() -> None:
    turns = [Turn("I'm sorry I shouted at you in the car. But you started it, you always do."), Turn("ok")]
    coded = shipped().code(turns)
    for turn, one, found in zip(turns, coded, shipped().evidence(turns, coded), strict=True):
        assert [item.move for item in found] == list(one.names())
        assert all(0 <= a < b <= len(turn.text) for item in found for a, b in item.spans)


def test_half_a_letter_stops_nothing() -> None:
    assert shipped().code([Turn("caf\udce9 \ud83d", ((False, "\ud83d", None),))])[0].confidence > 0


class Counting(ShippedCoder):
    """The shipped coder, which remembers how many turns it was asked about at a time."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.asked: list[int] = []

    def logits(self, turns: Sequence[Turn]) -> Array:
        self.asked.append(len(turns))
        return super().logits(turns)


def test_the_words_of_a_long_record_are_found_a_stretch_at_a_time() -> None:
    coder = Counting(FOLDER)
    turns = [Turn(f"I'm sorry. The bus was late at {number % 7}.") for number in range(2 * EVIDENCE_STRETCH + 3)]
    coded = [Coded((Heard(Move.APOLOGY, 0.9),))] * len(turns)
    found = coder.evidence(turns, coded)
    assert len(found) == len(turns)
    assert max(coder.asked) <= 4 * EVIDENCE_STRETCH  # two clauses: each left out, each alone
    assert found[-1] == coder.evidence(turns[-1:], coded[-1:])[0]
    assert found[0][0].spans == ((0, 10),)


def test_the_head_in_numpy_is_the_head_that_was_trained() -> None:
    torch = pytest.importorskip("torch", reason="torch is for training only; the comparison runs where it is installed")
    from training.data import OUTPUTS
    from training.model import DEPTH, VECTOR
    from training.model import Head as Trained

    trained = Trained(OUTPUTS).eval()
    with np.load(FOLDER / "head.npz") as kept:
        trained.load_state_dict({name: torch.from_numpy(kept[name].astype(np.float32)) for name in kept.files})
    chance = np.random.default_rng(3)
    own, past = chance.normal(size=(4, VECTOR)).astype(np.float32), chance.normal(size=(4, DEPTH, VECTOR)).astype(np.float32)
    marks = np.abs(chance.normal(size=(4, 3 * DEPTH))).astype(np.float32)
    ours = Head(FOLDER / "head.npz").logits(own, [(place, np.arange(4), past[:, place]) for place in range(DEPTH)], marks)
    theirs = trained(torch.from_numpy(own), torch.from_numpy(past), torch.from_numpy(marks)).detach().numpy()
    assert np.abs(ours - theirs).max() < 1e-3


def test_marks_are_newest_first() -> None:
    (row,) = marks_of([Turn("x", ((True, "old", 60.0), (False, "new", None)))])
    assert row[:6].tolist() == pytest.approx([1, 0, 0, 1, 1, np.log1p(1.0)])


def test_evidence_is_given_up_once_it_is_not_wanted() -> None:
    turn = Turn("I didn't mean it, and you're too sensitive. " * 12)
    coded = shipped().code([turn])
    answers = iter([True, True, False])
    with pytest.raises(NoLongerWanted):
        shipped().evidence([turn], coded, lambda: next(answers))
    assert next(answers, "asked no more") == "asked no more"
    assert shipped().evidence([turn], coded, lambda: True) == shipped().evidence([turn], coded)
