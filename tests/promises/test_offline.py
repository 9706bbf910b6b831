"""Nothing leaves the machine: the whole job runs with the network shut, and no line of the package opens a connection."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fastapi import FastAPI

from tests.promises.shut import KERNEL_LOCK, SIGSYS_ENDED, TRIED
from tests.web.test_serve import started
from tests.web.walk import routes

ROOT = Path(__file__).parents[2]
COUPLE = ROOT / "src" / "reattune" / "app" / "examples" / "couple-six-weeks.txt"
PACKAGE = sorted((ROOT / "src" / "reattune").rglob("*.py"))
REACHING_OUT = {
    "socket", "ssl", "socketserver", "select", "selectors", "asyncio", "urllib", "http", "ftplib", "smtplib", "poplib",
    "imaplib", "nntplib", "telnetlib", "xmlrpc", "webbrowser", "requests", "httpx", "aiohttp", "urllib3", "websockets",
    "grpc", "paramiko", "boto3", "huggingface_hub", "sentry_sdk", "subprocess", "multiprocessing", "ctypes",
}  # fmt: skip


def shut(*words: str | Path, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    command = [*before, sys.executable, "-m", "tests.promises.shut", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8")


def can_leave_the_network() -> bool:
    if not shutil.which("unshare"):
        return False
    return subprocess.run(["unshare", "-r", "-n", "true"], capture_output=True, check=False).returncode == 0


BEFORE = {"here": (), "in a room without a network": ("unshare", "-r", "-n")}


@pytest.fixture(params=BEFORE)
def before(request: pytest.FixtureRequest) -> tuple[str, ...]:
    if request.param != "here" and not can_leave_the_network():
        pytest.skip("this system gives no room without a network (unshare)")
    return BEFORE[request.param]


def test_the_lock_of_these_tests_ends_python_code_that_reaches_out() -> None:
    told = shut("--try", "python")
    assert (told.returncode, told.stderr) == (TRIED, "the network was tried: socket.getaddrinfo\n")


@pytest.mark.skipif(not KERNEL_LOCK, reason="only Linux locks native code")
def test_the_lock_of_these_tests_ends_native_code_that_reaches_out() -> None:
    assert shut("--try", "native").returncode == SIGSYS_ENDED


def test_a_report_is_made_with_the_network_shut(tmp_path: Path, before: tuple[str, ...]) -> None:
    told = shut(
        "read", COUPLE, "--me", "Tom", "--json", "--messages", "--out", tmp_path / "r.html", "--csv", tmp_path / "csv", "--parquet", tmp_path / "pq",
        before=before,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["messages"]
    assert (tmp_path / "r.html").stat().st_size > 1000


def test_a_report_is_told_with_the_network_shut(before: tuple[str, ...]) -> None:
    told = shut("read", COUPLE, "--me", "Tom", "--anonymise", before=before)
    assert told.returncode == 0, told.stderr
    assert "Where to turn" in told.stdout


def test_a_draft_is_checked_with_the_network_shut(before: tuple[str, ...]) -> None:
    for words in (("check", "I did not mean it that way"), ("check", "--json", "see you at six", "--context", "them: are you coming?")):
        told = shut(*words, before=before)
        assert (told.returncode, told.stderr) == (0, "")


def test_lines_are_coded_with_the_network_shut(tmp_path: Path, before: tuple[str, ...]) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": 1, "text": "bus at six"}\n', encoding="utf-8")
    told = shut("code", tmp_path / "in.jsonl", tmp_path / "out.jsonl", "--scores", before=before)
    assert told.returncode == 0, told.stderr
    assert len((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 1


def test_the_runtime_of_the_model_is_told_to_report_nothing_before_it_is_loaded() -> None:
    watch = """
import os, sys
def tell(event, arguments):
    if event == "import" and arguments[0] == "onnxruntime":
        print(os.environ.get("ORT_DISABLE_TELEMETRY"))
sys.addaudithook(tell)
import reattune
reattune.check("bus at six")
"""
    told = subprocess.run([sys.executable, "-c", watch], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["1"]


def imported(path: Path) -> set[str]:
    """Every module that a file imports, anywhere in it, by its first name."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {_first(name.name) for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(_first(node.module))
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {"__import__", "import_module"}:
            found.add("an import by name")
    return found


def _first(name: str) -> str:
    return name if name == "urllib.parse" else name.split(".")[0]  # which only takes addresses apart


def test_the_package_was_found_whole() -> None:
    assert len(PACKAGE) > 40
    assert "numpy" in set().union(*map(imported, PACKAGE))


NAMED = {
    "app/voice.py": {"httpx"},  # off until somebody has read what would be sent where, and agreed
    "cli/serve.py": {"webbrowser"},  # opens the pages
    "web/gate.py": {"asyncio"},  # waits for what comes in
    "web/serve.py": {"asyncio", "socket"},  # the loop, and on one system whether it knows the name of this machine
}


def test_no_file_of_the_package_imports_what_reaches_out_but_the_one_that_is_switched_on_and_those_that_serve() -> None:
    wanted, package = REACHING_OUT | {"an import by name"}, ROOT / "src" / "reattune"
    assert {path.relative_to(package).as_posix(): found for path in PACKAGE if (found := imported(path) & wanted)} == NAMED


def test_a_server_that_reaches_out_is_ended_by_the_lock_of_these_tests() -> None:
    assert shut("--serving", "--try", "python").returncode == TRIED
    assert not KERNEL_LOCK or shut("--serving", "--try", "native").returncode == SIGSYS_ENDED


@pytest.mark.skipif(os.name == "nt", reason="Windows ends processes in another way")
def test_the_pages_are_served_without_reaching_out_to_anybody(tmp_path: Path) -> None:
    report = {"FASTAPI_OTEL_AUTO_CONFIGURE": "true", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9", "NO_COLOR": "1"}
    with started(tmp_path, command=("-m", "tests.promises.shut", "--serving"), **report) as one:
        one.come_in()
        for route in routes():
            if "GET" in route.methods and "{" not in route.path:
                assert one.ask(route.path)[0] < 400, route.path
        assert one.send("/conversations/example", {})[0] == 303
        assert one.send("/before-you-send", {"draft": "I am sorry that I came late.", "go": "read"})[0] < 400
        code, _, wrong = one.end()
    assert (code in {0, 130}, "network" in wrong) == (True, False), wrong


def test_the_framework_reports_nothing_of_what_is_asked_wherever_it_is_told_to_report() -> None:
    words = """
from opentelemetry import trace
class Telling(trace.NoOpTracer):
    def start_span(self, name, *rest, **more):
        print(name)
        return super().start_span(name, *rest, **more)
class Provider(trace.TracerProvider):
    def get_tracer(self, *_, **__):
        return Telling()
trace.set_tracer_provider(Provider())
from fastapi import FastAPI
from starlette.testclient import TestClient
{how}
TestClient(app, base_url="http://127.0.0.1:8765").get("/nowhere")
"""
    ours = "import sys, pathlib\nfrom tests.web.conftest import made\napp, desk, gate = made(pathlib.Path('/nowhere'))"
    said = [subprocess.run([sys.executable, "-c", words.replace("{how}", how)], cwd=ROOT, capture_output=True, text=True, check=True).stdout
            for how in ("app = FastAPI()", ours)]  # fmt: skip
    assert said[1] == ""
    assert said[0] != "" or "telemetry" not in FastAPI.__init__.__annotations__, "the test would see it"


def test_what_is_kept_and_practised_works_with_the_network_shut(
    tmp_path: Path, before: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REATTUNE_HOME", str(tmp_path))
    monkeypatch.setenv("REATTUNE_PASSPHRASE", "four words only mine")
    for words in (
        ("ledger", "add", "--what", "I read my mail through her story", "--who", "Ana"),
        ("ledger", "open"),
        ("today",),
        ("practise", "end-of-the-story"),
        ("where-to-turn", "IE"),
    ):
        told = shut(*words, before=before)
        assert told.returncode == 0, (words, told.stderr)
