"""Erasing a person for good, while the counts stay right.

Presences, a mentor's sessions and training are handed to a new row that has no number, no nickname, no key and no
details, and lose the time of day. Consent, health note, guardians and siblings are gone. The number is kept apart, so
that nobody gets it again and an old backup or an old file cannot bring the person back; nothing leads from it to the
presences.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date

from sqlalchemy import delete, func, select, text, union_all, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session as Transaction

from ...errors import AttendanceError
from ...language import N_
from ..fiscal_year import fiscal_year_of
from ..japan_time import today as this_day
from ..models import Backup, Duty, Erasure, HealthNote, Participant, Presence, Session, Training
from ..people import find_number
from ..records import Records
from ..work_tables import TABLE_NAMES, OwnerRow, WorkRow, erase_works_of
from ..years import keep_names_until

_WAIT_SECONDS = 30  # for a device that is just writing
_PERSONAL = ", ".join(
    (
        "participant, details, presence, duty, training, picture_consent, health_note, guardian, sibling, card",
        *TABLE_NAMES,
    )
)


def forget(db: Transaction, participants: Sequence[Participant]) -> None:
    """Erase `participants` and what they have made.

    Call `scrub` after the transaction: the file then holds no trace either.
    """
    for participant in participants:
        erase_works_of(db, participant)
        counts_only = Participant(
            number=None, nickname=None, reading="", kind=participant.kind, learner_kind=participant.learner_kind
        )
        db.add(counts_only)
        db.flush()
        for there in (Presence, Duty):
            db.execute(
                update(there)
                .where(there.participant_id == participant.id)
                .values(participant_id=counts_only.id, checked_in_at=None)
            )
        db.execute(
            update(Training).where(Training.participant_id == participant.id).values(participant_id=counts_only.id)
        )
        assert participant.number is not None
        db.add(Erasure(number=participant.number, key=participant.key, erased_on=this_day()))
        db.delete(participant)
        db.flush()


def scrub(records: Records) -> None:
    """Overwrite what the database still keeps of erased rows in free space and in its log.

    Raises: AttendanceError `not-scrubbed`; it can be called again.
    """
    try:
        if records.is_file:
            with closing(sqlite3.connect(records.place, isolation_level=None, timeout=_WAIT_SECONDS)) as connection:
                connection.execute("VACUUM")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            with records.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as server:
                server.execute(text(f"VACUUM (FULL) {_PERSONAL}"))
    except (sqlite3.Error, DBAPIError) as error:
        raise AttendanceError(
            "not-scrubbed",
            N_("The people are erased, but traces in the database's free space could not be wiped yet."),
            N_("Close the check-in desk, then: ictclub attendance forget --expired"),
        ) from error  # fmt: skip


def forget_again(db: Transaction, erasures: Sequence[Erasure]) -> int:
    """Erase in restored records whom the present ones had erased; return how many were there."""
    again = 0
    for erasure in erasures:
        participant = db.scalar(select(Participant).where(Participant.key == erasure.key))
        if participant is not None:
            forget(db, [participant])
            again += 1
        elif db.get(Erasure, erasure.number) is None and find_number(db, erasure.number) is None:
            db.add(Erasure(number=erasure.number, key=erasure.key, erased_on=erasure.erased_on))
    return again


def backups(db: Transaction) -> list[Backup]:
    """Return the last backup that was made of each file, the newest first: they hold who was in the records then."""
    last: dict[str, Backup] = {}
    for row in db.scalars(select(Backup).order_by(Backup.id.desc())):
        last.setdefault(row.path, row)
    return list(last.values())


def expired(db: Transaction, *, today: date | None = None) -> list[Participant]:
    """Return those whose names are to be erased: the retention of the last fiscal year in which they learned or helped
    is over.
    """
    day = today or this_day()
    learned = select(Presence.participant_id, Presence.fiscal_year)
    helped = select(Duty.participant_id, Session.fiscal_year).join(Session, Session.id == Duty.session_id)
    years = union_all(learned, helped).subquery()
    last_years = db.execute(
        select(Participant, func.max(years.c.fiscal_year))
        .join(years, years.c.participant_id == Participant.id)
        .where(Participant.number.is_not(None))
        .group_by(Participant.id)
        .order_by(Participant.number)
    )
    return [participant for participant, year in last_years if day > keep_names_until(db, year)]


def drop_old_notes(db: Transaction, *, today: date | None = None) -> int:
    """Erase the health notes whose time is over; return how many."""
    gone = db.execute(
        delete(HealthNote).where(HealthNote.until < (today or this_day())).returning(HealthNote.participant_id)
    )
    return len(gone.all())


def expired_owners(db: Transaction, *, today: date | None = None) -> list[OwnerRow]:
    """Return whose works are to be erased among those who are not in the list of participants."""
    day = today or this_day()
    last_changes = db.execute(
        select(OwnerRow, func.max(WorkRow.changed_at))
        .outerjoin(WorkRow, WorkRow.owner_id == OwnerRow.id)
        .where(OwnerRow.participant_id.is_(None))
        .group_by(OwnerRow.id)
        .order_by(OwnerRow.id)
    )
    return [
        owner
        for owner, changed in last_changes
        if day > keep_names_until(db, fiscal_year_of((changed or owner.made_at).date()))
    ]
