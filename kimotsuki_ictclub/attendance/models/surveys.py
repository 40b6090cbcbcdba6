"""Answers to surveys. Nothing leads from an answer to a person, a device, an evening or the order of entry."""

from __future__ import annotations

import uuid
from enum import StrEnum

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, words


class Audience(StrEnum):
    """Who is asked: children, their guardians (保護者), mentors."""

    CHILD = "child"
    GUARDIAN = "guardian"
    MENTOR = "mentor"


class SurveyAnswer(Base):
    """One filled-in sheet. Rows lie in the order of their random keys, so that not even their order tells anything."""

    __tablename__ = "survey_answer"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 (SQLAlchemy's own form)

    key: Mapped[str] = mapped_column(String(36), primary_key=True, default=lambda: str(uuid.uuid4()))
    fiscal_year: Mapped[int] = mapped_column(Integer, index=True)
    audience: Mapped[Audience] = mapped_column(words(Audience))
    faces: Mapped[str] = mapped_column(String(120))  # "fun=4 again=3": questions without an answer are left out
    said: Mapped[str] = mapped_column(String(200))
