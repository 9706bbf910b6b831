"""Walks the whole app as a patient person would: every page that a link leads to, every form sent once or twice with what stands in it.

It knows no section: pages, forms and addresses are found as they come, and every route of the app says which of them are its own.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any, Protocol
from urllib.parse import urlsplit

from reattune.web.server import FIRST, others
from tests.web.conftest import HOST, Visitor

WORDS = "I am sorry that I came late. You waited in the rain, and that is on me."
CHAT = f"[02/03/2026, 09:00:00] Tom: {WORDS}\n[02/03/2026, 09:05:00] Ana: thank you\n"
LINKED_DATA = "application/ld+json"  # read by programs, run by none
OF_EACH = 4  # pages, and sendings, of one route
ENDS = (
    "/leave",
    "/lock",
    "/forget",
    "/drop",
    "/call-off",
    "/without",
    "/leave-out",
    "/keyring",
    "/start",
    "/settings/passphrase",
)  # what would end the walk


@dataclass
class Form:
    """A form as it stands in a page, with what it would send."""

    path: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    file: str = ""  # the name of the field that takes one


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
        self._in_title = tag == "title" and not self.tags["body"]
        self._in_script = tag == "script" and "src" not in told and told.get("type") != LINKED_DATA
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
            form.file = name
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
    return [route for section in (*FIRST, *others()) for route in section.routes]


def route_of(path: str, method: str = "GET") -> str:
    """The pattern that an address belongs to, or nothing."""
    place = urlsplit(path).path
    return next((route.path for route in routes() if method in route.methods and route.path_regex.match(place)), "")


class Walker(Protocol):
    """Who asks for pages and sends forms; the answers know `url.path`, `status_code`, `text` and `headers`."""

    def get(self, path: str) -> Any: ...
    def send(self, form: Form) -> Any: ...


@dataclass
class Asking:
    """Without a browser."""

    one: Visitor

    def get(self, path: str) -> Any:
        return self.one.get(path)

    def send(self, form: Form) -> Any:
        files = {form.file: ("chat.txt", CHAT.encode())} if form.file else None
        return self.one.client.post(form.path, data=form.fields, files=files, headers={"origin": f"http://{HOST}"})


def walk(one: Walker, of_each: int = OF_EACH) -> Iterator[tuple[Page, Any]]:
    """Each page with the answer it came in, in the order in which they were found."""
    start = [route.path for route in routes() if "GET" in route.methods and "{" not in route.path]
    ahead: deque[str | Form] = deque(start)
    seen, been = set(start), Counter[tuple[str, str]]()
    while ahead:
        found = ahead.popleft()
        answer = one.get(found) if isinstance(found, str) else one.send(found)
        page = Page(answer.url.path, answer.status_code, answer.text if is_page(answer.headers) else "")
        yield page, answer
        if page.comes_again:
            ahead.append(page.path)
        ahead.extend(_further(page, seen, been, of_each))
        for form in page.forms:
            ahead.extendleft(_once_more(form, been, of_each))


def is_page(headers: Mapping[str, str]) -> bool:
    """Whether an answer is shown, and not saved."""
    return "html" in headers.get("content-type", "") and "attachment" not in headers.get("content-disposition", "")


def _further(page: Page, seen: set[str], been: Counter[tuple[str, str]], of_each: int) -> list[str]:
    found = []
    for link in page.links:
        route = route_of(link)
        if link not in seen and route and been[("GET", route)] < of_each:
            been[("GET", route)] += 1
            seen.add(link)
            found.append(link)
    return found


def _once_more(form: Form, been: Counter[tuple[str, str]], of_each: int) -> Iterator[Form]:
    """The form with one of its buttons, if it was not sent often enough."""
    route = route_of(form.path, "POST")
    if form.method == "post" and route and not form.path.endswith(ENDS) and been[("POST", route)] < of_each:
        pressed = [form.buttons[been[("POST", route)] % len(form.buttons)]] if form.buttons else []
        been[("POST", route)] += 1
        yield replace(form, fields=form.fields | dict(pressed))
