"""The one place where files that a person hands in are opened.

A file, a zip as a phone makes it, and a folder all become a `Source` with members, so that no reader cares which it was, nor whether it
lies on the disk or, as a browser hands it in, in memory alone.
Everything that can go wrong with bytes ends here in a clear error: missing, empty, truncated, a zip bomb, binary junk,
absurd nesting. Text is decoded strictly as what it says it is (byte-order mark, else UTF-8, else the Windows code page).
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import repeat
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, TextIO

from reattune.core.errors import NotAConversation, UnreadableSource

HEAD_BYTES = 65_536
LARGEST_MEMBER = 4 * 1024**3
LARGEST_JSON = 1024**3
LARGEST_RATIO = 250
RATIO_COUNTS_FROM = 32 * 1024**2
MOST_MEMBERS = 200_000
JUNK = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
# what is looked at for text; the rest of an export (pictures, voice notes) is never opened
TEXTUAL = frozenset(
    {"", ".txt", ".json", ".jsonl", ".ndjson", ".xml", ".md", ".csv", ".tsv", ".eml", ".mbox", ".vtt", ".srt", ".html", ".htm", ".sbv"}
)


@dataclass(frozen=True)
class Member:
    """One file inside a source. `name` is its path inside, with forward slashes; `opener` opens it for bytes."""

    name: str
    size: int
    opener: Callable[[], BinaryIO] = field(repr=False)

    @property
    def stem(self) -> str:
        """The file's name without folders and ending."""
        return PurePosixPath(self.name).stem

    @property
    def ending(self) -> str:
        """The ending in lower case, with its dot."""
        return PurePosixPath(self.name).suffix.lower()

    @cached_property
    def head(self) -> str:
        """The first 64 KiB as text, for telling formats apart; never raises on a cut character."""
        raw = self._first_bytes()
        return raw.decode(encoding_of(raw), errors="replace").lstrip("\ufeff")

    def _first_bytes(self) -> bytes:
        try:
            with self.open() as stream:
                return stream.read(HEAD_BYTES)
        except OSError as error:
            raise UnreadableSource(f"{self.name}: cannot be read ({error})") from error

    @cached_property
    def encoding(self) -> str:
        """The encoding of the whole member: utf-8-sig, utf-16, or cp1252 where the bytes are not UTF-8."""
        guess = encoding_of(self._first_bytes())
        if guess != "utf-8-sig":
            return guess
        decoder = io.TextIOWrapper(self.open(), encoding="utf-8", errors="strict")
        try:
            while decoder.read(1 << 20):
                pass
        except UnicodeDecodeError:
            return "cp1252"
        except OSError as error:
            raise UnreadableSource(f"{self.name}: cannot be read to its end ({error})") from error
        finally:
            decoder.close()
        return guess

    def text(self) -> TextIO:
        """The member as a text stream; `\\n`, `\\r\\n` and lone `\\r` all end a line and read as `\\n`."""
        return io.TextIOWrapper(self.open(), encoding=self.encoding, errors="replace", newline=None)

    def lines(self) -> Iterator[str]:
        """The lines one by one, without their ends."""
        with self.text() as stream:
            yield from map(str.rstrip, stream, repeat("\n"))

    def json(self) -> Any:
        """The member as JSON. Raises NotAConversation with the line where it stops being JSON."""
        if self.size > LARGEST_JSON:
            raise UnreadableSource(f"{self.name}: {self.size // 1024**2} MiB of JSON is more than fits in memory; export a shorter span")
        try:
            with self.text() as stream:
                return json.load(stream)
        except json.JSONDecodeError as error:
            raise NotAConversation(
                f"{self.name}, line {error.lineno}: not valid JSON ({error.msg}); the file may be cut off: export it again"
            ) from error
        except RecursionError as error:
            raise UnreadableSource(f"{self.name}: nested too deeply to be an export") from error
        except ValueError as error:
            raise NotAConversation(f"{self.name}: {error}") from error

    def open(self) -> BinaryIO:
        """The member as a byte stream. Raises UnreadableSource where it cannot be opened."""
        try:
            return self.opener()
        except OSError as error:
            raise UnreadableSource(f"{self.name}: cannot be read ({error.strerror or error})") from error


@dataclass(frozen=True)
class Source:
    """What was handed in: a name for people, and its members in the order of their names."""

    name: str
    members: tuple[Member, ...]
    beside: Callable[[str], Member | None] = field(repr=False, default=lambda _: None)

    @cached_property
    def main(self) -> Member:
        """The only or the first textual member."""
        return self.members[0]

    def named(self, *names: str) -> tuple[Member, ...]:
        """Members whose file name (without folders) is one of these."""
        wanted = frozenset(names)
        return tuple(member for member in self.members if PurePosixPath(member.name).name in wanted)

    def ending(self, *endings: str) -> tuple[Member, ...]:
        """Members with one of these endings."""
        return tuple(member for member in self.members if member.ending in endings)


def open_source(path: Path) -> Source:
    """What stands at `path`: a file, a zip or a folder. Raises UnreadableSource, saying what is wrong and what to do."""
    try:
        if not path.exists():
            raise UnreadableSource(f"{path}: no such file or folder; check the name")
        source = _folder(path) if path.is_dir() else _zip(_Packed.on_disk(path)) if zipfile.is_zipfile(path) else _file(path)
    except PermissionError as error:
        raise UnreadableSource(f"{path}: no permission to read it") from error
    except OSError as error:
        raise UnreadableSource(f"{path}: cannot be read ({error.strerror or error})") from error
    return _with_text(source, str(path))


def handed_source(name: str, content: bytes, tick: Callable[[], None] | None = None) -> Source:
    """What a browser handed in, a file or a zip in memory alone, under the same bounds as on the disk. Raises as `open_source`.

    `tick` is called each time some of it is read; what it raises ends the reading.
    """
    if zipfile.is_zipfile(io.BytesIO(content)):
        return _ticking(_with_text(_zip(_Packed.in_memory(name, content)), name), tick)
    source = memory_source(name, content)
    _check(source.main, name)
    return _ticking(source, tick)


def _ticking(source: Source, tick: Callable[[], None] | None) -> Source:
    if tick is None:
        return source
    return replace(source, members=tuple(replace(one, opener=_announced(one.opener, tick)) for one in source.members))


def _announced(opener: Callable[[], BinaryIO], tick: Callable[[], None]) -> Callable[[], BinaryIO]:
    return lambda: io.BufferedReader(_Ticking(opener(), tick), HEAD_BYTES)


class _Ticking(io.RawIOBase):
    """A stream that says each time that it is read from."""

    def __init__(self, stream: BinaryIO, tick: Callable[[], None]) -> None:
        self._stream, self._tick = stream, tick

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._tick()
        read = self._stream.read(len(buffer))
        buffer[: len(read)] = read
        return len(read)

    def close(self) -> None:
        self._stream.close()
        super().close()


def memory_source(name: str, content: bytes) -> Source:
    """A source of one member that stands in memory, taken as it is."""
    return Source(name, (Member(name, len(content), lambda: io.BytesIO(content)),))


def together(sources: Sequence[Source]) -> Source:
    """Sources as one, as if they lay in one folder."""
    return Source("these files", tuple(sorted((member for one in sources for member in one.members), key=lambda member: member.name)))


def _with_text(source: Source, where: str) -> Source:
    if not source.members:
        raise NotAConversation(f"{where}: holds no text file; hand in the export itself (for WhatsApp the .txt or the .zip)")
    return source


def _check(member: Member, where: str) -> None:
    """Raises where a file holds nothing, or is no text."""
    if member.size == 0:
        raise UnreadableSource(f"{where}: is empty; export the chat again")
    if _is_binary(member._first_bytes()):
        raise NotAConversation(f"{where}: is not a text file (it may be a picture, a database or a damaged file); hand in a chat export")


def _file(path: Path) -> Source:
    member = _on_disk(path, path.name)
    _check(member, str(path))

    def beside(relative: str) -> Member | None:
        other = path.parent / relative
        return _on_disk(other, relative) if other.is_file() else None

    return Source(path.name, (member,), beside)


def _on_disk(path: Path, name: str) -> Member:
    return Member(name, path.stat().st_size, lambda: path.open("rb"))


def _folder(path: Path) -> Source:
    found: list[Member] = []
    for inner in sorted(path.rglob("*")):
        name = inner.relative_to(path).as_posix()
        if len(found) >= MOST_MEMBERS:
            raise UnreadableSource(f"{path}: more than {MOST_MEMBERS} files; hand in the export's own folder")
        if inner.is_file() and _wanted(name):
            found.append(_on_disk(inner, name))

    def beside(relative: str) -> Member | None:
        other = path / relative
        return _on_disk(other, relative) if other.is_file() else None

    return Source(path.name, tuple(found), beside)


@dataclass(frozen=True, slots=True)
class _Packed:
    """A zip: what it is called where it fails, its name, its size in bytes, and how it is opened."""

    where: str
    name: str
    size: int
    opened: Callable[[], zipfile.ZipFile]

    @classmethod
    def on_disk(cls, path: Path) -> _Packed:
        return cls(str(path), path.name, path.stat().st_size, lambda: zipfile.ZipFile(path))

    @classmethod
    def in_memory(cls, name: str, content: bytes) -> _Packed:
        return cls(name, name, len(content), lambda: zipfile.ZipFile(io.BytesIO(content)))


def _zip(packed: _Packed) -> Source:
    try:
        with packed.opened() as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, EOFError, ValueError) as error:
        raise UnreadableSource(f"{packed.where}: the zip is damaged ({error}); export it again") from error
    if len(infos) > MOST_MEMBERS:
        raise UnreadableSource(f"{packed.where}: more than {MOST_MEMBERS} files in the zip; this is no chat export")
    wanted = [info for info in infos if not info.is_dir() and _wanted(info.filename)]
    members = [_in_zip(packed, info) for info in wanted]
    unpacked = sum(info.file_size for info in wanted)
    # files may share their packed bytes, so what they say of themselves can be more than there is
    if _swollen(unpacked, min(sum(info.compress_size for info in wanted), packed.size)):
        raise UnreadableSource(f"{packed.where}: its files would unpack to {unpacked // 1024**2} MiB together; this is no chat export")
    return Source(packed.name, tuple(sorted(members, key=lambda member: member.name)))


def _swollen(size: int, packed: int) -> bool:
    return size > LARGEST_MEMBER or (size > RATIO_COUNTS_FROM and size > LARGEST_RATIO * max(packed, 1))


def _in_zip(packed: _Packed, info: zipfile.ZipInfo) -> Member:
    if info.flag_bits & 1:
        raise UnreadableSource(f"{packed.where}: {info.filename} is locked with a password; unpack it first")
    if _swollen(info.file_size, info.compress_size):
        raise UnreadableSource(f"{packed.where}: {info.filename} would unpack to {info.file_size // 1024**2} MiB; this is no chat export")
    return Member(info.filename, info.file_size, lambda: io.BufferedReader(_Unpacked(packed, info), HEAD_BYTES))


class _Unpacked(io.RawIOBase):
    """A file in a zip as a stream; whatever goes wrong in unpacking it, wherever in it, is one clear error."""

    def __init__(self, packed: _Packed, info: zipfile.ZipInfo) -> None:
        self._name = info.filename
        with self._told(), packed.opened() as archive:
            self._stream = archive.open(info)  # keeps the file open for itself

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with self._told():
            read = self._stream.read(len(buffer))
        buffer[: len(read)] = read
        return len(read)

    def close(self) -> None:
        if hasattr(self, "_stream"):
            self._stream.close()
        super().close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # every way of packing raises errors of its own
            why = str(error) or type(error).__name__
            raise UnreadableSource(f"{self._name}: cannot be read ({why}); the zip may be cut off or damaged: export it again") from error


def _wanted(name: str) -> bool:
    last = PurePosixPath(name).name
    if any(part in name for part in JUNK) or last.startswith("._"):
        return False
    return PurePosixPath(name).suffix.lower() in TEXTUAL


def _is_binary(raw: bytes) -> bool:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return False
    control = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in raw[:4096])
    return b"\x00" in raw[:4096] or control > len(raw[:4096]) // 20


def encoding_of(raw: bytes) -> str:
    """The encoding that the first bytes announce; UTF-8 where they announce nothing."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    return "utf-8-sig"
