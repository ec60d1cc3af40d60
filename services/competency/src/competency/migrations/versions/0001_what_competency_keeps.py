"""what competency keeps"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table, platform_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    platform_tables(op, "competency")
    op.create_table(
        "determination",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("score", sa.Numeric(precision=6, scale=2), nullable=True),
        sa.Column("mastered", sa.Boolean(), nullable=False),
        sa.Column("observed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deciding", sa.Uuid(), nullable=True),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "learner_id", "item_id", "known_at", name=op.f("pk_determination")),
    )
    op.create_table(
        "framework",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("framework_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("scale_minimum", sa.Numeric(precision=6, scale=2), nullable=False),
        sa.Column("scale_maximum", sa.Numeric(precision=6, scale=2), nullable=False),
        sa.Column("mastery_score", sa.Numeric(precision=6, scale=2), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "framework_id", name=op.f("pk_framework")),
    )
    op.create_table(
        "learner",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column(
            "announced",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="rostering has told us of them",
        ),
        sa.PrimaryKeyConstraint("district_id", "learner_id", name=op.f("pk_learner")),
    )
    op.create_table(
        "learner_identifier",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("sourced_id", sa.Text(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "source", "sourced_id", name=op.f("pk_learner_identifier")),
    )
    op.create_index(
        op.f("ix_learner_identifier_district_id_learner_id"),
        "learner_identifier",
        ["district_id", "learner_id"],
        unique=False,
    )
    op.create_table(
        "mastery",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Numeric(precision=6, scale=2), nullable=True),
        sa.Column("mastered", sa.Boolean(), nullable=False),
        sa.Column("observed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deciding", sa.Uuid(), nullable=True),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "learner_id", "item_id", name=op.f("pk_mastery")),
    )
    op.create_table(
        "framework_edition",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("framework_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("package", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "fingerprint",
            sa.Text(),
            nullable=False,
            comment="of the package as sent: the same one again is no new edition",
        ),
        sa.Column("defects", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "framework_id"],
            ["framework.district_id", "framework.framework_id"],
            name=op.f("fk_framework_edition_district_id_framework_id_framework"),
        ),
        sa.PrimaryKeyConstraint("district_id", "framework_id", "edition", name=op.f("pk_framework_edition")),
    )
    op.create_table(
        "item",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("framework_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "record",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="the CFItem as CASE 1.1 gives it out",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "framework_id"],
            ["framework.district_id", "framework.framework_id"],
            name=op.f("fk_item_district_id_framework_id_framework"),
        ),
        sa.PrimaryKeyConstraint("district_id", "item_id", name=op.f("pk_item")),
    )
    op.create_index(
        op.f("ix_item_district_id_framework_id_position"),
        "item",
        ["district_id", "framework_id", "position"],
        unique=False,
    )
    op.create_table(
        "evidence",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Numeric(precision=6, scale=2), nullable=False),
        sa.Column("observed_at", sa.DateTime(timezone=True), nullable=False, comment="when the learner showed it"),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False, comment="when we were told"),
        sa.Column("source", sa.Text(), nullable=False, comment="what kind of occasion it was, in the sender's words"),
        sa.Column("sender", sa.Text(), nullable=False, comment="the client that sent it"),
        sa.Column("external_id", sa.Text(), nullable=True, comment="the sender's own id of it"),
        sa.Column("tie", sa.Text(), nullable=False, comment="decides between equals; says nothing of arrival"),
        sa.ForeignKeyConstraint(
            ["district_id", "item_id"],
            ["item.district_id", "item.item_id"],
            name=op.f("fk_evidence_district_id_item_id_item"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "learner_id"],
            ["learner.district_id", "learner.learner_id"],
            name=op.f("fk_evidence_district_id_learner_id_learner"),
        ),
        sa.PrimaryKeyConstraint("district_id", "evidence_id", name=op.f("pk_evidence")),
        sa.UniqueConstraint(
            "district_id", "sender", "external_id", name=op.f("uq_evidence_district_id_sender_external_id")
        ),
    )
    op.create_index(
        op.f("ix_evidence_district_id_learner_id_item_id"),
        "evidence",
        ["district_id", "learner_id", "item_id"],
        unique=False,
    )
    op.create_table(
        "evidence_void",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("voided_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "evidence_id"],
            ["evidence.district_id", "evidence.evidence_id"],
            name=op.f("fk_evidence_void_district_id_evidence_id_evidence"),
        ),
        sa.PrimaryKeyConstraint("district_id", "evidence_id", name=op.f("pk_evidence_void")),
    )
    append = "select, insert"
    district_table(op, "competency", "framework")
    district_table(op, "competency", "framework_edition", app=append, worker=append)
    district_table(op, "competency", "item")
    district_table(op, "competency", "learner")
    district_table(op, "competency", "learner_identifier")
    district_table(op, "competency", "evidence", app=append, worker=append)
    district_table(op, "competency", "evidence_void", app=append, worker=append)
    district_table(op, "competency", "determination", app=append, worker=append)
    district_table(op, "competency", "mastery")
