"""`reattune guide`: found, read, checked, built, brought in and taken out, as people do it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reattune.app import guide_words, wording
from reattune.guide import Kind, linked, load
from tests.cli.test_command import reattune

GUIDE = load()
OWN = """
title = "Our Tuesday circle"
in_short = "Eight men who meet on Tuesdays. You can come once and look."
link = "https://example.org/circle"
sort = "group"
formats = ["group"]
audience = ["men"]
countries = ["Ireland"]
cost = "free"
tags = ["men's groups"]
phrases = ["I want to sit with other men"]
related = ["rupture-and-repair"]
is_help = "A group that listens."
is_not = "It is not therapy."
reviewed = 2026-11-27
sources = [{ key = "own", title = "Its page", link = "https://example.org/circle", seen = "page", on = 2026-11-27 }]
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "ours" / "program").mkdir(parents=True)
    (tmp_path / "ours" / "program" / "tuesday-circle.toml").write_text(OWN, encoding="utf-8")
    return tmp_path / "ours"


def test_left_alone_it_lists_the_topics_with_a_line_each() -> None:
    told = reattune("guide")
    assert (told.status, told.err) == (0, "")
    for one in GUIDE.of(Kind.TOPIC):
        assert one.id in told.out
        assert one.first_line in told.out


def test_words_find_entries_and_a_name_reads_one_whole() -> None:
    assert "flooding-and-time-outs" in reattune("guide", "I walk out when we fight").out
    told = reattune("guide", "flooding-and-time-outs").out
    entry = GUIDE.entry("flooding-and-time-outs")
    assert entry
    for passage in entry.passages():
        assert all(text in told for text in passage.text)
    assert all(source.link in told for source in entry.sources)
    assert "reattune practise time-out" in told
    person = reattune("guide", "terry-real").out
    assert guide_words.WHY_NAMED in person


def test_as_data_it_is_whole_and_tags_narrow_it() -> None:
    form = json.loads(reattune("guide", "--tag", "depression", "--json").out)
    assert (form["form"], form["safety"]) == ("reattune.guide/1", False)
    assert form["found"]
    assert all("depression" in one["tags"] for one in form["found"])
    assert all(one["sources"] and one["reviewed"] for one in form["found"])
    told = reattune("guide", "--tag", "zebra")
    assert (told.status, "no entry has the tag 'zebra'; there are anxiety, apology" in told.err) == (2, True)


def test_fear_is_met_with_where_to_turn_first() -> None:
    told = reattune("guide", "If I go home he will kill me").out
    assert told.index(wording.WHERE_TO_TURN) < told.index("when-not-to-repair")
    assert "apology-and-research" not in told


def test_plain_words_of_danger_are_met_with_where_to_turn_in_any_of_some_languages() -> None:
    for query in ("he chokes me", "er schlägt mich", "no point living"):
        told = reattune("guide", query).out
        assert wording.WHERE_TO_TURN in told, query
    form = json.loads(reattune("guide", "he chokes me", "--json").out)
    assert (form["safety"], form["danger"]) == (True, ["hurt"])
    assert form["found"][0]["id"] == "when-not-to-repair"
    assert form["where_to_turn"]
    assert all(one["contact"] and one["service"] for one in form["where_to_turn"])
    assert json.loads(reattune("guide", "saying sorry", "--json").out)["where_to_turn"] == []


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("what's the point of it all", "self_harm"),
        ("depressed", "self_harm"),
        ("coercive control", "afraid"),
        ("took too many pills", "self_harm"),
        ("i have a gun and i'm thinking of using it", "self_harm"),
        ("he killed my dog", "afraid"),
        ("i'm scared of what I might do to her", "frightens"),
    ],
)
def test_where_to_turn_stands_wherever_the_pages_show_it_whoever_is_meant_first(query: str, first: str) -> None:
    told = reattune("guide", query).out
    assert wording.WHERE_TO_TURN in told
    assert min(wording.WHOM.values(), key=told.index) == wording.WHOM[first]
    assert first in json.loads(reattune("guide", query, "--json").out)["where_to_turn"][0]["for"]


def test_who_asked_about_something_else_is_not_met_with_numbers() -> None:
    told = reattune("guide", "we have no sex life").out
    assert told.index("finding-help-for-depression") < told.index(wording.WHERE_TO_TURN)
    told = reattune("guide", "no point living").out
    assert told.index(wording.WHERE_TO_TURN) < told.index("finding-help-for-depression")


def test_beside_a_program_for_those_who_hurt_their_numbers_come_first() -> None:
    told = reattune("guide", "respect-uk").out
    assert min(wording.WHOM.values(), key=told.index) == wording.WHOM["frightens"]
    assert "frightens" in json.loads(reattune("guide", "respect-uk", "--json").out)["where_to_turn"][0]["for"]


def test_a_page_about_safety_names_only_what_it_names_itself() -> None:
    told = reattune("guide", "when-not-to-repair").out
    assert "reattune guide rupture-and-repair" in told
    assert "reattune guide hold-me-tight" not in told
    assert "reattune guide gottman-institute" not in told


def test_where_help_can_be_had_is_said_also_where_it_is_not_known() -> None:
    assert guide_words.NO_PLACE in reattune("guide", "iceeft").out
    assert guide_words.NO_PLACE not in reattune("guide", "relate").out
    assert guide_words.NO_PLACE not in reattune("guide", "myvalues").out


def test_what_has_nothing_to_do_with_the_guide_is_told_so() -> None:
    assert guide_words.NOTHING in reattune("guide", "best pizza in town").out


def test_a_day_that_has_not_come_is_told(own: Path) -> None:
    (own / "program" / "tuesday-circle.toml").write_text(OWN.replace("2026-11-27", "2999-01-01"), encoding="utf-8")
    told = reattune("guide", "--check", own)
    assert told.status == 2
    assert "program/tuesday-circle.toml, reviewed: 2999-01-01 has not come yet; write the day on which it was done" in told.err
    assert "program/tuesday-circle.toml, sources, own, on: 2999-01-01 has not come yet" in told.err


def test_a_site_without_a_page_about_safety_is_built_and_that_is_said(own: Path, tmp_path: Path) -> None:
    (own / "program" / "tuesday-circle.toml").write_text(OWN.replace('related = ["rupture-and-repair"]', ""), encoding="utf-8")
    told = reattune("guide", "--build", tmp_path / "site", "--entries", own, "--alone")
    assert (told.status, guide_words.NO_SAFETY in told.out) == (0, True)
    assert guide_words.NO_SAFETY in reattune("guide", "--check", own, "--alone").out
    assert guide_words.NO_SAFETY not in reattune("guide", "--build", tmp_path / "other", "--entries", own).out


def test_words_need_no_quotes_and_can_come_from_the_input() -> None:
    assert reattune("guide", "she", "does", "not", "talk", "to", "me").out == reattune("guide", "she does not talk to me").out
    told = reattune("guide", "-", stdin="she does not talk to me")
    assert told.out == reattune("guide", "she does not talk to me").out


def test_left_alone_it_says_how_one_goes_on() -> None:
    told = reattune("guide").out
    assert guide_words.ASK_TERMINAL in told
    assert "fatherhood" in told


def test_where_to_turn_stands_on_the_pages_about_safety_and_depression_with_those_first_who_are_meant() -> None:
    low = reattune("guide", "finding-help-for-depression").out
    assert low.index(wording.WHOM["self_harm"]) < low.index(wording.WHOM["afraid"])
    safe = reattune("guide", "when-not-to-repair").out
    assert safe.index(wording.WHOM["afraid"]) < safe.index(wording.WHOM["self_harm"])
    assert json.loads(reattune("guide", "when-not-to-repair", "--json").out)["where_to_turn"]
    assert wording.WHERE_TO_TURN not in reattune("guide", "nice-guy-pattern").out


def test_what_was_heard_wrong_in_plain_words_can_be_said() -> None:
    query = "my brother hit me when we were six"
    assert wording.WHERE_TO_TURN in reattune("guide", query).out
    assert wording.WHERE_TO_TURN not in reattune("guide", query, "--not-that").out


def test_what_is_less_than_sure_is_listed_below_and_what_is_sure_stands_alone() -> None:
    assert guide_words.PERHAPS not in reattune("guide", "my husband hits me").out
    assert "respect-uk" not in reattune("guide", "my husband hits me").out
    assert "caring-dads" in reattune("guide", "I slapped my son").out


def test_two_tags_find_what_has_both() -> None:
    found = json.loads(reattune("guide", "--tag", "men", "--tag", "Fatherhood", "--json").out)["found"]
    assert found
    assert all({"men", "fatherhood"} <= set(one["tags"]) for one in found)


def test_what_cannot_stand_in_a_file_is_told_and_the_rest_is_written(tmp_path: Path) -> None:
    nodes = [{linked.TABLE: {"kind": "book", "id": "b", "title": "B", "year": None, "tags": ["shame", None]}}]
    (tmp_path / "a.jsonld").write_text(json.dumps(nodes), encoding="utf-8")
    told = reattune("guide", "--import", tmp_path / "a.jsonld", "--entries", tmp_path / "in")
    assert told.status == 2
    assert "book/b.toml, year: holds what cannot be written" in told.err
    assert "book/b.toml, tags: holds what cannot be written" in told.err
    assert (tmp_path / "in" / "book" / "b.toml").read_text(encoding="utf-8") == 'title = "B"\n'


def test_names_that_differ_only_in_their_case_are_not_written_over_each_other(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("kind,id,title\nbook,Us,One\nbook,us,Two\n", encoding="utf-8")
    told = reattune("guide", "--import", tmp_path / "a.csv", "--entries", tmp_path / "in")
    assert (told.status, "would be written twice" in told.err) == (2, True)


def test_a_sound_folder_is_said_to_be_sound_and_what_is_wrong_is_told_whole(own: Path) -> None:
    told = reattune("guide", "--check", own)
    assert (told.status, told.out) == (0, "1 entries, nothing to mend.\n")
    (own / "program" / "broken.toml").write_text(
        OWN.replace('sort = "group"', "").replace("2026-11-27\nsources", "soon\nsources"), encoding="utf-8"
    )
    (own / "program" / "lone.toml").write_text(
        OWN.replace('"rupture-and-repair"', '"nowhere"').replace('"free"', '"cheap"'), encoding="utf-8"
    )
    told = reattune("guide", "--check", own)
    assert told.status == 2
    assert "program/broken.toml" in told.err
    assert "program/lone.toml, cost: 'cheap' is not known here; use one of free, sliding scale, paid" in told.err
    assert "1 entries can be read" in told.err


def test_a_folder_of_ones_own_stands_beside_what_ships_or_alone(own: Path) -> None:
    assert "tuesday-circle" in reattune("guide", "I want to sit with other men", "--entries", own).out
    alone = json.loads(reattune("guide", "--tag", "men's groups", "--json", "--entries", own).out)["found"]
    assert {"tuesday-circle", "andys-man-club"} <= {one["id"] for one in alone}
    told = reattune("guide", "circle", "--entries", own, "--alone")
    assert (told.status, "rupture-and-repair" in told.err) == (2, True), "what ships is not there, so it cannot be pointed at"


def test_it_is_built_as_a_site_under_its_own_name(own: Path, tmp_path: Path) -> None:
    told = reattune(
        "guide", "--build", tmp_path / "site", "--entries", own, "--name", "Guide of Ours & Theirs", "--address", "https://example.org/g/"
    )
    assert told.status == 0, told.err
    front = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert "<h1>Guide of Ours &amp; Theirs</h1>" in front
    assert "Our Tuesday circle" in (tmp_path / "site" / "program" / "tuesday-circle.html").read_text(encoding="utf-8")
    assert "https://example.org/g/program/tuesday-circle.html" in (tmp_path / "site" / "sitemap.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize("ending", ["csv", "jsonld"])
def test_what_goes_out_comes_in_again_file_for_file(tmp_path: Path, ending: str) -> None:
    told = reattune("guide", "--export", tmp_path / f"all.{ending}")
    assert (told.status, f"{len(GUIDE.entries)} entries" in told.out) == (0, True)
    told = reattune("guide", "--import", tmp_path / f"all.{ending}", "--entries", tmp_path / "back")
    assert (told.status, told.err) == (0, "")
    assert len(list((tmp_path / "back").rglob("*.toml"))) == len(GUIDE.entries)
    assert reattune("guide", "--check", tmp_path / "back", "--alone").out == f"{len(GUIDE.entries)} entries, nothing to mend.\n"
    told = reattune("guide", "--import", tmp_path / f"all.{ending}", "--entries", tmp_path / "back")
    assert (told.status, "is there already" in told.err) == (2, True)


def test_a_spreadsheet_that_lacks_something_is_written_and_what_it_lacks_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("kind,id,title\nperson,a-b,A. B.\nfilm,x,X\nperson,../../up,Up\n", encoding="utf-8")
    told = reattune("guide", "--import", tmp_path / "a.csv", "--entries", tmp_path / "in")
    assert told.status == 2
    assert (tmp_path / "in" / "person" / "a-b.toml").exists()
    assert {file.name for file in (tmp_path / "in").rglob("*.toml")} == {"a-b.toml", "------up.toml"}
    for said in (
        "line 3, kind: 'film' is not known here",
        "person/a-b.toml, link: is missing",
        "person/------up.toml: '------up' is no lasting name",
    ):
        assert said in told.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--check", "nowhere"], "nowhere is no folder"),
        (["--export", "all.docx"], "give it a name that ends with .csv"),
        (["--import", "all.csv"], "--import wants --entries DIR"),
        (["--import", "nowhere.csv", "--entries", "x"], "nowhere.csv cannot be read"),
        (["--import", "a.pdf", "--entries", "x"], "its name must end with .csv"),
        (["--build", "x", "--address", "here"], "is no address of a folder"),
        (["silence " * 60], guide_words.TOO_LONG),
        (["--check", "x", "--build", "y"], "--build does not go with --check"),
        (["--export", "a.csv", "--import", "b.csv"], "--import does not go with --export"),
        (["silence", "--export", "a.csv"], "QUERY does not go with --export"),
        (["--check", "x", "--entries", "y"], "--entries does not go with --check"),
        (["--check", "x", "--json"], "--json does not go with --check"),
        (["--name", "Ours"], "--name wants --build DIR"),
        (["--export", "a.csv", "--address", "https://example.org/"], "--address does not go with --export"),
        (["--alone"], "--alone wants --entries DIR"),
        (["--not-that"], "--not-that wants QUERY"),
        (["--tag", "shame", "--not-that"], "--not-that wants QUERY"),
        (["when-not-to-repair", "--not-that"], "when-not-to-repair is the name of an entry"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(words: list[str], says: str) -> None:
    told = reattune("guide", *words)
    assert (told.status, told.out, len(told.err.splitlines())) == (2, "", 1)
    assert says in told.err
