"""Clock cells → seconds: numbers in a unit, times of day, dates with times."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from ..clock_names import unit_of_time
from ..label_rules import plain_width
from .numbers import plain_numbers, read_number

_DAY = 86_400.0
SINCE_AN_EPOCH = 1e8  # seconds: from here on a clock counts from a date (1970, mostly), and not from a reset
_EPOCH_MS = 1e11
_SPREADSHEET_DAYS = (30_000, 80_000)  # since 1899-12-30: the years 1982 to 2118
LONGEST = 1e12  # seconds; what says more is no clock
_DATE = (
    r"(?:(?P<y>\d{4})[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?"
    r"|(?P<m2>\d{1,2})(?P<mark>[/.])(?P<d2>\d{1,2})(?P=mark)(?P<y2>\d{4}|\d{2}(?!\d)))"
)
_TIME = (
    r"(?P<half>午前|午後|am|pm)?\s*(?P<h>\d{1,2})(?::|時)\s*(?P<min>\d{1,2})"
    r"(?:(?::|分)\s*(?:(?P<s>\d{1,2}(?:[.,]\d+)?)秒?)?)?分?\s*(?P<half2>am|pm)?"
)
_ERA = re.compile(r"(令和|令|r|平成|平|h)\s*(元|\d{1,2})(?=\s*[-/.年])", re.IGNORECASE)
_YEARS_BEFORE = {"令": 2018, "r": 2018, "平": 1988, "h": 1988}
_MOMENT = re.compile(
    rf"(?:{_DATE}(?:\s*\([^)]*\))?[t\s,]\s*)?{_TIME}(?:\s*(?P<zone>z|utc|jst|[+-]\d\d:?\d\d))?", re.IGNORECASE
)
_SHORT_DATE = re.compile(rf"(?=\d{{1,2}}[/.]){_DATE}")
_NUMBER_BEFORE = re.compile(r"[\d\s.,．，+\-－−]*")
_MINUTES = re.compile(r"(\d{1,4}):(\d\d[.,]\d+)")  # a spreadsheet's 02:05.3


def _plain(cell: str) -> str:
    """Return a cell in plain width, with the years of an era (令和2年, R2.6.13) counted as others."""
    return _ERA.sub(
        lambda found: str(_YEARS_BEFORE[found[1][0].lower()] + (1 if found[2] == "元" else int(found[2]))),
        plain_width(cell).strip(),
    )


def is_moment(cell: str) -> bool:
    """Tell whether a cell is a time of day, with or without a date, or a date alone."""
    text = _plain(cell)
    return bool(_MOMENT.fullmatch(text) or re.fullmatch(_DATE, text))


def read_clock(cells: Sequence[str], unit: float, *, decimal_comma: bool) -> list[float | None]:
    """Return the seconds that a column of a clock says, None where a cell says none.

    `unit` are the seconds in one unit of its numbers. Where it is NaN, numbers with a decimal sign are seconds, whole
    ones milliseconds.
    """
    plain = plain_numbers(cells)
    if plain is not None and unit == unit:
        return [number * unit if number is not None and abs(number * unit) < LONGEST else None for number in plain]
    order = _order_of(cells)
    times: list[float | None] = []
    numbers: dict[int, float] = {}
    days = 0.0
    last = -math.inf
    for index, cell in enumerate(cells):
        number = read_number(cell, decimal_comma=decimal_comma) if cell else None
        if number is not None:
            times.append(None)
            if number == number:
                numbers[index] = number
            continue
        seconds, dated = _moment(_plain(cell), order) if cell else (None, True)
        if seconds is not None and not dated:
            while seconds + days < last:
                days += _DAY  # past midnight
            last = seconds = seconds + days
        times.append(seconds)
    if unit != unit:
        unit = unit_of_numbers([*numbers.values()], [cells[index] for index in numbers])
        units = {
            index: unit_of_time(_NUMBER_BEFORE.sub("", cells[index]))  # 5秒
            for index in numbers
            if not cells[index][-1].isdigit()
        }
    else:
        units = {}
    for index, number in numbers.items():
        seconds = number * (units.get(index) or unit)
        times[index] = seconds if abs(seconds) < LONGEST else None
    return times


def newest_first(cells: Sequence[str], unit: float, *, decimal_comma: bool) -> bool:
    """Return whether each of the three or more times of a column is before the one above it."""
    count, last = 0, math.inf
    for cell in filter(None, cells):
        (time,) = read_clock([cell], unit, decimal_comma=decimal_comma)
        if time is None or time >= last:
            return False
        count, last = count + 1, time
    return count > 2


def read_days(cells: Sequence[str]) -> list[float | None]:
    """Return the seconds that a column of dates says, None where a cell is no date."""
    order = _order_of(cells)
    days = [re.fullmatch(_DATE, _plain(cell)) for cell in cells]
    return [None if day is None else _seconds_of_date(day, order) for day in days]


def unit_of_numbers(values: Sequence[float], texts: Sequence[str] = ()) -> float:
    """Return the seconds in one unit of clock numbers whose name says none; `texts` is how they are written."""
    if _are_days(values):
        return _DAY
    if any("." in text or "," in text for text in texts) or any(not value.is_integer() for value in values):
        return 1.0
    return 1.0 if values and all(SINCE_AN_EPOCH <= value < _EPOCH_MS for value in values) else 0.001


def _are_days(values: Sequence[float]) -> bool:
    """Tell whether numbers are a spreadsheet's days (43995.41667) or parts of a day (0.416678241): no board counts
    hours in steps below a hundredth of a second.
    """
    if len(values) < 2 or any(not 0 <= b - a < 0.01 for a, b in itertools.pairwise(values)):
        return False
    if _SPREADSHEET_DAYS[0] <= values[0] and values[-1] < _SPREADSHEET_DAYS[1]:
        return values[-1] > values[0]
    fine = sum(abs(value * 1e4 - round(value * 1e4)) > 1e-6 for value in values)
    return values[0] > 1 / 24 and values[-1] < 1 and 2 * fine > len(values)


def _moment(text: str, order: str) -> tuple[float | None, bool]:
    """Return the seconds in a time of day, and whether they count from a date."""
    minutes = _MINUTES.fullmatch(text)
    if minutes:
        return int(minutes[1]) * 60 + float(minutes[2].replace(",", ".")), False
    found = _MOMENT.fullmatch(text)
    if found is None:
        return None, False
    hour, half = int(found["h"]), (found["half"] or found["half2"] or "").lower()
    if half in ("午後", "pm") and hour < 12:
        hour += 12
    elif half in ("午前", "am") and hour == 12:
        hour = 0
    seconds = hour * 3600 + int(found["min"]) * 60 + float((found["s"] or "0").replace(",", "."))
    if found["y"] is None and found["y2"] is None:
        return seconds, False
    start = _seconds_of_date(found, order)
    return (None, False) if start is None else (start + seconds - _offset(found["zone"]), True)


def _order_of(cells: Sequence[str]) -> str:
    """Return in which order year, month and day stand in a column of dates whose year is not first in full: "mdy", but
    "dmy" where points stand between or a first number is no month, "ymd" for two digits of a year in Japanese.
    """
    found = [match for cell in cells if "/" in cell or "." in cell if (match := _SHORT_DATE.match(_plain(cell)))]
    short = [match for match in found if len(match["y2"]) == 2]
    if short and not any("m" in cell.lower() for cell in cells):  # no AM and PM
        return "ymd"
    return "dmy" if any(match["mark"] == "." or int(match["m2"]) > 12 for match in found) else "mdy"


def _seconds_of_date(found: re.Match[str], order: str) -> float | None:
    """Return when the day that _DATE found began, in seconds; None where there is no such day."""
    if found["y"]:
        year, month, day = int(found["y"]), int(found["m"]), int(found["d"])
    else:
        numbers = dict(zip(order, (int(found["m2"]), int(found["d2"]), int(found["y2"])), strict=True))
        year, month, day = numbers["y"], numbers["m"], numbers["d"]
    with suppress(ValueError):
        return date(year if year > 99 else 2000 + year, month, day).toordinal() * _DAY
    return None


def _offset(zone: str | None) -> float:
    if not zone or zone[0] not in "+-":
        return 9 * 3600.0 if zone and zone.lower() == "jst" else 0.0
    digits = zone[1:].replace(":", "")
    return (int(digits[:2]) * 3600 + int(digits[2:]) * 60) * (1 if zone[0] == "+" else -1)
