"""Two devices at once, a killed process, a server that crashes: nothing that was confirmed is lost."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from kimotsuki_ictclub.attendance import add_participant, add_session
from kimotsuki_ictclub.attendance.people import everybody
from kimotsuki_ictclub.attendance.presence import presences_of
from kimotsuki_ictclub.attendance.records import open_records
from kimotsuki_ictclub.attendance.sessions import session_by_id
from tests.attendance.postgresql import PostgresServer

ROOT = Path(__file__).parents[2]
PEOPLE = 400  # more than a process checks in before it is killed


def prepare(place: str, people: int = PEOPLE) -> int:
    with open_records(place) as records, records.writing() as db:
        session = add_session(db, date(2020, 6, 13), venue="koyama", start="18:30")
        for number in range(1, people + 1):
            add_participant(db, f"なかま{number}", number=number)
        return session.id


def start(place: str, session: int, first: int, last: int) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.attendance.checking_in", place, str(session), str(first), str(last)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def confirmed(process: subprocess.Popen[str], count: int | None = None) -> set[int]:
    """Read `count` confirmations, or all until the process ends."""
    assert process.stdout is not None
    lines = (process.stdout.readline() for _ in range(count)) if count else iter(process.stdout.readline, "")
    return {int(line) for line in lines if line.endswith("\n")}


def recorded(place: str, session_id: int) -> set[int]:
    with open_records(place) as records, records.reading() as db:
        numbers = {person.id: person.number for person in everybody(db)}
        return {numbers[one] or 0 for one in presences_of(db, session_by_id(db, session_id))}


def test_a_killed_process_loses_nothing_confirmed(place: str) -> None:
    session = prepare(place)
    process = start(place, session, 1, PEOPLE)
    go(process)
    said = confirmed(process, 25)
    process.kill()  # SIGKILL: no clean-up, in the middle of whatever it does
    said |= confirmed(process)
    process.wait()
    there = recorded(place, session)
    assert 25 <= len(said) < PEOPLE
    assert said <= there
    assert len(there - said) <= 1  # kept, but not said any more
    if "://" not in place:
        with open_records(place) as records, records.reading() as db:
            assert db.scalar(text("PRAGMA integrity_check")) == "ok"


def test_two_devices_at_once_lose_nothing(place: str) -> None:
    session = prepare(place, 60)
    processes = [start(place, session, 1, 40), start(place, session, 21, 60)]
    for process in processes:
        go(process)
    said = set().union(*(confirmed(process) for process in processes))
    assert [process.wait() for process in processes] == [0, 0]
    assert said == recorded(place, session) == set(range(1, 61))


def test_a_crashed_server_loses_nothing_confirmed(postgres_server: PostgresServer) -> None:
    with postgres_server.new_database() as url:
        session = prepare(url)
        process = start(url, session, 1, PEOPLE)
        go(process)
        said = confirmed(process, 25)
        postgres_server.stop("immediate")
        try:
            said |= confirmed(process)
            assert process.wait() != 0
        finally:
            postgres_server.start()
        assert len(said) < PEOPLE
        assert said <= recorded(url, session)


@pytest.mark.parametrize("setting", ["fsync", "synchronous_commit"])
def test_postgresql_confirms_only_what_is_on_the_disk(postgres_server: PostgresServer, setting: str) -> None:
    with postgres_server.new_database() as url, open_records(url) as records, records.reading() as db:
        assert db.scalar(text(f"SHOW {setting}")) == "on"
