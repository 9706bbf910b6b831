"""What a mail says, from its parts: headers decoded, the plain text or else the HTML as text, whether files came along.

The standard library parses what mail programs produce; what it cannot decode is read with replacement marks and never raises.
HTML becomes lines as a browser would break them, quoted blocks with `>` before each, so that one stripper serves both kinds.
"""

from __future__ import annotations

import re
from contextlib import suppress
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message as Mail
from html.parser import HTMLParser

from reattune.reading.fields import shown, sound

DEEPEST = 500
MOST_CARRIED = 50
_BLOCKS = frozenset(
    [
        *("address", "article", "blockquote", "dd", "div", "dl", "dt", "footer", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "hr", "li", "ol", "p", "pre", "section", "table", "tr", "ul"),
    ]
)
_APART = frozenset(["p", "blockquote", "pre", "h1", "h2", "h3", "ul", "ol", "table"])
_UNSEEN = frozenset(["head", "style", "script", "title", "template"])
_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"])
_QUOTED = ("gmail_quote", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote", "zmail_extra", "OutlookMessageHeader")
_QUOTED_IDS = ("divRplyFwdMsg", "appendonsend", "isForwardContent", "mail-editor-reference-message-container", "OLK_SRC_BODY_SECTION")
_SIGNED = ("gmail_signature", "moz-signature", "protonmail_signature_block", "x_gmail_signature")


def written(mail: Mail, name: str) -> list[str]:
    """The values of a header as they stand, bytes of no declared encoding taken for UTF-8."""
    wanted = name.casefold()
    values = (str(value) for key, value in mail.raw_items() if key.casefold() == wanted)
    return [" ".join(sound(value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")).split()) for value in values]


def readable(value: str) -> str:
    """A header's value, or part of one, as people read it."""
    if "=?" in value:
        with suppress(ValueError, LookupError, HeaderParseError):
            value = str(make_header(decode_header(value)))
    return shown(" ".join(sound(value).split()))


def header(mail: Mail, name: str) -> str:
    """A header as people read it; "" where there is none."""
    values = written(mail, name)
    return readable(values[0]) if values else ""


def text_of(mail: Mail) -> str:
    """The words of a mail: its plain text, where that is empty its HTML."""
    plain: list[str] = []
    marked: list[str] = []
    for part in _shown_parts(mail):
        kind = part.get_content_type()
        if kind == "text/plain":
            plain.append(_flowing(part, _decoded(part)))
        elif kind == "text/html":
            marked.append(_decoded(part))
    words = "\n".join(plain).strip()
    return words or "\n".join(from_html(page) for page in marked).strip()


def _shown_parts(mail: Mail) -> list[Mail]:
    """The parts that are words of this mail, and not of one that it carries along."""
    carried = [inner for inner in mail.walk() if inner.get_content_type() == "message/rfc822" and inner is not mail]
    inside = {id(part) for inner in carried[:MOST_CARRIED] for part in inner.walk()}
    return [part for part in mail.walk() if not part.is_multipart() and not _is_file(part) and id(part) not in inside]


def _is_file(part: Mail) -> bool:
    return part.get_content_disposition() == "attachment" or (part.get_content_maintype() != "text" and not part.is_multipart())


def has_files(mail: Mail) -> bool:
    """Whether something came along that is no text."""
    return any(_is_file(part) for part in mail.walk() if not part.is_multipart())


def _decoded(part: Mail) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    for charset in (part.get_content_charset() or "utf-8", "utf-8", "cp1252"):
        try:
            return sound(payload.decode(charset))
        except (LookupError, UnicodeError, ValueError):
            continue
    return payload.decode("utf-8", "replace")


def _flowing(part: Mail, text: str) -> str:
    """Text whose lines were broken for the way (format=flowed), with those breaks undone."""
    if str(part.get_param("format", "")).casefold() != "flowed":
        return text
    joint = "" if str(part.get_param("delsp", "")).casefold() == "yes" else " "
    lines: list[str] = []
    open_ = False
    for line in text.replace("\r\n", "\n").split("\n"):
        bare = line.removeprefix(" ")
        depth = len(line) - len(line.lstrip(">"))
        if open_ and depth == len(lines[-1]) - len(lines[-1].lstrip(">")) and bare != "-- ":
            lines[-1] = lines[-1].removesuffix(" ") + joint + bare[depth:].removeprefix(" " if depth else "")
        else:
            lines.append(bare)
        open_ = bare.endswith(" ") and bare != "-- "
    return "\n".join(lines)


# --- HTML -----------------------------------------------------------------------------------------------------------


class _Lines(HTMLParser):
    """Turns a page into lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.open: list[tuple[str, str]] = []  # tags with what they do: quote, hide, keep spaces
        self.quotes = self.unseen = self.kept = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens an element."""
        if tag in _BLOCKS:
            self._break(apart=tag in _APART)
        if tag == "br":
            self.lines.append("")
        if tag in _VOID or len(self.open) >= DEEPEST:
            return
        given = {key: value or "" for key, value in attrs}
        effect = _effect(tag, given)
        self.open.append((tag, effect))
        self._count(effect, 1)

    def handle_endtag(self, tag: str) -> None:
        """Closes an element and what was left open inside it."""
        if any(name == tag for name, _ in self.open):
            while self.open:
                name, effect = self.open.pop()
                if name in _BLOCKS:
                    self._break(apart=name in _APART)
                self._count(effect, -1)
                if name == tag:
                    break

    def handle_data(self, data: str) -> None:
        """Takes characters, spaces as a browser would show them."""
        if self.unseen:
            return
        if self.kept:
            first, *rest = data.split("\n")
            self.lines[-1] += first
            self.lines += rest
            return
        bare = re.sub(r"[ \t\r\n\f]+", " ", data)
        before = self.lines[-1]
        self.lines[-1] = before + (bare.lstrip(" ") if not before or before.endswith(" ") else bare)
        self._mark()

    def _mark(self) -> None:
        if self.quotes and self.lines[-1].strip() and not self.lines[-1].startswith(">"):
            self.lines[-1] = f"> {self.lines[-1]}"

    def _break(self, apart: bool) -> None:
        if self.lines[-1].strip():
            self.lines.append("")
        if apart and len(self.lines) > 1 and self.lines[-2].strip():
            self.lines.append("")

    def _count(self, effect: str, step: int) -> None:
        self.quotes += step * (effect == "quote")
        self.unseen += step * (effect == "hide")
        self.kept += step * (effect == "keep")


def _effect(tag: str, given: dict[str, str]) -> str:
    name = f"{given.get('class', '')} {given.get('id', '')}"
    if tag in _UNSEEN or any(mark in name for mark in _SIGNED) or "display:none" in given.get("style", "").replace(" ", ""):
        return "hide"
    if tag == "blockquote" or any(mark in name for mark in (*_QUOTED, *_QUOTED_IDS)):
        return "quote"
    return "keep" if tag == "pre" else ""


def from_html(page: str) -> str:
    """The words of a page, line by line."""
    parser = _Lines()
    with suppress(AssertionError):  # the parser gives up on a broken declaration; what it read stands
        parser.feed(page)
        parser.close()
    lines = [line.replace("\u00a0", " ").rstrip() for line in parser.lines]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
