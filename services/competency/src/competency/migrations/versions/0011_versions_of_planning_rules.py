"""what a district laid down about pace and reviews, each time that it did"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "planning_rules_version",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("pace", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reviews", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "version", name=op.f("pk_planning_rules_version")),
    )
    _begin()
    district_table(op, "competency", "planning_rules_version", app="select, insert", worker="select, insert")


def _begin() -> None:
    """What is in force when this begins to be written down: even the owner sees no row until the fence is down."""
    op.execute("alter table planning_rules no force row level security")
    op.execute(
        "insert into planning_rules_version (district_id, version, time_zone, pace, reviews, changed_by, changed_at) "
        "select district_id, version, time_zone, pace, reviews, changed_by, changed_at from planning_rules"
    )
    op.execute("alter table planning_rules force row level security")
