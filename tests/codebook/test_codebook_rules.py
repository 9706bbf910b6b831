"""Each rule of the codebook file is broken once, by a small change; the error says where."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reattune.codebook import Kind, load, parse
from reattune.codebook.book import NAMES
from reattune.core.errors import CodebookError

TEXT = files("reattune.codebook").joinpath("codebook.toml").read_text(encoding="utf-8")
VERSION = load().version
TABLES = [f"{kind}.{name}" for kind in Kind for name in NAMES[kind]]


def table(path: str) -> str:
    """The lines of one table, with its head."""
    found = re.search(rf"^\[{re.escape(path)}\]\n(?:(?!\[[a-z]).*\n)*", TEXT, re.MULTILINE)
    assert found is not None
    return found[0]


def changed(path: str, old: str, new: str) -> str:
    """The codebook with one change inside one table."""
    before = table(path)
    assert old in before
    return TEXT.replace(before, before.replace(old, new, 1))


def line(path: str, key: str) -> str:
    """The line or lines of one key of one table."""
    found = re.search(rf"^{key} = (?:\[\n(?:  .*\n)*\]|.*)\n", table(path), re.MULTILINE)
    assert found is not None
    return found[0]


def complaint(text: str) -> str:
    """What the error says of this codebook."""
    with pytest.raises(CodebookError) as caught:
        parse(text)
    return str(caught.value)


def test_the_shipped_text_breaks_none() -> None:
    assert parse(TEXT) == load()


def test_order_in_the_file_does_not_matter() -> None:
    moved = TEXT.replace(table("moves.hurt"), "") + table("moves.hurt")
    assert parse(moved) == load()


@pytest.mark.parametrize("path", TABLES)
def test_a_missing_word_is_named(path: str) -> None:
    assert f"{path}: no such table; add [{path}]" in complaint(TEXT.replace(table(path), ""))


def test_a_missing_section_is_named() -> None:
    without = TEXT
    for stance in NAMES[Kind.STANCE]:
        without = without.replace(table(f"stances.{stance}"), "")
    assert "stances.reaching: no such table" in complaint(without)


def test_an_unknown_move_is_named() -> None:
    said = complaint(TEXT + "\n[moves.sulking]\ndefinition = 'x'\n")
    assert said.startswith("codebook, moves: unknown name 'sulking'; use one of criticism,")


def test_an_unknown_section_is_named() -> None:
    assert "top: unknown name 'moods'" in complaint(TEXT + "\n[moods.sulky]\ndefinition = 'x'\n")


def test_an_unknown_field_is_named() -> None:
    said = complaint(changed("moves.bid", "definition =", "defnition ="))
    assert "moves.bid: unknown name 'defnition'" in said


def test_only_moves_may_have_a_family() -> None:
    said = complaint(changed("stances.mixed", "definition =", 'family = "repair"\ndefinition ='))
    assert "stances.mixed: unknown name 'family'" in said


def test_an_unknown_family_is_named() -> None:
    said = complaint(changed("moves.bid", 'family = "receiving"', 'family = "reaching"'))
    assert "moves.bid.family: unknown name 'reaching'; use one of rupture, defence, repair, receiving" in said


def test_a_family_that_disagrees_with_core_is_named() -> None:
    said = complaint(changed("moves.bid", 'family = "receiving"', 'family = "repair"'))
    assert "moves.bid.family: repair, but core.names has receiving" in said


def test_a_component_that_disagrees_with_core_is_named() -> None:
    said = complaint(changed("moves.apology", "component = false", "component = true"))
    assert "moves.apology.component: True, but core.names differs" in said


def test_a_component_is_true_or_false() -> None:
    said = complaint(changed("moves.apology", "component = false", 'component = "no"'))
    assert "moves.apology.component: neither true nor false" in said


@pytest.mark.parametrize("path", ["moves.impact", "severities.micro", "safety.fear"])
def test_too_few_examples_are_counted(path: str) -> None:
    said = complaint(changed(path, line(path, "examples"), 'examples = ["one", "two"]\n'))
    assert f"{path}.examples: too few (2); give at least 6" in said


def test_too_few_counter_examples_are_counted() -> None:
    only = 'counter_examples = [{ text = "a", why = "b" }]\n'
    said = complaint(changed("moves.impact", line("moves.impact", "counter_examples"), only))
    assert "moves.impact.counter_examples: too few (1); give at least 4" in said


@pytest.mark.parametrize("key", ["examples", "counter_examples"])
def test_examples_are_a_list(key: str) -> None:
    said = complaint(changed("moves.impact", line("moves.impact", key), f'{key} = "one"\n'))
    assert f"moves.impact.{key}: no list" in said


def test_an_example_that_stands_twice_is_named() -> None:
    said = complaint(changed("moves.apology", '  "I\'m sorry.",', '  "I\'m sorry.",\n  " i\'m  SORRY. ",'))
    assert "moves.apology.examples:" in said
    assert "stands there twice" in said


def test_a_counter_example_that_stands_twice_is_named() -> None:
    again = '{ text = "Mistakes were made.", why = "x" },\n  { text = "Mistakes were made."'
    said = complaint(changed("moves.accountability", '{ text = "Mistakes were made."', again))
    assert "moves.accountability.counter_examples: 'Mistakes were made.' stands there twice" in said


def test_an_example_that_is_also_a_counter_example_is_named() -> None:
    said = complaint(changed("moves.accountability", '"Mistakes were made."', '"I read your messages. I had no right to."'))
    assert "moves.accountability.counter_examples:" in said
    assert "is an example, too; keep it on one side" in said


@pytest.mark.parametrize("key", ["definition", "not", "source"])
@pytest.mark.parametrize("empty", ['""', '"   "', "7", "[]"])
@pytest.mark.parametrize("path", ["moves.hurt", "verdicts.neither", "signals.safety"])
def test_empty_text_is_named(path: str, key: str, empty: str) -> None:
    assert f"{path}.{key}: no text" in complaint(changed(path, line(path, key), f"{key} = {empty}\n"))


@pytest.mark.parametrize("key", ["definition", "not", "source", "version"])
def test_a_missing_field_is_named(key: str) -> None:
    assert f"answers.ignored.{key}: no text" in complaint(changed("answers.ignored", line("answers.ignored", key), ""))


def test_an_empty_example_is_numbered() -> None:
    said = complaint(changed("moves.hurt", '"ngl that kinda hurt"', '""'))
    assert "moves.hurt.examples[3]: no text" in said


def test_a_counter_example_without_its_reason_is_numbered() -> None:
    said = complaint(changed("moves.hurt", ', why = "An attack on the person."', ""))
    assert "moves.hurt.counter_examples[1].why: no text" in said


def test_a_bare_counter_example_is_numbered() -> None:
    bare = changed(
        "moves.hurt",
        '{ text = "You\'re heartless.", why = "An attack on the person." }',
        '"You\'re heartless."',
    )
    assert "moves.hurt.counter_examples[1]: no text with its reason" in complaint(bare)


@pytest.mark.parametrize("version", ["1", "1.0", "one", "1.0.0-rc1"])
def test_a_version_is_three_numbers(version: str) -> None:
    said = complaint(TEXT.replace(f'version = "{VERSION}"', f'version = "{version}"', 1))
    assert f"top.version: {version!r} is no version" in said
    said = complaint(changed("moves.hurt", 'version = "1.0.0"', f'version = "{version}"'))
    assert "moves.hurt.version" in said


def test_what_is_no_toml_names_the_line() -> None:
    assert "not valid TOML" in complaint('version = "1.0.0')
    assert "line 1" in complaint("version = = 1")


def test_a_table_that_stands_twice_is_no_toml() -> None:
    assert "not valid TOML" in complaint(TEXT + "\n" + table("moves.hurt"))


def test_a_section_that_is_no_table_is_named() -> None:
    assert "moves: no such table" in complaint('version = "1.0.0"\nsource = "x"\nmoves = 3\n')


@given(
    st.sampled_from(TABLES),
    st.sampled_from(["definition", "not", "source", "version", "examples", "counter_examples"]),
)
def test_whatever_field_is_lost_the_error_says_where(path: str, key: str) -> None:
    said = complaint(changed(path, line(path, key), ""))
    assert said.startswith(f"codebook, {path}.{key}: ")
    assert "\n" not in said


@given(st.text(max_size=60))
def test_any_other_text_is_refused_with_a_codebook_error(text: str) -> None:
    with pytest.raises(CodebookError):
        parse(text)
