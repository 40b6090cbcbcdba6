"""What a killed backup leaves: a part of a file, beside its name, with everybody's name in it."""

from __future__ import annotations

import os
import re
import time
import uuid
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from ..models import Backup

_HOUR = 3600  # seconds: no backup takes so long


def part_file(file: Path) -> Path:
    """Return the name under which this process writes `file` until it is whole."""
    return file.with_name(f".{file.name}.{os.getpid()}-{uuid.uuid4().hex[:8]}.part")


def remove_leftovers(db: Transaction) -> int:
    """Remove the parts beside every backup that was begun, unless its process is still at work; return how many."""
    removed = 0
    for written in set(db.scalars(select(Backup.path))):
        file = Path(written)
        for part in file.parent.glob(f".{_literal(file.name)}.*.part*"):
            if not _is_written_now(part):
                part.unlink(missing_ok=True)
                removed += 1
    return removed


def _is_written_now(part: Path) -> bool:
    import psutil

    found = re.search(r"\.(\d+)-[0-9a-f]{8}\.part", part.name)
    try:
        begun = part.stat().st_mtime
        if not found:  # an earlier version did not say whose it is
            return time.time() - begun < _HOUR
        # Another process may have got the number since; it is then younger than the part.
        return bool(psutil.Process(int(found[1])).create_time() <= begun + 1)
    except (OSError, psutil.Error):
        return False


def _literal(name: str) -> str:
    return re.sub(r"([\[*?])", r"[\1]", name)
