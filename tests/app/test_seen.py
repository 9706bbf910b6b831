"""What is looked at: its report under a person's own corrections, what is asked for of it, and pages of it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reattune import pipeline
from reattune.app import seen
from reattune.app.seen import Filters, Otherwise, Seen, listen, page_of, see
from reattune.core.coded import Coded, Evidence, Heard
from reattune.core.errors import NoLongerWanted
from reattune.core.message import Conversation
from reattune.core.names import Move, Outcome, Severity, Verdict
from tests.stories import ScriptedCoder, conversation, small_talk

CODER = ScriptedCoder()
JOKE = (
    *small_talk(8),
    "A: you are impossible #contempt",
    "B {2m}: ouch #hurt",
    "A {5m}: that was mine, you were tired #accountability #acknowledgement",
    "B {1m}: thank you #acceptance",
    *small_talk(12),
    "B {2d}: whatever #dismissal",
    *small_talk(12, 1),
)


def looked_at(*lines: str, me: str | None = "A", **corrections: Otherwise) -> Seen:
    """Corrections are told by the message's number: `m8=…`."""
    listened = listen(conversation(*lines), CODER, lambda *_: None)
    return see(listened, CODER, me, {int(name[1:]): one for name, one in corrections.items()}, "/x")


def onsets(found: Sequence[object]) -> list[int]:
    return [one.onset for one in found]  # type: ignore[attr-defined]


# --- corrections ----------------------------------------------------------------------------------------------------


def test_without_corrections_the_report_is_the_one_that_analyse_gives() -> None:
    assert looked_at(*JOKE).report == pipeline.analyse(conversation(*JOKE), CODER, "A")


def test_a_break_that_was_a_joke_is_none_and_everything_follows() -> None:
    before, after = looked_at(*JOKE), looked_at(*JOKE, m24=Otherwise(frozenset({Move.DISMISSAL})))
    assert [onsets(one.report.episodes) for one in (before, after)] == [[8, 24], [8]]
    assert before.report.findings != after.report.findings
    assert before.report.series != after.report.series
    assert "You corrected 1 message. Everything here follows that." in after.caveats


def test_a_corrected_report_is_that_of_the_same_words_without_the_move() -> None:
    told = tuple(line.replace(" #dismissal", "") for line in JOKE)
    corrected, plain = looked_at(*JOKE, m24=Otherwise(frozenset({Move.DISMISSAL}))), looked_at(*told)
    assert corrected.report.episodes == plain.report.episodes
    assert corrected.report.findings == plain.report.findings


def test_what_stays_is_graded_by_the_codebook_and_is_sure() -> None:
    coded = Coded((Heard(Move.APOLOGY, 0.9), Heard(Move.EXPLAINING, 0.8)), Verdict.SECOND_RUPTURE, 0.6, True)
    assert Otherwise(frozenset({Move.EXPLAINING})).of(coded) == Coded((Heard(Move.APOLOGY, 0.9),), Verdict.PARTIAL, 1.0, False)
    assert Otherwise(frozenset(Move)).of(coded) == Coded((), Verdict.NEITHER, 1.0, False)


@given(st.sets(st.sampled_from(Move)), st.sets(st.sampled_from(Move)), st.sets(st.sampled_from(Move)))
def test_a_correction_takes_away_and_adds_what_is_said_and_nothing_else(there: set[Move], off: set[Move], missed: set[Move]) -> None:
    coded = Coded(tuple(Heard(move, 0.9) for move in sorted(there)), Verdict.PARTIAL, 0.7)
    now = Otherwise(frozenset(off), missed=frozenset(missed)).of(coded)
    assert set(now.names()) == (there - off) | (missed - there)
    assert now == coded or there & off or missed - there


@given(st.sets(st.sampled_from(Move)), st.sets(st.sampled_from(Move)))
def test_what_a_person_says_is_there_is_there_and_where_that_is_what_was_heard_it_is_no_correction(
    heard: set[Move], there: set[Move]
) -> None:
    coded = Coded(tuple(Heard(move, 0.9) for move in sorted(heard)), Verdict.PARTIAL, 0.7)
    told = Otherwise.told(coded, frozenset(there))
    assert set(told.of(coded).names()) == there
    assert (told == Otherwise()) == (there == heard)


def test_a_break_that_was_missed_is_found_as_if_it_had_been_heard() -> None:
    added, plain = looked_at(*JOKE, m2=Otherwise(missed=frozenset({Move.CONTEMPT}))), list(JOKE)
    plain[2] += " #contempt"
    heard = looked_at(*plain)
    assert onsets(added.report.episodes) == onsets(heard.report.episodes) == [2, 24]
    assert added.report.episodes == heard.report.episodes
    assert added.report.findings == heard.report.findings


def test_what_was_missed_is_sure_and_graded_by_the_codebook() -> None:
    coded = Coded((Heard(Move.APOLOGY, 0.9),), Verdict.PARTIAL, 0.6, True)
    now = Otherwise(missed=frozenset({Move.ACCOUNTABILITY})).of(coded)
    assert now == Coded((Heard(Move.ACCOUNTABILITY, 1.0), Heard(Move.APOLOGY, 0.9)), Verdict.REPAIR, 1.0, False)


def test_for_what_only_a_person_heard_no_words_are_looked_for() -> None:
    heard = Coded((Heard(Move.APOLOGY, 0.9),), Verdict.PARTIAL, 0.6)
    now = Otherwise(missed=frozenset({Move.ACCOUNTABILITY})).of(heard)
    assert seen.as_heard(now, heard).names() == (Move.APOLOGY,)


def test_the_safety_signal_stays_unless_it_is_said_to_be_wrong() -> None:
    lines = (*small_talk(8), "B: I will find you #!threat #hostility", *small_talk(8))
    heeded, kept = looked_at(*lines), looked_at(*lines, m8=Otherwise(frozenset({Move.HOSTILITY})))
    assert heeded.harms == kept.harms == (8,)
    assert heeded.report.episodes == ()
    wrong = looked_at(*lines, m8=Otherwise(not_that=True))
    assert (wrong.harms, wrong.safety, onsets(wrong.report.episodes)) == ((), (), [8])


def test_of_a_message_whose_safety_signal_fired_no_move_is_shown() -> None:
    bubble = seen.one_message(looked_at("B: I will find you #!threat #hostility"), 0, {0: (Evidence(Move.HOSTILITY, ((0, 6),)),)})
    assert (bubble.what, bubble.harm, [part.tone for part in bubble.parts]) == ("", "words that threaten", [""])


# --- what is asked for ----------------------------------------------------------------------------------------------


def test_episodes_are_found_by_person_move_depth_and_ending() -> None:
    one = looked_at(*JOKE)
    assert onsets(one.matching(Filters())) == [8, 24]
    assert onsets(one.matching(Filters(move=Move.CONTEMPT))) == [8]
    assert onsets(one.matching(Filters(outcome=Outcome.PAPERED_OVER))) == [24]
    assert onsets(one.matching(Filters(person="B"))) == [8, 24]
    assert onsets(one.matching(Filters(severity=Severity.MAJOR))) == []


def test_person_and_move_together_ask_for_that_person_doing_that() -> None:
    one = looked_at(*JOKE)
    assert onsets(one.matching(Filters(person="A", move=Move.CONTEMPT))) == [8]
    assert onsets(one.matching(Filters(person="B", move=Move.CONTEMPT))) == []


def test_the_timeline_shows_what_is_asked_for_alone_and_all_of_it_without_a_filter() -> None:
    one = looked_at(*JOKE)
    assert one.timeline_of(Filters()) is one.timeline
    some = one.timeline_of(Filters(move=Move.CONTEMPT))
    assert ('href="/x/8"' in some.svg, 'href="/x/24"' in some.svg) == (True, False)
    assert len(some.rows) == 2
    assert some.says.endswith("Only what you asked for is shown, 1 of 2 breaks: 1 mended.")


def test_making_a_report_can_be_called_off_between_its_steps() -> None:
    listened, steps = listen(conversation(*JOKE), CODER, lambda *_: None), []

    def tick() -> None:
        steps.append(1)
        if len(steps) == 2:
            raise NoLongerWanted

    with pytest.raises(NoLongerWanted):
        see(listened, CODER, "A", {}, "/x", tick)
    assert len(steps) == 2


def test_ones_own_side_stands_first_among_the_people() -> None:
    assert looked_at(*JOKE, me="B").people == ("B", "A")


def test_an_episode_is_found_by_any_message_in_it_and_by_no_other() -> None:
    one = looked_at(*JOKE)
    assert [episode.onset if (episode := one.episode_at(index)) else None for index in (7, 8, 11, 24)] == [None, 8, 8, 24]
    assert [episode and episode.onset for episode in one.beside(20)] == [8, 24]


# --- pages ----------------------------------------------------------------------------------------------------------


@given(st.integers(-5, 10**9), st.integers(0, 1000), st.integers(1, 120))
def test_every_page_number_leads_to_a_page_and_all_pages_hold_every_item_once(number: int, items: int, size: int) -> None:
    page = page_of(number, items, size)
    assert 1 <= page.number <= page.of
    every = [page_of(one, items, size) for one in range(1, page.of + 1)]
    assert [index for one in every for index in range(one.first, one.end)] == list(range(items))


@given(st.integers(0, 100_000))
def test_a_message_stands_on_the_page_that_is_named_for_it(index: int) -> None:
    page = page_of(seen.page_with(index), index + 1, seen.MESSAGES_A_PAGE)
    assert page.first <= index < page.end


def test_a_page_of_messages_is_told_day_by_day() -> None:
    one = looked_at("A: one", "B: two", "A {2d}: three")
    days = seen.stretch(one, page_of(1, 3, 100), {})
    assert [(day, len(said)) for day, said in days] == [("2 March 2026", 2), ("4 March 2026", 1)]


# --- words ----------------------------------------------------------------------------------------------------------


@given(st.text(max_size=60), st.lists(st.tuples(st.sampled_from(Move), st.integers(0, 60), st.integers(1, 20)), max_size=5))
def test_the_pieces_of_a_message_are_the_whole_message(text: str, marks: list[tuple[Move, int, int]]) -> None:
    found = [Evidence(move, ((a, min(a + long, len(text))),)) for move, a, long in marks if a < len(text)]
    assert "".join(part.words for part in seen.parts_of(text, found)) == text


def test_words_that_carry_two_moves_tell_both() -> None:
    found = [Evidence(Move.APOLOGY, ((0, 5),)), Evidence(Move.ACCOUNTABILITY, ((0, 5),))]
    assert seen.parts_of("sorry", found)[0].why == "I hear sorry, with nothing attached and owning one's part."


def test_words_of_a_move_that_was_taken_away_are_marked_no_more() -> None:
    one = looked_at(*JOKE, m8=Otherwise(frozenset({Move.CONTEMPT})))
    found = {8: (Evidence(Move.CONTEMPT, ((0, 7),)),)}
    assert [part.tone for part in seen.one_message(one, 8, found).parts] == [""]
    assert [part.tone for part in seen.one_message(looked_at(*JOKE), 8, found).parts] == ["hurts", ""]


def test_an_episode_of_a_thousand_messages_is_told_by_those_that_carry_it() -> None:
    lines = [f"{'AB'[number % 2]}: no #criticism" for number in range(1000)]
    one = looked_at(*lines)
    told = seen.unfolded(one, one.report.episodes[0], {})
    assert len(told.bubbles) < 30
    assert told.left_out == 1000 - len(told.bubbles)


# --- words for people -----------------------------------------------------------------------------------------------


def test_what_is_advised_for_the_terminal_is_left_out_of_a_page() -> None:
    assert seen.without_options("a.txt: could be Fax or Telex; choose with --format fax|telex") == "a.txt: could be Fax or Telex."
    assert seen.without_options("Nobody was named. Say who you are with --me NAME.") == "Nobody was named."
    assert seen.without_options("chat--1.txt: is empty; export it again") == "chat--1.txt: is empty; export it again"


def test_no_caveat_of_a_page_names_an_option_of_the_terminal() -> None:
    two = conversation("A: one", "B: two")
    ambiguous = Conversation(tuple(one._replace(thread=one.speaker) for one in two.messages), date_order="dmy", ambiguous_date_order=True)
    found = see(listen(ambiguous, CODER, lambda *_: None), CODER, None, {}, "/x")
    assert len(found.caveats) > 4
    assert not any("--" in line for line in found.caveats)
