"""The guide as a site of plain files that anybody can host: no tracking, no cookies, nothing from elsewhere, readable from a disk.

Every page works without JavaScript. What is chosen stands in the address (`browse/tag-shame+country-ireland.html`): a page for each value
and for each two and three that go together. The one script looks words up on the reader's own machine, in the way of `guide/search.py`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from importlib import resources
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree as Xml

from reattune import help as turning
from reattune.app import finding, guide_words, wording
from reattune.app.files import folder as make
from reattune.app.files import write_text
from reattune.app.page import environment
from reattune.core.errors import BadOption
from reattune.guide import LOW, SAFETY, Choices, Entry, Facet, Guide, Kind, Topic, counted, linked, narrow, rows, schema
from reattune.guide.browse import values
from reattune.guide.danger import APART, HARMLESS, OFFERS, WORDS, pattern
from reattune.guide.search import SMALL, plain, weights

AT_ONCE = 3  # values that one page can be narrowed by
LONGEST_NAME, LONGEST_PATH = 40, 250  # signs of a value's name and of a file's path
ATOM = "http://www.w3.org/2005/Atom"
MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass(frozen=True, slots=True)
class Site:
    """What is built: the guide, whose it is, and where it will stand on the web, if that is known."""

    guide: Guide
    name: str
    address: str = ""


def build(site: Site, folder: Path) -> tuple[str, ...]:
    """Write the whole site into a folder that is new, empty, or an earlier build; the paths of its pages.

    Raises BadOption where the folder holds something else, or the address is none.
    """
    if site.address and not ADDRESS.fullmatch(site.address):
        raise BadOption(f"--address {site.address} is no address of a folder on the web; give it as https://example.org/guide/")
    before = folder / MARK
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not before.exists())):
        raise BadOption(f"{folder} holds something else; name a new folder")
    pages = dict(_pages(site))
    files = {**pages, **dict(_files(site, tuple(pages)))}
    old = _built(before)
    write_text(make(folder) / MARK, "\n".join(sorted(old | files.keys())), private=False)  # first: a build cut short can be built anew
    for path, text in files.items():
        write_text(make((folder / path).parent) / Path(path).name, text, private=False)
    for path in old - files.keys():
        if (folder / path).is_file() and (folder / path).resolve().is_relative_to(folder.resolve()):
            (folder / path).unlink()
    write_text(before, "\n".join(sorted(files)), private=False)
    return tuple(pages)


ADDRESS = re.compile(r"https?://[\w.-]+(:\d+)?/([\w.~/-]*/)?")
MARK = ".built"  # the files of the last build, so that the next takes away what is no longer there


def _built(mark: Path) -> set[str]:
    """The files of the last build; of a mark that somebody damaged, what can still be read."""
    lines = mark.read_text(encoding="utf-8", errors="replace").split("\n") if mark.is_file() else []
    return {line for line in lines if line and "\0" not in line and len(line) < LONGEST_PATH}


def path_of(entry: Entry) -> str:
    """Where an entry's page stands."""
    return f"{entry.kind.value}/{entry.id}.html"


def _pages(site: Site) -> Iterator[tuple[str, str]]:
    guide = site.guide
    said = [[(phrase, one) for phrase in one.phrases] for one in guide.entries if isinstance(one, Topic)]
    kinds = [(kind, found) for kind in Kind if (found := guide.of(kind))]
    yield _page(
        site,
        "index",
        "index.html",
        guide_words.START,
        phrases=[some[0] for some in said],
        others=[one for some in said for one in some[1:]],
        kinds=kinds,
    )
    table = turning.load()
    yield _page(site, "search", "search.html", guide_words.SEARCH, emergency=table.emergency)
    by_country = groupby(sorted(table.entries, key=lambda one: one.country), key=lambda one: one.country)
    yield _page(
        site, "help", "help.html", wording.WHERE_TO_TURN, table=table, countries=[(one, _by_whom(list(some))) for one, some in by_country]
    )
    for entry in guide.entries:
        yield _entry(site, entry)
    yield from _browsing(site)


def _by_whom(some: Sequence[turning.Help]) -> list[tuple[str, list[turning.Help]]]:
    """The services of a country by whom they are for."""
    return [(says, found) for whom, says in wording.WHOM.items() if (found := [one for one in some if whom in one.whom])]


def _page(site: Site, template: str, path: str, title: str, **more: object) -> tuple[str, str]:
    up = "../" * path.count("/")
    made = environment().get_template(f"site/{template}.html.j2")
    href: Callable[[Entry], str] = lambda entry: up + path_of(entry)  # noqa: E731
    return path, made.render(
        title=title, path=path, up=up, name=site.name, address=site.address, words=guide_words, wording=wording, href=href, **more
    )


def _entry(site: Site, entry: Entry) -> tuple[str, str]:
    around = finding.around(site.guide, entry)
    numbers = {source.key: number for number, source in enumerate(entry.sources, 1)}
    exercises = [title for _, title in around.exercises] + ([guide_words.BUILD] if around.builder else [])
    inside = linked.inside(entry, partial(_address, site))
    return _page(
        site, "entry", path_of(entry), entry.title, entry=entry, around=around, safety=finding.grave(entry), numbers=numbers,
        linked=inside, exercises=exercises,
    )  # fmt: skip


def _address(site: Site, entry: Entry) -> str:
    return f"{site.address}{path_of(entry)}" if site.address else linked.address_of(entry)


# --- browsing -------------------------------------------------------------------------------------------------------


def _browsing(site: Site) -> Iterator[tuple[str, str]]:
    names = _names(site.guide)
    for some in _choices(site.guide, names):
        yield _browse(site, some, names)


def _choices(guide: Guide, names: Iterable[tuple[Facet, str]]) -> Mapping[Choices, tuple[Entry, ...]]:
    """What can be chosen together, and what it finds: each value leaves less than there was without it, and each can be taken away."""
    found: dict[Choices, tuple[Entry, ...]] = {frozenset(): guide.entries}
    edge = dict(found)
    for _ in range(AT_ONCE):
        wider: dict[Choices, tuple[Entry, ...]] = {}
        for before, entries in edge.items():
            for value in _narrowing(entries, before, names):
                wider.setdefault(before | {value}, narrow(entries, frozenset({value})))
        edge = wider
        found |= edge
    for some in [*found]:
        for less in (some - {value} for value in some):
            for part in (less, *(less - {value} for value in less)):
                found.setdefault(part, narrow(guide.entries, part))
    return found


def _narrowing(entries: Sequence[Entry], before: Choices, names: Iterable[tuple[Facet, str]]) -> Iterator[tuple[Facet, str]]:
    """The values that leave something of these entries, and not all of it; of a facet one."""
    if len(before) < AT_ONCE:
        there = Counter((facet, value) for facet in Facet for one in entries for value in values(one, facet))
        chosen = {facet for facet, _ in before}
        yield from (name for name in names if name[0] not in chosen and 0 < there[name] < len(entries))


def _names(guide: Guide) -> Mapping[tuple[Facet, str], str]:
    """The name of each value in addresses, none twice."""
    found: dict[tuple[Facet, str], str] = {}
    for facet, counts in counted(guide.entries, frozenset()):
        for one in counts:
            name = wanted = f"{facet.value}-{re.sub(r'[^a-z0-9]+', '-', plain(one.value))[:LONGEST_NAME].strip('-') or 'x'}"
            number = 2
            while name in found.values():
                name, number = f"{wanted}-{number}", number + 1
            found[facet, one.value] = name
    return found


def _path(some: Choices, names: Mapping[tuple[Facet, str], str]) -> str:
    return "+".join(sorted(names[one] for one in some)) + ".html" if some else "index.html"


def _browse(site: Site, some: Choices, names: Mapping[tuple[Facet, str], str]) -> tuple[str, str]:
    found = narrow(site.guide.entries, some)
    leads = set(_narrowing(found, some, names))
    counts = [(facet, [one for one in counts if (facet, one.value) in leads]) for facet, counts in counted(found, frozenset())]
    facets = [(facet, left) for facet, left in counts if left]
    hrefs = {(facet, value): _path(some | {(facet, value)}, names) for facet, value in leads}
    chosen = [(facet, value, _path(some - {(facet, value)}, names)) for facet, value in sorted(some)]
    title = wording.listed([guide_words.value(facet, value) for facet, value in sorted(some)]) if some else guide_words.BROWSE
    title = title[:1].upper() + title[1:]
    return _page(site, "browse", f"browse/{_path(some, names)}", title, chosen=chosen, found=found, facets=facets, hrefs=hrefs)


# --- what stands beside the pages -----------------------------------------------------------------------------------


def _files(site: Site, pages: Sequence[str]) -> Iterator[tuple[str, str]]:
    for name in ("site.css", "search.js"):
        yield name, (resources.files("reattune.app") / "templates" / "site" / name).read_text(encoding="utf-8")
    yield "words.js", _index(site.guide)
    yield "guide.csv", rows.written(site.guide.entries)
    yield "guide.jsonld", linked.written(site.guide.entries, partial(_address, site))
    yield "entry.schema.json", json.dumps(schema(), indent=1) + "\n"
    yield "feed.xml", _feed(site)
    if site.address:
        yield "sitemap.xml", _sitemap(site, pages)
        yield "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {site.address}sitemap.xml\n"


def _index(guide: Guide) -> str:
    """The words of every entry with their weights, as a script: a page that is opened from a disk may load nothing else."""
    words = {"harmless": _script(HARMLESS), "offers": _script(OFFERS)} | {kind.value: _script(some) for kind, some in WORDS.items()}
    apart = {kind.value: _script(some) for kind, some in APART.items()}
    entries = [
        {
            "path": path_of(one), "kind": guide_words.KIND[one.kind], "title": one.title, "short": one.in_short,
            "says": [one.title, *one.phrases, *one.said], "words": weights(one),
            "safe": one.kind is Kind.TOPIC and SAFETY in one.tags, "low": one.kind is Kind.TOPIC and LOW in one.tags,
            "hurts": one.kind is not Kind.TOPIC and SAFETY in one.tags,
        }
        for one in sorted(guide.entries, key=lambda one: one.title.casefold())  # as the search orders what is equally good
    ]  # fmt: skip
    whole = {"small": sorted(SMALL), "danger": words, "apart": apart, "entries": entries}
    return f"const GUIDE = {json.dumps(whole, ensure_ascii=False, default=dict)};\n"


def _script(words: tuple[str, ...]) -> str:
    """Some words as one expression for a script, where \\w knows no letter beyond z."""
    return pattern(words).replace(r"\w", r"[\p{L}\p{N}_]")


def _feed(site: Site) -> str:
    """What changed, the newest first, as Atom (RFC 4287)."""
    Xml.register_namespace("", ATOM)
    feed = Xml.Element(f"{{{ATOM}}}feed")
    newest = sorted(site.guide.entries, key=lambda one: (-one.updated.toordinal(), one.title.casefold()))
    latest = newest[0].updated if newest else date(2026, 1, 1)
    _say(feed, "id", site.address or f"urn:reattune:site:{re.sub(r'[^a-z0-9]+', '-', plain(site.name))}")
    _say(feed, "title", site.name)
    _say(feed, "updated", _moment(latest))
    _say(_say(feed, "author"), "name", site.name)
    if site.address:
        Xml.SubElement(feed, f"{{{ATOM}}}link", rel="self", href=f"{site.address}feed.xml")
    for one in newest:
        entry = _say(feed, "entry")
        _say(entry, "id", _address(site, one))
        _say(entry, "title", one.title)
        _say(entry, "updated", _moment(one.updated))
        _say(entry, "summary", one.in_short)
        Xml.SubElement(entry, f"{{{ATOM}}}link", rel="alternate", href=f"{site.address}{path_of(one)}")
    return Xml.tostring(feed, encoding="unicode", xml_declaration=True) + "\n"


def _say(parent: Xml.Element, name: str, words: str = "") -> Xml.Element:
    made = Xml.SubElement(parent, f"{{{ATOM}}}{name}")
    made.text = words or None
    return made


def _moment(day: date) -> str:
    return datetime.combine(day, time(), UTC).isoformat()


def _sitemap(site: Site, pages: Sequence[str]) -> str:
    days = {path_of(one): one.updated for one in site.guide.entries}
    Xml.register_namespace("", MAP)
    whole = Xml.Element(f"{{{MAP}}}urlset")
    for path in pages:
        if "+" in path:
            continue  # the pages of two values and three are many, and hold nothing that others do not
        one = Xml.SubElement(whole, f"{{{MAP}}}url")
        Xml.SubElement(one, f"{{{MAP}}}loc").text = site.address + path
        if path in days:
            Xml.SubElement(one, f"{{{MAP}}}lastmod").text = days[path].isoformat()
    return Xml.tostring(whole, encoding="unicode", xml_declaration=True) + "\n"
