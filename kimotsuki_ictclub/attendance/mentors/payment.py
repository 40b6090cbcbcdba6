"""What mentors are paid for: the sessions of a month times a rate. No bank detail is kept; the office has those."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session as Transaction

from ...errors import AttendanceError
from ...language import N_, _
from ..care import access_log
from ..models import Kind, Participant, Role
from ..people import everybody
from ..written_tables import Cell, write_list
from ..years import rates
from .figures import duties_of_year, minutes_at


@dataclass
class Payment:
    """What one mentor is paid for one month, in yen. Whoever was erased is there without number and name."""

    number: int | None
    name: str
    taught: int
    helped: int
    minutes: int
    unknown: int  # sessions of which the time is not known; they are paid like the others
    yen: int


def payments(db: Transaction, year: int, month: int) -> list[Payment]:
    """Return what each mentor is paid for a calendar month, by number. Staff are not paid by the session.

    Raises: AttendanceError `no-rate` where the fiscal year has no rate yet.
    """
    fiscal_year = fiscal_year_of_month(year, month)
    for_taught, for_helped = rates(db, fiscal_year)
    if for_taught is None or for_helped is None:
        raise AttendanceError(
            "no-rate", N_("It is not set yet what a mentor gets for a session in this fiscal year."),
            N_("Set it, in yen: --taught-rate 5000 --helped-rate 3000"),
        )  # fmt: skip
    names = {person.id: _name(person) for person in everybody(db)}
    found: dict[int, Payment] = {}
    for duty, session, mentor in duties_of_year(db, fiscal_year):
        if (session.date.year, session.date.month) != (year, month) or mentor.kind is Kind.STAFF:
            continue
        one = found.setdefault(mentor.id, Payment(mentor.number, names.get(mentor.id, ""), 0, 0, 0, 0, 0))
        minutes = minutes_at(session, duty)
        one.minutes += minutes or 0
        one.unknown += minutes is None
        if duty.role is Role.TAUGHT:
            one.taught += 1
            one.yen += for_taught
        else:
            one.helped += 1
            one.yen += for_helped
    return sorted(found.values(), key=lambda one: (one.number is None, one.number or 0))


def write_payments(db: Transaction, file: Path, year: int, month: int) -> list[Payment]:
    """Write the payments of a month to `file`, .csv or .xlsx, with a line for the sum, and return them.

    Raises: AttendanceError as `payments` and `write_list`.
    """
    listed = payments(db, year, month)
    taught, helped = rates(db, fiscal_year_of_month(year, month))
    headings = [
        _("Number"), _("Full name"), _("Sessions taught"), _("Rate (yen)"), _("Sessions helped at"), _("Rate (yen) "),
        _("Minutes"), _("Amount (yen)"), _("Received (seal)"),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [one.number or "", one.name, one.taught, taught or 0, one.helped, helped or 0, one.minutes, one.yen, ""]
        for one in listed
    ]
    rows.append(["", _("Total"), *_sums(listed)])
    write_list(file, _("Payments"), headings, rows)
    access_log.note(db, "payments", len(listed))
    return listed


def fiscal_year_of_month(year: int, month: int) -> int:
    """Return the fiscal year to which a calendar month belongs."""
    return year if month >= 4 else year - 1


def _sums(listed: Iterable[Payment]) -> list[Cell]:
    paid = list(listed)
    return [
        sum(one.taught for one in paid), "", sum(one.helped for one in paid), "",
        sum(one.minutes for one in paid), sum(one.yen for one in paid), "",
    ]  # fmt: skip


def _name(person: Participant) -> str:
    return (person.details.full_name if person.details else "") or person.nickname or ""
