"""credentials: issued, signed, listed as revoked, followed as mastery changes"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.migrations import district_table

revision = "0008"
down_revision = "0007"

_KEPT = "select, insert, update"


def upgrade() -> None:
    _issuers()
    _credentials()
    # Names are told by partners and written by the worker alone.
    district_table(op, "competency", "district", app="select")
    for table in ("issuer_key", "status_list", "credential", "credential_issue"):
        district_table(op, "competency", table, app=_KEPT, worker=_KEPT)
    # The job looks for what is due in any district, and then becomes that one.
    district_table(
        op, "competency", "credential_due", app="select, insert", worker="select, insert, delete", worker_sees_all=True
    )


def _issuers() -> None:
    op.create_table(
        "district",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", name=op.f("pk_district")),
    )
    op.create_table(
        "issuer_key",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False, comment="the thumbprint of RFC 7638"),
        sa.Column("public", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "sealed",
            sa.LargeBinary(),
            nullable=True,
            comment="the private half, encrypted with COMPETENCY_KEY_SECRET; none: it signs no more",
        ),
        sa.Column("signs_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=True, comment="none: made when it was first needed"),
        sa.Column(
            "withdrawn_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="it fell into other hands: nothing it signed is good",
        ),
        sa.PrimaryKeyConstraint("district_id", "key_id", name=op.f("pk_issuer_key")),
    )
    op.create_table(
        "status_list",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column(
            "number",
            sa.Integer(),
            nullable=False,
            comment="the district's first is 1; the last of them takes new credentials",
        ),
        sa.Column(
            "secret", sa.LargeBinary(), nullable=False, comment="encrypted; from it follows which place is whose"
        ),
        sa.Column(
            "entered",
            sa.Integer(),
            server_default=sa.text("0"),
            nullable=False,
            comment="credentials that have a place in it",
        ),
        sa.Column("decoys", sa.Integer(), nullable=False, comment="places that are set and are nobody's"),
        sa.Column("bits", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "list_id", name=op.f("pk_status_list")),
        sa.UniqueConstraint("district_id", "purpose", "number", name=op.f("uq_status_list_district_id_purpose_number")),
    )


def _credentials() -> None:
    op.create_table(
        "credential",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("credential_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True, comment="none: the learner's whole record"),
        sa.Column("pseudonym", sa.Uuid(), nullable=False, comment="whom it is about, for those who read it"),
        sa.Column("awarded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issue", sa.Integer(), nullable=False, comment="the newest of its issues"),
        sa.Column(
            "follows",
            sa.Boolean(),
            nullable=False,
            comment="mastery as it changes; false once a person has revoked it",
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "learner_id"],
            ["learner.district_id", "learner.learner_id"],
            name=op.f("fk_credential_district_id_learner_id_learner"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "item_id"],
            ["item.district_id", "item.item_id"],
            name=op.f("fk_credential_district_id_item_id_item"),
        ),
        sa.PrimaryKeyConstraint("district_id", "credential_id", name=op.f("pk_credential")),
        sa.UniqueConstraint(
            "district_id",
            "learner_id",
            "item_id",
            name=op.f("uq_credential_district_id_learner_id_item_id"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "credential_issue",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("credential_id", sa.Uuid(), nullable=False),
        sa.Column("issue", sa.Integer(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False, comment="as it was signed"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column(
            "score",
            sa.Numeric(precision=6, scale=2),
            nullable=True,
            comment="what it says was reached; none for a record",
        ),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("level_from", sa.Numeric(precision=6, scale=2), nullable=True, comment="where that level begins"),
        sa.Column("evidence", postgresql.ARRAY(sa.Uuid()), nullable=False, comment="the pieces it tells of"),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Text(), nullable=False, comment="who asked for it, or that mastery had changed"),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True, comment="of its revocation, as a code"),
        sa.Column("words", sa.Text(), nullable=True, comment="the same, for the learner"),
        sa.Column("revoked_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id", "credential_id"],
            ["credential.district_id", "credential.credential_id"],
            name=op.f("fk_credential_issue_district_id_credential_id_credential"),
        ),
        sa.ForeignKeyConstraint(
            ["district_id", "list_id"],
            ["status_list.district_id", "status_list.list_id"],
            name=op.f("fk_credential_issue_district_id_list_id_status_list"),
        ),
        sa.PrimaryKeyConstraint("district_id", "credential_id", "issue", name=op.f("pk_credential_issue")),
        sa.UniqueConstraint(
            "district_id", "list_id", "place", name=op.f("uq_credential_issue_district_id_list_id_place")
        ),
    )
    op.create_index(op.f("ix_credential_issue_district_id_key_id"), "credential_issue", ["district_id", "key_id"])
    op.create_table(
        "credential_due",
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "learner_id", "item_id", name=op.f("pk_credential_due")),
    )
    op.create_index(op.f("ix_credential_due_due_at"), "credential_due", ["due_at"])
