"""Records and backups of earlier versions are taken on as they are."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, text

from kimotsuki_ictclub.attendance import people, year_figures
from kimotsuki_ictclub.attendance.care.backup import restore, verify
from kimotsuki_ictclub.attendance.models import Session
from kimotsuki_ictclub.attendance.records import SCHEMA, open_records
from kimotsuki_ictclub.attendance.sessions import sessions_of_year
from kimotsuki_ictclub.errors import AttendanceError

FIRST_TABLES = Path(__file__).parents[1] / "fixtures" / "attendance" / "backup-0001.sql"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A sealed backup of the first tables: three people, one of them erased, two sessions."""
    file = tmp_path / "old.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(FIRST_TABLES.read_text(encoding="utf-8"))
    return file


def test_old_records_are_brought_up_to_date(old: Path) -> None:
    with open_records(old) as records, records.reading() as db:
        assert db.scalar(text("SELECT version_num FROM alembic_version")) == SCHEMA
        figures = year_figures(db, 2020, today=date(2021, 4, 1))
        assert (figures.people, figures.presences, figures.sessions) == (3, 4, 2)
        assert [person.nickname for person in people.everybody(db)] == ["みかん", "りんご"]
        assert [(one.date.day, one.lesson, one.cancelled) for one in sessions_of_year(db, 2020)] == [
            (13, "1", False), (20, "", False),
        ]  # fmt: skip
        assert all(db.scalars(select(Session.key)))


def test_an_old_backup_is_verified_and_restored(place: str, old: Path, tmp_path: Path) -> None:
    untouched = old.read_bytes()
    verify(old)
    with open_records(place) as records:
        restore(records, old, tmp_path / "before.sqlite")
        with records.reading() as db:
            assert year_figures(db, 2020, today=date(2021, 4, 1)).presences == 4
            assert people.is_erased(db, 3)
    assert old.read_bytes() == untouched


def test_a_session_has_the_same_key_in_every_old_copy(old: Path, tmp_path: Path) -> None:
    keys = []
    for name in ("one.sqlite", "two.sqlite"):
        (tmp_path / name).write_bytes(old.read_bytes())
        with open_records(tmp_path / name) as records, records.reading() as db:
            keys.append([session.key for session in sessions_of_year(db, 2020)])
    assert keys[0] == keys[1]


def test_a_changed_old_backup_is_noticed(old: Path) -> None:
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.execute("UPDATE presence SET state = 'absent'")
    with pytest.raises(AttendanceError) as caught:
        verify(old)
    assert caught.value.code == "backup-damaged"
