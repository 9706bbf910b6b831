"""Files are written whole or not at all, where a link points, and straight where there is no file to replace."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from reattune.app.files import write_lines, write_text
from reattune.core.errors import BadOption


def test_what_is_written_stands_there_for_its_owner_alone(tmp_path: Path) -> None:
    write_text(tmp_path / "r.html", "schön")
    assert (tmp_path / "r.html").read_bytes() == "schön".encode()
    assert os.name == "nt" or stat.S_IMODE((tmp_path / "r.html").stat().st_mode) == 0o600


def test_what_stops_half_way_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    def lines() -> Iterator[str]:
        yield "new"
        raise BadOption("no further")

    (tmp_path / "r.html").write_text("old", encoding="utf-8")
    with pytest.raises(BadOption, match="no further"):
        write_lines(tmp_path / "r.html", lines())
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("r.html", "old")]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "r.html").write_text("old", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "far" / "r.html")
    write_text(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "far" / "r.html").read_text(encoding="utf-8") == "new"


def test_a_link_to_itself_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "link")
    with pytest.raises(BadOption, match="cannot be written"):
        write_text(tmp_path / "link", "new")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    read: list[str] = []
    held = os.open(tmp_path / "pipe", os.O_RDWR)  # so that neither end waits for ever where the other never comes
    reader = threading.Thread(target=lambda: read.append(os.read(held, 100).decode()), daemon=True)
    reader.start()
    write_text(tmp_path / "pipe", "new")
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    reader.join(10)
    os.close(held)
    assert read == ["new"]


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="this system has no such device")
def test_a_device_stays_a_device(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/dev/null")  # a device by another name, so that a failing test breaks no machine
    write_text(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_a_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadOption, match="is a folder; name a file in it"):
        write_text(tmp_path, "new")


def test_half_a_letter_is_written_as_a_mark(tmp_path: Path) -> None:
    write_text(tmp_path / "a", "caf\udce9")
    write_lines(tmp_path / "b", ["\ud83d\n"])
    assert ((tmp_path / "a").read_bytes(), (tmp_path / "b").read_bytes()) == (b"caf?", b"?\n")
