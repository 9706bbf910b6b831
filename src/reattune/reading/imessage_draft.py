"""What imessage-exporter's text and page have in common: a message as far as it is known, and the words of the exporter.

A draft is filled while its file is read and points to the draft that it answers; indices come only when all are known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from reattune.core.message import Issue, Kind
from reattune.reading.dates import clock, clock_words, parse_day

WHEN = (
    r"(?P<day>[^\W\d_]{3,12}\.? {1,2}\d{1,2}, \d{4}),?[ \u00a0\u202f]{1,2}"
    r"(?P<clock>\d{1,2}:\d\d:\d\d)(?:[ \u00a0\u202f](?P<part>[AaPp]\.?[Mm]\.?)(?!\w))?"
)
REACTION = re.compile(r"\s*(?P<what>Loved|Liked|Disliked|Laughed|Emphasized|Questioned|[^\sA-Za-z0-9]{1,12}) (?:by|from) (?P<who>.+)")
STICKER = re.compile(r"\s*(?:\w+ )?Sticker from (?P<who>.+?)(?:: .*| not found!)")
UNSENT = re.compile(r"\s*(?P<who>.+?) (?:unsent this message part\b.*!|deleted a message\.)")
UNSENT_NOTICE = re.compile(r"(?P<who>.+?) unsent a message!")
_ENDINGS = (
    "jpe?g|hei[cf]s?|png|gif|tiff?|webp|bmp|mov|mp4|m4[avp]|3gpp?2?|avi|mp3|caf|amr|aac|wav|aiff|pdf|vcf|ics|zip|key|numbers|pages|docx?"
    "|xlsx?|pptx?|txt|rtf|csv|epub|gpx|usdz|pluginPayloadAttachment"
)
ATTACHMENT = re.compile(
    r"\s*(?:(?:~?/|[A-Z]:\\)[^\n]*[/\\](?:[^/\\\n]+\.\w{1,24}|[0-9a-f]{40})"  # where the Mac or a backup keeps it
    rf"|attachments[/\\][^\n]+|(?:[^\s/\\]+[/\\])*[^/\\\n]{{1,120}}\.(?i:{_ENDINGS})|Attachment missing!)"
)
TRANSLATED = "Translated from:"
TRANSCRIPTION = "Transcription: "
RESPONDED = "This message responded to an earlier message."
DELETED = "This message was deleted from the conversation!"
EFFECTS = frozenset(
    f"Sent with {effect}"
    for effect in (
        *("Confetti", "Echo", "Fireworks", "Balloons", "Heart", "Lasers", "Shooting Star", "Shooting Start", "Sparkles"),
        *("Spotlight", "Slam", "Loud", "Gentle", "Invisible Ink"),
    )
)
OTHERS = re.compile(r"\s*(?:SharePlay Message|(?:Started|Stopped) sharing location!|Shared location!|Digital Touch .+)")


@dataclass(slots=True, eq=False)
class Draft:
    """A message that is being read; `parent` is the draft that it stands inside of."""

    speaker: str = ""
    time: datetime | None = None
    parent: Draft | None = None
    text: str = ""
    kind: Kind = Kind.TEXT
    edited: bool = False
    reactions: list[tuple[str, str]] = field(default_factory=list)

    def key(self) -> tuple[object, ...]:
        """What a reply's two copies have in common."""
        return (self.speaker, self.time, " ".join(self.text.split()), self.kind)


@dataclass(frozen=True, slots=True)
class Announcement:
    """A row of the service."""

    text: str
    time: datetime | None


Entry = Draft | Announcement


@dataclass(slots=True)
class Entries:
    """A file's entries in its order, with what was not understood."""

    entries: list[Entry] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    lines: int = 0


def moment(found: re.Match[str]) -> datetime | None:
    """The time that a match of WHEN writes; None where there is no such day or time."""
    day = parse_day(found["day"])
    date = day.under("ymd") if day else None
    time = clock(found["clock"], clock_words(found["part"] or "").part)
    return datetime.combine(date, time) if date and time else None


def reaction(line: str) -> tuple[str, str] | None:
    """Who reacted and how, where a line says so."""
    found = REACTION.fullmatch(line)
    if found:
        return found["who"].strip(), found["what"]
    sticker = STICKER.fullmatch(line)
    return (sticker["who"].strip(), "Sticker") if sticker else None


def is_attachment(line: str) -> bool:
    """Whether a line is nothing but the path of a file."""
    return bool(ATTACHMENT.fullmatch(line)) and "://" not in line


def announced(text: str, time: datetime | None, owner: str) -> Entry:
    """A row of the service; taken-back messages are the deed of a person and stay theirs."""
    taken_back = UNSENT_NOTICE.fullmatch(text)
    if taken_back:
        who = taken_back["who"]
        return Draft(owner if who == "You" else who, time, kind=Kind.DELETED)
    return Announcement(text, time)
