"""The way to the goal: people so far, the goal, and the forecast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session as Transaction

from ...language import _
from ..fiscal_year import fiscal_year_name, fiscal_year_of, last_day
from ..japan_time import today as this_day
from ..years import goal as goal_of
from .counting import YearFigures, session_figures, year_figures
from .forecast import FEWEST_SESSIONS, Forecast, forecast


@dataclass(frozen=True)
class Progress:
    """How far the club is on its way to the goal in one fiscal year."""

    figures: YearFigures
    goal: int
    forecast: Forecast | None
    over: bool

    @property
    def people(self) -> int:
        """受講者数 so far."""
        return self.figures.people

    @property
    def reached(self) -> bool:
        """Whether the goal is reached."""
        return self.people >= self.goal

    def summary(self) -> str:
        """Return one line in the reader's language: "FY2020: 18 of 30 people"."""
        values = {
            "year": fiscal_year_name(self.figures.fiscal_year),
            "people": self.people,
            "goal": self.goal,
            "presences": self.figures.presences,
        }
        return _("%(year)s: %(people)s of %(goal)s people; presences: %(presences)s.") % values

    def outlook(self) -> str:
        """Say in the reader's language what is to be expected, and on what grounds."""
        if self.over:
            return (
                _("The fiscal year is over: the goal was reached.")
                if self.reached
                else _("The fiscal year is over: the goal was not reached.")
            )
        if self.forecast is None:
            return _("No forecast yet: at least %(sessions)s sessions are needed for one.") % {
                "sessions": FEWEST_SESSIONS
            }
        return self.forecast.explanation()

    def to_dict(self) -> dict[str, Any]:
        """Return all of it for `--json`."""
        return {
            "fiscal_year": self.figures.fiscal_year,
            "name": fiscal_year_name(self.figures.fiscal_year),
            "goal": self.goal,
            "reached": self.reached,
            "over": self.over,
            "figures": self.figures.to_dict(),
            "forecast": self.forecast.to_dict() if self.forecast else None,
            "outlook": self.outlook(),
        }


def progress(db: Transaction, year: int | None = None, *, today: date | None = None) -> Progress:
    """Return the progress of fiscal year `year` (the present one) as of now, or of the end of the day `today`."""
    day = today or this_day()
    year = fiscal_year_of(day) if year is None else year
    figures = year_figures(db, year, today=today)
    goal = goal_of(db, year)
    sessions = session_figures(db, year, today=today)
    held = [(entry.session.date, entry.first_time) for entry in sessions if entry.state == "held"]
    planned = sum(entry.state == "planned" for entry in sessions)
    return Progress(
        figures=figures,
        goal=goal,
        forecast=forecast(held, planned, people=figures.people, goal=goal, year=year, today=day),
        over=day > last_day(year),
    )
