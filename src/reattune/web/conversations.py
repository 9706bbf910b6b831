"""Conversations: an export is handed in and asked about, until there is a report; it can be called off and let go at any time.

What is looked at lies on a shelf of the desk (`conversations_held.py`, which names the other files of this section); see `app/looking.py`
for its way from bytes to a report. Each route finds it there, calls it, and hands values to a template; what is answered travels by forms.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from reattune.app import wording
from reattune.app.handed import Files
from reattune.app.looking import Answers, Before, Failed, Listening, Looking, Reading, WhichChat, WhichFormat, example, format_names
from reattune.app.seen import Seen
from reattune.core.errors import BadInput
from reattune.web.at import At, Here
from reattune.web.conversations_held import MOST_HELD, One, Ready, Text, shelf_of
from reattune.web.conversations_report import report_page
from reattune.web.desk import NotHere, Shelf

routes = APIRouter()
MOST_NAMED, MOST_CHATS, MOST_FILES = 12, 50, 5
NOTHING = "Choose a file first."
NONE_CHOSEN = "Choose one of them."
STOPPED = "It was stopped. Nothing of it was kept."
STOPPED_ANEW = "It was stopped. The report is as it was before."


# --- hand in, let go ------------------------------------------------------------------------------------------------


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
        return here.page(template, one=one, work=stage.work, hears=isinstance(stage, Listening), anew=_anew(stage))
    if here.live:
        return here.go(one.path)
    if isinstance(stage, WhichFormat | Failed):
        return here.page("conversations/format.html", one=one, stage=stage, failed=isinstance(stage, Failed))
    if isinstance(stage, WhichChat):
        return _which(here, one, stage)
    if isinstance(stage, Before):
        return _before(here, one, stage)
    return report_page(here, one, stage, page)


def _anew(stage: Reading | Listening) -> bool:
    return isinstance(stage, Listening) and stage.before is not None


@routes.post("/conversations/{name}/call-off")
def call_off(name: str, one: One, here: Here) -> Response:
    """Stop what is at work. Where there was no report yet, all of it goes; else that one stays."""
    was, then = one.stage, one.call_off()
    if isinstance(then, Failed):
        _let_go(shelf_of(here), name, one)
        return here.go("/conversations", STOPPED)
    return here.go(one.path, STOPPED_ANEW if isinstance(was, Listening) and then is was.before else "")


def _which(here: At, one: Looking, stage: WhichChat, status: int = 200, wrong: str = "") -> Response:
    rows = [
        (number, _few(chat.people, MOST_NAMED), _few(files, MOST_FILES), len(chat.conversation.messages))
        for number, (chat, files) in enumerate(zip(stage.chats, stage.files, strict=True))
    ]
    return here.page("conversations/which.html", status, one=one, chats=rows[:MOST_CHATS], more=len(rows[MOST_CHATS:]), wrong=wrong)


def _few(names: Sequence[str], most: int) -> str:
    """Some names as a sentence lists them, and how many more there are."""
    rest = len(names) - most
    return wording.listed([*names[:most], f"{rest:,} more"] if rest > 0 else names)


@routes.post("/conversations/{name}/which")
def chosen(one: One, here: Here, chat: Text = "") -> Response:
    """Which of several chats to look at, or that all of it is one."""
    stage = one.stage
    try:
        one.choose(chat)
    except BadInput:
        if isinstance(stage, WhichChat):
            return _which(here, one, stage, 422, NONE_CHOSEN)
        raise
    one.wait()
    return here.go(one.path)


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
