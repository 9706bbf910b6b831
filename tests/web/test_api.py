"""Every route with whatever can be sent to it: nothing breaks, and every answer says what answers say.

The requests are made from the app's own description (OpenAPI) by schemathesis, the same ones each time. Addresses are now and then of what is
there and else of nothing; forms have the fields that the pages send, and what no page would send. No route is left out: where one of them
ends the session, locks or forgets, the visitor comes in again.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from reattune.core.names import Severity
from reattune.ledger.records import Person, Rupture
from reattune.web.gate import HEADERS
from tests.stories import ScriptedCoder
from tests.web.conftest import HOST, Visitor, begin_ledger, let_in, made
from tests.web.walk import routes

TEMPLATES = Path(__file__).parents[2] / "src" / "reattune" / "web" / "templates"
EXAMPLES = 6
LEFT_OPEN = re.compile(r"\{(\w+)(?::\w+)?\}")
FORM = "application/x-www-form-urlencoded"
ODD = ["", " ", "\x00", "\u202e", "😀" * 50, "-1", "0", "1e9", "NaN", "../..", "<script>", "'; --", "None", "x" * 5000, "all", "ALL", "yes"]


class World:
    """A visitor with something of everything, put right again whenever a request has ended it."""

    def __init__(self, home: Path) -> None:
        self.home, self.count = home, 0
        self.one = self._begun()

    def _begun(self) -> Visitor:
        self.count += 1
        one = let_in(self.home / str(self.count), ScriptedCoder())
        begin_ledger(one.desk)
        ana = one.desk.ledger.put_person(Person("Ana"))
        one.desk.ledger.put([Rupture(one.desk.now(), "the plates #criticism", one.desk.now(), ana.id, Severity.MODERATE, True)])
        self.ids = [one.desk.ledger.ruptures()[0].id, ana.id, "values", *self._held(one)]
        return one

    def _held(self, one: Visitor) -> list[str]:
        makers: tuple[tuple[str, dict[str, Any]], ...] = (
            ("/conversations/example", {}),
            ("/before-you-send", {"draft": "I am sorry #apology", "go": "read"}),
            ("/repair/begin", {}),
            ("/practise/drill", {"skill": "name-a-feeling"}),
            ("/practise/talk", {"scenario": "end-of-the-story"}),
        )
        found = [one.post(path, form, follow=False).headers.get("location", "/x/none") for path, form in makers]
        return [path.split("/")[2] for path in found if path.count("/") > 1]

    def ready(self) -> Visitor:
        """The visitor, in, with the ledger open and its entry there."""
        desk = self.one.desk
        if self.one.get("/help").status_code != 200 or desk.ledger_or_none is None or not desk.ledger.ruptures():
            self.one = self._begun()
        return self.one


def described() -> dict[str, Any]:
    """The app's own description, with the fields that its pages send where a route takes whatever comes."""
    guarded = made(Path("/nowhere"))[0]
    guarded.others()
    app: Any = guarded._app
    found: dict[str, Any] = app.openapi()
    for path, methods in found["paths"].items():
        if "post" in methods and "requestBody" not in methods["post"]:
            fields = {key: {"type": "string"} for key in sent_to(path)}
            methods["post"]["requestBody"] = {"content": {FORM: {"schema": {"type": "object", "properties": fields}}}}
    return found


def sent_to(path: str) -> list[str]:
    """The names of the fields in the pages of a section."""
    pages = "".join(page.read_text(encoding="utf-8") for page in TEMPLATES.glob(f"{path.split('/')[1]}/*.html"))
    return sorted(set(re.findall(r'name="(\w+)"', pages)) - {"csrf"})


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("world"))


SCHEMA = schemathesis.openapi.from_dict(described())
OPERATIONS = {f"{one.method.upper()} {one.path}": one for one in (found.ok() for found in SCHEMA.get_all_operations())}


def test_every_route_is_described() -> None:
    every = {f"{method} {route.path_format}" for route in routes() for method in route.methods}
    assert set(OPERATIONS) == every


@pytest.mark.parametrize("name", OPERATIONS)
def test_nothing_that_is_sent_breaks_anything(world: World, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(OPERATIONS[name].as_strategy(), st.sampled_from(ODD), st.integers(0, 12), st.booleans(), st.booleans())
    def asked(case: Any, odd: str, place: int, there: bool, live: bool) -> None:
        one = world.ready()
        path = filled(case, world.ids[place % len(world.ids)] if there else None)
        body = {key: value if there else odd for key, value in case.body.items()} if isinstance(case.body, dict) else {}
        headers = {"origin": f"http://{HOST}", "x-csrf": one.gate.csrf} | ({"hx-request": "true"} if live else {})
        answer = one.client.request(case.method, path, params=case.query or {}, data=texts(body), headers=headers, follow_redirects=False)
        assert answer.status_code < 500, (path, body)
        assert {key: answer.headers.get_list(key) for key in HEADERS} == {key: [value] for key, value in HEADERS.items()}

    asked()


def filled(case: Any, name: str | None) -> str:
    """The address, with what is there in place of what was made up."""
    given = {key: name if name and isinstance(value, str) else value for key, value in (case.path_parameters or {}).items()}
    return LEFT_OPEN.sub(lambda found: quote(str(given[found[1]]), safe="") or "x", str(case.path))


def texts(body: dict[str, Any]) -> dict[str, Any]:
    """A form as a browser sends it: words, or lists of them."""
    return {key: [str(part) for part in value] if isinstance(value, list) else str(value) for key, value in body.items()}


def test_what_is_no_form_breaks_nothing(world: World) -> None:
    client: TestClient = world.ready().client
    headers = {"origin": f"http://{HOST}"}
    for name in OPERATIONS:
        method, path = name.split(" ")
        if method != "POST":
            continue
        one = world.ready()
        token = {**headers, "x-csrf": one.gate.csrf}
        for kind, content in (("application/json", b'{"a": [1'), (FORM, b"\xff\xfe=%zz&&&=;"), ("multipart/form-data; boundary=x", b"--x\r\nnone"),
                              ("multipart/form-data", b"none"), ("text/xml", b"<a>"), ("", b"\x00")):  # fmt: skip
            client = world.ready().client
            answer = client.post(LEFT_OPEN.sub("1", path), content=content, headers={**token, "content-type": kind}, follow_redirects=False)
            assert answer.status_code < 500, (name, kind)
