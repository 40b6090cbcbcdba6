"""What readers of the open data have stays known when a backup replaces the records.

Otherwise a NO would be given twice, and an edition could be subtracted from one that was forgotten.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, delete, insert, or_, select
from sqlalchemy.orm import Session as Transaction

from ..models import Base, Edition, EventNumber

_EDITIONS: Table = Base.metadata.tables[Edition.__tablename__]
_NUMBERS: Table = Base.metadata.tables[EventNumber.__tablename__]
Rows = list[dict[str, Any]]


def published_before(db: Transaction) -> tuple[Rows, Rows]:
    """Return what was published: the editions of attendance, and the NO of each session."""
    editions, numbers = (
        [dict(row) for row in db.execute(select(*columns)).mappings()]
        for columns in ((c for c in _EDITIONS.c if c.name != "id"), _NUMBERS.c)
    )
    return editions, numbers


def keep_published(db: Transaction, published: tuple[Rows, Rows]) -> None:
    """Put `published` over what the restored backup says; what only the backup knows of stays too."""
    editions, numbers = published
    for row in editions:
        same = (_EDITIONS.c.fiscal_year == row["fiscal_year"]) & (_EDITIONS.c.number == row["number"])
        db.execute(delete(_EDITIONS).where(same))
    db.execute(
        delete(_NUMBERS).where(
            or_(
                _NUMBERS.c.number.in_([row["number"] for row in numbers]),
                _NUMBERS.c.session_key.in_([row["session_key"] for row in numbers]),
            )
        )
    )
    for table, rows in ((_EDITIONS, editions), (_NUMBERS, numbers)):
        if rows:
            db.execute(insert(table), rows)
