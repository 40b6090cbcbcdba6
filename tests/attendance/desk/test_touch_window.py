"""What a tablet may touch, and when a touch was: old ones keep their day, and no tablet rewrites the past."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from kimotsuki_ictclub import attendance
from kimotsuki_ictclub.attendance import Records
from kimotsuki_ictclub.attendance.care.erasure import forget
from kimotsuki_ictclub.attendance.desk import actions
from kimotsuki_ictclub.attendance.desk.actions import apply
from kimotsuki_ictclub.attendance.desk.state import desk_state
from kimotsuki_ictclub.attendance.desk.touch_window import ensure_key
from kimotsuki_ictclub.attendance.japan_time import JAPAN
from kimotsuki_ictclub.attendance.models import DeskAction, Participant, Presence, Session
from kimotsuki_ictclub.attendance.people import set_details
from kimotsuki_ictclub.attendance.presence import check_in, set_presence
from kimotsuki_ictclub.attendance.sessions import cancel_session, session_by_id

from .conftest import here, register
from .test_actions import action

HOUR = 3600_000
DAY = 24 * HOUR


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 6, 13, 18, 35, tzinfo=JAPAN)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    for module in ("japan_time", "presence"):
        monkeypatch.setattr(f"kimotsuki_ictclub.attendance.{module}.now", lambda: clock.now)
    return clock


@pytest.fixture
def evening(records: Records, clock: Clock) -> int:
    """A session on 13 June 2026, 18:30 to 20:00."""
    with records.writing() as db:
        ensure_key(db)
        return attendance.add_session(db, date(2026, 6, 13), venue="koyama", start="18:30", end="20:00").id


def send(records: Records, *sent: dict, **how: bool) -> dict:
    return apply(records, {"actions": list(sent)}, **how)


def at(records: Records) -> datetime | None:
    with records.reading() as db:
        return db.scalar(select(Presence.checked_in_at))


def ticket_of(records: Records, session: int) -> str:
    with records.reading() as db:
        return desk_state(db, session)["session"]["ticket"]


def test_what_was_done_is_remembered_as_long_as_a_tablet_may_send_it_again_and_no_longer(
    records: Records, clock: Clock, evening: int
) -> None:
    (mikan,) = register(records, "みかん")
    send(records, action("check-in", evening, person=mikan))
    for days, left in ((300, 1), (200, 0)):
        clock.now += timedelta(days=days)
        with records.writing() as db:
            actions.forget_old_actions(db)
            noted = list(db.scalars(select(DeskAction.id)))
            assert sum(not one.startswith("key-") for one in noted) == left
            assert len(noted) == left + 1  # the key of the tickets stays


def test_an_old_touch_keeps_its_day(records: Records, clock: Clock, evening: int) -> None:
    (mikan,) = register(records, "みかん")
    ticket = ticket_of(records, evening)
    touched = clock.now
    clock.now += timedelta(days=26)  # more than 2³¹ milliseconds
    old = action("check-in", evening, person=mikan, ticket=ticket) | {"age_ms": 26 * DAY}
    assert send(records, old) == {"refused": {}}
    assert at(records) == touched
    assert here(records) == {"みかん": "present"}


@pytest.mark.parametrize("age_ms", [2**31, 2**63, 10**30, 90 * DAY, -5, -(2**40)])
def test_a_clock_that_jumped_loses_no_touch_and_makes_nobody_late(
    records: Records, clock: Clock, evening: int, age_ms: int
) -> None:
    (mikan,) = register(records, "みかん")
    assert send(records, action("check-in", evening, person=mikan) | {"age_ms": age_ms}) == {"refused": {}}
    assert here(records) == {"みかん": "present"}
    found = at(records)
    assert found and found.date() == date(2026, 6, 13)


def test_the_past_cannot_be_rewritten(records: Records, clock: Clock, evening: int) -> None:
    mikan, ringo = register(records, "みかん", "りんご")
    send(records, action("check-in", evening, person=mikan))
    clock.now += timedelta(days=3)
    with records.writing() as db:
        other = attendance.add_session(db, date(2026, 6, 16), venue="koyama").id
    before = everything(records)
    for kind in ("check-in", "new", "undo", "undo-new", "undo-session"):
        who = {"check-in": ringo, "new": str(uuid.uuid4())}.get(kind, mikan)
        for ticket in ("", "0" * 64, "\ud800", ticket_of(records, other)):
            for age_ms in (0, 3 * DAY):
                lie = action(kind, evening, person=who, nickname="x", ticket=ticket) | {"age_ms": age_ms}
                assert send(records, lie) == {"refused": {}, "kept": {lie["id"]: "session-past"}}
    assert everything(records) == before


def test_nor_can_tomorrow_be_written(records: Records, clock: Clock) -> None:
    (mikan,) = register(records, "みかん")
    with records.writing() as db:
        tomorrow = attendance.add_session(db, date(2026, 6, 14), venue="koyama").id
    early = action("check-in", tomorrow, person=mikan)
    assert send(records, early)["kept"] == {early["id"]: "session-past"}


def everything(records: Records) -> list[tuple]:
    with records.reading() as db:
        presences = [(p.session_id, p.participant_id, p.state, p.checked_in_at) for p in db.scalars(select(Presence))]
        return [*presences, *((p.number, p.nickname) for p in db.scalars(select(Participant)))]


def test_twelve_hours_after_the_end_it_is_over(records: Records, clock: Clock, evening: int) -> None:
    mikan, ringo = register(records, "みかん", "りんご")
    clock.now = datetime(2026, 6, 14, 7, 59, tzinfo=JAPAN)
    assert send(records, action("check-in", evening, person=mikan)) == {"refused": {}}
    clock.now += timedelta(minutes=2)
    assert "kept" in send(records, action("check-in", evening, person=ringo))


def test_a_session_that_runs_past_midnight_stays_on_the_tablet(records: Records, clock: Clock, evening: int) -> None:
    (mikan,) = register(records, "みかん")
    send(records, action("check-in", evening, person=mikan))
    clock.now = datetime(2026, 6, 14, 0, 10, tzinfo=JAPAN)
    with records.reading() as db:
        shown = desk_state(db, evening)
        assert shown["session"]["id"] == evening
        assert [person["state"] for person in shown["people"]] == ["present"]
        assert desk_state(db)["session"] is None, "nobody is put into yesterday's session unasked"
    clock.now = datetime(2026, 6, 14, 9, 0, tzinfo=JAPAN)
    with records.reading() as db:
        assert desk_state(db, evening)["session"] is None, "a tablet left on shows no session of the day before"


def test_a_session_begun_offline_is_on_the_day_of_the_touch(records: Records, clock: Clock) -> None:
    clock.now = datetime(2026, 6, 14, 0, 20, tzinfo=JAPAN)
    assert send(records, action("session", venue="koyama") | {"age_ms": HOUR}) == {"refused": {}}
    old = action("session", venue="uchinoura") | {"age_ms": 3 * DAY}
    assert send(records, old) == {"refused": {old["id"]: "session-over"}}
    with records.reading() as db:
        assert [(one.date, one.venue.key) for one in db.scalars(select(Session))] == [(date(2026, 6, 13), "koyama")]


def test_a_venue_that_has_its_session_gets_no_second_one(records: Records, clock: Clock, evening: int) -> None:
    send(records, action("session", venue="koyama"), action("session", venue="uchinoura"))
    with records.reading() as db:
        assert [(one.venue.key, one.start) for one in db.scalars(select(Session).order_by(Session.id))] == [
            ("koyama", "18:30"), ("uchinoura", ""),
        ]  # fmt: skip


def test_a_wrong_venue_is_taken_back_but_nothing_that_holds_more(records: Records, clock: Clock, evening: int) -> None:
    (mikan,) = register(records, "みかん")
    send(records, action("session", venue="uchinoura"))
    with records.reading() as db:
        wrong = next(one["id"] for one in desk_state(db)["sessions"] if one["bare"])
    send(records, action("check-in", wrong, person=mikan))
    used, planned = action("undo-session", wrong), action("undo-session", evening)
    assert send(records, used, planned)["refused"] == {used["id"]: "session-used", planned["id"]: "session-used"}
    send(records, action("undo", wrong, person=mikan))
    assert send(records, action("undo-session", wrong)) == {"refused": {}}
    with records.reading() as db:
        assert [one.id for one in db.scalars(select(Session))] == [evening]


def test_only_a_newcomer_of_today_is_taken_back_whole(records: Records, clock: Clock, evening: int) -> None:
    (registered,) = register(records, "みかん")
    new = str(uuid.uuid4())
    send(records, action("check-in", evening, person=registered))
    send(records, action("new", evening, person=new, nickname="さくら"))
    forged = {**action("check-in", evening, person=registered), "id": registered}  # an action with a person's id
    send(records, forged, action("undo-new", evening, person=registered))
    assert here(records) == {"さくら": "present"}
    with records.reading() as db:
        assert {p.nickname for p in db.scalars(select(Participant))} == {"みかん", "さくら"}
    clock.now += timedelta(hours=13)
    with records.writing() as db:
        today = attendance.add_session(db, date(2026, 6, 14), venue="koyama").id
    send(records, action("check-in", today, person=new), action("undo-new", today, person=new))
    with records.reading() as db:
        assert "さくら" in set(db.scalars(select(Participant.nickname)))


def test_newcomers_are_bounded_and_those_over_it_stay_on_the_tablet(
    records: Records, clock: Clock, evening: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_NEWCOMERS", 3)
    many = [action("new", evening, person=str(uuid.uuid4()), nickname=f"子{number}") for number in range(5)]
    assert send(records, *many) == {"refused": {}, "kept": {one["id"]: "newcomers-many" for one in many[3:]}}
    assert send(records, many[4], trusted=True) == {"refused": {}}, "on the PC there is no bound"
    ticket = {"ticket": ticket_of(records, evening)}
    clock.now += timedelta(hours=13, minutes=30)
    assert send(records, many[3] | ticket) == {"refused": {}}
    assert len(here(records)) == 5


def test_a_newcomer_sent_under_two_ids_is_one(records: Records, clock: Clock, evening: int) -> None:
    key = str(uuid.uuid4())
    for _ in range(2):
        assert send(records, action("new", evening, person=key, nickname="さくら")) == {"refused": {}}
    assert here(records) == {"さくら": "present"}


def test_an_erased_person_is_not_brought_back_by_a_tablet(records: Records, clock: Clock, evening: int) -> None:
    key = str(uuid.uuid4())
    send(records, action("new", evening, person=key, nickname="さくら"))
    with records.writing() as db:
        forget(db, list(db.scalars(select(Participant))))
    late = action("new", evening, person=key, nickname="さくら"), action("check-in", evening, person=key)
    assert send(records, *late) == {"refused": dict.fromkeys((one["id"] for one in late), "participant-gone")}
    with records.reading() as db:
        assert set(db.scalars(select(Participant.nickname))) == {None}


def test_a_late_undo_does_not_take_a_newer_check_in(records: Records, clock: Clock, evening: int) -> None:
    (mikan,) = register(records, "みかん")
    send(records, action("check-in", evening, person=mikan))
    send(records, action("undo", evening, person=mikan) | {"age_ms": HOUR // 2})  # a tablet that was away
    assert here(records) == {"みかん": "present"}
    send(records, action("undo", evening, person=mikan))
    assert here(records) == {}


def test_what_a_grown_up_noted_is_not_taken_back_by_a_touch(records: Records, clock: Clock, evening: int) -> None:
    mikan, ringo = register(records, "みかん", "りんご")
    with records.writing() as db:
        session = session_by_id(db, evening)
        people = {p.key: p for p in db.scalars(select(Participant))}
        check_in(db, session, people[mikan])
        set_presence(db, session, people[mikan], "present", lesson_progress="alone")
        set_presence(db, session, people[ringo], "absent")
    undo = action("undo", evening, person=mikan)
    assert send(records, undo, action("undo", evening, person=ringo)) == {"refused": {undo["id"]: "progress-noted"}}
    assert here(records) == {"みかん": "present", "りんご": "absent"}


def test_a_cancelled_session_is_not_offered_and_loses_no_touch(records: Records, clock: Clock, evening: int) -> None:
    (mikan,) = register(records, "みかん")
    with records.writing() as db:
        cancel_session(db, session_by_id(db, evening), "台風")
    with records.reading() as db:
        assert desk_state(db)["sessions"] == []
    touch = action("check-in", evening, person=mikan)
    assert send(records, touch)["kept"] == {touch["id"]: "session-cancelled"}


def test_two_of_one_nickname_are_told_apart_and_nobody_elses_school_year_is_shown(
    records: Records, clock: Clock, evening: int
) -> None:
    register(records, "みかん", "ﾐｶﾝ", "ミカン", "りんご")
    with records.writing() as db:
        for person in db.scalars(select(Participant)):
            set_details(db, person, school_year=f"小{person.number}")
    with records.reading() as db:
        people = {person["number"]: person for person in desk_state(db, evening)["people"]}
    assert {number: (p["shared"], p["school_year"]) for number, p in people.items()} == {
        1: (False, ""), 2: (True, "小2"), 3: (True, "小3"), 4: (False, ""),
    }  # fmt: skip
