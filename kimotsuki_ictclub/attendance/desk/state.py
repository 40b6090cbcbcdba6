"""What the desk shows: the sessions of the evening, everybody's tile, and the ring that fills to the goal."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy.orm import Session as Transaction

from .. import japan_time as clock
from .. import years
from ..family.pictures import no_pictures
from ..figures.counting import year_figures
from ..fiscal_year import fiscal_year_of, japanese_name
from ..mentors.duties import duties_of
from ..models import Duty, Participant, Presence, Session, State, Venue
from ..names import fold
from ..papers.cards import card_codes
from ..people import everybody
from ..presence import presences_of
from ..venues import all_venues
from .actions import is_bare
from .touch_window import sessions_now, ticket


def desk_state(db: Transaction, wanted: int | None = None) -> dict[str, Any]:
    """Return what a tablet shows; `wanted` is the session it was at.

    Without it, or where it is over, the only session of today is taken. One that runs past midnight stays.
    """
    now = clock.now()
    today = now.date()
    year = fiscal_year_of(today)
    sessions = sessions_now(db, now)
    session = next((one for one in sessions if one.id == wanted), None)
    of_today = [one for one in sessions if one.date == today]
    if session is None and len(of_today) == 1:
        session = of_today[0]
    return {
        "now": round(now.timestamp() * 1000),  # tablets' clocks are wrong; they keep the time of touches by this one
        "today": today.isoformat(),
        "session": _session(db, session) | {"ticket": ticket(db, session)} if session else None,
        "sessions": [_session(db, one) for one in (sessions if session not in of_today else of_today)],
        "venues": [_venue(venue) for venue in all_venues(db)],
        "people": _people(db, presences_of(db, session) if session else {}, duties_of(db, session) if session else {}),
        "year": {
            "ja": japanese_name(year),
            "en": f"FY{year}",
            "people": year_figures(db, year).people,
            "goal": years.goal(db, year),
        },
    }


def _people(db: Transaction, presences: dict[int, Presence], duties: dict[int, Duty]) -> list[dict[str, Any]]:
    everyone = everybody(db)
    namesakes = Counter(_alike(person) for person in everyone)
    unseen = no_pictures(db)
    cards = card_codes(db)
    people = []
    for person in everyone:
        presence, duty = presences.get(person.id), duties.get(person.id)
        came = presence is not None and presence.state != State.ABSENT
        there = presence if came else duty
        state = presence.state if presence is not None and came else State.PRESENT if duty else None
        shared = namesakes[_alike(person)] > 1
        people.append(
            {
                "key": person.key,
                "nickname": person.nickname,
                "reading": person.reading,
                "number": person.number,
                "card": cards.get(person.id, ""),
                # Only where two would look alike: the school year belongs to the details, and is on no other tile.
                "school_year": person.details.school_year if shared and person.details else "",
                "shared": shared,
                "helper": "" if person.kind.learns else person.kind.value,
                "no_picture": person.id in unseen,
                "state": state,
                "at": f"{there.checked_in_at:%H:%M}" if there and there.checked_in_at else "",
            }
        )
    return sorted(people, key=lambda person: (str(person["reading"] or person["nickname"]), person["number"]))


def _alike(person: Participant) -> str:
    return fold(person.nickname or "")


def _session(db: Transaction, session: Session) -> dict[str, Any]:
    return {
        "id": session.id,
        "date": session.date.isoformat(),
        "start": session.start,
        "end": session.end,
        "lesson": session.lesson,
        "bare": is_bare(db, session),
        "venue": _venue(session.venue),
    }


def _venue(venue: Venue) -> dict[str, str]:
    return {"key": venue.key, "ja": venue.name, "reading": venue.reading, "en": venue.key.replace("-", " ").title()}
