"""Which sessions a tablet may touch, for how long, and when a touch was.

Without more, a tablet may touch today's sessions and those that ended less than twelve hours ago. A touch that had to
wait longer for the network brings the ticket that the desk gave out with the session: it proves that the tablet was
there that evening, and the touch keeps its day.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from .. import japan_time as clock
from ..models import DeskAction, Session
from ..sessions import sessions_on

REACH = timedelta(hours=12)
NIGHT = timedelta(hours=5)  # until then a session of the evening before may still be running
KEY = "key-"


def window(session: Session) -> tuple[datetime, datetime]:
    """Return from when until when a tablet may touch `session`."""
    day = datetime.combine(session.date, time(), clock.JAPAN)
    midnight = day + timedelta(days=1)
    last = session.end or session.start
    if not last:
        return day, midnight + NIGHT
    hours, minutes = map(int, last.split(":"))
    return day, max(midnight, day + timedelta(hours=hours, minutes=minutes) + REACH)


def sessions_now(db: Transaction, now: datetime) -> list[Session]:
    """Return today's sessions that take place and, in the small hours, those of the evening before."""
    found = sessions_on(db, now.date())
    if now - NIGHT < _midnight(now):
        found += sessions_on(db, now.date() - timedelta(days=1))
    return [session for session in found if not session.cancelled]


def moment(session: Session, age_ms: int, now: datetime) -> datetime:
    """Return when a touch was that a tablet says to be `age_ms` milliseconds old.

    A moment that cannot be (the tablet's clock jumped) becomes the session's start: nobody is late for that.
    """
    opens, closes = window(session)
    if 0 <= age_ms < timedelta(days=366 * 100) // timedelta(milliseconds=1):
        at = now - timedelta(milliseconds=age_ms)
        if opens <= at <= closes:
            return at
    if session.start:
        hours, minutes = map(int, session.start.split(":"))
        return opens + timedelta(hours=hours, minutes=minutes)
    return min(now, closes) if now >= opens else opens


def ticket(db: Transaction, session: Session) -> str:
    """Return the proof that a tablet saw `session` while it could be touched; "" before the desk has its key."""
    key = db.scalar(select(DeskAction.id).where(DeskAction.id.startswith(KEY)).order_by(DeskAction.id).limit(1))
    return _ticket(key, session) if key else ""


def ticket_fits(db: Transaction, session: Session, shown: str) -> bool:
    """Return whether `shown` is a ticket of `session`."""
    keys = db.scalars(select(DeskAction.id).where(DeskAction.id.startswith(KEY)))
    return any(hmac.compare_digest(shown.encode(errors="replace"), _ticket(key, session).encode()) for key in keys)


def ensure_key(db: Transaction) -> None:
    """Make the key of all tickets where there is none; it stays with the records, so tickets outlive the desk."""
    if db.scalar(select(DeskAction.id).where(DeskAction.id.startswith(KEY)).limit(1)) is None:
        db.add(DeskAction(id=KEY + secrets.token_hex(16), applied_at=clock.now()))
        db.flush()


def _ticket(key: str, session: Session) -> str:
    # The day is in it: a session that was moved to another day is another evening.
    return hmac.new(key.encode(), f"{session.id} {session.date}".encode(), hashlib.sha256).hexdigest()


def _midnight(now: datetime) -> datetime:
    return datetime.combine(now.date(), time(), clock.JAPAN)
