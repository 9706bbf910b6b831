"""Today: what is open and what to circle back to, or that nothing is asked and where to turn."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from reattune.app import ledger_words, wording
from reattune.ledger.records import Rupture
from tests.web.conftest import Visitor


def entry(keeper: Visitor, what: str) -> Rupture:
    now = keeper.desk.now()
    return Rupture(at=now - timedelta(days=3), what=what, added=now)


def main_of(page: str) -> str:
    return page.partition("<main")[2]


def test_what_to_circle_back_to_stands_there_with_why_and_a_way_in(keeper: Visitor) -> None:
    item = entry(keeper, "I laughed at her plan")
    keeper.desk.ledger.put([item])
    page = main_of(keeper.get("/").text)
    assert "I laughed at her plan" in page and "open for 3 days" in page
    assert f'action="/repair/for/{item.id}"' in page


def test_where_nothing_is_asked_it_says_so_and_where_to_turn(keeper: Visitor) -> None:
    keeper.desk.ledger.put([replace(entry(keeper, "he pushed me against the wall"), by_me=False, leave=True)])
    page = main_of(keeper.get("/").text)
    assert ledger_words.NOTHING_TO_DO in page
    assert f'href="/help">{wording.WHERE_TO_TURN}</a>' in page
    assert "Build a repair" not in page


def test_without_a_ledger_there_are_five_minutes_of_practice_and_nothing_else(scripted: Visitor) -> None:
    page = main_of(scripted.get("/").text)
    assert ledger_words.NOTHING_OPEN in page and "Five minutes" in page
    assert page.count("<form") == 1
