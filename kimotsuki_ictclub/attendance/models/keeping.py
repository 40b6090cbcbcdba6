"""What the club keeps about its own records: erasures, what was published, touches, the access log, backups."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Moment


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
