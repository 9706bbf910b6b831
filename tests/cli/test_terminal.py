"""The command at a terminal, where it may ask and may use colours; a pseudo-terminal stands in for the real one."""

from __future__ import annotations

import contextlib
import json
import os
import re
import select
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")
termios = pytest.importorskip("termios", reason="this system has no pseudo-terminals")

ROOT = Path(__file__).parents[2]
COUPLE = ROOT / "src" / "reattune" / "app" / "examples" / "couple-six-weeks.txt"
HANGS_AFTER_SECONDS = 60  # so that a test that waits for what never comes ends at all
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
QUESTION_READ, QUESTION_CHECK = "Which of these is you?", "What would you send?"
# a terminal of its own, and ctrl-c as a shell would set it: a test run started in the background hands on that it is ignored
OWN_TERMINAL = (
    "import fcntl, signal, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from reattune.cli.main import run; run()"
)


@dataclass
class Terminal:
    """A person's side of a terminal at which one command runs. `piped` is what went to a pipe instead."""

    hand: int
    running: subprocess.Popen[bytes]
    shown: str = ""
    raw: bytes = field(default=b"", repr=False)

    def wait_for(self, words: str) -> None:
        """Until these words stand on the screen, or the command has ended without them."""
        while words not in self.shown:
            assert self._more(), f"{words!r} never came: {self.shown!r}"

    def type(self, words: str) -> None:
        """Type words, with the key at their end."""
        os.write(self.hand, words.encode())

    def end(self) -> tuple[int, str]:
        """The exit code and everything on the screen, once the command has ended."""
        while self._more():
            pass
        return self.running.wait(), self.shown

    def form(self) -> Any:
        """What went to the pipe as data, once the command has ended well."""
        assert self.running.stdout is not None
        found = json.loads(self.running.stdout.read())
        assert self.end()[0] == 0
        return found

    def _more(self) -> bool:
        ready, _, _ = select.select([self.hand], [], [], HANGS_AFTER_SECONDS)
        assert ready, f"nothing more comes: {self.shown!r}"
        try:
            read = os.read(self.hand, 65_536)
        except OSError:  # the other end was closed
            read = b""
        self.raw += read
        self.shown = self.raw.decode(errors="replace").replace("\r\n", "\n")
        return bool(read)


Start = Callable[..., Terminal]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a command with its three streams at a terminal, but for those handed in."""
    with contextlib.ExitStack() as stack:

        def started(*words: str | Path, **streams: int) -> Terminal:
            hand, screen = pty.openpty()
            termios.tcsetwinsize(screen, (40, 90))
            running = subprocess.Popen(
                [sys.executable, "-c", OWN_TERMINAL, *map(str, words)],
                **({"stdin": screen, "stdout": screen, "stderr": screen} | streams),
                env={**{name: value for name, value in os.environ.items() if name != "NO_COLOR"}, "TERM": "xterm-256color"},
                start_new_session=True,
            )
            os.close(screen)
            stack.callback(os.close, hand)
            stack.enter_context(running)
            stack.callback(running.kill)
            return Terminal(hand, running)

        yield started


# --- check ----------------------------------------------------------------------------------------------------------


def test_check_without_a_draft_asks_for_it_and_checks_what_is_typed(start: Start) -> None:
    at = start("check")
    at.wait_for(QUESTION_CHECK)
    at.type("see you at six\n\n")
    status, shown = at.end()
    assert status == 0
    assert "Next:" in COLOUR.sub("", shown).partition("see you at six")[2]


def test_a_draft_of_several_lines_is_read_to_its_end_though_a_pasted_one_has_empty_lines(start: Start) -> None:
    at = start("check", "--json", stdout=subprocess.PIPE)
    at.wait_for(QUESTION_CHECK)
    at.type("Dear Ana,\n\nI see that I hurt you when I said that.\n\n")
    form = at.form()
    assert "acknowledgement" in form["components"]["present"]  # which stands behind the empty line


def test_a_pasted_draft_without_a_last_line_end_is_waited_for_and_nothing_of_it_is_left_for_the_shell(start: Start) -> None:
    at = start("check", "--json", stdout=subprocess.PIPE)
    at.wait_for(QUESTION_CHECK)
    at.type("Dear Ana,\n\nI see that I hurt you when I said that.")
    at.wait_for("when I said that.")
    at.type("\n\n")
    form = at.form()
    assert "acknowledgement" in form["components"]["present"]


def test_ctrl_d_ends_a_draft_as_well(start: Start) -> None:
    at = start("check")
    at.wait_for(QUESTION_CHECK)
    at.type("see you at six\n\x04")
    assert at.end()[0] == 0


def test_a_line_that_a_terminal_cannot_hand_over_whole_is_an_error_and_is_not_cut(start: Start) -> None:
    at = start("check")
    at.wait_for(QUESTION_CHECK)
    at.type("so sorry " * 560)
    at.type("\n\n")
    status, shown = at.end()
    assert status == 2
    assert "too long for a terminal" in shown


def test_check_with_a_draft_asks_nothing(start: Start) -> None:
    status, shown = start("check", "see you at six").end()
    assert (status, QUESTION_CHECK in shown) == (0, False)


def test_the_question_for_a_draft_stays_out_of_what_is_piped_on(start: Start) -> None:
    at = start("check", "--json", stdout=subprocess.PIPE)
    at.wait_for(QUESTION_CHECK)
    at.type("see you at six\n\n")
    form = at.form()
    assert form["schema"] == "reattune.check/1"


def test_without_a_terminal_check_reads_its_input_and_asks_nothing() -> None:
    told = subprocess.run([sys.executable, "-m", "reattune.cli.main", "check"], input=b"see you at six\n", capture_output=True, check=True)
    assert told.stderr == b""
    assert b"Next:" in told.stdout


@pytest.mark.parametrize(("key", "status"), [("\x04", 130), ("\x03", 130)], ids=["ctrl-d", "ctrl-c"])
def test_who_gives_no_draft_after_all_is_let_go(start: Start, key: str, status: int) -> None:
    at = start("check")
    at.wait_for(QUESTION_CHECK)
    at.type(key)
    ended, shown = at.end()
    assert ended == status
    assert shown.strip().endswith("reattune: stopped")
    assert "Traceback" not in shown


# --- read -----------------------------------------------------------------------------------------------------------


def offered(shown: str) -> dict[str, str]:
    """The names that stand to choose, by their number."""
    return dict(re.findall(r"^  (\d+)  (.+)$", shown, re.MULTILINE))


def answered(start: Start, answer: str, *options: str | Path) -> tuple[int, str, dict[str, str]]:
    """What comes of an answer to "Which of these is you?"."""
    at = start("read", COUPLE, *options)
    at.wait_for("Enter for none of them")
    names = offered(at.shown)
    assert QUESTION_READ in at.shown
    at.type(f"{answer}\n")
    status, shown = at.end()
    return status, COLOUR.sub("", shown), names


def test_read_asks_which_of_the_speakers_you_are(start: Start) -> None:
    _, _, names = answered(start, "")
    assert set(names) == {"1", "2"}
    assert set(names.values()) == {"Maya", "Tom"}


@pytest.mark.parametrize("number", ["1", "2"])
def test_a_number_answers_which_you_are(start: Start, number: str) -> None:
    status, shown, names = answered(start, number)
    assert status == 0
    assert f"You are {names[number]}." in shown


@pytest.mark.parametrize("typed", ["Tom", "tom", " Tom "])
def test_a_name_answers_which_you_are(start: Start, typed: str) -> None:
    status, shown, _ = answered(start, typed)
    assert status == 0
    assert "You are Tom." in shown


def test_enter_answers_that_you_are_none_of_them(start: Start) -> None:
    status, shown, _ = answered(start, "")
    assert status == 0
    assert "You are " not in shown
    assert "Nobody was named as you" in shown


@pytest.mark.parametrize("typed", ["Priya", "3", "0", "²"])
def test_an_answer_that_is_none_of_them_ends_in_one_clear_line(start: Start, typed: str) -> None:
    status, shown, _ = answered(start, typed)
    assert status == 2
    assert f"{typed}: nobody of that name speaks here; there are: Maya, Tom" in " ".join(shown.split())


def test_the_page_takes_the_side_of_the_answer(start: Start, tmp_path: Path) -> None:
    assert answered(start, "Maya", "--out", tmp_path / "r.html")[0] == 0
    assert "You are Maya." in (tmp_path / "r.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("options", [("--me", "Tom"), ("--json",)])
def test_read_asks_nothing_that_it_was_told_or_that_nobody_would_see(start: Start, options: tuple[str, ...]) -> None:
    status, shown = start("read", COUPLE, *options).end()
    assert (status, QUESTION_READ in shown) == (0, False)


# --- colours --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [("check", "see you at six"), ("read", COUPLE, "--me", "Tom")], ids=["check", "read"])
def test_colours_are_for_a_terminal_only(start: Start, words: tuple[str | Path, ...]) -> None:
    status, shown = start(*words, stderr=subprocess.DEVNULL).end()
    piped = start(*words, stdout=subprocess.PIPE)
    assert piped.running.stdout is not None
    through = piped.running.stdout.read().decode()
    assert (status, piped.end()[0]) == (0, 0)
    assert COLOUR.search(shown)
    assert "\x1b" not in through
    assert " ".join(COLOUR.sub("", shown).split()) == " ".join(through.split()), "the same words, wrapped or not"


def test_data_has_no_colours_even_at_a_terminal(start: Start) -> None:
    status, shown = start("check", "--json", "see you at six").end()
    assert status == 0
    assert "\x1b" not in shown
    assert json.loads(shown)["schema"] == "reattune.check/1"


def test_lines_at_a_terminal_end_before_its_edge(start: Start) -> None:
    _, shown = start("read", COUPLE, "--me", "Tom", stderr=subprocess.DEVNULL).end()
    assert max(map(len, COLOUR.sub("", shown).splitlines())) <= 90


# --- ledger ---------------------------------------------------------------------------------------------------------


def test_the_ledger_asks_for_what_it_needs_and_never_shows_the_passphrase(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REATTUNE_HOME", str(tmp_path))
    monkeypatch.delenv("REATTUNE_PASSPHRASE", raising=False)
    at = start("ledger", "add")
    for question, answer in (
        ("A passphrase for your ledger", "four words only mine"),
        ("Once more", "four words only mine"),
        ("What happened?", "I read my mail through her story"),
        ("Who was it with?", "Ana"),
        ("What was yours", "I did not look up"),
        ("like for them?", "She talked to a wall"),
        ("How deep", "medium"),  # which is no depth: it asks again, and nothing that was typed is lost
        ("one of micro, moderate, major", "moderate"),
        ("in a word?", "phones"),
        ("What drove it", "need"),
        ("Who broke it", "me"),
        ("When was it?", "yesterday"),
        ("ask for room", "n"),
        ("What are they to you", "partner"),
    ):
        at.wait_for(question)
        at.type(answer + "\n")
    status, shown = at.end()
    assert status == 0 and "Kept as" in shown
    assert "four words" not in shown
    at = start("ledger", "open")
    for times in (1, 2, 3):
        at.wait_for("Passphrase: \n" * (times - 1) + "Passphrase: ")
        at.type("some other words\n")
    status, shown = at.end()
    assert status == 2 and "does not open" in shown


def test_a_watched_file_is_checked_at_every_save_and_an_editor_may_take_it_away_meanwhile(start: Start, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("I am sorry I shouted. That was my doing.\n", encoding="utf-8")
    at = start("check", "--watch", draft)
    at.wait_for("owning your part")
    draft.unlink()
    (tmp_path / "new.txt").write_text("You always make such a drama of it.\n", encoding="utf-8")
    (tmp_path / "new.txt").replace(draft)
    at.wait_for("such a drama")
    at.type("\x03")
    assert at.end()[0] == 130
