"""From a report to the guide: the topics that match what keeps happening in it, offered once and quietly."""

from __future__ import annotations

from collections import Counter

from reattune.core.episode import Episode
from reattune.core.finding import Report
from reattune.core.names import Outcome, Stance
from reattune.guide import Entry, load
from reattune.guide.happening import Sign, topics

LEFT = frozenset({Outcome.OPEN, Outcome.PAPERED_OVER})


def lead(report: Report) -> tuple[Entry, ...]:
    """The topics to offer beside a report; none where nothing came more than once."""
    return topics(load(), signs(report))


def signs(report: Report) -> Counter[Sign]:
    """In how many episodes each sign was seen; for danger, in how many messages."""
    found = Counter({Sign.DANGER: sum(coded.safety is not None for coded in report.coded)})
    for episode in report.episodes:
        found.update(_in(episode, report))
    return found


def _in(episode: Episode, report: Report) -> set[Sign]:
    stances, me = dict(episode.stance), report.me
    own = stances.get(me) if me is not None else None
    seen = set()
    if any(report.conversation.messages[message].speaker == me for message in episode.second_ruptures) and me is not None:
        seen.add(Sign.OWN_SECOND_RUPTURE)
    if own in {Stance.ESCALATING, Stance.WITHDRAWING}:
        seen.add(Sign.OWN_HEAT)
    if Stance.WITHDRAWING in stances.values() and {Stance.ESCALATING, Stance.REACHING} & set(stances.values()):
        seen.add(Sign.PRESS_AND_LEAVE)
    if episode.outcome in LEFT:
        seen.add(Sign.UNMENDED)
    return seen
