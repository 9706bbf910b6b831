"""Settings: each choice is kept and told, what goes out comes back, what is forgotten is gone, and nothing is switched on unread."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from playwright.sync_api import Browser, Page, expect

from reattune import help as turning
from reattune.app.voice import endpoint
from reattune.ledger import opening
from tests.app.test_wording import FLATTERY, JARGON
from tests.grade import grade
from tests.ledger.conftest import filled
from tests.ledger.test_keyring import InMemory
from tests.stories import ScriptedCoder
from tests.web import reading
from tests.web.conftest import PASSPHRASE, PHONE, Served, Visitor, at_each_size, begin_ledger, let_in, serving

NEW = "other words than before"
CHANGE = {"old": PASSPHRASE, "passphrase": NEW, "again": NEW}
PAGES = ("", "/passphrase", "/lock", "/copies", "/export", "/import", "/values", "/look", "/country", "/voice", "/stored", "/forget")
SECRET = "what happened 1"


@pytest.fixture
def full(keeper: Visitor) -> Visitor:
    """With three entries in the ledger."""
    filled(keeper.desk.ledger)
    return keeper


def told(answer: Any) -> str:
    """What stands on a page, as one text."""
    return " ".join(reading.words(answer.text))


def test_every_page_opens_and_leads_back(full: Visitor) -> None:
    for path in PAGES:
        answer = full.get(f"/settings{path}")
        assert (answer.status_code, answer.url.path) == (200, f"/settings{path}")
        assert 'href="/settings"' in answer.text


def test_without_a_ledger_what_needs_one_leads_to_beginning_it(visitor: Visitor) -> None:
    assert "Begin a ledger" in visitor.get("/settings").text
    for path in ("/passphrase", "/copies", "/export", "/import"):
        assert visitor.get(f"/settings{path}").url.path == "/passphrase"
    for path in ("/lock", "/values", "/look", "/country", "/voice", "/stored", "/forget"):
        assert visitor.get(f"/settings{path}").url.path == f"/settings{path}"


def test_the_version_the_licence_the_first_pages_and_the_quick_way_out_are_there(visitor: Visitor) -> None:
    page = visitor.get("/settings").text
    for what in ("reattune 0.", "Apache License", 'href="/welcome"', "Escape key"):
        assert what in page


# the passphrase


def test_the_passphrase_is_changed_and_the_old_one_opens_no_more(full: Visitor) -> None:
    page = told(full.post("/settings/passphrase", CHANGE))
    assert "Changed." in page
    assert "nobody can reset it" in page
    assert len(full.desk.ledger.ruptures()) == 3
    full.post("/lock")
    assert full.post("/unlock", {"passphrase": PASSPHRASE}).status_code == 422
    assert full.post("/unlock", {"passphrase": NEW}).url.path == "/"


def test_copies_under_the_old_one_are_named(full: Visitor) -> None:
    full.post("/settings/copies")
    [copy] = full.desk.where.copies()
    page = told(full.post("/settings/passphrase", CHANGE))
    assert "still open with the old passphrase" in page
    assert copy.name in page


@pytest.mark.parametrize(
    ("more", "says"),
    [({"old": "a wrong one it is"}, "another one"), ({"again": "something else"}, "not the same"), ({"passphrase": "sh0rt", "again": "sh0rt"}, "too short")],
)  # fmt: skip
def test_a_change_that_cannot_be_is_told_and_nothing_is_changed(full: Visitor, more: dict[str, str], says: str) -> None:
    answer = full.post("/settings/passphrase", CHANGE | more)
    assert answer.status_code == 422
    assert says in answer.text
    assert all(secret not in answer.text for secret in (CHANGE | more).values())
    opening.unlock(full.desk.where.ledger, PASSPHRASE)


@pytest.fixture
def ring() -> Iterator[InMemory]:
    before, made = keyring.get_keyring(), InMemory()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def test_a_keyring_keeps_the_key_until_it_is_taken_back(full: Visitor, ring: InMemory) -> None:
    assert "Whoever can use your account" not in told(full.get("/settings"))
    assert "then whoever can use your account" in told(full.get("/settings/lock")).casefold()
    full.post("/settings/keyring", {"keep": "yes"})
    assert len(ring.kept) == 1
    full.desk.lock()
    full.desk.open_by_itself()
    assert full.desk.ledger_or_none is not None
    full.post("/settings/keyring", {"keep": "no"})
    assert not ring.kept


def test_a_changed_passphrase_takes_the_key_out_of_the_keyring(full: Visitor, ring: InMemory) -> None:
    full.post("/settings/keyring", {"keep": "yes"})
    full.post("/settings/passphrase", CHANGE)
    assert not ring.kept


def test_where_there_is_no_keyring_none_is_offered(full: Visitor, ring: InMemory) -> None:
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call]
    assert "keyring" not in full.get("/settings/lock").text


# out and in


def taken_out(visitor: Visitor, form: str) -> bytes:
    answer = visitor.post("/settings/export", {"form": form})
    assert answer.status_code == 200
    name = answer.headers["content-disposition"]
    assert name.startswith('attachment; filename="notes-20')
    assert "ledger" not in name
    content: bytes = answer.content
    return content


def brought_in(visitor: Visitor, content: bytes, name: str = "notes.json") -> Any:
    return visitor.post("/settings/import", files={"file": (name, content)})


def test_what_goes_out_is_said_to_be_open_to_all_and_holds_everything(full: Visitor) -> None:
    assert "not encrypted" in full.get("/settings/export").text
    assert len(json.loads(taken_out(full, "json"))["ruptures"]) == 3
    assert SECRET in taken_out(full, "pages").decode()
    tables = zipfile.ZipFile(io.BytesIO(taken_out(full, "tables")))
    assert "ruptures.csv" in tables.namelist()
    assert SECRET in tables.read("ruptures.csv").decode()


def test_nothing_that_goes_out_is_left_on_the_disk(full: Visitor, tmp_path: Path) -> None:
    before = {path.name for path in tmp_path.rglob("*")}
    for form in ("json", "pages", "tables"):
        taken_out(full, form)
    assert {path.name for path in tmp_path.rglob("*")} == before


def test_what_went_out_comes_back_whole_and_not_twice(full: Visitor, tmp_path: Path) -> None:
    content = taken_out(full, "json")
    other = let_in(tmp_path / "another", ScriptedCoder())
    other.desk.begin(PASSPHRASE)
    assert "Taken in: 3 new. 0 stood here already" in told(brought_in(other, content))
    assert taken_out(other, "json") == content
    assert "Taken in: 0 new. 3 stood here already" in told(brought_in(other, content))


def test_what_could_not_be_taken_is_shown_with_its_place(keeper: Visitor) -> None:
    content = json.dumps({"schema": "reattune.ledger/1", "people": [], "ruptures": [{"what": "<b>no time</b>"}]}).encode()
    answer = brought_in(keeper, content)
    assert "What could not be taken" in told(answer)
    assert "ruptures, entry 1" in told(answer)
    assert "<b>" not in answer.text


def test_a_talk_from_a_chat_program_is_led_to_conversations(keeper: Visitor) -> None:
    answer = brought_in(keeper, b"[01.03.26, 09:00:00] Ana: hello\n", "chat.txt")
    assert answer.status_code == 422
    assert "welcome in another place" in told(answer)
    assert 'href="/conversations"' in answer.text


@pytest.mark.parametrize("content", [b"", b'{"schema": "reattune.ledger/1", "ruptures": [', b'{"other": "reattune.ledger/1"}'])
def test_a_broken_file_is_told_and_nothing_is_taken(keeper: Visitor, content: bytes) -> None:
    answer = brought_in(keeper, content)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert not keeper.desk.ledger.ruptures()


def test_without_a_file_it_asks_for_one(keeper: Visitor) -> None:
    assert "Choose a file first" in keeper.post("/settings/import").text


def test_an_odd_form_is_told(full: Visitor) -> None:
    assert full.post("/settings/export", {"form": "pdf"}).status_code == 422


# copies and a check


def test_a_copy_is_made_listed_taken_along_and_opens(full: Visitor, tmp_path: Path) -> None:
    page = told(full.post("/settings/copies"))
    [copy] = full.desk.where.copies()
    assert f"Written: {copy.name}" in page
    assert "move ledger.db away and put the copy in its place" in page
    answer = full.post("/settings/copies/get", {"name": copy.name})
    assert "ledger" not in answer.headers["content-disposition"]
    elsewhere = tmp_path / "elsewhere.db"
    elsewhere.write_bytes(answer.content)
    assert len(opening.unlock(elsewhere, PASSPHRASE).ruptures()) == 3


@pytest.mark.parametrize("name", ["config.json", "ledger.db", "../ledger.db", "/etc/passwd", "", "notes.txt"])
def test_nothing_but_a_copy_is_handed_out(full: Visitor, tmp_path: Path, name: str) -> None:
    full.desk.choose(look="dark")
    (tmp_path / "notes.txt").write_text("of somebody", encoding="utf-8")
    assert full.post("/settings/copies/get", {"name": name}).status_code == 422


def test_a_sound_ledger_is_said_to_be_sound(full: Visitor) -> None:
    assert "All is well" in told(full.post("/settings/check"))


def test_a_changed_byte_is_found_and_a_way_back_shown(full: Visitor) -> None:
    full.post("/settings/copies")
    with full.desk.where.ledger.open("r+b") as file:
        file.seek(-2000, io.SEEK_END)
        was = file.read(1)
        file.seek(-2000, io.SEEK_END)
        file.write(bytes([was[0] ^ 255]))
    page = told(full.post("/settings/check"))
    assert "Something is wrong with the ledger" in page
    assert "has been changed" in page
    assert "How to go back to one" in page


# what lies where, and forgetting


def test_what_is_stored_where_names_every_file_and_what_never_is(full: Visitor, tmp_path: Path) -> None:
    full.desk.choose(look="dark")
    full.post("/settings/copies")
    page = told(full.get("/settings/stored"))
    assert str(tmp_path) in page
    for path in tmp_path.iterdir():
        if not path.name.endswith(("-wal", "-shm")):
            assert path.name in page
    assert "3 entries, 1 person" in page
    assert "never stored" in page


@pytest.mark.parametrize("word", ["", "yes", "forge", "forget it"])
def test_without_the_word_nothing_is_forgotten(full: Visitor, word: str) -> None:
    answer = full.post("/settings/forget", {"word": word})
    assert answer.status_code == 422
    assert "Nothing was forgotten" in answer.text
    assert len(full.desk.ledger.ruptures()) == 3


def test_forgotten_means_as_on_the_first_day(full: Visitor, tmp_path: Path, ring: InMemory) -> None:
    full.post("/settings/copies")
    full.post("/settings/keyring", {"keep": "yes"})
    full.desk.choose(welcomed=True, look="dark", country="Ireland")
    full.desk.shelf("looked at").put("a talk", "talk")
    page = told(full.get("/settings/forget"))
    assert "3 entries" in page
    assert "not within reach" in page
    answer = full.post("/settings/forget", {"word": " Forget "})
    assert answer.url.path == "/welcome"
    assert "Everything is gone." in told(answer)
    assert not list(tmp_path.iterdir())
    assert not ring.kept
    assert not full.desk.shelf("looked at").all()
    assert not full.desk.there_is_a_ledger
    assert full.get("/").status_code == 200
    assert full.get(full.gate.link()).url.path == "/welcome"


def test_a_copy_that_the_passphrase_does_not_open_is_named_and_left(full: Visitor, tmp_path: Path) -> None:
    full.post("/settings/copies")
    [copy] = full.desk.where.copies()
    full.post("/settings/passphrase", CHANGE)
    assert copy.name in told(full.post("/settings/forget", {"word": "forget"}))
    assert [path.name for path in tmp_path.iterdir()] == [copy.name]


def test_files_of_others_in_the_folder_are_left(full: Visitor, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("of somebody", encoding="utf-8")
    full.post("/settings/forget", {"word": "forget"})
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_without_a_ledger_the_choices_are_forgotten(visitor: Visitor, tmp_path: Path) -> None:
    visitor.desk.choose(look="dark")
    assert visitor.post("/settings/forget", {"word": "forget"}).url.path == "/welcome"
    assert not list(tmp_path.iterdir())


def test_locked_nothing_can_be_forgotten(full: Visitor) -> None:
    full.post("/lock")
    assert full.post("/settings/forget", {"word": "forget"}).url.path == "/unlock"
    full.post("/unlock/without")
    assert full.post("/settings/forget", {"word": "forget"}).url.path == "/unlock"
    assert full.desk.there_is_a_ledger


# the few choices


def test_a_country_puts_its_services_first(visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REATTUNE_HOME", str(tmp_path))
    assert "Kept: Ireland." in told(visitor.post("/settings/country", {"country": "Ireland"}))
    shown = told(visitor.get("/help"))
    assert shown.index("Ireland") < shown.index("Other countries")
    assert "selected>Ireland" in visitor.get("/settings/country").text
    visitor.post("/settings/country", {"country": ""})
    assert visitor.desk.chosen("country") is None


def test_a_country_without_a_source_is_told(visitor: Visitor) -> None:
    answer = visitor.post("/settings/country", {"country": "Atlantis"})
    assert answer.status_code == 422
    assert "no source was read" in answer.text
    assert set(turning.countries(turning.load())) <= set(reading.words(visitor.get("/settings/country").text))


@pytest.mark.parametrize("look", ["light", "dark", "auto"])
def test_the_look_is_kept_and_every_page_has_it(visitor: Visitor, look: str) -> None:
    assert f'data-look="{look}"' in visitor.post("/settings/look", {"look": look}).text
    assert f'data-look="{look}"' in visitor.get("/").text


def test_an_odd_look_is_told(visitor: Visitor) -> None:
    assert visitor.post("/settings/look", {"look": "neon"}).status_code == 422


ELSEWHERE = {"url": "https://words.example.org/v1", "model": "small"}


def named(page: str) -> str:
    """The opaque name in a page's form."""
    return page.split('name="name" value="')[1].split('"')[0]


def test_a_voice_is_switched_on_only_after_its_notice_was_shown(visitor: Visitor) -> None:
    answer = visitor.post("/settings/voice", ELSEWHERE)
    assert "words.example.org" in told(answer)
    assert "Nothing of your ledger or your conversations is sent" in told(answer)
    assert "example" not in answer.url.path
    assert endpoint(visitor.desk.where) is None
    visitor.post("/settings/voice/on", {"name": named(answer.text)})
    chosen = endpoint(visitor.desk.where)
    assert chosen is not None
    assert (chosen.url, chosen.model) == ("https://words.example.org/v1", "small")
    assert "words.example.org" in told(visitor.get("/settings/voice"))
    visitor.post("/settings/voice/off")
    assert endpoint(visitor.desk.where) is None


def test_only_the_one_whose_notice_was_read_is_switched_on(visitor: Visitor) -> None:
    first = named(visitor.post("/settings/voice", ELSEWHERE).text)
    visitor.post("/settings/voice", {"url": "http://127.0.0.1:9/v1"})
    visitor.post("/settings/voice/on", {"name": first})
    chosen = endpoint(visitor.desk.where)
    assert chosen is not None
    assert chosen.url == ELSEWHERE["url"]


def test_nothing_is_switched_on_by_a_name_that_nobody_was_given(visitor: Visitor) -> None:
    visitor.desk.choose(welcomed=True)
    assert visitor.post("/settings/voice/on", {"name": "x"}).status_code == 404
    assert endpoint(visitor.desk.where) is None


def test_an_address_that_cannot_be_is_told_and_stays_in_its_field(visitor: Visitor) -> None:
    for url in ("http://words.example.org/v1", "ftp://x", "nonsense", ""):
        answer = visitor.post("/settings/voice", {"url": url, "model": "small"})
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
        assert f'value="{url}"' in answer.text
        assert 'value="small"' in answer.text


def test_no_key_is_asked_for(visitor: Visitor) -> None:
    page = visitor.get("/settings/voice").text
    assert "REATTUNE_LLM_KEY" in page
    assert "password" not in page


# what matters to one


def pair(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('name="better" value="')[1:]]


def test_thirty_choices_say_what_comes_first_and_the_ledger_keeps_it(keeper: Visitor) -> None:
    page = keeper.get("/settings/values").text
    for count in range(30):
        better = min(pair(page))
        page = keeper.post("/settings/values", {"better": better, "count": str(count)}).text
    assert "What comes first for you" in page
    assert "adventure" in page.casefold()
    assert "Kept in your ledger" in told(keeper.post("/settings/values/keep"))
    assert len(keeper.desk.ledger.values()) == 5
    assert "adventure" in keeper.desk.ledger.values()
    assert "In your ledger stand" in told(keeper.get("/settings/values"))


def test_a_choice_pressed_twice_counts_once_and_the_last_can_be_taken_back(visitor: Visitor) -> None:
    better = pair(visitor.get("/settings/values").text)[0]
    for _ in range(2):
        page = visitor.post("/settings/values", {"better": better, "count": "0"}).text
    assert "1 of 30" in page
    assert "0 of 30" in visitor.post("/settings/values/back").text


def test_a_value_that_was_not_offered_counts_for_nothing(visitor: Visitor) -> None:
    assert "0 of 30" in visitor.post("/settings/values", {"better": "gold", "count": "0"}).text


def test_too_few_choices_say_nothing(keeper: Visitor) -> None:
    page = told(keeper.post("/settings/values/end"))
    assert "Too few choices yet" in page
    assert keeper.post("/settings/values/keep").status_code == 422
    assert "0 of 30" in keeper.post("/settings/values/again").text


# the words


def test_the_settings_are_plain(full: Visitor) -> None:
    full.post("/settings/copies")
    pages = [full.get(f"/settings{path}").text for path in PAGES if path != "/country"]
    texts = [text for page in pages for text in reading.words(page) if "reattune-" not in text and "/" not in text]
    assert grade(texts) <= 8
    assert not [text for text in texts if JARGON.search(text) or FLATTERY.search(text) or "!" in text]


# in a browser


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Served]:
    """A real server with an open ledger and three entries."""
    with serving(tmp_path / "home", ScriptedCoder()) as one:
        begin_ledger(one.desk)
        one.desk.choose(welcomed=True)
        filled(one.desk.ledger)
        yield one


def walked(page: Page, served: Served, tmp_path: Path) -> None:
    """Taken out, forgotten, begun anew, brought back in."""
    page.goto(served.link)
    page.goto(served.root + "/settings")
    page.get_by_role("link", name="Take it out").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save the file").click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    page.get_by_role("link", name="Settings", exact=True).last.click()
    page.get_by_role("link", name="Forget everything").click()
    page.get_by_role("textbox").fill("forget")
    page.get_by_role("button", name="Forget everything for good").click()
    expect(page.get_by_role("status")).to_contain_text("Everything is gone.")
    assert not served.desk.there_is_a_ledger
    page.goto(served.root + "/passphrase")
    page.get_by_label("Passphrase", exact=True).fill(NEW)
    page.get_by_label("Once more").fill(NEW)
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    page.goto(served.root + "/settings/import")
    page.get_by_label("The file").set_input_files(file)
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_text("Taken in: 3 new.")).to_be_visible()
    assert len(served.desk.ledger.ruptures()) == 3


@at_each_size
def test_taken_out_forgotten_begun_anew_and_brought_back(page: Page, kept: Served, tmp_path: Path) -> None:
    walked(page, kept, tmp_path)


def test_the_same_without_javascript(chromium: Browser, kept: Served, tmp_path: Path) -> None:
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    walked(context.new_page(), kept, tmp_path)
    context.close()
