"""One row of an imported list: find or add its person and session, and note the presence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from ...errors import AttendanceError
from ...language import N_
from ..clock import parse_time
from ..japan_time import JAPAN
from ..models import Kind, LessonProgress, Participant, Presence, Session, State, Venue
from ..names import INSTRUCTORS_LENGTH, LESSON_LENGTH, clean_nickname, clean_text
from ..people import add_participant, change_participant, find_nickname, find_number, is_erased, set_details
from ..presence import set_presence
from ..sessions import add_session, check_times
from ..venues import find_venue
from ..wareki import parse_day
from ..written_numbers import half_width
from .columns import DETAILS, Column, parse_kind, parse_progress, parse_state


@dataclass
class Outcome:
    """How many records an import adds and changes."""

    new_people: int = 0
    changed_people: int = 0
    new_sessions: int = 0
    changed_sessions: int = 0
    new_presences: int = 0
    changed_presences: int = 0
    unchanged: int = 0

    @property
    def changes(self) -> int:
        """How many records are added or changed."""
        people = self.new_people + self.changed_people
        sessions = self.new_sessions + self.changed_sessions
        return people + sessions + self.new_presences + self.changed_presences


class RowReader:
    """Takes rows into the open transaction `db` and counts in `outcome` what that does."""

    def __init__(self, db: Transaction, outcome: Outcome, *, venue: str | None, year: int | None) -> None:
        self.db = db
        self.outcome = outcome
        self.venue = venue
        self.year = year
        # Lists name the same few people and sessions again and again.
        self._by_number: dict[int, Participant] = {}
        self._by_time: dict[tuple[date, int, str], Session] = {}
        self._venues: dict[str, Venue] = {}

    def person(self, values: dict[Column, Any]) -> Participant:
        """Return the row's participant, added where there is none yet."""
        number = _number(values.get(Column.NUMBER))
        nickname = clean_nickname(str(values[Column.NICKNAME])) if Column.NICKNAME in values else None
        kind = parse_kind(str(values[Column.KIND])) if Column.KIND in values else None
        reading = str(values[Column.READING]) if Column.READING in values else None
        person = self._known(number, nickname)
        if person is None:
            if nickname is None:
                raise AttendanceError(
                    "no-nickname", N_("There is no participant with number %(number)s, and the row has no nickname."),
                    N_("Give the row a nickname, then the participant is added."), number=number or "–",
                )  # fmt: skip
            person = add_participant(self.db, nickname, number=number, reading=reading or "", kind=kind or Kind.CHILD)
            self.outcome.new_people += 1
            self._details(person, values)
            self._remember(person)
            return person
        self._remember(person)
        before = _facts(person)
        if reading is not None or kind is not None:
            change_participant(self.db, person, reading=reading, kind=kind)
        self._details(person, values)
        if _facts(person) == before:
            self.outcome.unchanged += 1
        else:
            self.outcome.changed_people += 1
        return person

    def _remember(self, person: Participant) -> None:
        assert person.number is not None
        self._by_number[person.number] = person

    def _known(self, number: int | None, nickname: str | None) -> Participant | None:
        if number is not None:
            person = self._by_number.get(number) or find_number(self.db, number)
            if person is None and is_erased(self.db, number):
                raise AttendanceError(
                    "number-erased", N_("Number %(number)s belonged to somebody whose data was erased."),
                    N_("Leave it out, or give a person who came back a new number."), number=number,
                )  # fmt: skip
            if person is not None and nickname is not None and person.nickname != nickname:
                raise AttendanceError(
                    "other-nickname",
                    N_("Number %(number)s is “%(known)s” in the records, but “%(written)s” in the file."),
                    N_("Correct one of them: ictclub attendance add NICKNAME --change %(number)s"),
                    number=number, known=person.nickname, written=nickname,
                )  # fmt: skip
            return person
        if nickname is None:
            raise AttendanceError("no-person", N_("The row has neither a number nor a nickname."))
        found = find_nickname(self.db, nickname)
        if len(found) > 1:
            raise AttendanceError(
                "participant-several", N_("Several participants are called “%(written)s”: numbers %(numbers)s."),
                N_("Use the number."), written=nickname, numbers=", ".join(str(one.number) for one in found),
            )  # fmt: skip
        return found[0] if found else None

    def _details(self, person: Participant, values: dict[Column, Any]) -> None:
        def text(column: Column) -> str | None:
            return str(values[column]) if column in values else None

        if not any(column in values for column in DETAILS):
            return
        consent = values.get(Column.CONSENT)
        set_details(
            self.db,
            person,
            full_name=text(Column.FULL_NAME),
            school_year=text(Column.SCHOOL_YEAR),
            guardian_contact=text(Column.CONTACT),
            consent_on=None if consent is None else parse_day(consent, fiscal_year=self.year),
        )

    def session(self, values: dict[Column, Any]) -> Session:
        """Return the row's session, added where there is none yet."""
        day = parse_day(values[Column.DATE], fiscal_year=self.year)
        written = str(values.get(Column.VENUE, self.venue or ""))
        if not written:
            raise AttendanceError(
                "no-venue", N_("The row names no venue."), N_("Say it for the whole file: --venue koyama")
            )
        venue = self._venues.get(written) or find_venue(self.db, written)
        self._venues[written] = venue
        start, end = parse_time(values.get(Column.START)), parse_time(values.get(Column.END))
        lesson = clean_text(str(values.get(Column.LESSON, "")), longest=LESSON_LENGTH, empty_ok=True)
        instructors = clean_text(str(values.get(Column.INSTRUCTORS, "")), longest=INSTRUCTORS_LENGTH, empty_ok=True)
        there = self._sessions(day, venue.id, start)
        if len(there) > 1:
            raise AttendanceError(
                "session-several-there",
                N_("There are several sessions on %(date)s at %(venue)s."),
                N_("Give the row the time at which the session starts."), date=day, venue=venue.name,
            )  # fmt: skip
        if not there:
            session = add_session(
                self.db, day, venue=venue.key, start=start, end=end, lesson=lesson, instructors=instructors
            )
            self.outcome.new_sessions += 1
            return session
        session = there[0]
        if start:
            self._by_time[day, venue.id, start] = session
        check_times(session.start, end)
        for name, given in (("end", end), ("lesson", lesson), ("instructors", instructors)):
            known = getattr(session, name)
            if given and not known:
                setattr(session, name, given)
                self.outcome.changed_sessions += 1
            elif given and given != known:
                raise AttendanceError(
                    "other-session",
                    N_("The session on %(date)s has “%(known)s” in the records, but “%(written)s” in the file."),
                    N_("Correct the file."), date=day, known=known, written=given[:80],
                )  # fmt: skip
        return session

    def _sessions(self, day: date, venue_id: int, start: str) -> list[Session]:
        if start and (known := self._by_time.get((day, venue_id, start))):
            return [known]
        wanted = select(Session).where(Session.date == day, Session.venue_id == venue_id)
        return list(self.db.scalars(wanted.where(Session.start == start) if start else wanted))

    def presence(self, person: Participant, session: Session, values: dict[Column, Any]) -> None:
        """Note the row's presence; where none is written, whoever is in the list was there."""
        state = parse_state(str(values[Column.STATE])) if Column.STATE in values else State.PRESENT
        progress: LessonProgress | None = None
        if Column.PROGRESS in values and state is not State.ABSENT:
            progress = parse_progress(str(values[Column.PROGRESS]))
        at = None
        if clock := parse_time(values.get(Column.TIME)):
            at = datetime.combine(session.date, datetime.strptime(clock, "%H:%M").time(), JAPAN)
        known = self.db.get(Presence, (session.id, person.id), populate_existing=True)
        if known is None:
            self.outcome.new_presences += 1
        elif known.state == state and progress in (None, known.lesson_progress) and (known.checked_in_at or not at):
            self.outcome.unchanged += 1
            return
        else:
            self.outcome.changed_presences += 1
        set_presence(self.db, session, person, state, lesson_progress=progress, at=at)


def _number(written: Any) -> int | None:
    if written is None:
        return None
    text = half_width(str(written))
    if not text.isdecimal() or len(text) > 6 or int(text) < 1:
        raise AttendanceError(
            "bad-number", N_("“%(written)s” is no participant's number."),
            N_("Numbers go from 1 to 999999."), written=text[:40],
        )  # fmt: skip
    return int(text)


def _facts(person: Participant) -> tuple[object, ...]:
    details = person.details
    extra = () if details is None else (
        details.full_name, details.school_year, details.guardian_contact, details.consent_on,
    )  # fmt: skip
    return (person.reading, person.kind, *extra)
