"""Records to try things on: a SQLite file, and a PostgreSQL server of the tests' own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kimotsuki_ictclub.attendance.records import Records, open_records
from tests.attendance.postgresql import PostgresServer, find_binaries


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    with open_records(tmp_path / "club.sqlite") as opened:
        yield opened


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed")
    with PostgresServer(binaries) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of either kind, empty, by file name or URL."""
    if request.param == "sqlite":
        yield str(tmp_path / "club.sqlite")
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        with server.new_database() as url:
            yield url
