"""What holds for every JSON chat export alike: the laws, and the real samples where they are."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reattune.core.errors import BadInput, NotAConversation
from reattune.core.message import Conversation
from reattune.reading import discord, googlechat, instagram, messenger, slack, telegram
from reattune.reading.format import Likeness, Options
from reattune.reading.source import Source, memory_source, open_source
from tests.reading.samples import FOLDER, expectations
from tests.writers import discord as discord_writer
from tests.writers import googlechat as googlechat_writer
from tests.writers import instagram as instagram_writer
from tests.writers import messenger as messenger_writer
from tests.writers import slack as slack_writer
from tests.writers import telegram as telegram_writer
from tests.writers.chats import dumped, source_of

PAIRS = (
    (telegram, telegram_writer),
    (messenger, messenger_writer),
    (instagram, instagram_writer),
    (discord, discord_writer),
    (slack, slack_writer),
    (googlechat, googlechat_writer),
)
EACH = pytest.mark.parametrize(("reader", "writer"), PAIRS, ids=[reader.FORMAT.name for reader, _ in PAIRS])
READERS = [reader for reader, _ in PAIRS]


def written(writer: ModuleType, conversation: Conversation) -> Source:
    content = writer.write(conversation)
    return memory_source("result.json", content) if isinstance(content, bytes) else source_of(content)


@EACH
@given(data=st.data())
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_written_reads_back_and_is_recognised(reader, writer, data):
    conversation = data.draw(writer.conversations())
    source = written(writer, conversation)
    assert reader.FORMAT.read(source, Options()) == conversation
    likely = {other.FORMAT.name: other.FORMAT.likeness(source) for other in READERS}
    assert max(likely, key=lambda name: likely[name]) == reader.FORMAT.name
    assert sorted(likely.values())[-2] < likely[reader.FORMAT.name]


@pytest.mark.parametrize("reader", READERS)
@given(content=st.binary(max_size=300))
@settings(deadline=None)
def test_arbitrary_bytes_never_crash(reader, content):
    source = memory_source("export.json", content)
    assert reader.FORMAT.likeness(source) in Likeness
    with suppress(BadInput):
        assert isinstance(reader.FORMAT.read(source, Options()), Conversation)


LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=6))
JUNK = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3), max_leaves=8
)


def spoilt(value: object, draw: st.DrawFn) -> object:
    """An export with some of its values exchanged for anything."""
    if draw(st.integers(0, 9)) == 0:
        return draw(JUNK)
    if isinstance(value, dict):
        return {key: spoilt(inner, draw) for key, inner in value.items()}
    return [spoilt(inner, draw) for inner in value] if isinstance(value, list) else value


@EACH
@given(data=st.data())
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_fields_of_any_shape_never_crash(reader, writer, data):
    content = writer.write(data.draw(writer.conversations()))
    files = content if isinstance(content, dict) else {"result.json": content}
    # lone surrogates and not-a-numbers too: what json writes, an export may hold
    made = {path: json.dumps(spoilt(json.loads(inner), data.draw)).encode() for path, inner in files.items()}
    source = source_of(made)
    assert reader.FORMAT.likeness(source) in Likeness
    with suppress(BadInput):
        read = reader.FORMAT.read(source, Options())
        assert all(message.text.encode() is not None and message.speaker.encode() is not None for message in read.messages)
        assert all(message.reply_to is None or 0 <= message.reply_to < at for at, message in enumerate(read.messages))


@EACH
@given(data=st.data())
@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
def test_a_cut_file_is_a_clear_error(reader, writer, data):
    content = writer.write(data.draw(writer.conversations()))
    whole = content if isinstance(content, bytes) else max((inner for path, inner in content.items() if "user" not in path), key=len)
    cut = whole[: data.draw(st.integers(1, len(whole) - 2))]
    with pytest.raises(NotAConversation):
        reader.FORMAT.read(memory_source("export.json", cut), Options())


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("content", [{}, [], {"messages": []}, {"chats": {"list": []}}, [{"a": 1}], "text", 7])
def test_what_holds_no_message_is_a_clear_error(reader, content):
    with pytest.raises(NotAConversation, match=r"export\.json"):
        reader.FORMAT.read(memory_source("export.json", dumped(content)), Options())


@pytest.mark.parametrize("reader", READERS)
def test_every_real_sample_reads_as_expected(reader):
    for row in expectations((reader.FORMAT.name,)):
        read = reader.FORMAT.read(open_source(FOLDER / row["file"]), Options())
        times = sorted(written for message in read.messages if (written := message.written_at())) or [None]
        assert [len(read.messages), len(read.notices)] in ([row["messages"], row["notices"]], *row.get("also_ok", [])), row
        assert sorted(name for name, _ in read.speakers()) == sorted(row["speakers"]), row
        assert (moment(times[0]), moment(times[-1])) == (moment(row["first"]), moment(row["last"])), row
        assert read.ambiguous_date_order == row["ambiguous_date_order"], row


def moment(text: str | None) -> datetime | None:
    """The time that a text writes, so that .411Z and .411000Z are one."""
    return datetime.fromisoformat(text) if text else None
