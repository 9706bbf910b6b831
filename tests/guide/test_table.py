"""An entry as a table, a row, a node of linked data: nothing is lost on the way there and back."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from datetime import date

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reattune.guide import (
    Book,
    Cost,
    Entry,
    Form,
    Ground,
    Kind,
    Passage,
    Person,
    Program,
    Seen,
    Sort,
    Source,
    Tool,
    Topic,
    linked,
    load,
    rows,
)  # fmt: skip
from reattune.guide.load import KINDS, from_table
from reattune.guide.table import Draft, as_json, from_json, schema, table, toml

ENTRIES = load().entries
WORDS = (
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=24).map(lambda text: " ".join(text.split())).filter(bool)
)
LISTS = st.lists(WORDS, min_size=1, max_size=3, unique=True).map(tuple)
NAMES = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,4})?", fullmatch=True)
DAYS = st.dates(date(2000, 1, 1), date(2099, 1, 1))
SOURCES = st.lists(
    st.builds(Source, NAMES, WORDS, st.just("https://example.org/a"), st.sampled_from(Seen), DAYS),
    min_size=1, max_size=3, unique_by=lambda one: one.key,
).map(tuple)  # fmt: skip
PASSAGE = st.builds(Passage, LISTS, st.just(Ground.OURS), WORDS)
PASSAGES = st.lists(PASSAGE, min_size=1, max_size=2, unique=True).map(tuple)
COMMON = {
    "id": NAMES,
    "title": WORDS,
    "in_short": WORDS,
    "is_help": WORDS,
    "is_not": WORDS,
    "tags": LISTS,
    "reviewed": DAYS,
    "changed": st.one_of(st.none(), DAYS),
    "sources": SOURCES,
}
OFFER = {
    "link": st.just("https://example.org"), "countries": LISTS, "languages": st.one_of(LISTS, st.just(())), "cost": st.sampled_from([None, *Cost]),
    "formats": st.lists(st.sampled_from(Form), unique=True, max_size=2).map(tuple),
}  # fmt: skip
EVERY: st.SearchStrategy[Entry] = st.one_of(
    st.builds(Book, **COMMON, authors=LISTS, year=st.integers(1500, 2100), for_whom=WORDS, audience=st.one_of(LISTS, st.just(()))),
    st.builds(Tool, **COMMON, **OFFER),
    st.builds(Person, **COMMON, **OFFER, standing=WORDS),
    st.builds(Program, **COMMON, **OFFER, sort=st.sampled_from(Sort), body=PASSAGES),
)


def back(some: tuple[Draft, ...]) -> tuple[Entry, ...]:
    return tuple(from_table(one.kind, one.id, dict(one.table)) for one in some)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda one: one.id)
def test_an_entry_comes_back_from_its_table_and_from_its_file(entry: Entry) -> None:
    assert from_table(entry.kind, entry.id, table(entry)) == entry
    assert from_table(entry.kind, entry.id, tomllib.loads(toml(table(entry)))) == entry


def test_the_whole_guide_comes_back_from_a_spreadsheet_and_from_linked_data() -> None:
    for text, read in ((rows.written(ENTRIES), rows.read), (linked.written(ENTRIES), linked.read)):
        drafts, faults = read(text)
        assert faults == ()
        assert back(drafts) == ENTRIES


@given(st.lists(EVERY, max_size=3))
def test_whatever_stands_in_an_entry_comes_back(some: list[Entry]) -> None:
    for text, read in ((rows.written(some), rows.read), (linked.written(some), linked.read)):
        drafts, faults = read(text)
        assert faults == ()
        assert back(drafts) == tuple(some)
    for one in some:
        assert from_table(one.kind, one.id, tomllib.loads(toml(table(one)))) == one
        assert from_json("", json.loads(json.dumps(as_json(table(one))))) == table(one)


# --- JSON Schema ----------------------------------------------------------------------------------------------------


def checker(kind: Kind) -> jsonschema.Draft202012Validator:
    whole = schema()
    jsonschema.Draft202012Validator.check_schema(whole)
    return jsonschema.Draft202012Validator(
        {**whole, "anyOf": [{"$ref": f"#/$defs/{kind.value}"}]}, format_checker=jsonschema.FormatChecker()
    )


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda one: one.id)
def test_every_entry_is_valid_by_the_schema_that_is_published(entry: Entry) -> None:
    checker(entry.kind).validate(as_json(table(entry)))


@pytest.mark.parametrize("kind", Kind)
def test_the_schema_refuses_what_the_reader_refuses(kind: Kind) -> None:
    sound = as_json(table(next(one for one in ENTRIES if one.kind is kind)))
    assert isinstance(sound, dict)
    for name, field in KINDS[kind][1].items():
        without = {key: value for key, value in sound.items() if key != name}
        assert checker(kind).is_valid(without) is not field.needed, name
        assert not checker(kind).is_valid({**sound, name: 12.5}), name
    assert not checker(kind).is_valid({**sound, "stars": "five"})
    assert not checker(kind).is_valid({**sound, "tags": []})
    assert not checker(kind).is_valid({**sound, "reviewed": "last week"})


# --- a spreadsheet --------------------------------------------------------------------------------------------------

BOOK = next(one for one in ENTRIES if one.kind is Kind.BOOK)


def test_a_spreadsheet_is_written_by_hand_with_semicolons_and_few_columns() -> None:
    drafts, faults = rows.read('\ufeffkind;id;title;languages\r\nperson;a-b;A. B.;"English\nGerman"\r\n;;;\r\n')
    assert (faults, drafts) == ((), (Draft(Kind.PERSON, "a-b", {"title": "A. B.", "languages": ["English", "German"]}),))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1: has no columns kind and id"),
        ("title\nx", "line 1: has no columns kind and id"),
        ("kind,id,stars\nbook,a,5", "line 1, stars: is no column"),
        ("kind,id\nfilm,a", "line 2, kind: 'film' is not known here; use one of topic, book"),
        ("kind,id\nbook,", "line 2, id: is missing"),
        ("kind,id\nbook,a,b,c", "line 2: has more cells than there are names"),
        ("kind,id,body\ntopic,a,some words", "line 2, body: is no JSON"),
    ],
)
def test_a_row_that_is_no_entry_is_told_with_its_line(text: str, says: str) -> None:
    assert [str(fault) for fault in rows.read(text)[1] if str(fault).startswith(says)], rows.read(text)[1]


def test_no_cell_is_taken_for_a_formula() -> None:
    evil = Book(
        id="e", title="=HYPERLINK(1)", in_short="@a", is_help="+1", is_not="-1", tags=("'=",), sources=BOOK.sources, reviewed=BOOK.reviewed,
        authors=("=A",), year=2000, for_whom="'x'",
    )  # fmt: skip
    cells = [cell for row in list(csv.reader(io.StringIO(rows.written([evil]))))[1:] for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert back(rows.read(rows.written([evil]))[0]) == (evil,)


def test_a_source_that_is_not_whole_is_told_when_the_entry_is_checked() -> None:
    (draft,), faults = rows.read('kind,id,sources\nbook,a,"own | A site | https://example.org | page | soon"')
    assert faults == ()
    assert draft.table["sources"] == [{"key": "own", "title": "A site", "link": "https://example.org", "seen": "page", "on": "soon"}]


# --- linked data ----------------------------------------------------------------------------------------------------


def test_each_kind_has_its_type_in_schema_orgs_words() -> None:
    found = {one.kind: linked.node(one)["@type"] for one in ENTRIES if one.kind is not Kind.PROGRAM}
    assert found == {Kind.TOPIC: "Article", Kind.BOOK: "Book", Kind.TOOL: "WebSite", Kind.PERSON: "Person"}
    sorts = {one.sort: linked.node(one)["@type"] for one in ENTRIES if isinstance(one, Program)}
    assert set(sorts.items()) <= {(Sort.COURSE, "Course"), (Sort.GROUP, "Organization"), (Sort.ORGANISATION, "Organization")}


def test_a_topics_questions_are_a_page_of_questions_and_its_tags_are_terms() -> None:
    topic = next(one for one in ENTRIES if isinstance(one, Topic))
    whole = json.loads(json.dumps(linked.page(topic)))
    asked = whole["hasPart"]["mainEntity"]
    assert [one["name"] for one in asked] == [one.heading for one in topic.questions]
    assert all(one["acceptedAnswer"]["text"] for one in asked)
    assert [one["name"] for one in whole["about"]] == list(topic.tags)
    assert len(whole["citation"]) == len(topic.sources)


def test_a_directory_from_elsewhere_is_read_for_what_it_says() -> None:
    text = json.dumps(
        {
            "@context": "https://schema.org",
            "@graph": [
                {
                    "@type": "Person",
                    "name": "Ã Person",
                    "url": "https://example.org",
                    "knowsLanguage": "English",
                    "description": "Listens.",
                },
                {"@type": ["Thing", "https://schema.org/Course"], "name": "Talks", "provider": {"@type": "Organization", "name": "Us"}},
                {"@type": "Book", "name": "A book", "author": [{"@type": "Person", "name": "A. B."}], "datePublished": "1997-02-01"},
                {"@type": "Recipe", "name": "Soup"},
                "nothing",
            ],
        }
    )
    drafts, faults = linked.read(text)
    assert [(one.kind, one.id) for one in drafts] == [(Kind.PERSON, "a-person"), (Kind.PROGRAM, "talks"), (Kind.BOOK, "a-book")]
    assert drafts[0].table["languages"] == ["English"]
    assert (drafts[1].table["sort"], drafts[1].table["organisation"]) == ("course", "Us")
    assert (drafts[2].table["authors"], drafts[2].table["year"]) == (["A. B."], 1997)
    assert [fault.file for fault in faults] == ["node 4", "node 5"]


def test_what_an_entry_made_of_a_node_does_not_say_is_told() -> None:
    _, faults = linked.read(json.dumps({"@type": "Person", "@id": "x", "name": "Ana", "telephone": "1", "url": "https://example.org"}))
    assert [str(one) for one in faults] == ["node 1, telephone: is not taken over; write it into the entry, where it belongs in one"]


def test_a_quote_that_never_closes_is_told_and_what_stands_before_it_is_read() -> None:
    drafts, faults = rows.read('kind,id,title\nbook,a,One\nbook,b,"Two\nbook,c,Three\n')
    assert [one.id for one in drafts] == ["a"]
    assert ["nor what comes after it" in str(one) for one in faults] == [True]


@pytest.mark.parametrize("text", ["", "{", "[1", "[" * 100_000])
def test_what_is_no_json_is_told(text: str) -> None:
    assert linked.read(text)[1][0].what == "is no JSON"


def test_titles_without_latin_letters_and_titles_that_stand_twice_get_names_of_their_own() -> None:
    nodes = [{"@type": "Person", "name": name} for name in ("山田", "佐藤", "Ana", "Ana", "a" * 300)]
    drafts, faults = linked.read(json.dumps(nodes))
    assert faults == ()
    first, second, *others = [one.id for one in drafts]
    assert others == ["ana", "ana-2", "a" * 80]
    assert re.fullmatch(r"person-[0-9a-f]{8}", first)
    assert re.fullmatch(r"person-[0-9a-f]{8}", second)


def test_a_name_made_of_a_title_hangs_on_that_alone() -> None:
    names = ("山田", "佐藤", "Школа 7", "Школа 8", "1984")
    whole = linked.read(json.dumps([{"@type": "Book", "name": name} for name in names]))[0]
    each = [linked.read(json.dumps([{"@type": "Book", "name": name}]))[0][0] for name in reversed(names)]
    assert {one.id for one in whole} == {one.id for one in each}
    assert len({one.id for one in whole}) == len(names)
    assert whole[-1].id == "1984"


def test_what_lies_too_deep_is_told_and_the_rest_is_read() -> None:
    deep = "[" * 900 + "]" * 900
    text = f'[{{"@type": "Person", "name": "Ana"}}, {{"{linked.TABLE}": {{"kind": "book", "id": "b", "body": {deep}}}}}, {{"@type": "Person", "name": {deep}}}]'
    drafts, faults = linked.read(text)
    assert "ana" in [one.id for one in drafts]
    assert len(drafts) + len(faults) == 3


def test_a_column_that_stands_twice_is_told() -> None:
    drafts, faults = rows.read("kind,id,title,title\nbook,b,One,Two\n")
    assert drafts == ()
    assert [str(one) for one in faults] == ["line 1, title: stands twice; leave one of the columns out"]
