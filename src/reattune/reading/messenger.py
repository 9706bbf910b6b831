"""Messenger's JSON export: from Facebook's download of one's data, and from Messenger's own of encrypted chats.

Both list threads of rows; the second uses other names for the same fields. All of it is read by `meta`, which Instagram shares.
"""

from __future__ import annotations

from reattune.core.message import Conversation
from reattune.reading import meta
from reattune.reading.format import Format, Likeness, Options
from reattune.reading.source import Source

OTHERWISE = "holds no message of Messenger's JSON export (looked for message_1.json with sender_name); ask Facebook for JSON, not HTML"


def likeness(source: Source) -> Likeness:
    """How much a source looks like a Messenger export; Instagram's look much the same."""
    return meta.likeness(source, instagram=False)


def read(source: Source, _options: Options) -> Conversation:
    """The thread in a source, or its threads. Raises NotAConversation where there is no message."""
    return meta.read(source, "messenger", OTHERWISE)


FORMAT = Format(
    name="messenger",
    title="Messenger JSON",
    how="Facebook: Settings, Download your information, Messages, format JSON; hand in a message_1.json, a thread's folder or the zip.",
    likeness=likeness,
    read=read,
    tried="real",
)
