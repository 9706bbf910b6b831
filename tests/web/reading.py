"""What a page says to whoever reads it, and whether everybody can: its words without the marks, and what axe-core finds."""

from __future__ import annotations

from html.parser import HTMLParser

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

BLOCKS = frozenset({"p", "li", "h1", "h2", "h3", "legend", "label", "summary", "button", "option", "td", "th", "a", "div"})
UNSEEN = frozenset({"nav", "header", "style", "script", "head"})


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
    """What axe-core finds, in the light and in the dark."""
    found = []
    for look in ("light", "dark"):
        page.emulate_media(color_scheme=look)
        violations = Axe().run(page).response["violations"]
        found += [f"{look}: {one['id']}: {[node['target'] for node in one['nodes']]}" for one in violations]
    return found
