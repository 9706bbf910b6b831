"""What people read about their ledger: warm, plain and short, and never a verdict on anybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from reattune.app import wording
from reattune.core.names import Severity, Verdict
from reattune.ledger.answers import First, Mine, Open, Patterns, Share, Waits
from reattune.ledger.questions import Wanted
from reattune.ledger.records import Attempt, Closing, Driver, Person, Rupture
from reattune.ledger.transfer import Kept

DRIVER: Mapping[Driver, str] = {
    Driver.SHAME: "feeling small or ashamed",
    Driver.FEAR: "fear of losing something",
    Driver.NEED: "a need that went unmet",
    Driver.ELSE: "something else",
}
DRIVER_LEADS: Mapping[str, tuple[str, str, str]] = {  # what to practise, the kind of support, the guide's topic
    "shame": ("shame-and-explaining", "somebody to talk to about shame, such as a therapist or a men's group", "shame-and-defensiveness"),
    "fear": ("time-out", "help with what happens in the body when it gets loud", "flooding-and-time-outs"),
    "need": ("name-the-feeling", "somebody with whom you can learn to say what you need", "attachment-in-conflict"),
    "else": ("stay", "a talk with somebody who knows you both", "rupture-and-repair"),
}
CLOSED: Mapping[Closing, str] = {
    Closing.MENDED_FOR_ME: "mended, for your side",
    Closing.SET_ASIDE: "set aside",
    Closing.ENDED: "ended",
}
WAITS: Mapping[Waits, str] = {
    Waits.ROOM: "Nothing is asked of you here. Let there be room.",
    Waits.REFUSED: "It was turned away. Leave it with them.",
    Waits.UNANSWERED: "You have reached out, and there is no answer yet. Leave it with them.",
}
NOTHING_OPEN = "Nothing is open in your ledger."
NOTHING_KEPT = "Nothing is kept yet; reattune ledger add begins."
NOTHING_TO_DO = "Nothing is asked of you on these just now."
UNMET = "You have tried {count} times in a row, and it was not taken in. That is no one's debt, and it says nothing about you or them."
TOO_LITTLE = "There are too few entries to say what comes again. A pattern needs at least five."
ONE_SIDE = "These are counts of what you wrote down, and you see your own part best. They say nothing about who anybody is."
TOO_FEW = "You have written down too few to tell. It takes at least five."
PART = "You had a part in {many} you wrote down."
BEGAN = "Of these, {many} began with you."
NO_PART = "In none of the {of} you wrote down did you name a part of yours."
FEW = "Take this as a hint: the fewer there are, the less it says."
NOT_SURE = "{many}: over a longer time it may be anywhere from {low:.0%} to {high:.0%}."
TOOK_IN = "It was taken in {many} times."
NEVER_TOOK_IN = "It was not taken in, {of} times."
AFTER: Mapping[str, str] = {  # an attempt of one's own, as what one did
    "repair": "You owned your part and moved toward them.",
    "partial": "You owned some of it, or moved toward them a little.",
    "second_rupture": "Your words were likely to hurt once more.",
    "neither": "I could not tell what your words were for.",
    "gesture": "You did something instead of saying it.",
}
MINE_IS = (
    "This looks at your side alone, as you wrote it down. Having a part in something is not the same as all of it being your fault. "
    "No count can say who you are."
)
ALL_ON_ME = "Are you afraid of them, or told that all of it is your fault? Then this page is not the one to ask."
CLOSES_ONE_SIDE = "That closes your side of it. Closing it for both takes both of you."
FORGOTTEN = "It is gone, with everything that belonged to it."
STILL_NAMED = "The name still stands in the words of other entries: {count}. Those are yours to keep or forget."
RESTORE = "To go back to a copy, move ledger.db away and put the copy in its place under that name. Copies here: {names}."
NOT_REACHED = "Copies that you moved elsewhere, and exports, are not within reach: {names}"
ELSEWHERE = "Copies or exports that you put somewhere else are not within reach of this program."
RETURN = "You said that you would be back {when}: {what}"
RETURN_OVER = "You said that you would be back {when}, and that is past: {what}"
SYNCS = "Calendars sync, so the title says nothing. It is only a time."
FEW_CHOICES = "Too few choices yet to say; nothing was kept. Twenty or more tell something."
REPLACE = "In your ledger stand {values}. Shall these take their place? (y/n)"
VALUES_ELSEWHERE = "A longer way to the same question, outside reattune and on the web: myvalues.io."
OLD_COPIES = "These copies still open with the old passphrase: {names}. Remove them if somebody else knows it, and make a new one."
DEPTH: Mapping[Severity, str] = {
    Severity.MICRO: "small: a moment that stung",
    Severity.MODERATE: "middling: it stayed for hours or days",
    Severity.MAJOR: "deep: it shook something between you",
}
WHOSE: Mapping[str, str] = {"me": "mine", "them": "theirs", "both": "both of ours"}
CLOSES: Mapping[Closing, str] = {
    Closing.MENDED_FOR_ME: "It is mended for me. I carry nothing of it any more.",
    Closing.SET_ASIDE: "I set it aside. It is not mended, and I can live with that for now.",
    Closing.ENDED: "It has ended. We have parted, or it is not for mending.",
}
FACETS: Mapping[str, str] = {
    "theme": "What it was about",
    "driver": "What drove it",
    "time of day": "When in the day",
    "person": "With whom",
}
TRIED: Mapping[Verdict, str] = {**wording.ATTEMPT, Verdict.SECOND_RUPTURE: "words that may hurt once more"}
NO_ANSWER_YET = "no answer yet"
BACK_THEN = "You said that you would be back {when}."
BACK_OVER = "You said that you would be back {when}, and that is past."
WHICH_DAY = "Which day was it? Choose one, or take today or yesterday."
WHAT_TIME = "Give the time, too, such as 19:00."
WHAT_TRIED = "Say what you said or did; one of the two is enough."
WHAT_HAPPENED = "Say what happened; a few words are enough."
HOW_CLOSED = "Choose how it is closed for you."
HOW_MET = "Choose how it was met."
AMONG_OTHERS = "It stands among the others again."
NOTHING_TO_REMIND = "Your side of it is closed, so there is nothing to be reminded of."
NOTHING_FITS = "Nothing you kept fits all of this. Take a choice away to see more."
NOT_IN_TIME = "There is too little to draw yet. It begins once something has been open for a day."
PASSPHRASE = "Only the passphrase opens the ledger. If it is lost, what is inside is lost: nobody can reset it."


def sure(share: float) -> str:
    """How sure it is that a value is among the first five."""
    return "fairly sure" if share >= 0.8 else "likely" if share >= 0.5 else "not sure yet"


def days(count: int) -> str:
    """How long something has been open."""
    if count == 0:
        return "since today"
    return "for a day" if count == 1 else f"for {count} days"


def names(people: Sequence[Person]) -> dict[str, str]:
    """Names by id."""
    return {one.id: one.name for one in people}


def return_line(item: Rupture, at: datetime, now: datetime, known: Mapping[str, str]) -> str:
    """A promised return, to come or past."""
    return (RETURN if at > now else RETURN_OVER).format(when=_when(at, now), what=one_line(item, known))


def promise(at: datetime, now: datetime) -> str:
    """The same beside the entry itself."""
    return (BACK_THEN if at > now else BACK_OVER).format(when=_when(at, now))


def _when(at: datetime, now: datetime) -> str:
    return f"at {at:%H:%M}" if at.date() == now.date() else f"on {wording.moment_of(at)}"


def why_first(first: First) -> str:
    """Why this one comes first."""
    size = {Severity.MICRO: "small", Severity.MODERATE: "middling", Severity.MAJOR: "deep"}[first.size]
    part = "You had a part in it" if first.mine else "It began with them"
    return f"{part}, it is {size}, and it has been open {days(first.days)}."


def one_line(item: Rupture, known: Mapping[str, str]) -> str:
    """A rupture in a line."""
    who = known.get(item.person or "", "")
    words = " ".join(item.what.split())
    return f"{item.id}  {wording.day(item.at)}{f', with {who}' if who else ''}. {words[:70]}{'…' if len(words) > 70 else ''}"


def title_of(item: Rupture, known: Mapping[str, str]) -> str:
    """A rupture in a line for a page, without its name."""
    return one_line(item, known).partition("  ")[2]


def about(item: Rupture, people: Sequence[Person]) -> str:
    """What the other is to one, how deep it went, with whom it began, and one's own part in it. Of one that is left with them nobody is
    told that they had a part."""
    who = next((f"{_started(one.relation)}. " for one in people if one.id == item.person and one.relation), "")
    return f"{who}{wording.SEVERITY[item.severity].capitalize()}{_whose(item)}."


def _whose(item: Rupture) -> str:
    if item.by_me:
        return ", yours to begin with"
    if item.by_me is None:
        return "" if item.leave else ", both had a part in it"
    if item.leave:
        return ", theirs to begin with" if item.mine else ", done to you"
    return f", theirs to begin with{', and you had a part in it' if item.mine else ''}"


def ended(item: Rupture) -> str:
    """How one's own side is closed and when, or that it is open."""
    return f"{CLOSED[item.closed_as].capitalize()}, on {wording.day(item.closed_at)}." if item.closed_as else "Open."


def open_line(one: Open, known: Mapping[str, str]) -> str:
    """An open one in a line, with how long, and that it is left with them where it is."""
    wait = f" {WAITS[one.waits]}" if one.waits else ""
    return f"{one_line(one.item, known)} (open {days(one.days)}){wait}"


def choices(wanted: Wanted, known: Mapping[str, str]) -> list[tuple[str, str]]:
    """What is looked for, each choice by its name with its words."""
    whose = {True: "mine", False: "theirs", None: "both of ours"}
    found = (
        ("person", f"with {known.get(wanted.person, 'somebody')}" if wanted.person else ""),
        ("state", "" if wanted.open is None else "open" if wanted.open else "closed"),
        ("severity", wording.SEVERITY[wanted.severity] if wanted.severity else ""),
        ("by", " or ".join(whose[side] for side in wanted.by)),
        ("theme", f"about {wanted.theme}" if wanted.theme else ""),
        ("driver", DRIVER[wanted.driver] if wanted.driver else ""),
        ("words", f"“{wanted.words}”" if wanted.words else ""),
    )
    return [(name, words) for name, words in found if words]


def attempt_line(one: Attempt) -> str:
    """An attempt in a line."""
    who = "You" if one.by_me else "They"
    how = f"“{' '.join(one.text.split())}”" if one.text else one.gesture or ""
    kind = f" ({TRIED[one.verdict]})" if one.verdict else ""
    back = f"; back {wording.moment_of(one.follow_up)}" if one.follow_up else ""
    return f"{wording.day(one.at)}: {who}: {how}{kind}; {wording.ANSWER[one.answer]}{back}"


def met(one: Attempt) -> str:
    """How an attempt was met, as far as it was."""
    return wording.ANSWER[one.answer] if one.answer else NO_ANSWER_YET


def share_line(one: Share, name: str | None = None) -> str:
    """A count with its share and interval."""
    return f"{name or one.name}: {_of(one)}"


def _of(one: Share, unit: str = "") -> str:
    return f"{one.count} of {one.of}{unit} (the true share may lie anywhere from {one.low:.0%} to {one.high:.0%})"


def pattern_lines(found: Patterns, known: Mapping[str, str]) -> list[str]:
    """What comes again, and where it leads."""
    lines = [f"Of {found.of} that you had a part in:"]
    for facet, shares in found.shares:
        if shares:
            lines.append(f"{facet.capitalize()}:")
            lines += [f"  {share_line(one, facet_name(facet, one.name, known))}" for one in shares[:4]]
    if found.together:
        lines.append("Together: " + ", ".join(f"{one.name} ({one.count})" for one in found.together))
    return lines


def facet_name(facet: str, name: str, known: Mapping[str, str]) -> str:
    """What a share of a facet is called."""
    if facet == "driver":
        return DRIVER[Driver(name)]
    return known.get(name, name) if facet == "person" else name


def together(name: str) -> str:
    """A theme and a driver that come together."""
    theme, _, driver = name.rpartition(" + ")
    return f"{theme}, and {DRIVER[Driver(driver)]}"


def leads(found: Patterns) -> tuple[str, str, str] | None:
    """From what drives it most to an exercise, a kind of support and a topic of the guide."""
    drivers = dict(found.shares)["driver"]
    return DRIVER_LEADS[drivers[0].name] if drivers else None


def mine_lines(found: Mine) -> list[str]:
    """ "Is it me?": one's own part, in plain words and with its doubt."""
    if found.part is None:
        return [TOO_FEW]
    if not found.part.count:
        return [NO_PART.format(of=found.part.of)]
    return [PART.format(many=many(found.part, "the ")), *([BEGAN.format(many=many(found.began))] if found.began else ())]


def after_lines(found: Mine) -> list[tuple[str, str]]:
    """What one did, and how often it was taken in."""
    return [(AFTER[one.name], (TOOK_IN if one.count else NEVER_TOOK_IN).format(many=many(one), of=one.of)) for one in found.helped]


def doubts(found: Mine) -> list[str]:
    """How far each share may be from the true one."""
    shown = (found.part, found.began, *found.helped) if found.part and found.part.count else ()
    return [NOT_SURE.format(many=_started(many(one)), low=one.low, high=one.high) for one in shown if one]


def _started(words: str) -> str:
    return words[:1].upper() + words[1:]


def many(one: Share, the: str = "") -> str:
    """How many of how many, as it is said."""
    if one.count == one.of:
        return f"all {one.of}"
    return f"{one.count or 'none'} of {the}{one.of}"


def to_markdown(kept: Kept, now: datetime) -> str:
    """The whole ledger as pages that read well without any program."""
    known = names(kept.people)
    parts = [f"# What stood between us\n\nWritten out on {wording.day(now)}."]
    if kept.values:
        parts.append("## What matters to me\n\n" + "\n".join(f"{place}. {one}" for place, one in enumerate(kept.values, 1)))
    parts += [_page(one, known) for one in sorted(kept.ruptures, key=lambda item: item.at)]
    return "\n\n".join(parts) + "\n"


def _page(one: Rupture, known: Mapping[str, str]) -> str:
    who = known.get(one.person or "")
    lines = [f"## {wording.day(one.at)}{f', {who}' if who else ''}", "", about(one, ()), "", _marked(one.what)]
    told = (("What was mine", one.mine), ("What it was like for them", one.impact), ("What it was about", one.theme))
    lines += [f"\n**{name}.** {_marked(words)}" for name, words in told if words]
    if one.driver:
        lines.append(f"\n**What drove it.** {DRIVER[one.driver].capitalize()}.")
    lines += [f"\n- {_marked(attempt_line(each))}" for each in one.attempts]
    return "\n".join([*lines, "", ended(one)])


def _marked(words: str) -> str:
    """The person's words, so that no sign of theirs is taken for a mark of the page."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]<>#|" else letter for letter in words)
