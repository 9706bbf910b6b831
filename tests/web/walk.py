"""Walks the whole app as a patient person would: every page that a link leads to, every form sent once or twice with what stands in it.

It knows no section: pages, forms and addresses are found as they come, and every route of the app says which of them are its own.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from reattune.web.server import SECTIONS
from tests.web.conftest import HOST, Visitor

WORDS = "I am sorry that I came late. You waited in the rain, and that is on me."
OF_EACH = 6  # pages, and sendings, of one route
ENDS = ("/leave", "/lock", "/forget", "/drop", "/without", "/leave-out", "/keyring", "/start", "/settings/passphrase")  # what would end the walk


@dataclass
class Form:
    """A form as it stands in a page, with what it would send."""

    path: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    takes_file: bool = False


class Page(HTMLParser):
    """What a page holds that a walk needs."""

    def __init__(self, path: str, status: int, html: str) -> None:
        super().__init__()
        self.path, self.status, self.html = path, status, html
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.title = ""
        self.tags: Counter[str] = Counter()
        self.inline: list[str] = []
        self.outside: list[str] = []
        self.comes_again = False  # by itself, after a while
        self._in_title = self._in_script = False
        self._select = self._area = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.tags[tag] += 1
        self.inline += [f"{tag} {name}" for name in told if name == "style" or name.startswith(("on", "hx-on"))]
        self.outside += [told[name] for name in ("src", "srcset", "poster", "data") if "//" in told.get(name, "")]
        self.outside += [told["href"] for _ in "x" if tag == "link" and "//" in told.get("href", "")]
        self._in_title, self._in_script = tag == "title", tag == "script" and "src" not in told
        self.comes_again |= tag == "meta" and told.get("http-equiv") == "refresh"
        if tag == "a" and told.get("href", "").startswith("/"):
            self.links.append(urlsplit(told["href"])._replace(fragment="").geturl())
        if tag == "form":
            self.forms.append(Form(told.get("action", self.path), told.get("method", "get").lower()))
        elif self.forms:
            self._field(tag, told)

    def _field(self, tag: str, told: dict[str, str]) -> None:
        form, name, kind = self.forms[-1], told.get("name", ""), told.get("type", "text")
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select and (self._select not in form.fields or "selected" in told):
            form.fields[self._select] = told.get("value", "")
        elif tag == "textarea":
            self._area = name
            form.fields[name] = WORDS
        elif tag == "input" and kind == "file":
            form.takes_file = True
        elif tag == "button" and name:
            form.buttons.append((name, told.get("value", "")))
        elif tag == "input" and kind in {"radio", "checkbox"}:
            if name and (name not in form.fields or "checked" in told):
                form.fields[name] = told.get("value", "on")
        elif tag == "input" and name:
            form.fields[name] = told.get("value", "") or (WORDS if "required" in told and kind == "text" else "")

    def handle_endtag(self, tag: str) -> None:
        self._in_title = self._in_script = False
        if tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
        if self._in_script and data.strip():
            self.inline.append("script")


def routes() -> list[Any]:
    """Every route of every section."""
    return [route for section in SECTIONS for route in section.routes.routes]


def route_of(path: str, method: str = "GET") -> str:
    """The pattern that an address belongs to, or nothing."""
    place = urlsplit(path).path
    return next((route.path for route in routes() if method in route.methods and route.path_regex.match(place)), "")


def walk(one: Visitor, most: int = 600) -> Iterator[tuple[Page, Any]]:
    """Each page with the answer it came in, in the order in which they were found."""
    ahead = deque(route.path for route in routes() if "GET" in route.methods and "{" not in route.path)
    seen, been = set(ahead), Counter[tuple[str, str]]()
    while ahead and most:
        most -= 1
        path = ahead.popleft()
        answer = one.get(path)
        page = Page(path, answer.status_code, answer.text if "html" in answer.headers.get("content-type", "") else "")
        yield page, answer
        if page.comes_again:
            ahead.append(path)
        ahead += _further(page, seen, been)
        for form in page.forms:
            sent = _sent(one, form, been)
            if sent is not None:
                after = Page(form.path, sent.status_code, sent.text if "html" in sent.headers.get("content-type", "") else "")
                yield after, sent
                landed = sent.url.path
                if sent.history and landed not in seen and been[("GET", route_of(landed))] < OF_EACH:
                    seen.add(landed)
                    ahead.appendleft(landed)


def _further(page: Page, seen: set[str], been: Counter[tuple[str, str]]) -> list[str]:
    found = []
    for link in page.links:
        route = route_of(link)
        if link not in seen and route and not link.endswith(ENDS) and been[("GET", route)] < OF_EACH:
            been[("GET", route)] += 1
            seen.add(link)
            found.append(link)
    return found


def _sent(one: Visitor, form: Form, been: Counter[tuple[str, str]]) -> Any:
    route = route_of(form.path, "POST")
    if form.method != "post" or not route or form.path.endswith(ENDS) or been[("POST", route)] >= OF_EACH:
        return None
    pressed = dict([form.buttons[been[("POST", route)] % len(form.buttons)]]) if form.buttons else {}
    been[("POST", route)] += 1
    files = {"file": ("chat.txt", f"[02/03/2026, 09:00:00] Tom: {WORDS}\n[02/03/2026, 09:05:00] Ana: thank you\n".encode())} if form.takes_file else None
    return one.client.post(form.path, data=form.fields | pressed, files=files, headers={"origin": f"http://{HOST}"})
