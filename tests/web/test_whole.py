"""What holds for every page, those still to come included: anybody can read it, at any size, by any look; its words are plain; and
what is written is not lost when the server is.

The app is walked in a real browser as `walk.py` walks it, each kind of page once, with the answers to what is sent; `sights.py` leads on to
what shows only once something was said or done. No template is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import APIResponse, Browser, BrowserContext, Error, Page, expect

from reattune.coding.coder import shipped
from reattune.core.coded import Coder
from reattune.web import server
from reattune.web.at import LOOKS, environment
from tests.grade import grade
from tests.promises.test_web import Browsing
from tests.web import sights
from tests.web.conftest import PHONE, Served, at_each_size, begin_ledger, serving
from tests.web.reading import RULES, Seen, found_by_axe, seen, violations
from tests.web.walk import Form, is_page, route_of, walk

HARDEST = 8.0
FEWEST_WORDS = 60
TEMPLATES = Path(server.__file__).parent / "templates"
STYLE = Path(server.__file__).parent / "static" / "style.css"


class Showing(Browsing):
    """Besides, each answer to what is sent is shown as it came."""

    def sent(self, form: Form) -> APIResponse:
        answer = super().sent(form)
        if is_page(answer.headers):
            self.page.route(answer.url, lambda route: route.fulfill(response=answer), times=1)
            self.page.goto(answer.url)
        return answer


@dataclass
class Visited:
    """The pages that were seen, the ways that could not be gone, and the templates that took part."""

    pages: list[Seen] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    templates: set[str] = field(default_factory=set)
    met: set[str] = field(default_factory=set)  # templates since the last page
    kinds: set[tuple[str, ...]] = field(default_factory=set)

    def see(self, name: str, page: Page) -> None:
        self.kinds.add(kind_of(page))
        self.pages.append(seen(name, page))
        self.templates |= self.met
        self.met.clear()

    def by_sights(self, house: Served, context: BrowserContext, coder: sights.Waiting, ways: tuple[sights.Way, ...]) -> None:
        """What somebody comes to by what they say and do."""
        page = context.new_page()
        page.goto(house.link)
        for way in ways:
            try:
                for name in way(sights.Visit(page, house, coder)):
                    self.see(name, page)
            except (Error, AssertionError) as error:  # the other ways are gone all the same
                self.lost.append(f"{way.__name__}: {error}")

    def by_links(self, house: Served, context: BrowserContext) -> None:
        """What the walk comes to besides: each kind of page once."""
        one = Showing(context, house.root)
        one.page.goto(house.link)
        for page, _ in walk(one, of_each=1):
            if page.tags["html"] and not page.comes_again and page.path != "/blank" and (kind := kind_of(one.page)) not in self.kinds:
                self.see(" ".join(kind), one.page)


def kind_of(page: Page) -> tuple[str, ...]:
    """What tells one kind of page from another: its route, its heading, and whether something is wrong."""
    path = urlsplit(page.url).path
    wrong = page.locator("main [role=alert]:visible").count()
    return route_of(path) or route_of(path, "POST") or path, *page.locator("h1").all_inner_texts(), "wrong" if wrong else ""


@contextmanager
def opened(home: Path, chromium: Browser, coder: Coder, ledger: bool) -> Iterator[tuple[Served, BrowserContext]]:
    with serving(home, coder) as house, chromium.new_context(viewport=PHONE, reduced_motion="reduce") as context:  # type: ignore[arg-type]
        context.set_default_timeout(30_000)
        if ledger:
            begin_ledger(house.desk)
            house.desk.choose(welcomed=True)
        yield house, context


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Visited:
    """Every page, once for all the tests below."""
    found, coder, asked = Visited(), sights.Waiting(), environment().get_template

    def noted(name: str, *more: Any) -> Any:
        found.met.add(name)
        return asked(name, *more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(environment(), "get_template", noted)
        with opened(tmp_path_factory.mktemp("ledger"), chromium, coder, ledger=True) as (house, context):
            sights.furnish(house)
            found.by_sights(house, context, coder, sights.WAYS)
        with opened(tmp_path_factory.mktemp("none"), chromium, coder, ledger=False) as (house, context):
            found.by_sights(house, context, coder, sights.WITHOUT_A_LEDGER)
        with opened(tmp_path_factory.mktemp("walk"), chromium, shipped(), ledger=True) as (house, context):
            found.by_links(house, context)
    return found


def test_every_way_can_be_gone(visited: Visited) -> None:
    assert visited.lost == []


def test_no_template_is_left_out(visited: Visited) -> None:
    assert sorted({str(one.relative_to(TEMPLATES)) for one in TEMPLATES.rglob("*.html")} - visited.templates) == []


def test_axe_finds_nothing_on_any_page_in_the_light_or_the_dark(visited: Visited) -> None:
    assert [(one.name, one.axe) for one in visited.pages if one.axe] == []


def test_no_page_is_wider_than_the_screen_nor_with_letters_twice_as_large(visited: Visited) -> None:
    assert [(one.name, wide) for one in visited.pages if any((wide := one.wider).values())] == []


def test_every_page_has_one_heading_of_its_own(visited: Visited) -> None:
    assert [(one.name, one.headings) for one in visited.pages if one.headings != 1] == []


def test_nothing_moves_for_whoever_asked_for_less_motion(visited: Visited) -> None:
    assert [one.name for one in visited.pages if one.moves] == []


def test_what_is_pressed_is_large_enough(visited: Visited) -> None:
    assert [(one.name, one.small) for one in visited.pages if one.small] == []


def test_the_words_of_every_page_are_plain(visited: Visited) -> None:
    hard = []
    for one in visited.pages:
        texts = [text for text in one.words if len(text.split()) > 2]
        if sum(len(text.split()) for text in texts) >= FEWEST_WORDS and grade(texts) > HARDEST:
            hard.append((one.name, round(grade(texts), 1)))
    assert hard == []


CONTRAST = """() => { const told = getComputedStyle(document.documentElement), of = name => told.getPropertyValue(name).trim();
return [of("--ink"), of("--soft"), of("--line"), of("--edge"), of("--paper")]; }"""

UNREADABLE = """() => {
  const parts = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = colour => parts(colour).slice(0, 3).map(one => one / 255).map(one => one <= .04045 ? one / 12.92 : ((one + .055) / 1.055) ** 2.4)
    .reduce((all, one, place) => all + one * [.2126, .7152, .0722][place], 0);
  const ground = one => { for (; one; one = one.parentElement) { const told = getComputedStyle(one).backgroundColor; if (parts(told)[3] !== 0) return told; }
    return getComputedStyle(document.documentElement).backgroundColor; };
  const own = one => [...one.childNodes].some(child => child.nodeType === 3 && child.data.trim());
  return [...document.querySelectorAll("main *")].filter(one => own(one) && one.checkVisibility({visibilityProperty: true})).map(one => {
    const [a, b] = [light(getComputedStyle(one).color), light(ground(one))];
    return [(Math.max(a, b) + .05) / (Math.min(a, b) + .05), one.outerHTML.slice(0, 80)]; }).filter(([ratio]) => ratio < 4.5); }"""


def test_only_where_the_menu_stands_has_colours_that_turn_on_the_size() -> None:
    blocks = re.findall(r"@media \(min-width[^{]*\{((?:[^{}]*\{[^{}]*\})*)", STYLE.read_text(encoding="utf-8"))
    rules = [rule for block in blocks for rule in re.findall(r"([^{}]+)\{([^{}]*)\}", block)]
    assert rules
    assert [
        where.strip() for where, says in rules if re.search(r"color|background|border", says) and where.split()[0] not in {".top", ".menu"}
    ] == []


@pytest.mark.browser
@at_each_size
def test_the_menu_is_for_everybody_in_the_light_and_the_dark(served: Served, page: Page) -> None:
    served.desk.choose(welcomed=True)
    page.goto(served.link)
    page.evaluate("document.querySelector('.menu details').open = true")
    assert found_by_axe(page) == []


@pytest.fixture
def drafting(tmp_path: Path, page: Page) -> Iterator[Page]:
    """A page with something of everything: words read back with their marks, what to do next, fields and folds."""
    with serving(tmp_path, sights.Waiting()) as house:
        begin_ledger(house.desk)
        house.desk.choose(welcomed=True)
        page.goto(house.link)
        next(sights.a_draft(sights.Visit(page, house, sights.Waiting())))
        yield page


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("look", LOOKS)
def test_whoever_asks_for_more_contrast_gets_it(drafting: Page, look: str, scheme: str) -> None:
    drafting.emulate_media(contrast="no-preference", color_scheme=scheme)  # type: ignore[arg-type]
    drafting.evaluate("look => { document.documentElement.dataset.look = look; }", look)
    ink, soft, line, edge, paper = drafting.evaluate(CONTRAST)
    assert ink not in {soft, line, edge}
    drafting.emulate_media(contrast="more", color_scheme=scheme)  # type: ignore[arg-type]
    assert drafting.evaluate(CONTRAST) == [ink, ink, ink, ink, paper]
    assert violations(drafting, scheme, RULES) == []


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_under_colours_that_are_forced_everything_can_be_read_and_what_is_marked_is_seen(drafting: Page, scheme: str) -> None:
    drafting.emulate_media(forced_colors="active", color_scheme=scheme)  # type: ignore[arg-type]
    assert drafting.evaluate("matchMedia('(forced-colors: active)').matches")
    assert (
        violations(drafting, scheme, {"rules": {"color-contrast": {"enabled": False}}, **RULES}) == []
    )  # it reads the colours that are not shown
    assert drafting.evaluate(UNREADABLE) == []
    expect(drafting.locator("mark").first).to_have_css("border-bottom-style", "solid")


@pytest.mark.browser
@at_each_size
def test_what_is_written_stays_when_the_server_is_gone(tmp_path: Path, page: Page) -> None:
    with serving(tmp_path) as house:
        house.desk.choose(welcomed=True)
        page.goto(house.link)
        page.goto(f"{house.root}/before-you-send")
        box = page.get_by_label("Your draft")
        box.press_sequentially("I shouted. That was mine.")
        expect(page.locator("#answer h2").first).to_be_visible(timeout=30_000)
        expect(page.locator("#trouble")).to_be_hidden()
    box.press_sequentially(" I am sorry.")
    expect(page.locator("#trouble")).to_be_visible(timeout=30_000)
    expect(box).to_have_value(re.compile(r"I shouted\. That was mine\. I am sorry\."))


@pytest.mark.browser
@at_each_size
def test_what_runs_from_right_to_left_is_shown_so(tmp_path: Path, page: Page) -> None:
    chat = "".join(f"[02/03/2026, 09:{minute:02}:00] {who}: {says}\n" for minute, (who, says) in enumerate((
        ("رنا", "متى تأتي اليوم؟"), ("سامي", "انت دائما تنسين كل شيء ولا تهتمين بأحد"), ("رنا", "هذا يؤلمني جدا"), ("سامي", "I never once listened to you, you selfish liar"),
        ("رنا", "لا تكلمني"))))  # fmt: skip
    with serving(tmp_path) as house:
        house.desk.choose(welcomed=True)
        page.goto(house.link)
        page.goto(f"{house.root}/conversations")
        page.locator("#files").set_input_files({"name": "chat.txt", "mimeType": "text/plain", "buffer": chat.encode()})
        page.get_by_role("button", name="Read it").click()
        page.get_by_label(re.compile("سامي")).check()
        page.get_by_role("button", name="Look at it").click()
        page.get_by_role("link", name="Every message").click()
        said = page.locator(".said")
        expect(said).to_have_count(5)
        assert [one.evaluate("x => getComputedStyle(x).direction") for one in said.all()] == ["rtl", "rtl", "rtl", "ltr", "rtl"]
