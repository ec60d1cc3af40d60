"""badges in records have proofs of their own, and a learner has one pseudonym

A record issued before is issued anew by the job, and so is each badge in it that had another pseudonym.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.add_column(
        "issuer_key",
        sa.Column(
            "purpose",
            sa.Text(),
            server_default="envelope",
            nullable=False,
            comment="envelope: it signs credentials; proof: it proves the badges in a record",
        ),
    )
    op.add_column(
        "credential_issue",
        sa.Column(
            "proof",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=True,
            comment="of a badge: its proof inside a record",
        ),
    )
    op.add_column(
        "credential_issue", sa.Column("proof_key_id", sa.Text(), nullable=True, comment="which made the proof")
    )
    op.create_index(
        op.f("ix_credential_issue_district_id_proof_key_id"), "credential_issue", ["district_id", "proof_key_id"]
    )
    op.alter_column("credential", "pseudonym", comment="whom it is about, for those who read it: one for all of theirs")
    _look_at_records()


def _look_at_records() -> None:
    """Even the owner sees no row until the fence is down."""
    for table in ("credential", "credential_due"):
        op.execute(f"alter table {table} no force row level security")
    op.execute(
        "insert into credential_due (district_id, learner_id, item_id, due_at) "
        "select b.district_id, b.learner_id, b.item_id, now() from credential b "
        "where b.item_id is not null and exists (select from credential r where r.district_id = b.district_id "
        "and r.learner_id = b.learner_id and r.item_id is null) on conflict do nothing"
    )
    for table in ("credential", "credential_due"):
        op.execute(f"alter table {table} force row level security")
