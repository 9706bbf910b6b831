"""JSON that is read as it comes, so that an export of any size needs the memory of one row.

A pull parser over the standard library's own scanner: the caller walks objects with `members` and lists with `items`, and
takes everything else whole with `value`. It is as fast as `json.load`, and keeps only a window of the text.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from reattune.core.errors import NotAConversation, UnreadableSource
from reattune.reading.source import Member

WINDOW = 1 << 18
LARGEST_VALUE = 1 << 28
_DECODER = json.JSONDecoder(strict=False)
_BLANK = " \t\n\r\ufeff"


class Feed:
    """A member's JSON from its start. What is not JSON raises NotAConversation, telling the line."""

    def __init__(self, member: Member) -> None:
        self._name = member.name
        self._stream = member.text()
        self._text = ""
        self._at = 0
        self._over = False
        self._lines = 0

    def members(self) -> Iterator[str]:
        """The keys of the object that stands here; the caller takes each key's value before the next key."""
        for _ in self._within("{", "}"):
            key = self.value()
            self._take(":")
            yield key if isinstance(key, str) else ""

    def items(self) -> Iterator[object]:
        """The values of the list that stands here."""
        for _ in self._within("[", "]"):
            yield self.value()

    def elements(self) -> Iterator[None]:
        """Stops before each value of the list that stands here; the caller takes it."""
        return self._within("[", "]")

    def value(self) -> object:
        """The value that stands here, whole."""
        self.peek()
        wanted = WINDOW
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if self._over or wanted > LARGEST_VALUE:
                    raise self._broken(error.msg) from error
            except RecursionError as error:
                raise UnreadableSource(f"{self._name}: nested too deeply to be an export") from error
            except ValueError as error:
                raise self._broken(str(error)) from error
            else:
                if end < len(self._text) or self._over:
                    self._at = end
                    return value
            self._more(wanted)
            wanted *= 2

    def peek(self) -> str:
        """The next character that is no space; "" at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in _BLANK:
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if self._over:
                return ""
            self._more(WINDOW)

    def close(self) -> None:
        """Closes the member."""
        self._stream.close()

    def _within(self, opening: str, closing: str) -> Iterator[None]:
        self._take(opening)
        if self.peek() == closing:
            self._at += 1
            return
        while True:
            yield
            mark = self.peek()
            self._take(mark if mark in (",", closing) and mark else ",")
            if mark == closing:
                return

    def _take(self, mark: str) -> None:
        if self.peek() != mark:
            raise self._broken(f"{mark!r} was expected")
        self._at += 1

    def _more(self, size: int) -> None:
        self._lines += self._text.count("\n", 0, self._at)
        try:
            fresh = self._stream.read(size)
        except (OSError, zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise UnreadableSource(f"{self._name}: cannot be read to its end ({error}); it may be cut off") from error
        self._over = not fresh
        self._text = self._text[self._at :] + fresh
        self._at = 0

    def _broken(self, why: str) -> NotAConversation:
        line = self._lines + self._text.count("\n", 0, self._at) + 1
        return NotAConversation(f"{self._name}, line {line}: not valid JSON ({why}); the file may be cut off: export it again")


@contextmanager
def fed(member: Member) -> Iterator[Feed]:
    """The member's feed, closed in the end."""
    feed = Feed(member)
    try:
        yield feed
    finally:
        feed.close()
