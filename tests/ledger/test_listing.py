"""What is looked for among the entries: the database finds what a reading of every entry finds, page by page."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reattune.core.errors import BadOption
from reattune.core.names import Answer, Severity, Verdict
from reattune.ledger import questions
from reattune.ledger.key import Key
from reattune.ledger.questions import Wanted
from reattune.ledger.records import Attempt, Closing, Driver, Person, Rupture
from reattune.ledger.store import Ledger
from tests.ledger.conftest import NOW, filled
from tests.ledger.test_questions import kept
from tests.ledger.test_transfer import fresh

sides = st.sampled_from([(), (True,), (False,), (None,), (True, None)])
wanted = st.builds(
    Wanted, person=st.none(), open=st.none() | st.booleans(), severity=st.none() | st.sampled_from(Severity), by=sides,
    theme=st.sampled_from(["", "phones", "money"]), driver=st.none() | st.sampled_from(Driver), words=st.sampled_from(["", "a", "0", "%", "_", "É"]),
)  # fmt: skip


def fits(one: Rupture, asked: Wanted) -> bool:
    told = [one.what, one.mine, one.impact, one.theme, *(words or "" for each in one.attempts for words in (each.text, each.gesture))]
    ways = {asked.words, asked.words.lower(), asked.words.upper(), asked.words.capitalize()}
    return all((
        asked.person is None or one.person == asked.person, asked.open is None or one.open is asked.open,
        asked.severity is None or one.severity is asked.severity, not asked.by or one.by_me in asked.by,
        not asked.theme or one.theme == asked.theme, asked.driver is None or one.driver is asked.driver,
        not asked.words or any(way in text or (way.isascii() and way.lower() in text.lower()) for way in ways for text in told),
    ))  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(kept(), wanted, st.booleans())
def test_what_is_looked_for_is_found_whatever_is_kept(tmp_path: Path, items: list[Rupture], asked: Wanted, with_ana: bool) -> None:
    ledger = fresh(tmp_path / "l.db", Key(b"k" * 32, b"s" * 16))
    ana, rob = (ledger.put_person(Person(name)) for name in ("Ana", "Rob"))
    ledger.put([replace(one, person=(ana.id, rob.id)[place % 2]) for place, one in enumerate(items)])
    asked = replace(asked, person=ana.id) if with_ana else asked
    every = [one for one in ledger.ruptures() if fits(one, asked)]
    found = [questions.listing(ledger, asked, skip, 3) for skip in range(0, len(items) + 3, 3)]
    assert [one for page in found for one in page.shown] == every
    assert {page.count for page in found} == {len(every)}
    assert questions.listing(ledger, Wanted(), 0, 100).shown == ledger.ruptures()


def test_words_are_found_in_what_was_told_and_in_what_was_tried_in_small_or_capital_letters(ledger: Ledger) -> None:
    one = Rupture(NOW, "I was LATE", NOW, mine="Ärger", attempts=(Attempt(NOW, text="sorry about the door"), Attempt(NOW, gesture="tea")))
    ledger.put([one, Rupture(NOW, "100 % sure", NOW)])
    for words in ("late", "ärger", "DOOR", "Tea"):
        assert [each.id for each in questions.listing(ledger, Wanted(words=words), 0, 9).shown] == [one.id], words
    assert questions.listing(ledger, Wanted(words="%"), 0, 9).count == 1
    assert questions.listing(ledger, Wanted(words="zebra"), 0, 9).count == 0


def test_themes_come_with_the_commonest_first(ledger: Ledger) -> None:
    ledger.put([Rupture(NOW, "x", NOW, theme=theme) for theme in ("money", "phones", "phones", "")])
    assert questions.themes(ledger) == ("phones", "money")
    assert questions.themes(ledger, 1) == ("phones",)


def test_people_come_with_what_is_kept_and_open_with_them(ledger: Ledger) -> None:
    ana, rob, zoe = (ledger.put_person(Person(name)) for name in ("Ana", "Rob", "Zoe"))
    closed = {"closed_as": Closing.SET_ASIDE, "closed_at": NOW}
    ledger.put([Rupture(NOW, "x", NOW, rob.id), Rupture(NOW, "y", NOW, rob.id, **closed), Rupture(NOW, "z", NOW, ana.id)])  # type: ignore[arg-type]
    found, count = questions.everybody(ledger)
    assert [(one.person, one.entries, one.open) for one in found] == [(rob, 2, 1), (ana, 1, 1), (zoe, 0, 0)]
    assert count == 3
    assert questions.everybody(ledger, 1, 1) == (found[1:2], 3)


def test_a_change_stands_as_a_whole_with_what_follows_from_it(ledger: Ledger) -> None:
    item = filled(ledger, 1)[0]

    def anew(old: Rupture) -> Rupture:
        met = tuple(replace(one, verdict=Verdict.NEITHER, answer=Answer.REFUSAL) for one in old.attempts)
        return replace(old, what="told anew", by_me=None, leave=True, attempts=met, id="another1")

    made = ledger.change(item.id, anew)
    assert made.id == item.id
    assert ledger.rupture(item.id) == made
    assert questions.turned_away(ledger)
    assert questions.listing(ledger, Wanted(words="told anew", by=(None,)), 0, 9).count == 1


def test_a_change_that_cannot_be_changes_nothing(ledger: Ledger) -> None:
    item = filled(ledger, 1)[0]
    with pytest.raises(BadOption):
        ledger.change("nobody11", lambda old: old)
    with pytest.raises(BadOption, match="what happened"):
        ledger.change(item.id, lambda old: replace(old, what=" ", added=NOW + timedelta(days=1)))
    assert ledger.rupture(item.id) == item
