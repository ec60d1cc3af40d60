"""mastery by policy

Everything is added beside what is there: code of the release before runs on it unchanged.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table

revision = "0002"
down_revision = "0001"

_APPEND = "select, insert"


def upgrade() -> None:
    _evidence()
    _corrections()
    _policies()
    _recalculations()
    _determinations()


def _evidence() -> None:
    op.add_column(
        "evidence",
        sa.Column(
            "kind", sa.Text(), server_default="teacher_judgement", nullable=False, comment="what policies count by"
        ),
    )
    for name, kind, comment in (
        ("observer", sa.Uuid(), "the person who saw it, where it was not the sender's system"),
        ("criteria", postgresql.JSONB(astext_type=sa.Text()), "scores by criterion of a rubric"),
        ("artefacts", postgresql.JSONB(astext_type=sa.Text()), "links to what was made, each with its hash"),
        ("given", postgresql.JSONB(astext_type=sa.Text()), "the score as sent and its scale, where converted"),
    ):
        op.add_column("evidence", sa.Column(name, kind, nullable=True, comment=comment))


def _corrections() -> None:
    op.create_table(
        "evidence_correction",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("superseded_by", sa.Uuid(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("corrected_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "evidence_id"],
            ["evidence.district_id", "evidence.evidence_id"],
            name=op.f("fk_evidence_correction_district_id_evidence_id_evidence"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "superseded_by"],
            ["evidence.district_id", "evidence.evidence_id"],
            name=op.f("fk_evidence_correction_district_id_superseded_by_evidence"),
        ),
        sa.PrimaryKeyConstraint("district_id", "evidence_id", name=op.f("pk_evidence_correction")),
        sa.UniqueConstraint(
            "district_id", "superseded_by", name=op.f("uq_evidence_correction_district_id_superseded_by")
        ),
    )
    district_table(op, "competency", "evidence_correction", app=_APPEND, worker=_APPEND)


def _policies() -> None:
    op.create_table(
        "mastery_policy",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "withdrawn",
            sa.Boolean(),
            nullable=False,
            comment="from then on the wider policy decides; the terms mean nothing",
        ),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("parameter", sa.Integer(), nullable=True),
        sa.Column("mastery", sa.Numeric(precision=6, scale=2), nullable=True),
        sa.Column("kinds", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("self_and_peer", sa.Text(), nullable=False),
        sa.Column("window_days", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("effective_from", sa.DateTime(timezone=True), nullable=True, comment="none: a draft"),
        sa.Column("activated_by", sa.Text(), nullable=True),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("district_id", "policy_id", name=op.f("pk_mastery_policy")),
        sa.UniqueConstraint(
            "district_id", "subject_id", "version", name=op.f("uq_mastery_policy_district_id_subject_id_version")
        ),
    )
    op.create_index(
        op.f("ix_mastery_policy_district_id_subject_id_effective_from"),
        "mastery_policy",
        ["district_id", "subject_id", "effective_from"],
    )
    district_table(op, "competency", "mastery_policy", app="select, insert, update", worker="select")


def _recalculations() -> None:
    op.create_table(
        "recalculation",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("recalculation_id", sa.Uuid(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=True, comment="none: a window moved on, or a scale is another"),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "barrier",
            sa.BigInteger(),
            nullable=True,
            comment="writes begun before this transaction may have read older policies",
        ),
        sa.Column("after_learner", sa.Uuid(), nullable=True, comment="learners up to this one are done"),
        *(
            sa.Column(name, sa.Integer(), server_default=sa.text("0"), nullable=False)
            for name in ("learners", "done", "gained", "lost", "other")
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("district_id", "recalculation_id", name=op.f("pk_recalculation")),
    )
    op.create_index(
        op.f("ix_recalculation_due_at"),
        "recalculation",
        ["due_at"],
        postgresql_where=sa.text("finished_at is null"),
    )
    op.create_index(op.f("ix_recalculation_district_id_policy_id"), "recalculation", ["district_id", "policy_id"])
    # The job looks for what is due in any district, and then becomes that one.
    district_table(op, "competency", "recalculation", app="select, insert, update", worker_sees_all=True)


def _determinations() -> None:
    op.add_column(
        "determination",
        sa.Column(
            "policy_id",
            sa.Uuid(),
            nullable=True,
            comment="by which it was made; none: what is meant where nobody said",
        ),
    )
    op.add_column("mastery", sa.Column("policy_id", sa.Uuid(), nullable=True))
    op.add_column(
        "mastery",
        sa.Column(
            "determined_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="last, with the same outcome; none: at known_at",
        ),
    )
    op.add_column(
        "mastery",
        sa.Column(
            "expires_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when the first piece leaves the recency window",
        ),
    )
    # Not concurrently: that waits for whoever waits for our migration lock. No row is in it yet, so it is one quick look
    # through the table.
    op.execute(
        "-- squawk-ignore require-concurrent-index-creation\n"
        "create index ix_mastery_district_id_expires_at on mastery (district_id, expires_at) "
        "where expires_at is not null"
    )
