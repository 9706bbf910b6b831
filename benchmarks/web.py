"""How fast the pages come when the desk is full: a talk of 100,000 messages and a ledger of 5,000 entries, asked as a browser asks.

    python -m benchmarks.web [--messages 100000] [--entries 5000] [--write]

`--write` puts the figures into docs/web-speed.md. Times are taken at the asking end, over one connection: the server's time and
a little more.
"""

from __future__ import annotations

import argparse
import http.client
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from benchmarks.generate import whatsapp_lines
from benchmarks.ledger import WORDS, fill
from reattune.web.server import FIRST, others

PAGE = Path(__file__).parents[1] / "docs" / "web-speed.md"
SECTION = re.compile(r"(<!-- measured -->\n).*?(<!-- /measured -->)", re.DOTALL)
LINK = re.compile(r'(?:href|hx-get)="(/[^"#]*)')
HERE = re.compile(r'name="pad"[^>]* value="([^"]+)"')
OF_EACH, TIMES, STARTS, DRAFTS = 3, 15, 5, 40
SIXTY = (
    "I know I said I would be home by seven and I walked in at nine without a word. You sat there with dinner going cold and felt like you "
    "did not matter to me. That is on me, and I am truly sorry. I should have rung when the meeting ran late. Next time I will call "
    "before six."
)


class Asking:
    """One browser's connection."""

    def __init__(self, link: str) -> None:
        self.place, self.cookie, self.token = urlsplit(link).netloc, "", ""
        self.line = http.client.HTTPConnection("127.0.0.1", int(self.place.rpartition(":")[2]))
        self.ask(urlsplit(link).path)
        self.token = re.findall(r'name="csrf" value="([^"]+)"', self.ask("/help")[1])[0]

    def ask(self, path: str, body: bytes | None = None, kind: str = "", **headers: str) -> tuple[int, str, http.client.HTTPMessage]:
        """One answer."""
        more = {"Origin": f"http://{self.place}", "X-CSRF": self.token, "Content-Type": kind} if body is not None else {}
        self.line.request("GET" if body is None else "POST", path, body, {"Host": self.place, "Cookie": self.cookie, **more, **headers})
        answer = self.line.getresponse()
        text = answer.read().decode("utf-8", "replace")
        if given := answer.headers.get("set-cookie"):
            self.cookie = given.split(";")[0]
        return answer.status, text, answer.headers

    def send(self, path: str, live: bool = False, **form: str) -> tuple[int, str, http.client.HTTPMessage]:
        """A form."""
        headers = {"HX-Request": "true"} if live else {}
        return self.ask(path, urlencode(form).encode(), "application/x-www-form-urlencoded", **headers)

    def hand_in(self, path: str, field: str, name: str, content: bytes) -> str:
        """A file; where it leads."""
        head = f'--b\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\nContent-Type: text/plain\r\n\r\n'
        answer = self.ask(path, head.encode() + content + b"\r\n--b--\r\n", "multipart/form-data; boundary=b")
        return str(answer[2]["location"])

    def took(self, path: str) -> float:
        """Milliseconds for one page."""
        started = time.perf_counter()
        self.ask(path)
        return (time.perf_counter() - started) * 1000


@contextmanager
def served(home: Path) -> Iterator[tuple[str, float]]:
    """The link of a server of one's own, and when its start began."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "reattune.cli.main", "serve", "--no-browser"], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "REATTUNE_HOME": str(home), "REATTUNE_PASSPHRASE": WORDS},
    )  # fmt: skip
    assert process.stdout
    try:
        yield next(found[0] for line in process.stdout if (found := re.findall(r"http://\S+", line))), began
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def first_page(home: Path) -> float:
    """Seconds from the start of the process to the first page in full."""
    with served(home) as (link, began):
        one = Asking.__new__(Asking)
        one.place, one.cookie, one.token = urlsplit(link).netloc, "", ""
        one.line = http.client.HTTPConnection("127.0.0.1", int(one.place.rpartition(":")[2]))
        landing = one.ask(urlsplit(link).path)[2]["location"]
        assert one.ask(landing)[0] == 200
        return time.perf_counter() - began


def weight(one: Asking) -> int:
    """Bytes of the first page with everything that it loads."""
    text = one.ask("/")[1]
    return len(text.encode()) + sum(len(one.ask(path)[1].encode()) for path in set(re.findall(r'"(/static/[^"]+)"', text)))


def talk(one: Asking, messages: int) -> tuple[str, float]:
    """A talk that was read and heard; where it stands, and the seconds that took."""
    started = time.perf_counter()
    path = one.hand_in("/conversations/upload", "files", "chat.txt", "\n".join(whatsapp_lines(messages)).encode())
    while "<progress" in one.ask(path)[1]:
        time.sleep(0.2)
    me = re.findall(r'name="me"[^>]* value="([^"]+)"', one.ask(path)[1])[0]
    one.send(f"{path}/who", me=me)
    while "<progress" in one.ask(path)[1]:
        time.sleep(0.5)
    return path, time.perf_counter() - started


def furnished(one: Asking) -> list[str]:
    """Something begun in each section; where it stands."""
    begun = [
        one.send("/before-you-send", draft=SIXTY, go="read"),
        one.send("/repair/begin"),
        one.send("/practise/talk", scenario="end-of-the-story"),
    ]
    return [str(answer[2]["location"]) for answer in begun if answer[2]["location"]]


def pages(one: Asking, begin: list[str]) -> dict[str, list[str]]:
    """Addresses by the route that they belong to: those that stand by themselves, and what their pages lead to."""
    every = [route for section in (*FIRST, *others()) for route in section.routes]
    routes = [route for route in every if "GET" in route.methods]  # type: ignore[attr-defined]
    found: dict[str, list[str]] = defaultdict(list)
    ahead = [*begin, *(route.path for route in routes if "{" not in route.path and route.path != "/blank")]
    while ahead:
        path = unescape(ahead.pop(0))
        route = next((route.path for route in routes if route.path_regex.match(urlsplit(path).path)), "")
        if route in {"", "/start/{token}"} or path in found[route] or len(found[route]) >= OF_EACH:
            continue
        status, text, headers = one.ask(path)
        if status == 303:
            ahead.insert(0, str(headers["location"]))
        elif status == 200:
            found[route].append(path)
            ahead += LINK.findall(text)
    return {route: some for route, some in found.items() if some}


def pages_told(one: Asking, begin: list[str]) -> str:
    """A row a route, the slowest first."""
    rows = []
    for route, some in pages(one, begin).items():
        times = sorted(one.took(path) for path in some for _ in range(TIMES))
        size = max(len(one.ask(path)[1].encode()) for path in some) / 1000
        slow = times[int(len(times) * 0.95)]
        rows.append((slow, f"| `{route}` | {statistics.median(times):.0f} | {slow:.0f} | {size:.0f} |\n"))
    return "| page | median, ms | 95th, ms | kB |\n|---|---|---|---|\n" + "".join(row for _, row in sorted(rows, reverse=True))


def drafts(one: Asking) -> tuple[float, float]:
    """The 95th of milliseconds until what is heard in a draft of sixty words stands there, and then the words that carry it."""
    pad = HERE.findall(one.ask(str(one.ask("/before-you-send")[2]["location"]))[1])[0]
    first, closer = [], []
    for number in range(DRAFTS):
        window = re.findall(r'name="window" value="([^"]*)"', one.ask(f"/before-you-send/{pad}")[1])[0]
        started = time.perf_counter()
        answer = one.send("/before-you-send", live=True, pad=pad, window=window, draft=f"{SIXTY} {number}")[1]
        first.append((time.perf_counter() - started) * 1000)
        told = unescape(re.findall(r"hx-vals='([^']+)'", answer)[0])
        started = time.perf_counter()
        one.send("/before-you-send/words", live=True, pad=pad, number=re.findall(r'"number": ?"?(\d+)', told)[0])
        closer.append((time.perf_counter() - started) * 1000)
    return sorted(first)[int(DRAFTS * 0.95)], sorted(closer)[int(DRAFTS * 0.95)]


def measured(messages: int, entries: int) -> str:
    """Everything, told."""
    with tempfile.TemporaryDirectory() as place:
        empty, full = Path(place) / "empty", Path(place) / "full"
        empty.mkdir()
        full.mkdir()
        fill(full / "ledger.db", entries)
        new, again = (statistics.median(first_page(home) for _ in range(STARTS)) for home in (empty, full))
        with served(full) as (link, _):
            one = Asking(link)
            heavy = weight(one)
            heard, carried = drafts(one)
            path, took = talk(one, messages)
            table = pages_told(one, [path, *furnished(one)])
    return (
        f"{messages:,} messages (read and heard in {took:.0f} s), {entries:,} entries; Python {platform.python_version()}, "
        f"{platform.machine()}, {os.cpu_count()} cores.\n\n"
        f"| | |\n|---|---|\n"
        f"| from the start of the program to the first page, median of {STARTS} | {new:.2f} s |\n"
        f"| the same with a ledger that opens by itself | {again:.2f} s |\n"
        f"| the first page with everything it loads | {heavy / 1000:.0f} kB |\n"
        f"| a draft of sixty words: what is heard, 95th of {DRAFTS} | {heard:.0f} ms |\n"
        f"| and then the words that carry it | {carried:.0f} ms |\n\n{table}"
    )


def main() -> None:
    """The command."""
    wants = argparse.ArgumentParser()
    wants.add_argument("--messages", type=int, default=100_000)
    wants.add_argument("--entries", type=int, default=5_000)
    wants.add_argument("--write", action="store_true")
    chosen = wants.parse_args()
    told = measured(chosen.messages, chosen.entries)
    print(told)
    if chosen.write:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(SECTION.sub(lambda found: found[1] + told + found[2], page), encoding="utf-8")


if __name__ == "__main__":
    main()
