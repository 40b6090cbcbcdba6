"""What the desk shows: today's sessions, everybody's tile, and the ring that fills to the goal."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session as Transaction

from .. import japan_time as clock
from .. import years
from ..figures.counting import year_figures
from ..fiscal_year import fiscal_year_of, japanese_name
from ..models import Session, State, Venue
from ..people import everybody
from ..presence import presences_of
from ..sessions import sessions_on
from ..venues import all_venues


def desk_state(db: Transaction, wanted: int | None = None) -> dict[str, Any]:
    """Return what a tablet shows; `wanted` is the session it was at, where today has several."""
    today = clock.today()
    year = fiscal_year_of(today)
    sessions = [one for one in sessions_on(db, today) if not one.cancelled]
    session = next((one for one in sessions if one.id == wanted), None)
    if session is None and len(sessions) == 1:
        session = sessions[0]
    presences = presences_of(db, session) if session else {}
    people = []
    for person in everybody(db):
        presence = presences.get(person.id)
        here = presence is not None and presence.state != State.ABSENT
        people.append(
            {
                "key": person.key,
                "nickname": person.nickname,
                "reading": person.reading,
                "number": person.number,
                "state": presence.state if presence is not None and here else None,
                "at": f"{presence.checked_in_at:%H:%M}" if presence and here and presence.checked_in_at else "",
            }
        )
    return {
        "today": today.isoformat(),
        "session": _session(session) if session else None,
        "sessions": [_session(one) for one in sessions],
        "venues": [_venue(venue) for venue in all_venues(db)],
        "people": sorted(people, key=lambda person: (str(person["reading"] or person["nickname"]), person["number"])),
        "year": {
            "ja": japanese_name(year),
            "en": f"FY{year}",
            "people": year_figures(db, year).people,
            "goal": years.goal(db, year),
        },
    }


def _session(session: Session) -> dict[str, Any]:
    return {
        "id": session.id,
        "start": session.start,
        "end": session.end,
        "lesson": session.lesson,
        "venue": _venue(session.venue),
    }


def _venue(venue: Venue) -> dict[str, str]:
    return {"key": venue.key, "ja": venue.name, "reading": venue.reading, "en": venue.key.replace("-", " ").title()}
