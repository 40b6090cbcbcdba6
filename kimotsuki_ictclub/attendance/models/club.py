"""Where and when the club meets, and what is decided for a fiscal year."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base


class Venue(Base):
    """A place where the club meets."""

    __tablename__ = "venue"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    reading: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(200), default="", server_default="")


class Session(Base):
    """One club meeting: planned, held or cancelled."""

    __tablename__ = "session"
    __table_args__ = (
        UniqueConstraint("date", "venue_id", "start"),
        Index("ix_session_year", "fiscal_year"),
        Index("ix_session_key", "key", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    date: Mapped[date] = mapped_column(Date)
    start: Mapped[str] = mapped_column(String(5))  # "18:30"; "" where it is not known
    end: Mapped[str] = mapped_column(String(5))
    fiscal_year: Mapped[int] = mapped_column(Integer)
    venue_id: Mapped[int] = mapped_column(ForeignKey("venue.id"))
    lesson: Mapped[str] = mapped_column(String(80))  # what the club calls it: a number or words
    instructors: Mapped[str] = mapped_column(String(200))
    cancellation: Mapped[str | None] = mapped_column(
        String(200)
    )  # why it was cancelled ("" = unsaid); None: it was not
    key: Mapped[str | None] = mapped_column(String(36), default=lambda: str(uuid.uuid4()))  # stays in every copy

    venue: Mapped[Venue] = relationship(lazy="joined", innerjoin=True)

    @property
    def cancelled(self) -> bool:
        """Whether it does not take place: it is not counted anywhere, and nobody can be checked in."""
        return self.cancellation is not None


class Year(Base):
    """What is decided for one fiscal year: the goal, and until when names are kept."""

    __tablename__ = "year"

    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    goal: Mapped[int | None] = mapped_column(Integer)
    keep_names_until: Mapped[date | None] = mapped_column(Date)
    taught_rate: Mapped[int | None] = mapped_column(Integer)  # yen for a session taught, or helped at
    helped_rate: Mapped[int | None] = mapped_column(Integer)
