"""Two venues on one PostgreSQL with the roles of deploy/postgresql: each can do its work, and nothing else."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from kimotsuki_ictclub.attendance.records import URL_VARIABLE, open_records
from kimotsuki_ictclub.cli import execute
from kimotsuki_ictclub.errors import AttendanceError
from kimotsuki_ictclub.work import Kind, Works

from .postgresql import PostgresServer

DEPLOY = Path(__file__).parents[2] / "deploy" / "postgresql"
pytestmark = pytest.mark.skipif(not DEPLOY.is_dir(), reason="an installed copy has no deploy folder")


def run_sql(url: str, name: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute((DEPLOY / name).read_text("utf-8").encode())


def test_desk_works_and_report_with_least_rights(
    postgres_server: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with postgres_server.new_database() as url:
        roles = {role: url.replace("//club@", f"//ictclub_{role}@") for role in ("owner", "desk", "report")}

        def run(role: str, *arguments: str) -> int:
            monkeypatch.setenv(URL_VARIABLE, roles[role])
            return execute(list(arguments))

        for _twice in range(2):  # it may be run again
            run_sql(url, "roles.sql")
        assert run("desk", "attendance", "progress") == 1  # nobody but the owner makes tables
        assert "ictclub attendance migrate" in capsys.readouterr().err
        assert run("owner", "attendance", "migrate") == 0
        run_sql(roles["owner"], "rights.sql")

        # The desk of either venue, and the page.
        assert run("desk", "attendance", "session", "--date", "2026-06-13", "--venue", "koyama") == 0
        assert run("desk", "attendance", "session", "--date", "2026-06-14", "--venue", "uchinoura") == 0
        assert run("desk", "attendance", "add", "みかん", "--contact", "0994-00-0000") == 0
        for day in ("2026-06-13", "2026-06-14"):
            assert run("desk", "attendance", "checkin", "みかん", "--date", day) == 0
        with open_records(roles["desk"]) as records:
            works = Works(records)
            work = works.open_work(works.let_in("みかん", ("dog", "car", "sun")), 4, "starter")
            works.keep(work, "display.show(1)", work.version, Kind.RUN)
        assert run("desk", "attendance", "backup", str(tmp_path / "both.sqlite")) == 0
        assert not may(roles["desk"], "DROP TABLE presence") and not may(roles["desk"], "CREATE TABLE mine (a int)")

        # The report: it reads, notes that it did, and nothing else.
        assert run("report", "attendance", "report", "--year", "R8", "-o", str(tmp_path / "r8.docx")) == 0
        capsys.readouterr()
        assert run("report", "attendance", "list", "sessions", "--json") == 0
        assert "2026-06-14" in capsys.readouterr().out
        assert run("report", "attendance", "add", "りんご") == 1
        for statement in ("DELETE FROM access", "UPDATE session SET lesson = ''", "SELECT * FROM health_note",
                          "SELECT text FROM work", "SELECT code_hash FROM work_owner"):  # fmt: skip
            assert not may(roles["report"], statement), statement

        # What is lost comes back: the owner restores, and the desk goes on.
        with open_records(roles["desk"]) as records:
            works = Works(records)
            works.forget(works.find("みかん"))
        assert run("desk", "attendance", "add", "さくら") == 0
        assert run("owner", "attendance", "restore", str(tmp_path / "both.sqlite"), "--yes") == 0
        capsys.readouterr()
        assert run("desk", "attendance", "add", "もも", "--json") == 0
        assert '"number": 2' in capsys.readouterr().out  # さくら came after the backup


def may(url: str, statement: str) -> bool:
    """Return whether PostgreSQL lets this role do it; nothing stays done."""
    with psycopg.connect(url) as connection:
        try:
            connection.execute(statement.encode())
        except psycopg.errors.InsufficientPrivilege:
            return False
        finally:
            connection.rollback()
    return True


def test_another_refusal_of_the_server_is_told_as_it_is(postgres_server: PostgresServer) -> None:
    with postgres_server.new_database() as url, pytest.raises(AttendanceError) as wrong:
        open_records(url.rpartition("/")[0] + "/nowhere")
    assert wrong.value.code == "records-unreachable"
