"""WhatsApp's text export, from iOS and Android, in every language and calendar that it is written in.

One pass finds the lines that could begin a message; only the whole file then says which header styles are its own, in which
order its days are written, and where a name ends. So the pass keeps light rows, and messages are made from them afterwards.
What WhatsApp itself wrote is told apart by structure first (no speaker, the mark it puts before its own words) and by its
words second (`whatsapp_words`). Headers are found in `whatsapp_headers`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import NamedTuple

from reattune.core.errors import NotAConversation
from reattune.core.message import Conversation, Issue, Kind, Message, Notice
from reattune.reading import whatsapp_words as words
from reattune.reading.dates import MARKS, SPACES, Day, Order, settle
from reattune.reading.format import Format, Likeness, Options
from reattune.reading.source import Member, Source
from reattune.reading.whatsapp_headers import HEADERS, Row, Scan, own_styles, scan

HEAD_LINES = 60
LEAST_FOR_A_COLON = 3  # messages that all begin alike before "Work: Bo" is taken for a name
SHORT = 60
_NO_NAME = re.compile(rf"[<>{MARKS}]|https?$")
LRM = "\u200e"


@dataclass(slots=True)
class Seen:
    """What the whole file says about how to read its bodies."""

    names: dict[str, str | None]  # by what stands before the colon; None where that is no name
    double: dict[str, str]  # names with a colon in them: by their first part, the second
    groups: frozenset[str]
    marks_own: bool  # whether a mark at a body's start shows WhatsApp's own words
    bracketed: bool


@dataclass(slots=True)
class Made:
    """What a chat's rows become."""

    messages: list[Message] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


class Body(NamedTuple):
    """A body understood; `kind` None makes it a notice."""

    kind: Kind | None
    text: str
    edited: bool = False


# --- the order of the days ------------------------------------------------------------------------------------------


def order_of(rows: Sequence[Row], chosen: str) -> Order:
    """How the days are written, from all of them; where they do not say, pictures' names may choose, not settle."""
    days: list[Day] = []
    for row in rows:
        if not days or days[-1] is not row.day:
            days.append(row.day)
    eastern = any("午" in row.line[: row.start] or "오" in row.line[: row.start] for row in rows[:HEAD_LINES])
    order = settle(days, chosen, year_first=eastern)
    return settle(days, chosen, _leaning(rows), eastern) if order.ambiguous else order


def _leaning(rows: Sequence[Row]) -> Counter[str]:
    votes: Counter[str] = Counter()
    for row in rows:
        named = words.PICTURE_DAY.search(row.line, row.start) if "-" in row.line[row.start :] else None
        if named:
            taken = tuple(int(part) for part in named.groups() if part)
            for order in ("dmy", "mdy"):
                day = row.day.under(order)
                votes[order] += day is not None and (day.year, day.month, day.day) == taken
    return votes


# --- names ----------------------------------------------------------------------------------------------------------


def look_over(found: Scan) -> Seen:
    """What the whole file says about names, groups and marks."""
    names: dict[str, str | None] = {}
    double: dict[str, str | None] = {}
    groups: set[str] = set()
    credited = marked = 0
    for row in found.rows:
        line, start, colon = row.line, row.start, row.colon
        if colon < 0:
            if '"' in line or "“" in line or "„" in line or "«" in line:
                groups |= {name["name"] for name in words.CREATED.finditer(line)}
            continue
        before = line[start:colon]
        if before not in names:
            names[before] = _clean(before) if words.can_be_name(before) else None
            if names[before]:
                double[before] = line[colon + 2 :].partition(": ")[0] if ": " in line[colon + 2 :] else None
        elif double.get(before) is not None and not line.startswith(f"{double[before]}: ", colon + 2):
            double[before] = None
        credited += 1
        if not line.isascii() and line.startswith(LRM, colon + 2):
            marked += 1
            groups |= {name["name"] for name in words.CREATED.finditer(line)}
    doubted = {name for name, second in double.items() if second}
    often = Counter(before for row in found.rows if (before := row.line[row.start : row.colon]) in doubted) if doubted else Counter[str]()
    sure = {
        name: second
        for name, second in double.items()
        if second and often[name] >= LEAST_FOR_A_COLON and not _NO_NAME.search(second) and words.can_be_name(f"{name}: {second}")
    }
    bracketed = bool(found.rows) and found.rows[0].style.family == "["
    return Seen(names, sure, frozenset(groups), bracketed and (marked * 10 <= credited * 9 or credited < 10), bracketed)


def _clean(name: str) -> str:
    """A name as it is shown: without invisible marks, spaces as plain ones."""
    if not name.isascii():
        name = re.sub(rf"[{MARKS}]", "", name).replace("\u00a0", " ").replace("\u202f", " ")
    return name.strip()


def split_name(row: Row, seen: Seen) -> tuple[str, str] | None:
    """The speaker and the first line of the body; None where the row credits nobody."""
    if row.colon > 0:
        before = row.line[row.start : row.colon]
        name = seen.names.get(before)
        if name is None:
            return None
        second = seen.double.get(before)
        if second:
            return f"{name}: {_clean(second)}", row.line[row.colon + 4 + len(second) :]
        return name, row.line[row.colon + 2 :]
    return _name_without_space(row, seen)


def _name_without_space(row: Row, seen: Seen) -> tuple[str, str] | None:
    colon = row.line.find(":", row.start)
    if colon < 0:
        return None
    before, after = row.line[row.start : colon], row.line[colon + 1 :]
    if before not in seen.names:
        in_words = (before[-1:].isdigit() and after[:1].isdigit()) or after.startswith("//")
        if (
            in_words
            or '"' in before
            or "“" in before
            or not words.can_be_name(before)
            or words.starts_notice(row.line[row.start :].lstrip(LRM))
        ):
            return None
    name = _clean(before)
    return (name, after.lstrip(SPACES)) if name else None


# --- bodies ---------------------------------------------------------------------------------------------------------

_EDGES = f"{LRM}\u200f\u202a\u202b\u202c\ufeff"
_EDGE_MARKS = re.compile(rf"^[{_EDGES}]+|(?<![{_EDGES}])[{_EDGES}]+$", re.MULTILINE)


def _unmarked(text: str) -> str:
    """A text without the marks that the export put at the edges of its lines."""
    return text if text.isascii() else _EDGE_MARKS.sub("", text)


def understand(speaker: str, text: str, led: bool, seen: Seen) -> Body:
    """What a credited body is. `led` says that the line itself began with a mark, as lines with a file do on iOS."""
    if speaker.casefold() in words.SYSTEM_SPEAKERS:
        return Body(None, _unmarked(text))
    shown = words.without_edited(text) if text.endswith((">", LRM)) else None
    edited = shown is not None
    text = text if shown is None else shown
    marked = not text.isascii() and (LRM in text or "\u200f" in text)
    whole = _marked(text, led, seen) if marked else None
    kind, shown, _ = whole or _plain(speaker, _unmarked(text), seen)
    return Body(kind, shown, edited)


def _marked(text: str, led: bool, seen: Seen) -> Body | None:
    """A body that holds a direction mark; None where the mark tells nothing."""
    first, _, rest = text.partition("\n")
    file = words.attachment(first, marked=first[0:1] == LRM)
    if file:
        return _file(_unmarked(file[0]), file[1], _unmarked(rest))
    before, mark, tail = first.rpartition(LRM)
    kind = words.BODIES.get(words.body_key(tail)) if mark else None
    if kind in (Kind.MEDIA, Kind.OTHER) and before.strip(_EDGES):
        caption = "" if words.DOCUMENT_TITLE.fullmatch(before.strip(f"{_EDGES} ")) else _unmarked(before).strip()
        return Body(kind, _joined(caption, _unmarked(rest)))
    bare = _unmarked(text)
    if not text.startswith(LRM):
        return None
    known = _by_words(bare, seen)
    if known:
        return known
    if "://" in bare and words.MAP.fullmatch(bare):
        return Body(Kind.OTHER, bare)
    if led and "\n" not in text:
        return Body(Kind.MEDIA, "")
    return Body(None, bare) if seen.marks_own else None


def _plain(speaker: str, text: str, seen: Seen) -> Body:
    """A body without marks: a message of the person, unless every word of it is WhatsApp's own."""
    known = _by_words(text, seen)
    if known:
        return known
    if text[-1:] in (")", ">") or "\n" in text:
        first, _, rest = text.partition("\n")
        file = words.attachment(first)
        if file:
            return _file(file[0], file[1], rest)
    if words.starts_notice(text) or (len(text) < 220 and (speaker in text or speaker in seen.groups) and _deed(speaker, text, seen)):
        return Body(None, text)
    return Body(Kind.TEXT, text)


def _by_words(text: str, seen: Seen) -> Body | None:
    first, _, rest = text.partition("\n")
    if len(first) <= words.LONGEST_BODY and words.may_be_a_body(first):
        key = words.body_key(first)
        if key in words.BODIES and not (key == "null" and (seen.bracketed or rest)):
            kind = words.BODIES[key]
            if not rest:
                return Body(kind, text if kind in (None, Kind.OTHER) else "")
            if kind is Kind.MEDIA:
                return Body(kind, rest)
    if rest and words.POLL.match(text):
        return Body(Kind.OTHER, text)
    if "://" in text and len(text) < 400 and words.MAP.fullmatch(text) and words.LOCATION_WORD.match(text):
        return Body(Kind.OTHER, text)
    if "admin" in text and words.DELETED_BY.fullmatch(text.rstrip(".")):
        return Body(Kind.DELETED, "")
    return None


def _surely_said(speaker: str, text: str) -> bool:
    """Whether one look is enough: nothing in a plain text is a word of WhatsApp's own. Most messages are so."""
    return not (_UNUSUAL.search(text) or words.may_be_a_body(text) or speaker in text or words.starts_notice(text))


_UNUSUAL = re.compile(r"[\n<>]|\)\Z|://|admin|POLL")


def _file(caption: str, name: str, rest: str) -> Body:
    kind = Kind.OTHER if name.lower().endswith(".vcf") else Kind.MEDIA
    text = _joined(caption, rest)
    return Body(kind, text or (name if kind is Kind.OTHER else ""))


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _deed(speaker: str, text: str, seen: Seen) -> bool:
    """Whether a body says from end to end what its own speaker, or somebody in its group, did to the chat."""
    deed = words.DEED.fullmatch(text)
    if deed is None:
        return False
    who = deed["who"].strip()
    return who == speaker or speaker in seen.groups or (text.rstrip(".").endswith(speaker) and who in seen.names.values())


# --- a chat ---------------------------------------------------------------------------------------------------------


def read_member(member: Member, source_name: str, options: Options, thread: str = "") -> Conversation:
    """The chat in one text file."""
    found = next((own for headers in HEADERS if (own := own_styles(scan(member.lines(), headers))).rows), None)
    if found is None:
        raise NotAConversation(
            f"{source_name}: no line begins like a WhatsApp message (a date, a time, a name and a colon); "
            "export the chat again as text, or name another --format"
        )
    order = order_of(found.rows, options.dates)
    seen = look_over(found)
    made = Made()
    _preamble(found, made)
    _make(found, order, seen, thread, made)
    return Conversation(
        messages=tuple(made.messages),
        notices=tuple(made.notices),
        issues=tuple(made.issues),
        format="whatsapp",
        date_order=order.name,
        ambiguous_date_order=order.ambiguous,
        lines=found.lines,
    )


def _preamble(found: Scan, made: Made) -> None:
    for number, line in found.before:
        text = _unmarked(line).strip(SPACES)
        if words.starts_notice(text):
            made.notices.append(Notice(text))
        elif text.strip(MARKS):
            made.issues.append(Issue(number, "stands before the first line with a date, so it belongs to nobody"))


def _make(found: Scan, order: Order, seen: Seen, thread: str, made: Made) -> None:
    """Messages and notices from rows, in the file's order.

    The loop is long and flat on purpose: it is the path that every message takes, and what a speaker says again and again is
    understood once.
    """
    dates: dict[int, date | None] = {}
    odd: set[str] = set()
    usual = _usual_speakers(seen)
    more, messages, combine, made_of = found.more, made.messages, datetime.combine, Message._make
    latest, day = None, None
    for index, row in enumerate(found.rows):
        style, parsed, moment, line, start, colon, _ = row
        if parsed is not latest:
            latest = parsed
            day = dates[id(parsed)] if id(parsed) in dates else dates.setdefault(id(parsed), parsed.under(order.name))
        when = combine(day, moment) if day is not None and moment is not None else None
        if when is None or style.odd_words:
            _explain(row, day, order, odd, made.issues)
        known = usual.get(line[start:colon])
        if known is None or colon < 0 or index in more or line[0] == LRM:
            _make_unusual(row, more.get(index), when, seen, thread, made)
            continue
        name, bodies = known
        text = line[colon + 2 :]
        body = bodies.get(text)
        if body is None:
            body = Body(Kind.TEXT, text) if text.isascii() and _surely_said(name, text) else understand(name, text, False, seen)
            if len(text) < SHORT:
                bodies[text] = body
        kind, shown, edited = body
        if kind is None:
            made.notices.append(Notice(shown, when, len(messages)))
        else:
            messages.append(made_of((name, shown, when, kind, False, None, edited, None, (), thread)))


def _usual_speakers(seen: Seen) -> dict[str, tuple[str, dict[str, Body]]]:
    """What stands before a colon, for those about whom there is nothing more to ask: their name, and room for what they say often."""
    return {
        before: (name, {})
        for before, name in seen.names.items()
        if name and not seen.double.get(before) and name not in seen.groups and name.casefold() not in words.SYSTEM_SPEAKERS
    }


def _make_unusual(row: Row, lines: list[str] | None, when: datetime | None, seen: Seen, thread: str, made: Made) -> None:
    credited = split_name(row, seen)
    text = credited[1] if credited else row.line[row.start :]
    if lines:
        text = "\n".join((text, *lines)).rstrip("\n")
    if credited is None:
        made.notices.append(Notice(_unmarked(text).strip(), when, len(made.messages)))
        return
    kind, shown, edited = understand(credited[0], text, row.line.startswith(LRM), seen)
    if kind is None:
        made.notices.append(Notice(shown, when, len(made.messages)))
    else:
        made.messages.append(Message(credited[0], shown, when, kind, edited=edited, thread=thread))


def _explain(row: Row, day: date | None, order: Order, odd: set[str], issues: list[Issue]) -> None:
    head = _clean(row.line[: row.start])
    if day is None:
        issues.append(
            Issue(
                row.number,
                f"no such day when days are read as {order.name}: {head}; the message is kept without its time",
            )
        )
    elif row.moment is None:
        issues.append(Issue(row.number, f"no such time of day: {head}; the message is kept without its time"))
    elif row.style.odd_words not in odd:
        odd.add(row.style.odd_words)
        issues.append(
            Issue(
                row.number,
                f"the word {row.style.odd_words!r} beside the time is not known; the time is taken as it stands",
            )
        )


# --- the format -----------------------------------------------------------------------------------------------------


def _named_so(member: Member) -> bool:
    last = PurePosixPath(member.name).name
    return last == "_chat.txt" or ("whatsapp" in last.lower() and member.ending == ".txt")


def _chats(source: Source) -> tuple[Member, ...]:
    """The chats among a source's members: by WhatsApp's own names, else any text that begins messages."""
    named = tuple(member for member in source.members if _named_so(member))
    if named:
        return named
    textual = tuple(member for member in source.members if member.ending in (".txt", ".md", ""))
    return tuple(member for member in textual if _head_rows(member)) or textual[:1]


def _head_rows(member: Member) -> list[Row]:
    lines = member.head.splitlines()[:HEAD_LINES]
    return next((rows for headers in HEADERS if (rows := own_styles(scan(lines, headers)).rows)), [])


def likeness(source: Source) -> Likeness:
    """How much a source looks like a WhatsApp export, from the first lines of its text."""
    return max((_likeness(member) for member in _chats(source)), default=Likeness.NO)


def _likeness(member: Member) -> Likeness:
    rows = _head_rows(member)
    with_name = [row for row in rows if row.colon > 0 or row.line.find(":", row.start) > 0]
    if not rows or (not with_name and not any(words.starts_notice(row.line[row.start :]) for row in rows)):
        return Likeness.NO
    if member.ending == ".md" or all(row.style.family in ("", ",") for row in rows):
        return Likeness.POSSIBLE
    return Likeness.CERTAIN if _named_so(member) or words.starts_notice(_unmarked(member.head[:400])) else Likeness.LIKELY


def read(source: Source, options: Options) -> Conversation:
    """The chat in a source, or its chats as threads. Raises NotAConversation where no line begins like a message."""
    chats = _chats(source)
    if not chats:
        raise NotAConversation(
            f"{source.name}: holds no WhatsApp chat (looked for _chat.txt and other .txt files); hand in the .txt or the .zip as exported"
        )
    if len(chats) == 1:
        return read_member(chats[0], source.name, options)
    return _together(
        [read_member(member, source.name, options, member.stem if member.stem != "_chat" else member.name) for member in chats]
    )


def _together(parts: Sequence[Conversation]) -> Conversation:
    whole = parts[0]
    for part in parts[1:]:
        shift = len(whole.messages)
        whole = replace(
            whole,
            messages=whole.messages + part.messages,
            notices=whole.notices + tuple(replace(notice, before=notice.before + shift) for notice in part.notices),
            issues=whole.issues + part.issues,
            date_order=whole.date_order if whole.date_order == part.date_order else None,
            ambiguous_date_order=whole.ambiguous_date_order or part.ambiguous_date_order,
            lines=whole.lines + part.lines,
        )
    return whole


FORMAT = Format(
    name="whatsapp",
    title="WhatsApp text",
    how="In the chat: menu, More, Export chat, Without media; hand in the .txt or the .zip as it comes.",
    likeness=likeness,
    read=read,
    tried="real",
)
