"""What is read on the first pages, and wherever a ledger is begun: what this is and is not, three questions for oneself, the passphrase."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reattune import help as turning

IS = (
    "It shows where a talk broke off, what reached across, and how long it took to mend.",
    "Before you send something, it tells you what the other is likely to hear.",
    "You can practise here, and keep a private list of what is still open.",
)
IS_NOT = (
    "It is no judge. It gives no marks to you, to them, or to what is between you.",
    "It writes nothing for you. The words stay yours.",
    "It is no therapist, and it takes the place of nobody who listens to you.",
    "It is not made for fear, force or control. There it shows where to turn.",
    "It hears things wrong at times. Where it cannot tell, it says so.",
)
STAYS_HERE = "All of it stays on this machine. There is no account, and nothing is sent."
LEAVING = "Somebody is coming in? Press “Leave this page” at the top, or the Escape key three times."
LEFT = (
    "The page goes blank at once, and the way back to it is closed. What you did not keep is gone. What you kept is locked. "
    "To come back, look where you started reattune: a new link stands there."
)
LEFT_TRACES = (
    "Your browser may still list that a page named “Notes” was open, and when. A private window lists nothing. "
    "The Escape key needs JavaScript. The button works without it."
)

FEARED, FRIGHTENS, WATCHED = "feared", "frightens", "watched"
ANSWERS: Mapping[str, str] = {"yes": "Yes", "no": "No", "": "I would rather not say"}
QUESTIONS: Mapping[str, tuple[str, str]] = {
    FEARED: (
        "Do you weigh each word with somebody close to you because you fear what they might do?",
        "Not that they may be cross with you. That they may hurt you, or make you pay for it.",
    ),
    FRIGHTENS: (
        "Does somebody close to you go quiet or give in because they are scared of you?",
        "Of your voice, your hands, or what you may do next. Even if you never meant them to be.",
    ),
    WATCHED: (
        "Does one of you keep watch on the other, or rule on where they go, whom they see, what they spend?",
        "They on you, or you on them.",
    ),
}
QUESTIONS_FOR_YOU = "They are for you alone. No answer is kept or counted, and you can leave out any of them."
NOTED_NOWHERE = "What you answered is kept nowhere. It is gone when you leave this page."
FOR_THE_FEARED = (
    "You said that you are afraid of somebody. You do not have to find better words for that, and it is not yours to mend alone. "
    "There are people who listen. What you do then stays your choice."
)
FOR_THE_FRIGHTENING = (
    "You said that somebody is scared of you. That can change, and words alone do not change it. "
    "There are people whose work is just this, and many came to them to say the same. "
    "Until then, when you feel it rise, go out of the room."
)
FOR_EITHER = (
    "You said that one of you keeps watch on the other. Better words do not mend that, on either side. "
    "There are people to talk to, whichever side you are on."
)
NOT_ON_THIS_ONE = "If somebody may look at this machine, look for help on another one, or by a phone that is not shared."
WAY_ON = "You can go on from here as well. Nothing is closed to you."

GOOD_ONE = "Four or five words that nobody would think of together are good, and easy to keep in mind. A name, a date or a saying is not."
WHY_ONE = "What you keep is one file that only your passphrase opens. Whoever knows it can read all of it."
NOT_NOW = "Without one you can look around and try things. Nothing is kept then, and you can choose one later."
WRITE_IT_DOWN = "Write it down and put it where only you look, until you know it by heart."
TWO_DIFFER = "The two were not the same, so nothing was begun. Type it twice, with care."
TOO_SHORT = "That is too short. It needs at least {least} characters: a few words that only you would put together."
DOES_NOT_OPEN = "That is not the passphrase. Look at the capital letters and at the language of your keyboard, and try again."
LOST = "Nobody can reset it. To begin anew, move this file away: {path}"
BEGUN = "Your ledger is there, and it is open. What you keep goes into it."


@dataclass(frozen=True, slots=True)
class Turn:
    """What is said to somebody who answered yes, and where to turn, those first who are there for just that."""

    says: tuple[str, ...]
    near: tuple[turning.Help, ...]


def turn_for(answers: Mapping[str, str], near: Sequence[turning.Help]) -> Turn | None:
    """Where the answers lead; nothing where no answer is yes. The answers are looked at and let go."""
    yes = {name for name in QUESTIONS if answers.get(name) == "yes"}
    if not yes:
        return None
    whom = {FEARED: ("afraid",), FRIGHTENS: ("frightens",), WATCHED: ("afraid", "frightens")}
    wanted = {one for name in yes for one in whom[name]}
    says = [FOR_THE_FEARED] if FEARED in yes else []
    says += [FOR_THE_FRIGHTENING] if FRIGHTENS in yes else []
    return Turn(tuple(says or [FOR_EITHER]), tuple(sorted(near, key=lambda one: not wanted & set(one.whom))))
