"""How the safety signal is heeded in words that somebody is about to use: by what they are after what was said, and by themselves.

What goes before can make a threat look like one more line of a quarrel. Where words are read to help somebody with them, that costs more
than a false alarm, which the person can wave off: so both readings are asked, and either is enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reattune.core.coded import Coded, Coder, Turn


def heeded(turns: Sequence[Turn], coder: Coder) -> list[Coded]:
    """One `Coded` a turn, read in full, with the safety signal where it fires in the context or without it."""
    after = [turn for turn in turns if turn.context]
    read = coder.code([*turns, *(Turn(turn.text) for turn in after)], scores=True)
    alone = dict(zip(map(id, after), read[len(turns) :], strict=True))
    return [
        replace(one, safety=alone[id(turn)].safety) if not one.safety and id(turn) in alone else one
        for turn, one in zip(turns, read[: len(turns)], strict=True)
    ]
