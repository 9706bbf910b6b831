"""One person as a dynamical system: what they are like, how it stands with them, and how one thing done to them moves it.

The fast part is affect, in the difference equation of Gottman, Swanson and Murray (1999; first form Cook et al. 1995): what is
next is where one rests, how much of now stays (inertia), what the other's affect does (influence), and two terms that mend a talk:
repair where the other is low, damping where it runs high. The slow parts are this project's own: a hurt that stays until it was
heard and owned, and two ways to meet distance, the protest of one who fears to be left and the guard of one who feels pressed. They
are written so that softening lowers guard, as was seen in couples (Overall, Simpson and Struthers 2013), and so that reassurance lowers
protest, which is a thought of theory more than a finding; their numbers are illustrations and measured on nobody.

    affect'  = rest (1 - inertia) + inertia * affect + influence(tone) + repair(tone) - damping(tone) - weight * hurt
    hurt'    = hurt + sting (1 - hurt) - healing * (heard, and more where it was owned) * hurt
    protest' = stays * protest + anxiety * (distance + hurt) - reassurance
    guard'   = stays * guard + avoidance * (pressure + hurt / 2) - ease

Pure: no text, no clock, no chance. Everything is kept within its bounds.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from math import exp

from reattune.core.errors import BadOption

HURT_WEIGHT = 0.25  # of hurt in affect
STAYS = 0.6  # of protest and guard from one step to the next
STING = 0.6  # hurt by a full sting at no threshold
OWNED_HEALS = 0.5  # of healing that only owning brings
REASSURED = 0.5  # of protest by full warmth that stays
EASED = 0.5  # of guard by full ease


@dataclass(frozen=True, slots=True)
class Person:
    """What somebody is like, for a while and in one illustration; no type of people.

    `rest` is the affect that they come to alone, in -1 to 1; `inertia` how much of now stays, in 0 to below 1. `warms` and `stings` are the
    slopes of the other's positive and negative influence, at least 0; `hurt_threshold` (-1 to 0) is the tone below which it
    begins to hurt. `repairs` (at least 0) is added as far as the other's tone falls below `repair_threshold`, `damps` taken away as far as
    it rises
    above `damping_threshold`, both softly with `steepness`. `healing` (0 to 1) is the share of a hurt that full hearing and owning mend in
    a
    step. `anxiety` and `avoidance` (0 to 1) are the gains of protest and guard. Raises BadOption for values outside.
    """

    rest: float = 0.2
    inertia: float = 0.5
    warms: float = 0.3
    stings: float = 0.5
    hurt_threshold: float = -0.1
    repair_threshold: float = -0.4
    repairs: float = 0.1
    damping_threshold: float = 0.8
    damps: float = 0.1
    steepness: float = 10.0
    healing: float = 0.5
    anxiety: float = 0.0
    avoidance: float = 0.0

    def __post_init__(self) -> None:
        bounds = {
            "rest": (-1.0, 1.0),
            "inertia": (0.0, 0.99),
            "hurt_threshold": (-1.0, 0.0),
            "repair_threshold": (-1.0, 1.0),
            "damping_threshold": (-1.0, 1.0),
            "healing": (0.0, 1.0),
            "anxiety": (0.0, 1.0),
            "avoidance": (0.0, 1.0),
        }
        for one in fields(self):
            low, high = bounds.get(one.name, (0.0, 100.0))
            value = getattr(self, one.name)
            if not low <= value <= high:
                raise BadOption(f"{one.name} is {value}: it must lie between {low} and {high}")

    def influence(self, tone: float) -> float:
        """What the other's tone (-1 to 1) does to affect: nothing between the hurt threshold and 0, a slope on either side of that.

        Bilinear as in Cook et al. (1995), with the threshold of the later form. Whoever guards is reached less.
        """
        reached = 1.0 - self.avoidance / 2
        if tone >= 0.0:
            return self.warms * reached * tone
        return self.stings * (1.0 + self.anxiety / 2) * min(tone - self.hurt_threshold, 0.0)

    def mending(self, tone: float) -> float:
        """Repair less damping: the idea is that of the later model (2002), the smooth form is this project's own."""
        lifts = self.repairs / (1.0 + exp(-self.steepness * (self.repair_threshold - tone)))
        holds = self.damps / (1.0 + exp(-self.steepness * (tone - self.damping_threshold)))
        return lifts - holds

    def settled(self, tone: float) -> float:
        """The affect that a tone which never changes leads to, with no hurt: where the equation stands still."""
        return _kept((self.rest * (1.0 - self.inertia) + self.influence(tone) + self.mending(tone)) / (1.0 - self.inertia), -1.0)


@dataclass(frozen=True, slots=True)
class State:
    """How it stands with somebody: affect in -1 to 1, the rest in 0 to 1."""

    affect: float = 0.2
    hurt: float = 0.0
    protest: float = 0.0
    guard: float = 0.0


@dataclass(frozen=True, slots=True)
class Act:
    """What one step of the other amounts to for whoever meets it; `tone` in -1 to 1, the rest in 0 to 1.

    `heard`: that they see how it was. `owned`: that they take their part. `toward`: warmth, staying, coming back. `ease`: room, no demand.
    `pressure`: pressing for something. `distance`: turning away with no return.
    """

    tone: float = 0.0
    heard: float = 0.0
    owned: float = 0.0
    toward: float = 0.0
    ease: float = 0.0
    pressure: float = 0.0
    distance: float = 0.0


def met(person: Person, state: State, act: Act) -> State:
    """How it stands after one act of the other."""
    sting = STING * max(person.hurt_threshold - act.tone, 0.0)
    mended = person.healing * act.heard * (1.0 - OWNED_HEALS + OWNED_HEALS * act.owned)
    hurt = _kept(state.hurt + sting * (1.0 - state.hurt) - mended * state.hurt)
    protest = _kept(
        STAYS * state.protest * (1.0 - (1.0 - REASSURED) * act.toward) + person.anxiety * (act.distance + hurt) * (1.0 - act.toward) / 2
    )
    guard = _kept(
        STAYS * state.guard * (1.0 - (1.0 - EASED) * act.ease) + person.avoidance * (act.pressure + hurt / 2) * (1.0 - act.ease) / 2
    )
    own = person.rest * (1.0 - person.inertia) + person.inertia * state.affect
    affect = own + person.influence(act.tone) + person.mending(act.tone) - HURT_WEIGHT * hurt
    return State(_kept(affect, -1.0), hurt, protest, guard)


def _kept(value: float, low: float = 0.0) -> float:
    return min(max(value, low), 1.0)
