"""A year of two venues goes through import, desk, report and open data, and the figures agree with a hand count."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

import pytest

from kimotsuki_ictclub import attendance
from kimotsuki_ictclub.attendance import Records
from kimotsuki_ictclub.attendance import japan_time as clock
from kimotsuki_ictclub.attendance.desk.actions import apply
from kimotsuki_ictclub.attendance.desk.state import desk_state
from kimotsuki_ictclub.attendance.open_data.event_list import Publisher
from kimotsuki_ictclub.attendance.open_data.publishing import write_open_data
from kimotsuki_ictclub.attendance.report import CouncilReport
from tests.attendance.desk.test_actions import action
from tests.attendance.synthetic_year import SyntheticYear, Visit

EVENING = datetime(2021, 3, 20, 18, 30, tzinfo=clock.JAPAN)


def test_a_year(club: Records, year: SyntheticYear, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: EVENING)
    monkeypatch.setattr(clock, "today", EVENING.date)

    # The last evening of the year is checked in at the desk: ten who are known, and two newcomers.
    with club.writing() as db:
        session = attendance.add_session(db, EVENING.date(), venue="koyama", start="18:30").id
    with club.reading() as db:
        people = {person["number"]: person["key"] for person in desk_state(db, session)["people"]}
    touches = [action("check-in", session, person=people[number]) for number in range(1, 11)]
    touches += [
        action("new", session, person=f"{number:08}-0000-4000-8000-000000000000", nickname="しんじん", reading="")
        for number in (37, 38)
    ]
    assert apply(club, {"actions": touches}) == {"refused": {}}
    year.visits += [Visit(EVENING.date(), "高山", number, "出席") for number in (*range(1, 11), 37, 38)]

    came, presences = len(year.people_who_came()), len(year.came())
    with club.reading() as db:
        assert desk_state(db, session)["year"]["people"] == came
    figures = CouncilReport(2020, today=date(2021, 4, 1)).facts.year
    assert (figures.people, figures.presences, figures.sessions) == (came, presences, 41)
    assert {venue.name: (venue.people, venue.presences) for venue in figures.venues} == {
        venue: (len(year.people_who_came(venue)), len(year.came(venue))) for venue in ("高山", "内之浦")
    }
    with club.writing() as db:
        written = write_open_data(db, tmp_path / "open", 2020, Publisher(contact="役場"), today=date(2021, 4, 1))
    cells = [
        cell
        for file in written.files
        if file.suffix == ".csv"
        for row in csv.reader(file.read_text(encoding="utf-8-sig").splitlines())
        for cell in row
    ]
    assert str(came) in cells and str(presences) in cells
