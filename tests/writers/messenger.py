"""Writes a conversation as Facebook's download of Messenger threads."""

from __future__ import annotations

from hypothesis import strategies as st

from reattune.core.message import Conversation
from tests.writers import meta


def write(conversation: Conversation) -> dict[str, bytes]:
    """The export's files."""
    return meta.write(conversation, "your_activity_across_facebook")


def conversations() -> st.SearchStrategy[Conversation]:
    """Conversations that the export can express."""
    return meta.conversations("messenger")
