"""What SQLite and PostgreSQL do each in their own way."""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session as Transaction

if TYPE_CHECKING:
    import psycopg

CONNECT_SECONDS = 10
ANSWER_SECONDS = 60  # the longest statement here, wiping all tables, takes a few
# PostgreSQL advisory locks: numbers that nothing else in the database uses.
MIGRATING = 464929
GIVING_A_NUMBER = 464930
LETTING_IN = 464931


def is_postgresql(db: Transaction) -> bool:
    """Return whether `db` is a transaction of PostgreSQL; otherwise it is one of SQLite."""
    return db.get_bind().dialect.name == "postgresql"


def insert_into(db: Transaction, model: Any) -> Any:
    """Return the database's own INSERT, which has ON CONFLICT: two devices at once then need no luck."""
    if is_postgresql(db):
        from sqlalchemy.dialects.postgresql import insert as postgresql_insert

        return postgresql_insert(model)
    from sqlalchemy.dialects.sqlite import insert as sqlite_insert

    return sqlite_insert(model)


def hold(db: Transaction, lock: int) -> None:
    """Let other processes wait for the end of this transaction; on SQLite any writer does."""
    if is_postgresql(db):
        db.execute(select(func.pg_advisory_xact_lock(lock)))


def give_up_on_silence(engine: Engine) -> None:
    """Let a PostgreSQL server that does not answer end in an error: 10 s to connect, 60 s for an answer.

    A server that hangs keeps its connections open, so that neither the network nor the server itself ends the wait.
    """
    import psycopg

    class Connection(psycopg.Connection[Any]):
        def wait(self, gen: Generator[Any, Any, Any], *how: Any, **more: Any) -> Any:
            return super().wait(_limited(self, gen), *how, **more)

    @event.listens_for(engine, "do_connect")
    def connect(dialect: Any, record: Any, arguments: list[Any], options: dict[str, Any]) -> psycopg.Connection[Any]:
        options.setdefault("connect_timeout", CONNECT_SECONDS)
        return Connection.connect(*arguments, **options)


def _limited(connection: psycopg.Connection[Any], steps: Generator[Any, Any, Any]) -> Generator[Any, Any, Any]:
    """Give the steps of one answer, which psycopg asks for again and again, until they take too long."""
    import psycopg

    end = time.monotonic() + ANSWER_SECONDS
    try:
        wanted = next(steps)
        while True:
            ready = yield wanted
            if not ready and time.monotonic() > end:
                connection.pgconn.finish()
                raise psycopg.OperationalError(f"no answer within {ANSWER_SECONDS} s")
            wanted = steps.send(ready)
    except StopIteration as done:
        return done.value
