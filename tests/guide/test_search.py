"""Search by exact words: what does not count, what ranks before what, and what is not shown."""

from __future__ import annotations

from datetime import date

import pytest

from reattune.guide import Book, Entry, Ground, Passage, Seen, Source, load, search
from reattune.guide.search import terms

SOURCE = Source("one", "A source", "https://example.org", Seen.PAGE, date(2026, 11, 26))


def book(name: str, title: str = "Nothing", in_short: str = "Nothing.", tags: tuple[str, ...] = ("none",), **more: object) -> Entry:
    return Book(
        id=name, title=title, in_short=in_short, is_help="x", is_not="x", tags=tags, sources=(SOURCE,), reviewed=date(2026, 11, 27),
        authors=("Gabor Maté",), year=2004, for_whom="For all.", **more,
    )  # type: ignore[arg-type]  # fmt: skip


def ids(found: tuple[Entry, ...]) -> list[str]:
    return [one.id for one in found]


@pytest.mark.parametrize("query", ["silence", "SILENCE", "silences", "  Silence? ", "silence's", "the silence"])
def test_case_plural_signs_and_small_words_do_not_count(query: str) -> None:
    assert ids(search([book("a", title="The Silence"), book("b")], query)) == ["a"]


@pytest.mark.parametrize("query", ["mate", "Maté", "MATÉ", "Mate\u0301"])
def test_accents_do_not_count(query: str) -> None:
    assert ids(search([book("a")], query)) == ["a"]


@pytest.mark.parametrize(
    ("some", "same"),
    [("stories", "story"), ("losses", "loss"), ("wishes", "wish"), ("books", "book"), ("houses", "house"), ("partner’s", "partner")],
)
def test_the_plural_is_the_same_word(some: str, same: str) -> None:
    assert terms(some) == terms(same)


@pytest.mark.parametrize(("one", "other"), [("loss", "los"), ("crisis", "crisi"), ("focus", "focu"), ("bus", "bu"), ("gas", "ga")])
def test_what_only_ends_like_a_plural_keeps_its_s(one: str, other: str) -> None:
    assert terms(one) != terms(other)


def test_where_a_word_stands_decides() -> None:
    body = (Passage(("Of shame.",), Ground.OURS),)
    some = [
        book("body", body=body), book("short", in_short="On shame."), book("tag", tags=("shame",)), book("phrase", phrases=("I feel shame",)),
        book("title", title="Shame"),
    ]  # fmt: skip
    assert ids(search(some, "shame")) == ["title", "phrase", "tag", "short", "body"]


def test_more_of_the_words_come_before_a_better_place() -> None:
    some = [book("title", title="Shame"), book("both", in_short="On shame and silence.")]
    assert ids(search(some, "shame silence")) == ["both", "title"]


def test_what_has_far_fewer_of_the_words_is_not_shown() -> None:
    some = [book("most", in_short="She went cold after dinner."), book("one", in_short="A cold day.")]
    assert ids(search(some, "she went cold after dinner")) == ["most"]


def test_what_says_just_that_comes_first() -> None:
    some = [book("talk", title="Talk"), book("just", phrases=("She won't talk to me",))]
    assert ids(search(some, "she won’t talk to me?")) == ["just", "talk"]


def test_a_title_of_small_words_can_be_found() -> None:
    assert ids(search(load().entries, "Us"))[0] == "us"


def test_nothing_is_found_for_nothing_and_for_what_is_nowhere() -> None:
    assert search(load().entries, "") == ()
    assert search(load().entries, "?! …") == ()
    assert search(load().entries, "zebra") == ()


@pytest.mark.parametrize("entry", load().entries, ids=lambda one: one.id)
def test_an_entry_is_found_by_its_title_and_by_what_people_say(entry: Entry) -> None:
    assert entry in search(load().entries, entry.title)[:3]
    for phrase in entry.phrases:
        assert entry in search(load().entries, phrase)[:1], phrase


def test_an_author_is_found() -> None:
    assert {"gabor-mate", "hold-on-to-your-kids", "the-myth-of-normal"} <= set(ids(search(load().entries, "Gabor Maté"))[:4])
    assert {"terry-real", "us"} <= set(ids(search(load().entries, "terry real"))[:5])
