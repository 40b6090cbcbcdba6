from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session as Transaction

from kimotsuki_ictclub.attendance import add_participant, add_session, presence
from kimotsuki_ictclub.attendance.japan_time import JAPAN
from kimotsuki_ictclub.attendance.models import LessonProgress, Participant, Session, State
from kimotsuki_ictclub.attendance.records import Records, open_records
from kimotsuki_ictclub.errors import AttendanceError


def at(hour: int, minute: int) -> datetime:
    return datetime(2020, 6, 13, hour, minute, tzinfo=JAPAN)


@pytest.fixture
def opened(place: str) -> Iterator[Records]:
    with open_records(place) as records:
        yield records


@pytest.fixture
def evening(opened: Records) -> Iterator[tuple[Transaction, Session, Participant]]:
    with opened.writing() as db:
        session = add_session(db, date(2020, 6, 13), venue="高山", start="18:30", end="20:00")
        yield db, session, add_participant(db, "みかん")


def test_who_comes_15_minutes_after_the_start_is_late(evening: tuple[Transaction, Session, Participant]) -> None:
    _db, session, _person = evening
    assert presence.state_at(session, at(18, 45)) is State.PRESENT
    assert presence.state_at(session, at(18, 46)) is State.LATE


def test_a_second_check_in_changes_nothing(evening: tuple[Transaction, Session, Participant]) -> None:
    db, session, person = evening
    assert presence.check_in(db, session, person, at=at(18, 31))
    assert not presence.check_in(db, session, person, at=at(19, 30))
    noted = presence.presences_of(db, session)[person.id]
    assert (noted.state, noted.checked_in_at) == (State.PRESENT, at(18, 31))


def test_who_was_absent_can_still_come(evening: tuple[Transaction, Session, Participant]) -> None:
    db, session, person = evening
    assert presence.check_in(db, session, person, state="absent")
    assert presence.presences_of(db, session)[person.id].checked_in_at is None
    db.expire_all()
    assert presence.check_in(db, session, person, at=at(19, 0))
    assert presence.presences_of(db, session)[person.id].state is State.LATE


def test_undo_takes_a_check_in_back_once(evening: tuple[Transaction, Session, Participant]) -> None:
    db, session, person = evening
    presence.check_in(db, session, person)
    assert presence.undo(db, session, person)
    assert not presence.undo(db, session, person)
    assert presence.presences_of(db, session) == {}


def test_a_correction_keeps_time_and_progress(evening: tuple[Transaction, Session, Participant]) -> None:
    db, session, person = evening
    presence.check_in(db, session, person, at=at(18, 31))
    presence.set_presence(db, session, person, "present", lesson_progress="alone")
    presence.set_presence(db, session, person, "late")
    db.expire_all()
    noted = presence.presences_of(db, session)[person.id]
    assert (noted.state, noted.checked_in_at, noted.lesson_progress) == (
        State.LATE, at(18, 31), LessonProgress.ALONE,
    )  # fmt: skip


def test_a_session_is_there_once(evening: tuple[Transaction, Session, Participant]) -> None:
    db, _session, _person = evening
    with pytest.raises(AttendanceError) as caught:
        add_session(db, date(2020, 6, 13), venue="koyama", start="18:30")
    assert caught.value.code == "session-exists"
    with pytest.raises(AttendanceError) as caught:
        add_session(db, date(2020, 6, 13), venue="koyama", start="20:00", end="19:00")
    assert caught.value.code == "session-time"
    with pytest.raises(AttendanceError) as caught:
        add_session(db, date(2020, 6, 13), venue="東京")
    assert caught.value.code == "venue-unknown"
    assert "uchinoura" in caught.value.hint
