"""A time that stands in several columns (年 月 日 時 分 秒, or 日付 and 時刻) becomes one."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from ..clock_names import clock_unit, is_date
from ..label_rules import plain_width
from .columns import Columns
from .times import read_days

_PARTS = ("年 year", "月 month", "日 day", "時 hour", "分 minute min", "秒 second sec")
_WHOLE = re.compile(r"\d{1,4}")
_OF_A_DAY = re.compile(r"\d{1,2}(?::|時)\s*\d{1,2}.*|(?:午前|午後|am|pm).*", re.IGNORECASE)
_WITHOUT_YEAR = re.compile(r"(\d{1,2})[/月](\d{1,2})日?")
_LEAP_YEAR = 2000  # for the first of the days without one


def names_parts(names: Sequence[str]) -> bool:
    """Return whether a time may stand in several columns of a table."""
    parts = {word for words in _PARTS for word in words.split()}
    return sum(plain_width(name).lower() in parts for name in names) > 1


def join_parts(columns: Columns) -> None:
    """Join a time's parts in `columns`, where they are such in every row."""
    _join_numbers(columns)
    _join_date_and_time(columns)


def _join_numbers(columns: Columns) -> None:
    places = {plain_width(name).lower(): name for name in columns.cells}
    names = [next((places[word] for word in words.split() if word in places), None) for words in _PARTS]
    found = [name for name in names if name is not None]
    first = names.index(found[0]) if found else len(names)
    # 月 and 日 without 年 may be days of a week.
    is_date_only = first == 0 and len(found) == 3 and names[3:] == [None] * 3
    if not is_date_only and (first + len(found) != len(names) - (names[-1] is None) or names[4] is None):
        return
    if len(found) < 2:
        return  # 分 alone is a clock, or a channel
    cells = list(zip(*(columns.cells[name] for name in found), strict=True))
    if not cells or not all(_WHOLE.fullmatch(cell) for row in cells for cell in row):
        return
    rows = [[*[""] * first, *row, *["0"] * (names[-1] is None)] for row in cells]
    if is_date_only:
        _replace(columns, found, "日付", ["/".join(row) for row in cells])
        return
    years = _years([int(month) for _year, month, *_rest in rows]) if first == 1 else [0] * len(rows)
    texts = [_written([parts[0] or str(year), *parts[1:]]) for parts, year in zip(rows, years, strict=True)]
    _replace(columns, found, "日時" if first < 4 else "時間(秒)", texts)


def _written(parts: Sequence[str]) -> str:
    year, month, day, hour, minute, second = parts
    if not hour:
        return str(int(minute) * 60 + int(second))
    date = f"{year}/{month}/{day} " if month else ""
    return f"{date}{hour}:{int(minute):02}:{int(second):02}"


def _years(months: Sequence[int]) -> list[int]:
    """Return a year for each of the months of dates that say none: behind December begins the next one."""
    years = [_LEAP_YEAR] * min(len(months), 1)
    for before, month in itertools.pairwise(months):
        years.append(years[-1] + (month < before - 6) - (month > before + 6))
    return years


def _join_date_and_time(columns: Columns) -> None:
    dates = next((name for name in columns.cells if is_date(name)), None)
    clock = next((name for name in columns.cells if clock_unit(name) is not None), None)
    if dates is None or clock is None:
        return
    days = [plain_width(day) for day in columns.cells[dates]]
    if all(found := [_WITHOUT_YEAR.fullmatch(day) for day in days]):
        parts = [(int(match[1]), int(match[2])) for match in found if match]
        years = _years([month for month, _day in parts])
        days = [f"{year}/{month}/{day}" for year, (month, day) in zip(years, parts, strict=True)]
    known = read_days(days)
    rows = list(zip(days, columns.cells[clock], known, strict=True))
    if any(columns.cells[clock]) and all(
        (day is not None and _OF_A_DAY.fullmatch(plain_width(time))) or not time for _text, time, day in rows
    ):
        _replace(columns, [dates, clock], clock, [f"{text} {time}" if time else "" for text, time, _day in rows])


def _replace(columns: Columns, names: Sequence[str], joined: str, cells: list[str]) -> None:
    """Put one column in the place of the first of `names`, and none in those of the others."""
    columns.cells = {
        joined if name == names[0] else name: cells if name == names[0] else column
        for name, column in columns.cells.items()
        if name not in names[1:]
    }
