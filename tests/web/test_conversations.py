"""Conversations: handed in, looked at, filtered, corrected, kept in part and taken away, all without a script."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from reattune.app import wording
from reattune.core.coded import Coded, Progress, Turn
from reattune.guide import load
from tests.app.test_forms import held_to
from tests.grade import grade
from tests.stories import ScriptedCoder, small_talk
from tests.web.chats import (
    BROKE,
    COUPLE,
    DISMISSED,
    LAST,
    SlowCoder,
    answered,
    export,
    hand_in,
    looked_at,
    path_of,
    put_right,
    settled,
    taken,
)
from tests.web.conftest import PASSPHRASE, Visitor, let_in
from tests.web.reading import words

TELEGRAM = (Path(__file__).parents[2] / "examples" / "father-daughter.json").read_bytes()


def says(answer: Any) -> str:
    return " ".join(words(answer.text))


def breaks(answer: Any) -> list[int]:
    """The breaks that a page lists, by the number of their first message."""
    return [int(found) for found in re.findall(r'<details class="episode" id="e(\d+)"', answer.text)]


# --- handed in ------------------------------------------------------------------------------------------------------


def test_an_export_is_read_and_the_first_question_is_which_one_is_you(scripted: Visitor) -> None:
    asked = hand_in(scripted, ("chat.txt", export(*COUPLE)))
    assert "Which of these is you?" in says(asked)
    assert re.findall(r"<bdi>(\w+)</bdi> <span class=\"quiet\">(\d+) messages", asked.text) == [("A", "19"), ("B", "19")]


def test_what_follows_is_the_report(scripted: Visitor) -> None:
    path = looked_at(scripted)
    report = scripted.get(path)
    assert "38 messages between A and B" in says(report)
    assert "You are A." in says(report)
    assert breaks(report) == [BROKE, DISMISSED, LAST]


def test_nobody_need_say_who_they_are(scripted: Visitor) -> None:
    path = looked_at(scripted, me="none")
    report = says(scripted.get(path))
    assert "You are" not in report
    assert "Nobody was named as you, so no side is put first." in report
    assert "--me" not in report
    answered(scripted, path, me="1")
    assert "You are B." in says(scripted.get(path))


def test_the_example_is_read_without_a_file(scripted: Visitor) -> None:
    asked = settled(scripted, path_of(scripted.post("/conversations/example")))
    assert re.findall(r"<bdi>(\w+)</bdi>", asked.text) == ["Maya", "Tom"]


def test_without_a_file_it_says_so(scripted: Visitor) -> None:
    answer = scripted.client.post(
        "/conversations/upload",
        data={"csrf": scripted.gate.csrf},
        files=[("files", ("", b""))],
        headers={"origin": "http://127.0.0.1:8765"},
    )
    assert (answer.status_code, "Choose a file first." in answer.text) == (422, True)


def test_parts_of_one_chat_go_in_together(scripted: Visitor) -> None:
    rows = export(*COUPLE).splitlines(keepends=True)
    path = path_of(hand_in(scripted, ("2.txt", b"".join(rows[15:])), ("1.txt", b"".join(rows[:20]))))
    answered(scripted, path, me="0")
    assert "38 messages between A and B" in says(scripted.get(path))


def test_a_zip_goes_in_as_it_is(scripted: Visitor) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("_chat.txt", export(*COUPLE))
        archive.writestr("IMG.jpg", b"\xff\xd8")
    assert "Which of these is you?" in says(hand_in(scripted, ("chat.zip", made.getvalue())))


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("photo.jpg", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "photo.jpg: is not a text file"),
        ("empty.txt", b"", "empty.txt: is empty"),
        ("list.txt", b"milk\nbread\n", "list.txt: no conversation found in it."),
    ],
)
def test_what_cannot_be_read_says_what_and_why(scripted: Visitor, name: str, content: bytes, why: str) -> None:
    answer = hand_in(scripted, (name, content))
    assert why in says(answer)
    assert "--" not in says(answer)


def test_what_is_not_known_may_be_named_by_hand_and_nothing_is_handed_in_again(scripted: Visitor) -> None:
    path = path_of(hand_in(scripted, ("list.txt", b"milk\nbread\n")))
    scripted.post(f"{path}/format", {"format": "whatsapp"})
    again = settled(scripted, path)
    assert "no line begins like a WhatsApp message" in says(again)
    assert scripted.post(f"{path}/format", {"format": "telex"}).status_code == 422


def test_a_file_that_could_be_two_things_is_asked_about(scripted: Visitor) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("_chat.txt", export(*COUPLE))
        archive.writestr("result.json", TELEGRAM)
    asked = hand_in(scripted, ("both.zip", made.getvalue()))
    assert "Which app is it from?" in says(asked)
    scripted.post(f"{path_of(asked)}/format", {"format": "whatsapp"})
    after = settled(scripted, path_of(asked))
    assert re.findall(r"<bdi>(\w+)</bdi>", after.text) == ["A", "B"]


def test_days_that_could_be_read_two_ways_are_asked_about_by_the_first_one(scripted: Visitor) -> None:
    chat = b"03/04/2024, 10:00 - A: here #contempt\n03/04/2024, 10:01 - B: here, too\n"
    asked = hand_in(scripted, ("chat.txt", chat))
    assert "When was the first message written?" in says(asked)
    assert {"3 April 2024", "4 March 2024"} <= set(words(asked.text))
    path = path_of(asked)
    answered(scripted, path, me="0", dates="mdy")
    report = says(scripted.get(path))
    assert "4 March 2024" in report and "You are A." in report
    assert "could be either way round" not in report


def test_only_a_part_of_it_is_looked_at(scripted: Visitor) -> None:
    path = path_of(hand_in(scripted, ("chat.txt", export(*COUPLE))))
    answered(scripted, path, me="0", since="2026-03-24", until="2026-03-24")
    assert "24 March 2026 to 24 March 2026" in says(scripted.get(path))


def test_of_a_group_what_passed_with_one_is_looked_at(scripted: Visitor) -> None:
    path = path_of(hand_in(scripted, ("chat.txt", export("A: one", "B: two", "C: three", "A: four"))))
    answered(scripted, path, me="0", with_name="C")
    assert "3 messages between A and C" in says(scripted.get(path))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"me": "0", "since": "soon"}, "Write the days as 2026-01-31"),
        ({"me": "0", "since": "2031-01-01"}, "no message in that span of days"),
        ({"me": "none", "with_name": "B"}, "say which one is you, too"),
    ],
)
def test_answers_that_cannot_be_used_are_asked_again_as_they_were_typed(scripted: Visitor, typed: dict[str, str], why: str) -> None:
    path = path_of(hand_in(scripted, ("chat.txt", export("A: one", "B: two", "C: three"))))
    again = scripted.post(f"{path}/who", typed)
    assert (again.status_code, why in says(again)) == (422, True)
    if "since" in typed:
        assert f'value="{typed["since"]}"' in again.text
    assert re.search(rf'name="me" value="{typed["me"]}" checked', again.text)


@pytest.fixture
def slow(tmp_path: Path) -> tuple[Visitor, SlowCoder, str]:
    """A visitor whose conversation is being heard, and waits there."""
    coder = SlowCoder()
    visitor = let_in(tmp_path, coder)
    path = path_of(hand_in(visitor, ("chat.txt", export(*COUPLE))))
    visitor.post(f"{path}/who", {"me": "0"})
    return visitor, coder, path


def test_while_it_is_heard_the_page_says_how_far_it_is_and_looks_again_by_itself(slow: tuple[Visitor, SlowCoder, str]) -> None:
    visitor, coder, path = slow
    page = visitor.get(path)
    assert "10 of 38" in says(page)
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page.text
    part = visitor.get(path, headers={"hx-request": "true"})
    assert "10 of 38" in part.text and "<html" not in part.text
    coder.go_on.set()
    assert breaks(settled(visitor, path)) == [BROKE, DISMISSED, LAST]
    assert visitor.get(path, headers={"hx-request": "true"}).headers["hx-redirect"] == path


def test_it_can_be_called_off_and_then_it_ends(slow: tuple[Visitor, SlowCoder, str]) -> None:
    visitor, coder, path = slow
    visitor.post(f"{path}/drop")
    coder.go_on.set()
    assert coder.ended.wait(20)
    assert visitor.get(path).status_code == 404


def test_leaving_ends_what_is_at_work(slow: tuple[Visitor, SlowCoder, str]) -> None:
    visitor, coder, _ = slow
    visitor.post("/leave", follow=False)
    coder.go_on.set()
    assert coder.ended.wait(20)


def test_what_breaks_in_the_work_is_a_fault_of_ours_and_hides_nothing_else(tmp_path: Path) -> None:
    class Broken(ScriptedCoder):
        def code(self, turns: Sequence[Turn], scores: bool = False, progress: Progress | None = None) -> list[Coded]:
            raise KeyError("a fault")

    visitor = let_in(tmp_path, Broken())
    path = path_of(hand_in(visitor, ("chat.txt", export(*COUPLE))))
    visitor.post(f"{path}/who", {"me": "0"})
    with suppress(KeyError):  # told once, to whoever asked first
        settled(visitor, path)
    assert "it was our fault" in says(visitor.get(path))
    first = visitor.get("/conversations")
    assert first.status_code == 200
    assert f'action="{path}/drop"' in first.text


# --- looked at ------------------------------------------------------------------------------------------------------


def test_the_first_page_lists_what_is_looked_at_and_it_can_be_let_go(scripted: Visitor) -> None:
    path = looked_at(scripted)
    assert "38 messages between A and B" in says(scripted.get("/conversations"))
    gone = scripted.post(f"{path}/drop")
    assert "Nothing of it is held any more." in says(gone)
    assert path not in gone.text
    assert "This is not there any more." in says(scripted.get(path))


def test_of_many_the_oldest_is_let_go(scripted: Visitor) -> None:
    paths = [path_of(hand_in(scripted, ("chat.txt", export("A: one", "B: two")))) for _ in range(7)]
    assert [scripted.get(path).status_code for path in paths] == [404, *[200] * 6]


def test_what_was_not_understood_is_shown_with_its_line(scripted: Visitor) -> None:
    chat = export("A: one", "B: two") + b"\x00" * 0 + b"22/03/2026, 99:99 - A: three\n" + export("A: four")
    path = path_of(hand_in(scripted, ("chat.txt", b"no header at all\n" + chat)))
    answered(scripted, path, me="0")
    assert re.search(r"What I did not understand in the file: \d place.* line \d+: ", says(scripted.get(path)))


def test_an_episode_unfolds_into_its_messages_and_then_into_the_words_that_carry_it(scripted: Visitor) -> None:
    path = looked_at(scripted)
    plain = scripted.get(f"{path}/{BROKE}")
    assert "you are impossible" in says(plain) and "<mark" not in plain.text
    assert f'href="{path}/{BROKE}/words"' in plain.text
    marked = scripted.get(f"{path}/{BROKE}/words")
    assert (
        '<mark class="hurts" tabindex="0">you are impossible #contempt<span class="why" role="tooltip">I hear contempt.</span></mark>'
        in marked.text
    )
    assert "It was mended after" in says(marked)
    assert "<mark" in scripted.get(f"{path}/{BROKE}").text, "once found, they are shown at once"


def test_an_episode_can_be_had_as_a_part_of_the_page(scripted: Visitor) -> None:
    path = looked_at(scripted)
    part = scripted.get(f"{path}/{BROKE}", headers={"hx-request": "true"})
    assert "you are impossible" in part.text and "<html" not in part.text
    assert f'hx-get="{path}/{BROKE}/words" hx-trigger="load"' in part.text


def test_any_message_of_an_episode_leads_to_it_and_one_outside_back_to_the_report(scripted: Visitor) -> None:
    path = looked_at(scripted)
    assert "you are impossible" in says(scripted.get(f"{path}/{BROKE + 2}"))
    assert scripted.get(f"{path}/2").url.path == path
    assert scripted.get(f"{path}/99999").status_code == 404


def test_filters_show_what_is_asked_for_and_stay_until_they_are_taken_off(scripted: Visitor) -> None:
    path = looked_at(scripted)
    shown = scripted.post(f"{path}/filter", {"person": "A"})
    assert (breaks(shown), "2 of 3 fit." in says(shown)) == ([BROKE, LAST], True)
    assert breaks(scripted.post(f"{path}/filter", {"person": "A", "outcome": "open"})) == [LAST]
    assert breaks(scripted.get(path)) == [LAST]
    assert breaks(scripted.post(f"{path}/filter")) == [BROKE, DISMISSED, LAST]


def test_the_timeline_and_its_table_follow_the_filter_and_say_so(scripted: Visitor) -> None:
    path = looked_at(scripted)
    before = scripted.get(path).text
    assert [f'<a href="{path}/{one}"' in before for one in (BROKE, DISMISSED, LAST)] == [True] * 3
    after = scripted.post(f"{path}/filter", {"person": "A"})
    assert [f'<a href="{path}/{one}"' in after.text for one in (BROKE, DISMISSED, LAST)] == [True, False, True]
    assert re.search(r"Only what you asked for is shown, 2 of 3 breaks: 1 mended and 1 still open\.", says(after))
    table = after.text.partition("<tbody>")[2].partition("</tbody>")[0]
    assert table.count("<tr>") == 2
    assert scripted.post(f"{path}/filter").text.partition("<figure")[2].partition("</figure")[0] in before, (
        "without a filter it is as it was"
    )


def test_where_nothing_fits_the_picture_says_that_and_not_that_there_is_no_break(scripted: Visitor) -> None:
    path = looked_at(scripted)
    after = says(scripted.post(f"{path}/filter", {"person": "B", "outcome": "open"}))
    assert "No break fits what you asked for." in after
    assert wording.NO_EPISODES not in after


def test_a_filter_stands_in_no_address(scripted: Visitor) -> None:
    path = looked_at(scripted)
    answer = scripted.post(f"{path}/filter", {"person": "A", "move": "contempt"})
    assert str(answer.url).partition("#")[0].endswith(path)


def test_odd_filters_ask_for_nothing(scripted: Visitor) -> None:
    path = looked_at(scripted)
    odd = {"person": "nobody", "move": "flattery", "severity": "vast", "outcome": "won"}
    assert breaks(scripted.post(f"{path}/filter", odd)) == [BROKE, DISMISSED, LAST]


def test_many_episodes_are_told_twenty_a_page(scripted: Visitor) -> None:
    lines = [line for _ in range(25) for line in (*small_talk(12), "A {1d}: no #contempt")]
    path = looked_at(scripted, *lines)
    pages = [breaks(scripted.get(f"{path}?page={number}")) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 5, 5]
    assert not set(pages[0]) & set(pages[1])


def test_every_message_stands_on_a_page_a_hundred_at_a_time(scripted: Visitor) -> None:
    path = looked_at(scripted, *small_talk(230), "A: no #contempt")
    pages = [scripted.get(f"{path}/messages?page={number}") for number in (1, 2, 3)]
    shown = [[int(found) for found in re.findall(r'<li id="m(\d+)"', page.text)] for page in pages]
    assert [index for page in shown for index in page] == list(range(231))
    assert [len(page) for page in shown] == [100, 100, 31]
    assert f"{path}/messages?page=3#m230" in pages[0].text, "the next break"
    assert f'<a href="{path}/230">A break began here</a>' in pages[2].text


def test_a_day_is_gone_to(scripted: Visitor) -> None:
    path = looked_at(scripted, *small_talk(150), "A {3d}: later", *small_talk(150))
    assert scripted.post(f"{path}/messages", {"on": "2026-03-24"}, follow=False).headers["location"] == f"{path}/messages?page=2#m150"
    assert "Write the day as" in says(scripted.post(f"{path}/messages", {"on": "tomorrow"}))


def test_a_person_with_markup_for_a_name_is_only_a_name(scripted: Visitor) -> None:
    chat = b"22/03/2026, 09:00 - <b>A</b>: <script>1</script> #contempt\n22/03/2026, 09:01 - B: {{ 7 * 7 }}\n"
    path = path_of(hand_in(scripted, ("<i>.txt", chat)))
    answered(scripted, path, me="0")
    for page in (path, f"{path}/messages", f"{path}/0", f"{path}/0/words", f"{path}/0/heard", f"{path}/keep", "/conversations"):
        text = scripted.get(page).text
        assert "<script>1" not in text and "<b>A" not in text and "<i>.txt" not in text
    assert "{{ 7 * 7 }}" in scripted.get(f"{path}/messages").text


# --- safety ---------------------------------------------------------------------------------------------------------

HARM = (*small_talk(8), "B: I will find you #!threat #hostility", *small_talk(12, 1), "A {1d}: no #contempt")


def test_where_the_safety_signal_fired_the_report_says_so_and_where_to_turn(scripted: Visitor) -> None:
    path = looked_at(scripted, *HARM)
    report = scripted.get(path)
    assert "In 1 message I saw words that threaten." in says(report)
    assert wording.WHERE_TO_TURN in says(report)
    assert breaks(report) == [21]
    assert "I saw words that threaten here." in says(scripted.get(f"{path}/messages"))


def test_what_the_signal_heard_wrong_is_read_as_any_other_once_that_is_said(scripted: Visitor) -> None:
    path = looked_at(scripted, *HARM)
    assert "It is not that" in says(scripted.get(f"{path}/8/heard"))
    put_right(scripted, path, 8, there=["hostility"], not_that="yes")
    report = scripted.get(path)
    assert breaks(report) == [8, 21]
    assert "I saw words that threaten" not in says(report)


def test_taking_a_move_off_leaves_the_signal_as_it_is(scripted: Visitor) -> None:
    path = looked_at(scripted, *HARM)
    put_right(scripted, path, 8)
    assert "In 1 message I saw words that threaten." in says(scripted.get(path))


# --- corrections ----------------------------------------------------------------------------------------------------


def test_a_joke_is_no_break_and_the_report_follows_and_says_so(scripted: Visitor) -> None:
    path = looked_at(scripted)
    after = put_right(scripted, path, DISMISSED, says="nothing")
    assert breaks(after) == [BROKE, LAST]
    assert "You corrected 1 message. Everything here follows that." in says(after)


def test_a_correction_can_be_undone(scripted: Visitor) -> None:
    path = looked_at(scripted)
    before = says(scripted.get(path))
    put_right(scripted, path, DISMISSED, says="nothing")
    assert f'href="{path}/{DISMISSED}/heard"' in scripted.get(path).text, "it is still found"
    put_right(scripted, path, DISMISSED, says="undo")
    after = scripted.get(path)
    assert (breaks(after), says(after)) == ([BROKE, DISMISSED, LAST], before)


def test_one_of_two_moves_is_taken_off(scripted: Visitor) -> None:
    path = looked_at(scripted)
    put_right(scripted, path, BROKE + 2, there=["acknowledgement"])
    told = says(scripted.get(f"{path}/{BROKE}"))
    assert "seeing how it was for the other" in told and "owning one's part" not in told


def test_a_correction_keeps_the_filter_and_the_side(scripted: Visitor) -> None:
    path = looked_at(scripted, me="1")
    scripted.post(f"{path}/filter", {"person": "A"})
    after = put_right(scripted, path, LAST, says="nothing")
    assert (breaks(after), "You are B." in says(after)) == ([BROKE], True)


def test_a_message_in_which_nothing_was_heard_has_nothing_to_take_away(scripted: Visitor) -> None:
    path = looked_at(scripted)
    assert "nothing of that kind" not in says(scripted.get(f"{path}/0/heard"))
    put_right(scripted, path, 0, says="nothing", not_that="yes")
    assert "You corrected" not in says(scripted.get(path))


def test_what_was_missed_is_added_and_the_report_follows(scripted: Visitor) -> None:
    path = looked_at(scripted)
    assert "What did I miss in it?" in says(scripted.get(f"{path}/2/heard"))
    done = scripted.post(f"{path}/2/heard", {"missed": "contempt"})
    assert (done.url.path, "Everything follows that now." in says(done)) == (f"{path}/2", True)
    report = scripted.get(path)
    assert breaks(report) == [2, DISMISSED, LAST], "the break begins earlier"
    assert "You corrected 1 message." in says(report)
    assert "contempt" in says(scripted.get(f"{path}/2"))


def test_something_is_added_to_what_was_heard_and_each_can_be_taken_off_again(scripted: Visitor) -> None:
    path = looked_at(scripted)
    put_right(scripted, path, DISMISSED, there=["dismissal"], missed="contempt")
    form = scripted.get(f"{path}/{DISMISSED}/heard").text
    assert re.findall(r'name="there" value="(\w+)"( checked)?', form) == [("dismissal", " checked"), ("contempt", " checked")]
    assert '<option value="contempt"' not in form, "it is there already"
    assert "brushing aside" in (told := says(scripted.get(f"{path}/{DISMISSED}"))) and "contempt" in told
    put_right(scripted, path, DISMISSED, there=["dismissal"])
    assert "You corrected" not in says(scripted.get(path))


def test_an_addition_can_be_undone(scripted: Visitor) -> None:
    path = looked_at(scripted)
    before = says(scripted.get(path))
    put_right(scripted, path, 2, missed="contempt")
    assert f'href="{path}/2/heard"' in scripted.get(path).text
    put_right(scripted, path, 2, says="undo")
    assert says(scripted.get(path)) == before


def test_what_makes_no_break_by_itself_leads_back_to_its_message_and_says_so(scripted: Visitor) -> None:
    path = looked_at(scripted)
    done = scripted.post(f"{path}/4/heard", {"missed": "bid"})
    assert (done.url.path, "By itself it makes no break." in says(done)) == (f"{path}/messages", True)
    assert "You put this right" in says(done)


def test_every_message_of_a_break_can_be_put_right(scripted: Visitor) -> None:
    path = looked_at(scripted, *small_talk(8), "A: no #contempt", "B: hm", "A: sorry #apology")
    told = scripted.get(f"{path}/8").text
    assert [f'href="{path}/{message}/heard"' in told for message in (8, 9, 10)] == [True] * 3
    assert "Missed something? B" in says(scripted.get(f"{path}/8"))


def test_odd_additions_add_nothing(scripted: Visitor) -> None:
    path = looked_at(scripted)
    assert "Nothing was changed." in says(scripted.post(f"{path}/2/heard", {"missed": "flattery"}))
    assert "You corrected" not in says(scripted.get(path))


def test_nothing_is_added_to_what_the_signal_saw_until_that_is_said_to_be_wrong(scripted: Visitor) -> None:
    path = looked_at(scripted, *HARM)
    assert "miss in it" not in says(scripted.get(f"{path}/8/heard"))
    put_right(scripted, path, 8, there=["hostility"], missed="contempt")
    assert "You corrected" not in says(scripted.get(path))
    put_right(scripted, path, 8, there=["hostility"], missed="contempt", not_that="yes")
    assert breaks(scripted.get(path)) == [8, 21]
    assert "And what did I miss in it?" in says(scripted.get(f"{path}/8/heard"))


# --- kept -----------------------------------------------------------------------------------------------------------


def test_what_is_chosen_is_kept_in_the_ledger_without_its_words(keeper: Visitor) -> None:
    path = looked_at(keeper)
    done = keeper.post(f"{path}/keep", {"shown": [BROKE, DISMISSED, LAST], "chosen": [BROKE], "go": "keep"})
    assert "1 is kept in your ledger." in says(done)
    (kept,) = keeper.desk.ledger.ruptures()
    assert "impossible" not in kept.what
    assert all(attempt.text is None for attempt in kept.attempts)


def test_the_words_are_kept_only_where_that_is_chosen(keeper: Visitor) -> None:
    path = looked_at(keeper)
    keeper.post(f"{path}/keep", {"chosen": [BROKE, LAST], "words": "yes", "go": "keep"})
    kept = keeper.desk.ledger.ruptures()
    assert len(kept) == 2
    assert any("impossible" in one.what for one in kept)


def test_keeping_the_same_again_adds_nothing(keeper: Visitor) -> None:
    path = looked_at(keeper)
    keeper.post(f"{path}/keep", {"chosen": [BROKE], "go": "keep"})
    again = keeper.post(f"{path}/keep", {"chosen": [BROKE], "go": "keep"})
    assert "0 are kept in your ledger. 1 stood there before." in says(again)


def test_what_was_corrected_is_kept_as_it_was_corrected(keeper: Visitor) -> None:
    path = looked_at(keeper)
    put_right(keeper, path, BROKE, says="nothing")
    assert "8 March" not in says(keeper.get(f"{path}/keep"))
    keeper.post(f"{path}/keep", {"chosen": [DISMISSED], "go": "keep"})
    (kept,) = keeper.desk.ledger.ruptures()
    assert kept.what == "B: brushing aside"


def test_without_a_ledger_the_choice_waits_for_one_and_goes_on_then(scripted: Visitor) -> None:
    path = looked_at(scripted)
    away = scripted.post(f"{path}/keep", {"shown": [BROKE, DISMISSED], "chosen": [DISMISSED], "go": "keep"})
    assert away.url.path == "/passphrase"
    scripted.post("/passphrase", {"passphrase": PASSPHRASE, "again": PASSPHRASE})
    assert re.search(rf'value="{DISMISSED}" checked', scripted.get(f"{path}/keep").text)
    done = scripted.go_on({"shown": [BROKE, DISMISSED], "chosen": [DISMISSED], "go": "keep"})
    assert "1 is kept in your ledger." in says(done)
    assert len(scripted.desk.ledger.ruptures()) == 1


def test_behind_the_lock_the_conversation_and_the_choice_wait(keeper: Visitor) -> None:
    path = looked_at(keeper)
    keeper.post("/lock")
    assert keeper.get(path).url.path == "/unlock"
    keeper.post("/unlock", {"passphrase": PASSPHRASE})
    assert breaks(keeper.get(path)) == [BROKE, DISMISSED, LAST]


def test_choices_on_several_pages_are_held_together(keeper: Visitor) -> None:
    lines = [line for _ in range(60) for line in (*small_talk(12), "A {1d}: no #contempt")]
    path = looked_at(keeper, *lines)
    second = keeper.post(f"{path}/keep", {"shown": [12, 25], "chosen": [12], "go": "2"})
    assert second.url.query == b"page=2"
    assert "And 1 that you chose before" in says(second)
    last = re.findall(r'name="chosen" value="(\d+)"', second.text)[-1]
    keeper.post(f"{path}/keep", {"shown": [last], "chosen": [last], "go": "keep"})
    assert len(keeper.desk.ledger.ruptures()) == 2


@pytest.mark.parametrize(("me", "chosen", "why"), [("0", [], "Choose at least one."), ("none", [BROKE], "Say which one is you first")])
def test_what_cannot_be_kept_says_why_and_the_choice_stays(keeper: Visitor, me: str, chosen: list[int], why: str) -> None:
    path = looked_at(keeper, me=me)
    answer = keeper.post(f"{path}/keep", {"shown": [BROKE], "chosen": chosen, "words": "yes", "go": "keep"})
    assert (answer.status_code, why in says(answer)) == (422, True)
    assert [int(one) for one in re.findall(r'name="chosen" value="(\d+)" checked', answer.text)] == chosen
    assert 'name="words" value="yes" checked' in answer.text
    assert keeper.desk.ledger.ruptures() == ()


# --- taken away -----------------------------------------------------------------------------------------------------


def test_the_report_is_taken_away_as_a_page_under_a_name_that_says_nothing(scripted: Visitor) -> None:
    path = looked_at(scripted)
    made = taken(scripted, path, kind="page")
    assert made.headers["content-disposition"] == 'attachment; filename="notes.html"'
    assert made.headers["content-type"] == "text/html; charset=utf-8"
    assert "you are impossible" in made.text and "<title>Notes</title>" in made.text


def test_as_data_it_keeps_to_its_schema_and_tells_of_corrections(scripted: Visitor) -> None:
    path = looked_at(scripted)
    put_right(scripted, path, DISMISSED, says="nothing")
    put_right(scripted, path, 2, missed="contempt")
    form = json.loads(taken(scripted, path, kind="data", messages="yes", names="none").text)
    held_to("reattune.report-1.json", form)
    assert form["corrected"] == [2, DISMISSED]
    assert [one["onset"] for one in form["episodes"]] == [2, LAST]
    assert form["messages"][DISMISSED]["moves"] == []
    assert form["messages"][2]["moves"] == [{"move": "contempt", "p": 1.0}]
    assert {one["name"] for one in form["source"]["speakers"]}.isdisjoint({"A", "B"})


def test_as_a_page_it_tells_of_corrections_too(scripted: Visitor) -> None:
    path = looked_at(scripted)
    put_right(scripted, path, DISMISSED, says="nothing")
    put_right(scripted, path, 2, missed="contempt")
    text = taken(scripted, path).text
    assert "You corrected 2 messages. Everything here follows that." in text
    assert "bus at 3" in text and "contempt" in text


@pytest.mark.parametrize(("names", "named", "said"), [("", True, True), ("words", False, True), ("none", False, False)])
def test_names_and_words_stand_in_it_as_was_chosen(scripted: Visitor, names: str, named: bool, said: bool) -> None:
    lines = [line.replace("A:", "Annika:").replace("A {", "Annika {") for line in COUPLE]
    path = looked_at(scripted, *lines)
    text = taken(scripted, path, names=names).text
    assert ("Annika" in text, "you are impossible" in text) == (named, said)


def test_what_the_safety_signal_saw_leaves_only_where_that_is_chosen(scripted: Visitor) -> None:
    path = looked_at(scripted, *HARM)
    assert "words that threaten" not in taken(scripted, path).text
    assert "words that threaten" in taken(scripted, path, safety="yes").text


# --- what the pages say ---------------------------------------------------------------------------------------------


def test_the_pages_are_plain_to_read(scripted: Visitor) -> None:
    path = looked_at(scripted, "A: one #contempt", "B: two")
    pages = [scripted.get(one).text for one in ("/conversations", path, f"{path}/keep", f"{path}/file", f"{path}/who", f"{path}/0/heard")]
    formats = re.compile(r'<dl class="ways">.*?</dl>', re.DOTALL)  # what other apps call their menus
    ours = [text for page in pages for text in words(formats.sub("", page)) if len(text.split()) > 3]
    turning = set(words(scripted.get("/help").text))
    assert grade([text for text in ours if text not in turning]) <= 8


def test_two_tabs_hold_on_to_the_same_break_whatever_is_corrected_between(keeper: Visitor) -> None:
    path = looked_at(keeper)
    chosen_in_one_tab = LAST
    put_right(keeper, path, BROKE, says="nothing")
    keeper.post(f"{path}/keep", {"chosen": [chosen_in_one_tab], "words": "yes", "go": "keep"})
    (kept,) = keeper.desk.ledger.ruptures()
    assert "of course you forgot" in kept.what


# --- the guide ------------------------------------------------------------------------------------------------------


def test_what_came_more_than_once_leads_to_the_guide_once_and_quietly(scripted: Visitor) -> None:
    path = looked_at(scripted)
    (offer,) = re.findall(rf'action="{path}/lead">.*?</form>', scripted.get(path).text, re.DOTALL)
    entries = re.findall(r'value="([a-z-]+)"', offer)
    assert 1 <= len(entries) <= 2
    entry = load().entry(entries[0])
    assert entry
    opened = scripted.post(f"{path}/lead", {"entry": entries[0]})
    assert f"<h1>{entry.title}</h1>" in opened.text
    assert "/lead" not in scripted.get(path).text
    scripted.post(f"{path}/lead", {"entry": "nowhere"})


def test_not_now_is_an_answer_too(scripted: Visitor) -> None:
    path = looked_at(scripted)
    assert "/lead" not in scripted.post(f"{path}/lead", {"entry": ""}).text
    assert "/lead" not in scripted.get(path).text
