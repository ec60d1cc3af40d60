"""in which order a change left a plan's parts, and what a plan followed when"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column(
        "plan_change",
        sa.Column(
            "placed",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=True,
            comment="the keys of all parts in the order it left them in; none: that was not written down yet",
        ),
    )
    op.create_table(
        "plan_followed",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True, comment="the template's version; none: it follows no longer"),
        sa.Column(
            "before",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="it had followed before, when that was not written down yet",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "plan_id"],
            ["plan.district_id", "plan.plan_id"],
            name=op.f("fk_plan_followed_district_id_plan_id_plan"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "cohort_id"],
            ["plan_cohort.district_id", "plan_cohort.cohort_id"],
            name=op.f("fk_plan_followed_district_id_cohort_id_plan_cohort"),
        ),
        sa.PrimaryKeyConstraint("district_id", "plan_id", "cohort_id", "at", name=op.f("pk_plan_followed")),
    )
    _begin()
    district_table(op, "competency", "plan_followed", app="select, insert", worker="select, insert")


def _begin() -> None:
    """What plans follow when this begins to be written down: even the owner sees no row until the fence is down."""
    op.execute("alter table plan_following no force row level security")
    op.execute(
        "insert into plan_followed (district_id, plan_id, cohort_id, at, template_id, number, before) "
        "select district_id, plan_id, cohort_id, now(), template_id, case when active then number end, true "
        "from plan_following"
    )
    op.execute("alter table plan_following force row level security")
