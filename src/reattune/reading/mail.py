"""E-mail: single .eml files, folders of them, and mailboxes (.mbox), in the order in which they stand.

A mailbox is cut at its "From " lines while it streams, so that only one mail is in memory. Which mails are one conversation is
told by what they answer, else by their subject and who is on them; names by the address, since one person writes under several.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import Message as Mail
from email.utils import getaddresses, parsedate_tz
from typing import BinaryIO

from reattune.core.errors import NotAConversation, UnreadableSource
from reattune.core.message import Conversation, Kind, Message, Notice
from reattune.reading import mail_words as words
from reattune.reading.fields import Gathered
from reattune.reading.format import Format, Likeness, Options
from reattune.reading.mail_body import has_files, header, readable, text_of, written
from reattune.reading.mail_quotes import own_words
from reattune.reading.source import Member, Source

LARGEST_MAIL = 256 * 1024**2
LAST_TRIED = 20  # conversations of one subject among which a mail without references is looked for
_FROM_LINE = re.compile(rb"From [^\n]*\d\d?:\d\d[^\n]*")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,60}):(?: |\t|$)")
_OWN = frozenset(
    [
        *("message-id", "mime-version", "received", "return-path", "delivered-to", "in-reply-to", "references", "content-type", "date"),
        *("x-gmail-labels", "x-gm-thrid", "dkim-signature", "x-mailer", "content-transfer-encoding"),
    ]
)
_ANSWER = words.pattern(rf"\s*(?:{words.ANSWER}(?:\[\d+\]|\(\d+\))?\s?[:：]|\[[^\]]{{1,40}}\])")
_AUTOMATIC = words.pattern(rf"{words.AUTOMATIC}\b")
_ROBOTS = re.compile(r"(?:mailer-daemon|postmaster|mail-daemon)@", re.IGNORECASE)
_REPORTS = frozenset({"multipart/report", "message/delivery-status", "message/disposition-notification"})


@dataclass(frozen=True, slots=True)
class Letter:
    """What is kept of a mail until all have been seen."""

    address: str
    text: str
    time: datetime | None
    kind: Kind
    subject: str
    people: frozenset[str]
    id: str
    answers: tuple[str, ...]


@dataclass(slots=True)
class Box:
    """What the mails of a source become."""

    made: Gathered = field(default_factory=Gathered)
    letters: list[Letter] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    owners: Counter[str] = field(default_factory=Counter)
    seen: set[tuple[str, str]] = field(default_factory=set)


# --- mails out of bytes ---------------------------------------------------------------------------------------------


def _mails(member: Member) -> Iterator[bytes]:
    """The mails of a file, one after the other."""
    try:
        with member.open() as stream:
            if _is_mailbox(member):
                yield from _cut(stream, member.name)
            else:
                yield _whole(stream, member.name)
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise UnreadableSource(f"{member.name}: cannot be read to its end ({error}); it may be cut off") from error


def _whole(stream: BinaryIO, name: str) -> bytes:
    raw = stream.read(LARGEST_MAIL + 1)
    if len(raw) > LARGEST_MAIL:
        raise UnreadableSource(f"{name}: one mail of more than {LARGEST_MAIL // 1024**2} MiB; hand in a smaller part")
    return raw.removeprefix(b"\xef\xbb\xbf")


def _cut(stream: BinaryIO, name: str) -> Iterator[bytes]:
    lines: list[bytes] = []
    size, blank = 0, True
    for line in stream:
        if blank and line.startswith(b"From ") and _FROM_LINE.match(line):
            if lines:
                yield _restored(lines)
            lines, size, blank = [], 0, False
            continue
        blank = line in (b"\n", b"\r\n")
        lines.append(line)
        size += len(line)
        if size > LARGEST_MAIL:
            raise UnreadableSource(f"{name}: one mail of more than {LARGEST_MAIL // 1024**2} MiB; hand in a smaller part")
    if lines:
        yield _restored(lines)


def _restored(lines: list[bytes]) -> bytes:
    raw = b"".join(lines)
    return _QUOTED_FROM.sub(rb"\1", raw) if b">From " in raw else raw


# --- what a mail is -------------------------------------------------------------------------------------------------


def _take(raw: bytes, box: Box) -> None:
    """Puts a mail into the box, as a letter, a notice or an issue."""
    box.made.lines += 1
    try:
        mail = message_from_bytes(raw)
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError) as error:
        box.made.doubt(f"a mail that cannot be parsed ({error})")
        return
    sender = _people(mail, "From")[:1] or _people(mail, "Sender")[:1]
    if not sender:
        box.made.doubt("a mail without a sender")
        return
    _learn(mail, box)
    time = _time(mail)
    subject = header(mail, "Subject")
    if _is_automatic(mail, sender[0][1], subject):
        box.made.notices.append(Notice(subject or "an automatic mail", time, len(box.letters)))
        return
    letter = _letter(mail, sender[0][1], time, subject)
    if letter.id and (letter.id, letter.text) in box.seen:
        return  # the same mail lies in two folders
    box.seen.add((letter.id, letter.text))
    if time is None:
        box.made.doubt("a mail without a date that can be read; kept without its time")
    box.letters.append(letter)


def _people(mail: Mail, *names: str) -> list[tuple[str, str]]:
    """Names and addresses in these headers."""
    with suppress(ValueError, IndexError, TypeError):
        # parted before they are decoded: a decoded name may hold a comma
        found = getaddresses([value for name in names for value in written(mail, name)])
        return [(readable(name).strip("'\" "), address.casefold()) for name, address in found if address or name]
    return []


def _learn(mail: Mail, box: Box) -> None:
    """Takes in how people are called, and whose mailbox this is."""
    for name, address in _people(mail, "From", "Sender", "Reply-To", "To", "Cc"):
        if name and name.casefold() != address:
            box.names.setdefault(address, name)
    labels = header(mail, "X-Gmail-Labels").casefold()
    owners = _people(mail, "From") if "sent" in labels.split(",") else _people(mail, "Delivered-To")
    box.owners.update(address for _, address in owners)


def _time(mail: Mail) -> datetime | None:
    """The time as the sender's clock showed it."""
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        parts = parsedate_tz(header(mail, "Date"))
        return datetime(*parts[:6]) if parts else None
    return None


def _is_automatic(mail: Mail, sender: str, subject: str) -> bool:
    answered = header(mail, "Auto-Submitted").casefold()
    return (
        bool(answered and not answered.startswith("no"))
        or mail.get_content_type() in _REPORTS
        or bool(_ROBOTS.match(sender))
        or any(mail.get(name) is not None for name in ("X-Autoreply", "X-Autorespond", "X-Failed-Recipients"))
        or header(mail, "Precedence").casefold() == "auto_reply"
        or bool(_AUTOMATIC.match(subject_of(subject)))
        or any(part.get_content_type() == "text/calendar" and _method(part) == "reply" for part in mail.walk())
    )


def _method(part: Mail) -> str:
    return str(part.get_param("method", "")).casefold()


def _letter(mail: Mail, address: str, time: datetime | None, subject: str) -> Letter:
    text = own_words(text_of(mail))
    people = frozenset(one for _, one in _people(mail, "From", "To", "Cc") if one)
    answers = re.findall(r"<[^<>\s]+>", f"{header(mail, 'In-Reply-To')} {header(mail, 'References')}")
    return Letter(
        address=address,
        text=text,
        time=time,
        kind=Kind.TEXT if text else Kind.MEDIA if has_files(mail) else Kind.OTHER,
        subject=subject_of(subject),
        people=people,
        id=header(mail, "Message-ID"),
        answers=tuple(dict.fromkeys(answers)),
    )


def subject_of(subject: str) -> str:
    """A subject without the marks of answers and lists before it."""
    bare = subject
    while found := _ANSWER.match(bare):
        bare = bare[found.end() :]
    return bare.strip()


# --- conversations --------------------------------------------------------------------------------------------------


def _threads(letters: list[Letter]) -> list[int]:
    """For each letter the number of its conversation."""
    by_id: dict[str, int] = {}
    by_subject: dict[str, dict[int, set[str]]] = {}
    numbers: list[int] = []
    for letter in letters:
        known = by_subject.setdefault(letter.subject.casefold(), {})
        found = next((by_id[one] for one in (letter.id, *letter.answers) if one in by_id), None)
        number = _of_same_people(letter, known) if found is None else found
        number = len(numbers) if number is None else number
        known.setdefault(number, set()).update(letter.people)
        for one in (letter.id, *letter.answers):
            if one:
                by_id.setdefault(one, number)
        numbers.append(number)
    return numbers


def _of_same_people(letter: Letter, known: dict[int, set[str]]) -> int | None:
    needed = min(2, len(letter.people))
    return next((number for number in list(known)[: -LAST_TRIED - 1 : -1] if len(known[number] & letter.people) >= needed), None)


def _named(letters: list[Letter], numbers: list[int]) -> list[str]:
    """The name of each letter's conversation; none where there is only one."""
    names: dict[int, str] = {}
    taken: Counter[str] = Counter()
    for letter, number in zip(letters, numbers, strict=True):
        if number not in names:
            name = letter.subject or "(no subject)"
            taken[name] += 1
            names[number] = name if taken[name] == 1 else f"{name} ({taken[name]})"
    return [names[number] if len(names) > 1 else "" for number in numbers]


def _conversation(box: Box) -> Conversation:
    threads = _named(box.letters, _threads(box.letters))
    places: dict[str, int] = {}
    messages: list[Message] = []
    for letter, thread in zip(box.letters, threads, strict=True):
        answered = next((places[one] for one in letter.answers if one in places), None)
        speaker = box.names.get(letter.address) or letter.address
        messages.append(Message(speaker, letter.text, letter.time, letter.kind, reply_to=answered, thread=thread))
        if letter.id:
            places[letter.id] = len(messages) - 1
    speak = {letter.address for letter in box.letters}
    owner = next((address for address, _ in box.owners.most_common() if address in speak), None)
    return Conversation(
        tuple(messages),
        tuple(box.made.notices),
        tuple(box.made.issues),
        format="email",
        owner=None if owner is None else box.names.get(owner) or owner,
        lines=box.made.lines,
    )


# --- the format -----------------------------------------------------------------------------------------------------


def _is_mailbox(member: Member) -> bool:
    return bool(_FROM_LINE.match(member.head[:400].encode("utf-8", "replace")))


def _headers(member: Member) -> frozenset[str]:
    """The names of the headers with which a file begins; none where it begins with anything else."""
    names: set[str] = set()
    lines = member.head.splitlines()
    for line in lines[1:] if _is_mailbox(member) else lines:
        found = _HEADER.match(line)
        if found:
            names.add(found[1].casefold())
        elif not line.strip():
            break
        elif not (names and line[0] in " \t>"):
            return frozenset()
    return frozenset(names)


def _member_likeness(member: Member) -> Likeness:
    if member.ending not in (".eml", ".mbox", ".mbx", ".txt", ""):
        return Likeness.NO
    names = _headers(member)
    if not names & {"from", "sender", "return-path"} or not names & _OWN:
        return Likeness.NO
    return Likeness.CERTAIN if names & {"message-id", "received", "mime-version"} or _is_mailbox(member) else Likeness.LIKELY


def likeness(source: Source) -> Likeness:
    """How much a source looks like mails, from the headers with which its files begin."""
    return max((_member_likeness(member) for member in source.members), default=Likeness.NO)


def read(source: Source, options: Options) -> Conversation:
    """The mails of a source. Raises NotAConversation where no mail is found."""
    del options  # mails write their days unambiguously
    box = Box()
    members = [member for member in source.members if _member_likeness(member)] or list(source.ending(".eml", ".mbox"))
    for member in members or source.members[:1]:
        for raw in _mails(member):
            _take(raw, box)
    if not box.letters and not box.made.notices:
        why = f" ({box.made.issues[0].why})" if box.made.issues else ""
        raise NotAConversation(
            f"{source.name}: no mail in it{why}; looked for headers such as From, Date and Subject: hand in .eml or .mbox files"
        )
    return _conversation(box)


FORMAT = Format(
    name="email",
    title="E-mail (.eml, .mbox)",
    how="In the mail program: save or drag out the mails as .eml, or export the mailbox as .mbox; hand in the file or the folder.",
    likeness=likeness,
    read=read,
)
