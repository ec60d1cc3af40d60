"""link checks"""

import sqlalchemy as sa
from alembic import op

from shared.migrations import district_table

revision = "0010"
down_revision = "0009"

SERVICE = "resources"
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "link_check",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("part_key", sa.Uuid(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False, comment="one link of a host is looked at at a time"),
        sa.Column("state", sa.Text(), nullable=False, comment="unchecked; ok; moved; broken; inconclusive"),
        sa.Column("finding", sa.Text(), nullable=True, comment="of the last look: found; moved; missing; unclear"),
        sa.Column("why", sa.Text(), nullable=True, comment="by what the last look came to that"),
        sa.Column("status", sa.BigInteger(), nullable=True, comment="of the last answer; none: there was none"),
        sa.Column("moved_to", sa.Text(), nullable=True),
        sa.Column("in_a_row", sa.BigInteger(), nullable=False, comment="looks with the same finding"),
        sa.Column("missing_days", sa.BigInteger(), nullable=False),
        sa.Column("missing_on", sa.Date(), nullable=True),
        sa.Column("checked_at", _TIME, nullable=True),
        sa.Column("due_at", _TIME, nullable=True, comment="none: at once"),
        sa.PrimaryKeyConstraint("district_id", "item_id", "part_key", name=op.f("pk_link_check")),
    )
    op.create_index(op.f("ix_link_check_due_at"), "link_check", ["due_at"])
    changed = "select, insert, update, delete"
    district_table(op, SERVICE, "link_check", app=changed, worker=changed, worker_sees_all=True)
