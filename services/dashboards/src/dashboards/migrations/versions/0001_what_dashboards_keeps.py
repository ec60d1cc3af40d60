"""what dashboards keeps"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table, platform_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    platform_tables(op, "dashboards")
    op.create_table(
        "agreement",
        sa.Column("generation", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("discloser_id", sa.Uuid(), nullable=False),
        sa.Column("discloser_name", sa.Text(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_name", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("granularity", sa.Text(), nullable=False),
        sa.Column("data_elements", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("generation", "district_id", "agreement_id", name=op.f("pk_agreement")),
    )
    op.create_table(
        "class",
        sa.Column("generation", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("generation", "district_id", "class_id", name=op.f("pk_class")),
    )
    op.create_table(
        "disclosed_aggregate",
        sa.Column("generation", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("window_end", sa.Date(), nullable=False),
        sa.Column("window_start", sa.Date(), nullable=False),
        sa.Column("discloser_id", sa.Uuid(), nullable=False),
        sa.Column("suppressed", sa.Boolean(), nullable=False),
        sa.Column("learners", sa.Integer(), nullable=True),
        sa.Column("mastered_percent", sa.Integer(), nullable=True),
        sa.Column("mastered_bound", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint(
            "generation", "district_id", "agreement_id", "item_id", "window_end", name=op.f("pk_disclosed_aggregate")
        ),
    )
    op.create_table(
        "disclosed_mastery",
        sa.Column("generation", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("discloser_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Numeric(), nullable=True),
        sa.Column("mastered", sa.Boolean(), nullable=False),
        sa.Column("observed_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint(
            "generation", "district_id", "agreement_id", "subject", "item_id", name=op.f("pk_disclosed_mastery")
        ),
    )
    op.create_table(
        "district",
        sa.Column("generation", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("registered_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("minimum_group", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("generation", "district_id", "registered_id", name=op.f("pk_district")),
    )
    op.create_table(
        "district_position",
        sa.Column("generation", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("generation", "district_id", name=op.f("pk_district_position")),
    )
    op.create_table(
        "enrolment",
        sa.Column("generation", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("generation", "district_id", "enrolment_id", name=op.f("pk_enrolment")),
    )
    op.create_index(
        op.f("ix_enrolment_generation_district_id_class_id"),
        "enrolment",
        ["generation", "district_id", "class_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_enrolment_generation_district_id_person_id"),
        "enrolment",
        ["generation", "district_id", "person_id"],
        unique=False,
    )
    op.create_table(
        "framework",
        sa.Column("generation", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("framework_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("scale_minimum", sa.Numeric(), nullable=False),
        sa.Column("scale_maximum", sa.Numeric(), nullable=False),
        sa.Column("mastery_score", sa.Numeric(), nullable=False),
        sa.PrimaryKeyConstraint("generation", "district_id", "framework_id", name=op.f("pk_framework")),
    )
    op.create_table(
        "guardian",
        sa.Column("generation", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("guardian_id", sa.Uuid(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("generation", "district_id", "learner_id", "guardian_id", name=op.f("pk_guardian")),
    )
    op.create_index(
        op.f("ix_guardian_generation_district_id_guardian_id"),
        "guardian",
        ["generation", "district_id", "guardian_id"],
        unique=False,
    )
    op.create_table(
        "item",
        sa.Column("generation", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("framework_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("coding_scheme", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("generation", "district_id", "item_id", name=op.f("pk_item")),
    )
    op.create_table(
        "learner_mastery",
        sa.Column("generation", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Numeric(), nullable=True),
        sa.Column("mastered", sa.Boolean(), nullable=False),
        sa.Column("observed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("generation", "district_id", "learner_id", "item_id", name=op.f("pk_learner_mastery")),
    )
    op.create_index(
        "ix_learner_mastery_position",
        "learner_mastery",
        ["generation", "district_id", "position"],
        unique=False,
        postgresql_where=sa.text("position > 0"),
    )
    op.create_index(
        "ix_learner_mastery_totals",
        "learner_mastery",
        ["generation", "district_id", "item_id"],
        unique=False,
        postgresql_include=["mastered", "observed_at", "learner_id"],
        postgresql_where=sa.text("score is not null"),
    )
    op.create_table(
        "organisation",
        sa.Column("generation", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("generation", "district_id", "organisation_id", name=op.f("pk_organisation")),
    )
    op.create_table(
        "person",
        sa.Column("generation", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("roles", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.Column("organisation_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("generation", "district_id", "person_id", name=op.f("pk_person")),
    )
    op.create_table(
        "person_name",
        sa.Column("generation", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("given_name", sa.Text(), nullable=False),
        sa.Column("family_name", sa.Text(), nullable=False),
        sa.Column("preferred_name", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("generation", "district_id", "person_id", name=op.f("pk_person_name")),
    )
    op.create_table(
        "term",
        sa.Column("generation", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("generation", "district_id", "term_id", name=op.f("pk_term")),
    )
    for table in (
        "district",
        "organisation",
        "term",
        "person",
        "person_name",
        "guardian",
        "class",
        "enrolment",
        "framework",
        "item",
        "learner_mastery",
        "district_position",
        "agreement",
        "disclosed_mastery",
        "disclosed_aggregate",
    ):
        district_table(op, "dashboards", table, app="select")
    op.execute("grant select on consumer_epoch to dashboards_app")
