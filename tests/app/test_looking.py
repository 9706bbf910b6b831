"""What is looked at, called off half way: the work ends soon, and nothing half done stays."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

from reattune.app.looking import Answers, Before, Failed, Listening, Looking, Reading, WhichChat
from reattune.app.seen import Otherwise, Seen
from reattune.coding.coder import shipped
from reattune.core.coded import Coded, Coder, Progress, Turn
from reattune.core.errors import BadOption, NoLongerWanted
from reattune.core.names import Move
from tests.stories import ScriptedCoder, conversation, small_talk

SOON = 3.0  # seconds; it is about one, but a machine may have other things to do
LINES = (*small_talk(8), "A: no #contempt", "B: ouch #hurt")


def export(*lines: str) -> bytes:
    return "".join(
        f"{one.time:%d/%m/%Y, %H:%M} - {one.speaker}: {one.text}\n" for one in conversation(*lines).messages if one.time
    ).encode()


def settled(one: Looking) -> object:
    while isinstance(stage := one.stage, Reading | Listening):
        stage.work.ended(60)
    return stage


@dataclass
class Endless(ScriptedCoder):
    """One that hears on and on, and says all the while how far it is."""

    begun: threading.Event

    def code(self, turns: Sequence[Turn], scores: bool = False, progress: Progress | None = None) -> list[Coded]:
        assert progress
        for _ in range(6000):
            self.begun.set()
            progress(1, len(turns))
            time.sleep(0.01)
        raise AssertionError("nobody called it off")


def looked_at(coder: Callable[[], Coder], *lines: str) -> Looking:
    one = Looking("/x", [("chat.txt", export(*(lines or LINES)))], coder)
    settled(one)
    one.answer(Answers("0", dates="dmy"))
    return one


def test_reading_ends_soon_after_it_is_called_off() -> None:
    one = Looking("/x", [("chat.txt", export(*LINES) * 40_000)], ScriptedCoder)
    stage = one.stage
    assert isinstance(stage, Reading)
    assert isinstance(one.call_off(), Failed)
    assert stage.work.ended(SOON)
    with pytest.raises(NoLongerWanted):
        stage.work.made()
    assert isinstance(one.stage, Failed)


def test_hearing_ends_soon_after_it_is_called_off() -> None:
    coder = Endless(threading.Event())
    one = looked_at(lambda: coder)
    stage = one.stage
    assert isinstance(stage, Listening) and coder.begun.wait(20)
    assert isinstance(one.call_off(), Failed)
    assert stage.work.ended(SOON)
    with pytest.raises(NoLongerWanted):
        stage.work.made()


def test_the_shipped_coder_says_how_far_it_is_while_it_reads_a_stretch() -> None:
    heard: list[tuple[int, int]] = []

    def progress(done: int, of: int) -> None:
        heard.append((done, of))
        if len(heard) == 3:
            raise NoLongerWanted

    turns = [Turn(f"you never listen to me, number {number}, and I am so tired of this") for number in range(300)]
    with pytest.raises(NoLongerWanted):
        shipped().code(turns, progress=progress)
    assert heard == [(0, 300)] * 3, "amid the first stretch"


def test_of_a_report_that_is_made_anew_the_former_one_stays_when_that_is_called_off() -> None:
    go_on, asked = threading.Event(), []

    def coder() -> Coder:
        asked.append(1)
        assert len(asked) == 1 or go_on.wait(20)
        return ScriptedCoder()

    one = looked_at(coder)
    before = settled(one)
    assert isinstance(before, Seen)
    one.hear_otherwise(8, Otherwise(frozenset({Move.CONTEMPT})))
    stage = one.stage
    assert isinstance(stage, Listening) and stage.before is before
    assert one.call_off() is before
    go_on.set()
    assert stage.work.ended(SOON)
    with pytest.raises(NoLongerWanted):
        stage.work.made()
    assert one.stage is before
    assert before.corrections == {}


def test_what_has_ended_meanwhile_is_not_called_off() -> None:
    one = looked_at(ScriptedCoder)
    before = settled(one)
    assert one.call_off() is before


def test_days_read_the_other_way_ask_not_again_whether_it_is_one_chat() -> None:
    files = [("ab.txt", b"03/04/2024, 10:00 - A: here\n03/04/2024, 10:01 - B: here\n"), ("ac.txt", b"04/04/2024, 10:00 - C: and here\n")]
    one = Looking("/x", files, ScriptedCoder)
    asked = settled(one)
    assert isinstance(asked, WhichChat)
    assert asked.files == (("ab.txt",), ("ac.txt",))
    with pytest.raises(BadOption):
        one.choose("2")
    one.choose("all")
    assert isinstance(settled(one), Before)
    one.answer(Answers("0", dates="mdy"))
    seen = settled(one)
    assert isinstance(seen, Seen)
    assert [(message.speaker, message.time.month) for message in seen.messages if message.time] == [("A", 3), ("B", 3), ("C", 4)]


def test_one_chat_of_several_is_read_again_without_the_others() -> None:
    files = [("ab.txt", b"03/04/2024, 10:00 - A: here\n03/04/2024, 10:01 - B: here\n"), ("ac.txt", b"05/04/2024, 10:00 - C: and here\n")]
    one = Looking("/x", files, ScriptedCoder)
    settled(one)
    one.choose("1")
    before = settled(one)
    assert isinstance(before, Before)
    assert (one.name, [name for name, _ in before.conversation.speakers()]) == ("ac.txt", ["C"])
    one.answer(Answers("0", dates="mdy"))
    seen = settled(one)
    assert isinstance(seen, Seen)
    assert [message.speaker for message in seen.messages] == ["C"]
