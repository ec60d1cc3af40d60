"""scoring"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table

revision = "0004"
down_revision = "0003"

SERVICE = "readiness"


def upgrade() -> None:
    _reopening()
    _result()
    _state()
    _gap()
    _verification()
    district_table(op, SERVICE, "assessment_reopening", app="select, insert", worker="select")
    district_table(op, SERVICE, "result", app="select", worker="select, insert", worker_sees_all=True)
    district_table(op, SERVICE, "result_role", app="select", worker="select, insert")
    district_table(op, SERVICE, "counted_rater", app="select", worker="select, insert")
    district_table(op, SERVICE, "scoring_failure", app="select", worker_sees_all=True)
    district_table(op, SERVICE, "gap", app="select", worker="select, insert, update")
    district_table(op, SERVICE, "verification", app="select, insert, update", worker="select")


def _of_assessment(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["district_id", "assessment_id"],
        ["assessment.district_id", "assessment.assessment_id"],
        name=op.f(f"fk_{table}_district_id_assessment_id_assessment"),
    )


def _reopening() -> None:
    op.create_table(
        "assessment_reopening",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False, comment="of the assessment, that was opened again"),
        sa.Column("reopened_on", sa.Date(), nullable=False),
        sa.Column("reopened_by", sa.Text(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _of_assessment("assessment_reopening"),
        sa.PrimaryKeyConstraint("district_id", "assessment_id", "version", name=op.f("pk_assessment_reopening")),
    )


def _result() -> None:
    op.create_table(
        "result",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("result", sa.BigInteger(), nullable=False, comment="from 1"),
        sa.Column("closing", sa.BigInteger(), nullable=False, comment="the version of the assessment that was closed"),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("scored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("score", sa.Numeric(), nullable=True, comment="released, of the whole"),
        sa.Column("reached", sa.Text(), nullable=True, comment="released, the key of the level"),
        sa.Column(
            "full_cells",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="each role alone (schemas.stored)",
        ),
        sa.Column(
            "released_cells",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="all that anybody may be told (schemas.stored)",
        ),
        _of_assessment("result"),
        sa.PrimaryKeyConstraint("district_id", "assessment_id", "result", name=op.f("pk_result")),
        sa.UniqueConstraint("district_id", "assessment_id", "closing", name=op.f("uq_result_district_id")),
    )
    op.create_table(
        "result_role",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("result", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("population", sa.BigInteger(), nullable=False),
        sa.Column("invited", sa.BigInteger(), nullable=False),
        sa.Column("picked_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "assessment_id", "result"],
            ["result.district_id", "result.assessment_id", "result.result"],
            name=op.f("fk_result_role_district_id_assessment_id_result_result"),
        ),
        sa.PrimaryKeyConstraint("district_id", "assessment_id", "result", "role", name=op.f("pk_result_role")),
    )


def _state() -> None:
    op.create_table(
        "counted_rater",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("result", sa.BigInteger(), nullable=False),
        _of_assessment("counted_rater"),
        sa.PrimaryKeyConstraint("district_id", "assessment_id", "invitation_id", name=op.f("pk_counted_rater")),
    )
    op.create_table(
        "scoring_failure",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("closing", sa.BigInteger(), nullable=False, comment="that was tried"),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("try_again_at", sa.DateTime(timezone=True), nullable=False),
        _of_assessment("scoring_failure"),
        sa.PrimaryKeyConstraint("district_id", "assessment_id", name=op.f("pk_scoring_failure")),
    )


def _gap() -> None:
    op.create_table(
        "gap",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("gap_id", sa.Uuid(), nullable=False),
        sa.Column("instrument_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False, comment="district; site"),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind", sa.Text(), nullable=False, comment="below_target; gate_missed; gate_not_judged; views_differ"
        ),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("severity", sa.Text(), nullable=False, comment="slight; moderate; serious; critical"),
        sa.Column("opened_assessment_id", sa.Uuid(), nullable=False),
        sa.Column("opened_result", sa.BigInteger(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("seen_assessment_id", sa.Uuid(), nullable=False, comment="the last result that showed it"),
        sa.Column("seen_result", sa.BigInteger(), nullable=False),
        sa.Column("closed_assessment_id", sa.Uuid(), nullable=True),
        sa.Column("closed_result", sa.BigInteger(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id", "instrument_id"],
            ["instrument.district_id", "instrument.instrument_id"],
            name=op.f("fk_gap_district_id_instrument_id_instrument"),
        ),
        sa.PrimaryKeyConstraint("district_id", "gap_id", name=op.f("pk_gap")),
    )
    op.create_index(
        "ix_gap_open",
        "gap",
        ["district_id", "instrument_id", "level", "site_id", "kind", "condition", "question"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("closed_on is null"),
    )


def _verification() -> None:
    op.create_table(
        "verification",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column(
            "value",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="as the question's form has it; a number as text",
        ),
        sa.Column("score", sa.Numeric(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "evidence_seen",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            comment="kinds and references (schemas.verifying)",
        ),
        sa.Column("verified_by", sa.Text(), nullable=False, comment="the subject of the reviewer's token"),
        sa.Column("verified_on", sa.Date(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        _of_assessment("verification"),
        sa.PrimaryKeyConstraint("district_id", "assessment_id", "question", name=op.f("pk_verification")),
    )
