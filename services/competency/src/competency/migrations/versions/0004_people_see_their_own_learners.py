"""people see their own learners"""

import sqlalchemy as sa
from alembic import op

from shared.migrations import district_table

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "guardian",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("guardian_id", sa.Uuid(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "learner_id", "guardian_id", name=op.f("pk_guardian")),
    )
    op.create_index(op.f("ix_guardian_district_id_guardian_id"), "guardian", ["district_id", "guardian_id"])
    op.create_table(
        "enrolment",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "enrolment_id", name=op.f("pk_enrolment")),
    )
    op.create_index(op.f("ix_enrolment_district_id_class_id"), "enrolment", ["district_id", "class_id"])
    op.create_index(op.f("ix_enrolment_district_id_person_id"), "enrolment", ["district_id", "person_id"])
    for table in ("guardian", "enrolment"):
        district_table(op, "competency", table, app="select", worker="select, insert, update, delete")
