"""LINE's text export: a row for each day, then rows of a clock, a name and words, with tabs between.

Rows without a name are the service's. Words of several lines stand in quotes. A computer writes spaces where a phone writes
tabs, so there a name's end is known only from the whole file: from the title, and from what rows begin alike with. Days come in
every order, so they are settled over the whole file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from reattune.core.errors import NotAConversation
from reattune.core.message import Conversation, Kind, Message
from reattune.reading.dates import SPACES, Day, Order, clock, clock_words, parse_day, settle
from reattune.reading.fields import Gathered, shown
from reattune.reading.format import Format, Likeness, Options
from reattune.reading.line_words import CALL, SERVICE, YOU, placeholder, taken_back_by
from reattune.reading.several import in_threads
from reattune.reading.source import Member, Source

HEAD_LINES = 60
_LETTERS = r"[^\W\d_]"
_WEEKDAY = rf"[(（]?{_LETTERS}[^\d\t:]{{0,16}}[)）]?"
_DATE = (
    r"\d{4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,2}\.?|\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일]"
    rf"|\d{{1,2}}\.? {_LETTERS}{{3,12}}\.?,? \d{{4}}|{_LETTERS}{{3,12}}\.? \d{{1,2}}, \d{{4}}"
)
_DAY = re.compile(rf"(?:{_WEEKDAY}[.,]{{0,2}}\s?)?(?P<day>{_DATE})[,\s]*(?:{_WEEKDAY}\.?)?")
_AROUND = r"[^\W\d_][^\d\t:]{0,11}"
_GAP = "[ \u00a0\u202f]?"
_CLOCK = rf"(?P<before>{_AROUND})?{_GAP}(?P<clock>\d{{1,2}}[:.]\d\d){_GAP}(?P<after>{_AROUND})?"
_ROW = re.compile(rf"{_CLOCK}\t(?:(?P<who>[^\t]*)\t)?(?P<words>.*)")
_SPACED = re.compile(r"(?P<before>午前|午後|上午|下午|오전|오후)?(?P<clock>\d{1,2}:\d\d)(?P<after> ?[AaPp][Mm])? (?P<rest>\S.*)")
_TITLE = re.compile(r"\ufeff?\[LINE\]\s?(.+)")
_TITLED = tuple(
    re.compile(row, re.IGNORECASE)
    for row in (
        r"chat history (?:with|in) (.+)",
        r"(.+?)(?:との|の)トーク履歴",
        r"[與与]?(.+?)的(?:聊天|對話|对话)(?:記錄|記録|记录|紀錄)",
        r"(.+?)님?[과와]의 (?:대화|채팅).*",
        r"ประวัติการ(?:แชท|สนทนา)(?:กับ|ใน)?\s?(.+)",
        r"(?:riwayat obrolan|historial del chat|historique|histórico da conversa|chatverlauf)\s?(?:dengan|di|con|avec|com|mit|in)? (.+)",
    )
)
_SAVED = re.compile(r"[^\t]{2,40}?\s?[:：]\s?[^\t]*\d{1,4}[./-]\d{1,2}[./-]\d{1,4}[^\t]*")


@dataclass(slots=True)
class Row:
    """A row before the days are settled; `who` None where the service speaks."""

    number: int
    day: Day | None
    moment: time | None
    who: str | None
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Chat:
    """What a file's lines are."""

    rows: list[Row] = field(default_factory=list)
    days: list[Day] = field(default_factory=list)
    title: str = ""
    spaced: bool = False


def _plain(line: str) -> str:
    return line.strip(SPACES + "\ufeff\u200e\u200f\r")


def _day_of(line: str) -> Day | None:
    plain = _plain(line)
    if len(plain) > 48 or not plain:
        return None
    found = _DAY.fullmatch(plain)
    return parse_day(found["day"]) if found else None


def _moment(found: re.Match[str]) -> time | None:
    words = clock_words(found["before"] or "", found["after"] or "")
    return clock(found["clock"], words.part)


def _title_of(line: str) -> str | None:
    """The chat's name in the first line; None where the line is no title."""
    found = _TITLE.fullmatch(line.strip())
    if not found:
        return None
    named = next((match for row in _TITLED if (match := row.fullmatch(found[1].strip()))), None)
    return shown(named[1]) if named else shown(found[1])


# --- lines ----------------------------------------------------------------------------------------------------------


def _scan(member: Member, made: Gathered) -> Chat:
    chat = Chat(spaced=not _tabbed(member))
    day: Day | None = None
    before = ""
    for line in member.lines():
        made.lines += 1
        new_day = None if _open_quote(chat, before) else _day_of(line)
        row = None if new_day else _row(line, made.lines, day, chat.spaced)
        if new_day:
            day = new_day
            chat.days.append(day)
        elif row:
            chat.rows.append(row)
        elif chat.rows and chat.rows[-1].day is day:
            chat.rows[-1].lines.append(line)
        else:
            _beside(line, chat, made)
        before = line
    return chat


def _tabbed(member: Member) -> bool:
    return any(_ROW.match(line) for line in member.head.splitlines())


def _open_quote(chat: Chat, before: str) -> bool:
    """Whether a quoted body is still open, and goes on without an empty line."""
    if not before.strip() or not chat.rows or not chat.rows[-1].lines[0].startswith('"'):
        return False
    lines = chat.rows[-1].lines
    return lines[-1] == '"' if len(lines) == 1 and lines[0] == '"' else not lines[-1].endswith('"')


def _row(line: str, number: int, day: Day | None, spaced: bool) -> Row | None:
    found = (_SPACED if spaced else _ROW).match(line)
    if not found or (spaced and day is None):
        return None
    moment = _moment(found)
    if moment is None:
        return None
    if spaced:
        return Row(number, day, moment, "", [found["rest"]])
    return Row(number, day, moment, shown(found["who"] or "") or None, [found["words"]])


def _beside(line: str, chat: Chat, made: Gathered) -> None:
    """A line before the first row of a day: the title, when it was saved, or something that belongs to nobody."""
    title = _title_of(line) if not chat.days else None
    if title is not None:
        chat.title = title
    elif _plain(line) and not (not chat.days and _SAVED.fullmatch(_plain(line))):
        made.doubt("stands before the first message of its day, so it belongs to nobody")


# --- names where spaces part them -----------------------------------------------------------------------------------


def _name_rows(chat: Chat) -> None:
    """Parts each row of a computer's export into name and words."""
    firsts = [row.lines[0].split(" ") for row in chat.rows]
    names = {chat.title} if chat.title else set()
    names |= set(_common_beginnings(firsts))
    longest = sorted(names, key=len, reverse=True)
    for row, words in zip(chat.rows, firsts, strict=True):
        name = next((name for name in longest if row.lines[0].startswith(f"{name} ")), words[0] if len(words) > 1 else "")
        if name and taken_back_by(row.lines[0]) is None and not SERVICE.search(row.lines[0][len(name) :]):
            row.who, row.lines[0] = name, row.lines[0][len(name) + 1 :]
        else:
            row.who = None


def _common_beginnings(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The longest beginnings that all rows with one first word share, where there are enough rows to tell."""
    groups: dict[str, list[Sequence[str]]] = {}
    for words in rows:
        groups.setdefault(words[0], []).append(words)
    for first, group in groups.items():
        seconds = Counter(words[1] for words in group if len(words) > 2)
        second, count = seconds.most_common(1)[0] if seconds else ("", 0)
        yield f"{first} {second}" if count == len(group) and count >= 3 else first


# --- messages -------------------------------------------------------------------------------------------------------


def _put(row: Row, day: date | None, chat: Chat, made: Gathered) -> None:
    when = datetime.combine(day, row.moment) if day and row.moment else None
    if when is None:
        made.doubt("has no day that can be read; kept without its time", row.number)
    text = _unquoted(row.lines)
    taken = taken_back_by(text)
    if taken is not None and (taken if row.who is None else taken in ("", row.who)):
        who = row.who or taken
        made.say(Message("" if who.casefold() in YOU else shown(who), "", when, Kind.DELETED))
    elif row.who is None or text.startswith(CALL):
        made.note(text, when)
    else:
        kind = placeholder(text, chat.spaced)
        made.say(Message(row.who, "" if kind is Kind.MEDIA else text, when, kind or Kind.TEXT))


def _unquoted(lines: Sequence[str]) -> str:
    text = "\n".join(lines).rstrip("\n")
    if "\n" in text and text.startswith('"') and text.endswith('"'):
        return text[1:-1].replace('""', '"')
    return text


def _read_member(member: Member, options: Options) -> tuple[str, Conversation]:
    made = Gathered()
    chat = _scan(member, made)
    if not chat.rows:
        raise NotAConversation(
            f"{member.name}: no row of LINE's in it (looked for days on lines of their own, below them rows “15:05 Name words” "
            "parted by tabs); export the chat again"
        )
    if chat.spaced:
        _name_rows(chat)
    order: Order = settle(chat.days, options.dates, year_first=True)
    dates = {id(day): day.under(order.name) for day in chat.days}
    for row in chat.rows:
        _put(row, dates.get(id(row.day)), chat, made)
    return chat.title or member.stem, Conversation(
        tuple(made.messages),
        tuple(made.notices),
        tuple(made.issues),
        format="line",
        date_order=order.name,
        ambiguous_date_order=order.ambiguous,
        lines=made.lines,
    )


# --- the format -----------------------------------------------------------------------------------------------------


def _member_likeness(member: Member) -> Likeness:
    if member.ending not in (".txt", ""):
        return Likeness.NO
    lines = [line for line in member.head.splitlines()[:HEAD_LINES] if line.strip()]
    if lines and _TITLE.fullmatch(lines[0].strip()):
        return Likeness.CERTAIN
    day = next((at for at, line in enumerate(lines) if _day_of(line)), None)
    if day is None or day > 4:
        return Likeness.NO
    after = lines[day + 1] if day + 1 < len(lines) else ""
    return Likeness.LIKELY if _ROW.match(after) else Likeness.POSSIBLE if _SPACED.match(after) else Likeness.NO


def likeness(source: Source) -> Likeness:
    """How much a source looks like LINE's export, from the first lines of its text."""
    return max((_member_likeness(member) for member in source.members), default=Likeness.NO)


def read(source: Source, options: Options) -> Conversation:
    """The chat in a source, or its chats as threads. Raises NotAConversation where no row is found."""
    chats = [member for member in source.members if _member_likeness(member)] or list(source.ending(".txt", ""))
    if not chats:
        raise NotAConversation(f"{source.name}: holds no .txt of LINE's; hand in the file that “Export chat history” made")
    return in_threads([_read_member(member, options) for member in chats])


FORMAT = Format(
    name="line",
    title="LINE text",
    how="In the chat: menu, Settings, Export chat history; hand in the .txt file.",
    likeness=likeness,
    read=read,
    tried="real",
)
