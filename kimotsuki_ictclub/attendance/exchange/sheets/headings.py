"""The rows of headings of a table: which columns are known, which are days, which are the town's own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ....errors import AttendanceError
from ...models import Venue
from ...names import fold
from ...times_of_day import times_in
from ...wareki import has_day, is_day_of_a_session, is_day_without_year, is_weekday
from ..columns import Column, column_of, is_ambiguous_name, is_own_heading, is_remark_heading
from ..tables import Row, Table

SEARCHED = 20  # rows; above the headings towns put a title and the year
_LONGEST_MONTH = 31  # columns
_YEAR = r"(?:(?:令和?|平成?|[rh])\s*\d{1,2}|\d{4})\s*(?:年度?|[./-])"
_YEARS = re.compile(_YEAR)
_MONTH = re.compile(rf"(?:{_YEAR}\s*)?(\d{{1,2}})月?(?:分|度)?")
_CLASS = re.compile("組|クラス|学級|class")
_BARE_DAY = re.compile(r"(?:[1-9]|[12]\d|3[01])日?")
_ORDINAL = re.compile(r"第?\s*\d{0,3}\s*回目?|[#＃]?\d{1,3}")


@dataclass
class Layout:
    """What the columns of a table mean; columns count from 0."""

    row: Row  # the row that names people or dates
    first: int = 0  # index of the first row below the headings
    columns: dict[int, Column] = field(default_factory=dict)
    days: dict[int, Any] = field(default_factory=dict)  # a text with a day in it, or a date
    unused: dict[int, str] = field(default_factory=dict)  # the town's own columns, such as 備考
    headings: dict[int, str] = field(default_factory=dict)  # as written, for messages
    venue: Venue | None = None  # that the sheet or its title names
    venues: dict[int, Venue] = field(default_factory=dict)  # of days whose heading names one: 6/13 内之浦
    again: dict[int, Column] = field(default_factory=dict)  # columns that say a number, nickname or date once more
    refused: set[int] = field(default_factory=set)  # columns whose heading was refused already
    full_names_in: str = ""  # the heading (名前) that is read as full name, because another one says ニックネーム

    @property
    def known(self) -> set[Column]:
        """The columns that are there."""
        return set(self.columns.values())

    @property
    def used(self) -> set[int]:
        """The columns from which something is read."""
        return {*self.columns, *self.days}

    @property
    def remarks(self) -> list[int]:
        """The columns in which remarks about a session stand: 備考, 状態."""
        return [index for index, heading in self.unused.items() if is_remark_heading(heading)]

    def title(self, table: Table) -> list[Any]:
        """Return what stands above the headings."""
        return [cell for row in table.rows if row.number < self.row.number for cell in row.cells if cell != ""]

    def refuse(self, index: int) -> None:
        """Leave a day's column out that was told to be wrong."""
        self.days.pop(index, None)
        self.refused.add(index)

    def column(self, *wanted: Column) -> int | None:
        """Return where the first of `wanted` stands, or None."""
        return next((index for index, column in self.columns.items() if column in wanted), None)

    def ambiguous_names(self) -> int | None:
        """Return the column of nicknames if its heading (名前, 参加者) may also stand above full names."""
        index = self.column(Column.NICKNAME)
        return index if index is not None and is_ambiguous_name(self.headings[index]) else None


def find_layout(table: Table) -> Layout | None:
    """Return what the headings of `table` mean; a title above them is passed over. None without such a row."""
    best: int | None = None
    for index, row in enumerate(table.rows[:SEARCHED]):
        known = {column_of(cell) for cell in row.cells} - {None}
        if _names_something(known) and (len(known) > 1 or _days_in(row) or _names_no_more(known, row)):
            best = index
            break
        if best is None and known == {Column.NICKNAME}:
            best = index  # a title such as 参加者, unless nothing better follows
    return None if best is None else _layout(table.rows, best)


def heading_of(table_layout: Layout, index: int) -> str:
    """Return the heading above a column, or its letter where there is none."""
    return table_layout.headings.get(index) or letter_of(index)


def letter_of(index: int) -> str:
    """Return a column's letter in Excel: A for 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def is_about_days(cell: Any) -> bool:
    """Return whether a cell only says more about a day's heading: a weekday, 第3回, a time, a day."""
    if is_weekday(cell) or has_day(cell) or _ORDINAL.fullmatch(fold(str(cell))):
        return True
    try:
        return bool(times_in(cell))
    except AttendanceError:
        return False


def _names_something(known: set[Column | None]) -> bool:
    people = {Column.NUMBER, Column.NICKNAME, Column.FULL_NAME}
    return bool(known & people) or (Column.DATE in known and len(known) > 1)


def _names_no_more(known: set[Column | None], row: Row) -> bool:
    return known == {Column.NICKNAME} and len(row.own) > 1


def _days_in(row: Row) -> bool:
    return any(has_day(row.cells[index]) for index in row.own)


def _layout(rows: list[Row], main: int) -> Layout:
    above = [rows[index] for index in (main - 2, main - 1) if index >= 0 and _stands_above(rows[index], rows[main])]
    below: list[Row] = []
    while len(below) < 2 and (after := main + 1 + len(below)) < len(rows) and _goes_on(rows[after], rows[main]):
        below.append(rows[after])
    groups = [_carried(row) for row in (*above, rows[main], *below)]
    layout = Layout(rows[main], first=main + 1 + len(below))
    for index in range(max(len(row.cells) for row in (*above, rows[main], *below))):
        texts = _texts([rows[main], *below], index)
        column = _column(texts)
        if not texts:  # its name stands one row higher
            column = _column(_texts(above, index))
            texts = _texts(above, index) if column else []
        day = None if column else _day([group[index] for group in groups if index in group])
        if not texts and day is None:
            continue
        layout.headings[index] = " ".join(" ".join(str(text).split()) for text in texts) or str(day)
        if column is not None:
            _note_column(layout, index, column)
        elif day is not None and is_day_of_a_session(day) and not is_own_heading(layout.headings[index]):
            layout.days[index] = day
        else:
            layout.unused[index] = layout.headings[index]
    return layout


def _texts(rows: list[Row], index: int) -> list[Any]:
    return [text for text in dict.fromkeys(row.cell(index) for row in rows) if text != ""]


def _column(texts: list[Any]) -> Column | None:
    """Return the column that the lowest text names: below 参加者 may stand ニックネーム."""
    return next((found for text in reversed(texts) if (found := column_of(text))), None)


def _stands_above(row: Row, main: Row) -> bool:
    """Return whether a row belongs to the headings and is more than a title: it names months, days or columns."""
    return main.number - row.number <= 2 and any(
        index > 0 and (_is_group(row.cells[index]) or has_day(row.cells[index]) or column_of(row.cells[index]))
        for index in row.own
    )


def _goes_on(row: Row, main: Row) -> bool:
    """Return whether `row` is a second row of headings below `main`: it holds nothing but names of columns and
    days, some of them new, and no person.
    """
    months = _carried(main)
    gain = False
    for index in row.own:
        cell, over = row.cells[index], main.cell(index)
        if column_of(cell):
            gain = True
        elif column_of(over):
            return False  # below a known column stands data
        elif _BARE_DAY.fullmatch(fold(str(cell))):
            if not _is_month(months.get(index, "")):
                return False
            gain = True
        elif has_day(cell):
            gain = gain or not has_day(over)
        elif not is_about_days(cell) and not is_own_heading(cell):
            return False
    return gain


def _is_month(cell: Any) -> bool:
    return isinstance(cell, date) or _MONTH.fullmatch(fold(str(cell))) is not None


def _is_group(cell: Any) -> bool:
    """Return whether a heading stands for the columns to its right as well: 令和2年, 6月, 6."""
    return _is_month(cell) or _YEARS.fullmatch(fold(str(cell))) is not None


def _carried(row: Row) -> dict[int, Any]:
    """Return the cells of a row of headings, a month or year carried over the empty cells to its right."""
    cells: dict[int, Any] = {}
    group: Any = ""
    for index in range(len(row.cells) + _LONGEST_MONTH):
        cell = row.cell(index)
        if cell != "":
            group = cell if _is_group(cell) else ""
            cells[index] = cell
        elif group != "":
            cells[index] = group
    return cells


def _day(parts: list[Any]) -> Any | None:
    """Return the day that the cells above a column, from the top, name: a date, or a text with it."""
    if not parts or isinstance(parts[-1], date):
        return parts[-1] if parts else None
    *above, last = parts
    years = " ".join(str(part) for part in above if _YEARS.fullmatch(fold(str(part))))
    if has_day(last):
        return f"{years} {last}" if years and is_day_without_year(last) else last
    number = _BARE_DAY.fullmatch(fold(str(last)))
    month = next((part for part in reversed(above) if _is_month(part)), None)
    if number and month is not None:
        day = number[0].removesuffix("日")
        if isinstance(month, date):
            return f"{month.year}/{month.month}/{day}"
        return f"{years} {str(month).rstrip('月分度')}月{day}日".strip()
    if is_about_days(last):  # 第1回 below 6/13
        return next((part for part in reversed(above) if has_day(part)), None)
    return None


def _note_column(layout: Layout, index: int, column: Column) -> None:
    """Note a known column; of two of a kind the first counts, but ニックネーム makes 名前 a full name. A number beside
    the class (学年, 組, 番号) is none of a participant: two classes have the same ones.
    """
    if column is Column.NUMBER and _CLASS.fullmatch(fold(layout.unused.get(index - 1, ""))):
        layout.unused[index] = layout.headings[index]
        return
    there = layout.column(column)
    if there is None:
        layout.columns[index] = column
        return
    ambiguous = {place: is_ambiguous_name(layout.headings[place]) for place in (there, index)}
    if column is Column.NICKNAME and len(set(ambiguous.values())) == 2 and Column.FULL_NAME not in layout.known:
        for place, full in ambiguous.items():
            layout.columns[place] = Column.FULL_NAME if full else Column.NICKNAME
            layout.full_names_in = layout.headings[place] if full else layout.full_names_in
    else:
        layout.unused[index] = layout.headings[index]
        if column in (Column.NUMBER, Column.NICKNAME, Column.DATE):
            layout.again[index] = column
