"""Tables for new records, made by the migrations once in a process: each of a thousand tests would wait for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event, text

from kimotsuki_ictclub.attendance import records
from kimotsuki_ictclub.attendance.databases import MIGRATING

_ELSE = ("BEGIN", "SELECT", "PRAGMA", "SHOW")  # what puts nothing into the tables

Statements = list[tuple[bool, str, Any]]  # whether for several rows, SQL, parameters


def remembering(migrate: Callable[[Engine], None]) -> Callable[[Engine], None]:
    """Return `migrate`, which says to later new databases what it said to the first of their kind."""
    said: dict[str, Statements] = {}

    def quick(engine: Engine) -> None:
        kind = engine.dialect.name
        if kind not in said:
            with engine.connect() as connection:
                connection.execution_options(writes=False)
                new = records._version(connection) is None
            heard = _listen(engine, lambda: migrate(engine))
            if new and heard:  # else another thread was first
                said[kind] = heard
            return
        try:
            done = _said(engine, said[kind])
        except engine.dialect.loaded_dbapi.Error:  # by another account, say: the migrations are to tell
            done = False
        if not done:
            migrate(engine)

    return quick


def _listen(engine: Engine, migrate: Callable[[], None]) -> Statements:
    heard: Statements = []

    def hear(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if not statement.lstrip().upper().startswith(_ELSE):
            heard.append((many, statement, parameters))

    event.listen(engine, "before_cursor_execute", hear)
    try:
        migrate()
    finally:
        event.remove(engine, "before_cursor_execute", hear)
    return heard


def _said(engine: Engine, statements: Statements) -> bool:
    """Say all of it to a new database; False, and nothing said, where it is not new."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATING})
        if records._version(connection) is not None:
            return False
        cursor = connection.connection.cursor()
        for many, statement, parameters in statements:
            (cursor.executemany if many else cursor.execute)(statement, *([parameters] if parameters else []))
    return True
