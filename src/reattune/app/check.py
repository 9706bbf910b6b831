"""`reattune check`: what the other person is likely to hear in a draft, on the words themselves.

It asks and shows and never writes the apology: the words stay the person's own. Where the safety signal fires there is no
coaching at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reattune.app import wording
from reattune.app.forms import CHECK_SCHEMA, Form, safety_form
from reattune.codebook.grading import missing, present
from reattune.core.coded import Coded, Coder, Evidence, Turn
from reattune.core.errors import BadOption
from reattune.core.names import Move

OWN, OTHER = frozenset({"you", "me", "i"}), frozenset({"them", "they", "other", "him", "her"})
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft with what was heard in it, where, and one next step."""

    text: str
    coded: Coded
    evidence: tuple[Evidence, ...]
    components: tuple[Move, ...]
    lacking: tuple[Move, ...]
    next_step: str


def check(text: str, coder: Coder, context: Sequence[str] = ()) -> Checked:
    """The draft checked. `context` holds "them: …" and "you: …" lines, oldest first.

    Raises BadOption for an empty or endless draft or a context line without its speaker.
    """
    if not text.strip():
        raise BadOption("the draft is empty: give the words you would send")
    if len(text) > LONGEST:
        raise BadOption(f"the draft has {len(text)} characters; the longest that can be checked has {LONGEST}")
    turn = Turn(text, tuple(said(line) for line in context))
    coded = coder.code([turn])[0]
    evidence = coder.evidence([turn], [coded])[0] if coded.safety is None else ()
    names = coded.names()
    return Checked(text, coded, evidence, present(names), missing(names), wording.next_step(coded))


def said(line: str) -> tuple[bool, str, float | None]:
    """One context line: whether it is one's own, and the words. Raises BadOption where the speaker is missing."""
    who, colon, words = line.partition(":")
    name = who.strip().casefold()
    if not colon or name not in OWN | OTHER or not words.strip():
        raise BadOption(f'context {line[:60]!r}: begin it with "them:" or "you:", then the words')
    return (name in OWN, words.strip(), None)


def check_form(checked: Checked) -> Form:
    """The check as `reattune.check/1`. Spans are half-open, in code points of the text as given."""
    spans = {one.move: [list(span) for span in one.spans] for one in checked.evidence}
    silent = checked.coded.safety is not None
    return {
        "schema": CHECK_SCHEMA,
        "verdict": checked.coded.verdict.value,
        "unsure": checked.coded.unsure,
        "confidence": checked.coded.confidence,
        "moves": [{"move": heard.move.value, "p": heard.p, "spans": spans.get(heard.move, [])} for heard in checked.coded.moves],
        "components": {
            "present": [] if silent else [move.value for move in checked.components],
            "missing": [] if silent else [move.value for move in checked.lacking],
        },
        "safety": safety_form(checked.coded),
        "next_step": checked.next_step,
    }
