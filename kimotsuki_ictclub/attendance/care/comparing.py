"""Whether a backup holds just what the records hold: after a move to another PC it is seen, not hoped."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Transaction

from ..models import Access, Backup, Base, DeskAction
from ..records import Records
from .backup import digest, opened_copy, verify

# What every PC writes of its own: who looked when, which backups it made, what its tablets sent.
_OF_THIS_PC = {model.__tablename__ for model in (Access, Backup, DeskAction)}


@dataclass(frozen=True)
class Compared:
    """One table: how many rows the records and the backup have, and whether they are the same."""

    table: str
    here: int
    there: int
    same: bool


def compare(records: Records, file: Path) -> list[Compared]:
    """Compare the records with the backup `file`, table by table, apart from what each PC writes of its own.

    Raises: AttendanceError as `verify`.
    """
    verify(file)
    with opened_copy(file) as backup, backup.reading() as there, records.reading() as here:
        found = []
        for table in Base.metadata.sorted_tables:
            if table.name not in _OF_THIS_PC:
                same = digest(here, [table]) == digest(there, [table])
                found.append(Compared(table.name, _rows(here, table.name), _rows(there, table.name), same))
    return found


def _rows(db: Transaction, table: str) -> int:
    return db.scalar(select(func.count()).select_from(Base.metadata.tables[table])) or 0
