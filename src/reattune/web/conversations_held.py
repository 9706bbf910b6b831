"""What is looked at lies on a shelf of the desk, under a name that tells nothing: how each page of this section finds it there.

The pages stand in four files, in the order in which a person meets them: `conversations.py` (handed in, and asked about, until there is a
report), `conversations_report.py` (the report and its messages), `conversations_heard.py` (put right) and `conversations_kept.py` (kept, or
taken away). None of them knows another but for the report, which is what the first one leads to.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Form, HTTPException

from reattune.app.looking import Looking
from reattune.app.seen import Seen
from reattune.web.at import At, Here
from reattune.web.desk import NotHere, Shelf

Text = Annotated[str, Form()]
Texts = Annotated[list[str], Form(default_factory=list)]
MOST_HELD = 6


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


def known_message(now: Ready, message: int) -> int:
    """The number of a message that is there. Raises NotHere."""
    if message >= len(now.messages):
        raise NotHere
    return message


Index = Annotated[int, Depends(known_message)]
