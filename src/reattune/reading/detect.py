"""Which format is this, and what do several files make together?

The format is found by content, never by name alone. Several paths are parts of one conversation: parts of the same chat
overlap when it was exported twice, so what an earlier part already holds is taken once.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from reattune.core.coded import Progress
from reattune.core.errors import AmbiguousFormat, BadOption, NotAConversation
from reattune.core.message import Conversation, Message
from reattune.reading.format import Format, Likeness, Options
from reattune.reading.formats import FORMATS
from reattune.reading.source import Source, handed_source, open_source, together

AS_IT_IS = Options()


def read(paths: Sequence[Path], format_name: str = "auto", options: Options = AS_IT_IS) -> Conversation:
    """The one conversation that these paths hold.

    Raises UnreadableSource, NotAConversation, AmbiguousFormat or BadOption, each saying what to do.
    """
    if not paths:
        raise BadOption("nothing to read: name at least one export file")
    return joined([read_source(open_source(path), format_name, options) for path in paths])


def read_handed(files: Sequence[tuple[str, bytes]], format_name: str = "auto", options: Options = AS_IT_IS) -> Conversation:
    """The same of named files that stand in memory (see `parts_handed`)."""
    return joined(parts_handed(files, format_name, options))


def parts_handed(
    files: Sequence[tuple[str, bytes]], format_name: str = "auto", options: Options = AS_IT_IS, progress: Progress | None = None
) -> list[Conversation]:
    """What each of some named files in memory holds, in their order. Where one of several is no conversation by itself, all are read as
    one folder, if that tells more than the others alone, and that one is all there is.

    `progress` hears (files read, of) all the while; what it raises ends the reading.
    """
    if not files:
        raise BadOption("nothing to read: name at least one export file")
    alone: list[Conversation] = []
    failed: NotAConversation | None = None

    def tick() -> None:
        if progress:
            progress(len(alone), len(files))

    sources = [handed_source(name, content, tick) for name, content in files]
    for source in sources:
        try:
            alone.append(read_source(source, format_name, options))
        except NotAConversation as error:
            failed = failed or error
    if failed is None:
        return alone
    if len(sources) > 1:
        with suppress(NotAConversation):
            whole = read_source(together(sources), format_name, options)
            if _said([whole]) != _said(alone):  # else what was none by itself adds nothing, and is not passed over in silence
                return [whole]
    raise failed


def _said(parts: Sequence[Conversation]) -> set[tuple[object, ...]]:
    return {(message.speaker, message.text, message.time) for part in parts for message in part.messages}


def read_source(
    source: Source, format_name: str = "auto", options: Options = AS_IT_IS, formats: Sequence[Format] = FORMATS
) -> Conversation:
    """The conversation in one source, read as the named format or as the one that it is recognised as."""
    chosen = recognise(source, formats) if format_name == "auto" else named(format_name, formats)
    with _no_pauses():
        conversation = chosen.read(source, options)
    if not conversation.messages and not conversation.notices and conversation.issues:
        first = conversation.issues[0]
        raise NotAConversation(
            f"{source.name}: read as {chosen.title}, but no message was found (line {first.line}: {first.why}); "
            "name another --format or export again"
        )
    return replace(conversation, format=chosen.name)


@contextmanager
def _no_pauses() -> Iterator[None]:
    """Without the collector of cycles.

    A reader makes hundreds of thousands of small values and no cycles, and the collector would look through all of them again and again.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def named(name: str, formats: Sequence[Format] = FORMATS) -> Format:
    """The format of that name. Raises BadOption naming those there are."""
    for candidate in formats:
        if candidate.name == name:
            return candidate
    raise BadOption(f"no format is called {name!r}; there are: {', '.join(row.name for row in formats)}")


def recognise(source: Source, formats: Sequence[Format] = FORMATS) -> Format:
    """The format that fits best. Raises AmbiguousFormat on a tie and NotAConversation where none fits."""
    likely = fitting(source, formats)
    if not likely:
        titles = ", ".join(row.title for row in formats)
        raise NotAConversation(
            f"{source.name}: no conversation found in it. Looked for: {titles}. If it is one of these, name it with --format"
        )
    if len(likely) > 1:
        titles, names = " or ".join(row.title for row in likely), "|".join(row.name for row in likely)
        raise AmbiguousFormat(f"{source.name}: could be {titles}; choose with --format {names}")
    return likely[0]


def fitting(source: Source, formats: Sequence[Format] = FORMATS) -> list[Format]:
    """The formats that fit best, equally well; none where none fits."""
    ranked = [(row.likeness(source), row) for row in formats]
    best = max(likeness for likeness, _ in ranked)
    return [] if best is Likeness.NO else [row for likeness, row in ranked if likeness == best]


def candidates(files: Sequence[tuple[str, bytes]]) -> list[Format]:
    """Of files in memory, the formats between which the first one that could be several stands; none where there is no doubt."""
    every = (fitting(handed_source(name, content)) for name, content in files)
    return next((found for found in every if len(found) > 1), [])


def joined(parts: Sequence[Conversation]) -> Conversation:
    """Several parts as one conversation, in the order of their first dates; what parts share is taken once."""
    if len(parts) == 1:
        return parts[0]
    kinds = sorted({part.format for part in parts})
    ordered = sorted(parts, key=_begins)
    whole = ordered[0]
    for part in ordered[1:]:
        whole = _appended(whole, part)
    return replace(whole, format="+".join(kinds), ambiguous_date_order=any(part.ambiguous_date_order for part in parts))


def _begins(part: Conversation) -> tuple[bool, str]:
    first = next((message.time for message in part.messages if message.time), None)
    return (first is None, first.isoformat() if first else "")


def _key(message: Message) -> tuple[object, ...]:
    return (message.speaker, message.time, message.seconds, message.text, message.thread)


def _appended(whole: Conversation, part: Conversation) -> Conversation:
    held: dict[tuple[object, ...], list[int]] = {}
    for index, message in enumerate(whole.messages):
        held.setdefault(_key(message), []).append(index)
    fresh: list[Message] = []
    moved: list[int] = []  # where each message of the part stands in the whole
    shift = len(whole.messages)
    following = [shift]  # where the next fresh one would stand, before each message of the part and after the last
    for message in part.messages:
        # the same words in the same minute may be said twice: only as many as the whole holds are the same ones
        twins = held.get(_key(message)) if message.time is not None else None
        if twins:
            moved.append(twins.pop(0))
        else:
            moved.append(shift + len(fresh))
            fresh.append(message if message.reply_to is None else message._replace(reply_to=moved[message.reply_to]))
        following.append(shift + len(fresh))
    seen = {(notice.text, notice.time) for notice in whole.notices}
    notices = [replace(notice, before=following[notice.before]) for notice in part.notices if (notice.text, notice.time) not in seen]
    return replace(
        whole,
        messages=whole.messages + tuple(fresh),
        notices=whole.notices + tuple(notices),
        issues=whole.issues + part.issues,
        date_order=whole.date_order or part.date_order,
        owner=whole.owner or part.owner,
        lines=whole.lines + part.lines,
    )
