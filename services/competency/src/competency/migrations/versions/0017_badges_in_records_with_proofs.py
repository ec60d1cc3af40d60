"""badges in records have proofs of their own, and a learner has one pseudonym

A badge issued before is issued anew by the job, since no proof covers all that it says, and with it the record.
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
    op.alter_column("credential", "pseudonym", comment="whom it is about, for those who read it: one for all of theirs")
    _look_at_badges()


def _look_at_badges() -> None:
    """Even the owner sees no row until the fence is down."""
    for table in ("credential", "credential_due"):
        op.execute(f"alter table {table} no force row level security")
    op.execute(
        "insert into credential_due (district_id, learner_id, item_id, due_at) "
        "select district_id, learner_id, item_id, now() from credential where item_id is not null "
        "on conflict do nothing"
    )
    for table in ("credential", "credential_due"):
        op.execute(f"alter table {table} force row level security")
