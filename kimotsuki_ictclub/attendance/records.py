"""Opening the club's records: SQLite in the user's data folder, or PostgreSQL where towns share one."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.orm import Session as Transaction

from ..errors import AttendanceError, system_words
from ..folders import data_folder
from ..language import N_
from .databases import MIGRATING, give_up_on_silence

URL_VARIABLE = "ICTCLUB_DATABASE_URL"
FILE_NAME = "attendance.sqlite"
SCHEMA = "0006"  # the newest step in migrations/versions
_NOT_ALLOWED = "42501"  # PostgreSQL: insufficient_privilege
_FILE_TROUBLE = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_BUSY: errno.EBUSY,
}
_WAIT_SECONDS = 30  # how long a writer waits for another; a check-in takes milliseconds


class Records:
    """The club's records, open. `reading()`, `noting()` and `writing()` give a transaction each."""

    def __init__(self, engine: Engine, *, read_only_place: Path | None = None) -> None:
        """`read_only_place` is the file where `engine` reads a place that takes nothing, or a copy of it."""
        self.engine = engine
        self.read_only_place = read_only_place

    @property
    def place(self) -> str:
        """Where the records are, without a password."""
        url = self.engine.url
        if self.read_only_place is not None:
            return str(self.read_only_place)
        return str(url.database) if self.is_file else url.render_as_string(hide_password=True)

    @property
    def is_file(self) -> bool:
        """Whether the records are a SQLite file on this PC."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """A transaction that sees one state of the records from beginning to end."""
        with self._transaction(writes=False) as db:
            yield db

    @contextmanager
    def noting(self) -> Iterator[Transaction]:
        """A reading transaction with its line in the access log; where the disk takes none, it reads all the same."""
        if self.read_only_place is not None:
            with self.reading() as db:
                yield db
            return
        done = False
        try:
            with self.writing() as db:
                yield db
                done = True
        except AttendanceError as error:
            if not (done and self.is_file and error.code == "records-unreachable"):
                raise  # all but a line that did not fit on the disk

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """A transaction that is kept whole when the block ends well, and not at all otherwise.

        After the block it is on the disk: power may fail from then on.

        Raises: AttendanceError `records-read-only`.
        """
        if self.read_only_place is not None:
            raise AttendanceError(
                "records-read-only", N_("Nothing can be written to %(place)s."),
                N_("Reading goes on. Free some space, or take away the write protection, and do it again."),
                place=self.place,
            )  # fmt: skip
        with self._transaction(writes=True) as db:
            yield db

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Transaction]:
        try:
            with self.engine.connect() as connection:
                connection.execution_options(writes=writes)
                if not self.is_file and not writes:
                    connection.execution_options(isolation_level="REPEATABLE READ")
                with Transaction(connection, expire_on_commit=False, info={"writes": writes}) as db:
                    yield db
                    if writes:
                        db.commit()
        except DBAPIError as error:
            raise _failure(error, self.place) from error

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def __enter__(self) -> Records:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def open_records(place: str | Path | None = None, *, migrate: bool = True) -> Records:
    """Open the records at `place`, a file or a database URL, and bring the tables up to date.

    Without `place`: ICTCLUB_DATABASE_URL, or else the file in the user's data folder. Without `migrate` the tables
    stay as they are, for looking into an old backup.

    Raises: AttendanceError `records-unreachable`, `records-newer`, `records-damaged` or `bad-database-url`.
    """
    url = database_url(place)
    file = Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None
    try:
        if file is not None:
            _create_private(file)
        return Records(_opened(url, migrate=migrate))
    except DBAPIError as error:
        failure = _failure(error, str(file) if file else url.render_as_string(hide_password=True))
        if file is not None and failure.code == "records-unreachable" and (records := _read_only(file)):
            return records
        raise failure from error
    except OSError as error:
        if file is not None and (records := _read_only(file)):
            return records
        raise AttendanceError(
            "records-unreachable", N_("The records at %(place)s cannot be opened: %(reason)s"),
            N_("Check that the folder exists and that you may write in it."),
            place=file, reason=system_words(error),
        ) from error  # fmt: skip


def _opened(url: URL, *, migrate: bool = True) -> Engine:
    engine = _engine(url)
    try:
        _bring_up_to_date(engine, migrate=migrate)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _read_only(file: Path) -> Records | None:
    """Open `file` where nothing can be written: its disk is full, or it is protected. None where that fails too."""
    import shutil
    import tempfile

    try:
        if not file.stat().st_size:
            return None
        # SQLite needs to write beside a file to read it, so that it is read from a copy that goes with the process.
        folder = tempfile.TemporaryDirectory(prefix="ictclub-", ignore_cleanup_errors=True)
        copy = Path(folder.name) / file.name
        for end in ("", "-wal"):
            if Path(f"{file}{end}").exists():
                shutil.copyfile(f"{file}{end}", f"{copy}{end}")
        engine = _opened(URL.create("sqlite", database=str(copy)))
    except (OSError, DBAPIError):
        return None
    event.listen(engine, "engine_disposed", lambda engine: folder.cleanup())
    return Records(engine, read_only_place=file)


def database_url(place: str | Path | None = None) -> URL:
    """Return where `place`, or without one the user's records, are. Raises: AttendanceError `bad-database-url`."""
    if place is None:
        place = os.environ.get(URL_VARIABLE) or data_folder() / FILE_NAME
    if isinstance(place, Path) or "://" not in place:
        return URL.create("sqlite", database=str(place))
    try:
        url = make_url(place)
        if url.get_backend_name() in ("postgresql", "postgres"):
            return url.set(drivername="postgresql+psycopg")
        if url.get_backend_name() == "sqlite":
            return url
    except (ArgumentError, NoSuchModuleError, ValueError):
        pass  # said below; the URL itself may hold a password and is not repeated
    raise AttendanceError(
        "bad-database-url",
        N_("The database URL is neither PostgreSQL nor SQLite."),
        N_("Write it as postgresql://user:password@host/database."),
    )


def _create_private(file: Path) -> None:
    """Make the file readable by its owner only, before anything is in it; SQLite's side files follow it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    if os.name == "posix" and file.stat().st_mode & 0o077:
        file.chmod(0o600)


def _engine(url: URL) -> Engine:
    """Make the engine; `hide_parameters` keeps names out of every message and traceback."""
    if url.get_backend_name() != "sqlite":
        try:
            engine = create_engine(url, pool_pre_ping=True, hide_parameters=True)
            give_up_on_silence(engine)
            return engine
        except ModuleNotFoundError as error:
            raise AttendanceError(
                "postgresql-missing", N_("PostgreSQL's Python driver is not installed."),
                N_("Install it: py -m pip install kimotsuki-ictclub[postgresql]"),
            ) from error  # fmt: skip
    connect = {"isolation_level": None, "timeout": _WAIT_SECONDS}
    engine = create_engine(url, connect_args=connect, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, record: Any) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer takes its lock at once: two that read first and write later could not both go on.
        writes = connection.get_execution_options().get("writes", True)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _bring_up_to_date(engine: Engine, *, migrate: bool) -> None:
    """Bring the tables to `SCHEMA`; Alembic is loaded only when there is something to do."""
    with engine.connect() as connection:
        connection.execution_options(writes=False)
        version = _version(connection)
        if version == SCHEMA:
            return
        _check_own(connection, version)
        if not migrate:
            return
    try:
        _migrate(engine)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", "") != _NOT_ALLOWED:
            raise
        raise AttendanceError(
            "records-not-migrated",
            N_("The tables of the records are not up to date, and this account may not change them."),
            N_("The owner of the database brings them up to date: ictclub attendance migrate"),
        ) from error  # fmt: skip


def _migrate(engine: Engine) -> None:
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATING})
        from alembic import command
        from alembic.config import Config

        config = Config()
        steps = str(Path(__file__).parent / "migrations")
        config.set_main_option("script_location", steps.replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _version(connection: Connection) -> str | None:
    """Return the version of the tables: "0001" …, None for a new database, "" where it is not one of ours."""
    tables = inspect(connection)
    if not tables.has_table("alembic_version"):
        return "" if tables.has_table("session") or (_is_sqlite(connection) and tables.get_table_names()) else None
    if [column["name"] for column in tables.get_columns("alembic_version")] != ["version_num"]:
        return ""
    versions = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    return str(versions[0]) if len(versions) == 1 else ""


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _check_own(connection: Connection, version: str | None) -> None:
    if version is None or (
        version.isdecimal() and len(version) == len(SCHEMA) and "0" * len(SCHEMA) < version < SCHEMA
    ):
        return
    if version.isdecimal() and len(version) == len(SCHEMA) and version > SCHEMA:
        raise AttendanceError(
            "records-newer", N_("The records were written by a newer version of this program."),
            N_("Install the newest version: py -m pip install --upgrade kimotsuki-ictclub"),
        )  # fmt: skip
    raise AttendanceError(
        "records-foreign", N_("The database holds no attendance records, but tables of another program."),
        N_("Nothing was changed. Name another database, or restore a backup: ictclub attendance restore FILE"),
    )  # fmt: skip


def _failure(error: DBAPIError, place: str) -> AttendanceError:
    damaged = ("not a database", "malformed")
    if isinstance(error.orig, sqlite3.DatabaseError) and any(words in str(error.orig) for words in damaged):
        return AttendanceError(
            "records-damaged", N_("%(place)s is not a file of attendance records, or it is damaged."),
            N_("Restore the newest backup: ictclub attendance restore FILE"), place=place,
        )  # fmt: skip
    return AttendanceError(
        "records-unreachable", N_("The records at %(place)s cannot be read or written: %(reason)s"),
        N_("Nothing was changed. Check the disk, the network and the database, then try again."),
        place=place, reason=_reason(error.orig),
    )  # fmt: skip


def _reason(original: object) -> str:
    """Return what the database said in the reader's language where it is about the file, else its own first line."""
    number = _FILE_TROUBLE.get(getattr(original, "sqlite_errorcode", 0) & 0xFF)  # the rest of the code is a detail
    words = str(original).strip()
    if number is not None:
        return system_words(OSError(number, words))
    return words.splitlines()[0] if words else "?"
