"""Files of the guide read: what is wrong is told whole, with its file, its field and what to do."""

from __future__ import annotations

from datetime import date
from importlib import resources
from pathlib import Path

import pytest

from reattune.core.errors import BadInput
from reattune.guide import Kind, Program, Seen, Tool, Topic, load, read_folder

COMMON = """
title = "A title"
in_short = "In short."
is_help = "It is this."
is_not = "It is not that."
tags = ["shame"]
reviewed = 2026-11-27
sources = [{ key = "one", title = "A source", link = "https://example.org/a", seen = "page", on = 2026-11-26 }]
"""
TOPIC = (
    COMMON
    + """
phrases = ["I snapped"]
looks_like = ["A look away."]
body = [{ heading = "What it is", text = "First.\\n\\nSecond\\nline.", ground = "weak", sources = ["one"] }]
helps = [{ text = "Breathe.", ground = "ours" }]
questions = [{ heading = "Is it so?", text = "It is.", ground = "ours" }]
"""
)
TOOL = COMMON + 'link = "https://example.org"\n'
PROGRAM = TOOL + 'sort = "group"\n'
BOOK = COMMON + 'authors = ["A. Writer"]\nyear = 1997\nfor_whom = "For all."\n'


def written(folder: Path, **files: str) -> Path:
    """`tool__a="…"` is the file tool/a.toml."""
    for name, text in files.items():
        kind, _, stem = name.partition("__")
        (folder / kind).mkdir(exist_ok=True)
        (folder / kind / f"{stem.replace('_', '-')}.toml").write_text(text, encoding="utf-8")
    return folder


def faults(folder: Path) -> list[str]:
    return [str(fault) for fault in read_folder(folder)[1]]


def test_a_sound_folder_has_no_faults(tmp_path: Path) -> None:
    guide, wrong = read_folder(written(tmp_path, topic__snapping=TOPIC, book__b=BOOK, tool__t=TOOL))
    assert wrong == ()
    assert [(one.kind, one.id) for one in guide.entries] == [(Kind.TOPIC, "snapping"), (Kind.BOOK, "b"), (Kind.TOOL, "t")]
    topic = guide.entry("snapping")
    assert isinstance(topic, Topic)
    assert topic.body[0].text == ("First.", "Second line.")
    assert topic.sources[0].seen is Seen.PAGE
    assert isinstance(guide.entry("t"), Tool)
    assert guide.entry("nobody") is None


@pytest.mark.parametrize(("day", "wrong"), [("2026-11-27", 0), ("2026-11-28", 0), ("2026-11-29", 2)])
def test_a_day_that_has_not_come_is_wrong_where_today_is_known_and_tomorrow_is_let_through(tmp_path: Path, day: str, wrong: int) -> None:
    text = TOOL.replace("2026-11-26", day) + f"changed = {day}\n"
    folder = written(tmp_path, tool__t=text)
    found = [fault.field for fault in read_folder(folder, today=date(2026, 11, 27))[1]]
    assert found == ["changed", "sources, one, on"][:wrong]
    assert read_folder(folder)[1] == ()


def test_a_program_says_in_what_form_and_where(tmp_path: Path) -> None:
    more = 'formats = ["group", "online"]\naudience = ["men"]\ncountries = ["Canada"]\nlanguages = ["English"]\ncost = "free"\n'
    guide, wrong = read_folder(written(tmp_path, program__p=PROGRAM + more))
    assert wrong == ()
    found = guide.entry("p")
    assert isinstance(found, Program)
    assert found.formats == ("group", "online")
    assert found.cost == "free"


def test_everything_that_is_wrong_in_a_file_is_told_at_once(tmp_path: Path) -> None:
    bad = BOOK.replace('"A title"', '""').replace("1997", '"1997"').replace("https", "http").replace("2026-11-26", '"today"')
    assert faults(written(tmp_path, book__b=bad + 'colour = "red"\n')) == [
        "book/b.toml, colour: is no field here; use title, in_short, is_help, is_not, tags, sources, reviewed, changed, phrases, said, related, body, "
        "authors, year, for_whom, audience",
        "book/b.toml, title: is no text; write it in words, between quotes",
        "book/b.toml, sources[1].link: 'http://example.org/a' is no safe address; begin it with https://",
        "book/b.toml, sources[1].on: is no day; write it as 2026-11-27, without quotes",
        "book/b.toml, year: '1997' is no year; write it as 1997, without quotes",
    ]


@pytest.mark.parametrize("name", ["title", "in_short", "is_help", "is_not", "tags", "sources", "reviewed", "link"])
def test_a_field_that_is_missing_is_named(tmp_path: Path, name: str) -> None:
    without = "\n".join(line for line in TOOL.splitlines() if not line.startswith(f"{name} ="))
    assert f"tool/t.toml, {name}: is missing; add it" in faults(written(tmp_path, tool__t=without))


@pytest.mark.parametrize(
    ("was", "is_", "says"),
    [
        (
            'ground = "weak"',
            'ground = "firm"',
            "body[1].ground: 'firm' is not known here; use one of strong, moderate, weak, practice, ours",
        ),
        ('ground = "weak"', "ground = []", "body[1].ground: [] is not known here"),
        ('tags = ["shame"]', 'tags = ["shame", " shame "]', "tags: holds something twice; take one out"),
        ('tags = ["shame"]', "tags = []", "tags: holds too few (0); give at least 1"),
        ('tags = ["shame"]', 'tags = "shame"', "tags: is no list; write it between square brackets"),
        ('tags = ["shame"]', 'tags = ["shame", 7]', "tags[2]: is no text"),
        ("reviewed = 2026-11-27", "reviewed = 2026-11-27T10:00:00", "reviewed: is no day"),
        ('key = "one"', 'key = "One!"', "sources[1].key: 'One!' is no lasting name"),
        ('heading = "Is it so?", ', "", "questions[1].heading: is missing; add it"),
        ('ground = "weak", sources = ["one"]', 'ground = "weak"', "sources: the passage 'What it is' names none"),
        ('sources = ["one"] }]', 'sources = ["two"] }]', "sources: the passage 'What it is' names 'two', which is none; add that source"),
        ('ground = "weak", sources = ["one"]', 'ground = "ours"', "sources: no passage names 'one'; name it, or take it out"),
        ('helps = [{ text = "Breathe.", ground = "ours" }]', "helps = [3]", "helps[1]: is no table"),
    ],
)
def test_a_broken_rule_says_where_and_what_to_do(tmp_path: Path, was: str, is_: str, says: str) -> None:
    assert was in TOPIC
    told = faults(written(tmp_path, topic__t=TOPIC.replace(was, is_)))
    assert any(line.startswith(f"topic/t.toml, {says}") for line in told), told


def test_a_key_that_stands_twice_is_named(tmp_path: Path) -> None:
    twice = TOOL.replace("}]", '}, { key = "one", title = "Other", link = "https://example.org/b", seen = "page", on = 2026-11-26 }]')
    assert faults(written(tmp_path, tool__t=twice)) == ["tool/t.toml, sources: the key 'one' stands twice; give each its own"]


def test_a_relation_to_nothing_and_to_itself_are_named(tmp_path: Path) -> None:
    assert faults(written(tmp_path, tool__t=TOOL + 'related = ["gone", "t"]\n')) == [
        "tool/t.toml, related: 'gone' is no entry; take it out",
        "tool/t.toml, related: 't' is this entry itself; take it out",
    ]


def test_an_id_is_one_for_all_kinds(tmp_path: Path) -> None:
    told = faults(written(tmp_path, tool__same=TOOL, book__same=BOOK))
    assert told == [
        f"{file}: the id 'same' stands twice; ids are one for all kinds: rename one file" for file in ("book/same.toml", "tool/same.toml")
    ]


def test_an_own_entry_keeps_the_tag_of_safety_and_the_kind_of_the_one_in_whose_place_it_stands(tmp_path: Path) -> None:
    told = [str(one) for one in read_folder(written(tmp_path, topic__when_not_to_repair=TOPIC, book__rupture_and_repair=BOOK), load())[1]]
    assert told == [
        "book/rupture-and-repair.toml: would stand in the place of the topic 'rupture-and-repair'; give it a name of its own",
        'topic/when-not-to-repair.toml, tags: the entry in whose place it would stand has "safety"; add "safety", or give it a name of its own',
    ]
    (tmp_path / "book" / "rupture-and-repair.toml").unlink()
    written(tmp_path, topic__when_not_to_repair=TOPIC.replace('["shame"]', '["shame", "safety"]'))
    assert read_folder(tmp_path, load())[1] == ()


@pytest.mark.parametrize("value", ["[" * 3000, "1" * 5000])
def test_a_number_or_brackets_without_end_are_a_fault(tmp_path: Path, value: str) -> None:
    (told,) = faults(written(tmp_path, tool__t=f"title = {value}"))
    assert "tool/t.toml" in told


def test_what_is_about_depression_stays_so(tmp_path: Path) -> None:
    (told,) = [str(one) for one in read_folder(written(tmp_path, topic__finding_help_for_depression=TOPIC), load())[1]]
    assert 'has "depression"' in told


def test_a_name_has_an_end(tmp_path: Path) -> None:
    (told,) = faults(written(tmp_path, **{f"tool__{'a' * 81}": TOOL}))
    assert "at most 80" in told


def test_what_is_no_toml_names_the_line(tmp_path: Path) -> None:
    (told,) = faults(written(tmp_path, tool__t="title = = 1"))
    assert told.startswith("tool/t.toml: is no TOML (")
    assert "line 1" in told


def test_strange_files_and_folders_are_named(tmp_path: Path) -> None:
    written(tmp_path, tool__t=TOOL, hobby__h=TOOL)
    (tmp_path / "tool" / "notes.txt").write_text("x")
    (tmp_path / "tool" / "My Tool.toml").write_text(TOOL)
    (tmp_path / "tool" / "latin.toml").write_bytes(b'title = "\xff"')
    assert faults(tmp_path) == [
        "hobby: is no folder of the guide; put entries into topic, book, tool, person, program",
        "tool/My Tool.toml: 'My Tool' is no lasting name; name the file with at most 80 small letters, digits and single hyphens",
        "tool/latin.toml: cannot be read; save it as UTF-8 text",
        "tool/notes.txt: is no entry; name it id.toml, or take it out",
    ]


def test_sound_entries_are_there_beside_broken_ones(tmp_path: Path) -> None:
    guide, wrong = read_folder(written(tmp_path, tool__good=TOOL, tool__bad="x = 1"))
    assert [one.id for one in guide.entries] == ["good"]
    assert wrong


def test_the_shipped_guide_is_in_the_package_and_without_a_fault() -> None:
    guide, wrong = read_folder(resources.files("reattune.guide") / "entries")
    assert wrong == ()
    assert guide == load()
    assert issubclass(BadInput, Exception)


@pytest.mark.parametrize("link", ["https://[x.y", "https://", "http://example.org", "https://a b.org"])
def test_a_broken_address_is_a_fault_and_no_crash(tmp_path: Path, link: str) -> None:
    assert [one for one in faults(written(tmp_path, tool__t=TOOL.replace('https://example.org"\n', f'{link}"\n'))) if "safe address" in one]


def test_control_signs_and_texts_without_end_are_faults(tmp_path: Path) -> None:
    wrong = faults(written(tmp_path, book__b=BOOK.replace("A title", r"a\u0001b"), book__c=BOOK.replace("In short.", "x" * 20_001)))
    assert any("holds a control sign" in one for one in wrong)
    assert any("has 20,001 signs" in one for one in wrong)


def test_what_a_system_puts_there_by_itself_is_passed_over(tmp_path: Path) -> None:
    folder = written(tmp_path, book__b=BOOK)
    (folder / ".DS_Store").write_bytes(b"x")
    (folder / "book" / ".DS_Store").write_bytes(b"x")
    assert faults(folder) == []
