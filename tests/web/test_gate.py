"""What may ask anything of the server: each check of the gate, asked without a browser."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import UploadFile
from starlette.responses import Response
from starlette.testclient import TestClient

from reattune.app.settings import Settings
from reattune.web.desk import Desk
from reattune.web.gate import HEADERS, UPLOADS, Bounds, Gate, Guarded, cookie_name
from reattune.web.server import FREE, NEVER_HELD, REFUSED, make_app
from tests.stories import ScriptedCoder
from tests.web.conftest import HOST, PASSPHRASE, Clock, Visitor, let_in
from tests.web.walk import routes

ORIGIN = f"http://{HOST}"
WORDS = "the words somebody wrote"
Headers = list[tuple[str, str]]


async def _told(
    app: Guarded, path: str, method: str, headers: Iterable[tuple[str, str]], body: AsyncIterator[bytes] | None
) -> tuple[int, str]:
    status, text = 0, b""

    whole = False

    async def receive() -> dict[str, Any]:
        nonlocal whole
        if whole:
            await asyncio.Event().wait()  # the browser stays
        part = await anext(body, None) if body else None
        whole = part is None
        return {"type": "http.request", "body": part or b"", "more_body": not whole}

    async def send(message: Any) -> None:
        nonlocal status, text
        status, text = message.get("status", status), text + message.get("body", b"")

    scope = {
        "type": "http", "http_version": "1.1", "method": method, "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "",
        "scheme": "http", "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8765), "state": {},
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers],
    }  # fmt: skip
    await app(scope, receive, send)
    return status, text.decode()


def asked(one: Visitor, path: str, headers: Headers, method: str = "GET", body: AsyncIterator[bytes] | None = None) -> tuple[int, str]:
    """The answer to a request that is said byte by byte."""
    return ran(_told(one.app, path, method, headers, body))


def ran(work: Coroutine[Any, Any, tuple[int, str]]) -> tuple[int, str]:
    """In a thread of its own: where a browser is open, this one has a loop already."""
    with ThreadPoolExecutor(1) as other:
        return other.submit(asyncio.run, work).result()


def cookie(one: Visitor) -> tuple[str, str]:
    return "cookie", "; ".join(f"{name}={value}" for name, value in one.client.cookies.items())


def own(one: Visitor, *more: tuple[str, str], host: str = HOST) -> Headers:
    return [("host", host), cookie(one), *more]


# the link


def test_a_link_lets_in_once(tmp_path: Path) -> None:
    gate = Gate()
    token = gate.link().removeprefix("/start/")
    assert gate.let_in("another") is None
    assert gate.let_in("") is None
    assert gate.let_in(token)
    assert gate.let_in(token) is None


def test_a_newer_link_makes_the_older_one_useless() -> None:
    gate = Gate()
    older, newer = gate.link().removeprefix("/start/"), gate.link().removeprefix("/start/")
    assert gate.let_in(older) is None
    assert gate.let_in(newer)


def test_of_many_who_press_one_link_at_once_one_is_let_in() -> None:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        assert {_let_in_at_once(6) for _ in range(300)} == {1}
    finally:
        sys.setswitchinterval(before)


def _let_in_at_once(count: int) -> int:
    gate = Gate()
    token, started, found = gate.link().removeprefix("/start/"), threading.Barrier(count), []

    def press() -> None:
        started.wait()
        found.append(gate.let_in(token))

    pressing = [threading.Thread(target=press) for _ in range(count)]
    for one in pressing:
        one.start()
    for one in pressing:
        one.join()
    return len([session for session in found if session])


def test_a_second_link_ends_the_first_session(visitor: Visitor) -> None:
    other = TestClient(visitor.app, base_url=ORIGIN)  # type: ignore[arg-type]
    assert visitor.get("/help").status_code == 200
    other.get(visitor.gate.link(), follow_redirects=False)
    assert (visitor.get("/help").status_code, other.get("/help").status_code) == (401, 200)


def test_the_cookie_is_for_this_browser_and_this_site_alone(visitor: Visitor) -> None:
    told = TestClient(visitor.app, base_url=ORIGIN).get(visitor.gate.link(), follow_redirects=False).headers["set-cookie"]  # type: ignore[arg-type]
    name, *rest = told.split("; ")
    assert name.startswith("notes-8765=")
    assert {part.lower() for part in rest} == {"httponly", "samesite=strict", "path=/"}, "no end, no domain: it goes when the browser does"


def test_a_used_link_tells_so_and_sets_nothing(visitor: Visitor) -> None:
    link = visitor.gate.link()
    first, second = (TestClient(visitor.app, base_url=ORIGIN) for _ in range(2))  # type: ignore[arg-type]
    assert first.get(link, follow_redirects=False).status_code == 303
    answer = second.get(link)
    assert (answer.status_code, answer.headers.get("set-cookie")) == (401, None)
    assert "used before" in answer.text


def test_whoever_is_in_may_press_the_used_link_again(visitor: Visitor) -> None:
    assert visitor.get("/start/whatever", follow_redirects=False).headers["location"] == "/welcome"


@pytest.mark.parametrize(
    "header", [("sec-purpose", "prefetch"), ("sec-purpose", "prefetch;prerender"), ("purpose", "prefetch"), ("x-moz", "prefetch")]
)
def test_a_browser_that_looks_ahead_does_not_use_the_link_up(visitor: Visitor, header: tuple[str, str]) -> None:
    link = visitor.gate.link()
    assert asked(visitor, link, [("host", HOST), header])[0] == 503
    assert asked(visitor, link, [("host", HOST)])[0] == 303


# the names


@pytest.mark.parametrize(
    "host",
    [
        "evil.test:8765",
        "127.0.0.1",
        "127.0.0.1:80",
        "localhost:8765",
        "127.0.0.1:8765.evil.test",
        "evil.test@127.0.0.1:8765",
        "2130706433:8765",
        "",
    ],
)
def test_who_asks_by_another_name_is_answered_nothing(visitor: Visitor, host: str) -> None:
    for path in ("/", "/static/app.js", "/blank", visitor.gate.link()):
        status, text = asked(visitor, path, own(visitor, host=host))
        assert status == 421
        assert visitor.gate.csrf not in text


def test_an_old_page_by_the_name_of_a_server_that_was_ended_is_told_so_and_can_be_left(visitor: Visitor) -> None:
    old, link = "notes-0123456789.localhost:8765", visitor.gate.link()
    for path in ("/", "/ledger", link):
        assert asked(visitor, path, own(visitor, host=old)) == (401, visitor.app._refused(401).decode())
    assert asked(visitor, "/lock", own(visitor, ("origin", f"http://{old}"), ("x-csrf", visitor.gate.csrf), host=old), "POST")[0] == 401
    assert asked(visitor, "/leave", own(visitor, ("origin", f"http://{old}"), host=old), "POST")[0] == 303
    assert {asked(visitor, path, own(visitor, host=old))[0] for path in ("/blank", "/static/style.css")} == {200}
    assert asked(visitor, link, [("host", HOST)])[0] == 303, "the link was not used up"


def test_on_the_port_that_browsers_leave_out_the_name_alone_is_known() -> None:
    gate = Gate()
    gate.serves("127.0.0.1:80", "[::1]:80")
    assert gate.hosts >= {"127.0.0.1", "[::1]"}
    assert {cookie_name(host) for host in ("127.0.0.1", "[::1]", "localhost:80")} == {"notes-80"}


@pytest.mark.parametrize("name", ["host", "origin", "sec-fetch-site", "cookie", "content-length", "x-csrf", "transfer-encoding"])
def test_what_decides_is_told_once_or_not_at_all(visitor: Visitor, name: str) -> None:
    value = {
        "host": HOST,
        "origin": ORIGIN,
        "sec-fetch-site": "same-origin",
        "cookie": cookie(visitor)[1],
        "x-csrf": visitor.gate.csrf,
    }.get(name, "0")
    headers = [pair for pair in own(visitor) if pair[0] != name] + [(name, value)]
    assert asked(visitor, "/help", headers)[0] == 200
    assert asked(visitor, "/help", [*headers, (name, value)])[0] == 400


# the pages that may ask


@pytest.mark.parametrize("site", ["cross-site", "same-site", "cross-origin", "nonsense", ""])
def test_a_page_of_elsewhere_may_not_even_look(visitor: Visitor, site: str) -> None:
    for path in ("/", "/static/app.js", "/blank", "/start/x"):
        assert asked(visitor, path, own(visitor, ("sec-fetch-site", site)))[0] == 403


@pytest.mark.parametrize(
    "origin",
    ["null", "http://evil.test", "http://127.0.0.1:9999", f"https://{HOST}", f"http://{HOST}.evil.test", "http://localhost:8765", ""],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_origin_of_elsewhere_is_refused(visitor: Visitor, origin: str, method: str) -> None:
    assert asked(visitor, "/lock", own(visitor, ("origin", origin), ("x-csrf", visitor.gate.csrf)), method)[0] == 403


def test_what_changes_anything_says_where_it_comes_from(visitor: Visitor) -> None:
    token = ("x-csrf", visitor.gate.csrf)
    assert asked(visitor, "/here", own(visitor, token), "POST")[0] == 403
    assert asked(visitor, "/here", own(visitor, token, ("sec-fetch-site", "none")), "POST")[0] == 403
    assert asked(visitor, "/here", own(visitor, token, ("sec-fetch-site", "same-origin")), "POST")[0] == 204
    assert asked(visitor, "/here", own(visitor, token, ("origin", ORIGIN)), "POST")[0] == 204


@pytest.mark.parametrize("token", [None, "", "another", "ütf"])
def test_what_changes_anything_brings_our_own_pages_token(visitor: Visitor, token: str | None) -> None:
    headers = {"origin": ORIGIN}
    assert visitor.client.post("/here", data={} if token is None else {"csrf": token}, headers=headers).status_code == 403
    if token is not None:
        assert asked(visitor, "/here", own(visitor, ("origin", ORIGIN), ("x-csrf", token)), "POST")[0] == 403
    assert visitor.client.post("/here", json={"csrf": visitor.gate.csrf}, headers=headers).status_code == 403
    assert visitor.client.post("/here", files={"csrf": ("a", visitor.gate.csrf)}, headers=headers).status_code == 403


def test_the_token_is_a_new_one_after_each_way_in_and_out(visitor: Visitor) -> None:
    seen = [visitor.gate.csrf]
    visitor.post("/leave")
    seen.append(visitor.gate.csrf)
    visitor.client.get(visitor.gate.link())
    seen.append(visitor.gate.csrf)
    assert len(set(seen)) == 3


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "get", "PROPFIND"])
def test_nothing_but_looking_and_sending_is_done(visitor: Visitor, method: str) -> None:
    for path in ("/", "/lock", "/static/app.js", visitor.gate.link()):
        assert asked(visitor, path, own(visitor, ("origin", ORIGIN)), method)[0] == 405


def test_no_page_of_elsewhere_is_told_that_it_may_read(visitor: Visitor) -> None:
    for method in ("GET", "OPTIONS"):
        answer = visitor.client.request(method, "/", headers={"origin": "http://evil.test", "access-control-request-method": "GET"})
        assert not [name for name in answer.headers if name.startswith("access-control-")]


# the cookie


def test_without_the_cookie_nothing_is_there_but_what_is_open_to_all(visitor: Visitor) -> None:
    for path in ("/", "/help", "/unlock", "/nowhere", "/blankets", "/leave/x", "/STATIC/app.js"):
        assert asked(visitor, path, [("host", HOST)]) == (401, visitor.app._refused(401).decode())
    for path in ("/static/app.js", "/blank"):
        assert asked(visitor, path, [("host", HOST)])[0] == 200


@pytest.mark.parametrize("brought", ["notes-8765=", "notes-8765=another", "notes-876=x; notes-87650=y", "=", ";;;", "notes-8765"])
def test_another_cookie_is_none(visitor: Visitor, brought: str) -> None:
    assert asked(visitor, "/help", [("host", HOST), ("cookie", brought)])[0] == 401


def test_cookies_that_other_servers_of_this_machine_set_neither_let_in_nor_keep_out(visitor: Visitor) -> None:
    ours = cookie(visitor)[1]
    for brought in (f"notes-8765=theirs; {ours}", f"{ours}; notes-8765=theirs", f'odd={{"a": "b;c"}}; {ours}', f"a=\xff\xfe; =x;{ours}"):
        assert asked(visitor, "/help", [("host", HOST), ("cookie", brought)])[0] == 200


def test_what_is_open_to_all_tells_nothing_of_whoever_is_in(visitor: Visitor) -> None:
    visitor.desk.notice = WORDS
    for path in (
        "/static/none.js",
        "/static/",
        "/static/../gate.py",
        "/static/%2e%2e/gate.py",
        "/start/x",
        "/start/x/y",
        "/start/",
        "/blank",
        "/leave",
    ):
        _, text = asked(visitor, path, [("host", HOST)])
        assert visitor.gate.csrf not in text
        assert WORDS not in text
        assert "<nav" not in text
    assert visitor.desk.notice == WORDS, "it is still there for whom it is meant"


@pytest.mark.parametrize(
    "path",
    [
        "/static/../gate.py",
        "/static/..\\gate.py",
        "/static//etc/passwd",
        "/static/\x00",
        "/static/" + "a" * 5000,
        "/static/./../desk.py",
        "/static/.",
    ],
)
def test_only_what_lies_in_the_folder_of_the_pages_is_given_out(visitor: Visitor, path: str) -> None:
    assert asked(visitor, path, [("host", HOST)])[0] == 404


# sizes and times


async def parts(*some: bytes) -> AsyncIterator[bytes]:
    for one in some:
        yield one


async def stalling() -> AsyncIterator[bytes]:
    yield b"csrf="
    await asyncio.Event().wait()


def narrow(home: Path, **bounds: Any) -> Visitor:
    """Somebody who was let in to a server with small bounds."""
    desk, gate = Desk(Settings(home), ScriptedCoder), Gate()
    gate.serves(HOST)
    app = make_app(desk, gate, Bounds(**bounds))
    client = TestClient(app, base_url=ORIGIN)  # type: ignore[arg-type]
    client.get(gate.link(), follow_redirects=False)
    return Visitor(client, desk, gate, app)


FORM = ("content-type", "application/x-www-form-urlencoded")


def sending(one: Visitor, *more: tuple[str, str]) -> Headers:
    return own(one, ("origin", ORIGIN), ("x-csrf", one.gate.csrf), FORM, *more)


@pytest.mark.parametrize("size", ["101", "999999999999", "1" * 13, "9" * 5000, "-1", "1e9", "١", "0x10", ""])
def test_a_size_that_is_too_large_or_none_is_refused_unread(tmp_path: Path, size: str) -> None:
    one = narrow(tmp_path, form=100)
    headers = [(name.encode(), value.encode()) for name, value in sending(one, ("content-length", size))]
    scope = {"type": "http", "method": "POST", "path": "/unlock", "headers": headers}
    assert one.app._status(scope) == 413


def test_a_body_that_tells_no_size_is_counted(tmp_path: Path) -> None:
    one = narrow(tmp_path, form=100)
    status, text = asked(
        one, "/unlock", sending(one, ("transfer-encoding", "chunked")), "POST", parts(b"passphrase=", b"x" * 60, b"x" * 60)
    )
    assert (status, REFUSED[413] in text) == (413, True)
    assert asked(one, "/unlock", sending(one), "POST", parts(b"passphrase=", b"x" * 60))[0] != 413


def test_a_body_longer_than_it_was_told_is_counted(tmp_path: Path) -> None:
    one = narrow(tmp_path, form=100)
    assert asked(one, "/unlock", sending(one, ("content-length", "5")), "POST", parts(b"x" * 101))[0] == 413


def test_only_a_file_may_be_large(tmp_path: Path) -> None:
    one = narrow(tmp_path, form=100, upload=1000)
    for path in UPLOADS:
        assert asked(one, path, sending(one, ("content-length", "999")), "POST", parts(b"x" * 999))[0] != 413
        assert asked(one, path, sending(one, ("content-length", "1001")), "POST", parts(b""))[0] == 413
    for path in ("/conversations/upload/", "/conversations/upload/x", "/unlock"):
        assert asked(one, path, sending(one, ("content-length", "999")), "POST", parts(b""))[0] == 413


def test_a_body_that_does_not_come_is_not_waited_for(tmp_path: Path) -> None:
    one = narrow(tmp_path, form_seconds=0.01)
    status, text = asked(one, "/unlock", sending(one), "POST", stalling())
    assert (status, REFUSED[408] in text) == (408, True)


def test_the_paths_of_large_files_and_those_free_of_the_lock_are_there() -> None:
    assert {route.path for route in routes()} >= UPLOADS | FREE


def test_a_file_that_is_handed_in_never_lies_on_the_disk(visitor: Visitor) -> None:
    inner: Any = visitor.app._app
    rolled: list[tuple[int, bool]] = []

    @inner.post("/taken")
    def taken(file: UploadFile) -> None:
        rolled.append((len(file.file.read()), file.file._rolled))  # type: ignore[attr-defined]

    async def large() -> tuple[int, str]:
        body = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n' + b"x" * 900_000 * 4 + b"\r\n--b--\r\n"
        headers = own(visitor, ("origin", ORIGIN), ("x-csrf", visitor.gate.csrf), ("content-type", "multipart/form-data; boundary=b"))
        return await _told(Guarded(inner, visitor.gate, lambda _: b"", Bounds(form=10**7)), "/taken", "POST", headers, parts(body))

    assert ran(large())[0] == 200
    assert rolled == [(3_600_000, False)]


# faults


def broken(one: Visitor) -> Visitor:
    """With pages that break."""
    inner: Any = one.app._app

    @inner.get("/broken")
    def get() -> None:
        raise ValueError(WORDS)

    @inner.post("/broken")
    def post() -> None:
        raise ValueError(WORDS) from KeyError(WORDS)

    return one


def test_a_fault_shows_a_page_and_tells_the_terminal_its_kind_and_place_alone(visitor: Visitor, capfd: pytest.CaptureFixture[str]) -> None:
    answer = broken(visitor).get("/broken")
    assert (answer.status_code, answer.headers["cache-control"]) == (500, "no-store")
    assert REFUSED[500].split(",")[0] in answer.text
    assert 'action="/leave"' in answer.text
    assert visitor.post("/broken", {"what": WORDS}).status_code == 500
    told = capfd.readouterr()
    assert WORDS not in answer.text + told.out + told.err
    assert told.err.count("a fault of ours (ValueError") == 2


# every answer


def test_every_answer_says_that_it_is_not_to_be_kept_and_what_it_may_do(visitor: Visitor) -> None:
    lone = TestClient(visitor.app, base_url=ORIGIN)  # type: ignore[arg-type]
    answers = [
        *(
            visitor.get(path, follow_redirects=False)
            for path in ("/", "/help", "/nowhere", "/static/app.js", "/static/no.js", "/blank", "/start/x")
        ),
        *(lone.get(path, follow_redirects=False) for path in ("/", "/start/x", visitor.gate.link())),
        lone.get("/", headers={"host": "evil.test"}),
        lone.put("/"),
        lone.get("/", headers={"sec-fetch-site": "cross-site"}),
    ]
    assert {answer.status_code for answer in answers} >= {200, 303, 401, 403, 404, 405, 421}
    for answer in answers:
        assert {name: answer.headers.get_list(name) for name in HEADERS} == {name: [value] for name, value in HEADERS.items()}, answer.url


def test_no_page_can_loosen_what_every_answer_says(visitor: Visitor) -> None:
    inner: Any = visitor.app._app
    inner.get("/loose")(lambda: Response("x", headers={"Cache-Control": "public", "content-security-policy": "default-src *"}))
    told = visitor.get("/loose").headers
    assert (told.get_list("cache-control"), "*" in told["content-security-policy"]) == (["no-store"], False)


def test_the_policy_lets_no_script_stand_in_a_page_and_nothing_come_from_elsewhere() -> None:
    policy = dict(part.strip().split(" ", 1) for part in HEADERS["content-security-policy"].split(";"))
    assert policy.pop("default-src") == policy.pop("base-uri") == policy.pop("frame-ancestors") == "'none'"
    assert set(policy.values()) == {"'self'"}


# the quick way out and the lock


def test_the_quick_way_out_forgets_locks_and_shuts(keeper: Visitor) -> None:
    left: list[bool] = []
    keeper.app.left = lambda: left.append(True)
    keeper.desk.shelf("any").put("private")
    answer = keeper.post("/leave", follow=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/blank")
    assert 'notes-8765=""' in answer.headers["set-cookie"]
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert (keeper.desk.locked, keeper.desk.ledger_or_none, keeper.desk.shelf("any").all(), left) == (True, None, [], [True])
    assert keeper.get("/blank").text.count("reattune") == 0


def test_after_the_quick_way_out_there_is_a_blank_page_whatever_is_asked(keeper: Visitor) -> None:
    blank = keeper.get("/blank").text
    session = cookie(keeper)
    keeper.post("/leave")
    for path in ("/", "/ledger", "/help", "/nowhere"):
        assert asked(keeper, path, [("host", HOST), session])[1] == blank
    keeper.client.get(keeper.gate.link())
    assert keeper.get("/help").status_code == 200


def test_the_quick_way_out_is_there_for_whoever_is_no_longer_in_and_shuts_nobody_else_out(keeper: Visitor) -> None:
    status, _ = asked(keeper, "/leave", [("host", HOST), ("origin", ORIGIN)], "POST")
    assert (status, keeper.desk.locked, keeper.get("/help").status_code) == (303, False, 200)


def test_a_page_of_elsewhere_cannot_throw_somebody_out(keeper: Visitor) -> None:
    for headers in ([("origin", "http://evil.test")], [("origin", "null")], [("sec-fetch-site", "same-site")], []):
        assert asked(keeper, "/leave", own(keeper, *headers), "POST")[0] == 403
    assert asked(keeper, "/leave", own(keeper))[0] == 405
    assert keeper.desk.ledger_or_none is not None


def test_it_locks_by_itself_where_nobody_is(tmp_path: Path) -> None:
    clock = Clock()
    one = let_in(tmp_path, ScriptedCoder(), clock)
    one.desk.begin(PASSPHRASE)
    clock.at += timedelta(minutes=14)
    one.post("/here")
    clock.at += timedelta(minutes=14)
    assert one.get("/", follow_redirects=False).status_code == 200
    clock.at += timedelta(minutes=15, seconds=1)
    assert one.get("/", follow_redirects=False).headers["location"] == "/unlock"
    assert one.desk.ledger_or_none is None


def test_a_lock_lets_nothing_be_seen_but_itself_and_where_to_turn(keeper: Visitor) -> None:
    keeper.desk.notice = WORDS
    assert WORDS not in keeper.post("/lock").text
    for path in ("/", "/ledger", "/settings", "/conversations", "/ledger/x", "/repair", "/held-back", "/welcome/example"):
        assert keeper.get(path, follow_redirects=False).headers["location"] == "/unlock"
    assert (keeper.get("/help").status_code, keeper.get("/unlock").status_code) == (200, 200)
    assert WORDS not in keeper.get("/unlock").text + keeper.get("/nowhere").text


def test_what_tells_that_somebody_is_there_opens_no_lock_and_takes_no_held_form_away(keeper: Visitor) -> None:
    keeper.post("/lock")
    keeper.post("/ledger/add", {"what": WORDS})
    for path in ("/here", "/lock"):
        keeper.post(path)
    assert keeper.desk.locked
    assert WORDS in str(keeper.desk.waiting())


def test_a_form_with_a_passphrase_is_never_held_back() -> None:
    secret = {"passphrase", "again", "new", "old", "current", "fresh", "key"}
    asking = {route.path for route in routes() if secret & {field.name for field in route.dependant.body_params}}
    assert {"/unlock", "/passphrase", "/welcome/passphrase"} <= asking
    assert {path for path in asking if not path.startswith(NEVER_HELD)} <= FREE


def test_what_was_still_at_work_when_everything_was_dropped_leaves_nothing_on_the_desk(scripted: Visitor) -> None:
    shelf = scripted.desk.shelf("any")
    scripted.post("/leave")
    shelf.put(WORDS, "late")
    assert scripted.desk.shelf("any").all() == shelf.all() == []


def test_no_hour_is_added_in_the_night_when_clocks_go_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        clock = Clock()
        clock.at = clock.at.replace(year=2026, month=10, day=25, hour=2, minute=50)
        one = let_in(tmp_path, ScriptedCoder(), clock)
        one.desk.begin(PASSPHRASE)
        clock.at = clock.at.replace(minute=10, fold=1)  # twenty minutes later by any watch
        one.desk.lock_if_left()
        assert one.desk.locked
    finally:
        monkeypatch.undo()
        time.tzset()
