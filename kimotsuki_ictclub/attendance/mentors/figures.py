"""What mentors did in a fiscal year: sessions taught and helped at, hours, training. Learners are counted elsewhere.

A mentor's time at a session is what was noted, or else as long as the session was planned; where neither is known the
session counts, and its time is said to be unknown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from ..models import Duty, Kind, Participant, Role, Session
from .training import trainings_of_year


@dataclass
class MentorFigures:
    """One mentor's fiscal year. `unknown` are sessions of which the time is not known."""

    number: int | None
    nickname: str
    kind: Kind
    taught: int = 0
    helped: int = 0
    minutes: int = 0
    unknown: int = 0
    trainings: int = 0
    training_minutes: int = 0


@dataclass(frozen=True)
class MentorTotals:
    """All mentors of a fiscal year together; staff are not among them."""

    mentors: int
    times: int  # each session of each mentor
    minutes: int
    unknown: int
    trained: int  # mentors who had training
    training_minutes: int

    def to_dict(self) -> dict[str, Any]:
        """Return the figures for `--json`."""
        return asdict(self)


def minutes_at(session: Session, duty: Duty) -> int | None:
    """Return how long somebody taught or helped at `session`, in minutes; None where it is not known."""
    if duty.minutes is not None:
        return duty.minutes
    if not session.start or not session.end:
        return None
    (from_hour, from_minute), (to_hour, to_minute) = (map(int, t.split(":")) for t in (session.start, session.end))
    return (to_hour - from_hour) * 60 + to_minute - from_minute


def duties_of_year(db: Transaction, year: int) -> list[tuple[Duty, Session, Participant]]:
    """Return who was at which session of fiscal year `year` as a mentor or staff, in the order of the sessions."""
    rows = db.execute(
        select(Duty, Session, Participant)
        .join(Session, Session.id == Duty.session_id)
        .join(Participant, Participant.id == Duty.participant_id)
        .where(Session.fiscal_year == year, Session.cancellation.is_(None))
        .order_by(Session.date, Session.start, Session.venue_id, Participant.number, Participant.id)
    )
    return [(duty, session, mentor) for duty, session, mentor in rows]


def mentor_figures(db: Transaction, year: int) -> list[MentorFigures]:
    """Return everybody who taught, helped or was trained in fiscal year `year`, the lowest number first; those who
    were erased last, without a name.
    """
    found: dict[int, MentorFigures] = {}

    def of(mentor: Participant) -> MentorFigures:
        return found.setdefault(mentor.id, MentorFigures(mentor.number, mentor.nickname or "", mentor.kind))

    for duty, session, mentor in duties_of_year(db, year):
        figures, minutes = of(mentor), minutes_at(session, duty)
        figures.taught += duty.role is Role.TAUGHT
        figures.helped += duty.role is Role.HELPED
        figures.minutes += minutes or 0
        figures.unknown += minutes is None
    for training, mentor in trainings_of_year(db, year):
        of(mentor).trainings += 1
        of(mentor).training_minutes += training.minutes
    return sorted(found.values(), key=lambda one: (one.number is None, one.number or 0))


def mentor_totals(figures: Iterable[MentorFigures]) -> MentorTotals:
    """Add `figures` up, without staff. Whoever only had training is no active mentor, but was trained."""
    mentors = [one for one in figures if one.kind is not Kind.STAFF]
    return MentorTotals(
        mentors=sum(one.taught + one.helped > 0 for one in mentors),
        times=sum(one.taught + one.helped for one in mentors),
        minutes=sum(one.minutes for one in mentors),
        unknown=sum(one.unknown for one in mentors),
        trained=sum(one.trainings > 0 for one in mentors),
        training_minutes=sum(one.training_minutes for one in mentors),
    )
