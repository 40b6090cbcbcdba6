from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kimotsuki_ictclub.attendance import add_participant, add_session, check_in, people, session_figures, year_figures
from kimotsuki_ictclub.attendance.care import erasure
from kimotsuki_ictclub.attendance.exchange.importing import plan_import
from kimotsuki_ictclub.attendance.models import Participant, Presence
from kimotsuki_ictclub.attendance.records import Records, open_records
from kimotsuki_ictclub.attendance.years import set_keep_names_until
from kimotsuki_ictclub.errors import AttendanceError


def club(records: Records) -> None:
    with records.writing() as db:
        session = add_session(db, date(2020, 6, 13), venue="koyama", start="18:30")
        for nickname in ("ぴったりみかん", "りんご", "もも"):
            person = add_participant(db, nickname)
            people.set_details(db, person, full_name=f"本名{nickname}", guardian_contact="0994-65-2511")
            check_in(db, session, person)


def forget(records: Records, number: int) -> None:
    with records.writing() as db:
        person = people.find_number(db, number)
        assert person is not None
        erasure.forget(db, [person])
    erasure.scrub(records)


def figures(records: Records) -> tuple[object, ...]:
    with records.reading() as db:
        sessions = [(one.people, one.late, one.first_time) for one in session_figures(db, 2020)]
        return year_figures(db, 2020), sessions


def test_the_figures_stay_as_they_are(place: str) -> None:
    with open_records(place) as records:
        club(records)
        before = figures(records)
        forget(records, 1)
        assert figures(records) == before
        with records.reading() as db:
            assert [person.number for person in people.everybody(db)] == [2, 3]


def test_no_trace_is_left_in_any_file(tmp_path: Path) -> None:
    with open_records(tmp_path / "club.sqlite") as records:
        club(records)
        held = b"".join(file.read_bytes() for file in tmp_path.iterdir())
        assert "ぴったりみかん".encode() in held  # the test would see it
        forget(records, 1)
        held = b"".join(file.read_bytes() for file in tmp_path.iterdir())
        assert "ぴったりみかん".encode() not in held
        assert "りんご".encode() in held


def test_nothing_leads_from_the_number_to_the_presences(records: Records) -> None:
    club(records)
    with records.reading() as db:
        person = people.find_number(db, 1)
        assert person is not None
        old_id, old_key = person.id, person.key
    forget(records, 1)
    with records.reading() as db:
        left = [row for row in db.query(Participant) if row.number is None]
        assert len(left) == 1
        assert (left[0].nickname, left[0].reading, left[0].details) == (None, "", None)
        assert left[0].id != old_id
        assert left[0].key != old_key
        assert [row.checked_in_at for row in db.query(Presence) if row.participant_id == left[0].id] == [None]


def test_an_erased_number_comes_back_neither_by_hand_nor_by_import(records: Records, tmp_path: Path) -> None:
    club(records)
    forget(records, 3)
    with records.writing() as db:
        assert people.add_participant(db, "かき").number == 4
        with pytest.raises(AttendanceError) as caught:
            people.add_participant(db, "もも", number=3)
        assert caught.value.code == "number-erased"
    file = tmp_path / "old.csv"
    file.write_text("日付,会場,番号,ニックネーム,出欠\n2020-06-13,高山,3,もも,○\n")
    assert [problem.error.code for problem in plan_import(records, file).problems] == ["number-erased"]


def test_names_are_due_when_their_retention_is_over(records: Records) -> None:
    club(records)
    with records.writing() as db:
        assert erasure.expired(db, today=date(2022, 3, 31)) == []
        assert len(erasure.expired(db, today=date(2022, 4, 1))) == 3
        # Who came back is kept with the later year.
        again = add_session(db, date(2021, 6, 12), venue="koyama")
        person = people.find_number(db, 2)
        assert person is not None
        check_in(db, again, person)
        assert [one.number for one in erasure.expired(db, today=date(2022, 4, 1))] == [1, 3]
        set_keep_names_until(db, 2020, date(2025, 3, 31))
        assert erasure.expired(db, today=date(2022, 4, 1)) == []
        with pytest.raises(AttendanceError) as caught:
            set_keep_names_until(db, 2020, date(2021, 3, 30))
        assert caught.value.code == "retention-early"
