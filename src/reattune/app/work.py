"""Long work beside the pages: in a thread of its own, with how far it is, what came of it, and a way to call it off."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from reattune.core.coded import Progress
from reattune.core.errors import NoLongerWanted

Made = TypeVar("Made")


class Work(Generic[Made]):
    """One piece of work, begun at once. `does` is handed a `Progress`, which raises NoLongerWanted once the work was called off."""

    def __init__(self, does: Callable[[Progress], Made]) -> None:
        self.done = self.of = 0
        self._off = False
        self._made: list[Made] = []
        self._error: BaseException | None = None
        self._over = threading.Event()
        # no daemon, as the thread that calls may be: one that is cut off inside the coder takes the process down with it
        threading.Thread(target=self._run, args=(does,), daemon=False).start()

    def ended(self, seconds: float = 0.0) -> bool:
        """Whether it is over, after waiting for so long at most."""
        return self._over.wait(seconds)

    def made(self) -> Made:
        """What came of it. Raises what stopped it; it must have ended."""
        if self._error is not None:
            raise self._error
        return self._made[0]

    def stop(self) -> None:
        """Call it off; it ends when it next says how far it is."""
        self._off = True

    def _run(self, does: Callable[[Progress], Made]) -> None:
        try:
            self._made.append(does(self._hears))
        except BaseException as error:  # whoever asks for what was made hears of it
            self._error = error
        finally:
            _looked_through()
            self._over.set()

    def _hears(self, done: int, of: int) -> None:
        if self._off:
            raise NoLongerWanted("it was called off")
        self.done, self.of = done, of


def _looked_through() -> None:
    """What was made is large and stays. It is looked through for waste here, once, so that no page has to wait while that is done."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
