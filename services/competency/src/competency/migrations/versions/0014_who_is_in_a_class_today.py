"""who is in a class today: by its class, its term and the people, and by the district's calendar"""

import sqlalchemy as sa
from alembic import op

from shared.migrations import district_table

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "class",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "class_id", name=op.f("pk_class")),
    )
    op.create_index(op.f("ix_class_district_id_term_id"), "class", ["district_id", "term_id"])
    op.create_table(
        "term",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "term_id", name=op.f("pk_term")),
    )
    op.create_table(
        "person",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "person_id", name=op.f("pk_person")),
    )
    for table in ("class", "term", "person"):
        district_table(op, "competency", table, app="select", worker="select, insert, update, delete")
    _look_at()


def _look_at() -> None:
    """A moment in place of a day: which day it is, is the district's to say, and a job asks for all districts at once.
    Nothing that was released knows of the day.
    """
    op.add_column(
        "plan_cohort",
        sa.Column(
            "look_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("'-infinity'"),
            nullable=False,
            comment="when the next day begins: who is in a class then may be others, though nobody says so",
        ),
    )
    op.execute("-- squawk-ignore ban-drop-column\nalter table plan_cohort drop column looked_on")
    op.execute(
        "-- squawk-ignore require-concurrent-index-creation\n"
        "create index ix_plan_cohort_look_at on plan_cohort (look_at) where class_id is not null and not ended"
    )
