"""Children's works: whose, their versions and checks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; nothing that is there changes."""
    op.create_table(
        "work_owner",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(36), nullable=False, unique=True),
        sa.Column("participant_id", sa.Integer, sa.ForeignKey("participant.id"), unique=True),
        sa.Column("nickname", sa.String(40)),
        sa.Column("folded", sa.String(200)),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("code_salt", sa.LargeBinary(16)),
        sa.Column("code_hash", sa.LargeBinary(32)),
        sa.Column("wrong_codes", sa.Integer, nullable=False),
        sa.Column("closed_until", sa.DateTime),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_work_owner_folded", "work_owner", ["folded"])
    op.create_table(
        "work",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("owner_id", sa.Integer, sa.ForeignKey("work_owner.id"), nullable=False),
        sa.Column("lesson", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False),
        sa.Column("writer", sa.String(40), nullable=False),
        sa.Column("board", sa.String(80), nullable=False),
        sa.Column("board_version", sa.Integer),
        sa.Column("board_at", sa.DateTime),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_work_owner", "work", ["owner_id", "lesson"])
    op.create_index("ix_work_changed", "work", ["changed_at"])
    op.create_table(
        "work_version",
        sa.Column("work_id", sa.Integer, sa.ForeignKey("work.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("begun_at", sa.DateTime, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "work_check",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("work_id", sa.Integer, sa.ForeignKey("work.id"), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("verdict", sa.String(40), nullable=False),
        sa.Column("steps", sa.Text, nullable=False),
        sa.Column("hints", sa.Text, nullable=False),
    )
    op.create_index("ix_work_check", "work_check", ["work_id"])
    op.create_table(
        "work_erasure",
        sa.Column("key", sa.String(36), primary_key=True),
        sa.Column("erased_on", sa.Date, nullable=False),
    )
