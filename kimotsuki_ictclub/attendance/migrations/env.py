"""Alembic runs this; `records.py` hands over the open connection, so the steps join its transaction."""

from __future__ import annotations

from alembic import context

from kimotsuki_ictclub.attendance.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
)
context.run_migrations()
