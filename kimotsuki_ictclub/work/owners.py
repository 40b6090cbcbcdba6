"""Whose works: found by participant or nickname, and let in by a picture code."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from ..attendance.japan_time import now
from ..attendance.models import Participant
from ..attendance.names import clean_nickname, fold
from ..attendance.people import find_nickname
from ..attendance.work_tables import OwnerRow
from ..errors import WorkError
from ..language import N_
from . import pictures
from .model import Owner

FREE_TRIES = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)


def owner_of(db: Transaction, row: OwnerRow) -> Owner:
    """Return `row` as it is handed out."""
    return owners_of(db, [row.id])[row.id]


def owners_of(db: Transaction, owner_ids: Collection[int]) -> dict[int, Owner]:
    """Return these owners by id."""
    rows = db.execute(
        select(OwnerRow, Participant)
        .outerjoin(Participant, Participant.id == OwnerRow.participant_id)
        .where(OwnerRow.id.in_(owner_ids))
    )
    return {
        row.id: Owner(
            id=row.id,
            nickname=(person.nickname if person else row.nickname) or "",
            reading=person.reading if person else "",
            participant_id=row.participant_id,
            number=person.number if person else None,
            has_code=row.code_hash is not None,
        )
        for row, person in rows
    }


def listed(db: Transaction, who: int | str) -> int | str:
    """Return the id of the participant who has the nickname `who`; `who` itself where nobody in the list has it.

    Raises: WorkError `owner-several` where several have it.
    """
    found = [] if isinstance(who, int) else find_nickname(db, who.strip())
    if len(found) > 1:
        raise WorkError(
            "owner-several", N_("Several people are called “%(nickname)s”."), N_("Choose your own tile."), nickname=who
        )
    return found[0].id if found else who


def find_row(db: Transaction, who: int | str) -> OwnerRow | None:
    """Return the owner for a participant's id or a nickname that is not in the list; None where none has begun."""
    wanted = OwnerRow.participant_id == who if isinstance(who, int) else OwnerRow.folded == fold(who)
    return db.scalars(select(OwnerRow).where(wanted).order_by(OwnerRow.id)).first()


def make_row(db: Transaction, who: int | str) -> OwnerRow:
    """Add an owner. Raises: WorkError `owner-unknown`; AttendanceError as `clean_text`."""
    if isinstance(who, int):
        if db.get(Participant, who) is None:
            raise unknown()
        row = OwnerRow(participant_id=who, made_at=now(), wrong_codes=0)
    else:
        nickname = clean_nickname(who)
        row = OwnerRow(nickname=nickname, folded=fold(nickname), made_at=now(), wrong_codes=0)
    db.add(row)
    db.flush()
    return row


def wait_seconds(row: OwnerRow) -> int:
    """Return for how many seconds no code may be tried."""
    left = (row.closed_until - now()).total_seconds() if row.closed_until else 0.0
    return max(0, int(left + 0.999))


def try_code(row: OwnerRow, code: Sequence[str]) -> bool:
    """Return whether `code` opens the owner's works, and count where it does not; without a code it becomes the code.

    Raises: WorkError `picture-code-wait` after several wrong ones.
    """
    if wait := wait_seconds(row):
        raise WorkError(
            "picture-code-wait", N_("That was wrong too often. Wait %(seconds)s seconds."),
            N_("The instructor can let you choose new pictures."), seconds=wait,
        )  # fmt: skip
    if row.code_hash is None or row.code_salt is None:
        set_code(row, code)
        return True
    if pictures.is_same(code, row.code_salt, row.code_hash):
        row.wrong_codes, row.closed_until = 0, None
        return True
    row.wrong_codes += 1
    if row.wrong_codes >= FREE_TRIES:
        row.closed_until = now() + min(FIRST_WAIT * 2 ** min(row.wrong_codes - FREE_TRIES, 10), LONGEST_WAIT)
    return False


def set_code(row: OwnerRow, code: Sequence[str] | None) -> None:
    """Give the owner another code; None: the next one that is entered becomes the code."""
    row.code_salt = None if code is None else pictures.new_salt()
    row.code_hash = None if code is None or row.code_salt is None else pictures.hashed(code, row.code_salt)
    row.wrong_codes, row.closed_until = 0, None


def adoptable(db: Transaction, participant_id: int) -> OwnerRow | None:
    """Return the works begun under this participant's nickname before it was in the list: their pictures prove whose
    they are. None where there are none, or after several wrong tries: then it is another child of this name.
    """
    person = db.get(Participant, participant_id)
    row = find_row(db, person.nickname) if person and person.nickname else None
    return None if row is None or wait_seconds(row) else row


def unknown() -> WorkError:
    """Return the error for an owner who is not there (any more)."""
    return WorkError("owner-unknown", N_("There are no works of that name (any more)."),
                     N_("See all: ictclub work list"))  # fmt: skip


def wrong_code() -> WorkError:
    """Return the error for a wrong code."""
    return WorkError("picture-code-wrong", N_("Those are not the pictures of this name."),
                     N_("Try again, or choose another name if you are new."))  # fmt: skip
