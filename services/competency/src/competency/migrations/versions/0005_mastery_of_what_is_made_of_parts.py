"""mastery of what is made of parts: criteria, and the prerequisites of a framework found fast

Everything is added beside what is there: code of the release before runs on it unchanged.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "criterion",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("framework_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=True),
        sa.Column("children", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("weights", postgresql.ARRAY(sa.Numeric(precision=6, scale=2)), nullable=True),
        sa.Column(
            "mastery",
            sa.Numeric(precision=6, scale=2),
            nullable=True,
            comment="of the weighted mean; none: the framework's own",
        ),
        sa.Column(
            "of_tree",
            sa.Boolean(),
            nullable=False,
            comment="the children are those of the framework's tree, and follow it",
        ),
        sa.Column(
            "withdrawn", sa.Boolean(), nullable=False, comment="from then on the item's own evidence decides again"
        ),
        sa.Column(
            "edition",
            sa.Integer(),
            nullable=True,
            comment="of the framework that made this version; none: somebody did",
        ),
        sa.Column("laid_by", sa.Text(), nullable=False),
        sa.Column("laid_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "item_id", "version", name=op.f("pk_criterion")),
    )
    op.create_index(op.f("ix_criterion_district_id_framework_id"), "criterion", ["district_id", "framework_id"])
    district_table(op, "competency", "criterion", app="select, insert", worker="select, insert")
    op.add_column(
        "framework",
        sa.Column("criteria", sa.Uuid(), nullable=True, comment="the newest change of its criteria; none: never any"),
    )
    op.add_column(
        "framework",
        sa.Column(
            "scale_levels",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=True,
            comment="names of points of the scale, lowest first",
        ),
    )
    for table in ("mastery", "determination"):
        op.add_column(
            table,
            sa.Column(
                "criterion_version",
                sa.Integer(),
                nullable=True,
                comment="of the item's criterion, where its children determined it",
            ),
        )
    # Not concurrently: that waits for whoever waits for our migration lock. It holds one association in eight.
    op.execute(
        "-- squawk-ignore require-concurrent-index-creation\n"
        "create index ix_case_record_precedes on case_record (district_id, framework_id, position) "
        "where kind = 'CFAssociations' and record ->> 'associationType' = 'precedes'"
    )
