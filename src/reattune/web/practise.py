"""Practise: a round of a drill, one question a page, and a talk with a simulated partner, told after each turn how it was heard.

Rounds and talks lie on the desk under names that tell nothing. Each is one frozen value in a holder with a lock: whatever comes from two
tabs, twice, or by the back button is taken once.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from itertools import groupby
from typing import Annotated, Any, Generic, TypeVar

from fastapi import APIRouter, Form
from fastapi.responses import Response

from reattune.app import charts, practising
from reattune.app import practice_words as words
from reattune.app.practising import Round, Sitting
from reattune.app.voice import Endpoint, endpoint
from reattune.coaching import drills, scenarios
from reattune.coaching.drills import Kind
from reattune.coaching.scenarios import Scenario
from reattune.core.errors import BadInput, BadOption
from reattune.web.at import At, Here
from reattune.web.desk import NotHere, Shelf

routes = APIRouter(prefix="/practise")
Text = Annotated[str, Form()]
Number = Annotated[int, Form()]
Several = Annotated[list[str] | None, Form()]
Value = TypeVar("Value", bound=Round | Sitting)
SHELF = "practice"
MOST_OPEN = 3  # shown on the first page


class Held(Generic[Value]):
    """A round or a talk, changed by one request at a time."""

    def __init__(self, value: Value) -> None:
        self.value = value
        self.lock = threading.Lock()


@routes.get("")
def show(here: Here) -> Response:
    """What is due, the drills, the talks, and how it goes."""
    return _index(here)


@routes.post("/drill")
def begin_drill(here: Here, skill: Text = "", item: Text = "") -> Response:
    """A round of a skill: the one that was begun and not finished, or a new one."""
    begun = _rounds(here)
    open_one = next((name for name, one in begun if one.skill == skill and one.place), None)
    if open_one and not item:
        return here.go(f"/practise/{open_one}")
    met = {step.item.id for _, one in begun if one.skill == skill for step in one.steps}
    try:
        made = practising.begin_round(skill, here.desk.ledger_or_none, here.desk.now(), item, met)
    except BadOption as error:
        return _index(here, str(error))
    return here.go(f"/practise/{_shelf(here).put(Held(made))}/1")


@routes.post("/talk")
def begin_talk(here: Here, scenario: Text = "", style: Text = "", seed: Number = 1) -> Response:
    """A new talk."""
    try:
        made = practising.begin_talk(scenario, style, seed)
    except BadOption as error:
        return _index(here, str(error) if scenario else words.CHOOSE_TALK, scenario, style)
    return here.go(f"/practise/{_shelf(here).put(Held(made))}")


@routes.get("/{name}")
def go_on(here: Here, name: str) -> Response:
    """A talk as it stands, or a round where one was."""
    held = _held(here, name)
    if isinstance(held.value, Round):
        return here.go(f"/practise/{name}/{held.value.place or 'end'}")
    return _talk(here, name, held.value)


@routes.get("/{name}/end")
def end_of_round(here: Here, name: str) -> Response:
    """What went well in a round, and what comes again when."""
    return here.page("practise/end.html", name=name, round=_round(here, name).value, now=here.desk.now())


@routes.get("/{name}/{place:int}")
def ask(here: Here, name: str, place: int) -> Response:
    """One question, and once it is answered what was heard."""
    return _item(here, name, _round(here, name).value, place)


@routes.post("/{name}/{place:int}")
def answer(
    here: Here, name: str, place: int, answer: Text = "", feeling: Several = None, silent: Text = "", heed: Text = ""
) -> Response:  # fmt: skip
    """An answer: judged and kept once."""
    held, typed = _round(here, name), ", ".join([*([answer] if answer.strip() else []), *(feeling or ())])
    with held.lock:
        step = held.value.step(place)
        if step is None:
            raise NotHere
        if step.answered:
            late = "" if typed in {step.typed, ""} else typed
            return _item(here, name, held.value, place, late=late) if late else here.go(f"/practise/{name}/{place}")
        try:
            if wrong := _nothing_typed(step.item, typed, bool(silent)):
                raise BadOption(wrong)
            now = practising.answer_step(held.value, place, typed, here.desk.coder(), heed != "no")
            held.value = practising.keep_step(now, place, here.desk.ledger_or_none, here.desk.now())
        except BadInput as error:
            odd = practising.strange(step.item, typed)
            return _item(here, name, held.value, place, words.unknown(odd) if odd else str(error), typed=answer, chosen=feeling)
    return here.go(f"/practise/{name}/{place}")


@routes.post("/{name}/say")
def say(here: Here, name: str, said: Text = "", turn: Number = -1, silent: Text = "", heed: Text = "") -> Response:
    """One turn of yours in a talk, and the answer to it."""
    held, typed = _sitting(here, name), said.replace("\r\n", "\n").strip()
    said, rest = ("", typed) if silent else (typed, "")
    with held.lock:
        now = held.value
        if turn != len(now.talk.turns):
            there = now.talk.turns[turn].said == said if 0 <= turn < len(now.talk.turns) else False
            return _talk(here, name, now) if there or now.over else _talk(here, name, now, words.WENT_ON, typed)
        if not said and not silent:
            return _talk(here, name, now, words.OR_SILENCE)
        try:
            held.value = practising.say(now, said, here.desk.coder(), _elsewhere(here), heed != "no", rest)
        except BadOption as error:
            return _talk(here, name, now, str(error), said)
    return _talk(here, name, held.value) if here.live else here.go(f"/practise/{name}")


@routes.post("/{name}/otherwise")
def otherwise(here: Here, name: str) -> Response:
    """Back to the talk from where the safety signal stopped it, with what was typed still in the box."""
    return _changed(here, name, practising.otherwise)


@routes.post("/{name}/stop")
def stop(here: Here, name: str) -> Response:
    """End a talk here."""
    return _changed(here, name, practising.ended)


@routes.post("/{name}/again")
def again(here: Here, name: str, turn: Number = -1) -> Response:
    """The talk once more from before a turn, as a talk of its own, so that both stay."""
    return here.go(f"/practise/{_shelf(here).put(Held(practising.back_to(_sitting(here, name).value, turn)))}")


@routes.post("/{name}/marks")
def marks(here: Here, name: str, turn: Number = -1) -> Response:
    """The words in a turn that carry what was heard in it."""
    held = _sitting(here, name)
    if not 0 <= turn < len(held.value.talk.turns):
        raise NotHere
    if practising.can_mark(held.value, turn):
        found = practising.marked_words(held.value, turn, here.desk.coder())
        with held.lock:
            held.value = practising.with_marks(held.value, turn, found)
    if not here.live:
        return here.go(f"/practise/{name}")
    return here.page("practise/_said.html", place=turn, turn=held.value.talk.turns[turn], parts_of=held.value.marked.get(turn))


def _changed(here: At, name: str, change: Any) -> Response:
    held = _sitting(here, name)
    with held.lock:
        held.value = change(held.value)
    return here.go(f"/practise/{name}")


def _shelf(here: At) -> Shelf[object]:
    return here.desk.shelf(SHELF)


def _held(here: At, name: str) -> Held[Any]:
    found = _shelf(here).get(name)
    assert isinstance(found, Held)
    return found


def _round(here: At, name: str) -> Held[Round]:
    held = _held(here, name)
    if not isinstance(held.value, Round):
        raise NotHere
    return held


def _sitting(here: At, name: str) -> Held[Sitting]:
    held = _held(here, name)
    if not isinstance(held.value, Sitting):
        raise NotHere
    return held


def _rounds(here: At) -> list[tuple[str, Round]]:
    """The rounds on the desk, the newest first."""
    held = [(name, one.value) for name, one in reversed(_shelf(here).all()) if isinstance(one, Held)]
    return [(name, value) for name, value in held if isinstance(value, Round)]


def _talks(here: At) -> list[tuple[str, Sitting]]:
    """The talks on the desk, the newest first."""
    held = [(name, one.value) for name, one in reversed(_shelf(here).all()) if isinstance(one, Held)]
    return [(name, value) for name, value in held if isinstance(value, Sitting)]


def _index(here: At, wrong: str = "", scenario: str = "", style: str = "") -> Response:
    ledger = here.desk.ledger_or_none
    told = practising.progress(ledger) if ledger else ()
    begun = [one for one in told if one.met]
    rows = [(words.TITLES[one.skill], one.right, one.met, one.low, one.high) for one in begun]
    return here.page(
        "practise/index.html",
        422 if wrong else 200,
        wrong=wrong,
        skill=practising.next_skill(ledger, here.desk.now()),
        skills=drills.SKILLS,
        groups=_groups(),
        rounds=[(name, one) for name, one in _rounds(here) if one.place][:MOST_OPEN],
        talks=[(name, one) for name, one in _talks(here) if not one.over][:MOST_OPEN],
        begun=begun,
        untouched=[words.TITLES[one.skill] for one in told if not one.met],
        picture=charts.counts(rows, words.WENT_WELL) if rows else None,
        chosen=scenario,
        style=style,
    )


def _groups() -> list[tuple[str, list[Scenario], tuple[scenarios.Style, ...]]]:
    """The scenarios by relation, each with the ways in which they can be played."""
    order = list(words.RELATIONS)
    every = sorted(scenarios.scenarios(), key=lambda one: order.index(one.relation))
    found = [(relation, list(some)) for relation, some in groupby(every, key=lambda one: one.relation)]
    return [(relation, some, some[0].styles) for relation, some in found]


def _nothing_typed(item: drills.Item, typed: str, silent: bool) -> str:
    """What is missing in an answer, if anything is; silence is one only where the item takes it."""
    if typed.strip() or (silent and item.silence):
        return ""
    kind = drills.BY_NAME[item.skill].kind
    if kind is Kind.FREE:
        return words.OR_SILENCE if item.silence else words.NOT_LEFT_EMPTY
    return words.NO_FEELING if kind is Kind.FEELING else words.CHOOSE_ONE


def _item(
    here: At, name: str, now: Round, place: int, wrong: str = "", late: str = "", typed: str = "", chosen: list[str] | None = None
) -> Response:  # fmt: skip
    step = now.step(place)
    if step is None:
        raise NotHere
    return here.page(
        "practise/item.html",
        422 if wrong else 200,
        wrong=wrong,
        name=name,
        place=place,
        of=len(now.steps),
        step=step,
        item=step.item,
        skill=drills.BY_NAME[step.item.skill],
        families=drills.feelings().words,
        late=late,
        typed=typed,
        chosen=chosen or [],
        next=f"/practise/{name}/{place + 1 if place < len(now.steps) else 'end'}",
    )


def _talk(here: At, name: str, now: Sitting, wrong: str = "", typed: str = "") -> Response:
    elsewhere = _elsewhere(here)
    return here.page(
        "practise/_turns.html" if here.live else "practise/talk.html",
        422 if wrong else 200,
        wrong=wrong,
        name=name,
        now=now,
        talk=now.talk,
        live=here.live,
        typed=typed or now.typed,
        picture=charts.arc(now.talk) if now.talk.turns else None,
        elsewhere=elsewhere.url if elsewhere else "",
        can_mark=practising.can_mark,
    )


def _elsewhere(here: At) -> Endpoint | None:
    """The endpoint that was switched on; a damaged file of choices is no leave to ask one."""
    with suppress(BadInput):
        return endpoint(here.desk.where)
    return None
