"""Importing lists as towns have them: a list of people, of sessions, of presences, or a class register with one
column a day. Everything or nothing; what is there already is left alone, so a second import changes nothing.

A file becomes tables of plain cells (table_files.py); their headings are understood (headings.py), rows that
are no data set aside (asides.py), the others read into entries (reading_rows.py). These are looked up in the records
(people_of.py, sessions_of.py), searched for contradictions, and only then applied.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session as Transaction

from ...errors import AttendanceError, ClubError
from ...language import N_
from ..care import access_log
from ..fiscal_year import fiscal_year_name, fiscal_years_in
from ..models import Venue
from ..records import Records
from ..times_of_day import times_in
from ..venues import check_venue, find_venue, venue_in
from ..wareki import day_in, is_day_without_year
from .applying import apply_entries
from .asides import aside, doubtful
from .columns import Column, is_own_heading, is_remark_heading
from .contradictions import contradictions
from .entries import Entries, Place, Problem
from .headings import Layout, find_layout, heading_of, letter_of
from .marks import is_cancelled, is_dash, is_error_value, is_plain_mark, mark_of
from .names_in import full_names_in
from .people_of import PeopleOf
from .plan import Cancelled, LeftOut, Plan, size_of
from .reading_rows import RowReader, check_year, column_name
from .sessions_of import find_sessions
from .table_files import read_tables
from .tables import Row, Table


class _NotKept(Exception):
    """Leaves the transaction of a plan, so that nothing of it is kept."""


def plan_import(
    records: Records, file: Path, *, venue: str | None = None, year: int | None = None, as_nicknames: bool = False,
    leave_out: Collection[str] = (),
) -> Plan:  # fmt: skip
    """Say what importing `file` would do; nothing is changed.

    `venue` is for files without a venue column, `year` (a fiscal year) for dates without one, and no date may lie
    outside it. `as_nicknames` takes the names under 名前 or 氏名 as nicknames. Columns whose heading is in
    `leave_out` are not read.

    Raises: AttendanceError `no-header`, `day-without-year`, or as `read_tables`. Bad rows do not raise: they are in
    the plan.
    """
    reading = _Reading(file, venue, year, as_nicknames, leave_out)
    try:
        with records.writing() as db:
            reading.run(db)
            raise _NotKept
    except _NotKept:
        return reading.plan


def import_file(
    records: Records, file: Path, *, venue: str | None = None, year: int | None = None, as_nicknames: bool = False,
    leave_out: Collection[str] = (),
) -> Plan:  # fmt: skip
    """Import `file` whole, and return what was done.

    Raises: AttendanceError `bad-rows` (then nothing was imported), or as `plan_import`.
    """
    reading = _Reading(file, venue, year, as_nicknames, leave_out)
    with records.writing() as db:
        reading.run(db)
        plan = reading.plan
        if plan.problems:
            first = plan.problems[0]
            raise AttendanceError(
                "bad-rows", N_("%(count)s rows cannot be imported; the first is row %(place)s: %(reason)s"),
                N_("Nothing was imported. Correct the file and import it again."),
                count=len(plan.problems), place=first.place, reason=first.error,
            )  # fmt: skip
        if plan.outcome.changes:
            access_log.note(db, "import", plan.outcome.changes)
    return plan


class _Reading:
    """One file on its way into the records."""

    def __init__(
        self, file: Path, venue: str | None, year: int | None, as_nicknames: bool, leave_out: Collection[str]
    ) -> None:
        self.file = file
        self.venue = venue
        self.year = year
        self.as_nicknames = as_nicknames
        self.leave_out = leave_out
        self.tables = read_tables(file)
        self.plan = Plan()
        self.entries = Entries()

    def run(self, db: Transaction) -> None:
        """Read everything, and take it into the records where nothing is in the way."""
        plan = self.plan
        plan.before = plan.after = size_of(db)
        found = [self._table(db, number, table) for number, table in enumerate(self.tables)]
        if not any(found):
            raise AttendanceError(
                "no-header", N_("%(file)s has no row of column names that is understood."),
                N_("Name the columns, for example: 日付 会場 番号 ニックネーム 出欠"), file=self.file.name,
            )  # fmt: skip
        people = PeopleOf(db)
        plan.problems += people.find(self.entries.people)
        plan.problems += find_sessions(db, self.entries.sessions)
        plan.problems += contradictions(self.entries)
        plan.alike = list(dict.fromkeys(people.alike))
        plan.same_names = people.same_names(self.entries.people)
        plan.cancelled = [
            Cancelled(session.place.row or session.place.column, session.day.isoformat(), session.cancelled)
            for session in self.entries.sessions
            if session.cancelled
        ]
        if not plan.problems:
            plan.problems += apply_entries(db, self.entries, people.known, plan.outcome)
            plan.after = size_of(db)

    def _table(self, db: Transaction, number: int, table: Table) -> bool:
        layout = find_layout(table)
        if layout is None:
            self.plan.unused_sheets.append(table.sheet)
            return False
        self._leave_out(layout)
        if self.as_nicknames and Column.NICKNAME not in layout.known and Column.FULL_NAME in layout.known:
            layout.columns[layout.column(Column.FULL_NAME) or 0] = Column.NICKNAME
        self._title(db, table, layout)
        rows = self._data(table, layout)
        self._days(db, table, layout)
        self._own_columns(table, layout, rows)
        self._tell(table, layout, rows)
        if not self.as_nicknames:
            self.plan.problems += full_names_in(table, layout, rows)
        reader = RowReader(
            db,
            table,
            layout,
            self.entries,
            number=number,
            venue=self.venue,
            year=self.year,
            legend=self.plan.legend,
            alone=len(self.tables) == 1,
        )
        for row in rows:
            try:
                reader.read(row)
            except (ClubError, ValueError) as error:
                self.plan.problems.append(Problem((Place(row.place),), _as_club_error(error)))
        return True

    def _title(self, db: Transaction, table: Table, layout: Layout) -> None:
        """Check that neither the sheet nor a title names another fiscal year or venue than was said."""
        title = layout.title(table)
        by_sheet = venue_in(db, [table.sheet])
        layout.venue = by_sheet or venue_in(db, title, title=True)
        if self.venue is not None and Column.VENUE not in layout.known:
            where = table.sheet if by_sheet else " ".join(map(str, title))
            check_venue(layout.venue, find_venue(db, self.venue), where)
        said = [str(text) for text in (table.sheet, *title)]
        years = {year for text in said for year in fiscal_years_in(text)}
        if self.year is not None and years and self.year not in years:
            raise AttendanceError(
                "other-year", N_("The list is about %(other)s, but %(year)s was said for it."),
                N_("Say the year of the list, or correct its title."),
                other=fiscal_year_name(min(years)), year=fiscal_year_name(self.year),
            )  # fmt: skip

    def _leave_out(self, layout: Layout) -> None:
        for index, heading in layout.headings.items():
            if heading in self.leave_out or letter_of(index) in self.leave_out:
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
        rows = []
        for row in table.rows[layout.first :]:
            why = aside(row, layout)
            if why is None:
                rows.append(row)
            else:
                label = " ".join(str(row.cells[index]) for index in sorted(row.own))
                self.plan.left_out.append(LeftOut(row.place, label[:40], why))
        for row in doubtful(rows, layout):
            error = AttendanceError(
                "sum-or-person", N_("“%(label)s” has numbers where the others have marks: a sum, or a person?"),
                N_("Write ○ or ×, or give the person a number; delete the row, or call it 計, if it is a sum."),
                label=" ".join(str(row.cells[index]) for index in sorted(row.own))[:40],
            )  # fmt: skip
            self.plan.problems.append(Problem((Place(row.place),), error))
        return rows

    def _days(self, db: Transaction, table: Table, layout: Layout) -> None:
        """Understand the headings of days, or say which is not understood."""
        seen: list[tuple[Any, str, Venue | None, int]] = []
        for index, written in list(layout.days.items()):
            if self.year is None and is_day_without_year(written):
                raise AttendanceError(
                    "day-without-year", N_("The column “%(name)s” is a day without a year."),
                    N_("Say the fiscal year of the file: --year R2"), name=heading_of(layout, index),
                )  # fmt: skip
            try:
                day = day_in(written, fiscal_year=self.year)
                check_year(day, self.year, written)
                venue = venue_in(db, [layout.headings[index]])
                if Column.VENUE not in layout.known and (whole := self._venue_of(db, layout)) is not None:
                    check_venue(venue, whole, layout.headings[index])
                times = [*times_in(written), ""]
                start, end = times[0], times[1] if len(times) > 2 and times[1] > times[0] else ""
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

    def _venue_of(self, db: Transaction, layout: Layout) -> Venue | None:
        return find_venue(db, self.venue) if self.venue is not None else layout.venue

    def _own_columns(self, table: Table, layout: Layout, rows: list[Row]) -> None:
        """Refuse columns of marks whose heading is not understood: a day's presences would be lost in silence."""
        width = max((len(row.cells) for row in table.rows), default=0)
        for index in range(width):
            cells = [row.cell(index) for row in rows if row.cell(index) != "" and _may_be_a_mark(row.cell(index))]
            heading = layout.unused.get(index)
            if index in layout.used | layout.refused or not cells:
                continue
            left_out = heading is not None and (
                is_own_heading(heading) or heading in self.leave_out or letter_of(index) in self.leave_out
            )
            if heading is not None and is_remark_heading(heading) and heading not in self.leave_out:
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
