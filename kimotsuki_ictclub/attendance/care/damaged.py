"""Records that cannot be read any more make room for a backup; they are kept, for whoever can still read them."""

from __future__ import annotations

from pathlib import Path

from ...errors import AttendanceError, writing_to
from ..japan_time import now
from ..records import database_url, open_records
from .backup import restore

_DAMAGED = ("records-damaged", "records-foreign")


def restore_anyhow(file: Path, before: Path) -> tuple[int, Path]:
    """Restore the backup `file` over the user's records, whatever state they are in.

    Return how many people were erased again, and where the present records are kept: in the backup `before`, or,
    where they are damaged, as they are beside their name. Who was erased is then not known any more.

    Raises: AttendanceError as `restore`.
    """
    try:
        with open_records() as records:
            return restore(records, file, before), before
    except AttendanceError as error:
        url = database_url()
        if error.code not in _DAMAGED or url.get_backend_name() != "sqlite" or not url.database:
            raise
        place = Path(url.database)
    aside = _set_aside(place)
    with open_records() as records:
        restore(records, file, before)
        before.unlink(missing_ok=True)  # an empty one
    return 0, aside


def _set_aside(file: Path) -> Path:
    aside = file.with_name(f"{file.stem}-damaged-{now():%Y%m%d-%H%M%S}{file.suffix}")
    with writing_to(aside, AttendanceError, "file-not-written"):
        for end in ("-wal", "-shm", ""):
            if (beside := Path(f"{file}{end}")).exists():
                beside.rename(f"{aside}{end}")
    return aside
