"""A plain table: CSV, TSV or JSON lines with a speaker and a text in each row, for whatever no other reader knows.

Columns go by their names in any case and order, so that a sheet typed by hand, another tool's export and the input of
`reattune code` all read. A row is read strictly first; a line that its own quotes break is taken once more without them, so
that one stray quote never swallows the rest of a file. Times are settled once all rows were seen (`stamps`).
"""

from __future__ import annotations

import csv
import json
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from reattune.core.errors import NotAConversation
from reattune.core.message import Conversation, Issue, Kind, Message
from reattune.reading.fields import shown, sound
from reattune.reading.format import Format, Likeness, Options
from reattune.reading.several import in_threads
from reattune.reading.source import HEAD_BYTES, Member, Source
from reattune.reading.stamps import Clockwork, Stamp

TABLES = (".csv", ".tsv")
JSON_LINES = (".jsonl", ".ndjson")
PERHAPS = (".txt", ".json", "")
DELIMITERS = "\t,;|"
HEAD_ROWS = 5
MOST_SHAPES = 1000  # sets of keys that are remembered

# by role, the names that a column may go by, best first; compared without case, spaces and signs
COLUMNS: Mapping[str, tuple[str, ...]] = {
    role: tuple(names.split())
    for role, names in {
        "speaker": """speaker sender author from name user username speakername sendername authorname fromname displayname
            speakerid userid senderid participant nickname nick who person character role
            sprecher absender autor auteur expéditeur remitente nombre nom mittente remetente говорящий отправитель автор
            发送者 发送人 昵称 說話者 說話人 发言人 送信者 発言者 話者 名前 보낸사람 이름 المرسل""",
        "text": """text message body content contents utterance msg messagetext messagebody messagecontent transcript
            transcription sentence said nachricht inhalt texte mensaje texto mensagem messaggio testo bericht tekst
            сообщение текст 内容 消息 消息内容 訊息 メッセージ 本文 発言 메시지 내용 الرسالة النص""",
        "time": """timestamp datetime time date senttime sentat createdat messagedate datesent sent when created creationtime
            datum zeit zeitstempel heure fecha hora data ora дата время 时间 日期 時間 日時 日付 날짜 시간 التاريخ الوقت""",
        "start": "seconds start starttime startseconds startsec starts offset begin begintime onset",
        "thread": """thread threadid conversation conversationid convid chat chatid chatname dialogue dialogueid dialog
            dialogid session sessionid channel room group""",
        "file": "attachment attachments media mediafile file files image",
    }.items()
}
DAY_COLUMNS = frozenset(["date", "datum", "fecha", "data", "дата", "日期", "日付", "날짜", "التاريخ"])
CLOCK_COLUMNS = frozenset(["time", "zeit", "heure", "hora", "ora", "время", "时间", "時間", "시간", "الوقت"])
OTHER_JSON = frozenset(("segments", "messages", "chunks"))  # a whole export on one line is no row
_LINE_ENDS = re.compile(r"\r\n?|\n")
_SIGNS = re.compile(r"[\W_]+")


class Cells(NamedTuple):
    """A row by its roles, before its time is settled."""

    line: int
    values: Mapping[str, str]


@dataclass(slots=True)
class Draft:
    """What a table's rows become: messages still without their times, each with the stamp it waits for."""

    rows: list[tuple[int, Message, Stamp | None]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    clockwork: Clockwork = field(default_factory=Clockwork)
    lines: int = 0


# --- columns --------------------------------------------------------------------------------------------------------


def plain_name(column: str) -> str:
    """A column's name without case, spaces and signs."""
    return _SIGNS.sub("", column.casefold())


def roles_of(columns: Sequence[str]) -> dict[str, int]:
    """Where each role stands among the columns; a day and a clock in two columns are the roles "time" and "clock"."""
    places: dict[str, int] = {}
    for at, column in enumerate(columns):
        places.setdefault(plain_name(column), at)
    roles = {role: places[name] for role, names in COLUMNS.items() if (name := next((n for n in names if n in places), None))}
    day, moment = (next((places[name] for name in places if name in names), None) for names in (DAY_COLUMNS, CLOCK_COLUMNS))
    if day is not None and moment is not None and roles.get("time") in (day, moment):
        roles |= {"time": day, "clock": moment}
    return roles


def _when(values: Mapping[str, str]) -> tuple[str, bool]:
    """The cell that tells the time, and whether it counts from the start of a recording."""
    text, moment = values.get("time", "").strip(), values.get("clock", "").strip()
    if moment:
        whole = any(sign in moment for sign in "-/") or (moment.isdigit() and len(moment) > 8)
        return (moment if whole or not text else f"{text} {moment}"), False
    return (text, False) if text else (values.get("start", "").strip(), True)


# --- rows of a table with delimiters --------------------------------------------------------------------------------


class Lines:
    """Lines that count themselves and can be taken back, all but the first."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._rest = iter(lines)
        self._back: deque[str] = deque()
        self.taken: list[str] = []
        self.number = 0

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else next(self._rest)
        self.number += 1
        self.taken.append(line)
        return line

    def take_back(self) -> str:
        """The first line taken; the others will come again."""
        first, *others = self.taken
        self._back.extendleft(reversed(others))
        self.number -= len(others)
        return first


class Record(NamedTuple):
    """A record's cells, the number of its first line, and its lines as they stand."""

    line: int
    cells: list[str]
    raw: str


def records(lines: Iterable[str], delimiter: str) -> Iterator[Record]:
    """The records that are not empty; a line that its own quotes break is split without regard to them."""
    feed = Lines(lines)
    reader = csv.reader(feed, delimiter=delimiter, strict=True, skipinitialspace=True)
    while True:
        feed.taken.clear()
        first = feed.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            feed.taken = [feed.take_back()]
            cells = feed.taken[0].rstrip("\n").split(delimiter)
        if any(cell.strip() for cell in cells):
            yield Record(first, cells, "".join(feed.taken))


def delimiter_of(lines: Iterable[str]) -> str | None:
    """The delimiter under which the header names a speaker and a text; None where none does."""
    header = next((line for line in lines if line.strip() and not line.startswith("sep=")), "")
    fitting = [(len(cells), sign) for sign in DELIMITERS if _is_header(cells := _cells(header, sign))]
    return max(fitting)[1] if fitting else None


def _cells(line: str, delimiter: str) -> list[str]:
    return next((record.cells for record in records([line], delimiter)), [])


def _is_header(cells: Sequence[str]) -> bool:
    roles = roles_of(cells)
    return "speaker" in roles and "text" in roles


def _delimited(member: Member, delimiter: str, draft: Draft) -> Iterator[Cells]:
    with member.text() as stream:
        rows = records(stream, delimiter)
        header = next((row.cells for row in rows if not row.cells[0].startswith("sep=")), [])
        roles = roles_of(header)
        for row in rows:
            draft.lines += 1
            cells = _fitted(row, len(header), roles["text"], delimiter)
            if isinstance(cells, str):
                draft.issues.append(Issue(row.line, cells))
            else:
                yield Cells(row.line, {role: cells[at] for role, at in roles.items() if at < len(cells)})


def _fitted(row: Record, width: int, text_at: int, delimiter: str) -> list[str] | str:
    """A row's cells, as many as the header's, or why they cannot be made so."""
    cells = row.cells
    if len(cells) <= text_at:
        return "has fewer cells than the header has columns"
    if len(cells) <= width or not any(cells[width:]):
        return cells[:width]
    if text_at == width - 1 and '"' not in row.raw:
        return row.raw.rstrip("\n").split(delimiter, text_at)
    return "has more cells than the header has columns; a text with the delimiter in it must stand in quotes"


# --- rows of JSON lines ---------------------------------------------------------------------------------------------


def _json_lines(member: Member, draft: Draft) -> Iterator[Cells]:
    known: dict[tuple[str, ...], dict[str, int]] = {}
    for number, line in enumerate(member.lines(), 1):
        if not line.strip():
            continue
        draft.lines += 1
        row = json_row(line)
        if row is None:
            draft.issues.append(Issue(number, 'is not a JSON object with a "text"'))
            continue
        keys = tuple(row)
        roles = known.setdefault(keys, roles_of(keys)) if len(known) < MOST_SHAPES else roles_of(keys)
        yield Cells(number, {role: _as_text(row[keys[at]]) for role, at in roles.items()})


def json_row(line: str) -> Mapping[str, object] | None:
    """The row that a line of JSON writes; None where it is none."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(row, dict) or OTHER_JSON & row.keys():
        return None
    return row if "text" in roles_of(tuple(row)) else None


def _as_text(value: object) -> str:
    """A cell's text: a string as it is, a number as written, the name inside an object that has one."""
    if isinstance(value, str):
        return sound(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return repr(value)
    if isinstance(value, dict):
        return next((value[key] for key in ("name", "displayName", "username") if isinstance(value.get(key), str)), "")
    return "file" if isinstance(value, list) and value else ""


# --- messages -------------------------------------------------------------------------------------------------------


def _put(cells: Cells, draft: Draft) -> None:
    values = cells.values
    text = values.get("text", "").strip()
    named = values.get("speaker", "")
    if named not in draft.names:
        draft.names[named] = shown(named)
    if not text and not values.get("file", "").strip():
        draft.issues.append(Issue(cells.line, "has no text"))
        return
    written, offset = _when(values)
    stamp = draft.clockwork.add(written, offset) if written else None
    if written and stamp is None:
        draft.issues.append(Issue(cells.line, f"the time {written[:60]!r} is not understood; the message is kept without it"))
    kind = Kind.TEXT if text else Kind.MEDIA
    draft.rows.append((cells.line, Message(draft.names[named], text, kind=kind, thread=values.get("thread", "").strip()), stamp))


def _settled(draft: Draft, options: Options) -> Conversation:
    order = draft.clockwork.settle(options.dates)
    messages = tuple(_timed(line, message, stamp, draft) for line, message, stamp in draft.rows)
    if len({message.thread for message in messages}) == 1:
        messages = tuple(message._replace(thread="") for message in messages) if messages[0].thread else messages
    return Conversation(
        messages=messages,
        issues=tuple(sorted(draft.issues, key=lambda issue: issue.line)),
        format="table",
        date_order=order.name if order else None,
        ambiguous_date_order=order is not None and order.ambiguous,
        lines=draft.lines,
    )


def _timed(line: int, message: Message, stamp: Stamp | None, draft: Draft) -> Message:
    if stamp is None:
        return message
    when = draft.clockwork.time(stamp)
    if when is None and stamp.seconds is None:
        draft.issues.append(Issue(line, "its day does not exist in the order of the other days; the message is kept without its time"))
    utc = stamp.utc and when is not None
    return Message(message.speaker, message.text, when, message.kind, utc=utc, seconds=stamp.seconds, thread=message.thread)


# --- the format -----------------------------------------------------------------------------------------------------


def _first_lines(member: Member) -> list[str]:
    """The first whole lines that are not empty."""
    lines = _LINE_ENDS.split(member.head)
    whole = lines if member.size <= HEAD_BYTES else lines[:-1]
    return list(islice((line for line in whole if line.strip()), HEAD_ROWS))


def _head_is_json(member: Member) -> bool:
    """Whether the whole lines at the start are all rows."""
    if member.head.lstrip()[:1] != "{":
        return False
    rows = _first_lines(member)
    return bool(rows) and json_row(rows[0]) is not None and sum(json_row(row) is not None for row in rows) * 2 > len(rows)


def _likeness(member: Member) -> Likeness:
    usual = member.ending in TABLES + JSON_LINES
    if not usual and member.ending not in PERHAPS:
        return Likeness.NO
    if _head_is_json(member) or delimiter_of(_first_lines(member)):
        return Likeness.LIKELY if usual else Likeness.POSSIBLE
    return Likeness.NO


def likeness(source: Source) -> Likeness:
    """How much a source looks like a table of messages, from its header or its first rows."""
    return max((_likeness(member) for member in source.members), default=Likeness.NO)


def read_member(member: Member, source_name: str, options: Options) -> Conversation:
    """The conversation in one table. Raises NotAConversation where no column holds speakers or texts."""
    draft = Draft()
    json_lines = _head_is_json(member)
    delimiter = None if json_lines else delimiter_of(_first_lines(member))
    if delimiter is None and not json_lines:
        raise NotAConversation(
            f"{source_name}: no table of messages; the first line must name the columns speaker and text (time, if there are times), "
            'or each line must be a JSON object with "speaker" and "text"'
        )
    for cells in _delimited(member, delimiter, draft) if delimiter else _json_lines(member, draft):
        _put(cells, draft)
    if not draft.rows:
        first = f" (line {draft.issues[0].line}: {draft.issues[0].why})" if draft.issues else ""
        raise NotAConversation(f"{source_name}: a table of messages without a message{first}")
    return _settled(draft, options)


def read(source: Source, options: Options) -> Conversation:
    """The table in a source, or its tables as threads. Raises NotAConversation where there is none."""
    tables = [member for member in source.members if _likeness(member) is Likeness.LIKELY] or list(source.members[:1])
    return in_threads([(member.stem, read_member(member, source.name, options)) for member in tables])


FORMAT = Format(
    name="table",
    title="Table (CSV, TSV or JSON lines)",
    how="Any sheet with a line of column names: speaker, text and, where known, time; saved as .csv, .tsv or .jsonl.",
    likeness=likeness,
    read=read,
)
