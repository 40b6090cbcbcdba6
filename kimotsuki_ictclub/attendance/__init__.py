"""Attendance: who came to which session, counted on the way to the goal of 30 people in a fiscal year.

    from kimotsuki_ictclub import attendance

    with attendance.open_records("club.sqlite") as records:
        with records.writing() as db:
            session = attendance.add_session(db, date(2020, 6, 13), venue="koyama", start="18:30")
            for nickname in ("みかん", "りんご"):
                attendance.check_in(db, session, attendance.add_participant(db, nickname))
        with records.reading() as db:
            print(attendance.progress(db, 2020).summary())

What is counted is defined in `figures/counting.py` and docs/attendance.md. Attendance knows nothing of boards.
"""

from __future__ import annotations

from .figures.counting import session_figures, year_figures
from .figures.progress import Progress, progress
from .fiscal_year import fiscal_year_name, fiscal_year_of, parse_fiscal_year
from .models import Kind, LessonProgress, State
from .people import add_participant
from .presence import check_in, set_presence, undo
from .records import Records, open_records
from .sessions import add_session
from .venues import add_venue
from .years import set_goal

__all__ = [
    "Kind",
    "LessonProgress",
    "Progress",
    "Records",
    "State",
    "add_participant",
    "add_session",
    "add_venue",
    "check_in",
    "fiscal_year_name",
    "fiscal_year_of",
    "open_records",
    "parse_fiscal_year",
    "progress",
    "session_figures",
    "set_goal",
    "set_presence",
    "undo",
    "year_figures",
]
