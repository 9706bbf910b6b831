"""Ledger: what is open, what was, what comes again; by hand in under a minute.

A form that cannot be used comes back with what was typed still in it. What is looked for stands on the desk, never in the address.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from reattune.app import charts, entries, keeping, ledger_words, stored, wording
from reattune.core.coded import Coded
from reattune.core.errors import BadInput, BadOption
from reattune.ledger import questions
from reattune.ledger.questions import Wanted
from reattune.ledger.records import Person, Rupture, new_id
from reattune.web.at import At, Here
from reattune.web.desk import NotHere

routes = APIRouter()
A_PAGE = 25
MOST_PAGES = 100_000  # beyond which nobody turns
FIRST_OPEN = 5  # open ones that stand before the rest
OFFERED = 200  # names and themes that a form offers
LOOKED_FOR = "looked for"
ONE_AT_A_TIME = threading.Lock()  # what is pressed twice is noted once
CALENDAR_FILE = "reminder.ics"


async def typed(request: Request) -> dict[str, str]:
    """What a form says, each line ended the one way."""
    form = await request.form()
    return {name: value.replace("\r\n", "\n") for name, value in form.multi_items() if isinstance(value, str) and name != "csrf"}


Typed = Annotated[dict[str, str], Depends(typed)]


@dataclass(frozen=True, slots=True)
class Noted:
    """What a form told of an attempt, whether the entry was left with the other before it came first, and what the signal saw."""

    attempt: str
    typed: Mapping[str, str]
    was_left: bool
    fired: Coded | None


# looking


@routes.get("/ledger")
def show(here: Here, page: int = 1) -> Response:
    """What is open first, then everything, page by page."""
    if here.desk.ledger_or_none is None:
        return here.page("ledger/closed.html")
    ledger = here.ledger
    known = ledger_words.names(ledger.people())
    wanted = _wanted(here, known)
    found = questions.listing(ledger, wanted, _before(page), A_PAGE)
    pages = max(ceil(found.count / A_PAGE), 1)
    if page not in range(1, pages + 1):
        return _turned_too_far(here, page, pages)
    first = page == 1 and wanted == Wanted()
    return here.page(
        "ledger/ledger.html",
        standing=questions.standing(ledger, here.desk.now(), FIRST_OPEN) if first else None,
        found=found,
        known=known,
        choices=ledger_words.choices(wanted, known),
        typed=entries.typed_of_wanted(wanted),
        page=page,
        pages=pages,
        **offered(here),
    )


def _before(page: int) -> int:
    """How many stand before a page, whatever number is asked for."""
    return (min(max(page, 1), MOST_PAGES) - 1) * A_PAGE


def _turned_too_far(here: At, page: int, pages: int) -> Response:
    """On to the nearest page that there is."""
    path = here.request.url.path
    return here.go(f"{path}?page={pages}" if page > pages else path)


def _wanted(here: At, known: Mapping[str, str]) -> Wanted:
    """What is looked for; somebody who is kept no more is looked for no more."""
    try:
        found = here.desk.shelf("ledger").get(LOOKED_FOR)
    except NotHere:
        return Wanted()
    wanted = found if isinstance(found, Wanted) else Wanted()
    return replace(wanted, person=wanted.person if wanted.person in known else None)


def _look_for(here: At, wanted: Wanted) -> Response:
    here.desk.shelf("ledger").put(wanted, LOOKED_FOR)
    return here.go("/ledger")


def offered(here: At) -> dict[str, Any]:
    """Known people and themes, as far as the ledger is open."""
    ledger = here.desk.ledger_or_none
    if ledger is None:
        return {"people": (), "themes": ()}
    known, _ = questions.everybody(ledger, most=OFFERED)
    return {"people": [one.person for one in known], "themes": questions.themes(ledger, OFFERED)}


@routes.post("/ledger/filter")
def narrow(here: Here, typed: Typed) -> Response:
    """Look for some of them."""
    return _look_for(here, entries.wanted_of(typed))


@routes.post("/ledger/filter/less")
def widen(here: Here, typed: Typed) -> Response:
    """Take a choice away, or all of them."""
    return _look_for(here, entries.without(_wanted(here, ledger_words.names(here.ledger.people())), typed.get("choice", "all")))


# adding


@routes.get("/ledger/add")
def add_page(here: Here) -> Response:
    """The form, also where there is no ledger yet."""
    return _form(here, {"when": "now", "severity": "moderate"})


def _form(here: At, said: dict[str, str], item: Rupture | None = None, wrong: str = "") -> Response:
    once = said.get("once") or new_id()
    return here.page("ledger/form.html", 422 if wrong else 200, typed=said, item=item, once=once, wrong=wrong, **offered(here))


@routes.post("/ledger/add")
def add(here: Here, typed: Typed) -> Response:
    """Write it down. Where no ledger is open, what was typed waits until one is."""
    ledger = here.ledger
    try:
        read = entries.add(typed, ledger, here.desk.now(), here.desk.coder())
    except BadInput as error:
        return _form(here, typed, wrong=str(error))
    return on_to(here, read.item, read.fired, typed)


def on_to(here: At, item: Rupture, fired: Coded | None, said: dict[str, str], says: str = "Kept.") -> Response:
    """On to the entry; where the safety signal fired, first what it saw and where to turn."""
    if fired is None:
        return here.go(f"/ledger/{item.id}", says)
    fields = {"by": said.get("by", ""), "space_asked": said.get("space_asked", "")}
    return here.page("ledger/apart.html", fired=fired, item=item, again=f"/ledger/{item.id}/not-that", fields=fields)


# what it tells


@routes.get("/ledger/debt")
def debt(here: Here) -> Response:
    """Debt over time."""
    line = keeping.debt_line(here.ledger, here.desk.now())
    return here.page("ledger/debt.html", drawn=charts.debt(line.points))


@routes.get("/ledger/patterns")
def patterns(here: Here) -> Response:
    """What comes again, and what that leads to."""
    found = questions.patterns(here.ledger)
    known = ledger_words.names(here.ledger.people())
    drawn = [(facet, charts.counts(rows, "entries")) for facet, rows in entries.facets(found, known)] if found else []
    return here.page("ledger/patterns.html", found=found, drawn=drawn, leads=ledger_words.leads(found) if found else None)


@routes.get("/ledger/mine")
def mine(here: Here) -> Response:
    """ "Is it me?": one's own part."""
    found = questions.mine(here.ledger)
    lines, after = ledger_words.mine_lines(found), ledger_words.after_lines(found)
    return here.page("ledger/mine.html", lines=lines, after=after, doubts=ledger_words.doubts(found), part=found.part)


# people


@routes.get("/ledger/people")
def people(here: Here, page: int = 1) -> Response:
    """Everybody, with how many entries there are."""
    found, count = questions.everybody(here.ledger, _before(page), A_PAGE)
    pages = max(ceil(count / A_PAGE), 1)
    if page not in range(1, pages + 1):
        return _turned_too_far(here, page, pages)
    return here.page("ledger/people.html", found=found, page=page, pages=pages)


def _person(here: At, name: str) -> Person:
    found = next((one for one in here.ledger.people() if one.id == name), None)
    if found is None:
        raise HTTPException(404)
    return found


@routes.get("/ledger/people/{name}/forget")
def forget_person_page(here: Here, name: str) -> Response:
    """Whether they are to be forgotten."""
    person = _person(here, name)
    count = questions.listing(here.ledger, Wanted(person=person.id), 0, 1).count
    return here.page("ledger/forget.html", person=person, count=count, item=None, known={})


@routes.post("/ledger/people/{name}/forget")
def forget_person(here: Here, name: str) -> Response:
    """Forget somebody for good."""
    told = _forgotten(here, _person(here, name).name)
    here.desk.shelf("ledger").drop(LOOKED_FOR)
    return here.go("/ledger/people", told)


def _forgotten(here: At, name: str) -> str:
    """Forget it for good; what is said of it."""
    done = stored.forget(here.desk.where, here.desk.unlocked, name)
    return " ".join(entries.forgotten(done, wording.listed([path.name for path in done.unreached])))


# one entry


@routes.get("/ledger/{name}")
def entry(here: Here, name: str) -> Response:
    """One entry in full."""
    return _entry_page(here, _entry(here, name))


def _entry(here: At, name: str) -> Rupture:
    try:
        return here.ledger.rupture(name)
    except BadOption:
        raise HTTPException(404) from None


def _entry_page(here: At, item: Rupture, opened: str = "", said: dict[str, str] | None = None, wrong: str = "") -> Response:
    """An entry with its forms; `opened` is the one that comes back with what was typed."""
    people = here.ledger.people()
    return here.page(
        "ledger/entry.html",
        422 if wrong else 200,
        item=item,
        people=people,
        known=ledger_words.names(people),
        stands=entries.stands(item, here.ledger),
        opened=opened,
        typed=said or {},
        once=(said or {}).get("once") or new_id(),
        now=here.desk.now(),
        wrong=wrong,
    )


@routes.get("/ledger/{name}/edit")
def edit_page(here: Here, name: str) -> Response:
    """The form with what was told."""
    item = _entry(here, name)
    person = next((one for one in here.ledger.people() if one.id == item.person), None)
    return _form(here, entries.typed_of(item, person), item)


@routes.post("/ledger/{name}/edit")
def edit(here: Here, name: str, typed: Typed) -> Response:
    """Tell it anew."""
    item = _entry(here, name)
    try:
        read = entries.rewrite(name, typed, here.ledger, here.desk.now(), here.desk.coder())
    except BadInput as error:
        return _form(here, typed, item, str(error))
    return on_to(here, read.item, read.fired, typed)


@routes.post("/ledger/{name}/not-that")
def not_that(here: Here, name: str, typed: Typed) -> Response:
    """The signal heard it wrong."""
    item = _entry(here, name)
    if typed.get("attempt"):
        entries.not_that_try(item.id, typed["attempt"], bool(typed.get("was_left")), here.ledger, here.desk.now(), here.desk.coder())
    else:
        entries.not_that(item.id, typed, here.ledger)
    return here.go(f"/ledger/{name}", "Kept.")


@routes.post("/ledger/{name}/attempt")
def attempt(here: Here, name: str, typed: Typed) -> Response:
    """Note an attempt to mend."""
    with ONE_AT_A_TIME:
        item, before = _entry(here, name), _noted(here, typed)
        if before and before.typed == typed:  # the same once more: whatever was noted of it since stays
            noted = replace(before, fired=before.fired if item.leave else None)
        else:
            try:
                read = entries.tried(item, typed, here.ledger, here.desk.now(), here.desk.coder())
            except BadInput as error:
                return _entry_page(here, item, "attempt", typed, str(error))
            noted = Noted(read.item.id, typed, before.was_left if before else item.leave, read.fired)
            here.desk.shelf("noted").put(noted, noted.attempt)
    if noted.fired is None:
        return here.go(f"/ledger/{name}", "Kept.")
    fields = {"attempt": noted.attempt, "was_left": "yes" if noted.was_left else ""}
    return here.page("ledger/apart.html", fired=noted.fired, item=item, again=f"/ledger/{name}/not-that", fields=fields)


def _noted(here: At, typed: dict[str, str]) -> Noted | None:
    """What this form told before, if it did."""
    found = next((one for name, one in here.desk.shelf("noted").all() if name == typed.get("once")), None)
    return found if isinstance(found, Noted) else None


@routes.post("/ledger/{name}/answer")
def answer(here: Here, name: str, typed: Typed) -> Response:
    """Note how the last one was met."""
    item = _entry(here, name)
    try:
        entries.met(item, typed, here.ledger, here.desk.now())
    except BadInput as error:
        return _entry_page(here, item, "answer", typed, str(error))
    return here.go(f"/ledger/{name}", "Kept.")


@routes.post("/ledger/{name}/room")
def room(here: Here, name: str, typed: Typed) -> Response:
    """They asked for room, or no longer."""
    here.ledger.leave(_entry(here, name).id, not typed.get("off"))
    return here.go(f"/ledger/{name}", ledger_words.AMONG_OTHERS if typed.get("off") else "Kept.")


@routes.post("/ledger/{name}/close")
def close(here: Here, name: str, typed: Typed) -> Response:
    """Close one's own side."""
    item = _entry(here, name)
    try:
        entries.close(name, typed.get("how", ""), here.ledger, here.desk.now())
    except BadInput as error:
        return _entry_page(here, item, "close", typed, str(error))
    return here.go(f"/ledger/{name}", ledger_words.CLOSES_ONE_SIDE)


@routes.post("/ledger/{name}/open")
def open_again(here: Here, name: str) -> Response:
    """Open one's own side again."""
    entries.open_again(_entry(here, name).id, here.ledger)
    return here.go(f"/ledger/{name}", "It is open again.")


@routes.post("/ledger/{name}/reminder")
def reminder(here: Here, name: str, typed: Typed) -> Response:
    """A file for a calendar that says nothing of what it is about."""
    item = _entry(here, name)
    try:
        _, made = entries.reminded(item, entries.back_of(typed), here.ledger, here.desk.now())
    except BadInput as error:
        return _entry_page(here, item, "reminder", typed, str(error))
    return Response(made, media_type="text/calendar", headers={"content-disposition": f'attachment; filename="{CALENDAR_FILE}"'})


@routes.get("/ledger/{name}/forget")
def forget_page(here: Here, name: str) -> Response:
    """Whether it is to be forgotten."""
    item = _entry(here, name)
    return here.page("ledger/forget.html", person=None, count=1, item=item, known=ledger_words.names(here.ledger.people()))


@routes.post("/ledger/{name}/forget")
def forget(here: Here, name: str) -> Response:
    """Forget an entry for good."""
    return here.go("/ledger", _forgotten(here, _entry(here, name).id))


@routes.get("/ledger/{name}/{_}")
def back(here: Here, name: str, _: str) -> Response:
    """A form's own address, asked for by itself: back to the entry."""
    return here.go(f"/ledger/{_entry(here, name).id}")
