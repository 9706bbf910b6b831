"""Which part of a conversation, and whose side: the choices a person makes about what was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from reattune.core.errors import BadOption
from reattune.core.message import Conversation, Issue, Message


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Days (both included) and one person or chat to keep; None keeps all."""

    since: date | None = None
    until: date | None = None
    with_name: str | None = None

    @classmethod
    def of(cls, since: str | None, until: str | None, with_name: str | None) -> Narrowing:
        """From what was typed. Raises BadOption for what is not a day, or a span that is empty."""
        first, last = _day(since, "--since"), _day(until, "--until")
        if first and last and first > last:
            raise BadOption(f"--since {first} is after --until {last}: turn them round")
        return cls(first, last, with_name)


def own_name(conversation: Conversation, me: str | None) -> str | None:
    """The speaker meant by `me`, or the one who made the export where it tells, or None.

    Raises BadOption naming the speakers there are.
    """
    if me is None:
        return conversation.owner
    return _speaker(conversation, me, "--me")


def narrowed(conversation: Conversation, wanted: Narrowing, me: str | None = None) -> Conversation:
    """The part that was asked for. Raises BadOption where it holds no message, or nobody of that name speaks."""
    if wanted == Narrowing():
        return conversation
    part = conversation
    if wanted.since or wanted.until:
        undated = _undated(part.messages)
        part = _kept(part, _within(part.messages, wanted))
        if undated:
            why = f"messages left out by the span of days, for their chat has no date: {undated}"
            part = replace(part, issues=(*part.issues, Issue(0, why)))
        part = replace(part, notices=tuple(one for one in part.notices if one.time is None or _between(one.time.date(), wanted)))
        if not part.messages:
            raise BadOption("no message in that span of days: " + _span(conversation))
    return _with(part, wanted.with_name, me) if wanted.with_name else part


def _with(conversation: Conversation, name: str, me: str | None) -> Conversation:
    threads = [thread for thread in conversation.threads() if thread.casefold() == name.casefold()]
    if threads:
        return _kept(conversation, [message.thread == threads[0] for message in conversation.messages])
    other = _speaker(conversation, name, "--with")
    if me is None:
        raise BadOption(f"--with {name}: say who you are, too, with --me NAME")
    return _kept(conversation, [message.speaker in {me, other} for message in conversation.messages])


def _kept(conversation: Conversation, wanted: Sequence[bool]) -> Conversation:
    moved: dict[int, int] = {}
    kept: list[Message] = []
    for index, (message, keeps) in enumerate(zip(conversation.messages, wanted, strict=True)):
        if keeps:
            moved[index] = len(kept)
            reply = moved.get(message.reply_to) if message.reply_to is not None else None
            kept.append(message._replace(reply_to=reply))
    before = [0]
    for index in range(len(conversation.messages)):
        before.append(before[-1] + (index in moved))
    notices = tuple(replace(notice, before=before[notice.before]) for notice in conversation.notices)
    return replace(conversation, messages=tuple(kept), notices=notices)


def _within(messages: Sequence[Message], wanted: Narrowing) -> list[bool]:
    """Whether each message is in the span; one without a time goes with the one before it in its chat, the first with the one after."""
    inside = [None if message.time is None else _between(message.time.date(), wanted) for message in messages]
    latest: dict[str, bool] = {}
    for message, one in zip(messages, inside, strict=True):
        if one is not None:
            latest.setdefault(message.thread, one)
    found: list[bool] = []
    for message, one in zip(messages, inside, strict=True):
        if one is not None:
            latest[message.thread] = one
        found.append(latest.get(message.thread, False))
    return found


def _undated(messages: Sequence[Message]) -> int:
    """How many messages stand in chats without a single date, though other chats have some."""
    dated = {message.thread for message in messages if message.time is not None}
    return sum(message.thread not in dated for message in messages) if dated else 0


def _between(day: date, wanted: Narrowing) -> bool:
    return (wanted.since is None or day >= wanted.since) and (wanted.until is None or day <= wanted.until)


def _speaker(conversation: Conversation, name: str, option: str) -> str:
    names, wanted = [one for one, _ in conversation.speakers()], name.casefold()
    exact = [one for one in names if one == name]
    same = [one for one in names if one.casefold() == wanted]
    begin = [one for one in names if one.casefold().startswith(wanted)]
    for found in (exact, same, begin):
        if len(found) == 1:
            return found[0]
    raise BadOption(f"{option} {name}: nobody of that name speaks here; there are: {', '.join(names[:20]) or 'no named speakers'}")


def _day(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise BadOption(f"{option} {text}: is not a day; write it as 2026-01-31") from error


def _span(conversation: Conversation) -> str:
    times = [message.time for message in conversation.messages if message.time]
    return f"the record runs from {min(times):%Y-%m-%d} to {max(times):%Y-%m-%d}" if times else "the record has no dates"
