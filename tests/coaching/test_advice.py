"""The two clocks, the contrast and the Builder, told with what is heard behind the `#`."""

from __future__ import annotations

import pytest

from reattune.coaching.builder import Build, Part, heard
from reattune.coaching.clocks import Now, Said, now
from reattune.coaching.contrast import cut, without
from reattune.core.coded import Evidence, Turn
from reattune.core.errors import BadOption
from reattune.core.names import Move, Verdict
from tests.stories import ScriptedCoder, hear


def before(*lines: str) -> list[Said]:
    return [Said(line.startswith("me"), hear(line)) for line in lines]


@pytest.mark.parametrize(
    ("earlier", "draft", "first"),
    [
        ((), "sorry #apology", Now.GO_ON),
        (("them: that hurt #hurt",), "sorry #apology", Now.LISTEN),
        (("them: that hurt #hurt",), "how was it #inquiry", Now.GO_ON),
        (("them: that hurt #hurt",), "you sat there alone #acknowledgement", Now.GO_ON),
        (("them: that hurt #hurt", "me: how was it #inquiry", "them: awful #hurt"), "I see #acknowledgement", Now.OWN),
        (("them: that hurt #hurt", "me: how was it #inquiry", "them: awful #hurt"), "that was me #accountability", Now.GO_ON),
        (("them: that hurt #hurt", "me: that never happened #denial", "them: it did #hurt"), "sorry #apology", Now.AGREE),
        (("them: leave me #refusal",), "that was me #accountability", Now.LEAVE),
        (("them: fine #withdrawal",), "that was me #accountability", Now.LEAVE),
        (("them: that hurt #hurt", "me: sorry #apology"), "please #bid", Now.LEAVE),
        (("them: idiot #contempt", "me: shut up #hostility", "them: get lost #hostility"), "that was me #accountability", Now.PAUSE),
        (("them: idiot #contempt", "me: ok", "them: bread?"), "that was me #accountability", Now.GO_ON),
    ],
)
def test_what_comes_first(earlier: tuple[str, ...], draft: str, first: Now) -> None:
    assert now(before(*earlier), hear(draft)) is first


def test_what_has_cooled_needs_no_pause() -> None:
    hot = [
        Said(False, hear("idiot #contempt")),
        Said(True, hear("shut up #hostility"), 1.0),
        Said(False, hear("get out of my face #hostility"), 60.0),
    ]
    assert now(hot, hear("that was me #accountability")) is Now.GO_ON


class Remover:
    """A coder that hears a counterattack wherever "but you" stands, and an apology wherever "sorry" does."""

    def code(self, turns: list[Turn], scores: bool = False) -> list[object]:
        assert scores
        tags = [
            ("#counterattack " if "but you" in turn.text else "") + ("#accountability" if "my doing" in turn.text else "") for turn in turns
        ]
        return [hear(tag) for tag in tags]


def test_without_the_words_that_undo_it_the_verdict_is_the_coders_own() -> None:
    text = "It was my doing, but you never ring either."
    at = text.index("but")
    spans = ((at, len(text)),)
    (one,) = without(Turn(text), [Evidence(Move.COUNTERATTACK, spans), Evidence(Move.ACCOUNTABILITY, ((0, 16),))], Remover())  # type: ignore[arg-type]
    assert (one.rest, one.verdict, one.moves) == ("It was my doing", Verdict.REPAIR, (Move.ACCOUNTABILITY,))


def test_where_nothing_undoes_it_or_nothing_would_be_left_there_is_no_contrast() -> None:
    assert without(Turn("It was my doing"), [Evidence(Move.ACCOUNTABILITY, ((0, 15),))], Remover()) == ()  # type: ignore[arg-type]
    assert without(Turn("but you"), [Evidence(Move.COUNTERATTACK, ((0, 7),))], Remover()) == ()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "spans", "rest"),
    [
        ("a, b, c", ((3, 5),), "a, c"),
        ("one two three", ((4, 8),), "one three"),
        ("Sorry. But you. Thanks.", ((7, 16),), "Sorry. Thanks."),
        ("But you did. I was late.", ((0, 13),), "I was late."),
    ],
)
def test_a_cut_leaves_no_gap(text: str, spans: tuple[tuple[int, int], ...], rest: str) -> None:
    assert cut(text, spans) == rest


def test_the_builder_composes_only_the_persons_own_words_in_order() -> None:
    build = (
        Build()
        .with_answer(Part.RETURN, "tonight at nine")
        .with_answer(Part.WHAT, "I shouted")
        .with_answer(Part.IMPACT, " you went quiet ")
        .with_answer(Part.MINE, "I did that")
    )
    assert build.draft == "you went quiet\nI did that\ntonight at nine"
    assert build.next_part is None
    assert Build.of(build.kept()) == build


def test_the_builder_can_be_left_and_taken_up_at_any_question() -> None:
    build = Build(said_last="that hurt").with_answer(Part.WHAT, "I shouted")
    assert Build.of(build.kept()) == build and build.next_part is Part.IMPACT
    assert build.with_answer(Part.WHAT, "").next_part is Part.WHAT


def test_each_part_is_read_for_what_it_asks_and_for_what_undoes_it() -> None:
    coder = ScriptedCoder()
    assert heard(Part.IMPACT, "you sat alone #acknowledgement", Build(), coder).there
    assert not heard(Part.IMPACT, "sorry #apology", Build(), coder).there
    assert heard(Part.MINE, "mine #accountability #explaining", Build(), coder).undoing == (Move.EXPLAINING,)
    assert heard(Part.WHAT, "you started it #criticism", Build(), coder).undoing == ()


def test_an_endless_answer_is_refused() -> None:
    with pytest.raises(BadOption, match="longest"):
        Build().with_answer(Part.MINE, "x" * 5000)
