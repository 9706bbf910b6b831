"""Writes a conversation as WhisperX writes a diarised transcript."""

from __future__ import annotations

import json

from hypothesis import strategies as st

from reattune.core.message import Conversation, Message
from tests.strategies import NAMES, TEXTS, a_message


def write(conversation: Conversation) -> bytes:
    """The bytes of the JSON file."""
    return json.dumps({"segments": [_segment(message) for message in conversation.messages], "language": "en"}).encode()


def _segment(message: Message) -> dict[str, object]:
    speaker = {"speaker": message.speaker} if message.speaker else {}
    words = [{"word": word, "start": message.seconds, "score": 0.9} | speaker for word in message.text.split()]
    return {"start": message.seconds, "end": message.seconds, "text": f" {message.text}", "words": words} | speaker


def conversations() -> st.SearchStrategy[Conversation]:
    """Conversations that a transcript can express."""
    starts = st.one_of(st.floats(0, 36_000), st.integers(0, 36_000).map(float))
    messages = st.builds(a_message, st.one_of(NAMES, st.just("")), TEXTS, seconds=starts)
    return st.lists(messages, min_size=1, max_size=8).map(lambda some: Conversation(tuple(some), format="whisper", lines=len(some)))
