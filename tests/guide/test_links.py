"""Whether links answer, asked of a server on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from docs.links import links, wrong_with
from reattune import help as turning
from reattune.guide import load


class Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status = {"/here": 200, "/moved": 302, "/gone": 404, "/kept-out": 403}.get(self.path, 500)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/here")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture(scope="module")
def place() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Pages)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "says"), [("/here", ""), ("/kept-out", ""), ("/gone", "answers 404"), ("/odd", "answers 500"), ("/moved", "leads on to")]
)
def test_a_link_that_answers_is_left_alone_and_any_other_is_told(place: str, path: str, says: str) -> None:
    told = wrong_with(place + path)
    assert told.startswith(says) if says else told == ""


def test_where_nobody_answers_that_is_told() -> None:
    assert wrong_with("http://127.0.0.1:1/").startswith("does not answer")


def test_every_source_and_every_service_is_asked() -> None:
    found = {link for link, _ in links(load())}
    assert {source.link for one in load().entries for source in one.sources} <= found
    assert {one.source for one in turning.load().entries} <= found
