from __future__ import annotations

import os
import sqlite3
import stat
from pathlib import Path

import pytest
from sqlalchemy import text

from kimotsuki_ictclub.attendance import add_participant, add_session, records, work_tables
from kimotsuki_ictclub.attendance.models import Base
from kimotsuki_ictclub.attendance.venues import all_venues
from kimotsuki_ictclub.errors import AttendanceError


def test_the_steps_lead_to_the_models(place: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    assert work_tables.TABLE_NAMES  # they are models too, once they are imported

    with records.open_records(place) as opened, opened.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_the_newest_step_is_the_one_the_program_wants() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(records.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == records.SCHEMA


def test_both_venues_are_there_from_the_beginning(place: str) -> None:
    with records.open_records(place) as opened, opened.reading() as db:
        assert [(venue.key, venue.name) for venue in all_venues(db)] == [("koyama", "高山"), ("uchinoura", "内之浦")]


@pytest.mark.skipif(os.name != "posix", reason="Windows guards the user's folder by its own rights")
def test_only_the_owner_can_read_the_file(tmp_path: Path) -> None:
    file = tmp_path / "club.sqlite"
    file.touch(0o644)
    before = os.umask(0)
    try:
        with records.open_records(file) as opened, opened.writing() as db:
            add_participant(db, "みかん")
            files = list(tmp_path.glob("club.sqlite*"))
            assert len(files) == 3  # the write-ahead log and its index hold names too
            assert {stat.S_IMODE(one.stat().st_mode) for one in files} == {0o600}
    finally:
        os.umask(before)


def test_what_is_confirmed_is_on_the_disk(tmp_path: Path) -> None:
    with records.open_records(tmp_path / "club.sqlite") as opened, opened.reading() as db:
        assert db.scalar(text("PRAGMA journal_mode")) == "wal"
        assert db.scalar(text("PRAGMA synchronous")) == 2  # FULL
        assert db.scalar(text("PRAGMA foreign_keys")) == 1


def test_a_failed_transaction_leaves_nothing(place: str) -> None:
    with records.open_records(place) as opened:
        with pytest.raises(RuntimeError), opened.writing() as db:
            add_participant(db, "みかん")
            raise RuntimeError
        with opened.reading() as db:
            assert db.scalar(text("SELECT count(*) FROM participant")) == 0


def test_without_a_place_it_is_the_users_own_folder(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with records.open_records() as opened:
        assert opened.place == str(own_home / "attendance.sqlite")
    monkeypatch.setenv("ICTCLUB_DATABASE_URL", f"sqlite:///{own_home}/other.sqlite")
    with records.open_records() as opened:
        assert opened.place == f"{own_home}/other.sqlite"


def test_records_of_a_newer_program_are_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "club.sqlite"
    records.open_records(file).close()
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(AttendanceError) as caught:
        records.open_records(file)
    assert caught.value.code == "records-newer"


def test_another_file_is_not_taken_for_records(tmp_path: Path) -> None:
    file = tmp_path / "letter.sqlite"
    file.write_bytes(b"Dear town office, " * 100)
    with pytest.raises(AttendanceError) as caught:
        records.open_records(file)
    assert caught.value.code == "records-damaged"
    assert file.read_bytes() == b"Dear town office, " * 100


@pytest.mark.parametrize("url", ["mysql://me:hush@host/x", "nonsense://"])
def test_a_wrong_url_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(AttendanceError) as caught:
        records.open_records(url)
    assert caught.value.code == "bad-database-url"
    assert "hush" not in str(caught.value)


def test_an_unreachable_database_is_said_without_its_password() -> None:
    with pytest.raises(AttendanceError) as caught:
        records.open_records("postgresql://me:hush@127.0.0.1:1/club")
    assert caught.value.code == "records-unreachable"
    assert "hush" not in str(caught.value)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(AttendanceError) as caught:
        records.open_records(tmp_path / "file" / "club.sqlite")
    assert caught.value.code == "records-unreachable"


def test_a_full_disk_loses_nothing_that_was_there(tmp_path: Path) -> None:
    opened = records.open_records(tmp_path / "club.sqlite")
    with opened.writing() as db:
        add_participant(db, "みかん")
        pages = db.scalar(text("PRAGMA page_count"))
    with opened.engine.connect() as connection:
        connection.execute(text(f"PRAGMA max_page_count = {pages + 2}"))
    with pytest.raises(AttendanceError) as caught, opened.writing() as db:
        for number in range(2000):
            add_participant(db, f"なかま{number}")
    assert caught.value.code == "records-unreachable"
    assert "the disk is full" in caught.value.message
    with opened.reading() as db:
        assert db.scalar(text("SELECT count(*) FROM participant")) == 1
    opened.close()


def test_a_readers_view_does_not_move(records_with_session: records.Records) -> None:
    with records_with_session.reading() as reader:
        assert reader.scalar(text("SELECT count(*) FROM participant")) == 0
        with records_with_session.writing() as writer:
            add_participant(writer, "みかん")
        assert reader.scalar(text("SELECT count(*) FROM participant")) == 0


@pytest.fixture
def records_with_session(place: str):
    from datetime import date

    with records.open_records(place) as opened:
        with opened.writing() as db:
            add_session(db, date(2020, 6, 13), venue="koyama", start="18:30")
        yield opened
