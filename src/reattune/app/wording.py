"""Every sentence that people read, in one place.

The tone is warm, plain and short. No jargon, no score, no verdict on a person, no flattery; where the program cannot tell,
it says so. A test reads all of it as prose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from reattune.coaching.clocks import Now
from reattune.core.coded import Coded
from reattune.core.names import COMPONENTS, DEFENCE, REPAIR, RUPTURE, Answer, Move, Outcome, SafetyKind, Severity, Stance, Verdict

# how a move is named beside the words that carry it: what it does to the one who hears it
MOVE: Mapping[Move, str] = {
    Move.CRITICISM: "an attack on who they are",
    Move.CONTEMPT: "contempt",
    Move.DISMISSAL: "brushing aside",
    Move.WITHDRAWAL: "shutting down",
    Move.HOSTILITY: "anger aimed at them",
    Move.PURSUIT: "pressing for an answer",
    Move.EXPLAINING: "explaining where listening belongs",
    Move.MINIMISING: "making it small",
    Move.COUNTERATTACK: "turning it round on them",
    Move.CONDITIONAL_APOLOGY: "sorry with a condition",
    Move.PRECONDITION: "only if they go first",
    Move.RUSHING: "wanting it to be over",
    Move.DENIAL: "saying it did not happen",
    Move.ACKNOWLEDGEMENT: "seeing how it was for them",
    Move.IMPACT: "saying what it did to them",
    Move.ACCOUNTABILITY: "owning your part",
    Move.APOLOGY: "sorry, with nothing attached",
    Move.RECONNECTION: "moving back toward them",
    Move.AMENDS: "making it good",
    Move.INQUIRY: "asking how it was for them",
    Move.SELF_DISCLOSURE: "saying what you feel",
    Move.TIMEOUT: "a pause with a return",
    Move.HURT: "saying that it hurt",
    Move.BID: "reaching out",
    Move.ACCEPTANCE: "taking the repair in",
    Move.REFUSAL: "turning the repair away",
}

# the same, said about somebody in a report
DID: Mapping[Move, str] = {
    **MOVE,
    Move.CRITICISM: "an attack on the person",
    Move.HOSTILITY: "anger at the other",
    Move.PRECONDITION: "only if the other goes first",
    Move.COUNTERATTACK: "turning it round",
    Move.ACKNOWLEDGEMENT: "seeing how it was for the other",
    Move.IMPACT: "saying what it did",
    Move.ACCOUNTABILITY: "owning one's part",
    Move.RECONNECTION: "moving back toward the other",
    Move.INQUIRY: "asking how it was",
    Move.SELF_DISCLOSURE: "saying what one feels",
}

# what a person may say was missed in a message, by what it was to the other
MISSED: Mapping[str, tuple[Move, ...]] = {
    "It hurt": (Move.CRITICISM, Move.CONTEMPT, Move.HOSTILITY, Move.DISMISSAL, Move.WITHDRAWAL),
    "It defended": (Move.MINIMISING, Move.COUNTERATTACK, Move.DENIAL),
    "It tried to mend": (Move.ACKNOWLEDGEMENT, Move.ACCOUNTABILITY, Move.APOLOGY, Move.AMENDS, Move.RECONNECTION),
    "It told of the hurt, or answered": (Move.HURT, Move.BID, Move.ACCEPTANCE, Move.REFUSAL),
}

VERDICT: Mapping[Verdict, str] = {
    Verdict.REPAIR: "This is a repair, as far as words go.",
    Verdict.PARTIAL: "Part of this mends, and part of it does not yet.",
    Verdict.SECOND_RUPTURE: "This is likely to hurt again.",
    Verdict.NEITHER: "I hear no attempt to mend something in this.",
}
UNSURE = "I can't tell for certain with this one. Take what follows as a question, not as an answer."

COMPONENT: Mapping[Move, str] = {
    Move.ACKNOWLEDGEMENT: "that you see how it was for them",
    Move.IMPACT: "what it did to them",
    Move.ACCOUNTABILITY: "what is yours in it",
    Move.RECONNECTION: "how you come back toward them",
}

# one next step each, as a question to oneself; never a sentence to send
STEP_FOR_BREAK: Mapping[Move, str] = {
    Move.EXPLAINING: "Leave the reasons out for now. What was it like for them, before you say why?",
    Move.MINIMISING: "Their size for it is the right one today. How big was it for them?",
    Move.COUNTERATTACK: "What they did can have its own day. What is yours in this one?",
    Move.CONDITIONAL_APOLOGY: "Take the “if” and the “but” out of the sorry. What exactly did you do?",
    Move.PRECONDITION: "Can you own your part without theirs coming first?",
    Move.RUSHING: "Being forgiven has no deadline. What do they still need you to hear?",
    Move.DENIAL: "You may remember it differently. Can you ask how they remember it?",
    Move.CRITICISM: "Say the one thing that happened, not who they are. What was it?",
    Move.CONTEMPT: "Something in you looks down on them in this. What hurt is under it?",
    Move.DISMISSAL: "They reached for something. What was it?",
    Move.WITHDRAWAL: "If you need a pause, take it, and say when you are back.",
    Move.HOSTILITY: "Wait until your body is calm, then read it again. What do you want them to know?",
    Move.PURSUIT: "One clear request is enough. What is it that you need?",
}
STEP_FOR_MISSING: Mapping[Move, str] = {
    Move.ACKNOWLEDGEMENT: "What was it like for them when it happened? Say that first.",
    Move.ACCOUNTABILITY: "Which part was yours? Name it plainly, without a reason behind it.",
    Move.IMPACT: "What did it do to them, or to their day?",
    Move.RECONNECTION: "How will you come back toward them, and when?",
}
# the one who was hurt, or who is asked to take a repair in, owes nothing
STEP_FOR_RECEIVING: Mapping[Move, str] = {
    Move.HURT: "You have said what it did to you. Is there one thing you want to ask for?",
    Move.REFUSAL: "That is yours to decide, and you owe no reason.",
    Move.ACCEPTANCE: "That is yours to give, as far as it goes. Is anything still sore that you want to say?",
    Move.BID: "Is it clear what you are asking for?",
}
STEP_LEAVE = "They asked for room, or have not answered yet. Leave it with them for now."
STEP_WHOLE = (
    "I hear all four parts in this. Is each one about them? "
    "Read it once aloud, as if you were the one who gets it. Then leave it with them."
)
STEP_PAUSED = "You offer a pause and a return. Keep to the time that you give."
STEP_ASKED = "You ask. Then leave room for the answer, and let it stand for a while."
STEP_PAUSE = "It ran hot between you. If it still does, could you offer a pause, and say when you are back?"
STEP_AGREE = "It is not clear that you both mean the same thing. Can you ask how they remember it, before you say sorry for it?"
STEP_LISTEN = "They told you that it hurt, and this does not show yet that you heard it. What did they tell you? Begin with that."
STEP_OWN = "They told you how it was, and you showed that you heard it. Which part of it was yours? Name it plainly."
STEP_FIRST: Mapping[Now, str] = {
    Now.LEAVE: STEP_LEAVE,
    Now.PAUSE: STEP_PAUSE,
    Now.AGREE: STEP_AGREE,
    Now.LISTEN: STEP_LISTEN,
    Now.OWN: STEP_OWN,
}
ALONE = "By itself, “{words}” may be heard as {move}."
WITHOUT = "Without “{words}”: {verdict}"
WITHOUT_UNSURE = "I can't tell."
NO_WORDS = "I can't point to the words that do it. How would it be to get this?"
REACHES = "You are reaching out to them. That needs no mending."
MENDS_NOTHING = "I hear nothing in this yet that mends."
TELLS = "You are telling them how it is for you. That needs no mending."
STEP_NEITHER = "If you want to mend something with this, begin with how it was for them."

SAFETY: Mapping[SafetyKind, str] = {
    SafetyKind.THREAT: "words that threaten",
    SafetyKind.FEAR: "fear of another person",
    SafetyKind.FORCE: "force or injury",
    SafetyKind.CONTROL: "one person controlling another",
    SafetyKind.SEXUAL_COERCION: "pressure or force about sex",
    SafetyKind.STALKING: "following or watching someone",
    SafetyKind.SELF_HARM: "thoughts of dying or of self-harm",
}
SAFETY_DRAFT = "This is not a matter for mending words, so I will not work on this draft."
SAFETY_KEPT = "This is not a matter for mending words, so nothing will be suggested for this one. It is kept as you wrote it."
SAFETY_CONTEXT = "What was said before is not a matter for mending words, so I will not work on an answer to it."
NOT_THAT = "not that"
NOT_THAT_HELP = f"If I heard this wrong, type {NOT_THAT}, and I will go on with this one. Enter leaves it."
NOT_THAT_OPTION = "If I heard this wrong: the same again with --not-that reads this one as any other."
SAFETY_SELF = "I am glad that you put this into words. Please say it to somebody now; below are people who will listen."

SEVERITY: Mapping[Severity, str] = {Severity.MICRO: "small", Severity.MODERATE: "middling", Severity.MAJOR: "deep"}
OUTCOME: Mapping[Outcome, str] = {
    Outcome.REPAIRED: "mended",
    Outcome.REFUSED: "turned away",
    Outcome.OPEN: "still open",
    Outcome.PAPERED_OVER: "walked past",
}
OUTCOME_SAYS: Mapping[Outcome, str] = {
    Outcome.REPAIRED: "It was mended.",
    Outcome.REFUSED: "A repair was offered and turned away. That is for the one who was asked to decide.",
    Outcome.OPEN: "It is still open where the record ends.",
    Outcome.PAPERED_OVER: "Ordinary talk went on, and it was not mended.",
}
STANCE: Mapping[Stance, str] = {
    Stance.REACHING: "reached out",
    Stance.ESCALATING: "turned it up",
    Stance.WITHDRAWING: "pulled back",
    Stance.MIXED: "did some of each",
    Stance.UNCLEAR: "were hard to read",
}
ANSWER: Mapping[Answer | None, str] = {
    Answer.ACCEPTANCE: "taken in",
    Answer.PARTIAL: "taken in, in part",
    Answer.REFUSAL: "turned away",
    Answer.IGNORED: "not taken up",
    None: "no answer in the record",
}
ATTEMPT: Mapping[Verdict, str] = {
    Verdict.REPAIR: "a repair",
    Verdict.PARTIAL: "part of a repair",
    Verdict.SECOND_RUPTURE: "a second rupture",
    Verdict.NEITHER: "a step that is hard to read",
}

DEBT_IS = (
    "This picture is reattune's own model of what unmended moments leave behind. It is for thinking, "
    "it scores nobody, and it says nothing about where a relationship will go."
)
CAVEATS = (
    "A program read these words without a voice, a face or your history. It will mistake some jokes for hurts and miss some hurts.",
    "Silence, a call or a talk at home can mend what a chat does not show.",
)
ANONYMISED = (
    "Names, numbers, addresses and links are replaced. What people tell about themselves in their own words may still show who they are.",
)
NO_EPISODES = "No break in the flow was found in these messages."
NONE_FITS = "No break fits what you asked for."
ONLY_WHAT_FITS = "Only what you asked for is shown"
NOT_A_PERSON = "Nothing here says what kind of person anybody is."
WHOM: Mapping[str, str] = {
    "afraid": "If you are afraid of somebody",
    "frightens": "If you frighten somebody, or fear that you will",
    "self_harm": "If you think of dying or of harming yourself",
}
NO_LINE = "no service that I could read about; call the emergency number, or a friend"
WHERE_TO_TURN = "Where to turn"
OTHER_COUNTRIES = "Other countries"
MORE_COUNTRIES = "There are more, by country: reattune where-to-turn"


def seen(coded: Coded, says: str) -> str:
    """What the safety signal saw, and what follows from it (`says`); where it is about harming oneself, that it is good to say it."""
    assert coded.safety
    kinds = coded.safety.kinds
    return f"This sounds like {listed([SAFETY[kind] for kind in kinds])}. {SAFETY_SELF if kinds[0] is SafetyKind.SELF_HARM else says}"


def heading(coded: Coded) -> str:
    """What a draft is, in a sentence; one that tells of oneself or answers is no failed attempt to mend."""
    if coded.verdict is Verdict.NEITHER and coded.has(STEP_FOR_RECEIVING) and not coded.has(RUPTURE | DEFENCE):
        return TELLS if coded.has(frozenset(STEP_FOR_RECEIVING) - {Move.BID}) else REACHES
    if coded.verdict is Verdict.PARTIAL and not coded.has(REPAIR):
        return MENDS_NOTHING
    return VERDICT[coded.verdict]


def next_step(coded: Coded) -> str:
    """The one step that would help most, as a question; where the safety signal fired, why there is none."""
    if coded.safety:
        return SAFETY_SELF if coded.safety.kinds[0] is SafetyKind.SELF_HARM else SAFETY_DRAFT
    names = coded.names()
    for move in names:
        if move in RUPTURE | DEFENCE:
            return STEP_FOR_BREAK[move]
    if not frozenset(names) & REPAIR:
        return next((STEP_FOR_RECEIVING[move] for move in names if move in STEP_FOR_RECEIVING), STEP_NEITHER)
    if Move.TIMEOUT in names and not frozenset(names) & frozenset(COMPONENTS[:3]):
        return STEP_PAUSED
    if Move.INQUIRY in names and not frozenset(names) & frozenset(COMPONENTS[:3]):
        return STEP_ASKED
    order = (Move.ACKNOWLEDGEMENT, Move.ACCOUNTABILITY, Move.IMPACT, Move.RECONNECTION)
    return next((STEP_FOR_MISSING[move] for move in order if move not in names), STEP_WHOLE)


def duration(minutes: float) -> str:
    """Minutes as people say them."""
    if minutes < 1:
        return "at once"
    if minutes < 90:
        return _count(round(minutes), "minute")
    if minutes < 36 * 60:
        return _count(round(minutes / 60), "hour")
    return _count(round(minutes / 1440), "day")


def day(moment: datetime | None) -> str:
    """A date as people write it; a dash of words where there is none."""
    return f"{moment.day} {moment:%B %Y}" if moment else "no date"


def day_of(read: date) -> str:
    """A day as people write it."""
    return f"{read.day} {read:%B %Y}"


def moment_of(moment: datetime | None) -> str:
    """A date with its time."""
    return f"{day(moment)}, {moment:%H:%M}" if moment else "no date"


def listed(names: Sequence[str]) -> str:
    """Names as a sentence lists them."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def reason(code: str) -> str:
    """One reason for a severity, in words."""
    kind, _, value = code.partition(":")
    if kind == "said":
        return DID[Move(value)]
    if kind == "silence_hours":
        return f"a silence of {duration(float(value) * 60)}"
    return f"{value} messages that broke or defended"


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
