"""Who taught or helped at which session. A mentor is checked in like everybody, but counts as no learner."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session as Transaction

from ...errors import AttendanceError
from ...language import N_
from ..databases import insert_into
from ..models import Duty, Participant, Role, Session
from ..sessions import check_takes_place

LONGEST_DUTY = 12 * 60  # minutes


def note_duty(
    db: Transaction,
    session: Session,
    mentor: Participant,
    *,
    role: Role | str | None = None,
    minutes: int | None = None,
    at: datetime | None = None,
) -> bool:
    """Note that `mentor` taught or helped (where nothing is said: helped) for `minutes`, 1 to 720, or as long as the
    session lasts; return whether that was new. What was noted before stays where nothing else is said.

    Raises: AttendanceError `session-cancelled`, `duty-of-learner` or `duty-minutes`.
    """
    check_takes_place(session)
    if mentor.kind.learns:
        raise AttendanceError(
            "duty-of-learner",
            N_("%(nickname)s (%(number)s) is noted as a learner, who does not teach or help."),
            N_("If that is wrong: ictclub attendance add --change %(number)s --mentor"),
            nickname=mentor.nickname, number=mentor.number,
        )  # fmt: skip
    if minutes is not None and not 1 <= minutes <= LONGEST_DUTY:
        raise AttendanceError(
            "duty-minutes", N_("Nobody can teach or help for %(minutes)s minutes at one session."),
            N_("Give 1 to %(longest)s minutes."), minutes=minutes, longest=LONGEST_DUTY,
        )  # fmt: skip
    new = db.get(Duty, (session.id, mentor.id)) is None
    said = {name: value for name, value in (("role", role and Role(role)), ("minutes", minutes)) if value is not None}
    keys = ["session_id", "participant_id"]
    row = {"session_id": session.id, "participant_id": mentor.id, "role": Role.HELPED, "checked_in_at": at} | said
    statement = insert_into(db, Duty).values(row)
    if said:
        statement = statement.on_conflict_do_update(index_elements=keys, set_=said)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=keys)
    db.execute(statement)
    if (known := db.get(Duty, (session.id, mentor.id))) is not None:
        db.refresh(known)
    return new


def take_back_duty(db: Transaction, session: Session, mentor: Participant) -> bool:
    """Take back that `mentor` was there; return whether anything was noted."""
    gone = db.execute(
        delete(Duty)
        .where(Duty.session_id == session.id, Duty.participant_id == mentor.id)
        .returning(Duty.session_id)
        .execution_options(synchronize_session="fetch")
    )
    return gone.first() is not None


def duties_of(db: Transaction, session: Session) -> dict[int, Duty]:
    """Return who taught or helped at `session`, by participant id."""
    return {duty.participant_id: duty for duty in db.scalars(select(Duty).where(Duty.session_id == session.id))}


def has_duty(db: Transaction, session: Session, person: Participant) -> bool:
    """Return whether `person` taught or helped at `session`."""
    there = select(Duty.session_id).where(Duty.session_id == session.id, Duty.participant_id == person.id)
    return db.scalar(there) is not None
