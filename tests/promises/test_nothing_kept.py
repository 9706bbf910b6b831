"""Nothing of a conversation is kept: no file is left but those asked for, and those are whole and their owner's alone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from reattune.app.files import folder, write_bytes, write_lines, write_text
from reattune.core.errors import BadOption

ROOT = Path(__file__).parents[2]
COUPLE = ROOT / "src" / "reattune" / "app" / "examples" / "couple-six-weeks.txt"
HOMES = ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR")
NOT_WINDOWS = pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such file modes and limits")
TABLES = ("messages", "codes", "episodes", "findings")


@dataclass(frozen=True)
class Machine:
    """A machine of its own for one command: every place where programs keep things is an empty folder."""

    root: Path

    def run(self, *words: str | Path, stdin: str = "", largest_file: int | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command in its folder `work`."""
        for name in (*HOMES, "work"):
            (self.root / name).mkdir(exist_ok=True)
        limit = ("prlimit", f"--fsize={largest_file}") if largest_file else ()
        return subprocess.run(
            [*limit, sys.executable, "-m", "tests.promises.watched", *map(str, words)],
            input=stdin, capture_output=True, text=True, check=False, encoding="utf-8", cwd=self.root / "work",
            env={**os.environ, **{name: str(self.root / name) for name in HOMES}, "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)])},
        )  # fmt: skip

    def kept(self) -> set[str]:
        """Every file that stands on it."""
        return {path.relative_to(self.root).as_posix() for path in self.root.rglob("*") if path.is_file()}


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def wrote(told: subprocess.CompletedProcess[str]) -> list[str]:
    """What a command opened to write, wherever that is; the sink of the system is no place."""
    places = [line.removeprefix("wrote: ") for line in told.stderr.splitlines() if line.startswith("wrote: ")]
    return [place for place in places if place != os.devnull]


@pytest.mark.parametrize(
    ("words", "stdin"),
    [
        (("read", COUPLE), ""),
        (("read", COUPLE, "--me", "Tom", "--json", "--messages"), ""),
        (("read", COUPLE, "--me", "Tom", "--anonymise", "--quotes"), ""),
        (("check", "I did not mean it that way"), ""),
        (("check", "-", "--context", "them: are you coming?"), "see you at six\n"),
        (("codebook",), ""),
        (("formats",), ""),
    ],
    ids=lambda part: part[0] + str(len(part)) if isinstance(part, tuple) else "",
)
def test_what_asks_for_no_file_writes_none(machine: Machine, words: tuple[str | Path, ...], stdin: str) -> None:
    told = machine.run(*words, stdin=stdin)
    assert told.returncode == 0, told.stderr
    assert (wrote(told), machine.kept()) == ([], set())


def test_a_command_that_ends_in_an_error_writes_none(machine: Machine) -> None:
    told = machine.run("read", COUPLE, "--me", "Priya", "--out", "r.html")
    assert told.returncode == 2
    assert (wrote(told), machine.kept()) == ([], set())


def test_read_writes_what_was_asked_for_and_nothing_else(machine: Machine) -> None:
    told = machine.run("read", COUPLE, "--me", "Tom", "--out", "r.html", "--csv", "tables", "--parquet", "tables")
    assert told.returncode == 0, told.stderr
    assert machine.kept() == {"work/r.html", *(f"work/tables/{name}.{ending}" for name in TABLES for ending in ("csv", "parquet"))}
    assert wrote(told), "the watch sees what is written"
    assert all((machine.root / "work" / place).is_relative_to(machine.root / "work") for place in wrote(told))


def test_code_writes_what_was_asked_for_and_nothing_else(machine: Machine) -> None:
    (machine.root / "in.jsonl").write_text('{"id": 1, "text": "bus at six"}\n', encoding="utf-8")
    told = machine.run("code", machine.root / "in.jsonl", "out.jsonl")
    assert told.returncode == 0, told.stderr
    assert machine.kept() == {"in.jsonl", "work/out.jsonl"}
    assert all((machine.root / "work" / place).is_relative_to(machine.root / "work") for place in wrote(told))


@NOT_WINDOWS
def test_what_is_written_is_readable_by_its_owner_alone(machine: Machine) -> None:
    (machine.root / "in.jsonl").write_text('{"id": 1, "text": "bus at six"}\n', encoding="utf-8")
    (machine.root / "work").mkdir()
    (machine.root / "work" / "r.html").write_text("an old report that anybody may read", encoding="utf-8")
    (machine.root / "work" / "r.html").chmod(0o644)
    machine.run("read", COUPLE, "--out", "r.html", "--csv", "tables", "--parquet", "tables")
    machine.run("code", machine.root / "in.jsonl", "out.jsonl")
    modes = {path.name: path.stat().st_mode & 0o777 for path in (machine.root / "work").rglob("*") if path.is_file()}
    assert len(modes) == 10
    assert set(modes.values()) == {0o600}, modes


# --- whole or not at all --------------------------------------------------------------------------------------------


@NOT_WINDOWS
@pytest.mark.skipif(not Path("/usr/bin/prlimit").exists(), reason="no prlimit here, which makes a disk that is full")
@pytest.mark.parametrize("option", ["--out", "--csv", "--parquet"])
def test_where_the_disk_is_full_the_old_file_stays_and_no_half_one(machine: Machine, option: str) -> None:
    (machine.root / "work" / "tables").mkdir(parents=True)
    old = {"--out": "r.html", "--csv": "tables/messages.csv", "--parquet": "tables/messages.parquet"}[option]
    (machine.root / "work" / old).write_text("the old one", encoding="utf-8")
    told = machine.run("read", COUPLE, option, "r.html" if option == "--out" else "tables", largest_file=1024)
    assert told.returncode == 2
    assert "cannot be written (File too large)" in told.stderr
    assert machine.kept() == {f"work/{old}"}
    assert (machine.root / "work" / old).read_text(encoding="utf-8") == "the old one"


@NOT_WINDOWS
@pytest.mark.skipif(not Path("/usr/bin/prlimit").exists(), reason="no prlimit here, which makes a disk that is full")
def test_where_the_disk_is_full_coding_leaves_the_old_file_and_says_so(machine: Machine) -> None:
    (machine.root / "in.jsonl").write_text("".join(f'{{"id": {n}, "text": "bus at six"}}\n' for n in range(200)), encoding="utf-8")
    (machine.root / "work").mkdir()
    (machine.root / "work" / "out.jsonl").write_text("the old one", encoding="utf-8")
    told = machine.run("code", machine.root / "in.jsonl", "out.jsonl", largest_file=1024)
    assert told.returncode == 2
    assert "out.jsonl: cannot be written (File too large)" in told.stderr
    assert machine.kept() == {"in.jsonl", "work/out.jsonl"}
    assert (machine.root / "work" / "out.jsonl").read_text(encoding="utf-8") == "the old one"


def cut_off() -> Iterator[str]:
    yield "half a line"
    raise BadOption("the rest cannot be had")


def test_lines_that_break_off_leave_the_old_file_and_no_half_one(tmp_path: Path) -> None:
    write_text(tmp_path / "out.jsonl", "the old one")
    with pytest.raises(BadOption, match="the rest cannot be had"):
        write_lines(tmp_path / "out.jsonl", cut_off())
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == "the old one"


def test_a_bad_line_leaves_the_old_codes_as_they_were(machine: Machine) -> None:
    (machine.root / "in.jsonl").write_text('{"id": 1, "text": "bus at six"}\nnonsense\n', encoding="utf-8")
    (machine.root / "work").mkdir()
    (machine.root / "work" / "out.jsonl").write_text("the old one", encoding="utf-8")
    assert machine.run("code", machine.root / "in.jsonl", "out.jsonl").returncode == 2
    assert machine.kept() == {"in.jsonl", "work/out.jsonl"}
    assert (machine.root / "work" / "out.jsonl").read_text(encoding="utf-8") == "the old one"


@pytest.mark.parametrize(
    "write", [write_text, lambda path, text: write_bytes(path, text.encode()), lambda path, text: write_lines(path, [text])]
)
def test_a_place_that_cannot_be_written_is_named_in_one_line(tmp_path: Path, write) -> None:
    (tmp_path / "a folder").mkdir()
    with pytest.raises(BadOption, match="a folder: is a folder; name a file in it"):
        write(tmp_path / "a folder", "words")
    with pytest.raises(BadOption, match=r"nowhere.r.html: cannot be written \(No such file or directory\)"):
        write(tmp_path / "nowhere" / "r.html", "words")
    assert [path.name for path in tmp_path.rglob("*")] == ["a folder"]


def test_where_a_file_stands_no_folder_is_made(tmp_path: Path) -> None:
    (tmp_path / "tables").write_text("here first", encoding="utf-8")
    with pytest.raises(BadOption, match="tables: cannot be made a folder"):
        folder(tmp_path / "tables")
    assert (tmp_path / "tables").read_text(encoding="utf-8") == "here first"


def test_what_is_written_over_is_new_and_whole(tmp_path: Path) -> None:
    for words in ("the first, which is the longer one", "second 💛"):
        write_text(tmp_path / "r.html", words)
        assert (tmp_path / "r.html").read_text(encoding="utf-8") == words
    assert [path.name for path in tmp_path.iterdir()] == ["r.html"]
