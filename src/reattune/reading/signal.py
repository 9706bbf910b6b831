"""Signal, as the two exporters of its desktop app write it: sigexport's markdown, and sigtop's text, short text and JSON.

Four shapes with nothing in common but their source, so each is a file of its own and a row of the table below; this one tells
them apart and puts several chats together. None of them writes the day in an order that could be doubted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from reattune.core.errors import NotAConversation
from reattune.core.message import Conversation
from reattune.reading import signal_json, signal_markdown, signal_text
from reattune.reading.format import Format, Likeness, Options
from reattune.reading.several import in_threads
from reattune.reading.source import Member, Source


@dataclass(frozen=True, slots=True)
class Shape:
    """One way in which a chat is written."""

    endings: tuple[str, ...]
    likeness: Callable[[Member], Likeness]
    read: Callable[[Member], Conversation]


SHAPES = (
    Shape((".md", ".txt", ""), signal_markdown.likeness, signal_markdown.read),
    Shape((".txt", ""), signal_text.likeness, signal_text.read),
    Shape((".txt", ""), signal_text.short_likeness, signal_text.read_short),
    Shape((".json", ""), signal_json.likeness, signal_json.read),
)


def _shape(member: Member) -> tuple[Likeness, Shape]:
    fitting = [(shape.likeness(member) if member.ending in shape.endings else Likeness.NO, shape) for shape in SHAPES]
    return max(fitting, key=lambda row: row[0])


def likeness(source: Source) -> Likeness:
    """How much a source looks like an export of Signal, from the first lines of its files."""
    return max((_shape(member)[0] for member in source.members), default=Likeness.NO)


def read(source: Source, options: Options) -> Conversation:
    """The chat in a source, or its chats as threads. Raises NotAConversation where no message is found."""
    del options  # days are written year first, or as counts
    found = [(member, shape) for member in source.members for liked, shape in (_shape(member),) if liked]
    if not found and len(source.members) == 1:
        found = [(source.main, SHAPES[0])]
    if not found:
        raise NotAConversation(
            f"{source.name}: no chat of sigexport or sigtop in it (looked for “[2024-05-29 15:04] Name: …”, for “From:” and “Type:” "
            "lines, and for JSON with a conversationId); hand in the chat.md, .txt or .json that they wrote"
        )
    return in_threads([(_chat_name(member), shape.read(member)) for member, shape in found])


def _chat_name(member: Member) -> str:
    """sigexport puts each chat into a folder of its name; sigtop names the file."""
    inside = PurePosixPath(member.name)
    return inside.parent.name if inside.stem in ("chat", "index") and inside.parent.name else inside.stem


FORMAT = Format(
    name="signal",
    title="Signal (sigexport, sigtop)",
    how="With Signal Desktop: run sigexport FOLDER or sigtop export-messages FOLDER; hand in the chat's file or the folder.",
    likeness=likeness,
    read=read,
    tried="real",
)
