"""Sessions can be cancelled and keep their NO; what was published is kept; venues have an address."""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Backups of the first tables are brought up to date one by one: a session gets the same key in each.
_KEYS = uuid.UUID("5d1c6a0e-8f0b-4b61-9a53-464929000000")


def upgrade() -> None:
    """Add columns and tables; nothing that is there changes."""
    op.add_column("venue", sa.Column("address", sa.String(200), nullable=False, server_default=""))
    op.add_column("session", sa.Column("cancellation", sa.String(200)))
    op.add_column("session", sa.Column("key", sa.String(36)))
    _give_keys()
    op.create_index("ix_session_key", "session", ["key"], unique=True)
    op.create_table(
        "event_number",
        sa.Column("number", sa.String(10), primary_key=True),
        sa.Column("session_key", sa.String(36), nullable=False, unique=True),
    )
    op.create_table(
        "edition",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("fiscal_year", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("published_on", sa.Date, nullable=False),
        sa.Column("threshold", sa.Integer, nullable=False),
        sa.Column("tables", sa.Text, nullable=False),
        sa.UniqueConstraint("fiscal_year", "number"),
    )


def _give_keys() -> None:
    session = sa.table(
        "session",
        *(sa.column(name) for name in ("id", "start", "venue_id", "key")),
        sa.column("date", sa.Date),
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(session)).all():
        key = str(uuid.uuid5(_KEYS, f"{row.date} {row.venue_id} {row.start}"))
        connection.execute(session.update().where(session.c.id == row.id).values(key=key))
