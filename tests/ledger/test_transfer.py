"""What goes out comes back whole; what comes in broken is told with its place, and the rest is taken."""

from __future__ import annotations

import csv
import io
import json
import random
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reattune.core.errors import BadInput
from reattune.core.names import Answer, Severity, Verdict
from reattune.ledger import opening, transfer
from reattune.ledger.key import Key
from reattune.ledger.records import Attempt, Closing, Driver, Person, Rupture
from reattune.ledger.store import Ledger
from tests.app.test_forms import held_to
from tests.ledger.conftest import NOW, WORDS, filled

words = st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), max_size=60)
times = st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1))
attempts = st.builds(
    Attempt,
    at=times,
    by_me=st.booleans(),
    text=words.filter(bool),
    gesture=st.none() | words,
    verdict=st.none() | st.sampled_from(Verdict),
    answer=st.none() | st.sampled_from(Answer),
    answered_at=st.none() | times,
    follow_up=st.none() | times,
)
ruptures = st.builds(
    Rupture,
    at=times,
    what=words.filter(str.strip),
    added=times,
    severity=st.sampled_from(Severity),
    by_me=st.sampled_from([True, False, None]),
    theme=words.filter(lambda text: "\n" not in text),
    mine=words,
    impact=words,
    driver=st.none() | st.sampled_from(Driver),
    leave=st.booleans(),
    attempts=st.lists(attempts, max_size=3).map(lambda some: tuple(sorted(some, key=lambda one: (one.at, one.id)))),
)


def fresh(path: Path, key: Key) -> Ledger:
    path.unlink(missing_ok=True)
    opening._upgrade(path, key)
    return Ledger(path, key)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ruptures, max_size=4))
def test_an_export_comes_back_whole(tmp_path: Path, items: list[Rupture]) -> None:
    key = Key(b"k" * 32, b"s" * 16)
    one, two = fresh(tmp_path / "a.db", key), fresh(tmp_path / "b.db", key)
    person = one.put_person(Person("Ana", "partner"))
    one.put([*items, Rupture(NOW, "with her", NOW, person.id, closed_as=Closing.SET_ASIDE, closed_at=NOW)])
    one.reviewed("stay", "stay-01", NOW, 0.5, 2, NOW, {"due": "x"})
    one.put_values(["calm", "honesty"], NOW)
    one.put_draft("draft111", items[0].id if items else None, NOW, {"impact": "you sat alone"})
    text = transfer.to_json(transfer.everything(one))
    held_to("reattune.ledger-1.json", json.loads(text))
    taken = transfer.from_json(text, two)
    assert taken.issues == () and taken.new == len(items) + 1
    assert transfer.to_json(transfer.everything(two)) == text
    again = transfer.from_json(text, two)
    assert (again.new, again.known) == (0, len(items) + 1)


def test_tables_hold_everything_and_no_formula(ledger: Ledger) -> None:
    filled(ledger)
    ledger.put([Rupture(NOW, "=HYPERLINK(1)", NOW)])
    tables = transfer.to_csv(transfer.everything(ledger))
    rows = {name: list(csv.DictReader(io.StringIO(text))) for name, text in tables.items()}
    assert {name: len(some) for name, some in rows.items()} == {
        "people.csv": 1,
        "ruptures.csv": 4,
        "attempts.csv": 3,
        "practice.csv": 0,
        "values.csv": 0,
        "drafts.csv": 0,
    }
    assert rows["ruptures.csv"][0]["what"] == "'=HYPERLINK(1)"


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "3", '{"schema": "x"}', '{"schema": 1}', "[" * 100_000])
def test_what_is_no_export_is_refused_as_a_whole(ledger: Ledger, text: str) -> None:
    with pytest.raises(BadInput, match="nothing was taken in"):
        transfer.from_json(text, ledger)


def test_what_cannot_be_taken_is_told_with_its_place_and_the_rest_is_taken(ledger: Ledger) -> None:
    good = {"id": "aaaaaaaa", "at": "2026-01-01T10:00:00", "added": "2026-01-02", "what": "late", "person": "Ana", "attempts": []}
    bad = [
        3,
        {**good, "id": "b", "at": "soon"},
        {**good, "id": "c", "severity": "huge"},
        {**good, "id": "d", "person": "Nobody"},
        {**good, "id": "e", "what": " "},
    ]
    told = {"schema": transfer.SCHEMA, "people": [{"name": "Ana"}, {"name": 4}], "ruptures": [*bad, good]}
    taken = transfer.from_json(json.dumps(told), ledger)
    assert (taken.new, taken.known) == (1, 0)
    assert [issue.split(":")[0] for issue in taken.issues] == ["people, entry 2", *(f"ruptures, entry {place}" for place in range(1, 6))]
    assert ledger.rupture("aaaaaaaa").what == "late"


def test_a_thousand_damaged_exports_never_lose_what_was_there(ledger: Ledger) -> None:
    """Bytes changed, cut, doubled and swapped at random; whatever comes of it, it is told, and the ledger is whole."""
    filled(ledger)
    text = transfer.to_json(transfer.everything(ledger))
    before = {one.id for one in ledger.ruptures()}
    chance = random.Random(11)
    for _ in range(1000):
        letters = list(text)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(letters))
            letters[at] = chance.choice(
                ['"', "{", "}", "[", "]", ",", ":", "\x00", "é", "9", "-", "", letters[chance.randrange(len(letters))]]
            )
        damaged = "".join(letters)[: chance.randint(1, len(letters)) if chance.random() < 0.3 else None]
        told = ""
        with suppress(BadInput):
            transfer.from_json(damaged, ledger)
            told = "read as far as it goes"
        if not told:
            with pytest.raises(BadInput, match="nothing was taken in"):
                transfer.from_json(damaged, ledger)
    assert before <= {one.id for one in ledger.ruptures()}
    assert not opening.verify(ledger.path, ledger.key).wrong
    assert opening.unlock(ledger.path, WORDS)
