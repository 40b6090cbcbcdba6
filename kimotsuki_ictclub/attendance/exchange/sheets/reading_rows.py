"""From a row of cells to what it says: its person, its session, its presences."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

from sqlalchemy.orm import Session as Transaction

from ....errors import AttendanceError
from ....language import N_
from ...fiscal_year import fiscal_year_name, fiscal_year_of
from ...models import LessonProgress, State, Venue
from ...names import (
    CANCELLATION_LENGTH,
    CONTACT_LENGTH,
    FULL_NAME_LENGTH,
    INSTRUCTORS_LENGTH,
    LESSON_LENGTH,
    READING_LENGTH,
    SCHOOL_YEAR_LENGTH,
    clean_nickname,
    clean_text,
    fold,
)
from ...sessions import check_times
from ...spreadsheet_text import as_typed
from ...times_of_day import from_to, parse_time
from ...venues import check_venue, find_venue
from ...wareki import day_in, parse_day
from ...written_numbers import half_width
from ..columns import DETAILS, PERSON, PRESENCE, Column, parse_kind, parse_progress, parse_role
from ..entries import Entries, PersonEntry, Place, PresenceEntry, SessionEntry
from ..tables import AsItIs, Row, Table
from .headings import Layout, heading_of, letter_of
from .marks import is_cancelled, is_error_value, is_plain_mark, mark_of, parse_state

_LENGTHS = {
    Column.READING: READING_LENGTH,
    Column.FULL_NAME: FULL_NAME_LENGTH,
    Column.SCHOOL_YEAR: SCHOOL_YEAR_LENGTH,
    Column.CONTACT: CONTACT_LENGTH,
    Column.LESSON: LESSON_LENGTH,
    Column.INSTRUCTORS: INSTRUCTORS_LENGTH,
}
_NUMBER = re.compile(r"(?:no\.?|#)?\s*(\d{1,20})(?:\.0+)?番?", re.IGNORECASE)
_SEVERAL = re.compile(r"[、，,]")  # between names, where no number says who is meant
_SHORT_REMARK = 6  # characters: "中止" in whatever column
_Values = dict[Column, Any]
Day = tuple[date, str, str]  # a day, and from when to when


class RowReader:
    """Reads the rows of one table below its headings into `entries`; `legend` counts the marks it met."""

    def __init__(
        self, db: Transaction, table: Table, layout: Layout, entries: Entries, *, number: int, venue: str | None,
        year: int | None, legend: dict[str, tuple[State, int]], alone: bool, day: Day | None = None,
    ) -> None:  # fmt: skip
        self.db = db
        self.table = table
        self.layout = layout
        self.entries = entries
        self.number = number
        self.venue = venue
        self.year = year
        self.legend = legend
        self.day = day  # of the whole sheet
        # Our CSVs list presences and mark '=… as text; LibreOffice keeps that apostrophe when it saves an xlsx.
        self.may_be_a_csv = alone and Column.DATE in layout.known
        self._venues: dict[str, Venue] = {}
        self._kept_sessions: dict[tuple[int | None, int], SessionEntry] = {}  # by column (None: the sheet), venue

    def read(self, row: Row) -> None:
        """Add what `row` says to the entries. Raises: AttendanceError for a row that is not understood."""
        self._check_errors(row)
        self._check_again(row)
        values = {column: row.cell(index) for index, column in self.layout.columns.items() if row.cell(index) != ""}
        marks = {index: row.cell(index) for index in self.layout.days if row.cell(index) != ""}
        if not values and not marks:
            return
        person = self._person(row, values) if any(column in values for column in (*PERSON, *DETAILS)) else None
        presences = self._marks(row, values, marks, person) if marks else []
        noted = any(column in values for column in PRESENCE) or Column.STATE not in self.layout.known
        if Column.DATE in values:
            session = self._session(row, values)
            self.entries.sessions.append(session)
            if person is not None and noted:
                presences += self._presence(row, values, person, session)
        elif person is not None and Column.DATE in self.layout.known and noted:
            raise AttendanceError("no-date", N_("The row has a presence, but no date."), N_("Give it the date."))
        elif person is not None and self.day is not None and any(column in values for column in PRESENCE):
            presences += self._presence(row, values, person, self._session_of_all(values))
        if person is not None:
            self.entries.people.append(person)
        self.entries.presences += presences

    def day_column(self, index: int, day: date, start: str, end: str, venue: Venue) -> SessionEntry:
        """Return the session of a register's column at `venue`."""
        heading = self.layout.headings[index]
        cancelled = heading[:CANCELLATION_LENGTH] if is_cancelled(heading) else ""
        return self._kept(index, SessionEntry(self._column_place(index), day, venue, start, end, cancelled=cancelled))

    def _session_of_all(self, values: _Values) -> SessionEntry:
        assert self.day is not None
        day, start, end = self.day
        return self._kept(None, SessionEntry(Place(row=self.table.sheet or "1"), day, self._venue(values), start, end))

    def _kept(self, index: int | None, session: SessionEntry) -> SessionEntry:
        """Return the one session of a column, or of the whole sheet, at its venue: `session`, if there is none yet."""
        kept = self._kept_sessions.setdefault((index, session.venue.id), session)
        if kept is session:
            self.entries.sessions.append(session)
        return kept

    def _check_errors(self, row: Row) -> None:
        for index in sorted(self.layout.used):
            if is_error_value(row.cell(index)):
                raise AttendanceError(
                    "error-value", N_("%(heading)s (column %(column)s) holds the error %(written)s."),
                    N_("Correct the formula in Excel, save, and import again."),
                    heading=heading_of(self.layout, index), column=letter_of(index), written=row.cell(index),
                )  # fmt: skip

    def _check_again(self, row: Row) -> None:
        """Check that two columns of one kind (No. and 会員番号) say the same."""
        for index, column in self.layout.again.items():
            first = self.layout.column(column)
            if first is None or index == first:
                continue
            one, other = row.cell(first), row.cell(index)
            if "" not in (one, other) and fold(str(one)) != fold(str(other)):
                raise AttendanceError(
                    "one-row-two-ways",
                    N_("The columns %(first)s and %(second)s say different things: %(one)s and %(other)s."),
                    N_("Say which one is not meant: --leave-out %(second)s"),
                    first=letter_of(first), second=letter_of(index), one=one, other=other,
                )  # fmt: skip

    def _person(self, row: Row, values: _Values) -> PersonEntry:
        nickname = values.get(Column.NICKNAME)
        consent = values.get(Column.CONSENT)
        of_days = Column.DATE in self.layout.known and Column.NUMBER not in self.layout.known
        if of_days and isinstance(nickname, str) and _SEVERAL.search(nickname):
            raise several_names(nickname)
        person = PersonEntry(
            Place(row.place),
            self.number,
            tuple(str(row.cell(index)) for index in sorted(self.layout.used)),
            _number(values.get(Column.NUMBER)),
            None if nickname is None else clean_nickname(self._plain(nickname)),
            many=Column.DATE in self.layout.known,
            reading=self._text(values, Column.READING),
            kind=parse_kind(str(values[Column.KIND])) if Column.KIND in values else None,
            full_name=self._text(values, Column.FULL_NAME),
            school_year=self._text(values, Column.SCHOOL_YEAR),
            contact=self._text(values, Column.CONTACT),
            consent=None if consent is None else parse_day(consent, fiscal_year=self.year),
        )
        if person.number is None and person.nickname is None and person.full_name is None:
            raise AttendanceError("no-person", N_("The row has neither a number nor a nickname."))
        return person

    def _session(self, row: Row, values: _Values) -> SessionEntry:
        written = values[Column.DATE]
        day = day_in(written, fiscal_year=self.year)
        check_year(day, self.year, written)
        start, end = self._times(values)
        check_times(start, end)
        said = [row.cell(index) for index in self.layout.remarks]
        others = (row.cell(index) for index in self.layout.unused)
        said += [cell for cell in others if len(str(cell)) <= _SHORT_REMARK]
        said += [values.get(Column.LESSON), values.get(Column.STATE), written]
        cancelled = next((str(cell) for cell in said if is_cancelled(cell)), "")
        lesson = "" if is_cancelled(values.get(Column.LESSON)) else self._text(values, Column.LESSON)
        return SessionEntry(
            Place(row.place), day, self._venue(values), start, end, lesson or "",
            self._text(values, Column.INSTRUCTORS) or "", cancelled[:CANCELLATION_LENGTH],
        )  # fmt: skip

    def _times(self, values: _Values) -> tuple[str, str]:
        """Return from when to when: 18:30~20:00 may stand in one cell, also with the date."""
        written = values.get(Column.START, "")
        start, end = from_to(written or values.get(Column.DATE, ""))
        return start if end or not written else parse_time(written), parse_time(values.get(Column.END)) or end

    def _venue(self, values: _Values) -> Venue:
        written = str(values.get(Column.VENUE, self.venue or ""))
        if not written and self.layout.venue is not None:
            return self.layout.venue
        if not written:
            raise AttendanceError(
                "no-venue", N_("The row names no venue."), N_("Say it for the whole file: --venue koyama")
            )
        if written not in self._venues:
            self._venues[written] = find_venue(self.db, written)
        return self._venues[written]

    def _venue_of_day(self, index: int, values: _Values) -> Venue:
        """Return the venue of a register's column: 6/13 内之浦 names it in the heading."""
        named = self.layout.venues.get(index)
        if named is None or Column.VENUE not in values:
            return named or self._venue(values)
        return check_venue(named, self._venue(values), self.layout.headings[index])

    def _marks(
        self, row: Row, values: _Values, marks: dict[int, Any], person: PersonEntry | None
    ) -> list[PresenceEntry]:
        if person is None and not all(is_cancelled(mark) for mark in marks.values()):
            raise AttendanceError("no-person", N_("The row has marks but neither a number nor a nickname."))
        unknown = [index for index, mark in marks.items() if mark_of(mark) is None and not is_cancelled(mark)]
        if unknown:
            raise AttendanceError(
                "bad-cell", N_("No mark that is known: %(marks)s."), N_("Use one of: %(words)s"),
                marks=", ".join(f"“{str(marks[index])[:40]}” ({letter_of(index)})" for index in unknown[:10]),
                words="○ 出席 △ 遅刻 × 欠席",
            )  # fmt: skip
        presences = []
        for index, mark in marks.items():
            day, start, end = self.layout.days[index]
            session = self.day_column(index, day, start, end, self._venue_of_day(index, values))
            state = mark_of(mark)
            if state is None:
                session.cancelled = session.cancelled or str(mark)[:CANCELLATION_LENGTH]
            elif person is not None:
                self._count(mark, state)
                presences.append(PresenceEntry(Place(row.place), person, session, state))
        return presences

    def _presence(self, row: Row, values: _Values, person: PersonEntry, session: SessionEntry) -> list[PresenceEntry]:
        """Return the row's presence; where none is written, whoever is in the list was there."""
        mark = values.get(Column.STATE)
        if Column.STATE not in self.layout.known:  # 欠席（風邪） may stand under 備考
            mark = next((cell for index in self.layout.remarks if is_plain_mark(cell := row.cell(index))), None)
        if is_cancelled(mark):
            return []
        state = State.PRESENT if mark is None else parse_state(mark)
        if mark is not None:
            self._count(mark, state)
        progress: LessonProgress | None = None
        if Column.PROGRESS in values and state is not State.ABSENT:
            progress = parse_progress(str(values[Column.PROGRESS]))
        clock = parse_time(values.get(Column.TIME))
        role = parse_role(str(values[Column.ROLE])) if Column.ROLE in values else None
        minutes = _number(values.get(Column.MINUTES))
        return [PresenceEntry(Place(row.place), person, session, state, clock, progress, role, minutes)]

    def _count(self, mark: Any, state: State) -> None:
        written = str(mark).upper() if isinstance(mark, bool) else str(mark).strip()
        self.legend[written] = (state, self.legend.get(written, (state, 0))[1] + 1)

    def _text(self, values: _Values, column: Column) -> str | None:
        if column not in values:
            return None
        return clean_text(self._plain(values[column]), longest=_LENGTHS[column], empty_ok=True)

    def _plain(self, cell: Any) -> str:
        """Return a cell as text. Raises: AttendanceError `date-for-text` where Excel made a date of it."""
        if isinstance(cell, bool):
            return str(cell).upper()
        if isinstance(cell, date | datetime | time):
            raise AttendanceError(
                "date-for-text", N_("Excel has made the date %(written)s of a text."),
                N_("Format the cell as text and type it again."), written=cell,
            )  # fmt: skip
        return as_typed(str(cell)) if self.may_be_a_csv and not isinstance(cell, AsItIs) else str(cell)

    def _column_place(self, index: int) -> Place:
        return Place(column=column_name(self.table, index))


def several_names(written: str) -> AttendanceError:
    """Return the error for a cell that names several people: whoever is not the first would be lost."""
    return AttendanceError(
        "several-names", N_("Several people stand in one cell: “%(written)s”."),
        N_("Give each person a row, with the date in each."), written=" ".join(written.split())[:40],
    )  # fmt: skip


def column_name(table: Table, index: int) -> str:
    """Return how a column is named to a person: "C", or "名簿 C" for a sheet."""
    return f"{table.sheet} {letter_of(index)}".strip()


def check_year(day: date, year: int | None, written: Any) -> None:
    """Check that `day` lies in the fiscal year that was said. Raises: AttendanceError `outside-year`."""
    if year is not None and fiscal_year_of(day) != year:
        raise AttendanceError(
            "outside-year", N_("“%(written)s” lies outside %(year)s, which was said for this file."),
            N_("Correct the date, or import without --year."), written=_shown(written), year=fiscal_year_name(year),
        )  # fmt: skip


def _shown(written: Any) -> str:
    return (written.date().isoformat() if isinstance(written, datetime) else str(written))[:40]


def _number(written: Any) -> int | None:
    if written is None:
        return None
    text = half_width(str(written))
    found = _NUMBER.fullmatch(text)
    if isinstance(written, bool) or found is None or not 1 <= int(found[1]) <= 999_999:
        raise AttendanceError(
            "bad-number", N_("“%(written)s” is no participant's number."),
            N_("Numbers go from 1 to 999999."), written=text[:40],
        )  # fmt: skip
    return int(found[1])
