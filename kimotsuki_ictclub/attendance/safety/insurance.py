"""The list that an insurance asks for: name and school year of everybody who was there in a period."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from ...errors import AttendanceError
from ...language import N_, _
from ..care import access_log
from ..exchange.columns import kind_word
from ..models import CAME, Duty, Kind, Presence, Session
from ..people import everybody
from ..written_tables import Cell, write_list


@dataclass(frozen=True)
class Insured:
    """One person on the list. `full_name` and `school_year` are "" where the club does not keep them."""

    number: int
    nickname: str
    full_name: str
    school_year: str
    kind: Kind
    times: int


def insured(db: Transaction, first: date, last: date, *, registered: bool = False) -> list[Insured]:
    """Return everybody who came, taught or helped from `first` to `last`, by number; with `registered` also those who
    did not, as for a year that has not begun.

    Raises: AttendanceError `period-order`.
    """
    if last < first:
        raise AttendanceError("period-order", N_("A period cannot end before it begins."))
    times: Counter[int] = Counter()
    for table, came in ((Presence, CAME), (Duty, Duty.session_id.is_not(None))):
        there = select(table.participant_id).join(Session, Session.id == table.session_id).where(came)
        times.update(db.scalars(there.where(Session.date.between(first, last), Session.cancellation.is_(None))))
    return [
        Insured(
            person.number or 0, person.nickname or "", more.full_name if more else "",
            more.school_year if more else "", person.kind, times[person.id],
        )
        for person in everybody(db)
        for more in [person.details]
        if registered or times[person.id]
    ]  # fmt: skip


def write_insured(db: Transaction, file: Path, first: date, last: date, *, registered: bool = False) -> list[Insured]:
    """Write the list to `file`, .csv or .xlsx, note it in the access log, and return it. Whose full name is not kept
    is listed by nickname.

    Raises: AttendanceError as `insured` and `write_list`.
    """
    listed = insured(db, first, last, registered=registered)
    headings = [_("Number"), _("Full name"), _("School year"), _("Kind"), _("Times")]
    rows: list[list[Cell]] = [
        [one.number, one.full_name or one.nickname, one.school_year, kind_word(one.kind), one.times] for one in listed
    ]
    write_list(file, _("Insurance list"), headings, rows)
    access_log.note(db, "insurance", len(listed))
    return listed
