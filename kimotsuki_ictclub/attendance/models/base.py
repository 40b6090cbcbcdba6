"""What all tables share: the base, moments in Japan time, words from a fixed list."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Dialect, Enum
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from ..japan_time import JAPAN


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


def words(enum: type[StrEnum]) -> Enum:
    """Return the column type that keeps the members of `enum` by their values."""
    return Enum(enum, native_enum=False, length=12, values_callable=lambda members: list(map(str, members)))


class Base(DeclarativeBase):
    """What the tables share."""
