"""`reattune guide`: what helps, found and read in the terminal; and for those who run a guide of their own, its files and its site."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text

from reattune import help as turning
from reattune.app import finding, guide_files, guide_words, wording
from reattune.app.finding import Asked, Shown
from reattune.app.settings import own_country
from reattune.cli.look import QUIET, console, where_to_turn
from reattune.core.errors import BadOption
from reattune.guide import (
    LOW,
    SAFETY,
    Book,
    Choices,
    Entry,
    Facet,
    Fault,
    Guide,
    Kind,
    Offer,
    Passage,
    Person,
    Program,
    Tool,
    Topic,
    as_json,
    table,
)  # fmt: skip

FORM = "reattune.guide/1"
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Wants:
    """What was asked for."""

    tags: tuple[str, ...] = ()
    as_json: bool = False
    heed: bool = True
    entries: Path | None = None
    alone: bool = False


def go_together(tasks: Mapping[str, object], reading: Mapping[str, object], site: Mapping[str, object], own: Mapping[str, object]) -> None:
    """Whether what was asked for can be had at once, so that nothing is left out without a word. Raises BadOption naming what cannot."""
    asked = [name for name, given in tasks.items() if given]
    apart = asked[1:] or [name for name, given in reading.items() if given and asked]
    apart += [name for name, given in site.items() if given and asked != ["--build"]]
    if asked == ["--check"] and own["--entries"]:
        apart.append("--entries")
    if own["--alone"] and not own["--entries"] and asked != ["--check"]:
        raise BadOption("--alone wants --entries DIR, the folder that stands alone")
    if apart:
        raise BadOption(f"{apart[0]} does not go with {asked[0]}; leave one of them out" if asked else f"{apart[0]} wants --build DIR")


def run_guide(query: str | None, wants: Wants) -> None:
    """An entry by its name, or what fits the words and the tags; without either, the topics.

    Raises BadOption for a tag there is not, and for words heard wrong where there are none.
    """
    out, guide = console(), _guide(wants)
    query = (sys.stdin.read() if query == "-" else query or "").strip()
    one = guide.entry(query) if query and not wants.tags else None
    if not wants.heed and (one or not query):
        raise BadOption("--not-that wants QUERY, the words that were heard wrong" + (f"; {query} is the name of an entry" if one else ""))
    if one:
        read_as_data([one], query) if wants.as_json else read(one, guide, out)
        return
    choices = frozenset((Facet.TAG, _tag(guide, tag)) for tag in wants.tags)
    asked = _asked(query or "", choices, wants.heed)
    shown = finding.show(guide, asked)
    if not wants.heed:  # who says that it was heard wrong is shown no numbers
        shown = replace(shown, careful=False)
    tags = {value for _, value in choices}
    kept = tuple(one for one in shown.found if tags <= set(one.tags) or (shown.turn and finding.grave(one)))
    found = kept if query or tags else guide.of(Kind.TOPIC)
    if wants.as_json:
        read_as_data(found, query, asked, shown)
        return
    if shown.turn:
        out.print(wording.seen(asked.told, guide_words.FIRST) if asked.told else guide_words.FIRST)
        where_to_turn(out, first=_first(asked, shown))
        out.print()
    list_all(found, out)
    if shown.careful:  # no danger was heard: behind what was found, so that nobody is met with it who asked about something else
        where_to_turn(out, first=_first(asked, shown))
    if shown.perhaps and not shown.folded:  # what is folded away is read with --not-that
        out.print()
        out.print(guide_words.PERHAPS)
        list_all(shown.perhaps, out)
    if shown.turn:
        out.print(Text(wording.NOT_THAT_OPTION, style=QUIET))
    elif not found and (query or tags):
        out.print(guide_words.NOTHING_LEFT if shown.without_choices else guide_words.NOTHING)
        list_all(guide.of(Kind.TOPIC), out)
    out.print(Text(guide_words.READ_ONE, style=QUIET))
    if not query and not tags:
        every = sorted({tag for one in guide.entries for tag in one.tags}, key=str.casefold)
        out.print(Text(guide_words.ASK_TERMINAL, style=QUIET))
        out.print(Text(guide_words.TAGS_TERMINAL.format(tags=", ".join(every)), style=QUIET))
    out.print(Text(guide_words.SAFE_TERMINAL, style=QUIET))


def _tag(guide: Guide, asked: str) -> str:
    """The tag that was meant, whatever the case. Raises BadOption naming the tags there are."""
    tags = {tag.casefold(): tag for one in guide.entries for tag in one.tags}
    if asked.strip().casefold() not in tags:
        raise BadOption(f"no entry has the tag {asked!r}; there are {', '.join(sorted(tags.values()))}")
    return tags[asked.strip().casefold()]


def _asked(query: str, choices: Choices, heed: bool) -> Asked:
    if not query.strip():
        return Asked("", choices)
    from reattune.coding.coder import shipped

    return finding.ask(query, choices, shipped(), heed)


def list_all(found: Sequence[Entry], out: Console) -> None:
    """Entries with a line each."""
    for one in found[:SHOWN] if len(found) > 2 * SHOWN else found:
        out.print(Text(f"{one.id}", style="bold") + Text(f"  {guide_words.KIND[one.kind]}: {one.title}"))
        out.print(f"  {one.first_line}")
    if len(found) > 2 * SHOWN:
        out.print(guide_words.MORE_FOUND.format(count=len(found) - SHOWN))


def read_as_data(found: Iterable[Entry], query: str | None, asked: Asked | None = None, shown: Shown | None = None) -> None:
    """What was found as JSON; where the words tell of danger, where to turn and what else it may have been as well."""
    found = list(found)
    turn = shown.turn or shown.careful if shown else any(map(finding.grave, found))
    first = _first(asked, shown) if asked and shown else _for_whom(found[0]) if found else ""
    near = sorted(turning.near(turning.load(), own_country()) if turn else (), key=lambda one: bool(first) and first not in one.whom)
    form = {
        "form": FORM,
        "query": query or "",
        "safety": bool(asked and asked.dangers),
        "danger": sorted(asked.dangers) if asked else [],
        "where_to_turn": [{"country": one.country, "service": one.service, "contact": one.contact, "for": list(one.whom)} for one in near],
        "found": [_row(one) for one in found],
        "perhaps": [_row(one) for one in shown.perhaps] if shown else [],
    }
    sys.stdout.write(json.dumps(as_json(form), ensure_ascii=False) + "\n")


def _row(one: Entry) -> dict[str, object]:
    return {"kind": one.kind.value, "id": one.id, **table(one)}


def read(one: Entry, guide: Guide, out: Console) -> None:
    """An entry, whole."""
    out.print(Text(one.title, style="bold") + Text(f"  {guide_words.KIND[one.kind]}", style=QUIET))
    out.print(one.in_short)
    for name, value in facts(one):
        out.print(Text(f"{name}: ", style=QUIET) + Text(value))
    numbers = {source.key: number for number, source in enumerate(one.sources, 1)}
    if isinstance(one, Topic):
        head(guide_words.LOOKS, out)
        for line in one.looks_like:
            out.print(f"- {line}")
    for passage in one.body:
        tell(passage, numbers, out)
    if isinstance(one, Topic):
        head(guide_words.HELPS, out)
        for passage in one.helps:
            tell(passage, numbers, out, "- ")
        head(guide_words.QUESTIONS, out)
        for passage in one.questions:
            tell(passage, numbers, out)
    around = finding.around(guide, one)
    if around.exercises or around.builder:
        head(guide_words.TRY_IT, out)
        for name, title in around.exercises:
            out.print(f"- {title}: reattune practise {name}")
        if around.builder:
            out.print(f"- {guide_words.BUILD}: reattune repair")
    for kind, near in around.near:
        head(guide_words.KINDS[kind], out)
        for other in near:
            out.print(f"- {other.title}: reattune guide {other.id}")
    if finding.grave(one):
        where_to_turn(out, first=_for_whom(one))
    head(guide_words.WHAT_IT_IS, out)
    out.print(one.is_help)
    out.print(one.is_not)
    head(guide_words.SOURCES, out)
    for number, source in enumerate(one.sources, 1):
        out.print(f"{number}  {source.title} ({guide_words.SEEN[source.seen]}, {wording.day_of(source.on)})")
        out.print(f"   {source.link}")
    out.print(Text(f"Last reviewed on {wording.day_of(one.reviewed)}. {guide_words.NO_ORDER}", style=QUIET))


def _first(asked: Asked, shown: Shown) -> str:
    """For whom the numbers are that come first above what was found."""
    return finding.whom(asked.dangers) or (_for_whom(shown.found[0]) if shown.found else "")


def _for_whom(one: Entry) -> str:
    """For whom the numbers are that come first beside an entry: a program about safety is for those who hurt."""
    return "self_harm" if LOW in one.tags else "frightens" if SAFETY in one.tags and not isinstance(one, Topic) else ""


def facts(one: Entry) -> list[tuple[str, str]]:
    """What a book or an offer says of itself."""
    found: list[tuple[str, str]] = []
    if isinstance(one, Book):
        found = [("By", wording.listed(one.authors)), ("Year", str(one.year)), ("For whom", one.for_whom)]
    if isinstance(one, Offer):
        facets = {
            Facet.FORMAT: guide_words.forms(one.formats),
            Facet.AUDIENCE: wording.listed(one.audience),
            Facet.COUNTRY: wording.listed(one.countries) or ("" if isinstance(one, Tool) else guide_words.NO_PLACE),
            Facet.LANGUAGE: wording.listed(one.languages),
            Facet.COST: guide_words.COST[one.cost] if one.cost else guide_words.NO_COST,
        }
        sort = guide_words.SORT[one.sort] if isinstance(one, Program) else ""
        found = [("Website", one.link), (guide_words.WHAT_SORT, sort), ("Organisation", one.organisation), ("Approach", one.approach)]
        found += [(guide_words.FACET[facet], value) for facet, value in facets.items()]
    if isinstance(one, Person):
        found.append((guide_words.WHY_NAMED, one.standing))
    return [(name, value) for name, value in found if value]


def head(words: str, out: Console) -> None:
    """A heading."""
    out.print()
    out.print(Text(words, style="bold"))


def tell(passage: Passage, numbers: dict[str, int], out: Console, mark: str = "") -> None:
    """A passage, and on what ground it stands."""
    if passage.heading:
        head(passage.heading, out)
    for text in passage.text:
        out.print(f"{mark}{text}")
    if passage.sources:
        ground = f"{guide_words.GROUND[passage.ground]} ({', '.join(str(numbers[key]) for key in passage.sources)})"
        out.print(Text(ground, style=QUIET))


# --- for those who run a guide of their own -------------------------------------------------------------------------


def run_check(folder: Path, alone: bool) -> None:
    """What is wrong in a folder of entries. Raises BadOption where anything is."""
    guide, faults = guide_files.checked(folder, alone, datetime.now().date())
    _tell_faults(faults)
    if alone:
        _warn(guide)
    if faults:
        raise BadOption(f"{len(faults)} to mend; {len(guide.entries)} entries can be read")
    console().print(f"{len(guide.entries)} entries, nothing to mend.")


def run_build(folder: Path, name: str | None, address: str, wants: Wants) -> None:
    """Write the guide as a site. Raises BadOption where that cannot be."""
    from reattune.app.site import Site, build

    guide = _guide(wants)
    pages = build(Site(guide, name or guide_words.SITE, address), folder)
    out = console()
    _warn(guide)
    out.print(f"{len(pages)} pages in {folder}; open {folder / 'index.html'}.")
    if not address:
        out.print(Text(guide_words.NO_ADDRESS, style=QUIET))


def run_export(file: Path, wants: Wants) -> None:
    """Write the guide as a spreadsheet or as linked data."""
    count = guide_files.write_out(_guide(wants), file)
    console().print(f"{count} entries in {file}.")


def run_import(file: Path, folder: Path, alone: bool) -> None:
    """Bring entries in, and say what they still lack. Raises BadOption where something was left out or is lacking."""
    places, faults = guide_files.bring_in(file, folder)
    console().print(f"{len(places)} entries written into {folder}.")
    lacking = guide_files.checked(folder, alone, datetime.now().date())[1] if places else ()
    _tell_faults((*faults, *lacking))
    if faults or lacking:
        raise BadOption(f"{len(faults)} could not be read, {len(lacking)} to mend; then: reattune guide --check {folder}")


def _guide(wants: Wants) -> Guide:
    return guide_files.guide_with(wants.entries, wants.alone, datetime.now().date())


def _warn(guide: Guide) -> None:
    """Say where no topic is about safety: whoever is afraid finds no page then, only where to turn."""
    if not any(SAFETY in one.tags for one in guide.of(Kind.TOPIC)):
        console().print(guide_words.NO_SAFETY)


def _tell_faults(faults: Iterable[Fault]) -> None:
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
