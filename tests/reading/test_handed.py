"""What a browser hands in: files in memory alone, under the same bounds as on the disk, and none of it on the disk."""

from __future__ import annotations

import io
import os
import struct
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reattune.core.errors import AmbiguousFormat, BadInput, BadOption, NoLongerWanted, NotAConversation, UnreadableSource
from reattune.reading import Options, candidates, parts_handed, read, read_handed
from reattune.reading.source import MOST_MEMBERS, handed_source, open_source
from tests.writers.every import EXPORTS, Files

ROOT = Path(__file__).parents[2]
COUPLE = ROOT / "src" / "reattune" / "app" / "examples" / "couple-six-weeks.txt"
CHAT = b"25/12/2024, 10:00 - Ana: here\n25/12/2024, 10:01 - Ben: here, too\n"
TELEGRAM = (ROOT / "examples" / "father-daughter.json").read_bytes()


def zipped(members: Files) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def slack_files() -> list[tuple[str, bytes]]:
    folder = ROOT / "examples" / "two-colleagues"
    return [(path.name, path.read_bytes()) for path in sorted(folder.rglob("*.json"))]


def test_a_file_in_memory_reads_as_the_same_file_on_the_disk() -> None:
    assert read_handed([("chat.txt", COUPLE.read_bytes())]) == read([COUPLE])


def test_reading_can_be_called_off_in_the_middle_of_a_file() -> None:
    long, heard = CHAT * 20_000, []

    def progress(done: int, of: int) -> None:
        heard.append((done, of))
        if len(heard) == 12:
            raise NoLongerWanted

    for name, content in (("chat.txt", long), ("chat.zip", zipped({"_chat.txt": long}))):
        heard.clear()
        with pytest.raises(NoLongerWanted):
            parts_handed([("first.txt", CHAT), (name, content)], progress=progress)
        assert len(heard) == 12, "it ends there and then"
        assert heard[-1] == (1, 2)


def test_read_with_somebody_listening_a_file_is_the_same() -> None:
    assert parts_handed([("chat.txt", COUPLE.read_bytes())], progress=lambda *_: None) == [read([COUPLE])]


def test_what_each_of_some_files_holds_is_told_in_their_order() -> None:
    other = CHAT.replace(b"Ben", b"Cem")
    assert [dict(part.speakers()) for part in parts_handed([("1.txt", other), ("2.txt", CHAT)])] == [
        {"Ana": 1, "Cem": 1},
        {"Ana": 1, "Ben": 1},
    ]


def test_a_zip_in_memory_reads_as_the_file_in_it() -> None:
    packed = zipped({"WhatsApp Chat.txt": COUPLE.read_bytes(), "IMG-1.jpg": b"\xff\xd8", "__MACOSX/._x.txt": b"\x00"})
    assert read_handed([("chat.zip", packed)]).messages == read([COUPLE]).messages


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_every_format_reads_alike_from_memory_and_from_the_disk(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    export = data.draw(st.sampled_from([one for ways in EXPORTS.values() for one in ways]))
    packed = zipped(export.files(data.draw(export.conversations)))
    path = tmp_path_factory.mktemp("same") / "export.zip"
    path.write_bytes(packed)
    try:
        expected = read([path])
    except BadInput as error:
        with pytest.raises(type(error)):
            read_handed([("export.zip", packed)])
    else:
        assert read_handed([("export.zip", packed)]) == expected


def test_parts_of_one_chat_are_joined_and_what_they_share_is_taken_once() -> None:
    lines = COUPLE.read_bytes().splitlines(keepends=True)
    parts = [("second.txt", b"".join(lines[200:])), ("first.txt", b"".join(lines[:260]))]
    assert read_handed(parts).messages == read([COUPLE]).messages


def test_files_of_one_export_that_are_nothing_alone_are_read_together() -> None:
    found = read_handed(slack_files())
    assert found.format == "slack"
    assert {name for name, _ in found.speakers()} >= {"Priya", "Anders"}


def test_where_nothing_fits_together_either_the_file_that_is_none_is_named() -> None:
    with pytest.raises(NotAConversation, match=r"^shopping\.txt: "):
        read_handed([("chat.txt", CHAT), ("shopping.txt", b"milk\nbread\n")])


def test_nothing_handed_in_is_said_so() -> None:
    with pytest.raises(BadOption, match="nothing to read"):
        read_handed([])


def test_days_are_read_in_the_order_that_is_named() -> None:
    chat = b"03/04/2024, 10:00 - Ana: here\n03/04/2024, 10:01 - Ben: here, too\n"
    assert read_handed([("chat.txt", chat)]).ambiguous_date_order
    told = read_handed([("chat.txt", chat)], options=Options("mdy"))
    assert told.messages[0].time is not None
    assert (told.messages[0].time.month, told.ambiguous_date_order) == (3, False)


# --- several formats fit --------------------------------------------------------------------------------------------

BOTH = zipped({"_chat.txt": CHAT, "result.json": TELEGRAM})


def test_where_two_formats_fit_both_are_candidates_and_either_can_be_named() -> None:
    with pytest.raises(AmbiguousFormat):
        read_handed([("both.zip", BOTH)])
    assert {row.name for row in candidates([("both.zip", BOTH)])} == {"whatsapp", "telegram"}
    assert len(read_handed([("both.zip", BOTH)], "whatsapp").messages) == 2
    assert len(read_handed([("both.zip", BOTH)], "telegram").messages) > 100


def test_where_there_is_no_doubt_there_are_no_candidates() -> None:
    assert candidates([("chat.txt", CHAT)]) == []


# --- what is wrong with it ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "is not a text file"),
        (b"SQLite format 3\x00" + bytes(100), "is not a text file"),
        (zipped({"photo.jpg": b"\xff\xd8"}), "holds no text file"),
        (zipped({"_chat.txt": bytes(40 * 1024**2)}), "would unpack to 40 MiB"),
        (zipped({f"{number}.txt": bytes(12 * 1024**2) for number in range(3)}), "would unpack to 36 MiB together"),
        (zipped({"_chat.txt": CHAT, "b.txt": CHAT})[-80:], "the zip is damaged"),
    ],
    ids=["empty", "picture", "database", "no text", "bomb", "bomb in pieces", "damaged"],
)
def test_what_cannot_be_read_is_refused_by_its_name(content: bytes, why: str) -> None:
    with pytest.raises(BadInput, match=rf"^export: .*{why}|^export: _chat\.txt {why}"):
        read_handed([("export", content)])


def test_a_zip_of_too_many_files_is_refused() -> None:
    row = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 0, 0, 33, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0) + b"a.txt"
    rows = row * (MOST_MEMBERS + 1)
    with pytest.raises(UnreadableSource, match="more than"):
        handed_source("many.zip", rows + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(rows), 0, 0))


def test_a_zip_damaged_inside_is_refused_when_it_is_read() -> None:
    content = bytearray(zipped({"_chat.txt": os.urandom(40_000).hex().encode()}))
    middle = len(content) // 2
    content[middle : middle + 400] = bytes(byte ^ 0x01 for byte in content[middle : middle + 400])
    with pytest.raises(BadInput, match=r"_chat\.txt: cannot be read"):
        list(handed_source("cut.zip", bytes(content)).main.lines())


@given(st.binary(max_size=600) | st.builds(lambda junk: b"PK\x03\x04" + junk, st.binary(max_size=300)))
def test_arbitrary_bytes_are_read_or_end_in_a_clear_error(content: bytes) -> None:
    with suppress(BadInput):
        read_handed([("arbitrary", content)])


def test_a_bomb_on_the_disk_and_one_in_memory_are_refused_in_the_same_words(tmp_path: Path) -> None:
    bomb = zipped({"_chat.txt": bytes(40 * 1024**2)})
    (tmp_path / "bomb.zip").write_bytes(bomb)
    with pytest.raises(UnreadableSource) as there:
        open_source(tmp_path / "bomb.zip")
    with pytest.raises(UnreadableSource) as here:
        handed_source("bomb.zip", bomb)
    assert str(there.value) == f"{tmp_path}/{here.value}"


def test_nothing_that_was_handed_in_touches_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    read_handed([("chat.zip", zipped({"_chat.txt": CHAT * 5_000})), ("more.txt", CHAT)])
    assert list(tmp_path.rglob("*")) == []
