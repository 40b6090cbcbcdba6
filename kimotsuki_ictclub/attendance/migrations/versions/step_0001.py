"""The first tables, and the club's two venues."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    venue = op.create_table(
        "venue",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(40), nullable=False, unique=True),
        sa.Column("name", sa.String(40), nullable=False, unique=True),
        sa.Column("reading", sa.String(80), nullable=False),
    )
    op.create_table(
        "session",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("date", sa.Date, nullable=False),
        sa.Column("start", sa.String(5), nullable=False),
        sa.Column("end", sa.String(5), nullable=False),
        sa.Column("fiscal_year", sa.Integer, nullable=False),
        sa.Column("venue_id", sa.Integer, sa.ForeignKey("venue.id"), nullable=False),
        sa.Column("lesson", sa.String(80), nullable=False),
        sa.Column("instructors", sa.String(200), nullable=False),
        sa.UniqueConstraint("date", "venue_id", "start"),
    )
    op.create_index("ix_session_year", "session", ["fiscal_year"])
    op.create_table(
        "participant",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(36), nullable=False, unique=True),
        sa.Column("number", sa.Integer, unique=True),
        sa.Column("nickname", sa.String(40)),
        sa.Column("reading", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "details",
        sa.Column("participant_id", sa.Integer, sa.ForeignKey("participant.id"), primary_key=True),
        sa.Column("full_name", sa.String(80), nullable=False),
        sa.Column("school_year", sa.String(20), nullable=False),
        sa.Column("guardian_contact", sa.String(200), nullable=False),
        sa.Column("consent_on", sa.Date),
    )
    op.create_table(
        "presence",
        sa.Column("session_id", sa.Integer, sa.ForeignKey("session.id"), primary_key=True),
        sa.Column("participant_id", sa.Integer, sa.ForeignKey("participant.id"), primary_key=True),
        sa.Column("fiscal_year", sa.Integer, nullable=False),
        sa.Column("venue_id", sa.Integer, sa.ForeignKey("venue.id"), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("checked_in_at", sa.DateTime),
        sa.Column("lesson_progress", sa.String(12)),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_presence_counted", "presence", ["fiscal_year", "participant_id", "venue_id", "state"])
    op.create_index("ix_presence_person", "presence", ["participant_id", "fiscal_year", "state"])
    op.create_table(
        "year",
        sa.Column("fiscal_year", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("goal", sa.Integer),
        sa.Column("keep_names_until", sa.Date),
    )
    op.create_table(
        "erasure",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("key", sa.String(36), nullable=False, unique=True),
        sa.Column("erased_on", sa.Date, nullable=False),
    )
    op.create_table(
        "desk_action",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("applied_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "access",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("records", sa.Integer, nullable=False),
    )
    op.create_table(
        "backup",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("path", sa.String(1000), nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
    )
    op.bulk_insert(
        venue,
        [
            {"key": "koyama", "name": "高山", "reading": "こうやま"},
            {"key": "uchinoura", "name": "内之浦", "reading": "うちのうら"},
        ],
    )
