"""The drills: what is asked, what is right, and what an answer in one's own words is judged by.

Items are data (`drills/*.toml`), one file a skill. An answer in free text is judged by the coder and by the same rubric as everything
else: which moves should stand in it, which should not. Nothing is right because somebody is sure of it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from reattune.core.coded import Coded
from reattune.core.errors import BadOption
from reattune.core.names import DEFENCE, RUPTURE, Move, Verdict


class Kind(StrEnum):
    """How an item is answered."""

    FEELING = "feeling"
    CHOICE = "choice"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an answer in one's own words should and should not hold: one at least of `some`, none of `none`."""

    some: frozenset[Move]
    none: frozenset[Move]


@dataclass(frozen=True, slots=True)
class Skill:
    """One skill: how it is asked, and for free answers what is wanted."""

    name: str
    kind: Kind
    wanted: Wanted | None = None


HEARING = frozenset({Move.ACKNOWLEDGEMENT, Move.IMPACT, Move.INQUIRY})
COMING_BACK = HEARING | {Move.RECONNECTION, Move.ACCOUNTABILITY}
OWNING = HEARING | {Move.ACCOUNTABILITY}
SKILLS: tuple[Skill, ...] = (
    Skill("name-the-feeling", Kind.FEELING),
    Skill("track-theirs", Kind.FEELING),
    Skill("toward-or-away", Kind.CHOICE),
    Skill("spot-the-second-rupture", Kind.CHOICE),
    Skill("missing-component", Kind.CHOICE),
    Skill("turn-it-round", Kind.FREE, Wanted(OWNING, DEFENCE | RUPTURE)),
    Skill("stay", Kind.FREE, Wanted(HEARING, DEFENCE | RUPTURE)),
    Skill("shame-and-explaining", Kind.CHOICE),
    Skill(
        "receive",
        Kind.FREE,
        Wanted(
            frozenset({Move.ACCEPTANCE, Move.REFUSAL, Move.HURT, Move.SELF_DISCLOSURE, Move.TIMEOUT}),
            (RUPTURE - {Move.WITHDRAWAL, Move.DISMISSAL}) | {Move.COUNTERATTACK},
        ),
    ),
    Skill("time-out", Kind.FREE, Wanted(frozenset({Move.TIMEOUT}), DEFENCE | RUPTURE)),
)
BY_NAME: Mapping[str, Skill] = {skill.name: skill for skill in SKILLS}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to practise. `right` are places in `options`; `fits` and `near` are families of feelings."""

    id: str
    skill: str
    situation: str
    said: str = ""
    options: tuple[str, ...] = ()
    right: frozenset[int] = frozenset()
    fits: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    draft: str = ""
    asks: str = ""
    why: str = ""
    grants: bool = False  # they ask for the pause, or for quiet: to let them have it is what is wanted
    silence: bool = False  # to say nothing is an answer
    back: bool = False  # the pause is over: what is wanted is the coming back


@cache
def items(skill: str) -> tuple[Item, ...]:
    """Every item of a skill, from easy to hard. Raises BadOption for a name that is none."""
    if skill not in BY_NAME:
        raise BadOption(f"there is no skill {skill!r}; there are {', '.join(BY_NAME)}")
    text = (resources.files("reattune.coaching") / "drills" / f"{skill}.toml").read_text(encoding="utf-8")
    return tuple(_item(skill, raw) for raw in tomllib.loads(text)["item"])


def _item(skill: str, raw: Mapping[str, object]) -> Item:
    def words(name: str) -> tuple[str, ...]:
        found = raw.get(name, ())
        assert isinstance(found, list | tuple)
        return tuple(str(one) for one in found)

    right = raw.get("right", ())
    assert isinstance(right, list | tuple)
    return Item(
        str(raw["id"]),
        skill,
        str(raw["situation"]),
        str(raw.get("said", "")),
        words("options"),
        frozenset(int(one) for one in right),
        frozenset(words("fits")),
        frozenset(words("near")),
        str(raw.get("draft", "")),
        str(raw.get("asks", "")),
        str(raw.get("why", raw.get("look_for", ""))),
        bool(raw.get("grants", False)),
        bool(raw.get("silence", False)),
        bool(raw.get("back", False)),
    )


AROUND = re.compile(r"\b(?:i feel|i am|i'm|feeling|feel|very|so|really|a bit|a little|rather|she is|he is|she's|he's|they are)\b")
BETWEEN = re.compile(r",|;|/|\band\b|\bor\b")
FORMS = {
    "frustration": "frustrated",
    "worry": "worried",
    "annoyance": "annoyed",
    "embarrassment": "embarrassed",
    "exhaustion": "exhausted",
    "betrayal": "betrayed",
    "panic": "panicked",
    "love": "loving",
    "happiness": "happy",
    "grief": "grieving",
}


def named(answer: str) -> list[str]:
    """The feelings that an answer names, one after the other."""
    return [part for part in BETWEEN.split(answer) if part.strip()]


@dataclass(frozen=True, slots=True)
class Families:
    """The feelings: each family's words, from mild to strong."""

    words: Mapping[str, tuple[str, ...]]

    def of(self, word: str) -> str | None:
        """The family of a word, whatever its case; a family's own name is one of its words."""
        plain = AROUND.sub(" ", " ".join(word.casefold().replace("’", "'").split())).strip(".! ")
        plain = FORMS.get(plain, plain)
        return next((family for family, words in self.words.items() if plain == family or plain in words), None)


@cache
def feelings() -> Families:
    """The vocabulary of feelings."""
    raw = tomllib.loads((resources.files("reattune.coaching") / "feelings.toml").read_text(encoding="utf-8"))
    return Families({family: tuple(words) for family, words in raw["feelings"].items()})


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer judged: the share right (0, 0.5 for what is near, 1), and for free text what was heard in it."""

    right: float
    lacking: tuple[Move, ...] = ()
    heard: tuple[Move, ...] = ()
    unsure: bool = False


def judge_feeling(item: Item, words: Sequence[str]) -> Judged:
    """Feelings named for an item: right where one fits and none is beside it, so that naming many does not win. Raises BadOption for a word
    that is none we know.
    """
    named = []
    for word in words:
        family = feelings().of(word)
        if family is None:
            raise BadOption(f"I don't have {word.strip()!r} as a word for a feeling yet. Which on the list comes nearest? (? shows it)")
        named.append(family)
    if not named:
        raise BadOption("type a feeling")
    hits = [one in item.fits for one in named]
    if all(one in item.fits | item.near for one in named) and any(hits):
        return Judged(1.0)
    return Judged(0.5 if any(one in item.fits | item.near for one in named) else 0.0)


def judge_choice(item: Item, place: int) -> Judged:
    """The chosen option, from 0. Raises BadOption for one that is not there."""
    if not 0 <= place < len(item.options):
        raise BadOption(f"there are {len(item.options)} answers to choose from")
    return Judged(1.0 if place in item.right else 0.0)


def judge_free(item: Item, coded: Coded) -> Judged:
    """An answer in one's own words, by what the coder heard in it: half where what is wanted stands beside what undoes it."""
    wanted = BY_NAME[item.skill].wanted
    assert wanted is not None
    moves = frozenset(coded.names())
    undone = tuple(move for move in coded.names() if move in wanted.none)
    if item.grants:
        return Judged(0.0 if undone else 1.0, (), coded.names(), coded.unsure)
    some = wanted.some | COMING_BACK if item.back else wanted.some
    there = bool(moves & some)
    right = 1.0 if there and not undone else 0.5 if there or (not undone and coded.verdict is not Verdict.NEITHER) else 0.0
    return Judged(right, () if there else tuple(move for move in Move if move in some), coded.names(), coded.unsure)
