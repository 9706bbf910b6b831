"""ConvoKit corpora: many conversations in one folder or zip, an utterance a line.

Read line by line, since corpora of millions of utterances are usual. Two generations of field names are in use, so each field
goes by a list of names. Speakers are called by what `speakers.json` says of them, but only where that tells them apart: many
corpora reuse a name, and two people must never become one. Small numbers are no dates: real offsets have fractions, counters
have none.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from reattune.core.errors import BadInput
from reattune.core.message import Conversation, Kind, Message
from reattune.reading.feed import fed
from reattune.reading.fields import Gathered, Row, row_of, shown, text_of
from reattune.reading.format import Format, Likeness, Options
from reattune.reading.source import Member, Source
from reattune.reading.stamps import Clockwork, Stamp

SPEAKER = ("speaker", "user")
ROOT = ("conversation_id", "root")
REPLY = ("reply-to", "reply_to")
CALLED = ("name", "display_name", "character_name", "screen_name", "username", "full_name")
REMOVED = frozenset(("[deleted]", "[removed]"))
UTTERANCES = ("utterances.jsonl", "utterances.json")
_FIELDS = tuple(re.compile("|".join(f'"{name}"\\s*:' for name in names)) for names in (("id",), ("text",), SPEAKER, ROOT, REPLY))


@dataclass(slots=True)
class Corpus:
    """What has been read of a corpus."""

    names: Mapping[str, str] = field(default_factory=dict)
    gathered: Gathered = field(default_factory=Gathered)
    clockwork: Clockwork = field(default_factory=Clockwork)
    stamps: list[Stamp | None] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)  # by utterance, the message that it became


def _first(row: Row, names: tuple[str, ...]) -> object:
    return next((row[name] for name in names if name in row), None)


# --- names -----------------------------------------------------------------------------------------------------------


def names_in(source: Source, main: Member, gathered: Gathered) -> dict[str, str]:
    """What each speaker is called, by their id; an id stays where no name is told or where several share it."""
    folder = PurePosixPath(main.name).parent
    wanted = [str(folder / name) for name in ("speakers.json", "users.json")]
    member = next((member for member in source.members if member.name in wanted), None)
    member = member or source.beside("speakers.json") or source.beside("users.json")
    try:
        listed = row_of(member.json()) if member else {}
    except BadInput as error:
        gathered.doubt(f"the speakers' names are left out: {error}", 0)
        return {}
    called = {identity: _called(row_of(entry)) for identity, entry in listed.items()}
    often = Counter(called.values())
    return {identity: name for identity, name in called.items() if name and often[name] == 1 and name not in listed}


def _called(entry: Row) -> str:
    about = row_of(entry.get("meta")) or entry
    return next((name for key in CALLED if (name := shown(text_of(about.get(key))))), "")


# --- utterances ------------------------------------------------------------------------------------------------------


def rows_in(member: Member) -> Iterator[tuple[int, object]]:
    """The utterances of a file, each with its number: lines, or the entries of a list."""
    if member.head.lstrip().startswith("["):
        with fed(member) as feed:
            yield from enumerate(feed.items(), 1)
        return
    for number, line in enumerate(member.lines(), 1):
        if line.strip():
            yield number, _parsed(line)


def _parsed(line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _put(number: int, value: object, corpus: Corpus) -> None:
    gathered = corpus.gathered
    gathered.lines += 1
    row = row_of(value)
    identity = _first(row, SPEAKER)
    if "text" not in row or identity is None:
        gathered.doubt("is not an utterance with a speaker and a text", number)
        return
    stamp = _stamp(row.get("timestamp"), number, corpus)
    index = gathered.say(_message(row, text_of(identity) or text_of(row_of(identity).get("id")), corpus))
    corpus.stamps.append(stamp)
    if utterance := text_of(row.get("id")):
        corpus.places.setdefault(utterance, index)


def _message(row: Row, identity: str, corpus: Corpus) -> Message:
    text = text_of(row["text"])
    removed = text.strip() in REMOVED
    kind = Kind.DELETED if removed else Kind.TEXT if text.strip() else Kind.OTHER
    return Message(
        "" if identity in REMOVED else corpus.names.get(identity) or shown(identity),
        "" if removed else text,
        kind=kind,
        reply_to=corpus.places.get(text_of(_first(row, REPLY))),
        thread=text_of(_first(row, ROOT)),
    )


def _stamp(value: object, number: int, corpus: Corpus) -> Stamp | None:
    written = repr(value) if isinstance(value, float) else text_of(value)
    if not written or written.casefold() in ("none", "null", "nan"):
        return None
    stamp = corpus.clockwork.add(written)
    if stamp is None:
        corpus.gathered.doubt(f"the timestamp {written[:40]!r} is not understood; the utterance is kept without it", number)
    return stamp


# --- the whole -------------------------------------------------------------------------------------------------------


def _settled(corpus: Corpus, options: Options, source_name: str) -> Conversation:
    order = corpus.clockwork.settle(options.dates)
    offsets = any(stamp and stamp.seconds is not None and not stamp.seconds.is_integer() for stamp in corpus.stamps)
    messages = corpus.gathered.messages
    for index, stamp in enumerate(corpus.stamps):
        if stamp is not None:
            messages[index] = _timed(messages[index], stamp, corpus.clockwork, offsets)
    whole = corpus.gathered.conversation(
        "convokit",
        f"{source_name}: no ConvoKit corpus (looked for utterances.jsonl, each line with an id, a speaker and a text); "
        "hand in the corpus folder as it was unpacked, or its zip",
    )
    return replace(whole, date_order=order.name if order else None, ambiguous_date_order=order is not None and order.ambiguous)


def _timed(message: Message, stamp: Stamp, clockwork: Clockwork, offsets: bool) -> Message:
    when = clockwork.time(stamp)
    return message._replace(time=when, utc=stamp.utc and when is not None, seconds=stamp.seconds if offsets else None)


def _corpora(source: Source) -> tuple[Member, ...]:
    named = source.named(UTTERANCES[0]) or source.named(UTTERANCES[1])
    return named or tuple(member for member in source.members if member.ending in (".jsonl", ".json", "") and _has_fields(member))


def _has_fields(member: Member) -> bool:
    first = member.head.lstrip()
    return first[:1] in ("{", "[") and all(field.search(first) for field in _FIELDS)


def likeness(source: Source) -> Likeness:
    """How much a source looks like a ConvoKit corpus: the five fields of an utterance in its first line."""
    fitting = any(_has_fields(member) for member in _corpora(source))
    return Likeness.CERTAIN if fitting else Likeness.NO


def read(source: Source, options: Options) -> Conversation:
    """The corpus in a source, its conversations as threads. Raises NotAConversation where there is none."""
    corpus = Corpus()
    for member in _corpora(source) or source.members[:1]:
        corpus.names = names_in(source, member, corpus.gathered)
        corpus.places.clear()
        for number, row in rows_in(member):
            _put(number, row, corpus)
    return _settled(corpus, options, source.name)


FORMAT = Format(
    name="convokit",
    title="ConvoKit corpus",
    how="Download or dump a corpus with ConvoKit; hand in its folder or its zip.",
    likeness=likeness,
    read=read,
)
