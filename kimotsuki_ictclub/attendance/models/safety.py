"""What stands on a venue's emergency page."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class EmergencyPlan(Base):
    """Who calls for help at a venue, and where things are; "" where nobody has said it yet."""

    __tablename__ = "emergency_plan"

    venue_id: Mapped[int] = mapped_column(ForeignKey("venue.id"), primary_key=True)
    caller: Mapped[str] = mapped_column(String(120))
    aed: Mapped[str] = mapped_column(String(120))
    meeting_point: Mapped[str] = mapped_column(String(120))
    office: Mapped[str] = mapped_column(String(200))  # who is told afterwards
    written_on: Mapped[date] = mapped_column(Date)
