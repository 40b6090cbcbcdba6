"""What is counted. 受講者数 are learners, children and grown-ups: each one who came at least once in the fiscal year,
counted once. 延べ人数 are presences: each coming. Present and late have come; absent has not. Mentors and staff are in
neither: that they were there is no presence (`models.Duty`). What somebody was at as a learner, before they became a
mentor, stays.

At a venue, its own people are counted; somebody who came to both venues counts once in the total. New is who
first came in this fiscal year, returning who came in an earlier one already.

A session is held when it has begun (or somebody has come to it already), planned before, and cancelled for good.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import and_, case, func, literal, or_, select, union_all
from sqlalchemy.orm import Session as Transaction
from sqlalchemy.orm import aliased

from ..japan_time import JAPAN, now
from ..lesson_titles import lesson_key
from ..models import CAME, Kind, LessonProgress, Participant, Presence, Session, State
from ..sessions import has_begun, sessions_of_year
from ..venues import all_venues

_COUNTED_AS = func.coalesce(Participant.learner_kind, Participant.kind)
SessionState = Literal["held", "planned", "cancelled"]


@dataclass(frozen=True)
class VenueFigures:
    """A venue's figures in one fiscal year."""

    key: str
    name: str
    sessions: int
    people: int
    presences: int


@dataclass(frozen=True)
class YearFigures:
    """The club's figures in one fiscal year."""

    fiscal_year: int
    sessions: int
    people: int
    presences: int
    children: int
    grown_ups: int
    new: int
    returning: int
    venues: tuple[VenueFigures, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the figures for `--json`."""
        return asdict(self)


@dataclass(frozen=True)
class SessionFigures:
    """How many came to one session; `first_time` came to the club for the first time in the fiscal year."""

    session: Session
    state: SessionState
    people: int
    late: int
    absent: int
    first_time: int


def year_figures(db: Transaction, year: int, *, today: date | None = None) -> YearFigures:
    """Count fiscal year `year` as of now, or of the end of the day `today` in Japan."""
    held: dict[int, int] = dict.fromkeys((venue.id for venue in all_venues(db)), 0)
    at = _moment(today)
    somebody_came = select(literal(1)).where(Presence.session_id == Session.id, CAME).exists()
    begun = or_(Session.start <= f"{at:%H:%M}", somebody_came)
    counted = db.execute(
        select(Session.venue_id, func.count())
        .where(Session.fiscal_year == year, Session.cancellation.is_(None))
        .where(or_(Session.date < at.date(), and_(Session.date == at.date(), begun)))
        .group_by(Session.venue_id)
    )
    held |= {row[0]: row[1] for row in counted}

    # One walk through the index gives everybody's presences at each venue; all figures are sums of those.
    pairs = (
        select(Presence.participant_id, Presence.venue_id, func.count().label("times"))
        .where(Presence.fiscal_year == year, CAME)
        .group_by(Presence.participant_id, Presence.venue_id)
        .cte("pairs")
    )
    person = (
        select(pairs.c.participant_id, func.sum(pairs.c.times).label("times"))
        .group_by(pairs.c.participant_id)
        .subquery()
    )
    before = aliased(Presence)
    # "SELECT 1", so that the index alone answers; EXISTS (SELECT *) made SQLite look the rows up.
    came_before = (
        select(literal(1))
        .where(
            before.participant_id == person.c.participant_id,
            before.fiscal_year < year,
            before.state != State.ABSENT,
        )
        .exists()
    )
    zero = literal(0)
    by_venue = select(
        pairs.c.venue_id, func.count(), func.sum(pairs.c.times), zero, zero
    ).group_by(pairs.c.venue_id)  # fmt: skip
    in_total = select(
        zero,
        func.count(),
        func.coalesce(func.sum(person.c.times), 0),
        func.coalesce(func.sum(case((_COUNTED_AS == Kind.CHILD, 1), else_=0)), 0),
        func.coalesce(func.sum(case((came_before, 1), else_=0)), 0),
    ).select_from(person.join(Participant.__table__, Participant.id == person.c.participant_id))
    rows = {row[0]: [int(value) for value in row[1:]] for row in db.execute(union_all(by_venue, in_total))}

    people, presences, children, returning = rows[0]
    return YearFigures(
        fiscal_year=year,
        sessions=sum(held.values()),
        people=people,
        presences=presences,
        children=children,
        grown_ups=people - children,
        new=people - returning,
        returning=returning,
        venues=tuple(
            VenueFigures(venue.key, venue.name, held[venue.id], *rows.get(venue.id, (0, 0))[:2])
            for venue in all_venues(db)
        ),
    )


def session_figures(db: Transaction, year: int, *, today: date | None = None) -> list[SessionFigures]:
    """Count each session of fiscal year `year`, the earliest first, as of now or of the end of the day `today`.

    Planned and cancelled ones are there too, with their state.
    """
    at = _moment(today)
    counts: dict[tuple[int, State], int] = {
        (session_id, state): count
        for session_id, state, count in db.execute(
            select(Presence.session_id, Presence.state, func.count())
            .where(Presence.fiscal_year == year)
            .group_by(Presence.session_id, Presence.state)
        )
    }
    sessions = sessions_of_year(db, year)
    first_times = _first_times(db, year)

    def came(session: Session) -> int:
        return counts.get((session.id, State.PRESENT), 0) + counts.get((session.id, State.LATE), 0)

    return [
        SessionFigures(
            session,
            state=_state(session, came(session), at),
            people=came(session),
            late=counts.get((session.id, State.LATE), 0),
            absent=counts.get((session.id, State.ABSENT), 0),
            first_time=first_times.get(session.id, 0),
        )
        for session in sessions
    ]


def _moment(today: date | None) -> datetime:
    return now() if today is None else datetime.combine(today, datetime.max.time(), JAPAN)


def _state(session: Session, came: int, at: datetime) -> SessionState:
    if session.cancelled:
        return "cancelled"
    arrived = session.date == at.date() and came > 0  # some are there before it begins
    return "held" if arrived or has_begun(session, at) else "planned"


def _first_times(db: Transaction, year: int) -> dict[int, int]:
    """Return for each session of the year how many people came for the first time in it."""
    order = func.row_number().over(
        partition_by=Presence.participant_id,
        order_by=(Session.date, Session.start, Session.venue_id, Session.id),
    )
    visits = (
        select(Presence.session_id, order.label("visit"))
        .join(Session, Session.id == Presence.session_id)
        .where(Presence.fiscal_year == year, CAME)
        .subquery()
    )
    rows = db.execute(
        select(visits.c.session_id, func.count()).where(visits.c.visit == 1).group_by(visits.c.session_id)
    )
    return {row[0]: row[1] for row in rows}


def lesson_figures(db: Transaction, year: int) -> dict[str, dict[LessonProgress, int]]:
    """Return for each lesson of fiscal year `year` how many people came how far, each counted at best."""
    rank = {LessonProgress.NOT_YET: 0, LessonProgress.WITH_HELP: 1, LessonProgress.ALONE: 2}
    best = func.max(case(*((Presence.lesson_progress == level, value) for level, value in rank.items())))
    names = db.scalars(select(Session.lesson).where(Session.fiscal_year == year, Session.lesson != "").distinct())
    called = {name: key for name in names if (key := lesson_key(name)) != name}
    lesson = case(called, value=Session.lesson, else_=Session.lesson) if called else Session.lesson
    people = (
        select(lesson.label("lesson"), best.label("best"))
        .join(Presence, Presence.session_id == Session.id)
        .where(Session.fiscal_year == year, Session.lesson != "", Presence.lesson_progress.is_not(None))
        .group_by(lesson, Presence.participant_id)
        .subquery()
    )
    levels = {value: level for level, value in rank.items()}
    lessons: dict[str, dict[LessonProgress, int]] = {}
    for name, reached, count in db.execute(
        select(people.c.lesson, people.c.best, func.count()).group_by(people.c.lesson, people.c.best)
    ):
        lessons.setdefault(name, dict.fromkeys(LessonProgress, 0))[levels[reached]] = count
    return dict(sorted(lessons.items(), key=lambda item: lesson_order(item[0])))


def lesson_order(lesson: str) -> tuple[int, str]:
    """Return what sorts lessons by their number, those without one last."""
    leading = "".join(character for character in lesson[:6] if character.isdecimal())
    return (int(leading) if leading and lesson.startswith(leading) else 10**6, lesson)
