"""A report told to a person: the same facts for the terminal and the page, as lines of plain words.

The story of each episode comes first: its date, who said what, what answered, how it ended. Figures follow, one's own
side only; nothing here counts, ranks or accuses the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from reattune.app import wording
from reattune.codebook.script import in_another_script
from reattune.coding.window import windows
from reattune.core.coded import Coder, Evidence
from reattune.core.episode import Attempt, Episode
from reattune.core.finding import Finding, Report
from reattune.core.message import Conversation
from reattune.core.names import DEFENCE, REPAIR, RUPTURE, Answer, Move, Outcome, SafetyKind, Verdict

TOO_MANY_LOST = 0.05
LOOKED_AT = 500  # messages, for the script they are written in
LONGEST_QUOTE = 160
MOST_LINES = 24
TONES = ("hurts", "helps", "other")


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a message, half-open in code points, that carry moves: "hurts", "helps" or "other" by the first of them."""

    start: int
    end: int
    tone: str
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a story: who, the words that carry the move, and what that is. `marks` are the words in the message."""

    message: int
    who: str
    words: str
    what: str
    moves: tuple[Move, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """One episode in words."""

    when: str
    severity: str
    reasons: str
    outcome: str
    lines: tuple[Line, ...]
    ending: str
    stance: str  # of one's own side only


def warnings(conversation: Conversation) -> list[str]:
    """What must stand on top, because it may make the rest wrong."""
    lost, tried = len(conversation.issues), max(conversation.lines, 1)
    lines = []
    if lost / tried > TOO_MANY_LOST:
        lines.append(f"{lost} of {tried} lines could not be understood, so this report may miss much. See what they were at the end.")
    if in_another_script(" ".join(message.text for message in conversation.messages[:LOOKED_AT])):
        lines.append("Most of this is not in English. I understand English alone so far, so what follows tells next to nothing.")
    return lines


def heading(report: Report) -> list[str]:
    """What was read, whose side it is, and how many breaks there were."""
    conversation = report.conversation
    if not conversation.messages:
        return ["There are no messages in this file."]
    names = [name for name, _ in conversation.speakers()]
    people = wording.listed(names) if 0 < len(names) <= 4 else f"{len(names)} people" if names else "people who are not named"
    times = sorted(message.time for message in conversation.messages if message.time)
    span = f", {wording.day(times[0])} to {wording.day(times[-1])}" if times else ""
    lines = [
        f"{_many(len(conversation.messages), 'message')} between {people}{span}."
        if len(names) != 1
        else f"{_many(len(conversation.messages), 'message')} by {names[0]}{span}."
    ]
    if report.me:
        lines.append(f"You are {report.me}.")
    return [*lines, *_outcomes(report)]


def _outcomes(report: Report) -> list[str]:
    if not report.episodes:
        return []
    counts = Counter(episode.outcome for episode in report.episodes)
    parts = [f"{counts[outcome]} {wording.OUTCOME[outcome]}" for outcome in Outcome if counts[outcome]]
    return [f"The flow broke {_times(len(report.episodes))}: {wording.listed(parts)}."]


def stories(report: Report, coder: Coder) -> list[Story]:
    """Each episode in words, with the evidence for its lines found in one pass."""
    turns = windows(report.conversation.messages)
    chosen = [notable(report, episode) for episode in report.episodes]
    every = [index for indices in chosen for index in indices]
    found = dict(zip(every, coder.evidence([turns[index] for index in every], [report.coded[index] for index in every]), strict=True))
    return [story(report, episode, indices, found) for episode, indices in zip(report.episodes, chosen, strict=True)]


def notable(report: Report, episode: Episode) -> list[int]:
    """The messages that tell the story: those that carry a move, the onset always; thinned in the middle if there are many."""
    carrying = [index for index in episode.messages if report.coded[index].moves or index == episode.onset]
    if len(carrying) <= MOST_LINES:
        return carrying
    return [*carrying[: MOST_LINES // 2], *carrying[-MOST_LINES // 2 :]]


def story(report: Report, episode: Episode, indices: Sequence[int], found: Mapping[int, tuple[Evidence, ...]]) -> Story:
    """One episode in words, by the messages that tell it (see `notable`) and the evidence for them as far as it was found."""
    onset = report.conversation.messages[episode.onset]
    return Story(
        when=wording.moment_of(onset.time) if onset.time else f"Message {episode.onset + 1}",
        severity=wording.SEVERITY[episode.severity],
        reasons=wording.listed([wording.reason(code) for code in episode.reasons[:3]]),
        outcome=wording.OUTCOME[episode.outcome],
        lines=tuple(_line(report, index, found.get(index, ()), episode) for index in indices),
        ending=_ending(report, episode),
        stance=next((f"In this one, you {wording.STANCE[stance]}." for name, stance in episode.stance if name == report.me), ""),
    )


def _line(report: Report, index: int, found: tuple[Evidence, ...], episode: Episode) -> Line:
    message, coded = report.conversation.messages[index], report.coded[index]
    leading = found[0].spans if found else ()
    words = " … ".join(" ".join(message.text[a:b].split()) for a, b in leading) or " ".join(message.text.split())
    what = wording.listed([wording.DID[move] for move in coded.names()[:3]])
    attempt = next((one for one in episode.attempts if one.message == index), None)
    if attempt and not attempt.unsure:
        what = f"{wording.ATTEMPT[attempt.verdict]}: {what}"
    if attempt:
        what = f"{what}; {wording.ANSWER[attempt.answer]}"
    if index == episode.onset and not coded.has(RUPTURE | DEFENCE | REPAIR | {Move.HURT}):
        what = f"{what}, and no answer came for a long while"
    return Line(index, message.speaker or "Someone", shortened(words), what, coded.names(), marks_of(found))


def marks_of(found: Iterable[Evidence]) -> tuple[Mark, ...]:
    """The evidence as marks that do not overlap; where moves share words, what hurts is shown before what helps."""
    marks: list[Mark] = []
    for one in sorted(found, key=lambda evidence: TONES.index(tone_of(evidence.move))):
        for a, b in one.spans:
            met = [place for place, mark in enumerate(marks) if a < mark.end and mark.start < b]
            for place in met:
                marks[place] = replace(marks[place], moves=(*marks[place].moves, one.move))
            if not met:
                marks.append(Mark(a, b, tone_of(one.move), (one.move,)))
    return tuple(sorted(marks, key=lambda mark: mark.start))


def tone_of(move: Move) -> str:
    """How a move is shown: it hurts, it helps, or neither."""
    return "hurts" if move in RUPTURE | DEFENCE else "helps" if move in REPAIR | {Move.ACCEPTANCE} else "other"


def _ending(report: Report, episode: Episode) -> str:
    parts = [wording.OUTCOME_SAYS[episode.outcome]]
    if episode.outcome is Outcome.REPAIRED:
        parts = [_mended(episode)]
    own = [one for one in episode.attempts if one.by == report.me and one.verdict is not Verdict.SECOND_RUPTURE]
    if own and episode.outcome is not Outcome.REPAIRED:
        parts.append(_unmet(own))
    return " ".join(part for part in parts if part)


def _mended(episode: Episode) -> str:
    minutes = episode.clocks.repair_minutes
    after = "" if minutes is None else f" after {wording.duration(max(minutes, 1))}"
    last = next((one.answer for one in reversed(episode.attempts) if one.answer in {Answer.ACCEPTANCE, Answer.PARTIAL}), None)
    return f"It was taken in, in part{after}." if last is Answer.PARTIAL else f"It was mended{after}."


def _unmet(own: Sequence[Attempt]) -> str:
    return f"You reached out {_times(len(own))}; that counts, whatever came back."


def figures(report: Report) -> list[str]:
    """The figures a person may want: what both share, then their own side only."""
    found = {finding.measure: finding for finding in report.findings if finding.by is None}
    lines = [
        _share(found.get("outcome.repaired"), "Mended: {value} of {n}{doubt}."),
        _rate(found.get("rupture.per_week"), "Breaks a week: {value}{doubt}."),
        _clock(found.get("clock.heard"), "Until the hurt was heard"),
        _clock(found.get("clock.owned"), "Until somebody owned their part"),
        _clock(found.get("clock.repair"), "Until it was mended"),
    ]
    return [line for line in [*lines, *_own(report)] if line]


def _own(report: Report) -> Iterable[str]:
    own = {finding.measure: finding for finding in report.findings if finding.by and finding.by.person == report.me and not finding.by.move}
    if report.me is None:
        return
    attempts, repairs, second = own.get("repair.attempts"), own.get("repair.share"), own.get("second_rupture.share")
    if attempts and attempts.value:
        yield f"You tried to mend {_times(int(attempts.value))}."
    if repairs and repairs.value is not None:
        yield f"Of your attempts, {round(repairs.value * repairs.n)} of {repairs.n} were repairs{_doubt(repairs, 100, ' %')}."
    if second and second.value:
        yield f"{round(second.value * second.n)} of {second.n} are likely to have hurt again."
    moves = [one for one in report.findings if one.measure == "rupture.moves" and one.by and one.by.person == report.me and one.value]
    if moves:
        often = sorted(moves, key=lambda one: -(one.value or 0))[:3]
        yield (
            "What you did most that breaks or defends: "
            + wording.listed([f"{wording.MOVE[Move(one.by.move or '')]} ({_times(int(one.value or 0))})" for one in often if one.by])
            + "."
        )


def _share(finding: Finding | None, text: str) -> str:
    if finding is None or finding.value is None:
        return ""
    return text.format(value=round(finding.value * finding.n), n=_many(finding.n, "break"), doubt=_doubt(finding, 100, " %"))


def _rate(finding: Finding | None, text: str) -> str:
    if finding is None or finding.value is None:
        return ""
    return text.format(value=f"{finding.value:.1f}", doubt=_doubt(finding, 1, "", 1))


def _clock(finding: Finding | None, what: str) -> str:
    if finding is None or not finding.n:
        return ""
    if finding.value is None:
        most = "" if finding.n == 1 else f"in most of the {finding.n} breaks "
        return f"{what}: {most}it did not come in this record."
    return f"{what}: {wording.duration(finding.value)} in the middle case, over {_many(finding.n, 'break')}."


def _doubt(finding: Finding, times: float, unit: str, digits: int = 0) -> str:
    if finding.low is None or finding.high is None:
        return ""
    return f" (could be {finding.low * times:.{digits}f} to {finding.high * times:.{digits}f}{unit})"


def caveats(report: Report) -> list[str]:
    """What the reader should know before believing any of it."""
    conversation = report.conversation
    lines = [*wording.CAVEATS, wording.NOT_A_PERSON]
    if report.me is None:
        lines.append("Nobody was named as you, so no side is put first. Say who you are with --me NAME.")
    if not any(message.time for message in conversation.messages):
        lines.append("The record has no dates, so silences could not be judged.")
    if conversation.ambiguous_date_order:
        lines.append(
            f"Day and month could be either way round in this file; it was read as {conversation.date_order}. "
            "Settle it with --dates dmy, mdy or ymd."
        )
    if len(conversation.threads()) > 1:
        lines.append(
            f"The file holds {len(conversation.threads())} chats. Each was walked on its own, but the figures are of all together. "
            "Choose one with --with NAME."
        )
    if any(not message.speaker for message in conversation.messages):
        lines.append("Some messages have no named speaker, so who did what is not told for them.")
    return lines


def safety(report: Report) -> list[str]:
    """What the safety signal saw, for the screen only."""
    fired = [coded.safety for coded in report.coded if coded.safety]
    if not fired:
        return []
    kinds = Counter(kind for one in fired for kind in one.kinds)
    seen = wording.listed([wording.SAFETY[kind] for kind in SafetyKind if kinds[kind]])
    return [
        f"In {_many(len(fired), 'message')} I saw {seen}.",
        "Repair practice is not for this. Those messages are left out of everything else here.",
    ]


def shortened(words: str) -> str:
    """A quote that fits a line, cut at a word."""
    if len(words) <= LONGEST_QUOTE:
        return words
    return words[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"


def _many(count: int, unit: str) -> str:
    return f"{count:,} {unit}" if count == 1 else f"{count:,} {unit}s"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
