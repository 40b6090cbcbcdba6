"""Mentors and staff: the sessions at which they taught or helped, and what they were trained in."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Moment, words


class Role(StrEnum):
    """What a mentor did at a session."""

    TAUGHT = "taught"
    HELPED = "helped"


class Duty(Base):
    """A mentor or member of staff at one session. It is no presence: nothing that counts learners sees it."""

    __tablename__ = "duty"
    __table_args__ = (Index("ix_duty_person", "participant_id"),)

    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"), primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(words(Role))
    minutes: Mapped[int | None] = mapped_column(Integer)  # None: as long as the session
    checked_in_at: Mapped[datetime | None] = mapped_column(Moment)


class Training(Base):
    """Something that a mentor was trained in."""

    __tablename__ = "training"
    __table_args__ = (Index("ix_training_person", "participant_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    date: Mapped[date] = mapped_column(Date)
    what: Mapped[str] = mapped_column(String(120))
    minutes: Mapped[int] = mapped_column(Integer)
