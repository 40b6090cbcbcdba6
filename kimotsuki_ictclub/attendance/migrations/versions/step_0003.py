"""Mentors and their sessions, training and rates; consent to pictures, health notes, families; emergency pages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns and tables; whoever was counted as a learner stays one."""
    op.add_column("participant", sa.Column("learner_kind", sa.String(12)))
    op.add_column("year", sa.Column("taught_rate", sa.Integer))
    op.add_column("year", sa.Column("helped_rate", sa.Integer))
    _add_mentors()
    _add_families()
    op.create_table(
        "emergency_plan",
        sa.Column("venue_id", sa.Integer, sa.ForeignKey("venue.id"), primary_key=True),
        sa.Column("caller", sa.String(120), nullable=False),
        sa.Column("aed", sa.String(120), nullable=False),
        sa.Column("meeting_point", sa.String(120), nullable=False),
        sa.Column("office", sa.String(200), nullable=False),
        sa.Column("written_on", sa.Date, nullable=False),
    )


def _add_mentors() -> None:
    op.create_table(
        "duty",
        sa.Column("session_id", sa.Integer, sa.ForeignKey("session.id"), primary_key=True),
        sa.Column("participant_id", sa.Integer, sa.ForeignKey("participant.id"), primary_key=True),
        sa.Column("role", sa.String(12), nullable=False),
        sa.Column("minutes", sa.Integer),
        sa.Column("checked_in_at", sa.DateTime),
    )
    op.create_index("ix_duty_person", "duty", ["participant_id"])
    op.create_table(
        "training",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("participant_id", sa.Integer, sa.ForeignKey("participant.id"), nullable=False),
        sa.Column("date", sa.Date, nullable=False),
        sa.Column("what", sa.String(120), nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
    )
    op.create_index("ix_training_person", "training", ["participant_id"])


def _person(*, primary_key: bool = False) -> sa.Column[int]:
    key = sa.ForeignKey("participant.id", ondelete="CASCADE")
    return sa.Column("participant_id", sa.Integer, key, primary_key=primary_key, nullable=False)


def _add_families() -> None:
    op.create_table(
        "picture_consent",
        _person(primary_key=True),
        sa.Column("shown", sa.String(12), nullable=False),
        sa.Column("said_on", sa.Date, nullable=False),
        sa.Column("revoked_on", sa.Date),
    )
    op.create_table(
        "health_note",
        _person(primary_key=True),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("said_on", sa.Date, nullable=False),
        sa.Column("until", sa.Date, nullable=False),
    )
    op.create_table(
        "guardian",
        sa.Column("id", sa.Integer, primary_key=True),
        _person(),
        sa.Column("who", sa.String(80), nullable=False),
        sa.Column("contact", sa.String(200), nullable=False),
        sa.Column("said_on", sa.Date, nullable=False),
    )
    op.create_index("ix_guardian_child", "guardian", ["participant_id"])
    op.create_table(
        "sibling",
        _person(primary_key=True),
        sa.Column("family", sa.Integer, nullable=False),
        sa.Column("said_on", sa.Date, nullable=False),
    )
    op.create_index("ix_sibling_family", "sibling", ["family"])
