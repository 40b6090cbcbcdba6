from __future__ import annotations

from datetime import date, datetime, time

import pytest

from kimotsuki_ictclub.attendance.wareki import parse_day, parse_time
from kimotsuki_ictclub.errors import AttendanceError


@pytest.mark.parametrize(
    "written",
    [
        "2020-06-13", "2020/6/13", "2020.6.13", "2020年6月13日", "２０２０／６／１３", "20200613",
        "令和2年6月13日", "令和２年６月１３日", "R2.6.13", "R02/06/13", "r2-6-13",
        "2020年6月13日（土）", "2020/6/13(土)", "43995", "43995.0", "2020-06-13 00:00:00",
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
    "written", ["18:30", "１８：３０", "18時30分", "午後6時30分", "6:30 PM", "0.7708333333", time(18, 30)]
)
def test_the_same_time_in_many_forms(written: object) -> None:
    assert parse_time(written) == "18:30"


def test_no_time_and_bad_times() -> None:
    assert parse_time("") == parse_time(None) == ""
    assert parse_time("12:05 PM") == "12:05"
    for written in ("25:00", "18:61", "evening"):
        with pytest.raises(AttendanceError):
            parse_time(written)
