"""Check-in cards: a random number on paper, which alone says nothing about whose it is."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class Card(Base):
    """The card that a participant has; a new one ends the old one."""

    __tablename__ = "card"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(String(8), unique=True)
    given_on: Mapped[date] = mapped_column(Date)
