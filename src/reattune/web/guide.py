"""Guide: what helps, and where to turn.

What is asked and chosen travels by POST and is held on the desk. An entry's address is a keyed hash of its id, with a key of this start of
the server: it stays while the server runs, and in a history it tells nothing.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import Response

from reattune.app import finding, fit_words, guide_words
from reattune.app.finding import Asked
from reattune.core.errors import BadOption
from reattune.guide import Entry, Kind, linked, load
from reattune.guide.fit import Answers, Why, fitting
from reattune.web.at import At, Here
from reattune.web.desk import NotHere

routes = APIRouter(prefix="/guide")
KEY = secrets.token_bytes(32)
A_PAGE = 20


def opaque(entry: Entry, key: bytes = KEY) -> str:
    """The name of an entry in addresses."""
    return hmac.new(key, entry.id.encode(), "sha256").hexdigest()[:20]


@routes.get("")
def browse(here: Here, page: Annotated[int, Query(ge=1, le=10_000)] = 1) -> Response:
    """Everything, or what was asked for and chosen."""
    return _listing(here, _asked(here), page)


@routes.post("/find")
def find(here: Here, query: Annotated[str, Form()] = "", heed: Annotated[str, Form()] = "") -> Response:
    """Look for words, within what was chosen."""
    before = _asked(here)
    try:
        asked = finding.ask(query, before.choices, here.desk.coder(), heed != "no") if query.strip() else Asked("", before.choices)
    except BadOption as error:
        return _listing(here, Asked(query, before.choices), 1, str(error))
    return _hold(here, asked)


@routes.post("/choose")
def choose(here: Here, choice: Annotated[tuple[str, ...], Form()] = ()) -> Response:
    """Narrow it down, or widen it again."""
    before = _asked(here)
    return _hold(here, replace(before, choices=finding.chosen(load(), choice)))


@routes.post("/clear")
def clear(here: Here) -> Response:
    """Begin again."""
    return _hold(here, Asked())


@routes.post("/open")
def from_elsewhere(here: Here, entry: Annotated[str, Form()] = "") -> Response:
    """An entry by its id: the way in from other pages."""
    found = load().entry(entry)
    return here.go(address_of(found) if found else "/guide")


@routes.get("/fit")
def fit(here: Here) -> Response:
    """Five questions, and the short list where they were answered."""
    held = _held(here, "fit")
    assert held is None or isinstance(held, Answers)
    return _fitting(here, held)


@routes.post("/fit")
def fitted(
    here: Here,
    what: Annotated[str, Form()] = "",
    who: Annotated[str, Form()] = "",
    ready: Annotated[str, Form()] = "",
    how: Annotated[str, Form()] = "",
    means: Annotated[str, Form()] = "",
    country: Annotated[str, Form()] = "",
) -> Response:
    """The five answers."""
    typed = {"what": what, "who": who, "ready": ready, "how": how, "means": means, "country": country}
    try:
        answers = finding.answers(load(), typed)
    except BadOption as error:
        return _fitting(here, None, str(error), typed)
    here.desk.shelf("guide").put(answers, "fit")
    return here.go("/guide/fit")


@routes.post("/fit/again")
def fit_again(here: Here) -> Response:
    """The questions anew."""
    here.desk.shelf("guide").drop("fit")
    return here.go("/guide/fit")


@routes.get("/{name}")
def read(here: Here, name: str) -> Response:
    """One entry."""
    guide = load()
    entry = next((one for one in guide.entries if hmac.compare_digest(opaque(one), name)), None) if name.isascii() else None
    if entry is None:
        raise NotHere
    return here.page(
        "guide/entry.html",
        entry=entry,
        around=finding.around(guide, entry),
        safety=finding.grave(entry),
        numbers={source.key: number for number, source in enumerate(entry.sources, 1)},
        words=guide_words,
        href=address_of,
        linked=linked.inside(entry),
    )


def address_of(entry: Entry) -> str:
    """Where an entry's page stands while the server runs."""
    return f"/guide/{opaque(entry)}"


def _fitting(here: At, answers: Answers | None, wrong: str = "", typed: Mapping[str, str] | None = None) -> Response:
    guide = load()
    found = fitting(guide, answers) if answers else None
    return here.page(
        "guide/fit.html",
        422 if wrong else 200,
        wrong=wrong,
        typed=typed or {},
        fit=found,
        answers=answers,
        first=finding.whom(finding.MEANT[answers.what]) if answers else "",
        reasons=[(why, some) for why in Why if found and (some := [one.entry for one in found.picks if one.why is why])],
        safe=guide.entry("when-not-to-repair"),
        choosing=guide.entry("choosing-help"),
        countries=finding.countries(guide),
        words=guide_words,
        fit_words=fit_words,
        opaque=opaque,
    )


def _held(here: At, name: str) -> object:
    try:
        return here.desk.shelf("guide").get(name)
    except NotHere:
        return None


def _asked(here: At) -> Asked:
    held = _held(here, "asked")
    assert held is None or isinstance(held, Asked)
    return held or Asked()


def _hold(here: At, asked: Asked) -> Response:
    here.desk.shelf("guide").put(asked, "asked")
    return here.go("/guide")


def _listing(here: At, asked: Asked, page: int, wrong: str = "") -> Response:
    guide = load()
    shown = finding.show(guide, Asked(choices=asked.choices) if wrong else asked)
    pages = max(-(-len(shown.found) // A_PAGE), 1)
    page = min(page, pages)
    first, others = finding.phrases(guide)
    return here.page(
        "guide/index.html",
        422 if wrong else 200,
        wrong=wrong,
        asked=asked,
        shown=shown,
        found=shown.found[(page - 1) * A_PAGE : page * A_PAGE],
        page=page,
        pages=pages,
        topics=guide.of(Kind.TOPIC),
        phrases=first,
        others=others,
        words=guide_words,
        fit_words=fit_words,
        whom=finding.whom,
        opaque=opaque,
    )
