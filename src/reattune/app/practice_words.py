"""What people read while they practise."""

from __future__ import annotations

from collections.abc import Mapping

from reattune.app import wording
from reattune.coaching.drills import Judged, Kind, Skill
from reattune.coaching.scenarios import Mood, Style, Talk, Turn, turning_points
from reattune.coaching.schedule import Progress
from reattune.core.names import COMPONENTS, DEFENCE, RUPTURE, Move

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
RIGHT, NEAR, NOT_YET = "Yes.", "Near.", "Not yet."
WORDS_HELP = "If no word comes, type a question mark for the list."
SAFETY = "What you wrote is not a matter for practice."
NO_VOICE = "(The endpoint gave no line, so this one is reattune's own.)"
STILL_NOTE = "An illustration, not a measurement of anybody: in this one the other goes blank, whatever you do. What do you do with that?"
ILLUSTRATION = "The other side is simulated, and its numbers are illustrations. No real person answers like this."
MOOD: Mapping[Mood, str] = {
    Mood.HURTING: "still hurting, and able to listen",
    Mood.PROTESTING: "louder, because it is not heard yet",
    Mood.WITHDRAWING: "pulling back",
    Mood.DOUBTING: "has heard something good and does not trust it yet",
    Mood.SOFTENING: "letting you in a little",
    Mood.RECEIVING: "has taken it in",
    Mood.REFUSING: "turning it down for now",
    Mood.FLOODED: "flooded, and able to take nothing in just now",
    Mood.BLANK: "gives nothing back",
}
STYLE: Mapping[Style, str] = {
    Style.SECURE: "says what is so and can wait",
    Style.ANXIOUS: "fears to be left, and gets louder",
    Style.AVOIDANT: "pulls back when pressed",
    Style.CHILD: "a child",
}


def judged(skill: Skill, answer: Judged) -> str:
    """The first word on an answer."""
    if answer.unsure and skill.kind is Kind.FREE:
        return wording.UNSURE
    return RIGHT if answer.right >= 1 else NEAR if answer.right > 0 else NOT_YET


def free_lines(answer: Judged, skill: Skill) -> list[str]:
    """What was heard in an answer in one's own words, and what not yet."""
    wanted = skill.wanted
    assert wanted is not None
    lines = []
    if answer.heard:
        lines.append("I heard: " + wording.listed([wording.MOVE[move] for move in answer.heard]) + ".")
    undone = [move for move in answer.heard if move in wanted.none]
    if undone:
        lines.append(wording.STEP_FOR_BREAK[undone[0]])
    elif answer.lacking:
        lines.append("Not there yet: " + " or ".join(wording.MOVE[move] for move in answer.lacking[:3]) + ".")
    return lines


def feedback(turn: Turn) -> list[str]:
    """What a turn in a scenario was, by the same rubric as everywhere."""
    if not turn.said.strip():
        return ["You said nothing. Silence is an answer, too."]
    names = turn.coded.names()
    lines = [wording.VERDICT[turn.coded.verdict] if not turn.coded.unsure else wording.UNSURE]
    breaks = [move for move in names if move in DEFENCE | RUPTURE]
    there = [move for move in names if move not in DEFENCE | RUPTURE]
    if there:
        lines.append("There: " + wording.listed([wording.MOVE[move] for move in there]) + ".")
    if breaks:
        lines.append("Gets in the way: " + wording.listed([wording.MOVE[move] for move in breaks]) + ".")
    return lines


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
    if talk.mended:
        lines.append("It was taken in. That took both of you.")
    elif lacking:
        lines.append("What was not there yet: " + wording.listed([wording.COMPONENT[move] for move in lacking]) + ".")
    if not talk.mended and Move.INQUIRY not in had:
        lines.append("To try next time: ask how it was for them, and leave the answer unanswered for a moment.")
    return lines


def _with_a_blank_face(talk: Talk) -> list[str]:
    """What somebody did while nothing came back, told without a grade."""
    blank = [turn for turn in talk.turns if turn.mood is Mood.BLANK]
    pressed = sum(turn.act.pressure >= 0.5 or turn.act.tone < -0.3 for turn in blank)
    left = sum(turn.act.distance >= 0.5 for turn in blank)
    stayed = len(blank) - pressed - left
    told = [f"While nothing came back you spoke {_times(len(blank))}:"]
    told += [
        f"  {_times(count)} you {did}."
        for count, did in ((stayed, "stayed"), (pressed, "pressed or hit back"), (left, "turned away or fell silent"))
        if count > 0
    ]
    return told


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= 80 else plain[:79] + "…"


def arc(talk: Talk) -> list[str]:
    """The hurt from turn to turn, as bars with their numbers in words beside them."""
    rows = [("before", talk.first.hurt), *((f"turn {place}", turn.state.hurt) for place, turn in enumerate(talk.turns, 1))]
    return [f"{name:>8}  {'▇' * round(hurt * 30):<30} hurt {hurt:.0%}" for name, hurt in rows]


def progress_line(one: Progress) -> str:
    """Progress in a skill: counts and an interval, no grade."""
    title = TITLES[one.skill]
    if not one.met:
        return f"{title}: not begun, {one.of} to practise"
    share = f"between {one.low:.0%} and {one.high:.0%}, if it goes on so"
    return f"{title}: {one.right} of the {one.met} you met went well when they last came ({share}); {one.of} in all"
