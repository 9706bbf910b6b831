"""Transcripts of Whisper and its kin; every segment here is made up for this test."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reattune.core.errors import BadInput, NotAConversation
from reattune.core.message import Conversation
from reattune.reading.format import Likeness, Options
from reattune.reading.source import memory_source, open_source
from reattune.reading.whisper import FORMAT
from tests.reading.samples import FOLDER, expectations
from tests.writers.whisper import conversations, write


def transcript(whole: object) -> Conversation:
    source = memory_source("talk.json", json.dumps(whole).encode())
    assert FORMAT.likeness(source) is not Likeness.NO
    return FORMAT.read(source, Options())


def segments(*rows: dict[str, object]) -> Conversation:
    return transcript({"segments": [{"start": 1.5, "end": 2.5} | row for row in rows], "word_segments": []})


def said(read: Conversation) -> list[tuple[str, str]]:
    return [(message.speaker, message.text) for message in read.messages]


def words(*pairs: tuple[str, str]) -> list[dict[str, object]]:
    return [{"word": word, "start": at} | ({"speaker": who} if who else {}) for at, (word, who) in enumerate(pairs, 2)]


@given(conversations())
def test_what_is_written_reads_back(conversation):
    assert FORMAT.read(memory_source("talk.json", write(conversation)), Options()) == conversation


JSONS = st.recursive(
    st.one_of(st.none(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(("segments", "chunks", "start", "text", "words", "speaker", "timestamp", "word")), inner, max_size=5
        ),
    ),
    max_leaves=20,
)


@given(st.one_of(st.binary(max_size=200), JSONS.map(lambda value: json.dumps(value).encode())))
def test_arbitrary_bytes_never_crash(content):
    source = memory_source("talk.json", content)
    assert FORMAT.likeness(source) in Likeness
    with suppress(BadInput):
        assert isinstance(FORMAT.read(source, Options()), Conversation)


def test_every_real_sample_reads_as_expected():
    for row in expectations(("whisper",)):
        source = open_source(FOLDER / row["file"])
        assert FORMAT.likeness(source) is Likeness.CERTAIN
        read = FORMAT.read(source, Options())
        assert (len(read.messages), read.issues) == (row["messages"], ()), row
        assert (list(read.speakers()), read.messages[0].seconds) == (row["speakers"], row["start_s"]), row


@pytest.mark.parametrize(
    "whole",
    [
        {"text": "hi hey", "segments": [{"start": 1, "end": 2, "text": " hi"}, {"start": 2.5, "end": 3, "text": " hey"}]},
        {
            "segments": [],
            "transcription": [{"offsets": {"from": 1000, "to": 2000}, "text": " hi"}, {"offsets": {"from": 2500}, "text": " hey"}],
        },
        {"speakers": [], "chunks": [{"timestamp": [1.0, 2.0], "text": "hi"}, {"timestamp": [2.5, None], "text": "hey"}], "text": "hi hey"},
        [{"start": 1, "end": 2, "text": "hi"}, {"start": 2.5, "end": 3, "text": "hey"}],
    ],
)
def test_the_shapes_of_several_tools_are_read(whole):
    read = transcript(whole)
    assert [(message.speaker, message.text, message.seconds) for message in read.messages] == [("", "hi", 1), ("", "hey", 2.5)]


def test_diarised_chunks_go_before_plain_ones():
    whole = {"speakers": [{"speaker": "SPEAKER_01", "timestamp": [1, 2], "text": "hi"}], "chunks": [{"timestamp": [1, 2], "text": "hi"}]}
    assert said(transcript(whole)) == [("SPEAKER_01", "hi")]


def test_a_segment_is_divided_where_its_words_change_speaker():
    talk = words(("So,", ""), ("you", "A"), ("left?", "A"), ("I", "B"), ("did.", ""), ("Why?", "A"))
    read = segments({"text": " So, you left? I did.  Why?", "speaker": "A", "words": talk}, {"text": "Hm.", "speaker": "B"})
    assert said(read) == [("A", "So, you left?"), ("B", "I did."), ("A", "Why?"), ("B", "Hm.")]
    assert [message.seconds for message in read.messages] == [1.5, 5, 7, 1.5]


def test_a_script_without_spaces_is_divided_too():
    assert said(segments({"text": "你好嗯", "words": words(("你", "A"), ("好", "A"), ("嗯", "B"))})) == [("A", "你好"), ("B", "嗯")]


def test_the_segments_speaker_stands_where_the_words_agree():
    assert said(segments({"text": "hi you", "speaker": "A", "words": words(("hi", "B"), ("you", "B"))})) == [("A", "hi you")]


@pytest.mark.parametrize("speaker", [None, "", "UNKNOWN", "None"])
def test_nobody_is_nobody(speaker):
    assert said(segments({"text": "hi", "speaker": speaker})) == [("", "hi")]


def test_what_is_no_segment_is_told_and_silence_is_not():
    read = segments({"text": "hi"}, {"text": " "}, {"words": []}, {"text": "so", "start": None}, {"text": "no", "start": float("nan")})
    assert [(message.text, message.seconds) for message in read.messages] == [("hi", 1.5), ("so", None), ("no", None)]
    assert ([issue.line for issue in read.issues], read.lines) == ([3, 4, 5], 5)


def test_a_long_text_before_the_segments_hides_nothing():
    assert said(transcript({"text": "so " * 40_000, "segments": [{"start": 1, "text": "so"}]})) == [("", "so")]


@pytest.mark.parametrize(
    "content", ["{}", "[]", '{"segments": []}', '{"segments": [{"text": " ", "start": 1}]}', '{"segments": [', "hi", '"segments"']
)
def test_what_is_no_transcript_is_a_clear_error(content):
    with pytest.raises(NotAConversation, match=r"transcri|JSON"):
        FORMAT.read(memory_source("talk.json", content.encode()), Options())


def test_other_json_is_not_taken_for_a_transcript():
    for whole in ({"messages": [{"text": "hi", "start": 1}]}, {"segments": "none"}, [1, 2], [{"text": "hi"}], {"text": "[segments]"}):
        assert FORMAT.likeness(memory_source("talk.json", json.dumps(whole).encode())) is Likeness.NO
