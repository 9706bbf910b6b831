"""Before you send: what is heard in a draft as it is written, and the reading that stands before copying."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reattune.app import check_words, wording
from reattune.app.check import check, heard, with_words
from reattune.coding.coder import shipped
from reattune.core.coded import Coded, Evidence, Turn, Wanted
from reattune.core.errors import BadOption, NoLongerWanted
from reattune.core.names import Move
from reattune.ledger.records import Rupture
from reattune.web.pads import Pad, Sheet
from tests.stories import START, ScriptedCoder
from tests.web.conftest import PASSPHRASE, Visitor, let_in

ROOT = "/before-you-send"
LIVE = {"hx-request": "true"}
OWNS = "I left you alone there and that was mine"
EXCUSES = "Sorry, but I only shouted because you would not listen."
LONG = (
    "I shouted at you in front of your parents and you went red and left the table. That was my doing. I am sorry. "
    "I would like to hear how it was for you tonight, if you want to tell me."
)


def pad_of(visitor: Visitor) -> str:
    return str(visitor.get(ROOT, follow_redirects=False).headers["location"]).rpartition("/")[2]


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, page
    return found[1]


def form_of(visitor: Visitor, path: str = ROOT) -> dict[str, str]:
    page = visitor.get(path).text
    return {"pad": field(page, "pad"), "window": field(page, "window")}


def say(visitor: Visitor, draft: str, go: str = "look", **more: str) -> Any:
    return visitor.post(ROOT, form_of(visitor) | {"draft": draft, "go": go} | more)


# the check in two halves


@pytest.mark.parametrize(
    "text", ["bus at six", f"{OWNS} #accountability", "sorry but you #apology #counterattack", "i will hurt you #!threat"]
)
def test_the_two_halves_together_are_the_whole_check(text: str) -> None:
    coder = ScriptedCoder()
    first = heard(text, coder, ["them: you left #hurt"])
    assert with_words(first, coder) == check(text, coder, ["them: you left #hurt"])
    assert first.checked.evidence == first.checked.without == first.checked.alone == ()


def test_the_first_half_reads_once() -> None:
    asked = []

    class Counting(ScriptedCoder):
        def code(self, turns: Any, scores: bool = False, progress: Any = None) -> list[Coded]:
            asked.append(len(turns))
            return super().code(turns, scores, progress)

    heard(f"{OWNS} #accountability", Counting(), ["them: you left #hurt", "you: oh"])
    assert asked == [5]  # three turns, and the two that stand after another by themselves, in one call


def test_the_second_half_can_be_called_off() -> None:
    coder = ScriptedCoder()
    with pytest.raises(NoLongerWanted):
        with_words(heard("sorry but you #apology #counterattack", Halves()), Halves(), lambda: False)
    assert with_words(heard("bus at six", coder), coder, lambda: True).evidence == ()


class Halves(ScriptedCoder):
    """Evidence on the second half of a text, so that there is a rest."""

    def evidence(self, turns: Any, coded: Any, wanted: Wanted | None = None) -> list[tuple[Evidence, ...]]:
        if wanted and not wanted():
            raise NoLongerWanted("called off")
        return [
            tuple(Evidence(one.move, ((len(turn.text) // 2, len(turn.text)),)) for one in each.moves)
            for turn, each in zip(turns, coded, strict=True)
        ]


def test_the_pieces_are_the_draft_and_nothing_else() -> None:
    checked = check(LONG + " I only did it because I was tired.", shipped())
    found = check_words.pieces(checked)
    assert "".join(piece.words for piece in found) == checked.text
    assert any(piece.tone == "helps" and piece.why for piece in found)


def test_a_sentence_that_defends_by_itself_is_not_shown_as_helping() -> None:
    checked = check(f"{LONG} And honestly, you started it.", shipped())
    assert checked.alone or checked.coded.has({Move.COUNTERATTACK})
    last = check_words.pieces(checked)[-1]
    assert (last.words, last.tone) == ("And honestly, you started it.", "hurts")


# the page


def test_an_empty_page_asks_for_a_draft(scripted: Visitor) -> None:
    page = scripted.get(ROOT).text
    assert "Your draft" in page and "What did they say last?" in page and "Read it as they will" in page


def test_without_scripts_a_press_shows_the_whole_check(scripted: Visitor) -> None:
    page = say(scripted, f"{OWNS} #accountability").text
    assert wording.VERDICT[check(f"{OWNS} #accountability", ScriptedCoder()).coded.verdict] in page
    assert '<mark class="helps"' in page and wording.MOVE[Move.ACCOUNTABILITY] in page
    assert "Not there yet:" in page and 'class="there"' in page
    assert f"{OWNS} #accountability</textarea>" in page


def test_what_comes_first_is_shown_first(scripted: Visitor) -> None:
    page = say(scripted, f"{OWNS} #accountability", last="leave me alone for now #refusal").text
    assert page.index("First:") < page.index("<h2>") and wording.STEP_LEAVE in page
    assert "Build the missing part" not in page


def test_unsure_is_said_in_words(tmp_path: Path) -> None:
    class Doubtful(ScriptedCoder):
        def code(self, turns: Any, scores: bool = False, progress: Any = None) -> list[Coded]:
            return [replace(one, unsure=True) for one in super().code(turns)]

    page = say(let_in(tmp_path, Doubtful()), f"{OWNS} #accountability").text
    assert "I can&#39;t tell for certain" in page and "If I had to say:" in page


def test_a_reload_and_another_visit_show_the_draft_again_and_start_over_clears_it(scripted: Visitor) -> None:
    page = say(scripted, "see you at six", last="when?")
    assert "see you at six</textarea>" in scripted.get(str(page.url)).text
    again = scripted.get(ROOT).text
    assert "see you at six</textarea>" in again and "when?</textarea>" in again
    assert "see you at six" not in say(scripted, "see you at six", go="over").text
    assert "see you at six" not in scripted.get(ROOT).text


def test_nothing_of_a_draft_stands_in_an_address_or_on_the_disk(scripted: Visitor, tmp_path: Path) -> None:
    answer = say(scripted, "a very own word")
    assert all("own" not in str(step.url) for step in [*answer.history, answer])
    assert not any(b"very own word" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_an_empty_and_an_endless_draft_are_told_and_stay(scripted: Visitor) -> None:
    empty = say(scripted, "  ", go="read", last="hm?")
    assert empty.status_code == 422 and "Write your draft first" in empty.text and "hm?</textarea>" in empty.text
    endless = say(scripted, "a " * 10_001)
    assert endless.status_code == 422 and "the longest that can be checked" in endless.text and "a a a" in endless.text


def test_line_ends_of_a_browser_are_read_as_line_ends(scripted: Visitor) -> None:
    say(scripted, "one #apology\r\ntwo")
    pad = scripted.desk.shelf("pads").get(pad_of(scripted))
    assert isinstance(pad, Pad) and pad.sheet.draft == "one #apology\ntwo"


# while it is typed


def test_the_first_answer_comes_at_once_and_the_words_by_themselves(scripted: Visitor) -> None:
    form = form_of(scripted)
    first = scripted.post(ROOT, form | {"draft": f"{OWNS} #accountability"}, headers=LIVE)
    assert first.status_code == 200 and "<html" not in first.text and "<mark" not in first.text
    assert 'hx-post="/before-you-send/words"' in first.text and 'class="there"' in first.text
    number = re.search(r'"number": (\d+)', first.text)
    assert number
    second = scripted.post(f"{ROOT}/words", {"pad": form["pad"], "number": number[1]}, headers=LIVE)
    assert '<mark class="helps"' in second.text and "<html" not in second.text


def test_the_words_of_an_older_reading_are_not_told(scripted: Visitor) -> None:
    form = form_of(scripted)
    scripted.post(ROOT, form | {"draft": "sorry #apology"}, headers=LIVE)
    pad = scripted.desk.shelf("pads").get(form["pad"])
    assert isinstance(pad, Pad)
    older = pad.number
    scripted.post(ROOT, form | {"draft": "sorry but #apology #explaining"}, headers=LIVE)
    assert scripted.post(f"{ROOT}/words", {"pad": form["pad"], "number": str(older)}, headers=LIVE).status_code == 204
    assert scripted.post(f"{ROOT}/words", {"pad": form["pad"], "number": "9" * 5000}, headers=LIVE).status_code == 204


def test_a_newer_letter_calls_off_the_search_for_words_that_is_under_way() -> None:
    searching, typed = threading.Event(), threading.Event()

    class Slow(ScriptedCoder):
        def evidence(self, turns: Any, coded: Any, wanted: Wanted | None = None) -> list[tuple[Evidence, ...]]:
            assert wanted and wanted()
            searching.set()
            assert typed.wait(20)
            if not wanted():
                raise NoLongerWanted("called off")
            return super().evidence(turns, coded, wanted)

    pad, found = Pad(), []
    number = pad.write(Sheet("sorry #apology"))
    at_work = threading.Thread(target=lambda: found.append(pad.look_closer(Slow(), number)))
    at_work.start()
    assert searching.wait(20)
    newer = pad.write(Sheet("sorry but #apology #explaining"))
    typed.set()
    at_work.join(20)
    assert found == [None] and pad.checked is None
    told = pad.look_closer(ScriptedCoder(), newer)
    assert told and told.text == "sorry but #apology #explaining"


def test_a_first_answer_that_comes_too_late_is_not_given() -> None:
    class Late(ScriptedCoder):
        def code(self, turns: Any, scores: bool = False, progress: Any = None) -> list[Coded]:
            if turns[-1].text == "sorry #apology":
                pad.write(Sheet("sorry but #apology #explaining"))  # the next letter, while this one is read
            return super().code(turns, scores, progress)

    pad = Pad()
    older = pad.write(Sheet("sorry #apology"))
    assert pad.look(Late(), older) is None
    assert pad.read is None
    assert pad.look(ScriptedCoder()) and pad.look(ScriptedCoder(), older) is None  # nor what the newer one found


def test_what_was_read_is_not_read_again_while_the_words_stay() -> None:
    asked: list[str] = []

    class Counting(ScriptedCoder):
        def code(self, turns: Any, scores: bool = False, progress: Any = None) -> list[Coded]:
            asked.extend(turn.text for turn in turns)
            return super().code(turns, scores, progress)

    pad = Pad()
    pad.write(Sheet("bus at six"))
    pad.look(Counting())
    pad.write(Sheet("bus at six "))  # a blank more is no other draft
    pad.look(Counting())
    assert asked == ["bus at six"]


def test_two_windows_never_write_over_each_other(scripted: Visitor) -> None:
    one, other = form_of(scripted), form_of(scripted)
    assert one["pad"] == other["pad"]
    scripted.post(ROOT, one | {"draft": "what the first wrote"}, headers=LIVE)
    second = scripted.post(ROOT, other | {"draft": "what the second wrote"}, headers=LIVE)
    apart = field(second.text, "pad")
    assert apart != one["pad"] and second.headers["hx-replace-url"] == f"{ROOT}/{apart}" and "Another window" in second.text
    scripted.post(ROOT, one | {"draft": "what the first wrote, and more"}, headers=LIVE)
    assert "what the first wrote, and more</textarea>" in scripted.get(f"{ROOT}/{one['pad']}").text
    page = scripted.get(f"{ROOT}/{apart}").text
    assert "what the second wrote</textarea>" in page and "Another draft is open here." in page


def test_what_was_dropped_meanwhile_is_written_anew(scripted: Visitor) -> None:
    form = form_of(scripted)
    scripted.desk.lock()  # there is no ledger: everything held goes
    answer = scripted.post(ROOT, form | {"draft": "still here"})
    assert answer.status_code == 200 and "still here</textarea>" in answer.text


# safety


def test_where_the_signal_fires_there_is_no_coaching_and_where_to_turn(scripted: Visitor) -> None:
    answer = say(scripted, "i will hurt you #hostility #!threat", go="read")
    page = answer.text
    assert wording.SAFETY_DRAFT in page and f"<h2>{wording.WHERE_TO_TURN}</h2>" in page and not str(answer.url).endswith("/read")
    assert "<mark" not in page and "Next:" not in page and 'class="chips"' not in page


def test_it_heard_wrong_goes_on_with_this_draft_until_it_hears_something_else(scripted: Visitor) -> None:
    say(scripted, "i will kill that recipe #apology #!threat")
    pad = pad_of(scripted)
    page = scripted.post(f"{ROOT}/go-on", {"pad": pad, "heed": "no"}).text
    assert wording.SAFETY_DRAFT not in page and "Next:" in page
    assert wording.SAFETY_DRAFT not in say(scripted, "i will kill that cake #apology #!threat").text
    assert "thoughts of dying" in say(scripted, "i want to die #!self_harm").text
    say(scripted, "over", go="over")
    assert wording.SAFETY_DRAFT in say(scripted, "i will kill that recipe #apology #!threat").text


def test_what_was_heard_wrong_is_no_leave_for_what_is_written_beside_or_after_it(visitor: Visitor) -> None:
    threat, other = "I will kill you.", "And if you leave me I'll break your arm."
    assert wording.SAFETY_DRAFT in say(visitor, threat).text
    visitor.post(f"{ROOT}/go-on", {"pad": pad_of(visitor), "heed": "no"})
    assert wording.SAFETY_DRAFT not in say(visitor, threat).text
    assert wording.SAFETY_DRAFT in say(visitor, f"{threat} {other}", go="read").text
    say(visitor, "")
    assert wording.SAFETY_DRAFT in say(visitor, other, go="read").text


def test_a_whole_chat_in_the_field_for_their_last_words_is_told_at_once(scripted: Visitor) -> None:
    answer = say(scripted, OWNS, last="word " * 20_000)
    assert answer.status_code == 422 and "longest that can be read" in answer.text and "word word" in answer.text


def test_what_they_said_is_heeded_too(scripted: Visitor) -> None:
    assert wording.SAFETY_CONTEXT in say(scripted, "sorry #apology", last="i will hurt you #!threat").text


# reading, copying, noting


def test_a_draft_is_read_as_a_message_before_it_is_copied(scripted: Visitor) -> None:
    page = say(scripted, f"{OWNS} #accountability", go="read", last="you left #hurt")
    assert str(page.url).endswith("/read")
    text = page.text
    assert (
        text.index("you left #hurt")
        < text.index(f'id="whole" dir="auto">{OWNS} #accountability</p>')
        < text.index("What would you hear first")
    )
    assert text.index("What would you hear first") < text.index('data-copy="whole"') and 'readonly rows="6"' in text


def test_the_reading_page_of_nothing_leads_back(scripted: Visitor) -> None:
    assert "Your draft" in scripted.get(f"{ROOT}/{pad_of(scripted)}/read").text
    assert scripted.get(f"{ROOT}/nothing/read").status_code == 404


def rupture(what: str = "I left early") -> Rupture:
    return Rupture(at=START, what=what, added=START)


def test_a_sent_draft_is_noted_in_the_ledger_and_is_done(keeper: Visitor) -> None:
    item = rupture()
    keeper.desk.ledger.put([item])
    page = say(keeper, f"{OWNS} #accountability", go="read").text
    assert "I left early" in page
    pad = pad_of(keeper)
    none = keeper.post(f"{ROOT}/{pad}/sent", {})
    assert none.status_code == 422 and "Choose which entry" in none.text and OWNS in none.text
    done = keeper.post(f"{ROOT}/{pad}/sent", {"entry": item.id}, follow=False)
    assert done.headers["location"] == f"/ledger/{item.id}"
    again = keeper.post(f"{ROOT}/{pad}/sent", {"entry": item.id}, follow=False)  # pressed twice
    assert again.headers["location"] == f"/ledger/{item.id}"
    (attempt,) = keeper.desk.ledger.rupture(item.id).attempts
    assert attempt.text == f"{OWNS} #accountability" and attempt.verdict is check(attempt.text or "", ScriptedCoder()).coded.verdict
    assert len(keeper.desk.ledger.rupture(item.id).attempts) == 1


def test_an_entry_that_is_not_there_notes_nothing_and_the_draft_stays(keeper: Visitor) -> None:
    say(keeper, "sorry #apology")
    pad = pad_of(keeper)
    assert keeper.post(f"{ROOT}/{pad}/sent", {"entry": "zzzzzzzz"}).status_code == 422
    assert "sorry #apology</textarea>" in keeper.get(ROOT).text


def test_what_is_lacking_leads_into_the_builder_with_the_draft(keeper: Visitor) -> None:
    say(keeper, f"{OWNS} #accountability", last="you left #hurt")
    answer = keeper.post(f"{ROOT}/build", {"pad": pad_of(keeper)})
    assert "What was it like for them?" in answer.text
    ((_, _, _, parts),) = keeper.desk.ledger.drafts()
    assert parts == {"mine": f"{OWNS} #accountability", "said_last": "you left #hurt"}


def test_a_draft_typed_while_it_was_locked_waits_behind_the_lock(keeper: Visitor) -> None:
    for headers in ({}, LIVE):
        form = form_of(keeper)
        keeper.desk.lock()
        keeper.post(ROOT, form | {"draft": f"typed while locked {bool(headers)}"}, headers=headers)
        page = keeper.post("/unlock", {"passphrase": PASSPHRASE}).text
        assert f"typed while locked {bool(headers)}" in page
        kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)) | {"csrf": keeper.gate.csrf}
        assert f"typed while locked {bool(headers)}</textarea>" in keeper.go_on(kept).text


@pytest.mark.parametrize("path", ["", "/words", "/go-on", "/build", "/x/sent"])
def test_odd_forms_are_met_with_a_page(scripted: Visitor, path: str) -> None:
    for data in ({}, {"pad": "../..", "number": "-1", "draft": "\x00", "window": "w" * 999, "go": "?"}):
        assert scripted.post(ROOT + path, data).status_code in {200, 404, 422}


def test_the_words_are_in_the_page_as_words(scripted: Visitor) -> None:
    assert "<script>alert" not in say(scripted, "<script>alert(1)</script> #apology", last="</textarea><b>x").text


def test_an_endless_draft_raises_before_it_is_read() -> None:
    with pytest.raises(BadOption):
        heard("a" * 20_001, ScriptedCoder())
    assert heard("a", ScriptedCoder()).turn == Turn("a")
