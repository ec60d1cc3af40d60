"""who is a learner by the roster"""

import sqlalchemy as sa
from alembic import op

from shared.migrations import district_table

revision = "0014"
down_revision = "0013"

SERVICE = "coaching"


def upgrade() -> None:
    op.create_table(
        "rostered_person",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("learner", sa.Boolean(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False, comment="since when that is known"),
        sa.PrimaryKeyConstraint("district_id", "person_id", name=op.f("pk_rostered_person")),
    )
    district_table(op, SERVICE, "rostered_person", app="select", worker_sees_all=True)
