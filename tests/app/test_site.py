"""The guide as a site: whole, plain files, readable from a disk, without a trace of anybody."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from reattune.app import guide_words, wording
from reattune.app.finding import Asked, comes_first, in_order
from reattune.app.site import ATOM, MAP, Site, build, path_of
from reattune.core.errors import BadOption
from reattune.guide import SAFETY, Facet, Guide, Kind, counted, dangers, load, narrow, search
from tests.guide.test_danger import DYING, FLED, HURT, HURTING, NONE, THEIRS, lines

GUIDE = load()
ADDRESS = "https://guide.example.org/help/"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "out"
    build(Site(GUIDE, "A city's guide", ADDRESS), folder)
    return folder


class Links(HTMLParser):
    """Every address that a page names, and the ids that stand in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids |= {given["id"] or ""} if "id" in given else set()
        if tag == "a" and given.get("href"):
            self.links.append(given["href"] or "")
        if tag in {"script", "img", "link", "iframe"} and given.get("rel") != "canonical":
            self.loads += [one for one in (given.get("src"), given.get("href")) if one]


def pages(folder: Path) -> Iterator[tuple[Path, Links]]:
    for file in sorted(folder.rglob("*.html")):
        yield file, Links(file.read_text(encoding="utf-8"))


def test_every_entry_has_its_page_and_every_link_leads_somewhere(built: Path) -> None:
    found = dict(pages(built))
    assert {built / path_of(one) for one in GUIDE.entries} <= found.keys()
    for file, page in found.items():
        for link in page.links:
            path, _, part = link.partition("#")
            if path.startswith("https://"):
                continue
            target = (file.parent / path).resolve() if path else file
            assert target.exists(), (file, link)
            assert not part or part in (found[target].ids if target != file else page.ids), (file, link)


def test_a_page_loads_nothing_from_elsewhere_and_names_nobody_who_counts(built: Path) -> None:
    for file, page in pages(built):
        assert not [one for one in page.loads if "//" in one], file
        assert not re.search(
            r"analytics|gtag|cookie(?!s and counts)", file.read_text(encoding="utf-8").replace("no cookies", ""), re.IGNORECASE
        ), file


def test_no_page_promises_what_only_the_app_can_do(built: Path) -> None:
    for file, _ in pages(built):
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"\b[Tt]his app\b|Leave this page|\bEscape\b", text), file


def test_helplines_stand_above_the_search_and_are_told_by_whom_they_are_for(built: Path) -> None:
    text = (built / "search.html").read_text(encoding="utf-8")
    assert text.index('href="help.html">' + guide_words.HELPLINES) < text.index('role="search"')
    helps = (built / "help.html").read_text(encoding="utf-8")
    assert all(helps.count(f"<h3>{says}</h3>") > 3 for says in wording.WHOM.values())


def test_inside_an_entry_stands_what_search_engines_read(built: Path) -> None:
    for entry in GUIDE.entries:
        text = (built / path_of(entry)).read_text(encoding="utf-8")
        (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
        assert json.loads(data)["@id"] == ADDRESS + path_of(entry)
        assert all(source.title.replace("&", "&amp;").replace("'", "&#39;").replace('"', "&#34;") in text for source in entry.sources)


def test_each_choice_and_each_two_have_a_page_that_shows_just_what_they_leave(built: Path) -> None:
    for facet, counts in counted(GUIDE.entries, frozenset()):
        for one in counts:
            found = narrow(GUIDE.entries, frozenset({(facet, one.value)}))
            assert len(found) == one.count
    both = frozenset({(Facet.TAG, "men"), (Facet.COUNTRY, "Australia")})
    page = (built / "browse" / "country-australia+tag-men.html").read_text(encoding="utf-8")
    assert re.findall(r'<h3><a href="\.\./([^"]+)">', page) == [path_of(one) for one in narrow(GUIDE.entries, both)]
    assert guide_words.how_many(len(narrow(GUIDE.entries, both))) in page
    three = both | {(Facet.COST, "free")}
    page = (built / "browse" / "cost-free+country-australia+tag-men.html").read_text(encoding="utf-8")
    assert re.findall(r'<h3><a href="\.\./([^"]+)">', page) == [path_of(one) for one in narrow(GUIDE.entries, three)]


def test_what_can_be_narrowed_further_says_how_much_is_left(built: Path) -> None:
    page = (built / "browse" / "tag-men.html").read_text(encoding="utf-8")
    (left,) = re.findall(r'href="country-ireland\+tag-men\.html">[^<]*<span[^>]*>\((\d+)\)', page)
    assert int(left) == len(narrow(GUIDE.entries, frozenset({(Facet.TAG, "men"), (Facet.COUNTRY, "Ireland")})))


def test_the_feed_and_the_map_name_every_page_with_its_day(built: Path) -> None:
    feed = Xml.parse(built / "feed.xml").getroot()
    told = [one.findtext(f"{{{ATOM}}}id") for one in feed.findall(f"{{{ATOM}}}entry")]
    assert sorted(told) == sorted(ADDRESS + path_of(one) for one in GUIDE.entries)
    days = [str(one.findtext(f"{{{ATOM}}}updated")) for one in feed.findall(f"{{{ATOM}}}entry")]
    assert days == sorted(days, reverse=True)
    whole = Xml.parse(built / "sitemap.xml").getroot()
    places = {str(one.findtext(f"{{{MAP}}}loc")) for one in whole}
    assert places == {ADDRESS + str(file.relative_to(built)).replace("\\", "/") for file, _ in pages(built) if "+" not in file.name}


def test_without_an_address_there_is_no_map_and_the_feed_stands_by_itself(tmp_path: Path) -> None:
    build(Site(Guide(GUIDE.entries[:2]), "Ours"), tmp_path / "out")
    assert not (tmp_path / "out" / "sitemap.xml").exists()
    assert Xml.parse(tmp_path / "out" / "feed.xml").getroot().findtext(f"{{{ATOM}}}id") == "urn:reattune:site:ours"


def test_built_anew_what_is_gone_is_taken_away_and_what_is_not_ours_is_never_touched(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    build(Site(Guide(GUIDE.entries[:3]), "Ours"), folder)
    (folder / "CNAME").write_text("example.org")
    build(Site(Guide(GUIDE.entries[:2]), "Ours"), folder)
    assert (folder / "CNAME").read_text() == "example.org"
    assert not (folder / path_of(GUIDE.entries[2])).exists()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine.txt").write_text("mine")
    with pytest.raises(BadOption, match="holds something else"):
        build(Site(GUIDE, "Ours"), tmp_path / "other")
    assert [one.name for one in (tmp_path / "other").iterdir()] == ["mine.txt"]
    with pytest.raises(BadOption, match="no address of a folder"):
        build(Site(GUIDE, "Ours", "example.org"), tmp_path / "new")


def test_a_damaged_mark_and_a_word_without_end_stop_no_build(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    build(Site(Guide(GUIDE.entries[:2]), "Ours"), folder)
    (folder / "old.html").write_text("old")
    (folder / "kept").mkdir()
    (tmp_path / "outside.txt").write_text("outside")
    with (folder / ".built").open("ab") as mark:
        mark.write(b"\nold.html\n../outside.txt\nkept\na\0b\n\xff\xfe\n" + b"x" * 5000)
    first, second = (replace(GUIDE.entries[place], tags=("word " * 80 + word,)) for place, word in enumerate(("one", "two")))
    build(Site(Guide((first, second)), "Ours"), folder)
    assert not (folder / "old.html").exists()
    assert (folder / "kept").is_dir()
    assert (tmp_path / "outside.txt").exists()
    assert len(list((folder / "browse").glob("tag-word*.html"))) == 2


# --- in a browser, from the disk ------------------------------------------------------------------------------------


@pytest.fixture
def page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 360, "height": 780}, color_scheme=getattr(request, "param", "light"))
    try:
        yield context.new_page()
    finally:
        context.close()


SEEN = ("index.html", "search.html?q=silence", "search.html?q=he%20chokes%20me", "help.html", "browse/index.html", "browse/tag-men.html", "browse/kind-book+tag-men.html",
        "topic/rupture-and-repair.html", "book/us.html", "person/terry-real.html", "program/mankind-project.html")  # fmt: skip


@pytest.mark.parametrize("page", ["light", "dark"], indirect=True)
def test_axe_finds_nothing_and_nothing_runs_off_the_side(built: Path, page: Page) -> None:
    for path in SEEN:
        page.goto(f"{built.as_uri()}/{path}")
        result = Axe().run(page)
        assert result.violations_count == 0, (path, result.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert page.locator("h1").count() == 1, path


def test_nothing_is_asked_of_anybody_and_nothing_breaks(built: Path, page: Page) -> None:
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    for path in SEEN:
        page.goto(f"{built.as_uri()}/{path}")
    assert (wrong, {url.partition(":")[0] for url in asked}) == ([], {"file"})
    assert page.context.cookies() == []


@pytest.mark.parametrize(
    "query",
    [
        "silence",
        "She won’t talk to me",
        "Gabor Maté",
        "stories",
        "us",
        "zebra",
        "men's groups",
        "sorry said late",
        "?!",
        "the",
        "how are you",
    ],
)
def test_the_script_finds_what_the_exact_search_finds_in_the_same_order(built: Path, page: Page, query: str) -> None:
    page.goto(f"{built.as_uri()}/search.html")
    page.fill("#q", query)
    found = in_order(search(GUIDE.entries, query), Asked(query))
    assert page.locator("#found a").evaluate_all("some => some.map(one => one.getAttribute('href'))") == [path_of(one) for one in found]
    assert page.locator("#nothing").is_visible() is not bool(found)
    assert page.locator("#count").inner_text() == (guide_words.how_many(len(found)) if found else guide_words.NOTHING)


@pytest.mark.parametrize(
    ("query", "first"),
    [("he chokes me", "when-not-to-repair"), ("er schlägt mich", "when-not-to-repair"), ("suicide", "finding-help-for-depression")],
)
def test_plain_words_of_danger_put_safety_first(built: Path, page: Page, query: str, first: str) -> None:
    page.goto(f"{built.as_uri()}/search.html?q={query}")
    hrefs = page.locator("#found a").evaluate_all("some => some.map(one => one.getAttribute('href'))")
    assert f"topic/{first}.html" in hrefs[:2]
    assert len(hrefs) == len(set(hrefs))


def hrefs(page: Page, of: str) -> list[str]:
    found: list[str] = page.locator(f"{of} a").evaluate_all("some => some.map(one => one.getAttribute('href'))")
    return found


def test_the_script_hears_what_we_hear_and_shows_it_in_the_same_order(built: Path, page: Page) -> None:
    page.goto(f"{built.as_uri()}/search.html")
    more = [
        "he beat me at chess",
        "domestic violence perpetrator programme UK",
        "Respect",
        "männerberatung",
        "I hit my wife, a course in England",
        "my husband hits me is there a support group",
        "my husband beats me, women's centre near me",
        "he hit me in class",
        "help for men who hurt their partner, my dad hits my mum",
    ]
    for query in [*lines(HURT), *lines(HURTING), *lines(DYING), *lines(NONE), *lines(THEIRS), *lines(FLED), *more]:
        page.fill("#q", query)
        assert page.locator("#turn").is_visible() is bool(dangers(query)), query
        asked = Asked(query, plain=dangers(query))
        found = in_order(search(GUIDE.entries, query), asked)
        first = comes_first(GUIDE, asked, found) if asked.dangers else ()
        rest = [path_of(one) for one in found if one not in first]
        assert sorted(hrefs(page, "#found")) == sorted(map(path_of, first)) if first else hrefs(page, "#found") == rest, query
        assert hrefs(page, "#more") == (rest if first else []), query


def test_whoever_is_hurt_is_shown_no_program_for_those_who_hurt_and_whoever_hurts_is(built: Path, page: Page) -> None:
    programs = {path_of(one) for one in GUIDE.of(Kind.PROGRAM) if SAFETY in one.tags}
    page.goto(f"{built.as_uri()}/search.html?q=my husband hits me")
    assert hrefs(page, "#found") == ["topic/when-not-to-repair.html"]
    assert hrefs(page, "#more")
    assert not programs & set(hrefs(page, "#more"))
    assert not page.locator("#more").is_visible()
    page.locator("#perhaps summary").click()
    assert page.locator("#more").is_visible()
    page.fill("#q", "i'm scared of what I might do to her")
    assert programs <= set(hrefs(page, "#found"))


def test_where_to_turn_is_shown_also_where_no_entry_is_about_safety(tmp_path: Path, page: Page) -> None:
    us = GUIDE.entry("us")
    assert us
    build(Site(Guide((us,)), "Ours"), tmp_path / "out")
    page.goto(f"{(tmp_path / 'out').as_uri()}/search.html?q=he chokes me")
    assert page.locator("#turn").is_visible()


def test_a_guide_of_one_entry_has_it_where_one_browses(tmp_path: Path) -> None:
    us = GUIDE.entry("us")
    assert us
    build(Site(Guide((us,)), "Ours"), tmp_path / "out")
    assert f'href="../{path_of(us)}"' in (tmp_path / "out" / "browse" / "index.html").read_text(encoding="utf-8")


def test_the_page_about_safety_leads_only_where_it_says_so_itself(built: Path) -> None:
    topic = GUIDE.entry("when-not-to-repair")
    assert topic
    named = {path_of(one) for one in GUIDE.entries if one.id in topic.related}
    links = Links((built / path_of(topic)).read_text(encoding="utf-8")).links
    assert {one.removeprefix("../") for one in links if re.match(r"\.\./(topic|book|tool|person|program)/", one)} == named


def test_each_topic_has_one_phrase_in_sight_and_its_others_folded(built: Path) -> None:
    text = unescape((built / "index.html").read_text(encoding="utf-8"))
    seen, _, folded = text.partition(f"<summary>{guide_words.MORE_WAYS}</summary>")
    for topic in GUIDE.of(Kind.TOPIC):
        assert f">{topic.phrases[0]}<" in seen
        assert all(f">{phrase}<" in folded for phrase in topic.phrases[1:])


def test_the_feed_goes_by_the_day_of_change_where_there_is_one(tmp_path: Path) -> None:
    old, new = replace(GUIDE.entries[0], changed=date(2026, 1, 5)), GUIDE.entries[1]
    build(Site(Guide((old, new)), "Ours"), tmp_path / "out")
    entries = Xml.parse(tmp_path / "out" / "feed.xml").getroot().findall(f"{{{ATOM}}}entry")
    assert [(one.findtext(f"{{{ATOM}}}title"), str(one.findtext(f"{{{ATOM}}}updated"))[:10]) for one in entries] == [
        (new.title, new.reviewed.isoformat()),
        (old.title, "2026-01-05"),
    ]


def test_by_keyboard_alone_one_comes_from_the_front_to_an_entry(built: Path, page: Page) -> None:
    page.goto(f"{built.as_uri()}/index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/help.html")


def test_it_reads_without_script(built: Path, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 780})
    page = context.new_page()
    page.goto(f"{built.as_uri()}/index.html")
    page.get_by_role("link", name=guide_words.BROWSE).first.click()
    page.get_by_role("link", name=re.compile(r"^shame ")).click()
    page.get_by_role("link", name=re.compile(r"^Books ")).click()
    assert page.locator("h3 a").count() >= 1
    page.goto(f"{built.as_uri()}/search.html")
    assert page.locator("noscript p").is_visible()
    context.close()


def test_on_paper_every_answer_is_open_and_what_is_only_for_a_screen_is_gone(built: Path, page: Page) -> None:
    page.goto(f"{built.as_uri()}/topic/rupture-and-repair.html")
    page.emulate_media(media="print")
    answers = page.locator("details.question > p:first-of-type")
    assert answers.count() >= 4
    assert answers.evaluate_all("some => some.every(one => one.getBoundingClientRect().height > 0)")
    assert not page.locator("header nav").is_visible()
    assert not page.locator("details.screen").is_visible()
