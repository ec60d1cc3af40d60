"""who is named to read a district's concerns"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "safeguarding_people",
        sa.Column("generation", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("person_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.PrimaryKeyConstraint("generation", "district_id", name=op.f("pk_safeguarding_people")),
    )
    district_table(op, "dashboards", "safeguarding_people", app="select")
