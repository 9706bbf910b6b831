"""Days and clocks as exports write them."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reattune.reading.dates import ORDERS, Order, clock, clock_words, parse_day, settle


def days(*texts: str):
    return [day for text in texts if (day := parse_day(text))]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2024年12月10日", date(2024, 12, 10)),
        ("2024. 12. 10.", date(2024, 12, 10)),
        ("2016년 5월 1일", date(2016, 5, 1)),
        ("R6/12/01", date(2024, 12, 1)),
        ("令和6年12月1日", date(2024, 12, 1)),
        ("令和元年5月2日", date(2019, 5, 2)),
        ("H31/04/29", date(2019, 4, 29)),
        ("25/12/2567", date(2024, 12, 25)),
        ("25/12/67", date(2024, 12, 25)),
        ("113/12/25", date(2024, 12, 25)),
        ("1403/1/1", date(2024, 3, 20)),
        ("1399/12/30", date(2021, 3, 20)),
        ("\u200f٢٩\u200f/١٠\u200f/٢٠٢٠", date(2020, 10, 29)),
        ("२९/१०/२०२०", date(2020, 10, 29)),
        ("06/2018/13", None),
        ("20 August 2022", date(2022, 8, 20)),
        ("Aug 20, 2022", date(2022, 8, 20)),
        ("20 de agosto de 2022", date(2022, 8, 20)),
    ],
)
def test_a_day_is_read_in_its_calendar_and_script(text, read):
    day = parse_day(text)
    assert day is not None
    assert day.under("dmy") == read


def test_the_year_may_stand_in_the_middle():
    (day,) = days("06/2018/13")
    assert day.under("mdy") == date(2018, 6, 13)


@pytest.mark.parametrize("text", ["", "12/10", "1/2/3/4", "2024/2024/1", "hello 4 you 5"])
def test_what_is_no_day_is_none(text):
    assert parse_day(text) is None


@pytest.mark.parametrize(
    ("texts", "order", "ambiguous"),
    [
        (["13/04/24", "01/05/24"], "dmy", False),
        (["04/13/24", "05/01/24"], "mdy", False),
        (["03/04/24"], "dmy", True),
        (["1/1/21", "2/2/21"], "dmy", False),
        (["2024/04/03"], "ymd", False),
        (["24/12/31", "25/01/01"], "ymd", False),
        (["03/24/14", "24/03/14", "09/12/12"], "dmy", True),
        # month first these run forward; day first they jump back again and again
        (["1/9/24", "1/11/24", "2/8/24", "2/10/24", "3/7/24", "3/9/24"], "mdy", False),
        (["9/1/24", "11/1/24", "8/2/24", "10/2/24", "7/3/24", "9/3/24"], "dmy", False),
        # one step back may be a wrong clock
        (["6/3/17", "8/5/17", "9/4/17"], "dmy", True),
    ],
)
def test_the_order_is_decided_from_the_whole_file(texts, order, ambiguous):
    assert settle(days(*texts)) == Order(order, ambiguous)


def test_names_of_pictures_choose_but_do_not_settle():
    assert settle(days("03/04/24"), leaning={"mdy": 2}) == Order("mdy", True)


@given(st.sampled_from(ORDERS), st.lists(st.dates(date(2010, 1, 1), date(2040, 1, 1)), min_size=1))
def test_the_chosen_order_settles_everything(order, dates):
    written = [day for one in dates if (day := parse_day(f"{one:%d/%m/%Y}"))]
    assert settle(written, order) == Order(order, False)


@given(st.lists(st.dates(date(2010, 1, 1), date(2040, 1, 1)), min_size=1), st.sampled_from(["%d/%m/%Y", "%m/%d/%y", "%d.%m.%y"]))
def test_what_is_called_settled_reads_back(dates, form):
    order = "mdy" if form.startswith("%m") else "dmy"
    dates = [*sorted(dates), date(2041, 12, 31)]
    written = [day for one in dates if (day := parse_day(one.strftime(form)))]
    assert settle(written) == Order(order, False)
    assert [day.under(order) for day in written] == dates


@pytest.mark.parametrize(
    ("before", "text", "after", "read"),
    [
        (", ", "1:55", " PM", time(13, 55)),
        (", ", "1:55", "\u202fpm", time(13, 55)),
        (" ", "1:55:07", " p.\u00a0m.", time(13, 55, 7)),
        (", ", "12:05", " a. m.", time(0, 5)),
        (", ", "00:08", " a. m.", time(0, 8)),
        (". 오후 ", "2:30", "", time(14, 30)),
        (" 上午", "12:30", "", time(0, 30)),
        ("日 星期二 下午", "2:30", "", time(14, 30)),
        (" 晚上", "11:30", "", time(23, 30)),
        (" 凌晨", "2:30", "", time(2, 30)),
        (" 中午", "12:30", "", time(12, 30)),
        (" 午後", "2:30", "", time(14, 30)),
        ("، ", "٢:٥٦:٠٠", "\u00a0م", time(14, 56)),
        ("، ", "٢:٥٦", " ص", time(2, 56)),
        (", ", "2:56", " अपराह्न", time(14, 56)),
        (", ", "2:56", " রাত", time(2, 56)),
        (", ", "9:56", " রাত", time(21, 56)),
        (" klo ", "21.25.15", "", time(21, 25, 15)),
        (" à ", "14:30", "", time(14, 30)),
        (" ", "14 h 30", "", time(14, 30)),
        (" um ", "9:41", " nachm.", time(21, 41)),
        (" kl. ", "21.25", "", time(21, 25)),
        ("г., ", "21:25", " ч.", time(21, 25)),
        (" ", "3:07", " in the afternoon", time(15, 7)),
        (" ", "25:00", "", None),
    ],
)
def test_a_clock_is_read_with_the_words_beside_it(before, text, after, read):
    said = clock_words(before, after)
    assert said.unknown == ""
    assert clock(text, said.part) == read


def test_a_word_that_nobody_knows_is_told():
    assert clock_words(" ", " zzz").unknown == "zzz"
