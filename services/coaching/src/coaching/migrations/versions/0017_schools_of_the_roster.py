"""schools of the roster"""

import sqlalchemy as sa
from alembic import op

from shared.migrations import district_table

revision = "0017"
down_revision = "0016"

SERVICE = "coaching"


def upgrade() -> None:
    op.create_table(
        "rostered_organisation",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="district; school"),
        sa.Column("active", sa.Boolean(), nullable=False, comment="false once it has ended"),
        sa.PrimaryKeyConstraint("district_id", "organisation_id", name=op.f("pk_rostered_organisation")),
    )
    district_table(op, SERVICE, "rostered_organisation", app="select")
