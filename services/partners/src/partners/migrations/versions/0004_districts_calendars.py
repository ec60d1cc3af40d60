"""in which zone each district's days begin"""

import sqlalchemy as sa
from alembic import op

from shared.migrations import platform_table

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "district_calendar",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("district_id", name=op.f("pk_district_calendar")),
    )
    platform_table(op, "partners", "district_calendar", app="select", worker="select, insert, update")
