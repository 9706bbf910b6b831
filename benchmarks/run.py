"""Speed and memory, each job in a process of its own, peers in the same run on the same file.

    python -m benchmarks.run [reading] [analysing] [checking] [importing]

Figures are printed with the machine they were measured on and appended to `out/bench.jsonl`. Nothing here is a test.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.generate import whatsapp_lines

MESSAGES_READ, MESSAGES_ANALYSED = 200_000, 100_000
PEERS = {
    "reattune": "from pathlib import Path\nfrom reattune.reading import read\nprint(len(read([Path(sys.argv[1])]).messages))",
    "whatstk": "from whatstk import WhatsAppChat\nprint(len(WhatsAppChat.from_source(sys.argv[1]).df))",
    "chat-miner": (
        "from chatminer.chatparsers import WhatsAppParser\np = WhatsAppParser(sys.argv[1])\n"
        "p.parse_file()\nprint(len(p.parsed_messages.get_df()))"
    ),
}


def measured(words: list[str]) -> tuple[float, int, str]:
    """Seconds, peak resident MiB and the last line printed, of one process."""
    started = time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    out = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        return seconds, usage.ru_maxrss // 1024, f"failed with {process.returncode}"
    return seconds, usage.ru_maxrss // 1024, out.strip().splitlines()[-1][:60] if out.strip() else ""


def chat(folder: Path, count: int) -> Path:
    """A generated chat in a file."""
    path = folder / f"chat-{count}.txt"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in whatsapp_lines(count, 7))
    return path


def shown(job: str, seconds: float, memory: int, note: str = "") -> None:
    """Print one figure and keep it."""
    print(f"{job:<46} {seconds:8.2f} s {memory:6d} MiB  {note}", flush=True)
    Path("out").mkdir(exist_ok=True)
    with Path("out/bench.jsonl").open("a", encoding="utf-8") as log:
        log.write(
            json.dumps({"job": job, "seconds": round(seconds, 3), "mib": memory, "machine": platform.platform(), "cpus": os.cpu_count()})
            + "\n"
        )


def reading(folder: Path) -> None:
    """Reading 200,000 generated messages, against the peers."""
    path = chat(folder, MESSAGES_READ)
    for name, words in PEERS.items():
        seconds, memory, last = measured([sys.executable, "-c", f"import sys\n{words}", str(path)])
        shown(f"read {MESSAGES_READ:,} WhatsApp messages: {name}", seconds, memory, f"messages: {last}")


def analysing(folder: Path) -> None:
    """The main job on 100,000 generated messages."""
    path = chat(folder, MESSAGES_ANALYSED)
    words = [sys.executable, "-m", "reattune.cli.main", "read", str(path), "--json"]
    shown(f"reattune read, {MESSAGES_ANALYSED:,} messages", *measured(words)[:2])


def checking(_: Path) -> None:
    """A draft, cold: a fresh process each time."""
    times = [measured([sys.executable, "-m", "reattune.cli.main", "check", "I see that I hurt you when I said that"]) for _ in range(5)]
    shown("reattune check, cold, median of 5", *sorted(times)[2][:2])


def importing(_: Path) -> None:
    """`import reattune` over a bare interpreter, and `reattune --help`."""
    bare = sorted(measured([sys.executable, "-c", "pass"])[0] for _ in range(7))[3]
    ours = sorted(measured([sys.executable, "-c", "import reattune"])[0] for _ in range(7))[3]
    shown("import reattune, over a bare interpreter", max(ours - bare, 0.0), 0)
    shown("reattune --help, median of 5", *sorted(measured([sys.executable, "-m", "reattune.cli.main", "--help"]) for _ in range(5))[2][:2])


JOBS = {"reading": reading, "analysing": analysing, "checking": checking, "importing": importing}


def main(names: list[str]) -> None:
    """The command."""
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as place:
        for name in names or JOBS:
            JOBS[name](Path(place))


if __name__ == "__main__":
    main(sys.argv[1:])
