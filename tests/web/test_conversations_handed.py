"""Conversations on their way in: called off half way, several chats at once, more files than can come."""

from __future__ import annotations

import re
import threading
from pathlib import Path
from typing import Any

import pytest

from reattune.core.coded import Coder
from tests.stories import ScriptedCoder
from tests.web.chats import BROKE, COUPLE, DISMISSED, LAST, SlowCoder, answered, export, hand_in, looked_at, path_of, settled
from tests.web.conftest import Visitor, let_in
from tests.web.reading import words

AB, AC = export("A: one", "B: two", "A: three"), export("A: bus", "C: at six")


def says(answer: Any) -> str:
    return " ".join(words(answer.text))


# --- called off -----------------------------------------------------------------------------------------------------


def test_reading_is_stopped_by_a_button_and_nothing_of_it_stays(tmp_path: Path) -> None:
    coder = SlowCoder()
    visitor = let_in(tmp_path, coder)
    path = path_of(hand_in(visitor, ("chat.txt", export(*COUPLE))))
    page = visitor.post(f"{path}/who", {"me": "0"})
    assert re.search(rf'<form method="post" action="{path}/call-off".*?<button>Stop</button>', page.text, re.DOTALL)
    assert "Nothing of it is kept then." in says(page)
    after = visitor.post(f"{path}/call-off")
    assert (after.url.path, "It was stopped. Nothing of it was kept." in says(after)) == ("/conversations", True)
    assert path not in after.text
    assert visitor.get(path).status_code == 404
    assert visitor.desk.shelf("conversations").all() == []
    coder.go_on.set()
    assert coder.ended.wait(20)


def test_a_report_that_is_made_anew_is_stopped_and_stays_as_it_was(tmp_path: Path) -> None:
    go_on, asked = threading.Event(), []

    def coder() -> Coder:
        asked.append(1)
        assert len(asked) == 1 or go_on.wait(20)
        return ScriptedCoder()

    visitor = let_in(tmp_path, ScriptedCoder())
    visitor.desk.coder = coder
    path = looked_at(visitor)
    before = says(visitor.get(path))
    page = visitor.post(f"{path}/{DISMISSED}/heard", {"says": "nothing"})
    assert "Making the report anew." in says(page)
    assert "no break at that place" not in says(page), "that is not known yet"
    assert "The report is then as it was before." in says(page)
    after = visitor.post(f"{path}/call-off")
    go_on.set()
    assert (after.url.path, "It was stopped. The report is as it was before." in says(after)) == (path, True)
    again = visitor.get(path)
    assert says(again) == before
    assert [int(found) for found in re.findall(r'class="episode" id="e(\d+)"', again.text)] == [BROKE, DISMISSED, LAST]


def test_what_was_ready_before_the_button_was_pressed_stays(scripted: Visitor) -> None:
    path = looked_at(scripted)
    after = scripted.post(f"{path}/call-off")
    assert (after.url.path, "It was stopped" in says(after)) == (path, False)


# --- several chats --------------------------------------------------------------------------------------------------


def test_different_people_are_not_joined_unasked(scripted: Visitor) -> None:
    asked = hand_in(scripted, ("ab.txt", AB), ("ac.txt", AC))
    told = says(asked)
    assert "Is this one conversation?" in told
    assert "Only A and B ab.txt: 3 messages" in told and "Only A and C ac.txt: 2 messages" in told
    assert "checked" not in asked.text, "nothing is chosen beforehand"


@pytest.mark.parametrize(
    ("chat", "heading"), [("0", "3 messages between A and B"), ("1", "2 messages between A and C"), ("all", "between A, B and C")]
)
def test_what_is_chosen_is_looked_at_alone_or_all_of_it_together(scripted: Visitor, chat: str, heading: str) -> None:
    path = path_of(hand_in(scripted, ("ab.txt", AB), ("ac.txt", AC)))
    scripted.post(f"{path}/which", {"chat": chat})
    settled(scripted, path)
    answered(scripted, path, me="0")
    assert heading in says(scripted.get(path))


@pytest.mark.parametrize("chat", ["", "2", "-1", "none"])
def test_without_a_choice_it_is_asked_again(scripted: Visitor, chat: str) -> None:
    path = path_of(hand_in(scripted, ("ab.txt", AB), ("ac.txt", AC)))
    again = scripted.post(f"{path}/which", {"chat": chat})
    assert (again.status_code, "Choose one of them." in says(again)) == (422, True)
    assert "Only A and B" in says(again)


def test_many_chats_and_long_lists_of_files_stand_in_few_words(scripted: Visitor) -> None:
    same = [(f"{number}.txt", AB) for number in range(7)]
    others = [(f"x{number}.txt", export("A: one", f"N{number}: two")) for number in range(55)]
    asked = says(hand_in(scripted, *same, *others))
    assert "0.txt, 1.txt, 2.txt, 3.txt, 4.txt and 2 more" in asked
    assert "And 6 more with few messages." in asked


def test_names_of_people_and_files_are_only_names(scripted: Visitor) -> None:
    asked = hand_in(scripted, ("<i>.txt", AB.replace(b"B:", b"<b>B</b>:")), ("{{ 7 * 7 }}.txt", AC))
    assert "<i>.txt" not in asked.text and "<b>B" not in asked.text
    assert "{{ 7 * 7 }}.txt" in asked.text


# --- too many -------------------------------------------------------------------------------------------------------


def test_more_files_than_can_come_in_say_what_to_do(scripted: Visitor) -> None:
    answer = hand_in(scripted, *((f"{number}.txt", b"x") for number in range(1001)))
    assert answer.status_code == 400
    assert "Up to 1,000 files can come in together. Put them into one zip" in says(answer)
    assert "Too many files at once" in says(answer)
    assert '<a href="/conversations">Choose again</a>' in answer.text


def test_what_is_no_form_at_all_is_told_as_before(scripted: Visitor) -> None:
    headers = {"origin": "http://127.0.0.1:8765", "content-type": "multipart/form-data; boundary=x", "x-csrf": scripted.gate.csrf}
    answer = scripted.client.post("/conversations/upload", content=b"no part of anything", headers=headers)
    assert (answer.status_code, "Too many" in answer.text) == (400, False)
