"""Backups: one SQLite file with everything, whichever database the records are in; verified when it is made
and again before it is restored.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Table, delete, func, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session as Transaction

from ...errors import AttendanceError, writing_to
from ...language import N_
from ..databases import is_postgresql
from ..japan_time import now
from ..models import Backup, Base, Erasure
from ..records import Records, open_records
from ..work_tables import erase_again, erased_works, keep_works, works_before
from . import access_log
from .erasure import forget_again
from .leftovers import part_file, remove_leftovers
from .published import keep_published, published_before

_TABLES: list[Table] = Base.metadata.sorted_tables
_ROWS_AT_ONCE = 5000
_SEAL = "CREATE TABLE seal (digest TEXT NOT NULL)"


def back_up(records: Records, file: Path) -> int:
    """Write everything to the new file `file`, readable by its owner only, and verify it; return the rows.

    Raises: AttendanceError `backup-exists`, `file-not-written` or `backup-damaged`; there is then no new file.
    """
    if file.exists():
        raise _exists(file)
    beside = part_file(file)
    with writing_to(file, AttendanceError, "file-not-written"):
        beside.touch(0o600, exist_ok=False)  # a folder that cannot be written in is said first
        try:
            with records.writing() as db:
                remove_leftovers(db)
                db.add(Backup(path=str(file.resolve())[:1000], made_at=now()))
                access_log.note(db, "backup", 0)
            with records.reading() as source:
                rows = _copy_to_file(source, beside)
                sealed = digest(source)
            _seal(beside, sealed)
            verify(beside)
            _take_name(beside, file)
        except AttendanceError as error:
            if error.values.get("place") == str(beside):
                error.values["place"] = str(file)  # the name that the person gave
            raise
        finally:
            for leftover in (beside, *(Path(f"{beside}{end}") for end in ("-wal", "-shm"))):
                leftover.unlink(missing_ok=True)
    return rows


def _exists(file: Path) -> AttendanceError:
    return AttendanceError("backup-exists", N_("%(file)s exists already."), N_("Choose another name."), file=file)


def _take_name(part: Path, file: Path) -> None:
    """Give `part` the name `file`, unless another backup has taken it meanwhile."""
    try:
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError as error:
        raise _exists(file) from error
    try:
        part.replace(file)
    except OSError:
        file.unlink(missing_ok=True)
        raise


def verify(file: Path) -> None:
    """Check that the backup `file` is whole. Raises: AttendanceError `backup-missing` or `backup-damaged`."""
    if not file.is_file():
        raise AttendanceError("backup-missing", N_("There is no file %(file)s."), file=file)
    try:
        with opened_copy(file, as_it_is=True) as backup, backup.reading() as db:
            sealed = db.scalar(text("SELECT digest FROM seal"))
            whole = db.scalar(text("PRAGMA integrity_check")) == "ok" and sealed == digest(db)
    except (sqlite3.DatabaseError, DBAPIError, AttendanceError, ValueError, LookupError) as error:
        if isinstance(error, AttendanceError) and error.code == "records-newer":
            raise
        raise _damaged(file) from error
    if not whole:
        raise _damaged(file)


def restore(records: Records, file: Path, before: Path, *, with_works: bool = True) -> int:
    """Replace the records by the backup `file`, after writing the present ones to `before`.

    Whoever was erased since the backup is erased in it too; their number is returned. What was published stays
    known: readers have it. Without `with_works` the children's works stay as they are. All or nothing.

    Raises: AttendanceError as `verify` and `back_up`.
    """
    verify(file)
    back_up(records, before)
    with opened_copy(file) as backup, backup.reading() as source, records.writing() as db:
        erasures = list(db.scalars(select(Erasure)))
        made = [(row.path, row.made_at) for row in db.scalars(select(Backup))]
        published = published_before(db)
        works, works_gone = None if with_works else works_before(db), erased_works(db)
        db.expunge_all()
        for table in reversed(_TABLES):
            db.execute(delete(table))
        _copy_rows(source, db)
        if works is not None:
            keep_works(db, works)
        _continue_numbering(db)
        keep_published(db, published)
        again = forget_again(db, erasures)
        again += erase_again(db, works_gone)
        known = set(db.scalars(select(Backup.path)))
        db.add_all(Backup(path=path, made_at=at) for path, at in made if path not in known)
        access_log.note(db, "restore", again)
    return again


def _copy_to_file(source: Transaction, file: Path) -> int:
    with open_records(file) as copy, copy.writing() as target:
        for table in reversed(_TABLES):
            target.execute(delete(table))  # the venues every new file begins with
        return _copy_rows(source, target)


def _copy_rows(source: Transaction, target: Transaction) -> int:
    copied = 0
    for table in _TABLES:
        for rows in source.execute(select(table)).mappings().partitions(_ROWS_AT_ONCE):
            target.execute(insert(table), [dict(row) for row in rows])
            copied += len(rows)
    return copied


def _continue_numbering(db: Transaction) -> None:
    """Make PostgreSQL's own counters go on after the copied rows."""
    if not is_postgresql(db):
        return
    for table in _TABLES:
        if "id" in table.c and table.c.id.type.python_type is int:
            highest = db.scalar(select(func.max(table.c.id))) or 0
            db.execute(
                text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :next, false)"),
                {"name": table.name, "next": highest + 1},
            )


def digest(db: Transaction, tables: Sequence[Table] = _TABLES) -> str:
    """Return a digest of all rows of `tables`: the same for the same rows in either database, in whatever order.

    An older backup was sealed with the tables and columns of its time.
    """
    there = inspect(db.connection())
    total = 0
    for table in (table for table in tables if there.has_table(table.name)):
        names = {column["name"] for column in there.get_columns(table.name)}
        for row in db.execute(select(*(column for column in table.c if column.name in names))):
            line = repr([table.name, *(_plain(value) for value in row)])
            total += int.from_bytes(hashlib.sha256(line.encode()).digest())
    return f"{total % 2**256:064x}"


def _plain(value: Any) -> str | None:
    return None if value is None else str(value)


def _seal(file: Path, digest: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(_SEAL)
        connection.execute("INSERT INTO seal VALUES (?)", (digest,))
        connection.execute("PRAGMA journal_mode=DELETE")  # one file, without companions
    with file.open("r+b") as stream:  # Windows flushes only what may be written
        os.fsync(stream.fileno())


@contextmanager
def opened_copy(file: Path, *, as_it_is: bool = False) -> Iterator[Records]:
    """Open a private copy, brought up to date or left `as_it_is`: looking into a backup must not change it."""
    import shutil
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "backup.sqlite"
        shutil.copyfile(file, copy)
        with open_records(copy, migrate=not as_it_is) as records:
            yield records


def _damaged(file: Path) -> AttendanceError:
    return AttendanceError(
        "backup-damaged",
        N_("%(file)s is no backup, or it is damaged."),
        N_("Use another backup. The records were not changed."),
        file=file,
    )
