"""ConvoKit corpora of both generations; every utterance here is made up for this test."""

from __future__ import annotations

import io
import json
import zipfile
from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reattune.core.errors import BadInput, NotAConversation
from reattune.core.message import Conversation, Kind
from reattune.reading.convokit import FORMAT
from reattune.reading.format import Likeness, Options
from reattune.reading.source import Member, Source, memory_source, open_source
from reattune.reading.table import FORMAT as TABLE
from tests.writers.convokit import conversations, write


def source_of(files: dict[str, bytes]) -> Source:
    return Source("corpus", tuple(Member(name, len(raw), lambda raw=raw: io.BytesIO(raw)) for name, raw in sorted(files.items())))


def utterance(identity: str, speaker: str, text: object, **more: object) -> dict[str, object]:
    return {"id": identity, "conversation_id": "c", "speaker": speaker, "text": text, "reply-to": None, "timestamp": None} | more


def corpus(*rows: object, speakers: object = None) -> Conversation:
    lines = "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows)
    files = {"c/utterances.jsonl": lines.encode()} | ({"c/speakers.json": json.dumps(speakers).encode()} if speakers is not None else {})
    source = source_of(files)
    assert FORMAT.likeness(source) is Likeness.CERTAIN
    return FORMAT.read(source, Options())


@given(conversations())
def test_what_is_written_reads_back(conversation):
    assert FORMAT.read(source_of(write(conversation)), Options()) == conversation


@given(st.binary(max_size=200), st.binary(max_size=50))
def test_arbitrary_bytes_never_crash(content, speakers):
    row = json.dumps(utterance("a", "s", "hi")).encode()
    for raw in (content, row + b"\n" + content, b"[" + row + content):
        source = source_of({"utterances.jsonl": raw, "speakers.json": speakers})
        assert FORMAT.likeness(source) in Likeness
        with suppress(BadInput):
            assert isinstance(FORMAT.read(source, Options()), Conversation)


def test_a_zip_and_a_folder_read_alike(tmp_path):
    files = {
        f"my-corpus/{name}": raw
        for name, raw in {
            "utterances.jsonl": json.dumps(utterance("a", "s1", "hi")).encode(),
            "speakers.json": b'{"s1": {"meta": {"name": "Ana"}}}',
            "corpus.json": b"{}",
        }.items()
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, raw in files.items():
            archive.writestr(name, raw)
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_bytes(raw)
    (tmp_path / "my-corpus.zip").write_bytes(packed.getvalue())
    for path in (tmp_path / "my-corpus.zip", tmp_path / "my-corpus"):
        assert FORMAT.read(open_source(path), Options()).speakers() == (("Ana", 1),)


def test_the_older_fields_are_read_too():
    rows = [
        {"id": "a", "root": "a", "user": "u1", "text": "hi", "reply_to": None, "timestamp": "1378687552.0"},
        {"id": "b", "root": "a", "user": "u2", "text": "hey", "reply_to": "a", "timestamp": 1378687600},
    ]
    source = source_of({"utterances.json": json.dumps(rows).encode(), "users.json": b'{"u1": {"name": "Ana"}, "u2": {}}'})
    assert FORMAT.likeness(source) is Likeness.CERTAIN
    read = FORMAT.read(source, Options())
    assert [(message.speaker, message.reply_to, message.thread) for message in read.messages] == [("Ana", None, ""), ("u2", 0, "")]
    assert (read.messages[0].time, read.messages[0].utc) == (datetime(2013, 9, 9, 0, 45, 52), True)


def test_two_people_of_one_name_stay_two():
    speakers = {
        "u1": {"meta": {"character_name": "ANA"}},
        "u2": {"meta": {"character_name": "ANA"}},
        "u3": {"meta": {"character_name": "BO"}},
    }
    read = corpus(*(utterance(name, name, "hi") for name in ("u1", "u2", "u3")), speakers=speakers)
    assert [name for name, _ in read.speakers()] == ["u1", "u2", "BO"]


def test_a_broken_list_of_speakers_leaves_the_ids():
    source = source_of({"utterances.jsonl": json.dumps(utterance("a", "u1", "hi")).encode(), "speakers.json": b"{"})
    read = FORMAT.read(source, Options())
    assert (read.speakers(), [issue.line for issue in read.issues]) == ((("u1", 1),), [0])


def test_a_single_file_of_utterances_is_no_plain_table():
    source = memory_source("mine.jsonl", json.dumps(utterance("a", "u1", "hi")).encode())
    assert FORMAT.likeness(source) > TABLE.likeness(source)
    assert FORMAT.likeness(memory_source("mine.jsonl", b'{"speaker": "Ana", "text": "hi"}')) is Likeness.NO


def test_times_are_dates_offsets_or_mere_counters():
    def seconds(*stamps: object) -> list[float | None]:
        return [
            message.seconds
            for message in corpus(*(utterance(str(n), "u", "hi", timestamp=stamp) for n, stamp in enumerate(stamps))).messages
        ]

    assert seconds(0, 1.5, "7.25") == [0, 1.5, 7.25]
    assert seconds(0, 1, "2") == [None, None, None]
    dated = corpus(utterance("a", "u", "hi", timestamp="2018-05-01 10:00:00"), utterance("b", "u", "hi", timestamp="soon"))
    assert [message.time for message in dated.messages] == [datetime(2018, 5, 1, 10), None]
    assert [issue.line for issue in dated.issues] == [2]


def test_replies_point_back_and_never_forward():
    read = corpus(
        utterance("b", "u", "hi", **{"reply-to": "a"}), utterance("a", "u", "hey"), utterance("c", "u", "so", **{"reply-to": "b"})
    )
    assert [message.reply_to for message in read.messages] == [None, None, 0]


def test_removed_utterances_and_empty_ones_keep_their_place():
    read = corpus(utterance("a", "[deleted]", "[removed]"), utterance("b", "u", ""), utterance("c", "[deleted]", "I stay"))
    assert [(message.speaker, message.text, message.kind) for message in read.messages] == [
        ("", "", Kind.DELETED),
        ("u", "", Kind.OTHER),
        ("", "I stay", Kind.TEXT),
    ]


def test_lines_that_are_no_utterances_are_told():
    read = corpus(utterance("a", "u", "hi"), "{cut", {"id": "b", "text": "nobody's"}, "", "[1]", utterance("d", "u", None))
    assert ([issue.line for issue in read.issues], read.lines, len(read.messages)) == ([2, 3, 5], 5, 2)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"hi", b'{"id": 1, "text": "hi"}'])
def test_what_is_no_corpus_is_a_clear_error(content):
    with pytest.raises(NotAConversation, match="ConvoKit"):
        FORMAT.read(source_of({"utterances.jsonl": content}), Options())
