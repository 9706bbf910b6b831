"""Writes a conversation as a mailbox: every mail with its headers, answers with what they answer quoted below."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage

from hypothesis import strategies as st

from reattune.core.message import Conversation, Kind, Message, Notice
from tests.strategies import NAMES, SECONDS, TEXTS, a_message

NOTICES = ("Automatic reply: away until Monday", "Undeliverable: our garden")


def write(conversation: Conversation) -> bytes:
    """The mailbox's bytes."""
    return b"".join(b"From somebody@example.org Mon Jan 01 00:00:00 2024\n" + one + b"\n" for one in mails(conversation))


def mails(conversation: Conversation) -> list[bytes]:
    """The single mails."""
    people = sorted({message.speaker for message in conversation.messages})
    addresses = {name: f"p{index}@example.org" for index, name in enumerate(people)}
    written: list[bytes] = []
    for index, message in enumerate((*conversation.messages, None)):
        written += [_notice(notice) for notice in conversation.notices if notice.before == index]
        if message is not None:
            written.append(_mail(index, message, addresses, conversation))
    return written


def _date(time: datetime | None) -> str:
    assert time is not None, "a mail always has a date"
    return f"{time:%a}, {time.day} {time:%b %Y %H:%M:%S} +0100"


def _notice(notice: Notice) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = "away@example.org", notice.text, _date(notice.time)
    mail["Auto-Submitted"] = "auto-replied"
    mail.set_content("I am away.")
    return bytes(mail)


def _mail(index: int, message: Message, addresses: dict[str, str], conversation: Conversation) -> bytes:
    mail = EmailMessage()
    mail["From"] = _named(message.speaker, addresses[message.speaker])
    mail["To"] = ", ".join(address for name, address in addresses.items() if name != message.speaker) or "list@example.org"
    mail["Subject"] = ("Re: " if index else "") + (message.thread or "our garden")
    mail["Date"], mail["Message-ID"] = _date(message.time), f"<m{index}@example.org>"
    quote = ""
    if message.reply_to is not None:
        answered = conversation.messages[message.reply_to]
        mail["In-Reply-To"] = f"<m{message.reply_to}@example.org>"
        quoted = answered.text.replace("\n", "\n> ")
        quote = f"\n\nOn Mon, 1 Jan 2024 at 10:11, {addresses[answered.speaker]} wrote:\n\n> {quoted}\n"
    mail.set_content(f"{message.text}{quote}\n\n-- \nsent by hand", cte="base64")
    if message.kind is Kind.MEDIA:
        mail.add_attachment(b"\xff\xd8", maintype="image", subtype="jpeg", filename="a.jpg")
    return bytes(mail)


def _named(name: str, address: str) -> str:
    return f'"{name}" <{address}>'


def _is_own_words(text: str) -> bool:
    return not any(mark in text for mark in ">:：@—_-") and not any(len(line) > 300 for line in text.split("\n"))


@st.composite
def conversations(draw: st.DrawFn) -> Conversation:
    """Conversations that mails can express; every speaker writes to all the others."""
    threads = draw(st.sampled_from((("",), ("our garden", "the car"))))
    texts = TEXTS.filter(_is_own_words)
    names = NAMES.filter(lambda name: '"' not in name)
    text = st.builds(a_message, names, texts, SECONDS, thread=st.sampled_from(threads))
    media = st.builds(a_message, names, st.just(""), SECONDS, kind=st.just(Kind.MEDIA), thread=st.sampled_from(threads))
    messages = draw(st.lists(st.one_of(text, media), min_size=1, max_size=6))
    for at in range(1, len(messages)):
        answered = draw(st.none() | st.integers(0, at - 1))
        if answered is not None and messages[answered].thread == messages[at].thread:
            messages[at] = messages[at]._replace(reply_to=answered)
    if len({message.thread for message in messages}) == 1:
        messages = [message._replace(thread="") for message in messages]
    places = sorted(draw(st.lists(st.integers(0, len(messages)), max_size=2)))
    notices = tuple(Notice(draw(st.sampled_from(NOTICES)), draw(SECONDS), place) for place in places)
    return Conversation(tuple(messages), notices, format="email", lines=len(messages) + len(notices))
