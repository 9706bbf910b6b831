"""Discord channels as DiscordChatExporter writes them in JSON: one file a channel, in order, with every time's zone.

Rows are read as they come (`feed`). Ordinary rows and replies are messages; joins, pins and calls are notices, and so is what a
bot shows without a word of text. Times are turned into UTC. A person is called as the server calls them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reattune.core.message import Conversation, Kind, Message
from reattune.reading.feed import Feed, fed
from reattune.reading.fields import Cast, Gathered, Row, from_iso, row_of, rows_of, shown, text_of
from reattune.reading.format import Format, Likeness, Options
from reattune.reading.source import Member, Source

# by the exporter's names, and by number where it has none: slash commands and their like
SPOKEN = frozenset({"Default", "Reply", "ThreadStarterMessage", "20", "21", "23", "ChatInputCommand", "ContextMenuCommand"})
OTHERWISE = "holds no message of a Discord channel (looked for DiscordChatExporter's JSON); export the channel with its format JSON"
_GUILD = re.compile(r'"guild"\s*:\s*\{')
_CHANNEL = re.compile(r'"channel"\s*:\s*\{')


@dataclass
class Channel:
    """What is known of the channel whose rows are being read."""

    header: Row = field(default_factory=dict)
    thread: str = ""
    indices: dict[str, int] = field(default_factory=dict)  # messages by their id
    people: dict[str, frozenset[str]] = field(default_factory=dict)  # what each person (no bots) is called


@dataclass
class Reading:
    """One reading of a source."""

    made: Gathered = field(default_factory=Gathered)
    cast: Cast = field(default_factory=Cast)
    threads: Cast = field(default_factory=Cast)
    channels: list[Channel] = field(default_factory=list)


# --- the file -------------------------------------------------------------------------------------------------------


def _file(feed: Feed, reading: Reading) -> None:
    channel = Channel()
    reading.channels.append(channel)
    for key in feed.members():
        if key != "messages" or feed.peek() != "[":
            value = feed.value()
            channel.header = row_of(value) if key == "channel" else channel.header
            continue
        channel.thread = reading.threads.name(str(len(reading.channels)), text_of(channel.header.get("name")) or "channel")
        for row in feed.items():
            reading.made.lines += 1
            _row(row_of(row), channel, reading)


def _row(row: Row, channel: Channel, reading: Reading) -> None:
    made = reading.made
    when, utc = from_iso(text_of(row.get("timestamp")))
    author = row_of(row.get("author"))
    if when is None and not author:
        made.doubt("neither an author nor a time: not a message of Discord's export")
        return
    if when is None:
        made.doubt("no time that can be read; the message is kept without it")
    kind, text = _body(row)
    bot = author.get("isBot") is True
    if text_of(row.get("type")) not in SPOKEN or (bot and not text):
        made.note(_notice_text(row, _called(author)), when)
        return
    index = made.say(
        Message(
            _speaker(author, bot, channel, reading.cast),
            text,
            when,
            kind,
            utc,
            edited=bool(row.get("timestampEdited")),
            reply_to=channel.indices.get(text_of(row_of(row.get("reference")).get("messageId"))),
            reactions=tuple(_reactions(row, reading.cast)),
            thread=channel.thread,
        )
    )
    channel.indices[text_of(row.get("id"))] = index


# --- who ------------------------------------------------------------------------------------------------------------


def _called(author: Row) -> str:
    return shown(text_of(author.get("nickname"))) or shown(text_of(author.get("name")))


def _speaker(author: Row, bot: bool, channel: Channel, cast: Cast) -> str:
    identity, called = text_of(author.get("id")), _called(author)
    # one webhook may speak for several
    name = cast.name(f"{identity} {called}" if bot else identity, called)
    if not bot:
        channel.people[name] = frozenset({called, shown(text_of(author.get("name")))})
    return name


def _reactions(row: Row, cast: Cast) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for reaction in rows_of(row.get("reactions")):
        emoji = row_of(reaction.get("emoji"))
        what = text_of(emoji.get("name")) or text_of(emoji.get("code"))
        pairs += [(cast.name(text_of(one.get("id")), _called(one)), what) for one in rows_of(reaction.get("users"))] or [("", what)]
    return pairs


def _owner(reading: Reading) -> str | None:
    """In a chat of two, which is named after the other one, who is left."""
    channel = reading.channels[0] if len(reading.channels) == 1 else Channel()
    if channel.header.get("type") not in ("DirectTextChat", "DM") or len(channel.people) != 2:
        return None
    title = shown(text_of(channel.header.get("name")))
    left = [name for name, called in channel.people.items() if title not in called]
    return left[0] if len(left) == 1 else None


# --- what -----------------------------------------------------------------------------------------------------------


def _body(row: Row) -> tuple[Kind, str]:
    text = text_of(row.get("content"))
    forwarded = row_of(row.get("forwardedMessage"))
    if forwarded:
        return Kind.OTHER, "\n".join(part for part in (text, text_of(forwarded.get("content"))) if part)
    if row.get("attachments"):
        return Kind.MEDIA, text
    if text:
        return Kind.TEXT, text
    stickers = " ".join(text_of(sticker.get("name")) for sticker in rows_of(row.get("stickers")))
    return (Kind.MEDIA, "") if row.get("embeds") and not stickers else (Kind.OTHER, stickers)


def _notice_text(row: Row, called: str) -> str:
    text = text_of(row.get("content"))
    shows = [
        part
        for embed in rows_of(row.get("embeds"))
        for part in (text_of(row_of(embed.get("author")).get("name")), text_of(embed.get("title")), text_of(embed.get("description")))
        if part
    ]
    names = [text_of(one.get("fileName")) for one in rows_of(row.get("attachments"))]
    said = " ".join(part for part in (text, *shows, *names) if part) or text_of(row.get("type"))
    return f"{called}: {said}" if called else said


# --- the format -----------------------------------------------------------------------------------------------------


def _exports(source: Source) -> tuple[Member, ...]:
    json_files = source.ending(".json") or (source.members if len(source.members) == 1 else ())
    return tuple(member for member in json_files if _is_export(member)) or json_files[:1]


def _is_export(member: Member) -> bool:
    head = member.head
    return head.lstrip().startswith("{") and bool(_GUILD.search(head[:4096]) and _CHANNEL.search(head[:8192]))


def likeness(source: Source) -> Likeness:
    """How much a source looks like DiscordChatExporter's JSON, from the heads of its JSON files."""
    exports = _exports(source)
    return Likeness.CERTAIN if exports and _is_export(exports[0]) else Likeness.NO


def read(source: Source, _options: Options) -> Conversation:
    """The channel in a source, or its channels as threads. Raises NotAConversation where there is no message."""
    reading = Reading()
    for member in _exports(source):
        with fed(member) as feed:
            _file(feed, reading)
    return reading.made.conversation("discord", f"{source.name}: {OTHERWISE}", _owner(reading))


FORMAT = Format(
    name="discord",
    title="Discord JSON",
    how="With DiscordChatExporter: choose the channel and the format JSON; hand in the file.",
    likeness=likeness,
    read=read,
    tried="real",
)
