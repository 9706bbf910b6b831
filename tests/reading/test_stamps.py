"""Times as tables write them."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reattune.reading.stamps import Clockwork, Stamp, parse_stamp
from tests.strategies import SECONDS

NOON = datetime(2024, 12, 25, 14, 30)


@pytest.mark.parametrize(
    "text",
    [
        "2024-12-25T14:30",
        "2024-12-25 14:30:00",
        "25/12/2024 14:30",
        "25.12.2024 14.30",
        "12/25/24, 2:30 PM",
        "25-Dec-24 02:30 pm",
        "Dec 25, 2024 2:30 PM",
        "MARCH 25, 2024 2:30 PM",
        "Wednesday, December 25, 2024 at 2:30:00 PM",
        "14:30 25/12/2024",
        "2024年12月25日 下午2:30",
        "2024/12/25 14:30:00.000",
    ],
)
def test_a_local_time_stays_as_it_is_written(text):
    clockwork = Clockwork()
    stamp = clockwork.add(text)
    assert stamp
    clockwork.settle("auto")
    assert (clockwork.time(stamp), stamp.utc) == (NOON.replace(month=3) if "MARCH" in text else NOON, False)


@pytest.mark.parametrize(
    "text",
    [
        "2024-12-25T14:30:00Z",
        "2024-12-25T15:30:00+01:00",
        "2024-12-25 14:30:00 UTC",
        "2024-12-25 15:30:00 +0100",
        "2024-12-25T14:30:00.0000000+00:00",
        "Wed, 25 Dec 2024 15:30:00 +0100",
        "1735137000",
        "1735137000.0",
        "1735137000000",
        "1735137000000000",
    ],
)
def test_a_zone_or_an_epoch_gives_utc(text):
    assert parse_stamp(text) == Stamp(NOON, utc=True)


@pytest.mark.parametrize(("text", "seconds"), [("0", 0), ("12.5", 12.5), ("00:01:15", 75), ("01:15.250", 75.25), ("1:00:00,5", 3600.5)])
def test_what_has_no_day_counts_from_the_start(text, seconds):
    assert parse_stamp(text) == Stamp(seconds=seconds)


def test_two_numbers_are_a_clock_only_where_the_column_says_so():
    assert parse_stamp("01:15") is None
    assert parse_stamp("01:15", offset=True) == Stamp(seconds=75)


@pytest.mark.parametrize("text", ["", "soon", "50000000", "1" * 24, "99999999/1/1 10:00", "25/12/2024 25:00", "x" * 100, "1e9", "²"])
def test_what_is_no_time_is_none(text):
    assert parse_stamp(text) is None


def test_the_file_settles_the_order_and_the_reader_may_choose():
    clockwork = Clockwork()
    first, _ = (clockwork.add(text) for text in ("03/04/2024 9:00", "03/25/2024 9:00"))
    assert first
    assert clockwork.settle("auto") is not None
    assert clockwork.time(first) == datetime(2024, 3, 4, 9)
    clockwork.settle("dmy")
    assert clockwork.time(first) == datetime(2024, 4, 3, 9)


@given(SECONDS)
def test_iso_reads_back(when):
    assert parse_stamp(when.isoformat()) == Stamp(when)
    assert parse_stamp(when.isoformat() + "Z") == Stamp(when, utc=True)


@given(st.one_of(st.text(max_size=30), st.text("0123456789 :./-,TZ+PMam年月日", max_size=30)))
def test_no_cell_crashes(text):
    clockwork = Clockwork()
    stamp = clockwork.add(text)
    clockwork.settle("auto")
    assert stamp is None or clockwork.time(stamp) is None or stamp.seconds is None


def test_a_raised_figure_is_no_number_of_a_date():
    assert parse_stamp("0¹0") is None
