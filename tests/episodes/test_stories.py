"""Episodes, told: a few messages in, one episode out."""

from __future__ import annotations

import pytest

from reattune.core.names import Answer, Outcome, Severity, Stance, Verdict
from tests.stories import episodes, small_talk


def test_ordinary_talk_holds_no_episode() -> None:
    assert episodes(*small_talk(40)) == ()


def test_a_hurt_that_is_met_with_a_repair_and_taken_in_is_repaired() -> None:
    (one,) = episodes(
        "A: you forgot again #hurt",
        "B {5m}: I see that left you standing there. I forgot, that is on me #acknowledgement #accountability",
        "A {2m}: thank you for saying that #acceptance",
        *small_talk(8),
    )
    assert (one.outcome, one.onset, one.end) == (Outcome.REPAIRED, 0, 2)
    assert (one.rupturing, one.ruptured, one.reached_first) == (("B",), ("A",), "B")
    assert [(a.verdict, a.answer, a.answered_at) for a in one.attempts] == [(Verdict.REPAIR, Answer.ACCEPTANCE, 2)]
    assert (one.clocks.heard_minutes, one.clocks.owned_minutes, one.clocks.repair_minutes) == (5, 5, 7)
    assert dict(one.stance) == {"A": Stance.REACHING, "B": Stance.REACHING}


def test_a_defence_is_a_second_rupture_and_opens_no_new_episode() -> None:
    (one,) = episodes(
        "A: that hurt #hurt", "B: you are too sensitive #minimising", "A: ok #withdrawal", "B: sorry if you felt that #conditional_apology"
    )
    assert one.second_ruptures == (1, 3)
    assert one.outcome is Outcome.OPEN
    assert one.attempts == ()


def test_an_apology_that_strikes_back_is_an_attempt_and_a_second_rupture() -> None:
    (one,) = episodes("A: you left me there #hurt", "B: sorry. but you always do it #apology #criticism", "A: forget it #refusal")
    assert one.attempts[0].verdict is Verdict.SECOND_RUPTURE
    assert one.second_ruptures == (1,)
    assert one.attempts[0].answer is Answer.REFUSAL


def test_ordinary_talk_without_repair_papers_over() -> None:
    (one,) = episodes("A: nice one, genius #contempt", *small_talk(12, start=1))
    assert (one.outcome, one.onset, one.end) == (Outcome.PAPERED_OVER, 0, 0)


def test_an_attempt_that_meets_ordinary_talk_only_is_ignored_and_papered_over() -> None:
    (one,) = episodes("A: whatever #dismissal", "A {3m}: sorry #apology", *small_talk(10, start=1))
    assert (one.outcome, one.attempts[0].answer) == (Outcome.PAPERED_OVER, Answer.IGNORED)


def test_what_breaks_another_day_after_ordinary_talk_by_both_is_another_matter() -> None:
    first, second = episodes(
        "A: nice one, genius #contempt",
        "B: did you buy bread",
        "A: two loaves",
        "B {14h}: you never told me about Friday #hurt",
        "A: I forgot to tell you. That is on me #accountability",
        "B: ok, thanks #acceptance",
    )
    assert (first.outcome, first.messages) == (Outcome.PAPERED_OVER, (0,))
    assert (second.outcome, second.onset, second.end) == (Outcome.REPAIRED, 3, 5)


@pytest.mark.parametrize(
    "between",
    [
        ("B: did you buy bread", "A: two loaves", "B {2h}: you never told me #hurt"),  # the same day
        ("B: did you buy bread", "B {14h}: you never told me #hurt"),  # one only went on
        ("B: did you buy bread", "A: two loaves", "B {14h}: I was short with you too, that hurt me #hurt #accountability"),  # mending
    ],
)
def test_what_breaks_again_without_that_belongs_to_the_episode(between: tuple[str, ...]) -> None:
    assert [one.onset for one in episodes("A: nice one, genius #contempt", *between)] == [0]


def test_a_repair_days_later_takes_up_what_was_walked_past() -> None:
    (one,) = episodes(
        "A: nobody asked you #hostility",
        *small_talk(10, start=1),
        "A {3d}: I snapped at you on Monday and you went quiet. That was mine #acknowledgement #accountability",
        "B: thank you #acceptance",
    )
    assert one.outcome is Outcome.REPAIRED
    assert (one.onset, one.end) == (0, 12)
    assert one.clocks.repair_minutes == pytest.approx(3 * 1440 + 11)


def test_a_refused_repair_stays_refused_when_talk_goes_on() -> None:
    (one,) = episodes(
        "A: you lied #hurt", "B: I lied to you. I'm sorry #accountability #apology", "A: no. keep it #refusal", *small_talk(10)
    )
    assert (one.outcome, one.attempts[0].answer) == (Outcome.REFUSED, Answer.REFUSAL)


def test_a_refusal_can_still_be_followed_by_an_accepted_attempt() -> None:
    (one,) = episodes(
        "A: you lied #hurt",
        "B: I'm sorry #apology",
        "A: not now #refusal",
        "B {4h}: I lied and you felt a fool #acknowledgement #accountability",
        "A: ok. thanks #acceptance",
    )
    assert one.outcome is Outcome.REPAIRED
    assert [a.answer for a in one.attempts] == [Answer.REFUSAL, Answer.ACCEPTANCE]


def test_acceptance_in_part_repairs_when_talk_goes_on() -> None:
    (one,) = episodes(
        "A: you read my diary #hurt",
        "B: I did, I broke your trust #accountability #impact",
        "A: thanks. still sore #acceptance #hurt",
        *small_talk(8),
    )
    assert (one.outcome, one.attempts[0].answer) == (Outcome.REPAIRED, Answer.PARTIAL)


def test_both_can_break_and_both_can_be_broken() -> None:
    (one,) = episodes("A: you are useless #criticism", "B: look who talks #counterattack", "A: drop dead #hostility")
    assert one.rupturing == ("A", "B")
    assert set(one.ruptured) == {"A", "B"}
    assert dict(one.stance) == {"A": Stance.ESCALATING, "B": Stance.ESCALATING}


def test_warmth_after_an_owned_attempt_repairs() -> None:
    (one,) = episodes("A: you never listen #criticism", "A: that was unfair of me #accountability", "B: come here you #reconnection")
    assert one.outcome is Outcome.REPAIRED


def test_warmth_after_a_bare_sorry_does_not_yet() -> None:
    (one,) = episodes("A: you never listen #criticism", "A: sorry #apology", "B: shall we eat? #bid")
    assert one.outcome is Outcome.OPEN


def test_a_new_break_after_a_repair_is_a_new_episode() -> None:
    found = episodes(
        "A: idiot #contempt",
        "A: sorry, I called you names #apology #accountability",
        "B: ok, thanks #acceptance",
        "B: but you are late #criticism",
        "A: hm",
    )
    assert [one.onset for one in found] == [0, 3]
    assert [one.outcome for one in found] == [Outcome.REPAIRED, Outcome.OPEN]


def test_a_record_that_opens_with_an_attempt_has_its_onset_there() -> None:
    (one,) = episodes("A: I'm sorry about last night #apology", "B: thank you #acceptance")
    assert (one.onset, one.outcome, one.rupturing) == (0, Outcome.REPAIRED, ("A",))


def test_a_bid_left_longer_than_is_usual_is_an_onset() -> None:
    rhythm = small_talk(60)
    (one,) = episodes(*rhythm, "A: can I tell you about my day? #bid", "B {9h}: bus was late", *small_talk(6))
    assert (one.onset, one.severity, one.rupturing, one.ruptured) == (60, Severity.MICRO, ("B",), ("A",))


def test_without_times_no_silence_is_judged_and_clocks_are_undefined() -> None:
    assert episodes(*small_talk(60), "A: can I tell you? #bid", "B {9h}: bus", timed=False) == ()
    (one,) = episodes("A: that hurt #hurt", "B: I hear you #acknowledgement", timed=False)
    assert (one.clocks.heard_minutes, one.clocks.owned_minutes, one.clocks.repair_minutes) == (None, None, None)


def test_an_unfinished_episode_is_watched_to_the_end_of_the_record() -> None:
    (one,) = episodes("A: that hurt #hurt", "B {30m}: hm")
    assert (one.outcome, one.clocks.observed_minutes, one.clocks.repair_minutes) == (Outcome.OPEN, 30, None)


def test_what_the_safety_signal_saw_and_what_follows_it_is_no_episode() -> None:
    told = (
        "A: you are late #criticism",
        "B: I will hurt you #hostility #!threat",
        "B: I hit the wall, I'm sorry #accountability",
        "A: ok, thanks #acceptance",
    )
    assert episodes(*told) == ()
    later = episodes(*told, *small_talk(20), "A: you are late again #criticism")
    assert [one.onset for one in later] == [24]


def test_hurt_and_thanks_in_two_messages_is_an_acceptance() -> None:
    (one,) = episodes(
        "A: idiot #contempt",
        "A: I called you a name, that was wrong #accountability",
        "B: that really hurt #hurt",
        "B: but thank you #acceptance",
    )
    assert one.outcome is Outcome.REPAIRED


def test_both_owning_in_turn_is_told_as_mended() -> None:
    (one,) = episodes(
        "A: you never help #criticism", "A: that was unfair #accountability", "B: you do it all the time #counterattack",
        "B: no, that was mine as well. sorry #accountability #apology", "A: thank you #acceptance",
    )  # fmt: skip
    assert one.outcome is Outcome.REPAIRED
    assert [attempt.answer for attempt in one.attempts] == [None, Answer.ACCEPTANCE]


def test_in_a_group_a_hurt_accuses_nobody_by_guess_and_only_the_hurt_one_answers() -> None:
    (one,) = episodes(
        "C: thanks for the lift",
        "A: nice day",
        "B: that was cruel last night #hurt",
        "A: I was cruel. I'm sorry #accountability",
        "C: thanks #acceptance",
    )
    assert one.rupturing == ()
    assert one.outcome is Outcome.OPEN


def test_a_third_person_who_says_one_thing_keeps_nothing_open() -> None:
    (one,) = episodes("A: genius #contempt", "C: bus?", *small_talk(20, start=1))
    assert one.outcome is Outcome.PAPERED_OVER


def test_severity_grows_with_what_was_said_and_names_its_reasons() -> None:
    (small,) = episodes("A: whatever #dismissal", "B: hm")
    (deep,) = episodes(
        "A: you are pathetic #contempt #hostility",
        "B: get out #hostility #withdrawal",
        "A: it was a joke #minimising",
        "B: that is who you are #criticism",
    )
    assert (small.severity, deep.severity) == (Severity.MICRO, Severity.MAJOR)
    assert small.reasons == ("said:dismissal",)
    assert deep.reasons[0] == "said:hostility"


def test_a_run_of_messages_by_one_person_is_one_attempt() -> None:
    (one,) = episodes(
        "A: that hurt #hurt", "B: I know #acknowledgement", "B: so", "B: that was mine #accountability", "A: thanks #acceptance"
    )
    assert [(a.messages, a.verdict) for a in one.attempts] == [((1, 3), Verdict.REPAIR)]


def test_threads_are_walked_on_their_own() -> None:

    from reattune.episodes import find_episodes
    from tests.stories import conversation, hear

    told = conversation("A: idiot #contempt", "C: lunch?", "B: that hurt #hurt", "D: sure")
    messages = tuple(message._replace(thread="one" if message.speaker in "AB" else "two") for message in told.messages)
    (one,) = find_episodes(messages, [hear(message.text) for message in messages])
    assert (one.thread, one.messages) == ("one", (0, 2))


def test_who_is_refused_and_strikes_back_is_still_refused() -> None:
    (one,) = episodes(
        "A: you told them everything #hurt",
        "B: I did, and it was not mine to tell #accountability",
        "A: no. I don't take it #refusal",
        "B: after all I did for you #counterattack",
        "A: roofer comes on the 9th",
    )
    assert one.outcome is Outcome.REFUSED
    assert one.second_ruptures == (3,)


def test_thanks_after_the_refused_one_struck_back_are_not_for_what_was_refused() -> None:
    told = ("A: you told them #hurt", "B: I did, that is on me #accountability", "A: no #refusal")
    (one,) = episodes(*told, "B: after all I did for you #counterattack", "A: thanks for the lift #acceptance")
    assert one.outcome is Outcome.REFUSED
    (two,) = episodes(*told, "B: you are pathetic #contempt", "A: at least you say it #acceptance #hurt")
    assert two.outcome is Outcome.REFUSED


def test_a_new_row_by_the_one_who_refused_or_after_some_ordinary_talk_is_not_told_as_refused() -> None:
    told = ("A: you told them #hurt", "B: I did, that is on me #accountability", "A: no #refusal")
    (one,) = episodes(*told, "A: and you never listen #criticism", "B: go to hell #hostility")
    assert one.outcome is Outcome.OPEN
    (two,) = episodes(*told, "A: bus at six", "B: ok", "B: you are so cold #criticism", "A: go to hell #hostility")
    assert two.outcome is Outcome.OPEN


@pytest.mark.parametrize(
    ("after", "outcome"),
    [
        (("B: ok", "B: hm", "A: ok"), Outcome.OPEN),  # a row that the record cuts off
        (("B {30m}: bus at six", "A: ok", "A: and milk"), Outcome.PAPERED_OVER),
        (("B: bus at six", "A: ok", "A: and milk", "B: will do"), Outcome.PAPERED_OVER),
        (("B {30m}: bus at six", "A: ok"), Outcome.OPEN),
        (("A {30m}: bus at six", "A: ok", "A: and milk", "A: hm"), Outcome.OPEN),  # one alone does not walk past it
    ],
)
def test_where_the_record_ends_talk_that_both_took_up_again_shows_that_it_was_walked_past(after: tuple[str, ...], outcome: Outcome) -> None:
    (one,) = episodes("A: you never listen #criticism", *after)
    assert one.outcome is outcome
