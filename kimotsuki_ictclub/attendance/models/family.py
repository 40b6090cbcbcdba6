"""Consent and care: each part is optional, dated, and gone when it is taken back or the person is erased."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, words

_PERSON = "participant.id"


class Picture(StrEnum):
    """Where a person's picture may be shown."""

    NONE = "none"
    INSIDE = "inside"
    PUBLIC = "public"


class PictureConsent(Base):
    """Where somebody's picture may be shown, since when, and when that was taken back."""

    __tablename__ = "picture_consent"

    participant_id: Mapped[int] = mapped_column(ForeignKey(_PERSON, ondelete="CASCADE"), primary_key=True)
    shown: Mapped[Picture] = mapped_column(words(Picture))
    said_on: Mapped[date] = mapped_column(Date)
    revoked_on: Mapped[date | None] = mapped_column(Date)


class HealthNote(Base):
    """What the instructor of the day must know ("bee allergy"); after `until` it is neither shown nor kept."""

    __tablename__ = "health_note"

    participant_id: Mapped[int] = mapped_column(ForeignKey(_PERSON, ondelete="CASCADE"), primary_key=True)
    note: Mapped[str] = mapped_column(String(200))
    said_on: Mapped[date] = mapped_column(Date)
    until: Mapped[date] = mapped_column(Date)


class Guardian(Base):
    """A further guardian of a child; the contact that lists have is in `Details`."""

    __tablename__ = "guardian"
    __table_args__ = (Index("ix_guardian_child", "participant_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey(_PERSON, ondelete="CASCADE"))
    who: Mapped[str] = mapped_column(String(80))
    contact: Mapped[str] = mapped_column(String(200))
    said_on: Mapped[date] = mapped_column(Date)


class Sibling(Base):
    """A child of a family: those with one family number are siblings."""

    __tablename__ = "sibling"

    participant_id: Mapped[int] = mapped_column(ForeignKey(_PERSON, ondelete="CASCADE"), primary_key=True)
    family: Mapped[int] = mapped_column(Integer, index=True)
    said_on: Mapped[date] = mapped_column(Date)
