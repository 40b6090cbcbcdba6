"""The people of the club. A nickname is enough; the rest stands apart in `Details`, and is optional."""

from __future__ import annotations

import uuid
from datetime import date
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base, words


class Kind(StrEnum):
    """Children (小・中学生) and grown-ups learn, and are counted; mentors (メンター) and staff (職員) are not."""

    CHILD = "child"
    GROWN_UP = "grown_up"
    MENTOR = "mentor"
    STAFF = "staff"

    @property
    def learns(self) -> bool:
        """Whether somebody of this kind counts towards 受講者数."""
        return self in (Kind.CHILD, Kind.GROWN_UP)


class Participant(Base):
    """Somebody who takes part. After `forget`, a row without number or nickname that only counts."""

    __tablename__ = "participant"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 (SQLAlchemy's own form)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(36), unique=True, default=lambda: str(uuid.uuid4()))
    number: Mapped[int | None] = mapped_column(Integer, unique=True)
    nickname: Mapped[str | None] = mapped_column(String(40))
    reading: Mapped[str] = mapped_column(String(80), default="")
    kind: Mapped[Kind] = mapped_column(words(Kind))
    learner_kind: Mapped[Kind | None] = mapped_column(words(Kind))  # as what a mentor's earlier presences count

    details: Mapped[Details | None] = relationship(back_populates="participant", cascade="all, delete-orphan")

    @property
    def called(self) -> str:
        """Number and nickname, as lists and questions name a person."""
        return f"{self.number} {self.nickname}"


class Details(Base):
    """What some towns need beyond a nickname; each part is optional and no figure is made from it."""

    __tablename__ = "details"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    full_name: Mapped[str] = mapped_column(String(80), default="")
    school_year: Mapped[str] = mapped_column(String(20), default="")
    guardian_contact: Mapped[str] = mapped_column(String(200), default="")
    consent_on: Mapped[date | None] = mapped_column(Date)

    participant: Mapped[Participant] = relationship(back_populates="details")
