"""Exporting lists that open right in Japanese Excel and can be imported again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from ...errors import AttendanceError, writing_to
from ...files import written_whole
from ...language import N_, _
from ..care import access_log
from ..mentors.figures import duties_of_year
from ..models import Participant, Presence, Session
from ..people import everybody
from ..sessions import sessions_of_year
from ..written_tables import Cell, write_csv, write_workbook
from .columns import (
    DETAILS,
    DUTY,
    PERSON,
    PRESENCE,
    SESSION,
    Column,
    header,
    kind_word,
    progress_word,
    role_word,
    state_word,
)

_PRESENCE_COLUMNS = (*SESSION, Column.NUMBER, Column.NICKNAME, *PRESENCE)
_DUTY_COLUMNS = (*SESSION, Column.NUMBER, Column.NICKNAME, *DUTY)
Table = tuple[Sequence[Column], list[list[str]]]


def export_lists(db: Transaction, file: Path, year: int, *, details: bool = False) -> int:
    """Write fiscal year `year` to `file`: .csv the presences, .xlsx people, sessions and presences on a sheet
    each. `details` adds full names, contacts and consent to the people. Return how many rows were written.

    Whoever was erased still counts in every figure, but is in no list.

    Raises: AttendanceError `export-form` or `file-not-written`.
    """
    ending = file.suffix.lower()
    if ending == ".csv":
        tables = {"": presence_table(db, year)}
    elif ending == ".xlsx":
        tables = {
            _("Participants"): people_table(db, details=details),
            _("Session list"): session_table(db, year),
            _("Presence list"): presence_table(db, year),
        }
        if (duties := duty_table(db, year))[1]:
            tables[_("Mentors")] = duties
    else:
        raise AttendanceError("export-form", N_("%(file)s ends neither in .csv nor in .xlsx."), file=file.name)
    with writing_to(file, AttendanceError, "file-not-written"), written_whole(file, private=True) as stream:
        if ending == ".csv":
            write_csv(stream, *_plain(tables[""]))
        else:
            write_workbook(stream, {title: _plain(table) for title, table in tables.items()})
    rows = sum(len(cells) for _columns, cells in tables.values())
    access_log.note(db, "export-details" if details else "export", rows)
    return rows


def people_table(db: Transaction, *, details: bool) -> Table:
    """Return everybody, the lowest number first."""
    columns = (*PERSON, *DETAILS) if details else PERSON
    rows = []
    for person in everybody(db):
        row = [str(person.number), person.nickname or "", person.reading, kind_word(person.kind)]
        if details:
            more = person.details
            row += (
                [more.full_name, more.school_year, more.guardian_contact, str(more.consent_on or "")]
                if more
                else [""] * 4
            )
        rows.append(row)
    return columns, rows


def session_table(db: Transaction, year: int) -> Table:
    """Return the sessions of fiscal year `year`, the earliest first."""
    return SESSION, [_session_cells(session) for session in sessions_of_year(db, year)]


def presence_table(db: Transaction, year: int) -> Table:
    """Return the presences in fiscal year `year` of everybody who was not erased."""
    found = db.execute(
        select(Presence, Session, Participant)
        .join(Session, Session.id == Presence.session_id)
        .join(Participant, Participant.id == Presence.participant_id)
        .where(Presence.fiscal_year == year, Participant.number.is_not(None))
        .order_by(Session.date, Session.start, Session.venue_id, Participant.number)
    )
    rows = []
    for presence, session, person in found:
        at, progress = presence.checked_in_at, presence.lesson_progress
        rows.append(
            [
                *_session_cells(session),
                str(person.number),
                person.nickname or "",
                state_word(presence.state),
                at.strftime("%H:%M") if at else "",
                progress_word(progress) if progress else "",
            ]
        )
    return _PRESENCE_COLUMNS, rows


def duty_table(db: Transaction, year: int) -> Table:
    """Return at which sessions of fiscal year `year` mentors and staff taught or helped."""
    rows = []
    for duty, session, mentor in duties_of_year(db, year):
        if mentor.number is not None:
            at, minutes = duty.checked_in_at, duty.minutes
            said = [role_word(duty.role), str(minutes or ""), at.strftime("%H:%M") if at else ""]
            rows.append([*_session_cells(session), str(mentor.number), mentor.nickname or "", *said])
    return _DUTY_COLUMNS, rows


def _session_cells(session: Session) -> list[str]:
    return [
        session.date.isoformat(), session.venue.name, session.start, session.end,
        session.lesson, session.instructors,
    ]  # fmt: skip


def _plain(table: Table) -> tuple[list[str], list[list[Cell]]]:
    """Return headings and cells as a file has them: a participant's number is a number."""
    columns, rows = table
    cells: list[list[Cell]] = [
        [int(cell) if column is Column.NUMBER else cell for column, cell in zip(columns, row, strict=True)]
        for row in rows
    ]
    return [header(column) for column in columns], cells
