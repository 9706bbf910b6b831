"""The fold: coded messages in, episodes out.

Each thread is walked once in the file's order. The walk holds at most one open episode; what opens, moves and closes it is
the table in `machine.py`, and the only questions asked here are those that need more than one message: is this silence
unusual for them, has ordinary talk buried it, does this attempt mend something that had been walked past.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise

from reattune.codebook.grading import grade, present
from reattune.core.coded import Coded
from reattune.core.episode import Attempt, Clocks, Episode
from reattune.core.message import Message, minutes_between
from reattune.core.names import DEFENCE, REPAIR, RUPTURE, Answer, Move, Outcome, Verdict
from reattune.episodes.machine import Sign, State, step
from reattune.episodes.rhythm import Rhythm, rhythm_of
from reattune.episodes.severity import severity_of
from reattune.episodes.signs import BREAKS, OWNED, TURNED_AWAY, Reach, attempt_verdict, sign_of
from reattune.episodes.stance import stances_of

BURIED_AFTER = 6  # ordinary messages in a row, by both
BURIED_EACH = 2
RESUMED_AFTER = 3  # ordinary messages by both at the end of a record, where no more can come
RESUMED_PAUSE_MINUTES = 5.0
ANOTHER_DAY_MINUTES = 720.0  # since the last word on it, with ordinary talk by both between: what breaks then is another matter
WARM_TAIL = 2  # ordinary messages after a repair that end its afterglow
RESUMED_WITHIN = timedelta(days=3)
RESUMED_WITHIN_MESSAGES = 60  # of the thread
LONGEST_PAUSE_MINUTES = 720.0  # within one attempt
LOOK_AHEAD = 50  # messages in which an answer is looked for
HARM_REACHES = 10  # messages after the safety signal in which nothing is told as a rupture to repair
OPENING = 3  # messages at the head of a record in which an attempt is an onset
ENDED_OPEN = {State.RUPTURED: Outcome.OPEN, State.ATTEMPTED: Outcome.OPEN, State.RECEIVED: Outcome.REPAIRED, State.REFUSED: Outcome.REFUSED}
BURIED_AS = {**ENDED_OPEN, State.RUPTURED: Outcome.PAPERED_OVER, State.ATTEMPTED: Outcome.PAPERED_OVER}
ANSWERS = {Sign.ACCEPT: Answer.ACCEPTANCE, Sign.WARM: Answer.ACCEPTANCE, Sign.RECEIVE: Answer.PARTIAL, Sign.REFUSE: Answer.REFUSAL}


def find_episodes(messages: Sequence[Message], coded: Sequence[Coded]) -> tuple[Episode, ...]:
    """Every episode, in order of onset. Messages whose safety signal fired belong to none and are passed over.

    Raises ValueError when there is not exactly one `Coded` a message.
    """
    if len(messages) != len(coded):
        raise ValueError(f"{len(messages)} messages, but {len(coded)} of them coded")
    by_thread: dict[str, list[int]] = {}
    for index, message in enumerate(messages):
        by_thread.setdefault(message.thread, []).append(index)
    drafts = [draft for indices in by_thread.values() for draft in _Walk(messages, coded, indices).run()]
    drafts.sort(key=lambda draft: draft.onset)
    return tuple(draft.finished(f"e{number}", messages, coded) for number, draft in enumerate(drafts, 1))


@dataclass
class _Draft:
    """An episode while it is being walked through."""

    onset: int
    rhythm: Rhythm
    thread: list[int]
    people: frozenset[str]  # of the thread; those who are not named are one
    state: State = State.CALM
    outcome: Outcome = Outcome.OPEN
    runs: list[list[int]] = field(default_factory=list)
    answers: dict[int, tuple[Answer, int]] = field(default_factory=dict)
    members: list[int] = field(default_factory=list)
    pending: list[int] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)  # who said how many of the pending ones
    silent: bool = False
    ended: int = 0
    reach: Reach | None = None

    def take(self, index: int) -> None:
        """Take a message in, with the ordinary ones since the last."""
        self.members += [*self.pending, index]
        self.pending, self.counts = [], {}
        self.ended = index

    def finished(self, name: str, messages: Sequence[Message], coded: Sequence[Coded]) -> Episode:
        """The immutable episode."""
        attempts = tuple(self._attempt(number, messages, coded) for number in range(len(self.runs)))
        breakers = _breakers(self, messages, coded)
        people = tuple(name for name in dict.fromkeys(messages[index].speaker for index in self.members) if name)
        hurt = _broken(self, breakers, people, messages, coded)
        severity, reasons = severity_of(self.members, messages, coded, self.rhythm)
        return Episode(
            id=name,
            onset=self.onset,
            end=self.ended,
            messages=tuple(self.members),
            severity=severity,
            reasons=reasons,
            rupturing=breakers,
            ruptured=hurt,
            outcome=self.outcome,
            reached_first=attempts[0].by if attempts else None,
            stance=stances_of(people, self.members, messages, coded, self.rhythm),
            second_ruptures=tuple(index for index in self.members if _is_second(index, self.onset, attempts, coded)),
            attempts=attempts,
            clocks=_clocks(self, attempts, messages, coded, hurt),
            thread=messages[self.onset].thread,
        )

    def _attempt(self, number: int, messages: Sequence[Message], coded: Sequence[Coded]) -> Attempt:
        run = self.runs[number]
        moves = frozenset(move for index in run for move in coded[index].names())
        verdict = attempt_verdict(coded[run[0]]) if len(run) == 1 else grade(moves)
        answer, at = self.answers.get(number, (None, None))
        replies = [index for index in self._after(run[-1]) if messages[index].speaker != messages[run[0]].speaker]
        if answer is None and replies and not any(coded[index].moves or coded[index].safety for index in replies):
            answer = Answer.IGNORED
        unsure = any(coded[index].unsure for index in run)
        return Attempt(run[0], tuple(run), messages[run[0]].speaker, verdict, unsure, present(moves), answer, at)

    def _after(self, index: int) -> list[int]:
        place = bisect_right(self.thread, index)
        return self.thread[place : place + BURIED_AFTER]


@dataclass
class _Walk:
    """One pass over one thread."""

    messages: Sequence[Message]
    coded: Sequence[Coded]
    indices: list[int]
    done: list[_Draft] = field(default_factory=list)
    open: _Draft | None = None
    said: int = 0

    def run(self) -> list[_Draft]:
        """Every draft of the thread, the last one ended by the end of the record."""
        heard = [index for index in self.indices if self.coded[index].safety is None]
        self.rhythm = rhythm_of([self.messages[index] for index in self.indices])
        self.people = frozenset(self.messages[index].speaker for index in self.indices)
        for index in heard:
            self._visit(index)
            self.said += 1
        if self.open:
            ends = BURIED_AS if self._resumed_at_last(self.open) else ENDED_OPEN
            self._close(ends.get(self.open.state, Outcome.REPAIRED))
        fired = [index for index in self.indices if self.coded[index].safety]
        return [draft for draft in self.done if not self._beside_harm(draft, fired)]

    def _resumed_at_last(self, draft: _Draft) -> bool:
        """Whether ordinary talk by both had begun again when the record ended: two from each, or a little after a pause. A quick "ok"
        and "hm" may as well be the middle of a row."""
        if len(draft.counts) < 2 or len(draft.pending) < RESUMED_AFTER:
            return False
        gaps = (minutes_between(self.messages[a], self.messages[b]) for a, b in pairwise([draft.ended, *draft.pending]))
        return min(draft.counts.values()) >= BURIED_EACH or any(gap is not None and gap >= RESUMED_PAUSE_MINUTES for gap in gaps)

    def _beside_harm(self, draft: _Draft, fired: list[int]) -> bool:
        """Whether the safety signal fired inside an episode or shortly before it: what follows force or fear is no repair to count."""
        first = self.indices[max(bisect_left(self.indices, draft.onset) - HARM_REACHES, 0)]
        place = bisect_left(fired, first)
        return place < len(fired) and fired[place] <= draft.ended

    def _visit(self, index: int) -> None:
        if self.open and self.open.state is State.REPAIRED and self._leaves_repaired(index):
            self._close(Outcome.REPAIRED)
        elif self.open and self._another_day(self.open, index):
            self._close(BURIED_AS.get(self.open.state, Outcome.REPAIRED))
        if self.open:
            self._go_on(index)
        else:
            self._from_calm(index)

    def _another_day(self, draft: _Draft, index: int) -> bool:
        """Whether something new breaks here: both had gone on with ordinary talk, and half a day has passed since the last word on it."""
        moves = frozenset(self.coded[index].names())
        if not moves & (RUPTURE | {Move.HURT}) or moves & REPAIR or len(draft.counts) < 2:
            return False
        gap = minutes_between(self.messages[draft.ended], self.messages[index])
        return gap is not None and gap >= ANOTHER_DAY_MINUTES

    def _from_calm(self, index: int) -> None:
        coded, moves = self.coded[index], frozenset(self.coded[index].names())
        if moves & REPAIR and self._resumes(index, moves):
            self._go_on(index)
        elif moves & RUPTURE or Move.HURT in moves or self._unanswered(index, moves):
            self._begin(index, Sign.BREAK if moves & RUPTURE else Sign.HURT)
        elif moves & REPAIR and (self.said < OPENING or _mends_elsewhere(coded, moves)):
            self._begin(index, Sign.ATTEMPT)

    def _begin(self, index: int, sign: Sign) -> None:
        self.open = _Draft(index, self.rhythm, self.indices, self.people, step(State.CALM, sign))
        self.open.take(index)
        if sign is not Sign.BREAK and frozenset(self.coded[index].names()) & REPAIR:
            self._note_attempt(self.open, index)

    def _resumes(self, index: int, moves: frozenset[Move]) -> bool:
        """Whether this attempt takes up the last episode that was walked past or refused; if so, that one is open again."""
        if not self.done or not moves & (OWNED | {Move.APOLOGY}) or self.coded[index].verdict is Verdict.NEITHER:
            return False
        last = self.done[-1]
        if last.outcome not in {Outcome.PAPERED_OVER, Outcome.REFUSED} or not self._near(last.ended, index):
            return False
        self.open = self.done.pop()
        self.open.pending, self.open.counts, self.open.silent = [], {}, False
        self.open.state = State.RUPTURED
        return True

    def _near(self, before: int, index: int) -> bool:
        """Near enough in time or in talk: two who have hardly spoken since may be weeks away and still at the same thing."""
        gap = minutes_between(self.messages[before], self.messages[index])
        said = bisect_right(self.indices, index) - bisect_right(self.indices, before)
        return said <= RESUMED_WITHIN_MESSAGES or (gap is not None and gap <= RESUMED_WITHIN.total_seconds() / 60)

    def _unanswered(self, index: int, moves: frozenset[Move]) -> bool:
        """Whether a bid waited longer than is usual for anybody else's next message, whatever that was."""
        if Move.BID not in moves:
            return False
        speaker, place = self.messages[index].speaker, bisect_right(self.indices, index)
        others = (one for one in self.indices[place : place + LOOK_AHEAD] if self.messages[one].speaker != speaker)
        answer = next(others, None)
        return answer is not None and self.rhythm.is_silence(minutes_between(self.messages[index], self.messages[answer]))

    def _go_on(self, index: int) -> None:
        draft, speaker = self.open, self.messages[index].speaker
        assert draft is not None
        sign = sign_of(self.coded[index], speaker, draft.reach)
        if sign is Sign.WARM and draft.state in {State.RUPTURED, State.REFUSED}:
            # what was reached for then has broken since: this reaches out anew, or is only kind
            sign = Sign.ATTEMPT if frozenset(self.coded[index].names()) & REPAIR else Sign.ORDINARY
        if sign is Sign.ORDINARY:
            self._ordinary(draft, index)
            return
        if draft.state is State.REFUSED and sign in {Sign.BREAK, Sign.UNDOING}:
            if sign is Sign.BREAK and draft.reach and draft.reach.by == speaker and len(draft.counts) < 2:
                sign = Sign.STRIKE
            draft.reach = None  # what was turned down has broken since, so a later thanks is not for it
        self._note_answer(draft, sign, index)
        draft.state = step(draft.state, sign)
        draft.take(index)
        draft.silent = False
        if frozenset(self.coded[index].names()) & REPAIR:
            self._note_attempt(draft, index)

    def _ordinary(self, draft: _Draft, index: int) -> None:
        before = draft.pending[-1] if draft.pending else draft.ended
        draft.silent = draft.silent or self.rhythm.is_silence(minutes_between(self.messages[before], self.messages[index]))
        draft.pending.append(index)
        speaker = self.messages[index].speaker
        draft.counts[speaker] = draft.counts.get(speaker, 0) + 1
        if _buried(draft.counts, draft.silent):
            self._close(BURIED_AS.get(draft.state, Outcome.REPAIRED))

    def _note_attempt(self, draft: _Draft, index: int) -> None:
        speaker = self.messages[index].speaker
        run = draft.runs[-1] if draft.runs else None
        if run and self._goes_on(draft, run, index):
            run.append(index)
        else:
            draft.runs.append([index])
        moves = frozenset(move for one in draft.runs[-1] for move in self.coded[one].names())
        draft.reach = Reach(speaker, bool(moves & OWNED), self._hurt_so_far(draft, speaker))

    def _hurt_so_far(self, draft: _Draft, speaker: str) -> frozenset[str]:
        """In a group, those who said that they were hurt here: only their thanks or refusal is an answer."""
        if len(self.people) <= 2:
            return frozenset()
        said = {self.messages[one].speaker for one in draft.members if self.coded[one].has([Move.HURT])}
        return frozenset(said - {speaker})

    def _goes_on(self, draft: _Draft, run: list[int], index: int) -> bool:
        """Whether a message belongs to the attempt before it: the same person, nobody else between, and not another day."""
        speaker = self.messages[index].speaker
        alone = all(self.messages[one].speaker == speaker for one in draft.members if run[0] <= one < index)
        gap = minutes_between(self.messages[run[-1]], self.messages[index])
        return alone and (gap is None or gap <= LONGEST_PAUSE_MINUTES)

    def _note_answer(self, draft: _Draft, sign: Sign, index: int) -> None:
        if not draft.runs or self.messages[index].speaker == self.messages[draft.runs[-1][0]].speaker:
            return
        answer = ANSWERS.get(sign)
        if sign is Sign.BREAK and frozenset(self.coded[index].names()) & TURNED_AWAY:
            answer = Answer.REFUSAL
        if answer:
            draft.answers[len(draft.runs) - 1] = (answer, index)

    def _leaves_repaired(self, index: int) -> bool:
        moves = frozenset(self.coded[index].names())
        draft = self.open
        assert draft is not None
        return bool(moves & BREAKS) or Move.HURT in moves or Move.REFUSAL in moves or (not moves and len(draft.pending) >= WARM_TAIL)

    def _close(self, outcome: Outcome) -> None:
        assert self.open is not None
        self.open.outcome = outcome
        self.done.append(self.open)
        self.open = None


def _buried(counts: Mapping[str, int], silent: bool) -> bool:
    if len(counts) < 2:
        return False
    return silent or (sum(counts.values()) >= BURIED_AFTER and sum(count >= BURIED_EACH for count in counts.values()) >= 2)


def _mends_elsewhere(coded: Coded, moves: frozenset[Move]) -> bool:
    return coded.verdict is Verdict.REPAIR and not coded.unsure and bool(moves & OWNED) and len(moves & REPAIR) >= 2


def _breakers(draft: _Draft, messages: Sequence[Message], coded: Sequence[Coded]) -> tuple[str, ...]:
    """Who broke: the speakers of breaking moves; where only a hurt stands, the one it was said to."""
    found = {messages[index].speaker: None for index in draft.members if coded[index].has(BREAKS) and messages[index].speaker}
    onset = frozenset(coded[draft.onset].names())
    if not onset & BREAKS:
        first = messages[draft.onset].speaker
        hurt = bool(onset & {Move.HURT, Move.BID}) or not onset & REPAIR
        blamed = [_said_to(draft, first, messages)] if hurt else [first]
        found = dict.fromkeys([*(one for one in blamed if one), *found])
    return tuple(found)


def _said_to(draft: _Draft, speaker: str, messages: Sequence[Message]) -> str | None:
    """Whom a hurt was said to: the other one of two; in a group only where the message replies to somebody. A guess would accuse."""
    reply = messages[draft.onset].reply_to
    if reply is not None and messages[reply].speaker not in {"", speaker}:
        return messages[reply].speaker
    people = draft.people - {"", speaker}
    return next(iter(people)) if len(people) == 1 else None


def _other(draft: _Draft, speaker: str, messages: Sequence[Message]) -> str | None:
    """The one a message was said to: the last other speaker before it, or the next one after."""
    place = bisect_left(draft.thread, draft.onset)
    before = (messages[index].speaker for index in reversed(draft.thread[max(place - 50, 0) : place]))
    after = (messages[index].speaker for index in draft.thread[place + 1 : place + 50])
    return next((one for one in [*before, *after] if one and one != speaker), None)


def _broken(
    draft: _Draft, breakers: tuple[str, ...], people: tuple[str, ...], messages: Sequence[Message], coded: Sequence[Coded]
) -> tuple[str, ...]:
    """Who was hurt: who said so, and the other side of each breaking message."""
    hurt = {messages[index].speaker for index in draft.members if coded[index].has([Move.HURT]) and messages[index].speaker}
    everyone = tuple(
        dict.fromkeys([*people, *breakers, *([other] if (other := _other(draft, breakers[0], messages)) else [])] if breakers else people)
    )
    if len(breakers) > 1:
        hurt |= set(breakers)
    elif breakers and len(everyone) == 2:
        hurt |= set(everyone) - set(breakers)
    elif breakers and not hurt:
        hurt |= {other} if (other := _other(draft, breakers[0], messages)) else set()
    if len(breakers) == 1:
        hurt -= set(breakers)
    return tuple(one for one in everyone if one in hurt)


def _is_second(index: int, onset: int, attempts: tuple[Attempt, ...], coded: Sequence[Coded]) -> bool:
    undone = any(index in one.messages and one.verdict is Verdict.SECOND_RUPTURE for one in attempts)
    return index > onset and (undone or coded[index].has(DEFENCE))


def _clocks(
    draft: _Draft, attempts: tuple[Attempt, ...], messages: Sequence[Message], coded: Sequence[Coded], hurt: tuple[str, ...]
) -> Clocks:
    """The clocks from the onset on. They are undefined where the record opens with an attempt, since the rupture lies outside it."""
    if not coded[draft.onset].has(BREAKS | {Move.HURT, Move.BID}):
        return Clocks()
    start = messages[draft.onset]
    waiting = hurt[0] if len(hurt) == 1 else None  # the hurt one's own question is not yet being heard

    def since(index: int) -> float | None:
        minutes = minutes_between(start, messages[index])
        return None if minutes is None or minutes < 0 else minutes

    def first(moves: set[Move]) -> float | None:
        owed = (index for index in draft.members[1:] if coded[index].has(moves) and messages[index].speaker != waiting)
        found = next(owed, None)
        return None if found is None else since(found)

    accepted = [one.answered_at for one in attempts if one.answer in {Answer.ACCEPTANCE, Answer.PARTIAL} and one.answered_at is not None]
    repaired = since(accepted[-1] if accepted else draft.ended) if draft.outcome is Outcome.REPAIRED else None
    heard, owned = first({Move.ACKNOWLEDGEMENT, Move.INQUIRY}), first({Move.ACCOUNTABILITY, Move.APOLOGY})
    return Clocks(heard, owned, repaired, since(draft.thread[-1]))
