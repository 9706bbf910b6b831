"""The page: what stands in it, told from its source; and how it behaves in a real browser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from reattune import help as turning
from reattune import pipeline
from reattune.app import tell, wording
from reattune.app.page import page
from reattune.core.coded import Coded, Evidence, Turn, Wanted
from reattune.core.finding import Report
from reattune.core.message import Conversation, Issue, Kind, Message
from reattune.core.names import Outcome, Severity
from tests.stories import ScriptedCoder, conversation, small_talk

PHONE, DESK, DESK_AT_200_PERCENT = (360, 780), (1280, 800), (640, 400)

ATTACK = '"><img src=x onerror=document.title="broken"><script>document.title="broken"</script>'
NAMES = {"A": "Ana", "B": ATTACK, "C": "anamewithoutanyplacetobreakit" * 2, "D": "رنا"}
STORY = (
    "D: I will follow you «everywhere» #!stalking",
    *small_talk(12),
    "A: you «never once listened» #criticism",
    "B {2m}: that was unfair of me, «I left you alone with it» #accountability #acknowledgement",
    "A {5m}: «that means a lot» #acceptance",
    *small_talk(10),
    f"B {{3d}}: </p></style>{ATTACK} «<b onclick=alert(1)>laughable</b> &amp; {{{{ 7 * 7 }}}}» #contempt",
    "A {1m}: «shout all you like» #hostility",
    "B {1m}: «and who started this» #counterattack",
    "A {1m}: «انت لا تسمعني ابدا» #hurt #criticism",
    "B {9h}: «I mocked what matters to you» and 🙈🙉🙊 #accountability #acknowledgement",
    "A {1h}: «not this time, leave me» #refusal",
    *small_talk(12),
    f"C {{2d}}: {'Rindfleischetikettierung' * 12} «forget the whole thing» 💥 #dismissal",
    "A {1m}: «that stung» https://example.invalid/" + "very-long-path" * 12 + " #hurt",
    "C {1m}: «so what» #minimising",
    *small_talk(10),
    "D {3d}: «لا تكلمني» #withdrawal",
    "A {2h}: «talk to me now» #pursuit",
)


class PointedCoder(ScriptedCoder):
    """Hears what a text is tagged with, in the words between « and »."""

    def evidence(self, turns: Sequence[Turn], coded: Sequence[Coded], wanted: Wanted | None = None) -> list[tuple[Evidence, ...]]:
        spans = [((turn.text.find("«") + 1, turn.text.find("»")),) for turn in turns]
        return [tuple(Evidence(heard.move, span) for heard in one.moves) for one, span in zip(coded, spans, strict=True)]


CODER = PointedCoder()


def rich() -> Report:
    told = conversation(*STORY)
    messages = [message._replace(speaker=NAMES[message.speaker], thread="") for message in told.messages]
    picture = Message("Ana", "", messages[-1].time, Kind.MEDIA)
    return pipeline.analyse(replace(told, messages=(*messages, picture), issues=(Issue(7, f"no date in {ATTACK}"),)), CODER, "Ana")


REPORT = rich()
UNDATED = pipeline.analyse(conversation(*STORY, timed=False), CODER, "A")
EMPTY = pipeline.analyse(Conversation(()), CODER)
EACH = {"rich": REPORT, "undated": UNDATED, "empty": EMPTY}


@dataclass
class Parts(HTMLParser):
    """A page taken apart: its elements, and what stands inside of some."""

    html: str
    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)
    texts: list[tuple[tuple[str, ...], str]] = field(default_factory=list)
    drawings: list[dict[str, str | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "svg" and "svg" not in self.inside:
            self.drawings.append(dict(attrs))
        if tag not in {"meta", "br", "hr", "wbr", "img", "link", "input"}:
            self.inside.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.inside.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        self.texts.append((tuple(self.inside), data))

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        """The attributes of every element with one of these tags."""
        return [attributes for tag, attributes in self.elements if tag in tags]

    def within(self, tag: str) -> str:
        """Everything that stands inside of elements of this tag, one a line."""
        return "\n".join(text for inside, text in self.texts if tag in inside and text.strip())


def parts(report: Report = REPORT, **options: bool) -> Parts:
    return Parts(page(report, tell.stories(report, CODER), **options))


# --- what stands in it ----------------------------------------------------------------------------------------------


def test_the_story_of_these_tests_holds_every_outcome_and_severity() -> None:
    assert {episode.outcome for episode in REPORT.episodes} == set(Outcome)
    assert {episode.severity for episode in REPORT.episodes} == set(Severity)


@pytest.mark.parametrize("name", EACH)
def test_every_element_that_opens_closes_again(name: str) -> None:
    assert parts(EACH[name]).inside == []


def test_no_word_of_the_conversation_becomes_an_element_or_a_script() -> None:
    found = parts()
    assert not {tag for tag, _ in found.elements} & {"script", "img", "b", "iframe", "object", "embed", "link", "base", "form"}
    assert not [name for _, attributes in found.elements for name in attributes if name.startswith("on")]
    assert ATTACK in found.within("body"), "it is shown as the words it is"
    assert "{{ 7 * 7 }}" in found.within("mark")


@pytest.mark.parametrize("name", EACH)
def test_nothing_in_it_points_outside(name: str) -> None:
    found = parts(EACH[name])
    pointing = [
        attributes for _, attributes in found.elements if {"src", "srcset", "href", "xlink:href", "data", "action"} & set(attributes)
    ]
    assert [attributes["href"] for attributes in pointing] == ["about:blank"], "only the way out, which asks nobody for anything"
    styles = found.within("style") + "".join(attributes.get("style") or "" for _, attributes in found.elements)
    assert "{" in styles
    assert not [word for word in ("url(", "@import", "//", "image-set") if word in styles]


def test_the_browser_is_told_to_load_nothing_and_to_tell_nobody() -> None:
    found = parts().all("meta")
    (policy,) = [meta["content"] for meta in found if meta.get("http-equiv") == "Content-Security-Policy"]
    assert policy is not None and "default-src 'none'" in policy and "script-src" not in policy
    assert {"name": "referrer", "content": "no-referrer"} in found


@pytest.mark.parametrize("name", EACH)
def test_its_title_is_neutral(name: str) -> None:
    assert parts(EACH[name]).within("title").splitlines()[0] == "Notes"


def test_the_words_marked_are_those_that_carry_the_moves() -> None:
    told = [text for line in STORY if "#" in line and "#!" not in line for text in [line[line.find("«") + 1 : line.find("»")]]]
    assert parts().within("mark").splitlines() == told


def test_a_mark_says_by_its_kind_whether_it_hurts_or_helps() -> None:
    found = parts()
    kinds = [attributes["class"] for attributes in found.all("mark")]
    said = dict(zip(found.within("mark").splitlines(), kinds, strict=True))
    assert (said["never once listened"], said["I left you alone with it"], said["that stung"]) == ("hurts", "helps", "other")


def test_a_picture_without_words_is_named() -> None:
    lines = ("A: you never #criticism", "B: hm #hurt")
    told = conversation(*lines)
    silent = replace(told, messages=(told.messages[0], told.messages[1]._replace(text="", kind=Kind.MEDIA), told.messages[1]))
    assert "a picture or a recording" in parts(pipeline.analyse(silent, ScriptedCoder())).within("em")


@pytest.mark.parametrize("name", EACH)
def test_every_drawing_is_also_said_or_is_only_an_ornament(name: str) -> None:
    for drawing in parts(EACH[name]).drawings:
        assert drawing.get("aria-hidden") == "true" or (drawing.get("role") == "img" and drawing.get("aria-label")), drawing


def test_each_picture_stands_there_once_and_with_its_table() -> None:
    found = parts()
    names = [drawing.get("aria-label") for drawing in found.drawings if drawing.get("role") == "img"]
    assert names == ["The whole conversation, with 4 breaks", "What was left unmended, over time", "How long it took"]
    assert len(found.all("table")) == 3


def test_the_timeline_names_each_break_with_its_depth_and_outcome() -> None:
    told = tell.stories(REPORT, CODER)
    assert len(told) == 4
    said = [text for inside, text in parts().texts if inside[-2:] == ("g", "title")]
    assert said == [f"{story.when}: {story.severity}, {story.outcome}" for story in told]


@pytest.mark.parametrize(
    "ending", ["B {1d}: thanks a lot #hurt", "B {1d}: I shouted, and that was unfair #accountability #acknowledgement"]
)
def test_one_break_is_counted_as_one(ending: str) -> None:
    found = parts(pipeline.analyse(conversation("A: you never listen #criticism", ending), ScriptedCoder()))
    labels = " ".join(drawing.get("aria-label") or "" for drawing in found.drawings)
    assert "with 1 break " in labels
    assert "1 breaks" not in labels + found.within("main")


@pytest.mark.parametrize("name", EACH)
def test_where_to_turn_always_stands_there(name: str) -> None:
    turn = turning.load()
    for include_safety in (True, False):
        said = parts(EACH[name], include_safety=include_safety).within("section")
        assert wording.WHERE_TO_TURN in said
        assert turn.emergency in said
        assert all(entry.contact in said for entry in turn.entries)


def test_what_the_safety_signal_saw_is_there_only_where_it_was_asked_for() -> None:
    lines = tell.safety(REPORT)
    quiet, asked = parts().within("main"), parts(include_safety=True).within("main")
    assert len(lines) == 2
    assert all(line in asked and line not in quiet for line in lines)
    assert "I will follow you" not in quiet + asked


def test_with_words_left_out_no_message_stands_in_it() -> None:
    found = parts(show_words=False)
    said = found.within("main")
    assert not found.all("mark")
    assert not [message.text for message in REPORT.conversation.messages if message.text and message.text in said]
    assert not [line for line in STORY if "«" in line and line[line.find("«") + 1 : line.find("»")] in said]
    assert "an attack on the person" in said, "what was done is still told"


def test_an_empty_conversation_is_told_as_such() -> None:
    said = parts(EMPTY).within("main")
    assert "no messages" in said
    assert wording.NO_EPISODES in said


def test_without_dates_breaks_are_placed_by_their_message() -> None:
    said = parts(UNDATED).within("main")
    assert "Message 1" in said
    assert "first message" in said
    assert "The record has no dates" in said


# --- in a browser ---------------------------------------------------------------------------------------------------


@dataclass
class Shown:
    """A page as a browser shows it, with everything that it asked for and complained about."""

    page: Page
    asked: list[str]
    complained: list[str]

    def unfold(self) -> None:
        """Open every episode."""
        self.page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")

    def overflow(self) -> int:
        """How many pixels wider than the window the page is."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def show(browser: Browser, place: Path, report: Report, size: tuple[int, int] = DESK, dark: bool = False) -> Shown:
    file = place / "page.html"
    file.write_text(page(report, tell.stories(report, CODER), include_safety=True), encoding="utf-8")
    opened = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if dark else "light")
    shown = Shown(opened, [], [])
    opened.on("request", lambda request: shown.asked.append(request.url))
    opened.on("console", lambda said: shown.complained.append(said.text))
    opened.on("pageerror", lambda error: shown.complained.append(str(error)))
    opened.on("dialog", lambda dialog: shown.complained.append(dialog.message))
    opened.goto(file.as_uri(), wait_until="load")
    return shown


class TestInABrowser:
    pytestmark = pytest.mark.browser

    @pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
    @pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
    @pytest.mark.parametrize("name", EACH)
    def test_axe_finds_nothing_that_shuts_people_out(
        self, browser: Browser, tmp_path: Path, name: str, size: tuple[int, int], dark: bool
    ) -> None:
        shown = show(browser, tmp_path, EACH[name], size, dark)
        shown.unfold()
        found = Axe().run(shown.page)
        assert found.violations_count == 0, found.generate_report()
        assert shown.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") is dark

    def test_dark_and_light_are_two_looks(self, browser: Browser, tmp_path: Path) -> None:
        grounds = {
            show(browser, tmp_path, REPORT, dark=dark).page.evaluate("getComputedStyle(document.body).backgroundColor")
            for dark in (False, True)
        }
        assert len(grounds) == 2

    @pytest.mark.parametrize("name", EACH)
    def test_only_the_file_itself_is_asked_for_and_nothing_runs(self, browser: Browser, tmp_path: Path, name: str) -> None:
        shown = show(browser, tmp_path, EACH[name])
        shown.unfold()
        shown.page.wait_for_load_state("networkidle")
        assert shown.asked == [(tmp_path / "page.html").as_uri()]
        assert shown.complained == []
        assert shown.page.title() == "Notes"
        assert shown.page.evaluate("document.scripts.length") == 0

    def test_the_way_out_stands_first_and_shows_nothing(self, browser: Browser, tmp_path: Path) -> None:
        shown = show(browser, tmp_path, REPORT)
        shown.page.keyboard.press("Tab")
        shown.page.keyboard.press("Enter")
        shown.page.wait_for_url("about:blank")
        assert shown.page.locator("body").inner_text() == ""

    def test_each_break_unfolds_and_folds_by_keyboard(self, browser: Browser, tmp_path: Path) -> None:
        shown = show(browser, tmp_path, REPORT)
        first, second = shown.page.locator("details[id]").nth(0), shown.page.locator("details[id]").nth(1)
        keyboard = shown.page.keyboard
        expect(first).to_have_js_property("open", True)
        expect(second).to_have_js_property("open", False)
        keyboard.press("Tab")
        expect(shown.page.get_by_role("link", name="Leave this page")).to_be_focused()
        keyboard.press("Tab")
        expect(shown.page.locator("summary", has_text="The whole conversation as a table")).to_be_focused()
        keyboard.press("Tab")
        expect(first.locator("summary")).to_be_focused()
        keyboard.press("Tab")
        expect(second.locator("summary")).to_be_focused()
        keyboard.press("Enter")
        expect(second).to_have_js_property("open", True)
        expect(second.locator(".bubbles")).to_be_visible()
        keyboard.press("Space")
        expect(second).to_have_js_property("open", False)

    def test_what_has_the_keyboard_shows_it(self, browser: Browser, tmp_path: Path) -> None:
        shown = show(browser, tmp_path, REPORT)
        shown.page.keyboard.press("Tab")
        expect(shown.page.get_by_role("link", name="Leave this page")).to_have_css("outline-style", "solid")
        shown.page.keyboard.press("Tab")
        expect(shown.page.locator("summary").first).to_have_css("outline-style", "solid")

    @pytest.mark.parametrize("size", [PHONE, DESK_AT_200_PERCENT], ids=["phone", "desk at 200 %"])
    @pytest.mark.parametrize("name", EACH)
    def test_nobody_has_to_scroll_sideways(self, browser: Browser, tmp_path: Path, name: str, size: tuple[int, int]) -> None:
        shown = show(browser, tmp_path, EACH[name], size)
        shown.unfold()
        assert shown.overflow() == 0

    def test_nobody_has_to_scroll_sideways_with_letters_twice_as_large(self, browser: Browser, tmp_path: Path) -> None:
        shown = show(browser, tmp_path, REPORT, PHONE)
        shown.unfold()
        shown.page.add_style_tag(content="html { font-size: 200% }")
        assert shown.overflow() == 0

    def test_what_was_written_from_right_to_left_is_shown_so(self, browser: Browser, tmp_path: Path) -> None:
        shown = show(browser, tmp_path, REPORT)
        shown.unfold()
        expect(shown.page.locator(".said", has_text="لا تكلمني")).to_have_css("direction", "rtl")
        expect(shown.page.locator(".said", has_text="never once listened")).to_have_css("direction", "ltr")
