"""The server as a program of its own: started, stopped, killed, started again."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from reattune.core.errors import BadOption
from reattune.web.serve import names_of, on_this_machine_alone
from reattune.web.server import REFUSED
from tests.web.conftest import PASSPHRASE
from tests.web.walk import routes

ROOT = Path(__file__).parents[2]
ODD = "private-words-😀-<script>'\"\\x00"
LINK = re.compile(r"http://\S+/start/\S+")
CSRF = re.compile(r'name="csrf" value="([^"]+)"')
NOT_WINDOWS = pytest.mark.skipif(os.name == "nt", reason="Windows ends processes in another way")


class Running:
    """A server that was started by its command, and a browser-like visitor to it who keeps its cookie."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.told: list[str] = []
        self._links: list[str] = []
        self._more = threading.Condition()
        self.listening = threading.Thread(target=self._listen, daemon=True)
        self.listening.start()
        self.cookie = ""

    def _listen(self) -> None:
        assert self.process.stdout
        with self.process.stdout as stdout:
            for line in stdout:
                with self._more:
                    self.told.append(line)
                    self._links += LINK.findall(line)
                    self._more.notify_all()
        with self._more:
            self._more.notify_all()

    def link(self, number: int = 0) -> str:
        """The link that was told; the next ones come after the quick way out."""
        with self._more:
            assert self._more.wait_for(lambda: len(self._links) > number or self.process.poll() is not None, 60)
            return self._links[number]

    @property
    def place(self) -> str:
        return urlsplit(self.link()).netloc

    def ask(self, path: str, form: dict[str, str] | None = None, **headers: str) -> tuple[int, str, http.client.HTTPMessage]:
        """One request, by the name that the server told."""
        body = urlencode(form) if form is not None else None
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{self.place}"} if body is not None else {}
        line = http.client.HTTPConnection("127.0.0.1", int(self.place.rpartition(":")[2]), timeout=60)
        line.request("POST" if body is not None else "GET", path, body, {"Host": self.place, "Cookie": self.cookie, **kind, **headers})
        answer = line.getresponse()
        text = answer.read().decode("utf-8", "replace")
        line.close()
        if given := answer.headers.get("set-cookie"):
            self.cookie = given.split(";")[0]
        return answer.status, text, answer.headers

    def come_in(self, number: int = 0) -> int:
        return self.ask(urlsplit(self.link(number)).path)[0]

    def send(self, path: str, form: dict[str, str]) -> tuple[int, str, http.client.HTTPMessage]:
        """A form with the token of our own pages."""
        return self.ask(path, {"csrf": CSRF.findall(self.ask("/help")[1])[0], **form})

    def end(self, how: int = signal.SIGINT) -> tuple[int, str, str]:
        """Its exit code, and everything that it told."""
        self.process.send_signal(how)
        return self.over()

    def over(self) -> tuple[int, str, str]:
        code = self.process.wait(60)
        assert self.process.stderr
        self.listening.join()
        return code, "".join(self.told), self.process.stderr.read()


@contextmanager
def started(home: Path, *words: str, command: tuple[str, ...] = ("-m", "reattune.cli.main"), **environment: str) -> Iterator[Running]:
    process = subprocess.Popen(
        [sys.executable, *command, "serve", "--no-browser", *words], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        encoding="utf-8", env={**os.environ, "REATTUNE_HOME": str(home), "PYTHONUNBUFFERED": "1", **environment},
    )  # fmt: skip
    one = Running(process)
    try:
        yield one
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(60)
        one.listening.join()
        assert process.stderr
        process.stderr.close()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with started(tmp_path) as one:
        yield one


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def test_it_tells_a_link_under_a_name_that_nobody_can_guess_and_the_link_works_once(running: Running) -> None:
    assert re.fullmatch(r"notes-[0-9a-f]{10}\.localhost:\d+", running.place)
    assert (running.come_in(), running.come_in()) == (303, 303), "whoever is in may press it again"
    running.cookie = ""
    assert running.come_in() == 401


def test_it_is_asked_by_its_own_name_or_this_machines_and_by_no_other(running: Running) -> None:
    running.come_in()
    port = running.place.rpartition(":")[2]
    assert running.ask("/help")[0] == 200
    assert {running.ask("/blank", Host=f"{name}:{port}")[0] for name in ("127.0.0.1", "localhost")} == {200}
    assert {running.ask("/blank", Host=f"{name}:{port}")[0] for name in ("localhost.evil.test", "evil.test")} == {421}


def test_it_listens_on_this_machine_alone(running: Running) -> None:
    port = int(running.place.rpartition(":")[2])
    held = Path("/proc/net/tcp")
    if not held.exists():
        pytest.skip("only Linux tells who listens where")
    listening = [
        line.split()[1]
        for line in held.read_text().splitlines()[1:]
        if line.split()[3] == "0A" and line.split()[1].endswith(f":{port:04X}")
    ]
    assert listening == [f"0100007F:{port:04X}"]


@NOT_WINDOWS
def test_ctrl_c_ends_it_without_a_word_too_many(running: Running) -> None:
    running.come_in()
    code, _, wrong = running.end()
    assert code in {0, 130}
    assert "Traceback" not in wrong
    assert len(wrong.splitlines()) <= 1


WARMS = """
import sys, time
from reattune.web import serve
def at_work(*_):
    print("http://warming/start/x", flush=True)
    time.sleep(1)
    print("at its end", flush=True)
serve.WARMS_AFTER, serve._warm = 0.0, at_work
from reattune.cli.main import run
run(sys.argv[1:])
"""


@NOT_WINDOWS
def test_it_ends_only_when_the_coder_has_ended_its_work(tmp_path: Path) -> None:
    with started(tmp_path, command=("-c", WARMS)) as one:
        one.link(1)  # its own, and the line that the work tells
        code, told, wrong = one.end()
    assert (code in {0, 130}, "at its end" in told, "Traceback" in wrong) == (True, True, False)


@NOT_WINDOWS
def test_a_request_to_stop_ends_it(running: Running) -> None:
    running.link()
    code, _, wrong = running.end(signal.SIGTERM)
    assert (code in {0, -signal.SIGTERM, 143}, wrong) == (True, "")


def test_a_port_that_is_taken_is_told_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with started(tmp_path, "--port", str(port)) as one:
            code, told, wrong = one.over()
    assert (code, told) == (2, "")
    assert len(wrong.splitlines()) == 1
    assert f"port {port}" in wrong


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_every_address_at_once_is_no_address(tmp_path: Path, host: str) -> None:
    with started(tmp_path, "--host", host) as one:
        code, _, wrong = one.over()
    assert (code, "every address at once" in wrong) == (2, True)


def test_an_address_that_others_can_reach_is_warned_of(tmp_path: Path) -> None:
    with started(tmp_path, "--host", "192.0.2.1") as one:  # no machine's own, so that it ends by itself
        code, _, wrong = one.over()
    assert (code, len(wrong.splitlines())) == (2, 2)
    assert wrong.startswith("Others on this network can reach it")


def test_the_names_it_goes_by() -> None:
    assert names_of("127.0.0.1")[1:] == ("127.0.0.1", "localhost")
    assert names_of("127.0.0.1")[0] != names_of("127.0.0.1")[0]
    assert names_of("::1")[1] == "[::1]"
    assert names_of("localhost") == ("localhost", "127.0.0.1")
    assert names_of("192.168.1.5") == ("192.168.1.5",)
    assert names_of("fe80::1") == ("[fe80::1]",)
    assert names_of("desk.local") == ("desk.local",)
    for all_of_them in ("0.0.0.0", "::"):
        with pytest.raises(BadOption):
            names_of(all_of_them)
    assert [on_this_machine_alone(host) for host in ("127.0.0.1", "127.9.9.9", "::1", "localhost", "192.168.1.5", "desk.local")] == [
        True
    ] * 4 + [False] * 2


def test_after_the_quick_way_out_a_new_link_is_told_and_the_old_cookie_is_worth_nothing(running: Running) -> None:
    running.come_in()
    old = running.cookie
    assert running.ask("/leave", {})[0] == 303
    assert running.link(1) != running.link(0)
    running.cookie = old
    status, text, _ = running.ask("/help")
    assert (status, "reattune" in text) == (401, False)
    running.cookie = ""
    assert (running.come_in(1), running.ask("/help")[0]) == (303, 200)


@NOT_WINDOWS
def test_killed_and_started_again_nothing_that_was_kept_is_lost_and_the_rest_is_gone_and_told_so(tmp_path: Path) -> None:
    port = str(free_port())
    secret = {"REATTUNE_PASSPHRASE": PASSPHRASE}
    with started(tmp_path, "--port", port) as one:
        one.come_in()
        one.send("/passphrase", {"passphrase": PASSPHRASE, "again": PASSPHRASE})
        added, _, headers = one.send("/ledger/add", {"what": "the plates stood there again", "when": "now", "severity": "moderate"})
        assert (added, headers["location"].startswith("/ledger/")) == (303, True), headers.items()
        entry = headers["location"]
        held = one.send("/conversations/example", {})[2]["location"]
        assert one.ask(held)[0] == 200
        old = one.cookie
        one.end(signal.SIGKILL)
    with started(tmp_path, "--port", port, **secret) as again:
        again.link()
        again.cookie = old
        status, text, _ = again.ask("/", Host=f"127.0.0.1:{port}")
        assert (status, REFUSED[401][:20] in text) == (401, True)
        again.cookie = ""
        again.come_in()
        assert "the plates stood there again" in again.ask(entry)[1]
        assert again.ask(held)[0] == 404
        assert "gone once the app is closed" in again.ask(held)[1]


BREAKS = """
import sys
from reattune.web import begin
@begin.routes.post("/break")
def broken(what: str = "") -> None:
    raise ValueError(sys.argv[-1] + "private-words")
@begin.routes.get("/break-apart")
def apart() -> None:
    import threading
    thread = threading.Thread(target=broken)
    thread.start()
    thread.join()
from reattune.cli.main import run
run(sys.argv[1:])
"""


@NOT_WINDOWS
def test_nothing_private_is_told_on_the_terminal_whatever_is_sent_and_whatever_breaks(tmp_path: Path) -> None:
    with started(tmp_path, command=("-c", BREAKS)) as one:
        one.come_in()
        for route in routes():
            path = re.sub(r"\{[^}]*\}", "private-words", route.path)
            if path in {"/leave", "/lock", "/start/private-words"}:
                continue
            if "POST" in route.methods:
                one.send(path, {field.name: ODD for field in route.dependant.body_params} | {"what": ODD})
            else:
                one.ask(f"{path}?private-words=1&page=private-words")
        one.ask("/nowhere/private-words")
        assert one.send("/break", {"what": ODD})[0] == 500
        assert one.ask("/break-apart")[0] == 200
        garbage(one, b"GET /private-words HTTP/1.1\r\nprivate-words\r\n\r\n")
        garbage(one, b"\x16\x03\x01private-words\r\n\r\n")
        _, told, wrong = one.end()
    assert "private-words" not in told + wrong
    assert "Traceback" not in wrong
    faults = [line for line in wrong.splitlines() if line != "reattune: stopped"]
    assert len(faults) == 2, wrong
    assert all(re.fullmatch(r"reattune: a fault of ours \(ValueError( in \w+\.py, line \d+)?\); please report it", line) for line in faults)


def garbage(one: Running, said: bytes) -> None:
    """What no browser says."""
    with socket.create_connection(("127.0.0.1", int(one.place.rpartition(":")[2])), timeout=20) as line:
        line.sendall(said)
        line.shutdown(socket.SHUT_WR)
        while line.recv(4096):
            pass


def test_the_terminal_program_loads_no_server_for_its_help() -> None:
    words = "import sys, reattune.cli.main\nprint(*sys.modules)"
    seen = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True).stdout.split()
    assert not set(seen) & {"fastapi", "uvicorn", "sqlalchemy", "jinja2", "webbrowser"}


def test_starting_loads_nothing_that_can_wait() -> None:
    words = "import sys, reattune.web.serve\nprint(*sys.modules)"
    seen = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True).stdout.split()
    assert not set(seen) & {
        "numpy",
        "onnxruntime",
        "tokenizers",
        "alembic",
        "icalendar",
        "pyarrow",
        "rich",
        "httpx",
        "svg",
        "reattune.web.kept",
        "reattune.reading.formats",
    }
