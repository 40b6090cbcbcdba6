"""The tables: venues, sessions, participants, presence, and what the club keeps about its own records.

Least data: a nickname is enough. A full name and the rest stand apart in `Details`, and are optional.
"""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Date,
    DateTime,
    Dialect,
    Enum,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from .japan_time import JAPAN


class State(StrEnum):
    """How a participant's presence at a session stands; present and late both count as having come."""

    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"


class LessonProgress(StrEnum):
    """How far a participant came with the session's lesson."""

    NOT_YET = "not_yet"
    WITH_HELP = "with_help"
    ALONE = "alone"


class Kind(StrEnum):
    """Children (小・中学生) are the club's members; grown-ups come along and learn too."""

    CHILD = "child"
    GROWN_UP = "grown_up"


class Moment(TypeDecorator[datetime]):
    """A moment, kept in UTC and given in Japan time."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return `value` as the database keeps it."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Return what the database kept, in Japan time."""
        return None if value is None else value.replace(tzinfo=UTC).astimezone(JAPAN)


def _words(enum: type[StrEnum]) -> Enum:
    return Enum(enum, native_enum=False, length=12, values_callable=lambda members: list(map(str, members)))


class Base(DeclarativeBase):
    """What the tables share."""


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


class Participant(Base):
    """Somebody who takes part. After `forget`, a row without number or nickname that only counts."""

    __tablename__ = "participant"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 (SQLAlchemy's own form)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(36), unique=True, default=lambda: str(uuid.uuid4()))
    number: Mapped[int | None] = mapped_column(Integer, unique=True)
    nickname: Mapped[str | None] = mapped_column(String(40))
    reading: Mapped[str] = mapped_column(String(80), default="")
    kind: Mapped[Kind] = mapped_column(_words(Kind))

    details: Mapped[Details | None] = relationship(back_populates="participant", cascade="all, delete-orphan")


class Details(Base):
    """What some towns need beyond a nickname; each part is optional and no figure is made from it."""

    __tablename__ = "details"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    full_name: Mapped[str] = mapped_column(String(80), default="")
    school_year: Mapped[str] = mapped_column(String(20), default="")
    guardian_contact: Mapped[str] = mapped_column(String(200), default="")
    consent_on: Mapped[date | None] = mapped_column(Date)

    participant: Mapped[Participant] = relationship(back_populates="details")


class Presence(Base):
    """One participant at one session.

    Fiscal year and venue repeat the session's: with them in an index, a year is counted from it alone.
    """

    __tablename__ = "presence"
    __table_args__ = (
        Index("ix_presence_counted", "fiscal_year", "participant_id", "venue_id", "state"),
        Index("ix_presence_person", "participant_id", "fiscal_year", "state"),
        {"sqlite_with_rowid": False},
    )

    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"), primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    fiscal_year: Mapped[int] = mapped_column(Integer)
    venue_id: Mapped[int] = mapped_column(ForeignKey("venue.id"))
    state: Mapped[State] = mapped_column(_words(State))
    checked_in_at: Mapped[datetime | None] = mapped_column(Moment)
    lesson_progress: Mapped[LessonProgress | None] = mapped_column(_words(LessonProgress))


class Year(Base):
    """What is decided for one fiscal year: the goal, and until when names are kept."""

    __tablename__ = "year"

    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    goal: Mapped[int | None] = mapped_column(Integer)
    keep_names_until: Mapped[date | None] = mapped_column(Date)


class Erasure(Base):
    """A number that was erased: it is never given again, and a restored backup erases it again.

    Nothing leads from here to the presences that still count.
    """

    __tablename__ = "erasure"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(36), unique=True)
    erased_on: Mapped[date] = mapped_column(Date)


class EventNumber(Base):
    """A NO of the published event list: a session has it for good, and nobody gets it after a session is gone."""

    __tablename__ = "event_number"

    number: Mapped[str] = mapped_column(String(10), primary_key=True)
    session_key: Mapped[str] = mapped_column(String(36), unique=True)


class Edition(Base):
    """Attendance as it was published for a fiscal year; a later edition must not be subtracted from it."""

    __tablename__ = "edition"
    __table_args__ = (UniqueConstraint("fiscal_year", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int] = mapped_column(Integer)
    number: Mapped[int] = mapped_column(Integer)  # 1, 2 …
    published_on: Mapped[date] = mapped_column(Date)
    threshold: Mapped[int] = mapped_column(Integer)
    tables: Mapped[str] = mapped_column(Text)  # JSON: what readers got and nothing more


class DeskAction(Base):
    """An action of a check-in tablet that was applied: sent twice, it is still done once."""

    __tablename__ = "desk_action"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    applied_at: Mapped[datetime] = mapped_column(Moment)


class Access(Base):
    """A line of the access log: what was done to how many records, never which or what they hold."""

    __tablename__ = "access"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(40))
    records: Mapped[int] = mapped_column(Integer)


class Backup(Base):
    """A backup that was made: `forget` names those that still hold the person."""

    __tablename__ = "backup"

    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(String(1000))
    made_at: Mapped[datetime] = mapped_column(Moment)


CAME = Presence.state != State.ABSENT
