"""Episodes of a chat as the ledger takes them: whose part it was, none of the words unless asked for, and what is left with the other."""

from __future__ import annotations

from datetime import datetime

import pytest

from reattune.app import keeping
from reattune.core.errors import BadOption
from reattune.ledger import transfer
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
    return keeping.imported(report, [], ledger, NOW, words)


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


def test_nothing_of_the_signal_is_kept(ledger: Ledger) -> None:
    items = taken(ledger, BREAK, HURT, "tom: I will find you wherever you go #!threat", words=True)
    ledger.put(items)
    assert "threat" not in transfer.to_json(transfer.everything(ledger))


def test_a_chat_without_an_own_side_cannot_be_kept(ledger: Ledger) -> None:
    report = analyse(conversation(BREAK, HURT), ScriptedCoder(), None)
    with pytest.raises(BadOption, match="--me"):
        keeping.imported(report, [], ledger, NOW)
