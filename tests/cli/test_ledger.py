"""The ledger as a person uses it in the terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reattune.app import building, screens
from reattune.app.screens import Screen
from tests.cli.test_command import COUPLE, Told

WORDS = "four words only mine"
Call = Callable[..., Told]


@pytest.fixture
def call(tmp_path: Path) -> Call:
    def made(*words: str | Path, stdin: str = "", passphrase: str | None = WORDS, new: str = "", wants: int = 0) -> Told:
        environ = {name: value for name, value in os.environ.items() if not name.startswith("REATTUNE_")} | {
            "REATTUNE_HOME": str(tmp_path / "home")
        }
        if passphrase is not None:
            environ["REATTUNE_PASSPHRASE"] = passphrase
        if new:
            environ["REATTUNE_NEW_PASSPHRASE"] = new
        done = subprocess.run(
            [sys.executable, "-m", "reattune.cli.main", *map(str, words)],
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            encoding="utf-8",
            env=environ,
        )
        told = Told(done.returncode, done.stdout, done.stderr)
        assert told.status == wants, told
        return told

    return made


def added(call: Call, *more: str) -> str:
    told = call("ledger", "add", "--who", "Ana", "--what", "I read my mail through her story", "--when", "2 days ago", "--json", *more)
    return str(json.loads(told.out)["id"])


def test_a_rupture_is_kept_tried_answered_and_closed(call: Call) -> None:
    name = added(call, "--mine", "I did not look up", "--severity", "major", "--driver", "need", "--theme", "phones")
    assert json.loads(call("ledger", "open", "--json").out)["first"] == name
    assert "Ana" in call("ledger", "open").out
    call(
        "ledger",
        "attempt",
        name,
        "--text",
        "You told me about the clinic and I read my mail. You were left talking to a wall. That is on me.",
    )
    form = json.loads(call("ledger", "show", name, "--json").out)
    assert form["attempts"][0]["verdict"] == "repair" and form["attempts"][0]["answer"] is None
    told = json.loads(call("ledger", "open", "--json").out)
    assert told["first"] is None and told["open"][0]["waits"] == "unanswered"
    assert "Leave it with them" in call("ledger", "open").out
    call("ledger", "attempt", name, "--answer", "partial")
    assert json.loads(call("ledger", "open", "--json").out)["first"] == name
    call("ledger", "attempt", name, "--gesture", "tea at her door", "--answer", "acceptance")
    assert "your side" in call("ledger", "close", name, "--as", "mended-for-me").out
    assert json.loads(call("ledger", "open", "--json").out)["count"] == 0
    assert "Nothing is open" in call("ledger", "open").out


def test_a_request_for_room_is_kept_and_nothing_is_suggested(call: Call) -> None:
    name = added(call, "--space-asked")
    told = json.loads(call("ledger", "open", "--json").out)
    assert (told["first"], told["open"][0]["waits"]) == (None, "room")
    told_off = call("ledger", "remind", name, "--at", "2030-01-01T10:00", "--out", "x.ics", wants=2)
    assert "Nothing is asked of you here" in told_off.err


def test_where_the_signal_fires_there_is_help_and_nothing_to_circle_back_to(call: Call) -> None:
    told = call("ledger", "add", "--who", "Rob", "--what", "He held me by the throat and said he would kill me if I left")
    assert "Where to turn" in told.out
    assert json.loads(call("ledger", "open", "--json").out)["first"] is None


def test_what_the_signal_heard_wrong_is_any_other_entry(call: Call) -> None:
    words = "He held me by the throat and said he would kill me if I left"
    told = json.loads(call("ledger", "add", "--what", words, "--not-that", "--json").out)
    assert not told["leave"] and json.loads(call("ledger", "open", "--json").out)["first"] == told["id"]
    assert "Where to turn" in call("ledger", "attempt", told["id"], "--text", "I will kill you if you leave me").out
    assert json.loads(call("ledger", "open", "--json").out)["first"] is None
    assert json.loads(call("check", "--json", words).out)["safety"]
    assert not json.loads(call("check", "--json", "--not-that", words).out)["safety"]


def test_a_pause_brings_its_return_and_a_calendar_says_nothing_of_it(call: Call, tmp_path: Path) -> None:
    name = added(call)
    call("ledger", "attempt", name, "--text", "I am too loud to be fair. I will be back.", "--back", "in 2 hours")
    told = json.loads(call("today", "--json").out)
    assert [one["id"] for one in told["returns"]] == [name] and told["first"] is None
    assert "You said that you would be back" in call("today").out
    place = tmp_path / "back.ics"
    assert "Calendars sync" in call("ledger", "remind", name, "--out", place).out
    calendar = place.read_text(encoding="utf-8")
    assert "BEGIN:VEVENT" in calendar and "quiet quarter" in calendar
    assert not [word for word in (name, "Ana", "mail", "story", "loud", "reattune ledger") if word in calendar]
    call("ledger", "attempt", name, "--answer", "refusal")
    assert json.loads(call("today", "--json").out)["returns"] == []
    assert "Leave it with them" in call("ledger", "remind", name, "--out", place, wants=2).err


def test_the_words_of_a_chat_are_kept_only_where_they_are_asked_for(call: Call) -> None:
    call("ledger", "import", COUPLE, "--me", "Tom", "--episode", "e3", "--words")
    (kept,) = json.loads(call("ledger", "list", "--json").out)["ruptures"]
    lines = [line.split(": ", 1)[-1].strip() for line in COUPLE.read_text(encoding="utf-8").splitlines()]
    assert [line for line in lines if len(line) > 12 and line in kept["what"]]


def test_the_passphrase_is_changed_and_the_old_one_opens_nothing(call: Call) -> None:
    added(call)
    call("ledger", "backup")
    assert "old passphrase" in call("ledger", "passphrase", new="another four words here").out
    assert "does not open" in call("ledger", "open", wants=2).err
    assert "Ana" in call("ledger", "open", passphrase="another four words here").out


def test_what_goes_out_comes_back_and_forgotten_is_gone(call: Call, tmp_path: Path) -> None:
    name = added(call)
    out = tmp_path / "out.json"
    call("ledger", "export", out)
    call("ledger", "backup")
    assert name in json.loads(out.read_text())["ruptures"][0]["id"]
    assert "is gone" in call("ledger", "forget", "Ana", "--yes").out
    assert json.loads(call("ledger", "list", "--json").out)["ruptures"] == []
    assert json.loads(call("ledger", "import", out, "--json").out)["new"] == 1
    call("ledger", "export", tmp_path / "out.md")
    assert "What stood between us" in (tmp_path / "out.md").read_text()
    call("ledger", "export", tmp_path / "tables")
    assert {path.name for path in (tmp_path / "tables").iterdir()} == {
        f"{name}.csv" for name in ("people", "ruptures", "attempts", "practice", "values", "drafts")
    }
    assert json.loads(call("ledger", "verify", "--json").out)["wrong"] == []
    assert "yes" in call("ledger", "forget", "ALL", wants=2).err


def test_episodes_of_a_chat_are_kept_once_and_none_of_its_words(call: Call) -> None:
    first = json.loads(call("ledger", "import", COUPLE, "--me", "Tom", "--json").out)
    again = json.loads(call("ledger", "import", COUPLE, "--me", "Tom", "--json").out)
    assert first["new"] > 5 and (again["new"], again["known"]) == (0, first["new"])
    lines = {line.split(": ", 1)[-1].strip() for line in COUPLE.read_text(encoding="utf-8").splitlines()}
    kept = call("ledger", "list", "--json").out
    assert not [line for line in lines if len(line) > 12 and line in kept]
    assert json.loads(call("ledger", "patterns", "--json").out)["mine"]["part"]["of"] > 5
    assert json.loads(call("ledger", "debt", "--json").out)["points"]


def test_without_a_passphrase_or_with_another_it_stays_shut(call: Call) -> None:
    assert "there is no ledger yet" in call("ledger", "open", wants=2).err
    added(call)
    assert "REATTUNE_PASSPHRASE" in call("ledger", "open", passphrase=None, wants=2).err
    assert "does not open" in call("ledger", "open", passphrase="some other words", wants=2).err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("ledger", "show", "nobody00"), "nobody00"),
        (("ledger", "add"), "what happened"),
        (("ledger", "add", "--what", "x", "--when", "tomorrow"), "tomorrow"),
        (("ledger", "add", "--what", "x", "--when", "2999-01-01"), "still to come"),
        (("ledger", "add", "--what", "x", "--severity", "huge"), "micro, moderate, major"),
        (("ledger", "add", "--what", "x", "--driver", "moon"), "shame"),
        (("ledger", "import", "nowhere.txt"), "nowhere.txt"),
        (("ledger", "unlock", "--for", "soon"), "15m"),
    ],
)
def test_what_cannot_be_is_said_in_a_line(call: Call, words: tuple[str, ...], says: str) -> None:
    added(call)
    told = call(*words, wants=2)
    assert says in told.err and told.err.count("\n") == 1


def test_a_round_of_practice_is_kept_and_progress_told(call: Call) -> None:
    added(call)
    told = call("practise", "toward-or-away", stdin="1\n9\n2\n3\n1\n2\n")
    assert told.out.count("\n") > 20 and "answers to choose from" in told.out
    assert "reattune practise" in call("today").out
    assert "went well" in call("practise", "--progress").out


def test_a_talk_with_a_simulated_partner_ends_with_its_arc(call: Call) -> None:
    told = call("practise", "end-of-the-story", "--seed", "3", stdin="I was tired\nHow was it for you?\nq\n")
    assert "hurt" in told.out and "What most needed to be seen" in told.out
    assert told.out == call("practise", "end-of-the-story", "--seed", "3", stdin="I was tired\nHow was it for you?\nq\n").out


def test_a_repair_is_built_in_ones_own_words_and_kept_on_the_way(call: Call) -> None:
    name = added(call)
    half = call("repair", name, stdin="\ny\n\nI read my mail\nyou talked to a wall\nq\n")
    assert "goes on with it" in half.out
    told = call("repair", name, stdin="I did not look up once. That is on me.\nI would like to hear it tonight, if you want\nn\n")
    assert "you talked to a wall\n" in told.out.replace("  ", "") and "Not a word is mine" in told.out


PARTS = (
    "\ny\n\nI read my mail\nyou talked to a wall\n\nI did not look up once. That is on me.\nI would like to hear it tonight, if you want\n"
)


def test_a_repair_that_is_for_no_entry_is_noted_as_a_new_one_and_waits_until_then(call: Call) -> None:
    added(call)
    call("repair", stdin=PARTS + "n\n")
    (draft,) = json.loads(call("today", "--json").out)["drafts"]
    told = call("repair", draft, stdin="y\ny\n\nBea\nsoon\n\nBea\nyesterday\n")
    assert "no time I can read" in told.out  # and it is asked again
    name = told.out.partition("Kept as ")[2].partition(".")[0]
    form = json.loads(call("ledger", "show", name, "--json").out)
    assert (form["what"], form["person"], len(form["attempts"])) == ("I read my mail", "Bea", 1)
    assert form["attempts"][0]["text"].startswith("you talked to a wall") and json.loads(call("today", "--json").out)["drafts"] == []


def test_the_terminal_asks_the_questions_of_the_pages(call: Call) -> None:
    added(call)
    told = " ".join(call("repair", stdin=PARTS + "n\n").out.split())
    for screen in (Screen.AFFIRM, Screen.SAID, *screens.PART_OF):
        for words in screens.asked(screen):
            assert words in told


def test_a_repair_for_what_is_closed_is_not_begun(call: Call) -> None:
    name = added(call)
    call("ledger", "close", name, "--as", "set-aside")
    assert building.CLOSED in call("repair", name, wants=2).err


def test_what_is_ones_own_is_told_with_no_count_of_the_other(call: Call) -> None:
    for by in ("me", "me", "both", "them", "them"):
        added(call, "--by", by)
    told = " ".join(call("ledger", "patterns").out.split())
    assert "You had a part in 3 of the 5 you wrote down." in told and "they" not in told.casefold().split()


def test_from_what_drives_it_the_terminal_leads_to_practice_and_to_a_topic_that_is_there(call: Call) -> None:
    for _ in range(5):
        added(call, "--by", "me", "--driver", "shame")
    told = call("ledger", "patterns").out
    assert "reattune practise shame-and-explaining" in " ".join(told.split())
    assert "reattune guide shame-and-defensiveness" in " ".join(told.split())
    assert "Shame and defensiveness" in call("guide", "shame-and-defensiveness").out


def test_a_voice_is_off_until_somebody_agrees(call: Call) -> None:
    assert "nothing is sent anywhere" in call("config", "llm").out
    assert "agree" in call("config", "llm", "http://127.0.0.1:9/v1", wants=2).err
    assert "https" in call("config", "llm", "http://example.org/v1", "--yes", wants=2).err
    assert "on this machine" in call("config", "llm", "http://127.0.0.1:9/v1", "--yes").out
    told = call("practise", "end-of-the-story", stdin="How was it for you?\nq\n")
    assert "reattune's own" in told.out
    assert "Off." in call("config", "llm", "--off").out
