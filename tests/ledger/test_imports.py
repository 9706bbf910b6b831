"""Episodes of a chat as the ledger takes them: whose part it was, none of the words unless asked for, and what is left with the other."""

from __future__ import annotations

from datetime import datetime

import pytest

from reattune.app import importing
from reattune.coding.coder import shipped
from reattune.core.errors import BadOption
from reattune.core.names import Answer
from reattune.ledger import answers, transfer
from reattune.ledger.records import Closing, Rupture
from reattune.ledger.store import Ledger
from reattune.pipeline import analyse
from tests.stories import ScriptedCoder, conversation

NOW = datetime(2026, 6, 1)
BREAK = "tom: you never think of anybody but yourself #criticism"
HURT = "ana: that hurt #hurt"
MENDS = "tom: I called you selfish and you had to sit with that. that was me #acknowledgement #accountability"


def taken(ledger: Ledger, *lines: str, words: bool = False) -> tuple[Rupture, ...]:
    report = analyse(conversation(*lines), ScriptedCoder(), "tom")
    return importing.imported(report, [], ledger, NOW, words)


def test_of_a_chat_no_word_is_kept_unless_asked_for(ledger: Ledger) -> None:
    lines = (BREAK, HURT, MENDS, "ana: thank you. I take that in #acceptance")
    (plain,), (told,) = taken(ledger, *lines), taken(ledger, *lines, words=True)
    assert plain.by_me is True and plain.closed_as is Closing.MENDED_FOR_ME and not plain.leave
    said = transfer.to_json(transfer.Kept((), (plain,), (), ()))
    assert "selfish" not in said and "never think" not in said and "take that in" not in said
    assert "never think" in told.what and "selfish" in (told.attempts[0].text or "")
    assert plain.source == told.source


@pytest.mark.parametrize(
    ("after", "leave"),
    [
        ((), False),
        ((MENDS,), False),
        ((MENDS, "ana: no. keep your sorry #refusal"), True),
        (("ana: I need some days to myself, I will write on sunday #timeout",), True),
        (("ana: I need an hour #timeout", MENDS, "ana: thank you. I take that in #acceptance"), False),
        (("tom: I will find you wherever you go #!threat",), True),
    ],
)
def test_what_is_to_be_left_with_them_is_read_from_the_chat(ledger: Ledger, after: tuple[str, ...], leave: bool) -> None:
    (item, *_) = taken(ledger, BREAK, HURT, *after)
    assert item.leave is leave


@pytest.mark.parametrize(
    "said",
    [
        "I need space. Please don't contact me again.",
        "I don't want any contact with you anymore.",
        "Do not write to me.",
        "Give me some room.",
        "No. Keep your sorry.",
    ],
)
def test_the_shipped_coder_hears_that_they_ask_for_room(ledger: Ledger, said: str) -> None:
    told = conversation("tom: You never think of anybody but yourself, you are selfish.", "ana: That really hurt me.", f"ana: {said}")
    items = importing.imported(analyse(told, shipped(), "tom"), [], ledger, NOW)
    assert items and all(item.leave for item in items)


def test_a_longer_export_of_the_same_chat_brings_what_came_since(ledger: Ledger) -> None:
    assert ledger.put(taken(ledger, BREAK, HURT)) == (1, 0)
    assert ledger.put(taken(ledger, BREAK, HURT, MENDS)) == (0, 1)
    assert [one.answer for one in ledger.ruptures()[0].attempts] == [None]
    ledger.put(taken(ledger, BREAK, HURT, MENDS, "ana: no. keep your sorry #refusal"))
    (item,) = ledger.ruptures()
    assert [one.answer for one in item.attempts] == [Answer.REFUSAL]
    assert answers.waits(item) is not None


def test_nothing_of_the_signal_is_kept(ledger: Ledger) -> None:
    items = taken(ledger, BREAK, HURT, "tom: I will find you wherever you go #!threat", words=True)
    ledger.put(items)
    assert "threat" not in transfer.to_json(transfer.everything(ledger))


def test_a_chat_without_an_own_side_cannot_be_kept(ledger: Ledger) -> None:
    report = analyse(conversation(BREAK, HURT), ScriptedCoder(), None)
    with pytest.raises(BadOption, match="--me"):
        importing.imported(report, [], ledger, NOW)
