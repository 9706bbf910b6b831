"""What is wanted of a conversation: some of its breaks kept in the ledger, or its report taken away as a file."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter
from fastapi.responses import Response

from reattune.app import importing, seen
from reattune.app.looking import Looking
from reattune.app.seen import Filters, Seen
from reattune.app.settings import own_country
from reattune.app.takeaway import File as Made
from reattune.app.takeaway import Wants
from reattune.app.work import Work
from reattune.core.errors import BadInput
from reattune.web.at import At, Here
from reattune.web.conversations_held import One, Ready, Text, Texts

routes = APIRouter()
KEPT_A_PAGE = 50
MADE_UP = "This one is only an example, so nothing of it goes into your ledger."
NONE_CHOSEN = "Choose at least one."
NO_SIDE = "Say which one is you first, so that the ledger knows whose part is whose."


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
        template = "conversations/_progress.html" if here.live else "conversations/making.html"
        return here.page(template, one=one, work=work, hears=True, anew=False)
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
