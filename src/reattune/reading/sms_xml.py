"""The XML of SMS Backup & Restore, made well-formed and small while it streams.

The app writes an emoji as two references to surrogate halves, which XML forbids, and pictures as base64 inside attributes,
which may be most of a file. Both are dealt with before expat sees a byte: pairs become their character, other forbidden
references a replacement or nothing, and long base64 values are left out. What a chunk cannot settle waits for the next one.
"""

from __future__ import annotations

import codecs
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from reattune.core.errors import UnreadableSource
from reattune.reading.source import Member

CHUNK = 1 << 18
LONG = 512  # base64 characters from which a value is taken for a file's bytes
_DATA = re.compile(rb"""(?<=\sdata=)["'](?=[A-Za-z0-9+/=\s]{512})""")
_SOME_DATA = re.compile(rb"""\sdata=["'][A-Za-z0-9+/=\s]{0,511}\Z|\s(?:d(?:a(?:t(?:a=?)?)?)?)?\Z""")
_HALVES = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
_SOME_HALVES = re.compile(rb"\xed(?:[\xa0-\xaf](?:[\x80-\xbf](?:\xed[\xb0-\xbf]?)?)?)?\Z")
_REFERENCES = re.compile(r"(?:&#(?:[xX][0-9a-fA-F]{1,8}|\d{1,9});)+")
_SOME_REFERENCE = re.compile(r"&#?[\da-zA-Z]{0,9}\Z")
_FIRST_HALF = re.compile(r"&#(?:5(?:5[2-9]|6[0-3])\d\d|[xX][dD][89abAB][0-9a-fA-F]{2});\Z")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DECLARED = re.compile(rb"""\A(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding=["']([\w.-]+)""")


def sound_xml(member: Member) -> Iterator[str]:
    """The member's text in pieces that expat can take. Raises UnreadableSource where its bytes end too early."""
    try:
        with member.open() as stream:
            yield from _referenced(_decoded(stream))
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise UnreadableSource(f"{member.name}: cannot be read to its end ({error}); it may be cut off") from error


def _decoded(stream: BinaryIO) -> Iterator[str]:
    first = stream.read(CHUNK)
    encoding = _encoding(first)
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    pieces = _chunks(first, stream)
    for piece in pieces if encoding == "utf-16" else _with_pairs(_without_data(pieces)):
        yield decoder.decode(piece)
    yield decoder.decode(b"", final=True)


def _chunks(first: bytes, stream: BinaryIO) -> Iterator[bytes]:
    chunk = first
    while chunk:
        yield chunk
        chunk = stream.read(CHUNK)


def _encoding(first: bytes) -> str:
    if first[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    declared = _DECLARED.match(first)
    try:
        name = codecs.lookup(declared[1].decode("ascii")).name if declared else "utf-8"
    except LookupError:
        return "utf-8-sig"
    # only the encodings of single bytes: what is declared as UTF-16 without its mark is none
    return name if name.startswith(("iso8859", "cp125", "latin")) else "utf-8-sig"


def _without_data(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The bytes without long base64 values; a quote is left where one began and ended."""
    held, quote = b"", b""
    for chunk in chunks:
        held += chunk
        while held:
            if quote:
                end = held.find(quote)
                held, quote = (b"", quote) if end < 0 else (held[end:], b"")
                if quote:
                    break
            # a value that ended here begins with its closing quote
            found = _DATA.search(held)
            if found:
                yield held[: found.end()]
                held, quote = held[found.end() :], found[0]
                continue
            waiting = _SOME_DATA.search(held, max(len(held) - LONG - 16, 0))
            cut = waiting.start() if waiting else len(held)
            yield held[:cut]
            held = held[cut:]
            break
    yield held


def _with_pairs(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The bytes with surrogate halves, each written as if it were a character, joined to their character."""
    held = b""
    for chunk in chunks:
        held += chunk
        if b"\xed" not in held:
            yield held
            held = b""
            continue
        waiting = _SOME_HALVES.search(held, max(len(held) - 6, 0))
        cut = waiting.start() if waiting else len(held)
        yield _HALVES.sub(_pair, held[:cut])
        held = held[cut:]
    yield held


def _pair(found: re.Match[bytes]) -> bytes:
    return found[0].decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()


def _referenced(pieces: Iterator[str]) -> Iterator[str]:
    """The text with every reference to what XML forbids replaced."""
    held = ""
    for piece in pieces:
        held += piece
        cut = _settled(held)
        yield _allowed(held[:cut])
        held = held[cut:]
    yield _allowed(held)


def _settled(text: str) -> int:
    """How far a text can be taken before more of it has come: no reference is cut, no pair of halves parted."""
    waiting = _SOME_REFERENCE.search(text, max(len(text) - 12, 0))
    cut = waiting.start() if waiting else len(text)
    half = _FIRST_HALF.search(text, max(cut - 10, 0), cut)
    return half.start() if half else cut


def _allowed(text: str) -> str:
    text = _REFERENCES.sub(_characters, text) if "&#" in text else text
    return text if text.isprintable() else _FORBIDDEN.sub("", text)


def _characters(found: re.Match[str]) -> str:
    written = found[0].split(";")[:-1]
    codes = [int(one[3:], 16) if one[2] in "xX" else int(one[2:]) for one in written]
    kept: list[str] = []
    before = 0
    for code in codes:
        if 0xD800 <= before < 0xDC00 <= code < 0xE000:
            kept[-1] = chr(0x10000 + ((before - 0xD800) << 10) + (code - 0xDC00))
        else:
            kept.append(_one(code))
        before = code
    return "".join(kept)


def _one(code: int) -> str:
    if 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return "\ufffd"
    if (code < 32 and code not in (9, 10, 13)) or code in (0xFFFE, 0xFFFF):
        return ""
    return f"&#{code};"
