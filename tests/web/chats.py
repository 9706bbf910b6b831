"""Exports for the tests of the app: stories of `tests/stories.py` as WhatsApp writes them, and a visitor who hands them in."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from reattune.app.looking import Listening, Looking, Reading
from reattune.core.coded import Coded, Progress, Turn
from tests.stories import ScriptedCoder, conversation, small_talk
from tests.web.conftest import HOST, Visitor

LATER = timedelta(days=20)  # past the twelfth, so that day and month are never in doubt
COUPLE = (
    *small_talk(8),
    "A: you are impossible #contempt",
    "B {2m}: ouch #hurt",
    "A {5m}: that was mine, you were tired #accountability #acknowledgement",
    "B {1m}: thank you #acceptance",
    *small_talk(12),
    "B {2d}: whatever #dismissal",
    *small_talk(12, 1),
    "A {3d}: of course you forgot #criticism",
)
BROKE, DISMISSED, LAST = 8, 24, 37  # where its three breaks begin


def export(*lines: str, days: str = "%d/%m/%Y") -> bytes:
    """A WhatsApp export of these lines."""
    rows = [f"{one.time + LATER:{days}, %H:%M} - {one.speaker}: {one.text}" for one in conversation(*lines).messages if one.time]
    return ("\n".join(rows) + "\n").encode()


def settled(visitor: Visitor, path: str) -> Any:
    """The page of a conversation once nothing is at work on it, however slow the machine."""
    one = visitor.desk.shelf("conversations").get(path.rpartition("/")[2])
    assert isinstance(one, Looking)
    while isinstance(stage := one.stage, Reading | Listening):
        stage.work.ended(60)
    return visitor.get(path)


def hand_in(visitor: Visitor, *files: tuple[str, bytes]) -> Any:
    """The page that follows an upload, once it is read."""
    answer = visitor.client.post(
        "/conversations/upload",
        data={"csrf": visitor.gate.csrf},
        files=[("files", (name, content, "application/octet-stream")) for name, content in files],
        headers={"origin": f"http://{HOST}"},
    )
    return settled(visitor, path_of(answer)) if answer.status_code == 200 else answer


def path_of(answer: Any) -> str:
    """Where the pages of a conversation stand."""
    found = re.match(r"/conversations/[\w-]+", answer.url.path)
    assert found, answer.url.path
    return found[0]


def looked_at(visitor: Visitor, *lines: str, me: str = "0") -> str:
    """The path of a conversation that was handed in and is ready to be looked at, from A's side."""
    path = path_of(hand_in(visitor, ("chat.txt", export(*(lines or COUPLE)))))
    answered(visitor, path, me=me)
    return path


def answered(visitor: Visitor, path: str, **answers: str) -> Any:
    """The report, after the questions that stand before it."""
    visitor.post(f"{path}/who", answers)
    return settled(visitor, path)


def taken(visitor: Visitor, path: str, **wants: str) -> Any:
    """The file that was asked for, handed out at once or once it is made."""
    answer = visitor.post(f"{path}/file", wants)
    if answer.url.path == f"{path}/file" and "content-disposition" not in answer.headers:
        one = visitor.desk.shelf("conversations").get(path.rpartition("/")[2])
        assert isinstance(one, Looking) and one.file
        one.file.ended(60)
        return visitor.get(f"{path}/file/notes")
    return answer


def put_right(visitor: Visitor, path: str, message: int, **says: Any) -> Any:
    """The report, after a correction."""
    visitor.post(f"{path}/{message}/heard", says)
    return settled(visitor, path)


class SlowCoder(ScriptedCoder):
    """One that says how far it is, and waits there until it may go on."""

    def __init__(self) -> None:
        self.go_on, self.ended = threading.Event(), threading.Event()

    def code(self, turns: Sequence[Turn], scores: bool = False, progress: Progress | None = None) -> list[Coded]:
        try:
            assert progress
            progress(10, len(turns))
            assert self.go_on.wait(20)
            progress(20, len(turns))
            return super().code(turns)
        finally:
            self.ended.set()
