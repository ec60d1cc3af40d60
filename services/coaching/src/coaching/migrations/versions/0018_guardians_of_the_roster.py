"""guardians of the roster"""

import sqlalchemy as sa
from alembic import op

from shared.migrations import district_table

revision = "0018"
down_revision = "0017"

SERVICE = "coaching"


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "person_id", name=op.f("pk_person")),
    )
    op.create_table(
        "guardian",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("guardian_id", sa.Uuid(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "learner_id", "guardian_id", name=op.f("pk_guardian")),
    )
    op.create_index(op.f("ix_guardian_district_id_guardian_id"), "guardian", ["district_id", "guardian_id"])
    for table in ("person", "guardian"):
        district_table(op, SERVICE, table, app="select", worker="select, insert, update, delete")
