"""What people read while they practise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from reattune.app import wording
from reattune.coaching.drills import Item, Judged, Kind, Skill
from reattune.coaching.scenarios import Mood, Style, Talk, Turn, turning_points
from reattune.coaching.schedule import Progress
from reattune.core.coded import Coded
from reattune.core.names import COMPONENTS, DEFENCE, RUPTURE, Move, Severity, Verdict

ASKS: Mapping[str, str] = {
    "name-the-feeling": "What do you feel in this? One word, or several with commas.",
    "track-theirs": "What do they feel, going by their words? One word, or several with commas.",
    "toward-or-away": "Which answer moves toward them?",
    "spot-the-second-rupture": "Which of these will hurt again?",
    "missing-component": "Which of these is not there yet?",
    "turn-it-round": "How would you say it instead, in your words?",
    "stay": "What do you say, and only to show that you heard?",
    "shame-and-explaining": "Which is it?",
    "receive": "What do you say, as far as it is true for you?",
    "time-out": "What do you say?",
}
TITLES: Mapping[str, str] = {
    "name-the-feeling": "Name what you feel",
    "track-theirs": "Follow what they feel",
    "toward-or-away": "Toward or away",
    "spot-the-second-rupture": "Spot what will hurt again",
    "missing-component": "Find the missing part",
    "turn-it-round": "Turn it round",
    "stay": "Stay with what you did",
    "shame-and-explaining": "Shame, and the urge to explain",
    "receive": "Take a repair in",
    "time-out": "A pause with a return",
}
ABOUT: Mapping[str, str] = {
    "name-the-feeling": "Find the word for what goes on in you.",
    "track-theirs": "Hear the feeling under what they say.",
    "toward-or-away": "Tell the answer that comes closer from the one that backs off.",
    "spot-the-second-rupture": "Find the line that would hurt once more.",
    "missing-component": "See which part of a repair is still to come.",
    "turn-it-round": "Take a line that defends, and say it anew.",
    "stay": "Hear what you did to somebody, and add nothing.",
    "shame-and-explaining": "Notice what pulls you away from listening.",
    "receive": "Somebody says sorry to you. Answer as it is true.",
    "time-out": "Stop a fight, and say when you are back.",
}
RELATIONS: Mapping[str, str] = {
    "partner": "With a partner",
    "child": "With a child",
    "parent": "With a parent or a grown child",
    "sibling": "With a brother or sister",
    "friend": "With a friend",
    "colleague": "With somebody at work",
}
STYLES: Mapping[Style, str] = {
    Style.SECURE: "They say how it is",
    Style.ANXIOUS: "They fear to lose you, and get louder",
    Style.AVOIDANT: "They keep it in, and pull back",
    Style.CHILD: "A child",
}
STYLE_NOTE = "A part that is played for one talk, and no kind of person."
TALKS_ARE = "Something hurt them, and you had a part in it. You type what you would say; they answer."
NOBODY_HURT = "nobody was hurt"
HEARD_BY_A_PROGRAM = "A program read this, without your voice or your face. It can be wrong."
NOT_KEPT = "No ledger is open, so nothing of this is kept."
NOT_LEFT_EMPTY = "Nothing is typed yet. Type what you would say."
OR_SILENCE = "Nothing is typed yet. Type what you would say, or choose “Say nothing”."
CHOOSE_ONE = "Choose one of the answers first."
CHOOSE_TALK = "Choose one of the talks first."
WENT_WELL = "went well when they last came"
NO_FEELING = "Type a word for a feeling, or tap some on the list."
FIRST_COUNTS = "You had answered this one already, and the first answer counts."
WENT_ON = "This talk had gone on in the meantime, so what you typed was not said. It stands in the box below."
RIGHT, NEAR, NOT_YET = "Yes.", "Near.", "Not yet."
WORDS_HELP = "If no word comes, type a question mark for the list."
BACK = "is back with you"
LEFT_QUIET = "They had no room for words, and you left it quiet."
TURNED_DOWN = "They turned it down for now. That is theirs. Leave it with them."
FAR = "That is as far as one talk goes with something this deep. It took both of you."
GAVE = "I can't tell what you gave them. Is it true for you?"
SAFETY = "What you wrote is not a matter for practice."
NEUTRAL = "I hear nothing in this that mends, and nothing that hurts."
CANNOT_TELL = "I can't tell how this one would be heard."
VOICE = "The words of the other side come from the program that you switched on, at {url}. Where it gives none, they are reattune's own."
NO_VOICE = "(The endpoint gave no line, so this one is reattune's own.)"
STILL_NOTE = "An illustration, not a measurement of anybody: in this one the other goes blank, whatever you do. What do you do with that?"
ILLUSTRATION = "The other side is simulated, and its numbers are illustrations. No real person answers like this."
MOOD: Mapping[Mood, str] = {
    Mood.HURTING: "still hurting, and able to listen",
    Mood.PROTESTING: "louder, because it is not heard yet",
    Mood.WITHDRAWING: "pulling back",
    Mood.DOUBTING: "has heard something, and keeps it small for now",
    Mood.SOFTENING: "letting you in a little",
    Mood.RECEIVING: "has taken it in",
    Mood.REFUSING: "turning it down for now",
    Mood.FLOODED: "flooded, and able to take nothing in just now",
    Mood.BLANK: "gives nothing back",
}
MOOD_SHORT: Mapping[Mood, str] = {  # where there is room for a word or two
    Mood.HURTING: "still hurting",
    Mood.PROTESTING: "louder",
    Mood.WITHDRAWING: "pulling back",
    Mood.DOUBTING: "not sure yet",
    Mood.SOFTENING: "letting you in",
    Mood.RECEIVING: "taken in",
    Mood.REFUSING: "turned down",
    Mood.FLOODED: "flooded",
    Mood.BLANK: "gives nothing",
}


def judged(skill: Skill, answer: Judged) -> str:
    """The first word on an answer."""
    if answer.unsure and skill.kind is Kind.FREE:
        return wording.UNSURE
    return RIGHT if answer.right >= 1 else NEAR if answer.right > 0 else NOT_YET


def free_lines(answer: Judged, skill: Skill, item: Item) -> list[str]:
    """What was heard in an answer in one's own words, and what not yet."""
    wanted = skill.wanted
    assert wanted is not None
    lines: list[str] = []
    if answer.unsure:
        return lines  # whatever would be said here would rest on nothing
    if answer.heard:
        lines.append("I heard: " + wording.listed([wording.MOVE[move] for move in answer.heard]) + ".")
    undone = [move for move in answer.heard if move in wanted.none]
    if undone:
        lines.append(wording.STEP_FOR_BREAK[undone[0]])
    elif skill.name == "receive" and not answer.heard:
        lines.append(GAVE)
    elif answer.lacking and skill.name != "receive" and not item.grants:
        lines.append("Not there yet: " + " or ".join(wording.MOVE[move] for move in answer.lacking[:3]) + ".")
    return lines


def mood(talk: Talk, turn: Turn) -> str:
    """How the partner is after a turn."""
    return BACK if talk.scenario.blank and turn.mood is not Mood.BLANK else MOOD[turn.mood]


def feedback(turn: Turn, nobody_hurt: bool = False) -> list[str]:
    """What a turn in a scenario was, by the same rubric as everywhere; where nobody was hurt there is no verdict on mending."""
    if not turn.said.strip():
        return [LEFT_QUIET if turn.act.ease > 0.0 else "You said nothing. Silence is an answer, too."]
    if nobody_hurt and not turn.coded.has(DEFENCE | RUPTURE):
        return []
    names = turn.coded.names()
    lines = _verdict(turn.coded)
    breaks = [move for move in names if move in DEFENCE | RUPTURE]
    there = [move for move in names if move not in DEFENCE | RUPTURE]
    if there:
        lines.append("There: " + wording.listed([wording.MOVE[move] for move in there]) + ".")
    if breaks:
        lines.append("Gets in the way: " + wording.listed([wording.MOVE[move] for move in breaks]) + ".")
    return lines


def _verdict(coded: Coded) -> list[str]:
    """The verdict, where there is one to tell: what only answers or keeps a talk going is no failed attempt to mend."""
    if coded.unsure:
        return [wording.UNSURE if coded.moves else CANNOT_TELL]
    if coded.verdict is Verdict.NEITHER and not coded.has(DEFENCE | RUPTURE):
        return [] if coded.moves else [NEUTRAL]
    return [wording.VERDICT[coded.verdict]]


def ending(talk: Talk) -> list[str]:
    """What turned it, and what to try: after the last turn."""
    if talk.scenario.blank:
        return [talk.scenario.heard_by, *_with_a_blank_face(talk)]
    lines = [f"What most needed to be seen: {talk.scenario.heard_by}"]
    down, up = turning_points(talk)
    if down is not None:
        lines.append(f"What eased it most was your turn {down + 1}: “{_short(talk.turns[down].said)}”")
    if up is not None:
        lines.append(f"What hurt most was your turn {up + 1}: “{_short(talk.turns[up].said)}”")
    had = {move for turn in talk.turns for move in turn.coded.names()}
    lacking = [move for move in COMPONENTS if move not in had]
    refused = bool(talk.turns) and talk.turns[-1].mood is Mood.REFUSING
    if refused:
        return [*lines, TURNED_DOWN]
    if talk.mended:
        lines.append(FAR if talk.scenario.severity is Severity.MAJOR else "It was taken in. That took both of you.")
    elif lacking:
        lines.append("What was not there yet: " + wording.listed([wording.COMPONENT[move] for move in lacking]) + ".")
    if not talk.mended and Move.INQUIRY not in had:
        lines.append("To try next time: ask how it was for them, and leave the answer unanswered for a moment.")
    return lines


def _with_a_blank_face(talk: Talk) -> list[str]:
    """What somebody did while nothing came back, told without a grade."""
    blank = [_did(turn) for turn in talk.turns if turn.mood is Mood.BLANK]
    return ["While nothing came back:", *(f"  {_times(blank.count(did))} you {did}." for did in dict.fromkeys(blank))]


def _did(turn: Turn) -> str:
    if not turn.said.strip():
        return "let it be quiet"
    if turn.act.pressure >= 0.5 or turn.act.tone < -0.3:
        return "pressed or hit back"
    if turn.act.distance >= 0.5:
        return "turned away"
    stays = {Move.RECONNECTION, Move.INQUIRY, Move.SELF_DISCLOSURE, Move.TIMEOUT, Move.BID, Move.ACKNOWLEDGEMENT}
    return "stayed with it" if turn.coded.has(stays) else "said something else"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= 80 else plain[:79] + "…"


def arc(talk: Talk) -> list[str]:
    """The hurt from turn to turn, as bars with their numbers in words beside them."""
    if talk.scenario.blank:
        return []  # nobody was hurt
    rows = [("before", talk.first.hurt), *((f"turn {place}", turn.state.hurt) for place, turn in enumerate(talk.turns, 1))]
    return [f"{name:>8}  {'▇' * round(hurt * 30):<30} hurt {hurt:.0%}" for name, hurt in rows]


def progress_line(one: Progress) -> str:
    """Progress in a skill: counts and an interval, no grade."""
    title = TITLES[one.skill]
    if not one.met:
        return f"{title}: not begun, {one.of} to practise"
    share = f"the true share may lie anywhere from {one.low:.0%} to {one.high:.0%}"
    return f"{title}: {one.right} of the {one.met} you met went well when they last came ({share}); {one.of} in all"


def unknown(words: Sequence[str]) -> str:
    """What is said of words that are no feelings we know."""
    named = " or ".join(f"“{_short(one)}”" for one in words[:3])
    return f"I don't have {named} as a word for a feeling yet. Which on the list comes nearest?"


def comes(due: datetime | None, now: datetime) -> str:
    """When an item comes again."""
    if due is None:
        return "comes again next time"
    days = (due.date() - now.date()).days
    if days < 1:
        return "comes again today"
    if days == 1:
        return "comes again tomorrow"
    return f"comes again in {days} days" if days <= 14 else f"comes again on {wording.day(due)}"


def first_sentence(words: str) -> str:
    """The beginning of a scene, for a list."""
    return words.partition(". ")[0].rstrip(".") + "."
