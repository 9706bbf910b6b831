"""A read conversation as it is looked at: its report with what a page needs of it, worked out once, so that no page walks all messages.

What the coder heard (`Listened`) never changes. What a person hears otherwise stands beside it and makes a new `Seen`, report and all,
without coding again. Messages and episodes are found by the number of a message: an episode is the one in which that message lies, so
that it stays the same one when a correction takes another away.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from reattune.app import charts, tell, wording
from reattune.app.marked import Piece, pieces
from reattune.codebook.grading import grade
from reattune.coding.window import windows
from reattune.core.coded import Coded, Coder, Evidence, Heard, Progress, Turn
from reattune.core.episode import Episode
from reattune.core.finding import Report
from reattune.core.message import Conversation, Message
from reattune.core.names import Move, Outcome, SafetyKind, Severity
from reattune.pipeline import report_of

EPISODES_A_PAGE, MESSAGES_A_PAGE = 20, 100
MOST_SHOWN = 80  # messages of one episode; of a longer one those that tell it
Found = Mapping[int, tuple[Evidence, ...]]
WITHOUT_WORDS = {"media": "a picture or a recording", "deleted": "deleted"}
ONLY_TERMINAL = re.compile(r"[.;]?\s[^.;]*--\w[^.;]*\.?$")


@dataclass(frozen=True, slots=True)
class Listened:
    """A conversation, the turns in which it was heard, and what was heard in each."""

    conversation: Conversation
    turns: tuple[Turn, ...]
    coded: tuple[Coded, ...]


def listen(conversation: Conversation, coder: Coder, progress: Progress) -> Listened:
    """Code a conversation."""
    turns = windows(conversation.messages)
    return Listened(conversation, tuple(turns), tuple(coder.code(turns, progress=progress)))


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What a person hears otherwise in a message: the moves that are not there, whether the safety signal heard it wrong, and the moves
    that were missed."""

    off: frozenset[Move] = frozenset()
    not_that: bool = False
    missed: frozenset[Move] = frozenset()

    @classmethod
    def told(cls, coded: Coded, there: frozenset[Move], not_that: bool = False) -> Otherwise:
        """Where these moves are there, as a person hears it, and no others."""
        heard = frozenset(coded.names())
        return cls(heard - there, not_that and coded.safety is not None, there - heard)

    def of(self, coded: Coded) -> Coded:
        """What the message carries then. With other moves its verdict is the codebook's own for those that are there, and sure."""
        safety = None if self.not_that else coded.safety
        missed = self.missed - frozenset(coded.names())
        moves = (*(Heard(move, 1.0) for move in Move if move in missed), *(heard for heard in coded.moves if heard.move not in self.off))
        if moves == coded.moves:
            return replace(coded, safety=safety)
        return Coded(moves, grade([heard.move for heard in moves]), 1.0, False, safety)


def as_heard(now: Coded, heard: Coded) -> Coded:
    """What a message carries now without what only a person heard in it: words that carry that are not looked for."""
    return replace(now, moves=tuple(one for one in now.moves if heard.has([one.move])))


@dataclass(frozen=True, slots=True)
class Filters:
    """Which episodes are wanted; empty where any. `person` and `move` together: in which that person did that."""

    person: str = ""
    move: Move | None = None
    severity: Severity | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A conversation with its report, ready to be looked at. `inside` tells in which episode (by place) a message lies, `signs` who does
    what in each, `harms` where the safety signal fired, `days` at which message each day begins; `labels` and `links` name the marks of the
    timeline and say where they lead, one an episode."""

    listened: Listened
    corrections: Mapping[int, Otherwise]
    report: Report
    heading: tuple[str, ...]
    warnings: tuple[str, ...]
    figures: tuple[str, ...]
    caveats: tuple[str, ...]
    safety: tuple[str, ...]
    timeline: charts.Picture
    debt: charts.Picture | None
    clocks: charts.Picture | None
    inside: Mapping[int, int]
    signs: tuple[frozenset[tuple[str, Move]], ...]
    harms: tuple[int, ...]
    days: Mapping[date, int]
    people: tuple[str, ...]
    moves: tuple[Move, ...]
    labels: tuple[str, ...]
    links: tuple[str, ...]

    @property
    def messages(self) -> tuple[Message, ...]:
        """All of them."""
        return self.report.conversation.messages

    def matching(self, wanted: Filters) -> list[Episode]:
        """The episodes that are wanted, in order."""
        return [self.report.episodes[place] for place in self._places(wanted)]

    def _places(self, wanted: Filters) -> list[int]:
        return [place for place, one in enumerate(self.report.episodes) if _fits(one, self.signs[place], wanted)]

    def timeline_of(self, wanted: Filters) -> charts.Picture:
        """The timeline, with the episodes alone that are wanted."""
        if wanted == Filters():
            return self.timeline
        return charts.timeline(self.report, self.labels, self.links, self._places(wanted))

    def episode_at(self, message: int) -> Episode | None:
        """The episode in which a message lies, if it lies in one."""
        place = self.inside.get(message)
        return None if place is None else self.report.episodes[place]

    def beside(self, message: int) -> tuple[Episode | None, Episode | None]:
        """The last episode that begins before a message, and the next one that begins after it."""
        before = [one for one in self.report.episodes if one.onset < message]
        after = next((one for one in self.report.episodes if one.onset > message), None)
        return before[-1] if before else None, after


def _fits(episode: Episode, signs: frozenset[tuple[str, Move]], wanted: Filters) -> bool:
    if (wanted.severity and episode.severity is not wanted.severity) or (wanted.outcome and episode.outcome is not wanted.outcome):
        return False
    if not wanted.person and not wanted.move:
        return True
    return any((not wanted.person or who == wanted.person) and (not wanted.move or move is wanted.move) for who, move in signs)


def see(
    listened: Listened,
    coder: Coder,
    me: str | None,
    corrections: Mapping[int, Otherwise],
    path: str,
    tick: Callable[[], None] = lambda: None,
) -> Seen:
    """Everything a page needs. `path` is where the pages of this conversation stand; `tick` is called between two steps, and what it raises
    ends them."""
    coded = list(listened.coded)
    for index, one in corrections.items():
        coded[index] = one.of(coded[index])
    tick()
    report = report_of(listened.conversation, coded, coder, me)
    tick()
    signs = tuple(_signs(report, episode) for episode in report.episodes)
    points = report.series[0].points if report.series else ()
    told = [tell.story(report, episode, (), {}) for episode in report.episodes]
    labels = tuple(f"{one.when}: {one.severity}, {one.outcome}" for one in told)
    links = tuple(f"{path}/{episode.onset}" for episode in report.episodes)
    tick()
    harms = tuple(index for index, one in enumerate(report.coded) if one.safety)
    did = frozenset(sign for every in signs for sign in every)
    return Seen(
        listened,
        corrections,
        report,
        heading=tuple(tell.heading(report)),
        warnings=tuple(tell.warnings(report.conversation)),
        figures=tuple(tell.figures(report)),
        caveats=(*(without_options(line) for line in tell.caveats(report)), *corrected_lines(len(corrections))),
        safety=tuple(tell.safety(report)),
        timeline=charts.timeline(report, labels, links),
        debt=charts.debt(points),
        clocks=charts.clocks(report.findings),
        inside={index: place for place, episode in enumerate(report.episodes) for index in episode.messages},
        signs=signs,
        harms=harms,
        days=_days(report.conversation.messages),
        people=tuple(sorted({who for who, _ in did if who}, key=lambda who: (who != me, who.casefold()))),
        moves=tuple(move for move in Move if any(move is one for _, one in did)),
        labels=labels,
        links=links,
    )


def _signs(report: Report, episode: Episode) -> frozenset[tuple[str, Move]]:
    messages = report.conversation.messages
    return frozenset((messages[index].speaker, move) for index in episode.messages for move in report.coded[index].names())


def _days(messages: Sequence[Message]) -> dict[date, int]:
    found: dict[date, int] = {}
    for index, message in enumerate(messages):
        if message.time is not None:
            found.setdefault(message.time.date(), index)
    return found


def corrected_lines(count: int) -> tuple[str, ...]:
    """What a report says of a person's own corrections."""
    return (f"You corrected {count:,} {'message' if count == 1 else 'messages'}. Everything here follows that.",) if count else ()


def without_options(text: str) -> str:
    """A sentence without what it advises for the terminal."""
    plain = ONLY_TERMINAL.sub("", text)
    return text if plain == text else f"{plain}."


# --- pages ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: which of how many, from which item on, and up to which (not inside)."""

    number: int
    of: int
    first: int
    end: int


def page_of(number: int, items: int, size: int) -> Page:
    """That page, or the nearest there is; the first of an empty list."""
    of = max(-(-items // size), 1)
    at = min(max(number, 1), of)
    return Page(at, of, (at - 1) * size, min(at * size, items))


def page_with(item: int, size: int = MESSAGES_A_PAGE) -> int:
    """The number of the page on which an item stands."""
    return item // size + 1


# --- messages as they are shown -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message as it is shown. `instead` is told of one without words; `harm` is what the safety signal saw, and then nothing else is
    told; `heard` says that the coder heard something in it."""

    message: int
    who: str
    own: bool
    day: str
    clock: str
    parts: tuple[Piece, ...]
    instead: str = ""
    what: str = ""
    tone: str = ""
    harm: str = ""
    corrected: bool = False
    heard: bool = False

    @property
    def when(self) -> str:
        """Its day and time, or its number."""
        return f"{self.day}, {self.clock}" if self.clock else self.day


@dataclass(frozen=True, slots=True)
class Unfolded:
    """An episode with its story and its messages; `shown` of `of` where it is too long to show all."""

    episode: Episode
    story: tell.Story
    bubbles: tuple[Bubble, ...]

    @property
    def left_out(self) -> int:
        """How many of its messages are not shown here."""
        return len(self.episode.messages) - len(self.bubbles)


def unfolded(seen: Seen, episode: Episode, found: Found) -> Unfolded:
    """An episode in full; the words that carry it are marked as far as `found` tells them."""
    notable = tell.notable(seen.report, episode)
    told = tell.story(seen.report, episode, notable, {index: _still(seen, index, found) for index in notable})
    lines = {line.message: line for line in told.lines}
    shown = episode.messages if len(episode.messages) <= MOST_SHOWN else sorted(lines)
    return Unfolded(episode, told, tuple(_bubble(seen, index, lines[index].what if index in lines else None, found) for index in shown))


def folded(seen: Seen, episode: Episode) -> tell.Story:
    """An episode as its line in a list tells it."""
    return tell.story(seen.report, episode, (), {})


def stretch(seen: Seen, page: Page, found: Found) -> list[tuple[str, list[Bubble]]]:
    """The messages of one page of the whole conversation, day by day; those without a time under no name."""
    every = [_bubble(seen, index, None, found) for index in range(page.first, page.end)]
    return [(day, list(said)) for day, said in groupby(every, lambda one: one.day if one.clock else "")]


def one_message(seen: Seen, index: int, found: Found) -> Bubble:
    """One message by itself."""
    return _bubble(seen, index, None, found)


def _bubble(seen: Seen, index: int, what: str | None, found: Found) -> Bubble:
    message, coded, heard = seen.messages[index], seen.report.coded[index], seen.listened.coded[index]
    names = () if coded.safety else coded.names()
    said = wording.listed([wording.DID[move] for move in names[:3]]) if what is None else what
    return Bubble(
        index,
        message.speaker or "Someone",
        message.speaker == seen.report.me,
        wording.day(message.time) if message.time else f"Message {index + 1:,}",
        f"{message.time:%H:%M}" if message.time else "",
        parts_of(message.text, _still(seen, index, found)),
        instead="" if message.text else WITHOUT_WORDS.get(message.kind, "something without words"),
        what=said,
        tone=tell.tone_of(names[0]) if names else "",
        harm=harm_of(coded),
        corrected=index in seen.corrections,
        heard=bool(heard.safety or heard.moves),
    )


def _still(seen: Seen, index: int, found: Found) -> tuple[Evidence, ...]:
    """The evidence for what a message carries now, corrected as it may be."""
    now = seen.report.coded[index]
    return () if now.safety else tuple(one for one in found.get(index, ()) if one.move in now.names())


def harm_of(coded: Coded) -> str:
    """What the safety signal saw in a message, in words; nothing where it did not fire."""
    if coded.safety is None:
        return ""
    return wording.listed([wording.SAFETY[kind] for kind in SafetyKind if kind in coded.safety.kinds])


def parts_of(text: str, found: Sequence[Evidence]) -> tuple[Piece, ...]:
    """A message in pieces: plain ones, and those that carry something."""
    return pieces(text, found, lambda moves: f"I hear {wording.listed([wording.DID[move] for move in moves])}.")
