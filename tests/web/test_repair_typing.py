"""What is typed stands as it was typed last, whatever arrives when; what it takes the place of in another window lies beside it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reattune.app import building
from reattune.app.screens import Screen
from reattune.coaching.builder import Build, Part
from reattune.web import repair
from reattune.web.windows import MOST, MOST_BESIDE, Typing
from tests.web.conftest import Visitor
from tests.web.test_repair import LIVE, answer, begin, number, window_of

WHAT = Screen.WHAT


def typed(keeper: Visitor, name: str, window: str, words: str, at: int, screen: Screen = WHAT) -> Any:
    """As the page sends it by itself."""
    return (
        answer(keeper, name, screen, words, "", window, headers=LIVE)
        if not at
        else keeper.post(f"/repair/{name}/{screen.value}", {"answer": words, "window": window, "at": str(at)}, headers=LIVE)
    )


def pressed(keeper: Visitor, name: str, window: str, words: str, at: int | str, go: str = "next") -> Any:
    return keeper.post(f"/repair/{name}/{WHAT.value}", {"answer": words, "window": window, "at": str(at), "go": go})


def kept(keeper: Visitor) -> dict[str, str]:
    return keeper.desk.ledger.drafts()[0][3]


def test_what_arrives_late_undoes_nothing_that_is_newer(keeper: Visitor) -> None:
    name = begin(keeper)
    window = window_of(keeper, name, WHAT)
    assert number(pressed(keeper, name, window, "i read my mail", 300)) == Screen.IMPACT
    for words, at in (("i", 100), ("i read my", 200)):
        told = typed(keeper, name, window, words, at)
        assert told.status_code == 200 and told.text.strip() == repair.KEPT
    assert kept(keeper) == {"what": "i read my mail"}
    assert "other window" not in keeper.get(f"/repair/{name}/{WHAT.value}").text


def test_what_arrives_late_does_not_fill_a_field_that_was_emptied(keeper: Visitor) -> None:
    name = begin(keeper)
    window = window_of(keeper, name, WHAT)
    typed(keeper, name, window, "i read", 100)
    typed(keeper, name, window, "", 300)
    typed(keeper, name, window, "i read my", 200)
    assert kept(keeper) == {}


def test_what_arrives_late_from_the_page_before_undoes_nothing(keeper: Visitor) -> None:
    name = begin(keeper)
    old = window_of(keeper, name, WHAT)
    pressed(keeper, name, old, "i read my mail", 300)
    typed(keeper, name, window_of(keeper, name, WHAT), "i read it all", 400)
    typed(keeper, name, old, "i read", 200)
    assert kept(keeper) == {"what": "i read it all"}
    assert "other window" not in keeper.get(f"/repair/{name}/{WHAT.value}").text


@pytest.mark.parametrize("in_order", [True, False])
def test_of_two_windows_the_newer_typing_stands_and_the_other_lies_beside_it(keeper: Visitor, in_order: bool) -> None:
    name = begin(keeper)
    one, other = window_of(keeper, name, WHAT), window_of(keeper, name, WHAT)
    sent = [(one, "from the first", 100), (other, "from the second", 200)]
    told = [typed(keeper, name, *each) for each in (sent if in_order else sent[::-1])][-1]
    assert kept(keeper) == {"what": "from the second"}
    assert repair.ALSO in told.text and "from the first</p>" in told.text and 'id="beside" hx-swap-oob="true"' in told.text
    page = keeper.get(f"/repair/{name}/{WHAT.value}").text
    assert "from the second</textarea>" in page and "from the first</p>" in page


def test_two_windows_that_take_turns_lose_nothing(keeper: Visitor) -> None:
    name = begin(keeper)
    one, other = window_of(keeper, name, WHAT), window_of(keeper, name, WHAT)
    for window, words, at in ((one, "a dog", 1), (other, "a cat", 2), (one, "a dog and", 3), (other, "a cat but", 4)):
        typed(keeper, name, window, words, at)
    page = keeper.get(f"/repair/{name}/{WHAT.value}").text
    assert kept(keeper) == {"what": "a cat but"} and "a dog and</p>" in page and page.count('class="card draft"') == 1


def test_before_one_goes_on_what_another_window_wrote_is_shown(keeper: Visitor) -> None:
    name = begin(keeper)
    one, other = window_of(keeper, name, WHAT), window_of(keeper, name, WHAT)
    pressed(keeper, name, one, "from the first", 100)
    both = pressed(keeper, name, other, "from the second", 200)
    assert both.status_code == 409 and repair.ALSO in both.text and "from the first</p>" in both.text
    assert kept(keeper) == {"what": "from the second"}
    window = window_of(keeper, name, WHAT)
    assert number(pressed(keeper, name, window, "from the second", "")) == Screen.IMPACT


def test_what_lies_beside_is_let_go_once_it_is_needed_no_longer(keeper: Visitor) -> None:
    name = begin(keeper)
    one, other = window_of(keeper, name, WHAT), window_of(keeper, name, WHAT)
    typed(keeper, name, one, "from the first", 100)
    typed(keeper, name, other, "from the second", 200)
    page = pressed(keeper, name, other, "from the second, and more", 300, "beside")
    assert number(page) == WHAT and "from the first" not in page.text and kept(keeper) == {"what": "from the second, and more"}


def test_what_another_program_wrote_meanwhile_lies_beside_too(keeper: Visitor) -> None:
    name = begin(keeper)
    window = window_of(keeper, name, WHAT)
    typed(keeper, name, window, "at the page", 100)
    building.keep_draft(Build().with_answer(Part.WHAT, "at the terminal"), name, None, keeper.desk.ledger, keeper.desk.now())
    typed(keeper, name, window, "at the page, once more", 200)
    assert kept(keeper) == {"what": "at the page, once more"}
    assert "at the terminal</p>" in keeper.get(f"/repair/{name}/{WHAT.value}").text


def test_a_page_knows_how_new_what_it_shows_is(keeper: Visitor) -> None:
    name = begin(keeper)
    typed(keeper, name, window_of(keeper, name, WHAT), "i read", 4_000_000_000_000)  # by a clock that was wrong
    assert 'name="at" value="" data-after="4000000000000"' in keeper.get(f"/repair/{name}/{WHAT.value}").text


@pytest.mark.parametrize("at", ["-1", "soon", "9" * 40, "²", "1.5"])
def test_a_time_that_is_none_is_passed_over(keeper: Visitor, at: str) -> None:
    name = begin(keeper)
    assert number(pressed(keeper, name, window_of(keeper, name, WHAT), "i read", at)) == Screen.IMPACT
    assert kept(keeper) == {"what": "i read"}


def test_what_is_remembered_is_bounded() -> None:
    one = Typing()
    one.stands("first", 10_000)
    for place in range(3 * MOST):
        one.comes_late(f"w{place}", place + 1, f"words {place}")
    assert len(one.beside) == MOST_BESIDE and len(one._latest) <= MOST


def test_words_that_stand_in_what_stands_lie_nowhere_else() -> None:
    one = replace(Typing(), beside={"a": "i read", "b": "i left", "c": "i left"})
    assert one.others("i read my mail") == ("i left",)
    one.lay("d", "")
    assert "d" not in one.beside


def test_which_entry_it_is_about_is_no_text_to_lay_beside(keeper: Visitor, tmp_path: Path) -> None:
    from tests.web.test_repair import entry

    first, second = entry(keeper), entry(keeper, what="the door")
    name = begin(keeper)
    one, other = window_of(keeper, name, Screen.ENTRY), window_of(keeper, name, Screen.ENTRY)
    typed(keeper, name, one, first.id, 100, Screen.ENTRY)
    told = typed(keeper, name, other, second.id, 200, Screen.ENTRY)
    assert first.id not in told.text and repair.ALSO not in told.text
    answer(keeper, name, WHAT, "i left")
    assert keeper.desk.ledger.drafts()[0][1] == second.id
