"""What people wrote is shown and never obeyed by the terminal; the console's own colours are."""

from __future__ import annotations

import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.text import Text

from reattune.app import wording
from reattune.app.check import Checked, check
from reattune.app.tell import stories
from reattune.cli.check import show
from reattune.cli.look import CONTROL, Screen, console, shown
from reattune.cli.story import show_report, show_safety
from reattune.core.coded import Coded
from reattune.core.message import Conversation, Issue
from reattune.core.names import Verdict
from reattune.pipeline import analyse
from tests.stories import ScriptedCoder, conversation

EVIL = "\x1b]0;title\x07\x1b[2Jred\x9b31m\x7f\x00"
HARMLESS = "]0;title[2Jred31m"


@given(st.text())
@example("a\rb\x0b\x1f\x7f\x80\x9f\xa0\t\n")
def test_tabs_and_line_ends_stay_and_everything_that_is_no_control_character(text: str) -> None:
    kept = shown(text)
    assert not CONTROL.search(kept)
    assert kept == "".join(letter for letter in text if letter in "\t\n" or not (ord(letter) < 32 or 127 <= ord(letter) < 160))


@pytest.mark.parametrize("soft_wrap", [True, False])
def test_the_console_takes_control_characters_out_of_texts_and_keeps_its_colours(soft_wrap: bool) -> None:
    stream = io.StringIO()
    out = Screen(file=stream, force_terminal=True, color_system="standard", width=200, markup=False, highlight=False)
    out.print(EVIL, soft_wrap=soft_wrap)
    out.print(Text(EVIL, style="yellow"), soft_wrap=soft_wrap)
    assert stream.getvalue() == f"{HARMLESS}\n\x1b[33m{HARMLESS}\x1b[0m\n"


def test_no_name_nor_word_nor_issue_of_a_report_reaches_the_terminal_as_an_order(capsys: pytest.CaptureFixture[str]) -> None:
    told = conversation("A: you never listen #criticism", "B: oh", "A {1h}: sorry #apology", "B: thanks #acceptance")
    said = tuple(one._replace(speaker=one.speaker + EVIL, text=EVIL + one.text) for one in told.messages)
    issues = (Issue(3, f"no date in {EVIL}"),)
    report = analyse(Conversation(said, format="table", lines=4, issues=issues), ScriptedCoder(), "A" + EVIL)
    show_report(report, stories(report, ScriptedCoder()), console())
    out = capsys.readouterr().out
    assert f"A{HARMLESS}: “{HARMLESS}you never listen" in out
    assert f"line 3: no date in {HARMLESS}" in out
    assert not CONTROL.search(out)


def test_what_the_safety_signal_saw_is_told_apart_from_the_report(
    capsys: pytest.CaptureFixture[str],
) -> None:
    report = analyse(conversation("A: hello", "B: i will hurt you #!threat"), ScriptedCoder(), "A")
    show_report(report, stories(report, ScriptedCoder()), console())
    assert "threat" not in capsys.readouterr().out
    for turning in (False, True):
        show_safety(report, console(stderr=True), turning)
        told = capsys.readouterr()
        assert told.out == ""
        assert "In 1 message I saw words that threaten." in told.err
        assert ("Where to turn" in told.err) == turning


def test_where_the_signal_did_not_fire_nothing_is_told_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    show_safety(analyse(conversation("A: hello"), ScriptedCoder(), "A"), console(stderr=True), turning=True)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("verdict", Verdict)
def test_where_it_cannot_tell_it_says_so_and_the_sentence_stays_whole(verdict: Verdict, capsys: pytest.CaptureFixture[str]) -> None:
    show(Checked("hm", Coded(verdict=verdict, unsure=True), (), (), (), "And now?"), console())
    out = capsys.readouterr().out
    assert out.splitlines()[:2] == [wording.UNSURE, f"If I had to say: {wording.heading(Coded(verdict=verdict))}"]


def test_no_word_of_a_draft_reaches_the_terminal_as_an_order(capsys: pytest.CaptureFixture[str]) -> None:
    show(check(EVIL + "sorry #apology", ScriptedCoder()), console())
    out = capsys.readouterr().out
    assert f"“{HARMLESS}sorry #apology”" in out
    assert not CONTROL.search(out)
