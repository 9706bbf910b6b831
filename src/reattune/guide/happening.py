"""From what keeps happening to a topic that is about it: few of them, and only what came more than once.

One's own part comes first. Where fear, force or control was heard, what is about safety is the only topic that is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from reattune.guide.entry import Entry, Kind
from reattune.guide.load import Guide

SAFETY = "safety"
OFTEN = 2  # times
MOST = 2  # topics


class Sign(StrEnum):
    """What keeps happening, in the order in which it is told."""

    DANGER = "danger"
    OWN_SECOND_RUPTURE = "own second rupture"  # one's own attempt hurt again
    OWN_HEAT = "own heat"  # one escalated oneself, or withdrew
    PRESS_AND_LEAVE = "press and leave"  # one pressed or reached, the other withdrew
    UNMENDED = "unmended"  # no attempt at all, or none that was taken in


LEADS: Mapping[Sign, str] = {
    Sign.OWN_SECOND_RUPTURE: "shame-and-defensiveness",
    Sign.OWN_HEAT: "flooding-and-time-outs",
    Sign.PRESS_AND_LEAVE: "attachment-in-conflict",
    Sign.UNMENDED: "rupture-and-repair",
}


def topics(guide: Guide, times: Mapping[Sign, int]) -> tuple[Entry, ...]:
    """The topics that match, the nearest first; none where nothing came more than once."""
    if times.get(Sign.DANGER):
        return tuple(one for one in guide.of(Kind.TOPIC) if SAFETY in one.tags)
    often: Sequence[Sign] = [sign for sign in LEADS if times.get(sign, 0) >= OFTEN]
    found = (guide.entry(LEADS[sign]) for sign in often)
    return tuple(one for one in found if one is not None)[:MOST]
