"""Exporting lists that open right in Japanese Excel and can be imported again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any
from unicodedata import east_asian_width

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from ...errors import AttendanceError, writing_to
from ...files import written_whole
from ...language import N_, _
from ..care import access_log
from ..models import Participant, Presence, Session
from ..people import everybody
from ..sessions import sessions_of_year
from ..spreadsheet_text import as_text, csv_bytes
from .columns import DETAILS, PERSON, PRESENCE, SESSION, Column, header, kind_word, progress_word, state_word
from .workbook import written_text

_WIDEST_COLUMN = 44  # characters of half width
_WIDEST_UPRIGHT = 90  # what an upright A4 page holds at about its full size
_PRESENCE_COLUMNS = (*SESSION, Column.NUMBER, Column.NICKNAME, *PRESENCE)
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
    else:
        raise AttendanceError("export-form", N_("%(file)s ends neither in .csv nor in .xlsx."), file=file.name)
    with writing_to(file, AttendanceError, "file-not-written"), written_whole(file, private=True) as stream:
        if ending == ".csv":
            stream.write(csv_bytes(*_plain(tables[""])))
        else:
            _write_workbook(stream, tables)
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


def _session_cells(session: Session) -> list[str]:
    return [
        session.date.isoformat(), session.venue.name, session.start, session.end,
        session.lesson, session.instructors,
    ]  # fmt: skip


def _plain(table: Table) -> tuple[list[str], list[list[str]]]:
    columns, rows = table
    return [header(column) for column in columns], rows


def _write_workbook(stream: IO[bytes], tables: dict[str, Table]) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Font, PatternFill

    book = Workbook()
    book.remove(book.active)
    for title, (columns, rows) in tables.items():
        sheet = book.create_sheet(title)
        sheet.append([header(column) for column in columns])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
            cell.fill = PatternFill("solid", fgColor="E8F1EC")
        for row in rows:
            sheet.append([None] * len(row))  # the cells are filled one by one: append would make formulas
            for cell, column, value in zip(sheet[sheet.max_row], columns, row, strict=True):
                _fill(cell, value, column)
        sheet.freeze_panes = "A2"
        _set_up_print(sheet, [_width(index, table=(columns, rows)) for index in range(len(columns))])
    book.save(stream)


def _fill(cell: Any, value: str, column: Column) -> None:
    """Fill a cell with text that stays text, even when somebody edits the cell later; only numbers are numbers."""
    if column is Column.NUMBER:
        cell.value = int(value)
        return
    cell.value = written_text(value) or None
    if value:
        cell.data_type = "s"
        # Digits are marked too: the nickname 007 would become 7.
        cell.quotePrefix = as_text(value) != value or value.isdecimal()


def _width(index: int, *, table: Table) -> int:
    """Return how wide a column needs to be, in characters of half width."""
    columns, rows = table
    longest = max(map(_half_widths, (header(columns[index]), *(row[index] for row in rows))))
    return min(longest + 3, _WIDEST_COLUMN)


def _half_widths(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)


def _set_up_print(sheet: Any, widths: list[int]) -> None:
    """Print on A4, one page wide and as many long as it takes, the headings on each."""
    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[sheet.cell(1, index).column_letter].width = width
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if sum(widths) > _WIDEST_UPRIGHT else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    sheet.page_margins.left = sheet.page_margins.right = 0.4  # inches
    sheet.oddFooter.center.text = "&P / &N"
