"""What the next person in charge must know: what is where, what to do when, what is open. It holds no names."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Transaction

from ...folders import data_folder
from ...language import N_, _, plural
from ..care import erasure
from ..family.reminders import care_reminders
from ..figures.counting import YearFigures, session_figures, year_figures
from ..figures.progress import progress
from ..fiscal_year import fiscal_year_name, fiscal_year_of, last_day
from ..japan_time import today as this_day
from ..models import Edition, EmergencyPlan, Participant, Session
from ..records import FILE_NAME, URL_VARIABLE, Records
from ..sessions import has_duties
from ..venues import all_venues, label_of
from .printing import filled

BACKUP_DAYS = 31  # a month without a backup is too long
# What may be in the data folder, by how its name begins.
_KNOWN = (
    (FILE_NAME, N_("the attendance records (names: keep them locked)")),
    ("before-", N_("a backup that was made by itself before a bigger change (names)")),
    ("labels.json", N_("the boards' sticker names: copy it to the next PC too")),
    ("virtual", N_("virtual boards; nothing to keep")),
    ("lab", N_("settings of JupyterLab; nothing to keep")),
)


@dataclass(frozen=True)
class Place:
    """Something that is kept, and what it is."""

    where: str
    what: str


def render_handover(records: Records, *, today: date | None = None) -> str:
    """Return the page for the next person in charge."""
    day = today or this_day()
    with records.reading() as db:
        values = {
            "day": day.isoformat(),
            "places": _places(records),
            "backups": [
                (one.path, f"{one.made_at:%Y-%m-%d %H:%M}", Path(one.path).exists()) for one in erasure.backups(db)[:8]
            ],
            "years": [(fiscal_year_name(one.fiscal_year), one) for one in _years(db, day)],
            "people": db.scalar(select(func.count()).where(Participant.number.is_not(None))) or 0,
            "reminders": reminders(db, day),
            "server": not records.is_file,
        }
    return filled("handover.html", title=_("Hand-over of the programming club"), variable=URL_VARIABLE, **values)


def reminders(db: Transaction, day: date) -> list[str]:
    """Return what is open on `day`, in the reader's language."""
    about_people = [*_erasing(db, day), *care_reminders(db, day)]
    return [*about_people, *_backing_up(db, day), *_sessions(db, day), *_venues(db), *_year(db, day)]


def _erasing(db: Transaction, day: date) -> list[str]:
    count = len(erasure.expired(db, today=day))
    told = plural(
        "The time to keep the name of %(count)s person is over: ictclub attendance forget --expired",
        "The time to keep the names of %(count)s people is over: ictclub attendance forget --expired",
        count,
    )
    return [told % {"count": count}] if count else []


def _backing_up(db: Transaction, day: date) -> list[str]:
    made = [one.made_at.date() for one in erasure.backups(db) if Path(one.path).exists()]
    if made and max(made) >= day - timedelta(days=BACKUP_DAYS):
        return []
    return [_("The last backup is older than a month, or not where it was: ictclub attendance backup FILE")]


def _sessions(db: Transaction, day: date) -> list[str]:
    found = session_figures(db, fiscal_year_of(day), today=day)
    empty = [
        one.session for one in found
        if one.state == "held" and one.session.date < day and not one.people and not has_duties(db, one.session)
    ]  # fmt: skip
    listed = ", ".join(f"{session.id} ({session.date})" for session in empty[:5])
    told = _("Sessions at which nobody was noted; check them in or cancel them: %(sessions)s")
    return [told % {"sessions": listed + (" …" if len(empty) > 5 else "")}] if empty else []


def _venues(db: Transaction) -> list[str]:
    used = set(db.scalars(select(Session.venue_id).distinct()))
    planned = set(db.scalars(select(EmergencyPlan.venue_id)))
    told = []
    for venue in all_venues(db):
        if venue.id not in used:
            continue
        name = {"venue": label_of(venue.key, venue.name)}
        if not venue.address:
            told.append(_("No address of %(venue)s, which the open data needs: ictclub attendance venue") % name)
        if venue.id not in planned:
            told.append(_("No emergency plan of %(venue)s is kept.") % name)
    return told


def _year(db: Transaction, day: date) -> list[str]:
    told = []
    year = fiscal_year_of(day)
    before = year - 1
    published = set(db.scalars(select(Edition.fiscal_year)))
    if before not in published and year_figures(db, before).people:
        over = {"year": fiscal_year_name(before), "code": before}
        told.append(_("No open data of %(year)s: ictclub attendance export --open-data DIR --year %(code)s") % over)
    now = progress(db, year, today=day)
    if not now.reached:
        left = {"left": (last_day(year) - day).days, "missing": now.goal - now.people}
        told.append(_("Missing to the goal: %(missing)s people; days left in the fiscal year: %(left)s") % left)
    return told


def _years(db: Transaction, day: date) -> list[YearFigures]:
    years = sorted(set(db.scalars(select(Session.fiscal_year).distinct())))
    return [year_figures(db, year, today=day) for year in years]


def _places(records: Records) -> list[Place]:
    folder = data_folder()
    places = [Place(records.place, _("the attendance records (names: keep them locked)"))]
    places.append(Place(str(folder), _("the data folder")))
    for path in sorted(folder.iterdir()):
        known = next((what for start, what in _KNOWN if path.name.startswith(start)), "")
        if known and str(path) != records.place and not path.name.startswith(f"{FILE_NAME}-"):
            places.append(Place(f"{path.name}{os.sep if path.is_dir() else ''}", _(known)))
    return places
