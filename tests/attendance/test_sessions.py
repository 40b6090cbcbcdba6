"""Sessions that change: moved, cancelled, opened again, deleted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session as Transaction

from kimotsuki_ictclub.attendance import add_participant, add_session, check_in, japan_time, set_presence, year_figures
from kimotsuki_ictclub.attendance.figures import counting
from kimotsuki_ictclub.attendance.figures.progress import progress
from kimotsuki_ictclub.attendance.models import Session, State
from kimotsuki_ictclub.attendance.presence import presences_of
from kimotsuki_ictclub.attendance.records import open_records
from kimotsuki_ictclub.attendance.sessions import (
    cancel_session,
    change_session,
    delete_session,
    reopen_session,
    sessions_of_year,
    the_session,
)
from kimotsuki_ictclub.errors import AttendanceError

AFTER = date(2020, 12, 31)


@pytest.fixture
def db(place: str) -> Iterator[Transaction]:
    with open_records(place) as records, records.writing() as transaction:
        yield transaction


def refused(code: str) -> pytest.RaisesExc[AttendanceError]:
    return pytest.RaisesExc(AttendanceError, check=lambda error: error.code == code)


def test_a_cancelled_session_is_not_held_and_says_why(db: Transaction) -> None:
    held, stormy = (add_session(db, date(2020, 6, day), venue="koyama", start="18:30") for day in (13, 20))
    check_in(db, held, add_participant(db, "みかん"))
    cancel_session(db, stormy, "台風のため")
    assert (stormy.cancelled, stormy.cancellation) == (True, "台風のため")
    assert year_figures(db, 2020, today=AFTER).sessions == 1
    assert [entry.state for entry in counting.session_figures(db, 2020, today=AFTER)] == ["held", "cancelled"]
    reopen_session(db, stormy)
    assert year_figures(db, 2020, today=AFTER).sessions == 2


def test_a_cancelled_session_is_not_in_the_plan_of_the_forecast(db: Transaction) -> None:
    sessions = [add_session(db, date(2020, 6, day), venue="koyama") for day in (1, 2, 3, 4, 20, 21)]
    before = progress(db, 2020, today=date(2020, 6, 10)).forecast
    cancel_session(db, sessions[-1])
    after = progress(db, 2020, today=date(2020, 6, 10)).forecast
    assert before is not None and after is not None
    assert (before.sessions_to_come, after.sessions_to_come) == (2, 1)


def test_nobody_comes_to_a_cancelled_session(db: Transaction) -> None:
    session, person = add_session(db, date(2020, 6, 13), venue="koyama"), add_participant(db, "みかん")
    cancel_session(db, session)
    with refused("session-cancelled"):
        check_in(db, session, person)
    with refused("session-cancelled"):
        set_presence(db, session, person, "late")
    set_presence(db, session, person, "absent")  # who had said so beforehand may stay noted
    assert year_figures(db, 2020, today=AFTER).presences == 0


def test_what_was_held_cannot_be_cancelled(db: Transaction) -> None:
    session = add_session(db, date(2020, 6, 13), venue="koyama")
    check_in(db, session, add_participant(db, "みかん"))
    with refused("session-was-held"):
        cancel_session(db, session, "台風のため")
    assert not session.cancelled


def test_a_moved_session_takes_its_presences_along(db: Transaction) -> None:
    session = add_session(db, date(2021, 3, 31), venue="koyama", start="18:30", lesson="4")
    person = add_participant(db, "みかん")
    check_in(db, session, person, at=datetime(2021, 3, 31, 19, 0, tzinfo=japan_time.JAPAN))
    change_session(db, session, day=date(2021, 4, 3), venue="uchinoura", start="", lesson="5")
    assert (year_figures(db, 2020).people, year_figures(db, 2021).people) == (0, 1)
    assert {venue.key: venue.presences for venue in year_figures(db, 2021).venues} == {"koyama": 0, "uchinoura": 1}
    assert (session.date, session.venue.key, session.start, session.lesson) == (
        date(2021, 4, 3), "uchinoura", "", "5",
    )  # fmt: skip
    assert presences_of(db, session)[person.id].state is State.LATE  # what was noted stays


def test_a_session_is_not_moved_onto_another(db: Transaction) -> None:
    first, second = (add_session(db, date(2020, 6, day), venue="koyama", start="18:30") for day in (13, 20))
    with refused("session-exists"):
        change_session(db, second, day=first.date)
    with refused("session-time"):
        change_session(db, second, end="18:00")
    change_session(db, second, end="20:00")  # its own place is free for it
    assert second.end == "20:00"


def test_only_an_empty_session_is_deleted(db: Transaction) -> None:
    slip, noted = (add_session(db, date(2020, 6, day), venue="koyama") for day in (13, 20))
    set_presence(db, noted, add_participant(db, "みかん"), "absent")
    delete_session(db, slip)
    with refused("session-not-empty"):
        delete_session(db, noted)
    assert [session.id for session in sessions_of_year(db, 2020)] == [noted.id]


def test_of_two_sessions_the_one_that_takes_place_is_meant(db: Transaction) -> None:
    off, on = (add_session(db, date(2020, 6, 13), venue="koyama", start=start) for start in ("10:00", "18:30"))
    cancel_session(db, off)
    assert the_session(db, date(2020, 6, 13)).id == on.id


@pytest.mark.parametrize(("clock", "held"), [("18:29", 0), ("18:30", 1)])
def test_a_session_is_held_when_it_has_begun(
    db: Transaction, monkeypatch: pytest.MonkeyPatch, clock: str, held: int
) -> None:
    session = add_session(db, date(2020, 6, 13), venue="koyama", start="18:30")
    moment = datetime.fromisoformat(f"2020-06-13T{clock}+09:00")
    monkeypatch.setattr(counting, "now", lambda: moment)
    assert year_figures(db, 2020).sessions == held
    assert [entry.state == "held" for entry in counting.session_figures(db, 2020)] == [bool(held)]
    check_in(db, session, add_participant(db, "はやおき"), at=moment)  # children come before it begins
    assert year_figures(db, 2020).sessions == 1
    assert [entry.state for entry in counting.session_figures(db, 2020)] == ["held"]


def test_a_past_day_is_noted_without_a_time(db: Transaction) -> None:
    session = add_session(db, date(2020, 6, 13), venue="koyama", start="18:30")
    person = add_participant(db, "みかん")
    assert check_in(db, session, person)
    noted = presences_of(db, session)[person.id]
    assert (noted.state, noted.checked_in_at) == (State.PRESENT, None)


def test_every_session_has_a_key_of_its_own(db: Transaction) -> None:
    sessions: list[Session] = [add_session(db, date(2020, 6, day), venue="koyama") for day in (13, 20)]
    assert len({session.key for session in sessions} | {None}) == 3
