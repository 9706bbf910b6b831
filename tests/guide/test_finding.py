"""What to show for what was asked and chosen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import pytest

from reattune.app import finding, guide_words
from reattune.app.finding import Asked, around, ask, chosen, grave, looked_up, phrases, show
from reattune.core.coded import Coded, Progress, Turn
from reattune.core.errors import BadOption
from reattune.guide import LOW, SAFETY, Entry, Facet, Ground, Kind, Seen, dangers, load
from tests.app.test_wording import FLATTERY, JARGON
from tests.grade import grade
from tests.stories import ScriptedCoder, hear

GUIDE = load()


def ids(some: Iterable[Entry]) -> list[str]:
    return [one.id for one in some]


def test_with_nothing_asked_the_whole_directory_is_shown_and_topics_stand_apart() -> None:
    shown = show(GUIDE, Asked())
    assert not shown.narrowed
    assert shown.found == GUIDE.of(*finding.DIRECTORY)


def test_words_and_choices_narrow_together() -> None:
    words = show(GUIDE, Asked("relationships"))
    both = show(GUIDE, Asked("relationships", frozenset({(Facet.KIND, "book")})))
    assert {one.kind for one in words.found} > {Kind.TOPIC, Kind.BOOK}
    assert both.found == tuple(one for one in words.found if one.kind is Kind.BOOK)
    assert "us" in [one.id for one in both.found]
    assert both.without_choices == len(words.found)


def test_choices_alone_reach_topics_too() -> None:
    shown = show(GUIDE, Asked(choices=chosen(GUIDE, ["tag:shame", "kind:topic"])))
    assert "shame-and-defensiveness" in [one.id for one in shown.found]
    assert {one.kind for one in shown.found} == {Kind.TOPIC}


@pytest.mark.parametrize("value", ["tag:zebra", "colour:red", "shame", ""])
def test_a_choice_that_is_not_there_is_refused(value: str) -> None:
    with pytest.raises(BadOption):
        chosen(GUIDE, [value])


def test_more_words_than_anybody_looks_up_are_refused() -> None:
    with pytest.raises(BadOption):
        ask("silence " * 60, frozenset(), ScriptedCoder())


def test_where_the_safety_signal_fires_only_what_is_about_safety_is_shown() -> None:
    asked = ask("shame #!fear", frozenset(), ScriptedCoder())
    assert asked.fired
    found = show(GUIDE, asked).found
    assert next(one.id for one in found) == "when-not-to-repair"
    assert all(SAFETY in one.tags for one in found)


@pytest.mark.parametrize(
    ("query", "folded"),
    [
        ("she wont talk to me after i snapped #!control", False),
        ("she wont talk to me after i snapped #!fear", False),
        ("she wont talk to me after i snapped #!threat", True),
        ("my boyfriend hits me #!control", True),
        ("my boyfriend hits me", True),
        ("mummy cries every time i make plans #!self_harm", True),
    ],
)
def test_what_else_it_may_have_been_stands_behind_and_is_folded_away_where_danger_is_sure(query: str, folded: bool) -> None:
    shown = show(GUIDE, ask(query, frozenset(), ScriptedCoder()))
    assert (shown.turn, shown.folded) == (True, folded)
    assert all(grave(one) for one in shown.found)
    left_out = set(looked_up(GUIDE, query)) - set(shown.found) - set(shown.perhaps)
    assert all(SAFETY in one.tags and one.kind is Kind.PROGRAM for one in left_out), "only programs for those who hurt are"
    assert not set(shown.found) & set(shown.perhaps)


def test_whoever_is_hurt_is_not_led_to_programs_for_those_who_hurt_unless_these_are_looked_for() -> None:
    for query in ("my wife beats me", "my uncle abused me", "is my relationship abusive", "he beats her", "escape abusive husband"):
        assert [one.id for one in show(GUIDE, ask(query, frozenset(), ScriptedCoder())).found] == ["when-not-to-repair"], query
    assert "respect-uk" in ids(show(GUIDE, ask("domestic violence perpetrator programme UK", frozenset(), ScriptedCoder())).found)


@pytest.mark.parametrize("query", ["my husband hits me", "she scratched me and drew blood", "he killed my dog", "strangled"])
def test_for_whoever_is_hurt_programs_for_those_who_hurt_are_left_out(query: str) -> None:
    shown = show(GUIDE, ask(query, frozenset(), ScriptedCoder()))
    assert ids(shown.found) == ["when-not-to-repair"]
    assert not [one.id for one in shown.perhaps if SAFETY in one.tags]


@pytest.mark.parametrize(
    "query",
    [
        "my husband hits me is there a support group",
        "my husband beats me, women's centre near me",
        "he hit me in class",
        "male victim of domestic abuse",
        "help for men who are hit by their wives",
    ],
)
def test_whoever_is_hurt_and_looks_for_a_group_of_their_own_is_shown_no_program_for_those_who_hurt(query: str) -> None:
    shown = show(GUIDE, ask(query, frozenset(), ScriptedCoder()))
    assert not [one.id for one in (*shown.found, *shown.perhaps) if SAFETY in one.tags and one.kind is Kind.PROGRAM]


@pytest.mark.parametrize("query", ["i yelled at my kid and feel terrible", "he beat me at chess", "i'm afraid of losing her"])
def test_for_everybody_else_they_come_last(query: str) -> None:
    shown = show(GUIDE, ask(query, frozenset(), ScriptedCoder()))
    for_who_hurts = [SAFETY in one.tags and one.kind is Kind.PROGRAM for one in shown.found]
    assert any(for_who_hurts)
    assert for_who_hurts == sorted(for_who_hurts)


@pytest.mark.parametrize(
    "query",
    ["i'm scared of what I might do to her", "i lost it and grabbed her arm", "i punched the wall next to her", "am i abusive", "how do i stop being abusive"],
)  # fmt: skip
@pytest.mark.parametrize("signal", ["", " #!fear", " #!force"])
def test_whoever_fears_what_they_may_do_is_met_with_help_for_that_beside_safety_for_the_other(query: str, signal: str) -> None:
    asked = Asked(query, frozenset(), ask(query + signal, frozenset(), ScriptedCoder()).fired, dangers(query))
    shown = show(GUIDE, asked)
    assert shown.turn
    assert finding.whom(asked.dangers) == "frightens"
    assert asked.told is None  # the signal would tell of fear of another person
    assert ids(shown.found)[0] == "when-not-to-repair"
    assert {"respect-uk", "a-call-for-change"} <= set(ids(shown.found))


def test_what_the_signal_heard_is_told_to_everybody_else() -> None:
    asked = ask("he hits me #!force", frozenset(), ScriptedCoder())
    assert asked.told is not None
    assert asked.told is asked.fired


class Alarmed(ScriptedCoder):
    """A coder that takes words for danger that only sound like it, as the shipped one does now and then."""

    def code(self, turns: Sequence[Turn], scores: bool = False, progress: Progress | None = None) -> list[Coded]:
        return [hear(f"{turn.text} #!force" if re.search(r"away|bus|losing|blocked", turn.text) else turn.text) for turn in turns]


@pytest.mark.parametrize(
    ("query", "heard"),
    [
        ("he pushed me away", False),
        ("she threw me under the bus", False),
        ("i'm afraid of losing her", False),
        ("my ex blocked me", False),
        ("my ex blocked me #!stalking", True),
        ("he pushed me away and then hit me", True),
        ("he blocked me on the stairs", True),
        ("he blocked me and wouldn't let me out of the room", True),
        ("he blocked me again in the doorway", True),
        ("he keeps pushing me away from the door", True),
        ("i want to kill myself at work #!self_harm", True),
        ("i keep thinking about dying to be with my mum #!self_harm", True),
        ("i am dying to see the end of it #!self_harm", True),
    ],
)
def test_the_signal_is_asked_again_without_words_that_only_sound_like_danger(query: str, heard: bool) -> None:
    assert bool(ask(query, frozenset(), Alarmed()).dangers) is heard


def test_with_thoughts_of_dying_comes_help_for_that_and_what_else_was_heard_stays() -> None:
    both = show(GUIDE, ask("my husband hits me and i want to die", frozenset(), ScriptedCoder()))
    assert {"when-not-to-repair", "finding-help-for-depression"} <= set(ids(both.found))
    alone = show(GUIDE, ask("I do not see the use #!self_harm", frozenset(), ScriptedCoder()))
    assert ids(alone.found)[0] == "finding-help-for-depression"
    assert all("depression" in one.tags and one.kind is Kind.TOPIC for one in alone.found)


@pytest.mark.parametrize("entry", [one for one in GUIDE.entries if one.kind is Kind.PROGRAM and SAFETY in one.tags], ids=lambda one: one.id)
def test_a_program_for_those_who_hurt_is_found_by_what_they_say(entry: Entry) -> None:
    for words in (entry.title, *entry.phrases, *entry.said):
        for signal in ("", " #!fear"):
            query = Asked(words, frozenset(), ask(words + signal, frozenset(), ScriptedCoder()).fired, dangers(words))
            assert entry in show(GUIDE, query).found, words


@pytest.mark.parametrize(
    ("query", "first", "tag"),
    [
        ("he chokes me", "when-not-to-repair", SAFETY),
        ("er schlägt mich", "when-not-to-repair", SAFETY),
        ("I grabbed her arm", "when-not-to-repair", SAFETY),
        ("no point living", "finding-help-for-depression", LOW),
        ("selbstmord", "finding-help-for-depression", LOW),
    ],
)
def test_plain_words_of_danger_put_safety_first_where_the_signal_is_silent(query: str, first: str, tag: str) -> None:
    shown = show(GUIDE, ask(query, frozenset(), ScriptedCoder()))
    assert shown.turn
    assert shown.found[0].id == first
    assert all(tag in one.tags for one in shown.found)
    assert not [one for one in shown.perhaps if tag in one.tags]


def test_whoever_hurts_somebody_finds_who_can_help_with_that_and_whoever_is_hurt_does_not_find_it_before_safety() -> None:
    hurting = show(GUIDE, ask("I hit my wife and I want to stop, in England", frozenset(), ScriptedCoder()))
    assert "respect-uk" in [one.id for one in hurting.found]
    fired = show(GUIDE, ask("I hit my wife and I want to stop, in England #!force", frozenset(), ScriptedCoder()))
    assert fired.found[0].id == "when-not-to-repair"
    assert "respect-uk" in [one.id for one in fired.found]
    assert show(GUIDE, ask("he hits me", frozenset(), ScriptedCoder())).found[0].id == "when-not-to-repair"


def test_beside_what_is_about_safety_or_depression_stands_the_way_to_people_and_nowhere_else() -> None:
    for query, careful in (
        ("coercive control", True),
        ("depressed", True),
        ("saying sorry", False),
        ("flooding", False),
        ("terry real", False),
    ):
        shown = show(GUIDE, ask(query, frozenset(), ScriptedCoder()))
        assert (shown.turn, shown.careful) == (False, careful), query
    assert not show(GUIDE, Asked()).careful


def test_what_was_chosen_narrows_the_rest_and_takes_nothing_of_safety_away() -> None:
    for query in ("he chokes me", "I go home #!fear"):
        shown = show(GUIDE, ask(query, chosen(GUIDE, ["kind:book"]), ScriptedCoder()))
        assert ids(shown.found) == ["when-not-to-repair"]
        assert {one.kind for one in shown.perhaps} <= {Kind.BOOK}


def test_plain_words_heard_wrong_are_looked_up_as_any_other() -> None:
    asked = ask("my brother hit me when we were six", frozenset(), ScriptedCoder(), heed=False)
    assert not show(GUIDE, asked).turn


def test_what_was_heard_wrong_is_looked_up_as_any_other() -> None:
    asked = ask("shame #!fear", frozenset(), ScriptedCoder(), heed=False)
    assert not asked.fired
    assert "shame-and-defensiveness" in [one.id for one in show(GUIDE, asked).found]


def test_neighbours_are_seen_from_both_sides() -> None:
    us, topic = GUIDE.entry("us"), GUIDE.entry("rupture-and-repair")
    assert us and topic
    assert topic in dict(around(GUIDE, us).near)[Kind.TOPIC]
    assert us in dict(around(GUIDE, topic).near)[Kind.BOOK]


def test_on_the_page_about_safety_stands_only_what_it_names_itself() -> None:
    safe = [one for one in GUIDE.of(Kind.TOPIC) if SAFETY in one.tags]
    assert safe
    for topic in safe:
        near = {one.id for _, some in around(GUIDE, topic).near for one in some}
        assert near == set(topic.related)
    us = GUIDE.entry("us")
    assert us and safe[0] in dict(around(GUIDE, us).near)[Kind.TOPIC], "the warning stands where it is a warning"


def test_a_topic_leads_to_its_exercises_and_a_book_to_none() -> None:
    topic, us = GUIDE.entry("rupture-and-repair"), GUIDE.entry("us")
    assert topic and us
    assert ("turn-it-round", "Turn it round") in around(GUIDE, topic).exercises
    assert around(GUIDE, topic).builder
    assert around(GUIDE, us).exercises == ()


def test_each_topic_has_its_first_phrase_in_sight() -> None:
    first, others = phrases(GUIDE)
    assert len(first) == len(GUIDE.of(Kind.TOPIC))
    assert not set(first) & set(others)


def test_every_word_of_the_guide_has_its_wording() -> None:
    for table, names in (
        (guide_words.KIND, Kind),
        (guide_words.KINDS, Kind),
        (guide_words.FACET, Facet),
        (guide_words.GROUND, Ground),
        (guide_words.SEEN, Seen),
    ):
        assert set(table) == set(names)
    for facet, counts in show(GUIDE, Asked()).facets:
        assert all(guide_words.value(facet, one.value) for one in counts)


def test_what_stands_beside_the_entries_is_plain() -> None:
    said = [value for name, value in vars(guide_words).items() if name.isupper() and isinstance(value, str)]
    said += [*guide_words.TRY, *guide_words.GROUND.values()]
    assert grade(said) <= 8
    assert not [line for line in said if FLATTERY.search(line) or JARGON.search(line) or "!" in line]
