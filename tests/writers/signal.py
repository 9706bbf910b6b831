"""Writes a conversation as Signal's two exporters do: sigexport's markdown, sigtop's records."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from hypothesis import strategies as st

from reattune.core.message import Conversation, Kind, Message, Notice
from tests.strategies import NAMES, SECONDS, TEXTS, a_message

CALLS = ("Missed voice call", "Outgoing video call (accepted, 3m 2s)", "Incoming call")
SERVICE = ("group-v2-change", "keychange", "timer-notification")
REACTIONS = st.lists(st.tuples(NAMES, st.sampled_from(("❤️", "😂", "👍"))), max_size=2).map(tuple)


def write(conversation: Conversation) -> bytes:
    """sigexport's markdown."""
    lines: list[str] = []
    for index, message in enumerate(conversation.messages):
        lines += [_called(notice) for notice in conversation.notices if notice.before == index]
        lines.append(f"[{message.time}] {message.speaker}: {_words(message, conversation)}")
    after = len(conversation.messages)
    lines += [_called(notice) for notice in conversation.notices if notice.before == after]
    return "".join(f"{line}\n" for line in lines).encode()


def _called(notice: Notice) -> str:
    return f"[{notice.time}] Ana: {notice.text}  "


def _words(message: Message, conversation: Conversation) -> str:
    if message.kind is Kind.DELETED:
        return "(This message was deleted)"
    quote = "" if message.reply_to is None else "\n\n> " + conversation.messages[message.reply_to].text.replace("\n", "\n> ") + "\n\n"
    words = f"{quote}{message.text}  "
    if message.reactions:
        words += "\n(- " + ", ".join(f"{who}: {what}" for who, what in message.reactions) + " -)"
    return words + "![IMG 1.jpg](./media/IMG%201.jpg)  " if message.kind is Kind.MEDIA else words


def write_records(conversation: Conversation) -> bytes:
    """sigtop's records."""
    parts = ["Conversation: Ana (+447700900123)\n"]
    for index, message in enumerate(conversation.messages):
        parts += [_service(notice) for notice in conversation.notices if notice.before == index]
        parts.append(_record(message, conversation))
    after = len(conversation.messages)
    parts += [_service(notice) for notice in conversation.notices if notice.before == after]
    return "\n".join(parts).encode()


def _sent(time: datetime | None) -> str:
    assert time is not None, "the export always writes a time"
    return f"Sent: {time:%a}, {time.day} {time:%b %Y %H:%M:%S} +0100"


def _service(notice: Notice) -> str:
    return f"Type: {notice.text}\n{_sent(notice.time)}\nReceived: unknown\n"


def _record(message: Message, conversation: Conversation) -> str:
    own = message.speaker == "You"
    lines = [f"From: {_who(message.speaker)}", f"Type: {'outgoing' if own else 'incoming'}", _sent(message.time)]
    lines += ["Attachment: no filename (image/jpeg, 12 bytes)"] if message.kind is Kind.MEDIA else []
    lines += [f"Reaction: {what} from {_who(who)}" for who, what in message.reactions]
    if message.edited:
        versions = [("2", message.text), ("1", "an earlier\nversion")]
        lines += ["Edited: 2 versions", *(line for number, text in versions for line in ("", *_version(number, text, message)))]
        return "\n".join([lines[0], *lines[1:]]).replace("\n\n| Version: 1", "\n|\n| Version: 1") + "\n"
    if message.reply_to is not None:
        quoted = conversation.messages[message.reply_to]
        lines += ["", f"> From: {_who(quoted.speaker)}", f"> {_sent(quoted.time)}", ">", *(f"> {line}" for line in quoted.text.split("\n"))]
    return "\n".join([*lines, *(["", message.text] if message.text else [])]) + "\n"


def _who(name: str) -> str:
    return name if name == "You" else f"{name} (+447700900123)"


def _version(number: str, text: str, message: Message) -> list[str]:
    return [f"| Version: {number}", f"| {_sent(message.time)}", "|", *(f"| {line}" for line in text.split("\n"))]


def _is_own_words(text: str) -> bool:
    return not any(line.startswith((">", "[", "(", "|", "From", "Type")) or "](" in line for line in text.split("\n"))


@st.composite
def conversations(draw: st.DrawFn, owner: str, service: tuple[str, ...], records: bool) -> Conversation:
    """Conversations that both can express; nobody says or sends the same twice."""
    names = NAMES.filter(lambda name: "(" not in name) | st.just(owner)
    texts = TEXTS.filter(_is_own_words)
    spoken = st.builds(a_message, names, texts, SECONDS, edited=st.just(False) if not records else st.booleans(), reactions=REACTIONS)
    media = st.builds(a_message, names, st.just("") | texts, SECONDS, kind=st.just(Kind.MEDIA))
    gone = st.builds(a_message, names, st.just(""), SECONDS, kind=st.just(Kind.OTHER if records else Kind.DELETED))
    drawn = st.one_of(spoken, media, gone)
    messages = draw(
        st.lists(drawn, min_size=1, max_size=8, unique_by=(lambda one: " ".join(one.text.split()) or id(one), lambda one: one.time))
    )
    for at in range(1, len(messages)):
        answered = draw(st.none() | st.integers(0, at - 1))
        if answered is not None and messages[answered].text and messages[at].text and not messages[at].edited:
            messages[at] = messages[at]._replace(reply_to=answered)
    places = sorted(draw(st.lists(st.integers(0, len(messages)), max_size=3)))
    notices = tuple(Notice(draw(st.sampled_from(service)), draw(SECONDS), place) for place in places)
    tells = owner if any(message.speaker == owner for message in messages) else None
    whole = Conversation(tuple(messages), notices, format="signal", owner=tells)
    return replace(whole, lines=(write_records if records else write)(whole).count(b"\n"))
