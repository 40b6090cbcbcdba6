from __future__ import annotations

import json
from datetime import date

import pytest

from kimotsuki_ictclub.attendance import people
from kimotsuki_ictclub.attendance.figures.counting import year_figures
from kimotsuki_ictclub.attendance.merging import merge_people
from kimotsuki_ictclub.attendance.models import State
from kimotsuki_ictclub.attendance.presence import presences_of, set_presence
from kimotsuki_ictclub.attendance.records import open_records
from kimotsuki_ictclub.attendance.sessions import add_session
from kimotsuki_ictclub.cli import execute
from kimotsuki_ictclub.errors import AttendanceError


def test_a_person_who_was_typed_twice_becomes_one(place: str) -> None:
    with open_records(place) as records, records.writing() as db:
        sessions = [add_session(db, date(2020, 6, day), venue="koyama") for day in (6, 13, 20)]
        stays, goes, other = (people.add_participant(db, name) for name in ("みかん", "ミカン", "りんご"))
        people.set_details(db, stays, school_year="小5")
        people.set_details(db, goes, school_year="小4", full_name="肝付 花")
        set_presence(db, sessions[0], stays, "absent")
        set_presence(db, sessions[0], goes, "late", lesson_progress="with_help")
        set_presence(db, sessions[1], stays, "present", lesson_progress="alone")
        set_presence(db, sessions[1], goes, "present", lesson_progress="not_yet")
        set_presence(db, sessions[2], goes, "present")
        set_presence(db, sessions[2], other, "present")
        years = merge_people(db, stays, goes)
        assert [(year.people, year.people_after, year.presences, year.presences_after) for year in years] == [
            (3, 2, 5, 4),
        ]  # fmt: skip
        noted = [presences_of(db, session)[stays.id] for session in sessions]
        assert [(one.state, one.lesson_progress) for one in noted] == [
            (State.LATE, "with_help"), (State.PRESENT, "alone"), (State.PRESENT, None),
        ]  # fmt: skip
        assert [person.nickname for person in people.everybody(db)] == ["みかん", "りんご"]
        assert stays.details is not None
        assert (stays.details.school_year, stays.details.full_name) == ("小5", "肝付 花")
        assert year_figures(db, 2020).presences == 4
        with pytest.raises(AttendanceError) as caught:
            merge_people(db, stays, stays)
        assert caught.value.code == "same-person"


def test_merging_by_command_shows_asks_and_is_logged(capsys: pytest.CaptureFixture[str]) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        return execute(["attendance", *arguments]), capsys.readouterr().out

    run("session", "--date", "R2.6.13", "--venue", "koyama")
    for name in ("みかん", "ミカン"):
        run("add", name)
        run("checkin", name, "--date", "R2.6.13", "--state", "present")
    code, shown = run("merge", "1", "2")
    assert (code, "people 2 → 1, presences 2 → 1" in shown) == (1, True)
    assert len(json.loads(run("list", "--json")[1])) == 2
    code, shown = run("merge", "1", "2", "--yes", "--json")
    assert (code, json.loads(shown)["goes"]) == (0, "2 ミカン")
    assert json.loads(run("log", "--json")[1])[0]["action"] == "merge"
    assert [one["nickname"] for one in json.loads(run("list", "--json")[1])] == ["みかん"]
