"""frameworks' scales and the names of their levels, each time that they became others"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "framework_scale",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("framework_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("scale_minimum", sa.Numeric(), nullable=False),
        sa.Column("scale_maximum", sa.Numeric(), nullable=False),
        sa.Column("mastery_score", sa.Numeric(), nullable=False),
        sa.Column("scale_levels", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id", "framework_id"],
            ["framework.district_id", "framework.framework_id"],
            name=op.f("fk_framework_scale_district_id_framework_id_framework"),
        ),
        sa.PrimaryKeyConstraint("district_id", "framework_id", "since", name=op.f("pk_framework_scale")),
    )
    _begin()
    district_table(op, "competency", "framework_scale", app="select, insert", worker="select, insert")


def _begin() -> None:
    """The scales of now stand for all time before: even the owner sees no row until the fence is down."""
    op.execute("alter table framework no force row level security")
    op.execute(
        "insert into framework_scale (district_id, framework_id, since, scale_minimum, scale_maximum, mastery_score, "
        "scale_levels) select district_id, framework_id, '-infinity', scale_minimum, scale_maximum, mastery_score, "
        "scale_levels from framework where edition > 0"
    )
    op.execute("alter table framework force row level security")
