"""The backups before changes to many records at once, by which the last import can be taken back."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import delete

from ...errors import AttendanceError
from ...folders import data_folder
from ...language import N_
from ..care import access_log
from ..care.backup import back_up, opened_copy, restore, verify
from ..care.erasure import backups, scrub
from ..japan_time import now
from ..models import Backup
from ..records import Records
from .plan import Size, size_of

KEPT = 3  # of each kind; older ones would only hold names for longer


def back_up_before(records: Records, what: str, *numbers: int) -> Path:
    """Write a backup before `what` ("import", "merge") into the data folder, and return it; only the last three of
    a kind are kept. The `numbers` of whom it is about stand in its name.

    Raises: AttendanceError as `back_up`.
    """
    name = "-".join([f"before-{what}-{now():%Y%m%d-%H%M%S-%f}", *map(str, numbers)])
    file = data_folder() / f"{name}.sqlite"
    file.parent.mkdir(parents=True, exist_ok=True)
    back_up(records, file)
    for old in _backups_before(records, what)[KEPT:]:
        _drop(records, old)
    return file


def _backups_before(records: Records, what: str) -> list[Path]:
    """Return the backups that were made before `what` and are still there, the newest first."""
    with records.reading() as db:
        files = [Path(backup.path) for backup in backups(db)]
    return [file for file in dict.fromkeys(files) if file.name.startswith(f"before-{what}-") and file.exists()]


def last_import(records: Records) -> Path:
    """Return the backup before the last import. Raises: AttendanceError `no-import`."""
    there = _backups_before(records, "import")
    if not there:
        raise AttendanceError("no-import", N_("There is no import that can be taken back."))
    return there[0]


def sizes(records: Records, backup: Path) -> tuple[Size, Size]:
    """Return how much the records hold, and how much the backup. Raises: AttendanceError as `verify`."""
    verify(backup)
    with records.reading() as now_there, opened_copy(backup) as earlier, earlier.reading() as then_there:
        return size_of(now_there), size_of(then_there)


def undo_import(records: Records, backup: Path) -> Path:
    """Bring back the records as they were before an import, but for the children's works, which stay as they are;
    return the file with the records that were there till now.

    Raises: AttendanceError as `restore`.
    """
    kept = data_folder() / f"before-undo-{now():%Y%m%d-%H%M%S-%f}.sqlite"
    if restore(records, backup, kept, with_works=False):  # somebody was erased since
        scrub(records)
    for old in (backup, *_backups_before(records, "undo")[KEPT:]):
        _drop(records, old)
    with records.writing() as db:
        access_log.note(db, "undo-import", 0)
    return kept


def _drop(records: Records, file: Path) -> None:
    file.unlink(missing_ok=True)
    with records.writing() as db:
        db.execute(delete(Backup).where(Backup.path == str(file.resolve())[:1000]))
