"""What every page is handed: the request, the desk, and how an answer is made. The only file here that knows the template engine."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from reattune import help as turning
from reattune.app import ledger_words, practice_words, wording
from reattune.app.settings import own_country
from reattune.ledger.store import Ledger
from reattune.web.desk import Desk
from reattune.web.gate import Gate

SECTIONS = (
    ("/", "Today"),
    ("/conversations", "Conversations"),
    ("/before-you-send", "Before you send"),
    ("/repair", "Repair"),
    ("/practise", "Practise"),
    ("/ledger", "Ledger"),
    ("/guide", "Guide"),
    ("/settings", "Settings"),
)
LOOKS = ("auto", "light", "dark")


@cache
def environment() -> Environment:
    """The templates, everything escaped, nothing undefined let through."""
    made = Environment(
        loader=ChoiceLoader([PackageLoader("reattune.web"), PackageLoader("reattune.app")]),  # how an entry reads is told once, in app
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(wording=wording, ledger_words=ledger_words, practice_words=practice_words, SECTIONS=SECTIONS, turn_near=turn_near)
    made.filters["day"], made.filters["moment"], made.filters["listed"] = wording.day, wording.moment_of, wording.listed
    return made


@dataclass(frozen=True, slots=True)
class At:
    """Where a request stands."""

    request: Request
    desk: Desk
    gate: Gate

    @property
    def ledger(self) -> Ledger:
        """The open ledger. Raises NotOpen, which leads to where it is opened."""
        return self.desk.ledger

    @property
    def live(self) -> bool:
        """Whether a part of a page is asked for by the page itself."""
        return self.request.headers.get("hx-request") == "true"

    @property
    def known(self) -> bool:
        """Whether it comes from the browser that was let in; what is open to all is asked by others, too."""
        return self.gate.knows(self.request.headers.get("cookie", ""), self.request.headers["host"])

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """A page, or a part of one, from a template."""
        return HTMLResponse(self.render(template, **values), status)

    def render(self, template: str, **values: Any) -> str:
        """The same as text. Every template knows `csrf` (the hidden field), `desk`, `here` (the section), `look` and `wrong`."""
        told, self.desk.notice = ("", self.desk.notice) if self.live else (self.desk.notice, "")
        section = "/" + self.request.url.path.split("/")[1]
        common = {
            "csrf": Markup('<input type="hidden" name="csrf" value="{}">').format(self.gate.csrf),
            "csrf_token": self.gate.csrf,
            "desk": self.desk,
            "here": section,
            "look": look_of(self.desk),
            "notice": told,
            "wrong": "",
        }
        return environment().get_template(template).render(common | values)

    def go(self, path: str, told: str = "") -> Response:
        """On to another page, which is fetched anew; `told` stands on it once."""
        if told:
            self.desk.notice = told
        if self.live:
            return Response(status_code=204, headers={"HX-Redirect": path})
        return RedirectResponse(path, 303)


@dataclass(frozen=True, slots=True)
class Near:
    """Where to turn from where one is: the line for danger, and the services near; for each whom they are for, the first one first."""

    emergency: str
    near: tuple[turning.Help, ...]
    parts: tuple[tuple[str, tuple[turning.Help, ...]], ...]


def turn_near(desk: Desk, country: str = "", first: str = "") -> Near:
    """Where to turn in a country that was named, or from where the person at this desk is; for whom comes `first`, if that is known."""
    table = turning.load()
    near = turning.near(table, country or own_country(where=desk.where))
    order = sorted(wording.WHOM, key=lambda whom: whom != first)
    parts = tuple((wording.WHOM[whom], tuple(one for one in near if whom in one.whom)) for whom in order)
    return Near(table.emergency, near, parts)


def look_of(desk: Desk) -> str:
    """The look that was chosen: auto, light or dark."""
    kept = desk.chosen("look")
    return kept if isinstance(kept, str) and kept in LOOKS else "auto"


def at(request: Request) -> At:
    """For a route's signature."""
    return At(request, request.app.state.desk, request.app.state.gate)


Here = Annotated[At, Depends(at)]
