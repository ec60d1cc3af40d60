"""badges by the key that made their proofs, to be looked at when it is withdrawn"""

from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.create_index(
            "ix_credential_issue_district_id_proof_key_id",
            "credential_issue",
            ["district_id", "proof_key_id"],
            unique=False,
            postgresql_concurrently=True,
            if_not_exists=True,
        )
