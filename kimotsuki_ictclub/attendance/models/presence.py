"""A learner at a session."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Moment, words


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


class Presence(Base):
    """One learner at one session.

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
    state: Mapped[State] = mapped_column(words(State))
    checked_in_at: Mapped[datetime | None] = mapped_column(Moment)
    lesson_progress: Mapped[LessonProgress | None] = mapped_column(words(LessonProgress))


CAME = Presence.state != State.ABSENT
