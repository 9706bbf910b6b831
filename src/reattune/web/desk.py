"""What a running server remembers, in memory alone: the open ledger, and whatever is being looked at and was not kept.

One person sits at it. What is private goes when it is locked, left, or when the server ends; only what was kept in the ledger stays.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from reattune.app import keeping
from reattune.app.settings import Settings, choose, chosen
from reattune.core.coded import Coder
from reattune.core.errors import BadInput, BadOption
from reattune.ledger import opening
from reattune.ledger.store import Ledger

Thing = TypeVar("Thing")
MINUTES = 15  # without a sign of anybody, until it locks
MOST_MINUTES = 24 * 60
MOST_WAITING = 20  # forms
NO_MORE = "This is not there any more. What was not kept is gone once the app is closed or locked without a ledger."


class NotOpen(Exception):
    """The page needs the ledger, and it is locked or there is none."""


class NotHere(Exception):
    """What was asked for is not held (any more)."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed and came while there was no open ledger: where it was meant for, and its fields."""

    path: str
    fields: tuple[tuple[str, str], ...]

    @property
    def words(self) -> str:
        """The longest of what was typed, to know it by."""
        return max((value for _, value in self.fields), key=len, default="")


class Shelf(Generic[Thing]):
    """Things under names that tell nothing, the oldest let go once there are too many. Safe from several threads."""

    def __init__(self, most: int = 50) -> None:
        self._most = most
        self._over = False
        self._things: dict[str, Thing] = {}
        self._lock = threading.Lock()

    def put(self, thing: Thing, name: str | None = None) -> str:
        """Hold it; its name. A shelf that was cleared away holds nothing more: what was still at work then comes too late."""
        with self._lock:
            given = name or secrets.token_urlsafe(9)
            if self._over:
                return given
            self._things.pop(given, None)
            self._things[given] = thing
            while len(self._things) > self._most:
                self._things.pop(next(iter(self._things)))
            return given

    def get(self, name: str) -> Thing:
        """The thing of this name. Raises NotHere."""
        with self._lock:
            if name not in self._things:
                raise NotHere
            return self._things[name]

    def take(self, name: str) -> Thing:
        """The thing of this name, which is held no longer: whoever asks first has it. Raises NotHere."""
        with self._lock:
            if name not in self._things:
                raise NotHere
            return self._things.pop(name)

    def drop(self, name: str) -> None:
        """Let it go, if it is there."""
        with self._lock:
            self._things.pop(name, None)

    def clear_away(self) -> list[Thing]:
        """Let everything go for good, and say what it was."""
        with self._lock:
            self._over, gone, self._things = True, list(self._things.values()), {}
            return gone

    def all(self) -> list[tuple[str, Thing]]:
        """Everything with its name, the oldest first."""
        with self._lock:
            return list(self._things.items())


class Desk:
    """The one state of a running server. `coder` gives the coder, loaded when first asked for."""

    def __init__(self, where: Settings, coder: Callable[[], Coder], clock: Callable[[], datetime] = datetime.now) -> None:
        self.where = where
        self.coder = coder
        self.now = clock
        self.locked = False
        self.notice = ""  # told once, on the next page
        self._waiting: Shelf[Typed] = Shelf(MOST_WAITING)
        self._open: keeping.Unlocked | None = None
        self._seen = clock()
        self._shelves: dict[str, Shelf[object]] = {}
        self._turn = threading.Lock()  # one passphrase at a time
        self._shut = 0  # how often it was locked: what was opening meanwhile comes too late

    def shelf(self, name: str, most: int = 50) -> Shelf[object]:
        """A section's own shelf."""
        return self._shelves.setdefault(name, Shelf(most))

    @property
    def there_is_a_ledger(self) -> bool:
        """Whether one was ever begun here."""
        return self.where.ledger.exists()

    @property
    def unlocked(self) -> keeping.Unlocked:
        """The open ledger with its key. Raises NotOpen."""
        found = self._open  # read once: another request may lock meanwhile
        if found is None:
            raise NotOpen
        return found

    @property
    def ledger(self) -> Ledger:
        """The open ledger. Raises NotOpen."""
        return self.unlocked.ledger

    @property
    def ledger_or_none(self) -> Ledger | None:
        """The open ledger, or nothing."""
        found = self._open
        return found.ledger if found else None

    def open_by_itself(self) -> None:
        """At the start: with the passphrase of the environment or a key in the keyring, where there is one; else it stands locked."""
        if not self.there_is_a_ledger:
            return
        self.locked = True
        with suppress(BadInput):
            self._let_in(keeping.unlocked(self.where, _nobody))

    def unlock(self, passphrase: str) -> None:
        """Open the ledger. Raises whatever `opening.unlock` raises."""
        with self._opening() as let_in:
            let_in(opening.unlock(self.where.ledger, passphrase))

    def begin(self, passphrase: str) -> None:
        """Begin a ledger. Raises BadOption for a short passphrase or where there is one."""
        with self._opening() as let_in:
            let_in(opening.begin(self.where.ledger, passphrase))

    def reopen(self, change: Callable[[], Ledger]) -> Ledger:
        """Go on with the ledger that `change` gives, as after another passphrase."""
        with self._opening() as let_in:
            let_in(ledger := change())
            return ledger

    @contextmanager
    def _opening(self) -> Iterator[Callable[[Ledger], None]]:
        """One at a time, for a key takes a while to make. Locked or left meanwhile, it stays so."""
        with self._turn:
            shut = self._shut

            def let_in(ledger: Ledger) -> None:
                if self._shut == shut:
                    self._let_in(keeping.Unlocked(ledger, ledger.key))

            yield let_in

    def _let_in(self, one: keeping.Unlocked) -> None:
        self._open, self.locked = one, False
        self.touch()

    # what was typed and came too late

    def hold(self, form: Typed) -> None:
        """Keep a form until somebody goes on with it; the same one once."""
        if form not in [one for _, one in self._waiting.all()]:
            self._waiting.put(form)

    def waiting(self) -> list[tuple[str, Typed]]:
        """The forms that wait, by name, the oldest first."""
        return self._waiting.all()

    def take(self, name: str) -> Typed:
        """That form, which waits no longer. Raises NotHere."""
        return self._waiting.take(name)

    def go_on_without(self) -> None:
        """Use the app with the ledger closed: what was held before is dropped, for it may be another person now."""
        self.drop_all()
        self.locked = False

    def lock(self) -> None:
        """Close the ledger. What is held stays behind the passphrase; where there is no ledger nothing could keep it, so it goes."""
        self._shut += 1
        self._open, self.notice = None, ""
        if self.there_is_a_ledger:
            self.locked = True
        else:
            self.drop_all()

    def drop_all(self) -> None:
        """Forget everything that is held in memory."""
        self._shut += 1
        self._open, self.notice = None, ""
        self._waiting.clear_away()
        self._waiting = Shelf(MOST_WAITING)
        shelves, self._shelves = self._shelves, {}
        for thing in [one for shelf in shelves.values() for one in shelf.clear_away()]:
            with suppress(AttributeError):
                thing.stop()  # type: ignore[attr-defined]

    def touch(self) -> None:
        """Somebody is there."""
        self._seen = self.now()

    @property
    def minutes(self) -> int:
        """Minutes without a sign of anybody until it locks."""
        with suppress(BadInput):
            kept = chosen(self.where).get("lock_minutes")
            if isinstance(kept, int) and 0 < kept <= MOST_MINUTES:
                return kept
        return MINUTES

    def lock_if_left(self) -> None:
        """Lock where nobody was there for a while."""
        alone = self.now().timestamp() - self._seen.timestamp()  # no hour more in the night when clocks go back
        if (self._open or self._holds()) and not self.locked and alone > 60 * self.minutes:
            self.lock()

    def _holds(self) -> bool:
        return bool(self._waiting.all()) or any(shelf.all() for shelf in list(self._shelves.values()))

    def choose(self, **more: object) -> None:
        """Keep a choice that is not private."""
        choose(self.where, **more)

    def chosen(self, name: str) -> object:
        """A choice that was kept, or nothing. A damaged file of choices hides no page."""
        try:
            return chosen(self.where).get(name)
        except BadInput:
            return None


def _nobody(_: str) -> str:
    raise BadOption("nobody was asked")
