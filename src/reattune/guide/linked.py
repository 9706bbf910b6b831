"""The guide as linked data: JSON-LD in the words of schema.org, for search engines and for other directories.

A topic is an Article with its questions as a FAQPage, a book a Book, a tool a WebSite, a person a Person, a program a Course or an
Organization, a tag a DefinedTerm. An export holds each entry's own table beside that, so that nothing is lost on the way back; a file
from elsewhere is read for what it says in schema.org's words.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, count

from reattune.guide.entry import Book, Entry, Kind, Offer, Passage, Person, Program, Sort, Topic
from reattune.guide.fields import LONGEST_ID
from reattune.guide.load import Fault
from reattune.guide.search import plain
from reattune.guide.table import Draft, as_json, from_json, table

Node = dict[str, object]
Address = Callable[[Entry], str]
OURS = "urn:reattune:guide:"
TABLE = "reattune:entry"
CONTEXT = {"@vocab": "https://schema.org/", "reattune": OURS, TABLE: {"@id": f"{OURS}entry", "@type": "@json"}}
TYPES: Mapping[str, tuple[Kind, Sort | None]] = {
    "Article": (Kind.TOPIC, None),
    "FAQPage": (Kind.TOPIC, None),
    "Book": (Kind.BOOK, None),
    "WebSite": (Kind.TOOL, None),
    "WebApplication": (Kind.TOOL, None),
    "SoftwareApplication": (Kind.TOOL, None),
    "Person": (Kind.PERSON, None),
    "Course": (Kind.PROGRAM, Sort.COURSE),
    "Organization": (Kind.PROGRAM, Sort.ORGANISATION),
    "NGO": (Kind.PROGRAM, Sort.ORGANISATION),
}


TAKEN = frozenset(
    {
        "name", "headline", "description", "abstract", "knowsAbout", "about", "author", "copyrightYear", "datePublished", "url",
        "affiliation", "worksFor", "provider", "areaServed", "knowsLanguage", "inLanguage",
    }
)  # fmt: skip


def address_of(entry: Entry) -> str:
    """The name of an entry where it has no address on the web."""
    return f"{OURS}{entry.kind.value}:{entry.id}"


def written(entries: Iterable[Entry], address: Address = address_of) -> str:
    """The entries as one JSON-LD document, each with its own table."""
    graph = [{**node(one, address), TABLE: as_json({"kind": one.kind.value, "id": one.id, **table(one)})} for one in entries]
    return json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, indent=1) + "\n"


def page(entry: Entry, address: Address = address_of) -> Node:
    """What stands inside an entry's own page."""
    return {"@context": "https://schema.org", **node(entry, address)}


def inside(entry: Entry, address: Address = address_of) -> str:
    """The same as text that may stand inside a page's script element: no sign in it ends that."""
    return json.dumps(page(entry, address), ensure_ascii=False).replace("<", "\\u003c")


def node(entry: Entry, address: Address = address_of) -> Node:
    """An entry in schema.org's words."""
    terms = [{"@type": "DefinedTerm", "name": tag} for tag in entry.tags]
    cited = [{"@type": "CreativeWork", "name": source.title, "url": source.link} for source in entry.sources]
    name = address(entry)
    common: Node = {"@id": name, "description": entry.in_short}
    if isinstance(entry, Topic):
        questions = [
            {"@type": "Question", "name": one.heading, "acceptedAnswer": {"@type": "Answer", "text": _words(one)}}
            for one in entry.questions
        ]
        return {
            "@type": "Article", **common, "headline": entry.title, "about": terms, "citation": cited,
            "dateModified": entry.updated.isoformat(), "articleBody": "\n\n".join(_words(one, headed=True) for one in entry.body),
            "hasPart": {"@type": "FAQPage", "@id": f"{name}#questions", "mainEntity": questions},
        }  # fmt: skip
    if isinstance(entry, Book):
        authors = [{"@type": "Person", "name": author} for author in entry.authors]
        return {
            "@type": "Book", **common, "name": entry.title, "author": authors, "copyrightYear": entry.year, "about": terms,
            "audience": {"@type": "Audience", "audienceType": entry.for_whom}, "citation": cited,
        }  # fmt: skip
    assert isinstance(entry, Offer)
    return {**common, "name": entry.title, "url": entry.link, **_offered(entry, terms)}


def _offered(entry: Offer, terms: list[dict[str, str]]) -> Node:
    languages = list(entry.languages)
    if isinstance(entry, Person):
        works = {"affiliation": {"@type": "Organization", "name": entry.organisation}} if entry.organisation else {}
        return {"@type": "Person", "knowsAbout": terms, **_if(knowsLanguage=languages), **works}
    serves: list[object] = [{"@type": "Country", "name": country} for country in entry.countries]
    if isinstance(entry, Program) and entry.sort is Sort.COURSE:
        gives = {"provider": {"@type": "Organization", "name": entry.organisation}} if entry.organisation else {}
        return {"@type": "Course", "about": terms, **_if(inLanguage=languages), **gives}
    if isinstance(entry, Program):
        return {"@type": "Organization", "knowsAbout": terms, **_if(knowsLanguage=languages, areaServed=serves)}
    return {"@type": "WebSite", "about": terms, **_if(inLanguage=languages)}


def _if(**some: list[object] | list[str]) -> Node:
    return {name: value for name, value in some.items() if value}


def _words(passage: Passage, headed: bool = False) -> str:
    return "\n\n".join((*((passage.heading,) if headed and passage.heading else ()), *passage.text))


def read(text: str) -> tuple[tuple[Draft, ...], tuple[Fault, ...]]:
    """The entries of a JSON-LD document, and the nodes that are none. What an entry lacks is told when it is checked."""
    try:
        whole = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return (), (Fault("the file", "", "is no JSON", "export it again as JSON-LD"),)
    drafts: list[Draft] = []
    faults: list[Fault] = []
    taken: set[str] = set()
    for place, one in enumerate(_nodes(whole), 1):
        where = f"node {place}"
        if not isinstance(one, dict):
            faults.append(Fault(where, "", "is no object", "give each entry as an object with @type"))
            continue
        own = one.get(TABLE)
        try:
            found = _own(own) if isinstance(own, dict) else _foreign(one, taken)
        except RecursionError:
            faults.append(Fault(where, "", "holds something too deep", "take out what lies in so many brackets"))
            continue
        if found is None:
            known = ", ".join(TYPES)
            faults.append(
                Fault(where, "@type", f"{one.get('@type')!r} with the name {_name(one)!r} is no entry", f"use one of {known}, and a name")
            )
        else:
            drafts.append(found)
            faults += () if TABLE in one else _left(one, where)
    return tuple(drafts), tuple(faults)


def _nodes(whole: object) -> Iterator[object]:
    if isinstance(whole, dict) and "@graph" in whole:
        yield from _nodes(whole["@graph"])
    elif isinstance(whole, list):
        yield from whole
    else:
        yield whole


def _own(own: Mapping[str, object]) -> Draft | None:
    kind, name = own.get("kind"), own.get("id")
    if not isinstance(kind, str) or kind not in tuple(Kind) or not isinstance(name, str):
        return None
    return Draft(Kind(kind), name, {field: from_json(field, value) for field, value in own.items() if field not in {"kind", "id"}})


def _foreign(one: Mapping[str, object], taken: set[str]) -> Draft | None:
    types = [str(word).rpartition("/")[2] for word in _listed(one.get("@type"))]
    known = next((TYPES[word] for word in types if word in TYPES), None)
    title = _name(one)
    if known is None or not title:
        return None
    kind, sort = known
    found: dict[str, object] = {"title": title}
    found["in_short"] = _text(one.get("description")) or _text(one.get("abstract"))
    found["tags"] = [words for words in map(_text, _listed(one.get("knowsAbout")) or _listed(one.get("about"))) if words]
    if kind is Kind.BOOK:
        found["authors"] = [words for words in map(_text, _listed(one.get("author"))) if words]
        year = re.search(r"\d{4}", str(one.get("copyrightYear") or one.get("datePublished") or ""))
        found["year"] = int(year[0]) if year else None
    elif kind is not Kind.TOPIC:
        found["link"] = _text(one.get("url"))
        found["organisation"] = _text(one.get("affiliation")) or _text(one.get("worksFor")) or _text(one.get("provider"))
        found["countries"] = [words for words in map(_text, _listed(one.get("areaServed"))) if words]
        found["languages"] = [words for words in map(_text, _listed(one.get("knowsLanguage")) or _listed(one.get("inLanguage"))) if words]
        found["sort"] = sort.value if sort else None
    return Draft(kind, _free(named(title) or _unspelt(kind, title), taken), {name: value for name, value in found.items() if value})


def _left(one: Mapping[str, object], where: str) -> Iterator[Fault]:
    """What a node from elsewhere says and an entry made of it does not."""
    for name in one:
        if not name.startswith("@") and name not in TAKEN:
            yield Fault(where, name, "is not taken over", "write it into the entry, where it belongs in one")


def named(title: str) -> str:
    """A lasting name made of a title; empty where its letters are not Latin ones."""
    name = re.sub(r"[^a-z0-9]+", "-", plain(title))[:LONGEST_ID].strip("-")
    return name if re.search(r"[a-z]", name) or not any(sign.isalpha() for sign in title) else ""


def _unspelt(kind: Kind, title: str) -> str:
    """A lasting name that hangs on the title alone, so that it is the same whatever else is brought in with it."""
    return f"{kind.value}-{hashlib.sha256(plain(title).encode()).hexdigest()[:8]}"


def _free(wanted: str, taken: set[str]) -> str:
    """That name, or with a number where it is taken: two nodes may have one title."""
    name = next(one for one in chain([wanted], (f"{wanted[: LONGEST_ID - 8]}-{number}" for number in count(2))) if one not in taken)
    taken.add(name)
    return name


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _name(one: Mapping[str, object]) -> str:
    return _text(one.get("name")) or _text(one.get("headline"))


def _text(value: object) -> str:
    if isinstance(value, list):
        return next((words for words in map(_text, value) if words), "")
    if isinstance(value, dict):
        return _text(value.get("name")) or _text(value.get("@value"))
    return " ".join(value.split()) if isinstance(value, str) else ""
