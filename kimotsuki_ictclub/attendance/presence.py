"""Presence: who was at which session, when they came, and how far they came with the lesson."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session as Transaction

from ..errors import AttendanceError
from ..language import N_
from .databases import insert_into
from .japan_time import JAPAN, now
from .mentors.duties import has_duty, note_duty, take_back_duty
from .models import LessonProgress, Participant, Presence, Session, State
from .sessions import check_takes_place

LATE_AFTER = timedelta(minutes=15)  # who comes later than this after the start is late


def check_in(
    db: Transaction,
    session: Session,
    participant: Participant,
    *,
    state: State | str | None = None,
    at: datetime | None = None,
) -> bool:
    """Note that `participant` came to `session`, now or at the moment `at`; return whether that was new.

    Without `state`, 15 minutes after the session's start count as late; whoever is noted on another day without a
    moment was present, and when they came is not known. Who has checked in already stays as noted (two devices
    may do it at once); who was noted as absent has come after all. A mentor or member of staff is noted as having
    helped, which no figure of learners counts.

    Raises: AttendanceError `session-cancelled`.
    """
    at = at or noted_moment(session)
    if not participant.kind.learns or has_duty(db, session, participant):
        return _helper_came(db, session, participant, state, at)
    state = State(state) if state is not None else state_at(session, at)
    if state is not State.ABSENT:
        check_takes_place(session)
    row = _row(session, participant, state, at)
    statement = insert_into(db, Presence).values(row)
    if state is State.ABSENT:
        statement = statement.on_conflict_do_nothing(index_elements=["session_id", "participant_id"])
    else:
        statement = statement.on_conflict_do_update(
            index_elements=["session_id", "participant_id"],
            set_={"state": row["state"], "checked_in_at": row["checked_in_at"]},
            where=Presence.state == State.ABSENT,
        )
    return db.scalar(statement.returning(Presence.session_id)) is not None


def set_presence(
    db: Transaction,
    session: Session,
    participant: Participant,
    state: State | str,
    *,
    lesson_progress: LessonProgress | str | None = None,
    at: datetime | None = None,
) -> None:
    """Note `state` for `participant` whatever stood there; time and progress stay where none is given.

    Raises: AttendanceError `session-cancelled`, or `helper-progress` for a mentor's lesson progress.
    """
    if not participant.kind.learns and db.get(Presence, (session.id, participant.id)) is None:
        _set_helper(db, session, participant, State(state), lesson_progress, at)
        return
    if state != State.ABSENT:
        check_takes_place(session)
    row = _row(session, participant, State(state), at)
    row["lesson_progress"] = LessonProgress(lesson_progress) if lesson_progress else None
    changed = {"state": row["state"]}
    if state == State.ABSENT:
        changed |= {"checked_in_at": None, "lesson_progress": None}
    else:
        changed |= {name: row[name] for name in ("checked_in_at", "lesson_progress") if row[name] is not None}
    db.execute(
        insert_into(db, Presence)
        .values(row)
        .on_conflict_do_update(index_elements=["session_id", "participant_id"], set_=changed)
    )


def add_presences(
    db: Transaction,
    noted: Iterable[tuple[Session, Participant, State, datetime | None, LessonProgress | None]],
) -> None:
    """Note many new presences at once: (session, participant, state, when, progress). One that another device has
    noted meanwhile stays.

    Raises: AttendanceError `session-cancelled` or `helper-progress`.
    """
    rows = []
    for session, participant, state, at, progress in noted:
        if participant.kind.learns:
            rows.append(_row(session, participant, state, at) | {"lesson_progress": progress})
        else:
            _set_helper(db, session, participant, state, progress, at)
    if rows:
        db.execute(
            insert_into(db, Presence).on_conflict_do_nothing(index_elements=["session_id", "participant_id"]), rows
        )


def undo(db: Transaction, session: Session, participant: Participant) -> bool:
    """Take a check-in back; return whether there was one."""
    helped = take_back_duty(db, session, participant)
    gone = db.execute(
        delete(Presence)
        .where(Presence.session_id == session.id, Presence.participant_id == participant.id)
        .returning(Presence.session_id)
    )
    return gone.first() is not None or helped


def presences_of(db: Transaction, session: Session) -> dict[int, Presence]:
    """Return the presences at `session`, by participant id."""
    rows = db.scalars(select(Presence).where(Presence.session_id == session.id))
    return {presence.participant_id: presence for presence in rows}


def noted_moment(session: Session) -> datetime | None:
    """Return when somebody came who is noted now: this moment, or None where the session is another day's."""
    moment = now()
    return moment if moment.date() == session.date else None


def state_at(session: Session, at: datetime | None) -> State:
    """Return whether somebody who comes at the moment `at` is present or late; present where it is not known."""
    if not session.start or at is None:
        return State.PRESENT
    start = datetime.strptime(session.start, "%H:%M").time()
    begins = datetime.combine(session.date, start, JAPAN)
    return State.LATE if at > begins + LATE_AFTER else State.PRESENT


def _helper_came(
    db: Transaction, session: Session, helper: Participant, state: State | str | None, at: datetime | None
) -> bool:
    """Note that a mentor came, unless they are noted there already: as one, or as the learner that they were."""
    if state == State.ABSENT or has_duty(db, session, helper) or _came(db, session, helper):
        return False
    return note_duty(db, session, helper, at=at)


def _set_helper(
    db: Transaction, session: Session, helper: Participant, state: State, progress: object, at: datetime | None
) -> None:
    if progress:
        raise AttendanceError(
            "helper-progress",
            N_("%(nickname)s (%(number)s) is no learner: no lesson progress is noted."),
            N_("If that is wrong: ictclub attendance add --change %(number)s --child"),
            nickname=helper.nickname, number=helper.number,
        )  # fmt: skip
    if state is State.ABSENT:
        take_back_duty(db, session, helper)
    elif not _came(db, session, helper):
        note_duty(db, session, helper, at=at)


def _came(db: Transaction, session: Session, person: Participant) -> bool:
    presence = db.get(Presence, (session.id, person.id))
    return presence is not None and presence.state is not State.ABSENT


def _row(session: Session, participant: Participant, state: State, at: datetime | None) -> dict[str, Any]:
    return {
        "session_id": session.id,
        "participant_id": participant.id,
        "fiscal_year": session.fiscal_year,
        "venue_id": session.venue_id,
        "state": state,
        "checked_in_at": None if state is State.ABSENT else at,
        "lesson_progress": None,
    }
