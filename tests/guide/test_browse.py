"""Facets: what a count promises is what choosing shows."""

from __future__ import annotations

from datetime import date
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from reattune.guide import Cost, Entry, Facet, Form, Program, Seen, Sort, Source, Tool, counted, narrow

SOURCE = Source("one", "A source", "https://example.org", Seen.PAGE, date(2026, 11, 26))


def program(name: str, tags: tuple[str, ...] = ("shame",), *, tool: bool = False, **more: object) -> Entry:
    make = Tool if tool else partial(Program, sort=Sort.GROUP)
    return make(
        id=name, title=name, in_short="x", is_help="x", is_not="x", tags=tags, sources=(SOURCE,), reviewed=date(2026, 11, 27),
        link="https://example.org", **more,
    )  # type: ignore[arg-type]  # fmt: skip


GROUPS = program("groups", ("shame", "men"), formats=(Form.GROUP, Form.ONLINE), countries=("Canada",), cost=Cost.FREE)
RETREAT = program("retreat", ("men",), formats=(Form.RETREAT,), countries=("Canada", "Ireland"), languages=("English",))
VALUES = program("values", ("values",), tool=True, formats=(Form.ONLINE,))
ALL = (GROUPS, RETREAT, VALUES)


def test_within_a_facet_any_value_will_do_and_across_facets_all_must() -> None:
    assert narrow(ALL, frozenset({(Facet.TAG, "shame"), (Facet.TAG, "values")})) == (GROUPS, VALUES)
    assert narrow(ALL, frozenset({(Facet.TAG, "men"), (Facet.FORMAT, "online")})) == (GROUPS,)
    assert narrow(ALL, frozenset({(Facet.COUNTRY, "Ireland"), (Facet.COST, "free")})) == ()
    assert narrow(ALL, frozenset()) == ALL


def test_a_facet_is_counted_as_the_other_choices_leave_it() -> None:
    counts = dict(counted(ALL, frozenset({(Facet.TAG, "men")})))
    assert [(one.value, one.count) for one in counts[Facet.COUNTRY]] == [("Canada", 2), ("Ireland", 1)]
    assert [(one.value, one.count, one.chosen) for one in counts[Facet.TAG]] == [
        ("men", 2, True),
        ("shame", 1, False),
        ("values", 1, False),
    ]
    assert [one.value for one in counts[Facet.KIND]] == ["program"]


def test_a_chosen_value_stays_to_be_taken_away_and_an_empty_facet_is_not_there() -> None:
    counts = dict(counted(ALL, frozenset({(Facet.COST, "free"), (Facet.COUNTRY, "Ireland")})))
    assert ("Ireland", 0, True) in [(one.value, one.count, one.chosen) for one in counts[Facet.COUNTRY]]
    assert Facet.AUDIENCE not in counts


CHOICES = st.frozensets(
    st.sampled_from([(facet, one.value) for facet, counts in counted(ALL, frozenset()) for one in counts]), max_size=5
)  # fmt: skip


@given(CHOICES)
def test_a_count_promises_what_choosing_it_alone_in_its_facet_shows(choices: frozenset[tuple[Facet, str]]) -> None:
    for facet, counts in counted(ALL, choices):
        for one in counts:
            alone = frozenset(pair for pair in choices if pair[0] is not facet) | {(facet, one.value)}
            assert len(narrow(ALL, alone)) == one.count


@given(CHOICES, CHOICES)
def test_another_facet_never_widens(some: frozenset[tuple[Facet, str]], more: frozenset[tuple[Facet, str]]) -> None:
    facets = {facet for facet, _ in some}
    added = frozenset(pair for pair in more if pair[0] not in facets)
    assert set(narrow(ALL, some | added)) <= set(narrow(ALL, some))
