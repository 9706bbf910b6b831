"""Messages (iMessage and SMS) as imessage-exporter writes them, as text or as HTML.

The exporter writes a reply twice: inside the message that it answers, and again in its own place in time. So both forms are
first read into drafts that know their parent; only the whole file tells which nested ones stand again further down, and those
are taken once, from their own place. What the lines of a text block mean is in `imessage_blocks`, the page in `imessage_page`.
"""

from __future__ import annotations

from collections.abc import Sequence

from reattune.core.errors import NotAConversation
from reattune.core.message import Conversation, Message
from reattune.reading.fields import Gathered
from reattune.reading.format import Format, Likeness, Options
from reattune.reading.imessage_blocks import HEADER, blocks
from reattune.reading.imessage_draft import Announcement, Draft, Entries, Entry
from reattune.reading.imessage_page import page
from reattune.reading.several import in_threads
from reattune.reading.source import Member, Source

OWNER = "Me"
_PAGE_MARKS = ('class="message"', 'class="timestamp"', 'class="sender"')


def _is_page(member: Member) -> bool:
    return member.ending in (".html", ".htm", "") and all(mark in member.head for mark in _PAGE_MARKS)


def _text_likeness(member: Member) -> Likeness:
    if member.ending not in (".txt", ""):
        return Likeness.NO
    lines = [line for line in member.head.splitlines()[:400] if line.strip()]
    headers = [HEADER.fullmatch(line) for line in lines]
    alone = [at for at, found in enumerate(headers[:-1]) if found and not headers[at + 1]]
    if not alone:
        return Likeness.NO
    receipt = any(found and found["read"] for found in headers)
    return Likeness.CERTAIN if receipt or (alone[0] == 0 and "Me" in lines) else Likeness.LIKELY if alone[0] == 0 else Likeness.POSSIBLE


def _member_likeness(member: Member) -> Likeness:
    return Likeness.CERTAIN if _is_page(member) else _text_likeness(member)


def likeness(source: Source) -> Likeness:
    """How much a source looks like an export of imessage-exporter, from the first lines of its files."""
    return max((_member_likeness(member) for member in source.members), default=Likeness.NO)


def _answered(entries: Sequence[Entry]) -> tuple[list[Entry], dict[tuple[object, ...], Draft]]:
    """The entries without the nested copies of replies that stand in their own place, too, and whom those answer."""
    own = {entry.key() for entry in entries if isinstance(entry, Draft) and entry.parent is None}
    parents: dict[tuple[object, ...], Draft] = {}
    kept: list[Entry] = []
    for entry in entries:
        if isinstance(entry, Draft) and entry.parent is not None and entry.key() in own:
            parents[entry.key()] = entry.parent
        else:
            kept.append(entry)
    return kept, parents


def _conversation(read: Entries) -> Conversation:
    made = Gathered()
    kept, parents = _answered(read.entries)
    places: dict[int, int] = {}
    for entry in kept:
        if isinstance(entry, Announcement):
            made.note(entry.text, entry.time)
            continue
        parent = entry.parent or parents.get(entry.key())
        made.say(
            Message(
                entry.speaker,
                entry.text,
                entry.time,
                entry.kind,
                edited=entry.edited,
                reply_to=places.get(id(parent)),
                reactions=tuple(entry.reactions),
            )
        )
        places[id(entry)] = len(made.messages) - 1
    owner = OWNER if any(message.speaker == OWNER for message in made.messages) else None
    return Conversation(tuple(made.messages), tuple(made.notices), tuple(read.issues), "imessage", owner=owner, lines=read.lines)


def _read_member(member: Member) -> Conversation:
    read = page(member) if _is_page(member) else blocks(member.lines())
    if not read.entries:
        raise NotAConversation(
            f"{member.name}: no message of imessage-exporter in it (looked for a line with a date and time alone, the sender below it)"
        )
    return _conversation(read)


def read(source: Source, options: Options) -> Conversation:
    """The chat in a source, or its chats as threads. Raises NotAConversation where no message is found."""
    del options  # the exporter writes months by name
    chats = [member for member in source.members if _member_likeness(member)] or list(source.ending(".txt", ".html", ".htm", ""))
    if not chats:
        raise NotAConversation(f"{source.name}: holds no .txt or .html file of imessage-exporter; hand in the folder that it wrote")
    return in_threads([(member.stem, _read_member(member)) for member in chats])


FORMAT = Format(
    name="imessage",
    title="iMessage (imessage-exporter)",
    how="On the Mac run imessage-exporter -f txt -o FOLDER (or -f html); hand in the chat's file or the folder.",
    likeness=likeness,
    read=read,
    tried="real",
)
