"""Which sessions a file speaks of: those in the records, by day, venue and start, and those that are new.

A session without a time and one with a time, on the same day at the same venue, are one as long as there is one of
each: registers know no times, lists of sessions do, and either may be imported first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from ...errors import AttendanceError
from ...language import N_
from ..models import Session
from .entries import Problem, SessionEntry

NewSession = tuple[date, int, str]  # day, venue, start


def find_sessions(db: Transaction, entries: list[SessionEntry]) -> Iterator[Problem]:
    """Set the entries' keys: a session's id, or `NewSession`; yield what is in the way."""
    by_day: dict[tuple[date, int], list[SessionEntry]] = defaultdict(list)
    for entry in entries:
        by_day[entry.day, entry.venue.id].append(entry)
    known: dict[tuple[date, int], list[Session]] = defaultdict(list)
    days = {day for day, _venue in by_day}
    if days:
        for session in db.scalars(select(Session).where(Session.date.between(min(days), max(days)))):
            known[session.date, session.venue_id].append(session)
    for place, there in by_day.items():
        yield from _on_one_day(there, known[place])
    for entry in entries:
        if isinstance(entry.key, int):
            yield from _contradiction(entry, next(s for s in known[entry.day, entry.venue.id] if s.id == entry.key))


def _on_one_day(entries: list[SessionEntry], known: list[Session]) -> Iterator[Problem]:
    by_start = {session.start: session for session in known}
    new = {entry.start for entry in entries} - by_start.keys() - {""}
    untimed = by_start.get("")
    for entry in entries:
        if not entry.start:
            continue
        if entry.start in by_start:
            entry.key = by_start[entry.start].id
        elif untimed is None:
            entry.key = (entry.day, entry.venue.id, entry.start)
        elif len(known) == 1 and len(new) == 1:
            entry.key = untimed.id
        else:
            yield Problem((entry.place,), _several(entry))
    timed = {entry.key for entry in entries if entry.start}
    held = [session.id for session in known if not session.cancelled] or [session.id for session in known]
    candidates = {*timed, *held} - {None}
    for entry in entries:
        if entry.start:
            continue
        if len(candidates) > 1:
            yield Problem((entry.place,), _several(entry))
        else:
            entry.key = next(iter(candidates), (entry.day, entry.venue.id, ""))


def _several(entry: SessionEntry) -> AttendanceError:
    return AttendanceError(
        "session-several-there",
        N_("There are several sessions on %(date)s at %(venue)s."),
        N_("Give the row the time at which the session starts."), date=entry.day, venue=entry.venue.name,
    )  # fmt: skip


def _contradiction(entry: SessionEntry, session: Session) -> Iterator[Problem]:
    for name in ("end", "lesson", "instructors"):
        known, given = getattr(session, name), getattr(entry, name)
        if given and known and given != known:
            error = AttendanceError(
                "other-session",
                N_("The session on %(date)s has “%(known)s” in the records, but “%(written)s” in the file."),
                N_("Correct the file."), date=entry.day, known=known, written=given[:80],
            )  # fmt: skip
            yield Problem((entry.place,), error)
