"""selection"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table, party_table, platform_table

revision = "0005"
down_revision = "0004"

SERVICE = "readiness"


def upgrade() -> None:
    _calls()
    _applications()
    _reviews()
    _decisions()
    _fences()


def _calls() -> None:
    op.create_table(
        "call",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="draft; open; reviewing; decided; cancelled"),
        sa.Column("terms", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False, comment="of the terms, for whoever closes calls"),
        sa.Column(
            "content_hash", sa.Text(), nullable=True, comment="of the instrument that applicants must have answered"
        ),
        sa.Column("seed", sa.LargeBinary(), nullable=False, comment="of the lot; told once there is a ranked list"),
        sa.Column("revision", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("cancelled_because", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "call_id", name=op.f("pk_call")),
    )
    op.create_index("ix_call_open", "call", ["last_day"], unique=False, postgresql_where=sa.text("state = 'open'"))
    op.create_table(
        "announced_call",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="open; reviewing; decided; cancelled"),
        sa.Column("terms", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=True),
        sa.Column("commitment", sa.Text(), nullable=False, comment="SHA-256 of the lot's seed"),
        sa.Column("announced_on", sa.Date(), nullable=False),
        sa.Column("cancelled_because", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_announced_call")),
    )


def _applications() -> None:
    op.create_table(
        "application",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("applicant_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="draft; submitted; withdrawn"),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False, comment="by the prompt's key"),
        sa.Column("assessment_id", sa.Uuid(), nullable=True),
        sa.Column("result", sa.BigInteger(), nullable=True),
        sa.Column(
            "summary",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=True,
            comment="of that result, as it was released; from submission on",
        ),
        sa.Column("consented", sa.Boolean(), nullable=False, comment="named reviewers may read it"),
        sa.Column("version", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True, comment="as all days here, in the host's calendar"),
        sa.Column("outcome", sa.Text(), nullable=True, comment="from the release on: chosen; reserve; not_chosen"),
        sa.Column("reasons", sa.Text(), nullable=True),
        sa.Column("standing", sa.Text(), nullable=True),
        sa.Column("standing_on", sa.Date(), nullable=True),
        sa.Column(
            "reserve_place",
            sa.BigInteger(),
            nullable=True,
            comment="by now, from 1 on, while it is on the reserve list",
        ),
        sa.ForeignKeyConstraint(
            ["call_id"], ["announced_call.call_id"], name=op.f("fk_application_call_id_announced_call")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_application")),
    )
    op.create_index(op.f("ix_application_host_id_call_id"), "application", ["host_id", "call_id"], unique=False)
    op.create_index(op.f("ix_application_applicant_id"), "application", ["applicant_id"], unique=False)
    op.create_index(
        "ix_application_once",
        "application",
        ["call_id", "applicant_id"],
        unique=True,
        postgresql_where=sa.text("state <> 'withdrawn'"),
    )
    op.create_table(
        "appeal",
        sa.Column("appeal_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.Column("applicant_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.application_id"], name=op.f("fk_appeal_application_id_application")
        ),
        sa.PrimaryKeyConstraint("appeal_id", name=op.f("pk_appeal")),
    )
    op.create_index(op.f("ix_appeal_application_id"), "appeal", ["application_id"], unique=False)


def _reviews() -> None:
    op.create_table(
        "reviewer",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("reviewer_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False, comment="the account or client, as its token names it"),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "call_id"],
            ["call.district_id", "call.call_id"],
            name=op.f("fk_reviewer_district_id_call_id_call"),
        ),
        sa.PrimaryKeyConstraint("district_id", "reviewer_id", name=op.f("pk_reviewer")),
    )
    op.create_index(
        op.f("ix_reviewer_district_id_call_id_subject"), "reviewer", ["district_id", "call_id", "subject"], unique=True
    )
    op.create_index(op.f("ix_reviewer_district_id_subject"), "reviewer", ["district_id", "subject"], unique=False)
    op.create_table(
        "reviewer_conflict",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("reviewer_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.Column(
            "late", sa.Boolean(), nullable=False, comment="after the reviewer had given a sheet, or a list was made"
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "reviewer_id"],
            ["reviewer.district_id", "reviewer.reviewer_id"],
            name=op.f("fk_reviewer_conflict_district_id_reviewer_id_reviewer"),
        ),
        sa.PrimaryKeyConstraint("district_id", "reviewer_id", "application_id", name=op.f("pk_reviewer_conflict")),
    )
    op.create_index(
        op.f("ix_reviewer_conflict_district_id_application_id"),
        "reviewer_conflict",
        ["district_id", "application_id"],
        unique=False,
    )
    op.create_table(
        "score_sheet",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("reviewer_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("levels", postgresql.JSONB(astext_type=sa.Text()), nullable=False, comment="by the criterion's key"),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "reviewer_id"],
            ["reviewer.district_id", "reviewer.reviewer_id"],
            name=op.f("fk_score_sheet_district_id_reviewer_id_reviewer"),
        ),
        sa.PrimaryKeyConstraint("district_id", "reviewer_id", "application_id", name=op.f("pk_score_sheet")),
    )
    op.create_index(op.f("ix_score_sheet_district_id_call_id"), "score_sheet", ["district_id", "call_id"], unique=False)


def _decisions() -> None:
    op.create_table(
        "ranking",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("replaced_because", sa.Text(), nullable=True),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "call_id"],
            ["call.district_id", "call.call_id"],
            name=op.f("fk_ranking_district_id_call_id_call"),
        ),
        sa.PrimaryKeyConstraint("district_id", "call_id", "number", name=op.f("pk_ranking")),
    )
    op.create_table(
        "decision",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("reserve_place", sa.BigInteger(), nullable=True),
        sa.Column("departs", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id", "call_id"],
            ["call.district_id", "call.call_id"],
            name=op.f("fk_decision_district_id_call_id_call"),
        ),
        sa.PrimaryKeyConstraint("district_id", "call_id", "application_id", name=op.f("pk_decision")),
    )


def _fences() -> None:
    district_table(op, SERVICE, "call", app="select, insert, update", worker="select, update", worker_sees_all=True)
    platform_table(op, SERVICE, "announced_call", app="select, insert, update", worker="select, update")
    # A draft is the applicant's alone.
    sees = "applicant_id = {tenant} or (host_id = {tenant} and submitted_on is not null)"
    parties = "{tenant} in (host_id, applicant_id)"
    party_table(op, SERVICE, "application", sees=sees, writes=sees, app="select, insert, update", worker="select")
    party_table(op, SERVICE, "appeal", sees=parties, writes=parties, app="select, insert", worker="select")
    district_table(op, SERVICE, "reviewer", app="select, insert, delete", worker="select")
    district_table(op, SERVICE, "reviewer_conflict", app="select, insert", worker="select")
    district_table(op, SERVICE, "score_sheet", app="select, insert, update", worker="select")
    district_table(op, SERVICE, "ranking", app="select, insert, update", worker="select")
    district_table(op, SERVICE, "decision", worker="select")
