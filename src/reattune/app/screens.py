"""The Builder's questions, for the terminal too, and how they stand on pages: a question a screen, back and forth, and what comes next.

A repair is one frozen value. What only helps to begin, and what was gone on with, is held in memory and never kept; the rest is the Build,
which the ledger keeps under the repair's name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum

from reattune.app import building, ledger_words, wording
from reattune.app.building import Step
from reattune.app.check import Checked
from reattune.coaching.builder import LONGEST, LOOKED_FOR, SENT, Build, Part
from reattune.core.coded import Coded, Coder
from reattune.core.errors import BadOption
from reattune.ledger import answers, questions
from reattune.ledger.store import Ledger


class Screen(IntEnum):
    """The questions of a page each, in order; pages are named by their numbers, which tell nothing."""

    AFFIRM = 1
    VALUE = 2
    ENTRY = 3
    SAID = 4
    WHAT = 5
    IMPACT = 6
    MINE = 7
    RETURN = 8
    WHOLE = 9


PART_OF: Mapping[Screen, Part] = {
    Screen.WHAT: Part.WHAT,
    Screen.IMPACT: Part.IMPACT,
    Screen.MINE: Part.MINE,
    Screen.RETURN: Part.RETURN,
}
SCREEN_OF = {part: screen for screen, part in PART_OF.items()}
HEADS: Mapping[Screen, str] = {
    Screen.AFFIRM: "What have you done well by?",
    Screen.VALUE: "Which of these did you step away from?",
    Screen.ENTRY: "Which one is it about?",
    Screen.SAID: "What did they say last?",
    Screen.WHAT: "What happened?",
    Screen.IMPACT: "What was it like for them?",
    Screen.MINE: "What is yours in it?",
    Screen.RETURN: "How do you come back toward them, and when?",
    Screen.WHOLE: "Put together",
}
HINTS: Mapping[Screen, str] = {
    Screen.AFFIRM: "Before you begin, name one thing that matters to you and that you have done well by, in anything. "
    "Nobody else reads it. It makes it easier to look at what was not so good. You can leave it out.",
    Screen.VALUE: "This is what matters to you: {values}. You can leave it out.",
    Screen.ENTRY: "Then it is noted there once you have sent it. You can leave it out.",
    Screen.SAID: "In their words, as far as you remember. Leave it out if they said nothing.",
    Screen.WHAT: "Only for you; it is not sent. What would a camera have seen?",
    Screen.IMPACT: "Say it to them, in your words.",
    Screen.MINE: "Only your part, with no reason behind it.",
    Screen.RETURN: "Say what you will do, or what you ask of them.",
    Screen.WHOLE: building.WHOLE,
}
NOT_KEPT = frozenset({Screen.AFFIRM, Screen.VALUE})  # only to begin with
STOPPED = "The draft is not kept any more."
STOPPED_ENTRY = "The draft is not kept any more, and the entry is left with them."
ENTRIES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Repair:
    """One repair as it is built, and for which entry. `keep` says to keep it in the ledger, `kept` that it stands there. `cleared` are
    words of which the person said that the safety signal heard them wrong, `passed` answers with which they went on as they are.
    """

    build: Build = field(default_factory=Build)
    rupture: str | None = None
    given: bool = False  # the entry was chosen before it began
    keep: bool = False
    kept: bool = False
    affirmed: str = ""
    value: str = ""
    cleared: frozenset[str] = frozenset()
    passed: frozenset[str] = frozenset()

    def answer(self, screen: Screen) -> str:
        """What was answered on a screen, or nothing."""
        if screen in PART_OF:
            return self.build.answer(PART_OF[screen])
        told = {Screen.AFFIRM: self.affirmed, Screen.VALUE: self.value, Screen.ENTRY: self.rupture, Screen.SAID: self.build.said_last}
        return told.get(screen) or ""

    def with_answer(self, screen: Screen, words: str) -> Repair:
        """The same with this answer. Raises BadOption for one that is far too long."""
        if screen in PART_OF:
            return replace(self, build=self.build.with_answer(PART_OF[screen], words))
        if len(words) > LONGEST:
            raise BadOption(f"this answer has {len(words)} characters; the longest that can be kept has {LONGEST}")
        if screen is Screen.AFFIRM:
            return replace(self, affirmed=words.strip())
        if screen is Screen.VALUE:
            return replace(self, value=words.strip())
        if screen is Screen.ENTRY:
            return replace(self, rupture=words.strip() or None)
        return replace(self, build=replace(self.build, said_last=words.strip()))


def asked(screen: Screen, values: Sequence[str] = ()) -> tuple[str, str]:
    """A question, and the hint under it; `values` are one's own."""
    return HEADS[screen], HINTS[screen].format(values=wording.listed(values))


def screens(repair: Repair, values: bool, some: bool, waits: bool) -> tuple[Screen, ...]:
    """The screens of a repair, in order: one's values are asked about where there are any, the entry where there are some to choose from,
    and how one comes back only where it is not to be left with them.
    """
    left_out = {
        Screen.VALUE: not values,
        Screen.ENTRY: repair.given or not some,
        Screen.RETURN: waits,
    }
    return tuple(screen for screen in Screen if not left_out.get(screen))


def onward(repair: Repair, shown: tuple[Screen, ...]) -> Screen:
    """Where to go on with a repair: its first question, the first part that is not written yet, or the whole."""
    if not repair.build.kept():
        return shown[0]
    return next((screen for screen in shown if screen in PART_OF and not repair.answer(screen)), Screen.WHOLE)


def read(repair: Repair, screen: Screen, coder: Coder) -> Step:
    """The answer on a screen read; one with which the person went on as it is is not asked about again."""
    words = repair.answer(screen)
    if not words or screen is Screen.ENTRY or words in repair.passed:
        return Step(())
    heed = words not in repair.cleared
    if screen in PART_OF:
        return building.step(PART_OF[screen], words, repair.build, coder, heed)
    return Step((), building.fired(words, coder) if heed else None)


def fired_in_a_part(repair: Repair, coder: Coder) -> tuple[Screen, Coded] | None:
    """The first answer in which, by itself, the safety signal fires, of those that the person has not cleared. However one came to the
    whole, each is read.
    """
    for screen in (Screen.SAID, *PART_OF):
        words = repair.answer(screen)
        if words and words not in repair.cleared and (found := building.fired(words, coder)):
            return screen, found
    return None


def entries(ledger: Ledger, free: bool = False, most: int = ENTRIES_SHOWN) -> tuple[tuple[str, str], ...]:
    """The latest open entries, each with its line; with `free`, only those that are not to be left with the other."""
    known, turned = ledger_words.names(ledger.people()), questions.turned_away(ledger) if free else {}
    found = ledger.ruptures(only_open=True, most=4 * most if free else most)
    shown = [one for one in found if not free or (answers.waits(one) is None and (one.person or "") not in turned)]
    return tuple((one.id, ledger_words.title_of(one, known)) for one in shown[:most])


def of_draft(checked: Checked, said_last: str) -> tuple[Build, Screen]:
    """A Build that holds a draft as it is, and the screen of the part that is not in it yet. Raises BadOption for a draft that is too long
    for a part.
    """
    lacking = [part for part in SENT if not checked.coded.has(LOOKED_FOR[part])]
    wanted = lacking[0] if lacking else _first_of(checked)
    places = [part for part in (Part.MINE, Part.IMPACT, Part.RETURN) if part is not wanted]
    place = next((part for part in places if part not in lacking), places[0])
    return Build(said_last=said_last.strip()[:LONGEST]).with_answer(place, checked.text), SCREEN_OF[wanted]


def _first_of(checked: Checked) -> Part:
    return next((part for move in checked.lacking[:1] for part in SENT if move in LOOKED_FOR[part]), Part.IMPACT)


def typed(words: str) -> str:
    """What came from a page's field, with the ends of its lines as everywhere else."""
    return words.replace("\r\n", "\n").replace("\r", "\n")
