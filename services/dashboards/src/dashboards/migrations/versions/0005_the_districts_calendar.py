"""in which zone the district's days begin"""

import sqlalchemy as sa
from alembic import op

from shared.migrations import district_table

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "district_calendar",
        sa.Column("generation", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("generation", "district_id", name=op.f("pk_district_calendar")),
    )
    district_table(op, "dashboards", "district_calendar", app="select")
