"""Long work beside the pages."""

from __future__ import annotations

import gc
import threading

import pytest

from reattune.app.work import Work
from reattune.core.coded import Progress
from reattune.core.errors import NoLongerWanted


def test_what_came_of_it_is_there_when_it_is_over() -> None:
    work = Work(lambda _: ["made"])
    assert work.ended(20)
    assert work.made() == ["made"]


def test_what_stopped_it_is_heard_by_whoever_asks() -> None:
    def breaks(_: Progress) -> None:
        raise ValueError("it broke")

    work = Work(breaks)
    assert work.ended(20)
    with pytest.raises(ValueError, match="it broke"):
        work.made()


def test_called_off_it_ends_when_it_next_says_how_far_it_is() -> None:
    off, heard = threading.Event(), threading.Event()

    def does(hears: Progress) -> None:
        heard.set()
        off.wait(20)
        hears(1, 2)

    work = Work(does)
    assert heard.wait(20)
    work.stop()
    off.set()
    assert work.ended(20)
    with pytest.raises(NoLongerWanted):
        work.made()


def test_what_was_made_is_not_looked_through_for_waste_again_while_a_page_waits() -> None:
    work = Work(lambda _: [[number] for number in range(100)])
    assert work.ended(20)
    made = work.made()
    assert not any(one is made for one in gc.get_objects())
    later = [[1]]
    assert any(one is later for one in gc.get_objects())
