"""Runs a command of reattune and tells what it opened to write: `python -m tests.promises.watched read chat.txt`.

Each place goes to file descriptor 2 as `wrote: …` when it is opened, by Python's own audit hook, wherever on the machine it is.
"""

from __future__ import annotations

import os
import sys
from typing import Any

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
MAKING = {"os.mkdir": 0, "os.rename": 1, "os.link": 1, "os.symlink": 1, "sqlite3.connect": 0, "shutil.copyfile": 1, "shutil.move": 1}


def _tell(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        place, mode, flags = arguments
        if (set("wax+") & set(mode or "")) or (flags or 0) & WRITING:
            os.write(2, f"wrote: {os.fspath(place) if not isinstance(place, int) else place}\n".encode())
    elif event in MAKING:
        os.write(2, f"wrote: {os.fspath(arguments[MAKING[event]])}\n".encode())


def main(words: list[str]) -> None:
    """Watch, then do what the words say."""
    sys.dont_write_bytecode = True
    sys.addaudithook(_tell)
    from reattune.cli.main import run

    run(words)


if __name__ == "__main__":
    main(sys.argv[1:])
