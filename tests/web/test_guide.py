"""Guide: asked without a browser."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape, unescape

import pytest

from reattune.app import guide_words, wording
from reattune.guide import Entry, Kind, load
from reattune.web.guide import opaque
from tests.web.conftest import Visitor

ENTRIES = load().entries


def address(name: str) -> str:
    entry = load().entry(name)
    assert entry
    return f"/guide/{opaque(entry)}"


def titles(page: str) -> list[str]:
    return [unescape(title) for title in re.findall(r'<h3><a href="/guide/\w+">([^<]+)</a></h3>', page)]


def of(entries: Iterable[Entry]) -> set[str]:
    return {one.title for one in entries}


SAFE = [one for one in ENTRIES if "safety" in one.tags]
BOOKS = [one for one in ENTRIES if one.kind is Kind.BOOK]


def leads_to_safety(found: list[str]) -> bool:
    """Whether what is about safety stands there and nothing else, the topic first."""
    return found == ["When not to repair"]


def test_the_guide_shows_what_people_say_its_topics_and_its_directory(scripted: Visitor) -> None:
    page = scripted.get("/guide").text
    for heading in ("What I am dealing with", "Topics", "Books, tools, people and programs"):
        assert heading in page
    assert {"Rupture and repair", "Us", "myvalues.io"} <= set(titles(page))
    assert 'href="/help"' in page


def test_what_is_asked_goes_by_post_and_stands_on_the_next_page(scripted: Visitor) -> None:
    answer = scripted.post("/guide/find", {"query": "silence"}, follow=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/guide")
    page = scripted.get("/guide").text
    assert "Rupture and repair" in titles(page)
    assert "Hold On to Your Kids" not in titles(page)
    assert 'value="silence"' in page


def test_words_and_choices_narrow_together_and_are_taken_away_again(scripted: Visitor) -> None:
    scripted.post("/guide/find", {"query": "relationships"})
    by_words = titles(scripted.get("/guide").text)
    both = scripted.post("/guide/choose", {"choice": ["kind:book", "tag:men"]}).text
    assert "Us" in titles(both)
    assert set(titles(both)) <= of(one for one in BOOKS if "men" in one.tags)
    assert both.count(" checked") == 2
    assert titles(scripted.post("/guide/choose", {}).text) == by_words != titles(both)
    assert "What I am dealing with" in scripted.post("/guide/clear").text


def test_a_new_search_keeps_what_was_chosen(scripted: Visitor) -> None:
    scripted.post("/guide/choose", {"choice": "kind:book"})
    found = set(titles(scripted.post("/guide/find", {"query": "men"}).text))
    assert {"Us", "I Don't Want to Talk About It"} <= found < of(BOOKS)


def test_a_phrase_leads_to_its_topic_first(scripted: Visitor) -> None:
    topic = load().entry("shame-and-defensiveness")
    assert topic
    for phrase in topic.phrases:
        scripted.post("/guide/clear")
        assert titles(scripted.post("/guide/find", {"query": phrase}).text)[0] == topic.title


def test_nothing_found_says_so_and_helps(scripted: Visitor) -> None:
    page = scripted.post("/guide/find", {"query": "zebra"}).text
    assert "Nothing in the guide fits these words" in page
    assert "Rupture and repair" in titles(page)
    assert 'href="/help"' in page


def test_nothing_left_by_the_choices_says_so(scripted: Visitor) -> None:
    scripted.post("/guide/choose", {"choice": ["kind:book", "format:online"]})
    page = scripted.get("/guide").text
    assert "Take one of them away" in page
    assert titles(page) == []


def test_a_choice_that_is_not_there_gets_a_clear_line(scripted: Visitor) -> None:
    answer = scripted.post("/guide/choose", {"choice": "tag:zebra"})
    assert answer.status_code == 422
    assert "Choose again" in answer.text


def test_too_many_words_stay_in_the_field(scripted: Visitor) -> None:
    long = "silence and shame " * 30
    answer = scripted.post("/guide/find", {"query": long})
    assert answer.status_code == 422
    assert f'value="{long}"' in answer.text
    assert 'role="alert"' in answer.text


def test_where_the_safety_signal_fires_help_comes_first_and_it_can_be_said_to_be_wrong(scripted: Visitor) -> None:
    page = scripted.post("/guide/find", {"query": "shame #!fear"}).text
    assert 'role="alert"' in page
    assert "Where to turn" in page
    first, _, below = page.partition(f"<h2>{guide_words.PERHAPS}</h2>")
    assert leads_to_safety(titles(first))
    assert "Shame and defensiveness" in titles(below)
    assert "Shame and defensiveness" in titles(scripted.post("/guide/find", {"query": "shame #!fear", "heed": "no"}).text)


@pytest.mark.parametrize("query", ["he chokes me", "I grabbed her arm", "no point living", "il me frappe"])
def test_plain_words_of_danger_are_met_with_numbers_and_safety_first(scripted: Visitor, query: str) -> None:
    page = scripted.post("/guide/find", {"query": query}).text
    assert "988" in page
    assert titles(page)[0] in of(one for one in ENTRIES if {"safety", "depression"} & set(one.tags))
    assert page.index(wording.WHERE_TO_TURN) < page.index("<h3>")


def test_the_shipped_coder_hears_who_is_afraid(visitor: Visitor) -> None:
    page = visitor.post("/guide/find", {"query": "he hits me and I am afraid of him"}).text
    first, _, folded = page.partition(f"<summary>{guide_words.PERHAPS}</summary>")
    assert leads_to_safety(titles(first))
    assert "</details>" in folded


@pytest.mark.parametrize("phrase", [phrase for one in ENTRIES for phrase in one.phrases if "safety" not in one.tags])
def test_what_people_say_is_not_taken_for_danger(visitor: Visitor, phrase: str) -> None:
    assert "I heard this wrong?" not in visitor.post("/guide/find", {"query": phrase}).text


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda one: one.id)
def test_an_entry_stands_whole_with_its_sources_and_their_days(scripted: Visitor, entry: Entry) -> None:
    page = scripted.get(address(entry.id)).text
    assert "<title>Notes</title>" in page
    assert page.count("<h1>") == 1
    assert "What this is, and what it is not" in page
    assert f"Last reviewed on {wording.day_of(entry.reviewed)}" in page
    for source in entry.sources:
        assert f'href="{escape(source.link)}"' in page
    for number in re.findall(r'href="#(\w+)"', page):
        assert f'id="{number}"' in page, number


def test_weak_ground_is_called_thin_beside_its_sources(scripted: Visitor) -> None:
    assert re.search(r"Thin ground: .*?Sources.*?<a href=\"#s11\"", scripted.get(address("rupture-and-repair")).text)


def test_what_was_only_named_is_said_to_be_unread(scripted: Visitor) -> None:
    assert "named to us, not read" in scripted.get(address("myvalues")).text


def test_the_exercises_lead_by_post_into_practice_and_the_builder(scripted: Visitor) -> None:
    page = scripted.get(address("rupture-and-repair")).text
    assert 'action="/practise/drill"' in page
    assert '<button name="skill" value="turn-it-round">Turn it round</button>' in page
    assert 'action="/repair/begin"' in page


def test_the_page_on_safety_shows_where_to_turn_and_no_exercise(scripted: Visitor) -> None:
    page = scripted.get(address("when-not-to-repair")).text
    assert "call your country&#39;s emergency number" in page
    assert 'action="/practise/drill"' not in page


def test_another_page_opens_an_entry_by_its_id(scripted: Visitor) -> None:
    answer = scripted.post("/guide/open", {"entry": "us"}, follow=False)
    assert answer.headers["location"] == address("us")
    assert scripted.post("/guide/open", {"entry": "not-written-yet"}, follow=False).headers["location"] == "/guide"


def test_an_address_tells_nothing_and_is_another_at_each_start() -> None:
    names = {opaque(one) for one in ENTRIES}
    assert len(names) == len(ENTRIES)
    assert all(re.fullmatch(r"[0-9a-f]{20}", name) for name in names)
    assert not names & {opaque(one, b"another start") for one in ENTRIES}


@pytest.mark.parametrize("name", ["us", "rupture-and-repair", "0" * 20, "é"])
def test_an_address_that_is_none_says_that_it_is_gone(scripted: Visitor, name: str) -> None:
    assert scripted.get(f"/guide/{name}").status_code == 404


def test_nothing_asked_stands_in_any_address(scripted: Visitor) -> None:
    page = scripted.post("/guide/find", {"query": "silence"}).text
    assert not [link for link in re.findall(r'href="(/[^"]*)"', page) if "silence" in link or "?" in link]


def test_more_than_a_page_is_turned_by_number(scripted: Visitor) -> None:
    assert scripted.get("/guide?page=99").status_code == 200
    assert scripted.get("/guide?page=0").status_code == 422
    assert scripted.get("/guide?page=x").status_code == 422


def test_what_was_asked_is_forgotten_when_it_is_locked(scripted: Visitor) -> None:
    assert "zebra" in scripted.post("/guide/find", {"query": "zebra"}).text
    scripted.post("/lock")
    assert "zebra" not in scripted.get("/guide").text
