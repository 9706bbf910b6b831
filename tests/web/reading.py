"""What a page says to whoever reads it, and whether everybody can: its words without the marks, and what axe-core finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

from tests.web.conftest import DESK, PHONE

BLOCKS = frozenset({"p", "li", "h1", "h2", "h3", "legend", "label", "summary", "button", "option", "td", "th", "a", "div"})
UNSEEN = frozenset({"nav", "header", "style", "script", "head"})
RULES = {"resultTypes": ["violations"]}
OF_COLOUR = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}, **RULES}
AT_200_PERCENT = {"width": 640, "height": 400}  # a desk's page with everything twice as large
SIZES = {"on a phone": PHONE, "on a desk": DESK, "at 200 %": AT_200_PERCENT}
LOOKS = {"on a phone": ("light", RULES), "on a desk": ("dark", OF_COLOUR)}  # what axe finds is no matter of the size, but for the menu
WIDER = """() => { const all = document.documentElement, by = () => all.scrollWidth - all.clientWidth, found = [by()];
all.style.fontSize = "200%"; found.push(by()); all.style.fontSize = ""; return found; }"""
TOLD = """theirs => { const main = document.querySelector("main"), copy = main.cloneNode(true); copy.querySelectorAll(theirs).forEach(one => one.remove());
const small = [...main.querySelectorAll("button, .button, summary, label.pick")].filter(one => one.checkVisibility({visibilityProperty: true}))
  .filter(one => { const {width, height} = one.getBoundingClientRect(); return width && height < 44; });
return [document.querySelectorAll("h1").length, document.getAnimations().length, small.map(one => one.textContent.trim()), copy.innerHTML]; }"""
THEIRS = ".said, .draft, textarea, option, table, code, q, svg, .sources, .ways, [dir=auto], .feelings, #turn, section[aria-label='Where to turn'], .others, nav"


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts, self._unseen = [""], 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._unseen += tag in UNSEEN
        if tag in BLOCKS:
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in UNSEEN
        if tag in BLOCKS:
            self.texts.append("")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.texts[-1] += data


def words(html: str) -> list[str]:
    """The text of a page, a block each, without what stands at its top."""
    parser = _Words()
    parser.feed(html)
    return [" ".join(text.split()) for text in parser.texts if text.strip()]


def found_by_axe(page: Page) -> list[str]:
    """What axe-core finds, in the light and in the dark. What is no matter of colour is the same in both."""
    return [*violations(page, "light", RULES), *violations(page, "dark", OF_COLOUR)]


def violations(page: Page, look: str, options: dict[str, Any]) -> list[str]:
    """What axe-core finds by one look."""
    page.emulate_media(color_scheme=look)  # type: ignore[arg-type]
    if page.evaluate("() => typeof axe") == "undefined":
        page.evaluate(Axe().axe_script)
    found = page.evaluate("options => axe.run(options).then(found => found.violations)", options)
    return [f"{look}: {one['id']}: {[node['target'] for node in one['nodes']]}" for one in found]


@dataclass
class Seen:
    """What somebody sees of a page, at each size."""

    name: str
    wider: dict[str, int] = field(default_factory=dict)  # pixels that reach beyond the screen
    axe: list[str] = field(default_factory=list)
    headings: int = 0
    moves: int = 0
    small: list[str] = field(default_factory=list)  # what is pressed and is hard to hit
    words: list[str] = field(default_factory=list)  # our own


def seen(name: str, page: Page) -> Seen:
    """A page as it stands; it is left at the size of a phone."""
    told = Seen(name)
    for size, view in SIZES.items():
        page.set_viewport_size(view)  # type: ignore[arg-type]
        told.wider[size], told.wider[f"{size}, with letters twice as large"] = page.evaluate(WIDER)
        if size in LOOKS:
            told.axe += [f"{size}, {one}" for one in violations(page, *LOOKS[size])]
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    told.headings, told.moves, told.small, html = page.evaluate(TOLD, THEIRS)
    told.words = words(html)
    return told
