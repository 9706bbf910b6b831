"""The short form that examples are written in."""

from __future__ import annotations

import pytest

from training.author import Slip, examples

SOFA = """\
%the-sofa
Ana: did you ring the shop
Ben {40m}: no | dismissal | s | maybe: contempt
Ana: you said you would | hurt | n
Ben {2h}: that is on me, I forgot | accountability | r
Ana: ok, thank you | acceptance | n
! repaired | onset 1 | attempts 3
%the-bus
Ana: bus at six
Ben: ok
! calm
@alone
< where were you {20m}
> stuck at work
= you looked for me all evening | impact | r
"""


def test_a_dialogue_gives_its_turns_as_examples_in_their_context_and_its_episodes_apart() -> None:
    rows, dialogues = examples("couple", SOFA.splitlines())
    assert [row["id"] for row in rows] == [f"couple-{number:03d}" for number in range(1, 9)]
    assert rows[3]["context"] == [
        {"speaker": "other", "text": "did you ring the shop", "gap_minutes": 40.0},
        {"speaker": "self", "text": "no"},
        {"speaker": "other", "text": "you said you would", "gap_minutes": 120.0},
    ]
    assert [one["id"] for one in dialogues] == ["couple/the-sofa", "couple/the-bus"]
    assert dialogues[0]["episodes"] == [{"outcome": "repaired", "onset": 1, "attempts": [3]}]
    assert dialogues[0]["turns"][1] == {"example": "couple-002", "speaker": "Ben", "gap_minutes": 40.0}  # type: ignore[index]
    assert dialogues[1]["episodes"] == []


def test_empty_lines_do_not_end_a_dialogue() -> None:
    spaced = [line for told in SOFA.splitlines() for line in (told, "")]
    assert examples("couple", spaced)[1] == examples("couple", SOFA.splitlines())[1]


def test_what_stands_alone_has_only_the_context_written_above_it() -> None:
    rows, _ = examples("couple", SOFA.splitlines())
    assert rows[-1]["context"] == [
        {"speaker": "other", "text": "where were you", "gap_minutes": 20.0},
        {"speaker": "self", "text": "stuck at work"},
    ]


def test_a_dialogue_without_a_word_on_its_episodes_is_no_test_of_them() -> None:
    assert examples("couple", ["%x", "Ana: hi", "Ben: ho"])[1] == []


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["%x", "Ana: hi", "! mended | onset 0"], "line 3: outcome 'mended' is none of"),
        (["%x", "Ana: hi", "! open | onset 1"], "line 3: 'onset 1': wants onset N"),
        (["%x", "Ana: hi", "! open"], "line 3: wants one onset"),
        (["%x", "Ana: hi", "! calm", "Ben: ho"], "line 4: a line of the dialogue stands behind its end"),
        (["= hi | - | n"], "line 1: no @scenario"),
        (["@x", "= hi | kindness | n"], "line 2: unknown name kindness"),
    ],
)
def test_a_slip_names_its_line(lines: list[str], says: str) -> None:
    with pytest.raises(Slip, match=says.replace("|", r"\|")):
        examples("couple", lines)
