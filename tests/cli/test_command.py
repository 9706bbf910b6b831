"""The command as a person uses it: what it prints, where, and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.app.test_forms import held_to

ROOT = Path(__file__).parents[2]
COUPLE = ROOT / "src" / "reattune" / "app" / "examples" / "couple-six-weeks.txt"


class Told(NamedTuple):
    status: int
    out: str
    err: str


def reattune(*words: str | Path, stdin: str = "") -> Told:
    done = subprocess.run(
        [sys.executable, "-m", "reattune.cli.main", *map(str, words)],
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    return Told(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def couple(tmp_path_factory: pytest.TempPathFactory) -> tuple[Told, Path]:
    place = tmp_path_factory.mktemp("couple")
    return reattune(
        "read", COUPLE, "--me", "Tom", "--json", "--messages", "--out", place / "r.html", "--csv", place / "csv", "--parquet", place / "pq"
    ), place


def test_read_gives_the_report_as_data(couple: tuple[Told, Path]) -> None:
    told, _ = couple
    form = json.loads(told.out)
    assert told.status == 0
    held_to("reattune.report-1.json", form)
    assert form["source"]["format"] == "whatsapp"
    assert {one["name"] for one in form["source"]["speakers"]} == {"Maya", "Tom"}
    assert (form["source"]["unparsed"], form["source"]["date_order"]) == (0, "dmy")
    assert len(form["messages"]) == form["source"]["messages"]
    assert form["episodes"]


def test_read_writes_the_page_and_the_tables(couple: tuple[Told, Path]) -> None:
    import pyarrow.parquet as parquet

    told, place = couple
    form = json.loads(told.out)
    assert "<!doctype html>" in (place / "r.html").read_text(encoding="utf-8")
    for name in ("messages", "codes", "episodes", "findings"):
        assert (
            parquet.read_table(place / "pq" / f"{name}.parquet").num_rows
            == len((place / "csv" / f"{name}.csv").read_text(encoding="utf-8").splitlines()) - 1
            or name == "messages"
        )
    assert parquet.read_table(place / "pq" / "messages.parquet").num_rows == form["source"]["messages"]
    assert parquet.read_table(place / "pq" / "episodes.parquet").num_rows == len(form["episodes"])


def test_read_tells_the_story_first_the_figures_after_the_caveats_last() -> None:
    told = reattune("read", COUPLE, "--me", "Tom")
    assert told.status == 0
    places = [
        told.out.index(part)
        for part in ("messages between Maya and Tom", "You are Tom.", "In figures", "Please keep in mind", "Where to turn")
    ]
    assert places == sorted(places)
    assert "\x1b[" not in told.out


def test_without_a_terminal_no_question_is_asked_and_nobody_is_me() -> None:
    told = reattune("read", COUPLE)
    assert told.status == 0
    assert "Which of these is you" not in told.err
    assert "Nobody was named as you" in told.out


def test_since_and_until_keep_those_days() -> None:
    form = json.loads(reattune("read", COUPLE, "--json", "--since", "2025-03-10", "--until", "2025-03-12").out)
    assert form["source"]["first"][:10] == "2025-03-10"
    assert form["source"]["last"][:10] == "2025-03-12"


def test_anonymised_output_holds_no_name(tmp_path: Path) -> None:
    told = reattune("read", COUPLE, "--me", "Tom", "--anonymise", "--out", tmp_path / "r.html")
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    for name in ("Maya", "Tom"):
        assert name not in told.out
        assert name not in page
    assert "may still show who they are" in told.out


def test_check_marks_words_and_gives_one_next_step() -> None:
    told = reattune("check", "--json", "I didn't mean it that way, you're too sensitive")
    form = json.loads(told.out)
    held_to("reattune.check-1.json", form)
    assert form["verdict"] == "second_rupture"
    assert all(0 <= a < b <= 47 for move in form["moves"] for a, b in move["spans"])
    assert "Next:" in reattune("check", "-", stdin="I see that I hurt you when I said that\n").out


def test_check_hears_the_context() -> None:
    assert reattune("check", "ok", "--context", "them: are you coming at six?").status == 0
    assert reattune("check", "ok", "--context", "nonsense").status == 2


def test_code_writes_a_line_for_each(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": "a", "text": "bus at six"}\n{"id": "b", "text": "you never listen", "other": 1}\n', encoding="utf-8")
    assert reattune("code", source, target, "--scores").status == 0
    rows = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["a", "b"]
    for row in rows:
        held_to("reattune.code-1.json", row)


def test_lists() -> None:
    assert "whatsapp" in reattune("formats").out
    assert "contempt" in reattune("codebook").out
    assert "It is not:" in reattune("codebook", "hurt").out
    assert reattune("--version").out.startswith("reattune 0.")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["read", "nowhere.txt"], "no such file"),
        (["read", str(COUPLE), "--me", "Priya"], "nobody of that name speaks here; there are: Maya, Tom"),
        (["read", str(COUPLE), "--dates", "ydm"], "must be one of auto, dmy, mdy, ymd"),
        (["read", str(COUPLE), "--format", "fax"], "no format is called 'fax'"),
        (["read", str(COUPLE), "--since", "tuesday"], "is not a day"),
        (["read", str(COUPLE), "--since", "2030-01-01"], "no message in that span"),
        (["read", str(COUPLE), "--messages"], "--messages goes with --json"),
        (["read", str(ROOT / "LICENSE")], "no conversation found"),
        (["read", str(COUPLE), "--out", "/nowhere/at/all.html"], "cannot be written"),
        (["codebook", "kindness"], "no move is called 'kindness'"),
        (["check", ""], "the draft is empty"),
        (["dance"], "No such command"),
    ],
)
def test_bad_use_is_one_clear_line_and_ends_with_two(words: list[str], says: str) -> None:
    told = reattune(*words)
    assert told.status == 2, told
    assert says in told.err
    assert len(told.err.strip().splitlines()) == 1
    assert told.out == "" or "--out" in words


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02" * 500, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, b"[" * 100_000, b'{"a":', b"PK\x03\x04 cut off"]
)
def test_junk_ends_in_a_clear_error(tmp_path: Path, content: bytes) -> None:
    junk = tmp_path / "junk.json"
    junk.write_bytes(content)
    told = reattune("read", junk)
    assert told.status == 2, told
    assert len(told.err.strip().splitlines()) == 1


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    import zipfile

    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_chat.txt", b"0" * 200_000_000)
    told = reattune("read", bomb)
    assert (told.status, "would unpack to" in told.err) == (2, True)


def test_without_a_word_the_help_is_printed_as_help() -> None:
    told = reattune()
    assert told == reattune("--help")
    assert (told.status, told.err) == (0, "")
    assert len(told.out.splitlines()) > 10


@pytest.mark.parametrize("encoding", ["strict", "surrogateescape"])
def test_a_draft_that_is_not_utf_8_is_checked(encoding: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "reattune.cli.main", "check", "-"],
        input=b"sorry about the caf\xe9\n",
        env=os.environ | {"PYTHONIOENCODING": f"utf-8:{encoding}"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Next:" in done.stdout


def test_half_a_letter_in_a_line_to_code_stops_nothing(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(r'{"id": "\ud83d", "text": "sorry \ud83d"}' + "\n", encoding="utf-8")
    assert reattune("code", source, target).status == 0
    assert json.loads(target.read_text(encoding="utf-8"))["id"] == "\ud83d"


def test_an_error_line_gives_the_terminal_no_orders() -> None:
    told = reattune("read", "\x1b]0;evil\x07\x9b2J.txt")
    assert told.status == 2
    assert told.err.startswith("reattune: ]0;evil2J.txt: no such file")


AFRAID = (
    "speaker,text\nAna,see you at six\nAna,I'm scared of him. He hit me again last night and he says he'll kill me if I leave\nBea,ok\n"
)


@pytest.mark.parametrize("words", [(), ("--json",)], ids=["report", "json"])
def test_what_the_safety_signal_saw_is_said_on_the_screen_with_where_to_turn_and_stays_out_of_the_output(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "talk.csv").write_text(AFRAID, encoding="utf-8")
    told = reattune("read", tmp_path / "talk.csv", "--me", "Bea", *words)
    assert told.status == 0
    assert "Repair practice is not for this" in told.err
    assert "Where to turn" in told.err
    assert "Repair practice is not for this" not in told.out
    assert "scared" not in told.out
