"""A Slack workspace's export: a folder a channel, a file a day, and the people and channels in files of their own.

A whole export, one channel's folder and a single day are all read; people are looked up in `users.json`, which lies in the export
or one folder up. Joins, topics and what bots post are notices. Slack's mark-up (`<@U1>`, `<url|words>`, `&amp;`) is turned into
what people saw. Times are whole seconds in UTC: what follows the point only tells rows of one second apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from reattune.core.errors import BadInput
from reattune.core.message import Conversation, Kind, Message
from reattune.reading.fields import Cast, Gathered, Row, from_epoch, list_of, row_of, rows_of, shown, text_of
from reattune.reading.format import Format, Likeness, Options
from reattune.reading.source import Member, Source

# rows of a subtype are the service's own, except these
SPOKEN = frozenset({"", "me_message", "thread_broadcast", "file_share", "file_comment", "reply_broadcast", "tombstone"})
ABOUT = frozenset({"users", "org_users", "channels", "groups", "dms", "mpims", "integration_logs", "canvases", "lists"})
SERVICE_USERS = frozenset({"USLACKBOT"})
OTHERWISE = "holds no message of a Slack export (looked for a channel's folder with a JSON file a day); hand in the export's zip or folder"
_STAMP = re.compile(r'"ts"\s*:\s*"?\d{9,10}\.\d+')
_DAY = re.compile(r"\d{4}-\d\d-\d\d\.json")
_MESSAGE = re.compile(r'"type"\s*:\s*"message"')
_MARKED = re.compile(r"<([^<>\s|][^<>|]*)(?:\|([^<>]*))?>")


@dataclass
class Workspace:
    """Who and what the export's ids stand for."""

    users: dict[str, Row] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    chats: Mapping[str, Sequence[str]] = field(default_factory=dict)  # direct messages: their people's ids
    cast: Cast = field(default_factory=Cast)

    def name(self, user: str) -> str:
        """What a user is called: as they chose, else in full, else by handle; the id where nothing is known."""
        known = self.users.get(user)
        if not known:
            return user
        profile = row_of(known.get("profile")) or known
        chosen = (profile.get("display_name"), profile.get("real_name"), known.get("real_name"), known.get("name"))
        called = next((name for value in chosen if (name := shown(text_of(value)))), user)
        return self.cast.name(user, called)

    def is_bot(self, row: Row) -> bool:
        """Whether a row was written by a program: an app may also post in a person's name, and then it is theirs."""
        user = text_of(row.get("user"))
        if user in SERVICE_USERS or row.get("subtype") == "bot_message":
            return True
        known = self.users.get(user)
        by_app = "bot_id" in row or "bot_profile" in row
        return known.get("is_bot") is True if known else by_app and "client_msg_id" not in row


# --- mark-up --------------------------------------------------------------------------------------------------------


def readable(text: str, workspace: Workspace) -> str:
    """A text as people saw it: names for ids, words for links, plain signs."""
    return _unescaped(_MARKED.sub(lambda found: _marked(found[1], found[2] or "", workspace), text))


def _unescaped(text: str) -> str:
    """The text with Slack's three escapes undone, and no others."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _marked(target: str, label: str, workspace: Workspace) -> str:
    kinds: dict[str, Callable[[], str]] = {
        "@": lambda: f"@{workspace.name(target[1:]) if target[1:] in workspace.users or not label else label}",
        "#": lambda: f"#{label or workspace.channels.get(target[1:], target[1:])}",
        "!": lambda: label or f"@{target[1:].partition('^')[0]}",
    }
    return kinds.get(target[0], lambda: label or target.removeprefix("mailto:"))()


# --- rows -----------------------------------------------------------------------------------------------------------


def _day(rows: Sequence[object], thread: str, at: dict[tuple[str, str], int], workspace: Workspace, made: Gathered) -> None:
    """A day's rows; `at` holds the messages of all days by thread and time stamp."""
    for row in map(row_of, rows):
        if row.get("user_profile"):
            workspace.users.setdefault(text_of(row.get("user")), row_of(row["user_profile"]))
    for value in rows:
        made.lines += 1
        row = row_of(value)
        stamp = text_of(row.get("ts"))
        if not stamp or row.get("type", "message") != "message":
            made.doubt(f"a row of the type {text_of(row.get('type')) or 'none'!r} without a place in the conversation")
            continue
        index = _row(row, thread, at, workspace, made)
        if index is not None:
            at[thread, stamp] = index


def _row(row: Row, thread: str, at: Mapping[tuple[str, str], int], workspace: Workspace, made: Gathered) -> int | None:
    when = from_epoch(text_of(row.get("ts")).partition(".")[0])
    if when is None:
        made.doubt("no time that can be read; the row is kept without it")
    subtype = text_of(row.get("subtype"))
    if subtype not in SPOKEN or (subtype != "tombstone" and workspace.is_bot(row)):
        made.note(_notice_text(row, workspace), when)
        return None
    user = text_of(row.get("user")) or text_of(row_of(row.get("comment")).get("user"))
    kind, text = _body(row, workspace)
    root = text_of(row.get("thread_ts"))
    return made.say(
        Message(
            "" if subtype == "tombstone" else workspace.name(user),
            text,
            when,
            kind,
            when is not None,
            edited=bool(row.get("edited")),
            reply_to=at.get((thread, root)) if root and root != row.get("ts") else None,
            reactions=tuple(_reactions(row, workspace)),
            thread=thread,
        )
    )


def _reactions(row: Row, workspace: Workspace) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for reaction in rows_of(row.get("reactions")):
        what = f":{text_of(reaction.get('name'))}:"
        pairs += [(workspace.name(text_of(user)), what) for user in list_of(reaction.get("users"))] or [("", what)]
    return pairs


def _body(row: Row, workspace: Workspace) -> tuple[Kind, str]:
    if row.get("subtype") == "tombstone":
        return Kind.DELETED, ""
    text = readable(text_of(row.get("text")), workspace)
    if row.get("files") or row.get("file"):
        return Kind.MEDIA, text
    if text:
        return Kind.TEXT, text
    shared = _attached(row, workspace)
    return Kind.OTHER, shared


def _attached(row: Row, workspace: Workspace) -> str:
    """What a row's attachments show: another's message that was passed on, a preview, a bot's news."""
    parts = [
        text_of(one.get("pretext")) or text_of(one.get("text")) or text_of(one.get("fallback")) or text_of(one.get("title"))
        for one in rows_of(row.get("attachments"))
    ]
    return "\n".join(readable(part, workspace) for part in parts if part)


def _notice_text(row: Row, workspace: Workspace) -> str:
    text = readable(text_of(row.get("text")), workspace) or _attached(row, workspace)
    user = text_of(row.get("user"))
    bot = text_of(row.get("username")) or text_of(row_of(row.get("bot_profile")).get("name"))
    who = workspace.name(user) if user and f"<@{user}" not in text_of(row.get("text")) else bot
    said = text or text_of(row.get("subtype")).replace("_", " ")
    return f"{who}: {said}" if who else said


# --- files ----------------------------------------------------------------------------------------------------------


def _days(source: Source) -> tuple[Member, ...]:
    """The files of days, in the order of their folders and names."""
    lone = len(source.members) == 1
    return tuple(
        member
        for member in source.members
        if (member.ending == ".json" or lone)
        and PurePosixPath(member.name).stem not in ABOUT
        and (lone or _DAY.fullmatch(PurePosixPath(member.name).name) or _is_day(member))
    )


def _is_day(member: Member) -> bool:
    head = member.head
    return head.lstrip().startswith("[") and bool(_STAMP.search(head) and _MESSAGE.search(head))


def _about(source: Source, name: str) -> list[Row]:
    """One of the files about the workspace: in the source, beside it or one folder up; nothing where it is broken or absent."""
    inside = sorted(source.named(name), key=lambda member: member.name.count("/"))
    member = inside[0] if inside else source.beside(f"../{name}") or source.beside(name)
    try:
        return rows_of(member.json()) if member else []
    except BadInput:
        return []


def _workspace(source: Source) -> Workspace:
    users = {text_of(row.get("id")): row for name in ("org_users.json", "users.json") for row in _about(source, name)}
    channels = {
        text_of(row.get("id")): shown(text_of(row.get("name")))
        for name in ("channels.json", "groups.json", "mpims.json")
        for row in _about(source, name)
        if row.get("name")
    }
    chats = {text_of(row.get("id")): [text_of(one) for one in list_of(row.get("members"))] for row in _about(source, "dms.json")}
    return Workspace(users, channels, chats)


def _thread_name(member: Member, workspace: Workspace) -> str:
    folder = PurePosixPath(member.name).parent.name
    people = workspace.chats.get(folder)
    return ", ".join(workspace.name(user) for user in people) if people else folder


def likeness(source: Source) -> Likeness:
    """How much a source looks like a Slack export: by its time stamps, and by the files about the workspace."""
    days = [member for member in _days(source)[:40] if _is_day(member)]
    return Likeness.CERTAIN if days else Likeness.NO


def read(source: Source, _options: Options) -> Conversation:
    """The channel in a source, or its channels as threads. Raises NotAConversation where there is no message."""
    days, workspace, made = _days(source), _workspace(source), Gathered()
    threads: dict[str, str] = {}
    names = Cast()
    at: dict[tuple[str, str], int] = {}
    for member in days:
        folder = str(PurePosixPath(member.name).parent)
        if folder not in threads:
            threads[folder] = names.name(folder, _thread_name(member, workspace) or "channel")
        _day(list_of(made.load(member, alone=len(days) == 1)), threads[folder], at, workspace, made)
    return made.conversation("slack", f"{source.name}: {OTHERWISE}")


FORMAT = Format(
    name="slack",
    title="Slack export",
    how="Workspace settings, Import/Export data, Export; hand in the zip, its folder, one channel's folder or a day's file.",
    likeness=likeness,
    read=read,
    tried="real",
)
