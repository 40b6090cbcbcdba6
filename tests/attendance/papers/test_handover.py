"""The page for the next person in charge, and a move to another PC that is seen to be whole."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from kimotsuki_ictclub import attendance, cli
from kimotsuki_ictclub.attendance import japan_time as clock
from kimotsuki_ictclub.attendance.models import Participant, Presence
from kimotsuki_ictclub.attendance.papers.handover import reminders
from kimotsuki_ictclub.attendance.people import set_details
from kimotsuki_ictclub.attendance.records import open_records
from kimotsuki_ictclub.attendance.sessions import cancel_session
from kimotsuki_ictclub.attendance.venues import find_venue, set_address


@pytest.fixture
def club(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2020, 7, 1, 12, tzinfo=clock.JAPAN))
    monkeypatch.setenv("ICTCLUB_BROWSER", "none-here")
    with open_records() as records, records.writing() as db:
        person = attendance.add_participant(db, "みかん")
        set_details(db, person, full_name="山田 花子")
        for year in (2018, 2019, 2020):
            session = attendance.add_session(db, date(year, 6, 1), venue="koyama", lesson="4")
            attendance.check_in(db, session, person)
        old = attendance.add_participant(db, "りんご")
        attendance.check_in(db, attendance.add_session(db, date(2018, 6, 8), venue="koyama"), old)


def test_the_page_says_what_is_open_and_names_nobody(club: None, tmp_path: Path, own_home: Path) -> None:
    page = tmp_path / "handover.html"
    assert cli.execute(["attendance", "handover", "-o", str(page)]) == 0
    html = page.read_text(encoding="utf-8")
    assert str(own_home / "attendance.sqlite") in html and "--check move.sqlite" in html
    assert '<th scope="row">FY2018</th><td>2</td><td>2</td><td>2</td>' in html
    assert not [name for name in ("みかん", "りんご", "山田", "花子") if name in html]
    assert "names of 1" not in html and "name of 1 person is over" in html  # りんご


def test_reminders_go_when_they_are_done(club: None, tmp_path: Path) -> None:
    today = date(2020, 7, 1)
    with open_records() as records, records.writing() as db:
        empty = attendance.add_session(db, date(2020, 6, 8), venue="koyama")
        assert [line for line in reminders(db, today) if str(empty.id) in line and "nobody was noted" in line]
        cancel_session(db, empty, "台風")
        set_address(db, find_venue(db, "koyama"), "肝付町")
    assert cli.execute(["attendance", "backup", str(tmp_path / "b.sqlite")]) == 0
    assert cli.execute(["attendance", "forget", "2", "--yes"]) == 0
    with open_records() as records, records.reading() as db:
        left = reminders(db, today)
    gone = ("nobody was noted", "No address", "backup", "forget")
    assert not [line for line in left if any(word in line for word in gone)]
    assert [line for line in left if "No open data of FY2019" in line and "--year 2019" in line]
    assert [line for line in left if "29 people" in line and "273" in line]
    (tmp_path / "b.sqlite").unlink()
    with open_records() as records, records.reading() as db:
        assert [line for line in reminders(db, today) if "last backup" in line]


def test_a_move_is_compared_table_by_table(club: None, tmp_path: Path, monkeypatch, capsys) -> None:
    backup = tmp_path / "move.sqlite"
    assert cli.execute(["attendance", "backup", str(backup)]) == 0
    monkeypatch.setenv("ICTCLUB_HOME", str(tmp_path / "new-pc"))
    assert cli.execute(["attendance", "handover", "--check", str(backup)]) == 1  # nothing is there yet
    assert cli.execute(["attendance", "restore", str(backup), "--yes"]) == 0
    capsys.readouterr()
    assert cli.execute(["attendance", "handover", "--check", str(backup), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    rows = {table["table"]: (table["here"], table["there"]) for table in answer["tables"]}
    assert answer["same"] and rows["participant"] == (2, 2) and rows["presence"] == (4, 4)
    with open_records() as records, records.writing() as db:
        db.execute(update(Presence).where(Presence.fiscal_year == 2020).values(state="late"))
        db.execute(update(Participant).where(Participant.number == 2).values(reading="りんご"))
    assert cli.execute(["attendance", "handover", "--check", str(backup), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert {table["table"] for table in answer["tables"] if not table["same"]} == {"participant", "presence"}
    backup.write_bytes(backup.read_bytes()[:-100])
    assert cli.execute(["attendance", "handover", "--check", str(backup)]) == 1
    assert "no backup, or it is damaged" in capsys.readouterr().err
