"""What goes wrong inside is told on the terminal by its kind and place, never with its words: they may be what somebody wrote.

A fault can come up in a request, in a thread beside it, in the loop, or in the server program's own log; each of them is led here.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from pathlib import Path
from typing import Any


def tell(error: BaseException) -> None:
    """One line: the kind of a fault and where it was."""
    place = next((frame for frame in reversed(traceback.extract_tb(error.__traceback__)) if "reattune" in frame.filename), None)
    where = f" in {Path(place.filename).name}, line {place.lineno}" if place else ""
    sys.stderr.write(f"reattune: a fault of ours ({type(error).__name__}{where}); please report it\n")


def led_here() -> None:
    """Whatever else would print the words of a fault tells it here instead, or is silent."""
    threading.excepthook = lambda fault: tell(fault.exc_value) if fault.exc_value else None
    sys.unraisablehook = lambda fault: tell(fault.exc_value) if fault.exc_value else None
    for name in ("asyncio", "uvicorn"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def of_loop(_: object, context: dict[str, Any]) -> None:
    """For the loop, which names its faults in a table."""
    if isinstance(error := context.get("exception"), Exception):
        tell(error)
