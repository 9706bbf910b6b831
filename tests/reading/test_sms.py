"""Backups of SMS Backup & Restore; every row here is made up for this test."""

from __future__ import annotations

import tracemalloc
from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reattune.core.errors import BadInput, NotAConversation
from reattune.core.message import Conversation, Kind
from reattune.reading import sms_xml
from reattune.reading.format import Likeness, Options
from reattune.reading.sms import FORMAT
from reattune.reading.source import Member, memory_source, open_source
from tests.reading.samples import FOLDER, expectations
from tests.writers.sms import BASE64, conversations, write

NOON = 1_700_000_000_000


def backup(*rows: str, root: str = "smses") -> Conversation:
    content = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n" + f'<{root} count="1">' + "\n".join(rows) + f"</{root}>"
    return FORMAT.read(memory_source("sms.xml", content.encode()), Options())


def sms(body: str, kind: int = 1, who: str = "Ana", number: str = "+15550000001") -> str:
    return f'<sms address="{number}" date="{NOON}" type="{kind}" subject="null" body="{body}" contact_name="{who}" />'


@given(conversations())
def test_what_is_written_reads_back(conversation):
    assert FORMAT.read(memory_source("sms.xml", write(conversation)), Options()) == conversation


@given(st.binary(max_size=300), st.sampled_from((b"", b"<smses>", b"<smses><sms date='1' type='1' body='")))
def test_arbitrary_bytes_never_crash(content, start):
    source = memory_source("sms.xml", start + content)
    assert FORMAT.likeness(source) in Likeness
    with suppress(BadInput):
        assert isinstance(FORMAT.read(source, Options()), Conversation)


def test_every_real_sample_reads_as_expected():
    for row in expectations(("sms",)):
        source = open_source(FOLDER / row["file"])
        read = FORMAT.read(source, Options())
        times = sorted(message.time for message in read.messages)
        expected = [datetime.fromisoformat(row[end].rstrip("Z")) for end in ("first", "last") if row[end]]
        assert FORMAT.likeness(source) is Likeness.CERTAIN
        assert [len(read.messages), len(read.notices)] in ([row["messages"], row["notices"]], *row.get("also_ok", [])), row
        # the owner's side has no name in the file
        assert sorted(name for name, _ in read.speakers() if name != read.owner) == sorted(row["speakers"]), row
        assert times[:1] + times[-1:] == expected, row
        assert all(message.utc for message in read.messages)


PIECES = ["&#55357;", "&#56832;", "&#xD83D;", "&#xde00;", "&#10;", "&#0;", "&#65;", "&amp;", "a", "é", "&#x1F600;", "\x07", " data='", "'"]


class Slow:
    """A stream that gives few bytes at a time."""

    def __init__(self, content: bytes, size: int) -> None:
        self.left, self.size = content, size

    def __enter__(self) -> Slow:
        return self

    def __exit__(self, *_: object) -> None:
        self.left = b""

    def read(self, _: int) -> bytes:
        given, self.left = self.left[: self.size], self.left[self.size :]
        return given


def mended(content: bytes, size: int) -> str:
    return "".join(sms_xml.sound_xml(Member("x", len(content), lambda: Slow(content, size))))


@given(st.lists(st.sampled_from([*PIECES, f' data="{BASE64}" ', f" data='{BASE64}'", "\ud83d\ude00"]), max_size=30), st.integers(1, 700))
def test_a_file_is_mended_alike_however_it_is_cut(pieces, size):
    content = "".join(pieces).encode("utf-8", "surrogatepass")
    whole = mended(content, 10**6)
    assert mended(content, size) == whole
    assert BASE64 not in whole
    assert whole.encode("utf-8").decode("utf-8") == whole


def test_surrogate_references_become_their_character():
    (message,) = backup(sms("tired &#55357;&#56852; so &#xD83D;&#xDE14;, &#55357; &#0;&#10;end")).messages
    assert message.text == "tired 😔 so 😔, � \nend"


def test_who_wrote_it_is_told_by_type():
    read = backup(sms("in"), sms("out", 2), sms("failed", 5), sms("later", 3), sms("odd", 9))
    assert [(message.speaker, message.text) for message in read.messages] == [
        ("Ana", "in"),
        ("Me", "out"),
        ("Me", "failed"),
        ("Ana", "odd"),
    ]
    assert [notice.text for notice in read.notices] == ["a draft that was never sent: later"]
    assert [issue.line for issue in read.issues] == [5]
    assert read.owner == "Me"


def test_a_number_is_the_name_of_who_has_none():
    read = backup(sms("hi", who="(Unknown)"), sms("hi", who="null", number="HMRC"))
    assert [(message.speaker, message.thread) for message in read.messages] == [("+15550000001", "+15550000001"), ("HMRC", "HMRC")]


def mms(parts: str, addresses: str = "", number: str = "+15550000001", who: str = "Ana", box: int = 1, more: str = "") -> str:
    return (
        f'<mms date="{NOON}" msg_box="{box}" address="{number}" contact_name="{who}" sub="null" {more}>'
        f"<parts>{parts}</parts><addrs>{addresses}</addrs></mms>"
    )


def test_in_a_group_the_sender_is_the_address_of_type_137():
    group = {"number": "+15550000001~+15550000002", "who": "Ana, Bo"}
    text = '<part ct="application/smil" text="x" /><part ct="text/plain" text="{}" />'
    read = backup(
        mms(text.format("one"), '<addr address="5550000002" type="137" /><addr address="+15550000009" type="151" />', **group),
        mms(text.format("two"), '<addr address="insert-address-token" type="137" />', box=2, **group),
        sms("alone", who="Bo", number="(555) 000-0002"),
    )
    assert [(message.speaker, message.text, message.thread) for message in read.messages] == [
        ("Bo", "one", "Ana, Bo"),
        ("Me", "two", "Ana, Bo"),
        ("Bo", "alone", "Bo"),
    ]


@pytest.mark.parametrize(
    ("parts", "kind", "text"),
    [
        ('<part ct="image/jpeg" text="null" data="AAAA" />', Kind.MEDIA, ""),
        ('<part ct="image/jpeg" data="AAAA" /><part ct="text/plain" text="look" />', Kind.MEDIA, "look"),
        ('<part ct="text/x-vCard" data="AAAA" />', Kind.OTHER, ""),
        ('<part ct="text/plain" text="a" /><part ct="text/plain" text="b" />', Kind.TEXT, "a\nb"),
        ("", Kind.MEDIA, ""),
    ],
)
def test_what_an_mms_is_made_of(parts, kind, text):
    (message,) = backup(mms(parts)).messages
    assert (message.kind, message.text, message.speaker) == (kind, text, "Ana")


def test_a_subject_that_is_one_stands_above_the_words():
    assert backup(sms("hi").replace('subject="null"', 'subject="Sunday"')).messages[0].text == "Sunday\nhi"
    assert backup(sms("hi").replace('subject="null"', 'subject="proto:CkIK"')).messages[0].text == "hi"


def test_reports_and_calls_are_notices():
    read = backup(sms("hi"), mms("", more='m_type="134"'))
    assert (len(read.messages), len(read.notices)) == (1, 1)
    calls = backup(f'<call number="+15550000001" duration="0" date="{NOON}" type="3" contact_name="Ana" />', root="calls")
    assert (calls.messages, [notice.text for notice in calls.notices]) == ((), ["missed call: Ana"])


def test_a_file_that_breaks_off_keeps_what_it_had_and_tells():
    content = f"<smses>{sms('one')}{sms('two')}<sms addr".encode()
    read = FORMAT.read(memory_source("sms.xml", content), Options())
    assert (len(read.messages), len(read.issues)) == (2, 1)


def test_an_empty_backup_is_a_conversation_without_messages():
    assert backup().messages == ()


@pytest.mark.parametrize("content", [b"<html></html>", b"<smses>\x00&", b"not xml", b'<!DOCTYPE a [<!ENTITY b "c">]><smses>&b;</smses>'])
def test_what_is_no_backup_is_a_clear_error(content):
    with pytest.raises(NotAConversation):
        FORMAT.read(memory_source("sms.xml", content), Options())


def test_pictures_take_no_memory(tmp_path):
    path = tmp_path / "sms.xml"
    with path.open("w", encoding="utf-8") as out:
        out.write("<smses>")
        for _ in range(6):
            out.write(mms(f'<part ct="image/png" data="{BASE64 * 2000}" /><part ct="text/plain" text="see" />'))
        out.write("</smses>")
    tracemalloc.start()
    read = FORMAT.read(open_source(path), Options())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(read.messages) == 6
    assert peak < path.stat().st_size / 4
