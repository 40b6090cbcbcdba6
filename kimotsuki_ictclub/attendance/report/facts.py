"""The figures that the report tells of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from sqlalchemy.orm import Session as Transaction

from ...language import language
from ..figures.counting import SessionFigures, YearFigures, lesson_figures, session_figures, year_figures
from ..figures.progress import Progress, progress
from ..fiscal_year import months
from ..japan_time import today as this_day
from ..models import LessonProgress, Session, Venue
from ..venues import all_venues

EARLIER_YEARS = 4


@dataclass(frozen=True)
class Month:
    """One calendar month: sessions held, presences at each venue (by key), and first comers of the fiscal year."""

    year: int
    month: int
    sessions: int
    presences: dict[str, int]
    first_time: int


@dataclass(frozen=True)
class Facts:
    """What is known about one fiscal year on the day `as_of`; planned sessions are left out."""

    as_of: date
    progress: Progress
    held: tuple[SessionFigures, ...]
    cancelled: tuple[Session, ...]
    months: tuple[Month, ...]
    lessons: dict[str, dict[LessonProgress, int]]
    venues: dict[str, str]
    earlier: tuple[YearFigures, ...]

    @property
    def year(self) -> YearFigures:
        """The fiscal year's figures."""
        return self.progress.figures

    @property
    def growth(self) -> list[tuple[date, int]]:
        """How many different people had come by the end of each session."""
        people = accumulate(entry.first_time for entry in self.held)
        return [(entry.session.date, count) for entry, count in zip(self.held, people, strict=True)]


def gather(db: Transaction, year: int, *, today: date | None = None) -> Facts:
    """Return the facts of fiscal year `year` as of now, or of the end of the day `today`."""
    day = today or this_day()
    sessions = session_figures(db, year, today=today)
    held = tuple(entry for entry in sessions if entry.state == "held")
    venues = all_venues(db)
    earlier = (year_figures(db, before, today=today) for before in range(year - EARLIER_YEARS, year))
    return Facts(
        as_of=day,
        progress=progress(db, year, today=today),
        held=held,
        cancelled=tuple(entry.session for entry in sessions if entry.state == "cancelled"),
        months=tuple(_month(held, venues, *month) for month in months(year)),
        lessons=lesson_figures(db, year),
        venues={venue.key: _label(venue) for venue in venues},
        earlier=tuple(figures for figures in earlier if figures.people),
    )


def _month(held: tuple[SessionFigures, ...], venues: list[Venue], year: int, month: int) -> Month:
    inside = [entry for entry in held if (entry.session.date.year, entry.session.date.month) == (year, month)]
    return Month(
        year=year,
        month=month,
        sessions=len(inside),
        presences={
            venue.key: sum(entry.people for entry in inside if entry.session.venue_id == venue.id) for venue in venues
        },
        first_time=sum(entry.first_time for entry in inside),
    )


def _label(venue: Venue) -> str:
    return venue.name if language() == "ja" else venue.key.replace("-", " ").title()
