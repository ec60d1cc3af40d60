"""what is contested, and who was told that a record was amended"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "contested_record",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "learner_id", "item_id", name=op.f("pk_contested_record")),
    )
    op.create_table(
        "amendment_notice",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("amendment_id", sa.Uuid(), nullable=False),
        sa.Column("decision", sa.BigInteger(), nullable=False, comment="1: the district's, 2: the one after a hearing"),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "receivers",
            postgresql.JSONB(),
            nullable=False,
            comment="who had been told what, and when they were told again",
        ),
        sa.PrimaryKeyConstraint("district_id", "amendment_id", "decision", name=op.f("pk_amendment_notice")),
    )
    district_table(op, "partners", "contested_record", app="")
    district_table(op, "partners", "amendment_notice", app="select", worker="select, insert")
