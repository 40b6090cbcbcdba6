"""What a fiscal year cost, as somebody typed it in."""

from __future__ import annotations

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base


class Cost(Base):
    """One item of a fiscal year's costs, in yen."""

    __tablename__ = "cost"

    fiscal_year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    item: Mapped[str] = mapped_column(String(80), primary_key=True)
    yen: Mapped[int] = mapped_column(Integer)
