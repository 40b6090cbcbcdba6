"""Importing lists as towns have them: a list of people, of sessions, of presences, or a class register with one
column a day. Everything or nothing; what is there already is left alone, so a second import changes nothing.

A file becomes tables of plain cells (table_files.py); sheets/ understands their headings, sets rows aside that are no
data, and reads the others into entries. These are looked up in the records (people_of.py, sessions_of.py), searched
for contradictions, and only then applied.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from sqlalchemy.orm import Session as Transaction

from ...errors import AttendanceError
from ...language import N_
from ..care import access_log
from ..records import Records
from .applying import apply_entries
from .contradictions import contradictions
from .entries import Entries
from .people_of import PeopleOf
from .plan import Cancelled, Plan, size_of
from .sessions_of import find_sessions
from .sheets.reading_sheets import Said, SheetReader
from .table_files import read_tables


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
    reading = _Reading(file, Said(venue, year, as_nicknames, leave_out))
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
    reading = _Reading(file, Said(venue, year, as_nicknames, leave_out))
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

    def __init__(self, file: Path, said: Said) -> None:
        self.file = file
        self.said = said
        self.tables = read_tables(file)
        self.plan = Plan()
        self.entries = Entries()

    def run(self, db: Transaction) -> None:
        """Read everything, and take it into the records where nothing is in the way."""
        plan = self.plan
        plan.before = plan.after = size_of(db)
        reader = SheetReader(db, self.said, len(self.tables), plan, self.entries)
        found = [reader.read(number, table) for number, table in enumerate(self.tables)]
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
