"""Transcripts as meeting tools and subtitle tools write them; every line here is made up for this test."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reattune.core.errors import BadInput, NotAConversation
from reattune.core.message import Conversation
from reattune.reading.format import Likeness, Options
from reattune.reading.source import memory_source, open_source
from reattune.reading.subtitles import SRT, VTT
from tests.reading.samples import FOLDER, expectations
from tests.writers.subtitles import conversations, write_srt, write_vtt


def vtt(*cues: str, header: str = "WEBVTT\n\n") -> Conversation:
    """A file of these cues, a second each."""
    blocks = (f"00:{at // 60:02d}:{at % 60:02d}.000 --> 00:{at // 60:02d}:{at % 60:02d}.900\n{cue}" for at, cue in enumerate(cues))
    return VTT.read(memory_source("talk.vtt", (header + "\n\n".join(blocks)).encode()), Options())


def srt(text: str) -> Conversation:
    return SRT.read(memory_source("talk.srt", text.encode()), Options())


def said(read: Conversation) -> list[tuple[str, str]]:
    return [(message.speaker, message.text) for message in read.messages]


@given(conversations("vtt"))
def test_what_is_written_as_webvtt_reads_back(conversation):
    assert VTT.read(memory_source("talk.vtt", write_vtt(conversation)), Options()) == conversation


@given(conversations("srt"))
def test_what_is_written_as_srt_reads_back(conversation):
    assert SRT.read(memory_source("talk.srt", write_srt(conversation)), Options()) == conversation


PIECES = st.sampled_from(
    (
        "WEBVTT",
        "\n",
        "\n\n",
        "\r\n",
        "1",
        "00:01.000 --> 00:02.000",
        "0:0:1,5-->",
        " --> ",
        "<v Ana>",
        "</v>",
        ">> ",
        "- ",
        "Bo: ",
        "NOTE",
        "&gt;",
        "x",
    )
)


@given(st.one_of(st.binary(max_size=300), st.lists(PIECES, max_size=30).map(lambda parts: "".join(parts).encode())))
def test_arbitrary_bytes_never_crash(content):
    source = memory_source("talk.vtt", content)
    for row in (VTT, SRT):
        assert row.likeness(source) in Likeness
        with suppress(BadInput):
            assert isinstance(row.read(source, Options()), Conversation)


@given(st.lists(st.text("ab\u00e9:- >\n", max_size=30), min_size=1, max_size=6))
def test_no_word_is_lost(cues):
    with suppress(NotAConversation):
        read = vtt("Ana: start", *(cue.replace("-->", "") for cue in cues))
        kept = "".join(message.speaker + message.text for message in read.messages)
        assert sum(map(str.isalpha, kept)) == sum(map(str.isalpha, "Anastart" + "".join(cues))) or read.issues


def test_every_real_sample_reads_as_expected():
    for row in expectations(("vtt", "srt")):
        if row.get("expect") == "error":
            with pytest.raises(BadInput):
                VTT.read(open_source(FOLDER / row["file"]), Options())
            continue
        source = open_source(FOLDER / row["file"])
        chosen = VTT if row["format"] == "vtt" else SRT
        assert (VTT.likeness(source) is Likeness.CERTAIN, SRT.likeness(source) is Likeness.CERTAIN) == (chosen is VTT, chosen is SRT), row
        read = chosen.read(source, Options())
        assert [len(read.messages), len(read.notices)] == [row["messages"], row["notices"]], row
        assert sorted(name for name, _ in read.speakers()) == row["speakers"], row
        assert not read.issues, row
        if "start_s" in row:
            assert read.messages[0].seconds == row["start_s"], row


def test_a_voice_tag_names_the_speaker():
    read = vtt("<v Costa, Ana>Hi &amp; hello.</v>", "<v.loud Bo>one\ntwo", "<v Ana>so</v>\n<v Bo>no</v>", "nobody")
    assert said(read) == [("Costa, Ana", "Hi & hello."), ("Bo", "one\ntwo"), ("Ana", "so"), ("Bo", "no"), ("", "nobody")]
    assert [message.seconds for message in read.messages] == [0, 1, 2, 2, 3]


def test_an_escaped_tag_is_speech():
    assert said(vtt("&lt;v Ana&gt;hi")) == [("", "<v Ana>hi")]


def test_names_before_a_colon_are_names_where_the_file_is_so():
    read = vtt("Ana Costa: Morning.", "Bo-Lin: Hey: ready?", "Ana Costa: I said: wait.", "Dr. van der Berg (guest): yes", "and more")
    assert [message.speaker for message in read.messages] == ["Ana Costa", "Bo-Lin", "Ana Costa", "Dr. van der Berg (guest)", ""]
    assert read.messages[1].text == "Hey: ready?"


@pytest.mark.parametrize(
    "names", [("ana", "bo"), ("小雪", "رنا"), ("[SPEAKER_00]", "[SPEAKER_01]"), ("Спикер №1", "Спикер №2"), ("ANA", "BO")]
)
def test_names_may_be_of_many_kinds(names):
    first, second = names
    read = vtt(f"{first}: a", f"{second}: b", f"{first}: c", f"{second}: d")
    assert [message.speaker for message in read.messages] == [first.strip("[]"), second.strip("[]")] * 2


def test_a_full_width_colon_needs_no_space():
    assert said(vtt("小雪：你好", "明：嗯")) == [("小雪", "你好"), ("明", "嗯")]


@pytest.mark.parametrize(
    "cue",
    [
        "Remember: eat.",
        "I told him: no.",
        "At 10:30 Meeting: go",
        "Here is the thing: it broke",
        "See https://x.org: there",
        "This Is Great! Really: yes",
    ],
)
def test_a_sentence_with_a_colon_names_nobody(cue):
    assert said(vtt("so it began", cue, "and went on", "and on", "and ended"))[1] == ("", cue)
    assert said(vtt(cue)) == [("", cue)]


def test_a_lonely_capitalised_beginning_names_nobody():
    assert said(vtt("so", "Paris: the city", "went", "on", "and", "on"))[1] == ("", "Paris: the city")


def test_capitals_and_turn_marks_name_speakers():
    read = vtt("&gt;&gt; ANA: So you left.", "Without a word.", ">> BO: I did.", ">> Hm.", "(door)", "ANA: Yes.")
    assert said(read) == [
        ("ANA", "So you left."),
        ("ANA", "Without a word."),
        ("BO", "I did."),
        ("", "Hm."),
        ("", "(door)"),
        ("ANA", "Yes."),
    ]


def test_capitals_say_nothing_where_all_is_in_capitals():
    assert (
        said(
            vtt(
                "I KNOW WHAT YOU DID", "BUT THEN: NOTHING", "BUT THEN: NOTHING", "I WAITED", "AND", "AND", "AND", "AND", "AND", "AND", "AND"
            )
        )[1][0]
        == ""
    )


def test_two_unnamed_lines_stay_one_message_and_named_ones_do_not():
    assert said(vtt("- Tea?\n- No.")) == [("", "- Tea?\n- No.")]
    assert said(vtt("- ANA: Tea?\n- BO: No.", "- ANA: Sure?\n- Hm.")) == [("ANA", "Tea?"), ("BO", "No."), ("ANA", "Sure?"), ("", "Hm.")]


def test_names_may_stand_above_the_times():
    read = VTT.read(
        memory_source("x.vtt", b'WEBVTT\n\n1 "Ana Costa" (77)\n00:01.000 --> 00:02.000\nhi\n\nSpeaker 2\n00:03.000 --> 00:04.000\nhey'),
        Options(),
    )
    assert said(read) == [("Ana Costa", "hi"), ("Speaker 2", "hey")]


def test_what_is_no_cue_is_passed_over():
    header = "\ufeffWEBVTT - a title\nKind: captions\nX-TIMESTAMP-MAP=LOCAL:0\n\nNOTE\nby us: all\n\nSTYLE\n::cue { x: y }\n\nREGION\nid:a\n\nNOTE short\n\n"
    read = vtt("<c.yellow>I</c> <00:00:00.500>was <b>here</b> {\\an8}<font color=red>too</font><br>so <3", "Notes are fun", header=header)
    assert said(read) == [("", "I was here too\nso <3"), ("", "Notes are fun")]
    assert (read.issues, read.lines) == ((), 2)


def test_times_come_in_many_spellings():
    text = "1\n0:00:01,5 --> 0:00:02,0\na\n2\n00:03.250-->00:04.000 align:start\nb\n\n\n3\n100:00:00,000 --> 100:00:01,000\nc\n\npara\n\n4\n00:00:09 --> 00:00:10\nd"
    read = srt(text)
    assert [(message.seconds, message.text) for message in read.messages] == [(1.5, "a"), (3.25, "b"), (360_000, "c\npara"), (9, "d")]
    assert not read.issues


def test_broken_cues_are_told_and_their_words_stay():
    read = VTT.read(
        memory_source(
            "x.vtt", b"WEBVTT\n\n00:00:xx --> 00:00:02.000\nhi\n\nlost words\n\n00:03.000 --> 00:04.000\n\n00:05.000 --> 00:06.000\nhey"
        ),
        Options(),
    )
    assert [(message.seconds, message.text) for message in read.messages] == [(None, "hi"), (5, "hey")]
    assert [issue.line for issue in read.issues] == [3, 6, 8]


def test_a_file_that_is_cut_off_says_so():
    read = srt("1\n00:00:01,000 --> 00:00:02,000\nhi\n\n2\n")
    assert (said(read), [issue.line for issue in read.issues]) == ([("", "hi")], [5])


def test_a_missing_first_word_is_told():
    read = vtt("hi", header="")
    assert (said(read), [issue.line for issue in read.issues]) == ([("", "hi")], [1])


@pytest.mark.parametrize(
    "content", ["", "WEBVTT", "WEBVTT\n\nNOTE nothing", "1", "Dear diary\n\nnothing", "WEBVTT\n\n00:01.000 --> 00:02.000\n\n"]
)
def test_what_has_no_cues_is_a_clear_error(content):
    for row in (VTT, SRT):
        with pytest.raises(NotAConversation, match="no cue"):
            row.read(memory_source("x.vtt", content.encode()), Options())


def test_the_content_tells_the_two_apart():
    webvtt, numbered = memory_source("a.txt", b"WEBVTT\n\n"), memory_source("a.txt", b"1\r\n00:00:01,000 --> 00:00:02,000\r\nhi")
    assert [row.likeness(source) for source in (webvtt, numbered) for row in (VTT, SRT)] == [
        Likeness.CERTAIN,
        Likeness.NO,
        Likeness.NO,
        Likeness.CERTAIN,
    ]
    assert VTT.likeness(memory_source("a.txt", b"hi")) is Likeness.NO


def test_several_transcripts_are_threads(tmp_path):
    for name in ("monday", "tuesday"):
        (tmp_path / f"{name}.vtt").write_bytes(b"WEBVTT\n\n00:01.000 --> 00:02.000\nhi")
    assert VTT.read(open_source(tmp_path), Options()).threads() == ("monday", "tuesday")


@pytest.mark.parametrize(
    "line",
    ["<" * 20000, "<v " * 7000, "- " * 10000, "A " * 10000, ">" * 20000, "[" * 20000, "&" * 20000, "1:" * 9000 + "-->", "{\\" * 9000],
)
def test_long_odd_lines_take_no_longer_than_they_are(line):
    assert len(vtt(f"Ana: {line}", line, line).messages) >= 1
