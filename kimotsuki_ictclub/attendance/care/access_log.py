"""The access log: who did what to how many records, and when; never whose, and nothing of their content."""

from __future__ import annotations

import getpass

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from ..japan_time import now
from ..models import Access


def note(db: Transaction, action: str, records: int, *, by: str | None = None) -> None:
    """Add a line: `action` ("export", "forget", …) was done to so many records; `by` is the PC's account.

    A transaction that only reads, because the disk takes nothing, leaves no line.
    """
    if not db.info.get("writes", True):
        return
    db.add(Access(at=now(), by=(by or account())[:80], action=action, records=records))


def newest(db: Transaction, lines: int = 50) -> list[Access]:
    """Return the newest `lines` of the log, the newest first."""
    return list(db.scalars(select(Access).order_by(Access.id.desc()).limit(lines)))


def account() -> str:
    """Return the name of the PC's account that is at work, "?" where the system gives none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"
