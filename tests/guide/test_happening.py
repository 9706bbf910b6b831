"""From what keeps happening to the guide."""

from __future__ import annotations

from collections import Counter

from reattune.guide import Guide, load
from reattune.guide.happening import LEADS, Sign, topics

GUIDE = load()


def ids(**times: int) -> list[str]:
    return [one.id for one in topics(GUIDE, Counter({Sign[name]: count for name, count in times.items()}))]


def test_every_sign_leads_to_a_topic_that_is_there() -> None:
    assert set(LEADS) | {Sign.DANGER} == set(Sign)
    assert all(GUIDE.entry(name) for name in LEADS.values())


def test_what_came_once_leads_nowhere_and_of_the_rest_ones_own_part_comes_first() -> None:
    assert ids(UNMENDED=1, OWN_HEAT=1) == []
    assert ids(UNMENDED=9, OWN_HEAT=2) == ["flooding-and-time-outs", "rupture-and-repair"]
    assert ids(UNMENDED=9, OWN_HEAT=2, OWN_SECOND_RUPTURE=2, PRESS_AND_LEAVE=5) == ["shame-and-defensiveness", "flooding-and-time-outs"]


def test_danger_leads_to_safety_and_to_nothing_else() -> None:
    assert ids(DANGER=1, UNMENDED=9, OWN_HEAT=9) == ["when-not-to-repair"]


def test_what_a_guide_does_not_hold_is_left_out() -> None:
    assert topics(Guide(()), Counter({Sign.UNMENDED: 5})) == ()
