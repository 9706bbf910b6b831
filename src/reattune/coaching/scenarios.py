"""A talk with a simulated partner: whose state is the model's, moved by what the coder hears, and who speaks from a bank of lines.

The partner is explicit: affect, hurt, protest, guard. What is said is chosen by the state and the style, without repeats while there are
lines left, and by chance from a seed alone. It is an illustration, and no person.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from importlib import resources
from itertools import pairwise

from reattune.coaching.reading import STILL, act_of
from reattune.core.coded import Coded
from reattune.core.errors import BadOption
from reattune.core.names import Move, Severity
from reattune.dyads.person import Act, Person, State, met


class Style(StrEnum):
    """How the simulated partner meets distance; a part played, never a type of person."""

    SECURE = "secure"
    ANXIOUS = "anxious"
    AVOIDANT = "avoidant"
    CHILD = "child"


class Mood(StrEnum):
    """What the partner's next line comes from."""

    HURTING = "hurting"
    PROTESTING = "protesting"
    WITHDRAWING = "withdrawing"
    DOUBTING = "doubting"
    SOFTENING = "softening"
    RECEIVING = "receiving"
    REFUSING = "refusing"
    FLOODED = "flooded"
    BLANK = "blank"  # gives nothing back; only where the scenario says so


# illustrative: no measurement of anybody stands behind these numbers
PERSONS: Mapping[Style, Person] = {
    Style.SECURE: Person(rest=0.25, inertia=0.5, healing=0.55),
    Style.ANXIOUS: Person(rest=0.15, inertia=0.5, healing=0.5, anxiety=0.8),
    Style.AVOIDANT: Person(rest=0.15, inertia=0.6, healing=0.4, avoidance=0.8),
    Style.CHILD: Person(rest=0.3, inertia=0.4, healing=0.65, anxiety=0.3),
}
FLOODED_BELOW, LOUD, SHUT = -0.85, 0.4, 0.4
MENDED, EASING = 0.15, 0.35  # of hurt
REFUSES_AFTER = 3  # turns in a row that hurt
MOST_TURNS = 12
PRESSES, MOST_LONGER = 0.5, 2  # a pressing turn makes a blank face last, by so many turns at most
QUIET = Act(ease=0.5)  # leaving it quiet where quiet was asked for
SILENCE = "…"
QUESTION = Move.INQUIRY
NOTHING = Coded()  # what is heard in silence


@dataclass(frozen=True, slots=True)
class Scenario:
    """A situation to practise. `begins` and `tells` hold lines by style."""

    id: str
    title: str
    relation: str
    severity: Severity
    hurt: float
    you: str
    style: Style
    begins: Mapping[Style, tuple[str, ...]]
    tells: Mapping[Style, tuple[str, ...]]
    heard_by: str
    blank: int = 0  # turns in which the partner gives nothing back, whatever is said

    @property
    def styles(self) -> tuple[Style, ...]:
        """The styles that it can be played in."""
        return tuple(self.begins)


@cache
def scenarios() -> tuple[Scenario, ...]:
    """Every scenario."""
    found = []
    for path in sorted((resources.files("reattune.coaching") / "scenarios").iterdir(), key=lambda one: one.name):
        if path.name.endswith(".toml"):
            found += [_scenario(raw) for raw in tomllib.loads(path.read_text(encoding="utf-8"))["scenario"]]
    return tuple(found)


def scenario(name: str) -> Scenario:
    """The scenario of this id. Raises BadOption where there is none."""
    for one in scenarios():
        if one.id == name:
            return one
    raise BadOption(f"there is no scenario {name!r}; there are {', '.join(one.id for one in scenarios())}")


def _scenario(raw: Mapping[str, object]) -> Scenario:
    def lines(name: str) -> dict[Style, tuple[str, ...]]:
        told = raw[name]
        assert isinstance(told, dict)
        return {Style(style): tuple(some) for style, some in told.items()}

    return Scenario(
        str(raw["id"]),
        str(raw["title"]),
        str(raw["relation"]),
        Severity(str(raw["severity"])),
        float(str(raw["hurt"])),
        str(raw["you"]),
        Style(str(raw["style"])),
        lines("begins"),
        lines("tells"),
        str(raw["heard_by"]),
        int(str(raw.get("blank", 0))),
    )


@cache
def bank(style: Style) -> Mapping[Mood, tuple[str, ...]]:
    """The lines of a style, by mood."""
    raw = tomllib.loads((resources.files("reattune.coaching") / "voices" / f"{style}.toml").read_text(encoding="utf-8"))
    return {Mood(mood): tuple(table["lines"]) for mood, table in raw.items()}


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of yours, what it did, and what the partner said then."""

    said: str
    coded: Coded
    act: Act
    state: State
    mood: Mood
    answer: str


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk so far. Immutable: `after` gives the next one."""

    scenario: Scenario
    style: Style
    seed: int
    opening: str
    first: State
    turns: tuple[Turn, ...] = ()
    used: frozenset[str] = field(default_factory=frozenset)

    @property
    def state(self) -> State:
        """How it stands with the partner."""
        return self.turns[-1].state if self.turns else self.first

    @property
    def mended(self) -> bool:
        """Whether the partner has taken it in; a deep one as far as one talk can go."""
        if not self.turns:
            return False
        far = self.scenario.severity is Severity.MAJOR and self.state.hurt <= MENDED and self.state.affect > 0.0
        return self.turns[-1].mood is Mood.RECEIVING or far

    @property
    def over(self) -> bool:
        """Whether the talk is at its end: taken in, turned down, or long enough."""
        return self.mended or (bool(self.turns) and self.turns[-1].mood is Mood.REFUSING) or len(self.turns) >= MOST_TURNS


def begin(one: Scenario, style: Style | None = None, seed: int = 1) -> Talk:
    """A new talk; the same seed gives the same one. Raises BadOption for a style that this scenario has no lines for."""
    part = style or one.style
    if part not in one.begins:
        raise BadOption(f"{one.id} can be played as {', '.join(one.styles)}, not as {part}")
    person = PERSONS[part]
    first = State(
        affect=person.rest - one.hurt, hurt=one.hurt, protest=person.anxiety * one.hurt / 2, guard=person.avoidance * one.hurt / 2
    )
    opening = random.Random(f"{seed}/{one.id}/{part}").choice(one.begins[part])
    return Talk(one, part, seed, opening, first, (), frozenset({opening}))


def after(talk: Talk, said: str, coded: Coded) -> Talk:
    """The talk after one turn of yours; silence is a turn, too (the still face of the one who practises)."""
    act = _act(talk, said, coded)
    state = met(PERSONS[talk.style], talk.state, act)
    blank = _blank(talk, act)
    if blank:
        state = replace(state, hurt=max(state.hurt, talk.state.hurt))  # nothing gets in
    mood = Mood.BLANK if blank else mood_of(talk, act, state)
    answer = _line(talk, mood, asked=coded.has([QUESTION]))
    turn = Turn(said, coded, act, state, mood, answer)
    return replace(talk, turns=(*talk.turns, turn), used=talk.used | {answer})


def _act(talk: Talk, said: str, coded: Coded) -> Act:
    """What a turn amounts to: quiet is room where quiet was asked for, and what was said before in the same words is nothing new."""
    if not said.strip():
        return QUIET if talk.turns and talk.turns[-1].mood in {Mood.FLOODED, Mood.WITHDRAWING, Mood.BLANK} else STILL
    act = act_of(coded)
    plain = " ".join(said.casefold().split())
    if any(plain == " ".join(turn.said.casefold().split()) for turn in talk.turns):
        return replace(act, tone=min(act.tone, 0.0), heard=0.0, owned=0.0, toward=0.0, ease=0.0)
    return act


def in_words(talk: Talk, answer: str) -> Talk:
    """The same talk, its last line said in other words."""
    return replace(talk, turns=(*talk.turns[:-1], replace(talk.turns[-1], answer=answer)))


def mood_of(talk: Talk, act: Act, state: State) -> Mood:
    """What the next line comes from: the state first, then which way this turn moved it."""
    stung = [one.act.tone < PERSONS[talk.style].hurt_threshold for one in talk.turns] + [act.tone < PERSONS[talk.style].hurt_threshold]
    if state.hurt <= MENDED and state.affect > 0.0:
        return Mood.SOFTENING if talk.scenario.severity is Severity.MAJOR or talk.scenario.blank else Mood.RECEIVING
    if len(stung) >= REFUSES_AFTER and all(stung[-REFUSES_AFTER:]):
        return Mood.REFUSING
    if state.affect <= FLOODED_BELOW:
        return Mood.FLOODED
    if state.protest >= LOUD and state.protest >= state.guard:
        return Mood.PROTESTING
    if state.guard >= SHUT:
        return Mood.WITHDRAWING
    if stung[-1]:
        return Mood.WITHDRAWING if talk.style is Style.AVOIDANT else Mood.PROTESTING
    eased = state.hurt < talk.state.hurt - 0.02
    if state.hurt <= EASING and (eased or act.toward > 0.0):
        return Mood.SOFTENING
    return Mood.DOUBTING if eased and not talk_heard(act) else Mood.SOFTENING if eased else Mood.HURTING


def _blank(talk: Talk, act: Act) -> bool:
    """Whether the partner gives nothing back still: for the turns the scenario says, and longer while somebody presses."""
    if not talk.scenario.blank or len(talk.turns) >= talk.scenario.blank + MOST_LONGER:
        return False
    return len(talk.turns) < talk.scenario.blank or act.pressure >= PRESSES


def talk_heard(act: Act) -> bool:
    """Whether a turn both heard and owned."""
    return act.heard >= 0.5 and act.owned >= 0.5


def _line(talk: Talk, mood: Mood, asked: bool) -> str:
    if mood is Mood.BLANK:
        return next((line for line in talk.scenario.begins[talk.style] if line not in talk.used), SILENCE)
    own: Sequence[str] = ()
    if talk.scenario.blank:  # nobody was hurt: what is told is the scenario's own
        told = talk.scenario.tells[talk.style]
        return next((line for line in told if line not in talk.used), SILENCE)
    if asked and mood in {Mood.HURTING, Mood.SOFTENING, Mood.DOUBTING}:
        own = [line for line in talk.scenario.tells.get(talk.style, ()) if line not in talk.used]
        if own and talk.style is Style.AVOIDANT:
            return own[0]  # one who holds back begins with the least
        mood = Mood.HURTING if mood is Mood.DOUBTING else mood  # a question said nothing that could be doubted
    free = own or [line for line in bank(talk.style)[mood] if line not in talk.used] or bank(talk.style)[mood]
    return random.Random(f"{talk.seed}/{talk.scenario.id}/{talk.style}/{len(talk.turns)}/{mood}").choice(list(free))


def turning_points(talk: Talk) -> tuple[int | None, int | None]:
    """The turns (from 0) after which the hurt fell most and rose most; None where it never did."""
    before = [talk.first, *(turn.state for turn in talk.turns)]
    steps = [now.hurt - then.hurt for then, now in pairwise(before)]
    down = min(range(len(steps)), key=steps.__getitem__, default=None)
    up = max(range(len(steps)), key=steps.__getitem__, default=None)
    return (down if down is not None and steps[down] < 0 else None, up if up is not None and steps[up] > 0 else None)
