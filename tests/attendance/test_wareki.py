from __future__ import annotations

from datetime import date, datetime

import pytest

from kimotsuki_ictclub.attendance.wareki import day_in, is_day_without_year, is_weekday, parse_day
from kimotsuki_ictclub.errors import AttendanceError


@pytest.mark.parametrize(
    "written",
    [
        "2020-06-13", "2020/6/13", "2020.6.13", "2020年6月13日", "２０２０／６／１３", "20200613",
        "令和2年6月13日", "令和２年６月１３日", "R2.6.13", "R02/06/13", "r2-6-13",
        "2020年6月13日（土）", "2020/6/13(土)", "43995", "43995.0", "2020-06-13 00:00:00",
        "令2.6.13", "㋿2.6.13", "令和二年六月十三日", "二〇二〇年六月十三日", "令和2年度6月13日", "R2・6・13",
        "2020/6/13 土", "土 2020/6/13", "2020年6月13日(土曜日)", "令和2年 6月 13日",
        date(2020, 6, 13), datetime(2020, 6, 13, 18, 30),
    ],
)  # fmt: skip
def test_the_same_day_in_many_forms(written: object) -> None:
    assert parse_day(written) == date(2020, 6, 13)


def test_eras_and_their_first_year() -> None:
    assert parse_day("令和元年5月1日") == date(2019, 5, 1)
    assert parse_day("平成31年4月30日") == date(2019, 4, 30)


def test_a_day_without_a_year_lies_in_the_fiscal_year() -> None:
    assert parse_day("6/13", fiscal_year=2020) == date(2020, 6, 13)
    assert parse_day("3月6日", fiscal_year=2020) == date(2021, 3, 6)
    with pytest.raises(AttendanceError):
        parse_day("6/13")


@pytest.mark.parametrize(
    "written", ["", "2020-02-30", "令和2年13月1日", "20-6-13", "元年6月13日", "soon", "99999", "6"]
)
def test_other_texts_are_no_date(written: str) -> None:
    with pytest.raises(AttendanceError) as caught:
        parse_day(written)
    assert caught.value.code == "bad-date"


@pytest.mark.parametrize(
    "written",
    [
        "第1回(6/13)", "第２回　6/13", "6月13日(土)③", "6/13②", "6/13²", "Ⅱ 6/13", "'6/13", "6/13(土)午後",
        "六月十三日", "6/13 10:00～11:30", "2.6.13", "20/6/13", "R2/6/13 第13回", "6月\n13日", 6.13,
    ],
)  # fmt: skip
def test_a_day_among_other_words(written: object) -> None:
    assert day_in(written, fiscal_year=2020) == date(2020, 6, 13)


@pytest.mark.parametrize(
    "written", ["6/13・6/20", "6/13-20", "6/13-6/14", "第3回", "6月", "13", "6/13/2020", 6.2, "1" * 400]
)
def test_no_day_or_two_are_none(written: object) -> None:
    with pytest.raises(AttendanceError) as caught:
        day_in(written, fiscal_year=2020)
    assert caught.value.code == "bad-date"


def test_a_day_lies_in_the_fiscal_year_or_is_not() -> None:
    assert day_in("令和2年度3月6日") == date(2021, 3, 6)
    assert day_in("3.1.16", fiscal_year=2020) == date(2021, 1, 16)
    assert parse_day("2/29", fiscal_year=2019) == date(2020, 2, 29)
    for written, year in (("2/29", 2020), ("6/31", 2020), ("2.6.13", 2021)):
        with pytest.raises(AttendanceError):
            parse_day(written, fiscal_year=year)


def test_which_words_are_days_and_weekdays() -> None:
    assert [is_day_without_year(word) for word in ("6/13", "第1回(6/13)", "R2.6.13", "備考")] == [
        True,
        True,
        False,
        False,
    ]
    assert [is_weekday(word) for word in ("土", "（土）", "土曜日", "Sat.", "土星")] == [True, True, True, True, False]
