"""Importing lists as towns have them: a list of people, of sessions, of presences, or a class register with one
column a day. Everything or nothing; what is there already is left alone, so a second import changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session as Transaction

from ...errors import AttendanceError, ClubError
from ...language import N_
from ..care import access_log
from ..records import Records
from ..wareki import is_day_without_year, parse_day
from .columns import DETAILS, PERSON, PRESENCE, Column, column_of
from .import_rows import Outcome, RowReader
from .tables import Row, Table, read_tables

_HEADER_WITHIN = 10  # rows; above it towns put a title and the year


@dataclass(frozen=True)
class Problem:
    """A row that cannot be imported, and why."""

    place: str
    error: ClubError


@dataclass
class Plan:
    """What an import does: shown first, and the same when it is done."""

    outcome: Outcome = field(default_factory=Outcome)
    problems: list[Problem] = field(default_factory=list)
    unused_columns: list[str] = field(default_factory=list)
    unused_sheets: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Layout:
    columns: dict[int, Column]
    days: dict[int, date]  # a register's columns, one a day
    unused: list[str]  # the names of the town's own columns, such as 備考


class _NotKept(Exception):
    """Leaves the transaction of a plan, so that nothing of it is kept."""


def plan_import(records: Records, file: Path, *, venue: str | None = None, year: int | None = None) -> Plan:
    """Say what importing `file` would do; nothing is changed.

    `venue` is for files without a venue column, `year` (a fiscal year) for dates without one.

    Raises: AttendanceError `no-header`, or as `read_tables`. Bad rows do not raise: they are in the plan.
    """
    tables = read_tables(file)
    plan = Plan()
    try:
        with records.writing() as db:
            _read_all(db, file, tables, plan, venue, year)
            raise _NotKept
    except _NotKept:
        return plan


def import_file(records: Records, file: Path, *, venue: str | None = None, year: int | None = None) -> Plan:
    """Import `file` whole, and return what was done.

    Raises: AttendanceError `bad-rows` (then nothing was imported), or as `plan_import`.
    """
    tables = read_tables(file)
    plan = Plan()
    with records.writing() as db:
        _read_all(db, file, tables, plan, venue, year)
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


def _read_all(
    db: Transaction, file: Path, tables: list[Table], plan: Plan, venue: str | None, year: int | None
) -> None:
    reader = RowReader(db, plan.outcome, venue=venue, year=year)
    found = 0
    for table in tables:
        header = _find_header(table.rows, year)
        if header is None:
            plan.unused_sheets.append(table.sheet)
            continue
        found += 1
        index, layout = header
        plan.unused_columns += layout.unused
        for row in table.rows[index + 1 :]:
            try:
                _read_row(reader, row, layout)
            except (ClubError, ValueError) as error:
                plan.problems.append(Problem(row.place, _as_club_error(error)))
    if not found:
        raise AttendanceError(
            "no-header", N_("%(file)s has no row of column names that is understood."),
            N_("Name the columns, for example: 日付 会場 番号 ニックネーム 出欠"), file=file.name,
        )  # fmt: skip


def _find_header(rows: list[Row], year: int | None) -> tuple[int, _Layout] | None:
    """Return the first row that names people or sessions; a title above it is passed over."""
    for index, row in enumerate(rows[:_HEADER_WITHIN]):
        layout = _layout(row, year)
        known = set(layout.columns.values())
        named: object = known & {Column.NUMBER, Column.NICKNAME} or {Column.DATE, Column.VENUE} <= known
        if named and (len(known) + len(layout.days) >= 2 or known == {Column.NICKNAME}):
            _need_years(layout)
            return index, layout
    return None


def _layout(row: Row, year: int | None) -> _Layout:
    columns: dict[int, Column] = {}
    days: dict[int, date] = {}
    unused: list[str] = []
    for index, cell in enumerate(row.cells):
        column = column_of(str(cell)) if cell != "" else None
        if column is not None and column not in columns.values():
            columns[index] = column
        elif cell != "":
            try:
                days[index] = parse_day(cell, fiscal_year=year)
            except AttendanceError:
                unused.append(str(cell)[:40])
    return _Layout(columns, days, unused)


def _need_years(layout: _Layout) -> None:
    """Refuse days such as 6/13 where nobody said the year: they would be passed over as unknown columns."""
    for name in layout.unused:
        if is_day_without_year(name):
            raise AttendanceError(
                "day-without-year", N_("The column “%(name)s” is a day without a year."),
                N_("Say the fiscal year of the file: --year R2"), name=name,
            )  # fmt: skip


def _read_row(reader: RowReader, row: Row, layout: _Layout) -> None:
    values: dict[Column, Any] = {
        column: row.cells[index]
        for index, column in layout.columns.items()
        if index < len(row.cells) and row.cells[index] != ""
    }
    if not values:
        return
    person = None
    if any(column in values for column in (*PERSON, *DETAILS)):
        person = reader.person(values)
    marks = {
        day: row.cells[index] for index, day in layout.days.items() if index < len(row.cells) and row.cells[index] != ""
    }
    if marks:
        if person is None:
            raise AttendanceError("no-person", N_("The row has marks but neither a number nor a nickname."))
        for day, mark in marks.items():
            reader.presence(person, reader.session(values | {Column.DATE: day}), {Column.STATE: mark})
    if Column.DATE in values:
        session = reader.session(values)
        noted = {column: values[column] for column in PRESENCE if column in values}
        if person is not None and (noted or Column.STATE not in layout.columns.values()):
            reader.presence(person, session, noted)


def _as_club_error(error: Exception) -> ClubError:
    if isinstance(error, ClubError):
        return error
    return AttendanceError("bad-row", N_("The row is not understood: %(reason)s"), reason=error)
