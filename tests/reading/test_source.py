"""What people hand in: a file, a zip, a folder; and all that can be wrong with bytes, each ending in one clear error."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reattune.core.errors import BadInput, NotAConversation, UnreadableSource
from reattune.reading.source import HEAD_BYTES, MOST_MEMBERS, Member, Source, memory_source, open_source

WORDS = "25/12/2024, 10:00 - Ana: schöne Grüße 💛 – «привет» 小雪\n"


def on_disk(place: Path, content: bytes, name: str = "chat.txt") -> Source:
    (place / name).write_bytes(content)
    return open_source(place / name)


def zipped(place: Path, members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> Path:
    path = place / "export.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


# --- nothing to read ------------------------------------------------------------------------------------------------


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match=r"chat\.txt: no such file or folder; check the name"):
        open_source(tmp_path / "chat.txt")


def test_an_empty_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match=r"chat\.txt: is empty; export the chat again"):
        on_disk(tmp_path, b"")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="whoever runs this may read everything")
def test_a_file_of_somebody_else_is_named(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(WORDS, encoding="utf-8")
    (tmp_path / "chat.txt").chmod(0)
    with pytest.raises(UnreadableSource, match="no permission to read it"):
        open_source(tmp_path / "chat.txt")


@pytest.mark.parametrize(
    "members", [{}, {"photo.jpg": b"\xff\xd8"}, {"inner.zip": b"PK"}, {"__MACOSX/._chat.txt": b"x", ".DS_Store": b"x"}]
)
def test_a_zip_or_folder_without_text_is_named(tmp_path: Path, members: dict[str, bytes]) -> None:
    (tmp_path / "folder").mkdir()
    for name, content in members.items():
        (tmp_path / "folder" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "folder" / name).write_bytes(content)
    for place in (zipped(tmp_path, dict(members)), tmp_path / "folder"):
        with pytest.raises(NotAConversation, match=f"{place.name}: holds no text file"):
            open_source(place)


@pytest.mark.parametrize(
    "content",
    [b"\x89PNG\r\n\x1a\n" + bytes(range(256)), b"SQLite format 3\x00" + bytes(100), b"\x01\x02\x03\x04" * 100, b"\x00", b"text\x00text"],
    ids=["picture", "database", "control characters", "one zero", "a zero in text"],
)
def test_what_is_no_text_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(NotAConversation, match=r"chat\.txt: is not a text file"):
        on_disk(tmp_path, content)


@given(st.binary(max_size=600) | st.builds(lambda junk: b"PK\x03\x04" + junk, st.binary(max_size=300)))
def test_arbitrary_bytes_open_or_end_in_a_clear_error(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "arbitrary.txt"
    path.write_bytes(content)
    with suppress(BadInput):
        member = open_source(path).main
        assert "".join(member.lines()).count("\n") == 0
        assert isinstance(member.head, str)


# --- zips -----------------------------------------------------------------------------------------------------------


def test_a_zip_cut_off_is_refused(tmp_path: Path) -> None:
    whole = zipped(tmp_path, {"_chat.txt": os.urandom(4000).hex()}).read_bytes()
    for share in (3, 50, 97):
        (tmp_path / "cut.zip").write_bytes(whole[: len(whole) * share // 100])
        with pytest.raises(BadInput, match=r"cut\.zip"):
            open_source(tmp_path / "cut.zip")


def test_a_zip_whose_end_is_there_but_not_its_beginning_is_damaged(tmp_path: Path) -> None:
    whole = zipped(tmp_path, {"_chat.txt": WORDS, "b.txt": WORDS}).read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[-80:])
    with pytest.raises(UnreadableSource, match=r"cut\.zip: the zip is damaged \(.*\); export it again"):
        open_source(tmp_path / "cut.zip")


READ: dict[str, Callable[[Member], object]] = {
    "lines": lambda member: list(member.lines()),
    "json": lambda member: member.json(),
    "bytes": lambda member: member.open().read(),
}


@pytest.mark.parametrize("way", READ)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA], ids=["stored", "deflate", "bzip2", "lzma"]
)
def test_a_zip_damaged_inside_is_refused_however_it_is_read(tmp_path: Path, method: int, encoding: str, way: str) -> None:
    words = "[\n" + ", ".join(f'"{number * number:x}"' for number in range(60_000)) + "]"
    path = zipped(tmp_path, {"_chat.txt": words.encode(encoding)}, method)
    content = bytearray(path.read_bytes())
    middle = len(content) * 3 // 4
    content[middle : middle + 400] = bytes(byte ^ 0x01 for byte in content[middle : middle + 400])
    path.write_bytes(content)
    with pytest.raises(UnreadableSource, match=r"_chat\.txt: cannot be read"):
        READ[way](open_source(path).main)


def test_a_locked_zip_says_to_unpack_it_first(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"_chat.txt": WORDS})
    content = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    path.write_bytes(content)
    with pytest.raises(UnreadableSource, match=r"_chat\.txt is locked with a password; unpack it first"):
        open_source(path)


def test_a_way_of_packing_that_is_not_known_is_a_clear_error(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"_chat.txt": WORDS})
    content = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        content[content.index(mark) + place] = 97
    path.write_bytes(content)
    with pytest.raises(UnreadableSource, match=r"_chat\.txt: cannot be read"):
        list(open_source(path).main.lines())


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"_chat.txt": bytes(40 * 1024**2)})
    assert path.stat().st_size < 100_000
    with pytest.raises(UnreadableSource, match=r"_chat\.txt would unpack to 40 MiB; this is no chat export"):
        open_source(path)


def test_a_large_export_that_packs_as_chats_do_is_no_bomb(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"_chat.txt": os.urandom(17 * 1024**2).hex()})
    assert open_source(path).main.size == 34 * 1024**2


def test_a_zip_of_too_many_files_is_refused(tmp_path: Path) -> None:
    row = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 0, 0, 33, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0) + b"a.txt"
    rows = row * (MOST_MEMBERS + 1)
    path = tmp_path / "many.zip"
    path.write_bytes(rows + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(rows), 0, 0))
    with pytest.raises(UnreadableSource, match=f"more than {MOST_MEMBERS} files in the zip"):
        open_source(path)


def test_of_a_zip_only_what_is_text_is_looked_at_in_the_order_of_names(tmp_path: Path) -> None:
    junk = {
        "__MACOSX/chat.txt": "x",
        "in/._b.json": "x",
        ".DS_Store": "x",
        "in/Thumbs.db": "x",
        "desktop.ini": "x",
        "IMG-1.jpg": "x",
        "v.opus": "x",
    }
    source = open_source(zipped(tmp_path, {"in/b.json": "{}", "_chat.txt": WORDS, "in/A.TXT": "a", "LICENSE": "b", **junk}))
    assert [member.name for member in source.members] == ["LICENSE", "_chat.txt", "in/A.TXT", "in/b.json"]
    assert [member.name for member in source.named("b.json")] == ["in/b.json"]
    assert [member.name for member in source.ending(".txt")] == ["_chat.txt", "in/A.TXT"]
    assert ["".join(member.lines()) for member in source.members] == ["b", WORDS.strip(), "a", "{}"]


def test_a_name_that_climbs_out_of_a_zip_writes_nothing_anywhere(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    source = open_source(zipped(tmp_path / "inside", {"../climbs.txt": WORDS}))
    assert list(source.main.lines()) == [WORDS.strip()]
    assert [path.name for path in tmp_path.rglob("*")] == ["inside", "export.zip"]


# --- folders --------------------------------------------------------------------------------------------------------


def test_a_folder_reads_as_the_zip_of_it_does(tmp_path: Path) -> None:
    members = {"b/two.json": "{}", "a.txt": WORDS, "b/._two.json": "x", "b/.DS_Store": "x", "b/photo.png": "x"}
    (tmp_path / "chat" / "b").mkdir(parents=True)
    for name, content in members.items():
        (tmp_path / "chat" / name).write_text(content, encoding="utf-8")
    seen = [
        [(member.name, list(member.lines())) for member in open_source(place).members]
        for place in (tmp_path / "chat", zipped(tmp_path, dict(members)))
    ]
    assert seen[0] == seen[1] == [("a.txt", [WORDS.strip()]), ("b/two.json", ["{}"])]


def test_what_lies_beside_a_file_or_in_a_folder_can_be_asked_for(tmp_path: Path) -> None:
    (tmp_path / "users.json").write_text("[]", encoding="utf-8")
    beside = on_disk(tmp_path, b"{}", "a.json").beside("users.json")
    assert beside is not None and beside.json() == []
    assert on_disk(tmp_path, b"{}", "a.json").beside("nobody.json") is None
    inside = open_source(tmp_path).beside("users.json")
    assert inside is not None and inside.json() == []
    assert memory_source("a.json", b"{}").beside("users.json") is None


# --- text -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_reads_the_same_in_every_encoding_that_exports_are_written_in(tmp_path: Path, encoding: str) -> None:
    member = on_disk(tmp_path, (WORDS * 3).encode(encoding)).main
    assert list(member.lines()) == [WORDS.strip()] * 3
    assert member.head == WORDS * 3


@pytest.mark.parametrize(("mark", "encoding"), [(b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")])
def test_sixteen_bits_read_either_way_round(tmp_path: Path, mark: bytes, encoding: str) -> None:
    assert list(on_disk(tmp_path, mark + WORDS.encode(encoding)).main.lines()) == [WORDS.strip()]


def test_what_is_not_utf_8_is_read_as_windows_wrote_it(tmp_path: Path) -> None:
    words = "Ana: schöne Grüße – “ja” 5 €\n"
    member = on_disk(tmp_path, words.encode("cp1252")).main
    assert (member.encoding, list(member.lines())) == ("cp1252", [words.strip()])


def test_one_byte_that_is_not_utf_8_is_found_far_behind_the_head(tmp_path: Path) -> None:
    member = on_disk(tmp_path, b"plain words\n" * HEAD_BYTES + "Grüße\n".encode("cp1252")).main
    assert member.encoding == "cp1252"
    assert list(member.lines())[-1] == "Grüße"


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60))
def test_what_was_written_as_utf_8_reads_back(words: str) -> None:
    assert "".join(memory_source("a.txt", words.encode()).main.lines()) == words.removeprefix("\ufeff")


def test_a_letter_cut_in_two_by_the_end_of_the_head_breaks_nothing() -> None:
    member = memory_source("a.txt", b"x" * (HEAD_BYTES - 1) + "ü".encode()).main
    assert len(member.head) == HEAD_BYTES
    assert next(member.lines()).endswith("xü")


def test_every_way_to_end_a_line_ends_one() -> None:
    assert list(memory_source("a.txt", b"one\ntwo\r\nthree\rfour").main.lines()) == ["one", "two", "three", "four"]


def test_what_other_scripts_call_a_line_end_stays_in_the_line() -> None:
    assert list(memory_source("a.txt", "one\u2028two\x0bthree\x85four\n".encode()).main.lines()) == ["one\u2028two\x0bthree\x85four"]


def test_stem_and_ending_are_those_of_the_name_alone() -> None:
    member = Member("folder.d/WhatsApp Chat.TXT", 0, lambda: io.BytesIO())
    assert (member.stem, member.ending) == ("WhatsApp Chat", ".txt")


# --- JSON -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_json_reads_in_every_encoding(encoding: str) -> None:
    assert memory_source("a.json", '{"from": "Jürgen"}'.encode(encoding)).main.json() == {"from": "Jürgen"}


def test_json_that_stops_says_where() -> None:
    with pytest.raises(NotAConversation, match=r"a\.json, line 3: not valid JSON .*cut off"):
        memory_source("a.json", b'{\n"messages": [\n{"text": "hel').main.json()


@pytest.mark.parametrize("deep", [b"[" * 200_000, b'{"a":' * 200_000, b"[" * 200_000 + b"]" * 200_000])
def test_absurd_nesting_is_refused(deep: bytes) -> None:
    with pytest.raises(UnreadableSource, match=r"a\.json: nested too deeply to be an export"):
        memory_source("a.json", deep).main.json()


def test_an_absurd_number_is_refused() -> None:
    with pytest.raises(NotAConversation, match=r"a\.json: "):
        memory_source("a.json", b"[" + b"9" * 100_000 + b"]").main.json()


def test_json_that_would_not_fit_in_memory_is_refused_unread() -> None:
    def never() -> io.BytesIO:
        raise AssertionError("it was opened")

    with pytest.raises(UnreadableSource, match=r"a\.json: 2048 MiB of JSON is more than fits in memory"):
        Member("a.json", 2 * 1024**3, never).json()


# --- zips whose files are small and many ------------------------------------------------------------------------------


def test_a_zip_bomb_in_many_small_pieces_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path, {f"{number}.txt": bytes(12 * 1024**2) for number in range(3)})
    with pytest.raises(UnreadableSource, match=r"export\.zip: its files would unpack to 36 MiB together; this is no chat export"):
        open_source(path)


@pytest.mark.parametrize(
    ("gib", "packed_mib", "why"),
    [(3, 20, "would unpack to 6144 MiB together"), (1, 64, "would unpack to 2048 MiB together")],
    ids=["too large together", "packed bytes that are not there"],
)
def test_what_a_zip_says_of_its_files_is_summed_and_held_to_its_own_size(tmp_path: Path, gib: int, packed_mib: int, why: str) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.jpg", bytes(30 * 1024**2 if gib == 3 else 10))
        for name in ("a.txt", "b.txt"):
            archive.writestr(name, WORDS)
            archive.getinfo(name).file_size, archive.getinfo(name).compress_size = gib * 1024**3, packed_mib * 1024**2
    with pytest.raises(UnreadableSource, match=why):
        open_source(path)
