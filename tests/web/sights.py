"""The pages that no link leads to: answers to what is sent, and what shows only once something was said or done.

Each sight is a way by what stands on the pages, as a person goes it; it stops wherever that person would read, and names the place.
"""

from __future__ import annotations

import io
import re
import threading
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from reattune import guide
from reattune.core.coded import Coded, Evidence, Progress, Turn, Wanted
from reattune.core.names import Answer, Severity, Verdict
from reattune.ledger import opening
from reattune.ledger.records import Attempt, Closing, Driver, Person, Rupture
from reattune.web.guide import opaque
from tests.stories import ScriptedCoder, small_talk
from tests.web.chats import BROKE, COUPLE, export
from tests.web.conftest import PASSPHRASE, Served

LONG = (
    *COUPLE,
    *small_talk(12),
    "A {1d}: no #contempt",
    "B: so you say",
    "A: sorry #apology",
    *small_talk(12),
    "A {1d}: لا تكلمني #withdrawal",
    f"B {{2m}}: {'anounwithoutanyplacetobreakit' * 6} forget it #dismissal",
    "A {2d}: do not dare to come home #!threat",
    *small_talk(60),
)
ANOTHER = Path(__file__).parents[2] / "examples" / "father-daughter.json"
UNBROKEN = "x" * 90
QUESTIONS = 8  # of a repair, with an entry that is open and values that are kept
BAD, GOOD, THREAT = "It was a joke. #minimising", "You carried out the plates alone. #acknowledgement #accountability", "Or else. #!threat"
OPEN_ALL = "document.querySelectorAll('main details').forEach(one => { one.open = true; })"


class Waiting(ScriptedCoder):
    """One that says how far it is in a talk, and waits there while it is held."""

    def __init__(self) -> None:
        self.free = threading.Event()
        self.free.set()

    def code(self, turns: Sequence[Turn], scores: bool = False, progress: Progress | None = None) -> list[Coded]:
        if progress and len(turns) > 1 and not self.free.is_set():
            progress(10, len(turns))
            assert self.free.wait(60)
        return super().code(turns, progress=progress)

    def evidence(self, turns: Sequence[Turn], coded: Sequence[Coded], wanted: Wanted | None = None) -> list[tuple[Evidence, ...]]:
        assert self.free.wait(60)
        return super().evidence(turns, coded, wanted)


@dataclass
class Visit:
    """Somebody at a page, with what stands behind it."""

    page: Page
    house: Served
    coder: Waiting

    def go(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self.house.root + path)

    def press(self, name: str | re.Pattern[str], within: str = "main") -> None:
        """A button that leads to a page: it is there once this returns."""
        with self.page.expect_navigation():
            self.page.locator(within).get_by_role("button", name=name).first.click()

    def follow(self, name: str) -> None:
        """A link to another page."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name).first.click()

    def write(self, label: str, words: str) -> None:
        self.page.get_by_label(label, exact=True).fill(words)

    def reads(self, heading: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_role("heading", name=heading).first).to_be_visible()

    def say(self, words: str) -> None:
        """In a talk, which goes on without a new page."""
        self.write("What do you say?", words)
        self.page.get_by_role("button", name="Send").click()

    def unfold(self) -> None:
        self.page.evaluate(OPEN_ALL)

    def hand_in(self, *files: tuple[str, bytes]) -> None:
        self.go("/conversations")
        handed = [{"name": name, "mimeType": "text/plain", "buffer": content} for name, content in files]
        self.page.get_by_label("Choose the exported file").set_input_files(handed)  # type: ignore[arg-type]
        self.press("Read it")


def furnish(house: Served) -> None:
    """A ledger with enough in it that every page has something to show."""
    now, ledger = house.desk.now(), house.desk.ledger
    ana = ledger.put_person(Person("Ana", "partner"))
    tried = Attempt(now - timedelta(days=2), text="You sat alone with it. That was mine.", verdict=Verdict.REPAIR, answer=Answer.PARTIAL)
    first = Rupture(now - timedelta(days=4), f"I looked at my phone {UNBROKEN}", now, ana.id, Severity.MAJOR, theme="phones", attempts=(tried,))  # fmt: skip
    more = [
        Rupture(now - timedelta(days=9 * place), f"thing {place}", now, ana.id, by_me=(True, False, None)[place % 3], theme="phones",
                driver=Driver.SHAME, closed_at=now - timedelta(days=9 * place - 3), closed_as=Closing.MENDED_FOR_ME)
        for place in range(1, 31)
    ]  # fmt: skip
    ledger.put_values(["honesty", "calm"], now)
    ledger.put([first, Rupture(now, f"I read my mail {UNBROKEN}", now), *more])
    opening.backup(house.desk.where.ledger, house.desk.unlocked.key, house.desk.where.home / "ledger-2026-03-02-090000.db")


# --- conversations --------------------------------------------------------------------------------------------------


def before_a_talk_is_read(at: Visit) -> Iterator[str]:
    at.hand_in(("list.txt", b"milk\n"))
    at.reads("I could not read it")
    yield "a file that cannot be read"
    both = io.BytesIO()
    with zipfile.ZipFile(both, "w") as archive:
        archive.writestr("_chat.txt", export(*COUPLE))
        archive.writestr("result.json", ANOTHER.read_bytes())
    at.hand_in(("both.zip", both.getvalue()))
    at.reads("Which app is it from?")
    yield "a file that could be two things"
    at.hand_in(("with B.txt", export("A: one", "B: two")), ("with C.txt", export("A: bus", "C: at six")))
    at.reads("Is this one conversation?")
    yield "which chat"
    at.hand_in(*[(f"{number}.txt", b"x") for number in range(1001)])
    at.reads("Too many files at once")
    yield "too many files"
    at.hand_in(("chat.txt", export("A: here", "B: here, too", f"{'C' * 60}: and here")))
    at.reads("Which of these is you?")
    yield "who of three"


def a_talk_being_read(at: Visit) -> Iterator[str]:
    at.hand_in(("chat.txt", export(*LONG)))
    at.reads("Which of these is you?")
    at.page.get_by_label("A", exact=False).first.check()
    at.coder.free.clear()
    try:
        at.press("Look at it")
        expect(at.page.get_by_text(f"10 of {len(LONG)}")).to_be_visible()
        yield "how far it is, and Stop"
        at.press("Stop")
        expect(at.page.get_by_text("It was stopped.")).to_be_visible()
        yield "stopped"
    finally:
        at.coder.free.set()


def a_talk_that_was_read(at: Visit) -> Iterator[str]:
    at.hand_in(("chat.txt", export(*LONG)))
    at.reads("Which of these is you?")
    at.page.get_by_label("A", exact=False).first.check()
    at.press("Look at it")
    at.reads("Where it broke, and how it mended")
    report = at.page.url
    episodes = at.page.locator("details.episode")
    for place in range(episodes.count()):
        episodes.nth(place).locator("> summary").click()
        expect(episodes.nth(place).locator(".bubbles li").first).to_be_visible()
    at.page.locator("details.episode p.otherwise a").first.click()
    expect(at.page.get_by_role("button", name=re.compile("Put it right|Add it")).first).to_be_visible()
    at.unfold()
    yield "the report, unfolded, with Heard wrong"
    plain = at.page.locator(".bubbles li", has_text="so you say")
    plain.get_by_role("link", name="Missed something?").click()
    expect(plain.get_by_role("button", name="Add it")).to_be_visible()
    yield "the report, with Missed something"
    at.go(f"{report}/{BROKE}/heard")
    yield "Heard wrong, on a page of its own"
    at.press("It was a joke")
    yield "put right"
    at.go(f"{report}/{BROKE + 1}/heard")
    at.reads(re.compile("Missed something|Heard wrong"))
    yield "Missed something, on a page of its own"
    for path in (f"{BROKE}/words", str(BROKE), "messages", "keep", "file"):
        at.go(f"{report}/{path}")
        at.unfold()
        yield f"of a talk: {path}"
    at.go(f"{report}/file")
    at.coder.free.clear()
    try:
        at.press("Make the file")
        at.reads("Your file is being made")
        yield "a file being made"
        at.press("Stop")
    finally:
        at.coder.free.set()
    at.go(f"{report}/keep")
    at.press("Keep them in my ledger")
    yield "nothing chosen to keep"
    at.go(report)
    at.page.get_by_text("Show only some").click()
    at.page.get_by_label("How it ended").select_option(label="mended")
    at.press(re.compile("^Show$"))
    expect(at.page.locator("details.episode")).to_have_count(1)
    yield "only some of it"


# --- drafts and repairs ---------------------------------------------------------------------------------------------


def a_draft(at: Visit) -> Iterator[str]:
    at.go("/before-you-send")
    at.unfold()
    at.write("What did they say last?", "you just yelled at me #hurt")
    at.write("Your draft", f"I shouted. {UNBROKEN} That was mine. #accountability #apology")
    expect(at.page.locator(".readback mark").first).to_be_visible()
    at.page.locator(".readback mark").first.focus()
    yield "a draft with its words read back"
    at.press("Read it as they will")
    at.page.get_by_label("I have read it once").check()
    expect(at.page.get_by_role("button", name="Copy it")).to_be_visible()
    at.unfold()
    yield "a draft read once"
    at.go("/before-you-send")
    at.write("Your draft", f"that cake will die tonight {THREAT}")
    expect(at.page.get_by_role("alert")).to_be_visible()
    yield "a draft in which there is danger"


def a_repair(at: Visit) -> Iterator[str]:
    at.go("/repair")
    at.press("Begin one")
    for place in range(1, QUESTIONS + 1):
        expect(at.page.get_by_text(f"Question {place} of {QUESTIONS}")).to_be_visible()
        at.unfold()
        yield f"question {place} of a repair"
        if at.page.locator("textarea").count():
            at.page.locator("textarea").fill(f"You sat there {UNBROKEN}. #acknowledgement #accountability #reconnection")
        at.press("Next")
    at.reads("Put together")
    expect(at.page.locator(".readback")).to_be_visible()
    at.unfold()
    yield "a repair put together"
    at.follow("Read it as they will")
    at.page.get_by_label("I have read it once").check()
    at.unfold()
    yield "the end of a repair"
    at.page.get_by_label("What was it about?").fill("the mail")
    at.page.locator("summary", has_text="write it down as a new one").locator("xpath=..").get_by_label("Another day").check()
    at.press("Write it down")
    expect(at.page.get_by_role("alert").last).to_be_visible()
    yield "the end of a repair, without its day"
    at.go("/repair")
    yield "a repair that waits"


def a_repair_that_is_asked_back(at: Visit) -> Iterator[str]:
    at.go("/repair")
    at.press("Begin one")
    heading = at.page.get_by_role("heading", level=1)
    while heading.inner_text() != "What was it like for them?":
        at.press("Next")
    at.write("What was it like for them?", BAD)
    at.press("Next")
    expect(at.page.get_by_text("Write it anew, or go on with it as it is.")).to_be_visible()
    yield "a question back"
    other = at.page.context.new_page()
    other.goto(at.page.url)
    with other.expect_response(lambda answer: answer.request.method == "POST"):
        other.get_by_label("What was it like for them?").fill("You sat there.")
    other.close()
    at.write("What was it like for them?", "It was not so bad. #minimising")
    expect(at.page.locator("#beside .draft")).to_be_visible()
    yield "what another window wrote lies beside it"
    at.write("What was it like for them?", THREAT)
    at.press("Next")
    at.reads("It stops here")
    yield "a repair in which there is danger"


def a_repair_that_is_left_be(at: Visit) -> Iterator[str]:
    now = at.house.desk.now()
    item = Rupture(now, "they asked for room", now, leave=True)
    at.house.desk.ledger.put([item])
    at.go(f"/ledger/{item.id}")
    at.page.evaluate(
        "path => { const made = document.querySelector('form.leave').cloneNode(true); made.action = path; document.body.append(made); HTMLFormElement.prototype.submit.call(made); }",
        f"/repair/for/{item.id}",
    )
    at.reads("Not now")
    yield "a repair where room was asked for"


# --- practice -------------------------------------------------------------------------------------------------------


def drills(at: Visit) -> Iterator[str]:
    at.go("/practise")
    at.unfold()
    yield "all that can be practised"
    at.press("Begin")
    at.unfold()
    yield "a question of feelings"
    at.page.get_by_label("sad", exact=True).check()
    at.press("Answer")
    expect(at.page.locator("#heard")).to_be_visible()
    yield "feelings heard"
    at.go(at.page.url.rpartition("/")[0] + "/end")
    yield "the end of a round"
    at.go("/practise")
    at.unfold()
    at.press("Toward or away")
    expect(at.page.get_by_role("radio").first).to_be_visible()
    yield "a choice"
    at.page.get_by_role("radio").first.check()
    at.press("Answer")
    expect(at.page.locator("#heard")).to_be_visible()
    yield "a choice heard"
    at.go("/practise")
    at.unfold()
    at.press("Turn it round")
    at.press("Answer")
    expect(at.page.get_by_role("textbox")).to_be_visible()
    yield "asked again for words"
    at.page.get_by_role("textbox").fill(GOOD)
    at.press("Answer")
    expect(at.page.locator("#heard")).to_be_visible()
    yield "words heard"
    at.follow("Next")
    at.page.get_by_role("textbox").fill(THREAT)
    at.press("Answer")
    expect(at.page.get_by_role("alert")).to_be_visible()
    yield "a drill in which there is danger"


def a_talk_to_practise(at: Visit) -> Iterator[str]:
    def begin() -> None:
        at.go("/practise")
        at.page.get_by_text("With a partner").click()
        at.page.get_by_role("radio", name="Her phone voice").check()
        at.press("Begin", "details[open]")

    begin()
    for place, words in enumerate((BAD, f"{GOOD} {UNBROKEN}")):
        at.say(words)
        expect(at.page.locator(f"#said-{place} mark").first).to_be_visible()
        at.page.locator(f"#said-{place} mark").first.focus()
    yield "a talk"
    at.press("End it here")
    at.reads("Afterwards")
    at.unfold()
    yield "a talk that ended"
    begin()
    at.say(THREAT)
    expect(at.page.get_by_role("button", name="Back to the talk")).to_be_visible()
    yield "a talk in which there is danger"
    at.go("/practise")
    at.page.get_by_text("By skill", exact=True).click()
    yield "how practice went"


# --- the ledger -----------------------------------------------------------------------------------------------------


def the_ledger(at: Visit) -> Iterator[str]:
    one = next(item for item in at.house.desk.ledger.ruptures() if item.attempts)
    for path in (
        "",
        "/add",
        "/debt",
        "/patterns",
        "/mine",
        "/people",
        f"/{one.id}",
        f"/{one.id}/edit",
        f"/{one.id}/forget",
        f"/people/{one.person}/forget",
    ):
        at.go(f"/ledger{path}")
        at.unfold()
        yield f"the ledger, unfolded: {path.replace(one.id, 'an entry').replace(str(one.person), 'somebody')}"
    at.go("/ledger")
    at.unfold()
    at.write("Words in it", "thing")
    at.page.get_by_label("Open or closed").select_option("closed")
    at.press("Show these")
    expect(at.page.get_by_text("30 entries")).to_be_visible()
    yield "what was looked for"
    at.unfold()
    at.write("Words in it", "zebra")
    at.press("Show these")
    expect(at.page.get_by_text("30 entries")).to_have_count(0)
    yield "what was looked for and not found"
    at.go("/ledger/add")
    at.write("What happened?", f"the door {UNBROKEN}")
    at.page.get_by_label("Another day").check()
    at.write("Day", "2199-01-01")
    at.press("Keep it")
    expect(at.page.get_by_role("alert")).to_be_visible()
    yield "a day that is still to come"
    at.go("/ledger/add")
    at.write("What happened?", THREAT)
    at.press("Keep it")
    at.reads("It is kept")
    yield "an entry in which there is danger"
    at.go(f"/ledger/{one.id}")
    at.page.get_by_text("I tried to mend it").click()
    at.press("Keep it", "#attempt")
    expect(at.page.get_by_role("alert").last).to_be_visible()
    yield "a try without words"
    at.go(f"/ledger/{one.id}")
    at.page.get_by_text("Close my side of it").click()
    at.page.locator("#close").get_by_role("radio").first.check()
    at.press("Close it")
    expect(at.page.get_by_role("button", name="Open it again")).to_be_visible()
    at.unfold()
    yield "an entry that is closed"
    at.press("Open it again")


# --- the guide, settings, and the gate ------------------------------------------------------------------------------


def the_guide(at: Visit) -> Iterator[str]:
    at.go("/guide")
    at.unfold()
    yield "the guide, unfolded"
    for query in ("silence", "zebra", THREAT, "silence and shame " * 30):
        at.write("What are you looking for?", query)
        at.press("Find")
        yield f"the guide, asked for {query[:30]}"
    entries = guide.load().entries
    kinds = {one.kind: one for one in sorted(entries, key=lambda one: len(repr(one)))}  # the longest of each kind
    for entry in (*kinds.values(), next(one for one in entries if one.id == "when-not-to-repair")):
        at.go(f"/guide/{opaque(entry)}")
        at.unfold()
        yield f"the guide: {entry.id}"


def what_fits(at: Visit) -> Iterator[str]:
    at.go("/guide/fit")
    yield "five questions"
    at.press(re.compile(""), "form[action='/guide/fit']")
    expect(at.page.get_by_role("alert").last).to_be_visible()
    yield "five questions, not answered"
    for choice in ("first", "last"):  # the last is to be afraid
        for group in at.page.locator("main fieldset").all():
            (group.get_by_role("radio").first if choice == "first" else group.get_by_role("radio").last).check()
        at.press(re.compile(""), "form[action='/guide/fit']")
        yield f"what fits: the {choice} of the answers"
        at.press(re.compile(""), "form[action='/guide/fit/again']")


def settings(at: Visit) -> Iterator[str]:
    for path in (
        "",
        "/passphrase",
        "/lock",
        "/copies",
        "/export",
        "/import",
        "/values",
        "/look",
        "/country",
        "/voice",
        "/stored",
        "/forget",
    ):
        at.go(f"/settings{path}")
        at.unfold()
        yield f"settings: {path or '/'}"
    at.go("/settings/passphrase")
    at.page.get_by_role("checkbox", name="Show what I typed").last.check()
    yield "a passphrase that is shown"
    at.page.get_by_label("Once more").fill("another than mine")
    for field in at.page.locator("main input[type=password]").all():
        field.fill(PASSPHRASE)
    with at.page.expect_navigation():
        at.page.locator("main form").first.get_by_role("button").last.click()
    expect(at.page.get_by_role("alert").last).to_be_visible()
    yield "two passphrases that differ"
    at.go("/settings/import")
    at.page.get_by_label("The file").set_input_files({"name": "chat.json", "mimeType": "application/json", "buffer": export(*COUPLE)})
    at.press("Bring it in")
    expect(at.page.get_by_role("alert").last).to_be_visible()
    yield "a file that is no ledger"
    at.go("/settings/copies")
    at.press("Check the ledger")
    yield "a ledger that was checked"
    at.go("/settings/forget")
    at.page.get_by_role("textbox").fill("perhaps")
    at.press("Forget everything for good")
    expect(at.page.get_by_role("alert").last).to_be_visible()
    yield "not sure enough to forget"
    at.go("/settings/voice")
    at.write("Its address", "http://127.0.0.1:8080/v1")
    at.press("Go on: what would be sent")
    at.reads("What would be sent")
    yield "what a voice would be sent"
    at.go("/settings/voice")
    at.write("Its address", "somewhere")
    at.press("Go on: what would be sent")
    expect(at.page.get_by_role("alert").last).to_be_visible()
    yield "an address that is none"
    at.go("/settings/values")
    count, enough = 0, at.page.get_by_role("button", name="That is enough")
    while not enough.count():
        at.press(re.compile(""), "form.two")
        count += 1
        expect(at.page.get_by_text(re.compile(rf"^{count} of"))).to_be_visible()
    yield "values, with some chosen"
    at.press("That is enough")
    at.reads("What comes first for you")
    yield "values that were found"


def first_pages(at: Visit) -> Iterator[str]:
    for path in ("/welcome", "/welcome/questions", "/welcome/passphrase", "/welcome/example", "/passphrase"):
        at.go(path)
        yield f"of the first pages: {path}"
    at.go("/welcome/questions")
    at.page.get_by_role("radio", name="Yes").nth(2).check()
    at.press("Go on")
    at.reads("There is help for this")
    yield "where to turn, from the first pages"
    at.go("/welcome/passphrase")
    at.write("Passphrase", PASSPHRASE)
    at.write("Once more", "another than mine")
    at.press("Keep a ledger with this")
    expect(at.page.get_by_role("alert").last).to_be_visible()
    yield "two first passphrases that differ"
    for path in ("/ledger", "/repair", "/", "/conversations"):
        at.go(path)
        yield f"without a ledger: {path}"
    at.go("/ledger/add")
    at.write("What happened?", "the door")
    at.press("Keep it")
    at.reads("Begin your ledger")
    yield "a ledger that is begun for what was written"


def the_lock(at: Visit) -> Iterator[str]:
    at.go("/ledger/add")
    at.write("What happened?", f"the door {UNBROKEN}")
    at.house.desk.lock()
    at.press("Keep it")
    at.reads("Locked")
    at.unfold()
    yield "locked"
    at.write("Passphrase", "a wrong one it is")
    at.press("Unlock")
    expect(at.page.get_by_role("alert").last).to_be_visible()
    yield "a passphrase that does not open"
    at.write("Passphrase", PASSPHRASE)
    at.press("Unlock")
    at.reads("You had written something")
    yield "what waited behind the lock"


def refused(at: Visit) -> Iterator[str]:
    for path in (
        "/nothing",
        "/ledger/nothing",
        "/conversations/nothing",
        "/before-you-send/nothing/read",
        "/ledger/debt?page=x",
        "/start/used",
    ):
        at.go(path)
        yield f"what is not there: {path}"
    at.page.context.clear_cookies()
    at.go("/ledger")
    yield "closed"


Way = Callable[[Visit], Iterator[str]]
WAYS: tuple[Way, ...] = (
    before_a_talk_is_read, a_talk_being_read, a_talk_that_was_read, a_draft, a_repair, a_repair_that_is_asked_back, a_repair_that_is_left_be,
    drills, a_talk_to_practise, the_ledger, the_guide, what_fits, settings, the_lock, refused,
)  # fmt: skip
WITHOUT_A_LEDGER: tuple[Way, ...] = (first_pages,)
