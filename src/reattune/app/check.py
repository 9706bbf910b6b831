"""`reattune check`: what the other person is likely to hear in a draft, on the words themselves.

It asks and shows and never writes the apology: the words stay the person's own. Where the safety signal fires there is no
coaching at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reattune.app import wording
from reattune.app.forms import CHECK_SCHEMA, Form, safety_form
from reattune.coaching.clocks import Now, Said, now
from reattune.coaching.contrast import Without, without
from reattune.coaching.heeding import heeded
from reattune.coaching.sentences import Alone, alone
from reattune.codebook.grading import missing, present
from reattune.codebook.room import asks_for_room
from reattune.codebook.script import in_another_script
from reattune.coding.window import DEPTH
from reattune.core.coded import Coded, Coder, Evidence, Turn, Wanted
from reattune.core.errors import BadOption
from reattune.core.names import DEFENCE, RUPTURE, Move

OWN, OTHER = frozenset({"you", "me", "i"}), frozenset({"them", "they", "other", "him", "her"})
LONGEST = 20_000
ENGLISH_ALONE = "I understand English alone so far, so I cannot tell how this will be heard"
LONGEST_BEFORE = 4_000  # of one line of what was said before
BEFORE_ALL = frozenset({Now.LEAVE, Now.PAUSE})  # whatever stands in the draft


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft with what was heard in it, where, and one next step."""

    text: str
    coded: Coded
    evidence: tuple[Evidence, ...]
    components: tuple[Move, ...]
    lacking: tuple[Move, ...]
    next_step: str
    first: Now = Now.GO_ON
    without: tuple[Without, ...] = ()
    alone: tuple[Alone, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """A draft after its first reading: what the coder heard in it, and the turn it was read as, from which `with_words` goes on."""

    checked: Checked
    turn: Turn


def check(text: str, coder: Coder, context: Sequence[str] = (), wanted: Wanted | None = None, heed: bool = True) -> Checked:
    """The draft checked. `context` holds "them: …" and "you: …" lines, oldest first.

    `wanted` is asked now and then whether the words that carry it are still wanted: while somebody writes, the next letter calls them off.
    `heed` off is for the person who says that what the safety signal saw here is not that: this one draft is then read as any other.
    Raises BadOption for an empty or endless draft or a context line without its speaker, NoLongerWanted where it was called off.
    """
    return with_words(heard(text, coder, context, heed), coder, wanted)


def heard(text: str, coder: Coder, context: Sequence[str] = (), heed: bool = True) -> Read:
    """The first half of `check`, which comes at once: the verdict, the moves, the components and the next step as far as the coder's one
    reading tells them. Raises BadOption as `check` does.
    """
    if not text.strip():
        raise BadOption("the draft is empty: give the words you would send")
    if len(text) > LONGEST:
        raise BadOption(f"the draft has {len(text)} characters; the longest that can be checked has {LONGEST}")
    if in_another_script(text):
        raise BadOption(ENGLISH_ALONE)
    earlier = tuple(said(line) for line in context)
    for _, words, _ in earlier:
        if len(words) > LONGEST_BEFORE:
            raise BadOption(
                f"what was said before has {len(words)} characters; the longest that can be read has {LONGEST_BEFORE}: give its end"
            )
    turns = [Turn(words, earlier[max(place - DEPTH, 0) : place]) for place, (_, words, _) in enumerate(earlier)]
    turn = Turn(text, earlier[-DEPTH:])
    *before, coded = heeded([*turns, turn], coder)  # every word of a draft is read in full
    if not heed:
        before, coded = [replace(one, safety=None) for one in before], replace(coded, safety=None)
    fired = next((one.safety for one in before if one.safety), None)
    step = wording.SAFETY_CONTEXT if fired and not coded.safety else wording.next_step(coded)
    coded = replace(coded, safety=coded.safety or fired)
    if coded.safety:
        return Read(Checked(text, coded, (), (), (), step), turn)
    first = now([Said(own, one, room=asks_for_room(words)) for (own, words, _), one in zip(earlier, before, strict=True)], coded)
    if first in wording.STEP_FIRST and (first in BEFORE_ALL or not coded.has(DEFENCE | RUPTURE)):
        step = wording.STEP_FIRST[first]
    names = coded.names()
    return Read(Checked(text, coded, (), present(names), missing(names), step, first), turn)


def with_words(read: Read, coder: Coder, wanted: Wanted | None = None) -> Checked:
    """The second half of `check`, which takes longer: the words that carry each move, what the draft is without some of them, and what a
    sentence is by itself, which may change the next step. Raises NoLongerWanted where `wanted` says so.
    """
    checked = read.checked
    if checked.coded.safety:
        return checked
    hidden = alone(read.turn, checked.coded, coder)
    step = wording.STEP_FOR_BREAK[hidden[0].move] if hidden and checked.first not in BEFORE_ALL else checked.next_step
    evidence = coder.evidence([read.turn], [checked.coded], wanted)[0]
    cuts = without(read.turn, evidence, coder, wanted)
    return replace(checked, evidence=evidence, next_step=step, without=cuts, alone=hidden)


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
    heard = () if silent else checked.coded.moves
    return {
        "schema": CHECK_SCHEMA,
        "verdict": checked.coded.verdict.value,
        "unsure": checked.coded.unsure,
        "confidence": checked.coded.confidence,
        "moves": [{"move": one.move.value, "p": one.p, "spans": spans.get(one.move, [])} for one in heard],
        "components": {
            "present": [move.value for move in checked.components],
            "missing": [move.value for move in checked.lacking],
        },
        "safety": safety_form(checked.coded),
        "next_step": checked.next_step,
        "first": checked.first.value,
        "without": [
            {
                "spans": [list(span) for span in one.spans],
                "verdict": one.verdict.value,
                "unsure": one.unsure,
                "moves": [move.value for move in one.moves],
            }
            for one in checked.without
        ],
        "alone": [{"move": one.move.value, "p": one.p, "span": list(one.span)} for one in checked.alone],
    }
