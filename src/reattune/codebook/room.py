"""A request for room or for no contact, in plain words.

The coder hears most of them as turning away, and some not at all; what follows from one (nothing is suggested any more) must not hang on
that. So the plainest are listed here as well. Whatever is missed by both can be said by hand.
"""

from __future__ import annotations

import re

_REACH = r"(?:contact|call|write|text|message|ring|phone)"
_SAID = (
    r"\b(?:need|want|like|give me|take)\b[^.!?\n]{0,30}\b(?:space|room|distance|time alone|time to myself|time off from)\b",
    r"\bgive me (?:some |a few |a |an |two |three |more ){0,2}(?:space|room|time|days?|weeks?|hours?|until)\b",
    r"\bneed (?:some |more |a bit of |a few ){0,2}(?:time|days|weeks)\b",
    rf"\b(?:do not|don't|never|please stop|stop) (?:ever )?(?:try(?:ing)? to )?{_REACH}(?:t?ing)? (?:to )?(?:me|us)\b",
    r"\b(?:no|any) (?:more )?contact\b",
    r"\bleave me (?:alone|be)\b",
    r"\blet me come to you\b",
    r"\bwe (?:do not|don't) talk\b",
    r"^(?:please )?not now\b",
    r"\bi'm not ready to talk\b",
    r"^(?:please )?let it be\b",
)
ROOM = re.compile("|".join(_SAID), re.IGNORECASE)


def asks_for_room(text: str) -> bool:
    """Whether a message asks for room or for no contact, in so many words."""
    return ROOM.search(text.replace("’", "'").strip()) is not None
