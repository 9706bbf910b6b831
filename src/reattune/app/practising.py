"""Practice as a use case: what comes next, how an answer is judged, what is kept of it; a round and a talk as values that grow.

A round and a talk in a page go on over many requests, in two tabs and with the back button: so each is a frozen value with everything that
was answered or said in it, and what was answered once is not answered again.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from reattune.app import wording
from reattune.app.marked import Piece, pieces
from reattune.app.voice import Endpoint, voiced
from reattune.coaching import drills, scenarios, schedule
from reattune.coaching.drills import Item, Judged, Kind
from reattune.coaching.heeding import heeded
from reattune.coaching.scenarios import Style, Talk
from reattune.core.coded import Coded, Coder, Turn
from reattune.core.errors import BadOption
from reattune.ledger.store import Ledger

A_ROUND = 5
LONGEST = 4000  # characters of an answer or a turn
LONGEST_MARKED = 1000  # finding the words in more takes too long for what it tells


def next_items(
    skill: str, ledger: Ledger | None, now: datetime, most: int = A_ROUND, seed: int | None = None, met: Collection[str] = ()
) -> tuple[Item, ...]:
    """What to practise now. Without a ledger, others each day, or by the seed, and none of `met` while there are enough others."""
    every = {one.id: one for one in drills.items(skill)}
    if ledger is None:
        free = [name for name in every if name not in met]
        free = free if len(free) >= most else list(every)
        chosen = random.Random(f"{skill}/{now.date() if seed is None else seed}").sample(free, min(most, len(free)))
        return tuple(every[name] for name in sorted(chosen))
    kept = ledger.cards(skill)
    return tuple(every[name] for name in schedule.round_of(list(every), kept, now, most))


def next_skill(ledger: Ledger | None, now: datetime) -> str:
    """The skill to practise today: where most is due, else the one that was met least, in the order of the skills."""
    if ledger is None:
        return drills.SKILLS[0].name
    cards = ledger.cards()  # asked once: today's page waits for it
    kept = {skill.name: [cards[one.id][0] for one in drills.items(skill.name) if one.id in cards] for skill in drills.SKILLS}
    due = {name: sum(at <= now for at in some) for name, some in kept.items()}
    most = max(due.values())
    return next(name for name in due if due[name] == most) if most else min(kept, key=lambda name: len(kept[name]))


@dataclass(frozen=True, slots=True)
class Answered:
    """A judged answer; `fired` is what was heard where the safety signal fired in it, and then nothing is judged and nothing kept."""

    judged: Judged
    fired: Coded | None = None


def answered(item: Item, answer: str, coder: Coder, heed: bool = True) -> Answered:
    """An answer as it was typed: feelings with commas, the number of an option from 1, or one's own words.

    `heed` off is for the person who says that the signal heard this one wrong. Raises BadOption for a word that is no feeling we know, or a
    number that is no option.
    """
    kind = drills.BY_NAME[item.skill].kind
    if heed and kind is not Kind.FREE and not _known(answer):
        coded = coder.code([Turn(answer)], scores=True)[0]
        if coded.safety:
            return Answered(Judged(0.0), coded)
    if kind is Kind.FEELING:
        return Answered(drills.judge_feeling(item, drills.named(answer)))
    if kind is Kind.CHOICE:
        if not answer.strip().isdecimal() or len(answer.strip()) > 3:
            raise BadOption(f"type the number of an answer, 1 to {len(item.options)}")
        return Answered(drills.judge_choice(item, int(answer) - 1))
    if not answer.strip():
        if item.silence:
            return Answered(Judged(1.0))
        raise BadOption("type what you would say")
    context = ((False, item.said, None),) if item.said else ()
    coded = heeded([Turn(answer, context)], coder)[0]
    return Answered(Judged(0.0), coded) if coded.safety and heed else Answered(drills.judge_free(item, coded))


def _known(answer: str) -> bool:
    """A number, or words for feelings alone."""
    return answer.strip().isdecimal() or all(drills.feelings().of(one) for one in drills.named(answer))


def keep(item: Item, judged: Judged, ledger: Ledger, now: datetime) -> datetime | None:
    """Keep the answer's result, and when the item comes again; of one that could not be judged, nothing: it comes again next time."""
    if judged.unsure:
        return None
    rating = schedule.rating_of(judged)
    kept = ledger.cards(item.skill).get(item.id)
    due, state = schedule.next_time(kept[1] if kept else None, rating, now)
    ledger.reviewed(item.skill, item.id, now, judged.right, rating, due, state)
    return due


def progress(ledger: Ledger) -> Sequence[schedule.Progress]:
    """Progress in every skill."""
    reviews = ledger.reviews()
    return [schedule.progress(skill.name, len(drills.items(skill.name)), reviews) for skill in drills.SKILLS]


@dataclass(frozen=True, slots=True)
class Step:
    """One item of a round: what was typed, what it came to, and when it comes again where that is kept."""

    item: Item
    typed: str = ""
    done: Answered | None = None
    comes: datetime | None = None

    @property
    def answered(self) -> bool:
        """Whether it was judged; where the safety signal fired it was not."""
        return self.done is not None and self.done.fired is None


@dataclass(frozen=True, slots=True)
class Round:
    """A round of one skill so far. Places count from 1."""

    skill: str
    steps: tuple[Step, ...]

    @property
    def place(self) -> int | None:
        """The first item that was not met yet; nothing where all were."""
        return next((place for place, step in enumerate(self.steps, 1) if step.done is None), None)

    def step(self, place: int) -> Step | None:
        """The item at a place, if there is one."""
        return self.steps[place - 1] if 0 < place <= len(self.steps) else None


def begin_round(skill: str, ledger: Ledger | None, now: datetime, first: str = "", met: Collection[str] = ()) -> Round:
    """A new round, with the item `first` at its head where one is named. Raises BadOption for a skill or an item that there is not."""
    some = next_items(skill, ledger, now, met=met)
    if first:
        head = next((one for one in drills.items(skill) if one.id == first), None)
        if head is None:
            raise BadOption("There is no such question to practise.")
        some = (head, *(one for one in some if one.id != first))[:A_ROUND]
    return Round(skill, tuple(Step(one) for one in some))


def answer_step(now: Round, place: int, typed: str, coder: Coder, heed: bool = True) -> Round:
    """The round with one item answered; what was answered before stays as it is. Raises BadOption for what cannot be judged."""
    step = now.steps[place - 1]
    if step.answered:
        return now
    if len(typed) > LONGEST:
        raise BadOption(too_long(typed))
    return _with(now, place, replace(step, typed=typed, done=answered(step.item, typed, coder, heed)))


def keep_step(now: Round, place: int, ledger: Ledger | None, moment: datetime) -> Round:
    """The same round, its answer kept where there is a ledger; once only, and nothing where the safety signal fired."""
    step = now.steps[place - 1]
    if ledger is None or step.done is None or not step.answered or step.comes:
        return now
    return _with(now, place, replace(step, comes=keep(step.item, step.done.judged, ledger, moment)))


def _with(now: Round, place: int, step: Step) -> Round:
    return replace(now, steps=(*now.steps[: place - 1], step, *now.steps[place:]))


def too_long(typed: str) -> str:
    """What is said of an answer that nobody would listen to."""
    return f"This has {len(typed):,} characters; the longest that can be heard has {LONGEST:,}. Make it shorter."


def strange(item: Item, typed: str) -> list[str]:
    """The words in an answer that are no feelings we know."""
    if drills.BY_NAME[item.skill].kind is not Kind.FEELING:
        return []
    return [" ".join(one.split()) for one in drills.named(typed) if drills.feelings().of(one) is None]


@dataclass(frozen=True, slots=True)
class Sitting:
    """A talk with every state that it went through (the state after `n` turns at place `n`), so that one can go back to any.

    `given` tells of each turn whether an endpoint gave the answer's words, None where none was asked. `typed` stands in the box, `fired` is
    what was heard where the safety signal fired in it, and then it is no turn. `marked` holds the marked words of some turns.
    """

    states: tuple[Talk, ...]
    given: tuple[bool | None, ...] = ()
    marked: Mapping[int, tuple[Piece, ...]] = field(default_factory=dict)
    ended: bool = False
    typed: str = ""
    fired: Coded | None = None

    @property
    def talk(self) -> Talk:
        """The talk as it stands."""
        return self.states[-1]

    @property
    def over(self) -> bool:
        """Whether it is at its end, or was ended."""
        return self.ended or self.talk.over


def begin_talk(name: str, style: str = "", seed: int = 1) -> Sitting:
    """A new talk, in the scenario's own style where none is named. Raises BadOption for a scenario or a style that there is not."""
    one = scenarios.scenario(name)
    if style and style not in one.styles:
        raise BadOption("This talk cannot be played that way. Choose another way for them to be, or another talk.")
    return Sitting((scenarios.begin(one, Style(style) if style else None, seed),))


def say(now: Sitting, said: str, coder: Coder, elsewhere: Endpoint | None = None, heed: bool = True, rest: str = "") -> Sitting:
    """The talk after one turn of yours, silence too; where the safety signal fires it stands as it was. `heed` off is for the person who
    says that the signal heard this one wrong, `rest` what stays in the box. Raises BadOption for a turn without end.
    """
    if now.over:
        return now
    if len(said) > LONGEST:
        raise BadOption(too_long(said))
    said, talk = said.strip(), now.talk
    coded = heeded([Turn(said, context_of(talk))], coder)[0] if said else scenarios.NOTHING
    if coded.safety and heed:
        return replace(now, typed=said, fired=coded)
    after = scenarios.after(talk, said, replace(coded, safety=None))
    after, given = _in_their_words(talk, after, elsewhere, coder) if elsewhere else (after, None)
    return replace(now, states=(*now.states, after), given=(*now.given, given), typed=rest, fired=None)


def _in_their_words(talk: Talk, after: Talk, elsewhere: Endpoint, coder: Coder) -> tuple[Talk, bool]:
    """The partner's line as the endpoint words it, and whether it did; a line that threatens is no line for anybody."""
    turn = after.turns[-1]
    answer, given = voiced(elsewhere, talk, turn.mood, turn.answer, turn.said)
    if given and coder.code([Turn(answer)], scores=True)[0].safety:
        return after, False
    return scenarios.in_words(after, answer), given


def context_of(talk: Talk) -> tuple[tuple[bool, str, float | None], ...]:
    """The last lines, as the coder takes them."""
    lines: list[tuple[bool, str, float | None]] = [(False, talk.opening, None)]
    for turn in talk.turns:
        lines += [(True, turn.said, None), (False, turn.answer, None)]
    return tuple(one for one in lines[-3:] if one[1])


def back_to(now: Sitting, turn: int) -> Sitting:
    """The talk as it stood before a turn (from 0), with what was said in it to be worded anew. Raises BadOption for a turn there is not."""
    if not 0 <= turn < len(now.talk.turns):
        raise BadOption("There is no such turn in this talk.")
    marked = {place: some for place, some in now.marked.items() if place < turn}
    return Sitting(now.states[: turn + 1], now.given[:turn], marked, typed=now.talk.turns[turn].said)


def ended(now: Sitting) -> Sitting:
    """The talk ended here."""
    return replace(now, ended=True)


def otherwise(now: Sitting) -> Sitting:
    """The talk as it stood before the safety signal stopped it; what was typed stands in the box."""
    return replace(now, fired=None)


def with_marks(now: Sitting, turn: int, some: tuple[Piece, ...]) -> Sitting:
    """The talk with the marked words of a turn."""
    return replace(now, marked={**now.marked, turn: some})


def can_mark(now: Sitting, turn: int) -> bool:
    """Whether there are words to find in a turn that were not found yet."""
    one = now.talk.turns[turn] if 0 <= turn < len(now.talk.turns) else None
    return one is not None and bool(one.coded.moves) and turn not in now.marked and len(one.said) <= LONGEST_MARKED


def marked_words(now: Sitting, turn: int, coder: Coder) -> tuple[Piece, ...]:
    """What was said in a turn, with the words that carry what was heard."""
    one = now.talk.turns[turn]
    found = coder.evidence([Turn(one.said, context_of(now.states[turn]))], [one.coded])[0]
    return pieces(one.said, found, lambda moves: wording.listed([wording.MOVE[move] for move in moves]))
