"""The ledger carried elsewhere and back again, in memory alone: what is handed over is a file's content, and nobody writes it here."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from reattune.app import ledger_words
from reattune.core.errors import BadOption
from reattune.ledger import transfer
from reattune.ledger.store import Ledger

NAMED = "notes-{day:%Y-%m-%d}"  # tells nobody what it is
LETTERS = ("utf-8-sig", "replace")


@dataclass(frozen=True, slots=True)
class Carried:
    """A file to hand over: its name, its media type, its content."""

    name: str
    kind: str
    content: bytes


def _json(kept: transfer.Kept, _: datetime) -> bytes:
    return transfer.to_json(kept).encode("utf-8", "replace")


def _pages(kept: transfer.Kept, now: datetime) -> bytes:
    return ledger_words.to_markdown(kept, now).encode("utf-8", "replace")


def _tables(kept: transfer.Kept, now: datetime) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in transfer.to_csv(kept).items():
            packed.writestr(zipfile.ZipInfo(name, now.timetuple()[:6]), text.encode("utf-8", "replace"))
    return file.getvalue()


FORMS: Mapping[str, tuple[str, str, Callable[[transfer.Kept, datetime], bytes]]] = {
    "json": (".json", "application/json", _json),
    "pages": (".md", "text/markdown; charset=utf-8", _pages),
    "tables": (".zip", "application/zip", _tables),
}


def carried(ledger: Ledger, form: str, now: datetime) -> Carried:
    """Everything that is kept, in one of the forms, not encrypted. Raises BadOption for another form."""
    if form not in FORMS:
        raise BadOption("Choose in which form you want it.")
    end, kind, make = FORMS[form]
    return Carried(NAMED.format(day=now) + end, kind, make(transfer.everything(ledger), now))


def brought(content: bytes, ledger: Ledger) -> transfer.Taken | None:
    """What an exported ledger brought; nothing where the file is none. Raises BadInput where it is one that cannot be read."""
    text = content.decode(*LETTERS)
    return transfer.from_json(text, ledger) if transfer.is_ours(text) else None
