"""Check-in cards, answers to surveys, costs of a fiscal year."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add tables; nothing that is there changes."""
    person = sa.ForeignKey("participant.id", ondelete="CASCADE")
    op.create_table(
        "card",
        sa.Column("participant_id", sa.Integer, person, primary_key=True),
        sa.Column("code", sa.String(8), nullable=False, unique=True),
        sa.Column("given_on", sa.Date, nullable=False),
    )
    op.create_table(
        "survey_answer",
        sa.Column("key", sa.String(36), primary_key=True),
        sa.Column("fiscal_year", sa.Integer, nullable=False),
        sa.Column("audience", sa.String(12), nullable=False),
        sa.Column("faces", sa.String(120), nullable=False),
        sa.Column("said", sa.String(200), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_survey_answer_fiscal_year", "survey_answer", ["fiscal_year"])
    op.create_table(
        "cost",
        sa.Column("fiscal_year", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("item", sa.String(80), primary_key=True),
        sa.Column("yen", sa.Integer, nullable=False),
    )
