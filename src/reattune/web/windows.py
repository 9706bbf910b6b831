"""What each window last saw of a text, so that none writes over what another wrote meanwhile.

A page carries its window's name. A window that sends words where the text is another one than it last saw has not seen what it would
replace: then both are shown, or both are held. What a page sends by itself comes with the time it was typed, so that what comes late
is known by it.
"""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Seen = TypeVar("Seen")
MOST = 200  # windows; every page that is opened is one
MOST_BESIDE = 20


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


@dataclass(slots=True)
class Typing:
    """What was typed into one field: when (as the browser tells it) and in which window what stands there was, and by window what was
    typed and does not stand there."""

    at: int = 0
    window: str = ""
    beside: dict[str, str] = field(default_factory=dict)
    _latest: dict[str, int] = field(default_factory=dict)

    def comes_late(self, window: str, at: int, words: str) -> bool:
        """Whether something newer came before. What another window typed is then laid beside; the same window knows its own newer words."""
        own = self._latest.pop(window, 0)
        self._latest[window] = max(own, at)
        while len(self._latest) > MOST:
            self._latest.pop(next(iter(self._latest)))
        if not at or at >= self.at:
            return False
        if at >= own and window != self.window:
            self.lay(window, words)
        return True

    def stands(self, window: str, at: int) -> None:
        """What this window typed stands there now."""
        self.at, self.window = max(at, self.at), window
        self.beside.pop(window, None)

    def lay(self, window: str, words: str) -> None:
        """Lay words beside, the latest of a window."""
        if words:
            self.beside[window] = words
        while len(self.beside) > MOST_BESIDE:
            self.beside.pop(next(iter(self.beside)))

    def others(self, words: str) -> tuple[str, ...]:
        """What lies beside these words and is not in them."""
        return tuple(dict.fromkeys(one for one in self.beside.values() if one not in words))
