"""Writes a conversation as ConvoKit dumps a corpus: a file of utterances and one of speakers."""

from __future__ import annotations

import json

from hypothesis import strategies as st

from reattune.core.message import Conversation, Kind, Message
from reattune.reading.fields import EPOCH
from tests.strategies import NAMES, SECONDS, TEXTS


def write(conversation: Conversation) -> dict[str, bytes]:
    """The files of the corpus, by name."""
    rows = [_utterance(index, message) for index, message in enumerate(conversation.messages)]
    names = dict.fromkeys(message.speaker for message in conversation.messages if message.speaker)
    speakers = {f"id of {name}": {"meta": {"name": name}, "vectors": []} for name in names}
    return {
        "corpus/conversations.json": b"{}",
        "corpus/speakers.json": json.dumps(speakers).encode(),
        "corpus/utterances.jsonl": "".join(json.dumps(row) + "\n" for row in rows).encode(),
    }


def _utterance(index: int, message: Message) -> dict[str, object]:
    stamp = message.seconds if message.time is None else int((message.time - EPOCH).total_seconds())
    return {
        "id": f"u{index}",
        "conversation_id": message.thread or "only",
        "text": "[deleted]" if message.kind is Kind.DELETED else message.text,
        "speaker": f"id of {message.speaker}" if message.speaker else "[deleted]",
        "meta": {},
        "reply-to": None if message.reply_to is None else f"u{message.reply_to}",
        "timestamp": stamp,
        "vectors": [],
    }


@st.composite
def conversations(draw: st.DrawFn) -> Conversation:
    """Corpora of one conversation or two, with dates, with offsets or with neither."""
    threads = st.just("") if draw(st.booleans()) else st.sampled_from(("t1", "t2"))
    offset = st.integers(0, 9_999).map(lambda number: number + 0.25)
    stamps = draw(st.sampled_from(("none", "dates", "offsets")))
    messages: list[Message] = []
    for index in range(draw(st.integers(1, 8))):
        gone = draw(st.booleans())
        messages.append(
            Message(
                "" if gone else draw(NAMES),
                "" if gone else draw(TEXTS),
                draw(SECONDS) if stamps == "dates" else None,
                Kind.DELETED if gone else Kind.TEXT,
                utc=stamps == "dates",
                seconds=draw(offset) if stamps == "offsets" else None,
                reply_to=draw(st.one_of(st.none(), st.integers(0, index - 1))) if index else None,
                thread=draw(threads),
            )
        )
    if len({message.thread for message in messages}) == 1 and messages[0].thread:
        messages.append(Message("Ana", "elsewhere", thread="t3"))
    return Conversation(tuple(messages), format="convokit", lines=len(messages))
