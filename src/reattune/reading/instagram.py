"""Instagram's JSON export of direct messages: threads as Messenger has them, and before 2020 one list of conversations.

The newer form is read by `meta`. The older one, a `messages.json`, names people by handle, writes times in ISO 8601 and has a
field for each kind of thing sent; it is newest first as well.
"""

from __future__ import annotations

import re
from itertools import pairwise

from reattune.core.message import Conversation, Kind, Message
from reattune.reading import meta
from reattune.reading.fields import Cast, Gathered, Row, from_iso, list_of, row_of, rows_of, shown, text_of
from reattune.reading.format import Format, Likeness, Options
from reattune.reading.source import Member, Source

OTHERWISE = "holds no message of Instagram's JSON export (looked for message_1.json or messages.json); ask Instagram for JSON, not HTML"
NOTICE_FIELDS = ("video_call_action", "action")
MEDIA_FIELDS = (
    "media",
    "media_url",
    "voice_media",
    "animated_media_images",
    "story_share",
    "media_share_url",
    "media_owner",
    "profile_share_username",
)
_OLDER = re.compile(r'^\s*\[\s*\{\s*"(?:participants|conversation)"\s*:\s*\[')


def _older(source: Source) -> tuple[Member, ...]:
    return tuple(
        member
        for member in source.members
        if member.ending in (".json", "") and _OLDER.match(member.head) and '"conversation"' in member.head
    )


def likeness(source: Source) -> Likeness:
    """How much a source looks like an Instagram export; Messenger's look much the same."""
    return Likeness.CERTAIN if _older(source) else meta.likeness(source, instagram=True)


def read(source: Source, _options: Options) -> Conversation:
    """The thread in a source, or its threads. Raises NotAConversation where there is no message."""
    older = _older(source)
    if not older:
        return meta.read(source, "instagram", OTHERWISE)
    made, threads = Gathered(), Cast()
    for member in older:
        for at, thread in enumerate(rows_of(made.load(member, alone=len(older) == 1))):
            people = ", ".join(shown(meta.mended(text_of(one))) for one in list_of(thread.get("participants")))
            _thread(thread, threads.name(f"{member.name} {at}", people or "chat"), made)
    return made.conversation("instagram", f"{source.name}: {OTHERWISE}")


def _thread(thread: Row, name: str, made: Gathered) -> None:
    rows = list(enumerate(list_of(thread.get("conversation")), start=made.lines + 1))
    made.lines += len(rows)
    times = [text_of(row_of(row).get("created_at")) for _, row in rows]
    upright = sum(later > earlier for earlier, later in pairwise(times)) * 2 > len(times)
    for line, row in rows if upright else reversed(rows):
        _put(row_of(row), line, name, made)


def _put(row: Row, line: int, thread: str, made: Gathered) -> None:
    sender = shown(meta.mended(text_of(row.get("sender"))))
    when, utc = from_iso(text_of(row.get("created_at")))
    if not sender:
        made.doubt("no sender: not a message of Instagram's export", line)
        return
    if when is None:
        made.doubt("no time that can be read; the message is kept without it", line)
    text = meta.mended(text_of(row.get("text")) or text_of(row.get("heart")))
    notice = next((text_of(row[key]) for key in NOTICE_FIELDS if row.get(key)), "")
    if notice and not text:
        made.note(notice, when)
        return
    made.say(Message(sender, text, when, _kind(row, text), utc, reactions=_likes(row), thread=thread))


def _kind(row: Row, text: str) -> Kind:
    if any(row.get(key) for key in MEDIA_FIELDS):
        return Kind.MEDIA
    return Kind.TEXT if text else Kind.OTHER


def _likes(row: Row) -> tuple[tuple[str, str], ...]:
    return tuple((shown(text_of(one.get("username"))), "❤") for one in rows_of(row.get("likes")))


FORMAT = Format(
    name="instagram",
    title="Instagram JSON",
    how="Instagram: Settings, Download your information, Messages, format JSON; hand in a message_1.json, a thread's folder or the zip.",
    likeness=likeness,
    read=read,
    tried="real",
)
