"""The fiscal year (年度): 1 April to 31 March, named by the calendar year in which it begins."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from ..errors import AttendanceError
from ..language import N_, language

FIRST_MONTH = 4
# 令和N年度 = year - 2018; 平成N年度 = year - 1988. 令和元年度 is 2019, though April 2019 was still 平成31年.
REIWA_BEFORE = 2018
HEISEI_BEFORE = 1988
# No records are older than the eras known here, and a typing slip should not make a year of its own.
EARLIEST, LATEST = 1989, 2099

_ERAS = {"令和": REIWA_BEFORE, "R": REIWA_BEFORE, "平成": HEISEI_BEFORE, "H": HEISEI_BEFORE}
_IN_TEXT = re.compile(r"(?:(?:令和|平成|R|H)\s*(?:元|\d{1,2})|(?<!\d)20\d\d)\s*年度", re.IGNORECASE)
# What is about one month says its calendar year.
_MONTH = re.compile(
    r"(?:.*(?:教室|会場|クラブ)の?)?\s*(?P<year>(?:(?:令和|平成|R|H)\s*(?:元|\d{1,2})|20\d\d)\s*年)\s*(?P<month>\d{1,2})月[分度]?の?\s*"
    r"(?:(?:出席|出欠|参加|名簿|受付).*)?",
    re.IGNORECASE,
)
_WRITTEN = re.compile(r"(令和|平成|R|H|FY)?\s*(元|\d{1,4})\s*(?:年度|年)?", re.IGNORECASE)


def fiscal_year_of(day: date) -> int:
    """Return the fiscal year of `day`: 2020 for 2020-04-01 to 2021-03-31."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def first_day(year: int) -> date:
    """Return 1 April of fiscal year `year`."""
    return date(year, FIRST_MONTH, 1)


def last_day(year: int) -> date:
    """Return 31 March, the end of fiscal year `year`."""
    return date(year + 1, FIRST_MONTH - 1, 31)


def months(year: int) -> list[tuple[int, int]]:
    """Return the twelve (calendar year, month) pairs of fiscal year `year`, April first."""
    return [(year, month) for month in range(FIRST_MONTH, 13)] + [(year + 1, month) for month in range(1, FIRST_MONTH)]


def fiscal_year_name(year: int) -> str:
    """Return "令和2年度" or "FY2020" for 2020, in the reader's language."""
    return japanese_name(year) if language() == "ja" else f"FY{year}"


def japanese_name(year: int) -> str:
    """Return the Japanese name of fiscal year `year`: "令和2年度", "平成30年度"."""
    era, before = ("令和", REIWA_BEFORE) if year > REIWA_BEFORE else ("平成", HEISEI_BEFORE)
    number = year - before
    return f"{era}{'元' if number == 1 else number}年度"


def fiscal_years_in(text: str) -> set[int]:
    """Return the fiscal years that a text names: 令和2年度 出席簿, 2020年度, 令和3年1月 出席簿 (令和2年度)."""
    plain = unicodedata.normalize("NFKC", text)
    years = {parse_fiscal_year(found[0]) for found in _IN_TEXT.finditer(plain)}
    month = _MONTH.fullmatch(plain.strip())
    if month:
        years.add(parse_fiscal_year(month["year"]) - (int(month["month"]) < FIRST_MONTH))
    return years


def parse_fiscal_year(written: str) -> int:
    """Return the year meant by "R2", "令和2年度", "令和元", "H31", "2020" or "FY2020" (full-width too).

    Raises: AttendanceError `bad-fiscal-year`.
    """
    text = unicodedata.normalize("NFKC", written).strip()
    found = _WRITTEN.fullmatch(text)
    if found:
        era, number = found.groups()
        count = 1 if number == "元" else int(number)
        before = _ERAS.get((era or "").upper(), 0)
        year = before + count
        if (before == 0 or 1 <= count <= 99) and EARLIEST <= year <= LATEST:
            return year
    raise AttendanceError(
        "bad-fiscal-year",
        N_("“%(written)s” is no fiscal year."),
        N_("Write it as R2, 令和2年度, 2020 or FY2020."),
        written=written,
    )
