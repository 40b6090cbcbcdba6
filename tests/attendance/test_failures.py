"""Disks that are full or protected, files that are damaged, a server that does not answer."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from kimotsuki_ictclub.attendance import databases
from kimotsuki_ictclub.attendance.care import access_log
from kimotsuki_ictclub.attendance.records import Records, open_records
from kimotsuki_ictclub.cli import execute
from kimotsuki_ictclub.errors import AttendanceError
from tests.attendance.postgresql import PostgresServer

Captured = pytest.CaptureFixture[str]


def ictclub(*arguments: str) -> int:
    return execute(["attendance", *arguments])


@pytest.fixture
def home(own_home: Path, capsys: Captured) -> Path:
    """A club with one evening, and a backup of it."""
    assert ictclub("session", "--date", "2020-06-13", "--venue", "koyama", "--start", "18:30") == 0
    for nickname in ("みかん", "りんご"):
        assert ictclub("add", nickname) == 0
        assert ictclub("checkin", nickname, "--date", "2020-06-13") == 0
    assert ictclub("backup", str(own_home / "backup.sqlite")) == 0
    capsys.readouterr()
    return own_home


@pytest.mark.skipif(os.name != "posix", reason="Windows guards the user's folder by its own rights")
def test_lists_with_names_can_be_read_by_their_owner_only(home: Path, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        for name in ("out.xlsx", "out.csv"):
            assert ictclub("export", "-o", str(tmp_path / name), "--year", "R2") == 0
            assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    finally:
        os.umask(before)


def damage(file: Path, how: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = file.read_bytes()
    if how == "cut":
        file.write_bytes(content[: len(content) // 2])
    elif how == "overwritten":
        file.write_bytes(b"Dear town office, " * 1000)
    elif how == "another program":
        file.unlink()
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
            connection.execute("INSERT INTO alembic_version VALUES ('3f2a9c')")
    else:
        file.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))


@pytest.mark.parametrize("how", ["cut", "overwritten", "another program", "scrambled"])
def test_restore_moves_damaged_records_aside(home: Path, capsys: Captured, how: str) -> None:
    file = home / "attendance.sqlite"
    damage(file, how)
    broken = file.read_bytes()
    assert ictclub("progress", "--year", "R2") == 1
    assert "restore FILE" in capsys.readouterr().err  # its own advice
    assert ictclub("restore", str(home / "backup.sqlite"), "--yes", "--json") == 0
    kept = Path(json.loads(capsys.readouterr().out)["before"])
    assert kept.name.startswith("attendance-damaged-")
    assert kept.read_bytes()[100:] == broken[100:]  # SQLite may have noted in its header that it looked
    assert ictclub("progress", "--year", "R2", "--json") == 0
    assert json.loads(capsys.readouterr().out)["figures"]["people"] == 2


@pytest.mark.parametrize(
    ("versions", "code"),
    [(["9999"], "records-newer")]
    + [(versions, "records-foreign") for versions in (["3f2a9c"], [], ["0001", "0002"], ["-001"], ["0000"], [None])],
)  # fmt: skip
def test_a_version_that_is_not_ours_is_said(place: str, versions: list[str | None], code: str) -> None:
    with open_records(place) as records, records.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        for version in versions:
            connection.execute(text("INSERT INTO alembic_version VALUES (:version)"), {"version": version})
    with pytest.raises(AttendanceError) as caught:
        open_records(place)
    assert caught.value.code == code


def test_tables_of_another_program_are_left_alone(place: str) -> None:
    with open_records(place) as records, records.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    with pytest.raises(AttendanceError) as caught:
        open_records(place)
    assert caught.value.code == "records-foreign"


@pytest.fixture
def protected(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The club's folder as a disk that takes nothing: even root cannot write through this."""
    real = os.open

    def refuse(path: str | bytes | Path, flags: int, *more: int, **how: int) -> int:
        if str(home) in str(path) and flags & (os.O_RDWR | os.O_WRONLY):
            raise OSError(30, "Read-only file system", str(path))
        return real(path, flags, *more, **how)

    monkeypatch.setattr(os, "open", refuse)
    yield home


@pytest.mark.parametrize("command", ["progress", "list", "list sessions --year R2", "list --details", "log", "year R2"])
def test_what_only_reads_works_on_a_protected_disk(protected: Path, capsys: Captured, command: str) -> None:
    assert ictclub(*command.split(), "--json") == 0
    assert json.loads(capsys.readouterr().out)


def test_what_writes_says_that_it_cannot(protected: Path, capsys: Captured, tmp_path: Path) -> None:
    before = (protected / "attendance.sqlite").read_bytes()
    assert ictclub("add", "もも") == 1
    assert "write protection" in capsys.readouterr().err
    assert (protected / "attendance.sqlite").read_bytes() == before
    assert ictclub("export", "-o", str(tmp_path / "list.csv"), "--year", "R2") == 0  # to another disk
    assert "みかん" in (tmp_path / "list.csv").read_text("utf-8-sig")


def test_a_full_disk_keeps_no_list_from_being_read(home: Path) -> None:
    with open_records() as records:
        with records.engine.connect() as connection:
            pages = connection.execute(text("PRAGMA page_count")).scalar()
            connection.execute(text(f"PRAGMA max_page_count = {pages}"))
        fill_the_log(records)
        with records.noting() as db:
            assert db.scalar(text("SELECT count(*) FROM participant")) == 2
            access_log.note(db, "list", 2)  # does not fit any more
        with pytest.raises(AttendanceError), records.noting() as db:
            raise AttendanceError("records-unreachable", "what fails inside is said")


def fill_the_log(records: Records) -> None:
    line = text("INSERT INTO access (at, by, action, records) VALUES ('', '', '', 0)")
    for _ in range(10_000):
        try:
            with records.writing() as db:
                db.execute(line)
        except AttendanceError as error:
            assert "full" in error.message
            return
    raise AssertionError("the disk is never full")


def test_a_server_that_hangs_is_given_up(postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "ANSWER_SECONDS", 1)
    with postgres_server.new_database() as url, open_records(url) as records:
        with pytest.raises(AttendanceError) as caught, records.reading() as db:
            backend = db.scalar(text("SELECT pg_backend_pid()"))
            os.kill(backend, signal.SIGSTOP)  # its connection stays open, and nothing comes any more
            try:
                db.execute(text("SELECT 1"))
            finally:
                os.kill(backend, signal.SIGCONT)
        assert caught.value.code == "records-unreachable"
        assert "no answer within 1 s" in caught.value.message
        with records.reading() as db:  # with a new connection it goes on
            assert db.scalar(text("SELECT 1")) == 1


def test_a_server_that_takes_no_connection_is_given_up(
    postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases, "CONNECT_SECONDS", 2)  # the least that PostgreSQL's library takes
    with postgres_server.new_database() as url:
        server = int((postgres_server.folder / "data" / "postmaster.pid").read_text().splitlines()[0])
        os.kill(server, signal.SIGSTOP)
        try:
            with pytest.raises(AttendanceError) as caught:
                open_records(url)
        finally:
            os.kill(server, signal.SIGCONT)
        assert caught.value.code == "records-unreachable"
