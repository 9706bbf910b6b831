"""The entries that ship: true to their own rules, plain to read, and every link between them leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from reattune.app.finding import REPAIR
from reattune.coaching.drills import BY_NAME
from reattune.guide import Book, Entry, Ground, Kind, Offer, Topic, load
from tests.app.test_wording import FLATTERY
from tests.grade import grade

ENTRIES = load().entries
TOPICS = [one for one in ENTRIES if isinstance(one, Topic)]


def prose(entry: Entry) -> Iterator[str]:
    yield from (entry.in_short, entry.is_help, entry.is_not, *entry.phrases)
    yield from (text for passage in entry.passages() for text in (passage.heading, *passage.text) if text)
    if isinstance(entry, Topic):
        yield from entry.looks_like
    if isinstance(entry, Book):
        yield entry.for_whom
    if isinstance(entry, Offer) and entry.approach:
        yield entry.approach


def test_what_the_guide_holds_at_least() -> None:
    assert {one.id for one in ENTRIES} >= {
        "rupture-and-repair", "flooding-and-time-outs", "shame-and-defensiveness", "when-not-to-repair", "attachment-in-conflict",
        "nice-guy-pattern", "covert-depression-in-men", "finding-help-for-depression", "when-your-partner-wont-go", "enmeshment",
        "fatherhood-and-repair", "apology-and-research", "betrayal", "repair-at-work", "choosing-help",
        "i-dont-want-to-talk-about-it", "us", "hold-on-to-your-kids", "the-myth-of-normal", "myvalues",
        "terry-real", "gabor-mate", "gs-youngblood", "relational-life-institute", "compassionate-inquiry", "mankind-project",
    }  # fmt: skip
    assert {tag for one in ENTRIES for tag in one.tags} >= {
        "relationships", "attachment", "shadow work", "anxiety", "identity", "depression", "fatherhood", "men's groups",
    }  # fmt: skip


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda one: one.id)
def test_an_entry_reads_plainly(entry: Entry) -> None:
    assert grade(list(prose(entry))) <= 8
    assert not [text for text in prose(entry) if FLATTERY.search(text) or "!" in text]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda one: one.id)
def test_every_source_has_its_day_and_every_link_is_safe(entry: Entry) -> None:
    assert entry.sources
    for source in entry.sources:
        assert source.link.startswith("https://")
        assert date(2024, 1, 1) <= source.on <= entry.reviewed
    if isinstance(entry, Offer):
        assert entry.link.startswith("https://")


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda one: one.id)
def test_whatever_it_points_at_is_there(entry: Entry) -> None:
    ids = {one.id for one in ENTRIES}
    assert set(entry.related) <= ids - {entry.id}
    if isinstance(entry, Topic):
        assert set(entry.exercises) <= BY_NAME.keys() | {REPAIR}


@pytest.mark.parametrize("entry", TOPICS, ids=lambda one: one.id)
def test_a_claim_in_a_topic_carries_a_source_and_says_how_firm_it_is(entry: Topic) -> None:
    claims = [passage for passage in entry.passages() if passage.ground is not Ground.OURS]
    assert claims
    assert all(passage.sources for passage in claims)


def test_a_figure_is_never_our_own_word() -> None:
    ours = [text for one in TOPICS for passage in one.passages() if passage.ground is Ground.OURS for text in passage.text]
    assert not [text for text in ours if any(sign.isdigit() for sign in text)]


def test_what_is_about_safety_leads_to_no_exercise() -> None:
    about = [one for one in TOPICS if "safety" in one.tags]
    assert about
    assert not [one for one in about if one.exercises]


def test_a_phrase_belongs_to_one_topic() -> None:
    every = [phrase for one in TOPICS for phrase in one.phrases]
    assert len(set(every)) == len(every)


def test_they_come_by_kind_and_then_by_title() -> None:
    kinds = [list(Kind).index(one.kind) for one in ENTRIES]
    assert kinds == sorted(kinds)
    assert load().of(Kind.TOPIC) == tuple(sorted(TOPICS, key=lambda one: one.title.casefold()))
