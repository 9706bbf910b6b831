"""Today: what is open, the one to circle back to and why, five minutes of practice; nothing else."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from reattune.app import ledger_words
from reattune.app.days import today
from reattune.web.at import Here

routes = APIRouter()


@routes.get("/")
def show(here: Here) -> Response:
    """The day."""
    ledger, now = here.desk.ledger_or_none, here.desk.now()
    day = today(ledger, now)
    return here.page("today.html", day=day, known=ledger_words.names(ledger.people()) if ledger else {}, now=now)
