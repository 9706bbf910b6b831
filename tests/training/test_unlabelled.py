"""Messages that nobody labelled are made of what was labelled, each once, and the same from the same seed."""

from __future__ import annotations

from reattune.core.names import Verdict
from training.data import Example
from training.unlabelled import BETWEEN, unlabelled

SAID = (
    ("one", "I'm sorry, but you were late", ((False, "Where were you?", 2.0), (True, "On my way.", None))),
    ("one", "I hear you. That was unkind of me.", ()),
    ("two", "Dinner at eight", ()),
)
ROWS = [
    Example(f"{voice}-{at}", voice, "s", text, context, frozenset(), frozenset(), Verdict.NEITHER, frozenset())
    for at, (voice, text, context) in enumerate(SAID)
]


def test_a_message_parts_at_its_stops_and_its_turns() -> None:
    assert BETWEEN.split("I'm sorry, but you were late. So was I") == ["I'm sorry,", "but you were late.", "So was I"]


def test_each_text_comes_once_and_none_that_is_labelled() -> None:
    texts = [row.text for row in unlabelled(ROWS, public=False, seed=7)]
    assert len(texts) == len(set(texts))
    assert not set(texts) & {row.text for row in ROWS}
    assert {"Where were you?", "On my way."} <= set(texts)


def test_what_is_put_together_stays_within_a_voice() -> None:
    parts = {voice: {part for row in ROWS if row.voice == voice for part in BETWEEN.split(row.text)} for voice in ("one", "two")}
    made = [row for seed in range(30) for row in unlabelled(ROWS, public=False, seed=seed) if row.id.endswith(("-part", "-joined"))]
    assert {"I'm sorry, That was unkind of me.", "but you were late"} <= {row.text for row in made}
    for row in made:
        voice = "one" if row.id.startswith("one") else "two"
        left = row.text
        for part in sorted(parts[voice], key=len, reverse=True):
            left = left.replace(part, "")
        assert not left.strip()


def test_the_same_seed_makes_the_same() -> None:
    assert unlabelled(ROWS, public=False, seed=3) == unlabelled(ROWS, public=False, seed=3)
    assert any(unlabelled(ROWS, public=False, seed=3) != unlabelled(ROWS, public=False, seed=other) for other in range(5))
