"""relations of members"""

import sqlalchemy as sa
from alembic import op

from shared.migrations import party_table

revision = "0013"
down_revision = "0012"

SERVICE = "coaching"


def upgrade() -> None:
    op.create_table(
        "member_relation",
        sa.Column("relation_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False, comment="in which it was declared"),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column(
            "one_district_id",
            sa.Uuid(),
            nullable=False,
            comment="whose person the one is: the two are stored in order",
        ),
        sa.Column("one_person_id", sa.Uuid(), nullable=False),
        sa.Column("other_district_id", sa.Uuid(), nullable=False),
        sa.Column("other_person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="spouse; parent; sibling; household"),
        sa.Column(
            "district_id", sa.Uuid(), nullable=False, comment="the district that declared it, and alone withdraws it"
        ),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declared_by", sa.Text(), nullable=False),
        sa.Column(
            "withdrawn_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when it was found to be a mistake, or over",
        ),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.engagement_id"], name=op.f("fk_member_relation_engagement_id_engagement")
        ),
        sa.PrimaryKeyConstraint("relation_id", name=op.f("pk_member_relation")),
    )
    op.create_index(op.f("ix_member_relation_host_id_partner_id"), "member_relation", ["host_id", "partner_id"])
    op.create_index(
        "ix_member_relation_people",
        "member_relation",
        [
            "one_person_id",
            "other_person_id",
            sa.text("least(host_id, partner_id)"),
            sa.text("greatest(host_id, partner_id)"),
        ],
        unique=True,
        postgresql_where=sa.text("withdrawn_at is null"),
    )
    both = "{tenant} in (host_id, partner_id)"
    people = "one_district_id in (host_id, partner_id) and other_district_id in (host_id, partner_id)"
    party_table(
        op,
        SERVICE,
        "member_relation",
        sees=both,
        writes=f"district_id = {{tenant}} and {both} and {people}",
        app="select, insert, update",
        worker="select",
    )
