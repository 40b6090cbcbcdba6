"""Mentors are checked in like everybody, and counted apart."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from kimotsuki_ictclub.attendance import (
    add_participant,
    add_session,
    check_in,
    people,
    set_presence,
    undo,
    year_figures,
)
from kimotsuki_ictclub.attendance.care import erasure
from kimotsuki_ictclub.attendance.exchange.importing import import_file
from kimotsuki_ictclub.attendance.japan_time import JAPAN
from kimotsuki_ictclub.attendance.mentors.becoming import become
from kimotsuki_ictclub.attendance.mentors.duties import duties_of, note_duty
from kimotsuki_ictclub.attendance.mentors.figures import mentor_figures, mentor_totals
from kimotsuki_ictclub.attendance.mentors.payment import payments, write_payments
from kimotsuki_ictclub.attendance.mentors.training import add_training, remove_training, trainings_of_year
from kimotsuki_ictclub.attendance.models import Kind, Participant, Role
from kimotsuki_ictclub.attendance.presence import presences_of
from kimotsuki_ictclub.attendance.records import Records, open_records
from kimotsuki_ictclub.attendance.sessions import cancel_session, change_session, delete_session, sessions_on
from kimotsuki_ictclub.attendance.years import set_rates
from kimotsuki_ictclub.errors import AttendanceError

DAY = date(2020, 6, 13)
EVENING = datetime(2020, 6, 13, 18, 40, tzinfo=JAPAN)


def test_a_mentor_at_the_door_is_no_learner(place: str) -> None:
    with open_records(place) as records, records.writing() as db:
        session = add_session(db, DAY, venue="koyama", start="18:30", end="20:00")
        child, mentor = add_participant(db, "みかん"), add_participant(db, "ケン", kind="mentor")
        assert [check_in(db, session, one, at=EVENING) for one in (child, mentor, mentor)] == [True, True, False]
        assert (year_figures(db, 2020).people, year_figures(db, 2020).presences) == (1, 1)
        assert set(presences_of(db, session)) == {child.id}
        assert [(duty.role, duty.checked_in_at) for duty in duties_of(db, session).values()] == [(Role.HELPED, EVENING)]
        note_duty(db, session, mentor, role="taught", minutes=45)
        set_presence(db, session, mentor, "present")  # changes nothing
        (figures,) = mentor_figures(db, 2020)
        assert (figures.taught, figures.helped, figures.minutes, figures.unknown) == (1, 0, 45, 0)
        for refused in (cancel_session, delete_session):
            with pytest.raises(AttendanceError):
                undo(db, session, child)
                refused(db, session)
        with pytest.raises(AttendanceError) as caught:
            set_presence(db, session, mentor, "present", lesson_progress="alone")
        assert caught.value.code == "helper-progress"
        assert (undo(db, session, mentor), undo(db, session, mentor)) == (True, False)
        assert mentor_figures(db, 2020) == []


def test_who_turns_out_to_be_a_mentor_is_one_from_a_day_on(place: str) -> None:
    with open_records(place) as records, records.writing() as db:
        days = [add_session(db, day, venue="koyama") for day in (date(2019, 6, 1), date(2020, 6, 13), date(2020, 7, 4))]
        person, other = add_participant(db, "ケン"), add_participant(db, "みかん")
        for session in days:
            set_presence(db, session, person, "late")
            set_presence(db, session, other, "present")
        (year,) = become(db, person, "mentor", since=date(2020, 4, 1))
        assert (year.people, year.people_after, year.presences, year.presences_after) == (2, 1, 4, 2)
        earlier = year_figures(db, 2019)
        assert (earlier.people, earlier.children, earlier.grown_ups) == (2, 2, 0)  # as it was reported
        assert mentor_totals(mentor_figures(db, 2020)).times == 2
        assert not check_in(db, days[0], person)  # there as a learner
        set_presence(db, days[0], person, "present", lesson_progress="alone")
        (back,) = become(db, person, "grown_up", since=date(2020, 7, 1))
        assert (back.people_after, back.presences_after) == (2, 3)
        assert (person.kind, person.learner_kind) == (Kind.GROWN_UP, None)
        with pytest.raises(AttendanceError) as caught:
            become(db, person, "staff", since=date(2019, 4, 1))
        assert caught.value.code == "mentor-progress"


def mentors(records: Records) -> None:
    """Two mentors and one of the staff in June 2020: taught twice and helped, helped at a session without times."""
    with records.writing() as db:
        known = add_session(db, DAY, venue="koyama", start="18:30", end="20:00")
        also = add_session(db, date(2020, 6, 27), venue="koyama", start="18:30", end="20:00")
        bare = add_session(db, date(2020, 6, 17), venue="uchinoura")
        july = add_session(db, date(2020, 7, 1), venue="uchinoura")
        ken, yui, staff = (
            add_participant(db, n, kind=k) for n, k in (("=ケン", "mentor"), ("ゆい", "mentor"), ("町", "staff"))
        )
        people.set_details(db, yui, full_name="肝付 ゆい")
        for session, mentor, role, minutes in (
            (known, ken, "taught", None), (also, ken, "taught", 120), (bare, ken, "helped", None),
            (known, yui, "helped", 60), (july, yui, "taught", None), (known, staff, "helped", None),
        ):  # fmt: skip
            note_duty(db, session, mentor, role=role, minutes=minutes)
        add_training(db, ken, day=date(2020, 5, 9), what="救命講習", minutes=180)
        add_training(db, yui, day=date(2020, 3, 31), what="前の年度", minutes=60)


def test_hours_training_and_payments(records: Records, tmp_path: Path) -> None:
    mentors(records)
    with records.writing() as db:
        year = mentor_figures(db, 2020)
        rows = [(one.taught, one.helped, one.minutes, one.unknown, one.training_minutes) for one in year]
        assert rows == [(2, 1, 210, 1, 180), (1, 1, 60, 1, 0), (0, 1, 90, 0, 0)]
        totals = mentor_totals(year)
        assert (totals.mentors, totals.times, totals.minutes, totals.trained) == (2, 5, 270, 1)
        with pytest.raises(AttendanceError) as caught:
            payments(db, 2020, 6)
        assert caught.value.code == "no-rate"
        set_rates(db, 2020, taught=5000, helped=3000)
        write_payments(db, tmp_path / "pay.csv", 2020, 6)
        write_payments(db, tmp_path / "pay.xlsx", 2020, 6)
    with (tmp_path / "pay.csv").open(encoding="utf-8-sig") as stream:
        lines = list(csv.reader(stream))[1:]
    assert lines == [
        ["1", "'=ケン", "2", "5000", "1", "3000", "210", "13000", ""],
        ["2", "肝付 ゆい", "0", "5000", "1", "3000", "60", "3000", ""],
        ["", "Total", "2", "", "2", "", "270", "16000", ""],
    ]
    cells = [[cell.value for cell in row] for row in load_workbook(tmp_path / "pay.xlsx").active.iter_rows(min_row=2)]
    assert [row[7] for row in cells] == [13000, 3000, 16000]  # numbers, which Excel can add up


def test_a_moved_session_takes_its_mentors_along_and_an_erased_one_still_counts(records: Records) -> None:
    mentors(records)
    with records.writing() as db:
        ken, yui = (people.the_participant(db, name) for name in ("=ケン", "ゆい"))
        (session,) = sessions_on(db, date(2020, 7, 1))
        change_session(db, session, day=date(2021, 4, 3))
        assert [one.taught for one in mentor_figures(db, 2021)] == [1]
        before = mentor_totals(mentor_figures(db, 2020))
        erasure.forget(db, [ken])
        assert mentor_totals(mentor_figures(db, 2020)) == before
        assert [(one.number, one.nickname) for one in mentor_figures(db, 2020)] == [(2, "ゆい"), (3, "町"), (None, "")]
        assert erasure.expired(db, today=date(2022, 4, 1)) == [people.the_participant(db, "町")]
        done = trainings_of_year(db, 2019)[0][0]
        remove_training(db, done.id)
        with pytest.raises(AttendanceError):
            remove_training(db, done.id)
        assert yui.number == 2


@pytest.mark.parametrize("word", ["メンター", "講師", "先生", "サポーター", "スタッフ", "職員", "mentor"])
def test_a_register_with_its_helpers(records: Records, tmp_path: Path, word: str) -> None:
    file = tmp_path / "register.csv"
    file.write_text(
        f"番号,ニックネーム,区分,2020-06-13,2020-06-20\n1,みかん,子ども,○,×\n2,ケン,{word},○,×\n3,父,大人,○,○\n"
    )
    import_file(records, file, venue="koyama")
    assert import_file(records, file, venue="koyama").outcome.changes == 0
    with records.reading() as db:
        assert (year_figures(db, 2020).people, year_figures(db, 2020).presences) == (2, 3)
        assert [one.helped for one in mentor_figures(db, 2020)] == [1]


def test_old_records_keep_their_figures_when_the_old_list_comes_again(records: Records, tmp_path: Path) -> None:
    with records.writing() as db:  # what the version before made of 講師
        session = add_session(db, DAY, venue="koyama")
        set_presence(db, session, add_participant(db, "ケン", kind="grown_up", number=2), "present")
        before = year_figures(db, 2020)
    file = tmp_path / "register.csv"
    file.write_text("番号,ニックネーム,区分,2020-06-13\n2,ケン,講師,○\n")
    plan = import_file(records, file, venue="koyama")
    assert (plan.outcome.changed_people, plan.outcome.new_presences, plan.outcome.changed_presences) == (1, 0, 0)
    with records.reading() as db:
        assert year_figures(db, 2020) == before
        assert db.query(Participant).one().kind is Kind.MENTOR
