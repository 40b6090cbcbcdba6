"""The figures that the report tells of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session as Transaction

from ...language import _, language
from ...readings import OLDEST, for_year, plain
from ..figures.costs import costs
from ..figures.counting import SessionFigures, YearFigures, lesson_figures, lesson_order, session_figures, year_figures
from ..figures.progress import Progress, progress
from ..fiscal_year import months
from ..japan_time import today as this_day
from ..lesson_titles import lesson_key, lesson_title
from ..mentors.figures import MentorTotals, mentor_figures, mentor_totals
from ..models import CAME, LessonProgress, Presence, Session, Venue
from ..naming import all_names, names_somebody, public_reasons
from ..surveys.tally import Tally, tallies
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
class Material:
    """A lesson of the fiscal year: how often it was held, its presences, and how many people came how far."""

    title: str
    sessions: int
    presences: int
    reached: dict[LessonProgress, int]


@dataclass(frozen=True)
class Facts:
    """What is known about one fiscal year on the day `as_of`; planned sessions are left out."""

    as_of: date
    progress: Progress
    held: tuple[SessionFigures, ...]
    cancelled: tuple[Session, ...]
    reasons: dict[int, str]  # why they were cancelled, by id; "" where the reason names somebody
    months: tuple[Month, ...]
    materials: tuple[Material, ...]
    titles: dict[str, str]
    stayed: int  # came this year, of those who came in the last year before it
    mentors: MentorTotals
    costs: dict[str, int]
    voices: tuple[Tally, ...]
    venues: dict[str, str]
    earlier: tuple[YearFigures, ...]

    @property
    def year(self) -> YearFigures:
        """The fiscal year's figures."""
        return self.progress.figures

    @property
    def lessons(self) -> dict[str, dict[LessonProgress, int]]:
        """How many people came how far, for each lesson of which it was noted."""
        return {one.title: one.reached for one in self.materials if any(one.reached.values())}

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
    cancelled = tuple(entry.session for entry in sessions if entry.state == "cancelled")
    names = all_names(db)
    before = (year_figures(db, one, today=today) for one in range(year - EARLIER_YEARS, year))
    earlier = tuple(figures for figures in before if figures.people)
    return Facts(
        as_of=day,
        progress=progress(db, year, today=today),
        held=held,
        cancelled=cancelled,
        reasons=public_reasons(cancelled, names),
        months=tuple(_month(held, venues, *month) for month in months(year)),
        materials=_materials(held, lesson_figures(db, year)),
        titles={entry.session.lesson: _title(entry.session.lesson) for entry in held if entry.session.lesson},
        stayed=_stayed(db, year, earlier[-1].fiscal_year) if earlier else 0,
        mentors=mentor_totals(mentor_figures(db, year)),
        costs=_unnamed(costs(db, year), names),
        voices=tuple(tallies(db, year)),
        venues={venue.key: _label(venue) for venue in venues},
        earlier=earlier,
    )


def _unnamed(spent: dict[str, int], names: set[str]) -> dict[str, int]:
    """Return the costs; items that name somebody are one sum."""
    found = {item: yen for item, yen in spent.items() if not names_somebody(item, names)}
    left = sum(spent.values()) - sum(found.values())
    return found | ({_("Others"): found.get(_("Others"), 0) + left} if left else {})


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


def _materials(held: tuple[SessionFigures, ...], reached: dict[str, dict[LessonProgress, int]]) -> tuple[Material, ...]:
    of_lesson: dict[str, list[SessionFigures]] = {}
    for entry in held:
        if entry.session.lesson:
            of_lesson.setdefault(lesson_key(entry.session.lesson), []).append(entry)
    none = dict.fromkeys(LessonProgress, 0)
    found = []
    for name in sorted(of_lesson.keys() | reached.keys(), key=lesson_order):
        sessions = of_lesson.get(name, [])
        found.append(
            Material(_title(name), len(sessions), sum(entry.people for entry in sessions), reached.get(name, none))
        )
    return tuple(found)


def _title(lesson: str) -> str:
    title = plain(for_year(lesson_title(lesson), OLDEST))
    return title if title == lesson else f"{lesson} {title}"


def _stayed(db: Transaction, year: int, before: int) -> int:
    """Return how many people of fiscal year `before` came in `year` too."""
    came_before = select(Presence.participant_id).where(Presence.fiscal_year == before, CAME)
    again = select(func.count(distinct(Presence.participant_id))).where(
        Presence.fiscal_year == year, CAME, Presence.participant_id.in_(came_before)
    )
    return db.scalar(again) or 0


def _label(venue: Venue) -> str:
    return venue.name if language() == "ja" else venue.key.replace("-", " ").title()
