"""Sessions: the club's meetings. A session is planned, then held; or cancelled, and then it counts nowhere."""

from __future__ import annotations

import re
from datetime import date, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session as Transaction

from ..errors import AttendanceError
from ..language import N_
from .fiscal_year import EARLIEST, LATEST, fiscal_year_of
from .models import CAME, Duty, Presence, Session, Venue
from .names import CANCELLATION_LENGTH, INSTRUCTORS_LENGTH, LESSON_LENGTH, clean_text
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
    _check_free(db, day, place, start)
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


def change_session(
    db: Transaction,
    session: Session,
    *,
    day: date | None = None,
    venue: str | None = None,
    start: str | None = None,
    end: str | None = None,
    lesson: str | None = None,
    instructors: str | None = None,
) -> None:
    """Correct or move `session` with its presences; None leaves a part as it is, "" empties it.

    Raises: AttendanceError as `add_session`.
    """
    place = session.venue if venue is None else find_venue(db, venue)
    day = session.date if day is None else day
    start = session.start if start is None else start
    end = session.end if end is None else end
    check_times(start, end)
    _check_free(db, day, place, start, but=session)
    session.date, session.start, session.end = day, start, end
    session.fiscal_year = fiscal_year_of(day)
    session.venue, session.venue_id = place, place.id
    if lesson is not None:
        session.lesson = clean_text(lesson, longest=LESSON_LENGTH, empty_ok=True)
    if instructors is not None:
        session.instructors = clean_text(instructors, longest=INSTRUCTORS_LENGTH, empty_ok=True)
    db.flush()
    db.execute(
        update(Presence)
        .where(Presence.session_id == session.id)
        .values(fiscal_year=session.fiscal_year, venue_id=place.id)
        .execution_options(synchronize_session=False)
    )
    db.expire_all()


def cancel_session(db: Transaction, session: Session, reason: str = "") -> None:
    """Note that `session` does not take place; `reason` is kept, and published with the event list.

    Raises: AttendanceError `session-was-held` where somebody came, or as `clean_text`.
    """
    came = db.scalar(select(Presence.participant_id).where(Presence.session_id == session.id, CAME).limit(1))
    if came is not None or has_duties(db, session):
        raise AttendanceError(
            "session-was-held",
            N_("Somebody came to session %(session)s on %(date)s: it was held and cannot be cancelled."),
            N_("Take the check-ins back first, if they are wrong: ictclub attendance checkin --undo"),
            session=session.id,
            date=session.date,
        )
    session.cancellation = clean_text(reason, longest=CANCELLATION_LENGTH, empty_ok=True)
    db.flush()


def reopen_session(db: Transaction, session: Session) -> None:
    """Let a cancelled session take place after all."""
    session.cancellation = None
    db.flush()


def delete_session(db: Transaction, session: Session) -> None:
    """Delete a session that was added by mistake. Raises: AttendanceError `session-not-empty`."""
    if has_anybody(db, session):
        raise AttendanceError(
            "session-not-empty",
            N_("Session %(session)s on %(date)s has check-ins and cannot be deleted."),
            N_("Move it (session --change), or cancel it where it was not held (session --cancel)."),
            session=session.id,
            date=session.date,
        )
    db.execute(delete(Session).where(Session.id == session.id))


def has_anybody(db: Transaction, session: Session) -> bool:
    """Return whether anything is noted about anybody at `session`, and be it an absence."""
    noted = db.scalar(select(Presence.session_id).where(Presence.session_id == session.id).limit(1))
    return noted is not None or has_duties(db, session)


def has_duties(db: Transaction, session: Session) -> bool:
    """Return whether a mentor was at `session`."""
    return db.scalar(select(Duty.session_id).where(Duty.session_id == session.id).limit(1)) is not None


def check_takes_place(session: Session) -> None:
    """Check that somebody can be checked in at `session`. Raises: AttendanceError `session-cancelled`."""
    if session.cancelled:
        raise AttendanceError(
            "session-cancelled",
            N_("Session %(session)s on %(date)s is cancelled: nobody can be checked in."),
            N_("If it takes place after all: ictclub attendance session --reopen %(session)s"),
            session=session.id,
            date=session.date,
        )


def has_begun(session: Session, at: datetime) -> bool:
    """Return whether `session` has begun at the moment `at`; without a time it begins with its day."""
    return (session.date, session.start) <= (at.date(), f"{at:%H:%M}")


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


def _check_free(db: Transaction, day: date, place: Venue, start: str, *, but: Session | None = None) -> None:
    """Check that a session other than `but` may be on `day` at `place` from `start`."""
    if not EARLIEST <= fiscal_year_of(day) <= LATEST:
        raise AttendanceError("session-date", N_("%(date)s is too far away for a session."), date=day)
    if find_session(db, day, place, start) not in (None, but):
        raise AttendanceError(
            "session-exists",
            N_("There is already a session on %(date)s at %(venue)s at that time."),
            N_("See the sessions: ictclub attendance list sessions"),
            date=day,
            venue=place.name,
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
    """Return the one session on `day` (at `venue`); a cancelled one only where there is no other.

    Raises: AttendanceError `session-missing`, or `session-several` with the candidates.
    """
    found = sessions_on(db, day)
    if venue is not None:
        place = find_venue(db, venue)
        found = [session for session in found if session.venue_id == place.id]
    found = [session for session in found if not session.cancelled] or found
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
