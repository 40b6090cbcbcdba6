"""What the LEDs showed at a check."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column; checks from before have no picture."""
    op.add_column("work_check", sa.Column("picture", sa.String(29), nullable=False, server_default=""))
