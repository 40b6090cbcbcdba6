"""What the attendance records say about this evening: who is here, and which lesson it is."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from ..attendance import japan_time as clock
from ..attendance.desk.touch_window import sessions_now
from ..attendance.lesson_titles import lesson_number
from ..attendance.models import Participant, Session, State
from ..attendance.people import everybody, find_nickname
from ..attendance.presence import presences_of
from ..attendance.records import Records
from ..lessons import Lesson
from ..readings import school_year

_SESSIONS_LOOKED_AT = 100  # most of them have a lesson of the course


@dataclass(frozen=True)
class Tile:
    """A participant who is here today; `year`: the school year (1–10), None where it is not known."""

    id: int
    key: str
    nickname: str
    reading: str
    number: int | None
    year: int | None


def tiles(records: Records) -> list[Tile]:
    """Return who has checked in this evening, in the order of the readings."""
    with records.reading() as db:
        here = _here(db)
        people = [person for person in everybody(db) if person.id in here]
        return sorted(map(_tile, people), key=lambda tile: tile.reading or tile.nickname)


def lessons_now(records: Records, known: Container[int]) -> list[int]:
    """Return the numbers of the lessons of this evening's sessions; [] where the sessions don't say."""
    with records.reading() as db:
        sessions = sessions_now(db, clock.now())
    found = dict.fromkeys(lesson_number(session.lesson or "") for session in sessions)
    return [number for number in found if number is not None and number in known]


def next_lesson(records: Records, lessons: Mapping[int, Lesson]) -> int | None:
    """Return the number of the lesson after the one that the last session had; None where no session says."""
    with records.reading() as db:
        held = select(Session.lesson).where(Session.date < clock.today(), Session.cancellation.is_(None))
        last_first = db.scalars(held.order_by(Session.date.desc(), Session.start.desc()).limit(_SESSIONS_LOOKED_AT))
        last = next((number for one in last_first if (number := lesson_number(one or "")) is not None), None)
    return (
        None if last is None else min((one for one in lessons if one > last and lessons[one].has_program), default=last)
    )


def person_of(records: Records, key: str) -> Tile | None:
    """Return the participant with this key."""
    with records.reading() as db:
        return next((_tile(person) for person in everybody(db) if person.key == key), None)


def person_called(records: Records, nickname: str) -> Tile | None:
    """Return the only participant who is called so; of several the one who is here, if only one is."""
    with records.reading() as db:
        found = find_nickname(db, nickname)
        if len(found) > 1:
            here = _here(db)
            found = [person for person in found if person.id in here]
        return _tile(found[0]) if len(found) == 1 else None


def _here(db: Transaction) -> set[int]:
    return {
        participant
        for session in sessions_now(db, clock.now())
        for participant, presence in presences_of(db, session).items()
        if presence.state != State.ABSENT
    }


def _tile(person: Participant) -> Tile:
    year = school_year(person.details.school_year) if person.details else None
    return Tile(person.id, person.key, person.nickname or "", person.reading, person.number, year)
