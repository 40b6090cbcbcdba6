"""From one sheet to the plan and the entries: what its columns mean, which are refused, and what each row says."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session as Transaction

from ....errors import AttendanceError, ClubError
from ....language import N_
from ...fiscal_year import fiscal_year_name, fiscal_years_in
from ...models import Venue
from ...times_of_day import from_to
from ...venues import check_venue, find_venue, venue_in
from ...wareki import day_in, has_day, is_day_of_a_session, is_day_without_year
from ..columns import PRESENCE, Column, is_own_heading, is_remark_heading
from ..entries import Entries, Place, Problem
from ..plan import LeftOut, Plan
from ..tables import Row, Table
from .asides import aside, doubtful, is_note, is_number, perhaps_people
from .headings import Layout, find_layout, heading_of, letter_of
from .marks import is_cancelled, is_dash, is_error_value, is_plain_mark, mark_of
from .names_in import full_names_in, several_names_in
from .reading_rows import Day, RowReader, check_year, column_name
from .reshaping import (
    with_a_row_for_each_name,
    with_days_in_one_column,
    with_dittos_filled,
    with_one_column_of_states,
)

_HALF_A_YEAR = timedelta(days=183)
_STATES = re.compile("(?:出|欠)席?|遅刻?|早退?|公欠|忌引")
_PERHAPS_A_TENTH = re.compile(r"\d\d?\.[123]")
_HELD = {Column.DATE, *PRESENCE}  # what only lists of sessions and presences have
_BRACKETS = " \u3000<>【】〔〕《》[]（）()＜＞［］■◆●・"


@dataclass(frozen=True)
class Said:
    """What was said about a file beside what stands in it, as `plan_import` takes it."""

    venue: str | None
    year: int | None
    as_nicknames: bool
    leave_out: Collection[str]


class SheetReader:
    """Reads sheet after sheet of a file of `sheets` sheets into one plan and its entries."""

    def __init__(self, db: Transaction, said: Said, sheets: int, plan: Plan, entries: Entries) -> None:
        self.db = db
        self.said = said
        self.sheets = sheets
        self.plan = plan
        self.entries = entries

    def read(self, number: int, table: Table) -> bool:
        """Take in the sheet `table`; False where no row of it is understood as headings.

        Raises: AttendanceError where the whole file has to be refused: `other-year`, `day-without-year`, another venue.
        """
        table = with_one_column_of_states(with_days_in_one_column(with_dittos_filled(table)))
        table = with_a_row_for_each_name(table, self.plan.problems)
        layout = find_layout(table)
        if layout is None:
            self.plan.unused_sheets.append(table.sheet)
            return False
        self._leave_out(layout)
        if self.said.as_nicknames and Column.NICKNAME not in layout.known and Column.FULL_NAME in layout.known:
            layout.columns[layout.column(Column.FULL_NAME) or 0] = Column.NICKNAME
        self._title(table, layout)
        rows = self._data(table, layout)
        self._days(table, layout)
        day = self._day_of_all(table, layout)
        self._own_columns(table, layout, rows)
        self._tell(table, layout, rows)
        if not self.said.as_nicknames:
            self.plan.problems += full_names_in(table, layout, rows)
            self.plan.problems += several_names_in(table, layout, rows)
        reader = RowReader(
            self.db, table, layout, self.entries, number=number, venue=self.said.venue, year=self.said.year,
            legend=self.plan.legend, alone=self.sheets == 1, day=day,
        )  # fmt: skip
        for row in rows:
            try:
                reader.read(row)
            except (ClubError, ValueError) as error:
                self.plan.problems.append(Problem((Place(row.place),), _as_club_error(error)))
        return True

    def _title(self, table: Table, layout: Layout) -> None:
        """Check that neither the sheet nor a title names another fiscal year or venue than was said."""
        title = layout.title(table)
        by_sheet = venue_in(self.db, [table.sheet])
        layout.venue = by_sheet or venue_in(self.db, title, title=True)
        if self.said.venue is not None and Column.VENUE not in layout.known:
            where = table.sheet if by_sheet else " ".join(map(str, title))
            check_venue(layout.venue, find_venue(self.db, self.said.venue), where)
        said = [str(text) for text in (table.sheet, *title)]
        years = {year for text in said for year in fiscal_years_in(text)}
        if self.said.year is not None and years and self.said.year not in years:
            raise AttendanceError(
                "other-year", N_("The list is about %(other)s, but %(year)s was said for it."),
                N_("Say the year of the list, or correct its title."),
                other=fiscal_year_name(min(years)), year=fiscal_year_name(self.said.year),
            )  # fmt: skip

    def _leave_out(self, layout: Layout) -> None:
        for index, heading in layout.headings.items():
            if heading in self.said.leave_out or letter_of(index) in self.said.leave_out:
                layout.columns.pop(index, None)
                layout.days.pop(index, None)
                layout.again.pop(index, None)
                layout.unused[index] = heading
        for index, column in layout.again.items():
            if column not in layout.known:  # the other one was left out
                layout.columns[index] = column
                layout.unused.pop(index)

    def _data(self, table: Table, layout: Layout) -> list[Row]:
        """Return the rows that hold data; the others are noted."""
        rows: list[Row] = []
        left_out: list[Row] = []
        for row in table.rows[layout.first :]:
            why = aside(row, layout)
            if why is None:
                rows.append(row)
            else:
                left_out.append(row)
                label = " ".join(str(row.cells[index]) for index in sorted(row.own))
                self.plan.left_out.append(LeftOut(row.place, label[:40], why))
                self._part(row, label, layout)
        for row in perhaps_people(left_out, rows, layout):
            error = AttendanceError(
                "part-or-person", N_("“%(label)s” stands alone in its row: the heading of a part, or a person?"),
                N_("Write 【%(label)s】 if it is a heading; give the person a number in a column 番号."),
                label=str(row.cell(min(row.own)))[:40],
            )  # fmt: skip
            self.plan.problems.append(Problem((Place(row.place),), error))
        for row in doubtful(rows, layout):
            error = AttendanceError(
                "sum-or-person", N_("“%(label)s” has numbers where the others have marks: a sum, or a person?"),
                N_("Write ○ or ×, or give the person a number; delete the row, or call it 計, if it is a sum."),
                label=" ".join(str(row.cells[index]) for index in sorted(row.own))[:40],
            )  # fmt: skip
            self.plan.problems.append(Problem((Place(row.place),), error))
        return rows

    def _part(self, row: Row, label: str, layout: Layout) -> None:
        """Refuse a list that goes on with another venue (【内之浦教室】) where one venue holds for all of it."""
        if len(row.own) > 1 or Column.VENUE in layout.known or not (layout.days or layout.known & _HELD):
            return
        try:
            other = find_venue(self.db, label.strip(_BRACKETS))
        except AttendanceError:
            return
        whole = self._venue_of(layout)
        if whole is not None and other.id != whole.id:
            error = AttendanceError(
                "other-venue", N_("“%(where)s” is about %(said)s, but the venue said for it is %(venue)s."),
                N_("Give each venue a file of its own, or each row its venue in a column 会場."),
                where=label[:40], said=other.name, venue=whole.name,
            )  # fmt: skip
            self.plan.problems.append(Problem((Place(row.place),), error))

    def _over(self, table: Table, layout: Layout, index: int) -> list[Any]:
        """Return what stands in the row above the headings, over column `index` alone."""
        above = [row for row in table.rows if row.number == layout.row.number - 1 and len(row.own) > 1]
        return [row.cells[index] for row in above if index in row.own]

    def _days(self, table: Table, layout: Layout) -> None:
        """Understand the headings of days, or say which is not understood. Beside days a column 出席 means no day."""
        if layout.days and Column.DATE not in layout.known:
            for index in [index for index, column in layout.columns.items() if column in PRESENCE]:
                layout.unused[index] = layout.headings[index]
                del layout.columns[index]
        seen: list[tuple[Any, str, Venue | None, int]] = []
        for index, written in list(layout.days.items()):
            if self.said.year is None and is_day_without_year(written):
                raise AttendanceError(
                    "day-without-year", N_("The column “%(name)s” is a day without a year."),
                    N_("Say the fiscal year of the file: --year R2"), name=heading_of(layout, index),
                )  # fmt: skip
            try:
                day = day_in(written, fiscal_year=self.said.year)
                if seen and day < seen[-1][0] and _PERHAPS_A_TENTH.fullmatch(str(written).strip()):
                    day_in(float(written))  # Excel makes 6.1 of 6.10: it says so
                check_year(day, self.said.year, written)
                if seen and seen[-1][0] - day > _HALF_A_YEAR and is_day_without_year(written):
                    raise AttendanceError(
                        "day-goes-back", N_("“%(written)s” follows %(before)s: in which year does it lie?"),
                        N_("Write the year into both headings, or import each fiscal year by itself."),
                        written=heading_of(layout, index), before=heading_of(layout, seen[-1][3]),
                    )  # fmt: skip
                venue = venue_in(self.db, [layout.headings[index], *self._over(table, layout, index)])
                if Column.VENUE not in layout.known and (whole := self._venue_of(layout)) is not None:
                    check_venue(venue, whole, layout.headings[index])
                start, end = from_to(written)
                if not start:
                    start, end = from_to(*self._over(table, layout, index))
            except AttendanceError as error:
                self._refuse(table, index, error)
                layout.refuse(index)
                continue
            layout.days[index] = (day, start, end)
            if venue is not None:
                layout.venues[index] = venue
            for other, at, there, where in seen:
                elsewhere = venue is not None and there is not None and venue.id != there.id
                if other == day and not elsewhere and (at == start or not at or not start):
                    twice = AttendanceError(
                        "one-day-two-columns",
                        N_("“%(one)s” (column %(first)s) and “%(other)s” (column %(second)s) are the same day."),
                        N_("Two sessions on one day need a list of presences in which each has its own start; or put"
                           " the time into the headings: 6/13 10:00."),
                        one=heading_of(layout, where), other=heading_of(layout, index),
                        first=letter_of(where), second=letter_of(index),
                    )  # fmt: skip
                    self._refuse(table, where, twice, index)
                    layout.refuse(index)
            seen.append((day, start, venue, index))

    def _day_of_all(self, table: Table, layout: Layout) -> Day | None:
        """Return the day of a sheet that has presences, but no column with a day: its title or its own name says it."""
        index = layout.column(*PRESENCE)
        if index is None or layout.days or Column.DATE in layout.known:
            return None
        said = [text for text in (table.sheet, *layout.title(table)) if has_day(text) and not is_note(text)]
        titles = [text for text in said if is_day_of_a_session(text)]
        try:
            days = {day_in(text, fiscal_year=self.said.year) for text in titles}
            if len(days) == 1:
                day = days.pop()
                check_year(day, self.said.year, titles[0])
                return day, *from_to(*titles)
            raise AttendanceError(
                "no-day", N_("“%(heading)s” (column %(column)s) says who came, but not on which day."),
                N_("Write the day above the list, as 令和2年6月13日, or give each row its date in a column 日付. A"
                   " column that has nothing to do with attendance: --leave-out “%(heading)s”"),
                heading=heading_of(layout, index), column=letter_of(index),
            )  # fmt: skip
        except AttendanceError as error:
            self._refuse(table, index, error)
            layout.refused.add(index)
            for column in [place for place, what in layout.columns.items() if what in PRESENCE]:
                del layout.columns[column]
            return None

    def _venue_of(self, layout: Layout) -> Venue | None:
        return find_venue(self.db, self.said.venue) if self.said.venue is not None else layout.venue

    def _own_columns(self, table: Table, layout: Layout, rows: list[Row]) -> None:
        """Refuse columns of marks whose heading is not understood: a day's presences would be lost in silence."""
        width = max((len(row.cells) for row in table.rows), default=0)
        for index in range(width):
            cells = [row.cell(index) for row in rows if row.cell(index) != "" and _may_be_a_mark(row.cell(index))]
            heading = layout.unused.get(index)
            if index in layout.used | layout.refused or not cells:
                continue
            left_out = heading is not None and (
                is_own_heading(heading) or heading in self.said.leave_out or letter_of(index) in self.said.leave_out
            )
            if layout.days and _STATES.fullmatch(heading or "") and all(map(is_number, cells)):
                left_out = True  # how often each came, behind the days
            if heading is not None and is_remark_heading(heading) and heading not in self.said.leave_out:
                # In a list without 出欠 the presences may stand under 備考.
                is_list = Column.DATE in layout.known and Column.STATE not in layout.known
                left_out = not is_list or not all(map(is_plain_mark, cells))
            if not left_out and _hold_marks(cells):
                error = AttendanceError(
                    "marks-under-unknown-heading",
                    N_("Column %(column)s (“%(heading)s”) holds marks, but its heading is not understood."),
                    N_("Write the day into the heading, as 6/13 or R2.6.13 (bare days need their month above them). A"
                       " column that has nothing to do with attendance: --leave-out “%(heading)s”"),
                    column=letter_of(index), heading=heading or letter_of(index),
                )  # fmt: skip
                self._refuse(table, index, error)
            elif heading is None:
                layout.unused[index] = letter_of(index)

    def _refuse(self, table: Table, index: int, error: AttendanceError, *others: int) -> None:
        places = tuple(Place(column=column_name(table, place)) for place in (index, *others))
        self.plan.problems.append(Problem(places, error))

    def _tell(self, table: Table, layout: Layout, rows: list[Row]) -> None:
        """Note what is not used, and what is used though Excel does not show it."""
        self.plan.unused_columns += [heading[:40] for _index, heading in sorted(layout.unused.items())]
        if layout.full_names_in:
            self.plan.full_names_in.append(layout.full_names_in)
        if table.hidden:
            self.plan.hidden.append(table.sheet)
        self.plan.hidden += [str(Place(row.place)) for row in rows if row.hidden]
        hidden = sorted(table.hidden_columns & layout.used)
        self.plan.hidden += [str(Place(column=column_name(table, index))) for index in hidden]


def _may_be_a_mark(cell: Any) -> bool:
    return not is_cancelled(cell) and not is_error_value(cell)


def _hold_marks(cells: list[Any]) -> bool:
    """Return whether a column holds marks: nothing else, or ○ and × more often than other words."""
    if all(mark_of(cell) is not None for cell in cells):
        return not all(map(is_dash, cells))
    return 2 * sum(map(is_plain_mark, cells)) > len(cells)


def _as_club_error(error: Exception) -> ClubError:
    if isinstance(error, ClubError):
        return error
    return AttendanceError("bad-row", N_("The row is not understood: %(reason)s"), reason=error)
