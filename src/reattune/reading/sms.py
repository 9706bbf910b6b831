"""Text messages as SMS Backup & Restore writes them: one XML file of every thread, up to some hundred megabytes.

Rows are taken from expat as they close, so that memory grows with the words alone (`sms_xml` makes the file fit for it). Who
wrote a row is told by numbers: a type for one's own side, an address type in group messages. A number's name is known only
where a row of that one contact gives it, so names are given when all rows have been seen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from xml.parsers import expat

from reattune.core.errors import NotAConversation
from reattune.core.message import Conversation, Kind, Message
from reattune.reading.fields import Gathered, from_epoch, shown, sound
from reattune.reading.format import Format, Likeness, Options
from reattune.reading.sms_xml import sound_xml
from reattune.reading.source import Member, Source

OWNER = "Me"
ROOTS = frozenset({"smses", "calls"})
RECEIVED, SENT, DRAFT = "1", "2", "3"
_OWN = frozenset({SENT, "4", "5", "6"})  # sent, waiting, failed, queued
_SENDER = "137"  # the sender among an MMS's addresses; 151, 130 and 129 are those it went to
_REPORTS = frozenset({"134", "136"})  # delivery and read reports
_PLACEHOLDER = "insert-address-token"  # stands for the phone's own number
_CALLS = {"1": "call received", "2": "call made", "3": "missed call", "4": "voicemail", "5": "call rejected", "6": "call refused"}
_OLDEST_MILLISECONDS = 10**11  # smaller counts are seconds
_NOT_A_FILE = frozenset({"text/plain", "application/smil"})
_CARDS = frozenset({"text/x-vcard", "text/vcard"})


@dataclass(slots=True)
class Mms:
    """An MMS that is open."""

    row: Mapping[str, str]
    texts: list[str] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    files: int = 0
    cards: int = 0


@dataclass(slots=True)
class Told:
    """A message before names are given: who sent it (None: the phone's owner) and to whom the thread belongs."""

    sender: str | None
    people: str
    contact: str
    message: Message


def _given(value: str | None) -> str:
    """A value; "" where the app wrote that there is none."""
    return "" if value is None or value == "null" else value


def number_key(address: str) -> str:
    """What two spellings of one number have in common; an address that is no number is its own key."""
    digits = re.sub(r"\D", "", address)
    return digits[-9:] if len(digits) >= 7 and not re.search(r"[^\W\d_]", address) else address.casefold().strip()


class _Backup:
    """What a file's rows become."""

    def __init__(self) -> None:
        self.made = Gathered()
        self.told: list[Told] = []
        self.names: dict[str, str] = {}
        self.root = ""
        self.mms: Mms | None = None

    # --- rows as expat gives them

    def opened(self, tag: str, given: dict[str, str]) -> None:
        """Takes an element's start."""
        if not self.root:
            self.root, self.mms = tag, None
        elif tag == "sms":
            self._sms(given)
        elif tag == "mms":
            self.mms = Mms(given)
        elif tag == "call":
            self._call(given)
        elif self.mms is not None and tag == "part":
            self._part(given, self.mms)
        elif self.mms is not None and tag == "addr":
            self.mms.addresses.append(given.get("address", ""))
            if given.get("type") == _SENDER:
                self.mms.senders.append(given.get("address", ""))

    def closed(self, tag: str) -> None:
        """Takes an element's end."""
        if tag == "mms" and self.mms is not None:
            self._mms(self.mms)
            self.mms = None

    def _time(self, row: Mapping[str, str]) -> datetime | None:
        written = row.get("date", "")
        count = int(written) if re.fullmatch(r"-?\d{1,18}", written) else 0
        time = from_epoch(count, 1000 if count >= _OLDEST_MILLISECONDS else 1) if count > 0 else None
        if time is None:
            self.made.doubt(f"no date that can be read: {written[:30]!r}; the row is kept without its time")
        return time

    def _learn(self, row: Mapping[str, str]) -> tuple[str, str]:
        """The addresses and the contact's name of a row; what they tell about a number is kept."""
        people = _given(row.get("address"))
        contact = shown(_given(row.get("contact_name")))
        contact = "" if contact.casefold() in ("(unknown)", "unknown") else contact
        addresses = people.split("~")
        if contact and len(addresses) == 1:
            self.names[number_key(people)] = contact
        elif contact and len(contact.split(", ")) == len(addresses):
            for address, name in zip(addresses, contact.split(", "), strict=True):
                if name.casefold() != "(unknown)":
                    self.names.setdefault(number_key(address), name)
        return people, contact

    def _sms(self, row: Mapping[str, str]) -> None:
        self.made.lines += 1
        people, contact = self._learn(row)
        time = self._time(row)
        text = _with_subject(row, [_given(row.get("body"))])
        self._tell(row.get("type", ""), people, people, contact, Message("", text, time, Kind.TEXT if text else Kind.OTHER, utc=True))

    def _mms(self, mms: Mms) -> None:
        self.made.lines += 1
        row = mms.row
        people, contact = self._learn(row)
        time = self._time(row)
        if row.get("m_type") in _REPORTS:
            self.made.note("a report that a message was delivered or read", time)
            return
        text = _with_subject(row, mms.texts)
        kind = Kind.MEDIA if mms.files or not (text or mms.cards) else Kind.OTHER if mms.cards else Kind.TEXT
        others = [address for address in mms.senders if address and address != _PLACEHOLDER]
        sender = others[0] if others else people if "~" not in people else ""
        self._tell(row.get("msg_box", ""), sender, people, contact, Message("", text, time, kind, utc=True))

    def _part(self, given: Mapping[str, str], mms: Mms) -> None:
        kind = given.get("ct", "").casefold()
        text = _given(given.get("text"))
        if kind in _CARDS:
            mms.cards += 1
        elif kind not in _NOT_A_FILE:
            mms.files += 1
        elif kind == "text/plain" and text:
            mms.texts.append(text)

    def _tell(self, direction: str, sender: str, people: str, contact: str, message: Message) -> None:
        if direction == DRAFT:
            self.made.note(f"a draft that was never sent: {message.text}", message.time)
            return
        if direction not in _OWN and direction != RECEIVED:
            self.made.doubt(f"neither received nor sent (type {direction!r}); taken as received")
        self.made.say(message)
        self.told.append(Told(None if direction in _OWN else sender, people, contact, message))

    def _call(self, row: Mapping[str, str]) -> None:
        self.made.lines += 1
        who = _given(row.get("contact_name"))
        who = _given(row.get("number")) if not who or who.casefold() == "(unknown)" else who
        self.made.note(f"{_CALLS.get(row.get('type', ''), 'call')}: {shown(who)}", self._time(row))

    # --- names and threads

    def conversation(self) -> Conversation:
        """The whole, each row with its speaker and its thread."""
        threads = [self._thread(told) for told in self.told]
        several = len(set(threads)) > 1
        messages = tuple(
            told.message._replace(speaker=self._speaker(told), thread=thread if several else "")
            for told, thread in zip(self.told, threads, strict=True)
        )
        owner = OWNER if any(told.sender is None for told in self.told) else None
        return Conversation(messages, tuple(self.made.notices), tuple(self.made.issues), format="sms", owner=owner, lines=self.made.lines)

    def _speaker(self, told: Told) -> str:
        if told.sender is None:
            return OWNER
        return self._name(told.sender)

    def _name(self, address: str) -> str:
        return self.names.get(number_key(address)) or shown(address)

    def _thread(self, told: Told) -> str:
        addresses = told.people.split("~")
        return ", ".join(sorted({self._name(address) for address in addresses})) if told.people else told.contact


def _with_subject(row: Mapping[str, str], texts: list[str]) -> str:
    subject = _given(row.get("subject") or row.get("sub"))
    subject = "" if subject.startswith("proto:") else subject  # a rich message's own bookkeeping
    return "\n".join(sound(part) for part in (subject, *texts) if part)


def _refuse(*_: object) -> None:
    raise NotAConversation("declares entities of its own, which no backup does; it is not read")


def _feed(backup: _Backup, member: Member) -> None:
    """Puts a file's rows into a backup. Raises NotAConversation where the file is none."""
    backup.root = ""
    before = backup.made.lines
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = backup.opened
    parser.EndElementHandler = backup.closed
    parser.EntityDeclHandler = _refuse
    try:
        for piece in sound_xml(member):
            parser.Parse(piece, False)
        parser.Parse("", True)
    except expat.ExpatError as error:
        why = expat.ErrorString(error.code)
        if backup.made.lines == before:
            raise NotAConversation(
                f"{member.name}, line {error.lineno}: not the XML of SMS Backup & Restore ({why}); back up again"
            ) from error
        backup.made.doubt(f"the XML breaks in line {error.lineno} ({why}); what comes after is not read")
    if backup.root not in ROOTS:
        raise NotAConversation(f"{member.name}: no backup of SMS Backup & Restore (looked for <smses>, found <{backup.root}>)")


# --- the format -----------------------------------------------------------------------------------------------------


def _is_backup(member: Member) -> bool:
    if member.ending not in (".xml", "", ".txt"):
        return False
    return bool(re.search(r"<smses[\s>]", member.head) or re.search(r"<calls[\s>]", member.head))


def likeness(source: Source) -> Likeness:
    """CERTAIN where a file's root is that of a backup."""
    return Likeness.CERTAIN if any(_is_backup(member) for member in source.members) else Likeness.NO


def read(source: Source, options: Options) -> Conversation:
    """All messages of a backup; several people's as threads. Raises NotAConversation where it is no backup."""
    del options  # times are counts since 1970
    backups = [member for member in source.members if _is_backup(member)] or list(source.ending(".xml"))
    if not backups:
        raise NotAConversation(f"{source.name}: holds no .xml of SMS Backup & Restore; hand in the sms-….xml file that the app wrote")
    backup = _Backup()
    for member in backups:
        _feed(backup, member)
    return backup.conversation()


FORMAT = Format(
    name="sms",
    title="SMS Backup & Restore",
    how="In the Android app SMS Backup & Restore: back up messages, then hand in the sms-….xml file.",
    likeness=likeness,
    read=read,
    tried="real",
)
