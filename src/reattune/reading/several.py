"""Several files of one export as one conversation.

Many exporters write one file a chat. Each file is read on its own; here their conversations are put one after the other,
each as a thread, with every index moved to where its message now stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reattune.core.message import Conversation, Message


def in_threads(parts: Sequence[tuple[str, Conversation]]) -> Conversation:
    """Named conversations as threads of one; a single one keeps the threads that it has."""
    if len(parts) == 1:
        return parts[0][1]
    whole: list[Conversation] = []
    shift = 0
    for name, part in parts:
        messages = tuple(_moved(message, name, shift) for message in part.messages)
        notices = tuple(replace(notice, before=notice.before + shift) for notice in part.notices)
        whole.append(replace(part, messages=messages, notices=notices))
        shift += len(messages)
    return _joined(whole)


def _moved(message: Message, thread: str, shift: int) -> Message:
    reply = None if message.reply_to is None else message.reply_to + shift
    return message._replace(thread=message.thread or thread, reply_to=reply)


def _joined(parts: Sequence[Conversation]) -> Conversation:
    orders = {part.date_order for part in parts}
    owners = {part.owner for part in parts} - {None}
    return Conversation(
        messages=tuple(message for part in parts for message in part.messages),
        notices=tuple(notice for part in parts for notice in part.notices),
        issues=tuple(issue for part in parts for issue in part.issues),
        format=parts[0].format if parts else "",
        date_order=orders.pop() if len(orders) == 1 else None,
        ambiguous_date_order=any(part.ambiguous_date_order for part in parts),
        owner=owners.pop() if len(owners) == 1 else None,
        lines=sum(part.lines for part in parts),
    )
