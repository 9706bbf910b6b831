"""Conversations: an export is read, looked at, filtered, corrected, and what is wanted of it kept.

What is looked at lies on a shelf of the desk under a name that tells nothing (see `app/looking.py` for its way from bytes to a report).
Each route finds it there, calls it, and hands values to a template; who, what and which days are chosen travels by forms.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from reattune.app import importing, seen, wording
from reattune.app.drawing import sign
from reattune.app.looking import Answers, Before, Failed, Files, Listening, Looking, Reading, WhichFormat, example, format_names
from reattune.app.seen import Filters, Otherwise, Seen
from reattune.app.settings import own_country
from reattune.app.takeaway import File as Made
from reattune.app.takeaway import Wants
from reattune.app.work import Work
from reattune.core.errors import BadInput, NoLongerWanted
from reattune.core.names import Move, Outcome, Severity
from reattune.web.at import At, Here
from reattune.web.desk import NotHere, Shelf

routes = APIRouter()
Text = Annotated[str, Form()]
Texts = Annotated[list[str], Form(default_factory=list)]
MOST_HELD, MOST_NAMED, MOST_ISSUES, MOST_CORRECTED, KEPT_A_PAGE = 6, 12, 50, 100, 50
MADE_UP = "This one is only an example, so nothing of it goes into your ledger."
NOTHING = "Choose a file first."
NONE_CHOSEN = "Choose at least one."
NO_SIDE = "Say which one is you first, so that the ledger knows whose part is whose."
NOT_A_BREAK = "It was corrected. There is no break at that place any more."


# --- hand in, let go ------------------------------------------------------------------------------------------------


def shelf_of(here: At) -> Shelf[object]:
    """Where what is looked at lies."""
    return here.desk.shelf("conversations", MOST_HELD + 1)


def looking(name: str, here: Here) -> Looking:
    """The conversation of that name. Raises NotHere."""
    found = shelf_of(here).get(name)
    assert isinstance(found, Looking)
    return found


def seen_now(one: Annotated[Looking, Depends(looking)]) -> Seen:
    """Its report; where there is none (yet), on to its own page, which says how far it is."""
    stage = one.stage
    if not isinstance(stage, Seen):
        raise HTTPException(303, headers={"location": one.path})
    return stage


One = Annotated[Looking, Depends(looking)]
Ready = Annotated[Seen, Depends(seen_now)]


@routes.get("/conversations")
def every(here: Here) -> Response:
    """Hand one in, or go on with one that is looked at."""
    return _first_page(here)


def _first_page(here: At, status: int = 200, wrong: str = "") -> Response:
    held = [(one, one.stage) for _, one in reversed(shelf_of(here).all()) if isinstance(one, Looking)]
    return here.page(
        "conversations/index.html",
        status,
        held=[(one, stage.heading[0] if isinstance(stage, Seen) else one.name) for one, stage in held],
        formats=format_names(),
        wrong=wrong,
    )


async def _files(request: Request) -> list[UploadFile]:
    """The files of a form; a form without one is no odd request."""
    return [one for one in (await request.form()).getlist("files") if isinstance(one, UploadFile)]


@routes.post("/conversations/upload")
def upload(here: Here, files: Annotated[list[UploadFile], Depends(_files)]) -> Response:
    """Read what was handed in, without a byte of it on the disk."""
    handed = [(one.filename or "", one.file.read()) for one in files if one.filename]
    return _taken_up(here, handed) if handed else _first_page(here, 422, NOTHING)


@routes.post("/conversations/example")
def play(here: Here) -> Response:
    """The example."""
    return _taken_up(here, example(), made_up=True)


def _taken_up(here: At, files: Files, made_up: bool = False) -> Response:
    name, shelf = secrets.token_urlsafe(9), shelf_of(here)
    for old, other in shelf.all()[: -MOST_HELD + 1]:
        _let_go(shelf, old, other)
    made = Looking(f"/conversations/{name}", files, here.desk.coder, made_up)
    shelf.put(made, name)
    if not any(other is made for _, other in shelf.all()):  # everything was dropped meanwhile
        made.stop()
        raise NotHere
    made.wait()
    return here.go(made.path)


@routes.post("/conversations/{name}/drop")
def drop(name: str, one: One, here: Here) -> Response:
    """Let it go."""
    _let_go(shelf_of(here), name, one)
    return here.go("/conversations", "It is let go. Nothing of it is held any more.")


def _let_go(shelf: Shelf[object], name: str, one: object) -> None:
    if isinstance(one, Looking):
        one.stop()
    shelf.drop(name)


# --- before there is a report ---------------------------------------------------------------------------------------


@routes.get("/conversations/{name}")
def show(one: One, here: Here, page: int = 1) -> Response:
    """How far it is, the question that stands before it, or the report."""
    stage = one.stage
    if isinstance(stage, Reading | Listening):
        template = "conversations/_progress.html" if here.live else "conversations/progress.html"
        return here.page(template, one=one, work=stage.work, hears=isinstance(stage, Listening))
    if here.live:
        return here.go(one.path)
    if isinstance(stage, WhichFormat | Failed):
        return here.page("conversations/format.html", one=one, stage=stage, failed=isinstance(stage, Failed))
    if isinstance(stage, Before):
        return _before(here, one, stage)
    return _report(here, one, stage, page)


def _before(here: At, one: Looking, stage: Before, status: int = 200, wrong: str = "") -> Response:
    told, threads = stage.conversation.speakers(), stage.conversation.threads()
    return here.page(
        "conversations/before.html",
        status,
        one=one,
        dates=stage.dates,
        people=_people(told, stage.conversation.owner),
        parts=[*(threads if len(threads) > 1 else ()), *([name for name, _ in told] if len(told) > 2 else ())],
        wrong=wrong or stage.says,
    )


def _people(told: Sequence[tuple[str, int]], me: str | None) -> list[tuple[int, str, int, bool]]:
    """(number, name, messages, whether it is oneself), those who say most first, as many as a page can ask about."""
    numbered = [(number, name, count, name == me) for number, (name, count) in enumerate(told)]
    return sorted(numbered, key=lambda row: (not row[3], -row[2]))[:MOST_NAMED]


@routes.post("/conversations/{name}/format")
def named(one: One, here: Here, format: Text = "") -> Response:
    """Read it as what a person says it is; nothing is handed in again."""
    one.read(format)
    one.wait()
    return here.go(one.path)


@routes.get("/conversations/{name}/who")
def who(one: One, now: Ready, here: Here) -> Response:
    """Which of these is you, asked again."""
    return here.page("conversations/who.html", one=one, people=_people(now.report.conversation.speakers(), now.report.me), me=now.report.me)


@routes.post("/conversations/{name}/who")
def answered(one: One, here: Here, me: Text = "", since: Text = "", until: Text = "", with_name: Text = "", dates: Text = "") -> Response:
    """Which of these is you, and which part is wanted."""
    stage = one.stage
    if isinstance(stage, Seen):
        one.be(me)
    elif isinstance(stage, Before):
        try:
            one.answer(Answers(me, since, until, with_name, dates))
        except BadInput as error:
            return _before(here, one, stage, 422, str(error))
    one.wait()
    return here.go(one.path)


# --- the report -----------------------------------------------------------------------------------------------------


def _report(here: At, one: Looking, now: Seen, number: int) -> Response:
    wanted = now.matching(one.filters)
    page = seen.page_of(number, len(wanted), seen.EPISODES_A_PAGE)
    return here.page(
        "conversations/report.html",
        one=one,
        now=now,
        page=page,
        matching=len(wanted),
        episodes=[(episode, seen.folded(now, episode)) for episode in wanted[page.first : page.end]],
        filters=one.filters,
        choices=_choices(now),
        issues=now.report.conversation.issues[:MOST_ISSUES],
        corrected=[(seen.one_message(now, index, {}), now.episode_at(index)) for index in sorted(now.corrections)[:MOST_CORRECTED]],
        page_with=seen.page_with,
        sign=sign,
    )


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


def _known_message(now: Ready, message: int) -> int:
    if message >= len(now.messages):
        raise NotHere
    return message


Index = Annotated[int, Depends(_known_message)]


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


# --- corrections ----------------------------------------------------------------------------------------------------


@routes.get("/conversations/{name}/{message:int}/heard")
def heard(one: One, now: Ready, here: Here, message: Index) -> Response:
    """What was heard in a message, to be put right."""
    listened, otherwise = now.listened.coded[message], now.corrections.get(message, Otherwise())
    template = "conversations/_heard.html" if here.live else "conversations/heard.html"
    return here.page(
        template,
        one=one,
        bubble=seen.one_message(now, message, one.found()),
        moves=[(each.move, wording.DID[each.move], each.move not in otherwise.off) for each in listened.moves],
        harm=seen.harm_of(listened),
        otherwise=otherwise,
        corrected=message in now.corrections,
        alone=not here.live,
    )


@routes.post("/conversations/{name}/{message:int}/heard")
def put_right(one: One, now: Ready, here: Here, message: Index, there: Texts, says: Text = "", not_that: Text = "") -> Response:
    """Take a person's word for it; the report follows."""
    listened = now.listened.coded[message]
    moves = frozenset(listened.names())
    off = moves if says == "nothing" else moves - {move for move in moves if move.value in there}
    wrong = bool(listened.safety) and (not_that == "yes" or says == "nothing")
    one.hear_otherwise(message, None if says == "undo" else Otherwise(off, wrong))
    one.wait()
    stage = one.stage
    if isinstance(stage, Seen) and stage.episode_at(message):
        return here.go(f"{one.path}/{message}#m{message}", "Everything follows that now.")
    return here.go(one.path, NOT_A_BREAK if now.episode_at(message) else "Everything follows that now.")


# --- keep, take away ------------------------------------------------------------------------------------------------


@routes.get("/conversations/{name}/keep")
def choose(one: One, now: Ready, here: Here, page: int = 1) -> Response:
    """Which episodes to keep."""
    if one.made_up:
        return here.go(one.path, MADE_UP)
    return _choosing(here, one, now, page)


def _choosing(here: At, one: Looking, now: Seen, number: int, status: int = 200, words: bool = False, wrong: str = "") -> Response:
    wanted = [episode for episode in now.matching(one.filters) if now.messages[episode.onset].time]
    page = seen.page_of(number, len(wanted), KEPT_A_PAGE)
    return here.page(
        "conversations/keep.html",
        status,
        all=Filters(),
        elsewhere=len(one.chosen - {episode.onset for episode in wanted[page.first : page.end]}),
        one=one,
        now=now,
        page=page,
        rows=[(episode, seen.folded(now, episode)) for episode in wanted[page.first : page.end]],
        words=words,
        wrong=wrong,
    )


@routes.post("/conversations/{name}/keep")
def keep(one: One, now: Ready, here: Here, chosen: Texts, shown: Texts, words: Text = "", go: Text = "keep", page: Text = "1") -> Response:
    """Keep them, or look at more. What was chosen is held; where the ledger is not open, it waits for that."""
    if one.made_up:
        return here.go(one.path, MADE_UP)
    one.chosen = (one.chosen - _numbers(shown)) | _numbers(chosen)
    number = next(iter(_numbers([page])), 1)
    if go.isdecimal():
        return here.go(f"{one.path}/keep?page={go}")
    named = [episode.id for episode in now.report.episodes if episode.onset in one.chosen]
    wrong = NO_SIDE if now.report.me is None else "" if named else NONE_CHOSEN
    if wrong:
        return _choosing(here, one, now, number, 422, words == "yes", wrong)
    try:
        taken = importing.taken_in(now.report, named, here.ledger, here.desk.now(), words == "yes")
    except BadInput as error:
        return _choosing(here, one, now, number, 422, words == "yes", str(error))
    one.chosen = frozenset()
    known = f" {taken.known} stood there before." if taken.known else ""
    return here.go(one.path, f"{taken.new} {'is' if taken.new == 1 else 'are'} kept in your ledger.{known}")


def _numbers(texts: Sequence[str]) -> frozenset[int]:
    return frozenset(int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 10)


@routes.get("/conversations/{name}/file")
def file(one: One, now: Ready, here: Here) -> Response:
    """What to take away, or how far it is made."""
    work = one.file
    if work and not work.ended():
        return here.page("conversations/_progress.html" if here.live else "conversations/making.html", one=one, work=work, hears=True)
    return here.go(f"{one.path}/file") if here.live else here.page("conversations/file.html", one=one, now=now, ready=work is not None)


@routes.post("/conversations/{name}/file")
def take(one: One, now: Ready, here: Here, kind: Text = "page", names: Text = "", safety: Text = "", messages: Text = "") -> Response:
    """Make it; where it is soon made, here it is."""
    wants = Wants(kind == "data", names in {"words", "none"}, names != "none", safety == "yes", messages == "yes")
    work = one.take_away(now, wants, own_country(where=here.desk.where))
    return _handed_out(one, work) if work.ended() else here.go(f"{one.path}/file")


@routes.get("/conversations/{name}/file/notes")
def fetch(one: One, here: Here) -> Response:
    """The file that was made."""
    work = one.file
    return _handed_out(one, work) if work and work.ended() else here.go(f"{one.path}/file")


@routes.post("/conversations/{name}/file/stop")
def stop_making(one: One, here: Here) -> Response:
    """Not that file after all."""
    if one.file:
        one.file.stop()
        one.file = None
    return here.go(f"{one.path}/file")


def _handed_out(one: Looking, work: Work[Made]) -> Response:
    one.file = None
    made = work.made()
    headers = {"content-disposition": f'attachment; filename="{made.name}"'}
    return Response(made.text.encode("utf-8", "replace"), media_type=f"{made.kind}; charset=utf-8", headers=headers)
