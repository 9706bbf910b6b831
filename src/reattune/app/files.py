"""The one place where files are written.

A file is written beside its place and then moved there, so that a full disk or a stopped process never leaves half a report
where a whole one stood. A link keeps pointing to the file that is replaced; a device or a pipe is no file and cannot be
replaced: it is written to.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from reattune.core.errors import BadOption

PRIVATE, PUBLIC = 0o600, 0o644  # a report is for its owner alone; a site is for whoever serves it, too


def write_text(path: Path, text: str, private: bool = True) -> None:
    """Write `text` as UTF-8, half letters as a mark; private, or else for all. Raises BadOption saying what is wrong with the place."""
    with _whole(path, PRIVATE if private else PUBLIC) as stream:
        stream.write(text.encode("utf-8", "replace"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write `content`, whole or not at all. Raises BadOption saying what is wrong with the place."""
    with _whole(path) as stream:
        stream.write(content)


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write lines as they come, whole or not at all. Raises BadOption saying what is wrong with the place."""
    with _whole(path) as stream:
        stream.writelines(line.encode("utf-8", "replace") for line in lines)


def folder(path: Path) -> Path:
    """The folder at `path`, made if it is not there. Raises BadOption where it cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadOption(f"{path}: cannot be made a folder ({error.strerror or error})") from error
    return path


@contextmanager
def _whole(path: Path, mode: int = PRIVATE) -> Iterator[BinaryIO]:
    """A stream that takes the place of the file at `path` once all of it is written."""
    if path.is_dir():
        raise BadOption(f"{path}: is a folder; name a file in it")
    try:
        with path.open("wb") if path.exists() and not path.is_file() else _beside(_linked(path), mode) as stream:
            yield stream
    except OSError as error:
        raise BadOption(f"{path}: cannot be written ({error.strerror or error})") from error


def _linked(path: Path) -> Path:
    """The place that a link points to. Raises BadOption for links that point in a circle."""
    try:
        return path.resolve()
    except RuntimeError as error:
        raise BadOption(f"{path}: cannot be written (it is a link to itself)") from error


@contextmanager
def _beside(path: Path, mode: int) -> Iterator[BinaryIO]:
    handle, place = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        Path(place).chmod(mode)
        Path(place).replace(path)
    except BaseException:
        Path(place).unlink(missing_ok=True)
        raise
