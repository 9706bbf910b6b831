"""What Messenger and Instagram exports have in common: threads of numbered files, listed newest first, in broken letters.

Meta writes UTF-8 as if it were Latin-1; each text is mended where that makes it whole and otherwise left alone. A thread's
files are turned around so that it reads as it happened, unless the file itself already does. What Meta wrote in a person's
name is known by `meta_words`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import PurePosixPath

from reattune.core.message import Conversation, Kind, Message
from reattune.reading.fields import Cast, Gathered, Row, from_epoch, list_of, number_of, row_of, rows_of, shown, sound
from reattune.reading.format import Likeness
from reattune.reading.meta_words import Body, understand
from reattune.reading.source import Member, Source

MILLI = 1000
MEDIA_FIELDS = ("photos", "videos", "audio_files", "files", "gifs", "sticker", "media")
SERVICE_TYPES = frozenset({"Call", "Subscribe", "Unsubscribe"})
FAILED_MEDIA = "Failed to download media"
_NUMBERED = re.compile(r"message(?:_(\d+))?\.json")
_ROWS = re.compile(r'"sender_name"\s*:|"senderName"\s*:')
_E2EE = re.compile(r'"threadName"\s*:|"senderName"\s*:')
_MESSENGER = re.compile(
    r"sender_id_INTERNAL|stickers_used|your_facebook_activity|your_activity_across_facebook|facebook\.com/|Facebook [Uu]ser\"|"
    r"on Messenger|e2ee_cutover|\"thread_type\"\s*:\s*\"(?:Pending|Archived)|\"bumped_message_metadata\""
)
_INSTAGRAM = re.compile(r"your_instagram_activity|instagram\.com/|Instagram [Uu]ser\"|\"Liked a message\"|cdninstagram", re.IGNORECASE)


@dataclass
class Thread:
    """The files of one thread, the newest first."""

    folder: str
    members: list[Member] = field(default_factory=list)


# --- letters --------------------------------------------------------------------------------------------------------


def mended(text: str) -> str:
    """A text whose UTF-8 was taken for Latin-1 made whole; any other text as it is."""
    if text.isascii():
        return text
    try:
        return sound(text.encode("latin-1").decode("utf-8"))
    except UnicodeError:
        return sound(text)


def _text(value: object) -> str:
    return mended(value) if isinstance(value, str) else ""


def _name(value: object) -> str:
    """A person's name, from a string or from an object that holds one."""
    return shown(_text(row_of(value).get("name") if isinstance(value, dict) else value))


# --- files ----------------------------------------------------------------------------------------------------------


def threads_of(source: Source) -> list[Thread]:
    """The threads in a source, in the order of their folders; a lone file is one thread whatever its name."""
    candidates = source.ending(".json") or (source.members if len(source.members) == 1 else ())
    threads: dict[str, Thread] = {}
    for member in candidates:
        path = PurePosixPath(member.name)
        if len(candidates) == 1 or _is_numbered(member):
            folder = path.parent.as_posix()
        elif _E2EE.search(member.head):
            folder = member.name  # one thread a file
        else:
            continue
        threads.setdefault(folder, Thread(folder)).members.append(member)
    for thread in threads.values():
        thread.members.sort(key=_number)
    return list(threads.values())


def _is_numbered(member: Member) -> bool:
    return bool(_NUMBERED.fullmatch(PurePosixPath(member.name).name)) and bool(_ROWS.search(member.head) or '"messages"' in member.head)


def _number(member: Member) -> int:
    found = _NUMBERED.fullmatch(PurePosixPath(member.name).name)
    return int(found[1]) if found and found[1] else 0


def likeness(source: Source, instagram: bool) -> Likeness:
    """How much a source looks like one of the two, which write alike: by their marks, else by what each leaves out."""
    heads = [thread.members[0].head for thread in threads_of(source)[:8]]
    if not any(_ROWS.search(head) and '"messages"' in head and head.lstrip().startswith("{") for head in heads):
        return Likeness.NO
    if any(_E2EE.search(head) for head in heads):
        return Likeness.NO if instagram else Likeness.CERTAIN
    names = " ".join((source.name, *(thread.folder for thread in threads_of(source)[:8]))).lower()
    marks = (
        sum(len(_MESSENGER.findall(head)) for head in heads) + 9 * ("facebook" in names or "messenger" in names),
        sum(len(_INSTAGRAM.findall(head)) for head in heads) + 9 * ("instagram" in names),
    )
    if marks[0] != marks[1]:
        return Likeness.CERTAIN if (marks[1] > marks[0]) is instagram else Likeness.POSSIBLE
    bare = not any('"participants"' in head for head in heads)
    return Likeness.LIKELY if bare is instagram else Likeness.POSSIBLE


# --- reading --------------------------------------------------------------------------------------------------------


def read(source: Source, format_name: str, otherwise: str) -> Conversation:
    """The thread in a source, or its threads. Raises NotAConversation where there is no message."""
    made, names, owners = Gathered(), Cast(), list[str]()
    threads = threads_of(source)
    for thread in threads:
        files: list[tuple[int, Row]] = []
        for member in thread.members:
            content = row_of(made.load(member, alone=len(threads) == 1 and len(thread.members) == 1))
            files.append((made.lines, content))
            made.lines += len(list_of(content.get("messages")))
        headers = [content for _, content in files]
        title, owner = names.name(thread.folder, _title(headers, thread)), _owner(headers)
        for line, row in _in_order(files):
            _put(row, line, title, owner, made)
        owners += [owner] if owner else []
    return made.conversation(format_name, f"{source.name}: {otherwise}", _common(owners))


def _title(headers: Sequence[Row], thread: Thread) -> str:
    given = (_text(header.get(key)) for header in headers for key in ("title", "threadName"))
    people = ", ".join(dict.fromkeys(_name(one) for header in headers[:1] for one in list_of(header.get("participants"))))
    return next((shown(title) for title in given if title), "") or people or PurePosixPath(thread.folder).name


def _in_order(files: Sequence[tuple[int, Row]]) -> Iterator[tuple[int, object]]:
    """The rows as they happened, each with its number in its source: the last file first, each turned around where need be."""
    turn = newest_first([list_of(content.get("messages")) for _, content in files], not any("threadName" in file for _, file in files))
    for before, content in reversed(files):
        rows = list(enumerate(list_of(content.get("messages")), start=before + 1))
        yield from reversed(rows) if turn else rows


def newest_first(lists: Sequence[Sequence[object]], otherwise: bool) -> bool:
    """Whether a thread's lists are newest first, by the steps of their times; `otherwise` where these do not tell."""
    times = [[_ticks(row_of(row)) for row in rows] for rows in lists]
    steps = [later - earlier for told in times for earlier, later in pairwise(time for time in told if time is not None)]
    back, on = sum(step < 0 for step in steps), sum(step > 0 for step in steps)
    return otherwise if back == on else back > on


def _ticks(row: Row) -> float | None:
    return number_of(row["timestamp_ms"] if "timestamp_ms" in row else row.get("timestamp"))


def _put(value: object, line: int, thread: str, owner: str | None, made: Gathered) -> None:
    row = row_of(value)
    sender = _name(row.get("sender_name", row.get("senderName")))
    when = from_epoch(_ticks(row), MILLI)
    if not sender and when is None:
        made.doubt("neither a sender nor a time: not a message of Meta's export", line)
        return
    if when is None:
        made.doubt("no time that can be read; the message is kept without it", line)
    kind, text = body(row, sender, owner is None or sender == owner)
    if kind is None:
        made.note(text, when)
    else:
        made.say(Message(sender, text, when, kind, when is not None, reactions=reactions(row), thread=thread))


def body(row: Row, sender: str, may_be_owner: bool) -> Body:
    """What a row is and says; a notice has no kind."""
    content = _text(row.get("content", row.get("text")))
    if _text(row.get("type")) in SERVICE_TYPES or "call_duration" in row:
        return Body(None, content or "a call")
    if row.get("is_unsent") is True or row.get("isUnsent") is True:
        return Body(Kind.DELETED, "")
    failed = content == FAILED_MEDIA
    kind, text = understand("" if failed else content, sender, may_be_owner)
    if kind is not None and (failed or any(row.get(key) for key in MEDIA_FIELDS)):
        return Body(Kind.MEDIA, text)
    return _shared(row) if kind in (Kind.TEXT, Kind.MEDIA) and not text else Body(_kind(kind, row), text)


def _shared(row: Row) -> Body:
    """What a row without words holds: a link that was shared, or nothing that the export tells."""
    link = _text(row_of(row.get("share")).get("link"))
    sent = row.get("share") is not None or row.get("content") is not None
    return Body(Kind.OTHER, link) if link else Body(Kind.MEDIA if sent else Kind.OTHER, "")


def _kind(kind: Kind | None, row: Row) -> Kind | None:
    return Kind.OTHER if kind is Kind.TEXT and row.get("type") == "placeholder" else kind


def reactions(row: Row) -> tuple[tuple[str, str], ...]:
    """Who reacted how."""
    return tuple((_name(one.get("actor")), _text(one.get("reaction"))) for one in rows_of(row.get("reactions")))


# --- the owner ------------------------------------------------------------------------------------------------------


def _owner(headers: Sequence[Row]) -> str | None:
    """A thread of two is named after the other one, so its owner is who is left."""
    for header in headers:
        people = {_name(one) for one in list_of(header.get("participants"))}
        title = shown(_text(header.get("title")))
        if len(people) == 2 and title in people:
            return next(iter(people - {title}))
    return None


def _common(owners: Sequence[str]) -> str | None:
    return owners[0] if owners and len(set(owners)) == 1 else None
