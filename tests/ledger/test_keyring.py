"""A key in the keyring: kept, given back, gone when its time is over, and never asked for where there is no keyring."""

from __future__ import annotations

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import PasswordDeleteError

from reattune.app import keeping
from reattune.app.settings import Settings
from reattune.ledger.key import Key, Keyring
from reattune.ledger.store import Ledger
from tests.ledger.conftest import WORDS

KEY = Key(b"k" * 32, b"s" * 16)


class InMemory(KeyringBackend):
    """A keyring as an operating system has one."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError(username)


@pytest.fixture
def ring() -> Iterator[InMemory]:
    before, made = keyring.get_keyring(), InMemory()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def test_a_key_is_kept_and_given_back(ring: InMemory) -> None:
    one, other = Keyring("/a/ledger.db"), Keyring("/b/ledger.db")
    one.put(KEY)
    assert one.get() == KEY and other.get() is None
    one.drop()
    one.drop()  # nothing there is no error
    assert one.get() is None and not ring.kept


def test_a_key_that_is_kept_for_a_time_is_gone_when_it_is_over(ring: InMemory) -> None:
    one = Keyring("/a/ledger.db")
    one.put(KEY, until=1000.0)
    assert one.get(now=999.0) == KEY
    assert one.get(now=1000.0) is None and not ring.kept


def test_where_there_is_no_keyring_none_is_asked() -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())
    try:
        assert not Keyring.there() and Keyring("/a/ledger.db").get() is None
    finally:
        keyring.set_keyring(before)


def test_an_unlocked_ledger_asks_for_no_passphrase_until_it_is_locked(ring: InMemory, ledger: Ledger) -> None:
    where, asked = Settings(ledger.path.parent), []

    def ask(question: str) -> str:
        asked.append(question)
        return WORDS

    keeping.keep_unlocked(where, keeping.unlocked(where, ask), 15)
    assert len(asked) == 1
    assert keeping.unlocked(where, ask).ledger.people() == () and len(asked) == 1
    keeping.lock(where)
    assert keeping.unlocked(where, ask).key == ledger.key and len(asked) == 2
    assert not ring.kept and WORDS not in where.config.read_text(encoding="utf-8")
