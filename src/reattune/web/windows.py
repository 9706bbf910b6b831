"""What each window last saw of a text, so that none writes over what another wrote meanwhile.

A page carries its window's name. A window that sends words where the text is another one than it last saw has not seen what it would
replace: then both are shown, or both are held.
"""

from __future__ import annotations

import secrets
import threading
from typing import Generic, TypeVar

Seen = TypeVar("Seen")
MOST = 200  # windows; every page that is opened is one


class Windows(Generic[Seen]):
    """The windows of one text. `nothing` is what a window has seen that is not known (any more)."""

    def __init__(self, nothing: Seen) -> None:
        self._nothing = nothing
        self._seen: dict[str, Seen] = {}
        self._lock = threading.Lock()

    def opened(self, words: Seen) -> str:
        """A new window that shows these words; its name."""
        name = secrets.token_urlsafe(9)
        self.saw(name, words)
        return name

    def saw(self, name: str, words: Seen) -> None:
        """What a window shows from now on."""
        with self._lock:
            self._seen.pop(name, None)
            self._seen[name] = words
            while len(self._seen) > MOST:
                self._seen.pop(next(iter(self._seen)))

    def knows(self, name: str, words: Seen) -> bool:
        """Whether these words are what a window shows."""
        with self._lock:
            return self._seen.get(name, self._nothing) == words
