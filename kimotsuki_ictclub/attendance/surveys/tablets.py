"""Sheets that come from tablets: bounded, and kept in the fiscal year in which they were filled in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Transaction

from ...errors import AttendanceError
from ...language import N_
from .. import japan_time as clock
from ..care.access_log import note
from ..fiscal_year import fiscal_year_of
from ..models import Access, Audience
from .answers import add_answer

MOST_SHEETS = 300  # in twelve hours, from all tablets
_OLDEST = timedelta(days=400)  # a tablet may lie in a drawer for long; what is older has a clock that jumped


def keep_sheet(db: Transaction, audience: str, faces: Mapping[str, Any], said: str, *, age: timedelta) -> None:
    """Keep a sheet that was handed in `age` ago; nothing of it leads to a tablet or a moment.

    Raises: AttendanceError `survey-many`, `survey-answer`, or as `add_answer`.
    """
    if _sheets(db) >= MOST_SHEETS:
        raise AttendanceError("survey-many", N_("Too many sheets from tablets today: enter them on the PC."))
    whole = all(isinstance(face, int) and not isinstance(face, bool) for face in faces.values())
    if audience not in set(Audience) or not whole:
        raise AttendanceError("survey-answer", N_("That is no answer to this survey."))
    day: date = (clock.now() - (age if age < _OLDEST else timedelta())).date()
    add_answer(db, Audience(audience), faces, said, year=fiscal_year_of(day))
    note(db, "survey", 1, by="desk")


def _sheets(db: Transaction) -> int:
    since = clock.now() - timedelta(hours=12)
    counted = select(func.count()).where(Access.action == "survey", Access.by == "desk", Access.at > since)
    return db.scalar(counted) or 0
