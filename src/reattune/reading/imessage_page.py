"""imessage-exporter's HTML, read as it streams: what an element means is told by its class alone.

Messages nest (a reply stands inside the message that it answers), so a stack of drafts follows the stack of elements. What is
text is decided where it ends: each element that matters collects the characters inside it and hands them over when closed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from reattune.core.errors import NotAConversation
from reattune.core.message import Issue, Kind
from reattune.reading.fields import shown, sound
from reattune.reading.imessage_draft import WHEN, Draft, Entries, announced, moment, reaction
from reattune.reading.source import Member

CHUNK = 1 << 16
DEEPEST = 2000
OWNER = "Me"
_WHEN = re.compile(rf"\s*{WHEN}.*", re.DOTALL)
_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
_FILES = frozenset(["img", "video", "audio", "source"])
# what an element of a class is, where that matters
_ROLES = {
    "message": "message",
    "announcement": "announcement",
    "timestamp": "timestamp",
    "sender": "sender",
    "subject": "subject",
    "bubble": "words",
    "message_part": "part",
    "app": "app",
    "app_header": "words",
    "app_footer": "words",
    "edited": "edited",
    "reaction": "reaction",
    "tapback": "reaction",
    "reactions": "reactions",
    "tapbacks": "reactions",
    "deleted": "deleted",
    "unsent": "deleted",
    "shareplay": "other",
    "shared_location": "other",
    "transcription": "words",
    "expressive": "ignored",
    "reply_context": "ignored",
    "reply_anchor": "ignored",
}


@dataclass(slots=True)
class Element:
    """An open element: its tag, its role, and the characters collected in it."""

    tag: str
    role: str
    link: str = ""
    text: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Pieces:
    """The parts of the message that is open."""

    draft: Draft
    subject: str = ""
    texts: list[str] = field(default_factory=list)
    media: bool = False
    gone: bool = False
    other: bool = False


class _Page(HTMLParser):
    """Fills entries from a page."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.name = name
        self.read = Entries()
        self.stack: list[Element] = []
        self.open: list[Pieces] = []
        self.versions: list[str] = []

    # --- elements as they come

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens an element, or takes one that has no end."""
        given = {key: value or "" for key, value in attrs}
        if tag in _FILES and self.open and self._inside("part") and not self._inside("app", "reactions"):
            self.open[-1].media = True
        if tag == "br":
            self.handle_data("\n")
        if tag in _VOID:
            return
        if len(self.stack) >= DEEPEST:
            raise NotAConversation(f"{self.name}: nested too deeply to be an export")
        self.stack.append(Element(tag, self._role(tag, given), given.get("href", "")))
        if self.stack[-1].role == "message":
            self._begin()
        if tag == "a" and self.open and self._inside("part"):
            self._link(given.get("href", ""))

    def handle_endtag(self, tag: str) -> None:
        """Closes an element and what was left open inside it."""
        if not any(element.tag == tag for element in self.stack):
            return
        while self.stack:
            element = self.stack.pop()
            self._close(element)
            if element.tag == tag:
                break

    def handle_data(self, data: str) -> None:
        """Collects characters into the innermost element that matters."""
        for element in reversed(self.stack):
            if element.role:
                element.text.append(data)
                return

    # --- what they mean

    def _role(self, tag: str, given: dict[str, str]) -> str:
        for name in given.get("class", "").split():
            if name in _ROLES and not (name == "message" and tag != "div"):
                return _ROLES[name]
        return "version" if tag == "td" and self._inside("edited") else ""

    def _inside(self, *roles: str) -> bool:
        for element in reversed(self.stack):
            if element.role in roles:
                return True
            if element.role == "message":
                return False
        return False

    def _begin(self) -> None:
        parent = self.open[0].draft if self.open else None
        draft = Draft(parent=parent)
        self.read.lines += 1
        self.read.entries.append(draft)
        self.open.append(Pieces(draft))

    def _link(self, address: str) -> None:
        pieces = self.open[-1]
        if self._inside("app"):
            if "://" in address:
                pieces.texts.append(sound(address))
        elif address and not self._inside("words", "edited", "reactions"):
            pieces.media = True

    def _close(self, element: Element) -> None:
        text = sound("".join(element.text))
        if element.role == "announcement":
            self._announce(text)
        elif element.role == "timestamp" and self.stack and self._inside("announcement"):
            self.handle_data(text)
        elif self.open:
            self._fill(element.role, text, self.open[-1])

    def _announce(self, text: str) -> None:
        bare = " ".join(text.split())
        found = re.match(WHEN, bare)
        self.read.lines += 1
        rest = bare[found.end() :].strip() if found else bare
        self.read.entries.append(announced(shown(rest), moment(found) if found else None, OWNER))

    def _fill(self, role: str, text: str, pieces: Pieces) -> None:
        if role == "message":
            self._finish(pieces)
        elif role == "timestamp":
            self._time(text, pieces.draft)
        elif role == "sender":
            pieces.draft.speaker = shown(" ".join(text.split()))
        elif role == "subject":
            pieces.subject = text.strip()
        elif role == "deleted":
            pieces.gone = True
        elif role == "reaction":
            self._react(text, pieces.draft)
        else:
            self._words(role, text, pieces)

    def _words(self, role: str, text: str, pieces: Pieces) -> None:
        if role == "version":
            self.versions.append(text.strip())
        elif role == "edited":
            versions, self.versions = [version for version in self.versions if version], []
            pieces.draft.edited = bool(versions)
            pieces.texts += versions[-1:]
        elif role == "other" or (role in ("app", "words") and self._inside("app")) or role == "app":
            pieces.other = True
            if not any("://" in given for given in pieces.texts):
                pieces.texts += [" ".join(text.split())] if text.strip() else []
        elif role in ("words", "part") and text.strip():
            pieces.texts.append(text if role == "words" else text.strip())

    def _react(self, text: str, draft: Draft) -> None:
        bare = " ".join(text.split())
        who_what = reaction(bare)
        if who_what is None and bare.startswith("from "):
            who_what = (shown(bare.removeprefix("from ")), "Sticker")
        if who_what:
            draft.reactions.append(who_what)
        elif bare:
            self.read.issues.append(Issue(self.read.lines, f"a reaction that was not understood: {bare[:60]}"))

    def _time(self, text: str, draft: Draft) -> None:
        # only the message's own time has no words before it: "Edited 9 seconds later" is none
        found = _WHEN.fullmatch(" ".join(text.split()))
        if found and draft.time is None:
            draft.time = moment(found)

    def _finish(self, pieces: Pieces) -> None:
        self.open.remove(pieces)
        draft = pieces.draft
        draft.text = "\n".join(part for part in (pieces.subject, *pieces.texts) if part).strip("\n")
        link_only = draft.text.startswith(("http://", "https://")) and "\n" not in draft.text
        if pieces.media:
            draft.kind = Kind.MEDIA
        elif pieces.gone and not draft.text:
            draft.kind = Kind.DELETED
        elif (pieces.other and not link_only) or not draft.text:
            draft.kind = Kind.OTHER
        if draft.time is None:
            self.read.issues.append(Issue(self.read.lines, "a message without a time that can be read"))

    def finished(self) -> Entries:
        """What the page held; what was left open is closed, and told."""
        if self.open:
            self.read.issues.append(Issue(self.read.lines, "the page ends inside a message; it may be cut off"))
        while self.stack:
            self._close(self.stack.pop())
        return self.read


def page(member: Member) -> Entries:
    """The entries of a page. Raises NotAConversation where it is nested beyond reason."""
    parser = _Page(member.name)
    with member.text() as stream:
        while chunk := stream.read(CHUNK):
            try:
                parser.feed(chunk)
            except AssertionError as error:
                raise NotAConversation(f"{member.name}: is not HTML that can be read ({error})") from error
    parser.close()
    return parser.finished()
