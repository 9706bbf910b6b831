"""What was heard in a message, put right by somebody who knows better: taken away, added, or the correction itself taken back."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from reattune.app import seen, wording
from reattune.app.looking import Looking
from reattune.app.seen import Otherwise, Seen
from reattune.core.names import Move
from reattune.web.at import Here
from reattune.web.conversations_held import Index, One, Ready, Text, Texts
from reattune.web.conversations_report import NOT_A_BREAK

routes = APIRouter()
FOLLOWS = "Everything follows that now."
UNCHANGED = "Nothing was changed."
NONE_YET = "Everything follows that now. By itself it makes no break."


@routes.get("/conversations/{name}/{message:int}/heard")
def heard(one: One, now: Ready, here: Here, message: Index) -> Response:
    """What was heard in a message, to be put right."""
    listened, otherwise = now.listened.coded[message], now.corrections.get(message, Otherwise())
    there, harm = frozenset(otherwise.of(listened).names()), seen.harm_of(listened)
    known = [*(each.move for each in listened.moves), *(move for move in Move if move in otherwise.missed)]
    return here.page(
        "conversations/_heard.html" if here.live else "conversations/heard.html",
        one=one,
        bubble=seen.one_message(now, message, one.found()),
        moves=[(move, wording.DID[move], move in there) for move in known],
        missed=[] if harm and not otherwise.not_that else _missed(known),
        harm=harm,
        otherwise=otherwise,
        corrected=message in now.corrections,
        back=_where(one, now, message),
    )


def _where(one: Looking, now: Seen, message: int) -> str:
    """The page on which a message stands: its break's, or that of all messages."""
    if now.episode_at(message):
        return f"{one.path}/{message}#m{message}"
    return f"{one.path}/messages?page={seen.page_with(message)}#m{message}"


def _missed(known: list[Move]) -> list[tuple[str, list[tuple[Move, str]]]]:
    """What may be added besides what is known already, in its groups."""
    return [(group, [(move, wording.DID[move]) for move in moves if move not in known]) for group, moves in wording.MISSED.items()]


@routes.post("/conversations/{name}/{message:int}/heard")
def put_right(
    one: One, now: Ready, here: Here, message: Index, there: Texts, missed: Text = "", says: Text = "", not_that: Text = ""
) -> Response:
    """Take a person's word for it; the report follows."""
    listened = now.listened.coded[message]
    moves = frozenset(Move(each) for each in (*there, missed) if each in set(Move))
    if listened.safety and not_that != "yes":
        moves &= frozenset(listened.names())  # what the signal saw is counted in nothing, so nothing is added to it
    told = Otherwise.told(listened, frozenset(), True) if says == "nothing" else Otherwise.told(listened, moves, not_that == "yes")
    was = now.corrections.get(message, Otherwise())
    if told == was and says != "undo":
        return here.go(_where(one, now, message), UNCHANGED)
    one.hear_otherwise(message, None if says == "undo" else told)
    one.wait()
    stage = one.stage
    if not isinstance(stage, Seen):
        return here.go(one.path)
    there_now = stage.episode_at(message) is not None
    if now.episode_at(message) and not there_now:
        return here.go(one.path, NOT_A_BREAK)
    adds = bool(told.missed) and says != "undo"
    return here.go(_where(one, stage, message), NONE_YET if adds and not there_now else FOLLOWS)
