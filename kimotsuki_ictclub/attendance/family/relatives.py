"""A child's guardians, of whom there may be several, and siblings who are in the club too."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session as Transaction

from ...errors import AttendanceError
from ...language import N_
from ..japan_time import today
from ..models import Guardian, Participant, Sibling
from ..names import CONTACT_LENGTH, GUARDIAN_LENGTH, clean_text

MOST_GUARDIANS = 6


def add_guardian(
    db: Transaction, child: Participant, who: str, contact: str, *, said_on: date | None = None
) -> Guardian:
    """Keep a further guardian: `who` ("祖母"), and how to reach them. The contact of lists is in the details.

    Raises: AttendanceError `guardians-many`, or as `clean_text`.
    """
    if len(guardians_of(db, child)) >= MOST_GUARDIANS:
        raise AttendanceError(
            "guardians-many", N_("%(nickname)s already has %(most)s other guardians."),
            N_("Remove one first: --no-guardian NUMBER"), nickname=child.nickname, most=MOST_GUARDIANS,
        )  # fmt: skip
    guardian = Guardian(
        participant_id=child.id,
        who=clean_text(who, longest=GUARDIAN_LENGTH),
        contact=clean_text(contact, longest=CONTACT_LENGTH),
        said_on=said_on or today(),
    )
    db.add(guardian)
    db.flush()
    return guardian


def remove_guardian(db: Transaction, child: Participant, place: int) -> None:
    """Erase the further guardian of `child` at `place` (1, 2 …). Raises: AttendanceError `guardian-unknown`."""
    there = guardians_of(db, child)
    if not 1 <= place <= len(there):
        raise AttendanceError(
            "guardian-unknown", N_("%(nickname)s has no other guardian number %(place)s."),
            N_("See them: ictclub attendance care %(number)s"),
            nickname=child.nickname, place=place, number=child.number,
        )  # fmt: skip
    db.delete(there[place - 1])
    db.flush()


def guardians_of(db: Transaction, child: Participant) -> list[Guardian]:
    """Return the further guardians of `child`, in the order in which they were named."""
    return list(db.scalars(select(Guardian).where(Guardian.participant_id == child.id).order_by(Guardian.id)))


def make_siblings(db: Transaction, one: Participant, other: Participant, *, said_on: date | None = None) -> None:
    """Note that both are siblings, and with them the siblings of each. Raises: AttendanceError `own-sibling`."""
    if one.id == other.id:
        raise AttendanceError("own-sibling", N_("Nobody is their own sibling."))
    ours, theirs = db.get(Sibling, one.id), db.get(Sibling, other.id)
    if ours is not None and theirs is not None:
        db.execute(update(Sibling).where(Sibling.family == theirs.family).values(family=ours.family))
        db.expire_all()
        return
    known = ours or theirs
    family = known.family if known else (db.scalar(select(func.max(Sibling.family))) or 0) + 1
    for child, row in ((one, ours), (other, theirs)):
        if row is None:
            db.add(Sibling(participant_id=child.id, family=family, said_on=said_on or today()))
    db.flush()


def remove_sibling(db: Transaction, child: Participant) -> bool:
    """Note that `child` has no siblings here; return whether any were noted. A family of one is none."""
    row = db.get(Sibling, child.id)
    if row is None:
        return False
    others = siblings_of(db, child)
    db.delete(row)
    db.flush()
    if len(others) == 1:
        db.execute(delete(Sibling).where(Sibling.participant_id == others[0].id))
    return True


def siblings_of(db: Transaction, child: Participant) -> list[Participant]:
    """Return the siblings of `child` in the club, by number."""
    row = db.get(Sibling, child.id)
    if row is None:
        return []
    return list(
        db.scalars(
            select(Participant)
            .join(Sibling, Sibling.participant_id == Participant.id)
            .where(Sibling.family == row.family, Participant.id != child.id)
            .order_by(Participant.number)
        )
    )
