"""The report of a conversation: the list of its breaks and what is asked for of it, each break unfolded, and every message."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from reattune.app import guide_words, seen, wording
from reattune.app.drawing import sign
from reattune.app.leading import lead
from reattune.app.looking import Looking
from reattune.app.seen import Filters, Seen
from reattune.core.errors import NoLongerWanted
from reattune.core.names import Move, Outcome, Severity
from reattune.guide import load
from reattune.web.at import At, Here
from reattune.web.conversations_held import Index, One, Ready, Text
from reattune.web.desk import NotHere
from reattune.web.guide import address_of

routes = APIRouter()
MOST_ISSUES, MOST_CORRECTED = 50, 100
NOT_A_BREAK = "It was corrected. There is no break at that place any more."


def report_page(here: At, one: Looking, now: Seen, number: int) -> Response:
    """The report, with that page of its breaks."""
    wanted = now.matching(one.filters)
    page = seen.page_of(number, len(wanted), seen.EPISODES_A_PAGE)
    return here.page(
        "conversations/report.html",
        one=one,
        now=now,
        page=page,
        matching=len(wanted),
        timeline=now.timeline_of(one.filters),
        filtered=one.filters != Filters(),
        episodes=[(episode, seen.folded(now, episode)) for episode in wanted[page.first : page.end]],
        filters=one.filters,
        choices=_choices(now),
        issues=now.report.conversation.issues[:MOST_ISSUES],
        corrected=[(seen.one_message(now, index, {}), now.episode_at(index)) for index in sorted(now.corrections)[:MOST_CORRECTED]],
        page_with=seen.page_with,
        sign=sign,
        lead=() if one.led else lead(now.report),
        guide_words=guide_words,
    )


@routes.post("/conversations/{name}/lead")
def led(one: One, here: Here, entry: Text = "") -> Response:
    """Into the guide, or not now; it is offered once."""
    one.led = True
    found = load().entry(entry)
    return here.go(address_of(found) if found else one.path)


def _choices(now: Seen) -> dict[str, list[tuple[str, str]]]:
    """What can be filtered by: (value, words) of each."""
    episodes = now.report.episodes
    return {
        "person": [(name, name) for name in now.people],
        "move": [(move.value, wording.DID[move]) for move in now.moves],
        "severity": [(one.value, wording.SEVERITY[one]) for one in Severity if any(one is each.severity for each in episodes)],
        "outcome": [(one.value, wording.OUTCOME[one]) for one in Outcome if any(one is each.outcome for each in episodes)],
    }


@routes.post("/conversations/{name}/filter")
def filtered(one: One, now: Ready, here: Here, person: Text = "", move: Text = "", severity: Text = "", outcome: Text = "") -> Response:
    """Show only what is asked for; what is not known is asked for by nobody."""
    one.filters = Filters(
        person if person in now.people else "",
        Move(move) if move in set(Move) else None,
        Severity(severity) if severity in set(Severity) else None,
        Outcome(outcome) if outcome in set(Outcome) else None,
    )
    return here.go(f"{one.path}#story")


@routes.get("/conversations/{name}/messages")
def messages(one: One, now: Ready, here: Here, page: int = 1) -> Response:
    """The whole conversation, a page at a time."""
    at = seen.page_of(page, len(now.messages), seen.MESSAGES_A_PAGE)
    before, after = now.beside(at.first)[0], now.beside(at.end - 1)[1]
    return here.page(
        "conversations/messages.html",
        one=one,
        now=now,
        page=at,
        days=seen.stretch(now, at, one.found()),
        before=before,
        after=after,
        page_with=seen.page_with,
        span=(min(now.days), max(now.days)) if now.days else None,
    )


@routes.post("/conversations/{name}/messages")
def day(one: One, now: Ready, here: Here, on: Text = "") -> Response:
    """The messages from a day on."""
    with suppress(ValueError):
        wanted = date.fromisoformat(on.strip()[:10])
        later = [when for when in now.days if when >= wanted]
        index = now.days[min(later)] if later else len(now.messages) - 1
        return here.go(f"{one.path}/messages?page={seen.page_with(index)}#m{index}")
    return here.go(f"{one.path}/messages", "Write the day as 2026-01-31.")


@routes.get("/conversations/{name}/{message:int}")
def episode(one: One, now: Ready, here: Here, message: Index) -> Response:
    """An episode unfolded: a page of its own, or its part of the list."""
    return _unfolded(here, one, now, message)


@routes.get("/conversations/{name}/{message:int}/words")
def words(one: One, now: Ready, here: Here, message: Index) -> Response:
    """The same with the words marked that carry it."""
    found = now.episode_at(message)
    if found:
        try:
            one.words(now, found)
        except NoLongerWanted:
            raise NotHere from None
    if here.live and found:
        return here.page("conversations/_messages.html", one=one, told=seen.unfolded(now, found, one.found()), pending=False)
    return _unfolded(here, one, now, message)


def _unfolded(here: At, one: Looking, now: Seen, message: int) -> Response:
    found = now.episode_at(message)
    if found is None:
        return here.go(one.path, NOT_A_BREAK)
    values: dict[str, Any] = {
        "one": one,
        "told": seen.unfolded(now, found, one.found()),
        "pending": not one.known(now, found),
        "page_with": seen.page_with,
        "sign": sign,
    }
    if here.live:
        return here.page("conversations/_episode.html", **values)
    before, after = now.beside(found.onset)
    return here.page("conversations/episode.html", before=before, after=after, **values)
