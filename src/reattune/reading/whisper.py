"""Transcripts that Whisper and its kin write as JSON: a segment is a message, spoken so many seconds into the recording.

Each tool names the same few things in its own way, so a shape is a row of a table (`SHAPES`) and the rest does not know the
tools. Whisper names nobody; where a diarised transcript gives single words to different people, the segment is divided there,
since half a sentence credited to the wrong one is worse than a short message.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from math import isfinite

from reattune.core.message import Conversation, Message
from reattune.reading.fields import Gathered, Row, list_of, number_of, row_of, rows_of, shown, text_of
from reattune.reading.format import Format, Likeness, Options
from reattune.reading.several import in_threads
from reattune.reading.source import HEAD_BYTES, Member, Source

ENDINGS = (".json", "")
LONGEST_TEXT = 4 * 1024**2  # how far the segments are looked for behind the whole text
NOBODY = frozenset(("", "none", "null", "unknown", "unk", "nan"))

_LIST = re.compile(r'"(?:segments|chunks|transcription)"\s*:\s*\[')
_TIMES = re.compile(r'"(?:start|timestamp|offsets)"\s*:')
_TEXT = re.compile(r'"text"\s*:\s*"')
_OWN = re.compile(r'"(?:no_speech_prob|avg_logprob|word_segments|compression_ratio|speaker_turn_next|systeminfo)"\s*:')
_BARE_LIST = re.compile(r'\s*\[\s*\{(?=[^{}]*"start"\s*:)(?=[^{}]*"end"\s*:)(?=[^{}]*"text"\s*:)')
_WHOLE_TEXT = re.compile(r'\s*\{\s*"text"\s*:\s*"')

Start = Callable[[Row], float | None]


def _start(row: Row) -> float | None:
    return number_of(row.get("start"))


def _timestamp(row: Row) -> float | None:
    pair = list_of(row.get("timestamp"))
    return number_of(pair[0]) if pair else None


def _offset(row: Row) -> float | None:
    thousandths = number_of(row_of(row.get("offsets")).get("from"))
    return None if thousandths is None else thousandths / 1000


# where a tool keeps its segments, and where in one the start stands; the diarised list before the plain one
SHAPES: tuple[tuple[str, Start], ...] = (
    ("segments", _start),  # Whisper, whisper-timestamped, WhisperX, faster-whisper, OpenAI
    ("transcription", _offset),  # whisper.cpp
    ("speakers", _timestamp),  # insanely-fast-whisper with diarisation
    ("chunks", _timestamp),  # insanely-fast-whisper, transformers
)


def segments_of(whole: object) -> tuple[list[object], Start]:
    """The segments of a transcript and how their start is read; none where it has no known shape."""
    if isinstance(whole, list):
        return whole, _start
    transcript = row_of(whole)
    found = ((list(list_of(transcript.get(key))), start) for key, start in SHAPES)
    return next(((rows, start) for rows, start in found if rows_of(rows)), ([], _start))


# --- who speaks ------------------------------------------------------------------------------------------------------


def _speaker(row: Row) -> str:
    name = shown(text_of(row.get("speaker")))
    return "" if name.casefold() in NOBODY else name


def pieces_of(segment: Row) -> list[tuple[str, str, float | None]]:
    """The segment by who speaks its words: speaker, text, and the start of its first word; the start of the first piece is None."""
    text = text_of(segment.get("text")).strip()
    words = rows_of(segment.get("words"))
    if len({_speaker(word) for word in words} - {""}) < 2:
        return [(_speaker(segment), text, None)]
    return _divided(text, words)


def _divided(text: str, words: list[Row]) -> list[tuple[str, str, float | None]]:
    """A text cut where its words change speaker; a word of nobody belongs to whoever spoke before."""
    speaker = next(name for word in words if (name := _speaker(word)))
    cuts: list[tuple[str, int, float | None]] = [(speaker, 0, None)]
    at = 0
    for word in words:
        written = text_of(word.get("word") or word.get("text")).strip()
        here = text.find(written, at)
        if here < 0:
            continue
        if (name := _speaker(word)) and name != speaker:
            speaker = name
            cuts.append((speaker, here, number_of(word.get("start"))))
        at = here + len(written)
    ends = [at for _, at, _ in cuts[1:]] + [len(text)]
    return [(name, text[begin:end].strip(), start) for (name, begin, start), end in zip(cuts, ends, strict=True)]


# --- a transcript ----------------------------------------------------------------------------------------------------


def read_member(member: Member, source_name: str) -> Conversation:
    """The conversation in one transcript. Raises NotAConversation where it has no segment with words."""
    rows, start_of = segments_of(member.json())
    gathered = Gathered()
    for row in rows:
        gathered.lines += 1
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            gathered.doubt("is not a segment with a text")
        elif row["text"].strip():
            for message in _messages(row, start_of, gathered):
                gathered.say(message)
    return gathered.conversation(
        "whisper",
        f'{source_name}: no Whisper transcript (looked for a list "segments" whose entries have "start" and "text"); '
        "transcribe again with JSON as the output",
    )


def _messages(segment: Mapping[str, object], start_of: Start, gathered: Gathered) -> Iterator[Message]:
    begin = _sound(start_of(segment))
    if begin is None:
        gathered.doubt("has no start; the words are kept without it")
    for speaker, text, start in pieces_of(segment):
        if text:
            yield Message(speaker, text, seconds=begin if start is None else _sound(start))


def _sound(seconds: float | None) -> float | None:
    return seconds if seconds is not None and isfinite(seconds) else None


# --- the format ------------------------------------------------------------------------------------------------------


def _beginning(member: Member) -> str:
    """The start of a file, up to its first segments where the whole text stands before them."""
    head = member.head
    if member.size <= HEAD_BYTES or not _WHOLE_TEXT.match(head) or _LIST.search(head):
        return head
    with member.text() as stream:
        return stream.read(LONGEST_TEXT)


def _likeness(member: Member) -> Likeness:
    if member.ending not in ENDINGS or member.head.lstrip()[:1] not in ("{", "["):
        return Likeness.NO
    text = _beginning(member)
    if _BARE_LIST.match(text[:HEAD_BYTES]):
        return Likeness.LIKELY
    if not text.lstrip().startswith("{") or not all(mark.search(text) for mark in (_LIST, _TIMES, _TEXT)):
        return Likeness.NO
    return Likeness.CERTAIN if _OWN.search(text) else Likeness.LIKELY


def likeness(source: Source) -> Likeness:
    """How much a source looks like a Whisper transcript: segments with starts and texts, and the model's own figures."""
    return max(map(_likeness, source.members), default=Likeness.NO)


def read(source: Source, options: Options) -> Conversation:  # noqa: ARG001 - every reader is called alike
    """The transcript in a source, or its transcripts as threads. Raises NotAConversation where there is none."""
    chosen = [member for member in source.members if _likeness(member)] or list(source.members[:1])
    return in_threads([(member.stem, read_member(member, source.name)) for member in chosen])


FORMAT = Format(
    name="whisper",
    title="Whisper or WhisperX JSON",
    how="Transcribe the recording on your own machine with WhisperX, with --diarize for the speakers and --output_format json.",
    likeness=likeness,
    read=read,
    tried="real",
)
