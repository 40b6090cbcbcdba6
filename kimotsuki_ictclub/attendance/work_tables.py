"""The tables of the children's works: they stand in the club's database, so that what happens to a person happens to
their works too (erasure, merging, backups). What is done with them is in the package `work`.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, Integer, LargeBinary, String, Text, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm import Session as Transaction

from .japan_time import today as this_day
from .models import Base, Moment, Participant
from .names import fold


class OwnerRow(Base):
    """Whose works: a participant, or a nickname that is not in the list (yet)."""

    __tablename__ = "work_owner"
    # An id is never given twice: a browser may still hold one that was erased.
    __table_args__ = (Index("ix_work_owner_folded", "folded"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(36), unique=True, default=lambda: str(uuid.uuid4()))
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"), unique=True)
    nickname: Mapped[str | None] = mapped_column(String(40))  # None where the participant has it
    folded: Mapped[str | None] = mapped_column(String(200))  # the nickname as it is compared
    made_at: Mapped[datetime] = mapped_column(Moment)
    code_salt: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    code_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    wrong_codes: Mapped[int] = mapped_column(Integer, default=0)  # one after the other
    closed_until: Mapped[datetime | None] = mapped_column(Moment)


class WorkRow(Base):
    """A child's program for a lesson, as it is now."""

    __tablename__ = "work"
    __table_args__ = (
        Index("ix_work_owner", "owner_id", "lesson"),
        Index("ix_work_changed", "changed_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("work_owner.id"))
    lesson: Mapped[int] = mapped_column(Integer)  # 0: a program of the child's own
    version: Mapped[int] = mapped_column(Integer)  # the newest
    text: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    writer: Mapped[str] = mapped_column(String(40), default="")  # which device wrote the newest version
    board: Mapped[str] = mapped_column(String(80), default="")  # the label of the board it went to last
    board_version: Mapped[int | None] = mapped_column(Integer)
    board_at: Mapped[datetime | None] = mapped_column(Moment)


class VersionRow(Base):
    """A work as it was at a moment, and why it was kept."""

    __tablename__ = "work_version"

    work_id: Mapped[int] = mapped_column(ForeignKey("work.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    begun_at: Mapped[datetime] = mapped_column(Moment)  # typing goes on in one version for a while
    at: Mapped[datetime] = mapped_column(Moment)


class CheckRow(Base):
    """What a check found about a version of a work."""

    __tablename__ = "work_check"
    __table_args__ = (Index("ix_work_check", "work_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    work_id: Mapped[int] = mapped_column(ForeignKey("work.id"))
    version: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(Moment)
    verdict: Mapped[str] = mapped_column(String(40))
    steps: Mapped[str] = mapped_column(Text)  # JSON: {"name": whether it was done}
    hints: Mapped[str] = mapped_column(Text)  # JSON: {"name": how many hints the child had seen}
    picture: Mapped[str] = mapped_column(String(29), default="", server_default="")  # the LEDs, as "09090:99999:…"


class WorkErasure(Base):
    """Works that were erased: a restored backup erases them again. Nothing tells whose they were."""

    __tablename__ = "work_erasure"

    key: Mapped[str] = mapped_column(String(36), primary_key=True)
    erased_on: Mapped[date] = mapped_column(Date)


_TABLES: list[Any] = [OwnerRow.__table__, WorkRow.__table__, VersionRow.__table__, CheckRow.__table__]
TABLE_NAMES = tuple(table.name for table in _TABLES)
Rows = list[list[dict[str, Any]]]


def erase_owners(db: Transaction, owner_ids: Sequence[int]) -> None:
    """Erase these owners with all they have made."""
    works = select(WorkRow.id).where(WorkRow.owner_id.in_(owner_ids))
    for key in list(db.scalars(select(OwnerRow.key).where(OwnerRow.id.in_(owner_ids)))):
        db.add(WorkErasure(key=key, erased_on=this_day()))
    for part in (CheckRow, VersionRow):
        db.execute(delete(part).where(part.work_id.in_(works)))
    db.execute(delete(WorkRow).where(WorkRow.owner_id.in_(owner_ids)))
    db.execute(delete(OwnerRow).where(OwnerRow.id.in_(owner_ids)))
    db.flush()


def erase_works_of(db: Transaction, participant: Participant) -> None:
    """Erase all that a participant has made."""
    erase_owners(db, list(db.scalars(select(OwnerRow.id).where(OwnerRow.participant_id == participant.id))))


def erase_again(db: Transaction, erasures: Sequence[tuple[str, date]]) -> int:
    """Erase in restored records the works that the present ones had erased; return of how many owners."""
    keys = [key for key, _day in erasures]
    there = list(db.scalars(select(OwnerRow.id).where(OwnerRow.key.in_(keys))))
    erase_owners(db, there)
    known = set(db.scalars(select(WorkErasure.key)))
    db.add_all(WorkErasure(key=key, erased_on=day) for key, day in erasures if key not in known)
    db.flush()
    return len(there)


def erased_works(db: Transaction) -> list[tuple[str, date]]:
    """Return what was erased, for `erase_again`."""
    return [(row.key, row.erased_on) for row in db.scalars(select(WorkErasure))]


def hand_over(db: Transaction, goes: Participant, stays: Participant) -> None:
    """Give `stays` the works of `goes`: both are one person. The picture code of `stays` stays, if there is one."""
    theirs = db.scalar(select(OwnerRow).where(OwnerRow.participant_id == goes.id))
    if theirs is None:
        return
    ours = db.scalar(select(OwnerRow).where(OwnerRow.participant_id == stays.id))
    if ours is None:
        theirs.participant_id = stays.id
    else:
        db.execute(update(WorkRow).where(WorkRow.owner_id == theirs.id).values(owner_id=ours.id))
        db.delete(theirs)
    db.flush()


def works_before(db: Transaction) -> Rows:
    """Return all works, for `keep_works`; each owner says which participant it is by the key that stays."""
    keys = {
        row.id: (row.key, row.nickname)
        for row in db.execute(select(Participant.id, Participant.key, Participant.nickname))
    }
    found = [[dict(row) for row in db.execute(select(table)).mappings()] for table in _TABLES]
    for owner in found[0]:
        owner["participant"] = keys.get(owner["participant_id"])
    return found


def keep_works(db: Transaction, works: Rows) -> None:
    """Put `works` in place of those of a restored backup: taking a list back takes no child's program away.

    Who is not in the list any more has them under the nickname.
    """
    there = {row.key: row.id for row in db.execute(select(Participant.id, Participant.key))}
    for table in reversed(_TABLES):
        db.execute(delete(table))
    for table, rows in zip(_TABLES, works, strict=True):
        for row in rows:
            if "participant" in row:
                key, nickname = row.pop("participant") or (None, row["nickname"])
                row["participant_id"] = there.get(key)
                if row["participant_id"] is None:
                    row |= {"nickname": nickname, "folded": fold(nickname or "")}
        if rows:
            db.execute(insert(table), rows)
