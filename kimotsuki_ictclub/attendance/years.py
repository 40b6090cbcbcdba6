"""What is decided for a fiscal year: the goal, and until when names are kept."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session as Transaction

from ..errors import AttendanceError
from ..language import N_
from .fiscal_year import last_day
from .models import Year

GOAL = 30  # 受講者数 30人以上: the plan's figure for the club
LARGEST_GOAL = 100_000
LARGEST_RATE = 1_000_000  # yen
KEEP_YEARS = 1  # names are kept for one fiscal year more: whoever comes back is greeted by name


def goal(db: Transaction, year: int) -> int:
    """Return the goal of fiscal year `year` in people; 30 where none was set."""
    row = db.get(Year, year)
    return GOAL if row is None or row.goal is None else row.goal


def set_goal(db: Transaction, year: int, people: int) -> None:
    """Set the goal of fiscal year `year`, 1 to 100,000 people. Raises: AttendanceError `goal-range`."""
    if not 1 <= people <= LARGEST_GOAL:
        raise AttendanceError(
            "goal-range", N_("The goal cannot be %(people)s people."), N_("Set 1 or more."), people=people
        )
    _row(db, year).goal = people


def rates(db: Transaction, year: int) -> tuple[int | None, int | None]:
    """Return what a mentor gets in fiscal year `year` for a session taught and for one helped at, in yen; None each
    where it was not set.
    """
    row = db.get(Year, year)
    return (None, None) if row is None else (row.taught_rate, row.helped_rate)


def set_rates(db: Transaction, year: int, *, taught: int | None = None, helped: int | None = None) -> None:
    """Set what a mentor gets in fiscal year `year` for a session, 0 to 1,000,000 yen; None leaves a rate as it is.

    Raises: AttendanceError `rate-range`.
    """
    for rate in (taught, helped):
        if rate is not None and not 0 <= rate <= LARGEST_RATE:
            raise AttendanceError(
                "rate-range", N_("A mentor cannot get %(rate)s yen for a session."),
                N_("Give 0 to %(largest)s yen."), rate=rate, largest=LARGEST_RATE,
            )  # fmt: skip
    row = _row(db, year)
    row.taught_rate = row.taught_rate if taught is None else taught
    row.helped_rate = row.helped_rate if helped is None else helped
    db.flush()


def keep_names_until(db: Transaction, year: int) -> date:
    """Return the last day on which the names of those are kept who last came in fiscal year `year`."""
    row = db.get(Year, year)
    if row is None or row.keep_names_until is None:
        return last_day(year + KEEP_YEARS)
    return row.keep_names_until


def set_keep_names_until(db: Transaction, year: int, day: date) -> None:
    """Set the retention of fiscal year `year`. Raises: AttendanceError `retention-early` inside the year."""
    if day < last_day(year):
        raise AttendanceError(
            "retention-early",
            N_("Names are needed until the fiscal year ends on %(last_day)s."),
            N_("Choose that day or a later one."),
            last_day=last_day(year),
        )
    _row(db, year).keep_names_until = day


def _row(db: Transaction, year: int) -> Year:
    row = db.get(Year, year)
    if row is None:
        row = Year(fiscal_year=year)
        db.add(row)
    return row
