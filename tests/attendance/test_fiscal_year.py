from __future__ import annotations

from datetime import date

import pytest

from kimotsuki_ictclub.attendance import fiscal_year
from kimotsuki_ictclub.errors import AttendanceError
from kimotsuki_ictclub.language import set_language


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2020, 4, 1), 2020), (date(2021, 3, 31), 2020), (date(2020, 3, 31), 2019), (date(2021, 4, 1), 2021)],
)
def test_a_fiscal_year_goes_from_april_to_march(day: date, year: int) -> None:
    assert fiscal_year.fiscal_year_of(day) == year
    assert fiscal_year.first_day(year) <= day <= fiscal_year.last_day(year)


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("R2", 2020), ("r2", 2020), ("Ｒ２", 2020), ("令和2年度", 2020), ("令和２年", 2020), ("2020", 2020),
        ("FY2020", 2020), ("令和元年度", 2019), ("令和元", 2019), ("H31", 2019), ("平成30年度", 2018), (" R7 ", 2025),
    ],
)  # fmt: skip
def test_written_fiscal_years_are_understood(written: str, year: int) -> None:
    assert fiscal_year.parse_fiscal_year(written) == year


@pytest.mark.parametrize("written", ["", "R", "R0", "20", "昭和60", "1850", "R2020", "令和", "2020-21", "元", "FY20"])
def test_other_texts_are_no_fiscal_year(written: str) -> None:
    with pytest.raises(AttendanceError) as caught:
        fiscal_year.parse_fiscal_year(written)
    assert caught.value.code == "bad-fiscal-year"


def test_the_name_is_in_the_readers_language() -> None:
    assert fiscal_year.fiscal_year_name(2020) == "FY2020"
    set_language("ja")
    assert [fiscal_year.fiscal_year_name(year) for year in (2018, 2019, 2020)] == [
        "平成30年度", "令和元年度", "令和2年度",
    ]  # fmt: skip


def test_the_months_of_a_fiscal_year_begin_in_april() -> None:
    months = fiscal_year.months(2020)
    assert (months[0], months[-1], len(months)) == ((2020, 4), (2021, 3), 12)
