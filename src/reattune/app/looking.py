"""What is looked at and kept nowhere: from the files that were handed in to a report that a person filters and corrects.

    handed in ─▶ Reading ─▶ WhichFormat ─▶ Reading          several formats fit equally well
                         ─▶ Failed ─▶ Reading               it may be named by hand
                         ─▶ WhichChat ─▶ Reading            the files hold different people
                         ─▶ Before ─▶ Listening ─▶ Seen     whose side is whose, which days, with whom
                                      Seen ─▶ Listening ─▶ Seen    corrected, or another side
                 Reading, Listening ─▶ Failed, or the Seen before    called off

The bytes are held as long as a question about them may come, and no longer. Nothing here writes anything.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import resources

from reattune.app import handed, takeaway, tell, wording
from reattune.app.handed import Chat, Files
from reattune.app.narrow import Narrowing, narrowed
from reattune.app.seen import Filters, Otherwise, Seen, listen, see, without_options
from reattune.app.work import Work
from reattune.core.coded import Coder, Evidence, Progress
from reattune.core.episode import Episode
from reattune.core.errors import AmbiguousFormat, BadInput, BadOption, NotAConversation
from reattune.core.message import Conversation

EXAMPLE = "couple-six-weeks.txt"
ORDERS = ("dmy", "mdy", "ymd")
FAULT = "Something broke here, and it was our fault. Try it again."
STOPPED = "It was stopped. Nothing of it was kept."
NOT_OFFERED = "choose one of those that are offered"
MOST_WAITED = 1.0  # seconds that a press waits for what is nearly always done sooner


def format_names() -> tuple[tuple[str, str, str], ...]:
    """(name, title, how to export it) of each format. The readers take a while to load, so they are not before somebody comes to them."""
    from reattune.reading.formats import FORMATS

    return tuple((row.name, row.title, row.how) for row in FORMATS)


@dataclass(frozen=True, slots=True)
class Reading:
    """The files are being read, or what was read is put together."""

    work: Work[tuple[Chat, ...]]


@dataclass(frozen=True, slots=True)
class WhichFormat:
    """Several formats fit; (name, title) of each."""

    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WhichChat:
    """The files hold different people: they may be several chats, or one. `files` are the names of those of each."""

    chats: tuple[Chat, ...]
    files: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """It cannot be read; where another format may be tried, (name, title) of each."""

    says: str
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Before:
    """It was read; whose side is whose, and which part is wanted, are still to be said. `says` is what was wrong with the last answers."""

    conversation: Conversation
    dates: tuple[tuple[str, str], ...]  # (order, the first day under it), where nothing in the file settles it
    says: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered before it is looked at, as typed: the number of the speaker that is oneself, days, a chat or a person, the order
    of days."""

    me: str = ""
    since: str = ""
    until: str = ""
    with_name: str = ""
    dates: str = ""


@dataclass(frozen=True, slots=True)
class Listening:
    """What was said is being heard, or the report made anew; `before` is what was seen until then."""

    work: Work[Seen]
    before: Seen | None = None


Stage = Reading | WhichFormat | WhichChat | Failed | Before | Listening | Seen


class Looking:
    """One conversation that is looked at. Safe from several threads; `stop` is called when it is let go."""

    def __init__(self, path: str, files: Files, coder: Callable[[], Coder], made_up: bool = False) -> None:
        """`path` is where its pages stand; `coder` is asked for once it is needed; `made_up` says that it is the example."""
        self.made_up = made_up
        self.path, self.name = path, _named(files)
        self.filters, self.chosen = Filters(), frozenset[int]()
        self._files, self._coder = tuple(files), coder
        self._one_chat = False  # as a person said
        self.led = False  # whether the guide was offered and answered
        self._turn, self._hearing = threading.RLock(), threading.Lock()
        self._evidence: dict[int, tuple[Evidence, ...]] = {}
        self.answers, self._answered, self._asked_as = Answers(), False, "auto"
        self.file: Work[takeaway.File] | None = None
        self._stopped = False
        self._stage: Stage = Reading(self._reads("auto", "auto"))

    def stop(self) -> None:
        """Call off whatever is at work, and forget the rest."""
        with self._turn:
            self._stopped = True
            if isinstance(self._stage, Reading | Listening):
                self._stage.work.stop()
                self._stage = Failed(STOPPED)
            if self.file:
                self.file.stop()

    def call_off(self) -> Stage:
        """Call off the work there is; how it stands then. A report that was being made anew is as it was, else nothing is left. What has
        ended meanwhile stays."""
        with self._turn:
            stage = self.stage
            if isinstance(stage, Listening) and stage.before:
                stage.work.stop()
                self._stage = stage.before
            elif isinstance(stage, Reading | Listening):
                self._files = ()
                self.stop()
            return self._stage

    @property
    def stage(self) -> Stage:
        """How far it is. Raises, once, whatever fault of ours stopped the work."""
        with self._turn:
            now = self._stage
            if isinstance(now, Reading | Listening) and now.work.ended():
                # a fault is told once, to whoever asks first; then things stand as before
                self._stage = now.before or Failed(FAULT) if isinstance(now, Listening) else Failed(FAULT)
                self._stage = self._after_reading(now.work) if isinstance(now, Reading) else now.work.made()
            return self._stage

    def wait(self) -> None:
        """Wait a moment for the work there is."""
        stage = self.stage
        if isinstance(stage, Reading | Listening):
            stage.work.ended(MOST_WAITED)

    # --- reading ---

    def read(self, format_name: str = "auto", dates: str = "auto") -> None:
        """Read what was handed in again, as the named format or with days written in that order. Raises BadOption for others."""
        if format_name not in {"auto", *(name for name, _, _ in format_names())} or dates not in {"auto", *ORDERS}:
            raise BadOption(NOT_OFFERED)
        with self._turn:
            if isinstance(self.stage, WhichFormat | Failed | Before):
                self._stage = Reading(self._reads(format_name, dates))

    def choose(self, number: str) -> None:
        """Go on with the chat of that number alone, or with all as one where it is "all". Raises BadOption for others."""
        with self._turn:
            stage = self.stage
            if not isinstance(stage, WhichChat):
                return
            chosen = stage.chats if number == "all" else [chat for place, chat in enumerate(stage.chats) if str(place) == number]
            if not chosen:
                raise BadOption(NOT_OFFERED)
            self._one_chat = True
            self._files = tuple(self._files[place] for chat in chosen for place in chat.places)
            self.name = _named(self._files)
            self._stage = Reading(Work(lambda _: (handed.as_one(chosen),)))

    def _reads(self, format_name: str, dates: str) -> Work[tuple[Chat, ...]]:
        files, one_chat = self._files, self._one_chat
        self._asked_as = format_name

        def read(progress: Progress) -> tuple[Chat, ...]:
            chats = handed.read(files, format_name, dates, progress)
            return (handed.as_one(chats),) if one_chat else chats

        return Work(read)

    def _after_reading(self, work: Work[tuple[Chat, ...]]) -> Stage:
        try:
            chats = work.made()
        except AmbiguousFormat:
            from reattune.reading import candidates

            return WhichFormat(tuple((row.name, row.title) for row in candidates(self._files)))
        except BadInput as error:
            choices = tuple((name, title) for name, title, _ in format_names()) if isinstance(error, NotAConversation) else ()
            return Failed(without_options(str(error)), choices)
        if len(chats) > 1:
            return WhichChat(chats, tuple(tuple(self._files[place][0] for place in chat.places) for chat in chats))
        conversation = chats[0].conversation
        if not conversation.messages:
            return Failed("There are no messages in this file.")
        dates = _readings(conversation)
        try:
            if self._answered:
                return self._begun(conversation)
        except BadOption as error:
            return Before(conversation, dates, str(error))
        if not dates and len(conversation.speakers()) < 2:
            return self._listens(conversation, None)
        return Before(conversation, dates)

    # --- listening ---

    def answer(self, answers: Answers) -> None:
        """Take the answers and go on: hear what was said in the part that is wanted. Raises BadOption, saying what is wrong with them."""
        with self._turn:
            stage = self.stage
            if not isinstance(stage, Before):
                return
            self.answers, self._answered = answers, True
            if stage.dates and answers.dates in ORDERS and answers.dates != stage.conversation.date_order:
                self._stage = Reading(self._reads(self._asked_as, answers.dates))
            else:
                self._stage = self._begun(replace(stage.conversation, ambiguous_date_order=False) if stage.dates else stage.conversation)

    def _begun(self, whole: Conversation) -> Listening:
        part, names = part_of(self.answers.since, self.answers.until, self.answers.with_name), [name for name, _ in whole.speakers()]
        own = _at(names, self.answers.me)
        if part.with_name and own is None and part.with_name not in whole.threads():
            raise BadOption("To look at what passed between you and one other, say which one is you, too.")
        conversation = narrowed(whole, part, own)
        return self._listens(conversation, own if own in dict(conversation.speakers()) else None)

    def _listens(self, conversation: Conversation, me: str | None) -> Listening:
        coder, path, self._files = self._coder, self.path, ()

        def does(progress: Progress) -> Seen:
            judge = coder()
            heard = listen(conversation, judge, progress)
            return see(heard, judge, me, {}, path, lambda: progress(len(heard.turns), len(heard.turns)))

        return Listening(Work(does))

    # --- looked at ---

    def hear_otherwise(self, message: int, otherwise: Otherwise | None) -> None:
        """Take a person's word for what a message carries, or take that back; the report follows."""
        with self._turn:
            seen = self.stage
            if isinstance(seen, Seen):
                kept = {index: one for index, one in seen.corrections.items() if index != message}
                more = {message: otherwise} if otherwise and otherwise != Otherwise() else {}
                self._anew(seen, seen.report.me, {**kept, **more})

    def be(self, me: str) -> None:
        """Look from the side of the speaker with that number, or from none."""
        with self._turn:
            seen = self.stage
            if isinstance(seen, Seen):
                names = [name for name, _ in seen.report.conversation.speakers()]
                self._anew(seen, _at(names, me), seen.corrections)

    def _anew(self, seen: Seen, me: str | None, corrections: Mapping[int, Otherwise]) -> None:
        coder, path, listened = self._coder, self.path, seen.listened
        if self.file:  # it would tell what is not so any more
            self.file.stop()
            self.file = None
        self._stage = Listening(Work(lambda hears: see(listened, coder(), me, corrections, path, lambda: hears(0, 0))), seen)

    def take_away(self, seen: Seen, wants: takeaway.Wants, country: str | None) -> Work[takeaway.File]:
        """Begin to make the file that was asked for, in the place of an earlier one."""
        coder = self._coder
        with self._turn:
            if self.file:
                self.file.stop()
            work = self.file = Work(lambda progress: takeaway.made(seen, wants, coder(), country, progress))
        work.ended(MOST_WAITED)  # outside: other pages of it are not to wait
        return work

    def found(self) -> dict[int, tuple[Evidence, ...]]:
        """The words that carry the moves, as far as they were asked for."""
        return self._evidence

    def known(self, seen: Seen, episode: Episode) -> bool:
        """Whether the words of an episode were found before."""
        return all(index in self._evidence for index in tell.notable(seen.report, episode))

    def words(self, seen: Seen, episode: Episode) -> None:
        """Find the words that carry an episode, once."""
        with self._hearing:
            fresh = [index for index in tell.notable(seen.report, episode) if index not in self._evidence]
            if fresh:
                turns, coded = [seen.listened.turns[index] for index in fresh], [seen.listened.coded[index] for index in fresh]
                found = self._coder().evidence(turns, coded, lambda: not self._stopped)
                self._evidence = {**self._evidence, **dict(zip(fresh, found, strict=True))}


def _named(files: Files) -> str:
    return wording.listed([name for name, _ in files][:3])


def _at(names: Sequence[str], number: str) -> str | None:
    """The name with that number, as a form sends it; nothing for others."""
    return names[int(number)] if number.isdecimal() and len(number) < 7 and int(number) < len(names) else None


def part_of(since: str, until: str, with_name: str) -> Narrowing:
    """The part that was asked for, as typed. Raises BadOption."""
    try:
        return Narrowing.of(since.strip() or None, until.strip() or None, with_name or None)
    except BadOption:
        raise BadOption("Write the days as 2026-01-31, the first one before the last.") from None


def _readings(conversation: Conversation) -> tuple[tuple[str, str], ...]:
    """Each way to read the first day, where nothing in the file settles it; the one that was taken comes first."""
    first = next((message.time for message in conversation.messages if message.time), None)
    order = conversation.date_order
    if not conversation.ambiguous_date_order or first is None or order not in {"dmy", "mdy"}:
        return ()
    with suppress(ValueError):
        turned: datetime = first.replace(day=first.month, month=first.day)
        return (order, wording.day(first)), ("mdy" if order == "dmy" else "dmy", wording.day(turned))
    return (order, wording.day(first)), ("mdy" if order == "dmy" else "dmy", "day and month the other way round")


def example() -> Files:
    """The conversation that comes with reattune; everybody in it is invented."""
    return [(EXAMPLE, (resources.files("reattune.app") / "examples" / EXAMPLE).read_bytes())]
