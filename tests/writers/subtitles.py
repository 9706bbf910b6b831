"""Writes a conversation as WebVTT with voice tags, or as SRT with names before a colon."""

from __future__ import annotations

from hypothesis import strategies as st

from reattune.core.message import Conversation, Message
from tests.strategies import NAMES, TEXTS, a_message

LAST = 9 * 3600 * 1000


def write_vtt(conversation: Conversation) -> bytes:
    """The bytes of a WebVTT file."""
    cues = (f"{_times(message, '.')}\n{_voiced(message)}\n" for message in conversation.messages)
    return "\n".join(("WEBVTT\n", *cues)).encode()


def write_srt(conversation: Conversation) -> bytes:
    """The bytes of an SRT file."""
    cues = (f"{number}\r\n{_times(message, ',')}\r\n{_named(message)}\r\n" for number, message in enumerate(conversation.messages, 1))
    return "\r\n".join(cues).encode()


def _times(message: Message, point: str) -> str:
    start = round((message.seconds or 0) * 1000)
    return f"{_clock(start, point)} --> {_clock(start + 900, point)}"


def _clock(thousandths: int, point: str) -> str:
    seconds, rest = divmod(thousandths, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{point}{rest:03d}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _voiced(message: Message) -> str:
    return f"<v {message.speaker}>{_escaped(message.text)}</v>" if message.speaker else _escaped(message.text)


def _named(message: Message) -> str:
    return f"{message.speaker}: {_escaped(message.text)}" if message.speaker else _escaped(message.text)


def _is_speech(text: str) -> bool:
    """Whether a text cannot be taken for a name, a mark of a turn, a note or a number."""
    lines = text.split("\n")
    return not any(sign in text for sign in (":", "：", ">>", "＞", "{", "-->")) and not any(
        line[0] in "-‐–—[" or line.isdecimal() or line.startswith(("NOTE", "STYLE", "REGION", "WEBVTT")) for line in lines
    )


def conversations(name: str) -> st.SearchStrategy[Conversation]:
    """Conversations that both can express: everybody named, or nobody."""
    starts = st.integers(0, LAST).map(lambda thousandths: thousandths / 1000)
    texts = TEXTS.filter(_is_speech)
    named, unnamed = (st.builds(a_message, who, texts, seconds=starts) for who in (NAMES, st.just("")))
    some = st.one_of(st.lists(named, min_size=1, max_size=8), st.lists(unnamed, min_size=1, max_size=8))
    return some.map(lambda messages: Conversation(tuple(messages), format=name, lines=len(messages)))
