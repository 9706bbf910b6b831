"""What the writers of JSON chat exports share: a strategy for conversations, and a source made of files in memory."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from reattune.core.message import Conversation, Kind, Message, Notice
from reattune.reading.source import Member, Source
from tests.strategies import NAMES, SECONDS, TEXTS, WORDS, a_message

EMOJI = st.sampled_from(("❤", "👍", "😂"))
REACTIONS = st.lists(st.tuples(NAMES, EMOJI), max_size=2, unique_by=lambda pair: pair[0]).map(tuple)
THREADS = ("alpha", "beta", "the four of us")


def source_of(files: Mapping[str, bytes], name: str = "export") -> Source:
    """A source of these files, as a folder or a zip of them would be."""
    members = [Member(path, len(content), lambda content=content: io.BytesIO(content)) for path, content in sorted(files.items())]
    return Source(name, tuple(members))


def dumped(value: object) -> bytes:
    """The value as JSON bytes."""
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def identity(name: str) -> str:
    """A number that stands for a name."""
    return str(sum(ord(letter) * (at + 7) for at, letter in enumerate(name)))


def texts_and_media(**always: object) -> st.SearchStrategy[Message]:
    """Messages of text, and of a file with or without a caption."""
    common = {"reactions": REACTIONS, **{key: st.just(value) for key, value in always.items()}}
    return st.one_of(
        st.builds(a_message, NAMES, TEXTS, SECONDS, **common),
        st.builds(a_message, NAMES, st.one_of(st.just(""), WORDS), SECONDS, kind=st.just(Kind.MEDIA), **common),
    )


@st.composite
def chats(
    draw: st.DrawFn,
    format_name: str,
    messages: st.SearchStrategy[Message],
    notices: Sequence[str],
    *,
    replies: bool = True,
    edits: bool = True,
    ordered: bool = False,
) -> Conversation:
    """Conversations of one thread, or of two behind each other; `ordered` where the format's order is that of its times."""
    drawn = draw(st.lists(messages, min_size=1, max_size=7))
    split = draw(st.integers(0, len(drawn)))
    parts = [drawn[:split], drawn[split:]] if 0 < split < len(drawn) else [drawn]
    if ordered:
        parts = [sorted(part, key=lambda message: str(message.time)) for part in parts]
    named = [one._replace(thread=THREADS[at] if len(parts) > 1 else "") for at, part in enumerate(parts) for one in part]
    for at, message in enumerate(named):
        answers = [before for before in range(at) if named[before].thread == message.thread and message.speaker]
        reply = draw(st.sampled_from([None, *answers])) if replies else None
        edited = edits and message.kind is Kind.TEXT and draw(st.booleans())
        named[at] = message._replace(reply_to=reply, edited=edited)
    places = sorted(draw(st.lists(st.integers(0, len(named)), max_size=2)))
    times = [named[max(place - 1, 0)].time if ordered else draw(SECONDS) for place in places]
    made = tuple(Notice(draw(st.sampled_from(notices)), time, place) for time, place in zip(times, places, strict=True))
    return Conversation(tuple(named), made, format=format_name, lines=len(named) + len(made))


def by_thread(conversation: Conversation) -> dict[str, list[tuple[int, Message] | Notice]]:
    """Each thread's rows in order: messages with their index, and the notices between them."""
    rows: dict[str, list[tuple[int, Message] | Notice]] = {}
    thread = conversation.messages[0].thread
    for index, message in enumerate(conversation.messages):
        rows.setdefault(thread, []).extend(notice for notice in conversation.notices if notice.before == index)
        thread = message.thread
        rows.setdefault(thread, []).append((index, message))
    rows[thread].extend(notice for notice in conversation.notices if notice.before == len(conversation.messages))
    return rows
