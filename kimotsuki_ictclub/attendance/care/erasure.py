"""Erasing a person for good, while the counts stay right.

The presences are handed to a new row that has no number, no nickname, no key and no details, and lose the time
of day. The number is kept apart, so that nobody gets it again and an old backup or an old file cannot bring the
person back; nothing leads from it to the presences.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date

from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session as Transaction

from ...errors import AttendanceError
from ...language import N_
from ..japan_time import today as this_day
from ..models import Backup, Erasure, Participant, Presence
from ..people import find_number
from ..records import Records
from ..years import keep_names_until

_WAIT_SECONDS = 30  # for a device that is just writing


def forget(db: Transaction, participants: Sequence[Participant]) -> None:
    """Erase `participants`. Call `scrub` after the transaction: the file then holds no trace either."""
    for participant in participants:
        counts_only = Participant(number=None, nickname=None, reading="", kind=participant.kind)
        db.add(counts_only)
        db.flush()
        db.execute(
            update(Presence)
            .where(Presence.participant_id == participant.id)
            .values(participant_id=counts_only.id, checked_in_at=None)
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
                server.execute(text("VACUUM (FULL) participant, details, presence"))
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
    """Return the backups that were made, the newest first: they hold who was in the records then."""
    return list(db.scalars(select(Backup).order_by(Backup.id.desc())))


def expired(db: Transaction, *, today: date | None = None) -> list[Participant]:
    """Return those whose names are to be erased: their last fiscal year's retention is over."""
    day = today or this_day()
    last_years = db.execute(
        select(Participant, func.max(Presence.fiscal_year))
        .join(Presence, Presence.participant_id == Participant.id)
        .where(Participant.number.is_not(None))
        .group_by(Participant.id)
        .order_by(Participant.number)
    )
    return [participant for participant, year in last_years if day > keep_names_until(db, year)]
