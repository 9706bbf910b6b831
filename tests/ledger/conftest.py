"""A ledger to test with. The stretching of the passphrase is the real one; keys are made once."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from reattune.core.names import Answer, Severity, Verdict
from reattune.ledger import opening
from reattune.ledger.records import Attempt, Driver, Person, Rupture
from reattune.ledger.store import Ledger

WORDS = "blue kettle on the stairs"
NOW = datetime(2026, 3, 2, 18, 30)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return opening.begin(tmp_path / "ledger.db", WORDS)


def filled(ledger: Ledger, count: int = 3) -> tuple[Rupture, ...]:
    """Some ruptures with somebody, each with an attempt."""
    ana = ledger.put_person(Person("Ana", "partner"))
    items = tuple(
        Rupture(
            NOW - timedelta(days=count - place),
            f"what happened {place}",
            NOW,
            ana.id,
            (Severity.MICRO, Severity.MODERATE, Severity.MAJOR)[place % 3],
            (True, False, None)[place % 3],
            "phones",
            "mine",
            "theirs",
            Driver.SHAME,
            attempts=(Attempt(NOW, text=f"sorry {place}", verdict=Verdict.PARTIAL, answer=Answer.PARTIAL, answered_at=NOW),),
        )
        for place in range(count)
    )
    ledger.put(items)
    return items
