"""The first pages: what this is and what it is not, three questions for oneself, the passphrase, and an example to play with.

What is answered to the questions is looked at once and let go: it goes into no address, no file, and not onto the desk. The last page that
asks for something sets `welcomed`, so that whoever came so far is led to Today from then on.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import Response

from reattune.app import first_words as words
from reattune.core.errors import BadInput, BadOption
from reattune.ledger.opening import SHORTEST
from reattune.web.at import At, Here, turn_near
from reattune.web.begin import onward

routes = APIRouter()
Text = Annotated[str, Form()]


@routes.get("/welcome")
def first(here: Here) -> Response:
    """What this is, what it is not, and the quick way out."""
    return here.page("welcome/first.html", words=words)


@routes.get("/welcome/questions")
def questions(here: Here) -> Response:
    """Three questions for oneself."""
    return here.page("welcome/questions.html", words=words)


@routes.post("/welcome/questions")
def answered(here: Here, feared: Text = "", frightens: Text = "", watched: Text = "") -> Response:
    """Where a yes leads to: help first, with the way on open. The page has the same address whatever was answered."""
    near = turn_near(here.desk)
    turn = words.turn_for({words.FEARED: feared, words.FRIGHTENS: frightens, words.WATCHED: watched}, near.near)
    if turn is None:
        return here.go("/welcome/passphrase")
    return here.page("welcome/turn.html", words=words, turn=turn, emergency=near.emergency)


@routes.get("/welcome/passphrase")
def choosing(here: Here) -> Response:
    """The passphrase, or not now."""
    return here.page("welcome/passphrase.html", words=words, least=SHORTEST)


@routes.post("/welcome/passphrase")
def chosen(here: Here, passphrase: Text = "", again: Text = "") -> Response:
    """Begin a ledger, and on to the example."""
    if wrong := _begun(here, passphrase, again):
        return here.page("welcome/passphrase.html", 422, words=words, least=SHORTEST, wrong=wrong)
    return _welcomed(here, words.BEGUN)


@routes.post("/welcome/not-now")
def not_now(here: Here) -> Response:
    """On to the example without a ledger, or with the one there is."""
    return _welcomed(here)


@routes.get("/welcome/example")
def example(here: Here) -> Response:
    """Something to play with before anything of one's own."""
    return here.page("welcome/example.html")


def _welcomed(here: At, told: str = "") -> Response:
    here.desk.choose(welcomed=True)
    return here.go("/welcome/example", told)


@routes.get("/passphrase")
def passphrase_page(here: Here) -> Response:
    """A ledger is begun, from anywhere."""
    return here.go("/unlock") if here.desk.there_is_a_ledger else here.page("welcome/begin.html", words=words, least=SHORTEST)


@routes.post("/passphrase")
def begin(here: Here, passphrase: Text = "", again: Text = "") -> Response:
    """Begin it, and go on with what waited for it."""
    if wrong := _begun(here, passphrase, again):
        return here.page("welcome/begin.html", 422, words=words, least=SHORTEST, wrong=wrong)
    return onward(here, words.BEGUN)


def _begun(here: At, passphrase: str, again: str) -> str:
    """What is wrong with it, or nothing where the ledger was begun, or stood open already (the button was pressed twice)."""
    if here.desk.ledger_or_none is not None:
        return ""
    try:
        if passphrase != again:
            raise BadOption(words.TWO_DIFFER)
        if len(passphrase.strip()) < SHORTEST:
            raise BadOption(words.TOO_SHORT.format(least=SHORTEST))
        here.desk.begin(passphrase)
    except BadInput as error:
        return "" if here.desk.ledger_or_none is not None else str(error)
    return ""
