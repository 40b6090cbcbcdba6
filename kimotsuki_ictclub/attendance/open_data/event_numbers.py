"""The NO of a session in the event list: given when it is first published, kept for good, never given again."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Transaction

from ..models import EventNumber, Session


def event_numbers(db: Transaction, sessions: Sequence[Session]) -> dict[int, str]:
    """Return the NO of each of `sessions` by its id: ten digits, the fiscal year and a running number."""
    known = {row.session_key: row.number for row in db.scalars(select(EventNumber))}
    numbers = {}
    for session in sessions:
        session.key = session.key or str(uuid.uuid4())
        if session.key not in known:
            known[session.key] = _next(db, session.fiscal_year)
            db.add(EventNumber(number=known[session.key], session_key=session.key))
            db.flush()
        numbers[session.id] = known[session.key]
    return numbers


def _next(db: Transaction, year: int) -> str:
    newest = db.scalar(select(func.max(EventNumber.number)).where(EventNumber.number.startswith(str(year))))
    return f"{year}{int(newest[4:]) + 1 if newest else 1:06}"
