"""Small conversations as tests tell them: `"A: text #criticism"`, `"B {2h}: text #apology #accountability"`.

The coder of the tests hears exactly the moves that stand behind the `#`, and the safety signal behind `#!kind`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from reattune.codebook.grading import grade
from reattune.core.coded import Coded, Evidence, Heard, Progress, Safety, Turn, Wanted
from reattune.core.episode import Episode
from reattune.core.message import Conversation, Message
from reattune.core.names import Move, SafetyKind
from reattune.episodes import find_episodes

LINE = re.compile(r"(?P<who>\w+)(?:\s*\{(?P<number>\d+)(?P<unit>[mhd])\})?:\s*(?P<text>.*)")
START = datetime(2026, 3, 2, 9, 0)
UNIT = {"m": "minutes", "h": "hours", "d": "days"}


def conversation(*lines: str, timed: bool = True) -> Conversation:
    """A conversation of these lines, a minute apart unless they say otherwise."""
    now, messages = START, []
    for line in lines:
        found = LINE.fullmatch(line)
        assert found, line
        gap = {UNIT[found["unit"]]: int(found["number"])} if found["number"] else {"minutes": 1}
        now += timedelta(**gap)
        messages.append(Message(found["who"], found["text"], now if timed else None))
    return Conversation(tuple(messages), format="table", lines=len(lines))


def hear(text: str) -> Coded:
    """What stands behind the `#` of a text."""
    tags = re.findall(r"#(!?\w+)", text)
    moves = tuple(Move(tag) for tag in tags if not tag.startswith("!"))
    kinds = tuple(SafetyKind(tag[1:]) for tag in tags if tag.startswith("!"))
    return Coded(tuple(Heard(move, 0.9) for move in moves), grade(moves), 0.9, False, Safety(kinds, 0.9) if kinds else None)


class ScriptedCoder:
    """A coder that hears what the text is tagged with."""

    id = "scripted"
    codebook = "1.1.0"

    def code(self, turns: Sequence[Turn], scores: bool = False, progress: Progress | None = None) -> list[Coded]:
        if progress:
            progress(len(turns), len(turns))
        return [hear(turn.text) for turn in turns]

    def evidence(self, turns: Sequence[Turn], coded: Sequence[Coded], wanted: Wanted | None = None) -> list[tuple[Evidence, ...]]:
        return [tuple(Evidence(heard.move, ((0, len(turn.text)),)) for heard in one.moves) for turn, one in zip(turns, coded, strict=True)]


def episodes(*lines: str, timed: bool = True) -> tuple[Episode, ...]:
    """The episodes of these lines."""
    told = conversation(*lines, timed=timed)
    return find_episodes(told.messages, [hear(message.text) for message in told.messages])


def small_talk(count: int, start: int = 0) -> list[str]:
    """Ordinary messages by both, in turns."""
    return [f"{'AB'[(start + number) % 2]}: bus at {number % 12 + 1}" for number in range(count)]
