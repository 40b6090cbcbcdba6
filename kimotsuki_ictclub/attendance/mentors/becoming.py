"""Somebody turns out to be a mentor, or a learner after all: what they were at since a day counts accordingly.

What lies before that day was reported already and stays.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from ...errors import AttendanceError
from ...language import N_
from ..figures.before_after import YearBefore, figures_around
from ..fiscal_year import first_day, fiscal_year_of
from ..japan_time import today as this_day
from ..models import Duty, Kind, Participant, Presence, Role, Session, State
from ..people import change_participant
from ..presence import state_at


def become(db: Transaction, person: Participant, kind: Kind | str, *, since: date | None = None) -> list[YearBefore]:
    """Make `person` one of `kind`, and count what they were at from the day `since` on (the first of this fiscal year)
    as that; return the figures of every year that it touches, before and after.

    Raises: AttendanceError `mentor-progress` where a lesson progress would be lost; nothing is then to be kept.
    """
    kind = Kind(kind)
    since = since or first_day(fiscal_year_of(this_day()))
    if kind.learns == person.kind.learns:
        change_participant(db, person, kind=kind)
        return []
    table = Duty if kind.learns else Presence
    mine = select(Session).join(table, table.session_id == Session.id).where(table.participant_id == person.id)
    sessions = list(db.scalars(mine.where(Session.date >= since).order_by(Session.id)))
    move = _learned if kind.learns else _helped

    def change() -> None:
        for session in sessions:
            move(db, person, session)
        change_participant(db, person, kind=kind)

    return figures_around(db, {session.fiscal_year for session in sessions}, change)


def _helped(db: Transaction, person: Participant, session: Session) -> None:
    presence = db.get_one(Presence, (session.id, person.id))
    if presence.lesson_progress is not None:
        raise AttendanceError(
            "mentor-progress",
            N_("A lesson progress is noted for %(nickname)s (%(number)s) on %(date)s: mentors have none."),
            N_("Take that check-in back first, or say from which day on: --since DAY"),
            nickname=person.nickname, number=person.number, date=session.date,
        )  # fmt: skip
    if presence.state is not State.ABSENT:
        at = presence.checked_in_at
        db.add(Duty(session_id=session.id, participant_id=person.id, role=Role.HELPED, minutes=None, checked_in_at=at))
    db.delete(presence)


def _learned(db: Transaction, person: Participant, session: Session) -> None:
    duty = db.get_one(Duty, (session.id, person.id))
    if db.get(Presence, (session.id, person.id)) is None:
        db.add(
            Presence(
                session_id=session.id, participant_id=person.id, fiscal_year=session.fiscal_year,
                venue_id=session.venue_id, state=state_at(session, duty.checked_in_at),
                checked_in_at=duty.checked_in_at, lesson_progress=None,
            )
        )  # fmt: skip
    db.delete(duty)
