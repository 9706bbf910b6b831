"""Which format it is, what several files make together, and what every row of the table of formats has in common."""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reattune.core.errors import AmbiguousFormat, BadInput, BadOption, NotAConversation
from reattune.core.message import Conversation, Issue, Kind, Message, Notice
from reattune.reading import read, recognise
from reattune.reading.detect import joined, named, read_source
from reattune.reading.format import Format, Likeness, Options
from reattune.reading.formats import FORMATS
from reattune.reading.source import Member, Source, memory_source
from tests.writers.chats import source_of
from tests.writers.every import EXPORTS, VALUES, damaged

NOON = datetime(2026, 3, 2, 12, 0)
JUNK = memory_source("chat.txt", b"nothing that anybody exports")


def toy(name: str, likeness: Likeness, *said: str, issues: tuple[Issue, ...] = ()) -> Format:
    """A format that is that sure of everything and reads it as what was said."""
    messages = tuple(Message("A", words) for words in said)
    return Format(name, name.title(), "Toys are made up.", lambda _: likeness, lambda *_: Conversation(messages, issues=issues))


def at(minute: int, text: str, speaker: str = "A", **more: object) -> Message:
    return Message(speaker, text, NOON + timedelta(minutes=minute), **more)  # type: ignore[arg-type]


def texts(conversation: Conversation) -> list[str]:
    return [message.text for message in conversation.messages]


# --- which format ---------------------------------------------------------------------------------------------------


def test_the_surest_format_is_the_one() -> None:
    rows = (toy("fax", Likeness.POSSIBLE), toy("telex", Likeness.CERTAIN), toy("pigeon", Likeness.LIKELY))
    assert recognise(JUNK, rows).name == "telex"


def test_a_tie_names_the_candidates_and_how_to_choose() -> None:
    rows = (toy("fax", Likeness.LIKELY), toy("pigeon", Likeness.POSSIBLE), toy("telex", Likeness.LIKELY))
    with pytest.raises(AmbiguousFormat, match=r"^chat\.txt: could be Fax or Telex; choose with --format fax\|telex$"):
        recognise(JUNK, rows)


def test_where_no_format_fits_all_that_were_looked_for_are_named() -> None:
    with pytest.raises(NotAConversation, match=r"^chat\.txt: no conversation found in it\. Looked for: Fax, Telex\."):
        recognise(JUNK, (toy("fax", Likeness.NO), toy("telex", Likeness.NO)))


def test_a_format_is_found_by_its_name() -> None:
    assert named("whatsapp").name == "whatsapp"


def test_a_name_that_no_format_has_is_answered_with_those_there_are() -> None:
    with pytest.raises(BadOption, match=r"^no format is called 'telex'; there are: fax, pigeon$"):
        named("telex", (toy("fax", Likeness.NO), toy("pigeon", Likeness.NO)))


def test_a_named_format_is_read_as_such_whatever_it_looks_like() -> None:
    read = read_source(JUNK, "telex", formats=(toy("fax", Likeness.CERTAIN, "no"), toy("telex", Likeness.NO, "yes")))
    assert (texts(read), read.format) == (["yes"], "telex")


def test_a_source_in_which_no_message_was_found_says_where_it_failed() -> None:
    rows = (toy("fax", Likeness.CERTAIN, issues=(Issue(3, "no sender"), Issue(4, "no sender"))),)
    with pytest.raises(NotAConversation, match=r"^chat\.txt: read as Fax, but no message was found \(line 3: no sender\)"):
        read_source(JUNK, formats=rows)


def test_nothing_to_read_is_bad_use() -> None:
    with pytest.raises(BadOption, match="nothing to read"):
        read([])


@given(st.binary(max_size=300))
def test_what_arbitrary_bytes_are_is_a_format_or_a_clear_error(content: bytes) -> None:
    with suppress(BadInput):
        assert recognise(memory_source("export.json", content)) in FORMATS


# --- several files make one conversation ----------------------------------------------------------------------------


def test_one_part_is_itself() -> None:
    part = Conversation((at(0, "one"),), format="fax", lines=7)
    assert joined([part]) == part


def test_parts_stand_in_the_order_of_their_first_dates() -> None:
    march, april, never = Conversation((at(0, "march"),)), Conversation((at(50_000, "april"),)), Conversation((Message("A", "undated"),))
    assert texts(joined([never, april, march])) == ["march", "april", "undated"]


def test_what_two_exports_share_is_taken_once() -> None:
    early = Conversation((at(0, "one"), at(1, "two"), at(2, "three")))
    late = Conversation((at(1, "two"), at(2, "three"), at(3, "four")))
    assert texts(joined([late, early])) == ["one", "two", "three", "four"]


def test_the_same_words_said_twice_in_a_minute_are_kept_twice() -> None:
    twice = Conversation((at(0, "hello?"), at(0, "hello?"), at(1, "yes")))
    assert texts(joined([twice, twice])) == ["hello?", "hello?", "yes"]
    assert texts(joined([Conversation((at(0, "hello?"),)), twice])) == ["hello?", "hello?", "yes"]


@pytest.mark.parametrize(
    "other",
    [at(0, "hm", "B"), at(1, "hm"), at(0, "Hm"), at(0, "hm", thread="a group"), at(0, "hm", seconds=1.0)],
    ids=["another speaker", "another minute", "other words", "another chat", "another second"],
)
def test_what_differs_at_all_is_kept(other: Message) -> None:
    assert len(joined([Conversation((at(0, "hm"),)), Conversation((other,))]).messages) == 2


def test_without_dates_nothing_is_taken_for_the_same() -> None:
    part = Conversation((Message("A", "ok"),))
    assert texts(joined([part, part])) == ["ok", "ok"]


def test_an_answer_still_points_at_what_it_answers() -> None:
    early = Conversation((at(0, "one"), at(1, "two")))
    late = Conversation((at(1, "two"), at(2, "three"), at(3, "to two", reply_to=0), at(4, "to three", reply_to=1)))
    whole = joined([early, late])
    assert [(message.text, whole.messages[message.reply_to].text) for message in whole.messages if message.reply_to is not None] == [
        ("to two", "two"), ("to three", "three"),
    ]  # fmt: skip


def test_a_notice_still_stands_before_the_same_message() -> None:
    early = Conversation((at(0, "one"), at(1, "two")), notices=(Notice("began", NOON, 0),))
    late = Conversation(
        (at(1, "two"), at(2, "three"), at(3, "four")), notices=(Notice("began", NOON, 0), Notice("left", NOON + timedelta(hours=1), 2))
    )
    whole = joined([early, late])
    assert [(notice.text, whole.messages[notice.before].text) for notice in whole.notices] == [("began", "one"), ("left", "four")]


def test_what_parts_say_about_themselves_is_put_together() -> None:
    early = Conversation((at(0, "one"),), issues=(Issue(1, "a"),), format="telegram", date_order=None, owner="A", lines=3)
    late = Conversation((at(9, "two"),), issues=(Issue(2, "b"),), format="slack", date_order="dmy", ambiguous_date_order=True, lines=4)
    whole = joined([late, early])
    assert (whole.format, whole.date_order, whole.ambiguous_date_order, whole.owner, whole.lines) == ("slack+telegram", "dmy", True, "A", 7)
    assert [issue.why for issue in whole.issues] == ["a", "b"]
    assert joined([replace(late, owner="B"), replace(early, owner=None)]).owner == "B"


SAID = st.tuples(st.sampled_from("AB"), st.sampled_from(("ok", "hm", "where?")))
MINUTES = st.lists(st.lists(SAID, max_size=4), max_size=8)


def record(minutes: Sequence[Sequence[tuple[str, str]]], first: int = 0) -> Conversation:
    return Conversation(tuple(at(first + number, text, speaker) for number, said in enumerate(minutes) for speaker, text in said))


@given(MINUTES, st.data())
def test_exports_that_overlap_make_the_whole_in_any_order(minutes: list[list[tuple[str, str]]], data: st.DataObject) -> None:
    begins = data.draw(st.integers(0, len(minutes)))
    ends = data.draw(st.integers(begins, len(minutes)))
    parts = [record(minutes[:ends]), record(minutes[begins:], begins)]
    assert joined(data.draw(st.permutations(parts))).messages == record(minutes).messages


@given(MINUTES)
def test_the_same_export_handed_in_twice_changes_nothing(minutes: list[list[tuple[str, str]]]) -> None:
    assert joined([record(minutes)] * 3).messages == record(minutes).messages


def test_several_paths_are_read_as_one(tmp_path: Path) -> None:
    lines = [f"{13 + day}/03/2026, 10:0{day} - {('Ana', 'Bo')[day % 2]}: day {day}" for day in range(1, 7)]
    (tmp_path / "old.txt").write_text("\n".join(lines[:4]), encoding="utf-8")
    (tmp_path / "new.txt").write_text("\n".join(lines[2:]), encoding="utf-8")
    whole = read([tmp_path / "new.txt", tmp_path / "old.txt"])
    assert texts(whole) == [f"day {day}" for day in range(1, 7)]
    assert (whole.format, whole.speakers()) == ("whatsapp", (("Bo", 3), ("Ana", 3)))


# --- every row of the table -----------------------------------------------------------------------------------------

ENDINGS = ("txt", "json", "jsonl", "xml", "csv", "html", "md", "eml", "mbox", "vtt", "srt", "")
FILES = st.builds(
    lambda name, ending: f"{name}.{ending}", st.sampled_from(("result", "message_1", "_chat", "users", "x")), st.sampled_from(ENDINGS)
)


def sound(conversation: Conversation) -> None:
    """What holds of every conversation, whoever read it."""
    count = len(conversation.messages)
    for index, message in enumerate(conversation.messages):
        assert message.kind in Kind
        assert message.time is None or message.time.tzinfo is None
        assert message.reply_to is None or 0 <= message.reply_to < index
        assert message.text or message.kind is not Kind.TEXT or message.speaker, "a message of nothing by nobody"
    assert all(0 <= notice.before <= count and (notice.time is None or notice.time.tzinfo is None) for notice in conversation.notices)
    assert all(issue.line >= 0 and issue.why for issue in conversation.issues)
    assert conversation.date_order in {None, "dmy", "mdy", "ymd"}
    assert conversation.lines >= 0


every_format = pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.name)


def test_the_names_of_formats_are_their_own() -> None:
    assert len({row.name for row in FORMATS}) == len({row.title for row in FORMATS}) == len(FORMATS) > 0


@every_format
def test_a_format_is_named_titled_and_told_how_to_get(row: Format) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", row.name)
    assert row.name != "auto"
    assert row.title.strip() == row.title != ""
    assert re.fullmatch(r"[A-Z“\"].{10,}[.]", row.how), "a sentence, on one line"
    assert row.tried in {"real", "fixtures"}


def drawn(row: Format, data: st.DataObject) -> dict[str, bytes]:
    export = data.draw(st.sampled_from(EXPORTS[row.name]))
    return export.files(data.draw(export.conversations))


def test_every_format_has_a_writer() -> None:
    assert set(EXPORTS) == {row.name for row in FORMATS}


@every_format
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_whole_export_is_recognised_among_all_formats(row: Format, data: st.DataObject) -> None:
    source = source_of(drawn(row, data))
    assert recognise(source) is row
    sound(row.read(source, Options()))


@every_format
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_damaged_export_is_read_soundly_or_says_why_not(row: Format, data: st.DataObject) -> None:
    source = source_of(data.draw(damaged(drawn(row, data))))
    options = Options(data.draw(st.sampled_from(("auto", "dmy", "mdy", "ymd"))), data.draw(st.none() | st.just("Ana")))
    assert row.likeness(source) in Likeness
    with suppress(BadInput):
        sound(row.read(source, options))


@every_format
@given(name=FILES, content=st.binary(max_size=200) | VALUES.map(json.dumps).map(str.encode))
@example("a.json", b"[" * 100_000)
@example("a.json", b"")
@example("a.json", b"[" + b"9" * 5000 + b"]")
def test_arbitrary_bytes_are_read_soundly_or_the_format_says_why_not(row: Format, name: str, content: bytes) -> None:
    source = memory_source(name, content)
    assert row.likeness(source) in Likeness
    with suppress(BadInput):
        sound(row.read(source, Options()))


@every_format
def test_a_format_is_sure_of_nothing_in_plain_prose(row: Format) -> None:
    prose = memory_source("letter.txt", b"It was a long day. We went down to the sea,\nand nobody said much. Then it rained.\n" * 20)
    assert row.likeness(prose) <= Likeness.POSSIBLE


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_member_that_cannot_be_opened_is_a_clear_error_for_every_format(ending: str) -> None:
    def broken() -> BinaryIO:
        raise OSError(5, "Input/output error")

    source = Source("export", (Member(f"chat.{ending}", 10, broken),))
    for row in FORMATS:
        with suppress(BadInput):
            row.likeness(source)
        with suppress(BadInput):
            row.read(source, Options())


def test_the_collector_of_cycles_is_on_again_whatever_a_reader_does() -> None:
    def broken(source: Source, options: Options) -> Conversation:
        assert not gc.isenabled()
        raise NotAConversation("no")

    row = replace(FORMATS[0], name="broken", read=broken)
    with pytest.raises(NotAConversation):
        read_source(memory_source("a.txt", b"x"), "broken", formats=[row])
    assert gc.isenabled()
