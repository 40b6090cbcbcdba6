"""Sessions: the club's meetings."""

from __future__ import annotations

import re
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from ..errors import AttendanceError
from ..language import N_
from .fiscal_year import EARLIEST, LATEST, fiscal_year_of
from .models import Session, Venue
from .names import INSTRUCTORS_LENGTH, LESSON_LENGTH, clean_text
from .venues import find_venue

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def add_session(
    db: Transaction,
    day: date,
    *,
    venue: str,
    start: str = "",
    end: str = "",
    lesson: str = "",
    instructors: str = "",
) -> Session:
    """Add a session on `day` at `venue`, from `start` to `end` ("18:30", "" where not known).

    Raises: AttendanceError `session-exists`, `session-time`, `session-date`, `venue-unknown`, or as
    `clean_text`.
    """
    place = find_venue(db, venue)
    check_times(start, end)
    if not EARLIEST <= fiscal_year_of(day) <= LATEST:
        raise AttendanceError("session-date", N_("%(date)s is too far away for a session."), date=day)
    if find_session(db, day, place, start) is not None:
        raise AttendanceError(
            "session-exists",
            N_("There is already a session on %(date)s at %(venue)s at that time."),
            N_("See the sessions: ictclub attendance list sessions"),
            date=day,
            venue=place.name,
        )
    session = Session(
        date=day,
        start=start,
        end=end,
        fiscal_year=fiscal_year_of(day),
        venue=place,
        venue_id=place.id,
        lesson=clean_text(lesson, longest=LESSON_LENGTH, empty_ok=True),
        instructors=clean_text(instructors, longest=INSTRUCTORS_LENGTH, empty_ok=True),
    )
    db.add(session)
    db.flush()
    return session


def check_times(start: str, end: str) -> None:
    """Check that both are "HH:MM" or "", and in order. Raises: AttendanceError `session-time`."""
    written = [time for time in (start, end) if time]
    if not all(_TIME.fullmatch(time) for time in written) or (start and end and start >= end):
        raise AttendanceError(
            "session-time",
            N_("A session cannot be from “%(start)s” to “%(end)s”."),
            N_("Write times as 18:30, the end after the start."),
            start=start,
            end=end,
        )


def find_session(db: Transaction, day: date, venue: Venue, start: str) -> Session | None:
    """Return the session on `day` at `venue` that begins at `start`, or None."""
    return db.scalar(select(Session).where(Session.date == day, Session.venue_id == venue.id, Session.start == start))


def session_by_id(db: Transaction, session_id: int) -> Session:
    """Return one session. Raises: AttendanceError `session-unknown`."""
    session = db.get(Session, session_id)
    if session is None:
        raise AttendanceError("session-unknown", N_("There is no session %(session)s."), session=session_id)
    return session


def sessions_on(db: Transaction, day: date) -> list[Session]:
    """Return the sessions on `day`, the earliest first."""
    return list(db.scalars(select(Session).where(Session.date == day).order_by(Session.start, Session.venue_id)))


def sessions_of_year(db: Transaction, year: int) -> list[Session]:
    """Return the sessions of fiscal year `year`, the earliest first; planned ones too."""
    return list(
        db.scalars(
            select(Session).where(Session.fiscal_year == year).order_by(Session.date, Session.start, Session.venue_id)
        )
    )


def the_session(db: Transaction, day: date, venue: str | None = None) -> Session:
    """Return the one session on `day` (at `venue`).

    Raises: AttendanceError `session-missing`, or `session-several` with the candidates.
    """
    found = sessions_on(db, day)
    if venue is not None:
        place = find_venue(db, venue)
        found = [session for session in found if session.venue_id == place.id]
    if len(found) == 1:
        return found[0]
    if not found:
        raise AttendanceError(
            "session-missing",
            N_("There is no session on %(date)s."),
            N_("Add it first: ictclub attendance session --date %(date)s --venue koyama"),
            date=day,
        )
    raise AttendanceError(
        "session-several",
        N_("There are several sessions on %(date)s: %(sessions)s."),
        N_("Say which one: --session NUMBER"),
        date=day,
        sessions=", ".join(f"{session.id} ({session.venue.name} {session.start})" for session in found),
    )
