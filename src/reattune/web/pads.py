"""A draft while it is written: held in memory alone, read anew with every change, and whatever is not wanted any more called off.

Each reading has a number. A newer one calls the older off: the first half is quick and its answer is dropped, the second half is asked
about again and again while it looks for the words. What was read once is not read again while the words stay the same.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from reattune.app import check_words
from reattune.app.check import Checked, Read, heard, with_words
from reattune.coaching.sentences import sentences
from reattune.core.coded import Coder, Turn
from reattune.core.errors import NoLongerWanted
from reattune.core.names import SafetyKind
from reattune.web.windows import Windows

LONGEST_NUMBER = 12  # digits
ALIKE = 0.75  # of a sentence's letters


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is written: the draft, and what was said before it, from the earliest to the last."""

    draft: str = ""
    before: str = ""  # they, before that
    mine: str = ""  # oneself, to that
    last: str = ""  # they, last
    since: str = ""  # oneself since then, without an answer

    @property
    def words(self) -> str:
        """The draft as it would be sent."""
        return self.draft.strip()

    @property
    def talk(self) -> tuple[tuple[bool, str], ...]:
        """What was said before, as (whether it is one's own, the words), without what is empty."""
        told = ((False, self.before), (True, self.mine), (False, self.last), (True, self.since))
        return tuple((own, words.strip()) for own, words in told if words.strip())

    @property
    def context(self) -> list[str]:
        """The same as lines of `check`."""
        return [f"{'you' if own else 'them'}: {words}" for own, words in self.talk]


@dataclass(slots=True)
class Pad:
    """A sheet and what was heard in it so far. `waved` are the kinds of the safety signal that the person says are not so in the
    sentences `waved_in`; what is written anew beside them is heeded as ever.
    """

    sheet: Sheet = Sheet()
    waved: frozenset[SafetyKind] = frozenset()
    waved_in: frozenset[str] = frozenset()
    number: int = 0
    read: Read | None = None
    checked: Checked | None = None
    windows: Windows[Sheet] = field(default_factory=lambda: Windows(Sheet()))
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def known(self) -> Checked | None:
        """As much of the check as there is by now."""
        return self.checked or (self.read.checked if self.read else None)

    def write(self, sheet: Sheet) -> int:
        """Put this in place of what stood there; whatever is still being read is called off. The number of this reading."""
        with self._lock:
            self.number += 1
            if (sheet.words, sheet.talk) != (self.sheet.words, self.sheet.talk):
                self.read = self.checked = None
            self.sheet = sheet
            return self.number

    def wave(self, kinds: frozenset[SafetyKind], *texts: str) -> None:
        """The signal heard these wrong in these texts: they are read as any other from now on."""
        with self._lock:
            self.number += 1
            self.waved |= kinds
            self.waved_in |= frozenset(one for text in texts for one in _sentences(text))
            self.read = self.checked = None

    def stop(self) -> None:
        """Nothing of it is wanted any more."""
        with self._lock:
            self.number += 1

    def look(self, coder: Coder, number: int | None = None) -> Checked | None:
        """What was heard at first, or all of it where that is known; nothing where a newer reading called it off.

        Raises BadOption for an empty or endless draft.
        """
        number = self.number if number is None else number
        with self._lock:
            sheet, waved, waved_in, known = self.sheet, self.waved, self.waved_in, self.known
        if not known:
            found = _heard(sheet, waved, waved_in, coder)
            with self._lock:
                if number == self.number:
                    self.read, known = found, found.checked
        return known if number == self.number else None

    def look_closer(self, coder: Coder, number: int | None = None) -> Checked | None:
        """The whole check; nothing where a newer reading called it off. Raises BadOption for an empty or endless draft."""
        number = self.number if number is None else number
        known = self.look(coder, number)
        with self._lock:
            read, checked = self.read, self.checked
        if known is None or read is None or checked is not None:
            return checked if known else None
        try:
            found = with_words(read, coder, lambda: self.number == number)
        except NoLongerWanted:
            return None
        with self._lock:
            if number != self.number:
                return None
            self.checked = found
        return found


def _heard(sheet: Sheet, waved: frozenset[SafetyKind], waved_in: frozenset[str], coder: Coder) -> Read:
    found = heard(sheet.words, coder, sheet.context)
    fired = found.checked.coded.safety
    if not fired or not waved >= set(fired.kinds):
        return found
    fresh = [one for text in (sheet.words, *(words for _, words in sheet.talk)) for one in _sentences(text) if not _like(one, waved_in)]
    if fresh and any(one.safety for one in coder.code([Turn(words) for words in fresh], scores=True)):
        return found
    return heard(sheet.words, coder, sheet.context, heed=False)


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def _like(words: str, others: frozenset[str]) -> bool:
    """Whether a sentence is one of these, be it with a word changed."""
    return any(SequenceMatcher(None, words, one).ratio() >= ALIKE for one in others)


def number_of(words: str) -> int:
    """The number of a reading as a page sends it; what is none is no reading's."""
    return int(words) if words.isascii() and words.isdecimal() and len(words) < LONGEST_NUMBER else -1


def told_of(pad: Pad, checked: Checked, number: int) -> dict[str, Any]:
    """For a template: what the reading of this number found, in words; where it is not `whole`, there is more to come."""
    whole = checked is pad.checked or checked.coded.safety is not None
    return {"checked": checked, "told": check_words.told(checked), "whole": whole, "number": number}
