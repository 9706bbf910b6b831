"""Entries of one's own as files: a folder checked, the guide written out for other programs, entries brought in from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from reattune.app.files import folder as make
from reattune.app.files import write_text
from reattune.core.errors import BadOption, UnreadableSource
from reattune.guide import Fault, Guide, linked, load, read_folder, rows, together, toml

LARGEST = 20_000_000  # bytes of a file that is brought in
CSV, LINKED = (".csv",), (".jsonld", ".json")


def guide_with(entries: Path | None, alone: bool = False, today: date | None = None) -> Guide:
    """The shipped guide with the entries of a folder, or those alone. Raises BadOption with everything that is wrong in the folder."""
    if entries is None:
        return load()
    own, faults = checked(entries, alone, today)
    if faults:
        raise BadOption(f"{entries} cannot be used: " + " / ".join(map(str, faults)))
    return own if alone else together(load(), own)


def checked(entries: Path, alone: bool = False, today: date | None = None) -> tuple[Guide, tuple[Fault, ...]]:
    """The sound entries of a folder, and what is wrong; unless `alone`, they may point at shipped ones."""
    if not entries.is_dir():
        raise BadOption(f"{entries} is no folder; put entries into its folders topic, book, tool, person, program")
    return read_folder(entries, None if alone else load(), today)


def write_out(guide: Guide, file: Path) -> int:
    """Write the guide as a spreadsheet or as linked data, by the name of the file; how many entries. Raises BadOption for another name."""
    if file.suffix.lower() in CSV:
        text = rows.written(guide.entries)
    elif file.suffix.lower() in LINKED:
        text = linked.written(guide.entries)
    else:
        raise BadOption(f"{file}: give it a name that ends with {', '.join((*CSV, *LINKED))}")
    write_text(file, text, private=False)
    return len(guide.entries)


def bring_in(file: Path, folder: Path) -> tuple[tuple[Path, ...], tuple[Fault, ...]]:
    """Write the entries of a spreadsheet or of linked data as files into a folder: the files, and what could not be read.

    What an entry still lacks is told by `checked`. Raises BadOption where a file of that name is there already: nothing is written then.
    """
    if file.suffix.lower() not in (*CSV, *LINKED):
        raise BadOption(f"{file}: its name must end with {', '.join((*CSV, *LINKED))}")
    try:
        if file.stat().st_size > LARGEST:
            raise UnreadableSource(f"{file} is larger than {LARGEST // 1_000_000} MB; part it into several")
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise UnreadableSource(f"{file} cannot be read ({error.strerror or error})") from None
    except UnicodeDecodeError:
        raise UnreadableSource(f"{file} is no UTF-8 text; save it as UTF-8 (CSV UTF-8 in spreadsheet programs)") from None
    drafts, faults = (rows if file.suffix.lower() in CSV else linked).read(text)
    places = [folder / one.kind.value / f"{_safe(one.id)}.toml" for one in drafts]
    alike = Counter(str(place).casefold() for place in places)  # on many disks Us.toml is us.toml
    for place in places:
        count = alike[str(place).casefold()]
        if count > 1 or place.exists():
            raise BadOption(
                f"{place} {'would be written twice' if count > 1 else 'is there already'}; rename that entry, or name another folder"
            )
    read = [(place, _toml(place, one.table)) for place, one in zip(places, drafts, strict=True)]  # all before the first is written
    for place, (text, _) in read:
        write_text(make(place.parent) / place.name, text, private=False)
    return tuple(places), (*faults, *(fault for _, (_, some) in read for fault in some))


def _toml(place: Path, table: Mapping[str, object]) -> tuple[str, tuple[Fault, ...]]:
    """A table as a file, without the fields that cannot stand in one, and what these are."""
    kept: dict[str, object] = {}
    faults = []
    for name, value in table.items():
        try:
            toml({name: value})
        except (TypeError, ValueError, RecursionError):
            where = f"{place.parent.name}/{place.name}"
            faults.append(Fault(where, name, "holds what cannot be written", "give it as text, or leave it out"))
        else:
            kept[name] = value
    return toml(kept), tuple(faults)


def _safe(name: str) -> str:
    """A name that stays in its folder; one that is no lasting name is told by `checked`."""
    return "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in name)[:80] or "entry"
