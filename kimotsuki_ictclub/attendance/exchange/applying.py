"""From what a file says to the records: people and sessions are added or completed, presences noted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session as Transaction

from ...errors import ClubError
from ..japan_time import JAPAN
from ..mentors.duties import duties_of, note_duty
from ..models import Duty, Kind, LessonProgress, Participant, Presence, Session, State
from ..people import add_participant, change_participant, set_details
from ..presence import add_presences, presences_of, set_presence
from ..sessions import add_session, cancel_session
from .entries import Entries, PersonEntry, PresenceEntry, Problem, SessionEntry
from .people_of import joined

_New = tuple[Session, Participant, State, datetime | None, LessonProgress | None]  # a presence to be noted


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


def apply_entries(
    db: Transaction, entries: Entries, known: dict[int, Participant], outcome: Outcome
) -> Iterator[Problem]:
    """Take entries that contradict neither themselves nor the records into the records; yield what these refuse.

    `known` are the participants by number.
    """
    people: dict[Hashable, Participant] = {}
    # Numbers that are given in the file first, so that nobody else gets one of them.
    for key, same in sorted(_together(entries.people).items(), key=lambda item: item[1][0].number is None):
        try:
            people[key] = _person(db, key, same, known, outcome)
        except ClubError as error:
            yield Problem((same[0].place,), error)
    sessions: dict[Hashable, Session] = {}
    for key, there in _together(entries.sessions).items():
        try:
            sessions[key] = _session(db, key, there, outcome)
        except ClubError as error:
            yield Problem((there[0].place,), error)
    noted: dict[Hashable, dict[int, Presence]] = {}
    helping: dict[Hashable, dict[int, Duty]] = {}
    new: list[_New] = []
    for (person, session), same_presence in _together(entries.presences).items():
        if person in people and session in sessions and not sessions[session].cancelled:
            if session not in noted:
                noted[session] = presences_of(db, sessions[session])
                helping[session] = duties_of(db, sessions[session])
            there_already = noted[session].get(people[person].id)
            if there_already is None and not people[person].kind.learns:
                known_duty = helping[session].get(people[person].id)
                yield from _duty(db, people[person], sessions[session], same_presence, known_duty, outcome)
            else:
                _presence(db, people[person], sessions[session], same_presence, there_already, outcome, new)
    add_presences(db, new)
    outcome.new_presences += len(new)


def _together(entries: list[Any]) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = defaultdict(list)
    for entry in entries:
        key = (entry.person.key, entry.session.key) if isinstance(entry, PresenceEntry) else entry.key
        groups[key].append(entry)
    return groups


def _said(entries: list[Any], name: str) -> Any:
    """Return what the first entry that says it says, or None."""
    return next((said for entry in entries if (said := getattr(entry, name)) not in (None, "")), None)


def _person(
    db: Transaction, key: Any, entries: list[PersonEntry], known: dict[int, Participant], outcome: Outcome
) -> Participant:
    reading, kind = _said(entries, "reading"), _said(entries, "kind")
    number = key[1] if key[0] == "number" else None
    person = known.get(number) if number is not None else None
    if person is None:
        nickname = _said(entries, "nickname")
        person = add_participant(db, nickname, number=number, reading=reading or "", kind=kind or Kind.CHILD)
        _details(db, person, entries)
        outcome.new_people += 1
        return person
    before = _facts(person)
    change_participant(db, person, reading=reading, kind=kind)
    _details(db, person, entries)
    if _facts(person) == before:
        outcome.unchanged += 1
    else:
        outcome.changed_people += 1
    return person


def _details(db: Transaction, person: Participant, entries: list[PersonEntry]) -> None:
    full_name, known = _said(entries, "full_name"), person.details.full_name if person.details else ""
    if full_name and joined(full_name) == joined(known):
        full_name = None  # the writing that was first stays, as for nicknames
    set_details(
        db,
        person,
        full_name=full_name,
        school_year=_said(entries, "school_year"),
        guardian_contact=_said(entries, "contact"),
        consent_on=_said(entries, "consent"),
    )


def _facts(person: Participant) -> tuple[object, ...]:
    details = person.details
    extra = () if details is None else (
        details.full_name, details.school_year, details.guardian_contact, details.consent_on,
    )  # fmt: skip
    return (person.reading, person.kind, *extra)


def _session(db: Transaction, key: Hashable, entries: list[SessionEntry], outcome: Outcome) -> Session:
    said = {name: _said(entries, name) or "" for name in ("start", "end", "lesson", "instructors")}
    cancelled = _said(entries, "cancelled")
    if isinstance(key, int):
        session = db.get(Session, key)
        assert session is not None
        lacking = {name: given for name, given in said.items() if given and not getattr(session, name)}
        for name, given in lacking.items():
            setattr(session, name, given)
        cancels = cancelled is not None and not session.cancelled
        outcome.changed_sessions += bool(lacking) or cancels
    else:
        session = add_session(db, entries[0].day, venue=entries[0].venue.key, **said)
        cancels = cancelled is not None
        outcome.new_sessions += 1
    if cancels:
        cancel_session(db, session, cancelled)
    db.flush()
    return session


def _duty(
    db: Transaction, mentor: Participant, session: Session, entries: list[PresenceEntry], known: Duty | None,
    outcome: Outcome,
) -> Iterator[Problem]:  # fmt: skip
    """Note that a mentor was there, or take it back where the file says that they were not."""
    came = entries[0].state is not State.ABSENT
    role, minutes = _said(entries, "role"), _said(entries, "minutes")
    same = known is None or (role in (None, known.role) and minutes in (None, known.minutes))
    if came == (known is not None) and (not came or same):
        outcome.unchanged += 1
        return
    try:
        at = _moment(session, _said(entries, "clock")) if came else None
        set_presence(db, session, mentor, entries[0].state, lesson_progress=_said(entries, "progress"), at=at)
        if came:
            note_duty(db, session, mentor, role=role, minutes=minutes, at=at)
        outcome.new_presences += known is None
        outcome.changed_presences += known is not None
    except ClubError as error:
        yield Problem((entries[0].place,), error)


def _moment(session: Session, clock: str) -> datetime | None:
    return datetime.combine(session.date, datetime.strptime(clock, "%H:%M").time(), JAPAN) if clock else None


def _presence(
    db: Transaction, person: Participant, session: Session, entries: list[PresenceEntry], known: Presence | None,
    outcome: Outcome, new: list[_New],
) -> None:  # fmt: skip
    state, clock, progress = entries[0].state, _said(entries, "clock"), _said(entries, "progress")
    at = _moment(session, clock) if state is not State.ABSENT else None
    if known is None:
        new.append((session, person, state, at, progress))
    elif known.state == state and progress in (None, known.lesson_progress) and (known.checked_in_at or not at):
        outcome.unchanged += 1
    else:
        outcome.changed_presences += 1
        set_presence(db, session, person, state, lesson_progress=progress, at=at)
